import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest

from arogi.centres.models import Structure
from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord
from arogi.entitlements.homes import home_of
from arogi.entitlements.register import homes_of_register
from arogi.entitlements.selectors import FactKey, described, known_facts
from arogi.entitlements.services import record_facts, screening_today
from arogi.outreach.models import Line, LineEvent
from arogi.people import services as people
from arogi.people.models import Household, HouseholdMembership, Person
from arogi.reception import services as reception
from arogi.reception.models import Request
from tests.entitlements.households import person
from tests.outreach.conftest import TODAY
from tests.outreach.families import couple, home
from tests.reception.factories import service

POOR_PARENTS = {"eee", "a21", "kot_b", "school_benefit"}


def tell(worker, head, told, on=TODAY):
    return record_facts(by=worker, person=head, told=told, source="declared", told_on=on, today=on)


def of(lines, surname):
    return {programme: line for (name, programme), line in lines().items() if name == surname}


class TestTheRegister:
    def test_a_home_is_read_as_its_own_page_reads_it(self, family):
        head = family()

        (portion,) = homes_of_register(TODAY)

        (read,) = portion
        on_page = home_of(head, TODAY)
        assert read.description == described(on_page, known_facts(on_page), TODAY)
        assert len(read.description["members"]) == 4

    def test_what_was_told_before_there_was_a_household_counts_until_it_is_told_anew(self, family, worker):
        head = family(told=False)
        HouseholdMembership.objects.all().delete()
        tell(worker, head, {FactKey("assets.deposits"): "10.00", FactKey("custody_settled"): True})
        household = people.start_household(by=worker, head_id=head.pk, on=dt.date(2026, 11, 1))
        tell(worker, head, {FactKey("assets.deposits"): "20.00"})

        read = next(one for portion in homes_of_register(TODAY) for one in portion if one.household_id == household.pk)

        on_page = home_of(head, TODAY)
        assert read.description == described(on_page, known_facts(on_page), TODAY)
        assert read.description["assets"] == {"deposits": "20.00"}
        assert read.description["custody_settled"] is True

    def test_who_lives_in_no_household_is_a_home_of_his_own(self, worker):
        alone = Person.objects.create(surname="Μόνος", registered_on=TODAY)

        (portion,) = homes_of_register(TODAY)

        assert [one.key for one in portion] == [alone.pk]

    @pytest.mark.parametrize("status", ["deceased", "moved", "closed"])
    def test_who_is_gone_is_no_home(self, worker, status):
        Person.objects.create(surname="Έφυγε", registered_on=TODAY, status=status)

        assert list(homes_of_register(TODAY)) in ([], [[]])

    def test_portions_give_every_home_once(self, family):
        for number in range(5):
            family(f"Οικογένεια{number}", told=False)

        read = [one.key for portion in homes_of_register(TODAY, portion=2) for one in portion]

        assert len(read) == len(set(read)) == 5

    def test_the_queries_do_not_grow_with_the_homes(self, family, django_assert_max_num_queries):
        for number in range(6):
            family(f"Οικογένεια{number}")

        with django_assert_max_num_queries(10):
            assert sum(len(portion) for portion in homes_of_register(TODAY)) == 6


class TestWhatIsFound:
    def test_a_family_that_seems_entitled_and_receives_nothing_is_on_the_list(self, family, run, lines):
        head = family()

        told = run()

        found = of(lines, "Δοκιμίδης")
        answers = {one.programme: one for one in screening_today(home_of(head, TODAY), TODAY).screening.answers}
        assert set(found) == POOR_PARENTS
        assert {code: line.amount for code, line in found.items()} == {code: answers[code].amount for code in found}
        assert found["eee"].per_month == Decimal("432.00")
        assert found["school_benefit"].per_month == Decimal("50.00")
        assert (told.homes, told.persons, told.told) == (1, 4, 1)
        assert told.opened == told.standing == len(POOR_PARENTS)

    def test_what_is_received_is_not_on_the_list(self, family, run, lines):
        family(told=home(benefits_received=["eee", "a21"]))

        run()

        assert not {"eee", "a21"} & set(of(lines, "Δοκιμίδης"))

    def test_nobody_is_called_of_whom_it_is_not_known_what_they_receive(self, family, run, lines):
        told = home()
        del told["benefits_received"]
        family(told=told)

        figures = run().figures

        assert lines() == {}
        assert figures.get(programme="a21").not_asked == 1
        assert figures.get(programme="a21").entitled == 1

    def test_what_no_household_is_asked_about_is_not_taken_for_not_received(self, family, run, lines):
        family()

        figures = run().figures.get(programme="free_care_uninsured")

        assert (figures.entitled, figures.not_asked, figures.listed) == (1, 1, 0)

    def test_of_programmes_that_stand_for_one_another_one_that_is_received_is_enough(self, family, run, lines):
        family("Έχει", told=home(benefits_received=["kot_b"]))
        family("Άλλο", told=home(benefits_received=["kot_c"]))

        run()

        assert {code for _name, code in lines() if code.startswith("kot")} == set()

    def test_who_applied_is_not_called(self, family, run, lines, worker):
        head = family()
        line = reception.RequestLine(service=service("A2.03"), outcome=Request.Outcome.APPLICATION)
        contact = reception.ContactFacts(structure=Structure.objects.get(code="KK"), date=TODAY, person=head)
        reception.record_contact(by=worker, facts=contact, lines=(line,), submission=uuid4(), today=TODAY)

        figures = run().figures

        assert set(of(lines, "Δοκιμίδης")) == POOR_PARENTS - {"a21"}
        assert (figures.get(programme="a21").applied, figures.get(programme="a21").listed) == (1, 0)

    def test_an_application_of_two_years_ago_has_come_to_its_end(self, family, run, lines, worker):
        head = family()
        long_ago = TODAY - dt.timedelta(days=700)
        line = reception.RequestLine(service=service("A2.03"), outcome=Request.Outcome.APPLICATION)
        contact = reception.ContactFacts(structure=Structure.objects.get(code="KK"), date=long_ago, person=head)
        reception.record_contact(by=worker, facts=contact, lines=(line,), submission=uuid4(), today=TODAY)

        run()

        assert "a21" in of(lines, "Δοκιμίδης")

    def test_a_line_names_where_and_by_whom_somebody_of_the_home_was_seen_last(self, family, run, lines, worker):
        family()
        child = Person.objects.get(first_name="c1")
        structure = Structure.objects.get(code="KK")
        contact = reception.ContactFacts(structure=structure, date=TODAY, person=child)
        asked = (reception.RequestLine(service=service("A1.01")),)
        reception.record_contact(by=worker, facts=contact, lines=asked, submission=uuid4(), today=TODAY)

        run()

        line = of(lines, "Δοκιμίδης")["eee"]
        assert (line.structure, line.worker) == (structure, worker.user)

    def test_a_line_is_of_the_member_whose_right_it_is(self, family, run, lines):
        members = [*couple(), person("old", "parent", "1956-03-03", sex="M", legal_residence_years=40)]
        head = family(members=members)

        run()

        screening = screening_today(home_of(head, TODAY), TODAY).screening
        concerned = {one.programme: one.person for one in screening.answers if one.verdict == "entitled"}
        assert lines()
        for (_name, programme), line in lines().items():
            assert str(line.person_id) == (concerned[programme] or str(head.pk))

    def test_a_home_that_cannot_be_read_stops_nobody_else(self, family, run, lines):
        crowd = [*couple(), *(person(f"x{number}", "other_relative", "1990-01-01") for number in range(70))]
        family("Πλήθος", members=crowd, told=False)
        family("Γείτονας")

        told = run()

        assert told.homes == 2
        assert {name for name, _code in lines()} == {"Γείτονας"}

    def test_a_run_leaves_one_access_record(self, family, run, karditsa):
        family()
        with acting_in(karditsa.pk):
            told = run()

        (record,) = AccessRecord.objects.filter(verb="screen")
        assert record.object_id == told.pk
        assert record.detail["opened"] == told.opened

    def test_lines_of_one_town_are_not_seen_in_another(self, family, run, karditsa, trikala):
        family()
        run()

        with acting_in(trikala.pk):
            assert not Line.objects.exists()
            assert run().standing == 0


class TestTheNextNight:
    def test_a_second_run_changes_nothing(self, family, run):
        family()
        run()
        before = list(Line.objects.order_by("pk").values())

        again = run()

        assert (again.opened, again.reopened, again.closed) == (0, 0, 0)
        assert again.standing == len(before)
        assert list(Line.objects.order_by("pk").values()) == before
        assert LineEvent.objects.count() == len(before)

    def test_what_does_not_hold_any_more_is_closed_with_the_reason(self, family, run, lines, worker):
        head = family()
        run()
        wages = FactKey("income.six_months.wages")
        tell(worker, head, {wages: "30000.00", FactKey("income.tax_year.family"): "60000.00"})
        tell(worker, head, {FactKey("benefits_received"): ["school_benefit"]})

        told = run()

        endings = dict(Line.objects.filter(state="closed").values_list("programme", "ending"))
        assert endings["eee"] == Line.Ending.NOT_ENTITLED
        assert "eee" not in of(lines, "Δοκιμίδης")
        assert told.closed == len(endings)
        last = LineEvent.objects.filter(line__programme="eee").latest("pk")
        assert (last.kind, last.cause, last.run) == ("closed", "not_entitled", told)

    @pytest.mark.parametrize(
        ("told", "ending"),
        [
            ({FactKey("benefits_received"): ["eee"]}, Line.Ending.RECEIVES),
            ({FactKey("benefits_received"): None}, Line.Ending.NOT_ASKED),
            ({FactKey("assets.deposits"): None}, Line.Ending.CANNOT_SAY),
        ],
    )
    def test_a_line_tells_why_it_was_closed(self, family, run, worker, told, ending):
        head = family()
        run()
        tell(worker, head, told)

        run()

        assert Line.objects.get(programme="eee").ending == ending

    def test_a_home_that_is_gone_closes_its_lines(self, family, run):
        family()
        run()
        Person.objects.update(status="moved")

        run()

        assert set(Line.objects.values_list("state", "ending")) == {("closed", "gone")}

    def test_a_home_that_the_rules_cannot_read_any_more_is_not_said_to_be_gone(self, family, run, monkeypatch):
        family()
        run()
        with monkeypatch.context() as patch:
            patch.setattr("arogi.outreach.findings.readable", lambda _homes, _day: {})
            run()

        assert set(Line.objects.values_list("state", "ending")) == {("closed", Line.Ending.CANNOT_SAY)}

    def test_a_line_that_holds_again_is_the_same_line_with_its_history(self, family, run, lines, worker):
        head = family()
        run()
        first = of(lines, "Δοκιμίδης")["eee"].pk
        tell(worker, head, {FactKey("benefits_received"): ["eee"]})
        run()
        tell(worker, head, {FactKey("benefits_received"): []})

        told = run()

        line = of(lines, "Δοκιμίδης")["eee"]
        assert (line.pk, line.state, line.cause) == (first, "open", Line.Cause.NEW_FACT)
        assert list(line.events.order_by("pk").values_list("kind", flat=True)) == ["found", "closed", "found_again"]
        assert told.reopened >= 1
        assert told.opened == 0

    def test_a_new_sum_is_kept_up(self, family, run, lines, worker):
        head = family()
        run()
        tell(worker, head, {FactKey("income.six_months.wages"): "600.00"})

        run()

        line = of(lines, "Δοκιμίδης")["eee"]
        assert line.amount < Decimal("432.00")
        assert line.version == 2
        assert line.cause == Line.Cause.FIRST_RUN


class TestWhyALineIsNew:
    def test_on_the_first_run_everything_is_new(self, family, run, lines):
        family()
        run()

        assert {line.cause for line in lines().values()} == {Line.Cause.FIRST_RUN}

    def test_a_home_that_came_since(self, family, run, lines):
        run()
        family()
        run()

        assert {line.cause for line in lines().values()} == {Line.Cause.NEW_HOME}

    def test_a_fact_that_was_told_since(self, family, run, lines, worker):
        head = family(told=home(benefits_received=["eee"]))
        run()
        tell(worker, head, {FactKey("benefits_received"): []})
        run()

        assert of(lines, "Δοκιμίδης")["eee"].cause == Line.Cause.NEW_FACT
        assert of(lines, "Δοκιμίδης")["a21"].cause == Line.Cause.FIRST_RUN

    def test_somebody_turned_67(self, family, run, lines):
        old = person("old", "head", "1959-11-10", sex="M", legal_residence_years=40)
        family("Γέρος", members=[old])
        run(on=dt.date(2026, 11, 1))
        before = set(of(lines, "Γέρος"))
        run(on=TODAY)

        new = {code: line for code, line in of(lines, "Γέρος").items() if code not in before}
        assert "uninsured_elderly" in new
        assert {line.cause for line in new.values()} == {Line.Cause.TURNED_67}
        assert new["uninsured_elderly"].since == TODAY

    def test_a_child_turned_18(self, family, run, lines):
        members = [*couple()[:2], person("c", "child", "2008-11-10", legal_residence_years=17)]
        family("Ενήλικας", members=members)
        run(on=dt.date(2026, 11, 1))
        before = set(of(lines, "Ενήλικας"))
        run(on=TODAY)

        new = {code: line for code, line in of(lines, "Ενήλικας").items() if code not in before}
        assert "youth_pass" in new
        assert {line.cause for line in new.values()} == {Line.Cause.TURNED_18}

    def test_somebody_joined_the_household(self, family, run, lines, worker):
        head = family("Ζευγάρι", members=couple()[:2])
        run()
        child = Person.objects.create(
            surname="Ζευγάρι", registered_on=TODAY, birth_date=dt.date(2019, 5, 10), birth_precision="day",
            citizenships=["GRC"],
        )  # fmt: skip
        household = HouseholdMembership.objects.get(person=head).household_id
        people.join_household(by=worker, household_id=household, person_id=child.pk, relation="child", on=TODAY)
        told = {FactKey(f"members.*.{name}", child.pk): value for name, value in SCHOOL.items()}
        tell(worker, head, told)
        run()

        assert of(lines, "Ζευγάρι")["a21"].cause == Line.Cause.NEW_MEMBER

    def test_a_run_of_other_rules_says_so(self, family, run, lines, monkeypatch):
        family()
        run()
        Line.objects.filter(programme="a21").update(state="closed", ending="not_entitled")
        monkeypatch.setattr("arogi.outreach.causes.rules_version", lambda: "other rules")
        run()

        assert of(lines, "Δοκιμίδης")["a21"].cause == Line.Cause.NEW_RULES

    def test_a_new_value_of_law(self, family, run, lines):
        # The refund of a year's rent has limits from 1 November 2025 on (openfisca-greece, parameters/rent_refund).
        rented = {"main_home": True, "rent_monthly": "300.00", "rent_months_last_year": 12, "lease_registered": True}
        head = family("Νόμος", told=home(dwelling=rented))
        Household.objects.update(tenure="rent")
        run(on=dt.date(2025, 10, 20))
        before = set(of(lines, "Νόμος"))
        run(on=dt.date(2025, 11, 20))

        new = {code: line.cause for code, line in of(lines, "Νόμος").items() if code not in before}
        assert new == {"rent_refund": Line.Cause.NEW_LAW}
        assert lines()["Νόμος", "rent_refund"].person == head


SCHOOL = {
    "school.level": "primary", "school.public": True, "school.enrolled": True, "legal_residence_years": 7,
    "disability_percent": 0, "disability_kinds": [], "in_closed_care": False,
}  # fmt: skip
