"""What a Greek ear keeps of a name: one key for all spellings that sound alike, in Greek and in Latin letters.

The key is made of the Latin spelling (``romanization.romanize``), so that a Greek name and its ELOT 743 form have one
key by construction. What it makes equal:

* ι η υ ει οι υι, ``i y j ee`` (I); ο ω (O); ε αι, ``ae ai ay`` (E); ου, ``u oo oy`` (U);
* αυ αφ αβ and ευ εφ εβ: β and φ, ``v f w ph`` are one sound (V);
* δ ντ νδ, ``d nt nd dh`` (D); γ γγ γκ, ``g ng gk gh`` (G); μπ, ``mp mb b`` (B); τσ τζ, ``tz dz dj xh`` (TS);
* ξ and κσ, ``x ks``; ψ and πσ; χ, ``ch kh h`` (X); θ, ``th`` (Q); κ, ``c k q``;
* γι before a vowel and ι (Γιάννης, Yannis);
* νστ and στ (Κωνσταντίνος); doubled letters and single ones.

Letters of scripts that ``romanize`` does not know, and digits, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 60

# In this order; lower case is still to be read, capitals are done. A space stands at both ends of each word.
_STEPS = (
    ("sch", "sX"), ("tch", "TS"), ("xh", "TS"), ("ch", "X"), ("kh", "X"), ("th", "Q"), ("dh", "d"), ("bh", "b"),
    ("gh", "g"), ("ph", "f"), ("sh", "s"), ("zh", "z"), ("rh", "r"),
    ("nst", "st"),  # Κωσταντίνος
    ("ntz", "TS"), ("nts", "TS"), ("ndz", "TS"), ("tz", "TS"), ("ts", "TS"), ("dz", "TS"), ("dj", "TS"),
    ("gj", "gi"), ("ck", "k"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("x", "ks"),
    ("mp", "B"), ("mb", "B"), ("b", "B"), ("ngk", "G"), ("ng", "G"), ("gk", "G"), ("g", "G"),
    ("nt", "D"), ("nd", "D"), ("d", "D"), ("h ", " "), ("h", "X"),
    ("ou", "U"), ("oo", "U"), ("oy", "U"), ("ee", "I"), ("ai", "E"), ("ae", "E"), ("ay", "E"), ("ei", "I"),
    ("ey", "I"), ("oi", "I"), ("au", "AV"), ("eu", "EV"),
)  # fmt: skip
_SINGLE = str.maketrans("aeiyjouklmnprstzcqfvw", "AEIIIOUKLMNPRSTZKKVVV")
# Maya, Panayotis: a y between vowels is a γι; and γι before a vowel is as good as ι.
_CONSONANT_Y = tuple((f"{before}y{after}", f"{before}gi{after}") for before in "ae" for after in "aeiou")
_GLIDES = tuple((f"G{glide}{vowel}", f"{glide[0]}{vowel}") for glide in ("I", "II") for vowel in "AEOU")
_DOUBLED = tuple((letter * 2, letter) for letter in "AEIOUVBGDZQKLMNPRSTX")


def sound(latin: str) -> str:
    """Give the key of one word in lower-case Latin letters (``romanization.romanize``); at most ``LONGEST`` signs."""
    return _keys_of(f" {latin} ").strip()[:LONGEST]


def sounds(words: Iterable[str]) -> set[str]:
    """Give the keys of many words at once; the rules run over the joined text, far faster than word by word."""
    text = "  ".join(words)
    return {key[:LONGEST] for key in _keys_of(f" {text} ").split()}


def sound_of_beginning(latin: str) -> str:
    """Give the key of letters that a word begins with: nothing that holds for the end of a word is applied."""
    # The sign is no letter: it keeps the last letter from being the last one.
    return _keys_of(f" {latin}\x1f ").strip(" \x1f")[:LONGEST]


def _keys_of(padded: str) -> str:
    # Plain replacing is several times faster than regular expressions on the long text of ``sounds``.
    for spelling, key in (*_CONSONANT_Y, *_STEPS):
        padded = padded.replace(spelling, key)
    padded = padded.translate(_SINGLE)
    for spelling, key in _GLIDES:
        padded = padded.replace(spelling, key)
    for twice, once in _DOUBLED:
        while twice in padded:
            padded = padded.replace(twice, once)
    return padded
