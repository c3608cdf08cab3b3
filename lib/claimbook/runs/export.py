"""An executed notebook to its brief and the files beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from claimbook.brief import BriefContext, BriefInfo, brief_info, export
from claimbook.runs.key import versions
from claimbook.shelf.manifest import Brief
from claimbook.tables import Tables


@dataclass(frozen=True)
class Made:
    """One brief of a run: its record, and what the index tells of it."""

    brief: Brief
    info: BriefInfo


def exported(notebook: Path, out: Path, parameters: Mapping, tables: Tables, command: str, changes: Any = None,
             run_date: dt.date | None = None) -> BriefInfo:
    """Export an executed notebook, and tell what the index page says of it."""
    node = nbformat.read(notebook, as_version=4)
    title = heading(node) or notebook.stem
    context = BriefContext(title=title, parameters=dict(parameters), data_sha256=tables.sha256, versions=versions(),
                           documents=tables["documents"].to_dict("records"), command=command, changes=changes,
                           run_date=run_date)
    export(node, out, context)
    return brief_info(node, out.name, title)


def heading(node) -> str:
    """The first heading of a notebook, without its mark."""
    lines = (line for cell in node.cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return next((line.lstrip("# ").strip() for line in lines if line.startswith("# ")), "")
