"""The data of a chart: as the table below it, and as rows of a download with bound, hedge and source beside
each number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Any

from claimbook.charts.chart import KINDS, Chart
from claimbook.figure.entry import Entries, Entry
from claimbook.words import dates, richtext
from claimbook.words.formula import worked_out
from claimbook.words.safe import csv_cell

DIGITS = 15  # significant ones that a spreadsheet keeps
ENDS = {"low": ROUND_FLOOR, "best": ROUND_HALF_EVEN, "high": ROUND_CEILING}

NUMBER = ("bound", "about", "low", "best", "high", "unit")
# What a download tells of a number besides the number itself.
_FACTS = """
    counts claimant via document paragraph as_printed hedge likelihood as_of stated_on published_from
    published status reliability credibility id kind formula caveats
""".split()

Cell = str | int | Decimal | None


# -- plain values -------------------------------------------------------------------------
def end(exact: str | None, name: str) -> Decimal | None:
    """A stored exact value ("1100", "1/3") in as many digits as a spreadsheet keeps, whole numbers in all of
    theirs.

    name is low, best or high: a stated end is rounded outwards, so that the bound still holds.

    >>> end("1/3", "low")
    Decimal('0.333333333333333')
    """
    if exact is None:
        return None
    value = Fraction(exact)
    if value.denominator == 1:
        return Decimal(value.numerator)
    context = Context(prec=DIGITS, rounding=ENDS[name])
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def facts(entry: Entry) -> dict[str, Cell]:
    """What a download and the workbook say of a figure, by column; None where nothing is stated."""
    about = "yes" if entry.approx or entry.bound == "about" else "no"
    told = dict(entry)
    told |= {name: end(told[name], name) for name in ENDS}
    told |= {
        "figure": entry.text,
        "about": None if entry.bound == "vague" else about,
        "counts": entry.label,
        "formula": entry.formula,
        "caveats": entry.caution,
    }
    return {name: listed(value, name) for name, value in told.items()}


_IN_ORDER = ("via", "relays")  # from the origin on; other lists have no order that counts


def listed(value: Any, head: str) -> Cell:
    """A value in one cell: a list in words, yes or no, a day as ISO, None for what is not stated."""
    if isinstance(value, (list, tuple)):
        return (" > " if head in _IN_ORDER else "; ").join(map(str, value)) or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return None if value == "" else value


# -- the download ------------------------------------------------------------------------
def records(chart: Chart) -> tuple[list[str], list[list[Cell]]]:
    """Headings and rows of a chart's data; a cell that is None is not stated."""
    kind, data = KINDS[chart.kind], chart.to_json()
    columns = ["figure", *NUMBER, *_FACTS] if has_figures(chart) else []
    rows = []
    for row in chart.rows:
        entry = chart.entries.get(row.get("id"))
        told = facts(entry) if entry else {"figure": row.get("text")}  # words in place of a number
        cells = [listed(kind.value(data, row, name), name) for name in kind.fields]
        rows.append([*cells, *map(told.get, columns)])
    return [*kind.fields, *columns], rows


def has_figures(chart: Chart) -> bool:
    """Whether the rows of a chart hold figures; those of dates and of words don't."""
    return "id" in chart.rows[0]


def csv_text(heads: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    """Rows as CSV: values in base units and plain digits, a cell that is blank is not stated."""
    lines = [",".join(heads), *(",".join(csv_cell(_plain(cell)) for cell in row) for row in rows)]
    return "\r\n".join(lines) + "\r\n"


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


# -- the table ---------------------------------------------------------------------------
def data_table(chart: Chart) -> dict[str, Any]:
    """The content of the table below a chart: what is drawn, with claimant, place and date of its figures.

    A column that nothing fills is left out.
    """
    heads, *cells = chart.data_rows()
    if has_figures(chart):
        ids = [row["id"] for row in chart.rows]
        more, told = figure_columns(ids, chart.entries)
        heads = [*heads, *more]
        cells = [[*row, *of_figure] for row, of_figure in zip(cells, told, strict=True)]
    kept = [n for n, _ in enumerate(heads) if n == 0 or any(row[n] for row in cells)]
    # seen by nobody, so without links: a reader by keyboard would come to a place that is not shown
    caption = [{"t": f"Data: {chart.title}", "x": "repeat"}]
    return {
        "caption": caption,
        "columns": [{"label": heads[n]} for n in kept],
        "rows": [[row[n] for n in kept] for row in cells],
    }


def figure_columns(
    ids: Sequence[str | None], entries: Entries
) -> tuple[list[str], list[list[list[richtext.Run] | None]]]:
    """Headings and cells of what a table of figures says of each: the figure, who claims it, where and when.

    Where all is our arithmetic the formula stands instead; where all is printed in one document its
    paragraphs do, as the source line names it.
    """
    claims = [entries[id] for id in ids if id in entries and not entries[id].is_ours]
    one = len({entry.document for entry in claims}) == 1 and all(entry.paragraph for entry in claims)
    heads = ["Figure", "Claimed by", "Paragraph" if one else "Printed in", "As of, or said"]
    heads = heads if claims else ["Figure", "Worked out as"]
    told = [_told(entries[id], entries, one) if id in entries else [None] * len(heads) for id in ids]
    return heads, [cells[: len(heads)] for cells in told]


def _told(entry: Entry, entries: Entries, one: bool) -> list[list[richtext.Run] | None]:
    """The cells of one figure; one: all is printed in one document."""
    figure = [{"t": entry.text, "n": entry.id}]
    if entry.is_ours:
        formula = richtext.coded(worked_out(entry, entries), "formula", entry.id)
        return [figure, formula, richtext.coded("nowhere"), richtext.coded("as its inputs")]
    place = richtext.coded(str(entry.paragraph), "locator", entry.id) if one else richtext.coded(entry.place)
    return [figure, richtext.coded(" via ".join([entry.claimant, *entry.via]).strip()), place, _when(entry)]


def _when(entry: Entry) -> list[richtext.Run] | None:
    """The as-of day; a day of statement or publication is said to be one, never passed off as the other."""
    if entry.as_of or entry.stated_on:
        words = dates.day(entry.as_of) if entry.as_of else f"said {dates.day(entry.stated_on)}"
    else:
        published = dates.when_published(entry.published_from, entry.published)
        words = f"printed {published}" if published else ""
    return richtext.coded(words, "when", entry.id)


# -- for an audit ------------------------------------------------------------------------
def recipe(chart: Chart) -> dict[str, Any]:
    """What a chart is made of besides its words and what its figures say, so that it can be drawn anew."""
    told = {*NUMBER, "text", "approx"}
    rows = [{k: v for k, v in row.items() if not row.get("id") or k not in told} for row in chart.rows]
    return {"kind": chart.kind, "axis": chart.axis, "rows": rows}
