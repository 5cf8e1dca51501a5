"""What is counted: the measures of the activity report, each with the sentence that is printed under the table."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Words:
    """One text in the two languages of the product; the report carries both, whatever the screen speaks."""

    el: str
    en: str

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.el


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that is counted, and exactly how."""

    code: str
    label: Words
    definition: Words


MEASURES = (
    Measure(
        "persons",
        Words("Πρόσωπα", "Persons"),
        Words(
            "Διαφορετικά επώνυμα πρόσωπα με τουλάχιστον ένα αίτημα στην περίοδο. Κάθε πρόσωπο μετριέται μία φορά σε "
            "κάθε γραμμή και μία φορά στο σύνολο, ακόμη και αν εξυπηρετήθηκε σε δύο δομές.",
            "Distinct identified persons with at least one request in the period. Each person counts once in each row "
            "and once in the totals, even when served in two structures.",
        ),
    ),
    Measure(
        "new_persons",
        Words("Νέα πρόσωπα", "New persons"),
        Words(
            "Τα πρόσωπα της γραμμής που η πρώτη τους επαφή με οποιαδήποτε δομή του δήμου έγινε μέσα στην περίοδο της "
            "αναφοράς.",
            "The row's persons whose first contact ever with any structure of the municipality lies in the period of "
            "the report.",
        ),
    ),
    Measure(
        "new_persons_in_structure",
        Words("Νέα πρόσωπα στη δομή", "New persons in the structure"),
        Words(
            "Τα πρόσωπα της γραμμής που η πρώτη τους επαφή με τη δομή του αιτήματος έγινε μέσα στην περίοδο της "
            "αναφοράς. Στο σύνολο κάθε πρόσωπο μετριέται μία φορά, όσες δομές και αν γνώρισε.",
            "The row's persons whose first contact ever with the structure of the request lies in the period of the "
            "report. In the totals each person counts once, however many structures were new to him or her.",
        ),
    ),
    Measure(
        "contacts",
        Words("Επαφές", "Contacts"),
        Words(
            "Συναντήσεις με τη δομή, από κοντά ή από απόσταση, επώνυμες και ανώνυμες. Μία επαφή με τρία αιτήματα "
            "μετριέται μία φορά.",
            "Meetings with the structure, in person or at a distance, of known and anonymous people. A contact with "
            "three requests counts once.",
        ),
    ),
    Measure(
        "requests",
        Words("Αιτήματα", "Requests"),
        Words(
            "Ό,τι ζητήθηκε στις επαφές. Κάθε αίτημα μετριέται χωριστά, με το φύλο και την ηλικία του προσώπου την "
            "ημέρα της επαφής.",
            "Everything that was asked in the contacts. Each request counts, by the sex of the person and the age on "
            "the day of the contact.",
        ),
    ),
    Measure(
        "anonymous_contacts",
        Words("Ανώνυμες επαφές", "Anonymous contacts"),
        Words(
            "Οι επαφές για τις οποίες δεν ζητήθηκε όνομα. Περιλαμβάνονται στις επαφές και στα αιτήματα, όχι στα "
            "πρόσωπα.",
            "The contacts for which no name was asked. They are part of the contacts and the requests, not of the "
            "persons.",
        ),
    ),
)
LEFT_OUT = Words(
    "Ό,τι ακυρώθηκε δεν μετριέται. Καρτέλες που συγχωνεύτηκαν είναι ένα πρόσωπο.",
    "What was cancelled is not counted. Files that were merged are one person.",
)
PERSON_MONTHS = Words(
    "Το άθροισμα των προσώπων όλων των μηνών είναι %(sum)s (ανθρωπομήνες). Τα διαφορετικά πρόσωπα της περιόδου είναι "
    "%(persons)s.",
    "The persons of all months add up to %(sum)s (person-months). The distinct persons of the period are %(persons)s.",
)
