"""Units of the figures: money where money stands, rates per time, whole numbers of what is counted."""

from __future__ import annotations

import re
from functools import lru_cache

from babel.numbers import list_currencies

from claimbook.tables.schema import FILLED
from claimbook.tables.sheet import Faults, Sheet, Sheets

TIME_UNITS = ("day", "week", "month", "year")
PLAIN_UNITS = ("percent", *TIME_UNITS)
_MONEY = "money_flows"


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The codes of ISO 4217, former ones included, as babel lists them."""
    return frozenset(list_currencies())


def parts(unit: str | None) -> list[tuple[str, str]]:
    """The names in a unit, each with the sign before it: of `USD/person` "" and USD, / and person."""
    return re.findall(r"([/*]?)([^/*]+)", unit or "")


def dimension(unit: str | None) -> frozenset[str]:
    """What a unit measures, so that two can be told apart: all money is one, the length of a period is left
    out."""
    named = [(mark, name) for mark, name in parts(unit) if name not in TIME_UNITS]
    return frozenset(
        ("/" if mark == "/" else "") + ("money" if name in currencies() else name) for mark, name in named
    )


def unit_faults(sheets: Sheets, faults: Faults) -> None:
    """Every unit that does not fit its table, and every fraction of a thing that is counted."""
    for table, sheet in sheets.items():
        if sheet.key == "claim_id":
            (_money if table == _MONEY else _no_money)(sheet, faults)
            _per_time(sheet, faults)
            _fractions(sheet, _counted(sheets), faults)


def _money(sheet: Sheet, faults: Faults) -> None:
    first = sheet.each("unit", lambda unit: (parts(unit) or [("", "")])[0][1])
    known = sheet.each("currency", lambda currency: currency in currencies(), bool) & sheet.filled("unit")
    other = known & (first != sheet.each("currency", lambda currency: currency))
    faults.add_rows(sheet, other, "unit", "a unit that starts with {currency}, its currency")
    money = sheet.each("unit", lambda unit: (parts(unit) or [("", "")])[0][1] in currencies(), bool)
    expected = "a unit that starts with an ISO 4217 currency, as USD/year"
    faults.add_rows(sheet, sheet.filled("unit") & ~known & ~money, "unit", expected)


def _no_money(sheet: Sheet, faults: Faults) -> None:
    def over(unit: str | None) -> bool:
        return any(name in currencies() for mark, name in parts(unit) if mark != "/")

    expected = f"a unit without a currency, as money stands in the table {_MONEY}"
    faults.add_rows(sheet, sheet.each("unit", over, bool), "unit", expected)


def _per_time(sheet: Sheet, faults: Faults) -> None:
    def over_time(unit: str | None) -> bool:
        return any(name in TIME_UNITS for mark, name in parts(unit) if mark == "/")

    both, over = sheet.filled("unit", "accounting"), sheet.each("unit", over_time, bool)
    running = sheet.each("accounting", lambda word: word in ("rate", "forecast"), bool)
    faults.add_rows(sheet, both & over & ~running, "accounting", "rate or forecast, as the unit is {unit}")
    expected = "percent or a unit per time, as USD/year, as the accounting is rate"
    rate = sheet.each("accounting", lambda word: word == "rate", bool)
    share = sheet.each("unit", lambda unit: unit == "percent", bool)
    faults.add_rows(sheet, both & rate & ~over & ~share, "unit", expected)


def _counted(sheets: Sheets) -> set[str]:
    """The units of which there are whole ones alone."""
    terms = sheets.named("term_id")
    whole = terms.each("whole", lambda word: word != "no", bool)
    return {name for name in sheets.of_kind("unit") if whole[terms.index[name]]}


def _fractions(sheet: Sheet, counted: set[str], faults: Faults) -> None:
    rate = sheet.each("accounting", lambda word: word in ("rate", None), bool)
    wholes = sheet.each("unit", lambda unit: unit in counted, bool) & ~rate
    for column in ("low", "best", "high"):
        fills = sheet.each("bound", lambda bound, column=column: column in FILLED.get(bound, ()), bool)
        broken = sheet.each(column, lambda value: value is not None and value.denominator != 1, bool)
        faults.add_rows(sheet, wholes & fills & broken, column, "a whole number, as the unit is {unit}")
