"""The made-up data folders, and copies of a folder with less in it.

`disaster` is a flood in a country that does not exist, `company` the failure of a network that nobody has.
Both are coded as docs/coding.md says. Their datapackage.json leads to that of `data/`, so that the columns
stand in one place.
"""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

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
