"""Charts, sentences and tables: what they refuse, what they draw, what they leave in a notebook."""

import base64
import datetime
import json
import math
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "briefs"))
import claimbook  # noqa: E402
from claimbook.charts.chart import DESKTOP, MIME, PHONE, Chart  # noqa: E402
from claimbook.charts.scene import Dot, Line, Text  # noqa: E402
from claimbook.figure.entry import Entry  # noqa: E402
from claimbook.show import (  # noqa: E402
    Axis,
    ChartFault,
    Excused,
    Prose,
    Row,
    TextFault,
    answer,
    bounds_chart,
    folded,
    nothing,
    refusal,
    say,
    table,
    top_box,
    whole_chart,
)
from claimbook.words import dates  # noqa: E402
from claimbook.words.display import MIME as NUMBERS  # noqa: E402
from claimbook.words.formula import in_figures, worked_out  # noqa: E402
from claimbook.words.safe import clean, csv_cell, escape_address, isolated  # noqa: E402
from claimbook.words.style import DARK, LIGHT, MOST_LINES, balanced, width_of, wrap, wrapped  # noqa: E402
from standin import StandIn, claim  # noqa: E402

KILLED = claim("nis-killed", "at least 100", "at_least", 100)
WOUNDED = claim("nis-wounded", "1,000", "as_printed", 1000)
DOZENS = claim("nsc", "dozens", "vague")
TOTAL = StandIn(
    "total", "at least 1,100", "at_least", low=KILLED.low + WOUNDED.best, inputs=(KILLED, WOUNDED)
)
FORCE = claim("force", "11,000", "as_printed", 11000)
TEXTS = {
    "subtitle": "Persons, as claimed",
    "source": "The Telegraph",
    "alt": "Rows of claims, one below the other",
}
HOSTILE = "<script>alert('x')</script></svg>]]>&$x$ \u202e\u200f=sum\x07"


def chart(*rows, title="The claims lie far apart", **more):
    return bounds_chart(title, rows or [Row(KILLED, "NIS")], **{**TEXTS, **more})


def marks(made, width=DESKTOP):
    """The shapes that are marks: not grid, axis or text."""
    return [s for tone, s in made.scene(width).shapes if tone and not isinstance(s, Text)]


# -- charts: what they require -------------------------------------------------


@pytest.mark.parametrize("name", ["title", "source", "alt"])
@pytest.mark.parametrize(
    "words", ["", "  ", None, "To do", "todo: later", "alt", "Figure", "untitled", "...", "n/a", "TBD"]
)
def test_title_source_and_alt_are_required_and_no_placeholder(name, words):
    with pytest.raises(ChartFault, match=f"chart, {name}: found"):
        chart(**{name: words})


def test_a_missing_argument_is_python_s_own_error():
    with pytest.raises(TypeError, match="source"):
        bounds_chart("The claims lie far apart", [Row(KILLED, "NIS")], alt=TEXTS["alt"])


def test_the_alt_text_is_not_the_title_again():
    with pytest.raises(ChartFault, match="the title once more"):
        chart(alt="The claims lie far apart")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([Row(100, "NIS")], "expected a Figure"),
        ([Row(KILLED, "")], "no label"),
        ([Row(KILLED, "NIS", tone="pink")], "tone"),
        ([Row(KILLED, say("{a} of {b}", a=KILLED, b=FORCE))], "several figures in a label"),
        ([Row(KILLED, "30 men")], "without digits"),
        ([Row(KILLED, "NIS"), Row(claim("usd", "US$1", "exact", 1, unit="USD"), "x")], "not comparable"),
        ([Row(claim("neg", "-1", "exact", -1), "x")], "negative"),
        ([Row(claim("odd", "1", "roughly", 1), "x")], "bound"),
    ],
)
def test_rows_that_are_refused(rows, expected):
    with pytest.raises(ChartFault if "digits" not in expected else TextFault, match=expected):
        chart(*rows)


def test_a_chart_without_rows_is_nothing_and_a_log_axis_has_no_zero():
    assert not bounds_chart("The claims lie far apart", [], **TEXTS)
    full = chart(Row(KILLED, "NIS")).to_json()
    with pytest.raises(ChartFault, match="no rows"):
        Chart.from_json(full | {"rows": []})
    with pytest.raises(ChartFault, match="log axis"):
        chart(Row(claim("zero", "0", "exact", 0), "x"), axis=Axis(log=True))


# -- charts: the marks ----------------------------------------------------------


@pytest.mark.parametrize("bound", ["as_printed", "exact", "about"])
def test_a_point_is_a_dot_open_unless_corroborated(bound):
    row = claim("a", "50", bound, 50)
    assert [(type(s), s.kind) for s in marks(chart(Row(row, "x")))] == [(Dot, "o")]
    assert [(type(s), s.kind) for s in marks(chart(Row(row, "x", filled=True)))] == [(Dot, "s")]


@pytest.mark.parametrize(
    ("bound", "points_right"),
    [
        ("at_least", True),
        ("more_than", True),
        ("up_to", False),
        ("less_than", False),
        ("at_most", False),
    ],
)
def test_a_one_sided_bound_is_a_tick_with_an_open_arrow(bound, points_right):
    shaft, head, tick = marks(chart(Row(claim("a", "50", bound, 50), "x")))
    (start, _), (end, _) = shaft.points
    assert (end > start) is points_right
    assert shaft.kind == head.kind == "k" and not head.closed and tick.closed
    assert head.points[1][0] == end


def test_a_range_is_a_bar_from_end_to_end_without_a_midpoint():
    made = chart(
        Row(claim("a", "40 to 50", "between", 40, 50), "x"), Row(claim("b", "100", "exact", 100), "y")
    )
    bar, dot = marks(made)
    left, right = bar.points[0][0], bar.points[1][0]
    zero = left - (right - left) * 4
    assert dot.x - zero == pytest.approx((right - left) * 10)
    assert {r["best"] for r in made.rows if r["bound"] == "between"} == {None}


@pytest.mark.parametrize(
    ("figure", "words"), [(DOZENS, ["“dozens”", "no number stated"]), (None, ["not stated"])]
)
def test_words_and_blanks_have_no_mark(figure, words):
    made = chart(Row(KILLED, "NIS"), Row(figure, "x"))
    assert len(marks(made)) == 3
    drawn = [s.words for _, s in made.scene().shapes if isinstance(s, Text)]
    assert all(w in drawn for w in words)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_rows_of_many_lines_keep_apart(width):
    long = "at least 20, as one former official with knowledge of the talks told a reporter"
    names = [f"Name {letter} that goes on " * 9 for letter in "abc"]
    scene = chart(*(Row(claim(name[5], long, "at_least", 20), name) for name in names)).scene(width)
    labels = [s for _, s in scene.shapes if isinstance(s, Text) and s.kind == "label"]
    ends = [s.y + s.words.count("\n") * 13.5 * 1.25 for s in labels]
    assert len(labels) == 3 and all(end < start.y - 10 for end, start in zip(ends, labels[1:], strict=False))
    assert ends[-1] < scene.height - 20


def test_a_word_of_thousands_is_cut_letter_by_letter():
    words = "an " + "abcdefghij" * 2000
    lines = wrap(words, "sub", 200)
    whole = "".join(lines[:-1])  # no letter is lost before the dots
    assert len(lines) == MOST_LINES and lines[-1].endswith("…") and words.replace(" ", "").startswith(whole)
    assert all(width_of(line, "sub") <= 200 < width_of(line + "m", "sub") for line in lines[1:-1])


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("log", [False, True])
def test_nothing_leaves_the_drawing(width, log):
    long = "more than 20,000, as one former official with knowledge of the talks told a reporter"
    rows = [
        Row(
            claim("a", "at least 1,234,567", "at_least", 1234567),
            "Name that goes on " * 8,
            "and below it " * 9,
        ),
        Row(claim("b", long, "more_than", 1234567), "x", group="A group"),
        Row(claim("c", "up to 3", "up_to", 3), "y" * 120),
        Row(claim("d", "quite a few " * 12, "vague"), "z"),
    ]
    scene = chart(*rows, axis=Axis(log=log)).scene(width)
    for _, shape in scene.shapes:
        if isinstance(shape, Line):
            assert all(-1 <= x <= width and 0 <= y <= scene.height for x, y in shape.points)
        elif isinstance(shape, Text):
            wide = max(width_of(line, shape.kind) for line in shape.words.split("\n"))
            left = shape.x - {"start": 0, "middle": wide / 2, "end": wide}[shape.align]
            assert left >= -0.01 and left + wide <= width + 0.01, shape.words


def test_the_axis_starts_at_zero_and_counts_whole_things():
    scene = chart(Row(claim("a", "3", "exact", 3), "x")).scene()
    assert [s.words for _, s in scene.shapes if isinstance(s, Text) and s.kind == "tick"] == [
        "0",
        "1",
        "2",
        "3",
    ]


def test_money_and_shares_are_written_on_the_axis():
    money = chart(Row(claim("a", "US$5.5bn", "exact", 5500000000, unit="USD"), "x")).scene()
    assert "US$2bn" in [s.words for _, s in money.shapes if isinstance(s, Text)]
    share = chart(Row(claim("b", "10 %", "exact", "1/10", unit=""), "x"), axis=Axis(max=100)).scene()
    assert "100 %" in [s.words for _, s in share.shapes if isinstance(s, Text)]


def test_derived_rows_say_that_they_are_ours_in_words_too():
    made = chart(Row(TOTAL, "NIS"))
    assert made.rows[0]["tone"] == "ours" and "Orange: our arithmetic." in made.note
    assert "Dot:" not in made.note


def test_a_floor_of_a_whole_is_solid_to_the_floor_and_no_further():
    made = whole_chart("A part of the whole force", Row(TOTAL, "hit"), Row(FORCE, "in Russia"), **TEXTS)
    solid = next(s for s in marks(made) if s.kind == "s")
    assert solid.points[1][0] - 1 == pytest.approx((DESKTOP - 2) * 0.1)
    assert any("not stated" in s.words for _, s in made.scene().shapes if isinstance(s, Text))


def test_a_part_is_not_larger_than_its_whole_and_needs_a_number():
    with pytest.raises(ChartFault, match="larger than its whole"):
        whole_chart("A part of the whole force", Row(FORCE, "a"), Row(KILLED, "b"), **TEXTS)
    with pytest.raises(ChartFault, match="no number"):
        whole_chart("A part of the whole force", Row(DOZENS, "a"), Row(FORCE, "b"), **TEXTS)


def test_a_tall_label_stays_in_its_row_where_its_value_stands_above_the_mark():
    value = claim("a", "a range told in a great many words, " * 6, "between", 40, 50)
    scene = chart(Row(value, "Name that goes on " * 20, "x"), Row(KILLED, "NIS")).scene()
    places = {
        s.words.split("\n")[0]: s
        for _, s in scene.shapes
        if isinstance(s, Text) and s.kind in ("label", "sub")
    }
    assert places["x"].y + 3 < places["NIS"].y - 10


# -- charts: what they leave ----------------------------------------------------


def test_the_bundle_is_png_text_and_json_and_no_svg():
    data, metadata = chart()._repr_mimebundle_()
    assert set(data) == {"text/plain", "image/png", MIME}
    assert base64.b64decode(data["image/png"]).startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == TEXTS["alt"]
    assert "NIS: at least 100" in data["text/plain"] and "Source: The Telegraph" in data["text/plain"]


def test_json_is_exact_without_pixels_and_turns_into_the_same_chart():
    made = chart(Row(claim("third", "a third", "exact", "1/3", unit=""), "x"))
    text = json.dumps(made.to_json(), sort_keys=True)
    assert text == json.dumps(
        chart(Row(claim("third", "a third", "exact", "1/3", unit=""), "x")).to_json(), sort_keys=True
    )
    assert '"1/3"' in text and not any(isinstance(v, float) for v in made.to_json()["rows"][0].values())
    again = Chart.from_json(json.loads(text))
    assert again.svg("a", DESKTOP, "wide") == made.svg("a", DESKTOP, "wide")


def test_json_with_a_placeholder_or_of_another_version_is_refused():
    with pytest.raises(ChartFault, match="alt"):
        Chart.from_json({**chart().to_json(), "alt": "To do"})
    with pytest.raises(ChartFault, match="version 1"):
        Chart.from_json({**chart().to_json(), "version": 2})


def test_same_bytes_twice_and_the_picture_is_drawn_once():
    one, two = chart(), chart()
    assert one.png == two.png and one.png is one.png


def test_no_pyplot_and_no_maths():
    made = chart(title="From $five bn to $seven bn, $x^y$ and _{all}")
    assert made.png and "$x^y$" in made.svg("a", DESKTOP, "wide").replace(made.alt, "")
    assert not [m for m in sys.modules if m == "matplotlib.pyplot" and sys.modules[m]._pylab_helpers.Gcf.figs]


def test_svg_is_well_formed_linked_and_named():
    svg = chart(Row(KILLED, "NIS"), Row(DOZENS, "US")).svg("c1w", PHONE, "phone")
    root = ET.fromstring(svg)
    assert [a.get("href") for a in root.iter("a")] == ["#n-nis-killed", "#n-nsc"]
    assert all(e.get("id", "c1w").startswith("c1w") for e in root.iter())
    assert not list(next(root.iter("g")).iter("a")), "a link inside role=img cannot be read"
    assert not [e for e in root.iter() if e.get("style")], "the policy of a brief forbids style attributes"


def test_hostile_words_stay_words():
    row = Row(claim("x", HOSTILE, "vague"), HOSTILE, HOSTILE, HOSTILE)
    made = chart(
        row,
        title=HOSTILE + " and more words",
        subtitle=HOSTILE,
        source=HOSTILE,
        note=HOSTILE,
        alt="a b c d" + HOSTILE,
    )
    root = ET.fromstring(made.svg("a", DESKTOP, "wide"))
    assert {e.tag for e in root.iter()} <= {
        "svg",
        "g",
        "title",
        "desc",
        "path",
        "text",
        "tspan",
        "a",
        "circle",
    }
    assert made.png
    html = say("{w}", w=HOSTILE).html()
    assert "<script" not in html and "</svg" not in html and "\u202e" not in html and "\x07" not in html


def test_clean_and_csv_cells():
    assert clean("a\u202eb\u200f\x00\nc\ud800") == "ab c"
    assert clean("a\u200bb\u00adc\U000e0041") == "abc" and clean("👩\u200d👧") == "👩\u200d👧"
    assert [csv_cell(c) for c in ("=1+1", "+a", "-a", "@a", " =1", "-5", "a,b", 'a"b', "plain")] == [
        "'=1+1",
        "'+a",
        "'-a",
        "'@a",
        "' =1",
        "-5",
        '"a,b"',
        '"a""b"',
        "plain",
    ]
    # tab and line end in front, wide forms, and what a spreadsheet that parts cells at semicolons would take
    # for a cell
    assert [
        csv_cell(c) for c in ("\t=1", "\r@a", "\uff1d1", '"=1', "a; =1", "-5 to 3", "5-6", "x @y", "a;b")
    ] == [
        "' =1",
        "' @a",
        "'\uff1d1",
        '"\'""=1"',
        '"a;\' =1"',
        "'-5 to 3",
        "5-6",
        "x @y",
        '"a;b"',
    ]


@pytest.mark.parametrize(
    ("words", "apart"),
    [
        ("NIS 100", "NIS 100"),
        ("שלום 100", "[שלום] 100"),
        ("says שלום (מה) of 30", "says [שלום (מה]) of 30"),
        ("שלום abc 5 مرحبا", "[שלום] abc 5 [مرحبا]"),
        ("é", "é"),
    ],
)
def test_letters_from_right_to_left_are_set_apart(words, apart):
    assert isolated(words).replace("\u2068", "[").replace("\u2069", "]") == apart
    assert isolated(clean(isolated(words))) == isolated(words)


def test_an_address_holds_nothing_that_ends_it():
    assert escape_address("https://a.org/x?a=1&b=%20#c") == "https://a.org/x?a=1&amp;b=%20#c"
    assert escape_address('https://a.org/"><b>é ש') == "https://a.org/%22%3E%3Cb%3E%C3%A9%20%D7%A9"


def test_a_text_of_a_drawing_is_cut_after_a_dozen_lines_and_between_whole_letters():
    lines = wrap("W" * 5000, "label", 100)
    assert (
        len(lines) == MOST_LINES
        and lines[-1].endswith("…")
        and all(width_of(line, "label") <= 100 for line in lines)
    )
    assert "".join(wrap("e\u0301" * 30, "label", 100)).startswith("e\u0301")
    assert not [line for line in wrap("e\u0301" * 30, "label", 100) if line.startswith("\u0301")]
    assert wrap("A few words", "label", 300) == ["A few words"]


def test_the_title_of_a_picture_ends_with_no_word_alone():
    title = "The NIS says at least so many dead and so many injured; the GUR's are a part of that"
    lines = balanced(title, 17, True, 720)
    assert " ".join(lines) == title and len(lines) == len(wrapped(title, 17, True, 720)) == 2
    assert len(lines[1]) > len(lines[0]) / 2


# -- formulas ---------------------------------------------------------------------


def entry(id, text="", **more):
    return Entry(**{"id": id, "kind": "claim", "text": text, "bound": "exact", **more})


ENTRIES = {
    made.id: made
    for made in (
        entry("killed", "at least 100", unit="person"),
        entry("killed-more", "30"),
        entry("force", "11,000"),
        entry("span", "2 years", unit="year", counts="the whole span"),
        entry("pay", "US$22m a month", unit="USD/month"),
    )
}
YEAR = "365.25 days a year"


@pytest.mark.parametrize(
    ("derivation", "coded", "words"),
    [
        ({"op": "+", "inputs": ["killed", "killed-more"]}, "killed + killed-more", "at least 100 + 30"),
        ({"op": "-", "inputs": ["force", "killed-more"]}, "force - killed-more", "11,000 − 30"),
        ({"op": "/", "inputs": ["killed-more", "force"]}, "killed-more / force", "30 ÷ 11,000"),
        ({"op": "*", "inputs": ["force", "killed"]}, "force * killed", "11,000 × at least 100"),
        (
            {"op": "/", "inputs": ["killed", "span"], "in_unit": "person/day", "year": YEAR},
            "(killed / span), in person/day, 365.25 days a year",
            "at least 100 ÷ 2 years, with 365.25 days a year",
        ),
        (
            {"op": "in", "inputs": ["pay"], "in_unit": "USD/week", "year": YEAR},
            "pay in USD/week, 365.25 days a year",
            "US$22m a month, with 365.25 days a year",
        ),
        ({"op": "in", "inputs": ["pay"], "in_unit": "USD/year"}, "pay in USD/year", "US$22m a month"),
        (
            {"op": "span", "inputs": ["killed"], "words": "days from 24 February 2022 to 9 October 2024"},
            "days from 24 February 2022 to 9 October 2024",
            "days from 24 February 2022 to 9 October 2024",
        ),
        ({"op": "+", "inputs": ["unknown-id", "killed"]}, "unknown-id + killed", "unknown-id + at least 100"),
    ],
)
def test_a_formula_is_told_in_figures(derivation, coded, words):
    made = entry("made", **{"kind": "derived", **derivation})
    assert made.formula == coded and in_figures(made, ENTRIES) == words
    assert worked_out(made, ENTRIES) == "our arithmetic: " + words


def test_inputs_are_named_where_one_reads_as_the_result():
    made = entry("made", "2 years", kind="derived", op="*", inputs=["span", "killed"])
    assert in_figures(made, ENTRIES) == "2 years [the whole span] × at least 100"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-12-16", "2024-12-16", "on 16 December 2024"),
        (None, "2024-12-16", "on 16 December 2024"),
        ("2024-12-20", "2024-12-21", "on 20 or 21 December 2024"),
        ("2024-11-30", "2024-12-01", "on 30 November or 1 December 2024"),
        ("2024-12-31", "2025-01-01", "on 31 December 2024 or 1 January 2025"),
        ("2024-12-01", "2024-12-31", "in December 2024"),
        ("2024-02-01", "2024-02-29", "in February 2024"),
        ("2023-02-01", "2023-02-27", "between 1 and 27 February 2023"),
        ("2024-11-03", "2024-11-30", "between 3 and 30 November 2024"),
        ("2011-01-01", "2011-12-31", "in 2011"),
        ("2010-01-01", "2011-12-31", "between 1 January 2010 and 31 December 2011"),
        ("2024-12-01", "2025-12-31", "between 1 December 2024 and 31 December 2025"),
        (None, None, ""),
    ],
)
def test_a_day_of_publication_is_as_exact_as_it_is_known(first, last, words):
    days = [day and datetime.date.fromisoformat(day) for day in (first, last)]
    assert dates.when_published(*days) == words


def test_no_id_is_left_in_a_formula_of_the_project():
    figures = claimbook.derive(claimbook.open(Path(__file__).resolve().parents[2] / "data"))
    for figure in figures.values():
        told = in_figures(figure.entry(), figure.entries())
        assert not [id for id in figure.entries() if "-" in id and id in told], told


# -- sentences --------------------------------------------------------------------


def test_say_links_each_number_and_carries_its_inputs():
    said = say(
        "The NIS speaks of **{t}**, {k!c} of them killed ({d}).",
        t=TOTAL,
        k=KILLED,
        d=datetime.date(2024, 12, 19),
    )
    assert said.text() == "The NIS speaks of at least 1,100, At least 100 of them killed (19 December 2024)."
    assert '<b><a class="n" href="#n-total">at least 1,100</a></b>' in said.html()
    assert '<time datetime="2024-12-19">' in said.html()
    assert list(said.entries) == ["total", "nis-killed", "nis-wounded"]


@pytest.mark.parametrize("template", ["30 killed", "{k} of ½", "٣ killed", "{k} on **4 days**"])
def test_a_digit_in_the_template_is_refused(template):
    with pytest.raises(TextFault, match="without digits"):
        say(template, k=KILLED)


@pytest.mark.parametrize("value", [30, 3.5, "30", "G7", None, [KILLED], math.nan])
def test_a_typed_value_is_refused(value):
    with pytest.raises(TextFault):
        say("{k} killed", k=value)


@pytest.mark.parametrize(
    ("template", "values"),
    [
        ("{k} and {m}", {"k": KILLED}),
        ("killed", {"k": KILLED}),
        ("{k:>9}", {"k": KILLED}),
        ("{k.id}", {"k": KILLED}),
        ("{}", {}),
        ("{k!r}", {"k": KILLED}),
        ("{k", {"k": KILLED}),
        ("**{k}", {"k": KILLED}),
        ("  ", {}),
    ],
)
def test_a_template_that_does_not_fit_is_refused(template, values):
    with pytest.raises(TextFault):
        say(template, **values)


def test_a_share_may_name_its_base():
    share = StandIn(
        "share", "at least 10 %", "at_least", low=KILLED.low, unit="percent", base="of an unsourced 11,000"
    )
    assert say("{s!B}.", s=share).text() == "At least 10 % of an unsourced 11,000."
    made = whole_chart(
        "A part of the whole force", Row(TOTAL, "hit"), Row(FORCE, "in Russia"), share=Row(share, ""), **TEXTS
    )
    assert "at least 10 % of an unsourced 11,000" in made.svg("a", DESKTOP, "wide")
    with pytest.raises(TextFault, match="no base"):
        say("{k!b}", k=KILLED)


def test_excused_words_are_of_a_kind_and_show_it():
    said = say("{g} agreed", g=Excused("C3", "grade", "nis-killed"))
    assert said.html() == '<p><span data-x="grade" data-of="nis-killed">C3</span> agreed</p>'
    with pytest.raises(TextFault, match="expected one of words, printed"):
        Excused("G7", "a name")
    with pytest.raises(TextFault, match="expected the words"):
        Excused(" ", "words")


def test_join_makes_bullets_and_one_id_has_one_meaning():
    joined = Prose.join([say("{k} killed", k=KILLED), "Words alone"], bullets=True)
    assert joined.text() == "- at least 100 killed\n- Words alone" and joined.html().count("<li>") == 2
    with pytest.raises(TextFault, match="one meaning"):
        Prose.join([joined, say("{k}", k=claim("nis-killed", "30", "exact", 30))])


def test_answer_and_numbers_json():
    data = answer("{k} killed", k=KILLED)._repr_mimebundle_()
    assert data[NUMBERS]["role"] == "answer" and list(data[NUMBERS]["entries"]) == ["nis-killed"]
    json.dumps(data)


def test_the_box_tells_the_age_of_the_data():
    days = {"data_through": datetime.date(2024, 12, 21), "as_of": datetime.date(2024, 12, 31)}
    box = top_box(
        can_be_said=[say("{k} killed", k=KILLED)], disputed=[], nobody_states=["How many died"], **days
    )
    assert "Data through 21 December 2024, 10 days before 31 December 2024, the day" in box.text()
    assert box.html().count("<h2>") == 3 and list(box.entries) == ["nis-killed"]
    with pytest.raises(TextFault, match="not after"):
        top_box(
            can_be_said=[],
            disputed=[],
            nobody_states=[],
            data_through=days["as_of"],
            as_of=days["data_through"],
        )


def test_a_refusal_is_a_quiet_note():
    assert refusal(ValueError("two claimants")).text() == "Not computed: two claimants"
    with pytest.raises(TextFault):
        refusal(" ")


# -- tables -----------------------------------------------------------------------


def test_a_table_links_figures_and_heads_rows_and_columns():
    made = table(
        [{"who": "NIS", "f": KILLED, "p": 3}],
        {"who": "Claimant", "f": "Figure", "p": "Paragraph"},
        caption="Claims",
    )
    root = ET.fromstring(made.html())
    assert [th.get("scope") for th in root.iter("th")] == ["col", "col", "col", "row"]
    assert all("".join(th.itertext()).strip() for th in root.iter("th"))
    assert root.find(".//a").get("href") == "#n-nis-killed" and list(made.entries) == ["nis-killed"]
    assert [td.get("data-label") for td in root.iter("td")] == ["Figure", "Paragraph"]
    assert made.text().splitlines()[2].split("  ")[0] == "NIS"


def test_blanks_of_every_kind_read_not_stated():
    rows = [["x", v] for v in (None, math.nan, pd.NaT, pd.NA, "", " ")]
    assert table(rows, ["Who", "As of"], caption="Blanks").html().count("<i>not stated</i>") == 6


def test_a_frame_with_dates_and_paragraphs():
    frame = pd.DataFrame(
        {"Who": ["a", "b"], "As of": [datetime.date(2024, 12, 19), None], "Paragraph": [3, None]}
    )
    text = table(frame, caption="A frame").text()
    assert "19 December 2024" in text and "3.0" not in text and text.count("not stated") == 2


@pytest.mark.parametrize("rows", [[["a", 3]], [["a", 3.5]], [["a", {}]], [["a"]], [["a", "b", "c"]]])
def test_cells_that_are_refused(rows):
    with pytest.raises(TextFault):
        table(rows, ["Who", "Count"], caption="Counts")


@pytest.mark.parametrize(
    ("columns", "caption"), [(["", "B"], "x"), (["A", "B"], ""), (["A", "B"], None), (None, "x")]
)
def test_a_table_needs_headings_and_a_caption(columns, caption):
    with pytest.raises(TextFault):
        table([["a", "b"]], columns, caption=caption)


def test_figures_stand_to_the_right_only_where_they_are_bare_numbers():
    bare = table([["x", WOUNDED], ["y", FORCE]], ["Who", "Count"], caption="Counts")
    worded = table([["x", WOUNDED], ["y", KILLED]], ["Who", "Count"], caption="Counts")
    assert bare.columns[1].get("right") and not worded.columns[1].get("right")


def test_a_folded_table_is_all_there_behind_its_caption():
    made = table([["x", KILLED]], ["Who", "Count"], caption="A long table")
    html = made.folded().html()
    assert html.startswith('<details class="fold"><summary>') and "A long table (1 row)" in html
    assert made.html() in html and folded(made) == made.folded() and folded(nothing()) == nothing()


def test_words_in_a_card_are_one_box_though_a_dollar_splits_them():
    root = ET.fromstring(table([["a", "up to $5 billion"]], ["A", "As printed"], caption="Money").html())
    assert len(list(root.find(".//td"))) == 1


def test_jupyter_sees_no_formula():
    html = table([["US$5bn to US$7bn", "x"]], ["A", "B"], caption="Money")._repr_mimebundle_()["text/html"]
    assert "mathjax_ignore" in html and "tex2jax_ignore" in html
    assert "<span>$</span>" in html and "$5bn" not in html


# -- style ------------------------------------------------------------------------


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(palette):
    for ground in ("bg", "soft"):
        for name, least in {
            "ink": 4.5,
            "mute": 4.5,
            "c1": 4.5,
            "c2": 4.2,
            "c3": 4.5,
            "c4": 4.5,
            "edge": 3,
        }.items():
            a, b = sorted((_luminance(palette[name]), _luminance(palette[ground])))
            assert (b + 0.05) / (a + 0.05) >= least, (name, ground)


def test_the_box_says_that_there_is_no_claim_or_no_limit():
    no_claim = {
        "disputed": [],
        "nobody_states": [],
        "data_through": None,
        "as_of": datetime.date(2024, 12, 31),
    }
    assert "No claim is selected" in top_box(can_be_said=["Words alone"], **no_claim).text()
    assert not top_box(can_be_said=[], **no_claim)
    assert not top_box(can_be_said=["Words alone"], given=[], **no_claim)
    open_ended = top_box(
        can_be_said=[], disputed=[], nobody_states=[], data_through=datetime.date(2024, 12, 21), as_of=None
    )
    assert open_ended.text().endswith("Data through 21 December 2024, the day to which this brief looks.")
