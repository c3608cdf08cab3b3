"""A formula as a brief must write it: the figures in place of their ids, read from the lineage and not from
the page."""

from __future__ import annotations

import re

from claimbook.errors import Refusal
from claimbook.figure import Figure, units
from claimbook.trace.days import days_said
from claimbook.trace.recalculate import ASSUMED, YEAR, converted
from claimbook.trace.tree import plain

MONTHS_A_YEAR = ", with 12 months a year"
_NAMES = re.compile(r" \[[^\[\]]*\]")
_WRITTEN = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def worked_out(figure: Figure) -> str:
    """Who works a figure out and how: "our arithmetic: at least 1,100 ÷ 11,000", "our assumption: ..."."""
    formula = figure.lineage.formula
    if formula.startswith(ASSUMED):
        return plain(f"our assumption: {days_said(formula.removeprefix(ASSUMED))}")
    return plain(f"our arithmetic: {_said(formula, figure.lineage.inputs, plain(figure.text()))}")


def _said(formula: str, inputs: tuple[Figure, ...], shown: str) -> str:
    inner, unit = converted(formula)
    if unit is not None:
        return _said(inner, inputs, shown) + (_year(unit, inputs) if formula.endswith(YEAR) else "")
    if len(inputs) == 1:
        return _input(inputs[0], inputs, shown) if inner == inputs[0].id else days_said(inner)
    for sign, written in _WRITTEN.items():
        if len(inputs) == 2 and inner == f"{inputs[0].id} {sign} {inputs[1].id}":
            return f"{_input(inputs[0], inputs, shown)} {written} {_input(inputs[1], inputs, shown)}"
    return inner


def _input(figure: Figure, inputs: tuple[Figure, ...], shown: str) -> str:
    """An input as its number; with its name where one of them reads as the result does."""
    alike = shown in {plain(made.text()) for made in inputs}
    return f"{figure.text()} [{figure.counts}]" if alike else figure.text()


def _year(unit: str, inputs: tuple[Figure, ...]) -> str:
    """The length of the year, as far as it was needed: none between days and weeks, months between months and
    years."""
    times = {
        name
        for text in (unit, *(made.unit for made in inputs))
        for name in units.names(text)
        if name in units.TIME_UNITS
    }
    if times <= {"day", "week"} or times in ({"month"}, {"year"}):
        return ""
    return MONTHS_A_YEAR if times == {"month", "year"} else f", with{YEAR.removeprefix(',')}"


def parts_of(words: str, inputs: tuple[Figure, ...]) -> str | None:
    """The formula over these inputs that is written so; None where none is."""
    words = _NAMES.sub("", words.removesuffix(f", with{YEAR.removeprefix(',')}").removesuffix(MONTHS_A_YEAR))
    if len(inputs) == 1:
        if words == plain(inputs[0].text()):
            return inputs[0].id
        try:
            length = inputs[0].period_length().lineage.formula
        except Refusal:
            return None
        return length if words == days_said(length) else None
    for sign, written in _WRITTEN.items():
        if len(inputs) == 2 and words == plain(f"{inputs[0].text()} {written} {inputs[1].text()}"):
            return f"{inputs[0].id} {sign} {inputs[1].id}"
    return None
