"""A town of synthetic people for the recall test: Greek families, foreign families, messy spellings."""

import datetime as dt
import random

from bench.search_pairs import KnownPerson, elot

STEMS = (
    "Παπαδ Δημητρ Γεωργ Ιωανν Κωνσταντιν Αναγνωστ Αθανασ Βασιλ Νικολ Οικονομ Αλεξανδρ Σταματ Χριστοδουλ Λαμπρ Στεφαν Θεοδωρ "
    "Αντων Καραγιανν Χατζηγεωργ Μπαλτ Τσαντ Ζαχαρ Φωτ Μαυρ Λευτερ Ραπτ Σαμαρ Κουρ Ξενακ Γκουντ Ντουρ Αγγελ Ευθυμ Αυγερ "
    "Ψαλτ Χαλκ Τζαν Σιδερ Κυριακ Παναγ Μιχαηλ Γιαννακ Βλαχ Δρακ Ζωγραφ Ηλιαδ Καλλ Μελισσ Πετρ Σακελλαρ Τριανταφυλλ "
    "Φιλιππ Χαραλαμπ Ψωμ Αρβαν Βουλγαρ Γερμαν Δεληγιανν Εξαρχ Κατσαντων Λουκ Μακρ Ορφαν Πολυχρον Ρουσσ Σκλαβουν"
).split()
ENDINGS = (
    ("όπουλος", "οπούλου"), ("ίδης", "ίδου"), ("άκης", "άκη"), ("άτος", "άτου"), ("έας", "έα"), ("ούδης", "ούδη"),
    ("ιάδης", "ιάδου"), ("ίου", "ίου"), ("άς", "ά"), ("άρης", "άρη"), ("έλης", "έλη"), ("ούλας", "ούλα"),
    ("ακόπουλος", "ακοπούλου"), ("αίος", "αίου"), ("ινός", "ινού"), ("έλλης", "έλλη"),
)  # fmt: skip
MEN = (
    "Γεώργιος Κωνσταντίνος Ιωάννης Δημήτριος Νικόλαος Παναγιώτης Βασίλειος Χρήστος Αθανάσιος Μιχαήλ Ευάγγελος Σπυρίδων "
    "Αντώνιος Αναστάσιος Θεόδωρος Ανδρέας Χαράλαμπος Αλέξανδρος Εμμανουήλ Ηλίας Σταύρος Πέτρος Σωτήριος Στυλιανός Γρηγόριος "
    "Ελευθέριος Απόστολος Φώτιος Διονύσιος Άγγελος Λεωνίδας Παύλος Θωμάς Άρης Αριστείδης Σάββας Ευστάθιος Αχιλλέας Ιάσων"
).split()
WOMEN = (
    "Μαρία Ελένη Αικατερίνη Βασιλική Σοφία Αγγελική Γεωργία Ευαγγελία Δήμητρα Παρασκευή Κωνσταντίνα Παναγιώτα Ειρήνη "
    "Ιωάννα Χριστίνα Αναστασία Σταυρούλα Καλλιόπη Φωτεινή Δέσποινα Αθανασία Ζωή Κυριακή Άννα Θεοδώρα Ουρανία Στυλιανή "
    "Χρυσούλα Αθηνά Ευτυχία Όλγα Μαργαρίτα Ευφροσύνη Αλεξάνδρα Ασπασία Μαριάννα Δανάη Ευθυμία Πηνελόπη Αγλαΐα Μυρτώ"
).split()
FOREIGN = (
    ("Hoxha Shehu Gjoka Leka Dervishi Marku Prifti Kola".split(), "Arben Ilir Agron Altin Valbona Mimoza Drita".split()),
    ("Khan Hussain Iqbal Mahmood Chaudhry Akhtar Malik".split(), "Muhammad Ahmed Imran Nadeem Ayesha Fatima".split()),
    ("Al-Sayed Haddad Khalil Mansour Darwish Nasser".split(), "Ahmed Hussein Yusuf Omar Khaled Layla Zainab".split()),
    ("Beridze Kapanadze Lomidze Gelashvili".split(), "Giorgi Nino Tamar Levan Ketevan Manana".split()),
    ("Shevchenko Kovalenko Bondarenko Ivanova".split(), "Oleksandr Svitlana Iryna Serhii Nataliia".split()),
)  # fmt: skip


def town(*, size: int, seed: int) -> list[KnownPerson]:
    """Make people of whom no two share surname, first name and father's name."""
    chance = random.Random(seed)
    people: dict[tuple[str, str, str], KnownPerson] = {}
    while len(people) < size:
        person = _foreigner(len(people), chance) if chance.random() < 0.15 else _greek(len(people), chance)
        people.setdefault((person.surname, person.first_name, person.father_name), person)
    return list(people.values())


def _greek(number: int, chance: random.Random) -> KnownPerson:
    male = chance.random() < 0.5
    surname = chance.choice(STEMS) + chance.choice(ENDINGS)[0 if male else 1]
    if chance.random() < 0.03:
        surname += "-" + chance.choice(STEMS) + chance.choice(ENDINGS)[0 if male else 1]
    first = chance.choice(MEN if male else WOMEN)
    messy = str.upper if chance.random() < 0.1 else str
    return KnownPerson(
        key=f"p{number}",
        surname=messy(surname),
        first_name=first,
        father_name=chance.choice(MEN),
        mother_name=chance.choice(WOMEN),
        latin_surname=elot(surname).title() if chance.random() < 0.3 else "",
        latin_first_name=elot(first).title() if chance.random() < 0.3 else "",
        **_numbers(chance),
    )


def _foreigner(number: int, chance: random.Random) -> KnownPerson:
    surnames, firsts = chance.choice(FOREIGN)
    return KnownPerson(
        key=f"p{number}",
        surname=chance.choice(surnames),
        first_name=chance.choice(firsts),
        father_name=chance.choice(firsts),
        **_numbers(chance),
    )


def _numbers(chance):
    born = dt.date(1930, 1, 1) + dt.timedelta(days=chance.randrange(32_000))
    return {
        "birth_date": born,
        "amka": f"{born:%d%m%y}{chance.randrange(100_000):05d}",
        "phone": f"69{chance.randrange(10**8):08d}",
    }
