"""Spans of days in words."""

from __future__ import annotations

import calendar
import datetime as dt

from claimbook.words import spans

MONTHS = tuple(spans.day(dt.date(2001, month, 1)).split()[1] for month in range(1, 13))


def span(start: dt.date, end: dt.date) -> list[spans.Run]:
    """From one day to another in words, as short as they can be: "14 to 15 December 2024", "October 2024".

    >>> spans.to_text(span(dt.date(2024, 10, 1), dt.date(2024, 10, 31)))
    'October 2024'
    """
    if start == end:
        return spans.of(start, "date")
    whole_month = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if whole_month and (start.year, start.month) == (end.year, end.month):
        return [{"t": f"{MONTHS[start.month - 1]} {start.year}", "d": start.isoformat()[:7]}]
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return [{"t": str(start.year), "d": f"{start.year:04}"}]
    first = spans.day(start).split()
    kept = 1 if start.replace(day=1) == end.replace(day=1) else 2 if start.year == end.year else 3
    return [{"t": " ".join(first[:kept]), "d": start.isoformat()}, {"t": " to "}, *spans.of(end, "date")]
