"""Bytes to columns: reads a CSV file line by line, since one line is one row."""

from __future__ import annotations

import csv
import io
import os
import stat
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat
from operator import itemgetter
from pathlib import Path

import numpy as np

from claimbook.errors import shown
from claimbook.paths import PACKAGE_FILE
from claimbook.tables.sheet import Faults

_BATCH = 1024  # lines that are turned into columns at a time
_MISSING = {PACKAGE_FILE: "one in the data folder; `claimbook upgrade FOLDER` writes the library's there"}
_UTF_16 = ("UTF-16", "UTF-8 without a byte order mark")
_QUOTE, _EMPTY = "a quote that is not closed in its line, or not doubled", "an empty row"
_EXPECTED = {_QUOTE: 'a cell as "a ""word"" here", and one line a row', _EMPTY: "it removed"}
csv.field_size_limit(2**31 - 1)  # a long cell has a fault of its own

# Gives the bytes of a file of the folder, or None after telling why there are none. The third says whether it
# is needed; of one that is not and is not there it raises FileNotFoundError.
Source = Callable[[str, Faults, bool], bytes | None]


@dataclass
class Cells:
    """The cells of one column: each distinct one once, and for each row its place among them."""

    index: defaultdict[str, int] = field(default_factory=defaultdict)
    codes: array = field(default_factory=lambda: array("i"))

    def __post_init__(self) -> None:
        self.index.default_factory = self.index.__len__  # a cell that is new takes the next place

    def add(self, cells: Sequence[str]) -> None:
        if cells[0] != cells[-1] or cells.count(cells[0]) < len(cells):
            self.codes.extend(map(self.index.__getitem__, cells))
        else:  # most columns are blank, or the same, over long stretches
            self.codes.extend(repeat(self.index[cells[0]], len(cells)))


@dataclass
class Raw:
    """A table as read: the lines that its rows stand in, its columns by name, whether all lines are rows."""

    numbers: array
    columns: dict[str, Cells]
    complete: bool


def folder(root: Path) -> Source:
    """The files of a folder. What it gives raises nothing else."""

    def read(name: str, faults: Faults, needed: bool) -> bytes | None:
        try:
            mode = (root / name).stat().st_mode
            if stat.S_ISREG(mode):  # a pipe or a device would never end
                return (root / name).read_bytes()
            found, expected = "a folder" if stat.S_ISDIR(mode) else "something that is no file", "a file"
        except FileNotFoundError:
            if not needed and not os.path.lexists(root / name):
                raise
            found, expected = "no such file", _MISSING.get(name, "a file in the data folder")
        except (OSError, ValueError, MemoryError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            found, expected = f"a file that cannot be read ({reason})", "a readable file"
        faults.add(name, None, None, found, expected)
        return None

    return read


def read_table(name: str, raw: bytes, wanted: Sequence[str], faults: Faults) -> Raw | None:
    """The rows of the CSV file `name`, whose columns should be `wanted`, in any order; None for no table.

    Each of these is told, and the rest is read all the same: a byte order mark, CRLF, bytes that are no
    UTF-8, a quote that does not close in its line, a row with too few or too many cells. Never raises.
    """
    expected = f"a header row of {len(wanted)} columns parted by commas, from {wanted[0]} to {wanted[-1]}"
    if not raw or raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.add(name, None, None, *(_UTF_16 if raw else ("an empty file", expected)))
        return None
    lines = io.TextIOWrapper(io.BytesIO(_mended(name, raw, faults)), "utf-8", errors="replace", newline="\n")
    first = lines.readline().removesuffix("\n")
    header = _cells_of(first) or []
    if not set(header) & set(wanted):
        faults.add(name, 1, None, shown(first) if first else "a blank line", expected)
        return None
    _check_header(name, header, wanted, faults)
    return _columns(name, lines, header, wanted, faults)


def _mended(name: str, raw: bytes, faults: Faults) -> bytes:
    """The bytes with LF line ends and without a byte order mark; what is not UTF-8 is told."""
    if raw.startswith(b"\xef\xbb\xbf"):
        faults.add(name, 1, None, "a byte order mark", "UTF-8 without one")
        raw = raw[3:]
    if b"\r" in raw:
        kind = "CRLF" if b"\r\n" in raw else "CR"
        row = raw.count(b"\n", 0, raw.index(b"\r")) + 1
        faults.add(name, row, None, f"a line end of the kind {kind}", "LF line ends throughout")
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{raw[error.start]:02x}, which is not UTF-8 there"
        faults.add(name, row, None, found, "UTF-8 throughout")
    return raw


def _cells_of(line: str) -> list[str] | None:
    """The cells of a line; None where its quotes do not close, or are not doubled."""
    if '"' not in line:
        return line.split(",")
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error:
        return None


def _check_header(name: str, header: Sequence[str], wanted: Sequence[str], faults: Faults) -> None:
    for position, column in enumerate(header):
        if column in header[:position]:
            faults.add(name, 1, column, "the column a second time", "each column once")
        elif column not in wanted:
            faults.add(
                name, 1, column or "(blank)", "an unknown column", "only columns that datapackage.json names"
            )
    for column in wanted:
        if column not in header:
            faults.add(name, 1, column, "no such column", f"a column named {column}")


def _columns(
    name: str, lines: Iterator[str], header: Sequence[str], wanted: Sequence[str], faults: Faults
) -> Raw:
    places, numbers, first = [Cells() for _ in header], array("i"), 2
    wrong: defaultdict[str, array] = defaultdict(lambda: array("i"))  # what is no row, with its lines
    while batch := list(islice(lines, _BATCH)):
        rows = _rows(batch, len(header))
        if rows is None:  # something is amiss in one of them
            rows = list(_sound_rows(batch, first, len(header), numbers, wrong))
        else:
            numbers.extend(range(first, first + len(batch)))
        for cells, column in zip(zip(*rows, strict=True), places, strict=False):
            column.add(cells)
        first += len(batch)
    for found, where in wrong.items():
        expected = _EXPECTED.get(found, f"{len(header)} cells, as in the header")
        faults.add_alike(name, where, None, found, expected)
    named = dict(zip(reversed(header), reversed(places), strict=True))  # of a doubled column the first counts
    return Raw(numbers, {column: named[column] for column in wanted if column in named}, not wrong)


def _rows(lines: list[str], width: int) -> list[list[str]] | None:
    """The cells of lines of which each is a row; None where one is not."""
    try:
        rows = list(csv.reader(lines, strict=True))
    except csv.Error:
        return None
    # A row that goes on in the next line leaves fewer rows than lines.
    fit = len(rows) == len(lines) and set(map(len, rows)) == {width} and all(map(itemgetter(0), rows))
    return rows if fit else None


def _sound_rows(
    lines: list[str], first: int, width: int, numbers: array, wrong: Mapping[str, array]
) -> Iterator[list[str]]:
    for number, line in enumerate(lines, first):
        if not line.strip(", \n"):
            wrong[_EMPTY].append(number)
            continue
        cells = _cells_of(line.removesuffix("\n"))
        if cells is None:
            wrong[_QUOTE].append(number)
        elif len(cells) != width:
            wrong[f"{len(cells)} cells"].append(number)
        else:
            numbers.append(number)
            yield cells


def as_codes(cells: Cells) -> np.ndarray:
    """The place of each row's cell."""
    return np.frombuffer(cells.codes, dtype=np.int32) if cells.codes else np.zeros(0, np.int32)
