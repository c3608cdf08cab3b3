"""A chart in a brief: heading, two drawings, source, note, its data as a table and as a download."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from claimbook.brief.data import csv_text, has_figures
from claimbook.brief.page import Page, first_value
from claimbook.charts.chart import DESKTOP, PHONE, Chart
from claimbook.show import spans as R
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
        f"<figcaption><p><b>Source:</b> {R.to_html(chart.words('source'))}</p>{note}</figcaption></figure>"
        f"<details><summary>The data as a table</summary>{table_html(data_table(chart))}</details>"
        f'<p class="get"><a download="{slug(chart.title) or name}.csv" href="{escape(link)}">'
        f'Download the data<span class="sr"> of {escape(chart.title)}</span> (CSV)</a></p></div>'
    )
    return page.use(made, (name, chart.title))


_UNQUOTED = ",:;/()'!*~"


def data_table(chart: Chart) -> dict[str, Any]:
    """The content of the table below a chart: what is drawn, with claimant, place and date of its figures.

    Where all is our arithmetic the formula stands instead; where all is printed in one document its
    paragraphs
    do, as the source line names it. A column that nothing fills is left out.
    """
    heads, *cells = chart.data_rows()
    if has_figures(chart):
        entries = [chart.entries.get(row["id"], {}) for row in chart.rows]
        columns = _columns(entries, chart.entries)
        heads = [*heads, "Figure", *columns]
        told = zip(cells, chart.rows, entries, strict=True)
        cells = [
            [*row, _figure(data), *(tell(entry) for tell in columns.values())] for row, data, entry in told
        ]
    kept = [n for n, _ in enumerate(heads) if n == 0 or any(row[n] for row in cells)]
    # seen by nobody, so without links: a reader by keyboard would come to a place that is not shown
    caption = [{"t": f"Data: {chart.title}", "x": "caption"}]
    return {
        "caption": caption,
        "columns": [{"label": heads[n]} for n in kept],
        "rows": [[row[n] for n in kept] for row in cells],
    }


def _figure(row: dict[str, Any]) -> list[R.Run] | None:
    return None if row["id"] is None else [{"t": row["text"], "n": row["id"]}]


def _columns(
    entries: list[dict[str, Any]], known: dict[str, dict]
) -> dict[str, Callable[[dict[str, Any]], list[R.Run] | None]]:
    """Heading -> what the cell of an entry says."""
    stated = [entry for entry in entries if entry]
    if all(entry.get("kind") == "derived" for entry in stated):
        return {"Worked out as": lambda entry: R.coded(worked_out(entry, known)) if entry else None}
    claims = [entry for entry in stated if entry.get("kind") != "derived"]
    one = len({first_value(entry, "document") for entry in claims}) == 1 and all(
        entry.get("paragraph") for entry in claims
    )
    place = {"Paragraph": _paragraph} if one else {"Printed in": _place}
    return {"Claimed by": lambda entry: _by(entry, known), **place, "As of, or said": _when}


def _by(entry: dict[str, Any], known: dict[str, dict]) -> list[R.Run] | None:
    if entry.get("kind") == "derived":
        return R.coded(worked_out(entry, known))
    return R.coded(" via ".join([first_value(entry, "claimant"), *entry.get("via", [])]).strip())


def _place(entry: dict[str, Any]) -> list[R.Run] | None:
    if entry.get("kind") == "derived":
        return R.coded("nowhere")
    place = first_value(entry, "document")
    return R.coded(
        place + (f", paragraph {entry['paragraph']}" if entry.get("paragraph") is not None else "")
    )


def _paragraph(entry: dict[str, Any]) -> list[R.Run] | None:
    if entry.get("kind") == "derived":
        return R.coded("nowhere")
    return [{"t": str(entry["paragraph"]), "x": "paragraph"}] if entry else None


def _when(entry: dict[str, Any]) -> list[R.Run] | None:
    """The as-of day; a day of statement or publication is said to be one, never passed off as the other."""
    if entry.get("kind") == "derived":
        return R.coded("as its inputs")
    for name, words in (("as_of", ""), ("stated_on", "said ")):
        if entry.get(name):
            return R.coded(words + R.iso_day(entry[name]))
    published = entry.get("published")
    return (
        R.coded(f"printed {R.when_published(entry.get('published_from'), published)}") if published else None
    )
