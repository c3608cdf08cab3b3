"""Names and what points at them: duplicate ids, references to nothing, terms of another kind, units."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import numpy as np

from claimbook.errors import shown
from claimbook.tables.cells import nearest
from claimbook.tables.schema import Package, Resource, table_of
from claimbook.tables.sheet import NO_CLAIM, Faults, Sheet, Sheets
from claimbook.tables.units import PLAIN_UNITS, TIME_UNITS, currencies

_ALIKE = 0.5  # below this likeness a nearest name would only mislead
_COMPARISONS = 100_000  # names compared in one run to say which is nearest; each takes some microseconds


@dataclass(frozen=True)
class Reference:
    """What the cells of a column name: rows by their primary key.

    split   pattern of what parts several names in one cell
    kind    for terms: the kind that they have to be
    besides words that are allowed beside a name
    """

    key: str
    split: str = ""
    kind: str = ""
    besides: Collection[str] = ()
    words: str = ""


_CLAIM, _SOURCE, _SIDE = Reference("claim_id"), Reference("source_id"), Reference("term_id", kind="side")
_UNIT = f"a term of kind unit, an ISO 4217 currency, percent, or one of {', '.join(TIME_UNITS)}"
# What a foreign key of Table Schema cannot say: names in four tables, several in a cell, terms of one kind.
_REFERENCES = {
    "document_id": Reference("document_id"),
    "claim_id": _CLAIM,
    "event_id": Reference("event_id"),
    **dict.fromkeys(("claimant_id", "judge_id", "told_by_id", "outlet_id"), _SOURCE),
    **dict.fromkeys(("affiliation_id", "suspected_via_id"), _SOURCE),
    "via_ids": Reference("source_id", split=" > "),
    "original_claim_id": Reference("claim_id", besides=NO_CLAIM),
    **dict.fromkeys(("echoes_id", "part_of_id", "supersedes_id"), _CLAIM),
    **{kind: Reference("term_id", kind=kind) for kind in ("subject", "measure", "scope")},
    **dict.fromkeys(("from_side", "to_side", "side"), _SIDE),
    "sides": Reference("term_id", split=";", kind="side"),
}
# The kinds of terms where the data package says that a column names one.
_KINDS = {"topic": "topic", "stance": "stance", "group_id": "group", "worth_id": "measure"}


def references_of(resource: Resource) -> dict[str, Reference]:
    """The columns of a table that name something: as the data package says, and ours."""
    found = {
        foreign.fields: Reference(foreign.reference.fields, kind=_KINDS.get(foreign.fields, ""))
        for foreign in resource.schema_.foreignKeys
    }
    found |= {column: _REFERENCES[column] for column in resource.columns if column in _REFERENCES}
    if resource.name == "terms":
        found["part_of_id"] = Reference("term_id")
    if resource.schema_.primaryKey == "claim_id":
        units = (*PLAIN_UNITS, *sorted(currencies()))
        found["unit"] = Reference("term_id", "[/*]", "unit", units, _UNIT)
    found.pop(resource.schema_.primaryKey, None)
    return found


def identity_faults(spec: Package, sheets: Sheets, faults: Faults) -> None:
    """Each row whose id another row has too, in this table or in one that shares its names."""
    for key in dict.fromkeys(sheet.key for sheet in sheets.values()):
        named = sheets.named(key)
        first = named.target(key, named)
        for row in np.flatnonzero((first >= 0) & (first != np.arange(len(named)))):
            found = f"{named.show(row, key)}, which {named.place(first[row])} has too"
            faults.add_row(named, row, key, f"its own {key}", found)
    for resource in spec.resources:
        for field in resource.schema_.fields:
            if field.constraints.unique and field.name != resource.schema_.primaryKey:
                _twice(sheets, resource.name, field.name, faults)


def _twice(sheets: Sheets, table: str, column: str, faults: Faults) -> None:
    """Each row whose cell in a column that should be unique stands in a row above it."""
    if table in sheets and column in sheets[table].columns:
        sheet = sheets[table]
        places = np.unique(sheet.columns[column].codes, return_index=True)[1]
        again = ~np.isin(np.arange(len(sheet)), places) & sheet.filled(column)
        faults.add_rows(sheet, again, column, "each value once")


class References:
    """Finds the references of a data folder that name nothing, or a term of another kind."""

    def __init__(self, spec: Package, sheets: Sheets, faults: Faults) -> None:
        self.spec, self.sheets, self.faults = spec, sheets, faults
        self.left = _COMPARISONS
        self._fine = cache(self._fine)

    def check(self) -> None:
        """Tell every reference that is wrong; one that is wrong over and over in a column is told once, as
        its target is what is amiss."""
        for resource in self.spec.resources:
            for column, reference in references_of(resource).items():
                if resource.name in self.sheets and self.sheets.complete(reference.key):
                    self._column(self.sheets[resource.name], column, reference)

    def _column(self, sheet: Sheet, column: str, reference: Reference) -> None:
        if column not in sheet.columns:
            return
        cells, fine = sheet.columns[column], self._fine(reference)
        wrong = {
            place: names
            for place, cell in enumerate(cells.values)
            if cell is not None and cell not in fine and (names := self._wrong(cell, reference, fine))
        }
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for row in np.flatnonzero(np.isin(cells.codes, list(wrong))) if wrong else ():
            for name in wrong[cells.codes[row]]:
                rows[name].append(row)
        for name, places in rows.items():
            kind = self.sheets.kinds.get(name) if reference.kind else None
            found = shown(name) + (f", a term of kind {kind}" if kind else "")
            lines, expected = [sheet.numbers[row] for row in places], self._expected(name, reference)
            self.faults.add_alike(sheet.files[places[0]], lines, column, found, expected)

    def _fine(self, reference: Reference) -> Collection[str]:
        """The names that a reference may hold; a term whose kind is faulty may be of any."""
        kinds, known = self.sheets.kinds, self.sheets.named(reference.key).index
        if not reference.kind and not reference.besides:
            return known
        fit = (name for name in known if not reference.kind or kinds[name] in (reference.kind, None))
        return {*fit, *reference.besides}

    def _wrong(self, cell: str, reference: Reference, fine: Collection[str]) -> list[str]:
        """The names in a cell that are not fine, each once."""
        names = re.split(reference.split, cell) if reference.split else [cell]
        return [name for name in dict.fromkeys(names) if name not in fine]

    def _expected(self, name: str, reference: Reference) -> str:
        if reference.kind:
            known = [*self.sheets.of_kind(reference.kind), *reference.besides]
            pool = [other for other in known if other.isupper() == name.isupper()]
            return (reference.words or f"a term of kind {reference.kind}") + self._nearest(name, pool)
        tables = [r.path for r in self.spec.resources if r.schema_.primaryKey == reference.key]
        article = "an" if reference.key[0] in "aeiou" else "a"
        of = tables[0] if len(tables) == 1 else "the tables of figures"
        if not tables:
            of = f"{table_of(reference.key)}.csv, which is not there"
        words = f"{article} {reference.key} of {of}"
        pool = self.sheets.named(reference.key).index
        return " or ".join((words, *reference.besides)) + self._nearest(name, pool)

    def _nearest(self, name: str, pool: Collection[str]) -> str:
        if len(pool) > self.left:
            return ""  # thousands of faults against thousands of names: say them all, and soon
        self.left -= len(pool)
        return nearest(name, pool, _ALIKE)
