"""The made-up data folders, and what the generic notebook shows of a folder, told in this process.

`disaster` is a flood in a country that does not exist, `company` the failure of a network that nobody has.
Both are coded as docs/coding.md says. Their datapackage.json leads to that of `data/`, so that the columns
stand in one place.
"""

from __future__ import annotations

import ast
import csv
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat

HERE = Path(__file__).resolve().parent
OWN = HERE.parents[1] / "data"
GENERIC = HERE / "generic.ipynb"
MADE_UP = {"disaster": HERE / "disaster", "company": HERE / "company"}
ALL = {**MADE_UP, "data": OWN}
FIGURES = ("casualties", "troop_counts", "money_flows", "other_figures")
KNOWLEDGE = ("derived", "fits", "events", "judgements", "mentions")  # tables that a folder may do without


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table as they are written."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def claims(folder: Path) -> list[dict[str, str]]:
    return [row for table in FIGURES for row in rows(folder, table)]


def copied(folder: Path, to: Path) -> Path:
    """A folder that a test may change; links become files."""
    return Path(shutil.copytree(folder, to))


def emptied(folder: Path, *tables: str) -> Path:
    """The folder without the rows of these tables."""
    for table in tables:
        path = folder / f"{table}.csv"
        head = path.read_text(encoding="utf-8").partition("\n")[0]
        path.write_text(head + "\n", encoding="utf-8")
    return folder


def without(folder: Path, *tables: str) -> Path:
    """The folder without the files of these tables."""
    for table in tables:
        (folder / f"{table}.csv").unlink()
    return folder


def shown(notebook: Path, parameters: Mapping[str, Any]) -> list[Any]:
    """The displays of a notebook under these parameters, cell after cell, without a kernel: what a cell ends
    in, and what it hands to `display`. CLAIMBOOK_DATA names the data folder."""
    space: dict[str, Any] = {}
    found: list[Any] = []
    with mock.patch("IPython.display.display", found.append):
        for cell in nbformat.read(notebook, as_version=4).cells:
            if cell.cell_type == "code":
                value = _run(cell, space)
                found += [] if value is None else [value]
            if "parameters" in cell.metadata.get("tags", []):
                space |= parameters
    return found


def _run(cell: Any, space: dict[str, Any]) -> Any:
    tree = ast.parse(cell.source)
    last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, cell.id, "exec"), space)
    return eval(compile(last, cell.id, "eval"), space) if last else None


def words(displays: list[Any]) -> str:
    """What a reader meets in these displays."""
    return "\n".join(display.text() for display in displays)
