"""The index page of a run: each brief with its answer and first chart, failures said plainly."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from claimbook.brief.context import BriefFault
from claimbook.brief.export import dated, drawings
from claimbook.brief.stylesheet import dressed
from claimbook.brief.templating import environment, macros
from claimbook.charts.chart import MIME as CHART
from claimbook.charts.chart import Chart
from claimbook.charts.claims import key
from claimbook.errors import ClaimbookError, shown
from claimbook.files import PathName, replace_file
from claimbook.words.display import MIME as NUMBERS
from claimbook.words.markup import content_html, runs_html


@dataclass(frozen=True)
class BriefInfo:
    """What the index tells of one brief.

    title         its heading
    href          its file, relative to the index; "" where there is none
    answer        content of its answer ({"blocks": ..., "bullets": ...}) or None
    chart         its first Chart, or None
    data_through  last day that its data covers, or None
    fault         one line: why it failed; blank: it did not
    kept          nominal day of the run whose brief stands here where it failed now, or None
    news          a Prose that says what changed since the last run, or None
    files         what lies beside it: label and address of each, relative to the index
    """

    title: str
    href: str = ""
    answer: Any = None
    chart: Chart | None = None
    data_through: datetime.date | None = None
    fault: str = ""
    kept: datetime.date | None = None
    news: Any = None
    files: Sequence[tuple[str, str]] = ()


def brief_info(notebook: Any, href: str, title: str, files: Sequence[tuple[str, str]] = ()) -> BriefInfo:
    """The info of a brief that was exported from this notebook node: its first answer, chart and box.

    A chart that another version of claimbook made is left out, so that a brief can be kept across versions.
    """
    outputs = [output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", [])]
    numbers = [data[NUMBERS] for data in outputs if NUMBERS in data]
    answers = [made["content"] for made in numbers if made.get("role") == "answer"]
    through = next(filter(None, (made.get("data_through") for made in numbers)), None)
    return BriefInfo(
        title,
        href,
        answers[0] if answers else None,
        next(filter(None, (_readable(data[CHART]) for data in outputs if CHART in data)), None),
        datetime.date.fromisoformat(through) if through else None,
        files=tuple(files),
    )


def _readable(chart: Any) -> Chart | None:
    try:
        return Chart.from_json(chart)
    except ClaimbookError:
        return None


def write_index(
    run_folder: PathName,
    briefs: Sequence[BriefInfo],
    title: str = "Briefs of this run",
    run_date: datetime.date | None = None,
) -> Path:
    """Write index.html into the folder of a run and return its path.

    The page loads nothing. Numbers of an answer link to their entry in the
    brief. Equal briefs give equal bytes. Raises BriefFault for a brief
    without title and one with an address that leaves the folder; OSError
    where the file cannot be written.
    """
    through = max((brief.data_through for brief in briefs if brief.data_through), default=None)
    made = [_shown(brief, number, through) for number, brief in enumerate(briefs, 1)]
    news = {brief["news"] for brief in made}
    shared = news.pop() if len(news) == 1 and len(made) > 1 else ""  # what is so of all is told once
    over = [[{"t": "Claimbook"}], *dated("data through ", through), *dated("run of ", run_date)]
    template = environment().get_template("index.html.j2")
    html = template.render(
        title=title,
        over=macros("page.html.j2").over(over),
        failed=[brief for brief in made if brief["fault"]],
        key=_key([brief.chart for brief in briefs if brief.chart]),
        news=shared,
        briefs=made,
    )
    return replace_file(Path(run_folder) / "index.html", f"{dressed(html, 'index.css')}\n".encode())


def _shown(brief: BriefInfo, number: int, through: datetime.date | None) -> dict[str, Any]:
    """What the template sets in for one brief; through: the last day of all, which the head of the page
    tells."""
    if not brief.title.strip():
        raise BriefFault("index: found a brief without a title, expected one")
    for href in (brief.href, *(href for _, href in brief.files)):
        if ":" in href or href.startswith(("/", "\\")):
            raise BriefFault(f"index, {shown(brief.title)}: found {shown(href)}, expected a file of this run")
    small, chart = macros("chart.html.j2").small, f"brief-{number}-chart"
    base = quote(brief.href)  # a # or % in the name is a part of the name
    return {
        **vars(brief),
        "name": f"brief-{number}",
        "href": base,
        "kept": _line("", brief.kept),
        "through": _line("Data through ", brief.data_through) if brief.data_through != through else "",
        "news": runs_html(brief.news.content()["blocks"][0], base) if brief.news else "",
        "answer": content_html("answer", brief.answer, base) if brief.answer else "",
        "chart": small(brief.chart, chart, drawings(brief.chart, chart, base), base) if brief.chart else "",
    }


def _line(words: str, when: datetime.date | None) -> Markup:
    return Markup().join(runs_html(part) for part in dated(words, when))


_BROKEN = "Dashed or dotted: inferred, estimated or no more than possible."


def _key(charts: Sequence[Chart]) -> str:
    """How the marks are read, told once for all charts of the page, which have no notes of their own
    there."""
    marks = key(row for chart in charts if chart.kind == "bounds" for row in chart.rows)
    broken = _BROKEN if any(chart.kind in ("chain", "flow") for chart in charts) else ""
    return " ".join(filter(None, [marks, broken]))
