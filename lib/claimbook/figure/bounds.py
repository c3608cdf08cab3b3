"""What is known of one true value: its stated ends, and arithmetic on them.

Nothing here knows what is counted. An end that nobody stated is None and stays
None: that a quantity cannot be negative never turns into a bound of its own,
so "at least 100" plus "less than 1,000" has no end at all (FIELD: bounds in
arithmetic). For quantities from zero upwards, whatever true values lie inside
the operands, the true result lies inside the result.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from claimbook.errors import Refusal


@dataclass(frozen=True)
class Bounds:
    """Stated ends of a quantity of zero or more; an end may be open ("more than").

    low, high: Fraction, or None where no end is stated. approx: an "about" is
    among the inputs, so the ends themselves are only about.
    """

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False
    approx: bool = False

    @property
    def is_point(self) -> bool:
        return self.low is not None and self.low == self.high

    def contains(self, value: Fraction) -> bool:
        """Whether a true value is compatible with the stated ends."""
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below


def add(a: Bounds, b: Bounds) -> Bounds:
    """a + b; refused where neither end of the sum is stated."""
    return _end_by_end(operator.add, a, b, "the sum")


def subtract(a: Bounds, b: Bounds) -> Bounds:
    """a - b of a whole and its part; ends at zero, and zero is no stated end."""
    low, high = _end(operator.sub, a.low, b.high), _end(operator.sub, a.high, b.low)
    low_open, high_open = a.low_open or b.high_open, a.high_open or b.low_open
    if high is not None and (high < 0 or (high == 0 and high_open)):
        if a.approx or b.approx:
            raise Refusal('the part may be larger than its whole: "about" states no end')
        raise Refusal("the difference would be below zero: the part is larger than its whole")
    if low is not None and low <= 0:
        low = None
    return _result(low, high, low_open, high_open, a, b, "the difference")


def multiply(a: Bounds, b: Bounds) -> Bounds:
    """a * b for quantities of zero or more."""
    return _end_by_end(operator.mul, a, b, "the product")


def divide(a: Bounds, b: Bounds) -> Bounds:
    """a / b; a floor below the line becomes a ceiling of the ratio, and the reverse."""
    if b.high == 0:
        raise Refusal("the base is zero")
    low, high = _end(operator.truediv, a.low, b.high), _end(operator.truediv, a.high, b.low or None)
    return _result(low, high, a.low_open or b.high_open, a.high_open or b.low_open, a, b, "the ratio")


def _end_by_end(operate: Callable, a: Bounds, b: Bounds, what: str) -> Bounds:
    low, high = _end(operate, a.low, b.low), _end(operate, a.high, b.high)
    return _result(low, high, a.low_open or b.low_open, a.high_open or b.high_open, a, b, what)


def _end(operate: Callable, x: Fraction | None, y: Fraction | None) -> Fraction | None:
    return None if x is None or y is None else operate(x, y)


def _result(low, high, low_open, high_open, a, b, what) -> Bounds:
    if high == 0:
        low = high  # between zero, where such quantities end, and zero: zero itself, which is never open
    elif low == 0:
        low = None  # zero is where they end anyway; it says nothing
    if low is None and high is None:
        raise Refusal(f"{what} cannot be bounded: one figure has {_ends(a)}, the other {_ends(b)}")
    return Bounds(low, high, bool(low) and low_open, bool(high) and high_open, a.approx or b.approx)


def _ends(x: Bounds) -> str:
    if x.is_point:
        return "one value"
    if x.low is not None and x.high is not None:
        return "both ends"
    return "only a lower end" if x.low is not None else "only an upper end"
