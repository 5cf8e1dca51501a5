"""What no single module can promise for itself: the parts of the repository agree with each other."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.template.loader import get_template
from django.urls import URLPattern, get_resolver

from scripts import messages

ROOT = Path(__file__).parents[1]
TEMPLATES = sorted(ROOT.glob("arogi/*/templates/**/*.html"))
SOURCES = sorted([*ROOT.glob("arogi/**/*.py"), *TEMPLATES])
# Signed-in members of staff need no right for these: leaving, and choosing where they work.
FOR_ALL_STAFF = {"sign-out/", "municipality/"}
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
# Named by the component's own name, or shown by the catalogue of components, which walks its folder.
NAMED_BY_WORD = ("components/", "core/examples/")


def name_of(template):
    return str(template).partition("/templates/")[2]


def as_id(path):
    return str(path.relative_to(ROOT))


def views():
    """Every address of the product with the function that answers it."""

    def walk(patterns, prefix=""):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                yield prefix + str(pattern.pattern), pattern
            else:
                yield from walk(pattern.url_patterns, prefix + str(pattern.pattern))

    return list(walk(get_resolver().url_patterns))


def test_every_template_is_used():
    texts = {file: file.read_text() for file in SOURCES}

    def is_used(template):
        name = name_of(template)
        word = re.compile(rf"\b{template.stem}\b") if name.startswith(NAMED_BY_WORD) else re.compile(re.escape(name))
        return any(word.search(text) for file, text in texts.items() if file != template)

    assert [name_of(template) for template in TEMPLATES if not is_used(template)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=as_id)
def test_every_template_can_be_read(template):
    assert get_template(name_of(template)) is not None


@pytest.mark.trust("T7")
def test_templates_hold_no_inline_handler_style_or_script():
    inline = re.compile(
        r"""<[^>]*\s(on[a-z]+|style)\s*=\s*["']|href\s*=\s*["']\s*javascript:|<script(?![^>]*(src|nonce|type="application/json"))""",
        re.IGNORECASE,
    )
    found = [f"{name_of(file)}: {hit.group(0)[:60]}" for file in TEMPLATES for hit in inline.finditer(file.read_text())]

    assert found == []


def test_every_address_that_a_template_names_exists():
    named = {":".join([*pattern_namespaces, pattern.name]) for pattern_namespaces, pattern in _named_patterns()}
    asked = {
        (name_of(file), name)
        for file in TEMPLATES
        for name in re.findall(r"""{%\s*url\s+["']([\w:-]+)["']""", file.read_text())
    }

    assert {(file, name) for file, name in asked if name not in named} == set()


def _named_patterns(patterns=None, namespaces=()):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield namespaces, pattern
        else:
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _named_patterns(pattern.url_patterns, inner)


@pytest.mark.trust("T3")
def test_every_page_asks_for_a_right_or_says_that_it_is_public():
    open_to_anybody = [
        address
        for address, pattern in views()
        if not hasattr(pattern.callback, "rights") and getattr(pattern.callback, "login_required", True)
    ]

    assert set(open_to_anybody) == FOR_ALL_STAFF


def test_no_two_constraints_or_indexes_bear_one_name():
    names = Counter(
        rule.name for model in apps.get_models() for rule in (*model._meta.constraints, *model._meta.indexes)
    )

    assert [name for name, times in names.items() if times > 1] == []


def test_every_variable_of_the_environment_is_documented():
    read = set()
    for file in [*ROOT.glob("arogi/**/*.py"), *ROOT.glob("scripts/*.py"), *ROOT.glob("bench/**/*.py")]:
        read |= set(re.findall(r"""["'](AROGI_[A-Z_]+|DATABASE_URL)["']""", file.read_text()))
    settings_of_django = {"AROGI_APPLICATION_WALL"}
    documented = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/environment.md").read_text(), re.MULTILINE))

    assert read | settings_of_django == documented


@pytest.mark.trust("T46")
def test_every_text_has_its_greek():
    assert list(messages.all_problems()) == []


def test_a_text_is_read_by_whatever_name_gettext_was_imported():
    source = b'from django.utils.translation import gettext as now, ngettext as many\nnow("One")\nmany("a", "b", 2)\n'
    said = [text for _line, text in messages.texts_of_python(source, messages.other_names(source))]
    assert [(text.single, text.plural) for text in said] == [("One", ""), ("a", "b")]


def test_the_scoreboard_has_its_64_targets_once_each():
    areas = yaml.safe_load((ROOT / "docs/trust.yaml").read_text())["areas"]

    assert [target["id"] for area in areas for target in area["targets"]] == [f"T{number}" for number in range(1, 65)]


def test_tests_name_only_targets_and_faults_that_exist():
    marked = {
        target
        for file in ROOT.glob("tests/**/*.py")
        for call in re.findall(r"mark\.trust\(([^)]*)\)", file.read_text())
        for target in re.findall(r'"(\w+)"', call)
    }
    # T: targets of the scoreboard; F: faults that reviewers try; R: attacks on the wall of the database.
    known = {f"{letter}{number}" for letter, last in (("T", 64), ("F", 60), ("R", 12)) for number in range(1, last + 1)}

    assert marked <= known


@pytest.mark.parametrize("document", DOCUMENTS, ids=as_id)
def test_links_between_documents_lead_somewhere(document):
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text())

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.trust("T62")
def test_the_way_to_report_a_fault_is_written_down():
    text = (ROOT / "SECURITY.md").read_text()

    assert "Supported versions" in text
    assert "report" in text.lower()
