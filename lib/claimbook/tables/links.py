"""Cross-checks between a row and the one it points at: chains that come back, originals, echoes, revisions,
wholes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from claimbook.errors import shown
from claimbook.tables.sheet import NO_CLAIM, Faults, Sheet, Sheets
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


def chain_faults(sheets: Sheets, faults: Faults) -> None:
    """Every chain that comes back to its start, told at its first row."""
    for key, columns in _CHAINS.items():
        sheet = sheets.named(key)
        for column in columns:
            for cycle in _cycles(sheet.target(column, sheet).tolist()):
                found = " -> ".join(sheet.value(row, key) for row in (*cycle, cycle[0]))
                faults.add_row(sheet, cycle[0], column, "a chain that ends", found)


def _cycles(following: list[int]) -> Iterator[list[int]]:
    """The rows of each cycle, from the one of it that comes first."""
    done = [False] * len(following)
    for start, after in enumerate(following):
        if after < 0 or done[start]:
            continue
        path: dict[int, None] = {}  # the rows on the way from start, in order
        row = start
        while row >= 0 and not done[row]:
            done[row] = True
            path[row] = None
            row = following[row]
        if row in path:
            rows = list(path)
            cycle = rows[rows.index(row) :]
            first = cycle.index(min(cycle))
            yield cycle[first:] + cycle[:first]


def link_faults(sheets: Sheets, faults: Faults) -> None:
    """Every link that does not fit what it links."""
    claims = sheets.claims
    _wider_of_its_kind(sheets.named("term_id"), faults)
    _basis(claims, faults)
    for column, kinds in _ALIKE.items():
        target = claims.target(column, claims)
        rows = np.flatnonzero((target >= 0) & (target != np.arange(len(claims))))
        pairs = (rows, target[rows])
        _same_unit(claims, column, pairs, faults)
        for kind in kinds:
            _akin(sheets, column, kind, pairs, faults)
        if column == "part_of_id":
            _within_whole(claims, pairs, faults)
    _revisions(claims, faults)
    _days(sheets, faults)


def _wider_of_its_kind(terms: Sheet, faults: Faults) -> None:
    wider = terms.target("part_of_id", terms)
    for row in np.flatnonzero((wider >= 0) & terms.filled("kind")):
        kind, own = terms.value(wider[row], "kind"), terms.value(row, "kind")
        if kind not in (own, None):
            found = f"{terms.show(row, 'part_of_id')}, a term of kind {kind}"
            faults.add_row(terms, row, "part_of_id", f"a term of kind {own}", found)


def _basis(claims: Sheet, faults: Faults) -> None:
    """Whether `original_link` says what the link to the original rests on."""
    none = claims.each("original_claim_id", lambda name: name in NO_CLAIM, bool)
    linked, link = claims.filled("original_claim_id") & ~none, "original_link"
    words = "a blank cell, as original_claim_id is {original_claim_id}"
    faults.add_rows(claims, none & claims.filled(link), link, words)
    words = "stated or inferred, as original_claim_id names a claim"
    faults.add_rows(claims, linked & claims.blank(link), link, words)


_Pairs = tuple[np.ndarray, np.ndarray]  # rows, and the row that each of them names


def _misfits(claims: Sheet, column: str, pairs: _Pairs, function) -> Iterator[tuple[int, int]]:
    """The pairs of which `function` of the values of a column differs, where both are filled."""
    values = claims.each(column, lambda value: None if value is None else function(value))
    for row, target in zip(*pairs, strict=True):
        ours, theirs = values[row], values[target]
        if ours is not theirs and ours != theirs and ours is not None and theirs is not None:
            yield row, target


def _same_unit(claims: Sheet, column: str, pairs: _Pairs, faults: Faults) -> None:
    for row, target in _misfits(claims, "unit", pairs, dimension):
        found = f"{claims.show(row, column)}, whose unit is {claims.value(target, 'unit')}"
        faults.add_row(claims, row, column, f"a claim with the unit {claims.value(row, 'unit')}", found)


def _akin(sheets: Sheets, column: str, kind: str, pairs: _Pairs, faults: Faults) -> None:
    claims = sheets.claims
    for row, target in _misfits(claims, kind, pairs, lambda name: name):
        ours, theirs = claims.value(row, kind), claims.value(target, kind)
        if ours not in sheets.wider(theirs) and theirs not in sheets.wider(ours):
            found = f"{claims.show(row, column)}, whose {kind} is {theirs}"
            expected = f"a claim with the {kind} {ours}, or a wider or narrower one"
            faults.add_row(claims, row, column, expected, found)


def _revisions(claims: Sheet, faults: Faults) -> None:
    column, rows = "supersedes_id", claims.target("supersedes_id", claims)
    pairs = (np.flatnonzero(rows >= 0), rows[rows >= 0])
    for row, target in _misfits(claims, "claimant_id", pairs, lambda name: name):
        found = f"{claims.show(row, column)}, whose claimant is {claims.value(target, 'claimant_id')}"
        faults.add_row(claims, row, column, f"a claim of {shown(claims.value(row, 'claimant_id'))}", found)


def _days(sheets: Sheets, faults: Faults) -> None:
    """What is stated after it was published, and originals and revised claims that are dated too late."""
    claims, documents = sheets.claims, sheets.named("document_id")
    document = claims.target("document_id", documents)
    last, first = (_of_document(documents, column, document) for column in ("published", "published_from"))
    stated, as_of = (_ordinals(claims, column) for column in ("stated_on", "as_of"))
    for column, day in (("stated_on", stated), ("as_of", np.where(stated, 0, as_of))):
        for row in np.flatnonzero((day > last) & (last > 0)):
            published = documents.value(document[row], "published")
            words = f"a day not after {published}, when {claims.value(row, 'document_id')} was published"
            faults.add_row(claims, row, column, words)
    early, late = np.where(stated, stated, first), np.where(stated, stated, last)
    _dated(
        claims, "original_claim_id", early, late, "an original not after {}, the date of its relay", faults
    )
    _dated(claims, "supersedes_id", early, late, "a claim not after {}, the date of its revision", faults)


def _dated(
    claims: Sheet, column: str, early: np.ndarray, late: np.ndarray, expected: str, faults: Faults
) -> None:
    target = claims.target(column, claims)
    first = np.where(target >= 0, early[target], 0) if len(claims) else target
    for row in np.flatnonzero((first > late) & (late > 0)):
        day, last = (_date(ordinal) for ordinal in (first[row], late[row]))
        faults.add_row(claims, row, column, expected.format(last), f"{claims.show(row, column)}, dated {day}")


def _date(ordinal: int) -> str:
    return str(np.datetime64(0, "D") + (int(ordinal) - 719163))


def _ordinals(sheet: Sheet, column: str) -> np.ndarray:
    """The days of a column as numbers, 0 where it is blank."""
    return sheet.each(column, lambda day: 0 if day is None else day.toordinal(), int)


def _of_document(documents: Sheet, column: str, document: np.ndarray) -> np.ndarray:
    """A day of the document of each claim as a number, 0 where there is none."""
    return np.append(_ordinals(documents, column), 0)[document]


def _within_whole(claims: Sheet, pairs: _Pairs, faults: Faults) -> None:
    for part, whole in zip(*pairs, strict=True):
        if claims.value(part, "unit") != claims.value(whole, "unit"):
            continue  # of one kind, but in two currencies, say: the sizes can't be compared
        lower, upper = _ends(claims, part)[0], _ends(claims, whole)[1]
        if lower and upper and (lower[0] > upper[0] or (lower[0] == upper[0] and (lower[1] or upper[1]))):
            found = f"{claims.show(part, 'part_of_id')}, which is {_words(upper, 'less than', 'at most')}"
            expected = f"a whole that holds a part of {_words(lower, 'more than', 'at least')}"
            faults.add_row(claims, part, "part_of_id", expected, found)


def _ends(claims: Sheet, row: int) -> tuple[_End, _End]:
    """Lowest and highest value that the bound allows; None where it states none, as for "about"."""
    low, best, high = (claims.value(row, name) for name in ("low", "best", "high"))
    match claims.value(row, "bound"):
        case "as_printed" | "exact":
            ends = best, best
        case "at_least" | "between" | "more_than":
            ends = low, high
        case "up_to" | "less_than":
            ends = None, high
        case _:
            ends = None, None
    left_out = claims.value(row, "bound") in ("more_than", "less_than")
    return tuple(None if end is None else (end, left_out) for end in ends)


def _words(end: tuple[Fraction, bool], left_out: str, included: str) -> str:
    value = end[0]
    digits = str(value) if value.denominator == 1 else str(float(value))
    return f"{left_out if end[1] else included} {digits}"
