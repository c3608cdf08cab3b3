"""Units of the figures, as names joined by `*` and `/`."""

from __future__ import annotations

import re
from functools import lru_cache

from babel.numbers import list_currencies

TIME_UNITS = ("day", "week", "month", "year")
PLAIN_UNITS = ("percent", *TIME_UNITS)


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The codes of ISO 4217, former ones included, as babel lists them."""
    return frozenset(list_currencies())


@lru_cache(maxsize=1024)
def parts(unit: str | None) -> list[tuple[str, str]]:
    """The names in a unit, each with the sign before it: of `USD/person` "" and USD, / and person."""
    return re.findall(r"([/*]?)([^/*]+)", unit or "")


@lru_cache(maxsize=1024)
def dimension(unit: str) -> frozenset[str]:
    """What a unit measures, so that two can be told apart: all money is one, the length of a period is left
    out."""
    named = [(mark, name) for mark, name in parts(unit) if name not in TIME_UNITS]
    return frozenset(
        ("/" if mark == "/" else "") + ("money" if name in currencies() else name) for mark, name in named
    )


def over_time(unit: str | None) -> bool:
    """Whether it is so much a day, a month, a year."""
    return any(name in TIME_UNITS for mark, name in parts(unit) if mark == "/")
