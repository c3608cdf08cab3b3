"""Two states of the tables for the tests: rows edited in memory, so that each test plants one change."""

from __future__ import annotations

import copy
import csv
import io
import json
from collections.abc import Callable, Mapping

import numpy as np
from claimbook.tables import FIGURES, Tables
from claimbook.tables.sheet import Column, Sheet, objects


class Edits:
    """Editable rows of some tables: `rows[table]` is a list of dicts. `tables()` gives them as Tables
    again."""

    def __init__(self, tables: Tables) -> None:
        self.origin = tables
        self.rows = {name: frame.to_dict("records") for name, frame in tables.items()}
        self.columns = {name: list(frame.columns) for name, frame in tables.items()}

    def row(self, table: str, id: str) -> dict:
        return next(row for row in self.rows[table] if row[self.columns[table][0]] == id)

    def claim(self, id: str) -> tuple[str, dict]:
        """The table of a claim, and its row."""
        return next((table, row) for table in FIGURES for row in self.rows[table] if row["claim_id"] == id)

    def put(self, id: str, **cells) -> Edits:
        """Set cells of a claim."""
        self.claim(id)[1].update(cells)
        return self

    def set(self, table: str, id: str, **cells) -> Edits:
        self.row(table, id).update(cells)
        return self

    def drop(self, table: str, id: str) -> Edits:
        self.rows[table].remove(self.row(table, id))
        return self

    def without(self, id: str) -> Edits:
        """Remove a claim, and the mentions that name it."""
        table, row = self.claim(id)
        self.rows[table].remove(row)
        self.rows["mentions"] = [mention for mention in self.rows["mentions"] if mention["claim_id"] != id]
        return self

    def copy(self, like: str, id: str, **cells) -> Edits:
        """Add a claim that is like another one but for these cells."""
        table, row = self.claim(like)
        self.rows[table].append(row | {"claim_id": id} | cells)
        return self

    def rename(self, id: str, to: str) -> Edits:
        """Give a claim another id, everywhere."""
        links = ("claim_id", "original_claim_id", "echoes_id", "part_of_id", "supersedes_id")
        for table in (*FIGURES, "mentions"):
            for row in self.rows[table]:
                row.update({link: to for link in links if row.get(link) == id})
        return self

    def lose(self, column: str, *tables: str) -> Edits:
        """Drop a column, as an earlier library would not have had it."""
        for table in tables or FIGURES:
            self.columns[table].remove(column)
        return self

    def tables(self) -> Tables:
        sheets = {name: sheet(rows, self.columns[name]) for name, rows in self.rows.items()}
        files = {f"{name}.csv": csv_of(rows, self.columns[name]) for name, rows in self.rows.items()}
        files["datapackage.json"] = json.dumps(self.package()).encode()
        return Tables(self.origin.root, self.package(), files, sheets)

    def package(self) -> dict:
        """The data package without the tables and columns that were dropped."""
        package = copy.deepcopy(self.origin.package)
        package["resources"] = [table for table in package["resources"] if table["name"] in self.columns]
        for table in package["resources"]:
            fields = table["schema"]["fields"]
            table["schema"]["fields"] = [f for f in fields if f["name"] in self.columns[table["name"]]]
        return package


def sheet(rows: list[Mapping], columns: list[str]) -> Sheet:
    places, there = np.arange(len(rows)), np.ones(len(rows), bool)
    names = [column for column in columns if not column.startswith("_")]
    made = {name: Column([], places, objects([row[name] for row in rows]), there) for name in names}
    numbers = np.array([row["_row"] for row in rows], dtype=int)
    return Sheet(columns[0], objects([row["_file"] for row in rows]), numbers, made)


def csv_of(rows: list[Mapping], columns: list[str]) -> bytes:
    text, names = io.StringIO(), [column for column in columns if not column.startswith("_")]
    writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def edited(tables: Tables, change: Callable[[Edits], object]) -> Tables:
    edits = Edits(tables)
    change(edits)
    return edits.tables()
