"""Names and what points at them: duplicate ids, dangling references, terms of the wrong kind, units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel.numbers import list_currencies

from claimbook.errors import Fault, shown
from claimbook.tables.cells import Row, nearest
from claimbook.tables.sheets import NO_CLAIM, Sheets

TIME_UNITS = ("day", "week", "month", "year")
_ALIKE = 0.5  # below this likeness a nearest name would only mislead
_COMPARISONS = 100_000  # names compared in one run to say which is nearest; each takes some microseconds


@dataclass(frozen=True)
class _Reference:
    key: str  # primary key of the tables that hold the names
    split: str = ""  # what parts several names in one cell
    kind: str = ""  # for terms: the kind it has to be
    besides: tuple[str, ...] = ()  # words that are allowed beside a name


_SIDE = _Reference("term_id", kind="side")
_CLAIM = _Reference("claim_id")
_SOURCE = _Reference("source_id")
_REFERENCES = {
    "document_id": _Reference("document_id"),
    "claim_id": _CLAIM,
    "event_id": _Reference("event_id"),
    "claimant_id": _SOURCE,
    "judge_id": _SOURCE,
    "told_by_id": _SOURCE,
    "outlet_id": _SOURCE,
    "affiliation_id": _SOURCE,
    "via_ids": _Reference("source_id", split=" > "),
    "original_claim_id": _Reference("claim_id", besides=NO_CLAIM),
    "echoes_id": _CLAIM,
    "part_of_id": _CLAIM,
    "supersedes_id": _CLAIM,
    "subject": _Reference("term_id", kind="subject"),
    "measure": _Reference("term_id", kind="measure"),
    "scope": _Reference("term_id", kind="scope"),
    "from_side": _SIDE,
    "to_side": _SIDE,
    "side": _SIDE,
    "sides": _Reference("term_id", split=";", kind="side"),
}


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """The codes of ISO 4217, former ones included, as babel lists them."""
    return frozenset(list_currencies())


def reference_to(table: str, column: str) -> str | None:
    """The primary key that the cells of `column` in `table` name, or None where it is no reference."""
    if table == "terms" and column == "part_of_id":
        return "term_id"
    reference = _REFERENCES.get(column)
    return reference.key if reference else None


def identity_faults(sheets: Sheets) -> Iterator[Fault]:
    """Each row whose id another row has too, in this table or in one that shares its names."""
    for table, key in sheets.keys.items():
        for row in sheets.rows[table]:
            first = sheets.target(row, key, key)
            if first and first is not row:
                found = f"{row.show(key)}, which {first.file}:{first.number} has too"
                yield row.fault(key, found, f"its own {key}")


class References:
    """Finds the references of a data folder that name nothing, or the wrong kind of term."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.left = _COMPARISONS
        self.terms: dict[str, list[str]] = {}
        for name, term in sheets.ids["term_id"].items():
            if term.has("kind"):
                self.terms.setdefault(term["kind"], []).append(name)

    def faults(self) -> Iterator[Fault]:
        """Every fault, row by row."""
        for table, rows in self.sheets.rows.items():
            columns = self.columns(table)
            for row in rows:
                for column, reference in columns.items():
                    if row.has(column) and row[column] is not None:
                        yield from self.dangling(row, column, reference)
                if row.has("unit") and self.sheets.known("term_id"):
                    yield from self.unit_faults(row)

    def columns(self, table: str) -> dict[str, _Reference]:
        """The references of a table that can be judged: ours, then those that only the data package declares."""
        own = self.sheets.keys[table]
        columns = {column: reference for column, reference in _REFERENCES.items() if column != own}
        if table == "terms":
            columns["part_of_id"] = _Reference("term_id")
        for foreign in self.sheets.schema(table).foreignKeys:
            columns.setdefault(foreign.fields, _Reference(foreign.reference.fields))
        return {column: reference for column, reference in columns.items() if self.sheets.known(reference.key)}

    def dangling(self, row: Row, column: str, reference: _Reference) -> Iterator[Fault]:
        names = row[column].split(reference.split) if reference.split else [row[column]]
        for name in names:
            if name in reference.besides:
                continue
            target = self.sheets.ids[reference.key].get(name)
            if target is None:
                yield row.fault(column, shown(name), self.expected(name, reference))
            elif reference.kind and target.has("kind") and target["kind"] != reference.kind:
                found = f"{shown(name)}, a term of kind {target['kind']}"
                yield row.fault(column, found, self.expected(name, reference))

    def expected(self, name: str, reference: _Reference) -> str:
        if reference.kind:
            return f"a term of kind {reference.kind}{self.nearest(name, self.terms.get(reference.kind, []))}"
        files = self.sheets.files[reference.key]
        article = "an" if reference.key[0] in "aeiou" else "a"
        words = [f"{article} {reference.key} of {files[0] if len(files) == 1 else 'the tables of figures'}"]
        allowed = " or ".join(words + list(reference.besides))
        return allowed + self.nearest(name, list(self.sheets.ids[reference.key]))

    def nearest(self, name: str, pool: list[str]) -> str:
        if len(pool) > self.left:
            return ""  # thousands of faults against thousands of names: say them all, and soon
        self.left -= len(pool)
        return nearest(name, pool, _ALIKE)

    def unit_faults(self, row: Row) -> Iterator[Fault]:
        counted = [*self.terms.get("unit", []), "percent", *TIME_UNITS]
        for name in re.split(r"[/*]", row["unit"]):
            # A wrong currency is told once, at the column currency.
            if name in counted or name in currencies() or name == row.values.get("currency"):
                continue
            pool = sorted(currencies()) if name.isupper() else counted
            expected = f"a term of kind unit, an ISO 4217 currency, percent, or one of {', '.join(TIME_UNITS)}"
            yield row.fault("unit", shown(name), expected + self.nearest(name, pool))
