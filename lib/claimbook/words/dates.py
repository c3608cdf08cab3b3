"""Days in words: of one day, of a span of days, of a document's publication."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from claimbook.figure.wording import MONTHS
from claimbook.figure.wording import day_words as day
from claimbook.words.richtext import Run, runs_of

_ISO = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")


def span(start: dt.date, end: dt.date) -> list[Run]:
    """From one day to another in words, as short as they can be: "14 to 15 December 2024", "October 2024".

    >>> to_text(span(dt.date(2024, 10, 1), dt.date(2024, 10, 31)))
    'October 2024'
    """
    if start == end:
        return runs_of(start, "date")
    if whole := _month_or_year(start, end):
        return [{"t": whole[0], "d": whole[1]}]
    first = {"t": _without_repeats(start, end), "d": start.isoformat()}
    return [first, {"t": " to "}, *runs_of(end, "date")]


def when_published(first: dt.date | None, last: dt.date | None) -> str:
    """When a document was published, of which a first and a last possible day are known: "on 19 December
    2024", "on 20 or 21 December 2024", "between 3 and 30 November 2024", "in December 2024", "in 2011".

    Without a first day the last one is the day itself; blank where none is known.
    """
    return " ".join(published_within(first, last)).strip()


def published_within(first: dt.date | None, last: dt.date | None) -> tuple[str, str]:
    """The same in its two parts: ("in", "December 2024"); blanks where no day is known."""
    if last is None:
        return "", ""
    if first is None or first >= last:
        return "on", day(last)
    if whole := _month_or_year(first, last):
        return "in", whole[0]
    how, joint = ("on", "or") if (last - first).days == 1 else ("between", "and")
    return how, f"{_without_repeats(first, last)} {joint} {day(last)}"


def _month_or_year(start: dt.date, end: dt.date) -> tuple[str, str] | None:
    """A whole month or year in words and as ISO 8601 writes it; None for any other span."""
    ends_month = end.day == calendar.monthrange(end.year, end.month)[1]
    if start.day != 1 or start.year != end.year or not ends_month:
        return None
    if start.month == end.month:
        return f"{MONTHS[start.month - 1]} {start.year}", start.isoformat()[:7]
    return (str(start.year), f"{start.year:04}") if (start.month, end.month) == (1, 12) else None


def _without_repeats(start: dt.date, end: dt.date) -> str:
    """The first day in words, without the month and the year that follow with the last day."""
    kept = 1 if start.replace(day=1) == end.replace(day=1) else 2 if start.year == end.year else 3
    return " ".join(day(start).split()[:kept])


def days_in_words(text: str) -> str:
    """A reason of the selection with its ISO dates written out."""
    return _ISO.sub(lambda match: day(dt.date.fromisoformat(match[0])), text)
