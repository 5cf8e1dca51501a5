"""Components of the screen: what they say to eyes, to screen readers and to hostile text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.urls import include, path
from django.utils import translation
from lxml import html

from arogi.core import catalogue, shown
from arogi.core.notices import undo_address
from arogi.core.templatetags import components
from arogi.core.values.partial_date import UNKNOWN_DATE, PartialDate

# Components stand below every other module: they are drawn without the others' pages.
urlpatterns = [path("", include("arogi.core.urls"))]
pytestmark = pytest.mark.urls(__name__)
HOSTILE = '"><svg onload=alert(1)>{{ 7|add:7 }}'


def drawn(source: str, /, language: str = "en", **context: object) -> html.HtmlElement:
    """Draw a piece of template text and give it as an element to look into."""
    with translation.override(language):
        text = engines["django"].from_string(source).render(context)
    return html.fragment_fromstring(text, create_parent="body")


class PersonForm(forms.Form):
    surname = forms.CharField(help_text="As in the papers")
    nickname = forms.CharField(required=False)
    note = forms.CharField(required=False, widget=forms.Textarea)
    born = forms.DateField(required=False, widget=forms.DateInput)
    sex = forms.ChoiceField(choices=[("m", "Man"), ("f", "Woman")], widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        choices=[("lift", "Lift"), ("sign", "Signs")], required=False, widget=forms.CheckboxSelectMultiple
    )
    safe = forms.BooleanField(required=False)
    service = forms.ChoiceField(
        required=False, choices=[("", ""), ("1", "One")], widget=forms.Select(attrs={"data-arogi-typeahead": True})
    )
    email = forms.EmailField(required=False, widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    token = forms.CharField(required=False, widget=forms.HiddenInput)


def test_every_tag_stands_in_the_catalogue():
    tags = {"help" if name == "help_" else name for name in components.register.tags}
    shown_tags = {name for names in catalogue.GROUPS.values() for name in names}

    assert tags - shown_tags - set(catalogue.ALSO_SHOWN) - catalogue.OF_THE_FRAME == set()


def test_every_example_is_listed_in_the_catalogue():
    files = {file.stem for file in Path(catalogue.__file__).parent.glob("templates/core/examples/*.html")}

    assert files == {name for names in catalogue.GROUPS.values() for name in names}


@pytest.mark.parametrize("language", ["el", "en"])
def test_the_catalogue_draws_every_component_in_both_languages(language):
    page = drawn(
        '{% include "core/components.html" %}',
        language,
        **catalogue.catalogue(),
        request=RequestFactory().get("/dev/components/"),
    )

    specimens = page.xpath("//section[@class='specimen']")
    assert len(specimens) == sum(len(names) for names in catalogue.GROUPS.values())
    assert all(specimen.xpath(".//*[@class='specimen__shown'][* or normalize-space()]") for specimen in specimens)


def test_a_text_field_ties_label_hint_and_readers_to_its_box():
    page = drawn('{% field form.surname readers="All staff read it." %}', form=PersonForm())

    box = page.xpath("//input[@id='id_surname']")[0]
    assert page.xpath("//label[@for='id_surname']")
    described = [page.get_element_by_id(name).text_content() for name in box.get("aria-describedby").split()]
    assert described == ["As in the papers", "All staff read it."]


def test_a_refused_field_says_why_beside_itself_and_keeps_what_was_typed():
    form = PersonForm({"surname": "Α", "born": "31/2/1984"})

    page = drawn("{% field form.born %}", form=form)

    box = page.xpath("//input")[0]
    assert (box.get("value"), box.get("aria-invalid")) == ("31/2/1984", "true")
    assert "id_born-error" in box.get("aria-describedby").split()
    assert "Error:" in page.get_element_by_id("id_born-error").text_content()


def test_a_warning_stands_beside_its_field_without_making_it_wrong():
    form = PersonForm({"surname": "Α", "sex": "m", "born": "1/1/1984"})
    form.field_warnings = {"born": ["Often a guess."]}

    page = drawn("{% field form.born %}", form=form)

    assert page.xpath("//input")[0].get("aria-invalid") is None
    assert "Often a guess." in page.get_element_by_id("id_born-warning").text_content()


def test_the_browser_is_never_asked_to_remember_what_was_typed_about_a_citizen():
    page = drawn("{% field form.surname %}{% field form.note %}{% field form.email %}", form=PersonForm())

    assert page.xpath("//input[@name='surname']/@autocomplete") == ["off"]
    assert page.xpath("//textarea/@autocomplete") == ["off"]
    assert page.xpath("//input[@name='email']/@autocomplete") == ["username"]


@pytest.mark.parametrize(("name", "kind"), [("sex", "radio"), ("needs", "checkbox")])
def test_a_group_of_choices_has_a_legend_and_a_label_for_each(name, kind):
    page = drawn("{% field form.{name} %}".replace("{name}", name), form=PersonForm())

    choices = page.xpath(f"//fieldset[legend]//input[@type='{kind}']")
    assert len(choices) == 2
    assert all(page.xpath(f"//label[@for='{choice.get('id')}']") for choice in choices)


def test_the_chosen_of_a_group_stays_chosen():
    page = drawn("{% field form.sex %}{% field form.needs %}{% field form.safe %}", form=PersonForm(
        {"sex": "f", "needs": ["sign"], "safe": "on"}
    ))  # fmt: skip

    assert page.xpath("//input[@checked]/@id") == ["id_sex_1", "id_needs_1", "id_safe"]


def test_required_is_said_only_where_something_else_is_not():
    page = drawn("{% field form.surname %}{% field form.nickname %}", form=PersonForm())

    assert [label.text_content().strip() for label in page.xpath("//label")] == ["Surname (required)", "Nickname"]


def test_a_hidden_field_is_drawn_bare():
    page = drawn("{% field form.token %}", form=PersonForm())

    assert [element.tag for element in page.iterchildren()] == ["input"]


def test_a_long_list_carries_the_words_that_its_script_speaks():
    page = drawn("{% field form.service %}", "el", form=PersonForm())

    assert page.xpath("//select/@data-arogi-words-none") == ["Δεν βρέθηκε τίποτα"]


@pytest.mark.parametrize("source", [
    "{% field form.surname label=hostile hint=hostile readers=hostile data_x=hostile %}",
    "{% button hostile name=hostile value=hostile %}{% link_button hostile hostile %}{% tag hostile %}",
    "{% notice hostile %}{{ hostile }}{% endnotice %}{% sealed hostile %}{{ hostile }}{% endsealed %}",
    "{% details hostile id=hostile %}{{ hostile }}{% enddetails %}{% help hostile %}{{ hostile }}{% endhelp %}",
    "{% summary_list %}{% row hostile url=hostile act=hostile %}{{ hostile }}{% endrow %}{% endsummary_list %}",
    "{% timeline %}{% event hostile when=hostile_day by=hostile %}{{ hostile }}{% endevent %}{% endtimeline %}",
    "{% identity_bar hostile called=hostile %}{% fact hostile %}{{ hostile }}{% endfact %}{% endidentity_bar %}",
    "{% masked hostile hostile url=hostile %}{% back_link hostile hostile %}{% breadcrumbs hostile hostile %}",
    "{% statistic hostile hostile hostile hostile %}{% nothing_yet hostile %}{% table hostile %}{% endtable %}",
    "{% fieldset hostile hint=hostile %}{{ hostile }}{% endfieldset %}{% inset %}{{ hostile }}{% endinset %}",
    "{% side_panel hostile id=hostile %}{% endside_panel %}",
    "{% filter_panel hostile submit=hostile method=hostile %}{% endfilter_panel %}",
], ids=lambda source: source.split()[1])  # fmt: skip
def test_hostile_text_is_shown_as_text(source):
    form = PersonForm({"surname": HOSTILE})

    page = drawn(source, form=form, hostile=HOSTILE, hostile_day=dt.date(2026, 3, 3))

    assert page.xpath("//svg | //*[@onload]") == []
    assert HOSTILE in html.tostring(page, encoding="unicode", method="text") + " ".join(page.xpath("//@*"))


def test_the_error_summary_leads_to_each_wrong_field_and_to_the_first_of_a_group():
    form = PersonForm({"surname": "", "sex": ""})
    form.add_error(None, "Nothing fits together.")

    page = drawn("{% error_summary form %}", form=form)

    assert page.xpath("//a/@href") == ["#id_surname", "#id_sex_0"]
    assert [item.text_content().strip() for item in page.xpath("//li")] == [
        "Nothing fits together.", "Surname: This field is required.", "Sex: This field is required.",
    ]  # fmt: skip


def test_the_error_summary_reads_formsets_line_by_line():
    first = {"form-0-surname": "Α", "form-0-sex": "m"}
    second = {"form-1-nickname": "Β", "form-1-sex": "m"}
    lines = forms.formset_factory(PersonForm, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", **first, **second}
    )

    page = drawn("{% error_summary lines %}", lines=lines)

    assert page.xpath("//a/@href") == ["#id_form-1-surname"]


def test_there_is_no_error_summary_where_nothing_is_wrong():
    assert len(drawn("{% error_summary form %}", form=PersonForm())) == 0


def test_the_title_of_a_refused_page_begins_with_the_error():
    refused = drawn("{% error_prefix %}x", "el", form=PersonForm({"surname": ""}))
    fresh = drawn("{% error_prefix %}x", "el", form=PersonForm())

    assert (refused.text_content(), fresh.text_content()) == ("Σφάλμα: x", "x")


@pytest.mark.parametrize(("write", "value", "greek", "english"), [
    (shown.day, dt.date(2026, 3, 3), "3 Μαρ 2026", "3 Mar 2026"),
    (shown.day, dt.date(2026, 5, 31), "31 Μαΐ 2026", "31 May 2026"),
    (shown.day, dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC), "1 Ιουλ 2026", "1 Jul 2026"),
    (shown.day, PartialDate.of(1984), "1984", "1984"),
    (shown.day, PartialDate.of(1984, 11), "Νοε 1984", "Nov 1984"),
    (shown.day, UNKNOWN_DATE, "", ""),
    (shown.day, None, "", ""),
    (shown.long_day, dt.date(2026, 3, 3), "Τρίτη 3 Μαρτίου 2026", "Tuesday 3 March 2026"),
    (shown.typed_day, dt.date(2026, 3, 3), "03/03/2026", "03/03/2026"),
    (shown.typed_day, PartialDate.of(1984, 11), "11/1984", "11/1984"),
    (shown.moment, dt.datetime(2026, 1, 3, 12, 5, tzinfo=dt.UTC), "3 Ιαν 2026, 14:05", "3 Jan 2026, 14:05"),
    (shown.clock, dt.time(0, 0), "00:00", "00:00"),
    (shown.number, 1234567, "1.234.567", "1,234,567"),
    (shown.number, None, "", ""),
    (shown.money, Decimal("1234.5"), "1.234,50 €", "1,234.50 €"),
    (shown.money, 216, "216 €", "216 €"),
    (shown.phone, "+306971234567", "697 123 4567", "697 123 4567"),
    (shown.phone, None, "", ""),
], ids=lambda value: getattr(value, "__name__", str(value)))  # fmt: skip
def test_values_are_written_as_people_read_them(write, value, greek, english):
    with translation.override("el"):
        in_greek = write(value)
    with translation.override("en"):
        in_english = write(value)

    assert (in_greek, in_english) == (greek, english)


@pytest.mark.parametrize(("tags", "address"), [
    ("undo:/reception/contacts/1/undo/", "/reception/contacts/1/undo/"),
    ("undo://evil.example/", ""),
    ("undo:https://evil.example/", ""),
    ("undo:javascript:alert(1)", ""),
    ("/reception/", ""),
    ("", ""),
    (None, ""),
])  # fmt: skip
def test_undo_leads_only_to_addresses_of_this_program(tags, address):
    assert undo_address(tags) == address


def test_nobody_may_anything_before_signing_in():
    page = drawn('{% may "people.view" as x %}{{ x }}')

    assert page.text_content() == "False"


def test_the_menu_leaves_out_what_the_member_may_not_and_what_does_not_exist():
    source = (
        '{% nav_link "core:components" "Allowed" right="reports.view" %}'
        '{% nav_link "core:components" "Not allowed" right="staff.manage" %}{% nav_link "no:page" "No page" %}'
    )
    member = SimpleNamespace(may=lambda right: right == "reports.view")

    page = drawn(source, member=member, request=RequestFactory().get("/dev/components/"))

    links = page.xpath("//a")
    assert [(link.text_content().strip(), link.get("aria-current")) for link in links] == [("Allowed", "page")]


def test_paging_keeps_the_rest_of_the_address():
    request = RequestFactory().get("/list/", {"period": "2026-q1", "page": "2"})

    page = drawn("{% pagination page %}", page=Paginator(range(50), 10).page(2), request=request)

    assert page.xpath("//a[@rel='next']/@href") == ["?period=2026-q1&page=3"]
    assert page.xpath("//a[@aria-current='page']/@aria-label") == ["Page 2"]


def test_a_list_of_one_page_has_no_paging():
    page = drawn("{% pagination page %}", page=Paginator([], 10).page(1), request=RequestFactory().get("/"))

    assert len(page) == 0


def test_a_number_is_revealed_only_by_a_form_and_only_to_those_who_may():
    may = drawn('{% masked "*******1234" "AMKA" url="/reveal/" %}', csrf_token="token")
    may_not = drawn('{% masked "*******1234" "AMKA" %}')

    assert may.xpath("//form[@method='post'][@action='/reveal/']//button")[0].text_content() == "Show: AMKA"
    assert may_not.xpath("//form") == []


def test_a_filter_by_post_carries_the_token_and_one_by_address_does_not():
    by_post = drawn('{% filter_panel "Find" method="post" %}{% endfilter_panel %}', csrf_token="token")
    by_address = drawn('{% filter_panel "Period" %}{% endfilter_panel %}', csrf_token="token")

    assert by_post.xpath("//input[@name='csrfmiddlewaretoken']/@value") == ["token"]
    assert by_address.xpath("//input") == []


def test_an_event_says_its_time_to_people_and_to_programs():
    page = drawn('{% event "Call" when=when %}{% endevent %}', "el", when=dt.datetime(2026, 1, 3, 12, 5, tzinfo=dt.UTC))

    stamp = page.xpath("//time")[0]
    assert (stamp.text_content(), stamp.get("datetime")) == ("3 Ιαν 2026, 14:05", "2026-01-03T12:05:00+00:00")
