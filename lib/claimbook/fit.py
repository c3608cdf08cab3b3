"""Do the figures fit together: the tests of fits.csv, with what would have to be true.

A test compares two figures, claimed or derived; its verdict is compare's, or, where
a derived figure only exists to be held against a claim of another measure, whether
the two values can be one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimbook.book import Derived
from claimbook.compare import Verdict, compare
from claimbook.compare.values import meets, values_of
from claimbook.compare.verdict import NOT_COMPARABLE
from claimbook.errors import NotSelected, Refusal
from claimbook.figure import Figure


@dataclass(frozen=True)
class Fit:
    """One test, a row of fits.csv. left, right: ids. compare: `claims`, or `values` where the measures differ
    by construction. attempt: a derived figure that joins the two. result: a derived figure that says how far
    they fit. needs: what would have to be true, as a template whose {ids} are looked up."""

    id: str
    question: str
    left: str
    right: str
    compare: str
    attempt: str
    result: str
    needs: str


@dataclass(frozen=True)
class Tested:
    """A test with its result.

    verdict: compare's, `fits`, `does not fit`, `made` or `refused`; told: the same for a reader.
    made: the derived figure whose formula is the test's: its result, or the side that was worked out; None
    where both are claims."""

    fit: Fit
    left: Figure
    right: Figure
    verdict: str
    reason: str
    made: Figure | None = None
    told: str = ""


def tests_of(figures: Derived) -> list[Tested]:
    """The tests whose figures are all there (or refused, which is a result), in order.

    for test in tests_of(derive(book)):
        print(test.fit.question, test.told, test.reason)
    """
    names = ("question", "left", "right", "compare", "attempt", "result", "needs")
    fits = (Fit(row["fit_id"], *(row[name] or "" for name in names)) for row in figures.book.rows("fits"))
    return [tested for fit in fits if (tested := _tested(fit, figures))]


def _tested(fit: Fit, figures: Mapping) -> Tested | None:
    try:
        left, right = figures[fit.left], figures[fit.right]
        result = figures[fit.result] if fit.result and not fit.attempt else None
    except (NotSelected, Refusal):
        return None
    made = next((f for f in (result, left, right) if f is not None and f.is_derived), None)
    try:
        if fit.attempt:
            made = figures[fit.attempt]
            return Tested(fit, left, right, "made", "The library permits it.", made, "made")
        if fit.compare == "values":
            verdict, reason = _by_value(left, right)
            return Tested(fit, left, right, verdict, reason, made, verdict)
    except NotSelected:
        return None
    except Refusal as refusal:  # of the attempt, or of two units that no factor joins
        reason = f"{refusal.reason[:1].upper()}{refusal.reason[1:]}."
        return Tested(fit, left, right, "refused", reason, told="refused")
    found = compare(left, right)
    return Tested(fit, left, right, f"{found.verdict}, {found.detail}", found.reason, made, _told(found))


def _told(found: Verdict) -> str:
    """A verdict in the few words that stand before its reason."""
    differs = found.verdict == NOT_COMPARABLE and found.detail not in ("no number", "forecast")
    return f"{found.verdict}: {found.decided_by}{' differs' if differs else ''}"


def _by_value(left: Figure, right: Figure) -> tuple[str, str]:
    if meets(values_of(left), values_of(right, left)):
        return "fits", "There are numbers that fit both."
    about = any(f.approx or f.bound == "about" for f in (left, right))
    no = 'They lie far apart, though "about" has no stated width.' if about else "No number fits both."
    return "does not fit", no
