"""What lies beside a brief in the folder of its run: the days of this run and of the one before, and that
one's data."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from pathlib import Path

from claimbook.book import Book, SnapshotFault, read_snapshot
from claimbook.errors import ParameterFault, ParameterFaults
from claimbook.shelf.manifest import FILE, Manifest, ManifestFault, read_manifest
from claimbook.trace.values import Values

INDEX = "index"  # name of the page that lists the briefs of a run


class State:
    """The run of a page. All of it is None for a page that was taken out of its folder."""

    def __init__(self, page: Path):
        self.folder, self.name = page.resolve().parent, page.stem
        self.manifest = _manifest(self.folder)
        since = self.manifest.since if self.manifest else None
        self.earlier = self.folder.parent / since if since and Path(since).name == since else None
        self.earlier_manifest = _manifest(self.earlier) if self.earlier else None

    @property
    def run_day(self) -> dt.date | None:
        """The nominal day of the run; of a brief that was kept, because its notebook failed now, that of its
        own."""
        brief = self.manifest.brief(self.name) if self.manifest else None
        told = brief or self.manifest
        return dt.date.fromisoformat(told.run_date) if told and told.run_date else None

    @property
    def since_day(self) -> dt.date | None:
        """The day of the run in which the brief before was made, which one that was kept carries on."""
        brief = self.earlier_manifest.brief(self.name) if self.earlier_manifest else None
        told = brief or (self.earlier_manifest if self.name == INDEX else None)
        return dt.date.fromisoformat(told.run_date) if told and told.run_date else None

    @cached_property
    def before(self) -> Values | None:
        """What the brief could say in the run before; None where its data is not there any more."""
        brief = self.earlier_manifest.brief(self.name) if self.earlier_manifest else None
        if brief is None:
            return None
        try:
            return Values(Book(read_snapshot(self.earlier / brief.snapshot)), brief.values)
        except (SnapshotFault, ParameterFault, ParameterFaults, OSError):
            return None


def _manifest(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder) if (folder / FILE).is_file() else None
    except ManifestFault:
        return None
