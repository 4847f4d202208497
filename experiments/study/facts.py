"""What a run was frozen to, as people read it."""

from __future__ import annotations

from data.language import say
from experiments.manifest import Manifest


def facts_of(manifest: Manifest) -> dict[str, str]:
    """What a run was frozen to, for people."""
    told = {
        say("Prova numero"): manifest.run_id,
        say("Seme"): str(manifest.seed),
        say("Codice"): f"abbina {manifest.abbina} ({manifest.code_sha256[:12]})",
        say("Librerie"): ", ".join(f"{name} {version}" for name, version in manifest.libraries.items()),
        say("Opzioni"): ", ".join(f"{name}={value}" for name, value in manifest.options.items() if value) or "–",
    }
    if manifest.law:
        told[say("Legge")] = manifest.law
        told[say("Pesi di oggi")] = f"{manifest.weights} ({manifest.weights_sha256[:12]})"
    if manifest.data_sha256:
        told[say("Impronta dei dati")] = manifest.data_sha256
    return told
