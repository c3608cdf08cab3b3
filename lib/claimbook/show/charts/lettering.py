"""Setting words into a drawing: lines by their top edge, so that the next thing can stand below them."""

from __future__ import annotations

from claimbook.show.charts.scene import LINE_HEIGHT, Scene, Text
from claimbook.show.style import SIZES, wrap

Words = tuple[str, str]  # words and the class of style.SIZES that they are set in


def capital(words: str) -> str:
    """The words with a capital first letter, as whatever stands alone has one."""
    return words[:1].upper() + words[1:]


def step(kind: str) -> float:
    """Pixels from one line to the next."""
    return SIZES[kind] * LINE_HEIGHT


def height(parts: list[Words], width: float) -> float:
    """Pixels that these words take, one below the other, wrapped to a width."""
    return sum(len(wrap(words, kind, width)) * step(kind) for words, kind in parts)


def write(
    scene: Scene,
    x: float,
    top: float,
    parts: list[Words],
    width: float,
    *,
    align: str = "start",
    link: str | None = None,
    spoken: str = "",
) -> float:
    """Set words below each other from `top` on and return the y below them; the first of them carries the
    link."""
    for words, kind in parts:
        lines = wrap(words, kind, width)
        if lines:
            scene.add(Text(x, top + SIZES[kind], "\n".join(lines), kind, align, link, spoken if link else ""))
            link = None
        top += len(lines) * step(kind)
    return top
