"""Words for what access records say in codes."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from arogi.core.models import AccessRecord

VERBS = {
    "view": _("looked at"),
    "search": _("searched"),
    "complete": _("completed"),
    "create": _("recorded"),
    "change": _("changed"),
    "correct": _("corrected"),
    "cancel": _("cancelled"),
    "decide": _("decided on"),
    "undo": _("took back"),
    "merge": _("merged"),
    "unmerge": _("undid a merge of"),
    "undo_merge": _("undid a merge of"),
    "reveal": _("read the whole number of"),
    "remove": _("removed"),
    "send": _("sent"),
    "export": _("exported"),
    "download": _("opened"),
    "print": _("printed"),
    "import": _("imported"),
    "reindex": _("renewed the search words of"),
}
KINDS = {
    "person": _("the file"),
    "appointment": _("an appointment"),
    "earlierwish": _("a wish for an earlier time"),
    "contact": _("a contact"),
    "request": _("a request"),
    "identifier": _("an identifier"),
    "phone": _("a phone number"),
    "address": _("an address"),
    "household": _("the household"),
    "householdmembership": _("a household membership"),
    "targetgroupmembership": _("a target group"),
    "possibleduplicate": _("a possible duplicate"),
    "merge": _("a merge"),
    "householdfact": _("facts of the household"),
    "notice": _("a message"),
    "noticechoice": _("which messages are wanted"),
    "task": _("a task"),
    "check": _("a check of entitlements"),
    "document": _("a supporting paper"),
    "storedfile": _("a copy of a paper"),
}


def act_of(record: AccessRecord) -> str:
    """Say in words what an access record stands for; a code without words is shown as it is."""
    verb = VERBS.get(record.verb, record.verb)
    kind = KINDS.get(record.kind, record.kind)
    return gettext("%(verb)s %(kind)s") % {"verb": verb, "kind": kind}
