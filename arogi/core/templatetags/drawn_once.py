"""Draws a block once for each look: `{% drawn_once look number %} ... {% enddrawn_once %}`.

For the large empty forms that stand on every page of a kind: a registration has sixty fields, and every person's page a
contact to be recorded. `look` names everything that the block follows from, beside the code; None draws it anew, as a
form must be in which anything stands. `number` is the one thing that is different each time: the form's own, by which a
second click is known. What is told of a person must never come into a block with a look.
"""

from __future__ import annotations

from collections.abc import Hashable

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

KEPT_AT_MOST = 64
_kept: dict[Hashable, str] = {}


class _DrawnOnce(template.Node):
    """A block that is drawn once for each look."""

    def __init__(self, nodelist: NodeList, look: FilterExpression, number: FilterExpression) -> None:
        self.nodelist, self.look, self.number = nodelist, look, number

    def render(self, context: Context) -> SafeString:
        """Give the block as it was drawn before, with the number of this time."""
        look, number = self.look.resolve(context), str(self.number.resolve(context))
        if look is None:
            return self.nodelist.render(context)
        # The file that the block stands in: an included one shares the name of the page that includes it.
        key = (self.origin and self.origin.name, self.token and self.token.lineno, look)
        if key not in _kept:
            if len(_kept) >= KEPT_AT_MOST:
                _kept.clear()
            _kept[key] = _pattern(self.nodelist.render(context), number)
        return format_html(_kept[key], number)


def _pattern(drawn: SafeString, number: str) -> str:
    """Turn a block into one that `format_html` puts a number into."""
    return "{0}".join(part.replace("{", "{{").replace("}", "}}") for part in drawn.split(number))


@register.tag
def drawn_once(parser: Parser, token: Token) -> _DrawnOnce:
    """Read `{% drawn_once look number %}`.

    Raises:
        TemplateSyntaxError: it does not name both.
    """
    words = token.split_contents()
    if len(words) != 3:
        raise template.TemplateSyntaxError("drawn_once takes a look and a number.")
    nodelist = parser.parse(("enddrawn_once",))
    parser.delete_first_token()
    return _DrawnOnce(nodelist, parser.compile_filter(words[1]), parser.compile_filter(words[2]))
