"""A drawing as a list of simple shapes in CSS pixels, and its SVG.

One scene has two writers: this one makes inline SVG with real text and links,
`picture.py` makes a PNG by matplotlib. Own SVG rather than matplotlib's, since
labels must link to where their number comes from, colours must follow the
page, and a mail has no room for ten kilobytes a drawing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

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


def svg(scene: Scene, name: str, title: str, desc: str, css_class: str, told: Iterable[str] = ()) -> str:
    """The scene as inline SVG.

    name       prefix of the ids, unique in the page
    title      accessible name; `desc` the words for whoever does not see it
    css_class  class beside "draw", for the media queries
    told       ids of the numbers in desc, in their order: words that are only spoken cannot link

    The linked labels stand beside the picture, not in it: what is inside an
    element with role="img" is one picture to a screen reader, and a link there
    could be reached and not read.
    """
    picture = _grouped((tone, s) for tone, s in scene.shapes if not _is_link(s))
    links = "".join(_link(s) for _, s in scene.shapes if _is_link(s))
    named = " ".join(map(anchor, told))
    named = f' data-n="{named}"' if named else ""
    return (
        f'<svg class="draw {css_class}" viewBox="0 0 {_n(scene.width)} {_n(scene.height)}" role="group" '
        f'aria-labelledby="{name}t"><g role="img" aria-labelledby="{name}t" aria-describedby="{name}d">'
        f'<title id="{name}t">{escape(title)}</title><desc id="{name}d"{named}>{escape(desc)}</desc>{picture}</g>{links}</svg>'
    )


def _is_link(shape: Shape) -> bool:
    return isinstance(shape, Text) and shape.link is not None


def _grouped(shapes: Iterable[tuple[str, Shape]]) -> str:
    """Neighbours of one tone share a group, and lines of one kind a path: bytes that a mail can spare."""
    parts: list[str] = []
    current = ""
    open_path = ""
    for tone, shape in shapes:
        kind = shape.kind if isinstance(shape, Line) else ""
        if open_path and (tone != current or kind != open_path):
            parts.append('"/>')
            open_path = ""
        if tone != current:
            parts.append(("</g>" if current else "") + (f'<g class="{tone}">' if tone else ""))
            current = tone
        if kind and not open_path:
            parts.append(f'<path class="{kind}" d="')
            open_path = kind
        parts.append(_path(shape) if isinstance(shape, Line) else _element(shape))
    return "".join(parts) + ('"/>' if open_path else "") + ("</g>" if current else "")


def _path(shape: Line) -> str:
    (x0, y0), *rest = shape.points
    made = f"M{_n(x0)} {_n(y0)}"
    for x, y in rest:
        made += f"V{_n(y)}" if x == x0 else f"H{_n(x)}" if y == y0 else f"L{_n(x)} {_n(y)}"
        x0, y0 = x, y
    return made + ("Z" if shape.closed else "")


def _element(shape: Dot | Text) -> str:
    if isinstance(shape, Dot):
        return f'<circle class="{shape.kind}" cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.r)}"/>'
    return _text(shape)


_WHY = {"tick": "axis", "when": "date"}


def _text(shape: Text) -> str:
    align = "" if shape.align == "start" else f' text-anchor="{shape.align}"'
    # Digits that are traced to no entry say why: those of an axis, of a date in a label.
    why = f' data-x="{_WHY.get(shape.kind, "label")}"' if shape.kind == "tick" or has_digit(shape.words) else ""
    why = "" if shape.link is not None else why
    first, *more = (escape(line) for line in shape.words.split("\n"))
    more = [f'<tspan x="{_n(shape.x)}" dy="{LINE_HEIGHT}em">{line}</tspan>' for line in more]
    # A space parts the lines for whoever hears or copies them; where they end or centre on x it takes no room.
    space = " " if shape.align == "start" else '<tspan font-size="0"> </tspan>'
    words = first + "".join(space + line for line in more)
    return f'<text class="{shape.kind}" x="{_n(shape.x)}" y="{_n(shape.y)}"{align}{why}>{words}</text>'


def _link(shape: Text) -> str:
    spoken = f' aria-label="{escape(shape.spoken)}"' if shape.spoken else ""
    return f'<a href="#{anchor(shape.link or "")}"{spoken}>{_text(shape)}</a>'


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
