"""Days in words, as a brief writes them."""

from __future__ import annotations

import datetime as dt
import re

MONTHS = "January February March April May June July August September October November December".split()
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def day_words(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def published_words(first: dt.date | None, last: dt.date) -> str:
    """When a document was published, as far as its days are known: "on 20 or 21 December 2024", "in December
    2024"."""
    span, last_said = ((last - first).days if first else 0), day_words(last)
    if span < 1:
        return f"on {last_said}"
    if (
        first.day == 1
        and (last + dt.timedelta(1)).day == 1
        and first.year == last.year
        and first.month == last.month
    ):
        return f"in {MONTHS[last.month - 1]} {last.year}"
    if first == dt.date(last.year, 1, 1) and last == dt.date(last.year, 12, 31):
        return f"in {last.year}"
    said = day_words(first)
    if first.year == last.year:
        said = said.removesuffix(f" {last.year}")
        said = said.removesuffix(f" {MONTHS[last.month - 1]}") if first.month == last.month else said
    return f"on {said} or {last_said}" if span == 1 else f"between {said} and {last_said}"


def day_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def days_said(text: str) -> str:
    """The text with its ISO dates as a reader writes them."""
    return _ISO.sub(
        lambda found: day_words(day) if (day := day_of(*map(int, found[0].split("-")))) else found[0], text
    )
