"""How a page is laid out: the parts that the template sets into place."""

from __future__ import annotations

import datetime
import json
from typing import Any

from claimbook.brief.context import BriefContext
from claimbook.show.safe import escape
from claimbook.show.spans import iso_day, to_html

LEAST_SECTIONS = 3  # fewer need no list of contents


def parts(brief: dict[str, Any], context: BriefContext) -> dict[str, str]:
    """What the template sets into place, each piece escaped already."""
    from claimbook.brief.appendix import appendix_html, foot_html

    page = brief["page"]
    appendix = appendix_html(page)
    through = context.data_through.isoformat() if context.data_through else page.data_through
    return {
        "title": escape(context.title),
        # what `claimbook trace` needs to compute each number anew from the data
        "parameters": escape(
            json.dumps(brief["parameters"], ensure_ascii=False, sort_keys=True, default=str)
        ),
        "heading": page.title_html or escape(context.title),
        "over": over(
            "Claimbook brief",
            *_through(through, context.run_date),
            "each figure leads to its source" if appendix else "",
        ),
        "body": page.numbered(_body(brief["blocks"], page, bool(appendix))),
        "appendix": appendix,
        "foot": foot_html(page, context),
    }


def over(*parts: str | list[dict[str, str]]) -> str:
    """The line above the title: parts that stay whole, the dot between two of them at the end of a line,
    never at its start."""
    told = [to_html([{"t": part}] if isinstance(part, str) else part) for part in parts if part]
    return " ".join(f"<span>{part}\u00a0·</span>" for part in told[:-1]) + f" <span>{told[-1]}</span>" * bool(
        told
    )


def _through(through: str, run_date: datetime.date | None) -> list[list[dict[str, str]]]:
    """The last day that the data covers; the day of the run, and how old the data is then."""
    made = [[{"t": "data through "}, {"t": iso_day(through), "d": through}]] if through else []
    if run_date:
        run = run_date.isoformat()
        days = (run_date - datetime.date.fromisoformat(through)).days if through else 0
        age = [
            {"t": ", "},
            {"t": f"{days:,} {'day' if days == 1 else 'days'}", "x": "days between the two dates"},
            {"t": " later"},
        ]
        made.append([{"t": "run of "}, {"t": iso_day(run), "d": run}, *(age if days > 0 else [])])
    return made


def _body(blocks: list[tuple[str, str]], page: Any, has_numbers: bool) -> str:
    """The blocks in order, the list of contents before the first heading of the notebook's own."""
    contents = _contents(page, has_numbers)
    made = []
    for kind, html in blocks:
        if contents and kind == "markdown" and "<h2 " in html:
            before, heading, after = html.partition("<h2 ")
            html, contents = f"{before}{contents}{heading}{after}", ""
        made.append(
            f'<section class="changes" aria-label="What changed">{html}</section>'
            if kind == "changes"
            else html
        )
    return "\n".join(made)


def _contents(page: Any, has_numbers: bool) -> str:
    if len(page.contents) < LEAST_SECTIONS:
        return ""
    last = [("numbers", "Where each number comes from")] if has_numbers else []
    items = "".join(
        f'<li><a href="#{name}">{inner}</a></li>'
        for name, inner in [*page.contents, *last, ("made", "How this brief was made")]
    )
    return f'<nav aria-label="Contents"><ul>{items}</ul></nav>'
