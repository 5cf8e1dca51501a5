"""Words for codes of a household's description, and for texts of the rules."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from openfisca_greece import Text, catalogue

WORDS = {
    "employed": _("Works full time"),
    "employed_part_time": _("Works part time"),
    "self_employed": _("Self-employed, farmer or freelance"),
    "unemployed": _("Unemployed"),
    "pensioner": _("Pensioner"),
    "inactive": _("Does not work and looks for no work"),
    "owned": _("Own home"),
    "rented": _("Rented"),
    "ceded": _("Lent without rent"),
    "hosted": _("Hosted by others"),
    "homeless": _("No home"),
    "none": _("None"),
    "oil": _("Heating oil, kerosene or LPG"),
    "natural_gas": _("Natural gas"),
    "district": _("District heating"),
    "firewood": _("Firewood"),
    "pellet": _("Pellets"),
    "electricity": _("Electricity"),
    "nursery": _("Nursery"),
    "kindergarten": _("Kindergarten"),
    "primary": _("Primary school"),
    "lower_secondary": _("Lower secondary school (gymnasio)"),
    "upper_secondary": _("Upper secondary school (lykeio)"),
    "tertiary": _("University or other tertiary school"),
    "deaf": _("Deafness"),
    "blind": _("Blindness"),
    "movement": _("Movement"),
    "dietary": _("Kidney, heart, liver or transplant (dietary allowance)"),
    "intellectual": _("Intellectual disability"),
    "paraplegia": _("Paraplegia or tetraplegia"),
    "thalassaemia": _("Thalassaemia or sickle cell disease"),
    "haemophilia_hiv": _("Haemophilia or HIV"),
    "other": _("Another kind"),
}


def code_words(code: str) -> str:
    """Say a code in words: that of a programme, or of a fact; one without words is shown as it is."""
    return str(WORDS[code]) if code in WORDS else title_of(code)


def words_of(text: Text) -> str:
    """Give a text of the rules in the language of the screen."""
    return text.el if get_language() == "el" else text.en


def title_of(programme: str) -> str:
    """Name a programme; one that the rules know no more is shown by its code."""
    about = catalogue().get(programme)
    return words_of(about.title) if about else programme
