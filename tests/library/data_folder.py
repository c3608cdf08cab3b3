"""A small, valid data folder for the tests: invented figures in the real schema, one broken thing at a time."""

from __future__ import annotations

import csv
import io
import json
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
        CLAIM | {"claim_id": "all", "paragraph": "4", "as_printed": "up to 50", "bound": "up_to", "high": "50"},
        CLAIM
        | {"claim_id": "officers", "paragraph": "4", "as_printed": "20", "bound": "as_printed", "best": "20"}
        | {"part_of_id": "all"},
        CLAIM
        | {"claim_id": "killed-wire", "document_id": "wire-report", "as_printed": "at least 100", "bound": "at_least"}
        | {"low": "100", "stated_on": "2024-12-16"},
    ],
    "troop_counts": [
        CLAIM
        | {"claim_id": "force-first", "document_id": "wire-report", "as_printed": "10,000", "bound": "as_printed"}
        | {"best": "10000", "measure": "deployed", "accounting": "stock"},
        CLAIM
        | {"claim_id": "force", "paragraph": "5", "as_printed": "11,000 to 12,000", "bound": "between"}
        | {"low": "11000", "high": "12000", "measure": "deployed", "accounting": "stock"}
        | {"supersedes_id": "force-first", "period_start": "2024-10-01", "period_end": "2024-12-01"},
    ],
    "money_flows": [
        CLAIM
        | {"claim_id": "pay", "paragraph": "6", "as_printed": "$572 million a year", "bound": "as_printed"}
        | {"best": "572000000", "unit": "USD/year", "currency": "USD", "stage": "potential", "accounting": "rate"}
        | {"measure": "payments", "likelihood": "could", "likelihood_scale": "none"}
        | {"from_side": "north", "to_side": "south"},
    ],
    "other_figures": [
        CLAIM
        | {"claim_id": "tons", "paragraph": "7", "as_printed": "2.5", "bound": "about", "best": "2.5"}
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
            ("killed", "measure", ""),
            ("deployed", "measure", ""),
            ("payments", "measure", ""),
            ("front", "scope", ""),
            ("village", "scope", "front"),
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
        {"event_id": "parade", "document_id": "gazette", "paragraph": "8", "label": "A parade", "sides": "north;south"}
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
        {"mention_id": "m-8-1", "document_id": "gazette", "paragraph": "8", "position": "1", "as_printed": "October"}
        | {"kind": "event", "event_id": "parade", "reason": "Dates the parade."},
    ],
}


@lru_cache(maxsize=1)
def columns() -> dict[str, list[str]]:
    """Columns of each table, from the project's datapackage.json."""
    package = json.loads(PACKAGE.read_text(encoding="utf-8"))
    return {table["name"]: [field["name"] for field in table["schema"]["fields"]] for table in package["resources"]}


class Folder:
    """A data folder in `path` that starts out valid, and ways to break it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "datapackage.json").write_bytes(PACKAGE.read_bytes())
        for table, rows in ROWS.items():
            self.write(table, [[row.get(name, "") for name in columns()[table]] for row in rows], columns()[table])

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
        """Set or drop what stands at the end of `steps` in datapackage.json."""
        package = json.loads(self.path.joinpath("datapackage.json").read_text(encoding="utf-8"))
        part = package
        for step in steps[:-1]:
            part = part[step]
        if drop:
            del part[steps[-1]]
        else:
            part[steps[-1]] = value
        self.path.joinpath("datapackage.json").write_text(json.dumps(package), encoding="utf-8")

    def faults(self) -> list[str]:
        """The lines that `claimbook check` prints; each is made sure to be one printable line."""
        lines = [str(fault) for fault in check(self.path)]
        assert all(line.isprintable() and len(line) < 2500 for line in lines)
        return lines
