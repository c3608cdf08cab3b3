"""The exporter: one executed notebook in, one HTML file out."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from claimbook.brief.chart_data import csv_text, data_table, recipe, records
from claimbook.brief.context import BriefContext, BriefFault, reading
from claimbook.brief.entries import appendix_html
from claimbook.brief.foot import as_json, foot_html
from claimbook.brief.notebook import page_of
from claimbook.brief.page import Block, Drawn, Page, Words
from claimbook.brief.stylesheet import dressed
from claimbook.brief.templating import macros
from claimbook.charts.chart import DESKTOP, PHONE, Chart
from claimbook.files import PathName, replace_file
from claimbook.parameters import parameters_of
from claimbook.words.markup import content_html
from claimbook.words.richtext import Excused, Run, runs_of
from claimbook.words.safe import slug

LEAST_SECTIONS = 3  # fewer need no list of contents
_UNQUOTED = ",:;/()'!*~"


def export(notebook: Any, out_path: PathName, context: BriefContext) -> Path:
    """Write an executed notebook as one self-contained HTML file and return its path.

    notebook  path of an .ipynb file, or a notebook node of nbformat
    out_path  the HTML file; it is replaced in one step, and not touched where the export fails
    context   what the foot of the page tells

    Equal notebook and context give equal bytes. Raises BriefFault where a
    cell failed or did not run, and where a chart or number is not fit for a
    reader; OSError where the file cannot be written.

    >>> export("runs/01-casualties.ipynb", "01-casualties.html", BriefContext("How many?"))
    PosixPath('01-casualties.html')
    """
    html = html_of(_read(notebook), context)
    return replace_file(Path(out_path), html.encode())


def html_of(notebook: Any, context: BriefContext) -> str:
    """The brief of a notebook node as text; errors as `export`."""
    return page_html(page_of(notebook, context), context, parameters_of(notebook))


def _read(notebook: Any) -> Any:
    if not isinstance(notebook, (str, os.PathLike)):
        return notebook
    import nbformat

    try:
        return nbformat.read(notebook, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, UnicodeError, FileNotFoundError) as fault:
        found = f"{os.fspath(notebook)}: found no notebook"
        raise BriefFault(f"{found}, expected an executed .ipynb file") from fault


def page_html(page: Page, context: BriefContext, parameters: dict[str, Any]) -> str:
    """The whole file of a page, with its style and policy."""
    appendix = appendix_html(page.groups, page.uses)
    over = [[{"t": "Claimbook brief"}], *_through(page.through(context.data_through), context.run_date)]
    over += [[{"t": "each figure leads to its source"}]] if appendix else []
    made = macros("page.html.j2").page(
        title=context.title,
        parameters=as_json(parameters),
        heading=page.title or context.title,
        over=macros("page.html.j2").over(over),
        body=_body(page, bool(appendix)),
        appendix=appendix,
        foot=foot_html(context, page.ordered),
    )
    return dressed(str(made).strip())


def _through(through: dt.date | None, run_date: dt.date | None) -> list[list[Run]]:
    """The last day that the data covers; the day of the run, and how old the data is then."""
    made = dated("data through ", through) + dated("run of ", run_date)
    days = (run_date - through).days if run_date and through else 0
    if days > 0:
        words = f"{days:,} {'day' if days == 1 else 'days'}"
        age = Excused(words, "age", f"{through} {run_date}").run()
        made[-1] += [{"t": ", "}, age, {"t": " later"}]
    return made


def dated(words: str, day: dt.date | None) -> list[list[Run]]:
    """Words and a day, as one part of a line; no part where there is no day."""
    return [[{"t": words}, *runs_of(day, words)]] if day else []


def _body(page: Page, has_numbers: bool) -> Markup:
    """The blocks in their order."""
    contents = [*page.contents, *([("numbers", "Where each number comes from")] if has_numbers else [])]
    contents += [("made", "How this brief was made")]
    first = next((block for block in page.blocks if isinstance(block, Words) and block.section), None)
    blocks = [{"html": block_html(block, page), "opens": block is first} for block in page.blocks]
    changes = block_html(page.changes, page) if page.changes else ""
    return macros("page.html.j2").body(
        changes, blocks, contents if len(page.contents) >= LEAST_SECTIONS else []
    )


def block_html(block: Block, page: Page) -> Markup:
    """A block of a page. Raises BriefFault for content that cannot be read."""
    if isinstance(block, Words):
        return block.html
    with reading(block.where):
        if isinstance(block, Drawn):
            return chart_html(block, page.positions)
        return content_html(block.role, block.content, "", page.positions, block.label)


def chart_html(block: Drawn, positions: dict[str, int]) -> Markup:
    """A chart: heading, two drawings, source, note, its data as a table and as a download."""
    chart, name = block.chart, block.name
    return macros("chart.html.j2").chart(
        chart,
        name,
        block.level,
        drawings=drawings(chart, name),
        data=data_table(chart),
        label=block.label,
        file=slug(chart.title) or name,
        recipe=htmlsafe_json_dumps(recipe(chart), sort_keys=True, separators=(",", ":")),
        csv=quote(csv_text(*records(chart)), safe=_UNQUOTED),
        positions=positions,
    )


def drawings(chart: Chart, name: str, base: str = "") -> Markup:
    """A chart for a desk and for a phone, of which a page shows one; its numbers link to `base#n-ID`."""
    return Markup(chart.svg(f"{name}w", DESKTOP, "wide", base) + chart.svg(f"{name}p", PHONE, "phone", base))
