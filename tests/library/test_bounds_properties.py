"""Where every input has stated ends, the true result lies inside the output.

True values are drawn inside the stated ends; the operation on the true values
must lie inside the operation on the bounds, or the operation is refused.
"""

from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from claimbook.errors import Refusal
from claimbook.figure import bounds
from claimbook.figure.bounds import Bounds
from claimbook.figure.wording import rounded

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
    known = Bounds(low if shape != "ceiling" else None, high if shape != "floor" else None,
                   open_low and shape != "ceiling", open_high and shape != "floor")
    truth = draw(number) if shape == "floor" else low + draw(st.fractions(0, 1, max_denominator=50)) * (high - low)
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
    assert abs(rounded(value) - value) <= rounded(value, "up") - rounded(value, "down") or value == rounded(value)


@given(value=st.fractions(min_value=Fraction(1, 10**6), max_value=10**12))
@settings(derandomize=True, max_examples=200, deadline=None)
def test_rounding_twice_changes_nothing(value):
    once = rounded(value)
    assert rounded(once) == once
