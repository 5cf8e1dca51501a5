"""Words of a household's description that a rule understands, and the codes they stand for."""

from __future__ import annotations

EU = frozenset(
    [
        "AUT",
        "BEL",
        "BGR",
        "HRV",
        "CYP",
        "CZE",
        "DNK",
        "EST",
        "FIN",
        "FRA",
        "DEU",
        "HUN",
        "IRL",
        "ITA",
        "LVA",
        "LTU",
        "LUX",
        "MLT",
        "NLD",
        "POL",
        "PRT",
        "ROU",
        "SVK",
        "SVN",
        "ESP",
        "SWE",
    ]
)
EEA_AND_SWISS = frozenset({"ISL", "LIE", "NOR", "CHE"})

NATIONALITIES = ("unknown", "greek", "eu", "eea_or_swiss", "third_country")
SEXES = ("unknown", "female", "male", "other")
EMPLOYMENTS = ("unknown", "employed", "employed_part_time", "self_employed", "unemployed", "pensioner", "inactive")
TENURES = ("unknown", "owned", "rented", "ceded", "hosted", "homeless")
FUELS = ("unknown", "none", "oil", "natural_gas", "district", "firewood", "pellet", "electricity")
SCHOOL_LEVELS = (
    "unknown", "none", "nursery", "kindergarten", "primary", "lower_secondary", "upper_secondary", "tertiary",
)  # fmt: skip
DISABILITY_KINDS = (
    "deaf", "blind", "movement", "dietary", "intellectual", "paraplegia", "thalassaemia", "haemophilia_hiv",
)  # fmt: skip

# Other words for the same thing, as registers write them.
SYNONYMS: dict[str, dict[str, str]] = {
    "sex": {"f": "female", "m": "male", "x": "other"},
    "employment": {
        "employee": "employed", "wage_earner": "employed", "working": "employed", "full_time": "employed",
        "employed_full_time": "employed", "part_time": "employed_part_time", "employee_part_time": "employed_part_time",
        "self-employed": "self_employed", "freelance": "self_employed", "farmer": "self_employed",
        "retired": "pensioner", "student": "inactive", "homemaker": "inactive", "housework": "inactive",
        "child": "inactive", "none": "inactive",
    },
    "tenure": {
        "owner": "owned", "own": "owned", "owner_occupied": "owned", "rent": "rented", "tenant": "rented",
        "free": "ceded", "granted": "ceded", "guest": "hosted", "shelter": "homeless",
    },
    "heating_fuel": {
        "heating_oil": "oil", "kerosene": "oil", "lpg": "oil", "gas": "natural_gas", "district_heating": "district",
        "wood": "firewood", "biomass": "firewood", "pellets": "pellet", "electric": "electricity",
    },
    "school_level": {
        "pre_primary": "kindergarten", "preschool": "kindergarten", "nipiagogeio": "kindergarten",
        "gymnasium": "lower_secondary", "lyceum": "upper_secondary", "secondary": "upper_secondary",
        "university": "tertiary", "higher": "tertiary",
    },
    "disability_kinds": {
        "deafness": "deaf", "hearing": "deaf", "hearing_loss": "deaf", "hearing_impairment": "deaf",
        "blindness": "blind", "visual": "blind", "visual_impairment": "blind", "paralysis": "movement",
        "vision": "blind", "mobility": "movement", "motor": "movement", "amputation": "movement", "kinetic": "movement",
        "kidney": "dietary", "nephropathic": "dietary", "dialysis": "dietary", "renal": "dietary",
        "renal_failure": "dietary", "kidney_failure": "dietary", "kidney_transplant": "dietary",
        "heart_transplant": "dietary", "liver_transplant": "dietary", "heart": "dietary", "thalassemia": "thalassaemia",
        "liver": "dietary", "transplant": "dietary", "mental_retardation": "intellectual", "mental": "intellectual",
        "tetraplegia": "paraplegia", "quadriplegia": "paraplegia", "sickle_cell": "thalassaemia",
        "haemophilia": "haemophilia_hiv", "hemophilia": "haemophilia_hiv", "hiv": "haemophilia_hiv",
        "aids": "haemophilia_hiv",
    },
}  # fmt: skip


def nationality(citizenship: str) -> str:
    """Give the group of law that a citizenship (ISO 3166 alpha-3) belongs to; stateless persons are third-country."""
    code = citizenship.strip().upper()
    if code in {"GRC", "GR", "EL"}:
        return "greek"
    if code in EU:
        return "eu"
    if code in EEA_AND_SWISS:
        return "eea_or_swiss"
    return "third_country" if len(code) == 3 and code.isalpha() else "unknown"


def understood(field: str, word: str) -> str:
    """Give the code that a word stands for."""
    plain = word.strip().lower().replace(" ", "_")
    return SYNONYMS.get(field, {}).get(plain, plain)
