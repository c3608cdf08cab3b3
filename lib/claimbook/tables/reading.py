"""Bytes to rows: reads one CSV file line by line, so that a row number is a line of the file."""

from __future__ import annotations

import csv
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimbook.errors import Fault, more_rows, shown

# A file with more faults than this is no table: reading it on would only fill the memory.
FAULT_LIMIT = 100_000
FEW = 3  # more rows than this with one and the same fault are told in one line, with their number
_CELL_LIMIT = 2**31 - 1
# A cell with the comma after it. The possessive quantifiers keep a long quote gone wrong linear.
_CELL = re.compile(r'("[^"]*+(?:""[^"]*+)*+"|[^",][^,]*+|)(?:,|$)')
_UNDECODED = re.compile("[\udc80-\udcff]")
_LOOK_AHEAD = 100  # lines, once a quote of the file was found never to close


@dataclass
class Record:
    """One row as read: `cells` holds the text of each column that stands in the line.

    `whole` is False where the line has too many or too few cells, or a quote
    that does not close; what such a line holds is not checked further.
    `broken` names the columns whose cell is already faulted.
    """

    row: int
    cells: dict[str, str]
    whole: bool = True
    broken: frozenset[str] = frozenset()


@dataclass
class RawTable:
    """One CSV file as read.

    `columns` is None where the file cannot be read as a table at all;
    `complete` is False where reading was given up before its end.
    """

    columns: list[str] | None = None
    records: list[Record] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    raw: bytes = b""
    complete: bool = True


def read_bytes(root: Path, name: str) -> tuple[bytes | None, list[Fault]]:
    """Return the bytes of the file `name` in `root`, or None and the fault; never raises."""
    path = root / name
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):  # a pipe or a device would never end
            found = "a folder" if stat.S_ISDIR(mode) else "something that is no file"
            return None, [Fault(name, None, None, found, "a file")]
        return path.read_bytes(), []
    except FileNotFoundError:
        return None, [Fault(name, None, None, "no such file", "a file in the data folder")]
    except (OSError, ValueError, MemoryError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        return None, [Fault(name, None, None, f"a file that cannot be read ({reason})", "a readable file")]


def read_table(root: Path, name: str, columns: Sequence[str]) -> RawTable:
    """Read the CSV file `name` in `root`, whose columns should be `columns`, in any order.

    Each of these is one fault, and the rest of the file is read all the same:
    a byte order mark, CRLF, bytes that are not UTF-8, a row with a line break
    inside quotes, a row with a quote that never closes. Never raises.
    """
    raw, faults = read_bytes(root, name)
    table = RawTable(faults=faults, raw=raw or b"")
    if raw is None:
        return table
    if not raw:
        faults.append(Fault(name, None, None, "an empty file", _header_words(columns)))
        return table
    text = _decoded(name, raw, faults)
    if text is None:
        return table
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()  # the end of the last line starts no further one
    _Reader(name, lines, columns, table).read()
    return table


def _header_words(columns: Sequence[str]) -> str:
    return f"a header row of {len(columns)} columns parted by commas, from {columns[0]} to {columns[-1]}"


def _decoded(name: str, raw: bytes, faults: list[Fault]) -> str | None:
    """Text of the file with LF line ends; a byte that is not UTF-8 stays as a lone surrogate."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.append(Fault(name, None, None, "UTF-16", "UTF-8 without a byte order mark"))
        return None
    if raw.startswith(b"\xef\xbb\xbf"):
        faults.append(Fault(name, 1, None, "a byte order mark", "UTF-8 without one"))
        raw = raw[3:]
    if b"\r" in raw:
        kind = "CRLF" if b"\r\n" in raw else "CR"
        row = raw.count(b"\n", 0, raw.index(b"\r")) + 1
        faults.append(Fault(name, row, None, f"a line end of the kind {kind}", "LF line ends throughout"))
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8", errors="surrogateescape")
        rows = [row for row, line in enumerate(text.split("\n"), 1) if _UNDECODED.search(line)]
        found = f"the byte 0x{raw[error.start]:02x}, which is not UTF-8 there"
        found += f", and such bytes in {more_rows(len(rows) - 1)}" if len(rows) > 1 else ""
        faults.append(Fault(name, rows[0], None, found, "UTF-8 throughout"))
        return text


class _Reader:
    """The state of reading one file: which line is next, what was found so far."""

    def __init__(self, name: str, lines: list[str], columns: Sequence[str], table: RawTable) -> None:
        self.name, self.lines, self.wanted, self.table = name, lines, columns, table
        self.next = 0
        self.look_ahead = len(lines)
        self.layouts: dict[int, list[str]] = {}  # the names of the cells of a row, by how many cells it has
        self.hollow: list[list[int]] = []  # first and last line of each run of rows without a value
        self.misfits: list[tuple[int, int]] = []  # row and number of cells, where too few or too many
        # Never lowered again: the limit belongs to the process, and a long cell has a fault of its own.
        csv.field_size_limit(max(csv.field_size_limit(), _CELL_LIMIT))

    def fault(self, row: int, column: str | None, found: str, expected: str) -> None:
        self.table.faults.append(Fault(self.name, row, column, found, expected))

    def read(self) -> None:
        header = self.record()[0]
        if not set(header) & set(self.wanted):
            found = shown(self.lines[0]) if self.lines[0] else "a blank line"
            self.fault(1, None, found, _header_words(self.wanted))
            return
        self.table.columns = header
        self.check_header(header)
        self.layouts = _layouts(header, self.wanted)
        while self.next < len(self.lines):
            if len(self.table.faults) + len(self.misfits) > FAULT_LIMIT:
                self.fault(
                    self.next + 1, None, f"more than {FAULT_LIMIT:,} faults", "a table; the rest was not read"
                )
                self.table.complete = False
                break
            self.data_row(header)
        self.tell_misfits(header)
        if self.table.records:  # else the table is empty, whatever lines follow its header
            self.tell_hollow_rows()

    def check_header(self, header: list[str]) -> None:
        for position, column in enumerate(header):
            if column in header[:position]:
                self.fault(1, column, "the column a second time", "each column once")
            elif column not in self.wanted:
                self.fault(
                    1, column or "(blank)", "an unknown column", "only columns that datapackage.json names"
                )
        for column in self.wanted:
            if column not in header:
                self.fault(1, column, "no such column", f"a column named {column}")

    def data_row(self, header: list[str]) -> None:
        row = self.next + 1
        cells, broken = self.record(header)
        if broken == [] and not any(cell.strip() for cell in cells):
            self.keep_hollow(row)
            return
        named: dict[str, str] = {}
        for column, cell in zip(self.layouts.get(len(cells), header), cells, strict=False):
            named.setdefault(column, cell)  # of a doubled column the first counts
        whole = broken is not None
        if whole and len(cells) not in self.layouts:
            whole = False
            self.misfits.append((row, len(cells)))
        self.table.records.append(Record(row, named, whole, frozenset(broken or ())))

    def keep_hollow(self, row: int) -> None:
        if self.hollow and self.hollow[-1][1] == row - 1:
            self.hollow[-1][1] = row
        else:
            self.hollow.append([row, row])

    def tell_hollow_rows(self) -> None:
        for first, last in self.hollow:
            if first == last:
                self.fault(first, None, "an empty row", "it removed")
            else:
                self.fault(first, None, f"empty rows from here to row {last}", "them removed")

    def tell_misfits(self, header: list[str]) -> None:
        sizes = {size for _, size in self.misfits}
        # Every row alike is one slip, as of a spreadsheet; some rows alike may each lack quotes of their own.
        once = len(sizes) == 1 and len(self.misfits) == len(self.table.records) > FEW
        for row, size in self.misfits[:1] if once else self.misfits:
            found = f"{size} cells" + (f", here and in {more_rows(len(self.misfits) - 1)}" if once else "")
            self.fault(
                row, header[min(size, len(header) - 1)], found, f"{len(header)} cells, as in the header"
            )

    def record(self, header: list[str] | None = None) -> tuple[list[str], list[str] | None]:
        """Read the next record: its cells, and the columns with a line break (None: it cannot be parsed)."""
        row, first = self.next + 1, self.next
        cells = self.joined(first)
        if cells is None:
            self.next = first + 1  # only this line is given up, the next ones still tell their faults
            cells = [cell.strip('"') for cell in _leading_cells(self.lines[first])]
            place = header[min(len(cells), len(header) - 1)] if header else None
            self.fault(row, place, "a quote that is not closed or not doubled", 'a cell as "a ""word"" here"')
            return cells, None
        if self.next == first + 1:
            return cells, []
        places = [position for position, cell in enumerate(cells) if "\n" in cell]
        names = self.layouts.get(len(cells), header or [])
        broken = [names[position] for position in places if position < len(names)]
        self.fault(row, broken[0] if broken else None, "a line break inside quotes", "one line a row")
        return cells, broken

    def joined(self, first: int) -> list[str] | None:
        """Cells of the record that starts at line `first`; None where its quotes do not close."""
        last = min(len(self.lines), first + 1 + self.look_ahead)
        if '"' not in self.lines[first]:
            last = first + 1  # nothing here can go on in the next line
        reader = csv.reader((self.lines[number] + "\n" for number in range(first, last)), strict=True)
        try:
            cells = next(reader)
        except (csv.Error, StopIteration):
            if reader.line_num > _LOOK_AHEAD:
                self.look_ahead = _LOOK_AHEAD  # or a file full of such lines would be read over and over
            return None
        self.next = first + reader.line_num
        return cells


def _layouts(header: list[str], wanted: Sequence[str]) -> dict[int, list[str]]:
    """The columns that the cells of a row belong to, by how many cells it has.

    A name too many or too few in the header alone is told there, once: a row
    that fits the header without its extra names is read so, and so is one that
    fits all columns of the schema where the header only lacks some of them.
    """
    known = [name for at, name in enumerate(header) if name in wanted and name not in header[:at]]
    layouts = {}
    if len(known) == len(wanted):
        layouts[len(known)] = known
    elif header == [name for name in wanted if name in header]:
        layouts[len(wanted)] = list(wanted)
    return layouts | {len(header): header}


def _leading_cells(line: str) -> list[str]:
    """The cells before the one whose quotes are wrong: at least the id is mostly among them."""
    cells, start = [], 0
    while (cell := _CELL.match(line, start)) and start < len(line):
        cells.append(cell[1])
        start = cell.end()
    return cells
