"""Two states of the data, each named as a user names it: a run's folder, a snapshot, a data folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from claimbook.book import Book, load, read_snapshot
from claimbook.changes import compare_books, lines
from claimbook.paths import PACKAGE_FILE
from claimbook.shelf.manifest import FILE, Manifest, read_manifest
from claimbook.shelf.publish import RunFault
from claimbook.tables import Tables


def told(old: Path, new: Path) -> list[str]:
    """What changed between two states in all that is coded, a line a change; the first line says it in short.

    Raises RunFault, ManifestFault, SnapshotFault or DataFaults for what is no state.
    """
    (before, since), (after, _) = _state(old), _state(new)
    return lines(compare_books(Book(before), Book(after), since))


def _state(path: Path) -> tuple[Tables, dt.date | None]:
    """The tables of a state, and the day of its run where it is one."""
    if (path / FILE).is_file():
        manifest = read_manifest(path)
        return read_snapshot(path / _snapshot(path, manifest)), dt.date.fromisoformat(manifest.run_date)
    if (path / PACKAGE_FILE).is_file():
        return load(path), None
    if path.is_file():
        return read_snapshot(path), None
    raise RunFault(
        f"{path}: found {'another folder' if path.is_dir() else 'nothing'}, "
        "expected a run's folder, a snapshot or a data folder"
    )


def _snapshot(path: Path, manifest: Manifest) -> str:
    """The data that the run was made from; a brief that was kept from before has its own."""
    names = [brief.snapshot for brief in manifest.briefs if brief.run == manifest.run and brief.snapshot]
    if not names:
        raise RunFault(f"{path}: found no snapshot in its manifest, expected one")
    return names[0]
