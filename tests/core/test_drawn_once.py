"""A block that is drawn once for each look."""

from __future__ import annotations

import uuid

import pytest
from django.template import Context, Engine, Origin, Template, TemplateSyntaxError

from arogi.core.templatetags import drawn_once

SOURCE = "{% load drawn_once %}<{% drawn_once look number %}{{ word }} {{ number }}{% enddrawn_once %}>"


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(drawn_once, "_kept", {})


def drawn(look, word, *, number=None, template=None):
    number = number or uuid.uuid4()
    context = Context({"look": look, "word": word, "number": number})
    return (template or Template(SOURCE, name="block.html", origin=Origin("block.html"))).render(context), str(number)


def test_block_of_one_look_is_drawn_once_and_carries_the_number_of_this_time():
    first, number = drawn(("el", 1), "one")
    second, other = drawn(("el", 1), "two")
    assert (first, second) == (f"<one {number}>", f"<one {other}>")
    assert number != other


def test_block_of_another_look_is_drawn_anew():
    drawn(("el", 1), "one")
    assert drawn(("en", 1), "two")[0].startswith("<two ")


def test_block_without_a_look_is_drawn_anew_and_not_kept():
    assert drawn(None, "one")[0].startswith("<one ")
    assert drawn(None, "two")[0].startswith("<two ")
    assert drawn_once._kept == {}


def test_blocks_of_two_pages_are_kept_apart():
    drawn("look", "one")
    other = Template(SOURCE, name="other.html", origin=Origin("other.html"))
    assert drawn("look", "two", template=other)[0].startswith("<two ")


def test_blocks_of_two_files_that_one_page_includes_are_kept_apart():
    files = {"one.html": SOURCE, "two.html": SOURCE.replace("{{ word }}", "other {{ word }}")}
    engine = Engine(
        loaders=[("django.template.loaders.locmem.Loader", files)],
        libraries={"drawn_once": "arogi.core.templatetags.drawn_once"},
    )
    page = engine.from_string('{% include "one.html" %}{% include "two.html" %}')

    said = page.render(Context({"look": "look", "word": "word", "number": "7"}))

    assert said == "<word 7><other word 7>"


def test_what_is_told_is_escaped_as_ever():
    assert drawn("look", "<script>")[0].startswith("<&lt;script&gt;")


def test_no_more_than_a_few_are_kept():
    for look in range(3 * drawn_once.KEPT_AT_MOST):
        drawn(look, "one")
    assert len(drawn_once._kept) <= drawn_once.KEPT_AT_MOST


def test_tag_that_names_no_number_is_refused():
    with pytest.raises(TemplateSyntaxError):
        Template("{% load drawn_once %}{% drawn_once look %}{% enddrawn_once %}")
