"""What a drawing and a style may show besides labels: ticks in line and at their place, no words of the
style's own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations
from math import log10

from claimbook.trace.numerals import has_number
from claimbook.trace.reader import answering
from claimbook.trace.tree import Node

Finding = tuple[Node, str, str]

_NUMBER = re.compile(
    r"(?:US\$|€|£|[A-Z]{3} )?(?P<digits>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?P<size>bn|m)?(?: %)?"
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAY = re.compile(
    rf"(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(_MONTHS)})(?: (?P<year>\d{{4}}))?|(?P<alone>\d{{4}})"
)
_SIZES = {"bn": 10**9, "m": 10**6, None: 1}
_OFF = 0.75  # pixels: places are written to a tenth
_HALF_A_LETTER = 4.5  # pixels; words at an edge move inwards by half their width, their line does not


def scale_faults(svg: Node, days: Iterable[dt.date]) -> Iterator[Finding]:
    """Ticks of a drawing that are out of line, no round step apart or not where their value lies.

    days: those that the data knows; an axis of days begins and ends near them.
    """
    ticks = [node for node in svg.all("text") if _is_tick(node) and node.text()]
    if _is_dated(svg):
        lines = [
            [node for node in ticks if node.attrs.get("y") == y]
            for y in dict.fromkeys(node.attrs.get("y") for node in ticks)
        ]
        for line in lines:
            yield from _dated_faults(sorted(line, key=_x), {day.year for day in days})
        for above, below in zip(lines, lines[1:], strict=False):  # a long drawing says its axis twice
            for one, other in zip(above, below, strict=False):
                if one.text() != other.text():
                    yield other, other.text(), f"{one.text()}, as at the other end of the drawing"
        return
    yield from _counted_faults([node for node in ticks if has_number(node.text())])


def counted_ticks(svg: Node) -> list[Node]:
    """The ticks with a number of an axis that is no axis of days."""
    return (
        []
        if _is_dated(svg)
        else [node for node in svg.all("text") if _is_tick(node) and has_number(node.text())]
    )


def _is_dated(svg: Node) -> bool:
    return any("when" in node.classes for node in svg.all("text"))


def _is_tick(text: Node) -> bool:
    mark = answering(text)
    return mark is not None and mark.attrs.get("data-x") == "axis"


def _counted_faults(ticks: list[Node]) -> Iterator[Finding]:
    values = {id(node): value_of(node.text()) for node in ticks}
    line = _most_common([node.attrs.get("y") for node in ticks if values[id(node)] is not None])
    points = []
    for node in ticks:
        if values[id(node)] is None:
            yield node, node.text(), "a round number with its unit, as a scale has it"
        elif node.attrs.get("y") != line:
            yield node, node.text(), "a tick in line with the others below the axis"
        else:
            points.append((_x(node), values[id(node)], node))
    points.sort(key=lambda point: point[0])
    yield from (
        _out_of_place(points)
        if len(points) != len(ticks) or _is_round([value for _, value, _ in points])
        else _out_of_step(points)
    )


def _is_round(values: list[Fraction]) -> bool:
    """Whether ticks are whole steps of 1, 2 or 5 times a power of ten, or on a logarithmic axis such numbers
    themselves."""
    steps = {b - a for a, b in zip(values, values[1:], strict=False)}
    even = any(_is_nice(step) and all((value / step).denominator == 1 for value in values) for step in steps)
    return even or all(_is_nice(value) for value in values) or len(values) < 2


def _is_nice(value: Fraction) -> bool:
    if value <= 0:
        return False
    while value < 1:
        value *= 10
    while value >= 10:
        value /= 10
    return value in (1, 2, 5)


def _out_of_step(points: list[tuple[float, Fraction, Node]]) -> Iterator[Finding]:
    """The ticks that are no multiple of the step that most others are multiples of."""
    values = [value for _, value, _ in points]
    steps = [b - a for a, b in zip(values, values[1:], strict=False) if _is_nice(b - a)]
    step = max(steps, key=lambda step: sum((value / step).denominator == 1 for value in values), default=None)
    for _, value, node in points:
        if step is None or (value / step).denominator != 1:
            yield node, node.text(), "a whole number of steps of the axis"


def _dated_faults(ticks: list[Node], years: set[int]) -> Iterator[Finding]:
    """Days, months or years along an axis; the year is said once, then where it changes."""
    year, points = None, []
    for node in ticks:
        found = _DAY.fullmatch(node.text())
        year = int(found["year"] or found["alone"] or 0) or year if found else None
        if found is None or year is None or not {year - 1, year, year + 1} & years:
            yield node, node.text(), "a day, month or year of the axis, near those of the data"
            continue
        try:
            day = dt.date(
                year, _MONTHS.index(found["month"]) + 1 if found["month"] else 1, int(found["day"] or 1)
            )
        except ValueError:
            yield node, node.text(), "a day that there is"
            continue
        points.append((_x(node), Fraction(day.toordinal()), node))
    if len(points) > 1:  # a short window may have room for one
        yield from _out_of_place(points)


def _x(node: Node) -> float:
    try:
        return float(node.attrs.get("x", ""))
    except ValueError:
        return 0.0


def value_of(text: str) -> Fraction | None:
    """The value of the words of a tick: "US$200m", "40 %", "1,000"."""
    found = _NUMBER.fullmatch(text)
    return Fraction(found["digits"].replace(",", "")) * _SIZES[found["size"]] if found else None


def _most_common(values: list) -> object:
    return max(dict.fromkeys(values), key=values.count, default=None)


def _out_of_place(points: list[tuple[float, Fraction, Node]]) -> Iterator[Finding]:
    if len(points) < 2:
        if points and points[0][1]:
            yield points[0][2], points[0][2].text(), "several ticks, or none: one alone is no scale"
        return
    fits = [_inside(points, scale) for scale in (lambda v: float(v), lambda v: log10(v) if v > 0 else None)]
    inside = max(fits, key=len)
    for n, (_, _, node) in enumerate(points):
        if n not in inside:
            yield node, node.text(), "the value of the axis at its place"


def _inside(points: list[tuple[float, Fraction, Node]], scale) -> set[int]:
    """Which ticks lie on one straight scale, under the pair of ticks that most others agree with."""
    places = [(x, scale(value)) for x, value, _ in points]
    best: set[int] = set()
    for i, j in combinations([n for n, (_, v) in enumerate(places) if v is not None], 2):
        (x1, v1), (x2, v2) = places[i], places[j]
        if v1 >= v2 or x1 >= x2:
            continue
        fits = {
            n
            for n, (x, v) in enumerate(places)
            if v is not None and abs(x1 + (v - v1) * (x2 - x1) / (v2 - v1) - x) <= _slack(points, n)
        }
        best = max(best, fits, key=len)
    return best


def _slack(points: list[tuple[float, Fraction, Node]], n: int) -> float:
    edge = n in (0, len(points) - 1)
    return _OFF + (_HALF_A_LETTER * len(points[n][2].text()) if edge else 0)


# -- style ------------------------------------------------------------------------------
_CONTENT = re.compile(
    r"(?<![\w-])content\s*:\s*(?P<value>(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[^;}])*)",
    re.IGNORECASE | re.DOTALL,
)
_STRING = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.DOTALL)
_SEEN = ("attr(data-label)", "attr(data-k)", "none", "normal", "open-quote", "close-quote")


# The box in a margin of paper that holds the number of the sheet and nothing else.
_PAGE_NUMBER = re.compile(
    r"(@page\s*\{[^{}]*)@bottom-right\s*\{\s*content\s*:\s*counter\(page\)\s*;?(?:(?!content|counter)[^{}\"'])*\}",
    re.IGNORECASE,
)


def style_faults(style: str) -> Iterator[tuple[str, str]]:
    """What a style would show of its own: numbers in `content`, attributes that are not read here, counters,
    files."""
    style = re.sub(r"/\*.*?\*/", " ", style, flags=re.DOTALL)
    style = _PAGE_NUMBER.sub(r"\1", style)  # which sheet of paper it is, in the margin: no number of anybody
    for rule in _CONTENT.finditer(style):
        value = rule["value"].strip()
        words = [_unescaped(quoted[1:-1]) for quoted in _STRING.findall(value)]
        rest = _STRING.sub(" ", value).replace("!important", " ").split()
        rest = [part for part in rest if part != "/"]  # behind it stand the words for a screen reader
        if any(has_number(word) for word in words) or has_number("".join(words)):
            yield f"content: {value}", "no number in a style"
        elif any(part not in _SEEN for part in rest):
            yield f"content: {value}", "words, attr(data-label) or attr(data-k)"
    for name in re.findall(
        r"@counter-style|counters?\(|counter-(?:reset|set|increment)|@import|url\(|@font-face",
        style,
        re.IGNORECASE,
    ):
        yield name, "a style that numbers and loads nothing"


def _unescaped(text: str) -> str:
    """CSS words with their escapes read: \\31 is a one."""
    text = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda found: chr(min(int(found[1], 16), 0x10FFFF)), text)
    return re.sub(r"\\(.)", r"\1", text)
