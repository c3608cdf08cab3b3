"""A small, valid data folder for the tests: invented figures in the real schema, one broken thing at a
time."""

from __future__ import annotations

import csv
import io
import json
import os
from functools import lru_cache
from pathlib import Path

from claimbook.tables import check

PACKAGE = Path(__file__).resolve().parents[2] / "data" / "datapackage.json"

CLAIM = {
    "document_id": "gazette",
    "claimant_id": "ministry",
    "original_claim_id": "self",
    "subject": "troops",
    "measure": "killed",
    "scope": "front",
    "unit": "person",
    "basis": "unstated",
    "accounting": "cumulative",
    "status": "unverified",
}
DOCUMENT = {
    "language": "en",
    "coded_by": "tests",
    "coded_on": "2025-01-02",
    "coded_from": "invented",
    "coded_rules": "the project's",
    "licence": "none",
}

# Row 1 is the header: the first row of a list is row 2 of the file.
ROWS: dict[str, list[dict[str, str]]] = {
    "casualties": [
        CLAIM
        | {
            "claim_id": "killed",
            "paragraph": "3",
            "also_at": "5;6",
            "as_printed": "at least 100",
            "via_ids": "lawmaker > wire",
            "original_claim_id": "killed-wire",
            "original_link": "inferred",
            "bound": "at_least",
            "low": "100",
            "hedge": "at least",
            "as_of": "2024-12-18",
            "stated_on": "2024-12-19",
            "credibility": "3",
            "graded_by": "tests",
            "grade_note": "Plausible.",
        },
        CLAIM
        | {"claim_id": "all", "paragraph": "4", "as_printed": "up to 50", "bound": "up_to", "high": "50"},
        CLAIM
        | {"claim_id": "officers", "paragraph": "4", "as_printed": "20", "bound": "as_printed", "best": "20"}
        | {"part_of_id": "all"},
        CLAIM
        | {
            "claim_id": "killed-wire",
            "document_id": "wire-report",
            "as_printed": "at least 100",
            "bound": "at_least",
        }
        | {"low": "100", "stated_on": "2024-12-16"},
    ],
    "troop_counts": [
        CLAIM
        | {
            "claim_id": "force-first",
            "document_id": "wire-report",
            "as_printed": "10,000",
            "bound": "as_printed",
        }
        | {"best": "10000", "measure": "deployed", "accounting": "stock"},
        CLAIM
        | {"claim_id": "force", "paragraph": "5", "as_printed": "11,000 to 12,000", "bound": "between"}
        | {"low": "11000", "high": "12000", "measure": "deployed", "accounting": "stock"}
        | {"supersedes_id": "force-first", "period_start": "2024-10-01", "period_end": "2024-12-01"},
    ],
    "money_flows": [
        CLAIM
        | {"claim_id": "pay", "paragraph": "6", "as_printed": "$572 million a year", "bound": "as_printed"}
        | {
            "best": "572000000",
            "unit": "USD/year",
            "currency": "USD",
            "stage": "potential",
            "accounting": "rate",
        }
        | {"measure": "payments", "likelihood": "could", "likelihood_scale": "none"}
        | {"from_side": "north", "to_side": "south"},
    ],
    "other_figures": [
        CLAIM
        | {"claim_id": "tons", "paragraph": "7", "as_printed": "25", "bound": "about", "best": "25"}
        | {"unit": "container", "hedge": "some", "duration": "P2Y"},
        CLAIM
        | {"claim_id": "tons-echo", "paragraph": "7", "as_printed": "echoed", "claimant_id": "lawmaker"}
        | {"bound": "vague", "unit": "container", "echoes_id": "tons"},
    ],
    "terms": [
        {"term_id": name, "kind": kind, "label": name, "part_of_id": wider, "definition": "Invented."}
        for name, kind, wider in (
            ("north", "side", ""),
            ("south", "side", ""),
            ("person", "unit", ""),
            ("container", "unit", ""),
            ("troops", "subject", ""),
            ("killed", "measure", "losses"),
            ("deployed", "measure", ""),
            ("payments", "measure", ""),
            ("front", "scope", ""),
            ("village", "scope", "front"),
            ("losses", "measure", ""),
            ("wounded", "measure", "losses"),
            ("guards", "subject", "troops"),
        )
    ],
    "sources": [
        {"source_id": "gazette-paper", "name": "The Gazette", "kind": "outlet", "side": "north"},
        {"source_id": "wire", "name": "The Wire", "kind": "agency", "side": "south"},
        {"source_id": "ministry", "name": "The ministry", "kind": "government", "side": "south"}
        | {"reliability": "B", "reliability_note": "Seldom wrong.", "graded_by": "tests"},
        {"source_id": "lawmaker", "name": "A lawmaker", "kind": "lawmaker", "side": "south"}
        | {"affiliation_id": "ministry"},
    ],
    "documents": [
        DOCUMENT
        | {"document_id": "gazette", "kind": "article", "outlet_id": "gazette-paper", "label": "The Gazette"}
        | {"published_from": "2024-12-20", "published": "2024-12-21", "date_precision": "2"},
        DOCUMENT
        | {"document_id": "wire-report", "kind": "agency_report", "outlet_id": "wire", "label": "The Wire"}
        | {"published_from": "2024-12-16", "published": "2024-12-16", "date_precision": "1"},
    ],
    "events": [
        {
            "event_id": "parade",
            "document_id": "gazette",
            "paragraph": "8",
            "label": "A parade",
            "sides": "north;south",
        }
        | {"start": "2024-10-01", "end": "2024-10-02", "date_precision": "2", "dated_by": "printed"}
        | {"told_by_id": "gazette-paper"},
    ],
    "judgements": [
        {"judgement_id": "unfit", "document_id": "gazette", "paragraph": "9", "judge_id": "ministry"}
        | {"topic": "tactics", "stance": "sceptical", "summary": "Sees them as unready."},
    ],
    "mentions": [
        {"mention_id": f"m-{paragraph}-{position}", "document_id": "gazette", "paragraph": str(paragraph)}
        | {"position": str(position), "as_printed": "figure", "kind": kind, "claim_id": claim}
        for paragraph, position, kind, claim in (
            (3, 1, "claim", "killed"),
            (4, 1, "claim", "all"),
            (4, 2, "claim", "officers"),
            (5, 1, "claim", "force"),
            (5, 2, "part", "force"),
            (5, 3, "restatement", "killed"),
            (6, 1, "claim", "pay"),
            (7, 1, "claim", "tons"),
        )
    ]
    + [
        {
            "mention_id": "m-8-1",
            "document_id": "gazette",
            "paragraph": "8",
            "position": "1",
            "as_printed": "October",
        }
        | {"kind": "event", "event_id": "parade", "reason": "Dates the parade."},
    ],
}


@lru_cache(maxsize=1)
def columns() -> dict[str, list[str]]:
    """Columns of each table, from the project's datapackage.json."""
    package = json.loads(PACKAGE.read_text(encoding="utf-8"))
    return {
        table["name"]: [field["name"] for field in table["schema"]["fields"]]
        for table in package["resources"]
    }


def _place(part: dict | list, step: str | int) -> str | int:
    """The key or index of `step`, in a list the index of the object of that name."""
    if isinstance(part, list) and isinstance(step, str):
        return [item["name"] for item in part].index(step)
    return step


class Folder:
    """A data folder in `path` that starts out valid, and ways to break it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "datapackage.json").write_bytes(PACKAGE.read_bytes())
        for table, rows in ROWS.items():
            self.write(
                table, [[row.get(name, "") for name in columns()[table]] for row in rows], columns()[table]
            )

    def write(self, table: str, rows: list[list[str]], header: list[str]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([header, *rows])
        self.file(table).write_text(text.getvalue(), encoding="utf-8", newline="")

    def file(self, table: str) -> Path:
        return self.path / f"{table}.csv"

    def lines(self, table: str) -> list[list[str]]:
        """Header and rows."""
        return list(csv.reader(io.StringIO(self.file(table).read_text(encoding="utf-8"))))

    def put(self, table: str, row: int, **cells: str) -> None:
        """Set cells of the line `row` of a table."""
        header, *rows = self.lines(table)
        for column, cell in cells.items():
            rows[row - 2][header.index(column)] = cell
        self.write(table, rows, header)

    def append(self, table: str, **cells: str) -> None:
        """Add a row at the end of a table."""
        header, *rows = self.lines(table)
        self.write(table, [*rows, [cells.get(column, "") for column in header]], header)

    def bytes(self, table: str, old: bytes, new: bytes, count: int = -1) -> None:
        """Replace bytes in the file of a table."""
        raw = self.file(table).read_bytes()
        assert old in raw, f"{old!r} is not in {table}.csv"
        self.file(table).write_bytes(raw.replace(old, new, count))

    def package(self, *steps: str | int, value: object = None, drop: bool = False) -> None:
        """Set or drop what stands at the end of `steps` in datapackage.json; a list is entered by name or
        place."""
        package = json.loads(self.path.joinpath("datapackage.json").read_text(encoding="utf-8"))
        part = package
        for step in steps[:-1]:
            part = part[_place(part, step)]
        last = _place(part, steps[-1])
        if drop:
            del part[last]
        else:
            part[last] = value
        self.path.joinpath("datapackage.json").write_text(json.dumps(package), encoding="utf-8")

    def faults(self) -> list[str]:
        """The lines that `claimbook check` prints; each is made sure to be one printable line."""
        lines = [str(fault) for fault in check(self.path)]
        assert all(line.isprintable() and len(line) < 2500 for line in lines)
        return lines


# Changes: each returns a function that breaks a Folder.


def put(table, row, **cells):
    return lambda folder: folder.put(table, row, **cells)


def append(table, **cells):
    return lambda folder: folder.append(table, **cells)


def swap(table, old, new, count=1):
    return lambda folder: folder.bytes(table, old, new, count)


def raw(table, content):
    return lambda folder: folder.file(table).write_bytes(content)


def package(*steps, **what):
    return lambda folder: folder.package(*steps, **what)


def field(table, column, *steps, **what):
    return package("resources", table, "schema", "fields", column, *steps, **what)


def all_of(*changes):
    def change(folder):
        for one in changes:
            one(folder)

    return change


def not_json(content):
    return lambda folder: folder.path.joinpath("datapackage.json").write_bytes(content)


def without_column(table, column):
    def change(folder):
        header, *rows = folder.lines(table)
        at = header.index(column)
        folder.write(table, [row[:at] + row[at + 1 :] for row in rows], header[:at] + header[at + 1 :])

    return change


def with_column(table, column, cells=True):
    def change(folder):
        header, *rows = folder.lines(table)
        folder.write(table, [[*row, ""] if cells else row for row in rows], [*header, column])

    return change


def without_name(table, column):
    def change(folder):
        header, *rows = folder.lines(table)
        folder.write(table, rows, [name for name in header if name != column])

    return change


def rows_of(table, change_row):
    def change(folder):
        header, *rows = folder.lines(table)
        folder.write(table, [change_row(row) for row in rows], header)

    return change


def cells_of_row(table, row, change_cells):
    def change(folder):
        lines = folder.lines(table)
        lines[row - 1] = change_cells(lines[row - 1])
        folder.write(table, lines[1:], lines[0])

    return change


def folder_in_place(table):
    def change(folder):
        folder.file(table).unlink()
        folder.file(table).mkdir()

    return change


def pipe_in_place(table):
    def change(folder):
        folder.file(table).unlink()
        os.mkfifo(folder.file(table))

    return change


def second_table(folder):
    path = folder.path / "datapackage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["resources"].append(content["resources"][4] | {"path": "more_terms.csv"})
    path.write_text(json.dumps(content), encoding="utf-8")
