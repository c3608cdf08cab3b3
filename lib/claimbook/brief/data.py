"""The data of a chart as rows of a download: plain values, with bound, hedge and source beside each
number."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import Any

from claimbook.brief.context import BriefFault
from claimbook.charts.chart import KINDS, Chart
from claimbook.errors import shown
from claimbook.show.safe import csv_cell

DIGITS = 15  # significant ones that a spreadsheet keeps
ENDS = {"low": ROUND_FLOOR, "best": ROUND_HALF_EVEN, "high": ROUND_CEILING}

# What a download tells of a number, by the keys of its entry, besides the number itself.
_NUMBER = ("bound", "about", "low", "best", "high", "unit")
_FACTS = (
    "counts", "claimant", "via", "document", "paragraph", "as_printed", "hedge", "likelihood", "as_of", "stated_on",  # noqa: E501
    "published_from", "published", "status", "reliability", "credibility", "id", "kind", "formula", "caveats",
)  # fmt: skip
# Of the second number of a row, such as a count of squares: enough to read it, the rest stands under its id.
_SECOND = ("bound", "about", "low", "best", "high", "id", "formula", "caveats")

Cell = str | int | Decimal | None


def end(exact: str | None, name: str) -> Decimal | None:
    """A stored exact value ("1100", "1/3") in as many digits as a spreadsheet keeps.

    name is low, best or high: a stated end is rounded outwards, so that the bound still holds.
    """
    if exact is None:
        return None
    value = Fraction(exact)
    context = Context(prec=DIGITS, rounding=ENDS[name])
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def number(figure: dict[str, Any]) -> dict[str, Cell]:
    """Bound, about, low, best, high and unit of an entry or of a row of a chart; blank where nothing is
    stated.

    Whole numbers keep all their digits, others as many as a spreadsheet does.
    Raises BriefFault for an entry of an earlier version, which tells no ends.
    """
    if figure.get("bound") is None:
        return dict.fromkeys(_NUMBER)
    missing = [name for name in (*ENDS, "approx", "unit") if name not in figure]
    if missing:
        raise BriefFault(
            f"entry {shown(figure.get('id'))}: found no {missing[0]}, expected a notebook that this "
            "version of claimbook executed: run it again"
        )
    about = "yes" if figure["approx"] or figure["bound"] == "about" else "no"
    about = None if figure["bound"] == "vague" else about
    ends: dict[str, Cell] = {name: _whole(figure[name]) or end(figure[name], name) for name in ENDS}
    return {"bound": figure["bound"], "about": about, **ends, "unit": figure["unit"] or None}


def _whole(exact: str | None) -> Decimal | None:
    return Decimal(exact) if exact and "/" not in exact else None


def records(chart: Chart) -> tuple[list[str], list[list[Cell]]]:
    """Headings and rows of a chart's data; a cell that is None is not stated."""
    kind = KINDS[chart.kind]
    data = chart.to_json()
    seconds = [name for name in kind.fields if f"{name}_id" in chart.rows[0]]
    heads = [*kind.fields, *(f"{name}_{fact}" for name in seconds for fact in _SECOND)]
    heads += ["figure", *_NUMBER, *_FACTS] if has_figures(chart) else []
    rows = []
    for row in chart.rows:
        cells = [kind.value(data, row, name) for name in kind.fields]
        cells += [cell for name in seconds for cell in _second(chart, row[f"{name}_id"])]
        rows.append([*cells, *(_facts(chart, row) if has_figures(chart) else [])])
    return heads, [[listed(cell, head) for cell, head in zip(row, heads, strict=True)] for row in rows]


def has_figures(chart: Chart) -> bool:
    """Whether the rows of a chart hold figures; those of dates and of words don't."""
    return "id" in chart.rows[0]


def _facts(chart: Chart, row: dict[str, Any]) -> list[Any]:
    entry = chart.entries.get(row["id"], {})
    told = {**entry, **number(row), "id": row["id"], "counts": entry.get("label"), "caveats": caveats(entry)}
    return [row["text"], *(told.get(name) for name in (*_NUMBER, *_FACTS))]


def _second(chart: Chart, key: str | None) -> list[Any]:
    entry = chart.entries.get(key or "", {})
    told = {**entry, **number(entry), "caveats": caveats(entry)}
    return [told.get(name) for name in _SECOND]


def caveats(entry: dict[str, Any]) -> str | None:
    """What has to be said beside a figure of ours: its base and its caveats; None for a claim, which has its
    hedge."""
    text, statement = str(entry.get("text") or ""), str(entry.get("statement") or "")
    if text and statement.startswith(text):
        return statement.removeprefix(text).lstrip(" ,") or None
    return "; ".join(entry.get("caveats") or []) or None


_IN_ORDER = ("via", "relays")  # from the origin on; other lists have no order that counts


def listed(value: Any, head: str) -> Cell:
    """A value in one cell: a list in words, yes or no, None for what is not stated."""
    if isinstance(value, (list, tuple)):
        return (" > " if head in _IN_ORDER else "; ").join(map(str, value)) or None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value == "" else value


def csv_text(chart: Chart) -> str:
    """The data of a chart as CSV: values in base units and plain digits, a cell that is blank is not
    stated."""
    heads, rows = records(chart)
    lines = [",".join(heads), *(",".join(csv_cell(_plain(cell)) for cell in row) for row in rows)]
    return "\r\n".join(lines) + "\r\n"


def _plain(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
