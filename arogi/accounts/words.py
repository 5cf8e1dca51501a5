"""The words of the access record: what its short codes mean to the person who reads it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "accept": _("accepted"),
    "adopt": _("took over"),
    "cancel": _("cancelled"),
    "change": _("changed"),
    "complete": _("completed"),
    "correct": _("corrected"),
    "create": _("created"),
    "decide": _("decided"),
    "download": _("opened"),
    "end": _("ended"),
    "export": _("exported"),
    "grant": _("gave a role"),
    "hand_over": _("handed over"),
    "import": _("imported"),
    "invite": _("invited"),
    "merge": _("merged"),
    "print": _("printed"),
    "refused": _("was refused"),
    "reindex": _("renewed the search words of"),
    "remove": _("removed"),
    "reset": _("took the password of"),
    "reveal": _("saw the whole number"),
    "screen": _("asked all rules for"),
    "search": _("searched"),
    "send": _("sent"),
    "sign_in": _("signed in"),
    "sign_in_failed": _("failed to sign in"),
    "sign_out": _("signed out"),
    "undo": _("took back"),
    "unmerge": _("undid a merge"),
    "view": _("opened"),
}
KINDS: dict[str, str | Promise] = {
    "accessrecord": _("access record"),
    "activity_report": _("activity report"),
    "address": _("address"),
    "caseload": _("caseload"),
    "application": _("application"),
    "application_list": _("list of applications"),
    "appointment": _("appointment"),
    "appointments_of_day": _("appointments of a day"),
    "catalogue": _("catalogue of services"),
    "centreservice": _("service of the municipality"),
    "check": _("check of entitlements"),
    "closure": _("closure"),
    "contact": _("contact"),
    "contacts_of_day": _("contacts of a day"),
    "demo": _("data of the demonstration"),
    "document": _("supporting paper"),
    "document_list": _("list of papers that expire"),
    "storedfile": _("copy of a paper"),
    "earlierwish": _("wish for an earlier time"),
    "household": _("household"),
    "householdfact": _("facts of a household"),
    "householdmembership": _("member of a household"),
    "identifier": _("identifier"),
    "invitation": _("invitation"),
    "line": _("line of who has not applied"),
    "line_list": _("list of who has not applied"),
    "membership": _("role"),
    "merge_list": _("list of merges"),
    "municipality": _("municipality"),
    "networkingact": _("networking act"),
    "openinghours": _("opening hours"),
    "paper": _("paper of an application"),
    "person": _("person"),
    "person_list": _("list of persons"),
    "notice": _("message"),
    "noticechoice": _("which messages are wanted"),
    "phone": _("phone"),
    "possible_duplicate_list": _("list of possible duplicates"),
    "possibleduplicate": _("possible duplicate"),
    "queueticket": _("number of the queue"),
    "receptionmode": _("way of receiving people"),
    "report": _("report"),
    "request": _("request"),
    "rule_changes": _("what a change of the rules does"),
    "run": _("the whole register"),
    "transfer_sheet": _("transfer sheet"),
    "secretaddress": _("secret address"),
    "servicelength": _("length of appointments"),
    "serviceoffer": _("service of a structure"),
    "staffabsence": _("absence of a colleague"),
    "structure": _("structure"),
    "targetgroupmembership": _("target group"),
    "task": _("task"),
    "task_list": _("list of tasks"),
    "user": _("account"),
}
DETAILS: dict[str, str | Promise] = {
    "act": _("act"),
    "added": _("added"),
    "card_number": _("card number"),
    "changed": _("changed"),
    "contacts": _("contacts"),
    "count": _("lines"),
    "date": _("date"),
    "ended": _("ended"),
    "fields": _("fields"),
    "hits": _("found"),
    "identifier": _("identifier"),
    "lines": _("requests"),
    "members": _("members"),
    "paper": _("paper"),
    "persons": _("persons"),
    "query": _("imprint of what was searched for"),
    "renewed": _("renewed"),
    "requests": _("requests"),
    "role": _("role"),
    "rows": _("lines"),
    "service": _("service"),
    "since": _("since"),
    "state": _("decision"),
    "mode": _("way of receiving"),
    "number": _("number"),
    "tables": _("tables"),
    "tasks": _("tasks"),
    "version": _("version"),
}
NO_ACCOUNT: dict[str, str | Promise] = {"operator": _("operator of the installation")}


def verb(code: str) -> str:
    """Give the words of a verb; the code itself when it is newer than this table."""
    return str(VERBS.get(code, code))


def kind(code: str) -> str:
    """Give the words of a kind; the code itself when it is newer than this table."""
    return str(KINDS.get(code, code))


def detail(name: str, value: object) -> str:
    """Say one detail of an access record: its name and its value, a list with commas."""
    shown = ", ".join(map(str, value)) if isinstance(value, list) else value
    return f"{DETAILS.get(name, name)}: {shown}"


def who(roles: str) -> str:
    """Say who acted without an account."""
    return str(NO_ACCOUNT.get(roles, roles))
