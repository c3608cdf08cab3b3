"""The parameters of the notebooks by their names, checked before a kernel starts.

The same checks run in a notebook's first cell; here they spare a scheduled run the start.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from claimbook.book import Book
from claimbook.errors import ParameterFault, ParameterFaults, UnknownName
from claimbook.outlook.assumptions import Assumptions
from claimbook.selection import PARAMETERS as COMMON
from claimbook.selection import day_of

SCENARIO = (
    "FIRST_COMBAT_FROM",
    "FIRST_COMBAT_TO",
    "REPLACEMENT_LOW",
    "REPLACEMENT_HIGH",
    "PAY",
    "SHARES",
    "FORCE",
)
DAYS = ("WINDOW_START",)
_KINDS = {str: "a text", bool: "true or false", int: "a whole number", float: "a number", list: "a list"}


def faults_of(
    given: Mapping[str, Any], defaults: Mapping[str, Any], everything: Book
) -> list[ParameterFault]:
    """What is wrong with a notebook's parameters: of another type than their default, or not allowed.

    given: what a run sets; defaults: what the notebook holds, of the types that it expects.
    """
    faults = [fault for name, value in given.items() for fault in _of_type(name, value, defaults.get(name))]
    if faults:
        return faults
    values = {**defaults, **given}
    found = _told(lambda: everything.select_by(values))
    found += [
        fault
        for name in DAYS
        if name in values
        for fault in _told(lambda name=name: day_of(name, values[name]))
    ]
    if not found and all(name in values for name in SCENARIO):
        book = everything.select_by(values)
        found += _told(lambda: Assumptions.checked(book, everything, *(values[name] for name in SCENARIO)))
    return found


def _of_type(name: str, value: Any, default: Any) -> Iterable[ParameterFault]:
    if default is None or name in COMMON:  # the selection tells more of these than their type
        return
    if isinstance(default, float) and type(value) is int:
        return
    if type(value) is not type(default):
        yield ParameterFault(name, value, _KINDS.get(type(default), "another kind of value"))


def _told(attempt) -> list[ParameterFault]:
    try:
        attempt()
    except ParameterFault as fault:
        return [fault]
    except ParameterFaults as several:
        return list(several.faults)
    except UnknownName:  # tables of another project: the notebook itself will tell
        return []
    return []
