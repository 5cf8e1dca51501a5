"""Templates lose their indentation, pages lose nothing."""

from __future__ import annotations

import pytest
from django.template import Context, Engine


def drawn(source: str, **context: object) -> str:
    templates = {"page.html": source}
    locmem = ("django.template.loaders.locmem.Loader", templates)
    engine = Engine(
        loaders=[("arogi.core.template_loading.Squeezing", [locmem])],
        libraries={"i18n": "django.templatetags.i18n", "components": "arogi.core.templatetags.components"},
        builtins=["django.templatetags.i18n", "arogi.core.templatetags.components"],
    )
    return engine.get_template("page.html").render(Context(context))


@pytest.mark.parametrize(("source", "expected"), [
    ("<ul>\n    <li>a</li>\n\n    <li>b</li>\n</ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("{% for x in 'ab' %}\n        <i>{{ x }}</i>\n    {% endfor %}", "\n<i>a</i>\n\n<i>b</i>\n"),
    ("{% if 1 %}\n      a\n   {% endif %}", "\na\n"),
    ("{% fact 'k' %}\n      a\n   {% endfact %}", "\na\n"),
    ("a  b", "a  b"),
], ids=["between lines", "in a loop", "in a choice", "in a block tag", "inside a line"])  # fmt: skip
def test_indentation_is_left_out(source, expected):
    assert expected in drawn(source)


def test_what_a_page_shows_keeps_every_space_and_line():
    typed = "  πρώτη\n\n      δεύτερη  "

    assert drawn("<textarea>{{ typed }}</textarea>", typed=typed) == f"<textarea>{typed}</textarea>"


def test_words_do_not_run_together():
    assert drawn("{{ a }}\n    {{ b }}", a="ένα", b="δύο").split() == ["ένα", "δύο"]
