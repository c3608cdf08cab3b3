"""The tables while they are checked: columns of distinct cells, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np

from claimbook.errors import Fault, shown

# Words of original_claim_id that are no names: this row is the original, or nobody knows it.
NO_CLAIM = ("self", "unknown")
FEW = 3  # more rows than this with one and the same fault are told in one line, with their number
_LISTED = 10  # of these their lines
FAULT_LIMIT = 100_000  # a folder with more faults is no table: telling them all would only fill the memory
# Columns that name rows by their primary key, wherever they stand.
KEYS = {
    column: key
    for key, columns in {
        "document_id": "document_id",
        "event_id": "event_id",
        "claim_id": "claim_id",
        "source_id": "claimant_id judge_id told_by_id outlet_id suspected_via_id via_ids",
        "term_id": "subject measure scope from_side to_side side sides unit",
    }.items()
    for column in columns.split()
}
# Columns that name a row of the same key.
OF_ITS_KIND = ("original_claim_id", "echoes_id", "part_of_id", "supersedes_id", "affiliation_id")

_ALL = slice(None)
_NOTHING = {"values": None, "fine": True}  # what there is where there is no cell


def objects(values: Iterable[Any], kind: type = object) -> np.ndarray:
    """An array of values, one a place; numpy would take some for arrays of their own."""
    return np.fromiter(values, kind)


@dataclass
class Column:
    """One column: each distinct cell once.

    cells   the distinct cells as text
    codes   for each row the place of its cell in `cells`
    values  by distinct cell what it stands for: text, Fraction, int, datetime.date; None: blank, or no such
            value
    wrong   by place of a cell that is none of the column what is expected
    """

    cells: Sequence[str]
    codes: np.ndarray
    values: np.ndarray
    wrong: dict[int, str]

    @property
    def fine(self) -> np.ndarray:
        """By distinct cell whether it is one of the column, as a blank one is."""
        return ~np.isin(np.arange(len(self.cells)), list(self.wrong))


@dataclass(eq=False)
class Sheet:
    """The rows of one table.

    key             the column that names the rows
    files, numbers  for each row its file, and its line there
    complete        whether every row could be read, and names itself
    """

    key: str
    files: np.ndarray
    numbers: np.ndarray
    columns: dict[str, Column]
    complete: bool = True

    def __len__(self) -> int:
        return len(self.numbers)

    def values(self, column: str, rows: Any = _ALL, part: str = "values") -> np.ndarray:
        """The value of each row, of `_file` and `_row` its place; None without the column.

        rows: those that are asked for. part: "fine" for whether it is sound; it is without the column.
        """
        if column in self.columns:
            return getattr(self.columns[column], part)[self.columns[column].codes[rows]]
        places = {"_file": self.files, "_row": self.numbers}
        return places.get(column, np.full(len(self), _NOTHING[part]))[rows]

    def codes(self, column: str) -> np.ndarray:
        """Which of the distinct cells of a column each row holds; 0 without the column."""
        return self.columns[column].codes if column in self.columns else np.zeros(len(self), int)

    def filled(self, column: str) -> np.ndarray:
        """Whether each row holds a value in a column."""
        there = objects((value is not None for value in self.columns[column].values), bool)
        return there[self.codes(column)]

    def value(self, row: int, column: str) -> Any:
        """The value of one cell."""
        return self.columns[column].values[self.columns[column].codes[row]]

    def show(self, row: int, column: str) -> str:
        """One cell as a fault shows it."""
        cell = self.columns[column].cells[self.columns[column].codes[row]]
        return shown(cell) if cell else "a blank cell"


class Sheets(dict[str, Sheet]):
    """The tables that could be read, by name."""

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        super().__init__(sheets)
        # These are asked for again and again.
        self.all, self.index, self.target = cache(self.all), cache(self.index), cache(self.target)

    def complete(self, key: str) -> bool:
        """Whether all names of a primary key are known, so that a reference can be judged."""
        return all(sheet.complete for sheet in self.values() if sheet.key == key)

    def all(self, key: str, path: str, part: str = "values") -> np.ndarray:
        """What `look` gives for the tables whose rows `key` names, one after the other."""
        found = (self.look(sheet, path, part=part) for sheet in self.values() if sheet.key == key)
        return np.concatenate([objects([]), *found])

    def index(self, key: str) -> dict[str, int]:
        """By name the first row that has it, counted as in `all`."""
        first: dict[str, int] = {}
        for row, name in enumerate(self.all(key, key)):
            if name is not None and (key != "claim_id" or name not in NO_CLAIM):
                first.setdefault(name, row)
        return first

    def target(self, sheet: Sheet, link: str) -> np.ndarray:
        """For each row of a table the row that a column names, counted as in `all`, or -1."""
        if link not in sheet.columns:
            return np.full(len(sheet), -1)
        column, index = sheet.columns[link], self.index(KEYS.get(link, sheet.key))
        return objects(map(index.get, column.values, repeat(-1)), int)[column.codes]

    def look(self, sheet: Sheet, path: str, rows: Any = _ALL, part: str = "values") -> np.ndarray:
        """What `Sheet.values` gives for a column, as `low`, or for one of the rows that are named there, as
        `part_of_id.low`."""
        link, _, rest = path.partition(".")
        if not rest:
            return sheet.values(link, rows, part)
        found = np.append(self.all(KEYS.get(link, sheet.key), rest, part), _NOTHING[part])
        return found[self.target(sheet, link)[rows]]

    def terms(self, column: str) -> dict[str, Any]:
        """By term its value in a column."""
        return dict(zip(self.all("term_id", "term_id"), self.all("term_id", column), strict=True))


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
            listed = ", ".join(map(str, rows[1:_LISTED])) + (", ..." if len(rows) > _LISTED else "")
            rows, found = rows[:1], f"{found}, here and in {len(rows) - 1:,} more rows ({listed})"
        for row in rows:
            self.add(file, row, column, found, expected)

    def in_order(self, order: Mapping[str, Sequence[str]]) -> list[Fault]:
        """By file as in `order`, then row, then column as there; the whole before its parts."""
        files = list(order)

        def place(fault: Fault) -> tuple[int, int, int, str]:
            columns = [None, *order[fault.file]]  # a column that the schema does not know stands behind them
            column = columns.index(fault.column) if fault.column in columns else len(columns)
            return files.index(fault.file), fault.row or 0, column, str(fault)

        told = sorted(self.found, key=place)
        if self.dropped:
            found = f"more than {FAULT_LIMIT:,} faults"
            told.append(Fault(told[-1].file, None, None, found, "tables; the others are not told"))
        return told
