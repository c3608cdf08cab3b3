"""Scenarios: literal times, money and refusals of the coded claims, and bounds that hold the truth."""

import datetime as dt
from fractions import Fraction
from pathlib import Path

import claimbook
import pytest
from claimbook import outlook
from claimbook.errors import ParameterFault, Refusal
from claimbook.outlook import scenario
from claimbook.outlook.backtest import held_against, projected
from claimbook.show import Prose, Table
from figures import figure
from hypothesis import assume, given, settings
from hypothesis import strategies as st

DATA = Path(__file__).resolve().parents[2] / "data"
PAYS = ["pay-per-soldier", "money-per-soldier-month"]
DAY = dt.date(2024, 12, 19)  # the day of the claims that `figure` makes


@pytest.fixture(scope="module")
def everything():
    return claimbook.open(DATA)


def under(everything, as_of="2024-12-31", **given):
    given = {"fresh_low": 0, "fresh_high": 1000, "pay": PAYS} | given
    return outlook.under(everything.select(as_of), everything, **given)


@pytest.fixture(scope="module")
def made(everything):
    return under(everything)


# -- literal results --------------------------------------------------------------
@pytest.mark.parametrize(
    ("id", "text"),
    [
        ("nis-dead-and-injured-pace", "at least 61.1 a day"),
        ("nis-killed-pace", "at least 5.5 a day"),
        ("jcs-casualties-pace", "about 50 to 158 a day"),
        ("zelenskyy-casualties-pace", "more than 136 a day"),
        ("nis-dead-and-injured-until-50-unreplaced", "at most 90 days"),
        ("nis-dead-and-injured-until-90-unreplaced", "at most 162 days"),
        ("nis-dead-and-injured-until-50", "at most 195 days"),
        ("nis-dead-and-injured-until-90", "at most 351 days"),
        ("nis-killed-until-50-unreplaced", "at most 990 days"),
        ("jcs-casualties-until-50-unreplaced", "about 35 to 110 days"),
        ("jcs-casualties-until-90", "about 63 to 578 days"),
        ("zelenskyy-casualties-until-50-unreplaced", "less than 40.4 days"),
        ("zelenskyy-casualties-until-90", "less than 95.7 days"),
        ("nis-dead-and-injured-until-50-pay-per-soldier", "up to about US$141m"),
        ("nis-dead-and-injured-until-50-money-per-soldier-month", "up to US$305m"),
        ("jcs-casualties-until-90-money-per-soldier-month", "about US$9.86m to US$905m"),
    ],
)
def test_literal_results(made, id, text):
    assert made[id].text() == text


def test_a_time_is_a_forecast_and_money_possible(made):
    time, money = made["jcs-casualties-until-50"], made["jcs-casualties-until-50-pay-per-soldier"]
    assert time.counted.accounting == money.counted.accounting == "forecast"
    assert (time.unit, money.unit, money.counted.stage) == ("day", "USD", "potential")
    assert all(f.best is None for f in made.values() if f.bound == "between")  # never a midpoint


def test_the_dead_alone_say_so_and_lineage_reaches_the_claims(made):
    assert "by the dead alone" in made["nis-killed-until-90-unreplaced"].caveats
    assert {claim.id for claim in made["nis-dead-and-injured-until-50"].claims} == {
        "troops-in-russia",
        "nis-killed",
        "nis-wounded",
    }
    assert "assumed" in made["nis-dead-and-injured-until-50"].trace()


def test_first_and_last_name_the_shares(everything):
    made = under(everything, shares=[75])
    assert made["nis-dead-and-injured-until-first"].id == "nis-dead-and-injured-until-75"
    assert made["share-last"].text() == "75 %" and made["fresh-most"].text() == "1,000 a month"


# -- refusals ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("id", "reason"),
    [
        ("gur-casualties", "a part of the force (three villages in Kursk region)"),
        ("nsc-casualties", "a part of the force"),
        ("nis-dead-and-injured-as-briefed", "the sum cannot be bounded"),
        ("nis-killed-until-50", "the fresh men that are assumed may make up for all the losses"),
        ("nis-wounded-until-50-unreplaced", "many of them return"),
    ],
)
def test_refusals_with_their_reason(made, id, reason):
    assert reason in made.refused[id]
    with pytest.raises(Refusal):
        made[id]


def test_a_vague_claim_is_refused_with_its_words(everything):
    alone = everything.select(
        documents=["joongang-2024-12-17", "telegraph-2024-12"], sides=["united-states", "independent"]
    )
    made = outlook.under(alone, everything, pay=PAYS)
    vague = everything["nsc-casualties-joongang"]
    with pytest.raises(Refusal, match="no number is stated"):
        scenario.pace(vague, made.whole, made.assumed.first)


@pytest.mark.parametrize(
    ("text", "more", "reason"),
    [
        ("at_least 100", {"accounting": "stock"}, "no count of losses up to a day"),
        ("at_least 100", {"as_of": dt.date(2024, 12, 16)}, "as late as 16 December 2024"),
        ("at_least 100", {"measure": "captured"}, "no count of losses"),
        ("as_printed 30", {"scope": "village"}, "a part of the force"),
        ("between 10 20", {"accounting": "increment"}, "days that it covers are not stated"),
    ],
)
def test_what_gives_no_pace(text, more, reason):
    whole = figure("as_printed 11000", "deployed").counted.scope
    claim = figure(text, **{"measure": "killed-or-wounded", **more})
    with pytest.raises(Refusal, match=reason):
        scenario.pace(claim, whole, (dt.date(2024, 12, 1), dt.date(2024, 12, 16)))


def test_no_replacement_beyond_the_pace(made):
    with pytest.raises(Refusal, match="may make up for all the losses"):
        scenario.net_pace(made["nis-dead-and-injured-pace"], (0, 6000))
    assert scenario.net_pace(made["jcs-casualties-pace"], (0, 2000)).bound in ("up_to", "at_most")


def test_a_floor_of_a_part_is_a_floor_of_the_whole(made):
    assert (
        "counted in Kursk region only: a floor of a part is a floor of the whole"
        in made["zelenskyy-casualties-pace"].caveats
    )


# -- parameters -------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"first_from": "1.12.2024"}, "FIRST_COMBAT_FROM"),
        ({"first_from": "2024-12-17"}, "a day not after 2024-12-16"),
        ({"first_to": "2024-11-17"}, "a day not before 2024-12-01"),
        ({"fresh_low": -1}, "REPLACEMENT_LOW"),
        ({"fresh_low": True}, "REPLACEMENT_LOW"),
        ({"fresh_high": 10.5}, "REPLACEMENT_HIGH"),
        ({"fresh_low": 2000}, "not below REPLACEMENT_LOW (2000)"),
        ({"pay": "pay-per-soldier"}, "PAY"),
        (
            {"pay": ["troop-payments"]},
            "any of pay-per-soldier, money-per-soldier-year, money-per-soldier-month",
        ),
        ({"shares": []}, "SHARES"),
        ({"shares": [0]}, "from 1 to 100"),
        ({"shares": [50, 50]}, "each once"),
        ({"shares": [True]}, "SHARES"),
        ({"force": "nis-killed"}, "one of troops-in-russia"),
    ],
)
def test_a_wrong_value_names_the_allowed_ones(everything, given, message):
    with pytest.raises(ParameterFault) as fault:
        under(everything, **given)
    assert message in str(fault.value)


def test_the_first_day_of_combat_comes_from_the_events_or_is_assumed(everything, made):
    assert made.assumed.first == (dt.date(2024, 12, 1), dt.date(2024, 12, 16))
    assert "paragraph 4" in made.assumed.first_source
    set_by_hand = under(everything, first_from="2024-11-04").assumed
    assert set_by_hand.first == (dt.date(2024, 11, 4), dt.date(2024, 12, 16))
    assert set_by_hand.first_source.startswith("assumed")


@pytest.mark.parametrize(
    "selection",
    [
        {"as_of": "2000-01-01"},
        {"sides": ["ukraine"]},
        {"as_of": "2024-12-18"},
        {"documents": ["pravda-2024-12-19"]},
        {"as_of": ""},
    ],
)
def test_a_narrow_selection_gives_words(everything, selection):
    made = outlook.under(everything.select(**selection), everything, fresh_high=1000, pay=PAYS)
    test = outlook.Backtest(made)
    shown = [
        outlook.assumptions_table(made, "a"),
        outlook.pace_table(made, "a"),
        outlook.time_table(made, "a"),
        outlook.earnings_table(made, "a"),
        outlook.refused_table(made, "a"),
        outlook.most_words(outlook.all_moves(made)),
        outlook.moves_table(outlook.all_moves(made), "a"),
        outlook.backtest_summary(test),
        outlook.backtest_table(test.own, "a"),
        outlook.matrix_table(test, "a"),
    ]
    assert all(isinstance(item, (Prose, Table)) for item in shown)
    assert outlook.time_rows(made) == [] or selection == {"as_of": ""}


# -- what moves it ----------------------------------------------------------------
def test_the_first_day_of_combat_moves_the_time_most(made):
    move = outlook.most(outlook.time_moves(made, made["nis-dead-and-injured"], made["share-first"]))
    assert move.varied == "first day of combat"
    assert [result.text() for result in move.results] == ["at most 195 days", "at most 16.5 days"]
    corners = [m for m in outlook.all_moves(made) if m.losses.id == "jcs-casualties"]
    assert {result.text() for m in corners for result in m.results} == {
        "about 35 days",
        "about 110 days",
        "about 44.3 days",
        "about 321 days",
    }


def test_a_move_to_where_no_time_can_be_told_goes_farthest(everything):
    made = under(everything, fresh_high=3000)
    move = outlook.most(outlook.time_moves(made, made["nis-dead-and-injured"], made["share-first"]))
    assert None in move.results and move.size is None


def test_pay_moves_the_money_where_the_first_day_does_not_count(made):
    move = outlook.most(outlook.earning_moves(made, made["nsc-casualties-week"], made["share-first"]))
    assert move.varied == "pay of a soldier"


# -- back-test --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("earlier", "later", "text", "verdict"),
    [
        ("nis-dead-and-injured", "nis-total-jan", "at least 2,627", "not refuted"),
        ("nis-killed", "nis-killed-jan", "at least 238", "not refuted"),
        ("nis-wounded", "nis-wounded-jan", "2,388 to 9,334", "inside"),
        ("zelenskyy-casualties", "zelenskyy-casualties-jan", "more than 4,772", "outside"),
        ("zelenskyy-casualties", "zelenskyy-lost-jan", "more than 5,318", "outside"),
        ("zelenskyy-casualties", "nis-total-jan", "more than 5,863", "not refuted"),
        ("zelenskyy-casualties", "british-casualties-jan", "more than 6,136", "cannot be told"),
        ("jcs-casualties", "western-casualties-jan", "about 2,250 to 4,715", "inside"),
        ("jcs-casualties", "zelenskyy-casualties-jan", "about 1,750 to 3,143", "cannot be told"),
        ("jcs-casualties", "nis-total-jan", "about 2,150 to 4,400", "partly inside"),
    ],
)
def test_back_test(everything, made, earlier, later, text, verdict):
    check = outlook.Backtest(made).of(made[earlier], everything[later])
    assert (check.projected.text(), check.verdict) == (text, verdict)
    assert (
        claimbook.compare(check.projected, check.later).verdict == "not comparable"
    )  # a forecast is no count


def test_without_a_limit_nothing_lies_after_it(everything):
    assert not outlook.Backtest(under(everything, as_of="")).later


def test_killed_and_wounded_are_held_against_their_own_kind_alone(made):
    pairs = {
        (c.earlier.counted.measure.id, c.later.counted.measure.id) for c in outlook.Backtest(made).checks
    }
    assert not {p for p in pairs if p[0] != p[1] and {"killed", "wounded"} & set(p)}


@pytest.mark.parametrize(
    ("projection", "later", "wider", "verdict"),
    [
        ("at_least 100", "as_printed 50", 0, "outside"),
        ("at_least 100", "as_printed 50", -1, "cannot be told"),
        ("between 10 20", "as_printed 30", 1, "cannot be told"),
        ("between 10 20", "as_printed 30", 0, "outside"),
        ("between 10 90", "as_printed 50", 0, "inside"),
        ("between 10 52", "as_printed 50", 0, "partly inside"),
        ("at_least 100", "at_least 50", 0, "not refuted"),
        ("up_to 100", "as_printed 50", 0, "not refuted"),
    ],
)
def test_verdicts(projection, later, wider, verdict):
    assert held_against(figure(projection), figure(later), wider)[0] == verdict


# -- the truth lies inside --------------------------------------------------------
men = st.integers(min_value=1, max_value=5000)


@st.composite
def inputs(draw):
    """A claim of losses in any shape, a first combat and fresh men as ranges, with a truth inside each."""
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
    days = draw(st.integers(late, early))
    fresh = sorted((draw(st.integers(0, 2000)), draw(st.integers(0, 2000))))
    came = draw(st.integers(*fresh))
    return text, lost, (DAY - dt.timedelta(early), DAY - dt.timedelta(late)), days, tuple(fresh), came


@given(case=inputs(), per_cent=st.integers(1, 100))
@settings(derandomize=True, max_examples=400, deadline=None)
def test_the_true_time_lies_inside(case, per_cent):
    text, lost, first, days, fresh, came = case
    losses = figure(text, "killed-or-wounded", as_of=DAY)
    force = figure("as_printed 11000", "deployed", accounting="stock", claimant="paper")
    net = lost / days - Fraction(came * 12) / Fraction("365.25")
    assume(net > 0)
    true_time = Fraction(per_cent, 100) * 11000 / net
    share = scenario.share_lost(force, per_cent, "for this test")
    try:
        pace = scenario.pace(losses, force.counted.scope, first)
        time = scenario.time_until(losses, pace, force, share, fresh)
    except Refusal:
        assume(False)
    assert time.unit == "day" and time.bounds.contains(true_time)


@given(case=inputs(), gap=st.integers(0, 60))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_the_true_total_of_a_later_day_lies_inside(case, gap):
    text, lost, first, days, _, _ = case
    losses = figure(text, "killed-or-wounded", as_of=DAY)
    later = projected(losses, losses.counted.scope, first, DAY + dt.timedelta(gap), "later")
    assert later.bounds.contains(lost * Fraction(days + gap, days)) and later.unit == "person"


@given(case=inputs(), pay=st.integers(1, 5000), part=st.fractions(0, 1, max_denominator=10))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_the_true_money_lies_inside(case, pay, part):
    text, lost, first, days, _, _ = case
    losses = figure(text, "killed-or-wounded", as_of=DAY)
    force = figure("as_printed 11000", "deployed", accounting="stock", claimant="paper")
    rate = figure(
        f"as_printed {pay}",
        "pay",
        unit="USD/person/month",
        accounting="rate",
        stage="potential",
        claimant="paper",
    )
    share = scenario.share_lost(force, 40, "for this test")
    time = scenario.time_until(
        losses, scenario.pace(losses, force.counted.scope, first), force, share, (0, 0)
    )
    money = scenario.earnings(losses, rate, force, share, time)
    months = Fraction(4400) / (lost / days) / Fraction("365.25") * 12
    assert (
        money.bounds.contains(pay * months * 11000 * (Fraction(6, 10) + part * Fraction(4, 10)))
        and money.unit == "USD"
    )
