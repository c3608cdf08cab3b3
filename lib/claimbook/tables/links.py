"""Cross-checks between a claim and the one it points at: its original, its echo, what it revises, its
whole."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Container
from fractions import Fraction

from claimbook.errors import Fault, shown
from claimbook.tables.cells import Row
from claimbook.tables.sheets import NO_CLAIM, Sheets
from claimbook.tables.units import dimension, is_sound

_Finding = tuple[str, str] | None  # what is wrong with the target, and what is expected
_End = tuple[Fraction, bool] | None  # the value, and whether it is itself left out ("more than")


def link_faults(sheets: Sheets, circling: dict[str, Container[str]]) -> list[Fault]:
    """Every link to a claim that does not fit: one fault a cell, as the wrong name makes all of it not fit.

    `circling` names by column the claims in a cycle of that column, whose order in time or size means
    nothing.
    """
    faults = []
    for claim in sheets.figures():
        faults += _basis(sheets, claim)
        for column, (kind, order) in _LINKS.items():
            target = sheets.target(claim, column, "claim_id")
            if target is None or target is claim:
                continue
            checks = kind if claim.values.get("claim_id") in circling.get(column, ()) else kind + order
            finding = next(filter(None, (check(sheets, claim, target) for check in checks)), None)
            if finding:
                faults.append(claim.fault(column, f"{claim.show(column)}, {finding[0]}", finding[1]))
    return faults


def _basis(sheets: Sheets, claim: Row) -> list[Fault]:
    """Whether `original_link` says what the link to the original rests on; not judged where the link is to
    nothing."""
    if not claim.has("original_claim_id", "original_link"):
        return []
    original, link = claim["original_claim_id"], claim["original_link"]
    if original in NO_CLAIM and link is not None:
        return [claim.fault("original_link", None, f"a blank cell, as original_claim_id is {original}")]
    if link is None and original in sheets.ids["claim_id"]:
        return [claim.fault("original_link", None, "stated or inferred, as original_claim_id names a claim")]
    return []


def _unit(sheets: Sheets, claim: Row, target: Row) -> _Finding:
    if not (is_sound(sheets, claim) and is_sound(sheets, target)):
        return None
    ours, theirs = claim["unit"], target["unit"]
    if dimension(ours) == dimension(theirs):
        return None
    return f"whose unit is {theirs}", f"a claim with the unit {ours}"


def _subject(sheets: Sheets, claim: Row, target: Row) -> _Finding:
    return _akin(sheets, claim, target, "subject")


def _measure(sheets: Sheets, claim: Row, target: Row) -> _Finding:
    return _akin(sheets, claim, target, "measure")


def _akin(sheets: Sheets, claim: Row, target: Row, kind: str) -> _Finding:
    if not (claim.has(kind) and target.has(kind)) or sheets.akin(claim[kind], target[kind], kind):
        return None
    return (
        f"whose {kind} is {target[kind]}",
        f"a claim with the {kind} {claim[kind]}, or a wider or narrower one",
    )


def _claimant(sheets: Sheets, claim: Row, target: Row) -> _Finding:
    ours, theirs = (sheets.target(row, "claimant_id", "source_id") for row in (claim, target))
    if ours is None or theirs is None or ours is theirs:
        return None
    return f"whose claimant is {target['claimant_id']}", f"a claim of {shown(claim['claimant_id'])}"


def _not_before_original(sheets: Sheets, relay: Row, original: Row) -> _Finding:
    return _dated_after(sheets, original, relay, "an original not after {}, the date of its relay")


def _not_before_revised(sheets: Sheets, revision: Row, earlier: Row) -> _Finding:
    return _dated_after(sheets, earlier, revision, "a claim not after {}, the date of its revision")


def _dated_after(sheets: Sheets, earlier: Row, later: Row, expected: str) -> _Finding:
    first, last = _day(sheets, earlier, "published_from"), _day(sheets, later, "published")
    return (f"dated {first}", expected.format(last)) if first and last and first > last else None


def _day(sheets: Sheets, claim: Row, otherwise: str) -> datetime.date | None:
    """When the claim was stated; where that is not said, the date `otherwise` of its document."""
    if not claim.has("stated_on"):
        return None
    document = sheets.target(claim, "document_id", "document_id")
    if claim["stated_on"] is None:
        return document[otherwise] if document and document.has(otherwise) else None
    late = document and document.has("published") and claim["stated_on"] > document["published"]
    early = claim.values.get("as_of") and claim["as_of"] > claim["stated_on"]
    return None if late or early else claim["stated_on"]  # a date told as wrong puts nothing out of order


def _within_whole(sheets: Sheets, part: Row, whole: Row) -> _Finding:
    if not (part.has("unit") and whole.has("unit")) or part["unit"] != whole["unit"]:
        return None  # of one kind, but in two currencies, say: the sizes can't be compared
    lower, upper = _ends(part)[0], _ends(whole)[1]
    if not (lower and upper and _beyond(lower, upper)):
        return None
    expected = f"a whole that holds a part of {_words(lower, 'more than', 'at least')}"
    return f"which is {_words(upper, 'less than', 'at most')}", expected


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


_Checks = tuple[Callable[[Sheets, Row, Row], _Finding], ...]
# By column: what has to be alike in kind, then what has to be in order.
# A revision or an echo may be of another measure: the missing are found dead, "losses" is printed for the
# killed.
_LINKS: dict[str, tuple[_Checks, _Checks]] = {
    "original_claim_id": ((_unit, _subject, _measure), (_not_before_original,)),
    "echoes_id": ((_unit, _subject), ()),
    "part_of_id": ((_unit, _subject, _measure), (_within_whole,)),
    "supersedes_id": ((_unit, _subject, _claimant), (_not_before_revised,)),
}
