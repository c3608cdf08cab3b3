"""Executed notebooks for the tests of the brief, made without a kernel."""

from __future__ import annotations

import datetime
from typing import Any

import nbformat.v4 as v4
from claimbook.brief import BriefContext
from claimbook.charts.chart import MIME as CHART
from claimbook.show import (
    Chain,
    Flow,
    Row,
    TimelineEvent,
    answer,
    bounds_chart,
    chain_chart,
    flow_chart,
    refusal,
    say,
    table,
    timeline_chart,
    top_box,
    whole_chart,
)
from standin import StandIn, claim

BOUNDS = ("at_least", "up_to", "as_printed", "about", "between", "vague", "less_than", "more_than")
CLAIMANTS = (
    "NIS of South Korea",
    "GUR of Ukraine",
    "US Security Council",
    "A Western official",
    "Drone commander",
    "Pyongyang",
    "Moscow",
    "A defector",
)
KILLED = claim("nis-killed", "at least 100", "at_least", 100)
WOUNDED = claim("nis-wounded", "1,000", "as_printed", 1000)
FORCE = claim("force", "11,000", "as_printed", 11000)
TOTAL = StandIn(
    "total", "at least 1,100", "at_least", low=KILLED.low + WOUNDED.best, inputs=(KILLED, WOUNDED)
)


def shown(display: Any, tags: tuple[str, ...] = ()) -> Any:
    """A code cell that shows that; without the picture of a chart, which no brief uses and which takes its
    time."""
    charted = hasattr(display, "to_json")
    data = (
        {"text/plain": display.text(), CHART: display.to_json()} if charted else display._repr_mimebundle_()
    )
    output = v4.new_output("display_data", data=data)
    return v4.new_code_cell("display", execution_count=1, outputs=[output], metadata={"tags": list(tags)})


def code(source: str = "x", *outputs: Any, tags: tuple[str, ...] = (), count: int | None = 1) -> Any:
    return v4.new_code_cell(
        source, execution_count=count, outputs=list(outputs), metadata={"tags": list(tags)}
    )


def notebook(*cells: Any) -> Any:
    """A notebook of cells; a str is markdown. Cells get ids of their place, so that two are equal."""
    made = [v4.new_markdown_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number}"
    return v4.new_notebook(cells=made)


def chart_of_eight(name: str, hostile: str = "", claims: int = 8) -> Any:
    """A chart with a claim of each bound, or of the first so many, none of which another chart has."""
    rows = []
    for i, bound in enumerate(BOUNDS[:claims]):
        value = None if bound == "vague" else 1000 + 100 * i
        high = 2000 if bound == "between" else None
        facts = {"note": "A floor: the true number may be any larger one." + hostile}
        words = f"{bound.replace('_', ' ')} {1000 + 100 * i:,}"
        figure = claim(f"{name}-{i}", words + hostile, bound, value, high, facts=facts)
        rows.append(Row(figure, CLAIMANTS[i] + hostile, "whole deployment, via a lawmaker", "AB"[i // 4]))
    return bounds_chart(
        f"The {name} claims lie far apart from each other" + hostile,
        rows,
        subtitle="North Korean soldiers, persons, as claimed" + hostile,
        source="The Telegraph and the reports it relays" + hostile,
        note="Measures differ." + hostile,
        alt="Rows of claims between a thousand and two thousand persons." + hostile,
    )


def two_charts() -> Any:
    """The brief that the budget of bytes and time is stated for."""
    return notebook("# How many?", shown(chart_of_eight("first")), shown(chart_of_eight("second")))


def full(hostile: str = "", headed: str | None = None) -> Any:
    """A notebook with all that can be shown; hostile words at the end of each text, in markdown those of
    `headed`."""
    headed = hostile if headed is None else headed
    whole = whole_chart(
        say("{t!c} would be a tenth", t=TOTAL),
        Row(TOTAL, "killed or injured" + hostile),
        Row(FORCE, "in Russia"),
        subtitle="Soldiers, true to scale",
        source="The Telegraph",
        alt="A long bar, its first tenth solid.",
    )
    rows = [
        {"who": "NIS" + hostile, "f": KILLED, "q": "at least 100", "p": 3, "d": datetime.date(2024, 12, 19)}
    ]
    rows += [{"who": "The Telegraph", "f": FORCE, "q": "11,000", "p": 2, "d": None}]
    heads = {"who": "Claimant", "f": "Figure", "q": "As printed", "p": "Paragraph", "d": "As of"}
    box = top_box(
        can_be_said=[say("**{k!c}** were killed, says {w}.", k=KILLED, w="the NIS" + hostile)],
        disputed=[say("The number of injured, {w}.", w=WOUNDED)],
        nobody_states=["How many died in all."],
        data_through=datetime.date(2024, 12, 21),
        as_of=datetime.date(2024, 12, 31),
    )
    return notebook(
        "# How many casualties, according to whom?" + headed.replace("\n", " "),
        code("import claimbook", tags=("hide",)),
        shown(answer("The NIS speaks of {t}{w}.", t=TOTAL, w=hostile)),
        shown(box),
        "## The claims compared\n\nWhy the figures differ." + headed,
        shown(chart_of_eight("first", hostile)),
        "## How large a part?",
        shown(whole),
        "## The claims in a table\n\n- one\n- two",
        shown(table(rows, heads, caption="The claims of the article" + hostile)),
        shown(refusal("GUR and NIS are two claimants" + hostile)),
    )


def every_kind() -> Any:
    """A notebook with one chart of each kind besides those of claims side by side."""
    texts = {"subtitle": "As claimed", "source": "The Telegraph"}
    day, paper = datetime.date(2024, 12, 16), "The Telegraph"
    return notebook(
        "# Every kind of chart",
        shown(
            flow_chart(
                "What goes to and fro",
                "Pyongyang",
                "Moscow",
                [
                    Flow(FORCE, "soldiers", "right", "stock", "Men"),
                    Flow(None, "technology", "left", "potential", "Other"),
                ],
                **texts,
            )
        ),
        shown(
            chain_chart(
                "Who says it first",
                [
                    Chain(FORCE, "", [], paper, False, shared="a feature"),
                    Chain(WOUNDED, "NIS", ["a lawmaker", "an agency"], paper, True),
                    Chain(KILLED, "NIS", ["a lawmaker"], paper, True, inferred=True),
                ],
                **texts,
            )
        ),
        shown(
            timeline_chart(
                "From the ceremony on",
                [
                    TimelineEvent(
                        "A ceremony", datetime.date(2024, 10, 1), datetime.date(2024, 10, 31), 4, ref=12
                    ),
                    TimelineEvent("A statement", day, ref=3),
                    TimelineEvent("A parade", datetime.date(2012, 4, 15)),
                ],
                start=datetime.date(2024, 9, 1),
                **texts,
            )
        ),
    )


def context(**more: Any) -> BriefContext:
    given = {
        "title": "How many casualties?",
        "parameters": {"AS_OF": "2024-12-31", "DOCUMENTS": ["telegraph-2024-12"]},
        "data_sha256": "0" * 64,
        "versions": {"claimbook": "0.1.0"},
        "command": "claimbook run casualties",
        "documents": [
            {
                "label": "The Telegraph, about 20-21 December 2024",
                "published": "2024-12-21",
                "address": "https://example.org/",
            },
        ],
    }
    return BriefContext(**{**given, **more})
