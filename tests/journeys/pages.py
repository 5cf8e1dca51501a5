"""Every address of the product with real ids, found by walking the URL resolver."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from tests.journeys.town import Town

COORDINATOR = "coordinator@karditsa.example"
# Who opens a page that the coordinator may not see; nobody is signed in for what comes before signing in.
VISITORS = {
    "accounts:access_record": "dpo@karditsa.example",
    "accounts:choose_municipality": "lawyer@two-towns.example",
    "accounts:sign_in": None,
    "accounts:accept_invitation": None,
    "reception:screen": None,
}
# Not pages: answers to programs, and files.
NOT_PAGES = frozenset(
    {"core:health", "core:stay", "applications:file", "documents:open_copy", "entitlements:slip", "outreach:file"}
    | {"reports:activity_file", "reception:calendar_file"}
)

WITH_EVERYTHING = """
    SELECT m.person_id FROM people_householdmembership m
    JOIN people_household h ON h.id = m.household_id
    WHERE m.left_on IS NULL
      AND EXISTS (SELECT FROM people_householdmembership o
                  WHERE o.household_id = m.household_id AND o.id <> m.id AND o.left_on IS NULL)
      AND EXISTS (SELECT FROM people_phone p WHERE p.person_id = m.person_id)
      AND EXISTS (SELECT FROM people_identifier i WHERE i.person_id = m.person_id AND i.missing_reason = '')
      AND EXISTS (SELECT FROM people_address a WHERE a.person_id = m.person_id)
      AND EXISTS (SELECT FROM people_targetgroupmembership g WHERE g.person_id = m.person_id AND g.until IS NULL)
      AND EXISTS (SELECT FROM reception_contact c WHERE c.person_id = m.person_id)
      AND EXISTS (SELECT FROM documents_document d WHERE d.person_id = m.person_id)
    ORDER BY m.person_id LIMIT 1
"""
_OF_THE_PERSON = {
    "household_id": "SELECT household_id FROM people_householdmembership WHERE person_id = %s AND left_on IS NULL",
    "identifier_id": "SELECT id FROM people_identifier WHERE person_id = %s AND missing_reason = '' LIMIT 1",
    "phone_id": "SELECT id FROM people_phone WHERE person_id = %s ORDER BY id LIMIT 1",
    "address_id": "SELECT id FROM people_address WHERE person_id = %s ORDER BY from_date DESC LIMIT 1",
    "contact_id": "SELECT id FROM reception_contact WHERE person_id = %s ORDER BY id LIMIT 1",
    "request_id": "SELECT r.id FROM reception_request r JOIN reception_contact c ON c.id = r.contact_id"
    " WHERE c.person_id = %s ORDER BY r.id LIMIT 1",
    "membership_id": "SELECT id FROM people_householdmembership WHERE person_id = %s AND left_on IS NULL",
    "check_id": "SELECT id FROM entitlements_check WHERE person_id = %s LIMIT 1",
    "document_id": "SELECT id FROM documents_document WHERE person_id = %s ORDER BY id LIMIT 1",
    "file_id": "SELECT f.id FROM documents_storedfile f JOIN documents_document d ON d.id = f.document_id"
    " WHERE d.person_id = %s LIMIT 1",
    "other_id": "SELECT person_id FROM people_householdmembership WHERE household_id <> ("
    "SELECT household_id FROM people_householdmembership WHERE person_id = %s AND left_on IS NULL)"
    " ORDER BY person_id LIMIT 1",
}
_OF_THE_TOWN = {
    "pair_id": "SELECT id FROM people_possibleduplicate WHERE state = 'open' ORDER BY id LIMIT 1",
    "act_id": "SELECT id FROM reception_networkingact ORDER BY id LIMIT 1",
    "structure_id": "SELECT id FROM centres_structure ORDER BY id LIMIT 1",
    "operation_id": "SELECT id FROM centres_operation ORDER BY id LIMIT 1",
    "closure_id": "SELECT gen_random_uuid()",  # only ever posted to
    "user_id": "SELECT id FROM accounts_user WHERE email = 'reception@karditsa.example'",
    "task_id": "SELECT id FROM casework_task WHERE state = 'open' ORDER BY id LIMIT 1",
    "notice_id": "SELECT gen_random_uuid()",  # only ever posted to
    "hand_over_id": "SELECT gen_random_uuid()",  # only ever posted to
    "application_id": "SELECT id FROM applications_application ORDER BY id LIMIT 1",
    "act": "SELECT 'approve'",
    "paper_id": "SELECT id FROM applications_paper WHERE application_id = ("
    "SELECT id FROM applications_application ORDER BY id LIMIT 1) ORDER BY id LIMIT 1",
    "line_id": "SELECT id FROM outreach_line ORDER BY id LIMIT 1",
    "event_id": "SELECT gen_random_uuid()",  # only ever posted to
    "merge_id": "SELECT gen_random_uuid()",  # only ever posted to
    "appointment_id": "SELECT id FROM reception_appointment WHERE state = 'booked' ORDER BY starts_at DESC LIMIT 1",
    "wish_id": "SELECT gen_random_uuid()",  # only ever posted to
    "ticket_id": "SELECT gen_random_uuid()",  # only ever posted to
    "mode_id": "SELECT gen_random_uuid()",  # only ever posted to
    "absence_id": "SELECT gen_random_uuid()",  # only ever posted to
    "slug": "SELECT slug FROM centres_municipality LIMIT 1",
    "token": "SELECT 'a-link-that-is-over'",
}
_EXCEPTIONS = {
    # Its digest is made here: the program keeps nothing else of it.
    ("reception:screen", "token"): """
        WITH made AS (
            INSERT INTO reception_secretaddress (id, municipality_id, kind, structure_id, token_digest, made_at)
            SELECT gen_random_uuid(), municipality_id, 'screen', id, encode(sha256('journeys'), 'hex'), now()
              FROM centres_structure WHERE %s::uuid IS NOT NULL ORDER BY code LIMIT 1
                ON CONFLICT DO NOTHING)
        SELECT 'journeys'""",
    ("people:end_group", "membership_id"): "SELECT id FROM people_targetgroupmembership WHERE person_id = %s LIMIT 1",
    ("accounts:end_role", "membership_id"): "SELECT id FROM accounts_membership WHERE %s::uuid IS NOT NULL LIMIT 1",
    ("reception:postpone_next_step", "request_id"): "SELECT id FROM reception_request WHERE next_step <> ''"
    " AND next_step_done_at IS NULL AND %s::uuid IS NOT NULL ORDER BY id LIMIT 1",
}


@dataclass(frozen=True)
class Address:
    """One address of the resolver: its view's name, and its path with `<parameters>`."""

    name: str
    path: str


def every_address() -> list[Address]:
    """Walk the resolver."""
    return [address for address in _walk(get_resolver(), "/", "") if address.name not in NOT_PAGES]


def _walk(resolver: URLResolver, path: str, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        below = path + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, below, entry.namespace or space)
        elif isinstance(entry, URLPattern):
            yield Address(f"{space}:{entry.name}", below)


def with_real_ids(address: Address, town: Town) -> str:
    """Put ids of rows that are there into the path.

    Raises:
        AssertionError: a parameter that this file does not know, or a row that the town lacks.
    """
    person = town.one(WITH_EVERYTHING) if "<" in address.path else None
    assert person or "<" not in address.path, "The town has nobody who has everything."

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name == "person_id":
            return str(person)
        query = _EXCEPTIONS.get((address.name, name)) or _OF_THE_PERSON.get(name)
        found = town.one(query, person) if query else town.one(_OF_THE_TOWN[name])
        assert found, f"The town has no row for {name} of {address.name}."
        return str(found)

    return re.sub(r"<(?:\w+:)?(\w+)>", fill, address.path)
