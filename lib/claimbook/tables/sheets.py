"""The typed rows of all tables, and their names: what the cross-checks walk over."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from claimbook.tables.cells import Row
from claimbook.tables.package import FIGURES
from claimbook.tables.schema import PackageSpec, SchemaSpec

# Words of original_claim_id that are no names: this row is the original, or nobody knows it.
NO_CLAIM = ("self", "unknown")


@dataclass
class Sheets:
    """Rows by table, in the order of the package.

    `unread` names the tables of which some ids are not known, because the file
    or a row of it could not be read: a reference into them is not judged.
    """

    spec: PackageSpec
    rows: dict[str, list[Row]]
    unread: set[str] = field(default_factory=set)

    @cached_property
    def keys(self) -> dict[str, str]:
        """Primary key of each table. Tables with the same key share one set of names."""
        return {resource.name: resource.schema_.primaryKey for resource in self.spec.resources}

    @cached_property
    def files(self) -> dict[str, list[str]]:
        """The files that hold the names of each primary key."""
        files: dict[str, list[str]] = {}
        for resource in self.spec.resources:
            files.setdefault(resource.schema_.primaryKey, []).append(resource.path)
        return files

    @cached_property
    def ids(self) -> dict[str, dict[str, Row]]:
        """By primary key: the row of each name; of two rows with one name the first."""
        ids: dict[str, dict[str, Row]] = {key: {} for key in self.keys.values()}
        for table, key in self.keys.items():
            for row in self.rows[table]:
                if row.has(key) and not (key == "claim_id" and row[key] in NO_CLAIM):
                    ids[key].setdefault(row[key], row)
        return ids

    def schema(self, table: str) -> SchemaSpec:
        """The schema of a table."""
        return next(resource.schema_ for resource in self.spec.resources if resource.name == table)

    @cached_property
    def misnamed(self) -> dict[str, list[str]]:
        """By primary key: the ids as written that are faulted themselves, such as one in capitals."""
        cells: dict[str, list[str]] = {key: [] for key in self.keys.values()}
        for table, key in self.keys.items():
            cells[key] += [
                row.cells[key] for row in self.rows[table] if not row.has(key) and row.cells.get(key)
            ]
        return cells

    @cached_property
    def _kinds(self) -> dict[str, dict[str, None]]:
        kinds: dict[str, dict[str, None]] = {}
        for name, term in self.ids["term_id"].items():
            if term.has("kind"):
                kinds.setdefault(term["kind"], {})[name] = None
        return kinds

    def of_kind(self, kind: str) -> Collection[str]:
        """The terms of a kind, in the order of the table."""
        return self._kinds.get(kind, {})

    def akin(self, a: str, b: str, kind: str) -> bool:
        """Whether two terms are one, or one holds the other; True where a fault of the terms leaves it
        open."""
        above = self._upwards(a, kind), self._upwards(b, kind)
        return a == b or None in above or a in above[1] or b in above[0]

    def _upwards(self, name: str | None, kind: str) -> list[str] | None:
        """The term and all that hold it, nearest first; None where the way up is broken."""
        way: list[str] = []
        while name is not None:
            term = self.ids["term_id"].get(name)
            if name in way or term is None or not term.has("kind", "part_of_id") or term["kind"] != kind:
                return None
            way.append(name)
            name = term["part_of_id"]
        return way

    def known(self, key: str) -> bool:
        """Whether every name of this primary key is known."""
        return not any(table in self.unread for table, own in self.keys.items() if own == key)

    def target(self, row: Row, column: str, key: str) -> Row | None:
        """The row that the cell `column` names, if there is one."""
        return self.ids[key].get(row[column]) if row.has(column) else None

    def figures(self) -> Iterator[Row]:
        """Rows of the four tables of figures."""
        for table in FIGURES:
            yield from self.rows[table]
