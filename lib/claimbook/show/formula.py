"""A formula as a reader reads it: the figures in it in place of their ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from claimbook.show.safe import clean
from claimbook.show.spans import days_in_words

_SIGNS = {" * ": " × ", " / ": " ÷ ", " - ": " − "}
_ASSUMED = "assumed: "
# "(a / b), in person/day, 365.25 days a year": the result names its unit already
_UNIT = re.compile(r"^\(?(?P<made>.*?)\)?,? in [^ ,]+(?:, (?P<year>[\d.]+ days a year))?$")


def in_figures(entry: Mapping[str, Any], entries: Mapping[str, Mapping[str, Any]]) -> str:
    """The formula of a derived entry in words and figures: "at least 1,100 ÷ 11,000".

    entries: id -> entry, those of its inputs among them; an id that has none stays as it is.
    """
    formula = clean(entry.get("formula") or "")
    if formula.startswith(_ASSUMED):
        return days_in_words(f"assumed, {formula.removeprefix(_ASSUMED)}")
    in_unit = _UNIT.match(formula)
    if in_unit:
        formula = in_unit["made"] + (f", with {in_unit['year']}" if in_unit["year"] else "")
    texts = {id: clean(entries[id]["text"]) for id in entry.get("inputs") or [] if id in entries}
    if texts:
        known = "|".join(re.escape(id) for id in sorted(texts, key=len, reverse=True))
        formula = re.sub(rf"(?<![\w-])({known})(?![\w-])", lambda m: texts[m[1]], formula)
    for sign, written in _SIGNS.items():
        formula = formula.replace(sign, written)
    return days_in_words(formula)


def worked_out(entry: Mapping[str, Any], entries: Mapping[str, Mapping[str, Any]]) -> str:
    """The same with the word of who makes it: "our arithmetic: ..." or "our assumption: ..."."""
    words = in_figures(entry, entries)
    ours = "our assumption: " if words.startswith("assumed, ") else "our arithmetic: "
    return ours + words.removeprefix("assumed, ") if words else ours.rstrip(": ")
