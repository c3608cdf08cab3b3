"""Dated events: one row an event, a dot for a day, a bar for the days within which it lies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from claimbook.charts.chart import KINDS, Chart, Json, Kind, assembled
from claimbook.charts.day_axis import Days, day_ticks
from claimbook.charts.rows import ChartFault, aloud, place, required, words
from claimbook.charts.scene import Dot, Scene, Text, Words, height
from claimbook.errors import shown
from claimbook.words.dates import span
from claimbook.words.prose import Nothing, Prose, nothing
from claimbook.words.richtext import Excused, Run, capital, to_text, worded
from claimbook.words.style import NARROW, width_of

PRECISION = {
    1: "a day",
    2: "within six days",
    3: "within a week",
    4: "within a month",
    5: "within a year or longer",
}


@dataclass(frozen=True)
class TimelineEvent:
    """A dated event: on a day (precision 1), or within the days from start to end (2 to 5, as UCDP counts
    them).

    ref is where it is told: a paragraph number, several, or words.
    """

    label: Any
    start: dt.date
    end: dt.date | None = None
    precision: int = 1
    group: Any = ""
    ref: Any = ""


def timeline_chart(
    title: Any,
    events: Iterable[TimelineEvent] | None,
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    subtitle: Any = "",
    source: Any,
    note: Any = "",
    alt: Any = None,
) -> Chart | Nothing:
    """Dated events, one row each, by their first day; those outside of start to end are rows with an arrow.

        timeline_chart("A reception came first", timeline_of(book.events), source="A newspaper")

    Raises ChartFault for an event without label, one that ends before it
    begins, and another precision than 1 to 5; and as bounds_chart.
    """
    rows = [_event(item, n) for n, item in enumerate(events or (), 1)]
    if not rows:
        return nothing()
    if start and end and start > end:
        raise ChartFault(f"chart of dates: found an axis from {start} to {end}, expected its first day first")
    groups = list(dict.fromkeys(row["group"] for row in rows))
    rows.sort(key=lambda row: (groups.index(row["group"]), row["start"], row["end"]))
    spec = {"start": start.isoformat() if start else None, "end": end.isoformat() if end else None}
    spoken = aloud([Prose.of(_when(row)), ": ", Excused(row["label"], "words")] for row in rows)
    explained = ["Dot: a day."] * any(map(_is_day, rows))
    explained += ["Bar: within these days, the day itself is not stated."] * (not all(map(_is_day, rows)))
    texts = (title, subtitle, source, note, alt)
    return assembled("timeline", texts, rows, spec, [], " ".join(explained), spoken)


def _event(item: TimelineEvent, n: int) -> Json:
    label = required(item.label, f"event {n}, label")
    first, last = item.start, item.end or item.start
    if not isinstance(first, dt.date) or not isinstance(last, dt.date) or last < first:
        raise ChartFault(
            f"chart, event {n}: found {shown(first)} to {shown(last)}, expected a first and a last day"
        )
    if item.precision not in PRECISION:
        raise ChartFault(f"chart, event {n}: found precision {shown(item.precision)}, expected 1 to 5")
    group, ref = words(item.group, f"event {n}, group"), place(item.ref, f"event {n}")
    when = {"start": first.isoformat()[:10], "end": last.isoformat()[:10], "precision": int(item.precision)}
    return {"label": label, "group": group, "ref": ref, "tone": "claim", **when}


def timeline_of(events: Any) -> list[TimelineEvent]:
    """The events of the book (a frame as book.events) as rows of a timeline, with their paragraph."""
    rows = [] if events is None else events.to_dict("records")
    return [
        TimelineEvent(
            worded(row["label"]),
            row["start"],
            row["end"],
            int(row["date_precision"]),
            ref=int(row["paragraph"]),
        )
        for row in rows
    ]


def _dates(row: Json) -> tuple[dt.date, dt.date]:
    """First and last day of a row."""
    return dt.date.fromisoformat(row["start"]), dt.date.fromisoformat(row["end"])


def _when(row: Json) -> list[Run]:
    return span(*_dates(row))


def _is_day(row: Json) -> bool:
    return row["precision"] == 1 and row["start"] == row["end"]


# -- the drawing -----------------------------------------------------------------------------
_INSET, _ARROW, _TICKS = 10, 34, 40
_LONG = 400  # pixels from which the ticks are repeated at the bottom
_COLUMN = 0.42  # of the width at most, for the words
_GAP, _HEAD = 18, 20


@dataclass
class _Row:
    """A row with its place, in pixels from the top of the drawing; `middle` is where its mark stands."""

    data: Json
    parts: list[Words]
    top: float = 0
    middle: float = 0
    bottom: float = 0


def timeline_scene(chart: Json, width: float) -> Scene:
    """The drawing of a chart of kind "timeline".

    An event before the window, or after it, keeps its row with an arrow that
    points to it, so that the axis is not stretched over decades.
    """
    scene, stacked = Scene(width), width < NARROW
    rows = [_Row(data, _parts(data)) for data in chart["rows"]]
    widest = max(width_of(words, kind) for row in rows for words, kind in row.parts)
    column = 0 if stacked else min(widest + _GAP, width * _COLUMN)
    _place(scene, rows, width if stacked else column - _GAP, stacked)
    bottom = rows[-1].bottom
    # no word is crossed: on a phone the lines of the grid stand beside the marks alone
    pieces = [(row.middle - 10, row.middle + 10) if stacked else (row.top, row.bottom) for row in rows]
    scale = Days(*_window(chart), column + _INSET, width - _INSET)
    for tick in day_ticks(scale, width):
        scene.grid(tick.x, pieces)
        for y in (14, bottom + 17) if bottom > _LONG else (14,):
            scene.add(Text(tick.middle, y, tick.words, "tick", "middle"))
    for row in rows:
        _mark(scene, row, scale)
    scene.height = bottom + (_TICKS if bottom > _LONG else 4)
    return scene


def _parts(data: Json) -> list[Words]:
    when = "; ".join(filter(None, (to_text(_when(data)), data["ref"])))
    return [(when, "when"), (data["label"], "label")]


def _window(chart: Json) -> tuple[dt.date, dt.date]:
    """First and last day of the axis: those asked for, else those of the events."""
    first = chart["axis"]["start"] or min(row["start"] for row in chart["rows"])
    last = chart["axis"]["end"] or max(row["end"] for row in chart["rows"])
    return dt.date.fromisoformat(first), dt.date.fromisoformat(max(first, last))


def _place(scene: Scene, rows: list[_Row], room: float, stacked: bool) -> None:
    """Give the rows their places; write their words and the headings of their groups."""
    y, group = float(_TICKS), ""
    for row in rows:
        if row.data["group"] != group:
            group = row.data["group"]
            y = _heading(scene, group, y, first=row is rows[0])
        taken = height(row.parts, room)
        row.top, words = y, y + 4
        if stacked:
            row.middle = words + taken + 13
            row.bottom = row.middle + 15
        else:
            row.bottom = y + max(taken, _HEAD) + 14
            row.middle = (row.top + row.bottom) / 2
            words = row.middle - taken / 2 - 1
        scene.write(0, words, row.parts, room)
        y = row.bottom


def _heading(scene: Scene, words: str, y: float, first: bool) -> float:
    y += 4 if first else 10
    if not first:
        scene.line(0, y - 5, scene.width, y - 5, "g")
    return scene.write(0, y, [(capital(words), "group")], scene.width) + 4


def _mark(scene: Scene, row: _Row, scale: Days) -> None:
    start, end = _dates(row.data)
    y, tone = row.middle, row.data["tone"]
    if end < scale.start:
        scene.arrow(scale.left + _ARROW, scale.left - 4, y, tone)
        scene.add(Text(scale.left + _ARROW + 8, y + 4, "earlier", "quiet"))
    elif start > scale.end:
        scene.arrow(scale.right - _ARROW, scale.right + 4, y, tone)
        scene.add(Text(scale.right - _ARROW - 8, y + 4, "later", "quiet", "end"))
    elif _is_day(row.data):
        scene.add(Dot(scale.x(start) + scale.per_day / 2, y, 5.5, "s"), tone=tone)
    else:
        _bar(scene, start, end, scale, y, tone)


def _bar(scene: Scene, start: dt.date, end: dt.date, scale: Days, y: float, tone: str) -> None:
    """A bar from the first to the last day; an end beyond the window leaves it by an arrow."""
    left, right = scale.x(max(start, scale.start)), scale.x(min(end, scale.end)) + scale.per_day
    scene.rect(left, y - 5, max(right - left, 3), 10, "o", tone)
    if start < scale.start:
        scene.arrow(left, left - 9, y, tone)
    if end > scale.end:
        scene.arrow(right, right + 9, y, tone)


# -- the data --------------------------------------------------------------------------------
_COLUMNS: dict[str, Any] = {
    "Event": "label",
    "Group": "group",
    "Date": lambda chart, row: _when(row),
    "Known to": lambda chart, row: PRECISION[row["precision"]],
    "Place in the document": "ref",
}
_FIELDS: dict[str, Any] = {
    "group": "group",
    "event": "label",
    "start": "start",
    "end": "end",
    "precision": "precision",
    "place": "ref",
}
KINDS["timeline"] = Kind(timeline_scene, _COLUMNS, _FIELDS)
