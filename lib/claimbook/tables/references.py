"""Names and what points at them: duplicate ids, references to nothing, terms of another kind, units."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from claimbook.errors import shown
from claimbook.tables.cells import nearest
from claimbook.tables.rules import Rule, Text, Wrong
from claimbook.tables.schema import Package, Resource, table_of
from claimbook.tables.sheet import KEYS, NO_CLAIM, OF_ITS_KIND, Sheets
from claimbook.tables.units import PLAIN_UNITS, TIME_UNITS, currencies

_ALIKE = 0.5  # below this likeness a nearest name would only mislead
_COMPARISONS = 100_000  # names compared in one run to say which is nearest; each takes some microseconds

# What a foreign key of Table Schema cannot say: several names in a cell, terms of one kind.
_PARTED = {"via_ids": " > ", "sides": ";", "unit": "[/*]"}
_KINDS = {
    **{kind: kind for kind in ("subject", "measure", "scope", "unit", "topic", "stance")},
    **dict.fromkeys(("from_side", "to_side", "side", "sides"), "side"),
    "group_id": "group",
    "worth_id": "measure",
}
_UNIT = f"a term of kind unit, an ISO 4217 currency, percent, or one of {', '.join(TIME_UNITS)}"


@dataclass(frozen=True)
class Reference:
    """What the cells of a column name: rows by their primary key.

    parted  pattern of what parts several names in one cell
    kind    for terms: the kind that they have to be
    besides words that are allowed beside a name
    """

    key: str
    parted: str
    kind: str
    besides: Collection[str]


def references_of(resource: Resource) -> dict[str, Reference]:
    """The columns of a table that name something: as the data package says, and ours."""
    own = resource.schema_.primaryKey
    keys = {foreign.fields: foreign.reference.fields for foreign in resource.schema_.foreignKeys}
    keys |= {name: KEYS.get(name, own) for name in resource.columns if name in KEYS or name in OF_ITS_KIND}
    besides = {"original_claim_id": NO_CLAIM, "unit": (*PLAIN_UNITS, *sorted(currencies()))}
    kinds = {name: _KINDS.get(name, "") for name, key in keys.items() if key == "term_id"}
    return {
        name: Reference(key, _PARTED.get(name, ""), kinds.get(name, ""), besides.get(name, ()))
        for name, key in keys.items()
        if name != own and (name != "unit" or own == "claim_id")
    }


def form_rules(spec: Package, sheets: Sheets) -> Iterator[Rule]:
    """That each row has an id of its own, in this table and in those that share its names; and what else the
    data package wants to be unique."""
    first: defaultdict[tuple[str, str], dict] = defaultdict(dict)
    for resource in spec.resources:
        key = resource.schema_.primaryKey
        doubled = len(sheets.index(key)) < len(sheets.all(key, key))
        for field in resource.schema_.fields:
            if doubled if field.name == key else field.constraints.unique:
                among = first["" if field.name == key else resource.name, field.name]
                yield Rule(f"{field.name} _file _row", partial(_own, among, field.name), (resource.name,))


def _own(first: dict[str, tuple[str, int]], column: str, value: Text, *place: Any) -> Wrong:
    if value is not None and first.setdefault(value, place) != place:
        file, row = first[value]
        return [(f"{shown(value)}, which {file}:{row} has too", f"its own {column}")]


class References:
    """What the references of a data folder may name."""

    def __init__(self, spec: Package, sheets: Sheets) -> None:
        self.spec, self.sheets, self.kinds = spec, sheets, sheets.terms("kind")
        self.left = _COMPARISONS
        self._expected = cache(self._expected)

    def rules(self) -> Iterator[Rule]:
        """A rule for each column that names something, if all that it may name could be read."""
        for resource in self.spec.resources:
            for column, reference in references_of(resource).items():
                if self.sheets.complete(reference.key):
                    test = partial(self._wrong, reference, self._fine(reference))
                    yield Rule(column, test, (resource.name,))

    def _fine(self, reference: Reference) -> Collection[str]:
        """The names that a reference may hold; a term whose kind is faulty may be of any."""
        known = self.sheets.index(reference.key)
        if reference.kind:
            known = [name for name in known if self.kinds[name] in (reference.kind, None)]
        return {*known, *reference.besides} if reference.kind or reference.besides else known

    def _wrong(self, reference: Reference, fine: Collection[str], cell: Text) -> Wrong:
        """The names in a cell that should not stand there, each once."""
        if cell is None or cell in fine:
            return None
        names = re.split(reference.parted, cell) if reference.parted else [cell]
        return [
            (self._found(name, reference), self._expected(name, reference))
            for name in dict.fromkeys(names)
            if name not in fine
        ]

    def _found(self, name: str, reference: Reference) -> str:
        kind = self.kinds.get(name) if reference.kind else None
        return shown(name) + (f", a term of kind {kind}" if kind else "")

    def _expected(self, name: str, reference: Reference) -> str:
        """What may stand there in words, with the nearest name."""
        key, pool = reference.key, self.sheets.index(reference.key)
        if reference.kind:
            words = _UNIT if reference.kind == "unit" else f"a term of kind {reference.kind}"
            pool = [term for term, kind in self.kinds.items() if kind == reference.kind]
            pool = [other for other in (*pool, *reference.besides) if other.isupper() == name.isupper()]
        else:
            paths = [resource.path for resource in self.spec.resources if resource.schema_.primaryKey == key]
            lacking = f"{table_of(key)}.csv, which is not there"
            of = "the tables of figures" if len(paths) > 1 else next(iter(paths), lacking)
            words = " or ".join((f"{'an' if key[0] in 'aeiou' else 'a'} {key} of {of}", *reference.besides))
        if len(pool) > self.left:
            return words  # thousands of faults against thousands of names: say them all, and soon
        self.left -= len(pool)
        return words + nearest(name, pool, _ALIKE)
