"""Plausible details of a contact: outcome, length, what comes next, whom a centre meets. All of it assumed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from arogi.demo.acts import NetworkingRow

# Weights of outcomes by the beginning of the service's code; the first entry that fits holds.
_OUTCOMES: tuple[tuple[str, dict[str, int]], ...] = (
    ("A1", {"served": 92, "referred": 5, "": 3}),
    ("A2", {"application": 52, "pending_documents": 22, "served": 12, "not_entitled": 9, "withdrawn": 2, "": 3}),
    ("A3", {"served": 88, "pending_documents": 9, "": 3}),
    ("B", {"referred": 94, "no_capacity": 6}),
    ("C1.04", {"served": 40, "referred": 35, "no_capacity": 25}),
    ("C", {"served": 93, "referred": 4, "": 3}),
    ("", {"served": 68, "pending_documents": 14, "referred": 10, "application": 5, "": 3}),
)
# How many requests come in one contact, and how often.
_SIZES = ((1, 2, 3), (70, 22, 8))
_NEXT_STEPS = {
    "pending_documents": "Να φέρει τα δικαιολογητικά που λείπουν",
    "application": "Έλεγχος της πορείας της αίτησης",
    "referred": "Επικοινωνία με τον φορέα για την απάντηση",
    "no_capacity": "Νέα προσπάθεια όταν υπάρξει θέση",
}
_MEETINGS = (
    ("visit", "ΔΥΠΑ (ΚΠΑ2)", "Γνωριμία και ενημέρωση για τις υπηρεσίες της δομής"),
    ("visit", "Γενικό Νοσοκομείο, Κοινωνική Υπηρεσία", "Συνεργασία για ραντεβού και εξιτήρια"),
    ("visit", "Δημοτικό σχολείο της περιοχής", "Εγγραφές και φοίτηση παιδιών"),
    ("meeting", "Κοινωνική Υπηρεσία του Δήμου", "Συντονισμός περιστατικών"),
    ("meeting", "Κέντρο Υγείας", "Προγραμματισμός ημέρας εμβολιασμών"),
    ("call", "ΟΠΕΚΑ", "Ερωτήσεις για εκκρεμείς αιτήσεις"),
    ("talk", "Σύλλογος γονέων και κηδεμόνων", "Παρουσίαση των υπηρεσιών του Κέντρου"),
)


def outcome_for(rng: random.Random, service: str) -> str:
    """Draw an outcome that suits a service."""
    weights = next(weights for beginning, weights in _OUTCOMES if service.startswith(beginning))
    return rng.choices(tuple(weights), weights=tuple(weights.values()))[0]


def minutes_for(rng: random.Random, asked: Sequence[tuple[str, str]]) -> int:
    """Draw how long a contact took: counselling and inquiries half an hour or more, the rest by the request."""
    longest = max(30 if service.startswith(("C1", "M2", "M3")) else 8 for service, _outcome in asked)
    return longest + 5 * rng.randrange(len(asked) * 3 + 1)


def follow_up(rng: random.Random, asked: Sequence[tuple[str, str]], on: date) -> tuple[str, date | None]:
    """Return the next step and its day for outcomes that leave something to do, in two cases of three."""
    text = next((_NEXT_STEPS[outcome] for _service, outcome in asked if outcome in _NEXT_STEPS), "")
    if not text or rng.random() < 0.34:
        return "", None
    due = on + timedelta(days=rng.randint(5, 30))
    return text, due + timedelta(days=(7 - due.weekday()) if due.weekday() > 4 else 0)


def contact_sizes(rng: random.Random, requests: int) -> Iterator[int]:
    """Share somebody's requests out to contacts: mostly one at a time, sometimes two or three at once."""
    while requests > 0:
        size = min(requests, rng.choices(*_SIZES)[0])
        requests -= size
        yield size


def split_into_contacts(rng: random.Random, services: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Share services that somebody asks for out to contacts, in their order."""
    left = list(services)
    while left:
        most = rng.choices(*_SIZES)[0]
        # The same thing is not asked for twice in one contact.
        now = tuple(dict.fromkeys(left))[:most]
        for service in now:
            left.remove(service)
        yield now


def networking_acts(rng: random.Random, days: Sequence[date], counts: Mapping[str, int]) -> tuple[NetworkingRow, ...]:
    """Make as many acts of networking as wanted by structure, on the days given."""
    acts = [
        NetworkingRow(rng.choice(days), structure, *rng.choice(_MEETINGS), minutes=15 * rng.randint(1, 8))
        for structure, count in counts.items()
        for _act in range(count)
    ]
    return tuple(sorted(acts, key=lambda act: (act.date, act.structure, act.body)))
