"""Checked tables by checksum, so that a folder that was found good is opened without being checked anew.

A copy stands in $CLAIMBOOK_CACHE, else in `claimbook` of the user's cache folder (XDG_CACHE_HOME, ~/.cache).
Without a place to write there is none, and each opening checks. A copy that is damaged counts as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import zipfile
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from claimbook.files import replace_file
from claimbook.tables.cells import value_of
from claimbook.tables.schema import Package, Resource
from claimbook.tables.sheet import Column, Sheet, Sheets, objects

VARIABLE = "CLAIMBOOK_CACHE"
COPIES = 20  # older ones are removed
_DAMAGED = (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile)


def checksum(files: Mapping[str, bytes], *more: str) -> str:
    """SHA-256 over name, length and bytes of the files, by name, and over further words."""
    digest = hashlib.sha256("".join(more).encode())
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


@lru_cache(maxsize=1)
def library() -> str:
    """The checksum of the code that checks: another version may have other rules."""
    rooms = Path(__file__).resolve().parents[1]
    return checksum({path.as_posix(): path.read_bytes() for path in rooms.rglob("*.py")})


def read(key: str, spec: Package) -> Sheets | None:
    """The tables that were kept under this key, or None."""
    with contextlib.suppress(*_DAMAGED), _path(key).open("rb") as file, np.load(file) as kept:
        return Sheets({resource.name: _sheet(resource, kept) for resource in spec.resources})
    return None


def write(key: str, sheets: Sheets) -> None:
    """Keep checked tables under this key, in one step; does nothing where that is not possible."""
    packed, arrays = io.BytesIO(), {}
    for name, sheet in sheets.items():
        columns = sheet.columns.values()
        text = "\r".join("\n".join(column.cells) for column in columns)  # no cell holds a line end
        arrays[f"{name}.text"] = np.frombuffer(text.encode(), np.uint8)
        arrays[f"{name}.codes"] = np.stack([column.codes for column in columns])
        arrays[f"{name}.numbers"] = sheet.numbers
    np.savez(packed, **arrays)
    with contextlib.suppress(OSError):
        path = _path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, packed.getbuffer())
        copies = sorted(path.parent.glob("*.npz"), key=lambda copy: copy.stat().st_mtime)
        for old in copies[:-COPIES]:
            old.unlink(missing_ok=True)


def _path(key: str) -> Path:
    """Where the copy stands. Raises OSError where the user has no folder."""
    if own := os.environ.get(VARIABLE):
        return Path(own) / f"{key}.npz"
    try:
        cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:
        raise FileNotFoundError("no home") from None
    return Path(cache) / "claimbook" / f"{key}.npz"


class _Kept(Column):
    """A column that was found good; its values are made when one of them is asked for."""

    def __init__(self, cells: list[str], codes: np.ndarray, kind: str) -> None:
        self.cells, self.codes, self._kind = cells, codes, kind

    @cached_property
    def values(self) -> np.ndarray:
        return objects(value_of(self._kind, cell) for cell in self.cells)


def _sheet(resource: Resource, kept: Mapping[str, np.ndarray]) -> Sheet:
    text, codes, numbers = (kept[f"{resource.name}.{part}"] for part in ("text", "codes", "numbers"))
    columns = {
        field.name: _Kept(cells.split("\n"), own, field.type)
        for field, own, cells in zip(
            resource.schema_.fields, codes, text.tobytes().decode().split("\r"), strict=True
        )
    }
    return Sheet(resource.schema_.primaryKey, np.full(len(numbers), resource.path, object), numbers, columns)
