"""Two figures made into one: its ends, its unit, what it counts and what is told beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from claimbook.figure import bounds, rules, units
from claimbook.figure.bounds import Bounds
from claimbook.figure.lineage import Claim, Derivation

if TYPE_CHECKING:
    from claimbook.figure.figure import Figure

# sign -> the operation on the ends, and its word in the id of the result
OPERATIONS = {
    "+": (bounds.add, "plus"),
    "-": (bounds.subtract, "less"),
    "*": (bounds.multiply, "times"),
    "/": (bounds.divide, "per"),
}


def combined(a: Figure, b: Figure, sign: str) -> Figure:
    """a + b, a - b, a * b or a / b. Raises Refusal where a careful analyst would refuse."""
    operate, word = OPERATIONS[sign]
    share = sign == "/" and rules.is_share(a, b)
    if sign in "+-":
        counted, rule = rules.combined(a, b, sign)
        ends, unit = operate(a.bounds, b.to(a.unit).bounds), a.unit
    else:
        counted, rule = rules.product(a, b, sign), None
        unit, scale = units.combine(a.unit, b.unit, sign)
        if share:
            unit, scale = "percent", scale * 100
        ends = _scaled(operate(a.bounds, b.bounds), scale)
    point = ends.is_point
    return type(a)(  # Figure itself, which imports this file
        f"{_part(a)}-{word}-{_part(b)}",
        _bound(ends, a, b, sign),
        unit,
        counted,
        Derivation(sign, (a, b), rule),
        None if point else ends.low,
        ends.low if point else None,
        None if point else ends.high,
        ends.approx,
        base=_base(b) if share else None,
        caveats=tuple(dict.fromkeys(_caveats(a, b, share))),
    )


def _scaled(ends: Bounds, scale) -> Bounds:
    low, high = (None if end is None else end * scale for end in (ends.low, ends.high))
    return replace(ends, low=low, high=high)


def _bound(ends: Bounds, a: Figure, b: Figure, sign: str) -> str:
    if ends.is_point:
        if ends.approx:
            return "about"
        return "exact" if a.bound == b.bound == "exact" else "as_printed"
    if ends.high is None:
        return "more_than" if ends.low_open else "at_least"
    if ends.low is not None:
        return "between"
    floor_below = sign == "/" and b.bounds.high is None
    return "less_than" if ends.high_open else "at_most" if floor_below else "up_to"


def _caveats(a: Figure, b: Figure, share: bool) -> Iterator[str]:
    """What is told beside the result: the caveats of both, and those of this step."""
    yield from (*a.caveats, *b.caveats)
    for figure in (a,) if share else (a, b):
        if figure.bound == "as_printed" and _claim(figure):  # a bare figure enters as printed
            yield f"taking the {figure.text()} as printed"
    for figure in (a, b):
        if figure.base:  # the base of a share that goes on into another figure stays named
            yield f"by a share {figure.base}"
    if a.counted.claimants != b.counted.claimants:
        voices = rules.claimants(a, b)
        yield f"across claimants ({'; '.join(voice.name for voice in voices)})"


def _base(figure: Figure) -> str:
    """What a share is a share of."""
    claim = _claim(figure)
    if claim and claim.unsourced:
        return f"of an unsourced {figure.text()}"
    return f"of {figure.text()} ({', '.join(figure.claimants)})"


def _claim(figure: Figure) -> Claim | None:
    """The claim that a figure is, also where it only stands in another unit."""
    while figure.is_derived and figure.lineage.op == "in":
        figure = figure.lineage.inputs[0]
    return None if figure.is_derived else figure.lineage


def _part(figure: Figure) -> str:
    """An id inside another one; unnamed arithmetic in brackets, so that two ways to compute stay apart."""
    made = any(f"-{word}-" in figure.id for _, word in OPERATIONS.values())
    return f"({figure.id})" if made and figure.is_derived and not figure.label else figure.id
