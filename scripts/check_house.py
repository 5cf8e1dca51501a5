"""House rules that no other tool knows: words that must not be committed, sizes of functions, locks that fit.

Prints the measured sizes, then one line for every breach; exits 1 when there is one.
"""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEDIAN_LINES, NINETIETH_LINES = 10, 30

# The names are put together here, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a package registry's host": re.compile(
        "|".join(("py" + r"pi\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs", "npmjs" + r"\.com"))
        + r"|" + "registry" + r"\.yarnpkg",
        re.IGNORECASE,
    ),
    "a path of one machine": re.compile(
        r"(?<![\w./])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "ho" + r"me/\w+")) + r")/[\w.]"
    ),
    "a tool of one workshop": re.compile(r"\b(?:farm" + r"-studio|issues" + r" show|\.lib" + r"rary/)"),
}  # fmt: skip
# Where an address of the machine is meant and right.
ALLOWED = {"scripts/check_house.py"}
# Where escaping is switched off on purpose, with the reason beside it.
SAFE_ALLOWED = {"arogi/core/templatetags/components.py"}
UNSAFE = re.compile(r"\|\s*safe\b|\bmark_safe\(|\bautoescape\s+off\b|@csrf_exempt\b|\bextra\(select")
DOMAIN = re.compile(r"/(services|selectors|models|access|search)(/.*)?(\.py)?$")
HTTP = re.compile(r"\s*(from|import)\s+django\.(http|shortcuts|contrib\.messages)\b")
POOR_NAMES = {"utils", "helpers", "common", "misc", "tools", "manager"}


def main() -> int:
    """Walk the tracked files and print what is wrong."""
    files = tracked_files()
    print_sizes()
    problems = [
        *forbidden_words(files),
        *poor_names(files),
        *unsafe_output(files),
        *domain_code_that_speaks_http(files),
        *locks_that_do_not_fit(),
        *locks_with_addresses(files),
        *sizes_out_of_bounds(),
    ]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def tracked_files() -> list[str]:
    """Name the files that git knows or would take, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode != 0:  # an unpacked archive has no history to ask
        return [str(path.relative_to(ROOT)) for path in (ROOT / "arogi").rglob("*") if path.is_file()]
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def text_of(name: str) -> str:
    """Give a file's text, or nothing for a picture."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def forbidden_words(files: list[str]) -> Iterator[str]:
    """Give a line for each word that ties the repository to one machine or one registry."""
    for name in files:
        if name in ALLOWED:
            continue
        for number, line in enumerate(text_of(name).splitlines(), start=1):
            for what, pattern in FORBIDDEN.items():
                if pattern.search(line):
                    yield f"{name}:{number}: names {what}"


def poor_names(files: list[str]) -> Iterator[str]:
    """Give a line for each module whose name says nothing."""
    for name in files:
        if name.startswith("arogi/") and {part.removesuffix(".py") for part in Path(name).parts} & POOR_NAMES:
            yield f"{name}: the name says nothing about what is inside"


def unsafe_output(files: list[str]) -> Iterator[str]:
    """Give a line for each place that writes unescaped text or opens a form to strangers."""
    for name in files:
        if not name.startswith("arogi/") or name in SAFE_ALLOWED or not name.endswith((".py", ".html")):
            continue
        for number, line in enumerate(text_of(name).splitlines(), start=1):
            if UNSAFE.search(line):
                yield f"{name}:{number}: switches a protection off: {line.strip()[:80]}"


def domain_code_that_speaks_http(files: list[str]) -> Iterator[str]:
    """Give a line for each service, selector or model that knows of requests and pages.

    A contract of import-linter can only name whole packages from outside, and Django has both.
    """
    for name in files:
        if name.startswith("arogi/") and DOMAIN.search(name):
            for number, line in enumerate(text_of(name).splitlines(), start=1):
                if HTTP.match(line):
                    yield f"{name}:{number}: domain code does not speak HTTP: {line.strip()}"


def locks_that_do_not_fit() -> Iterator[str]:
    """Give a line for each library that pyproject.toml asks for and the lock does not hold in a fitting version."""
    from packaging.requirements import Requirement

    # What stands in this repository is installed from its folder, and what it needs is locked with the rest.
    arogi, *packages = [
        tomllib.loads(file.read_text())["project"]
        for file in (ROOT / "pyproject.toml", *sorted(ROOT.glob("packages/*/pyproject.toml")))
    ]
    own = {package["name"] for package in packages}
    asked = [line for project in (arogi, *packages) for line in project["dependencies"]]
    runtime = [line for line in asked if Requirement(line).name not in own]
    groups = {"runtime": runtime, "dev": runtime + arogi["optional-dependencies"]["dev"]}
    for group, wanted in groups.items():
        locked = locked_versions(f"requirements/{group}.txt")
        for requirement in map(Requirement, wanted):
            version = locked.get(requirement.name.lower().replace("_", "-"))
            if version is None or not requirement.specifier.contains(version):
                yield f"requirements/{group}.txt: does not hold {requirement} (it has {version}): run 'make lock'"


def locked_versions(name: str) -> dict[str, str]:
    """Read the names and versions of a lock file."""
    return dict(re.findall(r"^([a-z0-9.-]+)==([^\s;\\]+)", (ROOT / name).read_text(), re.MULTILINE))


def locks_with_addresses(files: list[str]) -> Iterator[str]:
    """Give a line for each npm lock that says where its packages came from."""
    for name in files:
        if Path(name).name == "package-lock.json" and '"resolved"' in text_of(name):
            yield f'{name}: has "resolved" addresses; remove them, the checksums are enough'


def function_sizes() -> list[tuple[int, str]]:
    """Measure every function of the product in lines from `def` to its end, docstring not counted."""
    sizes = []
    for file in sorted((ROOT / "arogi").rglob("*.py")):
        if "migrations" in file.parts:
            continue
        sizes.extend(
            (lines_of(node), f"{file.relative_to(ROOT)}:{node.lineno} {node.name}")
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        )
    return sizes


def lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines without its docstring."""
    first = node.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


def measures() -> tuple[float, int]:
    """Give the median and the 90th centile of the sizes."""
    sizes = sorted(size for size, _ in function_sizes())
    return statistics.median(sizes), sizes[int(len(sizes) * 0.9)]


def print_sizes() -> None:
    """Print how long the product's functions are."""
    sizes = sorted(function_sizes(), reverse=True)
    median, ninetieth = measures()
    longest, where = sizes[0]
    print(f"{len(sizes)} functions: median {median:g} lines, 90th centile {ninetieth}, longest {longest} ({where})")


def sizes_out_of_bounds() -> Iterator[str]:
    """Give a line when functions have grown too long."""
    median, ninetieth = measures()
    if median > MEDIAN_LINES:
        yield f"functions: the median of {median:g} lines is above {MEDIAN_LINES}"
    if ninetieth > NINETIETH_LINES:
        yield f"functions: the 90th centile of {ninetieth} lines is above {NINETIETH_LINES}"


if __name__ == "__main__":
    sys.exit(main())
