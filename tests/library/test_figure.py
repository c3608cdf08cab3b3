"""Figure: arithmetic keeps bounds and lineage, and refuses with a reason."""

import datetime as dt
from dataclasses import replace

import pytest
from claimbook.errors import Refusal
from claimbook.figure import Rule, Vocabulary
from figures import figure

DEPLOYED = {
    "measure": "deployed",
    "claimant": "paper",
    "accounting": "stock",
    "as_of": None,
    "unsourced": True,
}


def dead_and_injured():
    return figure("at_least 100") + figure("as_printed 1000", "wounded")


def test_a_floor_and_a_bare_figure_make_a_floor_that_says_so():
    total = dead_and_injured()
    assert total.bound == "at_least" and total.low == 1100 and total.best is None and total.high is None
    assert total.statement() == "at least 1,100, taking the 1,000 as printed"
    assert total.counted.measure.id == "killed-or-wounded"
    assert "ours" in total.lineage.rule


def test_a_floor_and_a_ceiling_have_no_sum():
    with pytest.raises(
        Refusal,
        match="the sum cannot be bounded: one figure has only a lower end, the other only an upper end",
    ):
        figure("at_least 100") + figure("less_than 1000", "wounded")


def test_a_share_names_its_base():
    share = dead_and_injured() / figure("as_printed 11000", **DEPLOYED)
    assert (share.unit, share.low, share.bound) == ("percent", 10, "at_least")
    assert share.statement() == (
        "at least 10 % of an unsourced 11,000, taking the 1,000 as printed, across claimants (NIS; The Paper)"
    )
    assert share.claimants == ("NIS", "The Paper")


def test_a_ratio_across_a_floor_is_at_most():
    ratio = figure("as_printed 1000", "wounded") / figure("at_least 100")
    assert (ratio.bound, ratio.high, ratio.low, ratio.unit) == ("at_most", 10, None, "")
    assert ratio.text() == "at most 10"


@pytest.mark.parametrize(
    ("left", "op", "right", "expected"),
    [
        ("at_least 100", "+", "about 50", "at least about 150"),
        ("about 100", "+", "about 50", "about 150"),
        ("exact 100", "+", "exact 50", "150"),
        ("between 10 20", "+", "as_printed 5", "15 to 25"),
        ("more_than 10", "+", "at_least 5", "more than 15"),
        ("less_than 10", "+", "up_to 5", "less than 15"),
    ],
)
def test_sums_keep_their_bounds(left, op, right, expected):
    assert (figure(left) + figure(right, "wounded")).text() == expected


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        ("as_printed 4700", "at_least 600", "up to 4,100"),
        ("at_least 4700", "up_to 600", "at least 4,100"),
        ("at_least 4700", "as_printed 600", "at least 4,100"),
        ("between 20 90", "as_printed 50", "up to 40"),  # ends at zero, which is never shown as a bound
        ("exact 9", "exact 9", "0"),
    ],
)
def test_differences_keep_their_bounds(whole, part, expected):
    assert (figure(whole, "killed-or-wounded") - figure(part, "killed")).text() == expected


def test_a_floor_less_a_floor_cannot_be_said():
    with pytest.raises(Refusal, match="the difference cannot be bounded"):
        figure("at_least 4700", "killed-or-wounded") - figure("at_least 600")


def test_a_part_larger_than_its_whole_is_refused():
    with pytest.raises(Refusal, match="the part is larger than its whole"):
        figure("up_to 50", "killed-or-wounded") - figure("at_least 100")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("as_printed 1000", "at_least 100", "at most 10"),
        ("up_to 90", "at_least 100", "at most 0.9"),
        ("at_least 100", "up_to 50", "at least 2"),
        ("at_least 11", "between 10 12", "at least 0.91"),
        ("as_printed 12", "between 4 6", "2 to 3"),
        ("about 10", "as_printed 4", "about 2.5"),
        ("as_printed 11", "more_than 2", "less than 5.5"),
        ("up_to 9", "as_printed 3", "up to 3"),
    ],
)
def test_ratios_turn_the_base_over(left, right, expected):
    assert (figure(left) / figure(right, "wounded")).text() == expected


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        (
            "at_least 1",
            "at_least 1",
            "the ratio cannot be bounded: one figure has only a lower end, the other only a lower end",
        ),
        ("as_printed 1", "exact 0", "the base is zero"),
        ("as_printed 1", "vague dozens", "no number is stated, only “dozens”"),
    ],
)
def test_ratios_that_say_nothing_are_refused(left, right, reason):
    with pytest.raises(Refusal, match=reason):
        figure(left) / figure(right, "wounded")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"claimant": "gur"}, r"different claimants \(NIS against GUR\)"),
        ({"measure": "killed-or-wounded"}, "no rule makes one measure of killed and killed or wounded"),
        ({"measure": "killed"}, "both count the same thing"),
        (
            {"accounting": "increment"},
            r"different ways of counting \(a running total against the count of one period\)",
        ),
        ({"accounting": "rate", "unit": "person/day"}, "different ways of counting"),
        ({"unit": "USD", "measure": "money"}, r"different units \(person against US dollars\)"),
        ({"scope": "one village"}, "different extents"),
        ({"subject": "kpa"}, "different subjects"),
        ({"stage": "earned"}, "different stages"),
        ({"as_of": dt.date(2025, 1, 13)}, r"different dates \(2024-12-19 against 2025-01-13\)"),
    ],
)
@pytest.mark.parametrize("op", ["__add__", "__sub__"])
def test_sums_and_differences_refuse_with_the_reason(changes, reason, op):
    other = figure("as_printed 1000", **({"measure": "wounded"} | changes))
    with pytest.raises(Refusal, match=reason):
        getattr(figure("at_least 100"), op)(other)


def test_all_reasons_are_told_at_once():
    other = figure("as_printed 1000", "money", unit="USD", claimant="gur", scope="one village")
    with pytest.raises(Refusal) as refusal:
        figure("at_least 100") + other
    assert refusal.value.reason.count(";") >= 2


def test_active_and_reserve_are_not_added():
    army = {"claimant": "paper", "subject": "kpa", "accounting": "stock", "as_of": None}
    with pytest.raises(Refusal, match="no rule makes one measure of active and reserve"):
        figure("as_printed 1300000", "active", **army) + figure("as_printed 7600000", "reserve", **army)


def test_money_of_two_stages_is_never_divided():
    total = figure("up_to 5500000000", "arms", unit="USD", stage="earned")
    rate = figure("as_printed 572000000", "pay", unit="USD/year", stage="potential", accounting="rate")
    for combine in (lambda: total / rate, lambda: total + rate, lambda: total * rate):
        with pytest.raises(Refusal, match="different stages"):
            combine()


def test_increments_add_only_over_periods_that_do_not_overlap():
    days = [dt.date(2024, 12, d) for d in (1, 7, 8, 14)]
    first = figure("at_least 30", accounting="increment", as_of=days[1], period=(days[0], days[1]))
    second = figure("at_least 20", accounting="increment", as_of=days[3], period=(days[2], days[3]))
    total = second + first
    assert total.text() == "at least 50" and total.counted.period == (days[0], days[3])
    overlapping = figure("at_least 20", accounting="increment", as_of=days[2], period=(days[1], days[2]))
    with pytest.raises(Refusal):
        first + overlapping


def test_a_later_total_less_an_earlier_one_is_an_increment():
    later = figure("as_printed 300", as_of=dt.date(2025, 1, 13))
    growth = later - figure("at_least 100")
    assert growth.text() == "up to 200" and growth.counted.accounting == "increment"


def test_a_rule_can_permit_a_named_combination():
    missing, killed = figure("as_printed 3", "missing"), figure("at_least 100")
    with pytest.raises(Refusal):
        killed + missing
    rule = Rule(
        "lost", "+", "killed", "missing", "lost", "killed and missing, as the desk counts losses; ours"
    )
    told = replace(killed, counted=replace(killed.counted, vocabulary=Vocabulary((rule,))))
    assert (told + missing).lineage.rule == rule.words


def test_units_carry_through_and_convert_exactly():
    payments = figure(
        "as_printed 572000000",
        "payments",
        unit="USD/year",
        claimant="paper",
        accounting="rate",
        stage="potential",
        as_of=None,
    )
    each = payments / figure("as_printed 11000", **DEPLOYED)
    assert each.text() == "US$52,000 a year per person"
    assert each.to("USD/person/month").text() == "US$4,333 a month per person"
    with pytest.raises(Refusal, match="cannot write"):
        each.to("container")


def test_a_share_of_a_force_is_persons_and_stays_a_forecast():
    share = figure(
        "up_to 90", "casualty-rate", unit="percent", claimant="gur", accounting="forecast", as_of=None
    )
    men = share * figure("as_printed 11000", **DEPLOYED)
    assert (men.text(), men.unit, men.counted.accounting) == ("up to 9,900", "person", "forecast")
    assert men.claimants == ("GUR", "The Paper")


def test_a_stock_over_a_pace_is_a_time():
    start, end = dt.date(2022, 2, 24), dt.date(2024, 10, 9)
    losses = figure(
        "more_than 600000", "killed-or-wounded", id="losses", claimant="gur", period=(start, end), as_of=end
    )
    pace = losses / losses.period_length()
    assert pace.text() == "more than 626 a day"
    assert (figure("as_printed 11000", **DEPLOYED) / pace).text() == "less than 17.6 days"


def test_a_bare_number_is_no_figure():
    for attempt in (lambda: figure("at_least 100") + 1000, lambda: figure("at_least 100") * 2):
        with pytest.raises(Refusal, match="a bare number has no source"):
            attempt()
    with pytest.raises(Refusal):
        float(figure("at_least 100"))
    with pytest.raises(Refusal):
        figure("at_least 100") < figure("at_least 200")


def test_sum_reaches_the_refusals():
    assert sum([figure("at_least 100"), figure("as_printed 1000", "wounded")]).text() == "at least 1,100"
    with pytest.raises(Refusal):
        sum([figure("at_least 100"), figure("at_least 100", claimant="gur")])


def test_the_trace_prints_formula_claims_and_paragraphs():
    lines = dead_and_injured().trace().splitlines()
    assert lines[0].startswith("nis-killed-plus-nis-wounded: at least 1,100, taking the 1,000 as printed")
    assert "= nis-killed + nis-wounded" in lines[1] and "one claimant and one date" in lines[1]
    assert "nis-killed: at least 100" in lines[2] and "NIS" in lines[2] and "paragraph 3" in lines[2]
    assert "“as_printed 1000”" in lines[3]


def test_entries_hold_every_input_once():
    share = dead_and_injured() / figure("as_printed 11000", **DEPLOYED)
    entries = share.entries()
    assert list(entries) == [
        share.id,
        "nis-killed-plus-nis-wounded",
        "nis-killed",
        "nis-wounded",
        "paper-deployed",
    ]
    assert entries[share.id].inputs == ("nis-killed-plus-nis-wounded", "paper-deployed")


def test_an_entry_holds_exact_ends_and_no_best_between_them():
    told = figure("between 1/3 40", unit="USD").entry()
    assert [getattr(told, name) for name in ("bound", "low", "best", "high", "unit", "approx")] == [
        "between",
        "1/3",
        None,
        "40",
        "USD",
        False,
    ]
    told = (figure("about 1000") + figure("at_least 100", id="more", measure="wounded")).entry()
    assert [getattr(told, name) for name in ("bound", "low", "best", "high", "approx")] == [
        "at_least",
        "1100",
        None,
        None,
        True,
    ]


def test_named_figures_say_what_they_mean():
    total = dead_and_injured().named("both", "killed or wounded", "added by us", "no count of the NIS")
    assert total.id == "both" and total.statement().endswith("as printed, no count of the NIS")
    with pytest.raises(Refusal, match="keeps its name"):
        figure("at_least 100").named("x", "y")


def test_displays_are_text_without_maths_or_markup():
    money = figure("up_to 5500000000", "<b>", unit="USD", stage="earned")
    shown = money._repr_html_()
    assert "<b>" not in shown and "$5" not in shown and "US<span>$</span>5.5bn" in shown
    assert repr(figure("at_least 100")) == (
        "<Figure nis-killed: at least 100 (North Korean troops: killed, everywhere, a running total); NIS; A document, paragraph 3>"
    )
    assert f"{figure('at_least 100'):>15}" == "   at least 100"


# -- found by review ---------------------------------------------------------------
DAY = dt.date


def increment(text, first, last, **more):
    return figure(text, accounting="increment", as_of=last, period=(first, last), **more)


@pytest.mark.parametrize(
    ("whole", "part", "expected"),
    [
        ("up_to 100", "at_least 100", "0"),
        ("between 20 90", "at_least 90", "0"),
        ("as_printed 100", "at_least 100", "0"),
    ],
)
def test_no_more_than_zero_is_zero_and_no_bound(whole, part, expected):
    rest = figure(whole, "killed-or-wounded") - figure(part, "killed")
    assert rest.text() == expected and rest.bound == "as_printed"


@pytest.mark.parametrize(
    ("whole", "part"), [("less_than 100", "at_least 100"), ("up_to 100", "more_than 100")]
)
def test_less_than_zero_is_nothing(whole, part):
    with pytest.raises(Refusal, match="the part is larger than its whole"):
        figure(whole, "killed-or-wounded") - figure(part, "killed")


def test_about_is_not_refused_as_if_it_were_exact():
    with pytest.raises(Refusal, match='about" states no end'):
        figure("about 100", "killed-or-wounded") - figure("about 110", "killed")


def test_zero_over_something_is_zero():
    assert (figure("exact 0") / figure("at_least 5", "wounded")).text() == "0"


def test_days_of_an_increment_are_counted_from_the_first_to_the_last():
    two_days = increment("at_least 30", DAY(2024, 12, 14), DAY(2024, 12, 15))
    assert two_days.period_length().text() == "2 days"
    assert (two_days / two_days.period_length()).text() == "at least 15 a day"
    one_day = increment("at_least 30", DAY(2024, 12, 14), DAY(2024, 12, 14))
    assert one_day.period_length().text() == "1 day"


def test_increments_with_days_between_them_keep_a_floor_and_no_ceiling():
    early = increment("at_least 30", DAY(2024, 12, 1), DAY(2024, 12, 2))
    late = increment("at_least 40", DAY(2024, 12, 30), DAY(2024, 12, 31))
    assert (early + late).text() == "at least 70"
    with pytest.raises(Refusal, match="counted by neither"):
        early + increment("up_to 40", DAY(2024, 12, 30), DAY(2024, 12, 31))
    next_days = increment("up_to 30", DAY(2024, 12, 1), DAY(2024, 12, 2)) + increment(
        "up_to 40", DAY(2024, 12, 3), DAY(2024, 12, 4)
    )
    assert next_days.text() == "up to 70"


def test_growth_needs_one_claimant_one_start_and_a_day_that_was_said():
    later = figure("as_printed 300", as_of=DAY(2025, 1, 13))
    growth = later - figure("as_printed 100")
    assert growth.counted.period == (DAY(2024, 12, 20), DAY(2025, 1, 13))
    assert (
        growth + (figure("as_printed 600", as_of=DAY(2025, 4, 30)) - later)
    ).text() == "500"  # two growths in a row
    with pytest.raises(Refusal):
        figure("as_printed 300", as_of=DAY(2025, 1, 13), period=(DAY(2024, 8, 6), None)) - figure(
            "as_printed 100", period=(DAY(2022, 2, 24), None)
        )
    with pytest.raises(Refusal):  # a late copy of an old total is no growth
        figure("as_printed 300", as_of=None, published=DAY(2025, 1, 13)) - figure("as_printed 100")


def test_growth_never_crosses_claimants():
    share = {"measure": "rate", "unit": "percent", "claimant": "gur"}
    early = figure("as_printed 10", **share) * figure("as_printed 1000")
    late = figure("as_printed 10", as_of=DAY(2025, 1, 13), **share) * figure(
        "as_printed 1500", as_of=DAY(2025, 1, 13)
    )
    with pytest.raises(Refusal):
        late - early


def test_what_was_taken_as_printed_survives_a_conversion_and_a_chain():
    payments = figure(
        "as_printed 572000000",
        "payments",
        unit="USD/year",
        claimant="paper",
        accounting="rate",
        stage="potential",
        as_of=None,
    )
    each = payments.to("USD/month") / figure("as_printed 11000", **DEPLOYED)
    assert any(caveat.startswith("taking the US$47") for caveat in each.caveats)
    share = figure("at_least 100") / figure("as_printed 11000", **DEPLOYED)
    onwards = share * figure(
        "as_printed 1300000", "active", subject="kpa", claimant="paper", accounting="stock", as_of=None
    )
    assert "by a share of an unsourced 11,000" in onwards.caveats


@pytest.mark.parametrize(
    "base",
    [
        {"measure": "seen", "scope": "one field", "accounting": "stock"},
        {"measure": "active", "accounting": "cumulative"},
        {"measure": "active", "subject": "others", "accounting": "stock"},
    ],
)
def test_a_share_needs_a_base_that_holds_the_part(base):
    ratio = figure("at_least 100") / figure("as_printed 40", claimant="paper", **base)
    assert ratio.unit == "" and ratio.base is None


def test_different_units_of_one_kind_are_converted_before_they_are_added():
    pace = {"accounting": "rate", "as_of": None}
    daily, weekly = (
        figure("as_printed 10", unit="person/day", **pace),
        figure("as_printed 14", "wounded", unit="person/week", **pace),
    )
    assert (daily + weekly).text() == "12 a day"


def test_a_period_is_a_date_too():
    with pytest.raises(Refusal, match="different dates|no rule"):
        figure("at_least 100", period=(DAY(2024, 1, 1), DAY(2024, 12, 19))) + figure(
            "as_printed 1000", "wounded"
        )


def test_a_total_and_a_rate_of_one_stage_are_not_divided():
    total = figure("up_to 100", "arms", unit="USD", stage="earned")
    with pytest.raises(Refusal, match="different ways of counting"):
        total / figure("as_printed 10", "pay", unit="USD/year", stage="earned", accounting="rate")


def test_money_under_the_line_is_money_too():
    per_dollar = figure("as_printed 10", "boxes", unit="container") / figure(
        "as_printed 5", "arms", unit="USD", stage="earned"
    )
    with pytest.raises(Refusal, match="different stages"):
        per_dollar * figure("as_printed 5", "arms", unit="USD", stage="valued")


@pytest.mark.parametrize("first", ["forecast", "cumulative"])
def test_a_forecast_on_either_side_makes_a_forecast(first):
    second = "cumulative" if first == "forecast" else "forecast"
    made = figure("up_to 90", "rate", unit="percent", accounting=first) * figure(
        "as_printed 100", accounting=second
    )
    assert made.counted.accounting == "forecast"


def test_two_totals_have_no_product():
    with pytest.raises(Refusal, match="two totals"):
        figure("at_least 100") * figure("as_printed 1000", "wounded")


def test_a_rate_over_a_time_is_a_total_and_says_what_a_year_is():
    wait = figure("at_least 1", "wait", unit="year", claimant="paper", accounting="forecast")
    assert "365.25 days a year" in wait.to("day").lineage.formula
    monthly = figure("as_printed 10", unit="person/month", accounting="rate").to("person/day")
    assert "365.25" in monthly.lineage.formula


def test_two_ways_to_compute_have_two_ids():
    a, b, c = (
        figure("at_least 8"),
        figure("as_printed 4", "wounded"),
        figure("as_printed 2", "wounded", id="c"),
    )
    assert len({((a / b) / c).id, (a / (b / c)).id, (a / b).id}) == 3
    assert (a / b).to("percent").id != (a / b).id


@pytest.mark.parametrize(
    "attempt", [lambda f: 2 * f, lambda f: 1000 + f, lambda f: 1000 - f, lambda f: 1 / f]
)
def test_a_bare_number_on_the_left_is_refused_too(attempt):
    with pytest.raises(Refusal, match="a bare number has no source"):
        attempt(figure("at_least 100"))


@pytest.mark.parametrize("unit", ["USD//", "2*person/day", None, ""])
def test_a_text_that_is_no_unit_is_refused(unit):
    with pytest.raises(Refusal, match="it is in person"):
        figure("at_least 100").to(unit)
