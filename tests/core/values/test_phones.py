import pytest

from arogi.core.values import phone


@pytest.mark.parametrize(
    "typed",
    [
        "6971234567",
        "697 123 4567",
        "697-1234567",
        "697/1234567",
        "+30 697 123 4567",
        "+306971234567",
        "0030 6971234567",
        "30 6971234567",
        "(+30) 6971234567",
        "٦٩٧١٢٣٤٥٦٧",
        "６９７１２３４５６７",
        "\u202a6971234567\u202c",
    ],
)
def test_one_mobile_written_in_many_ways_is_one_number(typed):
    checked = phone.check(typed)

    assert (checked.value, checked.codes) == ("+306971234567", ())


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("2441012345", "+302441012345", "244 101 2345"),
        ("210 1234567", "+302101234567", "210 123 4567"),
        ("6971234567", "+306971234567", "697 123 4567"),
        ("00355 69 123 4567", "+355691234567", "+355 69 123 4567"),
        ("6971234567 εσωτ. 12", "+306971234567;ext=12", "697 123 4567 (12)"),
        ("2441012345 x7", "+302441012345;ext=7", "244 101 2345 (7)"),
        ("197", "197", "197"),
        ("1107", "1107", "1107"),
        ("15900", "15900", "15900"),
        ("1056", "1056", "1056"),
        ("116111", "116111", "116111"),
        ("112", "112", "112"),
    ],
)
def test_a_good_number_is_kept_in_one_form_and_shown_in_groups(typed, value, shown):
    checked = phone.check(typed)

    assert (checked.value, checked.codes) == (value, ())
    assert phone.display(checked.value) == shown


@pytest.mark.parametrize(
    ("typed", "value", "code"),
    [
        ("697123456", "697123456", "phone_length"),
        ("69712345678", "69712345678", "phone_length"),
        ("+30 69712345", "69712345", "phone_length"),
        ("1234", "1234", "phone_length"),
        ("0", "0", "phone_length"),
        ("+", "+", "phone_length"),
        ("5971234567", "+305971234567", "phone_prefix"),
        ("+999123456", "+999123456", "phone_country"),
        ("+35569", "+35569", "phone_foreign"),
        ("2441012345/6", "2441012345/6", "phone_several"),
        ("6971234567, 2441012345", "6971234567, 2441012345", "phone_several"),
        ("+306971234567 +302441012345", "+306971234567 +302441012345", "phone_several"),
        ("69712+34567", "69712+34567", "phone_characters"),
        ("6971234567 (μαμά)", "6971234567 (μαμά)", "phone_characters"),
        ("δεν έχει", "δεν έχει", "phone_characters"),
        ("😀", "😀", "phone_characters"),
    ],
)
def test_an_odd_number_is_kept_and_the_rule_is_named(typed, value, code):
    checked = phone.check(typed)

    assert (checked.value, checked.codes) == (value, (code,))
    assert phone.display(checked.value)


def test_only_greek_mobiles_get_text_messages():
    assert phone.is_mobile("+306971234567")
    assert not phone.is_mobile("+302441012345")
    assert not phone.is_mobile("197")
