"""The run over the whole register: lines found, found again, changed and closed, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction
from openfisca_greece import rules_version
from uuid_utils.compat import uuid7

from arogi.core import audit, tenancy
from arogi.entitlements.register import homes_of_register
from arogi.outreach.causes import causes_of
from arogi.outreach.findings import NOT_ENTITLED, Asked, Finding, Found, Key, ask, group_of, is_paid
from arogi.outreach.handled import Handled, applications, last_handled
from arogi.outreach.models import Line, LineEvent, ProgrammeFigures, Run
from arogi.outreach.selectors import last_run

AT_ONCE = 2_000
# What a run may find otherwise than the last one did, in a line that still holds.
KEPT_UP = ("person_id", "amount", "unit", "per_month", "structure_id", "worker_id")


@dataclass(slots=True)
class _Survey:
    """What the register says today.

    Attributes:
        findings: what belongs on the list.
        endings: why a line that stood is not found any more.
    """

    found: Found = field(default_factory=Found)
    findings: dict[Key, Finding] = field(default_factory=dict)
    handled: dict[UUID, Handled] = field(default_factory=dict)
    endings: dict[Key, str] = field(default_factory=dict)


@transaction.atomic
def search_register(*, today: dt.date, now: Callable[[], dt.datetime]) -> Run:
    """Ask all rules for every home of the entered municipality, and bring the list up to date.

    May be run again at any time: what was found before stays as it is. Two runs at once follow one another.

    Args:
        now: gives the moment; asked at the beginning and at the end.
    """
    started_at = now()
    _wait_for_other_runs()
    last = last_run()
    standing = Line.objects.standing().values_list("household_id", "person_id", "programme")
    survey = _surveyed(today, {(household or person, programme) for household, person, programme in standing})
    return _written(survey, last, today, started_at, now)


def _wait_for_other_runs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(_town())])


def _town() -> UUID:
    return tenancy.current_municipality_id()


def _surveyed(today: dt.date, standing: set[Key]) -> _Survey:
    survey = _Survey()
    for portion in homes_of_register(today):
        asked = ask(portion, today)
        _take_in(survey, asked, {key for key in standing if key[0] in asked.rows})
        unread = {home.key for home in portion} - asked.rows.keys()
        survey.endings |= {key: Line.Ending.CANNOT_SAY for key in standing if key[0] in unread}
    return survey


def _take_in(survey: _Survey, asked: Asked, standing: set[Key]) -> None:
    findings = survey.found.take_in(asked)
    homes = {finding.home.key: finding.home for finding in findings}
    applied = applications(homes.values(), asked.day)
    for finding in findings:
        tally = survey.found.tallies[finding.programme]
        tally.applied += finding.key in applied
        tally.listed += finding.key not in applied
    listed = {finding.key: finding for finding in findings if finding.key not in applied}
    survey.findings |= listed
    survey.handled |= last_handled({key[0]: homes[key[0]] for key in listed}.values())
    survey.endings |= {key: _ending(asked, key, applied) for key in standing - listed.keys()}


def _ending(asked: Asked, key: Key, applied: set[Key]) -> str:
    """Say why a line does not hold any more, the plainest reason first."""
    home, programme = asked.homes[asked.rows[key[0]]], key[1]
    endings = (
        (not is_paid(programme, asked.day), Line.Ending.NOT_IN_FORCE),
        (asked.says(*key) == NOT_ENTITLED, Line.Ending.NOT_ENTITLED),
        (home.received is None, Line.Ending.NOT_ASKED),
        (programme in (home.received or ()), Line.Ending.RECEIVES),
        (not asked.says(*key), Line.Ending.CANNOT_SAY),
        (key in applied, Line.Ending.APPLIED),
        (group_of(programme) is not None, Line.Ending.ALTERNATIVE),
    )
    return next((ending for holds, ending in endings if holds), Line.Ending.NOT_ENTITLED)


# Writing


def _written(
    survey: _Survey, last: Run | None, today: dt.date, started_at: dt.datetime, now: Callable[[], dt.datetime]
) -> Run:
    """Write run, lines and events; the lines are locked no longer than this takes."""
    lines = {(line.household_id or line.person_id, line.programme): line for line in _locked_lines()}
    new = [finding for key, finding in survey.findings.items() if key not in lines]
    again = [one for key, one in survey.findings.items() if key in lines and lines[key].state == Line.State.CLOSED]
    gone = {key: line for key, line in lines.items() if line.state != Line.State.CLOSED and key not in survey.findings}
    causes = causes_of([*new, *again], last, today)
    run = _record(survey, today, started_at, now(), opened=len(new), reopened=len(again), closed=len(gone))
    write = _Writing(run, survey, causes)
    write.found(new)
    write.found_again([(lines[finding.key], finding) for finding in again])
    write.kept_up([(lines[key], one) for key, one in survey.findings.items() if _holds(lines.get(key))])
    write.closed(gone)
    audit.record("screen", kind="run", object_id=run.pk, homes=run.homes, opened=run.opened, closed=run.closed)
    return run


def _locked_lines() -> Iterable[Line]:
    return Line.objects.select_for_update().order_by("pk")


def _holds(line: Line | None) -> bool:
    return line is not None and line.state != Line.State.CLOSED


def _record(survey: _Survey, today: dt.date, started_at: dt.datetime, finished_at: dt.datetime, **changed: int) -> Run:
    found = survey.found
    run: Run = Run.objects.create(
        as_of=today,
        rules_version=rules_version(),
        homes=found.homes + found.unreadable,
        persons=found.persons,
        told=found.told,
        standing=len(survey.findings),
        started_at=started_at,
        finished_at=max(finished_at, started_at),
        **changed,
    )
    ProgrammeFigures.objects.bulk_create(
        ProgrammeFigures(
            run=run,
            programme=programme,
            entitled=tally.entitled,
            receiving=tally.receiving,
            not_asked=tally.not_asked,
            applied=tally.applied,
            listed=tally.listed,
        )
        for programme, tally in sorted(found.tallies.items())
    )
    return run


@dataclass(frozen=True, slots=True)
class _Writing:
    """Writes what one run found."""

    run: Run
    survey: _Survey
    causes: Mapping[Key, str]

    def found(self, findings: Iterable[Finding]) -> None:
        """Open a line for each finding."""
        lines = [Line(id=uuid7(), household_id=one.home.household_id, **self._said(one)) for one in findings]
        Line.objects.bulk_create(lines, batch_size=AT_ONCE)
        self._note(self._event(line, LineEvent.Kind.FOUND, cause=line.cause) for line in lines)

    def found_again(self, lines: Iterable[tuple[Line, Finding]]) -> None:
        """Open closed lines anew, with a new day and a new reason."""
        events = []
        for line, finding in lines:
            former = line.former
            values = {**self._said(finding), "state": Line.State.OPEN, "ending": "", "taken_by": None, "until": None}
            self._change(line, values)
            events.append(self._event(line, LineEvent.Kind.FOUND_AGAIN, cause=line.cause, former=former))
        self._note(events)

    def kept_up(self, lines: Iterable[tuple[Line, Finding]]) -> None:
        """Bring what still holds up to date: sum, person, who had to do with it last, version of the rules."""
        same = []
        for line, finding in lines:
            said = self._said(finding)
            changed = {name: said[name] for name in KEPT_UP if getattr(line, name) != said[name]}
            if changed:
                self._change(line, {**changed, "rules_version": self.run.rules_version})
            elif line.rules_version != self.run.rules_version:
                same.append(line.pk)
        Line.objects.filter(pk__in=same).update(rules_version=self.run.rules_version)

    def closed(self, lines: Mapping[Key, Line]) -> None:
        """Close what does not hold any more."""
        events = []
        for key, line in lines.items():
            ending = self.survey.endings.get(key, Line.Ending.GONE)
            former = line.former
            self._change(line, {"state": Line.State.CLOSED, "ending": ending, "until": None})
            events.append(self._event(line, LineEvent.Kind.CLOSED, cause=ending, former=former))
        self._note(events)

    def _said(self, finding: Finding) -> dict[str, object]:
        handled = self.survey.handled[finding.home.key]
        return {
            "person_id": finding.person_id,
            "programme": finding.programme,
            "amount": finding.amount,
            "unit": finding.unit,
            "per_month": finding.per_month,
            "cause": self.causes.get(finding.key, ""),
            "since": self.run.as_of,
            "run_id": self.run.pk,
            "rules_version": self.run.rules_version,
            "structure_id": handled.structure_id,
            "worker_id": handled.worker_id,
        }

    def _change(self, line: Line, values: Mapping[str, object]) -> None:
        for name, value in values.items():
            setattr(line, name, value)
        Line.objects.filter(pk=line.pk).update(**values, version=line.version + 1, changed_at=self.run.finished_at)

    def _event(self, line: Line, kind: str, *, cause: str, former: Mapping[str, object] | None = None) -> LineEvent:
        return LineEvent(
            id=uuid7(), line=line, kind=kind, at=self.run.finished_at, run=self.run, cause=cause, former=former or {}
        )

    def _note(self, events: Iterable[LineEvent]) -> None:
        LineEvent.objects.bulk_create(events, batch_size=AT_ONCE)
