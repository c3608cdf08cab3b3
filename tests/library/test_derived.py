"""Named derived figures: their literal values with bounds, and their refusals.

The expected values are those of the coded article; a change of the tables changes them here.
"""

from pathlib import Path

import claimbook
import pytest
from claimbook.compare.independence import root
from claimbook.errors import ClaimbookError, Refusal

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = {
    "nis-dead-and-injured": "at least 1,100",
    "nis-share-of-force": "at least 10 %",
    "nis-killed-share-of-force": "at least 0.9 %",
    "nis-injured-per-dead": "at most 10",
    "us-injured-per-dead-russia": "4.3",
    "forecast-of-force": "up to 9,900",
    "force-share-of-army": "0.85 %",
    "army-per-soldier": "118",
    "force-share-of-reserve": "0.14 %",
    "reserve-per-soldier": "691",
    "russian-casualties-span": "2 years",
    "russian-casualties-a-year": "about 300,000 a year",
    "russian-casualties-a-day": "about 821 a day",
    "force-in-days": "about 13.4 days",
    "russian-casualties-pentagon-span": "958 days",
    "russian-casualties-a-day-as-said": "more than 626 a day",
    "force-in-days-as-said": "less than 17.6 days",
    "money-per-container": "up to US$275,000 per container",
    "money-per-soldier-year": "US$52,000 a year per person",
    "money-per-soldier-month": "US$4,333 a month per person",
    "soldiers-for-payments": "about 23,833",
    "payments-for-force": "about US$264m a year",
    "payments-over-pay": "about 2.2",
}
REFUSED = {
    "nis-dead-and-injured-as-briefed": "the sum cannot be bounded",
    "gur-plus-nis": "different claimants",
    "army-and-reserve": "no rule makes one measure of conscripts and reservists",
    "arms-and-payments": "different ways of counting (a running total against so much for each span of time)",
    "arms-per-payments": "different stages (money said to be earned against money that could come)",
}


@pytest.fixture(scope="module")
def figures():
    return claimbook.derive(claimbook.open(ROOT / "data"))


def test_every_derived_figure_is_expected_here(figures):
    assert set(figures) == set(EXPECTED) and set(figures.refused) == set(REFUSED) and not figures.missing


@pytest.mark.parametrize(("id", "text"), EXPECTED.items())
def test_its_value_with_its_bound(id, text, figures):
    assert figures[id].text() == text
    assert figures[id].id == id and figures[id].lineage.meaning and figures[id].label


@pytest.mark.parametrize(("id", "reason"), REFUSED.items())
def test_its_refusal_with_its_reason(id, reason, figures):
    assert reason in figures.refused[id] and id in figures.labels
    with pytest.raises(Refusal):
        figures[id]


def test_what_the_reader_is_told_beside_the_number(figures):
    assert figures["nis-dead-and-injured"].caveats == ("taking the 1,000 as printed",)
    assert figures["nis-share-of-force"].base == "of an unsourced 11,000"
    assert "which nobody states" in figures["forecast-of-force"].statement()
    assert figures["forecast-of-force"].counted.accounting == "forecast"
    assert "wounded men return" in figures["force-in-days"].statement()
    assert set(figures["force-in-days-as-said"].claimants) == {
        "The Telegraph",
        "a senior US defence official",
    }


def test_a_selection_leaves_out_what_rests_on_what_it_leaves_out():
    book = claimbook.open(ROOT / "data").select(sides=["ukraine"])
    figures = claimbook.derive(book)
    assert not list(figures) and "nis-dead-and-injured" in figures.missing
    with pytest.raises(ClaimbookError, match="another side"):
        figures["nis-dead-and-injured"]
    assert figures["gur-casualties"].text() == "30"


def test_the_tests_of_fit_have_their_verdicts(figures):
    verdicts = {test.fit.id: test.verdict for test in claimbook.tests_of(figures)}
    assert verdicts == {
        "payments-and-pay": "does not fit",
        "injured-per-dead": "fits",
        "gur-in-nis": "nested, consistent",
        "echo": "same value, not independent",
        "russian-years": "not comparable, period",
        "conscripts": "nested, consistent",
        "reserve": "nested, consistent",
        "containers": "compatible, overlap",
        "battalion": "not comparable, no number",
        "earned-or-worth": "not comparable, stage",
        "another": "refused",
        "army-and-reserve": "refused",
        "two-claimants": "refused",
    }


def test_a_test_of_fit_is_left_out_where_a_figure_is_missing():
    book = claimbook.open(ROOT / "data").select(documents=["telegraph-2024-12"])
    ids = {test.fit.id for test in claimbook.tests_of(claimbook.derive(book))}
    assert "gur-in-nis" in ids and "payments-and-pay" not in ids and "two-claimants" in ids


def test_a_test_of_fit_has_a_result_where_one_is_worked_out(figures):
    results = {test.fit.id: test.made.text() for test in claimbook.tests_of(figures) if test.made}
    assert results == {
        "payments-and-pay": "about 2.2",
        "injured-per-dead": "at most 10",
        "gur-in-nis": "at least 1,100",
    }


def test_four_families_and_one_suspected_relay_that_is_ours(figures):
    claims = [figure.lineage for figure in figures.book.values() if figure.lineage.suspected]
    assert {claim.id for claim in claims} == {
        "containers",
        "arms-earnings",
        "troops-in-russia",
        "troop-payments",
    }
    assert len({root(claim).id for claim in claims}) == 4  # four origins, none the other's
    assert {claim.suspected.id for claim in claims} == {"newspaper-feature"}
    assert all(claim.suspected not in claim.via for claim in claims)  # never passed off as stated
