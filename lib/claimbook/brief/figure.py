"""A chart in a brief: heading, two drawings, source, note, its data as a table and as a download."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from claimbook.brief.data import csv_text, has_figures
from claimbook.brief.page import Page, first_value
from claimbook.show import spans as R
from claimbook.show.charts.chart import DESKTOP, PHONE, Chart
from claimbook.show.formula import worked_out
from claimbook.show.markup import table_html
from claimbook.show.safe import escape, slug


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
    if has_figures(chart):
        heads = [*heads, "Figure", "Claimed by", "Printed in", "As of, or said"]
        cells = [[*row, *_told(chart, data)] for row, data in zip(cells, chart.rows, strict=True)]
    columns = [{"label": head} for head in heads]
    # seen by nobody, so without links: a reader by keyboard would come to a place that is not shown
    caption = [{"t": f"Data: {chart.title}", "x": "caption"}]
    return {"caption": caption, "columns": columns, "rows": cells}


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
    for name, words in (("as_of", ""), ("stated_on", "said ")):
        if entry.get(name):
            return words + R.iso_day(entry[name])
    return f"printed {R.when_published(entry.get('published_from'), entry['published'])}" if entry.get("published") else ""
