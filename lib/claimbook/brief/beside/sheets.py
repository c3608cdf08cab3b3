"""What each sheet of the workbook holds: headings and plain cells, with bound and hedge beside each
number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from claimbook.brief.appendix import BOUNDS
from claimbook.brief.beside.contents import Contents
from claimbook.brief.context import BriefContext
from claimbook.brief.data import Cell, caveats, listed, number, records
from claimbook.brief.page import first_value
from claimbook.brief.quotation import in_one_line
from claimbook.charts.chart import Chart
from claimbook.show import spans as R

_VALUES = (
    "low",
    "best",
    "high",
    "bound",
    "about",
    "hedge",
    "unit",
    "id",
)  # beside a column of figures in a table
_NUMBER = ("bound", "about", "low", "best", "high", "unit", "hedge")
_CLAIM = (
    "no", "id", "figure", *_NUMBER, "counts", "claimant", "via", "document", "paragraph", "also_at", "as_printed",  # noqa: E501
    "as_of", "stated_on", "published_from", "published", "grade", "reliability", "credibility", "grade_note", "status", "original",  # noqa: E501
    "original_link", "echoes", "suspected_via", "note", "row", "ready_to_copy",
)  # fmt: skip
_DERIVED = (
    "no", "id", "figure", *_NUMBER, "counts", "statement", "formula", "inputs", "rule", "meaning", "ready_to_copy",  # noqa: E501
)  # fmt: skip
_READING = (
    ("low, best, high", "The ends as they are stated, in the unit beside them, one end a column. A blank is not "  # noqa: E501
     "stated; it is no zero. best is filled for a single figure alone: no midpoint of a range is ever made."),
    ("bound", "How the figure is bounded: a floor has a low alone, a ceiling a high alone."),
    ("about", "yes: the ends themselves are only about."),
    ("hedge", "The claimant's words of doubt, or what has to be said beside a figure of ours. It goes wherever the "  # noqa: E501
     "number goes."),
    ("via", "Who passed the claim on, nearest the origin first. A relay is no confirmation."),
    ("id, no", "What a number is traced by: its row in Claims or Derived, and its number in the brief."),
    ("Sums", "Figures of different claimants, dates or scopes are not added, and none are ranked by a column alone."),  # noqa: E501
    ("Digits", "A cell holds a limited number of digits; a stated end that has more is rounded outwards, so that it "  # noqa: E501
     "still holds."),
    ("Apostrophe", "Words that begin with an equals sign, a plus, a minus or an at sign have an apostrophe before "  # noqa: E501
     "them, so that no spreadsheet takes them for a formula; it is no part of the words."),
)  # fmt: skip


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


def data_sheets(brief: Contents) -> list[Sheet]:
    """A sheet for each table, one for the data of each chart, then all claims and all derived figures of a
    brief."""
    sheets = [_table(n, content, brief.entries) for n, content in enumerate(brief.tables, 1)]
    sheets += [_chart(n, chart) for n, chart in enumerate(brief.charts, 1)]
    numbered = list(enumerate(brief.entries.values(), 1))
    claims = [
        _row(_CLAIM, n, entry, brief.entries) for n, entry in numbered if entry.get("kind") != "derived"
    ]
    ours = [
        _row(_DERIVED, n, entry, brief.entries) for n, entry in numbered if entry.get("kind") == "derived"
    ]
    sheets.append(Sheet("Claims", "Every claim that the brief uses", list(_CLAIM), claims))
    return [*sheets, Sheet("Derived", "Every figure of our arithmetic", list(_DERIVED), ours)]


def _chart(place: int, chart: Chart) -> Sheet:
    heads, rows = records(chart)
    return Sheet(f"Chart {place} {chart.title}", chart.title, heads, rows, chart.source, chart.note)


def _table(place: int, content: dict[str, Any], entries: dict[str, dict]) -> Sheet:
    """The table as the brief shows it, and to its right the values of each column that holds figures."""
    title = R.to_text(content["caption"])
    heads = [column["label"] for column in content["columns"]]
    rows: list[list[Cell]] = [[_cell(cell) for cell in row] for row in content["rows"]]
    for index, label in enumerate(list(heads)):
        traced = [[run["n"] for run in row[index] or [] if "n" in run] for row in content["rows"]]
        for turn in range(max(map(len, traced), default=0)):
            heads += [f"{label}{f' ({turn + 1})' if turn else ''}: {name}" for name in _VALUES]
            for row, keys in zip(rows, traced, strict=True):
                row += _values(entries[keys[turn]]) if turn < len(keys) else [None] * len(_VALUES)
    return Sheet(f"Table {place} {title}", title, heads, rows)


def _cell(cell: list[R.Run] | None) -> Cell:
    """What a cell says: a day as ISO, a paragraph as its number, else the words."""
    if cell is None:
        return None
    words = R.to_text(cell)
    if len(cell) == 1 and "d" in cell[0]:
        return cell[0]["d"]
    if len(cell) == 1 and cell[0].get("x") == "paragraph" and words.isascii() and words.isdigit():
        return int(words)
    return words


def _values(entry: dict[str, Any]) -> list[Cell]:
    told = {**number(entry), "hedge": hedges(entry), "id": entry["id"]}
    return [told[name] for name in _VALUES]


def hedges(entry: dict[str, Any]) -> str | None:
    """Whatever makes a number doubtful: hedge and likelihood as printed, or base and caveats of our
    arithmetic."""
    words = [first_value(entry, "hedge"), first_value(entry, "likelihood"), caveats(entry)]
    return "; ".join(filter(None, words)) or None


def _row(
    heads: tuple[str, ...], position: int, entry: dict[str, Any], entries: dict[str, dict]
) -> list[Cell]:
    grade = first_value(entry, "reliability") + first_value(entry, "credibility")
    told = {
        **entry,
        **number(entry),
        "no": position,
        "figure": first_value(entry, "text"),
        "counts": entry.get("label"),
        "hedge": hedges(entry),
        "grade": grade,
        "ready_to_copy": in_one_line(entry, entries),
    }
    return [listed(told.get(name), name) for name in heads]


def opening(brief: Contents, context: BriefContext) -> list[tuple[str, str]]:
    """The lines of the first sheet: what the brief says and is made from, how to read a bound. "" begins a
    part."""
    used = {entry.get("bound") for entry in brief.entries.values()}
    made = [
        ("Answer", brief.answer),
        ("Data through", brief.through),
        ("Data, SHA-256", context.data_sha256),
        *((f"Parameter {name}", _json(value)) for name, value in context.parameters.items()),
        ("Versions", ", ".join(f"{name} {version}" for name, version in context.versions.items())),
        ("To reproduce", context.command),
    ]
    reading = [*_READING, *((f"bound: {bound}", words) for bound, words in BOUNDS.items() if bound in used)]
    cited = dict.fromkeys(first_value(entry, "document") for entry in brief.entries.values())
    return [
        *_filled(made),
        ("", "How to read it"),
        *reading,
        ("", "Documents cited"),
        *_filled(("", words) for words in cited),
    ]


def _filled(lines: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [line for line in lines if line[1]]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
