"""A formula as a brief must write it: the figures in place of their ids, read from the lineage and not from the page."""

from __future__ import annotations

from claimbook.errors import Refusal
from claimbook.figure import Figure
from claimbook.trace.days import days_said
from claimbook.trace.recalculate import ASSUMED, YEAR, converted
from claimbook.trace.tree import plain

_WRITTEN = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def worked_out(figure: Figure) -> str:
    """Who works a figure out and how: "our arithmetic: at least 1,100 ÷ 11,000", "our assumption: ..."."""
    formula = figure.lineage.formula
    if formula.startswith(ASSUMED):
        return plain(f"our assumption: {days_said(formula.removeprefix(ASSUMED))}")
    return plain(f"our arithmetic: {_said(formula, figure.lineage.inputs)}")


def _said(formula: str, inputs: tuple[Figure, ...]) -> str:
    inner, unit = converted(formula)
    if unit is not None:
        return _said(inner, inputs) + (f", with{YEAR.removeprefix(',')}" if formula.endswith(YEAR) else "")
    if len(inputs) == 1:
        return inputs[0].text() if inner == inputs[0].id else days_said(inner)
    for sign, written in _WRITTEN.items():
        if len(inputs) == 2 and inner == f"{inputs[0].id} {sign} {inputs[1].id}":
            return f"{inputs[0].text()} {written} {inputs[1].text()}"
    return inner


def parts_of(words: str, inputs: tuple[Figure, ...]) -> str | None:
    """The formula over these inputs that is written so; None where none is."""
    words = words.removesuffix(f", with{YEAR.removeprefix(',')}")
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
