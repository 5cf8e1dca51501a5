"""What is done to persons. Every function is one transaction and leaves one access record.

All take keywords only; `by: Member` first, days and moments as arguments (`today: date`, `at: datetime`), ids as UUIDs.
Facts are the frozen dataclasses of `people.facts`. Refusals are `people.errors` (`error.shown`, `error.shown_at`).

Registering (`registering`):
    register_person(*, by, new: NewPerson, today, submission: UUID | None = None) -> Person
        The same `submission` (a UUID in a hidden field of the form) again gives the person that is already there.
        IdentifierNeedsReason has `.warnings` (tuple of ValueWarning) and `.position` (index in `new.identifiers`).

Correcting (`correcting`):
    correct_person(*, by, person_id, version: int, facts: PersonFacts, at, reason="") -> Person
        PersonChangedMeanwhile has `.differences`: tuple of Difference(field, theirs, yours).
    change_status(*, by, person_id, status, reason, at) -> Person
    note_contact(*, person_id, date) -> None        for reception

Papers and ways to reach (`papers`, `reaching`):
    check_identifier(facts: IdentifierFacts, declared: Declared) -> Checked[str]     warnings, for showing while typing
    add_identifier(*, by, person_id, facts: IdentifierFacts) -> Identifier
    change_identifier(*, by, identifier_id, version, facts, at) -> Identifier
    remove_identifier(*, by, identifier_id, version, reason, at) -> None
    reveal_identifier(*, by, identifier_id, reason) -> str       the whole number; needs people.reveal
    add_phone(*, by, person_id, facts: PhoneFacts) -> Phone; change_phone(*, by, phone_id, version, facts, at);
    remove_phone(*, by, phone_id, version, at)
    move(*, by, person_id, address: AddressFacts, on) -> Address      ends the current address, starts the new one
    correct_address(*, by, address_id, version, address, at) -> Address
    declare_target_group(*, by, person_id, group, source, on); end_target_group(*, by, membership_id, on)

Households (`households`):
    start_household(*, by, head_id, on, tenure="") -> Household
    join_household(*, by, household_id, person_id, relation, on) -> HouseholdMembership
    live_with(*, by, person_id, link: HouseholdLink, on) -> HouseholdMembership
    leave_household(*, by, membership_id, on); change_relation(*, by, membership_id, relation, on)
    change_head(*, by, household_id, head_id, relation_of_former, on)
    describe_household(*, by, household_id, tenure, note)
    split_household(*, by, household_id, person_ids, head_id, on) -> Household

Duplicates (`pairs`), merging (`merging`):
    raise_pair(*, by, first_id, second_id, reasons, at) -> PossibleDuplicate
    decide_pair(*, by, pair_id, state, note, at) -> PossibleDuplicate      by somebody else; SAME does not merge
    merge_persons(*, by, kept_id, absorbed_id, choices: Mapping[field, "kept" | "absorbed"], at) -> Merge
    undo_merge(*, by, merge_id, at) -> Merge

Reading (no services): `people.access.get_person(member, person_id) -> Person` is the only door (NoSuchPerson -> 404;
the id of a merged file gives the one that was kept: redirect when `person.id != person_id`).
`people.search.find_people(text, today=, limit=5) -> list[Found]` (it leaves the `search` access record).
`people.duplicates.likely_duplicates(new, today=) -> list[Likeness(found: Found, reasons)]` and `open_pairs()`.
`people.merge_preview.preview(kept, absorbed)` gives `.lines`. `people.selectors`: identifiers_of, phones_of,
current_address, households_of, target_groups_of, corrections_of. Words for codes: `people.words`.
"""

from arogi.people.services.correcting import change_status, correct_person, note_contact
from arogi.people.services.groups import declare_target_group, end_target_group
from arogi.people.services.households import (
    change_head,
    change_relation,
    describe_household,
    join_household,
    leave_household,
    live_with,
    split_household,
    start_household,
)
from arogi.people.services.merging import merge_persons, undo_merge
from arogi.people.services.pairs import decide_pair, raise_pair
from arogi.people.services.papers import (
    add_identifier,
    change_identifier,
    check_identifier,
    declared_by,
    remove_identifier,
    reveal_identifier,
)
from arogi.people.services.reaching import add_phone, change_phone, correct_address, move, remove_phone
from arogi.people.services.registering import register_person

__all__ = [
    "add_identifier",
    "add_phone",
    "change_head",
    "change_identifier",
    "change_phone",
    "change_relation",
    "change_status",
    "check_identifier",
    "correct_address",
    "correct_person",
    "decide_pair",
    "declare_target_group",
    "declared_by",
    "describe_household",
    "end_target_group",
    "join_household",
    "leave_household",
    "live_with",
    "merge_persons",
    "move",
    "note_contact",
    "raise_pair",
    "register_person",
    "remove_identifier",
    "remove_phone",
    "reveal_identifier",
    "split_household",
    "start_household",
    "undo_merge",
]
