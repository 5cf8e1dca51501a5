"""What was meant when the wrong keyboard, or a letter that looks the same, was used."""

from __future__ import annotations

import re

# Greek polytonic aside, Greek keyboards have one layout. The keys ; and : are the dead keys of tonos and dialytika.
_KEYS = dict(zip("ertyuiopasdfghjklzxcvbnmw", "ερτυθιοπασδφγηξκλζχψωβνμς", strict=True))
_ON_GREEK = str.maketrans(_KEYS | {latin.upper(): greek.upper() for latin, greek in _KEYS.items() if latin != "w"})
_ON_LATIN = str.maketrans(
    {greek: latin for latin, greek in _KEYS.items()}
    | {greek.upper(): latin.upper() for latin, greek in _KEYS.items() if latin != "w"}
)
_DEAD_KEYS = re.compile(r"(?<!\d)[;:\u0387\u037e]+(?=[^\W\d_])")

_CAPITALS = dict(zip("ABEHIKMNOPTXYZ", "ΑΒΕΗΙΚΜΝΟΡΤΥΧΖ".replace("ΤΥΧ", "ΤΧΥ"), strict=True))
_TO_GREEK = str.maketrans(
    _CAPITALS
    | {latin.lower(): greek.lower() for latin, greek in _CAPITALS.items()}
    | {"v": "ν", "u": "υ", "w": "ω", "А": "Α", "В": "Β", "Е": "Ε", "К": "Κ", "М": "Μ", "Н": "Η", "О": "Ο", "Р": "Ρ",
       "Т": "Τ", "Х": "Χ", "І": "Ι", "а": "α", "е": "ε", "о": "ο", "р": "ρ", "х": "χ", "і": "ι", "к": "κ", "т": "τ"}
)  # fmt: skip
_TO_LATIN = str.maketrans(
    {greek: latin for latin, greek in _CAPITALS.items()}
    | {greek.lower(): latin.lower() for latin, greek in _CAPITALS.items()}
    | {"ν": "v", "υ": "u", "ω": "w", "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P",
       "С": "C", "Т": "T", "Х": "X", "У": "Y", "І": "I", "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x",
       "у": "y", "і": "i"}
)  # fmt: skip

_GREEK = re.compile("[α-ωΑ-Ως]")
_LATIN = re.compile("[a-zA-Z]")
_ONLY_GREEK = re.compile("[ΓΔΘΛΞΠΣΦΨΩγδθλξπσςφψ]")
_ONLY_LATIN = re.compile("[CDFGJLQRSUVWcdfgjlqrs]")
_ALL_ALIKE = re.compile("[ABEHIKMNOPTXYZ]+|[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ]+")


def without_dead_keys(text: str) -> str:
    """Drop the ``;`` and ``:`` that stand for an accent when Greek is typed on an English layout (Papad;opoylow)."""
    return _DEAD_KEYS.sub("", text)


def resolved(word: str) -> str:
    """Give the likeliest reading of a word that mixes alphabets by letters that look the same, else the word.

    Args:
        word: without accents, capitals kept (``folding.words_of``).
    """
    if not is_mixed(word):
        return word
    if _ONLY_LATIN.search(word):
        return word if _ONLY_GREEK.search(word) else word.translate(_TO_LATIN)
    return word.translate(_TO_GREEK)


def other_readings(word: str) -> tuple[str, ...]:
    """Give what else can have been meant: letters that look the same, or keys pressed on the other layout."""
    # Typing aids put the final sigma where the key s was pressed: read it as both.
    readings = [word.translate(_ON_GREEK), word.replace("ς", "σ").translate(_ON_LATIN), word.translate(_ON_LATIN)]
    if is_mixed(word):
        readings += [word, word.translate(_TO_GREEK), word.translate(_TO_LATIN)]
    elif _ALL_ALIKE.fullmatch(word.upper()):
        readings.append(_looks_like(word.upper()))
    return tuple(dict.fromkeys(reading for reading in readings if reading != resolved(word)))


def twin(word: str) -> str | None:
    """Give the same signs in the other alphabet when every capital of a word exists in both (ΜΑΡΙΑ, MAPIA)."""
    return _looks_like(word) if word.isupper() and len(word) > 1 and _ALL_ALIKE.fullmatch(word) else None


def is_mixed(word: str) -> bool:
    """Tell whether a word has letters of more than one of Greek, Latin and Cyrillic."""
    cyrillic = any("\u0400" <= char <= "\u04ff" for char in word)
    return bool(_GREEK.search(word)) + bool(_LATIN.search(word)) + cyrillic > 1


def is_greek(word: str) -> bool:
    """Tell whether a word has Greek letters."""
    return bool(_GREEK.search(word))


def to_latin_capitals(code: str) -> str:
    """Write letters that both alphabets share in Latin: the normal form of a passport number."""
    return code.upper().translate(_TO_LATIN)


def to_greek_capitals(code: str) -> str:
    """Write letters that both alphabets share in Greek: the normal form of a Greek identity card's number."""
    return code.upper().translate(_TO_GREEK)


def _looks_like(capitals: str) -> str:
    return capitals.translate(_TO_LATIN if is_greek(capitals) else _TO_GREEK)
