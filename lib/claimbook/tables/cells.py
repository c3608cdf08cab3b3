"""Cells to values: each distinct cell of a column against the type and the constraints of the column."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Collection
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any

import numpy as np
from pydantic import StringConstraints, TypeAdapter

from claimbook.tables.reading import Cells, as_codes
from claimbook.tables.schema import Constraints, FieldSpec, pattern_of
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
_WHOLE = "(0|[1-9][0-9]*)?"
_WHOLES = re.compile(rf"{_WHOLE}(\n{_WHOLE})*")  # a line a cell
_FROM_ZERO = Constraints(minimum=0)
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


def typed(cells: Cells, spec: FieldSpec, filled: bool) -> tuple[Column, dict[int, str]]:
    """A column with its values, and by place of a distinct cell that is none of it what is expected.

    filled: whether a blank cell is wrong.
    """
    known, wrong = list(cells.index), {}
    if "" in cells.index and filled:
        wrong[cells.index[""]] = "a filled cell"
    values = _all_sound(known, spec) or _all_numbers(known, spec)
    if values is None:
        read, values = _reader(spec), [None] * len(known)
        for place, cell in enumerate(known):
            try:
                values[place] = read(cell) if cell else None
            except _Wrong as expected:
                wrong[place] = str(expected)
    sound = np.ones(len(known), bool)
    sound[list(wrong)] = False
    return Column(known, as_codes(cells), objects(values), sound), wrong


def _all_sound(known: list[str], spec: FieldSpec) -> list[str | None] | None:
    """The values of a column of text in which every cell is sound, judged all at once; else None."""
    limits, joined = spec.constraints, "\n".join(known)
    if spec.type != "string" or not joined.replace("\n", "").isprintable():
        return None
    if f"\n{joined}\n".replace("\n ", " \n").count(" \n"):
        return None  # a blank at an end
    values = [cell or None for cell in known]
    filled = [cell for cell in known if cell]
    if limits.enum:
        return values if set(filled) <= set(limits.enum) else None
    return values if _all_fit(limits.pattern, limits.maxLength or LONGEST)(filled) else None


def _all_numbers(known: list[str], spec: FieldSpec) -> list[Fraction | None] | None:
    """The values of a column of numbers in which every cell is a plain whole number; else None."""
    plain = spec.type == "number" and spec.constraints == _FROM_ZERO
    plain = plain and max(map(len, known), default=0) <= _DIGITS
    if not plain or not _WHOLES.fullmatch("\n".join(known)):
        return None
    return [Fraction(int(cell)) if cell else None for cell in known]


@lru_cache(maxsize=256)
def _all_fit(pattern: str | None, longest: int) -> Callable[[list[str]], bool]:
    """Whether all of some texts fit a pattern and are no longer than that, as a function."""
    one = Annotated[str, StringConstraints(max_length=longest, pattern=pattern)]
    return TypeAdapter(list[one]).validator.isinstance_python


def _reader(spec: FieldSpec) -> Callable[[str], Any]:
    """What reads a cell of a column: gives its value, or raises _Wrong."""
    limits, form = spec.constraints, _FORMS.get(spec.type)
    fits, longest = pattern_of(limits.pattern), limits.maxLength or LONGEST

    def read(cell: str) -> Any:
        _check_text(cell)
        value = _read(form, cell) if form else cell
        if limits.enum and value not in limits.enum:
            near = nearest(cell, limits.enum) if spec.type == "string" else ""
            raise _Wrong(f"one of {', '.join(map(str, limits.enum))}{near}")
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


def _check_text(cell: str) -> None:
    """Raises _Wrong for text that no cell can hold, whatever its type."""
    if cell.isprintable() and cell[0] != " " != cell[-1]:
        return
    if cell != cell.strip():
        raise _Wrong("no blanks before or after the value" if cell.strip() else "a value, or nothing at all")
    if _UNFIT.search(cell):
        raise _Wrong("text without control characters")


def _read(form: tuple[re.Pattern, str, Callable[[str], Any]], cell: str) -> Any:
    pattern, words, read = form
    if len(cell) > _DIGITS or not pattern.fullmatch(cell):
        raise _Wrong(words)
    try:
        return read(cell)
    except ValueError:
        raise _Wrong("a day that exists, as 2024-12-16") from None
