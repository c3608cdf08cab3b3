"""The drawing of one figure, true to scale, as a part of a whole."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from claimbook.show.charts.bounds import CEILING, FLOOR, POINT, arrow
from claimbook.show.charts.scene import Scene, Text
from claimbook.show.style import SIZES, width_of, wrap

_HEIGHT = 46
_ARROW = 40


def ends(data: dict[str, Any]) -> tuple[Fraction | None, Fraction | None]:
    """The lowest and highest value that the row states."""
    low, best, high = (None if data[key] is None else Fraction(data[key]) for key in ("low", "best", "high"))
    return (best, best) if data["bound"] in POINT else (low, high)


def whole_scene(chart: dict[str, Any], width: float) -> Scene:
    """The drawing of a chart of kind "whole": rows are the part, the whole and maybe the share.

    The part is solid up to the lowest value stated; where it is a floor, an
    open arrow goes on from there and the rest is left blank, since nobody
    states how much of it belongs to the part.
    """
    part, whole, *share = chart["rows"]
    scene = Scene(width)
    y = phrase(scene, part, 0, "strong")
    for data in share:
        y = phrase(scene, data, y, "value")
    top = y + 6
    _bar(scene, part, whole, top)
    _dimension(scene, top + _HEIGHT + 12)
    scene.height = phrase(scene, whole, top + _HEIGHT + 20, "value") + 4
    return scene


def phrase(scene: Scene, data: dict[str, Any], y: float, kind: str) -> float:
    """Value and what it counts, as one link; the y below it."""
    lines = wrap(f"{data['text']} {data['label']}", kind, scene.width)
    step = SIZES[kind] * 1.25
    scene.add(Text(0, y + SIZES[kind], "\n".join(lines), kind, link=data["id"]))
    y += len(lines) * step + 3
    for line in wrap(data["sublabel"], "sub", scene.width):
        scene.add(Text(0, y + 11, line, "sub"))
        y += 15.5
    return y


def _bar(scene: Scene, part: dict[str, Any], whole: dict[str, Any], top: float) -> None:
    low, high = ends(part)
    full = next(end for end in reversed(ends(whole)) if end is not None)
    inner = scene.width - 2
    tone, middle = part["tone"], top + _HEIGHT / 2
    solid = 1 + inner * float((low or 0) / full)
    scene.rect(1, top, inner, _HEIGHT, "box")
    if high is not None and high != low:
        scene.rect(max(solid, 2), top + 1, inner * float((high - (low or 0)) / full), _HEIGHT - 2, "o", tone)
    if low:
        scene.rect(2, top + 1, max(solid - 2, 1), _HEIGHT - 2, "s", tone)
    x = solid
    if part["bound"] in FLOOR:
        x = min(solid + _ARROW, scene.width - 4)
        arrow(scene, solid, x, middle, tone)
    elif part["bound"] in CEILING and high is not None:
        x = 1 + inner * float(high / full)
        arrow(scene, x, max(x - _ARROW, 4), middle, tone)
    _rest(scene, part, x, middle)


def _rest(scene: Scene, part: dict[str, Any], x: float, middle: float) -> None:
    words = "rest: not stated"
    room = scene.width - x - 12
    if part["bound"] in FLOOR and width_of(words, "quiet") < room:
        scene.add(Text(x + 12, middle + 4, words, "quiet"))


def _dimension(scene: Scene, y: float) -> None:
    """The line with two ends that tells how long the whole is."""
    scene.line(1, y, scene.width - 1, y, "x")
    scene.line(1, y - 4, 1, y + 4, "x")
    scene.line(scene.width - 1, y - 4, scene.width - 1, y + 4, "x")
