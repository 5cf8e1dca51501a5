"""Fill the database that AROGI_DATABASE names with two weeks of a small centre: `python -m tests.journeys.fill`."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arogi.demo.activity import Activity
    from arogi.demo.centres import DemoCentre

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")

import django

DAYS = 14
SEED = 2026
COORDINATOR = "coordinator@karditsa.example"
# The beginning of the surnames of families that may apply for two benefits.
ENTITLED = "Δικαιούχος"
WELL_KNOWN = {"surname": "Ζβάρνας", "first_name": "Κωνσταντίνος", "father_name": "Ηλίας"}


def main() -> None:
    """Load Karditsa's structures, services and staff with a fortnight of synthetic people, and the master key."""
    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from arogi.core import keys
    from arogi.demo.activity import year_of_activity
    from arogi.demo.centres import load_centre

    keys.ensure_master_key()
    now = timezone.localtime()
    centre = load_centre("karditsa")
    fortnight = year_of_activity(centre, SEED, now.date() - dt.timedelta(days=DAYS), now.date())
    with transaction.atomic():
        _open_and_fill(centre, fortnight, now)
        _add_well_known(now.date())
        _check_entitlements(now.date())
        _open_application(now.date())
        _settle_entitled(now.date())
        _search_register(now.date())
        _keep_a_copy(now)


def _search_register(today: dt.date) -> None:
    from django.utils import timezone

    from arogi.casework.services import bring_all_tasks
    from arogi.centres.models import Municipality
    from arogi.core.acting import acting_in
    from arogi.demo.wishes import let_some_agree
    from arogi.outreach.services import search_register

    with acting_in(Municipality.objects.get(slug="karditsa").pk):
        bring_all_tasks(today=today, at=timezone.now())
        let_some_agree(at=timezone.now())
        search_register(today=today, now=timezone.now)


def _open_and_fill(centre: DemoCentre, activity: Activity, now: dt.datetime) -> None:
    """Do what `arogi demo` does, with two weeks of work and not with years."""
    from arogi.core.acting import acting_in
    from arogi.demo import loading

    municipality = loading.open_municipality(
        slug=centre.slug, name_el=centre.name_el, name_en=centre.name_en, source=loading.MARK
    )
    loading.describe(municipality, centre)
    with acting_in(municipality.pk):
        town = loading.furnish(municipality, centre)
        crew = loading.hire(centre, municipality, town.structures, seed=SEED)
        loading._fill(town, crew, [activity], SEED, now)


def _add_well_known(today: dt.date) -> None:
    """Register somebody whom three letters tell from all others."""
    from arogi.accounts.access import member_on
    from arogi.accounts.models import User
    from arogi.centres.models import Municipality
    from arogi.core.acting import acting_in
    from arogi.core.values.partial_date import PartialDate
    from arogi.people.facts import NewPerson, PersonFacts
    from arogi.people.names import PersonNames
    from arogi.people.services import register_person

    town = Municipality.objects.get()
    with acting_in(town.pk):
        by = member_on(user=User.objects.get(email=COORDINATOR), municipality=town, date=today)
        assert by is not None
        facts = PersonFacts(names=PersonNames(**WELL_KNOWN), born=PartialDate.from_iso("1970-05-21"))
        register_person(by=by, new=NewPerson(facts=facts), today=today)


def _check_entitlements(today: dt.date) -> None:
    """Check the household whose pages are looked at, so that there is a check to look at."""
    from django.db import connection

    from arogi.accounts.access import member_on
    from arogi.accounts.models import User
    from arogi.centres.models import Municipality
    from arogi.core.acting import acting_in
    from arogi.entitlements.services import run_check
    from arogi.people.models import Person
    from tests.journeys.pages import WITH_EVERYTHING

    town = Municipality.objects.get()
    with acting_in(town.pk), connection.cursor() as cursor:
        by = member_on(user=User.objects.get(email=COORDINATOR), municipality=town, date=today)
        assert by is not None
        cursor.execute(WITH_EVERYTHING)
        run_check(by=by, person=Person.objects.get(pk=cursor.fetchone()[0]), today=today)


def _settle_entitled(today: dt.date) -> None:
    """File families that are entitled to the minimum income and to the housing benefit, one for each way of a story."""
    from arogi.accounts.access import member_on
    from arogi.accounts.models import User
    from arogi.centres.models import Municipality
    from arogi.core.acting import acting_in
    from arogi.notices.services import choose
    from arogi.people.facts import PhoneFacts
    from arogi.people.models import Household
    from arogi.people.services import add_phone
    from tests.journeys.driver import MODES
    from tests.outreach.families import home, settle

    town = Municipality.objects.get()
    rented = home()
    rented["dwelling"] |= {
        "tenure": "rented", "rent_monthly": "300.00", "rent_months_last_year": 12, "lease_registered": True,
        "lessor_close_relative": False, "lease_start": "2024-01-01",
    }  # fmt: skip
    with acting_in(town.pk):
        by = member_on(user=User.objects.get(email=COORDINATOR), municipality=town, date=today)
        for number, _mode in enumerate(MODES, start=1):
            head = settle(by, f"{ENTITLED}{number}", today=today, told=rented)
            phone = PhoneFacts(number=f"697123456{number}", owner="own", safe_to_text=True)
            add_phone(by=by, person_id=head.pk, facts=phone)
            choose(by=by, person=head, email="", wants="reminders", today=today)
            Household.objects.filter(memberships__person=head).update(tenure=Household.Tenure.RENT)


def _open_application(today: dt.date) -> None:
    """Submit an application from that check, so that the payer's answer can be written down."""
    from django.utils import timezone

    from arogi.accounts.access import member_on
    from arogi.accounts.models import User
    from arogi.applications.services import Told, Wish, carry_out, open_application
    from arogi.centres.models import Municipality
    from arogi.core.acting import acting_in
    from arogi.entitlements.models import Check

    town = Municipality.objects.get()
    with acting_in(town.pk):
        by = member_on(user=User.objects.get(email=COORDINATOR), municipality=town, date=today)
        assert by is not None
        check, at = Check.objects.get(), timezone.now()
        wish = Wish(programme="eee", check_id=check.pk)
        opened = open_application(by=by, person_id=check.person_id, wish=wish, today=today, at=at)
        told = Told(on=today, external_code="1234-5678-9012-3456", next_check_on=today)
        carry_out(by=by, application_id=opened.pk, act="submit", told=told, today=today, at=at)


def _keep_a_copy(now: dt.datetime) -> None:
    """Keep a photo of the first paper of the person whose pages are looked at."""
    from django.db import connection

    from arogi.accounts.access import member_on
    from arogi.accounts.models import User
    from arogi.centres.models import Municipality
    from arogi.core.acting import acting_in
    from arogi.documents.models import Document
    from arogi.documents.services import add_copy
    from tests.documents.hostile import picture
    from tests.journeys.pages import WITH_EVERYTHING

    town = Municipality.objects.get()
    with acting_in(town.pk), connection.cursor() as cursor:
        by = member_on(user=User.objects.get(email=COORDINATOR), municipality=town, date=now.date())
        assert by is not None
        cursor.execute(WITH_EVERYTHING)
        paper = Document.objects.filter(person=cursor.fetchone()[0]).order_by("pk").first()
        assert paper is not None
        add_copy(by=by, document_id=paper.pk, content=picture(), today=now.date(), at=now)


if __name__ == "__main__":
    main()
