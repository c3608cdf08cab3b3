"""Data folders other than the project's own: a flood and a company's trouble, each made up, go all the way.

The way on the command line and through a kernel is in tests/runs/test_run_other_folders.py.
"""

import datetime as dt
import re
import sys
from pathlib import Path

import claimbook
import pytest
from claimbook import show
from claimbook.book import Book
from claimbook.changes import box, compare_books, lines
from claimbook.cli import main
from claimbook.errors import Refusal, UnknownName
from claimbook.tables import load
from click.testing import CliRunner

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / room) for room in ("folders", "notebooks")]
from folders import (  # noqa: E402
    ALL,
    FIGURES,
    GENERIC,
    KNOWLEDGE,
    MADE_UP,
    OWN,
    claims,
    copied,
    emptied,
    rows,
    without,
)
from in_process import displays, words  # noqa: E402

EITHER = pytest.mark.parametrize("name", MADE_UP)
EACH = pytest.mark.parametrize("name", ALL)
DAYS = {
    "disaster": dt.date(2023, 3, 12),
    "company": dt.date(2024, 7, 4),
}  # after the article, before what follows
# Parameters of the generic notebook, with ids of the folder that they are for.
SETS = {
    "disaster": (
        {"SIDES": ["belmora"]},
        {"SIDES": ["norvane", "northern-union"]},
        {"AS_OF": "2023-03-09"},
        {"DOCUMENTS": ["herald-flood"]},
        {"DOCUMENTS": ["wire-april", "herald-flood"]},
    ),
    "company": (
        {"SIDES": ["company-side"]},
        {"AS_OF": "2024-05-16"},
        {"DOCUMENTS": ["courier-outage"]},
        {"DOCUMENTS": ["halvern-half-year"]},
    ),
    "data": ({"SIDES": ["ukraine"]}, {"AS_OF": "2024-12-31"}, {"DOCUMENTS": ["telegraph-2024-12"]}),
}
ANYWHERE = (
    {},
    {"MIN_RELIABILITY": "B", "MIN_CREDIBILITY": "3", "INCLUDE_UNGRADED": False},
    {"MIN_CREDIBILITY": "1", "INCLUDE_UNGRADED": False},
    {"AS_OF": "2000-01-01"},
)
RUNS = [(name, given) for name, sets in SETS.items() for given in (*ANYWHERE, *sets)]


def check(*arguments):
    """`claimbook check` as a user calls it."""
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


def ids(folder, table="derived"):
    return [next(iter(row.values())) for row in rows(folder, table)]


# -- the folders themselves ------------------------------------------------------------------------------
@EITHER
def test_a_folder_is_checked_and_every_numeral_of_its_text_is_coded(name):
    (text,) = (MADE_UP[name] / "text").glob("*.txt")
    done = check(MADE_UP[name], "--text", text)
    assert done.exit_code == 0, done.output
    assert "no fault" in done.output and "42 of 42 numerals coded" in done.output


@EITHER
def test_a_folder_holds_what_can_be_coded(name):
    coded = claims(MADE_UP[name])
    bounds = {
        "as_printed",
        "exact",
        "about",
        "at_least",
        "more_than",
        "up_to",
        "less_than",
        "between",
        "vague",
    }
    assert {row["bound"] for row in coded} == bounds
    for link in ("echoes_id", "part_of_id", "supersedes_id", "via_ids"):
        assert any(row[link] for row in coded), link
    assert {row["original_link"] for row in coded} >= {"stated", "inferred"}
    assert {row["accounting"] for row in coded} >= {"cumulative", "increment", "stock", "rate", "forecast"}
    money = rows(MADE_UP[name], "money_flows")
    assert len({row["currency"] for row in money}) == 3 and len({row["stage"] for row in money}) >= 3
    assert len({(row["from_side"], row["to_side"]) for row in coded if row["from_side"]}) >= 3
    assert {row["expect"] for row in rows(MADE_UP[name], "derived")} == {"value", "refused"}
    assert {row["compare"] for row in rows(MADE_UP[name], "fits")} == {"claims", "values"}


@EITHER
def test_a_folder_shares_no_subject_measure_topic_or_stance_with_the_projects_own(name):
    """Else the library could know them."""
    kinds = ("subject", "measure", "scope", "side", "topic", "stance", "addition", "group")
    own, other = (
        {row["term_id"] for row in rows(folder, "terms") if row["kind"] in kinds}
        for folder in (OWN, MADE_UP[name])
    )
    assert not own & other
    assert not set(ids(OWN)) & set(ids(MADE_UP[name]))


# -- open, derive, tests of fit, compare -----------------------------------------------------------------
@EITHER
def test_derived_figures_are_those_of_the_folder(name):
    expected = {row["derived_id"]: row["expect"] for row in rows(MADE_UP[name], "derived")}
    figures = claimbook.derive(claimbook.open(MADE_UP[name]))
    assert set(figures) == {id for id, outcome in expected.items() if outcome == "value"}
    assert set(figures.refused) == {id for id, outcome in expected.items() if outcome == "refused"}
    assert not figures.missing


@pytest.mark.parametrize(
    ("name", "id", "text"),
    [
        ("disaster", "dead-and-injured", "at least 271"),
        ("disaster", "dead-and-injured-bulletin", "about 271"),
        ("disaster", "houses-hit", "more than 3,580 buildings"),
        ("disaster", "dead-since-bulletin", "33"),
        ("disaster", "injured-per-dead", "at most 5.7"),
        ("disaster", "shelters-a-month", "US$36.5m a month"),
        ("company", "refund-by-heads", "€25.2m"),
        ("company", "refund-each-paid", "€12 per customer"),
        ("company", "masts-share", "at least about 3.1 %"),
        ("company", "complaints-a-week", "21,000 complaints a week"),
    ],
)
def test_a_derived_figure_is_worded_from_the_terms_of_the_folder(name, id, text):
    assert claimbook.derive(claimbook.open(MADE_UP[name]))[id].text().replace("$ ", "$") == text


@pytest.mark.parametrize(
    ("name", "id", "reason"),
    [
        ("disaster", "aid-in-one-sum", "different units"),
        ("disaster", "aid-arrived-share", "different stages"),
        ("disaster", "dead-of-two-lists", "different claimants (Civil Protection against Red Lantern)"),
        ("disaster", "union-money-in-days", "different ways of counting"),
        ("company", "private-customers", "different subjects"),
        ("company", "loss-and-fine", "different units"),
        ("company", "fines-together", "different claimants"),
    ],
)
def test_a_refusal_says_why(name, id, reason):
    figures = claimbook.derive(claimbook.open(MADE_UP[name]))
    with pytest.raises(Refusal, match=re.escape(reason)):
        figures[id]


@pytest.mark.parametrize(
    ("name", "id", "text"),
    [
        ("disaster", "aircraft-norvane", "2 aircraft"),
        ("disaster", "land-flooded", "about 310 square kilometres"),
        ("disaster", "river-level", "9.4 metres"),
        ("company", "refund-paid", "€7,215,340"),
        ("company", "stores-shut", "17 stores"),
        ("company", "staff-all", "9,200 members of staff"),
    ],
)
def test_units_are_worded_as_they_are_coded(name, id, text):
    assert claimbook.open(MADE_UP[name])[id].text() == text


@EITHER
def test_every_test_of_fit_has_a_verdict(name):
    tested = claimbook.tests_of(claimbook.derive(claimbook.open(MADE_UP[name])))
    assert [test.fit.id for test in tested] == ids(MADE_UP[name], "fits")
    assert all(test.verdict and test.reason for test in tested)


@pytest.mark.parametrize(
    ("name", "fit", "verdict"),
    [
        ("disaster", "one-sum-of-aid", "refused"),
        ("disaster", "houses-and-homes", "refused"),  # buildings are no persons, whatever their numbers
        ("disaster", "two-counts-of-dead", "compatible"),
        ("company", "radio-and-ombudsman", "not independent"),
        ("company", "promise-adds-up", "does not fit"),
        ("company", "paid-of-promised", "refused"),
    ],
)
def test_tests_of_fit_come_out_as_a_reader_would_expect(name, fit, verdict):
    tested = {t.fit.id: t for t in claimbook.tests_of(claimbook.derive(claimbook.open(MADE_UP[name])))}
    assert verdict in tested[fit].verdict, tested[fit].verdict


@EITHER
def test_any_two_figures_may_be_compared(name):
    book = claimbook.open(MADE_UP[name])
    verdicts = claimbook.compare_all(list(book.values()))
    assert len(verdicts) == len(book) * (len(book) - 1) // 2
    assert {verdict.verdict for verdict in verdicts} > {"not comparable"}


# -- what changed ----------------------------------------------------------------------------------------
@EITHER
def test_what_a_later_document_changes_is_told(name):
    book = Book(load(MADE_UP[name]))
    changed = compare_books(book.select(as_of=DAYS[name]), book.select(), DAYS[name])
    assert changed.state == "compared" and changed.changes
    assert "computed" in {moved.kind for moved in changed.derived}
    told = "\n".join(lines(changed))
    assert {"disaster": "74", "company": "2,184,000"}[name] in told
    assert box(changed).text()


@EITHER
def test_nothing_is_told_of_two_equal_states(name):
    tables = load(MADE_UP[name])
    assert not compare_books(Book(tables), Book(tables), DAYS[name])


# -- the generic notebook --------------------------------------------------------------------------------
@pytest.mark.parametrize(("name", "given"), RUNS, ids=[f"{name}-{given}" for name, given in RUNS])
def test_the_generic_notebook_tells_any_folder_under_any_parameters(name, given, monkeypatch):
    monkeypatch.setenv("CLAIMBOOK_DATA", str(ALL[name]))
    shown = displays(GENERIC, given)
    text = words(shown)
    for figure in claimbook.open(ALL[name]).select_by(given).values():
        assert figure.text() in text, figure.id
    assert all(display.to_json() for display in shown if hasattr(display, "to_json"))


def test_the_generic_notebook_names_no_id_of_any_folder():
    source = "".join(
        line for line in GENERIC.read_text(encoding="utf-8").splitlines() if not line.startswith('    "#')
    )
    for folder in ALL.values():
        for table in (*FIGURES, "derived", "fits", "sources", "documents", "terms"):
            named = [id for id in ids(folder, table) if "-" in id and id in source]
            assert not named, (folder.name, table)


# -- tables that are empty or not there --------------------------------------------------------------------
@EACH
@pytest.mark.parametrize("less", [emptied, without], ids=["empty", "missing"])
def test_tables_of_knowledge_may_be_empty_or_missing(name, less, tmp_path, monkeypatch):
    folder = less(copied(ALL[name], tmp_path / "less"), *KNOWLEDGE)
    done = check(folder)
    assert done.exit_code == 0, done.output
    book = claimbook.open(folder)
    figures = claimbook.derive(book)
    assert list(book) == list(claimbook.open(ALL[name]))
    assert not figures and not figures.refused and not figures.missing and claimbook.tests_of(figures) == []
    monkeypatch.setenv("CLAIMBOOK_DATA", str(folder))
    text = words(displays(GENERIC, {}))
    assert all(figure.text() in text for figure in book.values())


@EITHER
@pytest.mark.parametrize("table", FIGURES)
def test_a_table_of_figures_may_be_empty(name, table, tmp_path):
    folder = emptied(copied(MADE_UP[name], tmp_path / "less"), *KNOWLEDGE, *(set(FIGURES) - {table}))
    done = check(folder)
    assert done.exit_code == 0, done.output
    assert list(claimbook.open(folder)) == [row["claim_id"] for row in rows(MADE_UP[name], table)]


def test_a_folder_without_a_single_claim_is_no_fault(tmp_path, monkeypatch):
    folder = emptied(copied(MADE_UP["company"], tmp_path / "less"), *KNOWLEDGE, *FIGURES)
    assert check(folder).exit_code == 0
    monkeypatch.setenv("CLAIMBOOK_DATA", str(folder))
    assert len(claimbook.open(folder)) == 0 and not re.search(r"€|£", words(displays(GENERIC, {})))


# -- names -----------------------------------------------------------------------------------------------
@EITHER
def test_a_sentence_that_names_what_no_table_holds_is_refused(name):
    figures = claimbook.derive(claimbook.open(MADE_UP[name]))
    slip = ids(MADE_UP[name])[0] + "-s"
    with pytest.raises(UnknownName, match=ids(MADE_UP[name])[0]):
        show.tell(figures, "It is {" + slip + "}.")
    for foreign in (ids(OWN)[0], claims(OWN)[0]["claim_id"]):
        with pytest.raises(UnknownName, match=foreign):
            show.tell(figures, "It is {" + foreign + "}.")


@EITHER
def test_a_sentence_with_a_figure_that_is_left_out_or_refused_is_not_told(name):
    book = claimbook.open(MADE_UP[name]).select(as_of="2000-01-01")
    known = ids(MADE_UP[name])
    assert show.points(claimbook.derive(book), *("It is {" + id + "}." for id in known)) == []
