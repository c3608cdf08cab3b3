"""Units, by pint, with exact fractions and nothing but what claims are made in.

A blank registry instead of pint's own: there "USD" would be read as something
of physics. Counting units and currencies are each a dimension of their own, so
persons never meet dollars; they are defined when first met, because which of
them exist is said by the data (terms of kind `unit`), not here.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

import pint

# 365.25 days a year, twelve equal months: stated in each derivation that uses it.
TIME = ("day = [time]", "week = 7 * day", "year = 365.25 * day", "month = year / 12")
SHARE = "percent = 1 / 100"
TIME_UNITS = ("day", "week", "month", "year")
YEAR = "365.25 days a year"  # what a formula says of it

_registry = pint.UnitRegistry(None, non_int_type=Fraction)
for _line in (*TIME, SHARE):
    _registry.define(_line)
_known = {*TIME_UNITS, "percent"}


NAME = r"[A-Za-z_]\w*(?:-\w+)*"  # of one unit: a term's id, or the code of a currency
_FORM = re.compile(rf"(1|{NAME}([*]{NAME})*)([/*]{NAME})*")


class NoUnit(ValueError):
    """A text that is no unit."""


def names(unit: str) -> list[str]:
    """The names that a unit is made of."""
    return re.findall(NAME, unit)


@cache
def parse(unit: str) -> pint.Unit:
    """The pint unit of an expression such as `USD/person/month`; "" is a plain number. Raises NoUnit."""
    if not isinstance(unit, str) or (unit and not _FORM.fullmatch(unit)):
        raise NoUnit(f"found {unit!r}, expected a unit such as person or USD/month")
    for name in names(unit):
        if name not in _known:
            _registry.define(f"{_for_pint(name)} = [{_for_pint(name)}]")
            _known.add(name)
    return _registry.parse_units(_for_pint(unit)) if unit else _registry.dimensionless


def _for_pint(unit: str) -> str:
    """A unit under the names that pint can hold: ids are joined by hyphens, which it takes for minus."""
    return unit.replace("-", "__")


def same_dimension(a: str, b: str) -> bool:
    return parse(a).dimensionality == parse(b).dimensionality


def factor(source: str, target: str) -> Fraction:
    """What a number in `source` is multiplied by to be one in `target`; exact.

    Raises pint.DimensionalityError where the two do not measure the same.
    """
    return Fraction(_registry.Quantity(Fraction(1), parse(source)).to(parse(target)).magnitude)


def combine(a: str, b: str, op: str) -> tuple[str, Fraction]:
    """Unit of a*b or a/b, written out again, and the factor that writing it out costs.

    Shares fold away (`percent` of persons are persons) and times cancel
    (`year` over `day`), each with its exact factor.
    """
    product = parse(a) * parse(b) if op == "*" else parse(a) / parse(b)
    quantity = _registry.Quantity(Fraction(1), product)
    text = _as_text(_fold(quantity).units)
    return text, factor(_as_text(product), text)


def _fold(quantity):
    """Reduce to one unit a dimension; a share of something is that something."""
    parts = dict(quantity.unit_items())
    if "percent" in parts and (len(parts) > 1 or parts["percent"] != 1):
        quantity = quantity * _registry.percent ** -parts["percent"]
    times = [u for u in parts if u in TIME_UNITS]
    if len(times) > 1:
        quantity = quantity.to_reduced_units()
    return quantity


def _as_text(units) -> str:
    items = sorted(units._units.items())
    over = [u for u, power in items for _ in range(int(power))]
    under = [u for u, power in items for _ in range(-int(power))]
    text = "/".join(["*".join(over) or "1" if under else "*".join(over), *under]) if over or under else ""
    return text.replace("__", "-")
