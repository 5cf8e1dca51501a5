"""What the pages of this module show, ready for the templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openfisca_greece import catalogue

from arogi.accounts.access import Member
from arogi.applications.access import visible_applications
from arogi.applications.law import Act, Platform, acts_from, platform_of, terms_of
from arogi.applications.models import Application, ApplicationEvent
from arogi.applications.selectors import (
    ALL,
    CHECK,
    ENDED,
    GRANTED,
    OPEN,
    OVERDUE,
    RENEW,
    along_with,
    events_of,
    same_code,
)
from arogi.applications.words import STATE_COLOURS, act_button, event_words, period_words, sum_words
from arogi.core.tabs import Tab, tabs_of
from arogi.entitlements.homes import home_of
from arogi.entitlements.kept import Kept
from arogi.entitlements.presentation import ShownAnswer, shown
from arogi.entitlements.selectors import contents_of, names_told
from arogi.entitlements.sight import sight_of
from arogi.entitlements.words import title_of, words_of
from arogi.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownApplication:
    """One application in words."""

    application: Application
    title: str
    state: str
    colour: str
    amount: str
    period: str
    is_overdue: bool
    is_to_check: bool

    @property
    def payer_word(self) -> str:
        """Give the payer's own word for the state."""
        return self.application.payer_word


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """The list as it is shown; `query` is the part of an address that keeps filter and order."""

    page: Page[Application]
    applications: tuple[ShownApplication, ...]
    tabs: tuple[Tab, ...]
    query: str
    is_narrowed: bool
    is_partial: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAct:
    """An act that can be done now."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvent:
    """Something that happened, in words; `undo` when the member may take it back."""

    event: ApplicationEvent
    words: str
    may_be_undone: bool


@dataclass(frozen=True, kw_only=True)
class ApplicationPage:
    """One application with everything that its page shows.

    Attributes:
        members: who applies along.
        looks_wrong: the external code is not as the platform writes it.
        same_code: another application with the same external code.
        successor: the application that follows this one.
        usual_period: for how long the programme is given, in words of the rules; empty where they do not say.
    """

    one: ShownApplication
    platform: Platform
    members: tuple[Person, ...]
    acts: tuple[ShownAct, ...]
    events: tuple[ShownEvent, ...]
    looks_wrong: bool
    same_code: Application | None
    successor: Application | None
    may_renew: bool


def shown_applications(rows: Iterable[Application], today: dt.date) -> tuple[ShownApplication, ...]:
    """Put applications into words."""
    return tuple(shown_application(row, today) for row in rows)


def shown_application(application: Application, today: dt.date) -> ShownApplication:
    """Put one application into words."""
    check = application.next_check_on
    return ShownApplication(
        application=application,
        title=title_of(application.programme),
        state=application.get_state_display(),
        colour=STATE_COLOURS[Application.State(application.state)],
        amount=sum_words(application),
        period=period_words(application),
        is_overdue=application.is_overdue(today),
        is_to_check=check is not None and check == today and not application.is_ended,
    )


def tabs(counts: dict[str, int], current: str) -> tuple[Tab, ...]:
    """Give the views of the list with their counts."""
    labels = {
        OPEN: _("Under way"),
        CHECK: _("To check"),
        OVERDUE: _("Overdue"),
        RENEW: _("To renew soon"),
        GRANTED: _("Granted"),
        ENDED: _("Over"),
        ALL: _("All"),
    }
    return tabs_of(labels, counts, current)


def application_page(application: Application, member: Member, today: dt.date) -> ApplicationPage:
    """Gather what the page of an application shows."""
    platform = platform_of(application.programme)
    successor = application.successors.exclude(state=Application.State.WITHDRAWN).order_by("-pk").first()
    return ApplicationPage(
        one=shown_application(application, today),
        platform=platform,
        members=tuple(along_with(application)),
        acts=tuple(ShownAct(code=act.code, label=act_button(act.code)) for act in acts_from(application.state)),
        events=shown_events(application, member.user.pk),
        looks_wrong=bool(application.external_code) and not platform.fits(application.external_code),
        same_code=same_code(application, member),
        successor=successor,
        may_renew=may_be_renewed(application, successor),
    )


def may_be_renewed(application: Application, successor: Application | None) -> bool:
    """Say whether the next application can be opened from this one."""
    was_granted = application.state in (*Application.GRANTED, Application.State.EXPIRED)
    return was_granted and successor is None and bool(terms_of(application.programme).renewal)


def shown_events(application: Application, user_id: UUID) -> tuple[ShownEvent, ...]:
    """Put what happened into words; the newest can be taken back by who did it."""
    events = events_of(application)
    return tuple(
        ShownEvent(
            event=event,
            words=event_words(event),
            may_be_undone=index == 0 and event.by_id == user_id and event.act != ApplicationEvent.Kind.UNDONE,
        )
        for index, event in enumerate(events)
    )


def first_of(act: Act, application: Application) -> dict[str, object]:
    """Give what the form of an act shows first: what is known, and what is usual for the programme."""
    known: dict[str, object] = {
        "external_code": application.external_code,
        "submitter": Application.Submitter.CENTRE,
        "amount_unit": application.amount_unit or Application.Rhythm.MONTH,
        "granted_until": application.granted_until,
        "payer_word": application.payer_word,
    }
    return {name: value for name, value in known.items() if name in act.asks}


def former_of(application: Application, member: Member, today: dt.date) -> ShownApplication | None:
    """Give the application that this one follows, if the member may see it."""
    former = visible_applications(member).filter(pk=application.former_id).first() if application.former_id else None
    return shown_application(former, today) if former else None


def duration_of(programme: str) -> str:
    """Say for how long a programme is given, in the words of the rules; nothing where they do not say."""
    about = catalogue().get(programme)
    return words_of(about.duration) if about and about.duration else ""


def told_answer(application: Application, member: Member) -> ShownAnswer | None:
    """Give the answer from which an application was opened, as it was told; None where it was opened without one."""
    check = application.entitlement_check
    if check is None:
        return None
    (content,) = contents_of(check)
    told = Kept.read(content, only=application.programme)
    names = names_told(home_of(application.person, check.as_of), told.household)
    screening = sight_of(member).of(told.screening)
    return shown(screening, get_language() or "el", names=names).answer(application.programme)
