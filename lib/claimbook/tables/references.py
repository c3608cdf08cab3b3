"""Names and what points at them: duplicate ids, references to nothing, terms of another kind, units."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, partial

from claimbook.errors import shown
from claimbook.tables.cells import nearest
from claimbook.tables.rules import Rule, Wrong
from claimbook.tables.schema import Package, Resource, table_of
from claimbook.tables.sheet import NO_CLAIM, Sheets
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


def identity_rules(spec: Package) -> Iterator[Rule]:
    """That each row has an id of its own, in this table and in those that share its names; and what else the
    data package wants to be unique."""
    first: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for resource in spec.resources:
        key = resource.schema_.primaryKey
        for field in resource.schema_.fields:
            if field.constraints.unique or field.name == key:
                among = first["" if field.name == key else resource.name, field.name]
                yield Rule(f"{field.name} _file _row", partial(_own, among, field.name), (resource.name,))


def _own(first: dict[str, str], column: str, value: str | None, file: str, row: int) -> Wrong:
    place = f"{file}:{row}"
    if value is not None and first.setdefault(value, place) != place:
        return [(f"{shown(value)}, which {first[value]} has too", f"its own {column}")]


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
                    yield Rule(column, partial(self._wrong, reference), (resource.name,))

    def _wrong(self, reference: Reference, cell: str | None) -> Wrong:
        """The names in a cell that should not stand there, each once."""
        if cell is None or self._fits(cell, reference):
            return None
        names = re.split(reference.split, cell) if reference.split else [cell]
        return [
            (self._shown(name, reference), self._expected(name, reference))
            for name in dict.fromkeys(names)
            if not self._fits(name, reference)
        ]

    def _fits(self, name: str, reference: Reference) -> bool:
        """Whether a reference may hold a name; a term whose kind is faulty may be of any."""
        known = name in self.sheets.index(reference.key)
        of_kind = not reference.kind or self.kinds.get(name) in (reference.kind, None)
        return (known and of_kind) or name in reference.besides

    def _shown(self, name: str, reference: Reference) -> str:
        kind = self.kinds.get(name) if reference.kind else None
        return shown(name) + (f", a term of kind {kind}" if kind else "")

    def _expected(self, name: str, reference: Reference) -> str:
        if reference.kind:
            terms = [term for term, kind in self.kinds.items() if kind == reference.kind]
            pool = [other for other in (*terms, *reference.besides) if other.isupper() == name.isupper()]
            return (reference.words or f"a term of kind {reference.kind}") + self._nearest(name, pool)
        tables = [r.path for r in self.spec.resources if r.schema_.primaryKey == reference.key]
        article = "an" if reference.key[0] in "aeiou" else "a"
        of = tables[0] if len(tables) == 1 else "the tables of figures"
        if not tables:
            of = f"{table_of(reference.key)}.csv, which is not there"
        words = f"{article} {reference.key} of {of}"
        pool = self.sheets.index(reference.key)
        return " or ".join((words, *reference.besides)) + self._nearest(name, pool)

    def _nearest(self, name: str, pool: Collection[str]) -> str:
        if len(pool) > self.left:
            return ""  # thousands of faults against thousands of names: say them all, and soon
        self.left -= len(pool)
        return nearest(name, pool, _ALIKE)
