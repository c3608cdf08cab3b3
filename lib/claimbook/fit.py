"""Do the figures fit together: named tests of pairs, with what would have to be true.

A test compares two figures, claimed or derived; its verdict is compare's, or, where
a derived figure only exists to be held against a claim of another measure, whether
the two values can be one (`by_value`). A new test is a Fit in CATALOGUE.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimbook.compare import Verdict, compare
from claimbook.compare.reading import meets, reading
from claimbook.compare.walk import NOT_COMPARABLE
from claimbook.errors import NotSelected, Refusal
from claimbook.figure import Figure


@dataclass(frozen=True)
class Fit:
    """One test. left, right: ids. by_value: hold the values alone against each other, because
    the measures differ by construction. attempt: a derived figure that joins the two. result: a derived
    figure that says how far they fit. needs: what would have to be true, as a template whose {ids}
    are looked up."""

    id: str
    question: str
    left: str
    right: str
    needs: str
    by_value: bool = False
    attempt: str = ""
    result: str = ""


@dataclass(frozen=True)
class Tested:
    """A test with its result. verdict: compare's, `fits`, `does not fit` or `refused`; told: the same for a
    reader.
    made: the derived figure whose formula is the test's: its result, or the side that was worked out; None
    where both are claims."""

    fit: Fit
    left: Figure
    right: Figure
    verdict: str
    reason: str
    made: Figure | None = None
    told: str = ""


def tests_of(figures: Mapping) -> list[Tested]:
    """The tests whose figures are all there (or refused, which is a result), in order.

    figures: derive(book), which gives claims and derived figures by id.
    """
    return [tested for fit in CATALOGUE if (tested := _tested(fit, figures)) is not None]


def _tested(fit: Fit, figures: Mapping) -> Tested | None:
    try:
        left, right = figures[fit.left], figures[fit.right]
        if fit.attempt:
            return _attempted(fit, left, right, figures)
    except NotSelected:
        return None
    result = figures[fit.result] if fit.result else None
    made = next((f for f in (result, left, right) if f is not None and f.is_derived), None)
    if fit.by_value:
        verdict, reason = _by_value(left, right)
        return Tested(fit, left, right, verdict, reason, made, verdict)
    found = compare(left, right)
    return Tested(fit, left, right, f"{found.verdict}, {found.detail}", found.reason, made, _told(found))


def _told(found: Verdict) -> str:
    """A verdict in the few words that stand before its reason."""
    differs = (
        " differs"
        if found.verdict == NOT_COMPARABLE and found.detail not in ("no number", "forecast")
        else ""
    )
    return f"{found.verdict}: {found.decided_by}{differs}"


def _attempted(fit: Fit, left: Figure, right: Figure, figures: Mapping) -> Tested | None:
    try:
        made = figures[fit.attempt]
    except Refusal as refusal:
        return Tested(
            fit, left, right, "refused", f"{refusal.reason[:1].upper()}{refusal.reason[1:]}.", told="refused"
        )
    return Tested(fit, left, right, "made", "The library permits it.", made, "made")


def _by_value(left: Figure, right: Figure) -> tuple[str, str]:
    if meets(reading(left), reading(right.to(left.unit) if right.unit != left.unit else right)):
        return "fits", "There are numbers that fit both."
    about = any(f.approx or f.bound == "about" for f in (left, right))
    return "does not fit", (
        'They lie far apart, though "about" has no stated width.' if about else "No number fits both."
    )


CATALOGUE = (
    Fit(
        "payments-and-pay",
        "Do the yearly payments fit the force, at the pay that the NIS gave?",
        "troop-payments",
        "payments-for-force",
        "There would have to be {soldiers-for-payments} soldiers, or each would have to bring {money-per-soldier-month}.",  # noqa: E501
        by_value=True,
        result="payments-over-pay",
    ),
    Fit(
        "injured-per-dead",
        "Does the ratio of injured to dead fit what is claimed of Russian forces?",
        "nis-injured-per-dead",
        "us-injured-per-dead-russia",
        "Nothing more: a ceiling leaves room. If the ratio were that of Russian forces, the dead would be more than the "  # noqa: E501
        "floor says, or the injured fewer than the {nis-wounded} printed.",
        by_value=True,
        result="nis-injured-per-dead",
    ),
    Fit(
        "gur-in-nis",
        "Do the GUR's casualties fit into the NIS's?",
        "gur-casualties",
        "nis-dead-and-injured",
        "Nothing more: any number fits below a whole that has no upper end. It confirms nothing.",
        result="nis-dead-and-injured",
    ),
    Fit(
        "echo",
        "Does the US voice confirm the GUR's figure?",
        "gur-casualties",
        "nsc-casualties",
        "The spokesman would have to have given the number; other reports have him speak of {nsc-casualties-joongang}.",  # noqa: E501
    ),
    Fit(
        "russian-years",
        "Do the Russian casualties fit what the US official said?",
        "russian-casualties",
        "russian-casualties-pentagon",
        "The article's round span would have to be the {russian-casualties-pentagon-span} that we count from the invasion to the day on "  # noqa: E501
        "which the official spoke.",
    ),
    Fit(
        "conscripts",
        "Are there so many conscripts?",
        "conscripts",
        "active-whitepaper",
        "Every active soldier would have to be a conscript, and {active-whitepaper} be rounded up.",
    ),
    Fit(
        "reserve",
        "Are there so many reservists?",
        "reservists",
        "organised-reserve-iiss",
        "Militias and youth bodies would have to count as reservists: organised units hold {organised-reserve-iiss}.",  # noqa: E501
    ),
    Fit(
        "containers",
        "Were so many containers shipped?",
        "containers",
        "containers-us",
        "The article's bare number would have to be the floor that the US states.",
    ),
    Fit(
        "battalion",
        "Is the force in Belgorod a second of the same kind?",
        "second-battalion",
        "troops-in-russia",
        "Its size would have to be stated. {troops-in-russia!c} men are no single battalion.",
    ),
    Fit(
        "earned-or-worth",
        "Was the money for arms earned?",
        "arms-earnings",
        "arms-value-study",
        "The top of a range of the worth of deliveries, {arms-value-study}, would have to have been paid.",
    ),
    Fit(
        "another",
        "Do payments for troops come on top of the money for arms?",
        "arms-earnings",
        "troop-payments",
        "Somebody would have to state over how many years the payments run, and that both were paid.",
        attempt="arms-and-payments",
    ),
    Fit(
        "army-and-reserve",
        "Can army and reserve be added?",
        "conscripts",
        "reservists",
        "A rule would have to make one measure of both; nobody counts them as one body.",
        attempt="army-and-reserve",
    ),
    Fit(
        "two-claimants",
        "Can the GUR's and the NIS's figures be added?",
        "gur-casualties",
        "nis-killed",
        "Never: each counts for itself, and one is a part of the other.",
        attempt="gur-plus-nis",
    ),
)
