"""The drawing of where claims come from: origin, relays, document, and the claim at the right end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from claimbook.show.charts.bounds import NO_NUMBER, in_quotes, quoted
from claimbook.show.charts.lettering import Words, capital, height, write
from claimbook.show.charts.scene import Line, Scene, Text
from claimbook.show.spans import coded
from claimbook.show.style import NARROW, SIZES, width_of, wrap

UNKNOWN, OURS = "no source named", "inferred by us"
_GAP, _PAD, _LEAST, _INDENT = 24, 7, 34, 22
_BOX = 13  # pixels of the box before a chain in words: enough to see that it is broken
_TOUCH = 21  # pixels from one linked number to the next, with the gap of 4: enough for a finger
# Columns in their order with their share of the width; one that no row fills is left out.
_COLUMNS = {"origin": ("Origin", 150), "relays": ("Relays", 116), "shared": ("Suspected relay", 104),
            "document": ("Document", 96), "claim": ("Claim", 172)}  # fmt: skip


def chain_scene(chart: dict[str, Any], width: float) -> Scene:
    """The drawing of a chart of kind "chain": a row a claim, or on a phone a few lines of words a claim.

    Neighbouring rows of one origin, suspected relay or document share its box.
    Lines run straight from left to right in their own row and stop at words.
    """
    scene = Scene(width)
    if width < NARROW:
        _stacked(scene, chart["rows"])
    else:
        _Map(scene, chart["rows"]).draw()
    return scene


def origin(row: dict[str, Any]) -> list[Words]:
    """The words of an origin; one that we infer where the document names none is no more than a perhaps."""
    perhaps = "perhaps " if row["inferred"] and row["origin"] else ""
    named = (
        [(row["origin"], "label")] if row["known"] else [(UNKNOWN, "label"), (perhaps + row["origin"], "sub")]
    )
    return [*named, *([(OURS, "quiet")] if row["inferred"] else [])]


def _claim(row: dict[str, Any]) -> list[Words]:
    if row["id"] is None or row["bound"] == "vague":
        said = in_quotes(row["text"]) if row["id"] else row["counts"]
        return [(said, "strong"), (NO_NUMBER, "quiet"), (row["counts"] if row["id"] else "", "sub")]
    return [(row["text"], "strong"), (row["counts"], "sub")]


class _Map:
    """Columns and rows of the wide drawing; `tops[i]` is where row i begins."""

    def __init__(self, scene: Scene, rows: list[dict[str, Any]]):
        self.scene, self.rows = scene, rows
        used = [
            name
            for name in _COLUMNS
            if name in ("origin", "document", "claim") or any(row[name] for row in rows)
        ]
        each = (scene.width - _GAP * (len(used) - 1)) / sum(_COLUMNS[name][1] for name in used)
        self.columns: dict[str, tuple[float, float]] = {}
        left = 0.0
        for name in used:
            self.columns[name] = (left, left + _COLUMNS[name][1] * each)
            left = self.columns[name][1] + _GAP
        self.boxes = [
            box for name in ("origin", "shared", "document") if name in used for box in self._boxes(name)
        ]
        self.tops = self._tops()

    def _boxes(self, column: str) -> list[tuple[str, int, int, list[Words]]]:
        """Column, first and last row, words of each box: one for neighbours that have the same."""
        found: list[tuple[str, int, int, list[Words]]] = []
        for n, row in enumerate(self.rows):
            parts = _BOXED[column](row)
            if found and parts and found[-1][3] == parts and found[-1][2] == n - 1:
                found[-1] = (column, found[-1][1], n, parts)
            elif parts:
                found.append((column, n, n, parts))
        return found

    def _room(self, column: str) -> float:
        left, right = self.columns[column]
        return right - left - (2 * _PAD if column in _BOXED else 0)

    def _tops(self) -> list[float]:
        """A row is as high as its own words; where those of a box need more, its last row gives way."""
        heights = [
            max(_LEAST, height(_claim(row), self._room("claim")) + 14, self._relays(row)[1] + 14)
            for row in self.rows
        ]
        for column, first, last, parts in self.boxes:
            lacking = height(parts, self._room(column)) + 2 * _PAD + 8 - sum(heights[first : last + 1])
            heights[last] += max(lacking, 0)
        tops = [
            8
            + max(
                height([(_COLUMNS[name][0], "step")], end - start)
                for name, (start, end) in self.columns.items()
            )
        ]
        for taken in heights:
            tops.append(tops[-1] + taken)
        return tops

    def _relays(self, row: dict[str, Any]) -> tuple[list[str], float, float]:
        """Lines of the relays of a row, their height and width."""
        if not row["relays"]:
            return [], 0, 0
        lines = wrap(" → ".join(row["relays"]), "sub", self._room("relays"))
        return lines, len(lines) * 15.0, max(width_of(line, "sub") for line in lines)

    def draw(self) -> None:
        for name, (left, right) in self.columns.items():
            write(self.scene, left, 0, [(_COLUMNS[name][0], "step")], right - left)
        for n, row in enumerate(self.rows):
            self._row(row, (self.tops[n] + self.tops[n + 1]) / 2)
        for box in self.boxes:
            self._box(*box)
        self.scene.height = self.tops[-1] + 2

    def _box(self, column: str, first: int, last: int, parts: list[Words]) -> None:
        left, right = self.columns[column]
        top, bottom = self.tops[first] + 4, self.tops[last + 1] - 4
        broken = column == "shared" or (column == "origin" and not self.rows[first]["known"])
        self.scene.rect(left + 1, top, right - left - 2, bottom - top, "boxd" if broken else "box")
        taken = height(parts, self._room(column))
        write(self.scene, left + _PAD, (top + bottom - taken) / 2 - 1, parts, self._room(column))

    def _row(self, row: dict[str, Any], y: float) -> None:
        """The line of a row in its pieces, and the claim at its end."""
        stops, broken = [self.columns["origin"][1]], row["inferred"]
        lines, taken, wide = self._relays(row)
        if lines:
            left = self.columns["relays"][0]
            write(self.scene, left, y - taken / 2, [(" → ".join(row["relays"]), "sub")], self._room("relays"))
            stops += [left - 4, left + wide + 6]
        if row["shared"]:
            stops += list(self.columns["shared"])
        stops.append(self.columns["document"][0])
        kind = "xd" if broken or row["shared"] else "x"
        for start, end in zip(stops[::2], stops[1::2], strict=True):
            self.scene.line(start, y, end - 1, y, kind)
            self.scene.add(Line(((end - 6, y - 4), (end - 1, y), (end - 6, y + 4)), "x"))
        right = self.columns["document"][1]
        self.scene.line(right, y, right + _GAP - 6, y, "x")
        parts = _claim(row)
        spoken = f"{row['counts']}: {quoted(row)}"
        top = y - height(parts, self._room("claim")) / 2 - 1
        write(
            self.scene,
            self.columns["claim"][0],
            top,
            parts,
            self._room("claim"),
            link=row["id"],
            spoken=spoken,
        )


_BOXED: dict[str, Callable[[dict[str, Any]], list[Words]]] = {
    "origin": lambda row: [
        (capital(words) if kind == "label" else words, kind) for words, kind in origin(row) if words
    ],
    "shared": lambda row: [(capital(row["shared"]), "label"), (OURS, "quiet")] if row["shared"] else [],
    "document": lambda row: [(capital(row["document"]), "label")],
}


def told(row: dict[str, Any]) -> str:
    """A chain in words: "GUR → AFP → The Telegraph"; a way that is our inference says so and has broken
    arrows."""
    first = ", ".join(words for words, kind in origin(row) if words and kind != "quiet")
    first += f" ({OURS})" if row["inferred"] else ""
    shared = [f"{row['shared']} ({OURS})"] if row["shared"] else []
    way = " ⇢ " if row["inferred"] or row["shared"] else " → "
    return way.join([first, *row["relays"], *shared, row["document"]])


def _stacked(scene: Scene, rows: list[dict[str, Any]]) -> None:
    """A chain in words with its claims below it; the box before it is broken where no source is named."""
    y, before = 0.0, ""
    for row in rows:
        if told(row) != before:
            before = told(row)
            y += 6 if y else 0
            scene.line(0, y, scene.width, y, "g")
            scene.rect(1, y + 10, _BOX, _BOX, "box" if row["known"] else "boxd")
            y = write(scene, _INDENT, y + 8, [(capital(before), "label")], scene.width - _INDENT)
        y = _listed(scene, row, y + 4)
    scene.height = y + 6


def _listed(scene: Scene, row: dict[str, Any], y: float) -> float:
    """A claim below its chain: the words after the number on one line, where there is room; the y below."""
    (number, kind), *more = [part for part in _claim(row) if part[0]]
    room = scene.width - _INDENT
    below = write(
        scene, _INDENT, y, [(number, kind)], room, link=row["id"], spoken=f"{row['counts']}: {quoted(row)}"
    )
    below = max(below, y + _TOUCH)
    x = _INDENT + width_of(number, kind) + 8
    words = ", ".join(part for part, _ in more)
    if x + width_of(words, "sub") <= scene.width:
        scene.add(Text(x, y + SIZES[kind], words, "sub"))
        return below
    return write(scene, _INDENT, below, [(words, "sub")], room) + 4


def chain_lines(chart: dict[str, Any]) -> list[str]:
    """The rows as lines of plain text."""
    return [
        f"{told(row)}: {NO_NUMBER if row['id'] is None else quoted(row)} ({row['counts']})"
        for row in chart["rows"]
    ]


def chain_rows(chart: dict[str, Any]) -> list[list[Any]]:
    """Headings and cells of the table."""
    rows: list[list[Any]] = [["Counts", "Chain", "Inferred by us"]]
    for row in chart["rows"]:
        ours = row["inferred"] or bool(row["shared"])
        rows.append([coded(row["counts"]), coded(told(row)), coded("yes" if ours else "no")])
    return rows
