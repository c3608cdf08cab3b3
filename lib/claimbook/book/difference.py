"""What changed between two states of the tables, as far as the selection of each looks at them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from claimbook.book.book import Book
from claimbook.book.change import (
    KINDS,
    KNOWLEDGE,
    OTHER_TABLES,
    RETRACTED,
    Change,
    Changes,
    FieldChange,
    RowChange,
)
from claimbook.book.said import (
    CLAIM_LINKS,
    NAMED,
    NOTED,
    WRITTEN,
    Value,
    around,
    columns,
    kind_of,
    name,
    plain,
    said,
    text_of,
    told,
    words_of,
)

_LABELLED = ("topic", "stance")  # columns of judgements whose cells are told by their label
_TOLD = (*_LABELLED, "judge_id", "told_by_id", "document_id", "via_ids")  # those of which no id is told


def diff(old: Book, new: Book) -> Changes:
    """What `new` says that `old` did not, claim by claim: values are compared, never numbers of rows.

    A claim that neither selection looks at is "outside". A claim of the new tables alone is "corrected"
    where it supersedes a claim of the old ones. A column that one of the two does not have is not
    compared, and named. Rows that an earlier library wrote, with terms that are no longer known or
    none at all for a column, are told by their ids.
    """
    return _Comparison(old, new).changes()


class _Comparison:
    """Two books, the columns that both have, and which ids of the new one stand for which of the old one."""

    def __init__(self, old: Book, new: Book):
        self.old, self.new = old, new
        ours, theirs = columns(new), columns(old)
        self.columns = [*(column for column in ours if column in theirs), "table"]
        self.lacking = [t for t in KNOWLEDGE if bool(old.columns(t)) != bool(new.columns(t))]
        alone = (column for column in {**ours, **theirs} if column not in self.columns)
        self.uncompared = (*alone, *(KNOWLEDGE[table] for table in self.lacking))
        self.was = _renamed(old, new, self.columns)
        named = set(self.was.values())
        self.gone = [id for id in old.coded if id not in new.coded and id not in named]

    def changes(self) -> Changes:
        found = [change for change in self._claims() if change]
        order = list(KINDS)
        tables = {table: tuple(self._rows(table)) for table in OTHER_TABLES if table not in self.lacking}
        return Changes(
            tuple(sorted(found, key=lambda change: order.index(change.kind))),
            tables,
            (str(self.old.selection), str(self.new.selection)),
            self.uncompared,
        )

    # -- claims ---------------------------------------------------------------
    def _claims(self) -> Iterator[Change | None]:
        for id in self.new.coded:
            was = self.was.get(id, id)
            yield self._kept(id, was) if was in self.old.coded else self._come(id)
        for id in self.gone:
            kind = "removed" if id in self.old else "outside"
            also = ("removed",) if kind == "outside" else ()
            yield Change(id, kind, said(self.old, id), None, also=also)

    def _come(self, id: str) -> Change:
        """A claim that the old tables do not hold."""
        earlier = self._corrects(id)
        kind = "corrected" if earlier else "added"
        before = said(self.old, earlier) if earlier else None
        if id not in self.new:
            return Change(
                id, "outside", before, said(self.new, id), also=(kind,), reason=self.new.left_out[id]
            )
        return Change(id, kind, before, said(self.new, id))

    def _corrects(self, id: str) -> str | None:
        """The claim of the old tables that this one stands in place of, also across others that are new as
        well."""
        rows, seen = self.new.coded, {id}
        earlier = rows[id]["supersedes_id"]
        while (
            earlier in rows and self.was.get(earlier, earlier) not in self.old.coded and earlier not in seen
        ):
            seen.add(earlier)
            earlier = rows[earlier]["supersedes_id"]
        earlier = self.was.get(earlier, earlier)
        return earlier if earlier in self.old.coded else None

    def _kept(self, id: str, was: str) -> Change | None:
        """A claim that both tables hold, if anything about it changed."""
        facts = {field.fact: field for field in self._facts(id, was)}
        kinds = list(self._kinds(id, was, facts))
        if not kinds:
            return None
        if was not in self.old and id not in self.new:
            kinds.insert(0, "outside")
        kind, *also = kinds
        before = said(self.old, self._corrects(id) if kind == "corrected" else was)
        reason = self.new.left_out.get(id) or self.old.left_out.get(was)
        fields, was_id = self._fields(id, was, facts), was if was != id else None
        return Change(id, kind, before, said(self.new, id), fields, tuple(also), reason, was_id)

    def _kinds(self, id: str, was: str, facts: Mapping[str, FieldChange]) -> Iterator[str]:
        """All kinds that are true of a claim of both tables, the main one first."""
        seen, shown = was in self.old, id in self.new
        retracted = "status" in facts and self.new.coded[id]["status"] == RETRACTED
        corrects = "supersedes_id" in facts and self._corrects(id) is not None
        if retracted and seen:
            yield "retracted"
        if seen != shown:
            yield "left" if seen else "entered"
        if retracted and not seen:
            yield "retracted"
        if corrects:
            yield "corrected"
        told_already = ["supersedes_id"] * corrects + ["status"] * retracted
        does = {field.does for fact, field in facts.items() if fact not in told_already}
        yield from (kind for kind in ("revised", "regraded") if kind in does)
        if was != id:
            yield "renamed"
        if "noted" in does:
            yield "noted"

    def _facts(self, id: str, was: str) -> Iterator[FieldChange]:
        """Each fact that differs; another id of the same name or label changes nothing for a reader."""
        row, before = self.new.coded[id], self.old.coded[was]
        pairs = {column: (before.get(column), row.get(column)) for column in self.columns}
        then, now = around(self.old, before), around(self.new, row)
        pairs |= {fact: (then[fact], now[fact]) for fact in now if fact in then}
        for fact, (old, new) in pairs.items():
            if old != (self.was.get(new, new) if fact in CLAIM_LINKS else new):
                values = told(self.old, fact, old), told(self.new, fact, new)
                same = fact in NAMED and values[0] == values[1]
                yield FieldChange(fact, words_of(self.new, fact), *values, "noted" if same else kind_of(fact))

    def _fields(self, id: str, was: str, facts: Mapping[str, FieldChange]) -> tuple[FieldChange, ...]:
        """The same with number and bound as one."""
        texts = text_of(self.old, self.old.coded[was]), text_of(self.new, self.new.coded[id])
        written = [fact for fact in facts if fact in WRITTEN] if texts[0] != texts[1] else []
        figure = [FieldChange("figure", "figure", *texts)] if written else []
        return (*figure, *(field for fact, field in facts.items() if fact not in written))

    # -- the other tables -------------------------------------------------------
    def _rows(self, table: str) -> Iterator[RowChange]:
        rows, before = _keyed(self.new, table), _keyed(self.old, table)
        both = {*self.new.columns(table)} & {*self.old.columns(table)}
        for id, row in rows.items():
            then = before.pop(id, None)
            fields = tuple(self._row_fields(then, row, both)) if then else ()
            if kind := self._row_kind(table, then, row, bool(fields)):
                yield RowChange(id, kind, _words(self.new, table, row), fields, row.get("summary") or "")
        for id, row in before.items():
            kind = "removed" if self.old.looks_at(table, row) else "outside"
            yield RowChange(id, kind, _words(self.old, table, row), summary=row.get("summary") or "")

    def _row_kind(self, table: str, then: Mapping | None, row: Mapping, changed: bool) -> str:
        """What became of a row that the new tables hold; "" where nothing did."""
        shown = self.new.looks_at(table, row)
        if then and (seen := self.old.looks_at(table, then)) != shown:
            return "left" if seen else "entered"
        if then and not changed:
            return ""
        return ("changed" if then else "added") if shown else "outside"

    def _row_fields(self, before: Mapping, row: Mapping, both: Iterable[str]) -> Iterator[FieldChange]:
        for column, now in row.items():
            then = before.get(column)
            same = then == (self.was.get(now, now) if column == "claim_id" else now)
            values = _cell(self.old, column, then), _cell(self.new, column, now)
            same = same or (column in _LABELLED and values[0] == values[1])
            if column in both and not same:
                yield FieldChange(column, words_of(self.new, column), *values)


def _renamed(old: Book, new: Book, columns: Iterable[str]) -> dict[str, str]:
    """New id -> old id, for claims of one state alone whose rows are equal in these columns.

    Rows that differ in notes and locators only are found where no row is equal in all. Links
    between claims are not looked at, since the claim that they name may be renamed itself.
    """
    gone, come = (
        {id: one.coded[id] for id in one.coded if id not in other.coded}
        for one, other in ((old, new), (new, old))
    )
    kept = [column for column in columns if column not in CLAIM_LINKS]
    pairs: dict[str, str] = {}
    for compared in (kept, [column for column in kept if column not in NOTED]):
        found = set(pairs.values())
        free: dict[tuple, list[str]] = {}  # in the order of the tables, where several are equal
        for id, row in gone.items():
            if id not in found:
                free.setdefault(tuple(map(row.get, compared)), []).append(id)
        for id, row in come.items():
            alike = free.get(tuple(map(row.get, compared)))
            if alike and id not in pairs:
                pairs[id] = alike.pop(0)
    return pairs


def _cell(book: Book, column: str, value: Any) -> Value:
    """A cell of another table as a reader reads it."""
    return told(book, column, value) if column in _TOLD else plain(value)


def _keyed(book: Book, table: str) -> dict[str, dict]:
    """The rows of a table by their id, its first column."""
    key = (book.columns(table) or [""])[0]
    return {row[key]: row for row in book.rows(table)}


def _words(book: Book, table: str, row: Mapping) -> str:
    """What a reader calls a row."""
    if table == "judgements":
        return f"{name(book, row['judge_id'])} on {book.label(row['topic'])}, {book.label(row['stance'])}"
    if table == "terms":
        return book.label(row["term_id"])
    words = row.get("label") or row.get("name") or row.get("question") or row.get("as_printed")
    return str(words or next(iter(row.values())))
