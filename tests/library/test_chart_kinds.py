"""Flows, chains and timelines: what they draw, refuse, say and leave for the brief."""

import csv
import datetime as dt
import html
import io
import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "briefs"))
import claimbook.charts  # noqa: E402
from claimbook.brief.chart_data import csv_text, data_table, records  # noqa: E402
from claimbook.brief.export import html_of  # noqa: E402
from claimbook.charts.chart import DESKTOP, KINDS, MIME, PHONE, Chart  # noqa: E402
from claimbook.charts.scene import Dot, Line, Text  # noqa: E402
from claimbook.errors import NotSelected  # noqa: E402
from claimbook.show import (  # noqa: E402
    Chain,
    ChartFault,
    Excused,
    Flow,
    TextFault,
    TimelineEvent,
    bounds_chart,
    chain_chart,
    chains_of,
    claims_chart,
    flow_chart,
    flows_of,
    known_rows,
    nothing,
    rows_of,
    share_chart,
    timeline_chart,
    timeline_of,
)
from claimbook.words.style import SIZES, width_of  # noqa: E402
from sample_notebooks import context, notebook, shown  # noqa: E402
from standin import claim  # noqa: E402

FORCE = claim("force", "11,000", "as_printed", 11000)
ARMY = claim("army", "1.3 million", "as_printed", 1300000)
RESERVE = claim("reserve", "7.6 million", "as_printed", 7600000)
MONEY = claim("money", "up to US$5.5bn", "up_to", 5500000000, unit="USD")
UNIT = claim("unit", "“a second battalion”", "vague")
TEXTS = {"subtitle": "As claimed", "source": "The Telegraph"}
TITLE = "The claims lie far apart"
LONG = "a former official with knowledge of the talks, who asked not to be named " * 4
WORD = "Donaudampfschifffahrtsgesellschaftskapitän" * 3
HOSTILE = "<script>alert('x')</script></svg>]]>&$x$ \u202e\u200f=sum\x07"


def flows(*given):
    given = given or (
        Flow(FORCE, "soldiers", "right", "stock", "Men"),
        Flow(UNIT, "in Belgorod region", "right", "stock", "Men"),
        Flow(MONEY, "for arms", "left", "earned", "Money"),
        Flow(None, "technology", "left", "potential", "Other"),
    )
    return flow_chart(TITLE, "Pyongyang", "Moscow", given, **TEXTS)


def chains(*given):
    given = given or (
        Chain(FORCE, "", [], "The Telegraph", False, shared="a newspaper feature"),
        Chain(claim("killed", "at least 100", "at_least", 100), "NIS", ["a lawmaker"], "The Telegraph", True),
        Chain(MONEY, "", [], "The Telegraph", False, shared="a newspaper feature"),
        Chain(ARMY, "a ministry", [], "The Telegraph", True, inferred=True),
        Chain(None, "Ukrainian officials", [], "The Telegraph", True, counts="men in a second unit"),
    )
    return chain_chart(TITLE, given, **TEXTS)


def day(text):
    return dt.date.fromisoformat(text)


def timeline(*given, **more):
    given = given or (
        TimelineEvent("A reception", day("2024-06-19"), ref=32),
        TimelineEvent("A ceremony", day("2024-10-01"), day("2024-10-31"), 4, ref=[12, 13]),
        TimelineEvent("The council begins", day("1945-01-01"), day("1945-12-31"), 5),
    )
    return timeline_chart(TITLE, given, **{**TEXTS, **more})


def of_every_kind(words, many):
    """A chart of each kind with these words everywhere, and that many rows."""
    n = range(many)
    figures = [
        claim(f"f{i}", f"between {10 ** (i % 6):,} and 1.2 million", "between", 10 ** (i % 6), 1200000)
        for i in n
    ]
    names = [f"{words} {'abcdefgh'[i % 8]}" for i in n]
    span = [
        (day("2024-01-31") + dt.timedelta(17 * i), day("2024-01-31") + dt.timedelta(17 * i + i % 40))
        for i in n
    ]
    return [
        flow_chart(
            TITLE,
            words,
            words,
            [
                Flow(
                    [f, None][i % 2], w, ["right", "left"][i % 2], ["valued", "", "pledged"][i % 3], w, words
                )
                for i, (f, w) in enumerate(zip(figures, names, strict=False))
            ],
            **TEXTS,
        ),
        chain_chart(
            TITLE,
            [
                Chain(f, w, [words] * (i % 3), words, bool(i % 2), [words, ""][i % 2], i % 5 == 0, words)
                for i, (f, w) in enumerate(zip(figures, names, strict=False))
            ],
            **TEXTS,
        ),
        timeline_chart(
            TITLE,
            [TimelineEvent(w, a, b, 3, w, words) for w, (a, b) in zip(names, span, strict=False)],
            **TEXTS,
        ),
        timeline_chart(
            TITLE,
            [TimelineEvent(w, a) for w, (a, _) in zip(names, span, strict=False)],
            start=day("2024-02-10"),
            end=day("2024-03-01"),
            **TEXTS,
        ),
    ]


KINDS_OF_CHART = {"flow": flows, "chain": chains, "timeline": timeline}
each_kind = pytest.mark.parametrize("make", KINDS_OF_CHART.values(), ids=KINDS_OF_CHART)
each_width = pytest.mark.parametrize("width", [DESKTOP, PHONE])


def boxes(scene):
    """Left, right, top, bottom and words of each line of text, by the widths that the drawing counts with."""
    for _, shape in scene.shapes:
        if isinstance(shape, Text):
            size = SIZES[shape.kind]
            for n, line in enumerate(shape.words.split("\n")):
                wide, y = width_of(line, shape.kind), shape.y + n * size * 1.25
                left = shape.x - {"start": 0, "middle": wide / 2, "end": wide}[shape.align]
                yield left, left + wide, y - 0.76 * size, y + 0.22 * size, line


def crowded(scene):
    """What leaves the drawing, and pairs of texts that lie on each other."""
    found = list(boxes(scene))
    out = [
        line
        for left, right, top, bottom, line in found
        if left < -0.01 or right > scene.width + 0.01 or top < 0 or bottom > scene.height
    ]
    pairs = [
        (a[4], b[4])
        for i, a in enumerate(found)
        for b in found[i + 1 :]
        if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
    ]
    return out, pairs


def crossed(scene):
    """Words that a line of the drawing runs through; lines of the grid may, as the words have a halo."""
    lines = [s for _, s in scene.shapes if isinstance(s, Line) and not s.closed and s.kind != "g"]
    ends = [
        (min(a, c), max(a, c), min(b, d), max(b, d))
        for s in lines
        for (a, b), (c, d) in zip(s.points, s.points[1:], strict=False)
    ]
    return [
        line
        for left, right, top, bottom, line in boxes(scene)
        if any(x1 < right and left < x2 and y1 < bottom and top < y2 for x1, x2, y1, y2 in ends)
    ]


# -- the drawing -----------------------------------------------------------------


@each_width
@each_kind
def test_no_text_leaves_a_drawing_or_lies_on_another(make, width):
    scene = make().scene(width)
    assert crowded(scene) == ([], []) and crossed(scene) == []


@each_width
@pytest.mark.parametrize(
    ("words", "many"),
    [("x", 1), ("Name", 16), (LONG, 5), (WORD, 3), (HOSTILE, 2), ("漢字" * 60, 2)],
    ids=["one", "sixteen", "long", "one-word", "hostile", "wide"],
)
def test_nothing_is_crowded_whatever_the_words(words, many, width):
    for chart in of_every_kind(words, many):
        scene = chart.scene(width)
        assert crowded(scene) == ([], []) and crossed(scene) == [], chart.kind
        for _, shape in scene.shapes:
            points = shape.points if isinstance(shape, Line) else [(shape.x, shape.y)]
            assert all(-0.01 <= x <= width + 0.01 and 0 <= y <= scene.height for x, y in points), (
                chart.kind,
                shape,
            )


@each_kind
def test_text_is_at_least_eleven_pixels(make):
    assert min(SIZES[s.kind] for _, s in make().scene(PHONE).shapes if isinstance(s, Text)) >= 11


@each_kind
def test_svg_is_well_formed_linked_and_without_style(make):
    root = ET.fromstring(make().svg("c1w", PHONE, "phone"))
    assert not [e for e in root.iter() if e.get("style")] and {e.tag for e in root.iter()} <= {
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
    excused = [text for e in root.iter() if e.get("data-x") for text in e.iter("text")]
    for words in (e for e in root.iter("text") if e not in excused):
        linked = words in [text for a in root.iter("a") for text in a]
        assert linked or not re.search(r"\d", "".join(words.itertext()))


# -- flows -----------------------------------------------------------------------


def test_arrows_have_one_width_and_one_length_and_point_as_they_flow():
    scene = flows().scene()
    shafts = [
        s for tone, s in scene.shapes if tone and isinstance(s, Line) and not s.closed and len(s.points) == 2
    ]
    assert len({abs(b[0] - a[0]) for a, b in (s.points for s in shafts)}) == 1
    assert [b[0] > a[0] for a, b in (s.points for s in shafts)] == [True, True, False, False]
    assert [s.kind for s in shafts] == ["k", "k", "k", "kp"]
    assert "one width" in flows().note


def test_a_flow_says_its_stage_its_claimant_and_that_no_number_is_stated():
    text = "\n".join(s.words for _, s in flows().scene().shapes if isinstance(s, Text))
    assert (
        "Earned, according to NIS (South Korea)" in text and "“a second battalion” in Belgorod region" in text
    )
    assert text.count("No number stated") == 2 and "potential, could come" in text


@pytest.mark.parametrize(
    ("flow", "fault", "expected"),
    [
        (Flow(FORCE, "men", "up"), ChartFault, "right or left"),
        (Flow(FORCE, "men", "left", "hoped"), ChartFault, "stage"),
        (Flow(FORCE, " "), ChartFault, "blank"),
        (Flow(11000, "men"), ChartFault, "expected a Figure"),
        (Flow(FORCE, "2 battalions"), TextFault, "without digits"),
        (Flow(FORCE, FORCE), ChartFault, "figure in a label"),
    ],
)
def test_flows_that_are_refused(flow, fault, expected):
    with pytest.raises(fault, match=expected):
        flows(flow)


def test_each_stage_of_the_tables_is_drawn():
    package = json.loads(
        (Path(__file__).parents[2] / "data" / "datapackage.json").read_text(encoding="utf-8")
    )
    (table,) = (r["schema"]["fields"] for r in package["resources"] if r["name"] == "money_flows")
    (stages,) = (field["constraints"]["enum"] for field in table if field["name"] == "stage")
    made = flows(*(Flow(MONEY, "for arms", "left", stage) for stage in stages))
    assert all(stage in made.text() for stage in stages)


# -- chains ----------------------------------------------------------------------


def test_claims_of_one_suspected_relay_stand_together_behind_one_broken_box():
    made = chains()
    assert [row["id"] for row in made.rows] == ["force", "money", "killed", "army", None]
    scene = made.scene()
    assert [s.kind for _, s in scene.shapes if isinstance(s, Line) and s.closed].count("boxd") == 2
    drawn = [s.words.replace("\n", " ") for _, s in scene.shapes if isinstance(s, Text)]
    assert (
        drawn.count("No source named") == 1
        and drawn.count("inferred by us") == 2
        and drawn.count("The Telegraph") == 1
    )
    assert "Broken line or arrow: a link that we infer" in made.note


def test_a_column_that_no_claim_fills_is_left_out():
    made = chains(Chain(FORCE, "NIS", [], "The Telegraph", True))
    drawn = [s.words for _, s in made.scene().shapes if isinstance(s, Text)]
    assert "Relays" not in drawn and "Suspected relay" not in drawn and not made.note


def test_on_a_phone_a_chain_is_words_with_arrows():
    drawn = [s.words.replace("\n", " ") for _, s in chains().scene(PHONE).shapes if isinstance(s, Text)]
    assert "NIS → a lawmaker → The Telegraph" in drawn
    assert "No source named ⇢ a newspaper feature (inferred by us) ⇢ The Telegraph" in drawn
    assert drawn.count("No source named ⇢ a newspaper feature (inferred by us) ⇢ The Telegraph") == 1


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        (Chain(FORCE, "", [], "The Telegraph", True), "known=False"),
        (Chain(FORCE, "NIS", [], "", True), "document"),
        (Chain(None, "NIS", [], "x", True), "counts"),
        (Chain(FORCE, "NIS", [""], "x", True), "relays"),
    ],
)
def test_chains_that_are_refused(chain, expected):
    with pytest.raises(ChartFault, match=expected):
        chains(chain)


# -- timelines -------------------------------------------------------------------


def words_of(made, kind, width=DESKTOP):
    return [
        s.words.replace("\n", " ")
        for _, s in made.scene(width).shapes
        if isinstance(s, Text) and s.kind == kind
    ]


def test_dates_are_words_as_short_as_they_can_be():
    assert words_of(timeline(), "when") == [
        "1945",
        "19 June 2024; para.\u00a032",
        "October 2024; paras\u00a012, 13",
    ]
    spans = [("2024-12-14", "2024-12-15"), ("2024-10-01", "2024-12-21"), ("2022-12-20", "2024-12-21")]
    made = timeline(*(TimelineEvent("x", day(a), day(b), 5) for a, b in spans))
    assert words_of(made, "when") == [
        "20 December 2022 to 21 December 2024",
        "1 October to 21 December 2024",
        "14 to 15 December 2024",
    ]


def test_a_day_is_a_dot_a_range_a_bar_and_what_is_earlier_an_arrow():
    scene = timeline(start=day("2024-06-01"), end=day("2024-12-31")).scene()
    marks = [s for tone, s in scene.shapes if tone]
    assert sum(isinstance(s, Dot) for s in marks) == 1
    bar = next(s for s in marks if isinstance(s, Line) and s.closed)
    assert bar.points[1][0] - bar.points[0][0] == pytest.approx(
        (scene.width - 20 - bar_left(scene)) * 31 / 214, rel=0.02
    )
    assert "earlier" in [s.words for _, s in scene.shapes if isinstance(s, Text)]
    assert len([s for s in marks if isinstance(s, Line) and not s.closed]) == 2  # shaft and head of one arrow


def bar_left(scene):
    """Where the strips begin: the first line of the grid stands ten pixels after it."""
    return min(s.points[0][0] for _, s in scene.shapes if isinstance(s, Line) and s.kind == "g") - 10


@pytest.mark.parametrize(
    ("start", "end", "first"),
    [
        ("2024-06-01", "2024-12-31", "Jun 2024"),
        ("2024-12-10", "2024-12-21", "10 Dec 2024"),
        ("1940-01-01", "2024-12-31", "1940"),
        ("2024-12-19", "2024-12-19", "19 Dec 2024"),
        ("2024-12-02", "2024-12-30", "2 Dec 2024"),
        ("1945-05-08", "1945-05-09", "8 May 1945"),
    ],
)
@each_width
def test_ticks_fit_and_say_their_year(start, end, first, width):
    made = timeline(TimelineEvent("x", day(start), day(end), 5))
    assert words_of(made, "tick", width)[0] == first and len(words_of(made, "tick", width)) <= 14


def test_events_are_in_order_and_stay_in_their_group():
    made = timeline(
        TimelineEvent("b", day("2024-02-01"), group="B"),
        TimelineEvent("c", day("2024-01-01"), group="A"),
        TimelineEvent("a", day("2024-01-01"), group="B"),
    )
    assert [row["label"] for row in made.rows] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("event", "fault", "expected"),
    [
        (TimelineEvent("", day("2024-01-01")), ChartFault, "blank"),
        (TimelineEvent("x", "2024-01-01"), ChartFault, "a first and a last day"),
        (TimelineEvent("x", day("2024-01-02"), day("2024-01-01")), ChartFault, "a first and a last day"),
        (TimelineEvent("x", day("2024-01-02"), precision=6), ChartFault, "1 to 5"),
        (TimelineEvent("2 men", day("2024-01-02")), TextFault, "digits"),
    ],
)
def test_events_that_are_refused(event, fault, expected):
    with pytest.raises(fault, match=expected):
        timeline(event)


# -- all of them -----------------------------------------------------------------


@each_kind
def test_json_is_exact_without_pixels_and_turns_into_the_same_chart(make):
    made = make()
    text = json.dumps(made.to_json(), sort_keys=True)
    assert text == json.dumps(make().to_json(), sort_keys=True)
    assert not [v for row in made.rows for v in row.values() if isinstance(v, float)]
    again = Chart.from_json(json.loads(text))
    assert again.svg("a", PHONE, "phone") == made.svg("a", PHONE, "phone") and again.png == made.png


@each_kind
def test_the_bundle_is_png_text_and_json(make):
    data, metadata = make()._repr_mimebundle_()
    assert set(data) == {"text/plain", "image/png", MIME} and metadata["image/png"]["alt"]
    assert TITLE in data["text/plain"] and "Source: The Telegraph" in data["text/plain"]


@each_kind
def test_alt_text_is_the_rows_read_aloud_unless_it_is_given(make):
    assert make().alt.startswith("Rows from top to bottom. ") and make().alt.endswith(".")


def test_a_given_alt_text_is_kept_and_checked():
    assert timeline(alt="Three events by their days").alt == "Three events by their days"
    for words in ("", "To do", TITLE):
        with pytest.raises(ChartFault, match="alt"):
            timeline(alt=words)


class Blank(dict):
    """Figures of which the selection leaves none."""

    def __missing__(self, name):
        raise NotSelected(name, "left out")


@pytest.mark.parametrize("rows", [[], None, ()])
def test_a_chart_of_no_row_shows_nothing(rows):
    made = [
        bounds_chart(TITLE, rows, alt="Rows one below the other", **TEXTS),
        claims_chart(TITLE, rows, **TEXTS),
        claims_chart(TITLE, rows_of(rows), **TEXTS),
        claims_chart(TITLE, known_rows(Blank(), {"a": "x", "b": "y"}), **TEXTS),
        flow_chart(TITLE, "a", "b", rows, **TEXTS),
        flow_chart(TITLE, "a", "b", flows_of(rows, left="a"), **TEXTS),
        chain_chart(TITLE, rows, **TEXTS),
        chain_chart(TITLE, chains_of(rows), **TEXTS),
        timeline_chart(TITLE, rows, **TEXTS),
        timeline_chart(TITLE, timeline_of(None), start=day("2024-01-01"), **TEXTS),
        share_chart(Blank(), "a", "b", "c", title="{a} of {b}", parts="killed", wholes="soldiers", **TEXTS),
    ]
    assert made == [nothing()] * len(made)


@each_kind
def test_the_table_and_the_download_hold_each_row(make):
    made = make()
    table, rows = data_table(made), list(csv.DictReader(io.StringIO(csv_text(*records(made)))))
    assert len(table["rows"]) == len(rows) == len(made.rows)
    assert all(len(row) == len(table["columns"]) for row in table["rows"])
    needed = {"Figure", "Claimed by"} if "id" in made.rows[0] else {"Place in the document"}
    assert {column["label"] for column in table["columns"]} >= needed


def test_a_download_tells_relays_stages_and_dates():
    assert [r["relays"] for r in csv.DictReader(io.StringIO(csv_text(*records(chains()))))][2] == "a lawmaker"
    assert [r["stage"] for r in csv.DictReader(io.StringIO(csv_text(*records(flows()))))] == [
        "stock",
        "stock",
        "earned",
        "potential",
    ]
    assert [r["end"] for r in csv.DictReader(io.StringIO(csv_text(*records(timeline()))))] == [
        "1945-12-31",
        "2024-06-19",
        "2024-10-31",
    ]


def test_formulas_in_a_download_are_neutralised():
    texts = [csv_text(*records(chart)) for chart in of_every_kind("=HYPERLINK(evil)", 3)]
    cells = [cell for text in texts for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.startswith("=")] and [
        cell for cell in cells if cell.startswith("'=")
    ]


def test_a_brief_with_every_kind_traces_each_number():
    text = html_of(notebook("# Every kind", *(shown(make()) for make in KINDS_OF_CHART.values())), context())
    body = re.search(r"<main>(.*?)<section aria-labelledby=\"numbers\"", text, re.S)[1]
    body = re.sub(r"<(title|desc)[^>]*>.*?</\1>", "", body, flags=re.S)
    for pattern in (r"<a [^>]*>.*?</a>", r"<time.*?</time>", r"<(\w+)[^>]* data-x=[^>]*>.*?</\1>"):
        body = re.sub(pattern, "", body, flags=re.S)
    assert not re.search(r"\d", html.unescape(re.sub("<[^>]+>", " ", body)))
    for figure in re.findall("<figure.*?</figure>", text, re.S):
        assert len(figure.encode()) <= 24_000 + 5 * 2_000


def test_hostile_words_stay_words():
    text = html_of(notebook("# Hostile words", *map(shown, of_every_kind(HOSTILE, 2))), context())
    assert "<script" not in text and text.count("</svg>") == text.count("<svg") and "\u202e" not in text


def test_words_with_digits_are_dates_or_excused():
    made = timeline(TimelineEvent(Excused("The G7 meets", "words"), day("2024-06-13")))
    assert "The G7 meets" in made.text() and "13 June 2024" in made.alt


def test_every_kind_has_its_place_in_the_table_of_kinds():
    assert set(KINDS) == {"bounds", "whole", *KINDS_OF_CHART}


def test_a_new_kind_is_one_file():
    """What stands in the folder is loaded and adds itself; a chart of no such kind is refused."""
    folder = Path(claimbook.charts.__file__).parent
    adding = {path.stem for path in folder.glob("*.py") if "KINDS[" in path.read_text(encoding="utf-8")} - {
        "chart"
    }
    assert adding == {"claims", "share", "flows", "chains", "timeline"} and len(adding) == len(KINDS)
    with pytest.raises(ChartFault, match="known kind"):
        Chart.from_json({**timeline().to_json(), "kind": "squares"})
