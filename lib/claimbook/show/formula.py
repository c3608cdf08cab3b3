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
_UNIT = re.compile(r"^\(?(?P<made>.*?)\)?,? in (?P<unit>[^ ,]+)(?:, (?P<year>[\d.]+ days a year))?$")
_TIMES = re.compile(r"\b(day|week|month|year)\b")


def in_figures(entry: Mapping[str, Any], entries: Mapping[str, Mapping[str, Any]]) -> str:
    """The formula of a derived entry in words and figures: "at least 1,100 ÷ 11,000".

    entries: id -> entry, those of its inputs among them; an id that has none stays as it is.
    """
    formula = clean(entry.get("formula") or "")
    if formula.startswith(_ASSUMED):
        return days_in_words(f"assumed, {formula.removeprefix(_ASSUMED)}")
    inputs = {id: entries[id] for id in entry.get("inputs") or [] if id in entries}
    in_unit = _UNIT.match(formula)
    if in_unit:
        year = _year(
            in_unit["year"], [in_unit["unit"], *(made.get("unit") or "" for made in inputs.values())]
        )
        formula = in_unit["made"] + (f", with {year}" if year else "")
    texts = {id: clean(made["text"]) for id, made in inputs.items()}
    if (
        clean(entry.get("text") or "") in texts.values()
    ):  # else it would read as if nothing had been worked out
        texts = {id: text + _named(inputs[id]) for id, text in texts.items()}
    if texts:
        known = "|".join(re.escape(id) for id in sorted(texts, key=len, reverse=True))
        formula = re.sub(rf"(?<![\w-])({known})(?![\w-])", lambda m: texts[m[1]], formula)
    for sign, written in _SIGNS.items():
        formula = formula.replace(sign, written)
    return days_in_words(formula)


def _named(entry: Mapping[str, Any]) -> str:
    return f" [{clean(entry['label'])}]" if entry.get("label") else ""


def _year(days: str | None, units: list[str]) -> str:
    """How long a year is, where a conversion needs it: twelve months to the month, 365.25 days to the day or
    week."""
    times = {name for unit in units for name in _TIMES.findall(unit)}
    if not days or times <= {"day", "week"}:
        return ""
    return days if times & {"day", "week"} else "12 months a year" if len(times) > 1 else ""


def worked_out(entry: Mapping[str, Any], entries: Mapping[str, Mapping[str, Any]]) -> str:
    """The same with the word of who makes it: "our arithmetic: ..." or "our assumption: ..."."""
    words = in_figures(entry, entries)
    ours = "our assumption: " if words.startswith("assumed, ") else "our arithmetic: "
    return ours + words.removeprefix("assumed, ") if words else ours.rstrip(": ")
