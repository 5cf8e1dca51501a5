"""What a change of the rules does: to whom, by how much, and from the command line."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import json
from decimal import Decimal

import pytest
from openfisca_greece import rules_version

from arogi.core.acting import acting_in
from arogi.core.errors import DomainError
from arogi.core.models import AccessRecord
from arogi.entitlements import kept
from arogi.entitlements.selectors import FactKey
from arogi.entitlements.services import record_facts, run_check
from arogi.outreach import commands
from arogi.outreach.rule_changes import ChangedAnswer, ChangedProgramme, changes_between, changes_since_version
from tests.outreach.conftest import TODAY

# The guaranteed minimum income rose on 1 December 2023 (eee.guaranteed.*: 200 to 216 euros).
BEFORE_THE_RISE = dt.date(2023, 11, 30)


def answers_of(found, programme):
    return [answer for answer in found.answers if answer.programme == programme]


def test_new_figures_change_the_amount_of_whoever_receives_it(family):
    head = family()
    found = changes_between(BEFORE_THE_RISE, TODAY)
    (eee,) = answers_of(found, "eee")
    assert (eee.before, eee.after, eee.unit) == ("entitled", "entitled", "EUR/month")
    # 200 + 100 + 50 + 50 and 216 + 108 + 54 + 54
    assert (eee.amount_before, eee.amount_after) == (Decimal("400.00"), Decimal("432.00"))
    assert eee.home != head.pk
    assert (found.homes, found.changed_homes, found.unreadable) == (1, 1, 0)


def test_the_other_way_round_everything_is_the_other_way_round(family):
    family()
    there, back = changes_between(BEFORE_THE_RISE, TODAY), changes_between(TODAY, BEFORE_THE_RISE)
    turned = [
        dataclasses.replace(
            one, before=one.after, after=one.before, amount_before=one.amount_after, amount_after=one.amount_before
        )
        for one in back.answers
    ]
    assert {(one.programme, one.before, one.after) for one in turned} == {
        (one.programme, one.before, one.after) for one in there.answers
    }


def test_between_the_same_days_nothing_changes(family):
    family()
    assert changes_between(TODAY, TODAY).answers == []


def test_register_without_households_is_no_failure(karditsa):
    assert changes_between(BEFORE_THE_RISE, TODAY).homes == 0


def test_comparison_is_recorded_without_anybody_being_named(karditsa, family):
    family()
    with acting_in(karditsa.pk):
        changes_between(BEFORE_THE_RISE, TODAY)
    record = AccessRecord.objects.get(kind="rule_changes")
    assert record.person_id is None
    assert record.detail["homes"] == 1


def test_check_of_another_version_is_asked_again_with_its_own_facts(worker, family, monkeypatch):
    head = family()
    check = run_check(by=worker, person=head, today=TODAY)
    outlined = kept.Outline.read

    def older(content):
        outline = outlined(content)
        eee = dataclasses.replace(outline.answers["eee"], amount=Decimal("1.00"))
        return dataclasses.replace(outline, answers={**outline.answers, "eee": eee})

    monkeypatch.setattr(kept.Outline, "read", older)
    found = changes_since_version(check.rules_version)
    assert [(one.programme, one.amount_before, one.amount_after) for one in found.answers] == [
        ("eee", Decimal("1.00"), Decimal("432.00"))
    ]


def test_of_several_checks_of_a_household_the_newest_counts(worker, family, tell_of):
    head = family()
    first = run_check(by=worker, person=head, today=TODAY)
    tell_of(head)
    second = run_check(by=worker, person=head, today=TODAY)
    assert first.pk != second.pk
    assert changes_since_version(rules_version()).homes == 1


@pytest.fixture
def tell_of(worker):
    def tell(head):
        told = {FactKey("assets.deposits"): "10.00"}
        record_facts(by=worker, person=head, told=told, source="declared", told_on=TODAY, today=TODAY)

    return tell


def answer(before, after, amount_before=None, amount_after=None):
    return ChangedAnswer(
        home=None,
        programme="eee",
        before=before,
        after=after,
        amount_before=amount_before,
        amount_after=amount_after,
        unit="EUR/month",
    )


def test_programme_counts_who_gains_who_loses_and_the_difference():
    one = ChangedProgramme.of(
        "eee",
        [
            answer("entitled", "entitled", Decimal(10), Decimal("12.50")),
            answer("cannot_say", "entitled", None, Decimal(100)),
            answer("entitled", "not_entitled", Decimal(50), None),
            answer("cannot_say", "not_entitled"),
        ],
    )
    assert (one.gained, one.lost, one.other_amount, one.otherwise) == (1, 1, 1, 1)
    assert one.difference == Decimal("52.50")


@pytest.fixture
def command(capsys):
    """Run `arogi rules diff ...`: status and what it said; a refusal is raised, and the door says it in one line."""

    def run(*words):
        parser = argparse.ArgumentParser()
        commands.register(parser.add_subparsers())
        arguments = parser.parse_args(["rules", "diff", *words])
        return arguments.handle(arguments), capsys.readouterr()

    return run


def test_command_tells_figures_and_households(karditsa, family, command):
    family()
    code, said = command("--from", "2023-11-30", "--to", "2026-11-20", "--municipality", "karditsa", "--households")
    assert code == 0
    assert "eee.guaranteed.base_single: 200 EUR/month -> 216 EUR/month" in said.out
    assert "karditsa: 1 of 1 households are answered otherwise." in said.out
    assert "seems entitled, 400.00 EUR -> seems entitled, 432.00 EUR" in said.out
    assert "Δοκιμίδης" not in said.out


def test_command_writes_json(karditsa, family, command):
    family()
    code, said = command("--from", "2023-11-30", "--to", "2026-11-20", "--format", "json", "--municipality", "karditsa")
    told = json.loads(said.out)
    (town,) = told["municipalities"]
    assert code == 0
    assert {
        name: value
        for one in told["figures"]
        if one["name"] == "eee.guaranteed.base_single"
        for name, value in one.items()
        if name in ("name", "before", "after")
    } == {"name": "eee.guaranteed.base_single", "before": 200, "after": 216}
    assert [one["difference"] for one in town["programmes"] if one["programme"] == "eee"] == ["32.00"]
    assert "answers" not in town


@pytest.mark.parametrize(
    "words",
    [
        ("--from", "yesterday"),
        ("--from", "2023-11-31"),
        ("--from", "2023-11-30", "--to", "x"),
        ("--from", "0.1.0+abc", "--to", "2026-01-01"),
        ("--from", "2023-11-30", "--municipality", "nowhere"),
    ],
)
def test_words_that_cannot_be_compared_are_refused_in_one_line(karditsa, command, words):
    with pytest.raises(DomainError) as refused:
        command(*words)
    assert len(str(refused.value).splitlines()) == 1


def test_version_that_told_no_check_is_said(karditsa, command):
    code, said = command("--from", "0.1.0+nothing", "--municipality", "karditsa")
    assert code == 0
    assert "karditsa: no check was told with the rules 0.1.0+nothing." in said.out
