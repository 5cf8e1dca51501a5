import polib
import pytest

from scripts import check_house, messages, scoreboard, setup


def texts(found):
    return [(text.context, text.single, text.plural) for _, text in found]


def test_texts_of_python_are_found_with_context_and_plural():
    source = b"""
a = _("One")
b = ngettext("%(n)d person", "%(n)d persons", n) % {"n": n}
c = pgettext_lazy("outcome", "Open")
d = npgettext("queue", "one waits", "%(n)d wait", n)
e = gettext(variable)
"""
    assert texts(messages.texts_of_python(source)) == [
        ("", "One", ""),
        ("", "%(n)d person", "%(n)d persons"),
        ("outcome", "Open", ""),
        ("queue", "one waits", "%(n)d wait"),
    ]


def test_texts_of_templates_are_found_in_tags_blocks_and_arguments():
    source = """
    {% block title %}{% translate "People" %}{% endblock %}
        {% button _("Save it") %}
    <p>Not (this) 'one'</p>
      {% blocktranslate with name=person.name trimmed %}
        {{ name }} was
        registered
      {% endblocktranslate %}
    {% blocktranslate count n=people|length %}{{ n }} person{% plural %}{{ n }} persons{% endblocktranslate %}
    {% translate "Open" context "hours" %}
    """
    assert set(texts(messages.texts_of_template(source, "page.html"))) == {
        ("", "People", ""),
        ("", "Save it", ""),
        ("", "%(name)s was registered", ""),
        ("", "%(n)s person", "%(n)s persons"),
        ("hours", "Open", ""),
    }


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (polib.POEntry(msgid="Yes", msgstr="Ναι", flags=["fuzzy"]), "uncertain"),
        (polib.POEntry(msgid="Nobody says this", msgstr="Κανείς"), "said nowhere"),
        (polib.POEntry(msgid="%(count)d found", msgstr="βρέθηκαν %(number)d"), "placeholders differ"),
    ],
)
def test_a_faulty_entry_is_named(entry, problem):
    said = {messages.key(entry): [("page.py", 1)]} if "nowhere" not in problem else {}

    found = list(messages.problems_of_entries([("el.po", entry)], said))

    assert len(found) == 1
    assert problem in found[0]


def test_two_translations_of_one_text_clash():
    entries = [("a.po", polib.POEntry(msgid="Open", msgstr=greek)) for greek in ("Ανοιχτό", "Άνοιγμα")]

    (found,) = messages.problems_of_entries(entries, {messages.key(entries[0][1]): [("page.py", 1)]})

    assert "another translation" in found


def test_a_changed_input_gives_another_checksum(tmp_path, monkeypatch):
    monkeypatch.setattr(setup, "ROOT", tmp_path)
    (tmp_path / "lock.txt").write_text("one")
    before = setup.checksum_of(["*.txt"])

    (tmp_path / "lock.txt").write_text("two")

    assert setup.checksum_of(["*.txt"]) != before


def test_a_step_that_fails_is_done_again_next_time(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(setup, "STAMPS", tmp_path)
    done = []

    def fails_once():
        done.append(1)
        if len(done) == 1:
            raise setup.CannotSetUp("no network")

    step = setup.Step("step", "A step", (), fails_once, tmp_path)
    with pytest.raises(setup.CannotSetUp):
        setup.carry_out(step, "[1/1]")
    assert setup.carry_out(step, "[1/1]")
    assert not setup.carry_out(step, "[1/1]")
    assert len(done) == 2
    assert "A step ..." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see https://py" + "pi.org/simple", 1),
        ("cd /wo" + "rk/main", 1),
        ("cp /ro" + "ot/x .", 1),
        ("a network/root/tree of /var/lib", 0),
        ("path('/work-plans')", 0),
    ],
)
def test_what_ties_the_repository_to_a_machine_is_found(tmp_path, monkeypatch, line, found):
    monkeypatch.setattr(check_house, "ROOT", tmp_path)
    (tmp_path / "file.md").write_text(line)

    assert len(list(check_house.forbidden_words(["file.md"]))) == found


def target(**more):
    return {"id": "T1", "title": "t", "how": "h", **more}


def result(outcome, *figures):
    return {"test": {"targets": ["T1"], "outcome": outcome, "figures": [["T1", *figure] for figure in figures]}}


@pytest.mark.parametrize(
    ("wanted", "results", "verdict"),
    [
        (target(), {}, "open"),
        (target(), result("skipped"), "open"),
        (target(), result("passed"), "pass"),
        (target(), result("failed"), "fail"),
        (target(figure=True), result("passed"), "partly"),
        (target(figure=True), result("passed", ("0 leaks", True)), "pass"),
        (target(figure=True), result("passed", ("3 leaks", False)), "fail"),
    ],
)
def test_a_target_is_taken_as_reached_only_when_a_test_says_so(wanted, results, verdict):
    assert scoreboard.judge(wanted, results).verdict == verdict
