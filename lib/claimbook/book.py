"""Book: the coded claims as Figures by name and as tidy tables, and selections of them."""

from __future__ import annotations

import datetime as dt
import difflib
import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import pandas as pd

from claimbook.errors import ClaimbookError
from claimbook.figure import Claim, Counted, Figure, Term, Voice, from_claim
from claimbook.paths import data_root
from claimbook.selection import Selection
from claimbook.tables import load

CLAIM_TABLES = ("casualties", "troop_counts", "money_flows", "other_figures")


class Book(Mapping):
    """All claims of a data folder, or a selection of them.

    `book["nis-killed"]` is a Figure; iterating gives the claim ids in the order of
    the tables. claims, sources, documents, events, judgements, mentions and terms
    are DataFrames. Raises UnknownName (a KeyError) with the nearest name.
    """

    def __init__(self, tables: Mapping, selection: Selection | None = None):
        self._tables = tables
        self.selection = selection or Selection()
        self._rows = {row["claim_id"]: row | {"table": name} for name in CLAIM_TABLES
                      for row in tables[name].to_dict("records")}
        self._documents = {row["document_id"]: row for row in tables["documents"].to_dict("records")}
        self._sources = {row["source_id"]: row for row in tables["sources"].to_dict("records")}
        self._terms = {row["term_id"]: row for row in tables["terms"].to_dict("records")}
        reasons = {id: self.selection.against(self._facts(row)) for id, row in self._rows.items()}
        self._kept = [id for id, reason in reasons.items() if reason is None]
        self.left_out: dict[str, str] = {id: reason for id, reason in reasons.items() if reason}
        self._figures: dict[str, Figure] = {}

    # -- claims by name -----------------------------------------------------
    def __getitem__(self, claim_id: str) -> Figure:
        if claim_id not in self._rows:
            raise UnknownName(claim_id, self._rows)
        if claim_id in self.left_out:
            raise LeftOut(claim_id, self.left_out[claim_id])
        return self._any(claim_id)

    def _any(self, claim_id: str | None) -> Figure | None:
        """The figure of a claim even where the selection leaves it out: lineage is not selected."""
        if claim_id not in self._rows:
            return None
        if claim_id not in self._figures:
            self._figures[claim_id] = self._figure(self._rows[claim_id])
        return self._figures[claim_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, claim_id) -> bool:
        return claim_id in self._rows and claim_id not in self.left_out

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def original_of(self, claim_id: str) -> Figure | None:
        """What the claimant said, as far as a coded document tells: the claim that this one
        relays, followed to its end; None where the origin is unknown or left out."""
        row = self._rows[claim_id]
        while row["original_claim_id"] not in ("self", "unknown"):
            row = self._rows[row["original_claim_id"]]
        known = row["original_claim_id"] == "self" and row["claim_id"] in self
        return self[row["claim_id"]] if known else None

    def about(self, subject: str = "", measure: str = "", document: str = "") -> list[Figure]:
        """The claims on a subject and measure, narrower terms included ("casualties" holds the
        killed), of all documents or one; in the order of the tables. Raises UnknownName."""
        subject_term, measure_term = (self.term(id) if id else None for id in (subject, measure))
        return [figure for figure in self.values()
                if (not subject_term or figure.counted.subject.within(subject_term))
                and (not measure_term or figure.counted.measure.within(measure_term))
                and (not document or figure.lineage.document == document)]

    def relayed(self, figures: Iterable[Figure]) -> list[tuple[Figure, Figure]]:
        """Each of the figures whose original is coded in another document, with that original."""
        pairs = ((figure, self.original_of(figure.id)) for figure in figures)
        return [(figure, original) for figure, original in pairs
                if original is not None and original.lineage.document != figure.lineage.document]

    @property
    def article(self) -> str:
        """The document that a brief is about: the first one selected, else the first of documents.csv."""
        return (self.selection.documents or tuple(self._documents))[0]

    def data_through(self, figures: Iterable[Figure]) -> dt.date | None:
        """The last day on which one of these claims was stated, or else published; None without any."""
        return max((self._facts(self._rows[figure.id])["known_on"] for figure in figures), default=None)

    # -- selection ----------------------------------------------------------
    def select(self, as_of: dt.date | str | None = None, documents: Sequence[str] = (), sides: Sequence[str] = (),
               min_reliability: str = "", min_credibility: str | int = "", include_ungraded: bool = True) -> "Book":
        """The claims that pass; what does not is counted in `left_out`.

        as_of: by the day a claim was stated, else its document's publication.
        documents, sides: ids; empty means all. min_reliability "A".."E" and
        min_credibility 1..5: at least as good as; F, 6 and blank are off the scale
        and pass while include_ungraded is true. Raises ParameterFault.
        """
        sides_known = [id for id, row in self._terms.items() if row["kind"] == "side"]
        return Book(self._tables, Selection.checked(
            as_of, documents, sides, min_reliability, min_credibility, include_ungraded,
            documents_known=list(self._documents), sides_known=sides_known))

    def _facts(self, row: Mapping) -> dict:
        """What a selection looks at, for a row of any table that has a document."""
        voice = self._sources[row.get("claimant_id") or row.get("judge_id") or row["told_by_id"]]
        published = self._documents[row["document_id"]]["published"]
        return {"document": row["document_id"], "side": voice["side"], "reliability": voice["reliability"],
                "credibility": row.get("credibility"), "graded": "credibility" in row,
                "known_on": row.get("stated_on") or published}

    # -- tables -------------------------------------------------------------
    @cached_property
    def claims(self) -> pd.DataFrame:
        """One row a claim that is kept, in words and numbers (low, best, high: Float64, <NA> is
        not stated; in `unit`), indexed by claim_id."""
        rows = [self._tidy(self._rows[id]) for id in self._kept]
        columns = list(self._tidy_columns)
        frame = pd.DataFrame(rows, columns=columns).set_index("claim_id")
        for end in ("low", "best", "high"):
            frame[end] = pd.array([None if v is None else float(v) for v in frame[end]], dtype="Float64")
        return frame.astype({"paragraph": "Int64", "credibility": "Int64"})

    _tidy_columns = ("claim_id", "text", "measure", "subject", "scope", "accounting", "stage", "claimant", "via",
                     "side", "bound", "low", "best", "high", "unit", "as_of", "stated_on", "reliability",
                     "credibility", "status", "document_id", "paragraph", "as_printed", "original_claim_id", "table")

    def _tidy(self, row: Mapping) -> dict:
        figure, source = self[row["claim_id"]], self._sources[row["claimant_id"]]
        words = {"text": figure.text(), "claimant": source["name"], "side": source["side"],
                 "reliability": source["reliability"], "via": " > ".join(v.name for v in figure.lineage.via)}
        labels = {kind: self._terms[row[kind]]["label"] for kind in ("measure", "subject", "scope")}
        return {name: row.get(name) for name in self._tidy_columns} | words | labels

    @property
    def sources(self) -> pd.DataFrame:
        return self._plain("sources")

    @property
    def documents(self) -> pd.DataFrame:
        return self._plain("documents")

    @property
    def terms(self) -> pd.DataFrame:
        return self._plain("terms")

    @property
    def mentions(self) -> pd.DataFrame:
        return self._plain("mentions")

    @property
    def events(self) -> pd.DataFrame:
        return self._selected("events")

    @property
    def judgements(self) -> pd.DataFrame:
        return self._selected("judgements")

    def _plain(self, name: str) -> pd.DataFrame:
        frame = self._tables[name]
        return frame[[c for c in frame.columns if not c.startswith("_")]].copy()

    def _selected(self, name: str) -> pd.DataFrame:
        frame = self._plain(name)
        keep = [self.selection.against(self._facts(row)) is None for row in frame.to_dict("records")]
        return frame[keep].reset_index(drop=True)

    @property
    def sha256(self) -> str:
        """Hash over all files of the data folder."""
        return self._tables.sha256

    # -- building figures ---------------------------------------------------
    def _figure(self, row: Mapping) -> Figure:
        counted = Counted(self.term(row["subject"]), self.term(row["measure"]), self.term(row["scope"]),
                          row["accounting"], (self.voice(row["claimant_id"]),), row.get("stage"), row["as_of"],
                          row["stated_on"] or self._documents[row["document_id"]]["published"],
                          (row["period_start"], row["period_end"]))
        low, best, high = (None if row[end] is None else Fraction(row[end]) for end in ("low", "best", "high"))
        return from_claim(self._claim(row), counted, row["bound"], row["unit"], low, best, high,
                          words=row["hedge"] or (row["as_printed"] if row["bound"] == "vague" else None))

    def _claim(self, row: Mapping) -> Claim:
        document, source = self._documents[row["document_id"]], self._sources[row["claimant_id"]]
        own_voice = row["claimant_id"] == document["outlet_id"] and row["basis"] == "unstated"
        return Claim(
            id=row["claim_id"], document=row["document_id"], document_label=document["label"],
            paragraph=row["paragraph"], as_printed=row["as_printed"], claimant=self.voice(source["source_id"]),
            via=tuple(self.voice(id) for id in split(row["via_ids"], " > ")),
            also_at=tuple(int(p) for p in split(row["also_at"], ";")), published_from=document["published_from"],
            published=document["published"], date_precision=row["date_precision"], duration=row["duration"],
            stated_on=row["stated_on"], credibility=row["credibility"], grade_note=row["grade_note"],
            status=row["status"], basis=row["basis"], original=row["original_claim_id"],
            original_link=row["original_link"], quoted_from=self._any(row["original_claim_id"]),
            echo_of=self._any(row["echoes_id"]), part_of=row["part_of_id"], likelihood=row["likelihood"],
            note=row["note"], row=f"{row['table']}.csv:{row['_row']}", unsourced=own_voice)

    def term(self, term_id: str) -> Term:
        """A term of the vocabulary, with all that include it."""
        if term_id not in self._terms:
            raise UnknownName(term_id, self._terms)
        row, wider = self._terms[term_id], []
        parent = row["part_of_id"]
        while parent:
            wider.append(Term(parent, self._terms[parent]["label"]))
            parent = self._terms[parent]["part_of_id"]
        return Term(term_id, row["label"], tuple(wider))

    def voice(self, source_id: str) -> Voice:
        """A claimant or relay."""
        if source_id not in self._sources:
            raise UnknownName(source_id, self._sources)
        row = self._sources[source_id]
        return Voice(source_id, row["name"], row["side"], row["kind"], row["reliability"], row["affiliation_id"])

    # -- display ------------------------------------------------------------
    def __repr__(self) -> str:
        documents = {self._rows[id]["document_id"] for id in self._kept}
        left = f", {len(self.left_out)} left out by the selection" if self.left_out else ""
        return f"<Book: {len(self)} claims of {len(documents)} documents{left}; {self.selection}>"

    def _repr_html_(self) -> str:
        head = f"<p>{html.escape(repr(self)[1:-1])}</p>"
        shown = self.claims[["text", "measure", "scope", "claimant", "document_id", "paragraph"]]
        return head + shown.to_html(na_rep="not stated", border=0).replace("$", "<span>$</span>")


class UnknownName(ClaimbookError, KeyError):
    """No claim, term or source of that name; says the nearest one."""

    def __init__(self, name, known):
        near = difflib.get_close_matches(str(name), list(known), n=1)
        hint = f" (nearest: {near[0]})" if near else ""
        super().__init__(f"found {name!r}, expected a name that is in the tables{hint}")

    def __str__(self) -> str:
        return str(self.args[0])


class LeftOut(ClaimbookError, KeyError):
    """The claim exists, but the selection leaves it out; says why."""

    def __init__(self, name, reason):
        super().__init__(f"{name} is left out of this selection: {reason}")

    def __str__(self) -> str:
        return str(self.args[0])


def split(cell: str | None, mark: str) -> list[str]:
    """The parts of a list cell; a blank cell has none."""
    return cell.split(mark) if cell else []


def open(data: str | Path | None = None) -> Book:
    """The book of a data folder: the argument, else CLAIMBOOK_DATA, else the nearest data/.

    Raises DataFaults with every fault of every table, or ClaimbookError.
    """
    return Book(load(data_root(data)))
