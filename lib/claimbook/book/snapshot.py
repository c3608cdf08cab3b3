"""A state of the tables as one file: what a later run compares itself with.

A zip of the CSV files and datapackage.json as they were read, stored without packing and without times, so
that equal tables give equal bytes and any program can open it. Its name tells the hash of its bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

from claimbook.book.earlier_snapshot import files_of_json
from claimbook.errors import ClaimbookError, DataFaults, Fault
from claimbook.files import PathName, replace_file
from claimbook.tables import Tables, restored
from claimbook.tables.sheet import Faults

LARGEST = 256 * 2**20  # bytes; a snapshot takes some 500 a claim
_KEPT = "a snapshot as claimbook writes it"
_NAMED = re.compile(r"(?:snapshot-)?([0-9a-f]{12}|[0-9a-f]{64})")
# What a file that is no snapshot raises, read as one.
_BROKEN = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
    OSError,
    EOFError,
    zipfile.BadZipFile,
)


class SnapshotFault(ClaimbookError):
    """A snapshot cannot be used: `.where` (the name of the file, and the place in it), `.found`,
    `.expected`."""

    def __init__(self, where: str, found: str, expected: str) -> None:
        self.where, self.found, self.expected = where, found, expected
        super().__init__(where, found, expected)

    def __str__(self) -> str:
        return str(Fault(self.where, None, None, self.found, self.expected))


def snapshot_bytes(tables: Tables) -> bytes:
    """The snapshot of these tables. Equal tables give equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(tables.files):
            archive.writestr(zipfile.ZipInfo(name), tables.files[name])
    return packed.getvalue()


def keep_snapshot(tables: Tables, folder: PathName) -> Path:
    """Write the snapshot into a folder under a name from the SHA-256 of its bytes, unless it is there;
    returns its path.

    Whoever reads it meanwhile sees all of it or nothing. Raises OSError where it cannot be written.
    """
    raw = snapshot_bytes(tables)
    path = Path(folder) / f"snapshot-{hashlib.sha256(raw).hexdigest()[:12]}.zip"
    with contextlib.suppress(OSError):
        if path.read_bytes() == raw:
            return path
    return replace_file(path, raw, lasting=True)


def read_snapshot(path: PathName) -> Tables:
    """The tables of a snapshot, of which a Book can be made.

    Raises SnapshotFault where the file cannot be read, is cut off or altered, does not have the hash that
    its name tells, or holds rows of which no book can be made.
    """
    path = Path(path)
    raw = _bytes(path)
    named, digest = _NAMED.fullmatch(path.stem), hashlib.sha256(raw).hexdigest()
    if named and not digest.startswith(named[1]):
        raise SnapshotFault(path.name, f"the SHA-256 {digest}", "the one that its name tells")
    files = _files(path.name, raw)
    try:
        return restored(path, lambda *asked: _member(files, *asked))
    except DataFaults as error:
        raise _first(path.name, error.faults) from None


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir() or (path.exists() and not path.is_file()):  # a pipe would never end
            found = "a folder" if path.is_dir() else "something that is no file"
        elif path.stat().st_size > LARGEST:
            raise SnapshotFault(path.name, f"{path.stat().st_size:,} bytes", f"at most {LARGEST:,}")
        else:
            return path.read_bytes()
    except FileNotFoundError:
        found = "no such file"
    except (OSError, ValueError) as error:  # without its path, which is of a machine
        reason = getattr(error, "strerror", None) or type(error).__name__
        found = f"a file that cannot be read ({reason})"
    raise SnapshotFault(path.name, found, _KEPT)


def _files(name: str, raw: bytes) -> dict[str, bytes]:
    """The files in a snapshot, by name."""
    try:
        if not raw.startswith(b"PK"):
            return files_of_json(raw)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise ValueError("more than a snapshot holds")
            return {member: archive.read(member) for member in archive.namelist()}
    except _BROKEN:
        raise SnapshotFault(name, "another thing, or one that was cut or altered", _KEPT) from None


def _member(files: dict[str, bytes], name: str, faults: Faults, needed: bool) -> bytes | None:
    if name not in files and not needed:
        raise FileNotFoundError(name)
    if name not in files:
        faults.add(name, None, None, "no such file", "one in the snapshot")
    return files.get(name)


def _first(name: str, faults: Sequence[Fault]) -> SnapshotFault:
    fault, more = faults[0], len(faults) - 1
    place = ":".join(str(part) for part in (name, fault.file, fault.row, fault.column) if part is not None)
    found = fault.found + (f" (and {more:,} more {'fault' if more == 1 else 'faults'})" if more else "")
    return SnapshotFault(place, found, fault.expected)
