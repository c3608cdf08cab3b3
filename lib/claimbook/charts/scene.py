"""A drawing as a list of simple shapes in CSS pixels, from the top left corner.

One scene has two writers: svg.py makes inline SVG with real text and links, png.py makes a PNG by
matplotlib. Own SVG rather than matplotlib's, since labels must link to where their number comes
from, colours must follow the page, and a mail has no room for ten kilobytes a drawing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from claimbook.words.style import SIZES, wrap

LINE_HEIGHT = 1.25  # times the font size
Words = tuple[str, str]  # words and the class of style.SIZES that they are set in


@dataclass(frozen=True)
class Line:
    """A path through points; `closed` fills it by its kind. Kinds: those of style.STROKES."""

    points: tuple[tuple[float, float], ...]
    kind: str
    closed: bool = False


@dataclass(frozen=True)
class Dot:
    """A circle."""

    x: float
    y: float
    r: float
    kind: str


@dataclass(frozen=True)
class Text:
    """Text on its baseline, a line end starts a new line. Kinds: those of style.SIZES.

    `link` is the id of the entry that the number is traced to; `spoken` is what a
    screen reader says in place of a linked number alone.
    """

    x: float
    y: float
    words: str
    kind: str
    align: str = "start"
    link: str | None = None
    spoken: str = ""


Shape = Line | Dot | Text


@dataclass
class Scene:
    """Shapes on a sheet of width x height pixels; each with the tone of its row ("" for none).

    >>> scene = Scene(200)
    >>> scene.rect(0, 5, 100, 10, "s", "claim")
    >>> scene.write(0, 20, [("Killed", "label")], 200)
    36.875
    """

    width: float
    height: float = 0
    shapes: list[tuple[str, Shape]] = field(default_factory=list)

    def add(self, *shapes: Shape, tone: str = "") -> None:
        self.shapes += [(tone, shape) for shape in shapes]

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str, tone: str = "") -> None:
        self.add(Line(((x1, y1), (x2, y2)), kind), tone=tone)

    def grid(self, x: float, pieces: Iterable[tuple[float, float]], kind: str = "g") -> None:
        """An upright line in pieces, each from top to bottom; pieces that meet are one."""
        made: list[tuple[float, float]] = []
        for top, bottom in pieces:
            top = made.pop()[0] if made and made[-1][1] == top else top
            made.append((top, bottom))
        for top, bottom in made:
            self.line(x, top, x, bottom, kind)

    def rect(self, x: float, y: float, width: float, height: float, kind: str, tone: str = "") -> None:
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.add(Line(corners, kind, closed=True), tone=tone)

    def arrow(self, start: float, end: float, y: float, tone: str) -> None:
        """A level shaft with an open head at `end`."""
        self.line(start, y, end, y, "k", tone)
        self.head(end, y, min(7.0, max(abs(end - start) - 3, 3)), 5.5, end < start, tone=tone)

    def head(self, x: float, y: float, long: float, half: float, left: bool = False, kind: str = "k",
             tone: str = "") -> None:  # fmt: skip
        """The open head of an arrow that points to x; half of its height."""
        back = x + long if left else x - long
        self.add(Line(((back, y - half), (x, y), (back, y + half)), kind), tone=tone)

    def write(self, x: float, top: float, parts: list[Words], width: float, *, align: str = "start",
              link: str | None = None, spoken: str = "") -> float:  # fmt: skip
        """Set words below each other from `top` on and return the y below them; the first of them carries
        the link."""
        for words, kind in parts:
            lines = wrap(words, kind, width)
            if lines:
                said = spoken if link else ""
                self.add(Text(x, top + SIZES[kind], "\n".join(lines), kind, align, link, said))
                link = None
            top += len(lines) * step(kind)
        return top


def step(kind: str) -> float:
    """Pixels from one line to the next."""
    return SIZES[kind] * LINE_HEIGHT


def height(parts: list[Words], width: float) -> float:
    """Pixels that these words take, one below the other, wrapped to a width."""
    return sum(len(wrap(words, kind, width)) * step(kind) for words, kind in parts)
