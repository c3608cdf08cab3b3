"""The index page of a run: each brief with its answer and first chart, failures said plainly."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from claimbook.brief.context import BriefFault
from claimbook.brief.dress import HERE, dressed
from claimbook.brief.layout import over
from claimbook.brief.whole import written
from claimbook.charts.chart import DESKTOP, PHONE, Chart
from claimbook.charts.chart import MIME as CHART
from claimbook.charts.claims import key
from claimbook.errors import shown
from claimbook.show.markup import prose_html
from claimbook.show.prose import MIME as NUMBERS
from claimbook.show.safe import clean, escape
from claimbook.show.spans import day, to_html


@dataclass(frozen=True)
class BriefInfo:
    """What the index tells of one brief.

    title         its heading
    href          its file, relative to the index; "" where there is none
    answer        content of its answer ({"blocks": ..., "bullets": ...}), a Prose, words, or None
    chart         JSON of its first chart, a Chart, or None
    data_through  last day that its data covers, or None
    fault         one line: why it failed; blank: it did not
    kept          nominal day of the run whose brief stands here where it failed now, or None
    news          a Prose that says what changed since the last run, or None
    files         what lies beside it: label and address of each, relative to the index
    """

    title: str
    href: str = ""
    answer: Any = None
    chart: Any = None
    data_through: datetime.date | None = None
    fault: str = ""
    kept: datetime.date | None = None
    news: Any = None
    files: Sequence[tuple[str, str]] = ()


def brief_info(notebook: Any, href: str, title: str, files: Sequence[tuple[str, str]] = ()) -> BriefInfo:
    """The info of a brief that was exported from this notebook node: its first answer, chart and box."""
    answer = chart = through = None
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            chart = chart or data.get(CHART)
            numbers = data.get(NUMBERS, {})
            answer = answer or (numbers.get("content") if numbers.get("role") == "answer" else None)
            through = through or numbers.get("data_through")
    day_through = datetime.date.fromisoformat(through) if through else None
    return BriefInfo(title, href, answer, chart, day_through, files=tuple(files))


def write_index(
    run_folder: str | os.PathLike[str],
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
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(str(HERE / "template")), autoescape=True, trim_blocks=False
    )
    through = [b.data_through for b in briefs if b.data_through]
    made = [_shown(brief, number, max(through, default=None)) for number, brief in enumerate(briefs, 1)]
    news = {brief["news"] for brief in made}
    shared = news.pop() if len(news) == 1 and len(made) > 1 else ""  # what is so of all is told once
    html = environment.get_template("index.html.j2").render(
        title=title,
        over=_safe(
            over(
                "Claimbook",
                *_dated("data through ", max(through, default=None)),
                *_dated("run of ", run_date),
            )
        ),
        failed=[brief for brief in made if brief["fault"]],
        key=_key([chart for brief in briefs if (chart := _chart_of(brief))]),
        news=shared,
        briefs=[{**brief, "news": ""} for brief in made] if shared else made,
    )
    return written(Path(run_folder) / "index.html", f"{dressed(html, 'index.css')}\n".encode())


def _shown(brief: BriefInfo, number: int, through: datetime.date | None) -> dict[str, Any]:
    """What the template sets in for one brief; through: the last day of all, which the head of the page
    tells."""
    if not brief.title.strip():
        raise BriefFault("index: found a brief without a title, expected one")
    for href in (brief.href, *(href for _, href in brief.files)):
        if ":" in href or href.startswith(("/", "\\")):
            raise BriefFault(f"index, {shown(brief.title)}: found {shown(href)}, expected a file of this run")
    return {
        "name": f"brief-{number}",
        "title": clean(brief.title),
        "href": _address(brief),
        "fault": clean(brief.fault),
        "kept": _day(brief.kept),
        "through": _day(brief.data_through, "Data through ") if brief.data_through != through else "",
        "news": _safe(to_html(brief.news.content()["blocks"][0], _address(brief))) if brief.news else "",
        "files": brief.files,
        "answer": _safe(_answer(brief)),
        "chart": _safe(_chart(brief, f"brief-{number}-chart")),
    }


def _dated(words: str, when: datetime.date | None) -> list[list[dict[str, str]]]:
    """Words and a day, as one part of a line; no part where there is no day."""
    return [[{"t": words}, {"t": day(when), "d": when.isoformat()}]] if when else []


def _day(when: datetime.date | None, words: str = "") -> Any:
    """Words and a day, as HTML; "" where there is none."""
    return _safe("".join(map(to_html, _dated(words, when)))) if when else ""


def _address(brief: BriefInfo) -> str:
    """The address of its file: a # or % in the name is a part of the name."""
    return quote(brief.href)


def _answer(brief: BriefInfo) -> str:
    if brief.answer is None:
        return ""
    if isinstance(brief.answer, str):
        return f'<p class="answer">{to_html([{"t": brief.answer, "x": "answer in words"}])}</p>'
    content = brief.answer if isinstance(brief.answer, dict) else brief.answer.content()
    return prose_html(content, "answer", _address(brief))


def _chart_of(brief: BriefInfo) -> Chart | None:
    return (
        brief.chart if brief.chart is None or isinstance(brief.chart, Chart) else Chart.from_json(brief.chart)
    )


_BROKEN = "Dashed or dotted: inferred, estimated or no more than possible."


def _key(charts: Sequence[Chart]) -> str:
    """How the marks are read, told once for all charts of the page, which have no notes of their own
    there."""
    marks = key(row for chart in charts if chart.kind == "bounds" for row in chart.rows)
    return " ".join(
        filter(None, [marks, _BROKEN if any(chart.kind in ("chain", "flow") for chart in charts) else ""])
    )


def _chart(brief: BriefInfo, name: str) -> str:
    """The first chart beside the answer, with the texts that it cannot do without."""
    chart = _chart_of(brief)
    if chart is None:
        return ""
    title, subtitle, source = (
        to_html(chart.words(part), _address(brief)) for part in ("title", "subtitle", "source")
    )
    drawn = chart.svg(f"{name}w", DESKTOP, "wide") + chart.svg(f"{name}p", PHONE, "phone")
    drawn = drawn.replace('href="#n-', f'href="{escape(_address(brief))}#n-')
    return (
        f'<figure aria-labelledby="{name}"><h3 id="{name}">{title}</h3><p class="under">{subtitle}</p>{drawn}'
        f"<figcaption><p><b>Source:</b> {source}</p></figcaption></figure>"
    )


def _safe(html: str) -> Any:
    import markupsafe

    return markupsafe.Markup(html)
