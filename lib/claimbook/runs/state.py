"""What the last run left of a brief: its files, and the data that it was made from."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat

from claimbook.brief import BriefInfo, brief_info
from claimbook.brief.attachments import file_links
from claimbook.changes import WhatChanged, changes_between
from claimbook.runs.export import Made, heading
from claimbook.runs.plan import Job
from claimbook.shelf.manifest import Brief, Manifest


@dataclass(frozen=True)
class Prior:
    """The last good version of a brief, or none: `brief` and `folder` are None then."""

    brief: Brief | None = None
    folder: Path | None = None

    @classmethod
    def of(cls, name: str, last: tuple[Path, Manifest] | None) -> Prior:
        brief = last[1].brief(name) if last else None
        return cls(brief, last[0]) if brief and brief.file else cls()

    @property
    def told(self) -> list[Any]:
        """All of it that a box of changes can tell; a run is the same where this is."""
        return [self.brief.snapshot, self.brief.run_date, self.brief.values] if self.brief else []

    def changes(self, tables: Mapping, values: Mapping[str, Any], run_date: dt.date) -> WhatChanged:
        """What changed since, under the parameters of then and now."""
        if self.brief is None:
            return changes_between(None, tables, {}, values, None)
        since = dt.date.fromisoformat(self.brief.run_date)
        return changes_between(
            self.folder / self.brief.snapshot,
            tables,
            self.brief.values,
            values,
            since if since != run_date else None,
        )

    def kept(self, job: Job, stage: Path, fault: str) -> Made:
        """The last good version in the place of a brief that failed now; or what says that there is none."""
        if self.brief is None:
            brief = Brief(
                name=job.name,
                title=job.name,
                notebook=job.notebook.name,
                parameters=dict(job.parameters),
                values=dict(job.values),
                key=job.key,
                status="failed",
                file=None,
                files=[],
                fault=fault,
                run="",
                run_date="",
                snapshot="",
                changed=False,
            )
            return Made(brief, BriefInfo(_title(job), fault=fault))
        for name in {*self.brief.files, self.brief.snapshot}:
            shutil.copyfile(self.folder / name, stage / name)
        brief = self.brief.model_copy(
            update={"status": "kept", "fault": fault, "changed": False, "changes": {}, "seconds": 0.0}
        )
        info = brief_info(nbformat.read(stage / f"{job.name}.ipynb", as_version=4), brief.file, brief.title)
        links = file_links(Path(name) for name in brief.files if not name.endswith((".html", ".ipynb")))
        return Made(
            brief, replace(info, fault=fault, kept=dt.date.fromisoformat(brief.run_date), files=links)
        )


def _title(job: Job) -> str:
    try:
        return heading(nbformat.read(job.notebook, as_version=4)) or job.name
    except (OSError, ValueError):
        return job.name
