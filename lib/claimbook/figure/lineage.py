"""Where a number comes from: a claim in a document, or a formula over figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from claimbook.figure.counted import Voice

if TYPE_CHECKING:
    from claimbook.figure.figure import Figure


@dataclass(frozen=True)
class Claim:
    """One row of a table of figures: the leaf of every lineage.

    row is the place in the table ("casualties.csv:4"). unsourced: the document
    says it in its own voice and names nobody. quoted_from: the Figure of the claim
    that this one relays, where it is coded; echo_of likewise for an echo. suspected: a
    relay that the coder infers and the document does not name. moves: sending and
    receiving side, where something moves.
    """

    id: str
    document: str
    document_label: str
    paragraph: int | None
    as_printed: str
    claimant: Voice
    outlet: str = ""
    via: tuple[Voice, ...] = ()
    also_at: tuple[int, ...] = ()
    published_from: dt.date | None = None
    published: dt.date | None = None
    date_precision: int | None = None
    duration: str | None = None
    stated_on: dt.date | None = None
    credibility: int | None = None
    grade_note: str | None = None
    status: str = "unverified"
    original: str = "unknown"
    original_link: str | None = None
    quoted_from: Figure | None = field(default=None, repr=False)
    echo_of: Figure | None = field(default=None, repr=False)
    suspected: Voice | None = None
    part_of: str | None = None
    moves: tuple[str, str] | None = None
    likelihood: str | None = None
    note: str | None = None
    row: str = ""
    unsourced: bool = False

    @property
    def said_by(self) -> str:
        """Claimant and relays in words, nearest the origin first."""
        relays = ", ".join(voice.name for voice in self.via)
        return f"{self.claimant.name} via {relays}" if relays else self.claimant.name

    @property
    def leads_to(self) -> tuple[Figure, ...]:
        """The claim that this one relays and the one that it echoes, where they are coded."""
        return tuple(figure for figure in (self.quoted_from, self.echo_of) if figure is not None)

    @property
    def place(self) -> str:
        """Document and paragraph in words; says so where no paragraph is numbered."""
        where = f"paragraph {self.paragraph}" if self.paragraph else "paragraph not numbered"
        return f"{self.document_label}, {where}"


@dataclass(frozen=True)
class Derivation:
    """How a figure of ours was made.

    op      "+", "-", "*" or "/" of two inputs; "in": one input in another unit; "span": the days of one
            input
    rule    the permission that an addition needs
    unit    of the result, where it was converted; year: how long a year is, where that needs it
    words   of a span

    >>> Derivation("+", (killed, wounded)).formula
    'nis-killed + nis-wounded'
    """

    op: str
    inputs: tuple[Figure, ...]
    rule: str | None = None
    meaning: str | None = None
    unit: str = ""
    year: str = ""
    words: str = ""

    @property
    def formula(self) -> str:
        """The formula as it is coded, with the ids of its inputs."""
        return formula_text(self.op, [figure.id for figure in self.inputs], self.unit, self.year, self.words)


def formula_text(op: str, inputs: list[str], unit: str, year: str, words: str) -> str:
    """A formula in ids: "a + b", "a in USD/year", "(a / b), in person/day, 365.25 days a year"."""
    long = f", {year}" if year else ""
    if op == "in":
        return f"{inputs[0]} in {unit}{long}"
    made = words if op == "span" else f" {op} ".join(inputs)
    return f"({made}), in {unit}{long}" if unit else made


Lineage = Claim | Derivation
