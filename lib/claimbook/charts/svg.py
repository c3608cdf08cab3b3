"""A scene as inline SVG: real text that links, classes for colours, no style of its own."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from claimbook.charts.scene import LINE_HEIGHT, Dot, Line, Scene, Text
from claimbook.words.safe import anchor, escape, has_digit


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
    texts = [shape for _, shape in scene.shapes if isinstance(shape, Text)]
    picture = _marks((tone, shape) for tone, shape in scene.shapes if not isinstance(shape, Text))
    picture += _words(text for text in texts if text.link is None)
    links = "".join(_link(text, base) for text in texts if text.link is not None)
    named = " ".join(map(anchor, told))
    named = f' data-n="{named}"' if named else ""
    return (
        f'<svg class="draw {css_class}" viewBox="0 0 {_n(scene.width)} {_n(scene.height)}" role="group" '
        f'aria-labelledby="{name}t"><g role="img" aria-labelledby="{name}t" aria-describedby="{name}d">'
        f'<title id="{name}t">{escape(title)}</title><desc id="{name}d"{named}>{escape(desc)}</desc>'
        f"{picture}</g>{links}</svg>"
    )


def _marks(shapes: Iterable[tuple[str, Line | Dot]]) -> str:
    """Neighbours of one tone share a group, and lines of one kind a path: bytes that a mail can spare."""
    parts: list[str] = []
    for tone, group in groupby(shapes, key=itemgetter(0)):
        parts.append(f'<g class="{tone}">' if tone else "")
        for kind, run in groupby((s for _, s in group), key=lambda s: isinstance(s, Line) and s.kind):
            drawn = "".join(map(_path if kind else _circle, run))
            parts.append(f'<path class="{kind}" d="{drawn}"/>' if kind else drawn)
        parts.append("</g>" if tone else "")
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


def _words(texts: Iterable[Text]) -> str:
    """The words of a drawing, the ticks of an axis in a group that says of all what they are."""
    made = ""
    for look, run in groupby(texts, key=lambda text: _look(text) if text.kind == "tick" else ""):
        words = "".join(_text(text, "" if look else _look(text)) for text in run)
        made += f"<g{look}>{words}</g>" if look else words
    return made


_WHY = {"tick": "tick", "when": "when"}


def _look(text: Text) -> str:
    """Class, alignment and, where digits are traced to no entry, why: those of an axis, of a date."""
    align = "" if text.align == "start" else f' text-anchor="{text.align}"'
    excused = text.link is None and (text.kind == "tick" or has_digit(text.words))
    return f' class="{text.kind}"{align}' + (f' data-x="{_WHY.get(text.kind, "label")}"' if excused else "")


def _text(text: Text, look: str) -> str:
    first, *more = (escape(line) for line in text.words.split("\n"))
    # A space parts the lines for whoever hears or copies them; where they end or centre on x it takes no
    # room.
    space = " " if text.align == "start" else '<tspan font-size="0"> </tspan>'
    words = first + "".join(
        f'{space}<tspan x="{_n(text.x)}" dy="{LINE_HEIGHT}em">{line}</tspan>' for line in more
    )
    x = f' x="{_n(text.x)}"' if round(text.x, 1) else ""
    return f'<text{look}{x} y="{_n(text.y)}">{words}</text>'


def _link(text: Text, base: str) -> str:
    spoken = f' aria-label="{escape(text.spoken)}"' if text.spoken else ""
    return f'<a href="{escape(base)}#{anchor(text.link or "")}"{spoken}>{_text(text, _look(text))}</a>'


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
