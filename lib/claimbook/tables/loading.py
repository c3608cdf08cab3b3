"""The data folder as a whole: read, typed, cross-checked, with every fault of every table at once."""

from __future__ import annotations

import os
from collections import UserDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from claimbook.errors import DataFaults, Fault
from claimbook.paths import PACKAGE_FILE
from claimbook.tables import kept
from claimbook.tables.cells import typed
from claimbook.tables.links import chain_faults, link_rules
from claimbook.tables.mentions import mention_rules
from claimbook.tables.reading import Source, folder, read_table
from claimbook.tables.references import References, form_rules
from claimbook.tables.rules import FIGURE_RULES, ROW_RULES, check_rules
from claimbook.tables.schema import (
    KNOWLEDGE,
    MAY_LACK,
    Package,
    Resource,
    columns_of,
    package_of,
)
from claimbook.tables.sheet import Column, Faults, Sheet, Sheets, objects


class Rows(UserDict[str, dict[str, Any]]):
    """The rows of some tables by id, in order; each is made when it is asked for.

    A row holds the columns that the library reads (None: not stated, also where the tables of an earlier
    library lack one), further ones of the data package, `_file` and `_row`, and `table`.
    """

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self._sheets = sheets
        self.data = {  # the place of a row, then the row itself
            name: (table, row)
            for table, sheet in sheets.items()
            for row, name in enumerate(sheet.values(sheet.key))
        }

    def __getitem__(self, name: str) -> dict[str, Any]:
        if isinstance(self.data[name], tuple):
            table, row = self.data[name]
            sheet = self._sheets[table]
            cells = {column: sheet.value(row, column) for column in sheet.columns}
            where = {"_file": sheet.files[row], "_row": int(sheet.numbers[row]), "table": table}
            self.data[name] = dict.fromkeys(columns_of(table)) | cells | where
        return self.data[name]

    def column(self, column: str) -> list[Any]:
        """The cells of one column, in the order of the rows."""
        return [cell for sheet in self._sheets.values() for cell in sheet.values(column)]


class Tables(Mapping[str, pd.DataFrame]):
    """The tables of a data folder by name, in the order of the package, then empty ones that it lacks but
    for those of knowledge.

    Each DataFrame has the columns of its schema in the schema's order, then
    `_file` (name relative to the folder) and `_row` (line of the file, the
    header being row 1). Cells are str, int, datetime.date or, for the columns
    of type number, fractions.Fraction as written; a blank cell is None and
    means "not stated". Columns have dtype object, `_row` int64.

    .root     the folder
    .package  datapackage.json as parsed
    .files    the bytes of datapackage.json and of the CSV files, by name
    """

    def __init__(
        self, root: Path, package: dict[str, Any], files: Mapping[str, bytes], sheets: Mapping[str, Sheet]
    ) -> None:
        self.root, self.package, self.files = root, package, files
        blank = {name: _empty(name) for name in MAY_LACK if name not in (*sheets, *KNOWLEDGE)}
        self._sheets = dict(sheets) | blank
        self._frames: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            sheet = self._sheets[name]
            columns = {column: sheet.values(column) for column in (*sheet.columns, "_file")}
            self._frames[name] = pd.DataFrame(columns, dtype=object).assign(_row=sheet.numbers)
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)

    def __repr__(self) -> str:
        return f"Tables({', '.join(f'{name}: {size}' for name, size in self.sizes.items())})"

    @property
    def sizes(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: len(sheet) for name, sheet in self._sheets.items()}

    @property
    def lacking(self) -> list[str]:
        """The files that the data package names and the folder does without."""
        return [table["path"] for table in self.package["resources"] if table["path"] not in self.files]

    def columns(self, name: str) -> list[str]:
        """The columns of a table, its key first; none where these tables lack it."""
        return list(self._sheets[name].columns) if name in self._sheets else []

    def rows(self, *names: str) -> Rows:
        """The rows of some tables by id; none of a table that these lack."""
        return Rows({name: self._sheets[name] for name in names if name in self._sheets})

    @cached_property
    def sha256(self) -> str:
        """Hash over name, length and bytes of the files, by name."""
        return kept.checksum(self.files)


def _empty(name: str) -> Sheet:
    none, columns = objects([]), columns_of(name)
    column = Column([], objects([], int), none, {})
    return Sheet(columns[0], none, column.codes, dict.fromkeys(columns, column))


Further = Callable[[Tables], Sequence[Fault]]


def load(root: str | Path, anew: bool = False, further: Further | None = None) -> Tables:
    """Read the data folder `root`; raise DataFaults with every fault of all tables if there is one.

    A folder that was found good is not checked again, unless `anew`. further: finds faults in tables that
    have no other, such as those of formulas; what it finds good is kept as well.
    """
    root = Path(root)
    if not os.path.isdir(root):  # unlike Path.is_dir, False where a parent may not be read
        raise DataFaults([Fault(str(root), None, None, "no such folder", f"the folder with {PACKAGE_FILE}")])
    faults = Faults()
    package, spec, files = _files(folder(root), faults)
    key = kept.checksum(files, kept.library(), getattr(further, "__qualname__", ""))
    sheets = None if anew or faults.found else kept.read(key, spec)
    if sheets is None:
        sheets = _checked(spec, files, faults)
        if further and (found := further(Tables(root, package, files, sheets))):
            raise DataFaults(found)
        kept.write(key, sheets)
    return Tables(root, package, files, sheets)


def check(root: str | Path) -> list[Fault]:
    """Return every fault of the data folder `root`, by file, row and column; never raises for what it
    holds."""
    try:
        load(root, anew=True)
    except DataFaults as error:
        return list(error.faults)
    return []


def restored(root: Path, source: Source) -> Tables:
    """Tables from files that were kept: no less sound in form and names than those of a data folder.

    The rules of coding are not asked again. They may have become stricter since, and rows that break a new
    rule are the very ones that will have changed. A column may be missing that the library has come to read
    since, unless no figure is without it. Raises DataFaults.
    """
    faults = Faults()
    package, spec, files = _files(source, faults, earlier=True)
    return Tables(root, package, files, _checked(spec, files, faults, earlier=True))


def _files(source: Source, faults: Faults, earlier: bool = False) -> tuple[dict, Package, dict[str, bytes]]:
    """datapackage.json as parsed and as checked, and the bytes of all files. Raises DataFaults without it."""
    raw = source(PACKAGE_FILE, faults, True)
    if raw is None:
        raise DataFaults(faults.found)
    package, spec = package_of(raw, earlier)
    files, there = {PACKAGE_FILE: raw}, []
    for resource in spec.resources:
        try:
            raw = source(resource.path, faults, resource.name not in MAY_LACK)
        except FileNotFoundError:
            continue  # as if the package did not list it
        there.append(resource)
        if raw is not None:
            files[resource.path] = raw
    return package, spec.model_copy(update={"resources": tuple(there)}), files


def _checked(spec: Package, files: Mapping[str, bytes], faults: Faults, earlier: bool = False) -> Sheets:
    """The tables. Raises DataFaults with every fault; earlier: with those of form and names alone."""
    sheets = Sheets({resource.name: _sheet(resource, files, faults) for resource in spec.resources})
    rules = [*form_rules(spec, sheets), *References(spec, sheets).rules(), *FIGURE_RULES]
    chain_faults(sheets, faults)
    if not earlier:
        rules += [*ROW_RULES, *link_rules(sheets), *mention_rules(sheets)]
    check_rules(rules, sheets, faults)
    if faults.found:
        raise DataFaults(faults.in_order({resource.path: resource.columns for resource in spec.resources}))
    return sheets


def _sheet(resource: Resource, files: Mapping[str, bytes], faults: Faults) -> Sheet:
    """One table with its values; every cell that is none of its column is told."""
    path, key = resource.path, resource.schema_.primaryKey
    read = read_table(path, files[path], resource.columns, faults) if path in files else None
    if read is None:
        return Sheet(key, objects([]), objects([], int), {}, complete=False)
    sheet = Sheet(key, np.full(len(read.numbers), path, object), np.array(read.numbers, int), {})
    filled = resource.filled
    for field in resource.schema_.fields:
        if field.name in read.columns:
            column = typed(read.columns.pop(field.name), field, field.name in filled)
            sheet.columns[field.name] = column
            for row in np.flatnonzero(~column.fine[column.codes]) if column.wrong else ():
                expected = column.wrong[column.codes[row]]
                faults.add(path, sheet.numbers[row], field.name, sheet.show(row, field.name), expected)
    sheet.complete = read.complete and None not in sheet.values(key)
    return sheet
