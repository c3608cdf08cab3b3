"""The drawing of judgements in words on an ordered scale of words: one row a judge, no numbers."""

from __future__ import annotations

from typing import Any

from claimbook.show.charts.lettering import Words, capital, height
from claimbook.show.charts.scene import Line, Scene, Text
from claimbook.show.charts.strip import Sheet, Strip, sheet
from claimbook.show.spans import coded
from claimbook.show.style import NARROW, width_of, wrap

_HALF = 6.5  # of a mark
_GAP = 10


def ladder_scene(chart: dict[str, Any], width: float) -> Scene:
    """The drawing of a chart of kind "ladder": the steps as headings, a diamond under the word of each judge.

    A judge between two steps, or on several, has a bar from the lowest to the highest.
    """
    steps = chart["axis"]["steps"]
    placed = sheet(
        Scene(width), chart["rows"], _words, 0
    )  # a trial: the words settle how wide the strips are
    room = (placed.right - placed.left) / len(steps) - 8
    top = max(height([(step, "step")], room) for step in steps) + 10
    scene = Scene(width)
    placed = sheet(scene, chart["rows"], _words, top)
    for number, step in enumerate(steps):
        x = _x(placed, steps, number)
        scene.add(Text(x, 13, "\n".join(wrap(capital(step), "step", room)), "step", "middle"))
        placed.grid(scene, x)
    for strip in placed.strips:
        _mark(scene, strip, placed, steps)
    scene.height = placed.bottom + 2
    return scene


def _x(placed: Sheet, steps: list[str], number: int) -> float:
    return placed.left + (number + 0.5) * (placed.right - placed.left) / len(steps)


def _words(row: dict[str, Any]) -> list[Words]:
    return [(capital(row["label"]), "label"), (row["sublabel"], "sub"), (_few(row["ref"]), "sub")]


_FEW = 4  # places that are named in the drawing; the table has all


def _few(ref: str) -> str:
    """A list of places cut after the first few: "paras 1, 2, 4 and 13 more"."""
    places = ref.split(", ")
    if len(places) <= _FEW + 1:
        return ref
    return f"{', '.join(places[:_FEW])} and {len(places) - _FEW} more"


def _mark(scene: Scene, strip: Strip, placed: Sheet, steps: list[str]) -> None:
    low, high = strip.data["low"], strip.data["high"]
    tone, y = strip.data["tone"], strip.middle
    left, right = _x(placed, steps, low), _x(placed, steps, high)
    gap = _said(scene, judged(steps, strip.data), left, right, y) if scene.width < NARROW else None
    if high > low:
        for start, end in ((left, gap[0]), (gap[1], right)) if gap else ((left, right),):
            scene.line(start, y, end, y, "k", tone)
    for x in dict.fromkeys((left, right)):
        scene.add(
            Line(((x - _HALF, y), (x, y - _HALF), (x + _HALF, y), (x, y + _HALF)), "s", closed=True),
            tone=tone,
        )


def _said(scene: Scene, words: str, left: float, right: float, y: float) -> tuple[float, float] | None:
    """On a phone the headings are soon out of sight: the word stands beside its mark too, where there is
    room.

    Returns the ends of the gap in the line between two marks, if the words stand there.
    """
    wide, step = width_of(words, "value"), _HALF + _GAP
    if right + step + wide <= scene.width:
        scene.add(Text(right + step, y + 4.5, words, "value"))
    elif step + wide <= left:
        scene.add(Text(left - step, y + 4.5, words, "value", "end"))
    elif wide + 2 * step <= right - left:
        middle = (left + right) / 2
        scene.add(Text(middle, y + 4.5, words, "value", "middle"))
        return middle - wide / 2 - 6, middle + wide / 2 + 6
    return None


def judged(steps: list[str], row: dict[str, Any]) -> str:
    """The step of a row in words, or the first and the last of several."""
    low, high = steps[row["low"]], steps[row["high"]]
    return low if low == high else f"{low} to {high}"


def ladder_lines(chart: dict[str, Any]) -> list[str]:
    """The rows as lines of plain text."""
    steps = chart["axis"]["steps"]
    named = (" / ".join(filter(None, (r["group"], r["label"], r["sublabel"]))) for r in chart["rows"])
    return [f"{name}: {judged(steps, row)}" for name, row in zip(named, chart["rows"], strict=True)]


def ladder_rows(chart: dict[str, Any]) -> list[list[Any]]:
    """Headings and cells of the table."""
    rows: list[list[Any]] = [["Voice", "Judgement", "In words", "Place in the document"]]
    for row in chart["rows"]:
        cells = (row["label"], judged(chart["axis"]["steps"], row), row["sublabel"], row["ref"])
        rows.append([coded(cell) for cell in cells])
    return rows
