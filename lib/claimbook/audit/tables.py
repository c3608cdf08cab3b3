"""Tables of the standard displays, made again by their own functions from the ids that the page names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from bs4 import Tag

from claimbook.audit.differences import first_difference
from claimbook.audit.figures import Known
from claimbook.audit.page import place
from claimbook.compare import compare, paces
from claimbook.errors import ClaimbookError
from claimbook.fit import tests_of
from claimbook.words import pace_tables, standard_tables
from claimbook.words.markup import content_html

Ids = Sequence[str]


def _of_figures(make: Callable, known: Known, of: Ids) -> object:
    return make([known[id] for id in of], "-")


def _of_sources(make: Callable, known: Known, of: Ids) -> object:
    return make([known[id] for id in of], known.everything.sources, "-")


def _pairs(known: Known, of: Ids) -> list[tuple]:
    return [tuple(known[id] for id in pair.split("|")) for pair in of]


def _tests(known: Known, of: Ids) -> list:
    return [test for test in tests_of(known.derived) if test.fit.id in of]


def _of_paces(make: Callable, known: Known, of: Ids) -> object:
    """A table of paces. Raises ValueError where the data does not name the first days."""
    *first, scope, number = of[:4]
    days = tuple(dt.date.fromisoformat(day) for day in first if day != "-")
    if not set(days) <= known.days:
        raise ValueError(f"no claim or event names {' or '.join(first)}")
    whole = next(f.counted.scope for f in known.everything.values() if f.counted.scope.id == scope)
    made = paces([known[id] for id in of[4:]], known.derived, days or None, whole, number)
    return make(made, made.losses.values(), "-") if make is pace_tables.until_table else make(made, "-")


# name that a table says of itself -> how it is made again of the ids that it lists
TABLES: dict[str, Callable[[Known, Ids], object]] = {
    **{
        name: partial(_of_figures, getattr(standard_tables, name))
        for name in ("claims_table", "flows_table", "families_table")
    },
    **{
        name: partial(_of_sources, getattr(standard_tables, name))
        for name in ("voices_table", "grades_table")
    },
    **{
        make.__name__: partial(_of_paces, make)
        for make in (pace_tables.paces_table, pace_tables.until_table, pace_tables.no_pace_table)
    },
    "originals_table": lambda known, of: standard_tables.originals_table(_pairs(known, of), "-"),
    "judgements_table": lambda known, of: standard_tables.judgements_table(
        known.judgements(of), known.names, "-"
    ),
    "verdicts_table": lambda known, of: standard_tables.verdicts_table(
        [compare(a, b) for a, b in _pairs(known, of)], "-"
    ),
    "refusals_table": lambda known, of: standard_tables.refusals_table(known.derived, of, "-"),
    "fits_table": lambda known, of: standard_tables.fits_table(_tests(known, of), known.derived, "-"),
}


def table_faults(table: Tag, known: Known) -> Iterator[tuple[str, str, str]]:
    """Headings and rows of a table that says how it was made, rendered anew."""
    of = table.get("data-of", "").split()
    try:
        made = TABLES[table["data-made"]](known, of)
        if not made:
            raise ValueError("nothing to show")
        html = str(content_html("table", made.content()))
    except (ClaimbookError, KeyError, ValueError) as fault:
        yield place(table), f"a table made by {table['data-made']}", f"one that can be made again ({fault})"
        return
    for part in ("thead", "tbody"):
        known_part = html[html.index(f"<{part}") : html.index(f"</{part}>") + len(f"</{part}>")]
        if fault := first_difference(table.find(part), known_part):
            yield fault
