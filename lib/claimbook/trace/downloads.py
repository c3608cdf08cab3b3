"""The CSV of a chart, decoded and held against the figures whose rows it has."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from claimbook.figure import Claim, Figure
from claimbook.show.safe import anchor
from claimbook.trace import rules
from claimbook.trace.excuses import At
from claimbook.trace.numerals import has_number
from claimbook.trace.rules import left
from claimbook.trace.tree import Node, plain

if TYPE_CHECKING:
    from claimbook.trace.audit import Audit

_HEAD = "data:text/csv;charset=utf-8,"
_ENDS = ("low", "best", "high")
_EVENT = {"start": "start", "end": "end", "precision": "date_precision"}  # column -> that of events.csv
_DIGITS = (
    15  # significant ones that a spreadsheet keeps; a value that needs more is rounded, a stated end outwards
)


def csv_faults(href: str, chart: Node, audit: Audit) -> tuple[int, Counter, list[tuple[str, str, str]]]:
    """Cells traced, cells excused by rule, and where a cell differs: place in the file, found, expected."""
    if not href.startswith(_HEAD):
        return 0, Counter(), [("download", href[:40], "a CSV, whose cells can be read")]
    rows = list(csv.reader(io.StringIO(unquote(href.removeprefix(_HEAD)), newline="")))
    if not rows:
        return 0, Counter(), [("download", "nothing", "a row of headings")]
    return _Sheet(rows, chart, audit).looked_at()


class _Sheet:
    """The cells of one download."""

    def __init__(self, rows: list[list[str]], chart: Node, audit: Audit):
        self.heads, self.rows = rows[0], rows[1:]
        self.audit = audit
        table = chart.first("table")
        body = table.first("tbody") if table else None
        self.shown = [row for row in body.children if isinstance(row, Node)] if body else []
        self.traced, self.excused, self.faults = 0, Counter(), []

    def looked_at(self) -> tuple[int, Counter, list[tuple[str, str, str]]]:
        for head in self.heads:
            if has_number(head):
                self.faults.append(("CSV, headings", head, "headings without a number"))
        if len(self.rows) != len(self.shown):
            self.faults.append(("CSV", f"{len(self.rows)} rows", f"{len(self.shown)}, as the table has"))
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.heads):
                self.faults.append((f"CSV, row {number}", f"{len(row)} cells", f"{len(self.heads)}"))
            else:
                self._row(number, dict(zip(self.heads, row, strict=True)))
        return self.traced, self.excused, self.faults

    def _row(self, number: int, cells: dict[str, str]) -> None:
        figure = self.audit.figures.get(anchor(cells["id"])) if cells.get("id") else None
        told = facts_of(figure) if figure is not None else {}
        told |= self._second(number, cells)
        if cells.get("id") and figure is None:
            self._fault(number, "id", cells["id"], "a figure that can be computed anew")
        shown = self.shown[number - 1] if number <= len(self.shown) else None
        at = (
            self.audit.at(shown.first("td", "th"))
            if shown is not None and shown.first("td", "th")
            else At(self.audit.values)
        )
        if figure is not None and figure not in at.figures:
            self._fault(number, "id", cells["id"], "the figure of the same row of the table")
        for head, cell in cells.items():
            if head in told:
                self._compare(number, head, cell, told[head])
            elif cell and has_number(cell):
                self._words(number, head, cell, at)

    def _second(self, number: int, cells: dict[str, str]) -> dict[str, Any]:
        """What a row must say of a further figure, whose columns begin with its name: squares_id,
        squares_low."""
        told: dict[str, Any] = {}
        for name in [head.removesuffix("_id") for head in self.heads if head.endswith("_id")]:
            key = cells[f"{name}_id"]
            figure = self.audit.figures.get(anchor(key)) if key else None
            if key and figure is None:
                self._fault(number, f"{name}_id", key, "a figure that can be computed anew")
            if key and figure is not None:
                told |= {
                    f"{name}_{head}": value
                    for head, value in facts_of(figure).items()
                    if f"{name}_{head}" in self.heads
                }
            if not key:
                told |= {head: None for head in self.heads if head.startswith(f"{name}_")}
        return told

    def _compare(self, number: int, head: str, cell: str, expected: Any) -> None:
        if _same(head, _unquoted(cell), expected):
            if has_number(cell):
                self.traced += 1
            return
        self._fault(number, head, cell, _written(expected) or "a blank")

    def _words(self, number: int, head: str, cell: str, at: At) -> None:
        """Words of the row that the table shows too: label, heading, place, number of squares."""
        words = plain(_unquoted(cell))
        if head in _EVENT:
            events = (
                event
                for event in at.values.everything.events.to_dict("records")
                if plain(event["label"]) in at.row
            )
            fits = any(words == str(event[_EVENT[head]])[:10] for event in events)
        else:
            shown = self.shown[number - 1] if number <= len(self.shown) else None
            fits = any(
                f", {words}, " in f", {made.text()}, " for made in (shown.all("td", "th") if shown else ())
            )
        if fits:
            self.excused[rules.LABEL.name] += 1
            return
        numbers, counts = left(words, At(at.values), (rules.WORDS_OF_DATA, rules.PARAGRAPH, rules.WORD))
        self.excused += counts
        for found in numbers:
            self._fault(number, head, found, "what the same row of the table shows")

    def _fault(self, number: int, head: str, found: str, expected: str) -> None:
        self.faults.append((f"CSV, row {number}, column {head}", found, expected))


def facts_of(figure: Figure) -> dict[str, Any]:
    """What each column on a figure must hold; blank where nothing is stated."""
    about = None if figure.bound == "vague" else "yes" if figure.approx or figure.bound == "about" else "no"
    told = {
        "figure": figure.text(),
        "about": about,
        "bound": figure.bound,
        "unit": figure.unit,
        "counts": figure.counts,
        "id": figure.id,
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
    }
    if not isinstance(figure.lineage, Claim):
        blank = (
            "claimant",
            "via",
            "document",
            "paragraph",
            "as_printed",
            "hedge",
            "as_of",
            "stated_on",
            "published_from",
            "published",
            "status",
            "reliability",
            "credibility",
            "likelihood",
        )
        said = ", ".join(part for part in (figure.base, *figure.caveats) if part)
        told["caveats"] = said or None
        return told | dict.fromkeys(blank) | {"kind": "derived", "formula": figure.lineage.formula}
    claim = figure.lineage
    return told | {
        "claimant": claim.claimant.name,
        "via": " > ".join(voice.name for voice in claim.via),
        "document": claim.document_label,
        "paragraph": claim.paragraph,
        "as_printed": claim.as_printed,
        "hedge": figure.words,
        "likelihood": claim.likelihood,
        "caveats": None,
        "as_of": figure.counted.as_of,
        "stated_on": claim.stated_on,
        "published_from": claim.published_from,
        "published": claim.published,
        "status": claim.status,
        "reliability": claim.claimant.reliability,
        "credibility": claim.credibility,
        "kind": "claim",
        "formula": None,
    }


def _written(expected: Any) -> str:
    return "" if expected is None else plain(str(expected))


def _same(head: str, cell: str, expected: Any) -> bool:
    head = head.rpartition("_")[2] if head.rpartition("_")[2] in _ENDS else head
    if head in _ENDS and expected is not None:
        if not re.fullmatch(r"\d+(\.\d+)?", cell):
            return False
        value, exact = Fraction(cell), Fraction(expected)
        return value == exact or (_is_long(exact) and _rounded(value, exact, head))
    return plain(cell) == _written(expected)


def _is_long(value: Fraction) -> bool:
    """Whether so many plain digits cannot write it: thirds and the like."""
    step = _step(value)
    return (value / step).denominator != 1


def _rounded(value: Fraction, exact: Fraction, head: str) -> bool:
    """Whether a value is the exact one in so many digits, a low end rounded down and a high one up."""
    off = value - exact
    if head == "best":
        return abs(off) <= _step(exact) / 2
    return 0 <= (off if head == "high" else -off) < _step(exact)


def _step(value: Fraction) -> Fraction:
    """The worth of the last significant digit."""
    step = Fraction(10) ** (1 - _DIGITS)
    while abs(value) >= step * 10**_DIGITS:
        step *= 10
    while value and abs(value) < step * 10 ** (_DIGITS - 1):
        step /= 10
    return step


def _unquoted(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if re.match(r"'\s*[=+\-@]", cell) else cell
