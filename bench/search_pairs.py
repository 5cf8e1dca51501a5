"""Pairs of a query and the person that it must find, made of people by the mistakes and habits of people who type.

Nothing here uses ``arogi.people.names``: the transformations are written anew, so that a rule that is wrong there does
not make a pair that agrees with it.

    pairs = search_pairs(people, count=200, seed=1)
"""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

MOST_NAMESAKES = 4
"""So many people may fit a query equally well and all be among the first five."""

ATTEMPTS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPerson:
    """What the register holds of a person; names in Greek or Latin letters, any may be empty."""

    key: str
    surname: str
    first_name: str
    father_name: str = ""
    mother_name: str = ""
    latin_surname: str = ""
    latin_first_name: str = ""
    called: str = ""
    birth_date: dt.date | None = None
    amka: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class SearchPair:
    """A query, the person it must find among the first five, and the kind of difference between them."""

    kind: str
    query: str
    key: str


class NotThisPerson(Exception):
    """This kind of query cannot be made of this person."""


def search_pairs(people: Sequence[KnownPerson], *, count: int, seed: int) -> list[SearchPair]:
    """Make pairs, every kind as often as the others; the same people, count and seed give the same pairs."""
    chance = random.Random(seed)
    namesakes = Namesakes(people)
    kinds = list(KINDS)
    return [_pair(kinds[number % len(kinds)], people, namesakes, chance) for number in range(count)]


def _pair(kind: str, people: Sequence[KnownPerson], namesakes: Namesakes, chance: random.Random) -> SearchPair:
    for _ in range(ATTEMPTS):
        person = chance.choice(people)
        try:
            return SearchPair(kind, KINDS[kind](person, namesakes, chance), person.key)
        except NotThisPerson:
            continue
    raise ValueError(f"No pair of kind {kind} can be made of these people.")


class Namesakes:
    """How many people share names, so that a query can be made long enough to mean one of them."""

    def __init__(self, people: Sequence[KnownPerson]) -> None:
        self._counts: Counter[tuple[str, ...]] = Counter()
        for person in people:
            names = [same_person(name) for name in (person.first_name, person.surname, person.father_name)]
            self._counts.update({tuple(names[:2]), tuple(names)})

    def words(self, person: KnownPerson) -> list[str]:
        """Give first name and surname, and the father's name when too many people share these two."""
        words = [person.first_name, person.surname]
        if not all(words):
            raise NotThisPerson
        if self._counts[tuple(map(same_person, words))] <= MOST_NAMESAKES:
            return words
        words.append(person.father_name)
        if not person.father_name or self._counts[tuple(map(same_person, words))] > MOST_NAMESAKES:
            raise NotThisPerson
        return words


def same_person(name: str) -> str:
    """Give a name so that people who a clerk would mix up by ear or by its ending count as namesakes."""
    bare = without_accents(name).lower().replace("ς", "σ")
    for written, heard in (("αι", "ε"), ("ει", "ι"), ("οι", "ι"), ("η", "ι"), ("υ", "ι"), ("ω", "ο"), ("ντ", "δ")):
        bare = bare.replace(written, heard)
    return re.sub(r"(ος|οσ|οι|ισ|ι|ασ|α)$", "", re.sub(r"(.)\1", r"\1", bare))


# --- the kinds ------------------------------------------------------------------------------------------------------


def accent(person: KnownPerson, namesakes: Namesakes, _chance: random.Random) -> str:
    """Leave the accents out."""
    return without_accents(" ".join(_greek(namesakes.words(person))))


def final_sigma(person: KnownPerson, namesakes: Namesakes, _chance: random.Random) -> str:
    """Type the ordinary sigma at the end of words."""
    text = " ".join(_greek(namesakes.words(person)))
    if "ς" not in text:
        raise NotThisPerson
    return text.replace("ς", "σ")


def case(person: KnownPerson, namesakes: Namesakes, chance: random.Random) -> str:
    """Type capitals or small letters only."""
    text = " ".join(namesakes.words(person))
    return chance.choice([text.upper(), without_accents(text).upper(), text.lower(), text.swapcase()])


def word_order(person: KnownPerson, namesakes: Namesakes, chance: random.Random) -> str:
    """Begin with the surname, or turn the words round."""
    words = namesakes.words(person)
    words = [words[1], words[0], *words[2:]] if chance.random() < 0.7 else words[::-1]
    return " ".join(words)


def latin_elot(person: KnownPerson, namesakes: Namesakes, _chance: random.Random) -> str:
    """Type the name as on a passport."""
    return " ".join(elot(word).title() for word in _greek(namesakes.words(person)))


def greeklish(person: KnownPerson, namesakes: Namesakes, chance: random.Random) -> str:
    """Type Greek in Latin letters as in a message."""
    table = chance.choice(_GREEKLISH)
    text = without_accents(" ".join(_greek(namesakes.words(person)))).lower().replace("ς", "σ")
    for greek, latin in table:
        text = text.replace(greek, latin)
    return text.translate(_GREEKLISH_LETTERS)


def look_alike(person: KnownPerson, namesakes: Namesakes, chance: random.Random) -> str:
    """Take some letters from the other alphabet."""
    text = without_accents(" ".join(namesakes.words(person))).upper()
    table = _ALIKE if re.search("[Α-Ω]", text) else {latin: greek for greek, latin in _ALIKE.items()}
    places = [place for place, char in enumerate(text) if char in table]
    if not places:
        raise NotThisPerson
    changed = set(chance.sample(places, chance.randint(1, len(places))))
    return "".join(table[char] if place in changed else char for place, char in enumerate(text))


def english_layout(person: KnownPerson, namesakes: Namesakes, chance: random.Random) -> str:
    """Type Greek while the keyboard is English."""
    decomposed = unicodedata.normalize("NFD", " ".join(_greek(namesakes.words(person))))
    if chance.random() < 0.5:
        decomposed = without_accents(decomposed)
    # The dead key is pressed before its vowel.
    typed = re.sub("(.)\u0301", r";\1", re.sub("(.)\u0308", r":\1", decomposed))
    return typed.translate(_GREEK_ON_ENGLISH)


def greek_layout(person: KnownPerson, namesakes: Namesakes, _chance: random.Random) -> str:
    """Type the Latin name while the keyboard is Greek."""
    words = [elot(word).title() for word in namesakes.words(person)]
    return " ".join(words).translate(_ENGLISH_ON_GREEK)


def nickname(person: KnownPerson, namesakes: Namesakes, chance: random.Random) -> str:
    """Call the person by a short form."""
    first, *others = namesakes.words(person)
    if first not in NICKNAMES:
        raise NotThisPerson
    return " ".join([chance.choice(NICKNAMES[first]), *others])


def genitive(person: KnownPerson, namesakes: Namesakes, chance: random.Random) -> str:
    """Put the name in the genitive, as on a paper."""
    words = _greek(namesakes.words(person))
    changed = [genitive_of(word) for word in words]
    if changed == words:
        raise NotThisPerson
    return " ".join(changed if chance.random() < 0.7 else [words[0], *changed[1:]])


def typo(person: KnownPerson, namesakes: Namesakes, chance: random.Random) -> str:
    """Miss, add, change or swap one letter."""
    words = namesakes.words(person)
    at = max(range(2), key=lambda place: (len(words[place]), chance.random()))
    if len(words[at]) < 5:
        raise NotThisPerson
    words[at] = _mistyped(words[at], chance)
    return " ".join(words)


def sound(person: KnownPerson, namesakes: Namesakes, chance: random.Random) -> str:
    """Write what is heard."""
    words = [without_accents(word).lower() for word in _greek(namesakes.words(person))]
    at = chance.randrange(2)
    possible = [(wrong, right) for right, wrong in _SOUNDS if right in words[at]]
    if not possible:
        raise NotThisPerson
    wrong, right = chance.choice(possible)
    words[at] = words[at].replace(right, wrong, 1)
    return " ".join(words)


def amka(person: KnownPerson, _namesakes: Namesakes, chance: random.Random) -> str:
    """Type the AMKA."""
    number = person.amka
    if not number:
        raise NotThisPerson
    arabic = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    return chance.choice([number, f"{number[:6]} {number[6:]}", f"{number[:6]}-{number[6:]}", f" {number} ", arabic])


def phone(person: KnownPerson, _namesakes: Namesakes, chance: random.Random) -> str:
    """Type the phone."""
    number = person.phone
    if not number:
        raise NotThisPerson
    return chance.choice(
        [
            number,
            f"+30{number}",
            f"0030 {number}",
            f"{number[:3]} {number[3:6]} {number[6:]}",
            f"{number[:4]}-{number[4:]}",
            f"+30 {number[:2]} {number[2:6]} {number[6:]}",
            f"({number[:5]}) {number[5:]}",
        ]
    )


def birth_date(person: KnownPerson, _namesakes: Namesakes, chance: random.Random) -> str:
    """Type surname and date of birth."""
    born = person.birth_date
    if not born or not person.surname:
        raise NotThisPerson
    written = chance.choice(
        [f"{born.day}/{born.month}/{born.year}", f"{born:%d%m%Y}", born.isoformat(), f"{born:%d-%m-%y}",
         f"{born:%d.%m.%Y}", f"{born.day} {_MONTHS.split()[born.month - 1]} {born.year}"]
    )  # fmt: skip
    return f"{person.surname} {written}"


KINDS: dict[str, Callable[[KnownPerson, Namesakes, random.Random], str]] = {
    maker.__name__: maker
    for maker in (
        accent, final_sigma, case, word_order, latin_elot, greeklish, look_alike, english_layout, greek_layout,
        nickname, genitive, typo, sound, amka, phone, birth_date,
    )
}  # fmt: skip


# --- letters --------------------------------------------------------------------------------------------------------

_MONTHS = """
    Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου
"""
_ALIKE = dict(zip("ΑΒΕΗΙΚΜΝΟΡΤΧΥΖ", "ABEHIKMNOPTXYZ", strict=True))
_KEYS = dict(zip("ερτυθιοπασδφγηξκλζχψωβνμς", "ertyuiopasdfghjklzxcvbnmw", strict=True))
_GREEK_ON_ENGLISH = str.maketrans(_KEYS | {greek.upper(): key.upper() for greek, key in _KEYS.items() if greek != "ς"})
_ENGLISH_ON_GREEK = str.maketrans(
    {key: greek for greek, key in _KEYS.items()}
    | {key.upper(): greek.upper() for greek, key in _KEYS.items() if greek != "ς"}
)
_GREEKLISH_LETTERS = str.maketrans(
    {"α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
     "μ": "m", "ν": "n", "ξ": "ks", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "x",
     "ψ": "ps", "ω": "o"}
)  # fmt: skip
_GREEKLISH = (
    (("η", "h"), ("ω", "w"), ("ξ", "ks"), ("θ", "th"), ("υ", "y")),
    (("ου", "ou"), ("αυ", "af"), ("ευ", "ev"), ("μπ", "b"), ("χ", "h"), ("υ", "i")),
    (("η", "h"), ("θ", "8"), ("ξ", "3"), ("υ", "u"), ("ω", "w")),
    (("ου", "ou"), ("β", "b"), ("υ", "u"), ("χ", "ch"), ("ξ", "x"), ("φ", "ph")),
    (("ου", "u"), ("γγ", "gg"), ("ντ", "nd"), ("χ", "kh")),
)
_SOUNDS = (
    ("η", "ι"),
    ("ι", "η"),
    ("υ", "ι"),
    ("ει", "ι"),
    ("οι", "ι"),
    ("ι", "υ"),
    ("ο", "ω"),
    ("ω", "ο"),
    ("αι", "ε"),
    ("γγ", "γκ"),
    ("γκ", "γγ"),
    ("λλ", "λ"),
    ("νν", "ν"),
    ("ππ", "π"),
    ("σσ", "σ"),
    ("ττ", "τ"),
    ("κκ", "κ"),
    ("μμ", "μ"),
    ("λ", "λλ"),
    ("αυ", "αφ"),
    ("αυ", "αβ"),
    ("ευ", "εφ"),
    ("ευ", "εβ"),
    ("ξ", "κσ"),
    ("τζ", "τσ"),
    ("ντ", "νδ"),
)

NICKNAMES = {
    "Γεώργιος": ["Γιώργος", "Γιώργης"],
    "Κωνσταντίνος": ["Κώστας", "Κωστής", "Ντίνος"],
    "Ιωάννης": ["Γιάννης"],
    "Δημήτριος": ["Δημήτρης", "Μήτσος", "Μίμης", "Τζίμης"],
    "Νικόλαος": ["Νίκος", "Νικόλας"],
    "Παναγιώτης": ["Πάνος", "Τάκης"],
    "Βασίλειος": ["Βασίλης"],
    "Χρήστος": ["Χρηστάκης"],
    "Αθανάσιος": ["Θανάσης", "Νάσος", "Σάκης"],
    "Μιχαήλ": ["Μιχάλης"],
    "Ευάγγελος": ["Βαγγέλης"],
    "Σπυρίδων": ["Σπύρος"],
    "Αντώνιος": ["Αντώνης"],
    "Αναστάσιος": ["Τάσος"],
    "Θεόδωρος": ["Θόδωρος", "Θοδωρής"],
    "Χαράλαμπος": ["Μπάμπης", "Χάρης", "Λάμπης"],
    "Αλέξανδρος": ["Αλέκος", "Αλέξης"],
    "Εμμανουήλ": ["Μανώλης", "Μάνος"],
    "Ηλίας": ["Λιάκος"],
    "Σωτήριος": ["Σωτήρης"],
    "Στυλιανός": ["Στέλιος"],
    "Γρηγόριος": ["Γρηγόρης"],
    "Ελευθέριος": ["Λευτέρης"],
    "Παντελής": ["Παντελεήμων"],
    "Απόστολος": ["Αποστόλης", "Τόλης"],
    "Μαρία": ["Μαίρη", "Μαρίκα", "Μαρούλα", "Μαρίτσα"],
    "Ελένη": ["Λένα", "Ελενίτσα", "Νίτσα"],
    "Αικατερίνη": ["Κατερίνα", "Καίτη", "Κατίνα"],
    "Βασιλική": ["Βάσω", "Βίκυ", "Κική"],
    "Γεωργία": ["Γωγώ", "Γιούλα"],
    "Σοφία": ["Σόφη"],
    "Αγγελική": ["Κική", "Αγγέλα", "Λίτσα"],
    "Ευαγγελία": ["Εύα", "Λίτσα", "Βαγγελιώ"],
    "Δήμητρα": ["Δημητρούλα", "Μιμή"],
    "Παρασκευή": ["Εύη", "Βούλα", "Βιβή"],
    "Κωνσταντίνα": ["Ντίνα"],
    "Παναγιώτα": ["Γιώτα"],
    "Ειρήνη": ["Ρένα", "Ρηνούλα"],
    "Ιωάννα": ["Γιάννα"],
    "Χριστίνα": ["Τίνα"],
    "Αναστασία": ["Τασούλα", "Νατάσα"],
    "Σταυρούλα": ["Ρούλα", "Βούλα"],
    "Καλλιόπη": ["Πόπη"],
    "Φωτεινή": ["Φώφη"],
    "Δέσποινα": ["Δέσπω", "Ντέπυ"],
    "Αθανασία": ["Νάσια", "Σούλα"],
    "Ζωή": ["Ζωίτσα"],
    "Κυριακή": ["Κούλα", "Κική"],
    "Άννα": ["Αννούλα"],
    "Θεοδώρα": ["Δώρα"],
    "Ουρανία": ["Ράνια"],
    "Στυλιανή": ["Στέλλα"],
    "Χρυσούλα": ["Χρύσα"],
    "Muhammad": ["Mohammed", "Mohamed"],
    "Ahmed": ["Ahmad", "Ahmet"],
    "Hussein": ["Hussain"],
    "Yusuf": ["Youssef"],
}


def without_accents(text: str) -> str:
    """Drop accents and dialytika."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")


def elot(word: str) -> str:
    """Write a Greek word in Latin letters as passports do (ELOT 743), in lower case."""
    text = without_accents(word).lower().replace("ς", "σ")
    text = re.sub("([αεη])υ(?=[θκξπστφχψ]|$)", r"\1f", text)
    text = re.sub("([αεη])υ", r"\1v", text)
    for greek, latin in (("ου", "ou"), ("γγ", "ng"), ("γξ", "nx"), ("γχ", "nch"), ("ξ", "x"), ("χ", "ch")):
        text = text.replace(greek, latin)
    return re.sub("^μπ", "b", text).translate(_GREEKLISH_LETTERS)


def genitive_of(word: str) -> str:
    """Give the genitive of a Greek name by its ending, with the accent where it belongs; other words unchanged."""
    for ending, other in (("ος", "ου"), ("ός", "ού"), ("ης", "η"), ("ής", "ή"), ("ας", "α"), ("άς", "ά"), ("α", "ας"),
                          ("ά", "άς"), ("η", "ης"), ("ή", "ής"), ("ω", "ως"), ("ώ", "ώς")):  # fmt: skip
        if word.endswith(ending) and len(word) > 3:
            changed = word[: -len(ending)] + other
            return _accent_one_later(changed) if ending == "ος" else changed
    return word


def _accent_one_later(word: str) -> str:
    """Move an accent on the third syllable from the end to the second (Παπαδόπουλου, Παπαδοπούλου)."""
    syllables = list(re.finditer("ου|όυ|ού|οι|οί|αι|αί|ει|εί|[αεηιουωάέήίόύώϊϋΐΰ]", word))
    if len(syllables) < 3 or not re.search("[άέήίόύώ]", syllables[-3][0]):
        return word
    before, target = syllables[-3], syllables[-2]
    accented = unicodedata.normalize("NFC", target[0] + "\u0301")
    return without_accents(word[: before.end()]) + word[before.end() : target.start()] + accented + word[target.end() :]


def _greek(words: list[str]) -> list[str]:
    if not all(re.search("[α-ωά-ώ]", word) for word in words):
        raise NotThisPerson
    return words


def _mistyped(word: str, chance: random.Random) -> str:
    letters = "αβγδεζηθικλμνξοπρστυφχψω" if re.search("[Α-Ωα-ω]", word) else "abcdefghijklmnopqrstuvwxyz"
    place = chance.randrange(1, len(word) - 1)
    before, char, after = word[:place], word[place], word[place + 1 :]
    made = chance.choice(
        [before + after, before + chance.choice(letters) + after, before + chance.choice(letters) + char + after,
         before + after[0] + char + after[1:]]
    )  # fmt: skip
    if made == word:
        raise NotThisPerson
    return made
