"""A state of the tables as one file: what a later run compares itself with.

JSON: a first line with the schema of the file and the hash of all that follows it; then the hash
of the data folder, and each table with its columns and a line a row. Equal tables give equal
bytes, so a snapshot can be named by the hash of its bytes. A cell is null, text, a whole
number, a day as "2024-12-16" or an exact fraction as "1100" or "1/3", by the type of its column.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import re
import threading
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from claimbook.book.book import Book
from claimbook.errors import ClaimbookError, DataFaults, Fault, one_line, shown
from claimbook.tables import FIGURES, Tables, restored
from claimbook.tables.reading import read_bytes

SCHEMA = 1
LARGEST = 256 * 2**20  # bytes; a snapshot takes some 500 a claim
_KEPT = "a snapshot as claimbook writes it"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DIGITS = 100
_FRACTION = re.compile(rf"-?[0-9]{{1,{_DIGITS}}}(/[1-9][0-9]{{0,{_DIGITS}}})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What a figure or a selection can trip over in rows that are sound by type and name.
_UNUSABLE = (
    ClaimbookError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


class SnapshotFault(ClaimbookError):
    """A snapshot cannot be used: `.where` (the name of the file, and the place in it), `.found`,
    `.expected`."""

    def __init__(self, where: str, found: str, expected: str) -> None:
        self.where, self.found, self.expected = where, found, expected
        super().__init__(where, found, expected)

    def __str__(self) -> str:
        return (
            f"{one_line(self.where, 200)}: found {one_line(self.found)}, expected {one_line(self.expected)}"
        )


# -- writing ----------------------------------------------------------------
def snapshot_bytes(tables: Tables) -> bytes:
    """The snapshot of these tables. Equal tables give equal bytes; those of read_snapshot() give the same
    again.

    Raises SnapshotFault for a cell that is not of the type of its column.
    """
    body = ",\n".join(_table(name, tables) for name in tables)
    body = f'"data_sha256": {_json(tables.sha256)},\n"tables": {{\n{body}\n}}}}\n'.encode()
    head = {"claimbook_snapshot": SCHEMA, "body_sha256": hashlib.sha256(body).hexdigest()}
    return json.dumps(head)[:-1].encode() + b",\n" + body


def write_snapshot(tables: Tables, path: str | os.PathLike[str]) -> str:
    """Write the snapshot of these tables to `path` in one step and return the SHA-256 of its bytes.

    Whoever reads `path` meanwhile sees the old file or the new one. Raises SnapshotFault, and OSError
    where the file cannot be written.
    """
    raw, path = snapshot_bytes(tables), Path(path)
    part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        with part.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())  # or a loss of power could leave the new name with no bytes behind it
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return hashlib.sha256(raw).hexdigest()


def keep_snapshot(tables: Tables, folder: str | os.PathLike[str]) -> Path:
    """Write the snapshot into a folder under a name from the SHA-256 of its bytes, unless it is there;
    returns its path.

    Raises as write_snapshot().
    """
    raw = snapshot_bytes(tables)
    path = Path(folder) / f"snapshot-{hashlib.sha256(raw).hexdigest()[:12]}.json"
    with contextlib.suppress(OSError):
        if path.read_bytes() == raw:
            return path
    write_snapshot(tables, path)
    return path


def _table(name: str, tables: Tables) -> str:
    """One table as a member of the JSON object: its columns in one line, then a line a row."""
    resource = next((r for r in tables.package["resources"] if r["name"] == name), None)
    if resource is None:
        raise SnapshotFault(name, "a table that the data package does not describe", "one that it does")
    kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    frame, path = tables[name], resource["path"]
    columns = [column for column in frame.columns if not column.startswith("_")]
    if unknown := [column for column in columns if column not in kinds]:
        raise SnapshotFault(
            f"{path}:{unknown[0]}", "a column that the data package does not describe", "one that it does"
        )
    about = {
        "path": path,
        "key": resource["schema"]["primaryKey"],
        "fields": [[c, kinds[c]] for c in columns],
    }
    rows = ",\n".join(_row(path, row, kinds, columns) for row in frame.to_dict("records"))
    return f'{_json(name)}: {_json(about)[:-1]}, "rows": [' + (f"\n{rows}\n]}}" if rows else "]}")


def _row(path: str, row: Mapping[str, Any], kinds: Mapping[str, str], columns: Sequence[str]) -> str:
    cells: list[Any] = [int(row["_row"])]
    for column in columns:
        cell, write = row[column], _WRITE[kinds[column]]
        try:
            cells.append(None if cell is None else write(cell))
        except TypeError:
            raise SnapshotFault(f"{path}:{row['_row']}:{column}", shown(cell), f"a {kinds[column]}") from None
    return _json(cells)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _exactly(*types: type):
    def same(cell: Any) -> Any:
        if type(cell) not in types:
            raise TypeError
        return cell

    return same


def _written_fraction(cell: Any) -> str:
    text = str(_exactly(Fraction)(cell))
    if not _FRACTION.fullmatch(text):
        raise TypeError
    return text


_WRITE = {
    "string": _exactly(str),
    "integer": _exactly(int),
    "number": _written_fraction,
    "date": lambda cell: _exactly(dt.date)(cell).isoformat(),
}


# -- reading ----------------------------------------------------------------
def read_snapshot(path: str | os.PathLike[str]) -> Tables:
    """The tables of a snapshot, of which a Book can be made.

    `.package` holds names, paths, keys and types alone. Every claim of them makes a Figure. Raises
    SnapshotFault where the file cannot be read, is cut off or altered, is of another schema, does
    not have the hash that its name tells, or holds rows of which no book can be made.
    """
    path = Path(path)
    raw = _bytes(path)
    content = _content(path.name, raw)
    digest = hashlib.sha256(raw).hexdigest()
    if _SHA256.fullmatch(path.stem) and path.stem != digest:
        raise SnapshotFault(path.name, f"the SHA-256 {digest}", "the one that its name tells")
    tables = _tables(path, content)
    _try_out(path.name, tables)
    return tables


def _bytes(path: Path) -> bytes:
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise SnapshotFault(path.name, f"{path.stat().st_size:,} bytes", f"at most {LARGEST:,}")
        raw, faults = read_bytes(path.parent, path.name)
    except (
        OSError,
        ValueError,
    ) as error:  # without its path, which is of a machine and would come into a brief
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise SnapshotFault(path.name, f"a file that cannot be read ({reason})", _KEPT) from None
    if raw is None:
        raise SnapshotFault(path.name, faults[0].found, _KEPT)
    return raw


def _content(name: str, raw: bytes) -> dict[str, Any]:
    """The JSON object, its schema and hashes checked."""
    try:
        content = json.loads(raw.decode("utf-8"), parse_float=_no_float, parse_constant=_no_float)
    except json.JSONDecodeError as error:
        raise SnapshotFault(f"{name}:{error.lineno}", f"text that is not JSON ({error.msg})", _KEPT) from None
    except UnicodeDecodeError as error:
        raise SnapshotFault(
            name, f"the byte 0x{raw[error.start]:02x}, which is not UTF-8 there", _KEPT
        ) from None
    except (RecursionError, ValueError) as error:
        found = (
            "JSON nested too deep" if isinstance(error, RecursionError) else "a number that no snapshot holds"
        )
        raise SnapshotFault(name, found, _KEPT) from None
    if not isinstance(content, dict) or "claimbook_snapshot" not in content:
        raise SnapshotFault(name, "JSON that is no snapshot", _KEPT)
    schema = content["claimbook_snapshot"]
    if type(schema) is not int or schema != SCHEMA:
        raise SnapshotFault(
            f"{name}:claimbook_snapshot", f"the schema {shown(schema)}", f"the schema {SCHEMA}"
        )
    body = hashlib.sha256(raw.partition(b"\n")[2]).hexdigest()
    if content.get("body_sha256") != body:
        raise SnapshotFault(name, f"a body with the SHA-256 {body}", "the one that its first line tells")
    return content


def _no_float(digits: str) -> None:
    raise ValueError(digits)


def _tables(path: Path, content: Mapping[str, Any]) -> Tables:
    kept, sha256 = content.get("tables"), content.get("data_sha256")
    if not isinstance(kept, dict) or not (isinstance(sha256, str) and _SHA256.fullmatch(sha256)):
        raise SnapshotFault(path.name, "no tables, or no hash of the data", _KEPT)
    resources, rows = [], {}
    for name, table in kept.items():
        where = f"{path.name}:{name}"
        try:
            fields = [{"name": column, "type": kind} for column, kind in table["fields"]]
            schema = {"fields": fields, "primaryKey": table["key"]}
            resources.append({"name": name, "path": table["path"], "schema": schema})
            kinds = [field["type"] for field in fields]
            rows[name] = [_read_row(where, row, kinds) for row in table["rows"]]
        except (KeyError, TypeError, ValueError):
            raise SnapshotFault(where, "a table of another form", _KEPT) from None
    try:
        return restored(path, {"resources": resources}, rows, sha256)
    except DataFaults as error:
        raise _first(path.name, error.faults) from None


def _read_row(where: str, row: Sequence[Any], kinds: Sequence[str]) -> list[Any]:
    number, *cells = row
    if type(number) is not int or len(cells) != len(kinds):
        raise SnapshotFault(where, f"the row {shown(row)}", f"its number and {len(kinds)} cells")
    return [
        number,
        *(None if cell is None else _READ[kind](cell) for cell, kind in zip(cells, kinds, strict=True)),
    ]


def _read_fraction(cell: Any) -> Fraction:
    if not isinstance(cell, str) or not _FRACTION.fullmatch(cell):
        raise ValueError(cell)
    return Fraction(cell)


def _read_day(cell: Any) -> dt.date:
    if not isinstance(cell, str) or not _DAY.fullmatch(cell):
        raise ValueError(cell)
    return dt.date.fromisoformat(cell)


_READ = {"string": _exactly(str), "integer": _exactly(int), "number": _read_fraction, "date": _read_day}


def _first(name: str, faults: Sequence[Fault]) -> SnapshotFault:
    fault, more = faults[0], len(faults) - 1
    place = ":".join(str(part) for part in (name, fault.file, fault.row, fault.column) if part is not None)
    found = fault.found + (f" (and {more:,} more {'fault' if more == 1 else 'faults'})" if more else "")
    return SnapshotFault(place, found, fault.expected)


def _try_out(name: str, tables: Tables) -> None:
    """Make a book and each of its figures once: what cannot be made is a fault here, never a crash of a
    run."""
    try:
        book = Book(tables)
        _ = book.events, book.judgements  # which the selection looks at row by row
    except _UNUSABLE as error:
        raise SnapshotFault(
            name, f"rows of which no book can be made ({type(error).__name__})", _KEPT
        ) from None
    for table in FIGURES:
        for claim_id, number in zip(tables[table]["claim_id"], tables[table]["_row"], strict=True):
            try:
                book[claim_id].entry()
            except _UNUSABLE as error:
                found = f"a claim that makes no figure ({type(error).__name__})"
                raise SnapshotFault(f"{name}:{table}:{number}", found, _KEPT) from None
