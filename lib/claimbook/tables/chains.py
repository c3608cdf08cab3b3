"""Cross-checks between rows: chains that come back to their start, parts and wholes, relays, revisions, dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction

from claimbook.errors import Fault, shown
from claimbook.tables.cells import Row
from claimbook.tables.sheets import Sheets

# Columns that point from a row to another one of the same set of names.
_CHAINS = (
    ("claim_id", "original_claim_id"),
    ("claim_id", "part_of_id"),
    ("claim_id", "supersedes_id"),
    ("claim_id", "echoes_id"),
    ("term_id", "part_of_id"),
    ("source_id", "affiliation_id"),
)
_End = tuple[Fraction, bool] | None  # the value, and whether it is itself left out ("more than")


def chain_faults(sheets: Sheets) -> Iterator[Fault]:
    """Every fault between rows other than mentions."""
    for key, column in _CHAINS:
        yield from _cycles(sheets, key, column)
    for term in sheets.rows["terms"]:
        yield from _same_kind(sheets, term)
    for claim in sheets.figures():
        yield from _stated_before_published(sheets, claim)
        yield from _part_within_whole(sheets, claim)
        yield from _relay_after_original(sheets, claim)
        yield from _revision(sheets, claim)


def _cycles(sheets: Sheets, key: str, column: str) -> Iterator[Fault]:
    """One fault a cycle, at the row of it that comes first."""
    rows = sheets.ids[key]
    order = {name: place for place, name in enumerate(rows)}
    done: set[str] = set()
    for start in rows:
        path: dict[str, None] = {}  # the names on the way from start, in order
        name: str | None = start
        while name in rows and name not in done and name not in path:
            path[name] = None
            name = rows[name].values.get(column)
        if name in path:
            names = list(path)
            cycle = names[names.index(name) :]
            first = cycle.index(min(cycle, key=order.__getitem__))
            cycle = cycle[first:] + cycle[: first + 1]
            yield rows[cycle[0]].fault(column, " -> ".join(cycle), "a chain that ends")
        done.update(path)


def _same_kind(sheets: Sheets, term: Row) -> Iterator[Fault]:
    wider = sheets.target(term, "part_of_id", "term_id")
    if wider and wider.has("kind") and term.has("kind") and wider["kind"] != term["kind"]:
        found = f"{term.show('part_of_id')}, a term of kind {wider['kind']}"
        yield term.fault("part_of_id", found, f"a term of kind {term['kind']}")


def _stated_before_published(sheets: Sheets, claim: Row) -> Iterator[Fault]:
    document = sheets.target(claim, "document_id", "document_id")
    if not (document and document.has("published") and claim.has("as_of", "stated_on")):
        return
    column = "stated_on" if claim["stated_on"] else "as_of"
    if claim[column] and claim[column] > document["published"]:
        expected = f"a day not after {document['published']}, when {claim['document_id']} was published"
        yield claim.fault(column, None, expected)


def _part_within_whole(sheets: Sheets, part: Row) -> Iterator[Fault]:
    whole = sheets.target(part, "part_of_id", "claim_id")
    if not whole or whole is part:
        return
    alike = True
    for column in ("unit", "subject"):
        if part.has(column) and whole.has(column) and part[column] != whole[column]:
            alike = False
            found = f"{part.show('part_of_id')}, whose {column} is {whole[column]}"
            yield part.fault("part_of_id", found, f"a whole with the {column} {part[column]}")
    lower, upper = _ends(part)[0], _ends(whole)[1]
    if alike and lower and upper and _beyond(lower, upper):
        found = f"{part.show('part_of_id')}, which is {_words(upper, 'less than', 'at most')}"
        yield part.fault("part_of_id", found, f"a whole that holds a part of {_words(lower, 'more than', 'at least')}")


def _ends(row: Row) -> tuple[_End, _End]:
    """Lowest and highest value that the bound allows; None where it states none, as for "about"."""
    if not row.has("bound", "low", "best", "high"):
        return None, None
    low, best, high = (None if row[name] is None else (row[name], False) for name in ("low", "best", "high"))
    match row["bound"]:
        case "as_printed" | "exact":
            return best, best
        case "at_least" | "between":
            return low, high
        case "more_than":
            return (low[0], True) if low else None, None
        case "up_to":
            return None, high
        case "less_than":
            return None, (high[0], True) if high else None
        case _:
            return None, None


def _beyond(lower: tuple[Fraction, bool], upper: tuple[Fraction, bool]) -> bool:
    left_out = lower[1] or upper[1]
    return lower[0] > upper[0] or (left_out and lower[0] == upper[0])


def _words(end: tuple[Fraction, bool], left_out: str, included: str) -> str:
    value = end[0]
    digits = str(value) if value.denominator == 1 else str(float(value))
    return f"{left_out if end[1] else included} {digits}"


def _relay_after_original(sheets: Sheets, claim: Row) -> Iterator[Fault]:
    original = sheets.target(claim, "original_claim_id", "claim_id")
    if not original or original is claim:
        return
    first, last = _day(sheets, original, "published_from"), _day(sheets, claim, "published")
    if first and last and first > last:
        found = f"{claim.show('original_claim_id')}, dated {first}"
        yield claim.fault("original_claim_id", found, f"an original not after {last}, the date of its relay")


def _revision(sheets: Sheets, claim: Row) -> Iterator[Fault]:
    earlier = sheets.target(claim, "supersedes_id", "claim_id")
    if not earlier or earlier is claim:
        return
    if claim.has("claimant_id") and earlier.has("claimant_id") and claim["claimant_id"] != earlier["claimant_id"]:
        found = f"{claim.show('supersedes_id')}, whose claimant is {earlier['claimant_id']}"
        yield claim.fault("supersedes_id", found, f"a claim of {shown(claim['claimant_id'])}")
    first, last = _day(sheets, earlier, "published_from"), _day(sheets, claim, "published")
    if first and last and first > last:
        found = f"{claim.show('supersedes_id')}, dated {first}"
        yield claim.fault("supersedes_id", found, f"a claim not after {last}, the date of its revision")


def _day(sheets: Sheets, claim: Row, otherwise: str) -> datetime.date | None:
    """When the claim was stated; where that is not said, the date `otherwise` of its document."""
    if not claim.has("stated_on"):
        return None
    if claim["stated_on"]:
        return claim["stated_on"]
    document = sheets.target(claim, "document_id", "document_id")
    return document[otherwise] if document and document.has(otherwise) else None
