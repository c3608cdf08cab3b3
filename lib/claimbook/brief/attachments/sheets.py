"""What each sheet of the workbook holds: headings and plain cells, with bound and hedge beside each
number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from claimbook.brief.chart_data import NUMBER, Cell, facts, records
from claimbook.brief.context import BriefContext
from claimbook.brief.entries import BOUNDS, hedges, in_one_line
from claimbook.brief.foot import as_json
from claimbook.brief.page import Page
from claimbook.figure.entry import Entries, Entry
from claimbook.words import richtext

_VALUES = "low best high bound about hedge unit id".split()  # beside a column of figures in a table
_NUMBER = ("no", "id", "figure", *NUMBER, "hedge", "counts")
_CLAIM = """
    claimant via document paragraph also_at as_printed as_of stated_on published_from published grade
    reliability credibility grade_note status original original_link echoes suspected_via note row
    ready_to_copy
""".split()
_DERIVED = "statement formula inputs rule meaning ready_to_copy".split()
_READING = {
    "low, best, high": "The ends as they are stated, in the unit beside them, one end a column. A blank is "
    "not stated; it is no zero. best is filled for a single figure alone: no midpoint of a range is ever "
    "made.",
    "bound": "How the figure is bounded: a floor has a low alone, a ceiling a high alone.",
    "about": "yes: the ends themselves are only about.",
    "hedge": "The claimant's words of doubt, or what has to be said beside a figure of ours. It goes "
    "wherever the number goes.",
    "via": "Who passed the claim on, nearest the origin first. A relay is no confirmation.",
    "id, no": "What a number is traced by: its row in Claims or Derived, and its number in the brief.",
    "Sums": "Figures of different claimants, dates or scopes are not added, and none are ranked by a column "
    "alone.",
    "Digits": "A cell holds a limited number of digits; a stated end that has more is rounded outwards, so "
    "that it still holds.",
    "Apostrophe": "Words that begin with an equals sign, a plus, a minus or an at sign have an apostrophe "
    "before them, so that no spreadsheet takes them for a formula; it is no part of the words.",
}


@dataclass(frozen=True)
class Sheet:
    """A sheet of rows under one row of headings. name: as wanted; title, source and note: where they are
    told."""

    name: str
    title: str
    heads: list[str]
    rows: list[list[Cell]]
    source: str = ""
    note: str = ""


def data_sheets(page: Page) -> list[Sheet]:
    """A sheet for each table, one for the data of each chart, then all claims and all derived figures of a
    brief."""
    entries = page.ordered
    sheets = [_table(n, content, entries) for n, content in enumerate(page.contents_of("table"), 1)]
    for n, chart in enumerate(page.charts, 1):
        sheets.append(
            Sheet(f"Chart {n} {chart.title}", chart.title, *records(chart), chart.source, chart.note)
        )
    sheets.append(_entries("Claims", "Every claim that the brief uses", _CLAIM, entries, ours=False))
    return [*sheets, _entries("Derived", "Every figure of our arithmetic", _DERIVED, entries, ours=True)]


def _table(place: int, content: dict[str, Any], entries: Entries) -> Sheet:
    """The table as the brief shows it, and to its right the values of each column that holds figures."""
    title = richtext.to_text(content["caption"])
    heads = [column["label"] for column in content["columns"]]
    rows: list[list[Cell]] = [[_cell(cell) for cell in row] for row in content["rows"]]
    for index, label in enumerate(list(heads)):
        traced = [[run["n"] for run in row[index] or [] if "n" in run] for row in content["rows"]]
        for turn in range(max(map(len, traced), default=0)):
            heads += [f"{label}{f' ({turn + 1})' if turn else ''}: {name}" for name in _VALUES]
            for row, keys in zip(rows, traced, strict=True):
                told = _told(entries[keys[turn]]) if turn < len(keys) else {}
                row += map(told.get, _VALUES)
    return Sheet(f"Table {place} {title}", title, heads, rows)


def _cell(cell: list[richtext.Run] | None) -> Cell:
    """What a cell says: a day as ISO, a paragraph as its number, else the words."""
    if cell is None:
        return None
    words = richtext.to_text(cell)
    if len(cell) == 1 and "d" in cell[0]:
        return cell[0]["d"]
    if len(cell) == 1 and cell[0].get("x") == "locator" and words.isascii() and words.isdigit():
        return int(words)
    return words


def _told(entry: Entry) -> dict[str, Cell]:
    return {**facts(entry), "hedge": hedges(entry)}


def _entries(name: str, title: str, columns: list[str], entries: Entries, ours: bool) -> Sheet:
    """The claims or the figures of ours, a row each."""
    heads, rows = [*_NUMBER, *columns], []
    for number, entry in enumerate(entries.values(), 1):
        told = {
            **_told(entry),
            "no": number,
            "grade": entry.grade or None,
            "statement": ", ".join([f"{entry.text} {entry.base or ''}".strip(), *entry.caveats]),
            "ready_to_copy": in_one_line(entry, entries),
        }
        if entry.is_ours == ours:
            rows.append([told[head] for head in heads])
    return Sheet(name, title, heads, rows)


def opening(page: Page, context: BriefContext) -> list[tuple[str, str]]:
    """The lines of the first sheet: what the brief says and is made from, how to read a bound. "" begins a
    part."""
    entries = page.ordered.values()
    used = {entry.bound for entry in entries}
    blocks = (block for content in page.contents_of("answer") for block in content["blocks"])
    made = [
        ("Answer", next(map(richtext.to_text, blocks), "")),
        ("Data through", str(page.through(context.data_through) or "")),
        ("Data, SHA-256", context.data_sha256),
        *((f"Parameter {name}", as_json(value)) for name, value in context.parameters.items()),
        ("Versions", ", ".join(f"{name} {version}" for name, version in context.versions.items())),
        ("To reproduce", context.command),
    ]
    bounds = [(f"bound: {bound}", words) for bound, words in BOUNDS.items() if bound in used]
    documents = [("", words) for words in dict.fromkeys(entry.document for entry in entries)]
    reading = [("", "How to read it"), *_READING.items(), *bounds, ("", "Documents cited")]
    return [line for line in (*made, *reading, *documents) if line[1]]
