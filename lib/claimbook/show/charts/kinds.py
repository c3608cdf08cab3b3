"""The kinds of charts: for each its drawing, its rows as lines of text, and as cells of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from claimbook.show.charts.bounds import bounds_lines, bounds_rows, bounds_scene
from claimbook.show.charts.chain import chain_lines, chain_rows, chain_scene
from claimbook.show.charts.flow import ends, flow_lines, flow_rows, flow_scene
from claimbook.show.charts.ladder import ladder_lines, ladder_rows, ladder_scene
from claimbook.show.charts.scene import Scene
from claimbook.show.charts.squares import squares_lines, squares_rows, squares_scene
from claimbook.show.charts.timeline import timeline_lines, timeline_rows, timeline_scene
from claimbook.show.charts.whole import whole_scene

Json = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """What a kind of chart can do with its JSON.

    scene      the drawing at a width in CSS pixels
    lines      its rows as plain text
    data_rows  a row of headings, then a row of cells each (runs, None for "not stated"):
               what the rows say besides their figures, which every table shows alike
    fields     column of the download -> key of a row, or what makes the value of chart and row; for the same
    """

    scene: Callable[[Json, float], Scene]
    lines: Callable[[Json], list[str]]
    data_rows: Callable[[Json], list[list[Any]]]
    fields: dict[str, str | Callable[[Json, Json], Any]]

    def value(self, chart: Json, row: Json, field: str) -> Any:
        """The value of a field of the download."""
        key = self.fields[field]
        return key(chart, row) if callable(key) else row[key]


_LABELLED = {"group": "group", "label": "label", "detail": "sublabel"}
_FLOW = {**_LABELLED, "from": lambda chart, row: ends(chart, row)[0], "to": lambda chart, row: ends(chart, row)[1],  # noqa: E501
         "stage": "stage"}  # fmt: skip
_CHAIN = {"origin": "origin", "origin_named": "known", "relays": "relays", "suspected_relay": "shared",
          "link_inferred": "inferred", "printed_in": "document"}  # fmt: skip
_TIMELINE = {
    "group": "group",
    "event": "label",
    "start": "start",
    "end": "end",
    "precision": "precision",
    "place": "ref",
}
_LADDER = {
    "group": "group",
    "judge": "label",
    "from_step": "first",
    "to_step": "last",
    "judgement": "sublabel",
    "place": "ref",
}

KINDS = {
    "bounds": Kind(bounds_scene, bounds_lines, bounds_rows, _LABELLED),
    "whole": Kind(whole_scene, bounds_lines, bounds_rows, _LABELLED),
    "squares": Kind(squares_scene, squares_lines, squares_rows, {**_LABELLED, "squares": "squares"}),
    "flow": Kind(flow_scene, flow_lines, flow_rows, _FLOW),
    "chain": Kind(chain_scene, chain_lines, chain_rows, _CHAIN),
    "timeline": Kind(timeline_scene, timeline_lines, timeline_rows, _TIMELINE),
    "ladder": Kind(ladder_scene, ladder_lines, ladder_rows, _LADDER),
}
