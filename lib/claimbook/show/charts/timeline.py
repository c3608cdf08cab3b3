"""The drawing of dated events: one row an event, a dot for a day, a bar for the days within which it lies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from claimbook.show import spans as R
from claimbook.show.charts import days
from claimbook.show.charts.bounds import arrow
from claimbook.show.charts.lettering import Words
from claimbook.show.charts.scene import Dot, Scene, Text
from claimbook.show.charts.strip import Sheet, Strip, sheet

PRECISION = {
    1: "a day",
    2: "within six days",
    3: "within a week",
    4: "within a month",
    5: "within a year or longer",
}
_INSET, _ARROW, _TICKS = 10, 34, 40
_LONG = 400  # pixels from which the ticks are repeated at the bottom


def dates(row: dict[str, Any]) -> tuple[dt.date, dt.date]:
    """First and last day of a row."""
    return dt.date.fromisoformat(row["start"]), dt.date.fromisoformat(row["end"])


def window(chart: dict[str, Any]) -> tuple[dt.date, dt.date]:
    """First and last day of the axis: those asked for, else those of the events."""
    ends = [dates(row) for row in chart["rows"]]
    first, last = chart["axis"]["start"], chart["axis"]["end"]
    start = dt.date.fromisoformat(first) if first else min(start for start, _ in ends)
    end = dt.date.fromisoformat(last) if last else max(end for _, end in ends)
    return start, max(start, end)


def timeline_scene(chart: dict[str, Any], width: float) -> Scene:
    """The drawing of a chart of kind "timeline".

    An event before the window, or after it, keeps its row with an arrow that
    points to it, so that the axis is not stretched over decades.
    """
    scene = Scene(width)
    placed = sheet(scene, chart["rows"], _words, _TICKS)
    start, end = window(chart)
    scale = _Scale(start, end, placed.left + _INSET, placed.right - _INSET)
    _axis(scene, placed, scale)
    for strip in placed.strips:
        _mark(scene, strip, scale)
    scene.height = placed.bottom + (_TICKS if placed.bottom > _LONG else 4)
    return scene


class _Scale:
    """Pixels of a day: x(day) is where it begins; the last day of the window ends at `right`."""

    def __init__(self, start: dt.date, end: dt.date, left: float, right: float):
        self.start, self.end, self.left, self.right = start, end, left, right
        self.per_day = (right - left) / ((end - start).days + 1)

    def x(self, day: dt.date) -> float:
        return self.left + (day - self.start).days * self.per_day


def _words(row: dict[str, Any]) -> list[Words]:
    when = R.to_text(days.span(*dates(row)))
    return [("; ".join(filter(None, (when, row["ref"]))), "when"), (row["label"], "label")]


def _axis(scene: Scene, placed: Sheet, scale: _Scale) -> None:
    """Lines of the ticks with their words above, and below a long drawing once more."""
    for tick in days.ticks(scale.start, scale.end, scale.x, scene.width):
        placed.grid(scene, tick.x)
        for y in (14, placed.bottom + 17) if placed.bottom > _LONG else (14,):
            scene.add(Text(tick.middle, y, tick.words, "tick", "middle"))


def _mark(scene: Scene, strip: Strip, scale: _Scale) -> None:
    start, end = dates(strip.data)
    y, tone = strip.middle, strip.data["tone"]
    if end < scale.start:
        _away(scene, scale.left + _ARROW, scale.left - 4, y, "earlier", tone)
    elif start > scale.end:
        _away(scene, scale.right - _ARROW, scale.right + 4, y, "later", tone)
    elif strip.data["precision"] == 1 and start == end:
        scene.add(Dot(scale.x(start) + scale.per_day / 2, y, 5.5, "s"), tone=tone)
    else:
        _bar(scene, start, end, scale, y, tone)


def _away(scene: Scene, tail: float, tip: float, y: float, words: str, tone: str) -> None:
    """An arrow that leaves the axis, with its word on the inner side."""
    arrow(scene, tail, tip, y, tone)
    right = tip > tail
    scene.add(Text(tail - 8 if right else tail + 8, y + 4, words, "quiet", "end" if right else "start"))


def _bar(scene: Scene, start: dt.date, end: dt.date, scale: _Scale, y: float, tone: str) -> None:
    """A bar from the first to the last day; an end beyond the window leaves it by an arrow."""
    first, last = max(start, scale.start), min(end, scale.end)
    left, right = scale.x(first), scale.x(last) + scale.per_day
    scene.rect(left, y - 5, max(right - left, 3), 10, "o", tone)
    if start < scale.start:
        arrow(scene, left, left - 9, y, tone)
    if end > scale.end:
        arrow(scene, right, right + 9, y, tone)


def timeline_lines(chart: dict[str, Any]) -> list[str]:
    """The rows as lines of plain text."""
    return [f"{R.to_text(days.span(*dates(row)))}: {row['label']}" for row in chart["rows"]]


def timeline_rows(chart: dict[str, Any]) -> list[list[Any]]:
    """Headings and cells of the table."""
    grouped = any(row["group"] for row in chart["rows"])
    rows: list[list[Any]] = [
        ["Event", *(["Group"] if grouped else []), "Date", "Known to", "Place in the document"]
    ]
    for row in chart["rows"]:
        group = [R.coded(row["group"])] if grouped else []
        known = R.coded(PRECISION[row["precision"]])
        rows.append([R.coded(row["label"]), *group, days.span(*dates(row)), known, R.coded(row["ref"])])
    return rows
