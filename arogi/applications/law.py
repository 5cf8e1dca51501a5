"""What the module's data files say: acts, programmes, platforms. Read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import get_language

from arogi.applications.models import Application

HERE = Path(__file__).parent
NONE, PERSON, FAMILY, HOUSEHOLD = "none", "person", "family", "household"
APPLICANT, MEMBER, ADULT, MINOR = "applicant", "member", "adult", "minor"
NEW, AGAIN = "new", "again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that may happen to an application.

    Attributes:
        sources: states from which it is possible.
        target: the state that it leads to; empty where the state stays.
        day: the column that keeps its date; empty where only the history does.
        asks, must: fields that its form has, and those that may not be empty.
    """

    code: str
    sources: frozenset[str]
    target: str
    day: str
    asks: tuple[str, ...]
    must: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a programme is applied for.

    Attributes:
        platform: a key of the platforms; `NONE` where it is given without an application.
        unit: who applies together.
        months: for how many months it is given; None where no source says so.
        renewal: NEW or AGAIN; empty where nobody has to ask again.
        renewal_days: how many days before the end the next application is due.
        objection_days: how many days there are for an objection; None where no source says so.
        whose: owners of papers that are not the applicant's, by the paper's code.
        source: where it was read.
    """

    platform: str
    unit: str = PERSON
    months: int | None = None
    renewal: str = ""
    renewal_days: int = 0
    renewal_source: str = ""
    objection_days: int | None = None
    whose: Mapping[str, str]
    source: str = ""

    @property
    def is_applied_for(self) -> bool:
        """Say whether there is an application at all."""
        return self.platform != NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerWord:
    """A payer's own word for one of our states."""

    state: str
    el: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A block of fields of the transfer sheet."""

    part: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """Where applications are typed.

    Attributes:
        pattern: how it writes an application's code; empty where that is not known. `sample` is such a code.
        words: the payer's own words.
        parts: the transfer sheet, in the platform's order; `is_verified` where fields and order were read in a source.
    """

    code: str
    el: str
    en: str
    url: str
    pattern: str
    sample: str
    words: tuple[PayerWord, ...]
    parts: tuple[SheetPart, ...]
    is_verified: bool
    source: str

    @property
    def title(self) -> str:
        """Give its name in the language of the screen."""
        return self.el if get_language() == "el" else self.en

    def words_for(self, state: str) -> tuple[str, ...]:
        """Give the payer's words for a state, the usual one first."""
        return tuple(word.el for word in self.words if word.state == state)

    def fits(self, code: str) -> bool:
        """Say whether a code looks as this platform writes it."""
        return not self.pattern or re.fullmatch(self.pattern, code) is not None

    def written(self, code: str) -> str:
        """Write a code that has the right number of digits with the platform's hyphens."""
        digits = re.sub(r"[\s.\-/]", "", code)
        if not self.sample or not (digits.isascii() and digits.isdigit()):
            return code
        if len(digits) != sum(sign.isdigit() for sign in self.sample):
            return code
        left = iter(digits)
        return "".join(next(left) if sign.isdigit() else sign for sign in self.sample)


@cache
def acts() -> Mapping[str, Act]:
    """Give every act by its code, in the order of the buttons.

    Raises:
        ValueError: a state of the file is none of the model's.
    """
    read = {code: _act(code, said) for code, said in _read("acts.yaml").items()}
    named = {state for act in read.values() for state in (*act.sources, act.target) if state}
    if unknown := named - set(Application.State.values):
        raise ValueError(f"acts.yaml: no such state: {sorted(unknown)}")
    return read


def acts_from(state: str) -> tuple[Act, ...]:
    """Give what may happen to an application in a state."""
    return tuple(act for act in acts().values() if state in act.sources)


@cache
def platforms() -> Mapping[str, Platform]:
    """Give every platform by its code."""
    return {code: _platform(code, said) for code, said in _read("platforms.yaml")["platforms"].items()}


def terms_of(programme: str) -> Terms:
    """Give how a programme is applied for; one that the file does not know is applied for at another body."""
    known, municipal = _terms()
    if programme in known:
        return known[programme]
    ending = next((one for one in municipal if programme.endswith(one)), None)
    return municipal[ending] if ending else known[""]


def platform_of(programme: str) -> Platform:
    """Give where a programme is applied for.

    Raises:
        KeyError: it is given without an application.
    """
    return platforms()[terms_of(programme).platform]


def longest_lead_days() -> int:
    """Give how many days before its end the first renewal of any programme is due."""
    known, municipal = _terms()
    return max(terms.renewal_days for terms in (*known.values(), *municipal.values()))


@cache
def _terms() -> tuple[Mapping[str, Terms], Mapping[str, Terms]]:
    read = _read("programmes.yaml")
    usual = read["whose"]
    known = {code: _one_of_terms(said, usual) for code, said in read["programmes"].items()}
    municipal = {code: _one_of_terms(said, usual) for code, said in read["municipal"].items()}
    return known | {"": Terms(platform="other", whose=usual)}, municipal


def _one_of_terms(said: Mapping[str, Any], usual: Mapping[str, str]) -> Terms:
    told = {name: value for name, value in said.items() if name != "papers"}
    return Terms(**told, whose={**usual, **said.get("papers", {})})


def _act(code: str, said: Mapping[str, Any]) -> Act:
    return Act(
        code=code,
        sources=frozenset(said["from"]),
        target=said.get("to", ""),
        day=said.get("day", ""),
        asks=tuple(said.get("asks", ())),
        must=frozenset(said.get("must", ())),
    )


def _platform(code: str, said: Mapping[str, Any]) -> Platform:
    written, sheet = said.get("code", {}), said["sheet"]
    return Platform(
        code=code,
        el=said["el"],
        en=said["en"],
        url=said["url"],
        pattern=written.get("pattern", ""),
        sample=written.get("sample", ""),
        words=tuple(PayerWord(**word) for word in said.get("words", ())),
        parts=tuple(SheetPart(part=one["part"], fields=tuple(one["fields"])) for one in sheet["parts"]),
        is_verified=sheet["verified"],
        source=sheet["source"],
    )


def _read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
