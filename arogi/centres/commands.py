"""Commands about municipalities: `arogi municipality list`, and what other modules need to name one."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from arogi.centres.models import Municipality, Structure
from arogi.centres.services import open_municipality, open_structure
from arogi.core.acting import acting_in
from arogi.core.errors import DomainError

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_CODE = re.compile(r"[^\s,;=]{1,20}")


class UnusableWords(DomainError):
    """What was typed on the command line cannot be used; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class NewStructure:
    """A structure as it is named on the command line: `CODE=KIND`."""

    code: str
    kind: str


def municipality_called(slug: str) -> Municipality:
    """Give the municipality of a short name.

    Raises:
        UnusableWords: there is none; the sentence names some that exist.
    """
    municipality = Municipality.objects.filter(slug=slug).first()
    if municipality is None:
        known = list(Municipality.objects.order_by("slug").values_list("slug", flat=True)[:10])
        raise UnusableWords(
            _("There is no municipality “%(slug)s”. Known are: %(known)s.")
            % {"slug": slug.encode("utf-8", "replace").decode(), "known": ", ".join(known) or "-"}
        )
    return municipality


def municipalities_called(slug: str | None) -> list[Municipality]:
    """Give the one municipality of a short name, or all of them, by short name, where none is given.

    Raises:
        UnusableWords: there is none of that name.
    """
    return [municipality_called(slug)] if slug else list(Municipality.objects.order_by("slug"))


def read_structure(text: str) -> NewStructure:
    """Read `CODE=KIND`.

    Raises:
        UnusableWords: it is not of this form, or there is no such kind.
    """
    code, _equals, kind = text.partition("=")
    if not _CODE.fullmatch(code) or kind not in Structure.Kind.values:
        raise UnusableWords(
            _("“%(text)s” is not CODE=KIND. Kinds are: %(kinds)s.")
            % {"text": text.encode("utf-8", "replace").decode(), "kinds": ", ".join(Structure.Kind.values)}
        )
    return NewStructure(code, kind)


def read_day(text: str) -> dt.date:
    """Read a day of the command line, `YYYY-MM-DD`.

    Raises:
        UnusableWords: it is none.
    """
    try:
        if len(text) == len("YYYY-MM-DD"):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    shown = text.encode("utf-8", "replace").decode()
    raise UnusableWords(_("“%(text)s” is no date (YYYY-MM-DD).") % {"text": shown})


def add_municipality(*, slug: str, name: str, structures: list[NewStructure]) -> Municipality:
    """Take a municipality in with its structures; the first centre is the parent of branches and units.

    Raises:
        UnusableWords: the short name is none, or a code is there twice.
        arogi.centres.services.MunicipalityExists: the short name is taken.
    """
    if not _SLUG.fullmatch(slug) or len(slug) > 60:
        raise UnusableWords(_("A short name has small Latin letters, digits and hyphens: “nea-filadelfeia”."))
    if not name.strip() or len(name) > 120 or not name.isprintable():
        raise UnusableWords(_("Give the municipality a name of at most 120 letters."))
    if len({new.code for new in structures}) < len(structures):
        raise UnusableWords(_("Two structures have the same code."))
    municipality = open_municipality(slug=slug, name_el=name.strip(), name_en=name.strip())
    with acting_in(municipality.pk):
        _open_structures(structures)
    return municipality


def _open_structures(structures: list[NewStructure]) -> None:
    centre: Structure | None = None
    for new in sorted(structures, key=lambda new: new.kind != Structure.Kind.CENTRE):
        opened = open_structure(
            code=new.code,
            kind=new.kind,
            name_el=_label(new.kind, "el"),
            name_en=_label(new.kind, "en"),
            parent=None if new.kind == Structure.Kind.CENTRE else centre,
        )
        centre = centre or (opened if new.kind == Structure.Kind.CENTRE else None)


def _label(kind: str, language: str) -> str:
    with translation.override(language):
        return str(Structure.Kind(kind).label)


def municipality_group(
    subcommands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    """Give the `municipality` word of the command line, to which other modules add theirs."""
    known = subcommands.choices.get("municipality")
    if known is not None:
        group: argparse._SubParsersAction[argparse.ArgumentParser] = known.get_default("municipality_group")
        return group
    parser = subcommands.add_parser("municipality", help="municipalities: add, list")
    group = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    parser.set_defaults(municipality_group=group)
    return group


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this module's words to the command line."""
    listing = municipality_group(subcommands).add_parser("list", help="list the municipalities and their structures")
    listing.set_defaults(handle=_list)


def _list(arguments: argparse.Namespace) -> int:
    for municipality in Municipality.objects.order_by("slug"):
        with acting_in(municipality.pk):
            codes = Structure.objects.order_by("code").values_list("code", "kind")
            structures = ", ".join(f"{code}={kind}" for code, kind in codes)
        print(f"{municipality.slug}\t{municipality.name_el}\t{structures}")
    return 0
