from __future__ import annotations

from collections.abc import Mapping

import pytest
from openfisca_greece import Columns, screen, screening
from openfisca_greece.programme import Assessment

ADULT = {"birth_date": "1980-01-01"}


@pytest.mark.parametrize("members", [1, 5, 20, 60])
def test_however_little_is_known_the_work_stays_within_bounds(members: int, monkeypatch: pytest.MonkeyPatch) -> None:
    persons = []
    assess = screening._assessments

    def counted(columns: Columns, codes: tuple[str, ...]) -> Mapping[str, Assessment]:
        persons.append(len(columns.household_of))
        return assess(columns, codes)

    monkeypatch.setattr(screening, "_assessments", counted)
    told = screen({"as_of": "2026-03-01", "members": [{"role": "head"} | ADULT, *[ADULT] * (members - 1)]})
    assert sum(persons) < 120_000
    assert told["eee"].missing
