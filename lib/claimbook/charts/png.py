"""A scene as PNG, by matplotlib, with title and source drawn in: a picture that is shared keeps them."""

from __future__ import annotations

import io
import threading
import warnings
from typing import Any

from claimbook.charts.scene import LINE_HEIGHT, Dot, Line, Scene, Text
from claimbook.words.safe import clean
from claimbook.words.style import BOLD, LIGHT, PNG_FONT, SIZES, STROKES, TONES, balanced

MARGIN = 20  # CSS pixels around the scene
_MUTED = ("sub", "tick", "quiet", "when")
# matplotlib keeps its settings for the whole process: who exports in threads draws one picture at a time.
_ALONE = threading.Lock()


def png(scene: Scene, title: str, subtitle: str, foot: list[str], width: int) -> bytes:
    """The scene between title and foot (source, note), on white, `width` pixels wide.

    Deterministic for one version of matplotlib, whatever its settings on this
    machine are. No figure manager is involved, so nothing is left open and the
    notebook's own backend shows nothing. A character that the font does not
    have is drawn as a box.
    """
    import matplotlib

    with _ALONE, matplotlib.rc_context(), warnings.catch_warnings():
        matplotlib.rcdefaults()
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        return _png(scene, title, subtitle, foot, width)


def _png(scene: Scene, title: str, subtitle: str, foot: list[str], pixels: int) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    width = scene.width + 2 * MARGIN
    head = [*_lines(title, 17, scene.width, bold=True), ("", 3, False), *_lines(subtitle, 13, scene.width)]
    tail = [line for part in foot for line in _lines(part, 12, scene.width)]
    top = MARGIN + _height(head) + 10
    bottom = top + scene.height + 12
    height = bottom + _height(tail) + MARGIN
    figure = Figure(figsize=(width / 100, height / 100), dpi=100, facecolor=LIGHT["bg"])
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    _write(axes, head, MARGIN)
    _write(axes, tail, bottom)
    for order, (tone, shape) in enumerate(scene.shapes):
        _draw(axes, shape, tone, top, order)
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=100 * pixels / width, metadata={"Software": None})
    return out.getvalue()


SizedLine = tuple[str, float, bool]  # words, size, whether they are bold


def _lines(text: str, size: float, width: float, bold: bool = False) -> list[SizedLine]:
    return [(line, size, bold) for line in balanced(" ".join(text.split()), size, bold, width)]


def _height(lines: list[SizedLine]) -> float:
    return sum(size * 1.4 for _, size, _ in lines)


def _write(axes: Any, lines: list[SizedLine], y: float) -> None:
    for words, size, bold in lines:
        y += size * 1.4
        ink, weight = ("ink", "bold") if bold else ("mute", "normal")
        _put(axes, MARGIN, y - size * 0.4, words, size, ink, weight=weight)


def _put(axes: Any, x: float, y: float, words: str, size: float, ink: str, **how: Any) -> None:
    # parse_math off: "US$5bn to US$7bn" is no formula
    font = {"fontsize": size * 0.72, "color": LIGHT[ink], "family": PNG_FONT}
    axes.text(x, y, clean(words), va="baseline", parse_math=False, **font, **how)


def _draw(axes: Any, shape: Line | Dot | Text, tone: str, top: float, order: int) -> None:
    from matplotlib.patches import Circle, Polygon

    if isinstance(shape, Text):
        _text(axes, shape, top, order)
        return
    look = {**_look(shape.kind, LIGHT[TONES[tone]] if tone else LIGHT["ink"]), "zorder": 2 + order / 1000}
    if isinstance(shape, Dot):
        axes.add_patch(Circle((shape.x + MARGIN, shape.y + top), shape.r, **look))
        return
    points = [(x + MARGIN, y + top) for x, y in shape.points]
    axes.add_patch(Polygon(points, closed=shape.closed, **look, joinstyle="miter", capstyle="butt"))


def _look(kind: str, colour: str) -> dict[str, Any]:
    fill, stroke, width, dashes = STROKES[kind]
    inks = {**LIGHT, "t": colour, "none": "none"}
    # matplotlib counts dashes in widths of the line
    style = (0, tuple(part / width for part in dashes)) if dashes else "solid"
    return {"edgecolor": inks[stroke], "facecolor": inks[fill], "linewidth": width * 0.72, "linestyle": style}


def _text(axes: Any, shape: Text, top: float, order: int) -> None:
    from matplotlib.patheffects import withStroke

    align = {"start": "left", "middle": "center", "end": "right"}[shape.align]
    how: dict[str, Any] = {"ha": align, "zorder": 3 + order / 1000}
    how["weight"] = "bold" if shape.kind in BOLD else "normal"
    how["style"] = "italic" if shape.kind in ("quiet", "vague") else "normal"
    if shape.kind in ("value", "vague", "quiet"):
        how["path_effects"] = [withStroke(linewidth=3, foreground=LIGHT["bg"])]
    size = SIZES[shape.kind]
    for number, words in enumerate(shape.words.split("\n")):
        y = shape.y + top + number * size * LINE_HEIGHT
        _put(axes, shape.x + MARGIN, y, words, size, "mute" if shape.kind in _MUTED else "ink", **how)
