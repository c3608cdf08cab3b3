"""Tables of the standard displays, made again by their own functions from the ids that the page names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from claimbook.audit.figures import At
from claimbook.compare import compare, paces
from claimbook.figure import Figure
from claimbook.fit import tests_of
from claimbook.words import pace_tables, standard_tables

Given = tuple[Any, ...]


def table_again(name: str, at: At, of: Sequence[str]) -> Any:
    """The table that a function of this name makes of these ids. Raises KeyError for another name, and where
    an id means nothing CannotCompute or ValueError."""
    of_ids = GIVEN[name]
    make = getattr(standard_tables, name, None) or getattr(pace_tables, name)
    return make(*of_ids(at, of), "-")  # the caption is looked at as any sentence


def _figures(at: At, of: Sequence[str]) -> tuple[list[Figure]]:
    return ([at[id] for id in of],)


def _sourced(at: At, of: Sequence[str]) -> Given:
    return *_figures(at, of), at.known.everything.sources


def _pairs(at: At, of: Sequence[str]) -> tuple[list[tuple[Figure, Figure]]]:
    return ([(at[one], at[other]) for one, other in (pair.split("|") for pair in of)],)


def _judgements(at: At, of: Sequence[str]) -> Given:
    rows = at.known.everything.judgements.set_index("judgement_id", drop=False)
    return rows.loc[list(of)].reset_index(drop=True), at.known.names


def _fits(at: At, of: Sequence[str]) -> Given:
    return [test for test in tests_of(at.known.derived) if test.fit.id in of], at.known.derived


def _paces(at: At, of: Sequence[str]) -> Given:
    """Paces of claims over some first days, which the data names, else ValueError."""
    *first, scope, number = of[:4]
    days = tuple(dt.date.fromisoformat(day) for day in first if day != "-")
    if not {*days} <= at.known.days:
        raise ValueError(f"no claim or event names {' or '.join(first)}")
    whole = next(f.counted.scope for f in at.known.everything.values() if f.counted.scope.id == scope)
    return (paces([at[id] for id in of[4:]], at.known.derived, days or None, whole, number),)


def _until(at: At, of: Sequence[str]) -> Given:
    (made,) = _paces(at, of)
    return made, made.losses.values()


# name that a table says of itself -> what its function is given, of the ids that it lists
GIVEN: dict[str, Callable[[At, Sequence[str]], Given]] = {
    **dict.fromkeys(("claims_table", "flows_table", "families_table"), _figures),
    **dict.fromkeys(("voices_table", "grades_table"), _sourced),
    **dict.fromkeys(("paces_table", "no_pace_table"), _paces),
    "until_table": _until,
    "originals_table": _pairs,
    "verdicts_table": lambda at, of: ([compare(*pair) for pair in _pairs(at, of)[0]],),
    "refusals_table": lambda at, of: (at.known.derived, of),
    "judgements_table": _judgements,
    "fits_table": _fits,
}
