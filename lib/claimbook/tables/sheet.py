"""The tables while they are checked: columns of distinct cells, and which of them each row holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np

from claimbook.errors import Fault, more_rows, shown

# Words of original_claim_id that are no names: this row is the original, or nobody knows it.
NO_CLAIM = ("self", "unknown")
FEW = 3  # more rows than this with one and the same fault are told in one line, with their number
_LISTED = 10  # of these their lines
FAULT_LIMIT = 100_000  # a folder with more faults is no table: telling them all would only fill the memory


@dataclass
class Column:
    """One column: each distinct cell once.

    cells   the distinct cells as text
    codes   for each row the place of its cell in `cells`
    values  by distinct cell what it stands for: text, Fraction, int, datetime.date; None: blank, or no such
            value
    sound   by distinct cell whether it is one of the column
    """

    cells: Sequence[str]
    codes: np.ndarray
    values: np.ndarray
    sound: np.ndarray

    @property
    def rows(self) -> np.ndarray:
        """The value of each row."""
        return self.values[self.codes]

    @cached_property
    def filled(self) -> np.ndarray:
        """By distinct cell whether it holds a value."""
        return objects((value is not None for value in self.values), bool)


class Sheets(dict[str, "Sheet"]):
    """The tables that could be read, by name."""

    def complete(self, key: str) -> bool:
        """Whether all names of a primary key are known, so that a reference can be judged."""
        return all(sheet.complete for sheet in self.values() if sheet.key == key)

    @cached_property
    def _by_key(self) -> dict[str, Sheet]:
        keys = dict.fromkeys(sheet.key for sheet in self.values())
        return {key: joined([sheet for sheet in self.values() if sheet.key == key]) for key in keys}

    def named(self, key: str) -> Sheet:
        """The rows that `key` names, of all tables that share it; empty where there is none."""
        return self._by_key.get(key, Sheet(key, objects([]), np.zeros(0, int), {}))

    @property
    def claims(self) -> Sheet:
        """The tables of figures as one."""
        return self.named("claim_id")

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each term."""
        terms = self.named("term_id")
        return {
            name: terms.value(row, "kind") for name, row in terms.index.items() if "kind" in terms.columns
        }

    def of_kind(self, kind: str) -> list[str]:
        """The terms of a kind, in the order of the table."""
        return [name for name, known in self.kinds.items() if known == kind]

    def wider(self, name: str) -> list[str]:
        """A term and all that hold it, nearest first."""
        terms, way = self.named("term_id"), []
        while name in terms.index and name not in way:
            way.append(name)
            name = terms.value(terms.index[name], "part_of_id")
        return way


@dataclass
class Sheet:
    """The rows of one table, or of several tables one after the other.

    key             the column that names the rows
    files, numbers  for each row its file, and its line there
    complete        whether every row could be read, and names itself
    """

    key: str
    files: np.ndarray
    numbers: np.ndarray
    columns: dict[str, Column]
    complete: bool = True
    _targets: dict[tuple[str, int], np.ndarray] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.numbers)

    def each(self, column: str, function: Callable[[Any], Any], kind: type = object) -> np.ndarray:
        """`function` of the value of each row, called once a distinct value; of None without the column."""
        if column not in self.columns:
            return objects([function(None)] * len(self), kind)
        found = self.columns[column]
        return objects(map(function, found.values), kind)[found.codes]

    def sound(self, *columns: str) -> np.ndarray:
        """The rows, as a mask, in which all these columns are sound (a blank one is); none without them."""
        mask = np.full(len(self), all(column in self.columns for column in columns))
        for column in columns if mask.any() else ():
            mask &= self.columns[column].sound[self.columns[column].codes]
        return mask

    def filled(self, *columns: str) -> np.ndarray:
        """The rows, as a mask, in which all these columns hold a sound value."""
        mask = self.sound(*columns)
        for column in columns if mask.any() else ():
            mask &= self.columns[column].filled[self.columns[column].codes]
        return mask

    def blank(self, column: str) -> np.ndarray:
        """The rows, as a mask, in which the column is blank."""
        return self.sound(column) & ~self.filled(column)

    def value(self, row: int, column: str) -> Any:
        """The value of one cell."""
        return self.columns[column].values[self.columns[column].codes[row]]

    def place(self, row: int) -> str:
        """File and line of a row, as another row's fault names it."""
        return f"{self.files[row]}:{self.numbers[row]}"

    def cell(self, row: int, column: str) -> str:
        """The text of one cell."""
        return self.columns[column].cells[self.columns[column].codes[row]]

    def show(self, row: int, column: str) -> str:
        """One cell as a fault shows it."""
        return shown(self.cell(row, column)) if self.cell(row, column) else "a blank cell"

    @cached_property
    def index(self) -> dict[Any, int]:
        """The first row of each name in the key."""
        keys = self.columns[self.key].rows if self.key in self.columns else objects([])
        first = dict(zip(keys[::-1], range(len(keys) - 1, -1, -1), strict=True))
        for nobody in (None, *NO_CLAIM) if self.key == "claim_id" else (None,):
            first.pop(nobody, None)
        return dict(zip(reversed(first), reversed(first.values()), strict=True))

    def target(self, column: str, of: Sheet) -> np.ndarray:
        """For each row the row of `of` that the column names, or -1."""
        if column not in self.columns:
            return np.full(len(self), -1)
        if (column, id(of)) not in self._targets:
            found = self.columns[column]
            rows = objects(map(of.index.get, found.values, repeat(-1)), int)
            self._targets[column, id(of)] = rows[found.codes]
        return self._targets[column, id(of)]

    def above(self, first: str, last: str) -> np.ndarray:
        """The rows, as a mask, in which both columns are filled and `first` is more than `last`."""
        mask = self.filled(first, last)
        if mask.any():
            mask[mask] = self.columns[first].rows[mask] > self.columns[last].rows[mask]
        return mask


def objects(values: Iterable[Any], kind: type = object) -> np.ndarray:
    """An array of values, one a place; numpy would take some for arrays of their own."""
    return np.fromiter(values, kind)


def joined(sheets: Sequence[Sheet]) -> Sheet:
    """The rows of several tables with one key as one sheet; a column that a table lacks is blank there."""
    names = dict.fromkeys(name for sheet in sheets for name in sheet.columns)
    columns = {name: _joined([_column(sheet, name) for sheet in sheets]) for name in names}
    files, numbers = ([getattr(sheet, part) for sheet in sheets] for part in ("files", "numbers"))
    return Sheet(sheets[0].key, np.concatenate(files), np.concatenate(numbers), columns)


def _column(sheet: Sheet, name: str) -> Column:
    if name in sheet.columns:
        return sheet.columns[name]
    return Column([""], np.zeros(len(sheet), np.int32), objects([None]), np.array([True]))


def _joined(columns: Sequence[Column]) -> Column:
    starts = np.cumsum([0, *(len(column.values) for column in columns)])
    return Column(
        [cell for column in columns for cell in column.cells],
        np.concatenate([column.codes + start for column, start in zip(columns, starts, strict=False)]),
        np.concatenate([column.values for column in columns]),
        np.concatenate([column.sound for column in columns]),
    )


@dataclass
class _Cells:
    """The cells of one row by column, as text."""

    sheet: Sheet
    row: int

    def __getitem__(self, column: str) -> str:
        return self.sheet.cell(self.row, column)


class Faults:
    """What is wrong with a folder: collected fault by fault, told in order."""

    def __init__(self) -> None:
        self.found: dict[Fault, None] = {}
        self.dropped = False

    def add(self, file: str, row: int | None, column: str | None, found: str, expected: str) -> None:
        if len(self.found) < FAULT_LIMIT:
            self.found[Fault(file, row and int(row), column, found, expected)] = None
        else:
            self.dropped = True

    def add_alike(
        self, file: str, rows: Sequence[int], column: str | None, found: str, expected: str
    ) -> None:
        """One fault of several rows of a file, told row by row where they are few."""
        if len(rows) > FEW:
            listed = f"{', '.join(map(str, rows[1:_LISTED]))}{', ...' if len(rows) > _LISTED else ''}"
            rows, found = rows[:1], f"{found}, here and in {more_rows(len(rows) - 1)} ({listed})"
        for row in rows:
            self.add(file, row, column, found, expected)

    def add_row(self, sheet: Sheet, row: int, column: str, expected: str, found: str | None = None) -> None:
        """A fault of one row of a sheet; found None: the cell."""
        self.add(sheet.files[row], sheet.numbers[row], column, found or sheet.show(row, column), expected)

    def add_rows(self, sheet: Sheet, mask: np.ndarray, column: str, expected: str) -> None:
        """A fault of the cell in each row of the mask; in `expected` a {column} stands for its cell."""
        for row in np.flatnonzero(mask):
            self.add_row(sheet, row, column, expected.format_map(_Cells(sheet, row)))

    def in_order(self, order: Mapping[str, Sequence[str]]) -> list[Fault]:
        """By file as in `order`, then row, then column as there; the whole before its parts."""
        files = {file: place for place, file in enumerate(order)}
        columns = {file: {name: n for n, name in enumerate(names)} for file, names in order.items()}
        last = 10**6  # a column that the schema does not know stands after those it knows

        def place(fault: Fault) -> tuple[int, int, int, str]:
            column = -1 if fault.column is None else columns.get(fault.file, {}).get(fault.column, last)
            return files.get(fault.file, -1), fault.row or 0, column, str(fault)

        told = sorted(self.found, key=place)
        if self.dropped:
            found = f"more than {FAULT_LIMIT:,} faults"
            told.append(Fault(told[-1].file, None, None, found, "tables; the others are not told"))
        return told
