"""Bytes to columns: reads a CSV file line by line, since one line is one row."""

from __future__ import annotations

import csv
import io
import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from claimbook.errors import shown
from claimbook.paths import PACKAGE_FILE
from claimbook.tables.sheet import Faults, objects

_MISSING = {PACKAGE_FILE: "one in the data folder; `claimbook upgrade FOLDER` writes the library's there"}
_UTF_16 = ("UTF-16", "UTF-8 without a byte order mark")
_QUOTE, _EMPTY = "a quote that is not closed in its line, or not doubled", "an empty row"
_EXPECTED = {_QUOTE: 'a cell as "a ""word"" here", and one line a row', _EMPTY: "it removed"}
csv.field_size_limit(2**31 - 1)  # a long cell has a fault of its own

# Gives the bytes of a file of the folder, or None after telling why there are none. The third says whether it
# is needed; of one that is not and is not there it raises FileNotFoundError.
Source = Callable[[str, Faults, bool], bytes | None]


class Cells(NamedTuple):
    """The cells of one column: each distinct one once, as they come, and for each row its place among
    them."""

    known: list[str]
    codes: np.ndarray


class Raw(NamedTuple):
    """A table as read: the lines that its rows stand in, the cells of each column, whether all lines are
    rows."""

    numbers: Sequence[int]
    columns: dict[str, Cells]
    complete: bool


def folder(root: Path) -> Source:
    """The files of a folder. What it gives raises nothing else."""

    def read(name: str, faults: Faults, needed: bool) -> bytes | None:
        path = root / name
        try:
            if path.is_file():  # a pipe or a device would never end
                return path.read_bytes()
            found, expected = "no such file", _MISSING.get(name, "a file in the data folder")
            if os.path.lexists(path):
                found, expected = "a folder" if path.is_dir() else "something that is no file", "a file"
        except OSError as error:
            found, expected = f"a file that cannot be read ({error.strerror})", "a readable file"
        if found == "no such file" and not needed:
            raise FileNotFoundError(name)
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
    first, *lines = _text(name, raw, faults).removesuffix("\n").split("\n")
    header = _cells(first) or []
    if not set(header) & set(wanted):
        faults.add(name, 1, None, shown(first) if first else "a blank line", expected)
        return None
    _check_header(name, header, wanted, faults)
    numbers, columns, wrong = _at_once(lines, len(header)) or _line_by_line(lines, len(header))
    for found, where in wrong.items():
        faults.add_alike(
            name, where, None, found, _EXPECTED.get(found, f"{len(header)} cells, as in the header")
        )
    named = dict(zip(reversed(header), reversed(columns), strict=True))  # of a doubled one the first counts
    return Raw(numbers, named, not wrong)


def _text(name: str, raw: bytes, faults: Faults) -> str:
    """The text with LF line ends and without a byte order mark; what is not UTF-8 is told."""
    if raw.startswith(b"\xef\xbb\xbf"):
        faults.add(name, 1, None, "a byte order mark", "UTF-8 without one")
        raw = raw[3:]
    if b"\r" in raw:
        kind = "CRLF" if b"\r\n" in raw else "CR"
        row = raw.count(b"\n", 0, raw.index(b"\r")) + 1
        faults.add(name, row, None, f"a line end of the kind {kind}", "LF line ends throughout")
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{raw[error.start]:02x}, which is not UTF-8 there"
        faults.add(name, row, None, found, "UTF-8 throughout")
        return raw.decode(errors="replace")


def _cells(line: str) -> list[str] | None:
    """The cells of a line; None where its quotes do not close, or are not doubled."""
    try:
        return next(csv.reader([line], strict=True)) if '"' in line else line.split(",")
    except csv.Error:
        return None


def _check_header(name: str, header: Sequence[str], wanted: Sequence[str], faults: Faults) -> None:
    for position, column in enumerate(header):
        if column in header[:position]:
            faults.add(name, 1, column, "the column a second time", "each column once")
        elif column not in wanted:
            expected = "only columns that datapackage.json names"
            faults.add(name, 1, column or "(blank)", "an unknown column", expected)
    for column in wanted:
        if column not in header:
            faults.add(name, 1, column, "no such column", f"a column named {column}")


Rows = tuple[Sequence[int], list[Cells], Mapping[str, Sequence[int]]]


def _at_once(lines: Sequence[str], width: int) -> Rows | None:
    """What `_line_by_line` gives, by pandas, several times as fast; None where a line may be no row, since
    pandas would fill it up or read on, and of a table without rows."""
    text = "\n".join(lines)
    if not text or "\0" in text or not all(line.strip(", ") and _width(line) == width for line in lines):
        return None
    frame = pd.read_csv(
        io.StringIO(text),
        header=None,
        names=range(width),
        index_col=False,
        dtype=object,
        na_filter=False,
        low_memory=False,
        lineterminator="\n",
    )
    return range(2, len(lines) + 2), [_factors(frame[column].to_numpy()) for column in frame], {}


def _width(line: str) -> int | None:
    """How many cells a line has; None where a quote is not at an end of its cell, or not doubled."""
    parts = f",{line},".split('"')
    around = [part for part in parts[::2] if part]  # the others are within quotes, or between two of them
    if len(parts) % 2 and all(part[0] == part[-1] == "," for part in around):
        return sum(part.count(",") for part in around) - 1
    return None


def _factors(cells: np.ndarray) -> Cells:
    codes, known = pd.factorize(cells)
    return Cells(known.tolist(), codes)


def _line_by_line(lines: Sequence[str], width: int) -> Rows:
    """The lines that are rows, the cells of their columns, and by what is wrong the other lines."""
    numbers, rows, wrong = [], [], defaultdict(list)
    for number, line in enumerate(lines, 2):  # the header is line 1
        cells = _cells(line)
        if not line.strip(", "):
            wrong[_EMPTY].append(number)
        elif cells is None:
            wrong[_QUOTE].append(number)
        elif len(cells) != width:
            wrong[f"{len(cells)} cells"].append(number)
        else:
            numbers.append(number)
            rows.append(cells)
    columns = [_factors(objects(cells)) for cells in zip(*rows, strict=True)]
    return numbers, columns or [Cells([], objects([], int))] * width, wrong
