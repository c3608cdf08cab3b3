"""Cross-checks between a row and the one it points at: chains that come back, originals, echoes, revisions,
wholes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from claimbook.errors import shown
from claimbook.tables.rules import Rule, Wrong, digits
from claimbook.tables.schema import FIGURES
from claimbook.tables.sheet import NO_CLAIM, Faults, Sheets
from claimbook.tables.units import dimension

# Columns that point from a row to another one of the same set of names.
_CHAINS = {
    "claim_id": ("original_claim_id", "part_of_id", "supersedes_id", "echoes_id"),
    "term_id": ("part_of_id",),
    "source_id": ("affiliation_id",),
}
# What has to be alike. A revision or an echo may be of another measure: the missing are found dead, "losses"
# is printed for the killed.
_ALIKE = {
    "original_claim_id": ("subject", "measure"),
    "echoes_id": ("subject",),
    "part_of_id": ("subject", "measure"),
    "supersedes_id": ("subject",),
}
_DATED = {
    "original_claim_id": "an original not after {}, the date of its relay",
    "supersedes_id": "a claim not after {}, the date of its revision",
}
_End = tuple[Fraction, bool] | None  # the value, and whether it is itself left out ("more than")
_Day = dt.date | None
_Wider = Mapping[str, str | None]  # by term the one that holds it


def chain_faults(sheets: Sheets, faults: Faults) -> None:
    """Every chain that comes back to its start, told at its first row."""
    for key, columns in _CHAINS.items():
        names, files, numbers = (sheets.all(key, column) for column in (key, "_file", "_row"))
        for column in columns:
            for cycle in _cycles(sheets.target(key, sheets.all(key, column))):
                first, found = cycle[0], " -> ".join(names[[*cycle, cycle[0]]])
                faults.add(files[first], numbers[first], column, found, "a chain that ends")


def _cycles(following: np.ndarray) -> Iterator[list[int]]:
    """The rows of each cycle, from the one of it that comes first. -1: no row follows."""
    far = np.append(following, -1)
    for _ in range(len(following).bit_length()):  # twice as many steps each time, until all ends are reached
        far = far[far]
    left = dict.fromkeys(np.unique(far[far >= 0]).tolist())
    while left:
        cycle = [next(iter(left))]
        while (row := following[cycle[-1]]) != cycle[0]:
            cycle.append(int(row))
        for row in cycle:
            del left[row]
        yield cycle


def link_rules(sheets: Sheets) -> Iterator[Rule]:
    """What is expected of a row as the one that it names is."""
    wider = sheets.terms("part_of_id")
    for link, kinds in _ALIKE.items():
        yield Rule(f"{link} unit {link}.unit", _same_unit, FIGURES)
        for kind in kinds:
            yield Rule(f"{link} {kind} {link}.{kind}", partial(_akin, wider, kind), FIGURES)
    for link, words in _DATED.items():
        first = f"{link}.stated_on {link}.document_id.published_from"
        yield Rule(f"{link} {first} stated_on document_id.published", partial(_dated, words), FIGURES)
    size = ("unit", "bound", "low", "best", "high")
    columns = " ".join(("part_of_id", *size, *(f"part_of_id.{column}" for column in size)))
    yield Rule(columns, _within, FIGURES)
    yield Rule("original_link original_claim_id", _basis, FIGURES)
    yield Rule("supersedes_id claimant_id supersedes_id.claimant_id", _same_claimant, FIGURES)
    yield Rule("stated_on document_id document_id.published", _published, FIGURES)
    yield Rule("as_of document_id document_id.published stated_on", _published, FIGURES)
    yield Rule("part_of_id kind part_of_id.kind", _same_kind, ("terms",))


def _same_unit(name: str | None, unit: str | None, other: str | None) -> Wrong:
    if None not in (unit, other) and dimension(unit) != dimension(other):
        return [(f"{shown(name)}, whose unit is {other}", f"a claim with the unit {unit}")]


def _akin(
    wider: Mapping[str, str | None], kind: str, name: str, ours: str | None, theirs: str | None
) -> Wrong:
    if None in (ours, theirs) or ours in _way_up(wider, theirs) or theirs in _way_up(wider, ours):
        return None
    found = f"{shown(name)}, whose {kind} is {theirs}"
    return [(found, f"a claim with the {kind} {ours}, or a wider or narrower one")]


def _way_up(wider: _Wider, name: str | None) -> list[str]:
    """A term and all that hold it, nearest first."""
    way = [name]
    while (name := wider.get(name)) and name not in way:
        way.append(name)
    return way


def _dated(words: str, name: str, theirs: _Day, from_: _Day, ours: _Day, until: _Day) -> Wrong:
    """What a row relays or revises is no later; the document gives the day where none is stated."""
    first, last = theirs or from_, ours or until
    if first and last and first > last:
        return [(f"{shown(name)}, dated {first}", words.format(last))]


def _published(day: _Day, document: str | None, published: _Day, stated_on: _Day = None) -> Wrong:
    if day and published and not stated_on and day > published:
        return f"a day not after {published}, when {document} was published"


def _basis(link: str | None, original: str | None) -> Wrong:
    """Whether `original_link` says what the link to the original rests on."""
    if original in NO_CLAIM and link:
        return f"a blank cell, as original_claim_id is {original}"
    if original not in (None, *NO_CLAIM) and not link:
        return "stated or inferred, as original_claim_id names a claim"


def _same_claimant(name: str | None, ours: str | None, theirs: str | None) -> Wrong:
    if None not in (ours, theirs) and ours != theirs:
        return [(f"{shown(name)}, whose claimant is {theirs}", f"a claim of {shown(ours)}")]


def _same_kind(name: str | None, ours: str | None, theirs: str | None) -> Wrong:
    if None not in (ours, theirs) and ours != theirs:
        return [(f"{shown(name)}, a term of kind {theirs}", f"a term of kind {ours}")]


def _within(name: str | None, *size: Any) -> Wrong:
    """Whether a whole may hold its part. In two currencies, say, the sizes can't be compared."""
    (unit, *part), (other, *whole) = size[:5], size[5:]
    lower, upper = _ends(*part)[0], _ends(*whole)[1]
    if unit != other or not (lower and upper):
        return None
    if lower[0] > upper[0] or (lower[0] == upper[0] and (lower[1] or upper[1])):
        found = f"{shown(name)}, which is {'less than' if upper[1] else 'at most'} {digits(upper[0])}"
        least = f"{'more than' if lower[1] else 'at least'} {digits(lower[0])}"
        return [(found, f"a whole that holds a part of {least}")]


def _ends(
    bound: str | None, low: Fraction | None, best: Fraction | None, high: Fraction | None
) -> tuple[_End, _End]:
    """Lowest and highest value that the bound allows; None where it states none, as for "about"."""
    match bound:
        case "as_printed" | "exact":
            ends = best, best
        case "at_least" | "between" | "more_than" | "up_to" | "less_than":
            ends = low, high  # one of them is blank, but for "between"
        case _:
            ends = None, None
    left_out = bound in ("more_than", "less_than")
    return tuple(None if end is None else (end, left_out) for end in ends)
