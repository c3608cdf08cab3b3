"""What a brief says of its making, and what the index page says of a brief."""

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


def context_of(
    node: Any,
    name: str,
    parameters: Mapping,
    tables: Tables,
    command: str,
    changes: Any = None,
    run_date: dt.date | None = None,
) -> BriefContext:
    """The inputs of a brief; `name` is its title where the notebook has no heading."""
    return BriefContext(
        title=heading(node) or name,
        parameters=dict(parameters),
        data_sha256=tables.sha256,
        versions=versions(),
        documents=tables["documents"].to_dict("records"),
        command=command,
        changes=changes,
        run_date=run_date,
    )


def info_of(node: Any, html: Path, context: BriefContext) -> BriefInfo:
    """What the index page tells of an exported brief."""
    return brief_info(node, html.name, context.title)


def exported(notebook: Path, out: Path, tables: Tables, command: str) -> None:
    """Export one executed notebook by itself."""
    node = nbformat.read(notebook, as_version=4)
    export(node, out, context_of(node, notebook.stem, {}, tables, command))


def heading(node: Any) -> str:
    """The first heading of a notebook, without its mark."""
    lines = (line for cell in node.cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return next((line.lstrip("# ").strip() for line in lines if line.startswith("# ")), "")
