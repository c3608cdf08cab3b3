"""A chart in a brief: heading, two drawings, source, note, its data as a table and as a download."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from claimbook.brief.page import Page, first_value
from claimbook.show import spans as R
from claimbook.show.charts.chart import DESKTOP, PHONE, Chart
from claimbook.show.charts.kinds import KINDS
from claimbook.show.formula import worked_out
from claimbook.show.markup import table_html
from claimbook.show.safe import csv_cell, escape, slug

_FACTS = (
    "figure", "bound", "low", "best", "high", "unit", "counts", "claimant", "via",
    "document", "paragraph", "as_printed", "hedge", "as_of", "stated_on", "published", "status", "reliability", "credibility", "id", "kind", "formula",
)
_FRACTION_DIGITS = 12


def chart_html(chart: Chart, page: Page) -> str:
    """The figure element of a chart with its data below it; its numbers are noted on the page.

    The data stands outside of the figure: on paper the figure is kept on one page, its table may go on.
    """
    name, heading = page.chart_heading(R.to_html(chart.words("title")))
    sub = f'<p class="under">{R.to_html(chart.words("subtitle"))}</p>' if chart.subtitle else ""
    note = f"<p><b>Note:</b> {R.to_html(chart.words('note'))}</p>" if chart.note else ""
    drawings = chart.svg(f"{name}w", DESKTOP, "wide") + chart.svg(f"{name}p", PHONE, "phone")
    link = f"data:text/csv;charset=utf-8,{quote(csv_text(chart), safe=_UNQUOTED)}"
    made = (
        f'<div class="chart"><figure aria-labelledby="{name}">{heading}{sub}{drawings}'
        f'<figcaption><p><b>Source:</b> {R.to_html(chart.words("source"))}</p>{note}</figcaption></figure>'
        f"<details><summary>The data as a table</summary>{table_html(data_table(chart))}</details>"
        f'<p class="get"><a download="{slug(chart.title) or name}.csv" href="{escape(link)}">'
        f'Download the data<span class="sr"> of {escape(chart.title)}</span> (CSV)</a></p></div>'
    )
    return page.use(made, (name, chart.title))


_UNQUOTED = ",:;/()'!*~"


def data_table(chart: Chart) -> dict[str, Any]:
    """The content of the table below a chart: what is drawn, with claimant, place and date of its figures."""
    heads, *cells = chart.data_rows()
    if _has_figures(chart):
        heads = [*heads, "Figure", "Claimed by", "Printed in", "As of, or said"]
        cells = [[*row, *_told(chart, data)] for row, data in zip(cells, chart.rows, strict=True)]
    columns = [{"label": head} for head in heads]
    return {"caption": [{"t": f"Data: {chart.title}", "x": "title"}], "columns": columns, "rows": cells}


def _has_figures(chart: Chart) -> bool:
    return "id" in chart.rows[0]


def _told(chart: Chart, row: dict[str, Any]) -> list[list[R.Run] | None]:
    figure = None if row["id"] is None else [{"t": row["text"], "n": row["id"]}]
    return [figure, *_facts(chart.entries.get(row["id"], {}), chart.entries)]


def _facts(entry: dict[str, Any], entries: dict[str, dict]) -> list[list[R.Run] | None]:
    if entry.get("kind") == "derived":
        return [R.coded(worked_out(entry, entries)), R.coded("nowhere"), R.coded("as its inputs")]
    by = " via ".join([first_value(entry, "claimant"), *entry.get("via", [])]).strip()
    place = first_value(entry, "document")
    if entry.get("paragraph") is not None:
        place += f", paragraph {entry['paragraph']}"
    return [R.coded(by), R.coded(place), R.coded(_when(entry))]


def _when(entry: dict[str, Any]) -> str:
    """The as-of day; a day of statement or publication is said to be one, never passed off as the other."""
    for name, words in (("as_of", ""), ("stated_on", "said "), ("published", "printed ")):
        if entry.get(name):
            return words + R.iso_day(entry[name])
    return ""


def csv_text(chart: Chart) -> str:
    """The data of a chart as CSV: values in base units and plain digits, a cell that is blank is not stated."""
    fields = KINDS[chart.kind].fields
    facts = _FACTS if _has_figures(chart) else ()
    lines = [",".join((*fields, *facts))]
    for row in chart.rows:
        cells = [*(_listed(row[key]) for key in fields.values()), *_fact_cells(chart, row, facts)]
        lines.append(",".join(csv_cell(cell) for cell in cells))
    return "\r\n".join(lines) + "\r\n"


def _fact_cells(chart: Chart, row: dict[str, Any], facts: tuple[str, ...]) -> list[Any]:
    if not facts:
        return []
    entry = chart.entries.get(row["id"], {})
    cells = {**entry, **row, "figure": row["text"], "counts": entry.get("label"), "via": entry.get("via", [])}
    cells |= {name: _plain(row[name]) for name in ("low", "best", "high")}
    return [_listed(cells.get(name)) for name in facts]


def _listed(value: Any) -> Any:
    """A value in one cell: a list in its order, yes or no, "" for what is not stated."""
    if isinstance(value, (list, tuple)):
        return " > ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else value


def _plain(value: str | None) -> str | None:
    """A stored exact value in plain digits; thirds and the like rounded after twelve places."""
    if value is None or "/" not in value:
        return value
    from fractions import Fraction

    return f"{float(Fraction(value)):.{_FRACTION_DIGITS}f}".rstrip("0").rstrip(".")
