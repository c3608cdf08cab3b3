"""What a newspaper reader is told of comparisons, refusals, inferred links and what a brief leaves out."""

from pathlib import Path

import claimbook
import pytest
from claimbook import show
from claimbook.figure.rules import in_words, unit_words

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def book():
    return claimbook.open(DATA)


def test_no_code_of_the_tables_stands_in_a_verdict_or_a_refusal(book):
    figures = claimbook.derive(book)
    verdicts = claimbook.compare_all(list(book.values()))
    told = " ".join([*(f"{v.decided_by}. {v.reason}" for v in verdicts), *figures.refused.values()])
    for code in (
        "increment",
        "cumulative",
        "USD",
        "potential",
        "overlap",
        "consistent",
        "disjoint",
        "our link",
    ):
        assert code not in told, code


def test_two_ways_in_which_neither_is_a_part_are_told_of_each_figure(book):
    found = claimbook.compare(book["gur-casualties"], book["nis-killed"])
    assert (found.detail, found.decided_by) == ("scope", "where it is counted")
    assert found.reason == (
        "NIS’s figure (killed) counts a narrower kind, GUR’s figure (killed or wounded) a smaller place: "
        "neither is a part of the other."
    )


@pytest.mark.parametrize(
    ("unit", "words"), [("USD/year", "US dollars per year"), ("person", "person"), ("", "a number")]
)
def test_units_are_words(unit, words):
    assert unit_words(unit) == words


def test_ways_of_counting_are_words():
    assert [in_words(kind) for kind in ("cumulative", "forecast")] == ["a running total", "a forecast"]


@pytest.mark.parametrize(
    ("source", "target", "told"), [("USD/month", "USD/year", False), ("person/year", "person/day", True)]
)
def test_the_length_of_a_year_is_told_only_where_days_meet_months_or_years(book, source, target, told):
    from figures import figure

    formula = figure("as_printed 12", unit=source, accounting="rate").to(target).lineage.formula
    assert formula.endswith("365.25 days a year") is told


def test_no_label_begins_with_the_unit_that_its_value_ends_with(book):
    selected = book.select("2024-12-31")
    losses, derived = selected.about("nk-troops", "casualties"), claimbook.derive(book)
    first = claimbook.first_days(selected.events, "first-combat", losses)
    whole = book["troops-in-russia"].counted.scope
    figures = [
        *derived.values(),
        *claimbook.paces(losses, derived, first, whole, "troops-in-russia").values(),
    ]
    figures += [
        part for figure in figures if figure.is_derived for part in figure.lineage.inputs if part.is_derived
    ]
    for figure in figures:
        assert figure.text().split()[-1] != figure.counts.split()[0].rstrip(",:"), (
            f"{figure.text()} {figure.counts}"
        )
        assert "per killed" not in figure.counts, figure.counts
        assert not figure.is_derived or figure.counts != figure.lineage.formula, figure.counts


def test_a_sum_of_ours_is_a_row_beside_the_claims(book):
    total = claimbook.derive(book)["nis-dead-and-injured"]
    row = show.rows_of([book["gur-casualties"], total, book["nis-killed"]])[1]
    assert row.figure is total and str(row.group) == "killed or wounded" and "added by us" in str(row.label)


def test_an_inferred_link_is_marked_and_explained_once(book):
    pairs = book.relayed(book.about(document=book.article))
    text = show.originals_table(pairs, "Figures beside the wording closest to the claimant").text()
    assert (
        text.count("(inferred by us)") == len(pairs)
        and text.count("Inferred by us: the article does not name") == 1
    )


def test_the_claimants_own_words_stand_beside_the_mark(book):
    printed, said = show.pair_rows(book["nis-wounded"], book["nis-wounded-pravda"])
    assert "“approaching 1,000”" in str(said.sublabel) and "“" not in str(printed.sublabel)


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        (
            "2000-01-01",
            "This brief leaves out all {all} coded claims, for this reason: not known by 1 January 2000.",
        ),
        ("", "This brief looks at every coded claim."),
    ],
)
def test_what_is_left_out_is_told_with_its_reason(book, as_of, told):
    assert show.selection_note(book.select(as_of)).text() == told.format(all=len(book))


def test_several_reasons_are_counted_and_an_exception_is_told(book):
    narrow = book.select("2024-12-18", sides=["ukraine"])
    text = show.selection_note(narrow, "One table uses them.").text()
    assert (
        f"leaves out {len(book) - len(narrow)} of the {len(book)} coded claims: " in text
        and "another side; " in text
    )
    assert text.endswith(" One table uses them.")
