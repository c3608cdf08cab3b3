"""Cells to values: each distinct cell of a column against the type and the constraints of the column."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Collection, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any

import numpy as np
from pydantic import StringConstraints, TypeAdapter

from claimbook.tables.reading import Cells
from claimbook.tables.schema import FieldSpec, pattern_of
from claimbook.tables.sheet import Column, objects

LONGEST = 1000  # characters of a cell whose column sets no maxLength; no name is longer
_NAME = "[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*"
_UNIT = f"^{_NAME}([/*]{_NAME})*$"
# The patterns of the data package in words; another one is quoted as it is.
PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case letters and digits joined by hyphens, as nis-killed",
    r"^[a-z0-9]+(-[a-z0-9]+)*( > [a-z0-9]+(-[a-z0-9]+)*)*$": "ids of sources in order, as lawmaker > agency",
    r"^[a-z0-9-]+(;[a-z0-9-]+)*$": "ids parted by semicolons, as russia;north-korea",
    r"^[0-9]+(;[0-9]+)*$": "paragraph numbers parted by semicolons, as 30;33",
    _UNIT: "a unit, as person or USD/year",
    r"^P[1-9][0-9]*[DWMY]$": "an ISO 8601 duration of one part, as P2Y",
    r"^[A-Z]{3}$": "three capital letters, as USD",
    r"^[a-z]{2}$": "two small letters, as en",
    r"^[0-9a-f]{64}$": "64 hexadecimal digits in small letters",
}
# Controls, marks of writing direction, invisible characters, line separators: they would travel into
# terminals, notebooks and briefs.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_DIGITS = 40  # more of them are no figure of an article, and slow to read


def _fraction(cell: str) -> Fraction:
    return Fraction(int(cell)) if cell.isdigit() else Fraction(cell)  # the first is much faster


_FORMS = {
    "number": (re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"), "plain digits such as 1000 or 0.5", _fraction),
    "integer": (re.compile(r"-?(0|[1-9][0-9]*)"), "a whole number in plain digits such as 3", int),
    "date": (
        re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        "an ISO date such as 2024-12-16",
        datetime.date.fromisoformat,
    ),
}


class _Wrong(ValueError):
    """A cell that is none of its column; says what is expected."""


def nearest(value: str, allowed: Collection[str], cutoff: float = 0.0) -> str:
    """Return ` (nearest: x)` for the member of `allowed` most like `value`, or "" below the cutoff."""
    by_key = {name.casefold(): name for name in allowed if len(name) <= 100}
    close = difflib.get_close_matches(value[:100].casefold(), by_key, n=1, cutoff=cutoff)
    return f" (nearest: {by_key[close[0]]})" if close else ""


def value_of(kind: str, cell: str) -> Any:
    """What a sound cell of a column of this type stands for; None for a blank one."""
    if not cell:
        return None
    return cell if kind == "string" else _FORMS[kind][2](cell)


def typed(cells: Cells, spec: FieldSpec, filled: bool) -> Column:
    """A column with its values. filled: whether a blank cell is wrong."""
    known = cells.known
    read, values, wrong = _reader(spec), [cell or None for cell in known], {}
    for place, cell in enumerate(known) if spec.type != "string" or not _all_fit(known, spec) else ():
        try:
            values[place] = read(cell) if cell else None
        except _Wrong as expected:
            values[place], wrong[place] = None, str(expected)
    if filled and "" in known:
        wrong[known.index("")] = "a filled cell"
    return Column(known, np.array(cells.codes, np.int32), objects(values), wrong)


def _all_fit(known: Sequence[str], spec: FieldSpec) -> bool:
    """Whether all cells of a column of text are sound, asked at once, since nearly always they are."""
    limits, filled = spec.constraints, [cell for cell in known if cell]
    fit = not limits.enum and _form(limits.pattern, limits.maxLength or LONGEST)(filled)
    lines = "\n".join(["", *filled, ""])
    return fit and "".join(filled).isprintable() and "\n " not in lines and " \n" not in lines


@lru_cache(maxsize=256)
def _form(pattern: str | None, longest: int) -> Callable[[list[str]], bool]:
    text = Annotated[str, StringConstraints(pattern=pattern, max_length=longest)]
    return TypeAdapter(list[text]).validator.isinstance_python


def _reader(spec: FieldSpec) -> Callable[[str], Any]:
    """What reads a filled cell of a column: gives its value, or raises _Wrong."""
    limits, longest = spec.constraints, spec.constraints.maxLength or LONGEST
    form, fits = _FORMS.get(spec.type), pattern_of(limits.pattern)

    def read(cell: str) -> Any:
        value = _read(cell, *form) if form else _text(cell)
        if limits.enum and cell not in limits.enum:
            near = nearest(cell, limits.enum) if spec.type == "string" else ""
            raise _Wrong(f"one of {', '.join(limits.enum)}{near}")
        if len(cell) > longest:
            raise _Wrong(f"at most {longest:,} characters")
        if fits and not fits(cell):
            raise _Wrong(PATTERNS.get(limits.pattern, f"text that fits {limits.pattern}"))
        if limits.minimum is not None and value.numerator < limits.minimum * value.denominator:
            raise _Wrong(f"{limits.minimum} or more")
        if limits.maximum is not None and value.numerator > limits.maximum * value.denominator:
            raise _Wrong(f"{limits.maximum} or less")
        return value

    return read


def _text(cell: str) -> str:
    """The cell. Raises _Wrong for text that no cell can hold, whatever its type."""
    if not cell.isprintable() or cell[0] == " " or cell[-1] == " ":
        if cell != cell.strip():
            blank = "no blanks before or after the value"
            raise _Wrong(blank if cell.strip() else "a value, or nothing at all")
        if _UNFIT.search(cell):
            raise _Wrong("text without control characters")
    return cell


def _read(cell: str, form: re.Pattern, words: str, value_of_form: Callable[[str], Any]) -> Any:
    if len(cell) > _DIGITS or not form.fullmatch(cell):
        _text(cell)
        raise _Wrong(words)
    try:
        return value_of_form(cell)
    except ValueError:
        raise _Wrong("a day that exists, as 2024-12-16") from None
