import io

import pytest
from django.urls import reverse
from lxml import html

from arogi.centres.models import Structure
from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord
from tests.factories import TODAY, member, sub_project
from tests.reception import factories

PAGE = "/reports/activity/"
DATES = {"period": "dates", "since": "1/1/2026", "until": "31/12/2026"}


@pytest.fixture
def town(karditsa):
    worker = member(karditsa)
    factories.contact(worker, "A2.01", "A1.01", person=factories.person(sex="F"))
    factories.contact(worker, "R1", person=factories.person(sex="M"), at="ROMA")
    with acting_in(karditsa.id):
        pass
    return karditsa


def cells(response):
    page = html.fromstring(response.content.decode())
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        for row in page.xpath("(//table)[1]/tbody/tr|(//table)[1]/tfoot/tr")
    ]


def test_the_page_shows_the_table_and_its_definitions(signed_in, town):
    response = signed_in("coordinator", town).get(PAGE, {**DATES, "by": ["structure"]})

    assert cells(response) == [
        ["Δομή KK (KK)", "1", "1", "1", "1", "2", "0"],
        ["Δομή ROMA (ROMA)", "1", "1", "1", "1", "1", "0"],
        ["Σύνολο", "2", "2", "2", "2", "3", "0"],
    ]
    assert "Διαφορετικά επώνυμα πρόσωπα" in response.content.decode()


def test_without_a_question_the_page_shows_this_quarter(signed_in, town):
    response = signed_in("coordinator", town).get(PAGE)

    assert response.status_code == 200
    assert "τρίμηνο" in response.content.decode()


def test_staff_of_one_structure_count_their_own_only(signed_in, town):
    centre = Structure.objects.get(code="KK")
    client = signed_in("social_worker", town, at=centre)

    response = client.get(PAGE, {**DATES, "by": ["structure"]})

    assert [row[0] for row in cells(response)] == ["Δομή KK (KK)", "Σύνολο"]
    assert "ROMA" not in response.content.decode()
    assert client.get(PAGE, {**DATES, "structure": "ROMA"}).status_code == 422


@pytest.mark.parametrize("role", ["reception", "mediator", "administrator"])
def test_roles_without_the_right_see_no_report(signed_in, town, role):
    client = signed_in(role, town)

    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}csv/").status_code == 403


def test_a_social_worker_sees_the_report_and_takes_no_file_away(signed_in, town):
    client = signed_in("social_worker", town)

    assert client.get(PAGE).status_code == 200
    assert client.get(f"{PAGE}csv/").status_code == 403
    assert "csv" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("form", "magic"),
    [("csv", b"\xef\xbb\xbfstructure"), ("xlsx", b"PK"), ("ods", b"PK"), ("pdf", b"%PDF"), ("json", b"{")],
)
def test_the_same_comes_as_a_file_and_leaves_an_access_record(signed_in, town, form, magic):
    response = signed_in("coordinator", town).get(
        reverse("reports:activity_file", args=[form]), {**DATES, "by": ["structure"]}
    )

    assert response.content.startswith(magic)
    assert response["Content-Disposition"] == f'attachment; filename="activity-karditsa-2026-01-01-2026-12-31.{form}"'
    record = AccessRecord.objects.get(verb="export", kind="activity_report")
    assert (record.detail["format"], record.detail["by"]) == (form, ["structure"])


@pytest.mark.parametrize(
    "asked",
    [
        {"period": "dates"},
        {"period": "dates", "since": "31/12/2026", "until": "1/1/2026"},
        {"period": "dates", "since": "χθες", "until": "1/1/2026"},
        {"period": "2026-Q9"},
        {"period": "start", "by": "colour"},
        {"period": "start", "structure": "=1+1"},
        {"period": "😀" * 1000},
        {"period": "start", "by": ["structure", "sex", "service", "month", "year"]},
    ],
    ids=["no dates", "backwards", "no date", "quarter", "dimension", "structure", "emoji", "too many"],
)
def test_a_question_that_makes_no_sense_is_shown_again_with_what_to_do(signed_in, town, asked):
    response = signed_in("coordinator", town).get(PAGE, asked)

    assert response.status_code == 422
    assert html.fromstring(response.content.decode()).xpath("//*[contains(@class, 'govuk-error-summary')]")
    assert signed_in("coordinator", town).get(f"{PAGE}csv/", asked).status_code == 404


def test_an_unknown_form_of_file_is_not_found(signed_in, town):
    assert signed_in("coordinator", town).get(f"{PAGE}docx/", DATES).status_code == 404


def test_a_hostile_name_of_a_structure_is_shown_as_text(signed_in, town):
    hostile = "<script>alert(1)</script>"
    Structure.objects.filter(code="KK").update(name_el=hostile)

    response = signed_in("coordinator", town).get(PAGE, {**DATES, "by": ["structure"]})

    assert hostile not in response.content.decode()
    assert cells(response)[0][0] == f"{hostile} (KK)"


def test_grants_nationalities_and_referrals_have_words_and_definitions(signed_in, town):
    sub_project("6003331", "<b>1</b>", at="KK")
    factories.contact(member(town), person=factories.person(citizenships=["ROU"]))

    response = signed_in("coordinator", town).get(PAGE, {**DATES, "by": ["sub_project", "nationality", "referral"]})

    assert [row[:3] for row in cells(response)[:-1]] == [
        ["Πράξη 6003331, υποέργο <b>1</b>", "Άλλη χώρα της Ευρωπαϊκής Ένωσης", "Δεν παραπέμφθηκε"],
        ["Χωρίς υποέργο", "Άγνωστο", "Δεν παραπέμφθηκε"],
    ]
    assert "απροσδιόριστη. Όποιος δεν δήλωσε" in response.content.decode()


def test_bars_are_drawn_beside_their_numbers(signed_in, town):
    response = signed_in("coordinator", town).get(PAGE, {**DATES, "by": ["structure"]})

    page = html.parse(io.StringIO(response.content.decode()))
    assert page.xpath("//rect/@width") == ["100.0%", "50.0%"]
    assert "style=" not in response.content.decode()


def test_the_page_speaks_english_too(signed_in, town):
    client = signed_in("coordinator", town)
    client.user.language = "en"
    client.user.save()

    content = client.get(PAGE, {**DATES, "by": ["month", "sex"]}).content.decode()

    assert "November 2026" in content
    assert "person-months" in content
    assert TODAY.year == 2026
