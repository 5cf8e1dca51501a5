"""The cases and genders in which one name is written, told from the end of its sound.

Νίκου is Νίκος, Μαρίας is Μαρία; Παπαδοπούλου is the wife, the daughter or the genitive of Παπαδόπουλος; Ivanova is the
sister of Ivanov. No dictionary: each ending gives the endings it may stand for, so some results are no names; they cost
an index look-up and find nobody.
"""

from __future__ import annotations

SHORTEST_STEM = 2

# Longest endings first: the first that fits is taken along with all shorter ones that fit.
_ENDINGS = (
    ("ODOS", ("ON", "ODAS")),  # Ξενοφώντος
    ("ONOS", ("ON", "ONAS")),  # Πλάτωνος
    ("ODAS", ("ON", "ODOS")),
    ("ONAS", ("ON", "ONOS")),
    ("IDOS", ("IDA", "IS")),  # Ίριδος
    ("IDA", ("IDOS", "IS")),
    ("ADOS", ("ADA", "AS")),
    ("EVS", ("EAS",)),  # Βασιλεύς
    ("EOS", ("IS", "I", "EAS")),  # Αχιλλέως
    ("EUS", ("IS",)),  # Σοφοκλέους
    ("SKEA", ("SKI", "SKAIA")),  # Kovalskaya, Kovalsky
    ("SKAIA", ("SKI", "SKA")),
    ("SKA", ("SKI",)),
    ("SKI", ("SKA", "SKEA")),
    ("OVA", ("OV",)),
    ("EVA", ("EV",)),
    ("INA", ("IN",)),
    ("OV", ("OVA",)),
    ("EV", ("EVA",)),
    ("IN", ("INA",)),
    ("ON", ("ONOS", "ONAS", "ODOS")),
    ("US", ("IS", "O", "U")),  # Σωκράτους, Σαπφούς
    ("OS", ("U", "O", "E", "A")),  # Νίκος: Νίκου, Νίκο, Νίκε
    ("AS", ("A", "U", "ADOS")),
    ("IS", ("I", "U", "US")),
    ("IDI", ("IDU",)),  # Ιωαννίδη, for the wife too
    ("ADI", ("ADU",)),
    ("ES", ("E", "IS")),  # Ioannides
    ("U", ("OS", "IS", "AS", "O", "US")),
    ("O", ("OS", "US", "AS")),
    ("E", ("OS", "ES")),
    ("I", ("IS",)),
    ("A", ("AS",)),
)


def inflected(sound: str) -> tuple[str, ...]:
    """Give the sounds of the other cases and of the other gender of a name, likeliest ending first."""
    found: dict[str, None] = {}
    for ending, others in _ENDINGS:
        if sound.endswith(ending) and len(sound) - len(ending) >= SHORTEST_STEM:
            stem = sound[: -len(ending)]
            found.update(dict.fromkeys(stem + other for other in others))
    found.pop(sound, None)
    return tuple(found)
