import pytest

from arogi.reception.letters import UnreadableLetters, letters_in, letters_without_a_day, read_letters


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Α-Δ", "Α-Δ"),
        ("α - δ , ζ", "Α-Δ, Ζ"),
        ("Α,Β,Γ", "Α-Γ"),
        ("A–B", "Α, Β"),
        ("Ω Ψ".replace(" ", ","), "Ψ, Ω"),
        ("ά-έ", "Α-Ε"),
        ("", ""),
    ],
)
def test_letters_are_written_one_way(typed, written):
    assert read_letters(typed) == written


@pytest.mark.parametrize("typed", ["Δ-Α", "ΑΒ", "1-3", "=1+1", "😀", "Α-", "Я", "\u202eΑ-Δ\u202c-", "Ω" * 60])
def test_what_is_no_list_of_letters_is_refused(typed):
    with pytest.raises(UnreadableLetters):
        read_letters(typed)


def test_a_week_tells_which_letters_it_forgot():
    assert letters_without_a_day(["Α-Θ", "Ι-Π", "Ρ-Φ", "", ""]) == "Χ-Ω"
    assert letters_without_a_day(["Α-Ω"]) == ""
    assert letters_in("Α-Γ, Ω") == frozenset("ΑΒΓΩ")
