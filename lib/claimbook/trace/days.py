"""Days in words, as a brief writes them."""

from __future__ import annotations

import datetime as dt
import re

MONTHS = "January February March April May June July August September October November December".split()
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def day_words(day: dt.date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def day_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def days_said(text: str) -> str:
    """The text with its ISO dates as a reader writes them."""
    return _ISO.sub(lambda found: day_words(day) if (day := day_of(*map(int, found[0].split("-")))) else found[0], text)
