"""What sign-in and sign-out leave behind in the access record of the municipalities they concern."""

from __future__ import annotations

import datetime as dt

from arogi.accounts.models import User
from arogi.accounts.selectors import municipalities_of
from arogi.centres.models import Municipality
from arogi.core import audit
from arogi.core.acting import acting_in
from arogi.core.actor import Actor
from arogi.core.models import AccessRecord

# More wrong passwords of one account within the hour add nothing that these lines do not say (trust F28).
MOST_FAILURES_AN_HOUR = 20


def note_sign_in(*, user: User, municipality: Municipality, actor: Actor) -> None:
    """Record that an account came to work in a municipality."""
    with acting_in(municipality.id, actor):
        audit.record("sign_in", kind="user", object_id=user.pk)


def note_sign_out(*, user: User) -> None:
    """Record in the entered municipality that an account left."""
    audit.record("sign_out", kind="user", object_id=user.pk)


def note_failed_sign_in(*, email: str, actor: Actor, at: dt.datetime) -> None:
    """Record a wrong password where the account works; nothing for an address that is nobody's."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        return
    for municipality in municipalities_of(user):
        with acting_in(municipality.id, actor):
            if _failures_since(user, at - dt.timedelta(hours=1)) < MOST_FAILURES_AN_HOUR:
                audit.record("sign_in_failed", kind="user", object_id=user.pk)


def _failures_since(user: User, moment: dt.datetime) -> int:
    return AccessRecord.objects.filter(verb="sign_in_failed", object_id=user.pk, at__gte=moment).count()
