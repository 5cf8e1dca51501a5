"""The words of the access record: what its short codes mean to the person who reads it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "accept": _("accepted"),
    "cancel": _("cancelled"),
    "change": _("changed"),
    "create": _("created"),
    "decide": _("decided"),
    "end": _("ended"),
    "export": _("exported"),
    "grant": _("gave a role"),
    "import": _("imported"),
    "invite": _("invited"),
    "merge": _("merged"),
    "print": _("printed"),
    "refused": _("was refused"),
    "remove": _("removed"),
    "reset": _("took the password of"),
    "reveal": _("saw the whole number"),
    "search": _("searched"),
    "sign_in": _("signed in"),
    "sign_in_failed": _("failed to sign in"),
    "sign_out": _("signed out"),
    "unmerge": _("undid a merge"),
    "view": _("opened"),
}
KINDS: dict[str, str | Promise] = {
    "accessrecord": _("access record"),
    "address": _("address"),
    "closure": _("closure"),
    "contact": _("contact"),
    "household": _("household"),
    "householdmembership": _("member of a household"),
    "identifier": _("identifier"),
    "invitation": _("invitation"),
    "membership": _("role"),
    "municipality": _("municipality"),
    "networkingact": _("networking act"),
    "openinghours": _("opening hours"),
    "person": _("person"),
    "phone": _("phone"),
    "possibleduplicate": _("possible duplicate"),
    "report": _("report"),
    "request": _("request"),
    "structure": _("structure"),
    "user": _("account"),
}


def verb(code: str) -> str:
    """Give the words of a verb; the code itself when it is newer than this table."""
    return str(VERBS.get(code, code))


def kind(code: str) -> str:
    """Give the words of a kind; the code itself when it is newer than this table."""
    return str(KINDS.get(code, code))
