"""What the tables hold, whatever a selection keeps of it: rows by id, words of the vocabulary, claims as
Figures."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from functools import cached_property
from typing import Any

from claimbook.errors import UnknownName
from claimbook.figure import Claim, Counted, Figure, Noun, Rule, Term, Vocabulary, Voice
from claimbook.figure.expression import FormulaFault, addition
from claimbook.tables import FIGURES, Tables

_ENDS = ("low", "best", "high")
# Columns of a claim that are fields of Claim under the same name.
_SAME = """
    paragraph as_printed date_precision duration stated_on credibility grade_note status original_link
    likelihood note
""".split()


class Coded:
    """The tables of a data folder as figures and words.

    tables  as they were loaded
    coded   claim_id -> its row with the name of its `table`; not to be changed

    A blank cell, and a column that the tables of an earlier library lack, is None.
    """

    def __init__(self, tables: Tables, vocabulary: Vocabulary | None = None):
        self.tables, self._given = tables, vocabulary
        self.coded = tables.rows(*FIGURES)
        self._documents, self._sources, self._terms = map(tables.rows, ("documents", "sources", "terms"))
        self._figures: dict[str, Figure] = {}

    @property
    def sha256(self) -> str:
        """Hash over all files of the data folder."""
        return self.tables.sha256

    # -- rows ---------------------------------------------------------------
    @property
    def names(self) -> list[str]:
        """The ids of all claims."""
        return list(self.coded)

    def source(self, source_id: str | None) -> dict:
        """The row of a source; an empty one where the tables do not hold it."""
        return self._sources.get(source_id, {})

    def document(self, document_id: str | None) -> dict:
        """The row of a document; an empty one where the tables do not hold it."""
        return self._documents.get(document_id, {})

    def columns(self, table: str) -> list[str]:
        """The columns of a table as these tables have them, its key first; none where they lack it."""
        return self.tables.columns(table)

    def rows(self, table: str) -> list[dict]:
        """The rows of a table as dicts; none where these tables lack it.

        `book.rows("derived")[0]["formula"]`.
        """
        return list(self.tables.rows(table).values())

    # -- words --------------------------------------------------------------
    def term(self, term_id: str) -> Term:
        """A term of the vocabulary, with all that include it. Raises UnknownName."""
        row = known(self._terms, term_id)
        parent = self.term(row["part_of_id"]) if row["part_of_id"] else None
        wider = (parent, *parent.wider) if parent else ()
        group = self._shown_as(row["group_id"]) or (parent.group if parent else None)
        return Term(term_id, row["label"], wider, row["rank"], group, self._shown_as(row["worth_id"]))

    def _shown_as(self, term_id: str | None, grouped: bool = True) -> Term | None:
        """A group, or what the worth of a measure is shown as: its label, rank and group alone."""
        if not term_id:
            return None
        row = self._terms[term_id]
        group = self._shown_as(row["group_id"], False) if grouped else None
        return Term(term_id, row["label"], rank=row["rank"], group=group)

    def terms_of(self, kind: str) -> list[Term]:
        """The terms of a kind, by rank and then in the order of the table.

        `[stance.label for stance in book.terms_of("stance")]` is the scale of judgements.
        """
        found = map(self.term, self.ids_of(kind))
        return sorted(found, key=lambda term: (term.rank is None, term.rank))

    def ids_of(self, kind: str) -> list[str]:
        """The ids of the terms of a kind, in the order of the table."""
        kinds = zip(self._terms, self._terms.column("kind"), strict=True)
        return [id for id, its in kinds if its == kind]

    def narrower(self, kind: str, term_id: str) -> set[str]:
        """A term of that kind and those within it. Raises UnknownName with the nearest one of the kind."""
        ids = self.ids_of(kind)
        known(ids, term_id)
        term = self.term(term_id)
        return {id for id in ids if self.term(id).within(term)}

    def label(self, term_id: str | None) -> str:
        """The label of a term; its id as words where the vocabulary does not hold it.

        `book.label("killed-or-wounded")` is "killed or wounded".
        """
        return self._terms.get(term_id, {}).get("label") or re.sub("[-_]", " ", term_id or "not stated")

    def voice(self, source_id: str) -> Voice:
        """A claimant or relay. Raises UnknownName."""
        row = known(self._sources, source_id)
        names = ("name", "side", "kind", "reliability", "affiliation_id", "affiliation")
        return Voice(source_id, *(row[name] for name in names))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What figures know of the words of these tables: rules of addition and nouns of units."""
        if self._given is not None:
            return self._given
        additions = []
        for id in self.ids_of("addition"):
            with suppress(FormulaFault):  # which check tells
                additions.append(rule_of(self._terms[id]))
        units = [self._terms[id] for id in self.ids_of("unit")]
        nouns = {row["term_id"]: Noun(row["label"], row["plural"] or f"{row['label']}s") for row in units}
        return Vocabulary(tuple(additions), nouns)

    # -- figures ------------------------------------------------------------
    def figure(self, claim_id: str | None) -> Figure | None:
        """The figure of a claim even where a selection leaves it out: lineage is not selected. None for
        an id of no claim."""
        if claim_id not in self.coded:
            return None
        if claim_id not in self._figures:
            self._figures[claim_id] = self._figure(self.coded[claim_id])
        return self._figures[claim_id]

    def _figure(self, row: Mapping) -> Figure:
        counted = Counted(
            *(self.term(row[kind]) for kind in ("subject", "measure", "scope")),
            row["accounting"],
            (self.voice(row["claimant_id"]),),
            row.get("stage"),
            row["as_of"],
            row["stated_on"],
            self._documents[row["document_id"]]["published"],
            (row["period_start"], row["period_end"]),
            self.vocabulary,
        )
        claim, ends, words = self._claim(row), ends_of(row), hedge_of(row)
        return Figure(claim.id, row["bound"], row["unit"], counted, claim, *ends, words=words)

    def _claim(self, row: Mapping) -> Claim:
        document, claimant = self._documents[row["document_id"]], row["claimant_id"]
        suspected, moves = row["suspected_via_id"], (row["from_side"], row["to_side"])
        same: dict[str, Any] = {name: row[name] for name in _SAME}
        return Claim(
            **same,
            id=row["claim_id"],
            document=row["document_id"],
            document_label=document["label"],
            claimant=self.voice(claimant),
            outlet=self._sources[document["outlet_id"]]["name"],
            via=tuple(map(self.voice, split(row["via_ids"], " > "))),
            also_at=tuple(map(int, split(row["also_at"], ";"))),
            published_from=document["published_from"],
            published=document["published"],
            original=row["original_claim_id"],
            quoted_from=self.figure(row["original_claim_id"]),
            echo_of=self.figure(row["echoes_id"]),
            part_of=row["part_of_id"],
            moves=tuple(self._terms[end]["label"] for end in moves) if all(moves) else None,
            suspected=self.voice(suspected) if suspected else None,
            row=f"{row['table']}.csv:{row['_row']}",
            unsourced=claimant == document["outlet_id"] and row["basis"] == "unstated",
        )


def ends_of(row: Mapping) -> list[Fraction | None]:
    """low, best and high of a row of a claim."""
    return [None if row[end] is None else Fraction(row[end]) for end in _ENDS]


def hedge_of(row: Mapping) -> str | None:
    """The words of doubt of a row of a claim; of a vague one at least those that were printed."""
    return row["hedge"] or (row["as_printed"] if row["bound"] == "vague" else None)


def rule_of(row: Mapping) -> Rule:
    """The rule of a term of kind addition. Raises FormulaFault."""
    return addition(row["label"], row["formula"] or "", row["definition"])


def known(rows: Any, id: str) -> Any:
    """The row of that id, or the id itself of a list. Raises UnknownName with the nearest one."""
    if id not in rows:
        raise UnknownName(id, rows)
    return rows[id] if isinstance(rows, Mapping) else id


def split(cell: str | None, mark: str) -> list[str]:
    """The parts of a list cell; a blank cell has none."""
    return cell.split(mark) if cell else []
