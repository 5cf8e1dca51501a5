"""Keep the Greek catalogues complete without the gettext programs.

    python scripts/messages.py merge     add new texts to arogi/<module>/locale/el, mark the ones nobody says any more
    python scripts/messages.py compile   write the .mo files
    python scripts/messages.py check     exit 1 when a text has no Greek, is uncertain, or is said nowhere

A text may be translated in its own module or in one below it that says the same words; the same words never have two
translations.
"""

from __future__ import annotations

import ast
import io
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import polib
from babel.messages.extract import extract_python

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "arogi"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, order=True)
class Text:
    """One text as the program says it."""

    context: str
    single: str
    plural: str


Places = dict[Text, list[tuple[str, int]]]


def main(arguments: list[str]) -> int:
    """Carry out one of the three words."""
    acts = {"merge": merge, "compile": compile_all, "check": check}
    if len(arguments) != 1 or arguments[0] not in acts:
        print(__doc__, file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")
    return acts[arguments[0]]()


def modules() -> list[str]:
    """Name the modules of the product."""
    return sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").exists())


def catalogue_path(module: str) -> Path:
    """Say where a module keeps its Greek."""
    return PACKAGE / module / "locale" / "el" / "LC_MESSAGES" / "django.po"


def catalogues() -> list[Path]:
    """Name every Greek catalogue there is."""
    return sorted(PACKAGE.glob("**/locale/el/LC_MESSAGES/django.po"))


def said_in(module: str) -> Places:
    """Give every text that a module says, with file and line."""
    places: Places = defaultdict(list)
    folder = PACKAGE / module
    for file in sorted(folder.rglob("*.py")):
        if "migrations" not in file.parts:
            source = file.read_bytes()
            for line, text in texts_of_python(source, other_names(source)):
                places[text].append((str(file.relative_to(ROOT)), line))
    for file in sorted([*folder.rglob("*.html"), *folder.rglob("templates/**/*.txt")]):
        for line, text in texts_of_template(file.read_text(), str(file)):
            places[text].append((str(file.relative_to(ROOT)), line))
    return places


def other_names(source: bytes) -> dict[str, str]:
    """Give the names under which a Python file imports gettext's functions, each with the function's own."""
    imports = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom))
    taken = (one for node in imports if node.module == "django.utils.translation" for one in node.names)
    return {one.asname: one.name for one in taken if one.asname and one.name in KEYWORDS}


def texts_of_python(source: bytes, names: Mapping[str, str] = MappingProxyType({})) -> Iterator[tuple[int, Text]]:
    """Give the texts of one Python file, each with its line; `names` are gettext's functions by other names."""
    keywords = KEYWORDS | {name: KEYWORDS[function] for name, function in names.items()}
    for line, function, messages, _comments in extract_python(io.BytesIO(source), keywords, [], {}):
        parts = [messages] if isinstance(messages, str) else list(messages or [])
        text = as_text(names.get(function, function), parts)
        if text:
            yield line, text


def as_text(function: str | None, parts: list[str | None]) -> Text | None:
    """Put the arguments of a gettext function in their places; None when the text is not written out there."""
    name = function or ""
    context = parts.pop(0) if name.removeprefix("n").startswith("pgettext") and parts else ""
    wanted = 2 if name.startswith("n") else 1
    words = parts[:wanted]
    if not words or not all(words) or context is None:
        return None
    return Text(context, str(words[0]), str(words[1]) if len(words) > 1 else "")


def texts_of_template(source: str, name: str) -> Iterator[tuple[int, Text]]:
    """Give the texts of one template, each with its line."""
    from django.utils.translation.template import templatize

    # Django turns a template into something like Python; its indentation means nothing.
    like_python = "\n".join(line.strip() for line in templatize(source, origin=name).splitlines())
    yield from texts_of_python(like_python.encode())


def key(entry: polib.POEntry) -> Text:
    """Give the text that an entry translates."""
    return Text(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def is_translated(entry: polib.POEntry) -> bool:
    """Say whether an entry has all of its Greek."""
    if entry.msgid_plural:
        return len(entry.msgstr_plural) == 2 and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


def read(path: Path) -> polib.POFile:
    """Read a catalogue, or begin one."""
    if path.exists():
        return polib.pofile(str(path), wrapwidth=120)
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = {
        "Language": "el",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return catalogue


def merge() -> int:
    """Add what is new to each module's catalogue and mark what is said nowhere as obsolete."""
    said = {module: said_in(module) for module in modules()}
    said_anywhere = {text for places in said.values() for text in places}
    known = {key(entry) for path in catalogues() for entry in read(path) if not entry.obsolete}
    for module, places in said.items():
        catalogue = read(catalogue_path(module))
        new = [text for text in sorted(places) if text not in known]
        gone = [entry for entry in catalogue if not entry.obsolete and key(entry) not in said_anywhere]
        for text in new:
            catalogue.append(new_entry(text, places[text]))
            known.add(text)
        for entry in gone:
            entry.obsolete = True
        if new or gone:
            catalogue_path(module).parent.mkdir(parents=True, exist_ok=True)
            catalogue.save(str(catalogue_path(module)))
            print(f"{module}: {len(new)} new, {len(gone)} obsolete")
    return 0


def new_entry(text: Text, places: list[tuple[str, int]]) -> polib.POEntry:
    """Make an entry that waits for its Greek. Only the file is named: line numbers would change with every edit."""
    return polib.POEntry(
        msgctxt=text.context or None,
        msgid=text.single,
        msgid_plural=text.plural,
        msgstr_plural={0: "", 1: ""} if text.plural else {},
        occurrences=[(file, "") for file in sorted({file for file, _ in places})],
        flags=["python-format"] if "%(" in text.single else [],
    )


def compile_all() -> int:
    """Write every .mo file whose .po file is newer."""
    for path in catalogues():
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return 0


def check() -> int:
    """Print what is wrong with the Greek, one line each."""
    problems = list(all_problems())
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} texts to put right: run 'make messages' and write the Greek.")
    return 1 if problems else 0


def all_problems() -> Iterator[str]:
    """Give a line for every text without Greek, every uncertain or unused entry, every clash of two translations."""
    said: Places = defaultdict(list)
    for module in modules():
        for text, places in said_in(module).items():
            said[text].extend(places)
    entries = [(path.relative_to(ROOT), entry) for path in catalogues() for entry in read(path)]
    translated = {key(entry) for _, entry in entries if not entry.obsolete and is_translated(entry)}
    for text, places in said.items():
        if text not in translated:
            yield f"{places[0][0]}:{places[0][1]}: no Greek for {text.single!r}"
    yield from problems_of_entries(entries, said)


def problems_of_entries(entries: list[tuple[Path, polib.POEntry]], said: Places) -> Iterator[str]:
    """Give a line for every entry that is uncertain, unused, lacks a placeholder or clashes with another."""
    seen: dict[Text, str] = {}
    for path, entry in entries:
        greek = entry.msgstr or repr(entry.msgstr_plural)
        if entry.fuzzy:
            yield f"{path}:{entry.linenum}: uncertain (fuzzy): {entry.msgid!r}"
        if entry.obsolete or key(entry) not in said:
            yield f"{path}:{entry.linenum}: said nowhere: {entry.msgid!r}"
        elif is_translated(entry) and placeholders(entry.msgid + (entry.msgid_plural or "")) != placeholders(greek):
            yield f"{path}:{entry.linenum}: placeholders differ: {entry.msgid!r}"
        elif is_translated(entry) and seen.setdefault(key(entry), greek) != greek:
            yield f"{path}:{entry.linenum}: has another translation elsewhere: {entry.msgid!r}"


def placeholders(text: str) -> set[str]:
    """Give the named placeholders of a text, in either of Python's ways of writing them."""
    return set(re.findall(r"%\((\w+)\)[sd]|(?<!\{)\{(\w+)\}", text)) - {("", "")}


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
