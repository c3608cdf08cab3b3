"""Cells and names of sheets that every spreadsheet takes, and none for a formula."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Context, Decimal

from claimbook.brief.chart_data import DIGITS, ENDS
from claimbook.words.safe import clean, has_digit, no_formula

LONGEST_CELL = 32_767  # UTF-16 units that a cell holds
LONGEST_NAME = 31  # UTF-16 units of the name of a sheet
_FIRST_DAY = datetime.date(1900, 3, 1)  # a spreadsheet counts a 29 February 1900 that never was
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")


def text_cell(words: object) -> str:
    """Words for a cell: no control characters, no formula, and no longer than a cell is.

    Words that are cut say so, and how long they were.
    """
    told = no_formula(words)
    if units(told) <= LONGEST_CELL:
        return told
    note = f"... [cut: {len(told):,} characters]"
    return cut(told, LONGEST_CELL - units(note)) + note


def number_cell(value: Decimal, head: str) -> float:
    """The nearest value that a spreadsheet holds; under a heading that ends with "low" or "high", rounded
    outwards."""
    direction = ENDS.get(re.split(r"[\s_]", head)[-1], ENDS["best"])
    return float(Context(prec=DIGITS, rounding=direction).plus(value))


def date_cell(words: object) -> datetime.date | None:
    """The day of an ISO date, None for anything else and for days before a spreadsheet's calendar."""
    try:
        day = datetime.date.fromisoformat(words if isinstance(words, str) else "")
    except ValueError:
        return None
    return day if day >= _FIRST_DAY else None


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Names for sheets, in order: short enough, without what may not stand in one, each once whatever its
    case."""
    names, taken = [], {"history"}  # a name that Excel keeps for itself
    for words in wanted:
        words = clean(words).replace("'", "\u2019")  # a straight one ends a name in a reference
        plain = " ".join(_NOT_IN_A_NAME.sub(" ", words).split()) or "Sheet"
        name, number = _cut_name(plain, ""), 2
        while name.casefold() in taken:
            name, number = _cut_name(plain, f" {number}"), number + 1
        names.append(name)
        taken.add(name.casefold())
    return names


def _cut_name(words: str, tail: str) -> str:
    """The words with a tail that is kept; cut after a whole word, and before a number: 1.3 is not 1.3
    million."""
    room = LONGEST_NAME - units(tail)
    if units(words) <= room:
        return words + tail
    short = cut(words, room)
    parts = short.split(" ")[:-1]
    while len(parts) > 2 and has_digit(parts[-1]):  # the first two are "Table 1"
        parts.pop()
    whole = " ".join(parts)
    return (whole if units(whole) > room // 2 else short).rstrip() + tail


def units(words: str) -> int:
    """Length as a spreadsheet counts it, in UTF-16 units: an emoji has two."""
    return len(words.encode("utf-16-le")) // 2


def cut(words: str, most: int) -> str:
    """As much of the words as fits into so many UTF-16 units."""
    return words.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
