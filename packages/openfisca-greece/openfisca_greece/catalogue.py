"""All programmes, by formula, by conditions and of municipalities, with their texts in Greek and English."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from . import programmes as formulas
from .conditions import programme_of
from .data_files import DATA, read
from .programme import Programme

Described = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Greek and in English."""

    el: str
    en: str

    def to_json(self) -> dict[str, str]:
        """Give the text by language."""
        return {"el": self.el, "en": self.en}


RULES_NOT_FOUND = Text(
    "Οι κανόνες που ίσχυαν αυτή την ημέρα δεν βρέθηκαν.", "The rules that held on this day were not found."
)


@dataclass(frozen=True, slots=True)
class Document:
    """A paper that is asked for."""

    code: str
    title: Text


@dataclass(frozen=True, slots=True)
class PracticeState:
    """Whether a programme is paid in practice, from a date on."""

    since: dt.date
    state: str
    says: Text | None


@dataclass(frozen=True, slots=True)
class Passport:
    """What one programme does to another: opens, requires, excludes, income, duty."""

    source_programme: str
    target_programme: str
    kind: str
    through_time: bool
    says: Text
    source: str


@dataclass(frozen=True)
class Description:
    """A programme with everything that a citizen is told of it besides the outcome.

    `kind` is formula, conditions or municipal; `municipality` and `decision` are those of a municipal rule.
    `alternatives` names a group of which a person normally has one. `from_memory` marks law that was not read in a
    source.
    """

    code: str
    kind: str
    programme: Programme
    title: Text
    law: str
    source: str
    documents: tuple[Document, ...]
    where: Text
    url: str
    duration: Text | None
    notes: tuple[Text, ...]
    states: tuple[PracticeState, ...]
    tests: Mapping[str, Text]
    alternatives: str | None = None
    from_memory: bool = False
    municipality: str | None = None
    is_example: bool = False

    def state_on(self, day: dt.date) -> PracticeState:
        """Give the state in practice on a day; without a word about it a programme is in force while it exists."""
        passed = [state for state in self.states if state.since <= day]
        if passed:
            return passed[-1]
        if not self.programme.may_exist(day):
            return PracticeState(self.programme.begins, "closed", None)
        return PracticeState(
            self.programme.begins, "in_force", None if self.programme.begins <= day else RULES_NOT_FOUND
        )

    def says(self, test: str) -> Text:
        """Give the statement of a test."""
        return self.tests.get(test) or statements()[test]


@cache
def catalogue() -> dict[str, Description]:
    """Give every programme by its code, in the order in which answers are given."""
    described: dict[str, Described] = {}
    for file in sorted((DATA / "programmes").glob("*.yaml")):
        described |= read(file)
    names = read(DATA / "formula_tests.yaml")
    found = [
        _description(code, "formula", replace(programme, names_of_tests=tuple(names.get(code, ()))), described[code])
        for code, programme in formulas.PROGRAMMES.items()
    ]
    found += [*_by_conditions(), *_municipal()]
    return {one.code: one for one in found}


def _by_conditions() -> Iterable[Description]:
    for file in sorted((DATA / "conditions").glob("*.yaml")):
        for code, described in read(file).items():
            yield _description(code, "conditions", _named(programme_of(code, described), described), described)


def _municipal() -> Iterable[Description]:
    for file in sorted((DATA / "municipal").glob("*.yaml")):
        pack = read(file)
        for code, described in pack["programmes"].items():
            rule = described | {"conditions": [_here(pack), *described["conditions"], *_decision(pack)]}
            one = _description(code, "municipal", _named(programme_of(code, rule), rule), rule)
            yield replace(one, municipality=str(pack["municipality"]), is_example=pack["decision"] is None)


def _here(pack: Described) -> Described:
    return {"name": "municipality", "municipality": str(pack["municipality"])}


def _decision(pack: Described) -> list[Described]:
    """Keep a rule whose decision was not read from answering more than "cannot say"."""
    return [] if pack["decision"] else [{"name": "decision", "judged": "decision of the council, not read"}]


def _named(programme: Programme, described: Described) -> Programme:
    return replace(programme, names_of_tests=tuple(dict.fromkeys(_test_names(described))))


def _test_names(described: Described) -> Iterable[str]:
    for condition in described["conditions"]:
        if "person" not in condition:
            yield str(condition["name"])
            continue
        for word, wanted in condition["person"].items():
            yield _first(wanted) if word == "has" else f"not_{_first(wanted)}" if word == "lacks" else str(word)


def _first(names: str | list[str]) -> str:
    return names if isinstance(names, str) else names[0]


def _description(code: str, kind: str, programme: Programme, described: Described) -> Description:
    apply = described["apply"]
    return Description(
        code=code,
        kind=kind,
        programme=programme,
        title=_text(described["title"]),
        law=str(described["law"]),
        source=str(described["source"]),
        documents=tuple(Document(name, documents()[name]) for name in described["documents"]),
        where=_text(apply["where"]),
        url=str(apply["url"]),
        duration=_text(described["duration"]) if "duration" in described else None,
        notes=tuple(_text(note) for note in described.get("notes", ())),
        states=tuple(_state(one) for one in described.get("states", ())),
        tests={name: _text(text) for name, text in described.get("tests", {}).items()},
        alternatives=described.get("alternatives"),
        from_memory=bool(described.get("from_memory", False)),
    )


def _state(described: Described) -> PracticeState:
    says = _text(described["says"]) if "says" in described else None
    return PracticeState(dt.date.fromisoformat(str(described["from"])), str(described["state"]), says)


def _text(described: Described) -> Text:
    return Text(el=str(described["el"]), en=str(described["en"]))


@cache
def documents() -> dict[str, Text]:
    """Give the papers that programmes ask for, by code."""
    return _texts("documents.yaml")


@cache
def statements() -> dict[str, Text]:
    """Give the statement of each test, by its name."""
    return _texts("tests.yaml")


@cache
def questions() -> dict[str, Text]:
    """Give the question that asks for each fact, by the fact's path."""
    return _texts("facts.yaml")


@cache
def passports() -> tuple[Passport, ...]:
    """Give what programmes do to each other."""
    return tuple(
        Passport(
            source_programme=str(edge["from"]),
            target_programme=str(edge["to"]),
            kind=str(edge["kind"]),
            through_time=bool(edge.get("through_time", False)),
            says=_text(edge["says"]),
            source=str(edge["source"]),
        )
        for edge in read(DATA / "passports.yaml")
    )


def order_of_programmes() -> tuple[str, ...]:
    """Give the programmes so that each comes after those that open, require, exclude or lower it.

    Raises:
        graphlib.CycleError: the passports run in a circle, other than through time.
    """
    from graphlib import TopologicalSorter

    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(catalogue(), ()))
    for edge in passports():
        if not edge.through_time:
            sorter.add(edge.target_programme, edge.source_programme)
    return tuple(sorter.static_order())


def _texts(name: str) -> dict[str, Text]:
    return {code: _text(text) for code, text in read(DATA / name).items()}
