"""Marks and ticks measured: each at the place that its value demands, on a desktop and on a phone.

A drawing is read back from its SVG by chart_reader.py, and what it shows is held against the rows.
Planted faults show that a wrong mark would be found.
"""

import datetime as dt
import json
import re
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "briefs"))
from chart_reader import SHAPES, claims_faults, dates_faults, value_of  # noqa: E402
from claimbook.charts.axis import tick_text  # noqa: E402
from claimbook.charts.chart import DESKTOP, MIME, PHONE, Chart  # noqa: E402
from claimbook.show import Axis, Row, TimelineEvent, bounds_chart, timeline_chart  # noqa: E402
from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from standin import StandIn, claim  # noqa: E402

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9]*.ipynb"))
TITLE, TEXTS = "The claims lie far apart", {"subtitle": "As claimed", "source": "A newspaper"}
each_width = pytest.mark.parametrize("width", [DESKTOP, PHONE])
quiet = settings(derandomize=True, max_examples=40, deadline=None)


def chart(rows, **axis):
    return bounds_chart(TITLE, rows, alt="Rows one below the other", axis=Axis(**axis), **TEXTS)


def measured(made, width):
    return claims_faults(made.svg("a", width, "x"), list(made.rows), made.axis["log"])


# -- property: whatever the bounds, each mark is at its place ---------------------------------
values = st.one_of(
    st.integers(0, 10**10), st.integers(0, 200), st.fractions(0, 1000, max_denominator=40).map(Fraction)
)


@st.composite
def figures(draw, least=0):
    """A figure of any bound, among them words without a number."""
    bound = draw(st.sampled_from([*SHAPES, "vague"]))
    value, more = (draw(values.filter(lambda value: value >= least)) for _ in range(2))
    if bound == "vague":
        return claim("", "“dozens”", bound)
    low, high = sorted((value, value + more))
    high = high if bound == "between" else None
    words = f"{bound.replace('_', ' ')} {float(low):,g}" + draw(
        st.sampled_from(["", " as one man told a reporter"])
    )
    return claim("", words, bound, low, high)


rows_of_chart = st.lists(figures(), min_size=1, max_size=7)


def rows(given):
    """A row a figure, each with an id of its own, in two groups."""
    named = zip("abcdefg", given, strict=False)
    return [Row(replace(figure, id=n), f"Voice {n}", group="AB"[n > "c"]) for n, figure in named]


@each_width
@given(given=rows_of_chart)
@quiet
def test_each_mark_is_where_its_value_lies(width, given):
    assert measured(chart(rows(given)), width) == []


@each_width
@given(given=st.lists(figures(least=1), min_size=1, max_size=7))
@quiet
def test_each_mark_is_where_its_value_lies_on_a_log_axis(width, given):
    faults = measured(chart(rows(given), log=True), width)
    assert faults in ([], ["fewer than two ticks"])  # a short stretch has room for one


@each_width
@given(given=st.lists(st.fractions(0, 1, max_denominator=1000), min_size=1, max_size=5))
@quiet
def test_shares_are_drawn_as_per_cent(width, given):
    shares = [claim(f"s{'abcde'[n]}", "a share", "exact", share, unit="") for n, share in enumerate(given)]
    assert measured(chart(rows(shares), max=100), width) == []


days = st.dates(dt.date(1950, 1, 1), dt.date(2030, 12, 31))


@each_width
@given(given=st.lists(st.tuples(days, st.integers(0, 900), st.integers(1, 5)), min_size=2, max_size=6))
@quiet
def test_each_event_is_where_its_days_lie(width, given):
    events = [
        TimelineEvent(
            f"Event {'abcdef'[n]}", day, day + dt.timedelta(more if precision > 1 else 0), precision
        )
        for n, (day, more, precision) in enumerate(given)
    ]
    made = timeline_chart(TITLE, events, **TEXTS)
    faults = dates_faults(made.svg("a", width, "x"), list(made.rows))
    assert faults in ([], ["fewer than two ticks"])  # a short window has room for one


@given(st.integers(0, 10**13), st.sampled_from(["person", "USD", "EUR", "CHF", "percent"]))
@quiet
def test_the_words_of_a_tick_say_its_value(value, unit):
    rounded = Fraction(f"{value:.2g}")
    assert value_of(tick_text(rounded, unit)) == rounded


# -- the charts of the notebooks ----------------------------------------------------------------
def stored(kind):
    for path in NOTEBOOKS:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                data = output.get("data", {}).get(MIME, {})
                if data.get("kind") == kind:
                    yield pytest.param(Chart.from_json(data), id=f"{path.stem}-{cell['id']}")


@each_width
@pytest.mark.parametrize("made", list(stored("bounds")))
def test_the_charts_of_the_notebooks_are_true_to_scale(made, width):
    assert measured(made, width) == []


# -- nought ---------------------------------------------------------------------------------------
@each_width
@pytest.mark.parametrize("bound", SHAPES)
def test_a_chart_of_noughts_alone_is_drawn(bound, width):
    nought = claim("a", "none", bound, 0, 0)
    made = chart([Row(nought, "NIS"), Row(claim("b", "“few”", "vague"), "GUR"), Row(None, "US")])
    assert measured(made, width) == []
    assert [tick.words for tick in drawn_ticks(made, width)] == ["0", "1"]
    assert made.png


def drawn_ticks(made, width):
    return [shape for _, shape in made.scene(width).shapes if getattr(shape, "kind", "") == "tick"]


def test_noughts_of_money_and_shares_are_drawn_too():
    for unit in ("USD", "", "percent"):
        made = chart([Row(claim("a", "none", "exact", 0, unit=unit), "NIS")], max=None)
        assert measured(made, DESKTOP) == []
    assert measured(chart([Row(claim("a", "none", "exact", 0, unit=""), "NIS")], max=100), PHONE) == []


# -- planted faults ---------------------------------------------------------------------------------
KILLED = claim("killed", "at least 100", "at_least", 100)
ROWS = [
    Row(claim("hit", "30", "as_printed", 30), "GUR", group="Killed or wounded"),
    Row(claim("most", "up to 3,000", "up_to", 3000), "A ministry", group="Killed or wounded"),
    Row(claim("both", "40 to 500", "between", 40, 500), "An official", group="Killed or wounded"),
    Row(claim("words", "“dozens”", "vague"), "US", group="Killed or wounded"),
    Row(KILLED, "NIS", group="Killed"),
    Row(claim("wounded", "1,000", "as_printed", 1000), "NIS, wounded", group="Wounded"),
]


def moved(pattern, by=40):
    """Move the first place that the pattern finds behind its first group to the right."""
    return lambda svg: re.sub(pattern, lambda found: f"{found[1]}{float(found[2]) + by:g}", svg, count=1)


def swapped(old, new):
    return lambda svg: svg.replace(old, new, 1)


def substituted(pattern, new, flags=0):
    return lambda svg: re.sub(pattern, new, svg, count=1, flags=flags)


def ten_times(svg):
    """All ticks ten times as much."""
    more = lambda tick: f">{int(tick[1].replace(',', '')) * 10:,}<"  # noqa: E731
    return re.sub(r'<g class="tick".*?</g>', lambda ticks: re.sub(r">([1-9][\d,]*)<", more, ticks[0]), svg)


VALUES = r'(<text class="value"[^>]* y=")([\d.]+)(">30</text></a>)(.*?<text class="value"[^>]* y=")([\d.]+)(">up to)'
FAULTS = {
    "a dot moved": (moved(r'(<circle class="o" cx=")([\d.]+)'), "px, where 30 lies"),
    "an arrow moved": (moved(r'(<path class="o" d="M)([\d.]+)(?= [\d.]+H)'), "bent box beside"),
    "an arrow turned": (
        substituted(r'(<path class="k" d="M)([\d.]+)( [\d.]+H)([\d.]+)', r"\g<1>\g<4>\g<3>\g<2>"),
        "arrow to the right beside A ministry, expected arrow to the left",
    ),
    "an arrow taken away": (substituted(r'<path class="k" d="[^"]*"/>', ""), "bar beside A ministry"),
    "a mark taken away": (substituted(r'<circle class="o"[^>]*/>', ""), "4 marks for 5 figures"),
    "a mark too many": (substituted(r'(<circle class="o"[^>]*/>)', r"\1\1"), "6 marks for 5 figures"),
    "all ticks ten times as much": (ten_times, "px, where 30 lies"),
    "the label of another row": (substituted(r'(<text class="label"[^>]*>)GUR<', r"\1NIS<"), "labels ['NIS'"),
    "values that change places": (
        substituted(VALUES, r"\g<1>\g<5>\g<3>\g<4>\g<2>\g<6>", re.DOTALL),
        "values [('most'",
    ),
    "a value of another figure": (swapped('href="#n-hit"', 'href="#n-killed"'), "values [('killed', '30')"),
    "a value with another number": (swapped(">30</text></a>", ">40</text></a>"), "values [('hit', '40')"),
    "a tick changed": (swapped(">2,000</text>", ">1,900</text>"), "ticks"),
    "a tick moved": (moved(r'(<text x=")([\d.]+)(?=" y="[\d.]+">1,000<)'), "not at its line"),
    "a claim dressed as a tick": (
        swapped("</g></g>", '<text class="tick" x="300" y="40">1,100</text></g></g>'),
        "tick 1,100, out of line",
    ),
    "a tick of words": (swapped(">1,000</text>", ">many</text>"), "tick many, no value"),
}


@each_width
@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name, width):
    plant, told = FAULTS[name]
    made = chart(ROWS)
    svg = made.svg("a", width, "x")
    assert claims_faults(svg, list(made.rows)) == []
    assert plant(svg) != svg, "nothing was planted"
    faults = claims_faults(plant(svg), list(made.rows))
    assert any(told in fault for fault in faults), faults


def shifted(name, **ends):
    """The same chart drawn from a row that states something else."""
    data = json.loads(json.dumps(chart(ROWS).to_json()))
    next(row for row in data["rows"] if row["id"] == name).update(ends)
    return Chart.from_json(data)


@each_width
@pytest.mark.parametrize(
    ("name", "ends"),
    [("hit", {"best": "90"}), ("most", {"high": "2900"}), ("both", {"low": "80"}), ("both", {"high": "400"}),
     ("killed", {"low": "10"}), ("wounded", {"best": "1050"}), ("killed", {"bound": "between", "high": "200"})],
)  # fmt: skip
def test_a_mark_of_another_value_is_found(name, ends, width):
    assert claims_faults(shifted(name, **ends).svg("a", width, "x"), list(chart(ROWS).rows))


EVENTS = [
    TimelineEvent("A ceremony", dt.date(2024, 10, 1), dt.date(2024, 10, 31), 4),
    TimelineEvent("A reception", dt.date(2024, 6, 19)),
    TimelineEvent("A statement", dt.date(2024, 12, 16)),
]
OF_DATES = {
    "a dot moved": moved(r'(<circle class="s" cx=")([\d.]+)'),
    "a bar bent": moved(r'(<path class="o" d="M)([\d.]+)(?= [\d.]+H)'),
    "a month changed": substituted(r">(Aug|Sep)<", ">Mar<"),
    "a tick moved": moved(r'(<text x=")([\d.]+)(?=" y="14">(?:Aug|Sep)<)'),
}


@each_width
@pytest.mark.parametrize("name", OF_DATES)
def test_a_planted_fault_among_dates_is_found(name, width):
    made = timeline_chart(TITLE, EVENTS, **TEXTS)
    svg = made.svg("a", width, "x")
    assert dates_faults(svg, list(made.rows)) == []
    assert OF_DATES[name](svg) != svg, "nothing was planted"
    assert dates_faults(OF_DATES[name](svg), list(made.rows))


def test_a_figure_of_ours_is_measured_as_any_other():
    ours = StandIn("sum", "at least 1,100", "at_least", low=Fraction(1100), inputs=(KILLED,))
    assert measured(chart([*ROWS, Row(ours, "Added by us")]), DESKTOP) == []
