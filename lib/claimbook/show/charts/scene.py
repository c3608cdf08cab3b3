"""A drawing as a list of simple shapes in CSS pixels, and its SVG.

One scene has two writers: this one makes inline SVG with real text and links,
`picture.py` makes a PNG by matplotlib. Own SVG rather than matplotlib's, since
labels must link to where their number comes from, colours must follow the
page, and a mail has no room for ten kilobytes a drawing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from claimbook.show.safe import anchor, escape, has_digit

LINE_HEIGHT = 1.25  # times the font size


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
    """Shapes on a sheet of width x height pixels; each with the tone of its row ("" for none)."""

    width: float
    height: float = 0
    shapes: list[tuple[str, Shape]] = field(default_factory=list)

    def add(self, *shapes: Shape, tone: str = "") -> None:
        self.shapes += [(tone, shape) for shape in shapes]

    def line(self, x1: float, y1: float, x2: float, y2: float, kind: str, tone: str = "") -> None:
        self.add(Line(((x1, y1), (x2, y2)), kind), tone=tone)

    def rect(self, x: float, y: float, width: float, height: float, kind: str, tone: str = "") -> None:
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.add(Line(corners, kind, closed=True), tone=tone)


def svg(
    scene: Scene, name: str, title: str, desc: str, css_class: str, told: Iterable[str] = (), base: str = ""
) -> str:
    """The scene as inline SVG.

    name       prefix of the ids, unique in the page
    title      accessible name; `desc` the words for whoever does not see it
    css_class  class beside "draw", for the media queries
    base       address of the page that holds the entries, blank for this one
    told       ids of the numbers in desc, in their order: words that are only spoken cannot link

    The linked labels stand beside the picture, not in it: what is inside an
    element with role="img" is one picture to a screen reader, and a link there
    could be reached and not read.
    """
    marks = _grouped((tone, s) for tone, s in scene.shapes if not isinstance(s, Text))
    picture = marks + _lettered(s for _, s in scene.shapes if isinstance(s, Text) and not _is_link(s))
    links = "".join(_link(s, base) for _, s in scene.shapes if _is_link(s))
    named = " ".join(map(anchor, told))
    named = f' data-n="{named}"' if named else ""
    return (
        f'<svg class="draw {css_class}" viewBox="0 0 {_n(scene.width)} {_n(scene.height)}" role="group" '
        f'aria-labelledby="{name}t"><g role="img" aria-labelledby="{name}t" aria-describedby="{name}d">'
        f'<title id="{name}t">{escape(title)}</title><desc id="{name}d"{named}>{escape(desc)}</desc>{picture}</g>{links}</svg>'  # noqa: E501
    )


def _is_link(shape: Shape) -> bool:
    return isinstance(shape, Text) and shape.link is not None


def _grouped(shapes: Iterable[tuple[str, Line | Dot]]) -> str:
    """Neighbours of one tone share a group, and lines of one kind a path: bytes that a mail can spare."""
    parts: list[str] = []
    for tone, group in groupby(shapes, key=itemgetter(0)):
        parts.append(f'<g class="{tone}">' if tone else "")
        for kind, run in groupby(
            (s for _, s in group), key=lambda s: s.kind if isinstance(s, Line) else None
        ):
            drawn = "".join(map(_path if kind else _circle, run))
            parts.append(f'<path class="{kind}" d="{drawn}"/>' if kind else drawn)
        parts.append("</g>" if tone else "")
    return "".join(parts)


def _lettered(texts: Iterable[Text]) -> str:
    """The words of a drawing, the ticks of an axis in a group that says of all what they are."""
    parts: list[str] = []
    for why, run in groupby(texts, key=lambda text: _look(text) if text.kind == "tick" else ""):
        parts += [
            f"<g{why}>" if why else "",
            *(_text(text, bare=bool(why)) for text in run),
            "</g>" if why else "",
        ]
    return "".join(parts)


def _path(shape: Line) -> str:
    (x0, y0), *rest = shape.points
    made = f"M{_n(x0)} {_n(y0)}"
    for x, y in rest:
        made += f"V{_n(y)}" if x == x0 else f"H{_n(x)}" if y == y0 else f"L{_n(x)} {_n(y)}"
        x0, y0 = x, y
    return made + ("Z" if shape.closed else "")


def _circle(shape: Dot) -> str:
    return f'<circle class="{shape.kind}" cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.r)}"/>'


_WHY = {"tick": "tick", "when": "when"}


def _look(text: Text) -> str:
    """Class, alignment and, where digits are traced to no entry, why: those of an axis, of a date in a
    label."""
    align = "" if text.align == "start" else f' text-anchor="{text.align}"'
    excused = text.link is None and (text.kind == "tick" or has_digit(text.words))
    return f' class="{text.kind}"{align}' + (f' data-x="{_WHY.get(text.kind, "label")}"' if excused else "")


def _text(text: Text, bare: bool = False) -> str:
    """A text; `bare`: the group around it says how it looks."""
    first, *more = (escape(line) for line in text.words.split("\n"))
    more = [f'<tspan x="{_n(text.x)}" dy="{LINE_HEIGHT}em">{line}</tspan>' for line in more]
    # A space parts the lines for whoever hears or copies them; where they end or centre on x it takes no
    # room.
    space = " " if text.align == "start" else '<tspan font-size="0"> </tspan>'
    words = first + "".join(space + line for line in more)
    x = f' x="{_n(text.x)}"' if round(text.x, 1) else ""
    return f'<text{"" if bare else _look(text)}{x} y="{_n(text.y)}">{words}</text>'


def _link(shape: Text, base: str) -> str:
    spoken = f' aria-label="{escape(shape.spoken)}"' if shape.spoken else ""
    return f'<a href="{escape(base)}#{anchor(shape.link or "")}"{spoken}>{_text(shape)}</a>'


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
