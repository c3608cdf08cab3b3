"""A chart in a brief: heading, two drawings, source, note, its data as a table and as a download."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from claimbook.brief.page import Page, first_value
from claimbook.show import runs as R
from claimbook.show.chart import DESKTOP, PHONE, Chart
from claimbook.show.markup import table_html
from claimbook.show.safe import csv_cell, escape, slug

_COLUMNS = (
    "group", "label", "detail", "figure", "bound", "low", "best", "high", "unit", "counts", "claimant", "via",
    "document", "paragraph", "as_printed", "as_of", "status", "reliability", "credibility", "id", "kind", "formula",
)
_FRACTION_DIGITS = 12


def chart_html(chart: Chart, page: Page) -> str:
    """The figure element of a chart; its numbers are noted on the page."""
    name, heading = page.chart_heading(R.to_html(chart.words("title")))
    sub = f'<p class="under">{R.to_html(chart.words("subtitle"))}</p>' if chart.subtitle else ""
    note = f"<p><b>Note:</b> {R.to_html(chart.words('note'))}</p>" if chart.note else ""
    drawings = chart.svg(f"{name}w", DESKTOP, "wide") + chart.svg(f"{name}p", PHONE, "phone")
    link = f"data:text/csv;charset=utf-8,{quote(csv_text(chart), safe=_UNQUOTED)}"
    made = (
        f'<figure aria-labelledby="{name}">{heading}{sub}{drawings}'
        f'<figcaption><p><b>Source:</b> {R.to_html(chart.words("source"))}</p>{note}</figcaption>'
        f"<details><summary>The data as a table</summary>{table_html(data_table(chart))}</details>"
        f'<p class="get"><a download="{slug(chart.title) or name}.csv" href="{escape(link)}">'
        f'Download the data<span class="sr"> of {escape(chart.title)}</span> (CSV)</a></p></figure>'
    )
    return page.use(made, (name, chart.title))


_UNQUOTED = ",:;/()'!*~"


def data_table(chart: Chart) -> dict[str, Any]:
    """The content of the table below a chart: what is drawn, with claimant, place and date."""
    grouped = any(row["group"] for row in chart.rows)
    heads = ["Row", *(["Group"] if grouped else []), "Figure", "Claimed by", "Printed in", "As of"]
    columns = [{"label": head, **({"right": True} if head == "Figure" else {})} for head in heads]
    rows = []
    for row in chart.rows:
        entry = chart.entries.get(row["id"], {})
        label = ", ".join(words for words in (row["label"], row["sublabel"]) if words)
        group = [_coded(row["group"])] if grouped else []
        figure = None if row["id"] is None else [{"t": row["text"], "n": row["id"]}]
        rows.append([_coded(label), *group, figure, *_facts(entry)])
    return {"caption": [{"t": f"Data: {chart.title}", "x": "title"}], "columns": columns, "rows": rows}


def _facts(entry: dict[str, Any]) -> list[list[R.Run] | None]:
    if entry.get("kind") == "derived":
        return [_coded("our arithmetic"), _coded(entry.get("formula")), _coded("of its inputs")]
    by = " via ".join([first_value(entry, "claimant"), *entry.get("via", [])]).strip()
    place = first_value(entry, "document")
    if entry.get("paragraph") is not None:
        place += f", paragraph {entry['paragraph']}"
    return [_coded(by), _coded(place), _coded(R.iso_day(first_value(entry, "as_of", "stated_on")))]


def _coded(words: Any) -> list[R.Run] | None:
    return [{"t": str(words), "x": "as coded"}] if words else None


def csv_text(chart: Chart) -> str:
    """The data of a chart as CSV: values in base units and plain digits, a cell that is blank is not stated."""
    lines = [",".join(_COLUMNS)]
    for row in chart.rows:
        entry = chart.entries.get(row["id"], {})
        cells = {**entry, **row, "detail": row["sublabel"], "figure": row["text"], "counts": entry.get("label")}
        cells |= {name: _plain(row[name]) for name in ("low", "best", "high")}
        cells |= {"via": " > ".join(entry.get("via", [])), "label": row["label"]}
        lines.append(",".join(csv_cell("" if cells.get(name) is None else cells[name]) for name in _COLUMNS))
    return "\r\n".join(lines) + "\r\n"


def _plain(value: str | None) -> str | None:
    """A stored exact value in plain digits; thirds and the like rounded after twelve places."""
    if value is None or "/" not in value:
        return value
    from fractions import Fraction

    return f"{float(Fraction(value)):.{_FRACTION_DIGITS}f}".rstrip("0").rstrip(".")
