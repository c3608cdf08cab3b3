"""The drawing of claims side by side: one row a claim, its mark after how it is bounded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from claimbook.show.charts import axis
from claimbook.show.charts.lettering import capital, step
from claimbook.show.charts.scene import Dot, Line, Scene, Text
from claimbook.show.spans import Run, coded
from claimbook.show.style import NARROW, SIZES, width_of, wrap

ARROW = 44  # pixels of an open arrow: the same whatever the value, as nobody stated how far it goes
POINT = ("as_printed", "exact", "about")
FLOOR = ("at_least", "more_than")
CEILING = ("up_to", "less_than", "at_most")

_GAP = 8
_PAD = 10  # left of zero, for half a dot
_LABEL_LINE, _SUB_LINE = 17, 15.5
NO_NUMBER = "no number stated"


def quoted(data: dict[str, Any]) -> str:
    """What a row states, in plain text; words without a number stand in quotes and say so."""
    return f"{in_quotes(data['text'])}, {NO_NUMBER}" if data["bound"] == "vague" else data["text"]


def in_quotes(words: str) -> str:
    """The words in one pair of quotes, whether or not they have one already."""
    return "“" + words.strip("“”\"'") + "”"


def bounds_lines(chart: dict[str, Any]) -> list[str]:
    """The rows as lines of plain text."""
    named = (" / ".join(filter(None, (r["group"], r["label"], r["sublabel"]))) for r in chart["rows"])
    return [f"{name}: {quoted(row)}" for name, row in zip(named, chart["rows"], strict=True)]


def bounds_rows(chart: dict[str, Any]) -> list[list[Any]]:
    """Headings and cells of the table; groups have a column where there are any."""
    grouped = any(row["group"] for row in chart["rows"])
    rows = [["Row", *(["Group"] if grouped else [])]]
    for row in chart["rows"]:
        rows.append([_told(row, "label", "sublabel"), *([_told(row, "group")] if grouped else [])])
    return rows


def _told(row: dict[str, Any], *names: str) -> list[Run] | None:
    """Labels in one cell; those that hold a figure keep its link."""
    if not any(name in row.get("runs", {}) for name in names):
        return coded(", ".join(filter(None, (row[name] for name in names))))
    told = [row["runs"].get(name) or coded(row[name]) for name in names if row[name]]
    return [run for n, runs in enumerate(told) for run in ([{"t": ", "}] if n else []) + runs]


def _entry(row: dict[str, Any], name: str) -> str | None:
    """The id of the figure that a label holds."""
    return next((run["n"] for run in row.get("runs", {}).get(name, ()) if "n" in run), None)


@dataclass
class _Row:
    """A row with what is known of its place; y values are pixels from the top of the drawing."""

    data: dict[str, Any]
    label: list[str]
    sub: list[str]
    low: Fraction | None
    high: Fraction | None
    above: bool = False
    value: list[str] = field(default_factory=list)
    hint_below: bool = False
    top: float = 0
    middle: float = 0
    bottom: float = 0

    @property
    def shape(self) -> str:
        bound = self.data["bound"]
        if bound is None or bound == "vague" or (self.low is None and self.high is None):
            return "none"
        return (
            "floor"
            if bound in FLOOR
            else "ceiling"
            if bound in CEILING
            else "point"
            if bound in POINT
            else "bar"
        )

    @property
    def right(self) -> Fraction:
        """The value at the right end of the mark."""
        found = self.high if self.high is not None else self.low
        assert found is not None
        return found

    def beyond(self) -> float:
        """Pixels of the mark to the right of that value."""
        return {"floor": ARROW, "ceiling": 3, "point": 6, "bar": 1}[self.shape]


def bounds_scene(chart: dict[str, Any], width: float) -> Scene:
    """The drawing of a chart of kind "bounds".

    chart  its JSON
    width  CSS pixels; below NARROW (a phone) labels stand above their marks, not left of them
    """
    stacked = width < NARROW
    rows = [_row(data, chart["axis"]["unit"]) for data in chart["rows"]]
    column = 0.0 if stacked else _label_column(rows, width)
    _wrap_labels(rows, width if stacked else column - 16)
    scene = Scene(width)
    scale = _scale(rows, chart["axis"], column, width, stacked)
    bottom, breaks = _place(rows, stacked, width)
    ticks = _ticks(rows, chart["axis"]["unit"], scale, width, stacked) if scale else []
    if scale:
        _grid(scene, rows, scale, ticks, bottom, stacked)
    for y, words, entry in breaks:
        if y > 0:
            scene.line(0, y, width, y, "g")
        scene.add(Text(0, y + 21, words, "group", link=entry))
    for row in rows:
        _draw(scene, row, scale, column, stacked)
    scene.height = _axis_words(scene, chart["axis"], scale, ticks, bottom) if scale else bottom
    return scene


def _ticks(rows: list[_Row], unit: str, scale: axis.Scale, width: float, stacked: bool) -> list[Fraction]:
    """Ticks as far apart as their words need; whole steps where only whole things are counted."""
    ends = [end for row in rows for end in (row.low, row.high) if end is not None]
    least = Fraction(1 if all(end.denominator == 1 for end in ends) else 0)
    ticks = axis.ticks(scale, width - 1, 62 if stacked else 76, least)
    widest = max((width_of(axis.tick_text(value, unit), "tick") for value in ticks), default=0)
    return axis.ticks(scale, width - 1, max(62 if stacked else 76, widest + 14), least)


def _row(data: dict[str, Any], unit: str) -> _Row:
    times = 100 if unit == "percent" and data["unit"] == "" else 1
    low, best, high = (
        None if data[k] is None else Fraction(data[k]) * times for k in ("low", "best", "high")
    )
    if data["bound"] in POINT:
        low = high = best
    data = {**data, "label": capital(data["label"]), "group": capital(data["group"])}
    return _Row(data, [data["label"]], [data["sublabel"]] if data["sublabel"] else [], low, high)


def _kind(row: _Row) -> str:
    return "strong" if row.data["strong"] else "label"


def _label_column(rows: list[_Row], width: float) -> float:
    widest = max(
        max(width_of(row.data["label"], _kind(row)), width_of(row.data["sublabel"], "sub")) for row in rows
    )
    return min(widest + 18, width * 0.4)


def _wrap_labels(rows: list[_Row], width: float) -> None:
    for row in rows:
        row.label = wrap(row.data["label"], _kind(row), width)
        row.sub = wrap(row.data["sublabel"], "sub", width)


def _scale(
    rows: list[_Row], spec: dict[str, Any], column: float, width: float, stacked: bool
) -> axis.Scale | None:
    """The scale, having settled for each row whether its value stands beside its mark or above."""
    drawn = [row for row in rows if row.shape != "none"]
    room = width - column - _PAD - 2
    for row in rows:
        row.value = [row.data["text"]]
        if row.data["bound"] == "vague":
            _quote(row, room)
    # On a phone values stand in one way all over a chart; beside wide labels they go up one by one.
    wide = [row for row in drawn if _beside(row) > room * (0.52 if stacked else 0.6)]
    for row in drawn if stacked and wide else wide:
        row.above = True
        row.value = wrap(row.data["text"], "value", room)
    needs = [(row.right, row.beyond() + (2 if row.above else _beside(row))) for row in drawn]
    if not any(value > 0 for value, _ in needs):
        return None
    top = Fraction(spec["max"]) if spec["max"] else max(row.right for row in drawn)
    return axis.fitted(column + _PAD, room, needs, top, spec["log"])


def _beside(row: _Row) -> float:
    """Pixels that the value needs beside its mark."""
    return width_of(row.data["text"], "value") + _GAP


def _quote(row: _Row, room: float) -> None:
    """The claimant's own words in quotes, and whether the hint after them still fits on their last line."""
    row.value = wrap(in_quotes(row.data["text"]), "vague", room - 8)
    row.hint_below = width_of(row.value[-1], "vague") + 10 + width_of(NO_NUMBER, "quiet") > room - 8


def _place(
    rows: list[_Row], stacked: bool, width: float
) -> tuple[float, list[tuple[float, str, str | None]]]:
    """Give each row its place; the bottom of the rows and the headings of groups with theirs and their
    entries."""
    y, group, breaks = 0.0, "", []
    for row in rows:
        if row.data["group"] != group:
            group = row.data["group"]
            y += 6 if y else 0
            lines = wrap(group, "group", width) if group else []
            breaks.append((y, "\n".join(lines), _entry(row.data, "group")))
            y += 30 + (len(lines) - 1) * step("group") if lines else 0
        words = len(row.label) * _LABEL_LINE + len(row.sub) * _SUB_LINE
        lifted = len(row.value) * SIZES["value"] * 1.25 + 2 if row.above else 0
        spoken = 0.0 if row.shape != "none" else (len(row.value) + row.hint_below - 1) * SIZES["vague"] * 1.25
        row.top = y
        if stacked:
            row.middle = y + words + lifted + 15 + spoken / 2
            y = row.middle + 24 + spoken / 2
        elif lifted:  # the words of the row are centred on its mark, so a value above the mark takes room on one side only  # noqa: E501
            row.middle = y + max(words / 2 + 8, 19 + lifted)
            y = row.middle + max(words / 2 + 2, 19)
        else:
            height = max(words, 22 + spoken) + 16
            row.middle = y + height / 2
            y += height
        row.bottom = y
    return y, [(top, words, entry) for top, words, entry in breaks if words]


def _grid(
    scene: Scene, rows: list[_Row], scale: axis.Scale, ticks: list[Fraction], bottom: float, stacked: bool
) -> None:
    """Lines under the marks: through all rows, or on a phone in short pieces that no label crosses."""
    pieces = (
        [(row.middle - 11, row.middle + 14) for row in rows] if stacked else _between_headings(rows, bottom)
    )
    pieces = [*pieces[:-1], (pieces[-1][0], bottom)]
    for value in ticks:
        x = scale.x(value)
        for top, end in pieces:
            scene.line(x, top, x, end, "x" if value == 0 else "g")


def _between_headings(rows: list[_Row], bottom: float) -> list[tuple[float, float]]:
    starts = [
        row.top for i, row in enumerate(rows) if i == 0 or row.data["group"] != rows[i - 1].data["group"]
    ]
    ends = [*(start - (30 if start else 0) - 6 for start in starts[1:]), bottom]
    return list(zip(starts, ends, strict=True))


def _axis_words(
    scene: Scene, spec: dict[str, Any], scale: axis.Scale, ticks: list[Fraction], bottom: float
) -> float:
    taken = -8.0
    for value in ticks:
        words = axis.tick_text(value, spec["unit"])
        half = width_of(words, "tick") / 2
        # kept inside the drawing: the words move, the line stays; where they meet the last ones they go
        x = min(max(scale.x(value), half), scene.width - half)
        if x - half < taken + 8:
            continue
        taken = x + half
        scene.add(Text(x, bottom + 17, words, "tick", "middle"))
    if not spec["label"]:
        return bottom + 24
    scene.add(Text(scene.width, bottom + 34, spec["label"], "tick", "end"))
    return bottom + 41


def _draw(scene: Scene, row: _Row, scale: axis.Scale | None, column: float, stacked: bool) -> None:
    _labels(scene, row, stacked)
    left = column + _PAD + (2 if stacked else 6)
    if row.shape == "none":
        _words_only(scene, row, left)
        return
    assert scale is not None
    tone, kind = row.data["tone"], "s" if row.data["filled"] else "o"
    _MARKS[row.shape](scene, row, scale, kind, tone)
    end = scale.x(row.right) + row.beyond()
    if row.above:
        widest = max(width_of(line, "value") for line in row.value)
        start = scale.x(row.low if row.low is not None else row.right) - 3
        x = max(column, min(start, scene.width - widest))
        y = row.middle - 15 - (len(row.value) - 1) * SIZES["value"] * 1.25
        _value(scene, row, x, y)
    else:
        _value(scene, row, end + _GAP, row.middle + 4.5)


def _labels(scene: Scene, row: _Row, stacked: bool) -> None:
    words = len(row.label) * _LABEL_LINE + len(row.sub) * _SUB_LINE
    y = row.top if stacked else row.middle - words / 2
    if not stacked:
        y = min(y, row.middle - 12 if row.above else y, row.bottom - 8 - words)
    scene.add(Text(0, y + 13, "\n".join(row.label), _kind(row), link=_entry(row.data, "label")))
    if row.sub:
        below = y + len(row.label) * _LABEL_LINE + 11.5
        scene.add(Text(0, below, "\n".join(row.sub), "sub", link=_entry(row.data, "sublabel")))


def _value(scene: Scene, row: _Row, x: float, y: float, kind: str = "value") -> None:
    spoken = f"{row.data['label']}: {row.data['text']}"
    scene.add(Text(x, y, "\n".join(row.value), kind, link=row.data["id"], spoken=spoken))


def _words_only(scene: Scene, row: _Row, x: float) -> None:
    """A row without a mark: the claimant's words in quotes, or that nothing is stated."""
    if row.data["bound"] is None:
        scene.add(Text(x, row.middle + 4.5, "not stated", "quiet"))
        return
    step = SIZES["vague"] * 1.25
    y = row.middle + 4.5 - (len(row.value) + row.hint_below - 1) * step / 2
    _value(scene, row, x, y, "vague")
    last = y + (len(row.value) - 1) * step
    if row.hint_below:
        scene.add(Text(x, last + step, NO_NUMBER, "quiet"))
    else:
        scene.add(Text(x + width_of(row.value[-1], "vague") + 10, last, NO_NUMBER, "quiet"))


def _point(scene: Scene, row: _Row, scale: axis.Scale, kind: str, tone: str) -> None:
    scene.add(Dot(scale.x(row.right), row.middle, 5.5, kind), tone=tone)


def _bar(scene: Scene, row: _Row, scale: axis.Scale, kind: str, tone: str) -> None:
    left = scale.x(row.low if row.low is not None else row.right)
    scene.rect(left, row.middle - 5.5, max(scale.x(row.right) - left, 3), 11, kind, tone)


def _floor(scene: Scene, row: _Row, scale: axis.Scale, kind: str, tone: str) -> None:
    x = scale.x(row.right)
    arrow(scene, x, x + ARROW - 1, row.middle, tone)
    scene.rect(x - 2, row.middle - 8, 4, 16, kind, tone)


def _ceiling(scene: Scene, row: _Row, scale: axis.Scale, kind: str, tone: str) -> None:
    x = scale.x(row.right)
    arrow(scene, x, x - min(ARROW, max(x - scale.start, 10)), row.middle, tone)
    scene.rect(x - 2, row.middle - 8, 4, 16, kind, tone)


_MARKS: dict[str, Callable[..., None]] = {"point": _point, "bar": _bar, "floor": _floor, "ceiling": _ceiling}


def arrow(scene: Scene, start: float, end: float, y: float, tone: str) -> None:
    """A shaft with an open head at `end`."""
    size = min(7.0, max(abs(end - start) - 3, 3))
    back = size if end > start else -size
    scene.line(start, y, end, y, "k", tone)
    scene.add(Line(((end - back, y - 5.5), (end, y), (end - back, y + 5.5)), "k"), tone=tone)
