"""The slip that a citizen takes home: what seems due, how much, which papers, where; large print, plain words, PDF."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override
from openfisca_greece import Screening

from arogi.core import shown as written
from arogi.entitlements.presentation import ShownAnswer, ShownScreening, shown
from arogi.entitlements.sight import EVERYTHING, Sight
from arogi.entitlements.sums import Sums
from arogi.entitlements.voice import Names

_PAGE = Path(__file__).parent / "slip.typ"
LONGEST_NAME = 80
MOST_QUESTIONS = 10
# What the letters of the slip can draw; the format refuses a file with a letter that cannot be read aloud.
_DRAWN = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x45F), (0x1E00, 0x1FFF), (0x2010, 0x2027), (0x20AC, 0x20AC),
)  # fmt: skip
_NOT_DRAWN = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands at the head of a slip; all of it may be empty, as on a slip of nobody."""

    name: str = ""
    centre: str = ""
    contact: str = ""


def slip_pdf(
    screening: Screening,
    *,
    language: str,
    heading: Heading,
    names: Names | None = None,
    sight: Sight = EVERYTHING,
) -> bytes:
    """Write the slip as a tagged PDF (PDF/UA-1); the same answers give the same bytes.

    Args:
        screening: the answers.
        language: el or en, whatever the language of the screen.
        heading: whose slip it is, and who gives it.
        names: what to call the members, by their ids.
        sight: what the member of staff who prints it may read.
    """
    import typst  # its library takes 80 MB; most processes print no slip

    made = dt.datetime.combine(screening.as_of, dt.time(), tzinfo=dt.UTC)
    content = _content(shown(sight.of(screening), language, names=names), heading, sight)
    compiled: bytes = typst.compile(
        _PAGE,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"slip": json.dumps(content)},
        ignore_system_fonts=True,
        timestamp=int(made.timestamp()),
    )
    return compiled


def drawable(text: str, longest: int | None = None) -> str:
    """Give a text with only letters that the slip can draw; signs that change the order of letters are gone."""
    composed = unicodedata.normalize("NFC", text)
    kept = "".join(_letter(letter) for letter in composed if not _is_unseen(letter))
    return kept if longest is None or len(kept) <= longest else f"{kept[: longest - 1]}…"


def _letter(letter: str) -> str:
    if letter.isspace():
        return " "
    return letter if any(first <= ord(letter) <= last for first, last in _DRAWN) else _NOT_DRAWN


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cf", "Cs", "Mn", "Me") or (
        unicodedata.category(letter) == "Cc" and not letter.isspace()
    )


def _content(told: ShownScreening, heading: Heading, sight: Sight) -> dict[str, object]:
    with override(told.language):
        return {
            "language": told.language,
            "title": _("What you seem to be entitled to"),
            "heading": _heading(heading, told),
            "sum": _sum(told.sums),
            "others": [f"{written.money(euros)} {rhythm}" for rhythm, euros in told.sums.others],
            "caution": _("This is not a decision. The service that pays decides after an application."),
            "parts": [part for part in _parts(told) if part["entries"] or part["lines"]],
            "foot": list(_foot(told, sight)),
        }


def _heading(heading: Heading, told: ShownScreening) -> list[str]:
    names = (drawable(text, LONGEST_NAME) for text in (heading.name, heading.centre, heading.contact))
    return [*filter(None, names), written.day(told.as_of)]


def _sum(sums: Sums) -> str:
    if not sums.per_month:
        return ""
    return _("You seem to be entitled to %(amount)s more a month.") % {"amount": written.money(sums.per_month)}


def _parts(told: ShownScreening) -> Iterable[dict[str, object]]:
    paid = [answer for answer in told.entitled if answer.is_paid]
    unpaid = [answer for answer in told.entitled if not answer.is_paid]
    yield _part(_("Apply for these"), entries=[_entry(answer) for answer in paid])
    yield _part(_("Nothing is paid for these now"), lines=[f"{one.title}. {one.state}." for one in unpaid])
    yield _part(_("You already receive these"), lines=[answer.title for answer in told.received])
    yield _part(
        _("We could not say, because we do not know"),
        lines=_questions(told.waiting),
        after=_("Bring a paper that shows it. It matters for: %(programmes)s.")
        % {"programmes": ", ".join(answer.title for answer in told.waiting)},
    )
    yield _part(_("Somebody has to judge these: ask us"), lines=[answer.title for answer in told.judged])


def _part(
    title: str, *, entries: Iterable[object] = (), lines: Iterable[str] = (), after: str = ""
) -> dict[str, object]:
    return {
        "title": title,
        "entries": list(entries),
        "lines": [drawable(line) for line in lines],
        "after": drawable(after),
    }


def _entry(answer: ShownAnswer) -> dict[str, object]:
    return {
        "title": drawable(answer.title),
        "amount": answer.amount,
        "about": _("For: %(name)s") % {"name": drawable(answer.about, LONGEST_NAME)} if answer.about else "",
        "papers_title": _("Papers to bring"),
        "papers": [drawable(document) for document in answer.documents],
        "where": drawable(_("Where: %(where)s") % {"where": answer.where}),
        "duration": drawable(answer.duration),
        "small": [drawable(line) for line in _small(answer)],
    }


def _small(answer: ShownAnswer) -> Iterable[str]:
    yield answer.basis
    yield from (mark.says for mark in answer.unverified)


def _questions(waiting: Iterable[ShownAnswer]) -> list[str]:
    """Give what is asked most often first, as many as a person can look for."""
    counted = Counter(asks for answer in waiting for asks in answer.asks)
    return [asks for asks, _count in counted.most_common(MOST_QUESTIONS)]


def _foot(told: ShownScreening, sight: Sight) -> Iterable[str]:
    if not sight.is_whole:
        yield _("Benefits that concern health or disability are not on this slip. Ask our social worker about them.")
    yield from told.sums.left_out
    yield from told.cautions
    if told.not_entitled:
        yield _("We looked at %(count)s more programmes. Ask us why not.") % {"count": len(told.not_entitled)}
    yield _("Checked on %(day)s with the rules %(version)s.") % {
        "day": written.day(told.as_of),
        "version": told.rules_version,
    }
