"""The drawing of figures as blocks of squares, each square one and the same figure: equal area a man."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from typing import Any

from claimbook.show.charts.bounds import CEILING, FLOOR, NO_NUMBER, arrow, in_quotes, quoted
from claimbook.show.charts.lettering import write
from claimbook.show.charts.scene import Scene, Text
from claimbook.show.charts.whole import ends
from claimbook.show.spans import coded
from claimbook.show.style import NARROW, width_of

MOST = 3000  # squares of a chart; more can be drawn but not seen
_ARROW, _GAP = 40, 8
_TOUCH = 25  # pixels from one linked number to the next: enough for a finger
# The fewest columns, and so the largest squares, whose blocks stay below this height.
_COLUMNS = {False: ((20, 30, 40, 50, 60, 80, 100), 330), True: ((10, 15, 20, 25, 30, 40), 560)}


def extents(unit: dict[str, Any], row: dict[str, Any]) -> tuple[float, float]:
    """Squares up to the lowest value that the row states (nought for a ceiling), and up to its highest."""
    low, high = ends(row)
    size = stated(unit)
    return float((low or 0) / size), float((high if high is not None else low or 0) / size)


def stated(unit: dict[str, Any]) -> Fraction:
    """The one end that the unit states. Raises StopIteration where it states none."""
    return next(end for end in ends(unit) if end)


def squares_scene(chart: dict[str, Any], width: float) -> Scene:
    """The drawing of a chart of kind "squares": the first row is the unit, the others are blocks of it.

    A block ends where its figure does, with a part of a square. Its first
    square is filled, as the unit is. Beyond a floor and before a ceiling
    stands an open arrow, since nobody states how far it goes.
    """
    unit, *rows = chart["rows"]
    counts = [extents(unit, row) for row in rows]
    columns, side = _grid(counts, width)
    scene = Scene(width)
    y = _key(scene, unit, side)
    for row, (low, high) in zip(rows, counts, strict=True):
        y = _label(scene, row, y + 20)
        if high:
            y = _block(scene, row, low, high, y + 6, columns, side)
    scene.height = y + 4
    return scene


def _grid(counts: list[tuple[float, float]], width: float) -> tuple[int, int]:
    choices, limit = _COLUMNS[width < NARROW]
    for columns in choices:
        side = int((width - 2) // columns)
        if sum(ceil(high / columns) for _, high in counts) * side <= limit:
            return columns, side
    return choices[-1], int((width - 2) // choices[-1])


def _key(scene: Scene, unit: dict[str, Any], side: int) -> float:
    """The unit: one filled square, beside it what it is."""
    x, room = side + 10, scene.width - side - 10
    parts = [(f"{unit['text']} {unit['label']}", "strong"), (unit["sublabel"], "sub")]
    bottom = write(scene, x, 0, parts, room, link=unit["id"])
    bottom = write(scene, x, bottom, [("each square below stands for as many", "sub")], room)
    _filled(scene, 2, side, side, unit["tone"])
    return max(bottom, side + 4.0)


def _label(scene: Scene, row: dict[str, Any], y: float) -> float:
    if row["bound"] is None or row["bound"] == "vague":
        y = write(scene, 0, y, [(row["label"], "strong")], scene.width)
        said = (
            [(in_quotes(row["text"]), "vague"), (NO_NUMBER, "quiet")]
            if row["id"]
            else [(row["text"], "quiet")]
        )
        return write(scene, 0, y, [*said, (row["sublabel"], "sub")], scene.width, link=row["id"])
    parts = [(f"{row['text']} {row['label']}", "strong"), (row["sublabel"], "sub")]
    below = write(scene, 0, y, parts, scene.width, link=row["id"])
    if row["squares"]:
        y = max(below + 1, y + _TOUCH)
        return write(
            scene, 0, y, [(f"{row['squares']} squares", "value")], scene.width, link=row["squares_id"]
        )
    return below


def _block(
    scene: Scene, row: dict[str, Any], low: float, high: float, top: float, columns: int, side: int
) -> float:
    """The squares of a row; the y below them."""
    _cells(scene, 0, low, top, columns, side, "q")
    _cells(scene, low, high, top, columns, side, "qo")
    _filled(scene, top, side * min(1, high), side, row["tone"])
    line, within = divmod(high, columns)
    x, y = 1 + within * side + 4, top + line * side
    if row["bound"] in (*FLOOR, *CEILING):
        if x + _ARROW > scene.width:
            x, y = 1.0, y + side
        _open_end(scene, row, x, y + max(side, 12) / 2)
        return max(top + ceil(high / columns) * side, y + max(side, 12))
    return top + ceil(high / columns) * side


def _filled(scene: Scene, top: float, width: float, side: int, tone: str) -> None:
    """A filled square, or a part of one; its stroke stays within it, so that its area is true."""
    scene.rect(2, top + 1, max(width - 2, 0.5), side - 2, "s", tone)


def _cells(scene: Scene, start: float, end: float, top: float, columns: int, side: int, kind: str) -> None:
    """Squares from the start-th to the end-th, row by row; drawn as rows with lines across, one path in
    all."""
    if end <= start:
        return
    spans = []
    for line in range(int(start // columns), ceil(end / columns)):
        first, last = max(start - line * columns, 0), min(end - line * columns, columns)
        spans.append((line, first, last))
        scene.rect(1 + first * side, top + line * side, (last - first) * side, side, kind)
    for column in range(1, columns):
        crossed = [line for line, first, last in spans if first < column < last]
        if crossed:
            x = 1 + column * side
            scene.line(x, top + crossed[0] * side, x, top + (crossed[-1] + 1) * side, kind)


def _open_end(scene: Scene, row: dict[str, Any], x: float, y: float) -> None:
    floor = row["bound"] in FLOOR
    arrow(scene, *((x, x + _ARROW) if floor else (x + _ARROW, x)), y, row["tone"])
    words = f"no {'upper' if floor else 'lower'} end stated"
    if x + _ARROW + _GAP + width_of(words, "quiet") <= scene.width:
        scene.add(Text(x + _ARROW + _GAP, y + 4, words, "quiet"))


def explained(rows: list[dict[str, Any]]) -> str:
    """How the blocks of these rows are read."""
    made = "One square of each block is filled, to compare; the last one is cut where the figure ends."
    broken = any(row["bound"] in (*CEILING, "between") for row in rows[1:])
    made += " Broken squares: up to the highest value stated." if broken else ""
    # a unit that is a floor or a ceiling has no size of its own but that of its stated end
    one_sided = rows[0]["bound"] in (*FLOOR, *CEILING)
    return made + (" A square is as large as the stated end of its figure." if one_sided else "")


def squares_lines(chart: dict[str, Any]) -> list[str]:
    """The rows as lines of plain text."""
    unit, *rows = chart["rows"]
    lines = [f"one square, {unit['label']}: {unit['text']}"]
    for row in rows:
        name = " / ".join(filter(None, (row["label"], row["sublabel"])))
        lines.append(f"{name}: {quoted(row)}" + (f", {row['squares']} squares" if row["squares"] else ""))
    return lines


def squares_rows(chart: dict[str, Any]) -> list[list[Any]]:
    """Headings and cells of the table."""
    rows: list[list[Any]] = [["Row", "Squares"]]
    for number, row in enumerate(chart["rows"]):
        label = ", ".join(filter(None, (row["label"], row["sublabel"])))
        squares = [{"t": row["squares"], "n": row["squares_id"]}] if row["squares"] else None
        rows.append([coded(label), squares if number else coded("one, the unit")])
    return rows
