"""The data folder as a whole: read, typed, cross-checked, with every fault of every table at once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from claimbook.errors import DataFaults, Fault
from claimbook.paths import PACKAGE_FILE
from claimbook.tables.cells import typed_rows
from claimbook.tables.chains import chain_faults
from claimbook.tables.mentions import mention_faults
from claimbook.tables.package import read_package
from claimbook.tables.reading import RawTable, read_table
from claimbook.tables.references import References, identity_faults
from claimbook.tables.rules import row_faults
from claimbook.tables.schema import PackageSpec, ResourceSpec
from claimbook.tables.sheets import Sheets
from claimbook.tables.units import unit_faults

_AFTER_ALL = 10_000


class Tables(Mapping[str, pd.DataFrame]):
    """The tables of a data folder by name, in the order of the package.

    Each DataFrame has the columns of its schema in the schema's order, then
    `_file` (name relative to the folder) and `_row` (line of the file, the
    header being row 1). Cells are str, int, datetime.date or, for the columns
    of type number, fractions.Fraction as written; a blank cell is None and
    means "not stated". Columns have dtype object, `_row` int64.

    .root     the folder
    .package  datapackage.json as parsed
    .sha256   hash over name, length and bytes of datapackage.json and the CSV files, by name
    """

    def __init__(
        self, root: Path, package: dict[str, Any], frames: dict[str, pd.DataFrame], sha256: str
    ) -> None:
        self.root, self.package, self.sha256 = root, package, sha256
        self._frames = frames

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)

    def __repr__(self) -> str:
        return f"Tables({', '.join(f'{name}: {len(frame)}' for name, frame in self._frames.items())})"


def load(root: str | Path) -> Tables:
    """Read the data folder `root`; raise DataFaults with every fault of all tables if there is one."""
    tables, faults = _read(Path(root))
    if faults or tables is None:
        raise DataFaults(faults)
    return tables


def check(root: str | Path) -> list[Fault]:
    """Return every fault of the data folder `root`, by file, row and column; never raises for what it
    holds."""
    return _read(Path(root))[1]


def _read(root: Path) -> tuple[Tables | None, list[Fault]]:
    if not os.path.isdir(root):  # unlike Path.is_dir, False where a parent may not be read
        return None, [Fault(str(root), None, None, "no such folder", "the folder with datapackage.json")]
    package, spec, raw, faults = read_package(root)
    if spec is None:
        return None, faults
    read = {resource.name: _read_one(root, resource) for resource in spec.resources}
    sheets = Sheets(spec, {})
    for resource in spec.resources:
        table = read[resource.name]
        rows, wrong = typed_rows(resource.name, resource.path, resource.schema_, table.records)
        sheets.rows[resource.name] = rows
        faults += table.faults + wrong
        if not _all_ids_known(resource, table):
            sheets.unread.add(resource.name)
    faults += cross_faults(sheets)
    if faults:
        return None, _in_order(faults, spec)
    frames = {resource.name: frame_of(resource, sheets) for resource in spec.resources}
    return Tables(root, package, frames, _sha256(spec, raw, read)), []


def cross_faults(sheets: Sheets) -> list[Fault]:
    """Every fault that no single cell tells: between columns, rows and tables."""
    faults = list(identity_faults(sheets))
    faults += References(sheets).faults()
    for rows in sheets.rows.values():
        for row in rows:
            faults += row_faults(row)
    faults += unit_faults(sheets)
    faults += chain_faults(sheets)
    faults += mention_faults(sheets)
    return faults


def _read_one(root: Path, resource: ResourceSpec) -> RawTable:
    table = read_table(root, resource.path, resource.columns)
    if table.columns is not None and not table.records:
        table.faults.append(Fault(resource.path, None, None, "a header without rows", "at least one row"))
    return table


def _all_ids_known(resource: ResourceSpec, table: RawTable) -> bool:
    key = resource.schema_.primaryKey
    if table.columns is None or key not in table.columns or not table.complete or not table.records:
        return False
    return all(record.cells.get(key) for record in table.records)


def _in_order(faults: list[Fault], spec: PackageSpec) -> list[Fault]:
    """By file as in the package, then row, then column as in the schema; the whole before its parts."""
    files = {resource.path: place for place, resource in enumerate(spec.resources)}
    columns = {
        resource.path: {name: n for n, name in enumerate(resource.columns)} for resource in spec.resources
    }

    # A column that the schema does not know stands after those it knows.
    def place(fault: Fault) -> tuple[int, int, int, str]:
        column = -1 if fault.column is None else columns.get(fault.file, {}).get(fault.column, _AFTER_ALL)
        return files.get(fault.file, -1), fault.row or 0, column, str(fault)

    return sorted(faults, key=place)


def frame_of(resource: ResourceSpec, sheets: Sheets) -> pd.DataFrame:
    """The rows of one table as the DataFrame that Tables holds."""
    rows = sheets.rows[resource.name]
    data = {name: [row[name] for row in rows] for name in resource.columns}
    frame = pd.DataFrame(data, columns=list(resource.columns), dtype=object)
    frame["_file"] = pd.Series([resource.path] * len(rows), dtype=object)
    frame["_row"] = pd.Series([row.number for row in rows], dtype="int64")
    return frame


def _sha256(spec: PackageSpec, package: bytes, read: dict[str, RawTable]) -> str:
    files = {resource.path: read[resource.name].raw for resource in spec.resources} | {PACKAGE_FILE: package}
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()
