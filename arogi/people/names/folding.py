"""Text without what does not matter: accents, capitals, final sigma, marks that nobody sees."""

from __future__ import annotations

import functools
import re
import unicodedata

LONGEST_TEXT = 400
"""Characters of a typed or stored text that are looked at; the rest is cut off, so that no text takes long."""

MOST_MARKS = 4
"""Combining marks that one letter keeps on the screen. Real writing needs two or three; a pile of them hides lines."""

SORT_KEY_LENGTH = 120

# What people type for the apostrophe of O'Brien and Ντ' Αλ. The Greek tonos standing alone is among them: many
# keyboards put it in front of a capital (΄Αννα), and NFKD would tear it off as a space and a mark.
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʹ`´΄᾽᾿ʻ′‛＇"), "'")
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－_"), "-")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"  # Persian and Indic names need them to be written right.
_NO_WORD = re.compile(r"[^\w']+")
_ELISION = re.compile(r"(?<!\w)(\w{1,2})'\s+(?=\w)")
_ARABIC = str.maketrans({"ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": None})


def display_clean(text: str) -> str:
    """Give a name as it is kept and shown: NFC, no control or direction marks, single spaces. Never re-cased."""
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(map(_seen_char, composed))
    return " ".join(_without_piles(seen).split())


def plain(text: str) -> str:
    """Give a text without accents and unseen marks, with one kind of apostrophe and hyphen; capitals stay.

    Compatibility forms (full-width, presentation forms, ligatures) become ordinary letters, digits of any script become
    0-9. At most ``LONGEST_TEXT`` characters.
    """
    same_marks = text[:LONGEST_TEXT].translate(_APOSTROPHES).translate(_HYPHENS)
    decomposed = unicodedata.normalize("NFKD", same_marks)[:LONGEST_TEXT]
    return "".join(map(_plain_char, decomposed)).translate(_ARABIC)


def words_of(text: str) -> list[str]:
    """Split a text into words of letters and digits; accents go, capitals and inner apostrophes stay.

    An elided article (Ντ' Αλ) stays with its name. A hyphen separates.
    """
    spaced = _NO_WORD.sub(" ", plain(text).replace("_", " "))
    joined = _ELISION.sub(r"\1'", spaced)
    stripped = (word.strip("'") for word in joined.split())
    return [word for word in stripped if word]


def bare(word: str) -> str:
    """Give a word in lower case, without accents and apostrophes; sigma is always σ."""
    return plain(word).replace("'", "").casefold().replace("ς", "σ")


def sort_key(surname: str, first_name: str) -> str:
    """Give capitals without accents whose byte order is the order of a Greek telephone book.

    Greek capitals follow the alphabet in Unicode, Latin ones come before them. A tab parts the two names: it sorts
    before the space, so that a surname comes before the double surnames that begin with it.
    """
    return "\t".join((_capitals(surname), _capitals(first_name))).strip("\t")[:SORT_KEY_LENGTH]


@functools.lru_cache(maxsize=1 << 16)
def _capitals(name: str) -> str:
    return " ".join(word.replace("'", "").casefold().upper() for word in words_of(name))


def _seen_char(char: str) -> str:
    if char in _JOINERS:
        return char
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in _UNSEEN else char


def _plain_char(char: str) -> str:
    if char.isascii():
        return char if char.isprintable() else " "
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    return "" if category[0] == "M" or category in _UNSEEN else char


def _without_piles(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)
