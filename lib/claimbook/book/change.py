"""What a comparison of two states of the tables finds, as records: claims, rows of other tables, facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from claimbook.book.said import Said, Value

# Kinds of a changed claim, the most important first. Each claim has one; what else is true of it stands in
# `also`.
KINDS = {
    "retracted": "retracted, and shown by the earlier run",
    "corrected": "a claim that now stands in place of an earlier one",
    "revised": "what it says, of what or by whom has changed",
    "removed": "no longer in the tables",
    "left": "in the tables, but left out by the selection of the later run",
    "added": "new in the tables",
    "entered": "was in the tables, and now passes the selection",
    "regraded": "graded otherwise: the claim, its claimant or a relay; or of another status",
    "renamed": "goes by another id",
    "noted": "notes, locators or labels alone have changed",
    "outside": "changed in the tables, but neither run looks at it",
}
# Kinds that are counted, not told one by one.
QUIET = ("renamed", "noted", "outside")
RETRACTED = "retracted"
KNOWLEDGE = {"derived": "derived figures", "fits": "tests of fit"}  # tables that an earlier library lacks
OTHER_TABLES = ("documents", "judgements", "events", "sources", "terms", "mentions", *KNOWLEDGE)


@dataclass(frozen=True)
class FieldChange:
    """One fact that changed: `fact` its column (or "figure" for a number and its bound together), `words`
    what a reader calls it, old and new as a reader reads them (None: not stated), and what it does to its
    claim: "revised", "regraded" or "noted"."""

    fact: str
    words: str
    old: Value
    new: Value
    does: str = "revised"


@dataclass(frozen=True)
class Change:
    """A changed claim.

    id, kind   its id (in the new tables where it is there), and one of KINDS
    old, new   what each state says; None where it does not hold the claim. Of one that was
               corrected, `old` is what it stands in place of, with that claim's id
    fields     what changed of it, number first
    also       further kinds that are true of it
    reason     why a selection leaves it out: the later one of "left", the earlier one of "entered"
    was_id     its id in the old tables, where that was another
    """

    id: str
    kind: str
    old: Said | None
    new: Said | None
    fields: tuple[FieldChange, ...] = ()
    also: tuple[str, ...] = ()
    reason: str | None = None
    was_id: str | None = None


@dataclass(frozen=True)
class RowChange:
    """A changed row of another table: "added", "removed", "changed", "entered", "left" or "outside", as of
    claims.
    words: what a reader calls it; summary: of a judgement, what it says."""

    id: str
    kind: str
    words: str
    fields: tuple[FieldChange, ...] = ()
    summary: str = ""


@dataclass(frozen=True)
class Changes:
    """What changed. True if anything did.

    claims       every changed claim once, by importance and then in the order of the tables
    tables       the changed rows of each other table, as of OTHER_TABLES
    selections   what each of the two states looks at, in words
    uncompared   columns of figures, and tables of knowledge, that only one of the two states has
    """

    claims: tuple[Change, ...] = ()
    tables: Mapping[str, tuple[RowChange, ...]] = field(default_factory=dict)
    selections: tuple[str, str] = ("everything", "everything")
    uncompared: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.claims or any(self.tables.values()))

    def of(self, kind: str) -> tuple[Change, ...]:
        """The claims of one kind."""
        return tuple(change for change in self.claims if change.kind == kind)

    def rows(self, table: str, kind: str = "") -> tuple[RowChange, ...]:
        """The changed rows of another table, of one kind or all."""
        return tuple(row for row in self.tables.get(table, ()) if kind in ("", row.kind))

    @property
    def counts(self) -> dict[str, int]:
        """How many claims of each kind; a kind of which there is none is there as well."""
        return {kind: len(self.of(kind)) for kind in KINDS}
