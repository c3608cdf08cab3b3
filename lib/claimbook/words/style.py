"""The one style: palette, fonts and sizes of charts and briefs."""

from __future__ import annotations

import unicodedata

# Contrast to the page is at least 4.5 for text and series and 3 for marks, light and dark.
LIGHT = {
    "bg": "#ffffff",
    "ink": "#16191c",
    "mute": "#565d64",
    "grid": "#dcdfe2",
    "edge": "#71787f",
    "soft": "#f4f5f6",
    "c1": "#0072b2",
    "c2": "#c25400",
    "c3": "#00805d",
    "c4": "#a84f80",
}
DARK = {
    "bg": "#14171a",
    "ink": "#e9ebed",
    "mute": "#a9b0b7",
    "grid": "#333a41",
    "edge": "#89919a",
    "soft": "#1d2226",
    "c1": "#56b4e9",
    "c2": "#f08a3c",
    "c3": "#2ec49a",
    "c4": "#e0a0c4",
}

FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif'
PNG_FONT = "DejaVu Sans"  # comes with matplotlib, so that a picture is the same on each machine

# A chart says which tone a row has; shape and words say it too.
TONES = {"claim": "c1", "ours": "c2", "third": "c3", "fourth": "c4", "muted": "edge"}

# Font sizes in CSS pixels by the class of the text.
SIZES = {"label": 13.5, "strong": 13.5, "sub": 12, "group": 13, "value": 13, "vague": 13, "tick": 12,
         "quiet": 12, "when": 12, "step": 12.5}  # fmt: skip
BOLD = ("strong", "group", "step")

NARROW = 500  # CSS pixels; a drawing below that is laid out for a phone

# How the lines and areas of a drawing look, by kind: fill, stroke, width and dashes in CSS pixels.
# "t" is the tone of the row; shape and dashes tell what colour tells, and words tell both.
STROKES = {
    "g": ("none", "grid", 1, ()),
    "x": ("none", "edge", 1, ()),
    "box": ("none", "edge", 1.5, ()),
    "k": ("none", "t", 2, ()),
    "s": ("t", "t", 2, ()),
    "o": ("bg", "t", 2, ()),
    "xd": ("none", "edge", 1, (4, 3)),
    "boxd": ("none", "edge", 1.5, (4, 3)),
    "kl": ("none", "t", 2, (14, 4)),
    "kd": ("none", "t", 2, (6, 4)),
    "kp": ("none", "t", 2, (2, 4)),
}

# Advance widths of DejaVu Sans in thousandths of the size, from the space to the tilde.
# It is the widest of the fonts above: what fits in it fits in each of them.
_WIDTHS = [
    int(width)
    for width in """
    318 401 460 838 636 950 780 275 390 390 500 838 318 361 318 337 636 636 636 636 636 636 636 636
    636 636 337 337 838 838 838 531 1000 684 686 698 770 632 575 775 752 295 295 656 557 863 748 787
    603 787 695 635 611 732 684 989 685 611 685 390 337 390 838 500 500 613 635 550 635 615 352 635
    634 278 278 579 278 974 634 612 635 635 411 521 392 634 592 818 592 592 525 636 337 636 838
""".split()
]
_BOLD_FACTOR = 1.15
_HINTING = 1.02  # browsers round letters to whole pixels


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of a line of text in pixels, in the widest font that may show it."""
    return sum(map(_advance, text)) * size / 1000 * (_BOLD_FACTOR if bold else _HINTING)


def _advance(character: str) -> int:
    code = ord(character)
    if 32 <= code < 127:
        return _WIDTHS[code - 32]
    if unicodedata.combining(character):
        return 0
    if unicodedata.category(character) == "Zs":
        return _WIDTHS[0]
    if 0x2190 <= code < 0x2200:
        return 838  # arrows
    if unicodedata.category(character) == "So":
        return 1400  # emoji and the like
    return 1000 if unicodedata.east_asian_width(character) in "WF" else 720


def width_of(text: str, kind: str) -> float:
    """Width of a line of text of a class of SIZES."""
    return text_width(text, SIZES[kind], kind in BOLD)


MOST_LINES = 12  # of one text in a drawing; the table below the chart has all of it
_JOINED = ("Mn", "Me", "Cf", "Sk")  # kinds of letters that stand on the one before
_LONGEST = 1200  # letters that can stand in so many lines


def wrap(text: str, kind: str, width: float) -> list[str]:
    """Lines no wider than `width` pixels; a word that is wider is cut between letters, and what is
    longer than MOST_LINES ends with dots."""
    return wrapped(text, SIZES[kind], kind in BOLD, width)


def wrapped(text: str, size: float, bold: bool, width: float) -> list[str]:
    """As wrap, for any size."""
    lines: list[str] = []
    line = ""
    for word in filter(None, text[:_LONGEST].split(" ")):  # not at a no-break space
        longer = f"{line} {word}" if line else word
        if text_width(longer, size, bold) <= width:
            line = longer
            continue
        lines += [line] if line else []
        line = word
        while text_width(line, size, bold) > width and len(line) > 1:
            cut = _fitting(line, size, bold, width)
            lines.append(line[:cut])
            line = line[cut:]
    lines += [line] if line else []
    if len(lines) <= MOST_LINES and len(text) <= _LONGEST:
        return lines
    last = lines[:MOST_LINES][-1]
    while last and text_width(last + "…", size, bold) > width:
        last = last[:-1]
    return [*lines[:MOST_LINES][:-1], last + "…"]


def balanced(text: str, size: float, bold: bool, width: float) -> list[str]:
    """As wrapped, in as many lines, of about one length: no last line of a single word."""
    lines = wrapped(text, size, bold, width)
    for part in (0.55, 0.65, 0.75, 0.85, 0.92):
        if 1 < len(lines) < MOST_LINES and len(narrower := wrapped(text, size, bold, width * part)) == len(
            lines
        ):
            return narrower
    return lines


def _fitting(word: str, size: float, bold: bool, width: float) -> int:
    """How many letters of a word fit: one at least, and none is parted from a letter that it belongs to."""
    room = width / size * 1000 / (_BOLD_FACTOR if bold else _HINTING)
    cut = 0
    while cut < len(word) and (room := room - _advance(word[cut])) >= 0:
        cut += 1
    while 1 < cut < len(word) and (unicodedata.category(word[cut]) in _JOINED or word[cut - 1] == "\u200d"):
        cut -= 1
    return max(cut, 1)


def variables(palette: dict[str, str]) -> str:
    """The palette as CSS custom properties."""
    return ";".join(f"--{name}:{colour}" for name, colour in palette.items())


def drawing_css() -> str:
    """What the classes of a drawing look like; colours are variables, so that dark mode needs no second
    drawing."""
    tones = "".join(f".{name}{{--t:var(--{colour})}}" for name, colour in TONES.items())
    lines = "".join(f".draw .{name}{{{_stroke(*look)}}}" for name, look in STROKES.items())
    sizes = "".join(f".{name}{{font-size:{size:g}px}}" for name, size in SIZES.items())
    return (
        f".draw{{display:block;width:100%;height:auto;font-family:var(--fonts);fill:var(--ink)}}"
        f"{lines}"
        f"{tones}{sizes}.strong,.group,.step{{font-weight:700}}"
        ".sub,.tick,.quiet,.when{fill:var(--mute)}.quiet,.vague{font-style:italic}"
        # a halo in the colour of the page keeps words readable where a grid line passes
        ".value,.vague,.quiet{paint-order:stroke;stroke:var(--bg);stroke-width:4px;stroke-linejoin:round}"
        ".draw a{text-decoration:none}.draw a:hover,.draw a:focus-visible{text-decoration:underline}"
        ".draw a:hover text,.draw a:focus-visible text{fill:var(--c1)}"
    )


def _stroke(fill: str, stroke: str, width: float, dashes: tuple[int, ...]) -> str:
    made = f"fill:{fill if fill == 'none' else f'var(--{fill})'};stroke:var(--{stroke})"
    made += f";stroke-width:{width:g}" if width != 1 else ""
    return made + (f";stroke-dasharray:{' '.join(map(str, dashes))}" if dashes else "")
