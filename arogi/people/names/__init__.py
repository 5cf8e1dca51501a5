"""Names as people write, type and hear them: what makes a person findable. Pure Python, no Django.

Start in ``keys`` (what is stored of a name, what is looked for) and ``query`` (what a line typed into the search box
means); ``ranking`` puts the people who were found in order.

The idea: every spelling of a name, in Greek, Latin, Cyrillic ... letters, is first written in plain Latin letters by
ELOT 743 (``folded``) and then turned into what a Greek ear keeps of it (``sound``). Both are plain text, so that
PostgreSQL can look for them by equality and by prefix under row-level security. One spelling can be read in several
ways (``h`` is Η or Χ, the keyboard may have been switched): the stored word gets one reading, the typed word gets all.
"""

from arogi.people.names.folding import display_clean, sort_key
from arogi.people.names.keys import (
    NameField,
    NameTokenRow,
    PersonNames,
    QueryWord,
    name_tokens,
    query_words,
)
from arogi.people.names.numbers import NumberClue, phone_numbers
from arogi.people.names.query import Query, read_query
from arogi.people.names.ranking import Match, is_enough, rank
from arogi.people.names.romanization import elot
from arogi.people.names.word_keys import TokenKeys, token_keys

__all__ = [
    "Match",
    "NameField",
    "NameTokenRow",
    "NumberClue",
    "PersonNames",
    "Query",
    "QueryWord",
    "TokenKeys",
    "display_clean",
    "elot",
    "is_enough",
    "name_tokens",
    "phone_numbers",
    "query_words",
    "rank",
    "read_query",
    "sort_key",
    "token_keys",
]
