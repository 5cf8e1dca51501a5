import datetime as dt

import pytest
from django.utils import translation
from stdnum import luhn
from stdnum.iban import calc_check_digits

from arogi.core.values import afm, amka, asylum_card, iban, identity_card, paaypa, passport, personal_number
from arogi.core.values.checked import Severity, UnreadableValue
from arogi.core.values.partial_date import UNKNOWN_DATE, PartialDate


def made_amka(ten_digits):
    return ten_digits + luhn.calc_check_digit(ten_digits)


def made_afm(eight_digits):
    return next(eight_digits + last for last in "0123456789" if afm.fits_check_digit(eight_digits + last))


MAN_1984 = made_amka("0305841231")
WOMAN_1984 = made_amka("0305841232")
AFM = made_afm("12345678")
OLD_AFM = made_afm("01234567")


class TestAmka:
    def test_the_examples_of_the_dossier_hold(self):
        assert amka.check("01013099997").codes == ()
        assert amka.check("09095986680").codes == ("amka_check_digit",)

    @pytest.mark.parametrize(
        ("typed", "value", "codes"),
        [
            (MAN_1984, MAN_1984, ()),
            (f" {MAN_1984[:6]} {MAN_1984[6:]} ", MAN_1984, ()),
            (f"{MAN_1984[:6]}-{MAN_1984[6:]}", MAN_1984, ()),
            ("\u200f" + MAN_1984 + "\u00a0", MAN_1984, ()),
            (MAN_1984.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")), MAN_1984, ()),
            (MAN_1984.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")), MAN_1984, ()),
            (MAN_1984.translate(str.maketrans("0123456789", "０１２３４５６７８９")), MAN_1984, ()),
            ("12345", "12345", ("amka_length",)),
            (made_amka("3105841231")[:10], made_amka("3105841231")[:10], ("amka_length",)),
            (MAN_1984[1:], MAN_1984[1:], ("amka_length", "amka_zero_lost")),
            (MAN_1984 + "0", MAN_1984 + "0", ("amka_length",)),
            ("0305841231a", "0305841231A", ("amka_characters",)),
            ("δεν έχει", "ΔΕΝΕΧΕΙ", ("amka_characters",)),
            ("=1+1", "=1+1", ("amka_characters",)),
            ("00000000000", "00000000000", ("amka_zeros",)),
            ("0", "0", ("amka_zeros",)),
            (MAN_1984[:-1] + str((int(MAN_1984[-1]) + 1) % 10), None, ("amka_check_digit",)),
            (made_amka("3102841231"), None, ("amka_date_part",)),
            (made_amka("0013841231"), None, ("amka_date_part",)),
            (made_amka("2902831231"), None, ("amka_date_part",)),
            (made_amka("2902121231"), None, ()),
            (made_amka("2902001231"), None, ()),
        ],
    )
    def test_each_rule_that_fails_is_named(self, typed, value, codes):
        checked = amka.check(typed)

        assert checked.codes == codes
        assert checked.value == (value or typed)

    @pytest.mark.parametrize(
        ("number", "born"),
        [
            (MAN_1984, PartialDate.of(1984, 5, 3)),
            (MAN_1984, PartialDate.of(1984, 5)),
            (MAN_1984, PartialDate.of(1984)),
            (MAN_1984, UNKNOWN_DATE),
            (made_amka("0101151231"), PartialDate.of(1915, 1, 1)),
            (made_amka("0101151231"), PartialDate.of(2015, 1, 1)),
            (made_amka("2902001231"), PartialDate.of(2000, 2, 29)),
        ],
    )
    def test_a_birth_date_that_fits_in_its_known_parts_is_not_warned_of(self, number, born):
        assert amka.check(number, born=born).codes == ()

    @pytest.mark.parametrize("born", [PartialDate.of(1984, 5, 4), PartialDate.of(1984, 6), PartialDate.of(1985)])
    def test_a_birth_date_that_does_not_fit_is_warned_of(self, born):
        (warning,) = amka.check(MAN_1984, born=born).warnings

        assert warning.code == "amka_birth_date"
        assert born.display in warning.message

    def test_a_child_of_2015_is_no_old_person(self):
        checked = amka.check(made_amka("0101151231"), born=PartialDate.of(2015, 6, 1))

        assert checked.codes == ("amka_birth_date",)
        assert "1915" not in checked.warnings[0].message

    @pytest.mark.parametrize(
        ("number", "sex", "codes"),
        [
            (MAN_1984, "M", ()),
            (MAN_1984, "F", ("amka_sex",)),
            (WOMAN_1984, "F", ()),
            (WOMAN_1984, "M", ("amka_sex",)),
            (WOMAN_1984, "X", ()),
            (WOMAN_1984, "", ()),
        ],
    )
    def test_the_tenth_digit_is_compared_with_a_declared_sex_only(self, number, sex, codes):
        assert amka.check(number, sex=sex).codes == codes

    def test_all_cross_checks_are_told_at_once(self):
        wrong = WOMAN_1984[:-1] + str((int(WOMAN_1984[-1]) + 1) % 10)

        codes = amka.check(wrong, born=PartialDate.of(1990), sex="M").codes

        assert codes == ("amka_check_digit", "amka_birth_date", "amka_sex")

    def test_no_message_repeats_the_number(self):
        checked = amka.check(WOMAN_1984, born=PartialDate.of(1990), sex="M")

        assert not any(WOMAN_1984 in warning.message for warning in checked.warnings)


class TestAfm:
    @pytest.mark.parametrize(
        ("typed", "value", "codes"),
        [
            (AFM, AFM, ()),
            (f"EL{AFM}", AFM, ()),
            (f"ΕΛ {AFM}", AFM, ()),
            (f" {AFM[:3]} {AFM[3:6]} {AFM[6:]}", AFM, ()),
            (OLD_AFM, OLD_AFM, ()),
            (OLD_AFM[1:], OLD_AFM, ("afm_zero_added",)),
            ("000000000", "000000000", ("afm_zeros",)),
            ("00000000", "00000000", ("afm_zeros",)),
            (AFM[:-1] + str((int(AFM[-1]) + 1) % 10), None, ("afm_check_digit",)),
            (AFM[:7], AFM[:7], ("afm_length",)),
            (AFM + "1", AFM + "1", ("afm_length",)),
            ("δεν ξέρει", "ΔΕΝΞΕΡΕΙ", ("afm_characters",)),
            ("ELΑΒ", "ELΑΒ", ("afm_characters",)),
        ],
    )
    def test_each_rule_that_fails_is_named(self, typed, value, codes):
        checked = afm.check(typed)

        assert checked.codes == codes
        assert checked.value == (value or typed)

    def test_eight_digits_that_are_not_right_with_a_zero_stay_eight(self):
        eight = OLD_AFM[1:-1] + str((int(OLD_AFM[-1]) + 1) % 10)

        assert afm.check(eight).value == eight
        assert afm.check(eight).codes == ("afm_length",)

    def test_a_zero_in_front_is_a_note_that_needs_no_reason(self):
        checked = afm.check(OLD_AFM[1:])

        assert checked.warnings[0].severity is Severity.NOTE
        assert not checked.needs_reason

    def test_a_weighted_sum_of_ten_gives_the_check_digit_zero(self):
        # 5 x 2 = 10, and 10 modulo 11 modulo 10 is 0.
        assert afm.check("000000050").codes == ()

    def test_zeros_need_a_reason(self):
        assert afm.check("000000000").needs_reason


class TestPersonalNumber:
    @pytest.mark.parametrize(
        ("typed", "codes"),
        [
            (f"A1B{AFM}", ()),
            (f"a1b {AFM}", ()),
            (f"Α1Β-{AFM}", ()),
            (f"11{AFM}", ("personal_number_length",)),
            (f"111{AFM}", ("personal_number_shape",)),
            (f"A1Δ{AFM}", ("personal_number_shape",)),
            (f"A1B{AFM[:-1]}X", ("personal_number_shape",)),
            ("A1B000000000", ("personal_number_afm_part",)),
            (f"A1B{AFM[:-1]}{(int(AFM[-1]) + 1) % 10}", ("personal_number_afm_part",)),
        ],
    )
    def test_shape_and_embedded_afm_are_checked(self, typed, codes):
        assert personal_number.check(typed).codes == codes

    def test_letters_are_kept_in_latin(self):
        assert personal_number.check(f"Α1Β {AFM}").value == f"A1B{AFM}"

    def test_the_last_nine_must_be_the_afm_of_the_person(self):
        assert personal_number.check(f"A1B{AFM}", afm_of_person=AFM).codes == ()
        assert personal_number.check(f"A1B{AFM}", afm_of_person=OLD_AFM).codes == ("personal_number_other_afm",)


class TestIdentityCard:
    @pytest.mark.parametrize("typed", ["ΑΒ123456", "AB123456", "aB-123456", " αβ 123 456 ", "AΒ.123456"])
    def test_both_keyboards_give_one_number_in_greek(self, typed):
        checked = identity_card.check(typed)

        assert checked.value == "ΑΒ123456"
        assert checked.codes == ()

    @pytest.mark.parametrize(
        ("typed", "codes"),
        [
            ("Σ 123456", ()),
            ("ΨΩ 123456", ()),
            ("ΑΒ 12345", ("identity_card_digits",)),
            ("ΣΔ 1234567", ("identity_card_digits",)),
            ("Α00123456", ("identity_card_new",)),
            ("AB1234567", ("identity_card_new",)),
            ("ΑΒΓ123456", ("identity_card_shape",)),
            ("CD123456", ("identity_card_shape",)),
            ("123456", ("identity_card_shape",)),
            ("ΚΑΤΟΙΚΟΝ", ("identity_card_shape",)),
        ],
    )
    def test_old_and_new_and_other_cards_are_told_apart(self, typed, codes):
        assert identity_card.check(typed).codes == codes

    def test_a_new_card_needs_no_reason_and_says_that_the_rule_is_unverified(self):
        checked = identity_card.check("A00123456")

        assert not checked.needs_reason
        with translation.override("en"):
            assert "unverified" in checked.warnings[0].message


class TestPassport:
    @pytest.mark.parametrize(
        ("typed", "country", "value", "codes"),
        [
            ("ΑΑ 1234567", "GR", "AA1234567", ()),
            ("aa1234567", "GRC", "AA1234567", ()),
            ("A1234567", "GRC", "A1234567", ("passport_greek_shape",)),
            ("A1234567", "ALB", "A1234567", ()),
            ("123456789", "", "123456789", ()),
            ("ABCDEFG", "", "ABCDEFG", ("passport_no_digit",)),
            ("ΔΓ123456", "", "ΔΓ123456", ("passport_characters",)),
            ("A12#45", "", "A12#45", ("passport_characters",)),
        ],
    )
    def test_greek_passports_have_a_form_and_others_only_signs(self, typed, country, value, codes):
        checked = passport.check(typed, country=country)

        assert (checked.value, checked.codes) == (value, codes)


class TestPaaypa:
    @pytest.mark.parametrize(
        ("typed", "codes"),
        [
            ("01234567890", ()),
            ("012 345 678-91", ()),
            ("0123456789", ("paaypa_length",)),
            ("0123456789A", ("paaypa_characters",)),
            ("00000000000", ("paaypa_zeros",)),
        ],
    )
    def test_eleven_digits_are_expected_and_no_check_digit(self, typed, codes):
        assert paaypa.check(typed).codes == codes

    def test_the_rule_is_said_to_be_unverified(self):
        with translation.override("en"):
            assert "unverified" in paaypa.check("123").warnings[0].message


class TestAsylumCard:
    def test_any_form_is_kept_in_capitals_of_one_alphabet(self):
        assert asylum_card.check(" dp-12/ 0034 ").value == "DP-12/ 0034"
        assert asylum_card.check("Α 12").value == asylum_card.check("A 12").value == "A 12"
        assert asylum_card.check("AΔ 12").value == "ΑΔ 12"

    def test_signs_alone_are_warned_of(self):
        assert asylum_card.check("--").codes == ("no_letter_or_digit",)


class TestValidity:
    TODAY = dt.date(2026, 11, 22)

    @pytest.mark.parametrize(
        ("issued_on", "ends_on", "codes"),
        [
            (None, None, []),
            (dt.date(2026, 1, 1), dt.date(2029, 1, 1), []),
            (dt.date(2026, 1, 1), dt.date(2026, 11, 22), []),
            (dt.date(2020, 1, 1), dt.date(2026, 11, 21), ["expired"]),
            (dt.date(2026, 1, 2), dt.date(2026, 1, 1), ["ends_before_issue"]),
            (dt.date(2026, 1, 1), dt.date(2026, 1, 1), ["ends_before_issue"]),
            (dt.date(2026, 12, 1), None, ["issued_in_future"]),
            (None, dt.date(2020, 1, 1), ["expired"]),
        ],
    )
    def test_the_end_comes_after_the_issue_and_an_end_in_the_past_is_told(self, issued_on, ends_on, codes):
        warnings = asylum_card.period_warnings(issued_on=issued_on, ends_on=ends_on, today=self.TODAY)

        assert [warning.code for warning in warnings] == codes


class TestIban:
    GOOD = "GR1601101250000000012300695"
    NO_COUNTRY = f"XX{calc_check_digits('XX00123456789')}123456789"
    SHORT = f"DE{calc_check_digits('DE0012345')}12345"

    @pytest.mark.parametrize(
        ("typed", "value", "codes"),
        [
            (GOOD, GOOD, ()),
            (f"iban {GOOD[:4]} {GOOD[4:8]} {GOOD[8:]}".lower(), GOOD, ()),
            ("ΓΡ" + GOOD[2:], GOOD, ()),
            (GOOD[:-1], GOOD[:-1], ("iban_greek_length",)),
            (GOOD[:-1] + "6", GOOD[:-1] + "6", ("iban_check_digits",)),
            ("123", "123", ("iban_characters",)),
            ("GRΨ", "GRΨ", ("iban_characters",)),
            ("IBAN", "IBAN", ("iban_check_digits",)),
            (NO_COUNTRY, NO_COUNTRY, ("iban_country",)),
            (SHORT, SHORT, ("iban_shape",)),
        ],
    )
    def test_each_rule_that_fails_is_named(self, typed, value, codes):
        checked = iban.check(typed)

        assert (checked.value, checked.codes) == (value, codes)

    def test_it_is_shown_in_groups_of_four(self):
        assert iban.display(self.GOOD) == "GR16 0110 1250 0000 0001 2300 695"


CHECKS = [
    amka.check,
    afm.check,
    personal_number.check,
    identity_card.check,
    passport.check,
    paaypa.check,
    asylum_card.check,
    iban.check,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__module__.rsplit(".", 1)[1])
class TestUnusableText:
    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("12\x0034", "broken_characters"),
            ("\ud83d12", "broken_characters"),
            ("1" * 101, "too_long"),
            ("1" * 10_000, "too_long"),
            ("ﷺ" * 90, "too_long"),
            ("", "blank"),
            (" \u200b\u202e\n", "blank"),
        ],
        ids=["NUL", "lone surrogate", "101", "10000", "expanding", "empty", "hidden marks"],
    )
    def test_it_is_refused_with_a_sentence(self, check, typed, code):
        with pytest.raises(UnreadableValue) as refusal:
            check(typed)

        assert refusal.value.code == code
        assert str(refusal.value).endswith(".")
