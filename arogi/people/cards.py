"""The card of a person, as lists and search results show it: one statement for any number of persons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from arogi.core import tenancy
from arogi.core.values.partial_date import PartialDate, Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What tells one person from another at a glance.

    Attributes:
        name: surname and first name as in the papers; Latin or the name in use where there is no other.
        age: completed years on the day asked for; None when the year of birth is unknown.
        settlement: where the person lives; empty when the address is not to be shown.
        household_size: members on the day, 0 without a household. `household_head`: the head's name.
        source_key: the key in the register the person was imported from.
    """

    id: UUID
    card_number: int | None
    name: str
    father_name: str
    latin_name: str
    called: str
    sex: str
    born: PartialDate
    age: int | None
    settlement: str
    household_size: int
    household_head: str
    last_contact_on: dt.date | None
    key_worker: str
    status: str
    do_not_phone: bool
    alert: str
    source_key: str


# LATERAL with LIMIT: the same plan with and without statistics.
_CARDS = """
SELECT person.*, coalesce(address.place, ''), coalesce(household.size, 0), coalesce(household.head, '')
  FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS wanted (id, place)
 CROSS JOIN LATERAL (
       SELECT p.id, p.card_number, p.surname, p.first_name, p.father_name, p.latin_surname, p.latin_first_name,
              p.called, p.sex, p.birth_date, p.birth_precision, p.hide_address, p.last_contact_on,
              coalesce(worker.name, ''), p.status, p.do_not_phone, p.alert, p.source_key
         FROM people_person p LEFT JOIN accounts_user worker ON worker.id = p.key_worker_id
        WHERE p.municipality_id = %(here)s AND p.id = wanted.id
        LIMIT 1
       ) person
  LEFT JOIN LATERAL (
       SELECT coalesce(s.name, a.settlement_text) AS place
         FROM people_address a
         LEFT JOIN centres_settlement s ON s.municipality_id = %(here)s AND s.id = a.settlement_id
        WHERE a.municipality_id = %(here)s AND a.person_id = wanted.id AND a.until_date IS NULL
        LIMIT 1
       ) address ON true
  LEFT JOIN LATERAL (
       SELECT membership.household_id
         FROM people_householdmembership membership
        WHERE membership.municipality_id = %(here)s AND membership.person_id = wanted.id
          AND (membership.joined_on IS NULL OR membership.joined_on <= %(today)s)
          AND (membership.left_on IS NULL OR membership.left_on > %(today)s)
        ORDER BY membership.id LIMIT 1
       ) lives ON true
  LEFT JOIN LATERAL (
       SELECT count(*) AS size,
              max(concat_ws(' ', nullif(h.surname, ''), nullif(h.first_name, ''))) FILTER (WHERE m.relation = 'head')
              AS head
         FROM people_householdmembership m
        CROSS JOIN LATERAL (
              SELECT surname, first_name FROM people_person
               WHERE municipality_id = %(here)s AND id = m.person_id AND merged_into_id IS NULL LIMIT 1
              ) h
        WHERE m.municipality_id = %(here)s AND m.household_id = lives.household_id
          AND (m.joined_on IS NULL OR m.joined_on <= %(today)s) AND (m.left_on IS NULL OR m.left_on > %(today)s)
       ) household ON true
 ORDER BY wanted.place
"""


def cards_of(person_ids: Sequence[UUID], *, today: dt.date) -> dict[UUID, Card]:
    """Give the cards of persons of the entered municipality, in the order asked for; unknown ids are left out."""
    if not person_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_CARDS, {"ids": list(person_ids), "here": tenancy.current_municipality_id(), "today": today})
        cards = [_card(row, today) for row in cursor.fetchall()]
    return {card.id: card for card in cards}


def _card(row: Sequence[Any], today: dt.date) -> Card:
    (person_id, number, surname, first, father, latin_surname, latin_first, called, sex, birth_date, precision, hidden,
     last_contact_on, worker, status, do_not_phone, alert, source_key, place, size, head) = row  # fmt: skip
    born = PartialDate(birth_date, Precision(precision))
    ages = born.ages_on(today)
    latin = f"{latin_surname} {latin_first}".strip()
    return Card(
        id=person_id,
        card_number=number,
        name=f"{surname} {first}".strip() or latin or called,
        father_name=father,
        latin_name=latin,
        called=called,
        sex=sex,
        born=born,
        age=ages[1] if ages else None,
        settlement="" if hidden else place,
        household_size=size,
        household_head=head,
        last_contact_on=last_contact_on,
        key_worker=worker,
        status=status,
        do_not_phone=do_not_phone,
        alert=alert,
        source_key=source_key,
    )
