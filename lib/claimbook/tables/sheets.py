"""The typed rows of all tables, and their names: what the cross-checks walk over."""

from __future__ import annotations

from collections.abc import Iterator
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
