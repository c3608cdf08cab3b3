"""The walk through the differences of two figures, and the verdict at its end."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import attrgetter

from claimbook.compare.days import AT_A_TIME, day_of, period_of
from claimbook.compare.independence import independence
from claimbook.compare.values import converted, meets, values_of, wholly_below
from claimbook.figure import Claim, Figure
from claimbook.figure.rules import in_words, unit_words
from claimbook.figure.units import same_dimension
from claimbook.figure.wording import digits

SAME, COMPATIBLE, NESTED = "same value", "compatible", "nested"
CONTRADICT, NOT_COMPARABLE = "contradict", "not comparable"
# In which way the part counts less than the whole.
_NARROWER = {
    "claim": "the claimant says so",
    "subject": "a smaller group",
    "kind": "a narrower kind",
    "place": "a smaller place",
    "time": "a shorter time",
}
# What decided, for a reader; a detail that is not here reads as it is.
_DECIDED = {
    "consistent": "the part fits",
    "exceeds the whole": "the part is too large",
    "overlap": "some numbers fit both",
    "disjoint": "no number fits both",
    "about": '"about" has no limits',
    "not independent": "one source",
    "independence not stated": "perhaps one source",
    "independent": "different sources",
    "subject": "who is counted",
    "measure": "what is counted",
    "scope": "where it is counted",
    "period": "the span of time",
    "date": "the day",
    "accounting": "the way of counting",
    "stage": "how far the money has come",
    "unit": "the unit",
    "no number": "no number is stated",
    "forecast": "one is a forecast",
}


@dataclass(frozen=True)
class Verdict:
    """What may be said of the figures a and b.

    verdict: same value, compatible, nested, contradict or not comparable. detail: the
    decisive circumstance. part: of a nested pair, the id of the figure that is the part.
    """

    a: Figure
    b: Figure
    verdict: str
    detail: str
    reason: str
    part: str | None = None

    @property
    def decided_by(self) -> str:
        """The decisive circumstance in a reader's words."""
        return _DECIDED.get(self.detail, self.detail)

    def __str__(self) -> str:
        return f"{self.a.id} and {self.b.id}: {self.verdict} ({self.detail}). {self.reason}"

    def _repr_html_(self) -> str:
        safe = [html.escape(t).replace("$", "<span>$</span>") for t in (self.a.id, self.b.id, self.reason)]
        told = f"<strong>{self.verdict}</strong> ({html.escape(self.detail)})"
        return f"<p>{safe[0]} and {safe[1]}: {told}. {safe[2]}</p>"


class _Differs(Exception):
    """The decisive difference: nothing further is looked at."""

    def __init__(self, detail: str, reason: str):
        self.detail, self.reason = detail, reason


def compare(left: Figure, right: Figure) -> Verdict:
    """What may be said of two figures, with the reason; never raises for any two figures."""
    if left.id == right.id and left.bound != "vague":
        return Verdict(left, right, SAME, "not independent", "It is one and the same figure.")
    walk = _Walk(left, right)
    try:
        verdict, detail, reason = walk.verdict()
    except _Differs as difference:
        verdict, detail, reason = NOT_COMPARABLE, difference.detail, difference.reason
    part = walk.part.id if verdict == NESTED and walk.part is not None else None
    return Verdict(left, right, verdict, detail, reason, part)


def compare_all(figures: Sequence[Figure]) -> list[Verdict]:
    """The verdict on each pair of the figures, in their order."""
    return [compare(a, b) for a, b in combinations(figures, 2)]


class _Walk:
    """Who is the part so far, and by what."""

    def __init__(self, left: Figure, right: Figure):
        self.left, self.right = left, right
        self.part: Figure | None = None
        self.ways: list[str] = []

    def verdict(self) -> tuple[str, str, str]:
        self._numbers_of_one_kind()
        if self._stated_part():
            return self._fit()
        self._terms()
        if self._in_time_is_decided():
            return self._fit()
        return self._fit() if self.part is not None else self._beside()

    # -- the differences, in order -------------------------------------------
    def _numbers_of_one_kind(self) -> None:
        for figure in (self.left, self.right):
            if figure.bound == "vague":
                found = f"{_upper(figure.who_counts)} states no number, only {figure.text()}"
                raise _Differs("no number", f"{found}; none is made of it.")
        for detail, kind in (("forecast", "forecast"), ("accounting", "rate"), ("accounting", "ratio")):
            having = [f.who_counts for f in (self.left, self.right) if f.counted.accounting == kind]
            if len(having) == 1:
                raise _Differs(detail, f"{_upper(having[0])} is {in_words(kind)}, the other figure is not.")

    def _stated_part(self) -> bool:
        for part, whole in ((self.left, self.right), (self.right, self.left)):
            if isinstance(part.lineage, Claim) and part.lineage.part_of == whole.id:
                self._nest("claim", part, "claim")
        return self.part is not None

    def _terms(self) -> None:
        x, y = self.left.counted, self.right.counted
        self._term("subject", "subject")
        self._term("measure", "kind")
        if x.stage != y.stage:
            raise _Differs("stage", f"Money {x.stage} and money {y.stage} are different things.")
        if (x.accounting == "stock") != (y.accounting == "stock"):
            raise _Differs(
                "accounting", "One says how many there are at a date, the other adds up over time."
            )
        if not same_dimension(self.left.unit, self.right.unit):
            words = x.vocabulary or y.vocabulary
            units = " and ".join(unit_words(figure.unit, words) for figure in (self.left, self.right))
            raise _Differs("unit", f"{_upper(units)}: no rate between the two is stated.")
        self._term("scope", "place")

    def _term(self, step: str, way: str) -> None:
        x, y = getattr(self.left.counted, step), getattr(self.right.counted, step)
        if x == y:
            return
        if x.within(y):
            self._nest(step, self.left, way)
        elif y.within(x):
            self._nest(step, self.right, way)
        else:
            raise _Differs(step, f"{_upper(x.label)} and {y.label}: neither is a part of the other.")

    def _nest(self, step: str, part: Figure, way: str) -> None:
        if self.part is not None and self.part is not part:
            ways = " and ".join(_NARROWER[known] for known in self.ways)
            raise _Differs(
                step,
                f"{_upper(self.part.who_counts)} counts {ways}, {part.who_counts} {_NARROWER[way]}: "
                "neither is a part of the other.",
            )
        self.part = part
        if way not in self.ways:
            self.ways.append(way)

    # -- time -----------------------------------------------------------------
    def _in_time_is_decided(self) -> bool:
        """Look at the period and the day; True where growth of a running total settles it."""
        kinds = (self.left.counted.accounting, self.right.counted.accounting)
        if kinds == ("increment", "increment"):
            self._two_increments()
        elif "increment" in kinds and "cumulative" in kinds:
            self._increment_of_a_total()
        elif kinds == ("cumulative", "cumulative"):
            return self._two_totals()
        elif self.part is None and kinds[0] in AT_A_TIME and not self._one_day():
            raise _Differs(
                "date", "What holds at a time can rise and fall: these two are of different times."
            )
        return False

    def _one_day(self) -> bool:
        return day_of(self.left).meets(day_of(self.right))

    def _two_increments(self) -> None:
        p, q = period_of(self.left), period_of(self.right)
        if p is None or q is None:
            raise _Differs("period", "The days that one of them covers are not stated.")
        if p == q:
            return
        if q.first <= p.first and p.last <= q.last:
            self._nest("period", self.left, "time")
        elif p.first <= q.first and q.last <= p.last:
            self._nest("period", self.right, "time")
        else:
            raise _Differs("period", "They cover different days, and neither's days hold the other's.")

    def _increment_of_a_total(self) -> None:
        first = self.left.counted.accounting == "increment"
        increment, total = (self.left, self.right) if first else (self.right, self.left)
        covered = period_of(increment) or day_of(increment)
        begins = total.counted.period[0]
        if covered.last > day_of(total).last or (begins and begins > covered.first):
            raise _Differs(
                "period",
                f"The days of {increment.who_counts} are not all within those of {total.who_counts}.",
            )
        self._nest("period", increment, "time")

    def _two_totals(self) -> bool:
        durations = [
            f.lineage.duration if isinstance(f.lineage, Claim) else None for f in (self.left, self.right)
        ]
        if durations[0] != durations[1]:
            raise _Differs(
                "period",
                "They cover different spans of time; one of them is given in round numbers, without its "
                "days.",
            )
        starts = [f.counted.period[0] for f in (self.left, self.right)]
        if all(starts) and starts[0] != starts[1]:
            self._nest("period", self.left if starts[0] > starts[1] else self.right, "time")
        if self.part is not None or self._one_day():
            return False
        earlier, later = sorted((self.left, self.right), key=lambda f: day_of(f).first)
        if wholly_below(values_of(earlier), values_of(later, earlier)):
            self._nest("date", earlier, "time")
        return self.part is not None

    # -- the verdict ----------------------------------------------------------
    def _about(self) -> bool:
        return any(f.approx or f.bound == "about" for f in (self.left, self.right))

    def _fit(self) -> tuple[str, str, str]:
        whole = self.right if self.part is self.left else self.left
        ways = " and ".join(_NARROWER[way] for way in self.ways)
        what = f"{_upper(self.part.who_counts)} counts a part of what {whole.who_counts} counts: {ways}"
        inside, outside = values_of(self.part), values_of(whole, self.part)
        if not wholly_below(outside, inside):
            return NESTED, "consistent", f"{what}. It is not too large for that, which is no confirmation."
        if self._about():
            return (
                NESTED,
                "cannot be told",
                f'{what}. It is larger, but "about" states no limit that it could exceed.',
            )
        if self._may_have_grown(whole):
            return NESTED, "cannot be told", f"{what}. It is larger, but of another time."
        return NESTED, "exceeds the whole", f"{what}. Yet it is larger than the whole can be."

    def _may_have_grown(self, whole: Figure) -> bool:
        if self.part.counted.accounting in AT_A_TIME:
            return not self._one_day()
        return day_of(self.part).last > day_of(whole).first

    def _beside(self) -> tuple[str, str, str]:
        a, b = values_of(self.left), values_of(self.right, self.left)
        one_day = self._one_day()
        if one_day and self._identical():
            return SAME, *independence(self.left, self.right)
        if self._about():
            return (
                COMPATIBLE,
                "about",
                '"About" states no limits, so neither figure refutes the other: show both.',
            )
        gap, bounds = self._gap(a, b), {self.left.bound, self.right.bound}
        if gap:
            return COMPATIBLE, gap, "Both can be true at once."
        if meets(a, b) or self._rising(a, b):
            loosely = (
                "; a figure printed without a bound may be a rounded one" if "as_printed" in bounds else ""
            )
            return COMPATIBLE, "overlap", f"Both can be true{loosely}."
        bare = self.left.bound == self.right.bound == "as_printed"
        far = "they differ by more than rounding explains" if bare else "no number fits both statements"
        return CONTRADICT, "beyond rounding" if bare else "disjoint", f"They count the same thing, and {far}."

    def _identical(self) -> bool:
        ends = attrgetter("bound", "low", "best", "high")
        return ends(self.left) == ends(converted(self.right, self.left))

    def _gap(self, a, b) -> str | None:
        if a.high is None and b.high is None:
            return f"two floors, gap {_plain(abs(a.low - b.low))}"
        if a.low is None and b.low is None:
            return f"two ceilings, gap {_plain(abs(a.high - b.high))}"
        return None

    def _rising(self, a, b) -> bool:
        """A running total cannot fall: of two days only a later one wholly below is a contradiction."""
        if self.left.counted.accounting != "cumulative" or self._one_day():
            return False
        earlier, later = (a, b) if day_of(self.left).first <= day_of(self.right).first else (b, a)
        return not wholly_below(later, earlier)


def _plain(value) -> str:
    return digits(value).replace(",", "")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
