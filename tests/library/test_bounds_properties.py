"""Where every input has stated ends, the true result lies inside the output.

True values are drawn inside the stated ends; the operation on the true values
must lie inside the operation on the bounds, or the operation is refused.
"""

from fractions import Fraction

import pytest
from claimbook.errors import Refusal
from claimbook.figure import bounds
from claimbook.figure.bounds import Bounds
from claimbook.figure.wording import rounded
from figures import figure
from hypothesis import assume, given, settings
from hypothesis import strategies as st

number = st.fractions(min_value=0, max_value=10**7, max_denominator=1000)
ADD, SUBTRACT = (bounds.add, lambda x, y: x + y), (bounds.subtract, lambda x, y: x - y)
MULTIPLY, DIVIDE = (bounds.multiply, lambda x, y: x * y), (bounds.divide, lambda x, y: x / y)


@st.composite
def bounds_and_truth(draw):
    """Bounds of any shape, with a true value inside them."""
    low, high = sorted((draw(number), draw(number)))
    shape = draw(st.sampled_from(["point", "floor", "ceiling", "both"]))
    if shape == "point":
        return Bounds(low, low), low
    open_low, open_high = draw(st.booleans()), draw(st.booleans())
    known = Bounds(
        low if shape != "ceiling" else None,
        high if shape != "floor" else None,
        open_low and shape != "ceiling",
        open_high and shape != "floor",
    )
    truth = (
        draw(number)
        if shape == "floor"
        else low + draw(st.fractions(0, 1, max_denominator=50)) * (high - low)
    )
    truth = low + truth if shape == "floor" else truth
    assume(known.contains(truth))
    return known, truth


@pytest.mark.parametrize(("operation", "on_numbers"), [ADD, SUBTRACT, MULTIPLY, DIVIDE])
@given(a=bounds_and_truth(), b=bounds_and_truth())
@settings(derandomize=True, max_examples=400, deadline=None)
def test_the_true_result_lies_inside(operation, on_numbers, a, b):
    (left, x), (right, y) = a, b
    assume(operation is not bounds.divide or y > 0)
    assume(operation is not bounds.subtract or x >= y)  # a part of its whole
    try:
        result = operation(left, right)
    except Refusal:
        return
    assert result.contains(on_numbers(x, y))
    assert result.low is None or result.high is None or result.low <= result.high


@pytest.mark.parametrize(("operation", "on_numbers"), [ADD, MULTIPLY, DIVIDE, SUBTRACT])
@given(data=st.data())
@settings(derandomize=True, max_examples=200, deadline=None)
def test_two_closed_ranges_are_never_refused(operation, on_numbers, data):
    """The refusals must not swallow what can be said."""
    positive = st.fractions(min_value=1, max_value=10**6, max_denominator=100)
    (a, b), (c, d) = (sorted((data.draw(positive), data.draw(positive))) for _ in range(2))
    shift = d if operation is bounds.subtract else 0
    result = operation(Bounds(a + shift, b + shift), Bounds(c, d))
    ends = [on_numbers(x, y) for x in (a + shift, b + shift) for y in (c, d)]
    assert result.high == max(ends) and result.low in (min(ends), None)


@given(value=number)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_rounded_bounds_stay_true(value):
    assert rounded(value, "down") <= value <= rounded(value, "up")
    assert abs(rounded(value) - value) <= rounded(value, "up") - rounded(value, "down") or value == rounded(
        value
    )


@given(value=st.fractions(min_value=Fraction(1, 10**6), max_value=10**12))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_rounding_twice_changes_nothing(value):
    once = rounded(value)
    assert rounded(once) == once


# The same promise for whole Figures: units, shares, conversions and what is shown.
SHAPES = {"point": "exact {0}", "floor": "at_least {0}", "ceiling": "up_to {1}", "both": "between {0} {1}"}


@st.composite
def claim_and_truth(draw, measure, **what):
    """A Figure with stated ends and a true value inside them."""
    low = draw(st.integers(1, 10**6))
    high = low + draw(st.integers(1, 10**6))
    shape = draw(st.sampled_from(sorted(SHAPES)))
    truth = {
        "point": low,
        "floor": low + draw(st.integers(0, 10**6)),
        "ceiling": draw(st.integers(1, high)),
        "both": draw(st.integers(low, high)),
    }[shape]
    return figure(SHAPES[shape].format(low, high), measure, **what), Fraction(truth)


def shown(made):
    """The ends that a reader sees, as far as they are numbers."""
    ends = made.bounds
    return (
        None if ends.low is None or ends.is_point else rounded(ends.low, "down"),
        None if ends.high is None or ends.is_point else rounded(ends.high, "up"),
    )


@given(
    dead=claim_and_truth("killed"),
    hurt=claim_and_truth("wounded"),
    force=claim_and_truth("deployed", claimant="paper", accounting="stock", as_of=None),
)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_a_share_of_a_force_holds_the_true_share(dead, hurt, force):
    try:
        share = (dead[0] + hurt[0]) / force[0]
    except Refusal:
        return
    truth = (dead[1] + hurt[1]) / force[1] * 100
    low, high = shown(share)
    assert share.unit == "percent" and share.bounds.contains(truth)
    assert (low is None or low <= truth) and (high is None or truth <= high)


@given(
    pay=claim_and_truth("pay", unit="USD/person/month", accounting="rate", stage="potential", as_of=None),
    force=claim_and_truth("deployed", claimant="paper", accounting="stock", as_of=None),
)
@settings(derandomize=True, max_examples=200, deadline=None)
def test_a_payment_in_another_unit_of_time_holds_the_true_one(pay, force):
    try:
        yearly = (pay[0] * force[0]).to("USD/year")
    except Refusal:
        return
    assert yearly.unit == "USD/year" and yearly.bounds.contains(pay[1] * force[1] * 12)


@given(whole=claim_and_truth("killed-or-wounded"), part=claim_and_truth("killed"))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_what_is_left_of_a_whole_holds_the_true_rest_and_never_shows_zero_as_a_bound(whole, part):
    assume(part[1] <= whole[1])
    try:
        rest = whole[0] - part[0]
    except Refusal:
        return
    assert rest.bounds.contains(whole[1] - part[1])
    assert rest.low != 0 and (rest.high != 0) and (rest.best is None or rest.best >= 0)
