"""Units of the figures: money where money stands, rates per time, whole numbers of what is counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from babel.numbers import list_currencies

from claimbook.errors import Fault
from claimbook.tables.cells import Row
from claimbook.tables.package import FILLED
from claimbook.tables.sheets import Sheets

TIME_UNITS = ("day", "week", "month", "year")
PLAIN_UNITS = ("percent", *TIME_UNITS)
_MONEY = "money_flows"


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The codes of ISO 4217, former ones included, as babel lists them."""
    return frozenset(list_currencies())


def names(unit: str) -> list[str]:
    """The names in a unit: of `USD/person/month` these three."""
    return re.split(r"[/*]", unit)


def dimension(unit: str) -> frozenset[str]:
    """What a unit measures, so that two can be told apart: all money is one, the length of a period is left
    out."""
    parts = set()
    for mark, name in re.findall(r"([/*]?)([^/*]+)", unit):
        if name not in TIME_UNITS:
            parts.add(("/" if mark == "/" else "") + ("money" if name in currencies() else name))
    return frozenset(parts)


def understood(sheets: Sheets, unit: str) -> bool:
    """Whether every name in a unit is known; one that is not is told among the references."""
    return all(is_unit(sheets, name) for name in names(unit))


def is_unit(sheets: Sheets, name: str) -> bool:
    """Whether a single name is one of a unit."""
    return name in PLAIN_UNITS or name in currencies() or name in sheets.of_kind("unit")


def unit_faults(sheets: Sheets) -> Iterator[Fault]:
    """Every unit that does not fit its table, and every fraction of a thing that is counted."""
    for claim in sheets.figures():
        if not claim.has("unit"):
            continue
        if understood(sheets, claim["unit"]) and (expected := _fitting(claim)):
            yield claim.fault("unit", None, expected)
        if is_sound(sheets, claim) and claim.has("accounting"):
            yield from _per_time(claim)
        yield from _fractions(sheets, claim)


def is_sound(sheets: Sheets, claim: Row) -> bool:
    """Whether no fault is told of the unit of a claim."""
    return claim.has("unit") and understood(sheets, claim["unit"]) and not _fitting(claim)


def _fitting(claim: Row) -> str:
    """What is expected of a unit in this table instead, or ""."""
    return _of_money(claim) if claim.table == _MONEY else _of_no_money(claim)


def _over(unit: str) -> list[str]:
    """The names above the line."""
    return [name for mark, name in re.findall(r"([/*]?)([^/*]+)", unit) if mark != "/"]


def _of_money(claim: Row) -> str:
    currency = claim.values.get("currency")
    first = names(claim["unit"])[0]
    if currency in currencies() and first != currency:
        return f"a unit that starts with {currency}, its currency"
    return "" if first in currencies() else "a unit that starts with an ISO 4217 currency, as USD/year"


def _of_no_money(claim: Row) -> str:
    money = any(name in currencies() for name in _over(claim["unit"]))
    return f"a unit without a currency, as money stands in the table {_MONEY}" if money else ""


def _per_time(claim: Row) -> Iterator[Fault]:
    unit, accounting = claim["unit"], claim["accounting"]
    per_time = any(name in TIME_UNITS for name in re.findall(r"/([^/*]+)", unit))
    if per_time and accounting not in ("rate", "forecast"):
        yield claim.fault("accounting", None, f"rate or forecast, as the unit is {unit}")
    if accounting == "rate" and not per_time and unit != "percent":
        yield claim.fault("unit", None, "percent or a unit per time, as USD/year, as the accounting is rate")


def _is_measured(sheets: Sheets, unit: str) -> bool:
    """Whether a unit is coded as one that has fractions, as kilometres have."""
    return sheets.ids["term_id"][unit].values.get("whole") == "no"


def _fractions(sheets: Sheets, claim: Row) -> Iterator[Fault]:
    counted = claim["unit"] in sheets.of_kind("unit") and not _is_measured(sheets, claim["unit"])
    if not counted or not claim.has("bound", "accounting") or claim["accounting"] == "rate":
        return
    for column in FILLED[claim["bound"]]:
        value = claim.values.get(column)
        if value is not None and value.denominator != 1:
            yield claim.fault(column, None, f"a whole number, as the unit is {claim['unit']}")
