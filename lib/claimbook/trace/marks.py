"""The marks of claims side by side, measured: each at the place of its figure's ends, of the shape of its
bound.

The scale is read from ticks and grid lines of the drawing; the figures are those of the rows of its table,
computed
anew. Other kinds of drawings are held against their tables by their words alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import log10

from claimbook.figure import Figure
from claimbook.trace.columns import heading_of
from claimbook.trace.drawings import counted_ticks, value_of
from claimbook.trace.figures import Figures
from claimbook.trace.reader import is_entry_link, target
from claimbook.trace.tree import Node

Finding = tuple[Node, str, str]
Scale = Callable[[Fraction], float | None]

POINT, BAR, FLOOR, CEILING = "dot", "bar", "arrow to the right", "arrow to the left"
_SHAPES = {
    "at_least": FLOOR,
    "more_than": FLOOR,
    "up_to": CEILING,
    "less_than": CEILING,
    "at_most": CEILING,
    "between": BAR,
    "as_printed": POINT,
    "exact": POINT,
    "about": POINT,
}
_OFF = 1.0  # pixels: places are written to a tenth, and a figure's ends need not be whole
_LEAST = 3.0  # pixels of the narrowest bar
_BOX = 4.0  # pixels of the box at the end of an arrow


@dataclass(frozen=True)
class Mark:
    """A mark as it is drawn: its shape and, in pixels, the middle and both ends."""

    node: Node
    shape: str
    y: float
    left: float
    right: float


@dataclass(frozen=True)
class Row:
    """A row of the table: the words that head it, the name of its entry ("" for none) and its figure."""

    head: str
    name: str
    figure: Figure | None


def mark_faults(svg: Node, chart: Node, figures: Figures) -> Iterator[Finding]:
    """What a drawing of claims side by side shows otherwise than the rows of its chart's table."""
    ticks = counted_ticks(svg)
    rows = _rows(chart, figures)
    if not ticks or not any(row.name for row in rows):
        return
    yield from _labels(svg, rows)
    yield from _values(svg, rows)
    shown = [row for row in rows if row.figure is not None and row.figure.bound in _SHAPES]
    drawn = _drawn(svg)
    if len(drawn) != len(shown):
        yield svg, f"{len(drawn)} marks", f"{len(shown)}, one for each figure of its table that has a number"
        return
    scale = _scale(svg, ticks)
    if scale is None:
        yield svg, "a scale that cannot be read", "ticks at grid lines, so that its marks can be measured"
        return
    times = 100 if any("%" in tick.text() for tick in ticks) else 1
    for mark, row in zip(drawn, shown, strict=True):
        yield from _differs(mark, row, scale, times)


def _rows(chart: Node, figures: Figures) -> list[Row]:
    body, found = chart.first("tbody"), []
    for line in body.all("tr") if body else ():
        cells = [child for child in line.children if isinstance(child, Node)]
        told = next((cell for cell in cells if heading_of(cell) == "Figure"), None)
        link = next((link for link in told.all("a") if is_entry_link(link)), None) if told else None
        name = target(link)[1] if link else ""
        found.append(Row(cells[0].text() if cells else "", name, figures.get(name) if name else None))
    return found


def _differs(mark: Mark, row: Row, scale: Scale, times: int) -> Iterator[Finding]:
    figure = row.figure
    shape = _SHAPES[figure.bound]
    where = f"{mark.shape} beside {row.head}"
    if mark.shape != shape:
        yield mark.node, where, f"{shape}, since the figure is {figure.bound.replace('_', ' ')}"
        return
    factor = times if figure.unit == "" else 1
    ends = {
        POINT: (figure.best, figure.best),
        FLOOR: (figure.low, figure.low),
        CEILING: (figure.high, figure.high),
        BAR: (figure.low, figure.high),
    }[shape]
    expected = [scale(Fraction(end) * factor) for end in ends if end is not None]
    if len(expected) != 2 or None in expected:
        return
    left, right = expected
    right = max(right, left + _LEAST) if shape == BAR else right
    if abs(mark.left - left) > _OFF or abs(mark.right - right) > _OFF:
        yield (
            mark.node,
            f"{where} at {mark.left:.0f} to {mark.right:.0f} px",
            f"{left:.0f} to {right:.0f} px, where {figure.text()} lies",
        )


# -- what is drawn ----------------------------------------------------------------------
def _drawn(svg: Node) -> list[Mark]:
    """The marks from top to bottom."""
    shafts = {
        round(y, 1): (start, end)
        for _, points, closed in _paths(svg, "k")
        if not closed and len(points) == 2
        for (start, y), (end, _) in [points]
    }
    found = []
    for node in svg.all("circle"):
        x, y = float(node.attrs.get("cx", 0)), float(node.attrs.get("cy", 0))
        found.append(Mark(node, POINT, y, x, x))
    for node, points, closed in _paths(svg, "o", "s"):
        if not closed:
            continue
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        y = (min(y for _, y in points) + max(y for _, y in points)) / 2
        shaft = next((ends for level, ends in shafts.items() if abs(level - y) < 1), None)
        if shaft is None:
            found.append(Mark(node, BAR, y, left, right))
        else:
            found.append(
                Mark(
                    node, FLOOR if shaft[1] > shaft[0] else CEILING, y, (left + right) / 2, (left + right) / 2
                )
            )
    return sorted(found, key=lambda mark: mark.y)


_STEP = re.compile(r"([MLHVZ])([^MLHVZ]*)")


def _paths(svg: Node, *kinds: str) -> Iterator[tuple[Node, list[tuple[float, float]], bool]]:
    """The strokes of the paths of these classes: points, and whether they close."""
    for node in svg.all("path"):
        if not set(kinds) & set(node.classes):
            continue
        points: list[tuple[float, float]] = []
        for step, numbers in _STEP.findall(node.attrs.get("d", "")):
            values = [float(number) for number in numbers.split()]
            if step == "M":
                if points:
                    yield node, points, False
                points = [(values[0], values[1])]
            elif step == "Z":
                yield node, points, True
                points = []
            else:
                x, y = points[-1]
                points.append(
                    {
                        "H": lambda: (values[0], y),  # noqa: B023
                        "V": lambda: (x, values[0]),  # noqa: B023
                        "L": lambda: (values[0], values[1]),  # noqa: B023
                    }[step]()
                )
        if points:
            yield node, points, False


# -- the scale ----------------------------------------------------------------------------
def _scale(svg: Node, ticks: list[Node]) -> Scale | None:
    """From a value to pixels, straight or logarithmic, as ticks and grid lines have it; None where they fit
    neither."""
    lines = sorted(
        {
            points[0][0]
            for _, points, _ in _paths(svg, "x", "g")
            if len(points) == 2 and points[0][0] == points[1][0]
        }
    )
    known: list[tuple[float, Fraction]] = []
    for tick in ticks:
        value, x = value_of(tick.text()), float(tick.attrs.get("x", 0))
        nearest = min(lines, key=lambda line: abs(line - x), default=None)
        if value is not None and nearest is not None and abs(nearest - x) < 5 * len(tick.text()) + 1:
            known.append((nearest, value))
    for place in (float, lambda value: log10(value) if value > 0 else None):
        made = _through(known, place)
        if made is not None:
            return made
    return None


def _through(known: list[tuple[float, Fraction]], place: Callable[[Fraction], float | None]) -> Scale | None:
    points = sorted((x, at) for x, value in known if (at := place(value)) is not None)
    if len(points) < 2 or len(points) < len(known) or points[0][1] == points[-1][1]:
        return None
    (x1, v1), (x2, v2) = points[0], points[-1]

    def to_pixels(value: Fraction) -> float | None:
        at = place(value)
        return None if at is None else x1 + (at - v1) * (x2 - x1) / (v2 - v1)

    fits = all(abs(x1 + (at - v1) * (x2 - x1) / (v2 - v1) - x) <= _OFF for x, at in points)
    return to_pixels if fits else None


# -- words beside the marks ------------------------------------------------------------------
def _labels(svg: Node, rows: list[Row]) -> Iterator[Finding]:
    """The labels from top to bottom head the rows of the table, in their order."""
    labels = sorted((node for node in svg.all("text") if {"label", "strong"} & set(node.classes)), key=_y)
    if len(labels) != len(rows):
        yield svg, f"{len(labels)} labels", f"{len(rows)}, one a row of its table"
        return
    for node, row in zip(labels, rows, strict=True):
        said = node.text().casefold()
        if not row.head.casefold().startswith(said.rstrip("…")):
            yield node, node.text(), f"{row.head}, as in the row of its table"


def _values(svg: Node, rows: list[Row]) -> Iterator[Finding]:
    """The values from top to bottom are linked to the entries of the rows, in their order."""
    links = [
        link
        for link in svg.all("a")
        if any({"value", "vague"} & set(text.classes) for text in link.all("text"))
    ]
    drawn = [target(link)[1] for link in sorted(links, key=lambda link: _y(link.first("text")))]
    expected = [row.name for row in rows if row.name]
    if drawn != expected:
        odd = next(
            (n for n, (a, b) in enumerate(zip(drawn, expected, strict=False)) if a != b),
            min(len(drawn), len(expected)),
        )
        found, wanted = (", ".join(names[odd : odd + 1]) or "none" for names in (drawn, expected))
        yield svg, f"a value linked to {found}", f"one linked to {wanted}, as in the row of its table"


def _y(node: Node) -> float:
    return float(node.attrs.get("y", 0))
