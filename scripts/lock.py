"""Choose the versions of all libraries anew and write them, with checksums, to requirements/*.txt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).parent / "uv"
# No header and no annotations: they would name this machine's paths. No addresses: any mirror will do.
OPTIONS = ("--generate-hashes", "--universal", "--python-version", "3.11", "--no-header", "--no-annotate", "--quiet")
# It is in this repository: what it needs is locked, it is installed from its folder.
OWN = ("--no-emit-package", "openfisca-greece")
# What is locked together: Arogi and the packages of this repository that it uses.
PROJECTS = ("pyproject.toml", "packages/openfisca-greece/pyproject.toml")
BOOTSTRAP = "uv\nsetuptools>=80\n"
# The yardstick of `bench.entitling`: it needs another OpenFisca-Core than ours, so it lives in a place of its own.
FRANCE = "openfisca-france\nsetuptools\n"


def main() -> int:
    """Write the four files.

    Returns:
        0, or what uv returned when it found no fitting set.
    """
    upgrade = ("--upgrade",) if "--upgrade" in sys.argv else ()
    lock("requirements/runtime.txt", *PROJECTS, *OWN, *upgrade)
    dev = ("--extra", "dev", "--constraint", "requirements/runtime.txt")
    lock("requirements/dev.txt", *PROJECTS, *dev, *OWN, *upgrade)
    lock("requirements/bootstrap.txt", "-", *upgrade, text=BOOTSTRAP)
    lock("requirements/france.txt", "-", *upgrade, text=FRANCE)
    return 0


def lock(target: str, *words: str, text: str | None = None) -> None:
    """Resolve one set; versions already in the file are kept unless --upgrade is given."""
    command = [str(UV), "pip", "compile", *OPTIONS, "-o", target, *words]
    subprocess.run(command, cwd=ROOT, check=True, input=text, text=True)


if __name__ == "__main__":
    sys.exit(main())
