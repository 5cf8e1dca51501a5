"""The messages of `templates.yaml`, in each language, with their places filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from django.utils.translation import get_language

from arogi.notices.errors import UnknownNotice
from arogi.people.names import display_clean

FILE = Path(__file__).with_name("templates.yaml")
PLACES = frozenset({"day", "time", "town"})
LONGEST_WORD = 80
GREEK = "el"
_PLACE = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A message in one language; `title` is what staff call it."""

    title: str
    subject: str
    sms: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A message in every language."""

    key: str
    needs_consent: bool
    by_hand: bool
    texts: Mapping[str, Text]

    @property
    def title(self) -> str:
        """Give what staff call it, in the language of the screen."""
        return self.texts.get(get_language() or GREEK, self.texts[GREEK]).title

    @property
    def places(self) -> frozenset[str]:
        """Name what has to be filled; the town is known."""
        text = self.texts[GREEK]
        return frozenset(_PLACE.findall(text.subject + text.sms + text.email)) - {"town"}

    def language_for(self, languages: Iterable[str]) -> str:
        """Choose the first language of a person that the message has; Greek where there is none."""
        return next((one for one in languages if one in self.texts), GREEK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A message as it leaves."""

    subject: str
    sms: str
    email: str


def _read() -> dict[str, Template]:
    content: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {key: _template(key, told) for key, told in content.items()}


def _template(key: str, told: Mapping[str, Any]) -> Template:
    texts = {language: Text(**text) for language, text in told.items() if isinstance(text, dict)}
    return Template(
        key=key, needs_consent=told["needs_consent"], by_hand=told.get("by_hand", False), texts=MappingProxyType(texts)
    )


TEMPLATES: Mapping[str, Template] = MappingProxyType(_read())


def template_called(key: str) -> Template:
    """Give a message by its key.

    Raises:
        UnknownNotice: there is none.
    """
    if key not in TEMPLATES:
        raise UnknownNotice
    return TEMPLATES[key]


def title_of(key: str) -> str:
    """Name a message; the key itself where a former version wrote one that this one does not know."""
    return TEMPLATES[key].title if key in TEMPLATES else key


def readable(words: Mapping[str, str], template: Template) -> dict[str, str]:
    """Give what fills the places, each on one line, without marks that do not show, and cut.

    Raises:
        UnknownNotice: a place is not filled.
    """
    clean = {name: display_clean(words.get(name, ""))[:LONGEST_WORD].strip() for name in template.places}
    if not all(clean.values()):
        raise UnknownNotice
    return clean


def filled(template: Template, language: str, words: Mapping[str, str]) -> Filled:
    """Fill the places of a message.

    Args:
        words: with the town.
    """
    text = template.texts.get(language, template.texts[GREEK])

    def fill(told: str) -> str:
        return _PLACE.sub(lambda place: words.get(place[1], ""), told)

    subject = " ".join(fill(text.subject).split())  # one line, whatever a word brought: it is a header
    return Filled(subject=subject, sms=" ".join(fill(text.sms).split()), email=fill(text.email))
