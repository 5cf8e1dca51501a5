"""Words of the command line about staff: `arogi staff invite`, `arogi staff reset`.

The first account of a municipality is made here; afterwards its coordinator invites on the page "Staff and roles".
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _

from arogi.accounts.access import rulebook
from arogi.accounts.models import MunicipalityAccess, User
from arogi.accounts.services import staff
from arogi.centres.models import Municipality
from arogi.core.acting import acting_in
from arogi.core.errors import DomainError


class _Unusable(DomainError):
    """What was typed cannot be used."""


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `staff` to the command line."""
    words = subcommands.add_parser("staff", help="accounts: the first invitation, a forgotten password")
    acts = words.add_subparsers(dest="act", required=True)
    invite = acts.add_parser("invite", help="make an account and print the link with which its password is chosen")
    invite.add_argument("email")
    invite.add_argument("--name", required=True)
    invite.add_argument("--municipality", required=True, metavar="SLUG")
    invite.add_argument("--role", default="coordinator", choices=list(rulebook().roles))
    invite.set_defaults(handle=lambda arguments: _carry_out(_invite, arguments))
    reset = acts.add_parser("reset", help="take a forgotten password away and print a link for a new one")
    reset.add_argument("email")
    reset.set_defaults(handle=lambda arguments: _carry_out(_reset, arguments))


def _carry_out(act: Callable[[argparse.Namespace], str], arguments: argparse.Namespace) -> int:
    try:
        print(act(arguments))
    except DomainError as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return 0


def _invite(arguments: argparse.Namespace) -> str:
    town = Municipality.objects.filter(slug=arguments.municipality).first()
    if town is None:
        raise _Unusable(_("There is no municipality “%(slug)s”.") % {"slug": arguments.municipality})
    try:
        validate_email(arguments.email)
    except ValidationError as broken:
        raise _Unusable(_("“%(text)s” is no e-mail address.") % {"text": arguments.email}) from broken
    now = dt.datetime.now(dt.UTC)
    with acting_in(town.pk):
        invited = staff.invite(
            email=arguments.email,
            name=arguments.name.strip()[:120],
            language="el",
            role=arguments.role,
            structure=None,
            by=None,
            on=now.date(),
            at=now,
        )
    if invited.token is None:
        return _("The account has a password already; the role was given.")
    return _link(town, invited.token)


def _reset(arguments: argparse.Namespace) -> str:
    user = User.objects.filter(email__iexact=arguments.email).first()
    access = MunicipalityAccess.objects.filter(user=user).select_related("municipality").first() if user else None
    if user is None or access is None:
        raise _Unusable(_("There is no account with the address “%(text)s”.") % {"text": arguments.email})
    with acting_in(access.municipality.pk):
        token = staff.reset_password(user=user, by=None, at=dt.datetime.now(dt.UTC))
    return _link(access.municipality, token)


def _link(town: Municipality, token: str) -> str:
    path = reverse("accounts:accept_invitation", args=[town.slug, token])
    return _("Works once, for 24 hours: %(path)s") % {"path": path}
