"""The contact form as pages carry it: built, read, and turned into one act of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast
from uuid import UUID, uuid4

from django.core.cache import cache
from django.forms import BaseFormSet
from django.http import QueryDict
from django.utils.translation import get_language, gettext

from arogi.accounts.access import Member
from arogi.centres.models import Structure
from arogi.core.errors import DomainError
from arogi.people.models import Person
from arogi.reception.catalogue import CURRENT_VERSION, load_catalogue
from arogi.reception.forms.contacts import (
    MOST_LINES,
    AnonymousForm,
    ContactForm,
    CorrectedLines,
    CorrectionForm,
    FirstLine,
    RequestLineForm,
    RequestLines,
)
from arogi.reception.models import Appointment, CentreService, Contact, Request
from arogi.reception.selectors import services_for_desk
from arogi.reception.services import ContactFacts, RequestLine, birth_date_of_age, correct_contact, record_contact

PREFIX = "line"
MORE = "add_line"
LINE_NUMBERS = range(MOST_LINES)
COUNTED_ANEW_AFTER = 600  # seconds
Choices = list[tuple[str, Any]]
LINE_FIELDS = frozenset({"service", "text", "outcome", "next_step", "next_step_on"})
FACT_FIELDS = ("structure", "date", "channel", "minutes", "companion", "representative", "interpreter_language", "note")


@dataclass(kw_only=True)
class ContactEntry:
    """One contact being typed: its form and its lines.

    Attributes:
        structures: where the member may record today; empty when he or she works in none.
        is_begun: something was typed, or stands there already.
        has_one_more: another line was asked for with a button.
        make_form, make_lines: make its two parts once somebody asks for them; an empty form is mostly drawn without
            (`look`).
        number: by which a second click is known; an empty form carries it hidden.
    """

    member: Member
    today: dt.date
    structures: list[Structure]
    make_form: Callable[[], ContactForm]
    make_lines: Callable[[], Any]
    is_begun: bool
    has_one_more: bool = False
    number: UUID = field(default_factory=uuid4)

    @cached_property
    def form(self) -> ContactForm:
        """Give the facts of the contact."""
        form = self.make_form()
        form.initial["submission"] = self.number
        return form

    @cached_property
    def lines(self) -> Any:
        """Give its requests: a formset of `RequestLineForm`."""
        return self.make_lines()

    @property
    def look(self) -> Hashable | None:
        """Name everything that an empty form looks like follows from; None for one in which anything stands."""
        if self.is_begun:
            return None
        structures = tuple((structure.pk, structure.name) for structure in self.structures)
        services = service_choices(self.structures, self.today)
        # A group of services is a list of pairs, a single one a word.
        offered = tuple((value, tuple(label) if isinstance(label, list) else str(label)) for value, label in services)
        return get_language(), self.today, structures, offered

    @property
    def whole_lines(self) -> int:
        """Count the lines that are drawn whole whatever they say."""
        known: int = self.lines.initial_form_count()
        return max(1, known + self.has_one_more)

    def shown_lines(self) -> Iterator[RequestLineForm]:
        """Give the lines to draw: whole are the first, one that was asked for and what says something; folded the rest.

        A folded line has no services of its own: the page's script copies them from the first line. Whoever has no
        scripts asks for another line with the button `add_line`.
        """
        for number, line in enumerate(self.lines.forms):
            is_empty = not line.has_changed() and not line.errors
            line.is_folded = is_empty and number >= self.whole_lines
            if line.is_folded:
                line.fields["service"].widget.choices = [("", "")]
            yield line

    def says_something(self) -> bool:
        """Say whether any line was filled in; a registration may come without a contact."""
        return any(form.has_changed() for form in self.lines.forms)

    def structure(self) -> Structure | None:
        """Give the structure that was chosen, else the member's first; None for whoever works nowhere today."""
        chosen = getattr(self.form, "cleaned_data", {}).get("structure")
        return chosen or (self.structures[0] if self.structures else None)

    def submission(self) -> UUID | None:
        """Give the hidden number of this form, by which a second click is known."""
        sent = getattr(self.form, "cleaned_data", {}).get("submission")
        return sent if isinstance(sent, UUID) else None

    def is_valid(self) -> bool:
        """Check both parts, so that every error is shown at once."""
        return all([self.form.is_valid(), self.lines.is_valid()])

    def facts(self, person: Person | None) -> ContactFacts:
        """Turn the checked form into the facts of a contact."""
        read = self.form.cleaned_data
        age = read.get("anonymous_age")
        return ContactFacts(
            **{name: read[name] for name in FACT_FIELDS},
            person=person,
            anonymous_sex=read.get("anonymous_sex", ""),
            anonymous_birth_date=birth_date_of_age(age=age, on=read["date"]) if age is not None else None,
        )

    def requests(self) -> tuple[RequestLine, ...]:
        """Turn the lines that say something into requests."""
        return tuple(
            RequestLine(id=line.get("id"), **{name: line[name] for name in LINE_FIELDS}) for line in self.lines.filled()
        )

    def record(self, person: Person | None) -> Contact | None:
        """Record the contact; None when it was refused, and then the reason stands beside its field."""
        try:
            return record_contact(
                by=self.member,
                facts=self.facts(person),
                lines=self.requests(),
                submission=self.form.cleaned_data["submission"],
                today=self.today,
            )
        except DomainError as refusal:
            self.refuse(refusal)
            return None

    def refuse(self, refusal: DomainError) -> None:
        """Put the reason of a refusal beside the field that it concerns."""
        if refusal.shown_at in LINE_FIELDS:
            self.lines.forms[0].add_error(refusal.shown_at, str(refusal))
        else:
            at = refusal.shown_at if refusal.shown_at in self.form.fields else None
            self.form.add_error(at, str(refusal))


def contact_entry(
    data: QueryDict | None,
    *,
    member: Member,
    today: dt.date,
    form: type[ContactForm] = ContactForm,
    lines: type[BaseFormSet[RequestLineForm]] = RequestLines,
    appointment: Appointment | None = None,
) -> ContactEntry:
    """Build the form of a contact for a member: empty, or with what was sent.

    Args:
        form: which facts are asked for.
        lines: how many empty lines it offers.
        appointment: what it becomes of; an empty form is begun with its structure and service.
    """
    structures = workplaces(member, today)
    typed, sent = _typed_so_far(data)
    if appointment and data is None:
        typed = _said_by(appointment)
    entry = ContactEntry(
        member=member,
        today=today,
        structures=structures,
        make_form=lambda: form(sent, structures=structures, today=today),
        make_lines=_maker(lines, sent, typed.lines, structures, today),
        is_begun=sent is not None or bool(typed.lines or typed.facts),
    )
    typed.fill(entry)
    return entry


@dataclass(frozen=True, kw_only=True)
class _Typed:
    """A contact as it was typed, unread, when another line is asked for."""

    facts: dict[str, str]
    lines: list[dict[str, Any]]
    asks_for_more: bool = True

    def fill(self, entry: ContactEntry) -> None:
        """Show the facts again; lines were given when the form was built."""
        if self.facts:
            entry.form.initial.update(self.facts)
            entry.has_one_more = self.asks_for_more


def _said_by(appointment: Appointment) -> _Typed:
    lines = [{"service": appointment.service.code}] if appointment.service else []
    return _Typed(facts={"structure": str(appointment.structure_id)}, lines=lines, asks_for_more=False)


def _typed_so_far(data: QueryDict | None) -> tuple[_Typed, QueryDict | None]:
    """Tell a form that asks for one more line from one that is to be checked and saved.

    Returns:
        What is to be shown again unchecked, and what is to be checked; one of them is empty.
    """
    if data is None or MORE not in data:
        return _Typed(facts={}, lines=[]), data
    lines = [
        {name: data.get(f"{PREFIX}-{number}-{name}", "") for name in ("id", *LINE_FIELDS)} for number in LINE_NUMBERS
    ]
    said = [line for line in lines if any(line[name] for name in LINE_FIELDS)]
    return _Typed(facts={name: str(value) for name, value in data.items()}, lines=said), None


def registration_entry(data: QueryDict | None, *, member: Member, today: dt.date) -> ContactEntry:
    """Build the form of the contact that brings a new person."""
    return contact_entry(data, member=member, today=today, lines=FirstLine)


def anonymous_entry(
    data: QueryDict | None, *, member: Member, today: dt.date, appointment: Appointment | None = None
) -> ContactEntry:
    """Build the form of a contact whose person stays unknown."""
    return contact_entry(data, member=member, today=today, form=AnonymousForm, appointment=appointment)


@dataclass(kw_only=True)
class CorrectionEntry(ContactEntry):
    """A contact being corrected: the same form, with what it says now, a reason, and the version that was shown."""

    contact: Contact

    def correct(self, at: dt.datetime) -> Contact | None:
        """Save the correction; None when it was refused, and then the reason stands beside its field."""
        read = self.form.cleaned_data
        try:
            return correct_contact(
                by=self.member,
                contact_id=self.contact.pk,
                version=read["version"],
                facts=self._corrected_facts(),
                lines=self.requests(),
                reason=read["reason"],
                at=at,
                today=self.today,
            )
        except DomainError as refusal:
            self.refuse(refusal)
            return None

    def _corrected_facts(self) -> ContactFacts:
        # What the form does not show stays as it is: whose contact it is, and when it began.
        return replace(
            self.facts(self.contact.person),
            started_at=self.contact.started_at,
            anonymous_sex=self.contact.anonymous_sex,
            anonymous_birth_date=self.contact.anonymous_birth_date,
        )


def correction_entry(data: QueryDict | None, *, contact: Contact, member: Member, today: dt.date) -> CorrectionEntry:
    """Build the form that corrects a contact: with what it says now, or with what was sent.

    Args:
        contact: with its requests fetched, as `selectors.with_lines` does.
    """
    structures = workplaces(member, today)
    typed, sent = _typed_so_far(data)
    lines = typed.lines or [_initial_line(line) for line in contact.requests.all() if not line.is_cancelled]
    entry = CorrectionEntry(
        contact=contact,
        member=member,
        today=today,
        structures=structures,
        make_form=lambda: CorrectionForm(sent, structures=structures, today=today, contact=contact),
        make_lines=_maker(CorrectedLines, sent, lines, structures, today),
        is_begun=True,
    )
    typed.fill(entry)
    return entry


def _maker(
    lines: type[BaseFormSet[RequestLineForm]],
    sent: QueryDict | None,
    initial: list[dict[str, Any]],
    structures: list[Structure],
    today: dt.date,
) -> Callable[[], Any]:
    def make() -> Any:
        services = {"services": service_choices(structures, today), "today": today}
        return lines(sent, prefix=PREFIX, initial=initial, form_kwargs=services)

    return make


def _initial_line(line: Request) -> dict[str, object]:
    said = {name: getattr(line, name) for name in LINE_FIELDS}
    return {"id": line.pk, **said, "service": line.service.code}


def workplaces(member: Member, today: dt.date) -> list[Structure]:
    """Give the structures in which a member works today, in the order of their codes."""
    return [
        structure for structure in member.structures if structure.is_open_on(today) and member.works_in(structure.pk)
    ]


def service_choices(structures: list[Structure], today: dt.date) -> Choices:
    """Give the catalogue as choices of a list: the most used of the first structure, then all by category.

    Every page with a contact form needs it, and counting what is used most reads half a year of requests: so it is
    counted once in ten minutes for each set of structures and language. It holds nothing about any person.
    """
    if not structures:
        return [("", "")]
    places = ",".join(str(structure.pk) for structure in structures)
    key = f"services:{structures[0].municipality_id}:{places}:{today}:{get_language()}"
    return cast("Choices", cache.get_or_set(key, lambda: _counted_choices(structures, today), COUNTED_ANEW_AFTER))


def _counted_choices(structures: list[Structure], today: dt.date) -> Choices:
    most_used: list[CentreService] = []
    offered: dict[Any, CentreService] = {}
    for structure in structures:
        used, services = services_for_desk(structure, today)
        most_used = most_used or used
        offered |= {service.pk: service for service in services}
    return [("", ""), *_grouped(most_used, offered.values()).items()]


def _grouped(most_used: list[CentreService], offered: Iterable[CentreService]) -> dict[str, list[tuple[str, str]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    if most_used:
        groups[gettext("Most used here")] = [_choice(service) for service in most_used]
    words = _category_words()
    shown = {service.pk for service in most_used}
    for service in sorted(offered, key=lambda service: service.code):
        # Each service once: the list stands on the page once for each line.
        if service.pk not in shown:
            groups.setdefault(words.get(service.category, service.category), []).append(_choice(service))
    return groups


def _category_words() -> dict[str, str]:
    in_english = get_language() == "en"
    categories = load_catalogue(CURRENT_VERSION).categories
    return {category.code: category.label.en if in_english else category.label.el for category in categories}


def _choice(service: CentreService) -> tuple[str, str]:
    return service.code, f"{service.label} ({service.code})"
