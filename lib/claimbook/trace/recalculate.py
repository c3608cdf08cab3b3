"""A derived figure from its formula and inputs alone: what an entry says must give what it shows."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from claimbook.errors import Refusal
from claimbook.figure import Bounds, Figure, Rule, bounds, units
from claimbook.figure.since import days_again
from claimbook.trace.tree import plain

_OPERATIONS = {"+": bounds.add, "-": bounds.subtract, "*": bounds.multiply, "/": bounds.divide}
YEAR = ", 365.25 days a year"
ASSUMED = "assumed: "


class CannotCompute(Exception):
    """A formula that is none, or that the library refuses; the message says why."""


def fault_of(figure: Figure) -> str | None:
    """What is wrong with the formula of a derived figure: recomputed from its inputs it gives other ends.

    An assumption of the parameters has no inputs; its value is what the parameters say.
    """
    formula, inputs = figure.lineage.formula, figure.lineage.inputs
    if not inputs:
        return None if formula.startswith(ASSUMED) else f"a formula without inputs ({formula})"
    try:
        ends, unit = ends_of(formula, inputs)
    except (CannotCompute, Refusal, ValueError) as error:
        return f"a formula that gives no number ({error})"
    scale = units.factor(unit, figure.unit)
    made = replace(
        ends,
        low=None if ends.low is None else ends.low * scale,
        high=None if ends.high is None else ends.high * scale,
    )
    stated = figure.bounds
    return (
        None
        if (made.low, made.high, made.approx) == (stated.low, stated.high, stated.approx)
        else "a formula that gives another number"
    )


def ends_of(formula: str, inputs: tuple[Figure, ...]) -> tuple[Bounds, str]:
    """The ends that a formula gives, and their unit. Raises CannotCompute and Refusal."""
    inner, unit = converted(formula)
    if unit is not None:
        ends, source = ends_of(inner, inputs)
        scale = units.factor(source, unit)
        return replace(
            ends,
            low=None if ends.low is None else ends.low * scale,
            high=None if ends.high is None else ends.high * scale,
        ), unit
    if len(inputs) == 1:
        if inner == inputs[0].id:
            return inputs[0].bounds, inputs[0].unit
        length = days_again(inner, inputs[0]) or inputs[0].period_length()
        if inner == length.lineage.formula:
            return length.bounds, length.unit
    for sign, operation in _OPERATIONS.items():
        if len(inputs) == 2 and inner == f"{inputs[0].id} {sign} {inputs[1].id}":
            return _joined(*inputs, sign, operation)
    raise CannotCompute(f"{formula} is no formula over {' and '.join(f.id for f in inputs)}")


def converted(formula: str) -> tuple[str, str | None]:
    """A formula and the unit that it is written in, where it says one."""
    bare = formula.removesuffix(YEAR)
    found = re.fullmatch(r"\((?P<inner>.*)\), in (?P<unit>\S*)|(?P<name>\S+) in (?P<other>\S+)", bare)
    if found is None:
        return formula, None
    return (found["inner"], found["unit"]) if found["inner"] is not None else (found["name"], found["other"])


def _joined(a: Figure, b: Figure, sign: str, operation) -> tuple[Bounds, str]:
    if sign in "+-":
        return operation(a.bounds, b.to(a.unit).bounds), a.unit
    unit, scale = units.combine(a.unit, b.unit, sign)
    ends = operation(a.bounds, b.bounds)
    return replace(
        ends,
        low=None if ends.low is None else ends.low * Fraction(scale),
        high=None if ends.high is None else ends.high * Fraction(scale),
    ), unit


def made_again(
    id: str, formula: str | None, inputs: tuple[Figure, ...], rule: str, words: str, shown: str
) -> Figure:
    """The figure of an entry that only a notebook made, by the library's own arithmetic. Raises
    CannotCompute.

    rule: the words of a rule of its own under which two figures were added, "" for none.
    formula: over the ids of the inputs; None where none was found in the words of the entry.
    words: what the entry says after the number, which it shows: label, base and caveats.
    """
    if formula is None:
        raise CannotCompute(f"its words are no formula over {' and '.join(f.id for f in inputs)}")
    try:
        made = _in_unit(_by_the_library(formula, inputs, rule), shown, id, inputs)
    except Refusal as refusal:
        raise CannotCompute(f"the library refuses it: {refusal.reason}") from None
    told = "".join(f", {part}" for part in (made.base, *made.caveats) if part)
    label, _, further = words.partition(told) if told else (words, "", "")
    if not made.is_derived:
        raise CannotCompute(f"{formula} is a claim and no formula")
    named = {} if (made.id, made.counts) == (id, label) else {"id": id, "label": label}
    return replace(made, **named, caveats=(*made.caveats, further.lstrip(", ")) if further else made.caveats)


def _in_unit(made: Figure, shown: str, id: str, inputs: tuple[Figure, ...]) -> Figure:
    """The figure in the unit of time in which the entry shows it; its own where it fits none."""
    if plain(made.text()) == shown:
        return made
    for name in {name for name in units.names(made.unit) if name in units.TIME_UNITS}:
        for other in units.TIME_UNITS:
            named = made if made in inputs else replace(made, id=id, label=made.counts)
            candidate = named.to(re.sub(rf"\b{name}\b", other, made.unit))
            if plain(candidate.text()) == shown:
                return candidate
    return made


def _by_the_library(formula: str, inputs: tuple[Figure, ...], rule: str) -> Figure:
    inner, unit = converted(formula)
    if unit is not None:
        return _by_the_library(inner, inputs, rule).to(unit)
    if len(inputs) == 1:
        if inner == inputs[0].id:
            return inputs[0]
        return days_again(inner, inputs[0]) or inputs[0].period_length()
    if len(inputs) != 2:
        raise CannotCompute(f"{formula} has {len(inputs)} inputs, expected one or two")
    a, b = inputs
    if inner == f"{a.id} + {b.id}" and rule:
        own = Rule(
            "as the entry says", "+", a.counted.measure.id, b.counted.measure.id, a.counted.measure.id, rule
        )
        return a.plus(b, own)
    for sign, act in {"+": a.__add__, "-": a.__sub__, "*": a.__mul__, "/": a.__truediv__}.items():
        if inner == f"{a.id} {sign} {b.id}":
            return act(b)
    raise CannotCompute(f"{formula} is no formula over {a.id} and {b.id}")
