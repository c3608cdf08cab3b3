"""The values that a figure can stand for, when it is held against another one."""

from __future__ import annotations

from fractions import Fraction

from claimbook.figure import Bounds, Figure


def values_of(figure: Figure, like: Figure | None = None) -> Bounds:
    """The values that a figure can stand for, in the unit of `like` where one is given.

    A bare or about figure is read to its printed rounding, half a unit of its last
    digit that is not zero: 11,000 is 10,500 up to but not including 11,500.
    Ends as stated otherwise; what we derived is read as it is.
    """
    figure = converted(figure, like or figure)
    known = figure.bounds
    if figure.bound not in ("as_printed", "about") or figure.is_derived:
        return known
    half = printed_unit(figure.best) / 2
    low, high = max(figure.best - half, Fraction(0)), figure.best + half
    return Bounds(low, high, high_open=True, approx=known.approx)


def converted(figure: Figure, like: Figure) -> Figure:
    """The figure in the unit of another one."""
    return figure if figure.unit == like.unit else figure.to(like.unit)


def printed_unit(value: Fraction) -> Fraction:
    """The place of the last digit that is not zero: 1,000 for 11,000 and 0.1 for 4.5."""
    if value == 0:
        return Fraction(1)
    unit = Fraction(1)
    while (value / unit).denominator != 1:
        unit /= 10
    while (value / (unit * 10)).denominator == 1:
        unit *= 10
    return unit


def meets(a: Bounds, b: Bounds) -> bool:
    """Whether one value can be both."""
    return not wholly_below(a, b) and not wholly_below(b, a)


def wholly_below(a: Bounds, b: Bounds) -> bool:
    """Whether every value of a is less than every value of b."""
    if a.high is None or b.low is None:
        return False
    return a.high < b.low or (a.high == b.low and (a.high_open or b.low_open))
