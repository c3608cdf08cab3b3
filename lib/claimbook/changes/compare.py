"""Two states compared: what the tables say otherwise, and which derived figures moved by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from claimbook.book import Book, Changes, Derived, SnapshotFault, derive, diff, read_snapshot
from claimbook.errors import ParameterFault, ParameterFaults
from claimbook.figure import Figure
from claimbook.tables import Tables

# What can become of a derived figure, the most important first.
DERIVED = {
    "moved": "another value or bound",
    "lost": "no longer computed",
    "computed": "not computed before",
    "reworded": "the same value, with a base or caveats in other words",
    "unsaid": "not computed either time, for another reason",
}
# What rows can trip over that are sound by type and name, but of an earlier library or of nobody's making.
_UNFIT = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)


@dataclass(frozen=True)
class Moved:
    """A derived figure that changed: `kind` one of DERIVED; old and new None where it is not computed,
    and then `was` and `now` say why ("refused: ...", or what is missing)."""

    id: str
    label: str
    kind: str
    old: Figure | None = None
    new: Figure | None = None
    was: str = ""
    now: str = ""


@dataclass(frozen=True)
class WhatChanged:
    """What a run tells about the one before it. True if there is anything to tell.

    state    "compared"; "first": there is no earlier run; "unknown": it cannot be compared, `why` says so in
    a line
    changes  claims and the rows of other tables
    derived  the derived figures that changed, the most important first
    since    the day of the earlier run, where it is known
    rests    id of a claim that is retracted, or that another now stands in place of -> the derived figures
    that
             rest on it all the same
    """

    state: str
    changes: Changes = field(default_factory=Changes)
    derived: tuple[Moved, ...] = ()
    why: str = ""
    since: dt.date | None = None
    rests: Mapping[str, tuple[Figure, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.state != "compared" or bool(self.changes or self.derived)

    def moved(self, kind: str) -> tuple[Moved, ...]:
        """The derived figures of one kind."""
        return tuple(figure for figure in self.derived if figure.kind == kind)


def compare_books(old: Book, new: Book, since: dt.date | None = None) -> WhatChanged:
    """What `new` says that `old` did not, each with its selection, and the derived figures that it moved.

    Tables of an earlier library hold no formulas; those of the new ones then make the old figures too.
    """
    changes, after = diff(old, new), derive(new)
    own = bool(old.columns("derived"))
    before = derive(old) if own else derive(old.speaking(new.vocabulary), new.rows("derived"))
    return WhatChanged(
        "compared", changes, tuple(_moved(before, after)), since=since, rests=_rests(changes, after)
    )


def changes_between(
    old_snapshot: Path | None,
    new_tables: Tables,
    old_parameters: Mapping,
    new_parameters: Mapping,
    since: dt.date | None = None,
) -> WhatChanged:
    """What changed since a run whose snapshot was kept, for a report with these parameters.

    old_snapshot: None for the first run. parameters: of the notebook, by their names there, defaults
    included. Never raises for the earlier run: where its snapshot or its parameters cannot be used the
    state is "unknown" with the reason. Raises ParameterFault(s) for the parameters of the new one.
    """
    new = Book(new_tables).select_by(new_parameters)
    if old_snapshot is None:
        return WhatChanged("first", since=since)
    try:
        old = Book(read_snapshot(old_snapshot)).select_by(old_parameters)
        return compare_books(old, new, since)
    except SnapshotFault as fault:
        why = str(fault)
    except (ParameterFault, ParameterFaults) as fault:
        why = f"parameters of the earlier run: {fault}"
    except _UNFIT as error:
        found = f"rows that cannot be compared ({type(error).__name__})"
        why = str(SnapshotFault(Path(old_snapshot).name, found, "those of a run"))
    return WhatChanged("unknown", why=why, since=since)


def _rests(changes: Changes, figures: Derived) -> dict[str, tuple[Figure, ...]]:
    """The formulas name their claims, so a claim that is given up stays behind a figure until somebody
    changes it."""
    retracted = (change.id for change in changes.of("retracted"))
    corrected = (change.old.id for change in changes.of("corrected"))
    found = dict.fromkeys(sorted({*retracted, *corrected}), ())
    for figure in figures.values():
        for claim in figure.claims:
            if claim.id in found:
                found[claim.id] += (figure,)
    return {id: resting for id, resting in found.items() if resting}


def _moved(old: Derived, new: Derived) -> Iterator[Moved]:
    # A row of derived.csv that one state alone has is told as such.
    found = [_one(id, label, old, new) for id, label in new.labels.items() if id in old.labels]
    for kind in DERIVED:
        yield from (one for one in found if one and one.kind == kind)


def _one(id: str, label: str, old: Derived, new: Derived) -> Moved | None:
    before, after = (figures[id] if id in figures else None for figures in (old, new))
    was, now = (_reason(figures, id) for figures in (old, new))
    if before is None and after is None:
        # What lacks a claim both times may lack another one now, which is no news.
        kind = "" if old.refused.get(id) == new.refused.get(id) else "unsaid"
    elif before is None or after is None:
        kind = "lost" if after is None else "computed"
    elif _value(before) != _value(after):
        kind = "moved"
    else:
        kind = "reworded" if before.statement() != after.statement() else ""
    return Moved(id, label, kind, before, after, was, now) if kind else None


def _reason(figures: Derived, id: str) -> str:
    if id in figures.refused:
        return f"refused: {figures.refused[id]}"
    return figures.missing.get(id, "")


def _value(figure: Figure) -> tuple:
    """What a derived figure says, to the last digit."""
    return figure.bound, figure.low, figure.best, figure.high, figure.unit, figure.approx
