import importlib
import pkgutil
import re
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir

from arogi.core import values
from arogi.core.values import amka
from arogi.core.values.checked import ValueWarning

FOLDER = Path(values.__file__).parent
CATALOGUE = polib.pofile(str(FOLDER / "locale" / "el" / "LC_MESSAGES" / "django.po"))
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def message_ids():
    found = extract_from_dir(str(FOLDER), method_map=[("**.py", "python")], keywords={"_": None})
    return {message for _file, _line, message, _comments, _context in found}


def warnings_of_every_module():
    modules = [
        importlib.import_module(f"{values.__name__}.{found.name}") for found in pkgutil.iter_modules([str(FOLDER)])
    ]
    everything = [value for module in modules for value in vars(module).values()]
    return {warning.code: warning for warning in everything if isinstance(warning, ValueWarning)}


def test_every_sentence_has_its_greek_and_no_other_is_left_over():
    translated = {entry.msgid for entry in CATALOGUE if entry.msgstr and not entry.fuzzy and not entry.obsolete}

    assert translated == message_ids()


def test_the_greek_has_the_same_placeholders():
    uneven = [e.msgid for e in CATALOGUE if set(PLACEHOLDER.findall(e.msgid)) != set(PLACEHOLDER.findall(e.msgstr))]

    assert uneven == []


def test_every_message_is_a_whole_sentence():
    unfinished = [text for e in CATALOGUE for text in (e.msgid, e.msgstr) if text[-1] not in ".;?"]

    assert unfinished == []


def test_the_catalogue_compiles_and_answers_in_greek():
    greek = GNUTranslations(BytesIO(CATALOGUE.to_binary()))

    assert greek.gettext(str(amka.CHECK_DIGIT.text)).startswith("Το τελευταίο ψηφίο του ΑΜΚΑ")


def test_every_code_is_of_one_warning_only():
    patterns = [
        (module, line)
        for module in FOLDER.glob("*.py")
        for line in re.findall(r'(?:ValueWarning|note)\(\s*"(\w+)"', module.read_text(encoding="utf-8"))
    ]

    assert len({code for _module, code in patterns}) == len(patterns) == len(warnings_of_every_module())
