"""Greek, Cyrillic, Georgian and Arabic letters in Latin ones.

Greek follows ELOT 743:2001 (ISO 843:1997, type 2, transcription), the rule of Greek passports, identity cards and road
signs: αυ is ``av`` before a vowel or a voiced consonant and ``af`` otherwise, ου ``ou``, γγ ``ng``, μπ ``b`` at the
ends of a word and ``mp`` inside. The other scripts are written so that a name meets its own Latin spelling as often as
one letter for one letter allows; Arabic, which leaves out short vowels, often does not.
"""

from __future__ import annotations

import re
import unicodedata

_SINGLE = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "i",
    "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu",
    "я": "ia", "ђ": "dj", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz", "ѓ": "gj", "ќ": "kj", "ѕ": "dz",
}  # fmt: skip
_GEORGIAN = {
    "ა": "a", "ბ": "b", "გ": "g", "დ": "d", "ე": "e", "ვ": "v", "ზ": "z", "თ": "t", "ი": "i", "კ": "k", "ლ": "l",
    "მ": "m", "ნ": "n", "ო": "o", "პ": "p", "ჟ": "zh", "რ": "r", "ს": "s", "ტ": "t", "უ": "u", "ფ": "p", "ქ": "k",
    "ღ": "gh", "ყ": "q", "შ": "sh", "ჩ": "ch", "ც": "ts", "ძ": "dz", "წ": "ts", "ჭ": "ch", "ხ": "kh", "ჯ": "j",
    "ჰ": "h",
}  # fmt: skip
_ARABIC = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "d", "ر": "r", "ز": "z",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "u", "ي": "i", "ء": "", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g",
    "ے": "e", "ں": "n", "ٹ": "t", "ڈ": "d", "ڑ": "r", "ہ": "h", "ھ": "h", "ە": "e",
}  # fmt: skip
_LATIN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ə": "a"}
_LETTERS = str.maketrans(_SINGLE | _CYRILLIC | _GEORGIAN | _ARABIC | _LATIN)

_DIGRAPHS = (
    (re.compile(r"([αεη])υ(?=[αεηιουωβγδζλμνρ])"), r"\1v"),
    (re.compile(r"([αεη])υ"), r"\1f"),
    (re.compile(r"ου"), "ou"),
    (re.compile(r"γγ"), "ng"),
    (re.compile(r"γ(?=[ξχ])"), "n"),
    (re.compile(r"\bμπ|μπ\b"), "b"),
)

_TOKEN = re.compile(r"[αεηο]υ|γγ|γ(?=[ξχ])|\bμπ|μπ\b|[^\W\d_]", re.IGNORECASE)
_PAIRS = {"ου": "ou", "γγ": "ng", "μπ": "b"}
# Άυλος and Αϋλος and Άυλος: an accent on the first letter or a dialytika on the second parts the two.
_PARTED = re.compile(r"([αεηο]\u0301)υ|υ(\u0301?\u0308\u0301?)", re.IGNORECASE)
_VOICED = "αεηιουωβγδζλμνρ"


def romanize(word: str) -> str:
    """Write one or more words of ``folding.bare`` letters in Latin ones; letters of other scripts stay."""
    for pattern, latin in _DIGRAPHS:
        word = pattern.sub(latin, word)
    return word.translate(_LETTERS)


def elot(text: str) -> str:
    """Give a Greek name as ELOT 743 writes it, for the Latin form of a name. Capitals stay capitals.

    Unlike ``romanize`` it heeds accents and dialytika: Μάιος gives Maios, Ταΰγετος Taygetos.
    """
    parted = _PARTED.sub(_part, unicodedata.normalize("NFD", text))
    letters = "".join(char for char in parted if unicodedata.category(char) != "Mn")
    return _TOKEN.sub(_token, unicodedata.normalize("NFC", letters))


def _part(match: re.Match[str]) -> str:
    upsilon = match[0][-1] if match[1] else match[0][0]
    return (match[1] or "") + ("Y" if upsilon.isupper() else "y")


def _token(match: re.Match[str]) -> str:
    greek = match[0]
    latin = _latin(greek.lower(), match.string[match.end() : match.end() + 1].lower())
    if not greek[0].isupper():
        return latin
    return latin.upper() if _in_capitals(match) else latin.capitalize()


def _latin(greek: str, following: str) -> str:
    if greek in _PAIRS:
        return _PAIRS[greek]
    if len(greek) == 2:  # αυ, ευ, ηυ
        return _SINGLE[greek[0]] + ("v" if following and following in _VOICED else "f")
    return "n" if greek == "γ" and following in {"ξ", "χ"} else _SINGLE.get(greek, greek)


def _in_capitals(match: re.Match[str]) -> bool:
    after = match.string[match.end() : match.end() + 1]
    before = match.string[match.start() - 1 : match.start()]
    return after.isupper() or (len(match[0]) > 1 and match[0].isupper()) or (before.isupper() and not after.islower())
