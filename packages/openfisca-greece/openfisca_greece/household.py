"""Reading a household's description: each fact that is absent or null is unknown, and what is wrong is refused."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any

from .entities import ROLES
from .inputs import FACTS, RECEIVED, UNKNOWN_DATE, Fact
from .vocabulary import DISABILITY_KINDS, nationality, understood

Value = float | int | None
EPOCH = dt.date(1970, 1, 1).toordinal()
UNKNOWN_DAY = UNKNOWN_DATE.toordinal() - EPOCH
NAN = float("nan")
MOST_MEMBERS = 60
RECEIVES = tuple(f"receives_{code}" for code in RECEIVED)
_RECEIVED = frozenset(RECEIVED)
YEARS = (1990, 2100)
# The published form of a sum of money is a decimal text in euros: neither points between thousands nor spaces, signs,
# exponents or digits of other scripts, all of which float() reads as something.
_MONEY_TEXT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_CODE_TEXT = re.compile(r"[0-9]{1,5}")
_DATE_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER_TEXT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")


class NotAHousehold(ValueError):
    """A description cannot be read; `path` is where, `reason` is why, both fit on one line."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the household; `values` stand in the order of `MEMBER_FACTS`."""

    id: str
    role: int
    values: tuple[float | int, ...]


@dataclass(frozen=True, slots=True)
class Household:
    """A household as rules need it; `values` stand in the order of `HOUSEHOLD_FACTS`.

    `municipality` (its code) is for programmes of one municipality, `received` (codes of programmes) for the answers.
    """

    as_of: dt.date
    members: tuple[Member, ...]
    values: tuple[float | int, ...]
    municipality: str | None
    received: frozenset[str] | None

    def at(self, as_of: dt.date) -> Household:
        """Give the same household on another day.

        Raises:
            NotAHousehold: no rule is known of that year, or somebody was not born yet.
        """
        day = _as_of_that_can_be(as_of)
        for place, member in enumerate(self.members):
            _refuse_unborn(member.values, f"members[{place}]", day)
        return replace(self, as_of=day)


MEMBER_FACTS: tuple[Fact, ...] = tuple(fact for fact in FACTS if fact.level == "member")
HOUSEHOLD_FACTS: tuple[Fact, ...] = tuple(fact for fact in FACTS if fact.level != "member")
BIRTH_DATE = next(place for place, fact in enumerate(MEMBER_FACTS) if fact.name == "birth_date")


def read_household(described: object, *, as_of: dt.date | None = None) -> Household:
    """Read a household from its JSON description (already parsed, or its text).

    Args:
        described: a mapping as in the published interface, or the JSON text of one.
        as_of: the day to screen for; without it the description's own.

    Raises:
        NotAHousehold: the description is not one; the message is one clear line with the path of the bad field.
    """
    content = _parsed(described) if isinstance(described, str | bytes) else described
    if not isinstance(content, Mapping):
        raise NotAHousehold("", "a household is a JSON object")
    day = _as_of(content.get("as_of")) if as_of is None else _as_of_that_can_be(as_of)
    members = _members(content.get("members"), day)
    received = _programmes(content.get("benefits_received"), "benefits_received")
    municipality = _municipality(content.get("municipality"))
    flat = {
        **_received(received),
        "municipality_code": NAN
        if municipality is None or not _CODE_TEXT.fullmatch(municipality)
        else float(municipality),
    }
    values = tuple([flat[name] if name in flat else read(content) for name, read in _HOUSEHOLD_READERS])
    return Household(day, members, values, municipality, received)


def _received(codes: frozenset[str] | None) -> dict[str, float]:
    """Give of each programme that a rule asks for whether it is received."""
    if codes is None:
        return dict.fromkeys(RECEIVES, NAN)
    return dict.fromkeys(RECEIVES, 0.0) | {f"receives_{code}": 1.0 for code in codes & _RECEIVED}


def _parsed(text: str | bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise NotAHousehold("", f"not JSON ({type(problem).__name__})") from problem


def _as_of(given: object) -> dt.date:
    if given is None:
        raise NotAHousehold("as_of", "the day to screen for is missing")
    return _as_of_that_can_be(dt.date.fromordinal(_date(given, "as_of") + EPOCH))


def _as_of_that_can_be(day: dt.date) -> dt.date:
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise NotAHousehold("as_of", f"the year must lie between {YEARS[0]} and {YEARS[1]}")
    return day


def _members(given: object, day: dt.date) -> tuple[Member, ...]:
    if not isinstance(given, list | tuple) or not given:
        raise NotAHousehold("members", "a household has a list of at least one member")
    if len(given) > MOST_MEMBERS:
        raise NotAHousehold("members", f"more than {MOST_MEMBERS} members")
    names = _identities(given)
    members = tuple(_member(one, f"members[{place}]", names[place], day) for place, one in enumerate(given))
    if sum(member.role == _HEAD for member in members) > 1:
        raise NotAHousehold("members", "a household has one head")
    return members


_HEAD = ROLES.index("head")


def _identities(given: Sequence[object]) -> list[str]:
    """Give each member's id; one that is made up for a member without one is nobody else's."""
    told = [_identity(one, f"members[{place}]") for place, one in enumerate(given)]
    taken = {name for name in told if name is not None}
    if len(taken) < sum(name is not None for name in told):
        raise NotAHousehold("members", "two members have the same id")
    return [_made_up(place, taken) if name is None else name for place, name in enumerate(told, start=1)]


def _identity(given: object, path: str) -> str | None:
    if not isinstance(given, Mapping):
        raise NotAHousehold(path, "a member is a JSON object")
    identity = given.get("id")
    if identity is None:
        return None
    if isinstance(identity, bool) or not isinstance(identity, str | int):
        raise NotAHousehold(f"{path}.id", "an id is a text")
    return str(identity)


def _made_up(place: int, taken: set[str]) -> str:
    return next(name for marks in count() if (name := f"m{place}{'_' * marks}") not in taken)


def _member(given: Any, path: str, identity: str, day: dt.date) -> Member:
    values = _member_values(given, path)
    _refuse_unborn(values, path, day)
    return Member(identity, _role(given, path), values)


def _refuse_unborn(values: tuple[float | int, ...], path: str, day: dt.date) -> None:
    if values[BIRTH_DATE] > day.toordinal() - EPOCH:
        raise NotAHousehold(f"{path}.birth_date", "lies after the day to screen for")


def _member_values(given: Mapping[Any, Any], path: str) -> tuple[float | int, ...]:
    try:
        kinds = _kinds(given.get("disability_kinds"), "disability_kinds")
        return tuple([kinds[name] if name in kinds else read(given) for name, read in _MEMBER_READERS])
    except NotAHousehold as problem:
        raise NotAHousehold(f"{path}.{problem.path}", problem.reason) from problem


def _role(given: Mapping[Any, Any], path: str) -> int:
    role = given.get("role")
    if role is None:
        return 0
    if role not in ROLES or role == "unknown":
        raise NotAHousehold(f"{path}.role", f"{_shown(role)} is not one of {', '.join(ROLES[1:])}")
    return ROLES.index(role)


def _kinds(given: object, path: str) -> dict[str, float]:
    """Give each kind of disability as yes, no or unknown; a kind that no rule knows leaves the others open."""
    words = _words(given, path)
    if not words:
        return _NO_KINDS if words is not None else _UNKNOWN_KINDS
    kinds = {understood("disability_kinds", word) for word in words}
    otherwise = 0.0 if kinds <= {*DISABILITY_KINDS, "other", "severe"} else NAN
    return {f"disability_kind_{kind}": 1.0 if kind in kinds else otherwise for kind in DISABILITY_KINDS}


_NO_KINDS = {f"disability_kind_{kind}": 0.0 for kind in DISABILITY_KINDS}
_UNKNOWN_KINDS = dict.fromkeys(_NO_KINDS, NAN)


def _words(given: object, path: str) -> frozenset[str] | None:
    if given is None:
        return None
    if not isinstance(given, list | tuple) or not all(isinstance(word, str) for word in given):
        raise NotAHousehold(path, "a list of words is expected")
    return frozenset(given)


def _programmes(given: object, path: str) -> frozenset[str] | None:
    """Read codes of programmes, which registers also write in capitals or with blanks around them."""
    words = _words(given, path)
    return None if words is None else frozenset(word.strip().lower() for word in words)


def _text(given: object, path: str) -> str | None:
    if given is None or isinstance(given, str):
        return given
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    raise NotAHousehold(path, "a text is expected")


def _municipality(given: object) -> str | None:
    """Read a municipality: its code without blanks and leading zeros, or what else was told."""
    text = (_text(given, "municipality") or "").strip()
    return str(int(text)) if _CODE_TEXT.fullmatch(text) else text or None


def _shown(given: object) -> str:
    """Show a bad value on one line, shortened, whatever it holds."""
    shown = ascii(given)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."


# One reader per kind of fact: (value, path) -> number


def _date(given: object, path: str) -> int:
    if given is None:
        return UNKNOWN_DAY
    try:
        if isinstance(given, str) and _DATE_TEXT.fullmatch(given):
            return dt.date.fromisoformat(given).toordinal() - EPOCH
    except ValueError:
        pass
    raise NotAHousehold(path, f"{_shown(given)} is not a date (YYYY-MM-DD)")


def _month(given: object, path: str) -> int:
    """Read a month as its first day; a month without its year says nothing."""
    if isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= 12:
        return UNKNOWN_DAY
    return _date(f"{given}-01" if isinstance(given, str) and len(given) == 7 else given, path)


def _number(given: object, path: str, largest: float = 1e11) -> float:
    if given is None:
        return NAN
    if isinstance(given, bool) or not isinstance(given, str | int | float | Decimal):
        raise NotAHousehold(path, f"{_shown(given)} is not a number")
    if isinstance(given, str) and not _NUMBER_TEXT.fullmatch(given):
        raise NotAHousehold(path, f"{_shown(given)} is not a number (digits, and a point before decimals)")
    try:
        value = float(given)
    except (ValueError, OverflowError) as problem:
        raise NotAHousehold(path, f"{_shown(given)} is not a number") from problem
    if not math.isfinite(value) or not 0 <= value <= largest:
        raise NotAHousehold(path, f"{_shown(given)} is not a number from 0 to {largest:,.0f}")
    return value


def _money(given: object, path: str) -> float:
    if isinstance(given, str) and not _MONEY_TEXT.fullmatch(given):
        raise NotAHousehold(path, f"{_shown(given)} is not a sum in euros (as 1234.56)")
    value = _number(given, path)
    if value == value and abs(value * 100 - round(value * 100)) > 1e-3:
        raise NotAHousehold(path, f"{_shown(given)} has more than two decimals")
    return value


def _truth(given: object, path: str) -> float:
    if given is None:
        return NAN
    if isinstance(given, bool):
        return float(given)
    raise NotAHousehold(path, f"{_shown(given)} is neither true nor false")


def _code(fact: Fact) -> Callable[[object, str], int]:
    @cache
    def place(word: str) -> int:
        code = nationality(word) if fact.name == "nationality" else understood(fact.name, word)
        return fact.codes.index(code) if code in fact.codes else 0

    def read(given: object, path: str) -> int:
        if given is None:
            return 0
        if not isinstance(given, str):
            raise NotAHousehold(path, f"{_shown(given)} is not a word")
        return place(given) if len(given) < 50 else 0

    return read


def _reader_of(fact: Fact) -> Callable[[object, str], float | int]:
    if fact.kind == "code":
        return _code(fact)
    if fact.name == "birth_month":
        return _month
    if fact.kind == "number":
        return lambda given, path: _number(given, path, fact.largest)
    simple: dict[str, Callable[[object, str], float | int]] = {"money": _money, "truth": _truth, "date": _date}
    return simple[fact.kind]


def _at(block: object, path: str) -> Mapping[Any, Any]:
    if block is None:
        return {}
    if not isinstance(block, Mapping):
        raise NotAHousehold(path, "a JSON object is expected")
    return block


Reader = Callable[[Mapping[Any, Any]], float | int]


def _reader(fact: Fact) -> Reader:
    """Make the reader of a fact from the member or the household that it stands in."""
    parts = fact.path.removeprefix("members.*.").split(".")
    path, key, read = ".".join(parts), parts[-1], _reader_of(fact)
    if len(parts) == 1:
        return lambda content: read(content.get(key), path)
    blocks = parts[:-1]

    def value(content: Mapping[Any, Any]) -> float | int:
        for block in blocks:
            content = _at(content.get(block), block)
        return read(content.get(key), path)

    return value


_MEMBER_READERS: tuple[tuple[str, Reader], ...] = tuple((fact.name, _reader(fact)) for fact in MEMBER_FACTS)
_HOUSEHOLD_READERS: tuple[tuple[str, Reader], ...] = tuple((fact.name, _reader(fact)) for fact in HOUSEHOLD_FACTS)
