"""Days that a page tells of its data as a whole: to which day it reaches, and from when to when a chart's
claims were said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from claimbook.figure import Figure
from claimbook.trace.around import linked_in
from claimbook.trace.days import day_words
from claimbook.trace.reader import Line, is_chart
from claimbook.trace.tree import Node

if TYPE_CHECKING:
    from claimbook.trace.audit import Audit

_THROUGH = re.compile(r"\bdata through $", re.IGNORECASE)
_SAID = re.compile(r"\b(?P<how>said or published|said|published)(?: on)? (?:[^;]* to )?$")


def fault(audit: Audit, line: Line, mark: Node, first: int) -> str | None:
    """What a date should say that tells of the data as a whole; None for any other date, and where it is
    right."""
    before, stamp = line.text[:first], mark.attrs.get("datetime", "")
    home = audit.home(mark) or audit
    if _THROUGH.search(before):
        return _through(audit, home, stamp)
    under = mark.within(lambda node: node.tag == "p" and "under" in node.classes)
    chart = mark.within(is_chart)
    how = _SAID.search(before)
    if under is None or chart is None or how is None:
        return None
    figures = [home.figures.get(name) for name in linked_in(chart.first("tbody"))]
    days = days_of((figure for figure in figures if figure is not None), how["how"])
    ends = {min(days).isoformat(), max(days).isoformat()} if days else {stamp}
    return (
        None
        if stamp in ends
        else f"{day_words(min(days))} or {day_words(max(days))}, when the claims drawn were said or published"
    )


def _through(audit: Audit, home: Audit, stamp: str) -> str | None:
    """The last day of claims that are looked at, the same wherever the page and its index tell it."""
    pages = audit.briefs() if home is audit else [home]
    known = {day.isoformat() for page in pages for day in days_of(page.values.book.values())}
    if stamp not in known:
        return "a day on which a claim that is looked at was said or published"
    if home is audit and len(pages) > 1:
        return None
    told = [node.attrs.get("datetime", "") for node in home.page.root.all("time") if _is_through(node)]
    return None if stamp == max(told, default=stamp) else "the same day as in the rest of the brief"


def _is_through(time: Node) -> bool:
    """Whether a date stands behind "data through"."""
    siblings = time.parent.children
    before = siblings[siblings.index(time) - 1] if siblings.index(time) else ""
    return isinstance(before, str) and _THROUGH.search(before.replace("\u00a0", " ")) is not None


def days_of(figures: Iterable[Figure], how: str = "said or published") -> set[dt.date]:
    """The days on which the claims behind these figures were said, or else published; how: one of both, or
    either."""
    claims = {claim.id: claim for figure in figures for claim in figure.claims}.values()
    said = {claim.stated_on for claim in claims if claim.stated_on}
    published = {claim.published for claim in claims if not claim.stated_on and claim.published}
    return (said if "said" in how else set()) | (published if "published" in how else set())
