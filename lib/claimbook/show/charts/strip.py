"""Rows with words at the left, or above on a phone, and a strip for one mark each; no figures in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from claimbook.show.charts.lettering import Words, capital, height, write
from claimbook.show.charts.scene import Scene
from claimbook.show.style import NARROW, width_of

_COLUMN = 0.42  # of the width at most, for the words
_GAP, _HEAD = 18, 20


@dataclass
class Strip:
    """A row with its place, in pixels from the top of the drawing; `middle` is where its mark stands."""

    data: dict[str, Any]
    parts: list[Words]
    top: float = 0
    middle: float = 0
    bottom: float = 0


@dataclass
class Sheet:
    """Rows that have their place: `left` to `right` are the ends of the strips, `bottom` is below the
    last."""

    strips: list[Strip]
    left: float
    right: float
    bottom: float
    stacked: bool

    def grid(self, scene: Scene, x: float, kind: str = "g") -> None:
        """An upright line through the strips; no word is crossed: on a phone it stands beside the marks
        alone."""
        pieces: list[list[float]] = []
        for strip in self.strips:
            ends = (strip.middle - 10, strip.middle + 10) if self.stacked else (strip.top, strip.bottom)
            if pieces and pieces[-1][1] == ends[0]:
                pieces[-1][1] = ends[1]
            else:
                pieces.append(list(ends))
        for start, end in pieces:
            scene.line(x, start, x, end, kind)


def sheet(
    scene: Scene, rows: list[dict[str, Any]], parts: Callable[[dict[str, Any]], list[Words]], top: float
) -> Sheet:
    """Give the rows their places from `top` on, and write their words and the headings of their groups."""
    stacked = scene.width < NARROW
    strips = [Strip(row, [part for part in parts(row) if part[0]]) for row in rows]
    widest = max((width_of(words, kind) for strip in strips for words, kind in strip.parts), default=0)
    column = 0 if stacked else min(widest + _GAP, scene.width * _COLUMN)
    room = scene.width if stacked else column - _GAP
    y, group = top, ""
    for strip in strips:
        if strip.data["group"] != group:
            group = strip.data["group"]
            y = _heading(scene, group, y, first=strip is strips[0])
        y = _place(scene, strip, y, room, stacked)
    return Sheet(strips, column, scene.width, y, stacked)


def _heading(scene: Scene, words: str, y: float, first: bool) -> float:
    y += 4 if first else 10
    if not first:
        scene.line(0, y - 5, scene.width, y - 5, "g")
    return write(scene, 0, y, [(capital(words), "group")], scene.width) + 4


def _place(scene: Scene, strip: Strip, y: float, room: float, stacked: bool) -> float:
    strip.top = y
    taken = height(strip.parts, room)
    if stacked:
        write(scene, 0, y + 4, strip.parts, room)
        strip.middle = y + 4 + taken + 13
        strip.bottom = strip.middle + 15
        return strip.bottom
    strip.bottom = y + max(taken, _HEAD) + 14
    strip.middle = (strip.top + strip.bottom) / 2
    write(scene, 0, strip.middle - taken / 2 - 1, strip.parts, room)
    return strip.bottom
