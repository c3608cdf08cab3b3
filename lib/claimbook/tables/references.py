"""Names and what points at them: duplicate ids, dangling references, terms of the wrong kind, units."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from claimbook.errors import Fault, more_rows, shown
from claimbook.tables.cells import Row, nearest
from claimbook.tables.reading import FEW
from claimbook.tables.sheets import NO_CLAIM, Sheets
from claimbook.tables.units import PLAIN_UNITS, TIME_UNITS, currencies, is_unit, names

_ALIKE = 0.5  # below this likeness a nearest name would only mislead
_SLIP = 0.8  # at this likeness a name and a faulted id are taken for the same
_COMPARISONS = 100_000  # names compared in one run to say which is nearest; each takes some microseconds


@dataclass(frozen=True)
class _Reference:
    key: str  # primary key of the tables that hold the names
    split: str = ""  # what parts several names in one cell
    kind: str = ""  # for terms: the kind it has to be
    besides: tuple[str, ...] = ()  # words that are allowed beside a name


_SIDE = _Reference("term_id", kind="side")
_CLAIM = _Reference("claim_id")
_SOURCE = _Reference("source_id")
_REFERENCES = {
    "document_id": _Reference("document_id"),
    "claim_id": _CLAIM,
    "event_id": _Reference("event_id"),
    "claimant_id": _SOURCE,
    "judge_id": _SOURCE,
    "told_by_id": _SOURCE,
    "outlet_id": _SOURCE,
    "affiliation_id": _SOURCE,
    "via_ids": _Reference("source_id", split=" > "),
    "original_claim_id": _Reference("claim_id", besides=NO_CLAIM),
    "suspected_via_id": _SOURCE,
    "echoes_id": _CLAIM,
    "part_of_id": _CLAIM,
    "supersedes_id": _CLAIM,
    "subject": _Reference("term_id", kind="subject"),
    "measure": _Reference("term_id", kind="measure"),
    "scope": _Reference("term_id", kind="scope"),
    "from_side": _SIDE,
    "to_side": _SIDE,
    "side": _SIDE,
    "sides": _Reference("term_id", split=";", kind="side"),
    "topic": _Reference("term_id", kind="topic"),
    "stance": _Reference("term_id", kind="stance"),
    "group_id": _Reference("term_id", kind="group"),
    "worth_id": _Reference("term_id", kind="measure"),
}


def reference_to(table: str, column: str) -> str | None:
    """The primary key that the cells of `column` in `table` name, or None where it is no reference."""
    if table == "terms" and column == "part_of_id":
        return "term_id"
    reference = _REFERENCES.get(column)
    return reference.key if reference else None


def identity_faults(sheets: Sheets) -> Iterator[Fault]:
    """Each row whose id another row has too, in this table or in one that shares its names."""
    for table, key in sheets.keys.items():
        for row in sheets.rows[table]:
            first = sheets.target(row, key, key)
            if first and first is not row:
                found = f"{row.show(key)}, which {first.file}:{first.number} has too"
                yield row.fault(key, found, f"its own {key}")


@dataclass
class _Wrong:
    """A name that is wrong in a column, with the rows where it stands and what to say of it."""

    rows: list[Row]
    column: str
    found: str
    expected: str

    def over_and_over(self) -> str:
        files = len({row.file for row in self.rows})
        return f"{self.found}, here and in {more_rows(len(self.rows) - 1)}{f' of {files} files' if files > 1 else ''}"  # noqa: E501


class References:
    """Finds the references of a data folder that name nothing, or the wrong kind of term.

    `wrong` has them by column, primary key of the target and name: the same
    name in the same column of several tables is one slip of the target.
    """

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.left = _COMPARISONS
        self.bare = {key: set(map(_bare, cells)) for key, cells in sheets.misnamed.items()}
        self.wrong: dict[tuple[str, str, str], _Wrong] = {}

    def faults(self) -> Iterator[Fault]:
        """Every fault: a name that is wrong over and over in a column is one, as its target is what is
        amiss."""
        for table, rows in self.sheets.rows.items():
            columns = self.columns(table)
            for row in rows:
                for column, reference in columns.items():
                    if row.has(column) and row[column] is not None:
                        self.judge(row, column, reference)
                if row.has("unit") and self.sheets.known("term_id"):
                    self.judge_unit(row)
        for wrong in self.wrong.values():
            if len(wrong.rows) > FEW:
                yield wrong.rows[0].fault(wrong.column, wrong.over_and_over(), wrong.expected)
            else:
                yield from (row.fault(wrong.column, wrong.found, wrong.expected) for row in wrong.rows)

    def columns(self, table: str) -> dict[str, _Reference]:
        """The references of a table that can be judged: ours, then those that only the data package
        declares."""
        own = self.sheets.keys[table]
        columns = {column: reference for column, reference in _REFERENCES.items() if column != own}
        if table == "terms":
            columns["part_of_id"] = _Reference("term_id")
        for foreign in self.sheets.schema(table).foreignKeys:
            columns.setdefault(foreign.fields, _Reference(foreign.reference.fields))
        return {
            column: reference for column, reference in columns.items() if self.sheets.known(reference.key)
        }

    def judge(self, row: Row, column: str, reference: _Reference) -> None:
        for name in row[column].split(reference.split) if reference.split else [row[column]]:
            if name in reference.besides or self.again(row, column, name, reference.key):
                continue
            target = self.sheets.ids[reference.key].get(name)
            if target is None and not self.is_misnamed(name, reference.key):
                self.tell(row, column, name, reference.key, "", self.expected(name, reference))
            elif target and reference.kind and target.has("kind") and target["kind"] != reference.kind:
                remark = f", a term of kind {target['kind']}"
                self.tell(row, column, name, reference.key, remark, self.expected(name, reference))

    def judge_unit(self, row: Row) -> None:
        for name in names(row["unit"]):
            # A wrong currency is told once, at the column currency.
            if (
                is_unit(self.sheets, name)
                or name == row.values.get("currency")
                or self.again(row, "unit", name)
            ):
                continue
            target = self.sheets.ids["term_id"].get(name)
            if target is None and not self.is_misnamed(name, "term_id"):
                self.tell(row, "unit", name, "term_id", "", self.expected_unit(name))
            elif target and target.has("kind"):
                self.tell(
                    row,
                    "unit",
                    name,
                    "term_id",
                    f", a term of kind {target['kind']}",
                    self.expected_unit(name),
                )

    def expected_unit(self, name: str) -> str:
        pool = sorted(currencies()) if name.isupper() else [*self.sheets.of_kind("unit"), *PLAIN_UNITS]
        expected = f"a term of kind unit, an ISO 4217 currency, percent, or one of {', '.join(TIME_UNITS)}"
        return expected + self.nearest(name, pool)

    def again(self, row: Row, column: str, name: str, key: str = "term_id") -> bool:
        """Whether this name was found wrong in the column before; if so the row is added."""
        wrong = self.wrong.get((column, key, name))
        if wrong and wrong.rows[-1] is not row:
            wrong.rows.append(row)
        return wrong is not None

    def tell(self, row: Row, column: str, name: str, key: str, remark: str, expected: str) -> None:
        self.wrong[column, key, name] = _Wrong([row], column, shown(name) + remark, expected)

    def is_misnamed(self, name: str, key: str) -> bool:
        """Whether a row that may be meant has a fault in its id, which is told there."""
        return _bare(name) in self.bare[key] or self.nearest(name, self.sheets.misnamed[key], _SLIP) != ""

    def expected(self, name: str, reference: _Reference) -> str:
        if reference.kind:
            return f"a term of kind {reference.kind}{self.nearest(name, self.sheets.of_kind(reference.kind))}"
        files = self.sheets.files[reference.key]
        article = "an" if reference.key[0] in "aeiou" else "a"
        words = [f"{article} {reference.key} of {files[0] if len(files) == 1 else 'the tables of figures'}"]
        allowed = " or ".join(words + list(reference.besides))
        return allowed + self.nearest(name, self.sheets.ids[reference.key])

    def nearest(self, name: str, pool: Collection[str], cutoff: float = _ALIKE) -> str:
        if len(pool) > self.left:
            return ""  # thousands of faults against thousands of names: say them all, and soon
        self.left -= len(pool)
        return nearest(name, pool, cutoff)


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
