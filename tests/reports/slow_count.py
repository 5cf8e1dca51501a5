"""The activity report counted a second time, slowly, in plain Python and on its own reading of the definitions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """One request as the report sees it. `person` is None for an anonymous contact; sex and birth date are then his."""

    contact: int
    date: dt.date
    structure: str
    person: int | None
    sex: str
    born: dt.date | None
    service: str
    category: str
    programme: str
    channel: str
    outcome: str
    citizenships: list[str]
    sub_project: str
    cancelled: bool


BANDS = [(0, 5), (6, 11), (12, 17), (18, 24), (25, 29), (30, 44), (45, 54), (55, 64), (65, 200)]


def band(born, date):
    if born is None:
        return ""
    age = date.year - born.year - ((date.month, date.day) < (born.month, born.day))
    low, high = next(pair for pair in BANDS if pair[0] <= age <= pair[1])
    return f"{low}+" if high == 200 else f"{low}-{high}"


def nationality(citizenships):
    union = "AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE"
    ranks = {"GRC": 0, **dict.fromkeys(union.split(), 1), "XXA": 3, "XXX": 3}
    best = min((ranks.get(code, 2) for code in citizenships), default=4)
    return ["greek", "eu", "third_country", "stateless", ""][best]


VALUE = {
    "structure": lambda asked: asked.structure,
    "sex": lambda asked: asked.sex,
    "service": lambda asked: asked.service,
    "category": lambda asked: asked.category,
    "programme": lambda asked: asked.programme,
    "channel": lambda asked: asked.channel,
    "outcome": lambda asked: asked.outcome,
    "nationality": lambda asked: nationality(asked.citizenships),
    "referral": lambda asked: "yes" if asked.outcome == "referred" else "no",
    "sub_project": lambda asked: asked.sub_project,
    "month": lambda asked: f"{asked.date:%Y-%m}",
    "quarter": lambda asked: f"{asked.date.year}-Q{(asked.date.month - 1) // 3 + 1}",
    "year": lambda asked: f"{asked.date.year}",
    "age_band": lambda asked: band(asked.born, asked.date),
}


def count(everything, since, until, by=(), structures=None):
    """Give ({values: measures}, totals, person-months)."""
    standing = [asked for asked in everything if not asked.cancelled]
    first, first_here = {}, {}
    for asked in sorted(standing, key=lambda asked: asked.date):
        if asked.person is not None:
            first.setdefault(asked.person, asked.date)
            first_here.setdefault((asked.person, asked.structure), asked.date)
    inside = [
        asked
        for asked in standing
        if since <= asked.date <= until and (structures is None or asked.structure in structures)
    ]

    def measures(group):
        known = [asked for asked in group if asked.person is not None]
        return {
            "persons": len({asked.person for asked in known}),
            "new_persons": len({asked.person for asked in known if first[asked.person] >= since}),
            "new_persons_in_structure": len(
                {asked.person for asked in known if first_here[asked.person, asked.structure] >= since}
            ),
            "contacts": len({asked.contact for asked in group}),
            "requests": len(group),
            "anonymous_contacts": len({asked.contact for asked in group if asked.person is None}),
        }

    groups = defaultdict(list)
    for asked in inside:
        groups[tuple(VALUE[code](asked) for code in by)].append(asked)
    months = {(asked.person, asked.date.year, asked.date.month) for asked in inside if asked.person is not None}
    return {values: measures(group) for values, group in groups.items()}, measures(inside), len(months)
