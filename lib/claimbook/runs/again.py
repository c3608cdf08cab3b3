"""A page of a published run, exported once more from the executed notebooks that lie beside it."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat

from claimbook.audit import Beside, NotAgain
from claimbook.book import Book
from claimbook.brief import BriefFault, write_index
from claimbook.brief.attachments import file_links
from claimbook.brief.export import html_of
from claimbook.changes import box
from claimbook.runs.export import context_of, info_of
from claimbook.runs.key import library_sha256, versions
from claimbook.runs.plan import Job
from claimbook.runs.state import Prior
from claimbook.shelf.manifest import FILE, Brief, Manifest, ManifestFault, read_manifest, sha256


class OfRun(Beside):
    """What lies beside a page in the folder of its run: manifest, executed notebooks, the run before.

    page   the HTML file of a brief, or index.html
    book   of the data folder

    >>> OfRun(Path("reports/latest/01-casualties.html"), claimbook.open()).again("")  # doctest: +SKIP
    '<!doctype html>...'
    """

    def __init__(self, page: Path, book: Book):
        self.folder, self.name, self.tables = page.resolve().parent, page.stem, book.tables
        self.manifest = _read(self.folder)
        self.brief = self.manifest.brief(self.name) if self.manifest else None

    @property
    def run(self) -> dt.date | None:
        """The nominal day of the run; of a brief that was kept when its notebook failed, of its own run."""
        told = self.brief or self.manifest
        return dt.date.fromisoformat(told.run_date) if told and told.run_date else None

    @property
    def since(self) -> dt.date | None:
        before = _read(self._before) if self._before else None
        told = before and (before.brief(self.name) or (before if self.name == "index" else None))
        return dt.date.fromisoformat(told.run_date) if told and told.run_date else None

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(brief.fault for brief in self.manifest.briefs if brief.fault) if self.manifest else ()

    @property
    def _before(self) -> Path | None:
        since = self.manifest.since if self.manifest else None
        return self.folder.parent / Path(since).name if since else None

    def changes(self) -> Any:
        if self.brief is None or self.brief.status in ("kept", "failed"):
            return None
        try:
            return self._changes(self.brief)
        except (NotAgain, OSError):
            return None

    def _changes(self, brief: Brief) -> Any:
        """The box of what changed since the run before. Raises NotAgain where that is gone."""
        before = self._before
        manifest = _read(before) if before else None
        if before and manifest is None:
            raise NotAgain("the run before, which it tells changes from, is not there any more")
        prior = Prior.of(brief.name, (before, manifest) if manifest else None)
        return box(prior.changes(self.tables, brief.values, dt.date.fromisoformat(self.manifest.run_date)))

    def again(self, title: str) -> str:
        self._same()
        if self.name == "index":
            return self._index(title)
        if self.brief is None or self.brief.file != f"{self.name}.html":
            raise NotAgain("the manifest beside it knows no such brief")
        return html_of(*self._made_from(self.brief))

    def _same(self) -> None:
        """Raise NotAgain unless this library, these versions and this data made the run."""
        manifest = self.manifest
        if manifest is None:
            raise NotAgain("no manifest of its run lies beside it")
        if manifest.data_sha256 != self.tables.sha256:
            raise NotAgain("it was made from other data")
        if manifest.library_sha256 != library_sha256():
            raise NotAgain("another library made it")
        other = [name for name, version in versions().items() if manifest.versions.get(name) != version]
        if other:
            raise NotAgain(f"it was made with another version of {', '.join(other)}")

    def _made_from(self, brief: Brief) -> tuple[Any, Any]:
        """The executed notebook of a brief, and the context of its export."""
        notebook = self.folder / f"{brief.name}.ipynb"
        if brief.status in ("kept", "failed"):
            raise NotAgain(f"{brief.name} failed in this run")
        if not notebook.is_file():
            raise NotAgain(f"the executed notebook of {brief.name} does not lie beside it")
        if sha256(notebook) != brief.executed_sha256:
            raise NotAgain(f"the notebook of {brief.name} is not the one that the run executed")
        node = nbformat.read(notebook, as_version=4)
        job = Job(brief.name, Path(brief.notebook), brief.parameters, brief.values, brief.key)
        told = (self._changes(brief), dt.date.fromisoformat(self.manifest.run_date))
        return node, context_of(node, brief.name, brief.parameters, self.tables, job.command, *told)

    def _index(self, title: str) -> str:
        """The index page of a run, all of whose briefs can be made again."""
        infos = []
        for brief in self.manifest.briefs:
            node, context = self._made_from(brief)
            beside = [Path(name) for name in brief.files if not name.endswith((".html", ".ipynb"))]
            info = info_of(node, Path(brief.file or ""), context)
            infos.append(replace(info, news=context.changes.head, files=file_links(beside)))
        with tempfile.TemporaryDirectory() as place:
            try:
                made = write_index(place, infos, title, dt.date.fromisoformat(self.manifest.run_date))
            except BriefFault as fault:
                raise NotAgain(str(fault)) from None
            return made.read_bytes().decode("utf-8")


def _read(folder: Path) -> Manifest | None:
    """The manifest of a run; None where there is none that can be read."""
    try:
        return read_manifest(folder) if (folder / FILE).is_file() else None
    except ManifestFault:
        return None
