"""The few options of curl that the README uses, for machines that have none: -s -S -w FORMAT -H HEADER -d DATA URL."""

from __future__ import annotations

import argparse
import sys

import httpx2


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("-s", action="store_true")
    options.add_argument("-S", action="store_true")
    options.add_argument("-w", default="")
    options.add_argument("-H", action="append", default=[])
    options.add_argument("-d")
    options.add_argument("url")
    given = options.parse_args()
    headers = dict(header.split(": ", 1) for header in given.H)
    method = "GET" if given.d is None else "POST"
    content = None if given.d is None else given.d.encode()
    answer = httpx2.request(method, given.url, headers=headers, content=content, timeout=30, trust_env=False)
    sys.stdout.write(answer.text + given.w.replace("\\n", "\n"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
