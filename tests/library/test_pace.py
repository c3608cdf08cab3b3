"""Paces: literal results and refusals of the coded claims, and ranges that hold the truth."""

import datetime as dt
import itertools
from fractions import Fraction
from math import ceil
from pathlib import Path

import claimbook
import pytest
from claimbook import show
from claimbook.compare.pace import first_days, once, pace_of, paces, reached, until
from claimbook.errors import NotSelected, Refusal, UnknownName
from claimbook.figure.expression import recomputed
from claimbook.figure.periods import days_again, days_since
from figures import figure
from hypothesis import given, settings
from hypothesis import strategies as st

DATA = Path(__file__).resolve().parents[2] / "data"
DAY = dt.date(2024, 12, 19)  # the day of the claims that `figure` makes
FORCE = figure("as_printed 11000", "deployed", accounting="stock", claimant="paper", id="force")
WHOLE = FORCE.counted.scope


@pytest.fixture(scope="module")
def everything():
    return claimbook.open(DATA)


def under(everything, as_of="2024-12-31", **selection):
    book = everything.select(as_of, **selection)
    figures = claimbook.derive(book)
    claims = book.about("nk-troops", "casualties")
    ours = [figures[id] for id in ("nis-dead-and-injured",) if id in figures]
    first = first_days(book.events, "first-combat", claims)
    whole = everything["troops-in-russia"].counted.scope
    return paces([*ours, *once(claims)], figures, first, whole, "troops-in-russia")


@pytest.fixture(scope="module")
def made(everything):
    return under(everything)


# -- literal results --------------------------------------------------------------
@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("nis-dead-and-injured-pace", "at least 13.7 a day"),  # 1,100 over 80 days
        ("nis-killed-pace", "at least 1.2 a day"),
        ("jcs-casualties-pace", "about 13 to 110 a day"),  # over 84 to 10 days
        ("zelenskyy-casualties-pace", "more than 35.7 a day"),
        ("nsc-casualties-week-pace", "143 a day"),
        ("nis-dead-and-injured-until-troops-in-russia", "at most 800 days"),
        ("jcs-casualties-until-troops-in-russia", "about 100 to 840 days"),
        ("zelenskyy-casualties-until-troops-in-russia", "less than 308 days"),
        ("nsc-casualties-week-until-troops-in-russia", "77 days"),
    ],
)
def test_literal_results(made, id, text):
    assert made[id].text() == text


def test_lineage_reaches_the_claims_and_no_middle_is_made(made):
    claims = {claim.id for claim in made["nis-dead-and-injured-until-troops-in-russia"].claims}
    assert claims == {"troops-in-russia", "nis-killed", "nis-wounded"}
    assert all(figure.best is None for figure in made.values() if figure.bound == "between")


def test_the_first_day_is_no_later_than_what_a_claim_covers(everything, made):
    assert made.first == (dt.date(2024, 10, 1), dt.date(2024, 12, 14))  # a claim covers 14 and 15 December
    alone = everything.select("2024-12-31", sides=["south-korea", "independent"])
    claims = alone.about("nk-troops", "casualties")
    later = alone.events.assign(end=dt.date(2024, 12, 16))
    assert first_days(later, "first-combat", claims)[1] == dt.date(2024, 12, 16)  # that of the event
    assert first_days(later, "first-combat", everything.about("nk-troops", "casualties"))[1] < dt.date(
        2024, 12, 15
    )
    assert first_days(later, "no-such-event", claims) is None
    early = figure("at_least 5", as_of=dt.date(2024, 11, 4))
    assert first_days(later, "first-combat", [early])[1] == dt.date(2024, 11, 4)
    vague = figure("vague dozens", as_of=dt.date(2024, 11, 4))
    assert first_days(later, "first-combat", [vague])[1] == dt.date(2024, 12, 16)


def test_when_that_many_would_be_reached(made):
    def days(id):
        return reached(made.losses[id], made[f"{id}-until-troops-in-russia"], made.first)

    assert days("jcs-casualties") == (dt.date(2025, 3, 23), dt.date(2027, 1, 18))
    assert days("nis-dead-and-injured") == (None, dt.date(2026, 12, 9))
    assert days("nsc-casualties-week") == (None, None)  # one week says nothing of the days before it


# -- refusals ---------------------------------------------------------------------
def test_what_is_not_computed_has_its_reason(made):
    assert "counts a part (three villages in Kursk region)" in made.refused["gur-casualties-pace"]
    with pytest.raises(Refusal):
        made["gur-casualties-pace"]


def test_an_id_that_could_be_is_not_selected_and_a_slip_is_unknown(everything):
    made = under(everything, sides=["ukraine"])
    with pytest.raises(NotSelected):
        made["jcs-casualties-pace"]
    with pytest.raises(UnknownName):
        made["jcs-casualties-pase"]
    assert not show.tell(made, "{jcs-casualties-pace}.")


FIRST = (dt.date(2024, 12, 1), dt.date(2024, 12, 16))


@pytest.mark.parametrize(
    ("text", "more", "reason"),
    [
        ("at_least 100", {"accounting": "stock"}, "no count of losses up to a day"),
        ("at_least 100", {"as_of": dt.date(2024, 12, 15)}, "before the latest first day"),
        ("at_least 100", {"as_of": None}, "the day up to which it counts is not stated"),
        ("as_printed 30", {"scope": "village"}, "a part"),
        ("between 10 20", {"accounting": "increment"}, "days that it covers are not stated"),
        ("vague dozens", {}, "no number is stated"),
    ],
)
def test_what_gives_no_pace(text, more, reason):
    claim = figure(text, **{"measure": "killed-or-wounded", **more})
    with pytest.raises(Refusal, match=reason):
        pace_of(claim, WHOLE, FIRST)


def test_without_a_first_day_only_a_count_of_its_own_days_has_a_pace():
    days = (dt.date(2024, 12, 14), dt.date(2024, 12, 15))
    assert (
        pace_of(figure("at_least 30", accounting="increment", period=days), WHOLE, None).text()
        == "at least 15 a day"
    )
    with pytest.raises(Refusal, match="dates the first day"):
        pace_of(figure("at_least 30"), WHOLE, None)


def test_a_floor_of_a_part_is_a_floor_of_the_whole(made):
    caveat = "counted in Kursk region only: a floor of a part is a floor of the whole"
    assert caveat in made["zelenskyy-casualties-pace"].caveats


@pytest.mark.parametrize(
    "selection",
    [{"as_of": "2000-01-01"}, {"sides": ["ukraine"]}, {"as_of": "2024-12-18"}, {"as_of": ""}],
    ids=repr,
)
def test_any_selection_can_be_shown(everything, selection):
    made = under(everything, **selection)
    shown = [
        show.paces_table(made, "Paces"),
        show.until_table(made, made.losses.values(), "Until"),
        show.no_pace_table(made, "Why not"),
        show.claims_chart("A title of words", show.pace_rows(made), subtitle="A day", source="Claimants"),
    ]
    assert any(shown) is bool(made.losses) and repr(made) is not None


# -- days -------------------------------------------------------------------------
def test_days_are_counted_inclusively_and_known_again_by_their_formula():
    total = figure("at_least 100")
    made = days_since(total, FIRST)
    assert made.text() == "4 to 19 days" and days_again(made.lineage.formula, total) == made
    assert days_since(total, (DAY, DAY)).text() == "1 day"
    assert days_again("days from 1 December 2024 to 19 December 2024", total) is None
    assert days_again(made.lineage.formula.replace("19 December", "20 December"), total) is None


def test_the_evaluator_makes_each_step_again(made):
    for each in [*made.values(), *(days for pace in made.values() for days in pace.lineage.inputs)]:
        if each.is_derived:
            again = recomputed(each.lineage.formula, each.lineage.inputs)
            assert again.to(each.unit).bounds == each.bounds


# -- the truth lies inside --------------------------------------------------------
men = st.integers(min_value=1, max_value=5000)


@st.composite
def inputs(draw):
    """A claim of losses in any shape and a range of first days, with a truth inside each."""
    low, high = sorted((draw(men), draw(men)))
    shape = draw(st.sampled_from(["as_printed", "at_least", "up_to", "between"]))
    lost = low + draw(st.fractions(0, 1, max_denominator=20)) * (high - low)
    text = {
        "as_printed": f"as_printed {lost}",
        "between": f"between {low} {high}",
        "at_least": f"at_least {low}",
        "up_to": f"up_to {high}",
    }[shape]
    early, late = sorted((draw(st.integers(1, 60)), draw(st.integers(1, 60))), reverse=True)
    return text, lost, (DAY - dt.timedelta(early), DAY - dt.timedelta(late)), draw(st.integers(late, early))


@given(case=inputs())
@settings(derandomize=True, max_examples=400, deadline=None)
def test_the_true_time_and_day_lie_inside(case):
    text, lost, first, before = case
    losses = figure(text, "killed-or-wounded", as_of=DAY)
    made = until(losses, pace_of(losses, WHOLE, first), FORCE)
    true_days = 11000 / (lost / Fraction(before + 1))
    assert made.unit == "day" and made.bounds.contains(true_days)
    true_day = DAY - dt.timedelta(before) + dt.timedelta(ceil(true_days) - 1)
    early, late = reached(losses, made, first)
    assert (early is None or early <= true_day) and (late is None or true_day <= late)


def test_the_range_of_days_is_reached_at_both_ends():
    losses = figure("as_printed 1100", "killed-or-wounded", as_of=DAY)
    made = until(losses, pace_of(losses, WHOLE, FIRST), FORCE)
    assert reached(losses, made, FIRST) == tuple(
        first + dt.timedelta(10 * ((DAY - first).days + 1) - 1) for first in reversed(FIRST)
    )


@pytest.mark.parametrize("text", ["as_printed 700", "at_least 700", "up_to 700"])
def test_the_days_of_a_count_of_one_period_hold_each_first_day(text):
    period = (dt.date(2024, 12, 8), dt.date(2024, 12, 14))
    losses = figure(text, "killed-or-wounded", accounting="increment", period=period)
    made = until(losses, pace_of(losses, WHOLE, None), FORCE)
    early, late = reached(losses, made, FIRST)
    for first, days in itertools.product(FIRST, (made.bounds.low, made.bounds.high)):
        if days is not None:
            day = first + dt.timedelta(ceil(days) - 1)
            assert (early is None or early <= day) and (late is None or day <= late)
