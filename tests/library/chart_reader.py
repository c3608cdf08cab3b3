"""Reads a drawing back from its SVG and measures it: what stands where, against what its rows state.

Knows nothing of the library's layout. The scale is that of the drawing itself: the words of its ticks
and the grid lines that they stand under.
"""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import log10

POINT, BAR, RIGHT, LEFT = "dot", "bar", "arrow to the right", "arrow to the left"
SHAPES = {"between": BAR, "at_least": RIGHT, "more_than": RIGHT, "up_to": LEFT, "less_than": LEFT,
          "at_most": LEFT, "as_printed": POINT, "exact": POINT, "about": POINT}  # fmt: skip
OFF = 1.0  # pixels: places are written to a tenth, and a figure's ends need not be whole
TICK_OFF = 0.75
NARROWEST = 3.0  # pixels of the narrowest bar

Scale = Callable[[Fraction], float]
Point = tuple[float, float]


@dataclass(frozen=True)
class Words:
    """Words of the drawing with the place of their first letter's line, and the entry that they link to."""

    words: str
    kind: str
    x: float
    y: float
    link: str = ""


@dataclass(frozen=True)
class Mark:
    """A mark: its shape and, in pixels, its height in the drawing and both ends."""

    shape: str
    y: float
    left: float
    right: float


class Drawing:
    """What an SVG shows: words, lines of the grid, marks from top to bottom."""

    def __init__(self, svg: str):
        root = ET.fromstring(svg)
        links = {text: a.get("href", "")[3:] for a in root.iter("a") for text in a.iter("text")}
        kinds = {text: g.get("class") for g in root.iter("g") for text in g.findall("text")}
        self.words = [
            Words("".join(text.itertext()), text.get("class") or kinds.get(text) or "",
                  float(text.get("x", 0)), float(text.get("y", 0)), links.get(text, ""))
            for text in root.iter("text")
        ]  # fmt: skip
        self.strokes = [
            (path.get("class"), *stroke) for path in root.iter("path") for stroke in strokes(path)
        ]
        self.marks = sorted([*self._dots(root), *self._boxes()], key=lambda mark: mark.y)

    def of(self, *kinds: str) -> list[Words]:
        """The words of these classes from top to bottom."""
        return sorted((word for word in self.words if word.kind in kinds), key=lambda word: word.y)

    def grid(self) -> list[float]:
        """Where upright lines stand."""
        lines = [points for kind, points, _ in self.strokes if kind in ("x", "g") and len(points) == 2]
        return sorted({start[0] for start, end in lines if start[0] == end[0]})

    def _dots(self, root: ET.Element) -> Iterator[Mark]:
        for circle in root.iter("circle"):
            x, y = float(circle.get("cx", 0)), float(circle.get("cy", 0))
            yield Mark(POINT, y, x, x)

    def _boxes(self) -> Iterator[Mark]:
        """Bars, and the boxes at which an arrow begins."""
        shafts = [points for kind, points, closed in self.strokes if kind == "k" and len(points) == 2]
        for kind, points, closed in self.strokes:
            if kind not in ("o", "s") or not closed:
                continue
            if len({x for x, _ in points}) != 2 or len({y for _, y in points}) != 2:
                yield Mark("bent box", points[0][1], points[0][0], points[0][0])
                continue
            left, right = min(x for x, _ in points), max(x for x, _ in points)
            y = (min(y for _, y in points) + max(y for _, y in points)) / 2
            shaft = next(((a, b) for (a, level), (b, _) in shafts if abs(level - y) < 1), None)
            if shaft is None:
                yield Mark(BAR, y, left, right)
            else:
                middle = (left + right) / 2
                yield Mark(RIGHT if shaft[1] > shaft[0] else LEFT, y, middle, middle)


def strokes(path: ET.Element) -> Iterator[tuple[list[Point], bool]]:
    """The strokes of a path: their points, and whether they close."""
    points: list[Point] = []
    for step, numbers in re.findall(r"([MLHVZ])([^MLHVZ]*)", path.get("d", "")):
        values = [float(number) for number in numbers.split()]
        if step in "MZ":
            if points:
                yield points, step == "Z"
            points = [(values[0], values[1])] if step == "M" else []
        else:
            x, y = points[-1]
            points.append({"H": (values[0], y), "V": (x, values[0]), "L": tuple(values[:2])}[step])
    if points:
        yield points, False


# -- the scale ------------------------------------------------------------------------------
_NUMBER = re.compile(r"(?:US\$|€|£|[A-Z]{3} )?(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(bn|m)?(?: %)?")
_SIZES = {"bn": 10**9, "m": 10**6, "": 1}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAY = re.compile(rf"(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)})(?: (\d{{4}}))?|(\d{{4}})")


def value_of(words: str) -> Fraction | None:
    """The value of the words of a tick: "US$200m", "40 %", "1,000"."""
    found = _NUMBER.fullmatch(words)
    return Fraction(found[1].replace(",", "")) * _SIZES[found[2] or ""] if found else None


def days_of(ticks: list[Words]) -> list[Fraction | None]:
    """The days of ticks from left to right; the year is said once, then where it changes."""
    year, made = 0, []
    for tick in ticks:
        found = _DAY.fullmatch(tick.words)
        year = int(found[3] or found[4] or year) if found else year
        month = _MONTHS.index(found[2]) + 1 if found and found[2] else 1
        made.append(
            Fraction(dt.date(year, month, int(found[1] or 1)).toordinal()) if found and year else None
        )
    return made


def is_nice(value: Fraction) -> bool:
    """Whether it is 1, 2 or 5 times a power of ten."""
    while 0 < value < 1:
        value *= 10
    while value >= 10:
        value /= 10
    return value in (1, 2, 5)


def scale_of(drawing: Drawing, days: bool = False, log: bool = False) -> tuple[Scale | None, list[str]]:
    """The scale of a drawing by its ticks and grid lines, and what is wrong with them."""
    ticks = sorted(drawing.of("tick"), key=lambda tick: tick.x)
    levels = [tick.y for tick in ticks]
    usual = max(dict.fromkeys(levels), key=levels.count, default=0)
    others = [tick for tick in ticks if tick.y != usual]
    ticks = [tick for tick in ticks if tick.y == usual]
    faults = [f"tick {tick.words}, out of line" for tick in others]
    if days and [(t.x, t.words) for t in others] == [(t.x, t.words) for t in ticks]:
        faults = []  # a long drawing says its axis twice
    if len(ticks) < 2:
        return None, [*faults, "fewer than two ticks"]
    values = days_of(ticks) if days else [value_of(tick.words) for tick in ticks]
    faults += [f"tick {t.words}, no value" for t, v in zip(ticks, values, strict=True) if v is None]
    if faults:
        return None, faults
    lines = [min(drawing.grid(), key=lambda line: abs(line - tick.x)) for tick in ticks]
    # words at an edge move inwards by half their width, their line does not
    edge = [5 * len(tick.words) + 1 if n in (0, len(ticks) - 1) else TICK_OFF for n, tick in enumerate(ticks)]
    apart = [abs(line - tick.x) > wide for line, tick, wide in zip(lines, ticks, edge, strict=True)]
    faults += [f"tick {tick.words}, not at its line" for tick, off in zip(ticks, apart, strict=True) if off]
    if not days and not _round(values):
        faults.append(f"ticks {', '.join(tick.words for tick in ticks)}, no round steps")
    scale = _through(lines, values, log10 if log else float)
    return scale, faults if scale else [*faults, "ticks on no one scale"]


def _round(values: list[Fraction]) -> bool:
    """Whole steps of 1, 2 or 5 times a power of ten, or such numbers themselves, as on a logarithmic axis."""
    steps = {b - a for a, b in pairwise(values)}
    even = any(is_nice(step) and all((value / step).denominator == 1 for value in values) for step in steps)
    return even or all(is_nice(value) for value in values)


def _through(lines: list[float], values: list[Fraction], place: Callable) -> Scale | None:
    at = [place(value) for value in values]
    per_unit = (lines[-1] - lines[0]) / (at[-1] - at[0])

    def scale(value: Fraction) -> float:
        return lines[0] + (place(value) - at[0]) * per_unit

    fits = all(abs(scale(value) - x) <= OFF for value, x in zip(values, lines, strict=True))
    return scale if fits else None


# -- a chart of claims ------------------------------------------------------------------------
def claims_faults(svg: str, rows: list[dict], log: bool = False) -> list[str]:
    """What a drawing of claims side by side shows otherwise than its rows state: id, label, bound and ends."""
    drawing = Drawing(svg)
    faults = [*_labels(drawing, rows), *_values(drawing, rows)]
    marked = [row for row in rows if row["bound"] in SHAPES]
    if len(drawing.marks) != len(marked):
        faults.append(f"{len(drawing.marks)} marks for {len(marked)} figures")
    if not marked:
        return faults
    scale, wrong = scale_of(drawing, log=log)
    if scale is None:
        return [*faults, *wrong]
    times = 100 if any("%" in tick.words for tick in drawing.of("tick")) else 1
    placed = zip(drawing.marks, marked, strict=False)
    return [*faults, *wrong, *(fault for mark, row in placed for fault in _mark(mark, row, scale, times))]


def _labels(drawing: Drawing, rows: list[dict]) -> Iterator[str]:
    labels = [word.words for word in drawing.of("label", "strong")]
    expected = [row["label"] for row in rows]
    if [label.casefold() for label in labels] != [label.casefold() for label in expected]:
        yield f"labels {labels}, expected {expected}"


def _values(drawing: Drawing, rows: list[dict]) -> Iterator[str]:
    """Each value is linked to the entry of its row, in their order, and says what the row says."""
    drawn = [(word.link, word.words.strip("“”")) for word in drawing.of("value", "vague")]
    expected = [(row["id"], row["text"].strip("“”")) for row in rows if row["id"]]
    if drawn != expected:
        yield f"values {drawn}, expected {expected}"


def _mark(mark: Mark, row: dict, scale: Scale, times: int) -> Iterator[str]:
    shape = SHAPES[row["bound"]]
    if mark.shape != shape:
        yield f"{mark.shape} beside {row['label']}, expected {shape}"
        return
    ends = {POINT: ("best", "best"), RIGHT: ("low", "low"), LEFT: ("high", "high"), BAR: ("low", "high")}[
        shape
    ]
    factor = times if row["unit"] == "" else 1
    left, right = (scale(Fraction(row[end]) * factor) for end in ends)
    right = max(right, left + NARROWEST) if shape == BAR else right
    if abs(mark.left - left) > OFF or abs(mark.right - right) > OFF:
        found = f"{mark.shape} beside {row['label']} at {mark.left:.0f} to {mark.right:.0f} px"
        yield f"{found}, expected {left:.0f} to {right:.0f} px, where {row['text']} lies"


# -- a chart of dates -------------------------------------------------------------------------
def dates_faults(svg: str, rows: list[dict]) -> list[str]:
    """What a drawing of events, all of them on its axis, shows otherwise than their days."""
    drawing = Drawing(svg)
    scale, faults = scale_of(drawing, days=True)
    if len(drawing.marks) != len(rows):
        faults.append(f"{len(drawing.marks)} marks for {len(rows)} events")
    if scale is None or faults:
        return faults
    for mark, row in zip(drawing.marks, rows, strict=True):
        start, end = (dt.date.fromisoformat(row[name]).toordinal() for name in ("start", "end"))
        left, right = scale(Fraction(start)), scale(Fraction(end + 1))
        day = row["precision"] == 1 and start == end
        if mark.shape != (POINT if day else BAR):
            faults.append(f"{mark.shape} of {row['label']}")
        ends = ((left + right) / 2,) * 2 if day else (left, max(right, left + NARROWEST))
        if abs(mark.left - ends[0]) > OFF or abs(mark.right - ends[1]) > OFF:
            faults.append(f"{row['label']} at {mark.left:.0f} to {mark.right:.0f} px, expected {ends}")
    return faults
