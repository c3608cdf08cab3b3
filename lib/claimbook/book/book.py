"""Book: the coded claims as Figures by name and as tidy tables, and selections of them."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

import numpy as np
import pandas as pd

from claimbook.book.coded import Coded, known
from claimbook.book.frames import claims_frame
from claimbook.errors import NotSelected
from claimbook.figure import Figure, Vocabulary
from claimbook.selection import Selection, arguments
from claimbook.tables import Tables


class Book(Coded, Mapping):
    """All claims of a data folder, or a selection of them.

    `book["nis-killed"]` is a Figure; iterating gives the claim ids in the order of
    the tables. claims, sources, documents, events, judgements, mentions and terms
    are DataFrames, each a copy. Raises UnknownName with the nearest name, and
    LeftOut for a claim that the selection leaves out; both are KeyErrors.

    left_out  claim_id -> why the selection leaves the claim out
    """

    def __init__(
        self, tables: Tables, selection: Selection | None = None, vocabulary: Vocabulary | None = None
    ):
        super().__init__(tables, vocabulary)
        self.selection = selection or Selection()
        self.left_out: dict[str, str] = {} if self.selection == Selection() else self._against()
        self._kept = [id for id in self.coded if id not in self.left_out]

    # -- claims by name -----------------------------------------------------
    def __getitem__(self, claim_id: str) -> Figure:
        known(self.coded, claim_id)
        if claim_id in self.left_out:
            raise LeftOut(claim_id, self.left_out[claim_id])
        return self.figure(claim_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, claim_id) -> bool:
        return claim_id in self.coded and claim_id not in self.left_out

    def __reduce__(self):
        # The figures are made again where it is unpickled.
        return type(self), (self.tables, self.selection, self._given)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def original_of(self, claim_id: str) -> Figure | None:
        """What the claimant said, as far as a coded document tells: the claim that this one
        relays, followed to its end; None where the origin is unknown or left out.
        Raises UnknownName for an id of no claim."""
        row = known(self.coded, claim_id)
        while row["original_claim_id"] not in ("self", "unknown", None):
            row = self.coded[row["original_claim_id"]]
        return self.get(row["claim_id"]) if row["original_claim_id"] == "self" else None

    def about(self, subject: str = "", measure: str = "", document: str = "") -> list[Figure]:
        """The claims on a subject and measure, narrower terms included ("casualties" holds the
        killed), of all documents or one; in the order of the tables. Raises UnknownName, also
        for a term that is no subject or no measure."""
        wanted: dict[str, set[str]] = {"document_id": {document}} if document else {}
        if document:
            known(self._documents, document)
        for kind, term in (("subject", subject), ("measure", measure)):
            wanted |= {kind: self.narrower(kind, term)} if term else {}
        found = self._kept
        for column, names in wanted.items():
            cells = dict(zip(self.coded, self.coded.column(column), strict=True))
            found = [id for id in found if cells[id] in names]
        return [self[id] for id in found]

    def relayed(self, figures: Iterable[Figure]) -> list[tuple[Figure, Figure]]:
        """Pairs of a claim and its original, as original_of tells it, for those of these claims whose
        original is coded in another document: what was printed beside what was said. Claims that
        are original, of unknown origin, or whose original is left out, are in no pair.
        Raises UnknownName for a figure that is no claim of the tables."""
        pairs = ((figure, self.original_of(figure.id)) for figure in figures)
        return [
            (figure, original)
            for figure, original in pairs
            if original is not None and original.lineage.document != figure.lineage.document
        ]

    @property
    def article(self) -> str:
        """The document that a brief is about: the first one selected, else the first of documents.csv."""
        return (self.selection.documents or tuple(self._documents))[0]

    def data_through(self, figures: Iterable[Figure]) -> dt.date | None:
        """The last day on which one of these claims was stated, or else published; None without any.
        A derived figure counts by the claims it rests on."""
        return max(
            (claim.stated_on or claim.published for figure in figures for claim in figure.claims),
            default=None,
        )

    # -- selection ----------------------------------------------------------
    def select(
        self,
        as_of: dt.date | str | None = None,
        documents: Sequence[str] = (),
        sides: Sequence[str] = (),
        min_reliability: str = "",
        min_credibility: str | int = "",
        include_ungraded: bool = True,
    ) -> Book:
        """The claims that pass; what does not is counted in `left_out`. A selection of a
        selection narrows it further: what passes both.

        as_of: by the day a claim was stated, else its document's publication.
        documents, sides: ids; empty means all. min_reliability "A".."E" and
        min_credibility 1..5: at least as good as; F, 6 and blank are off the scale
        and pass while include_ungraded is true. Raises ParameterFault, or
        ParameterFaults where several are wrong.
        """
        asked = Selection(as_of, documents, sides, min_reliability, min_credibility, include_ungraded)
        asked = asked.checked(list(self._documents), self.ids_of("side"))
        return Book(self.tables, self.selection.narrowed(asked), self._given)

    def select_by(self, parameters: Mapping) -> Book:
        """select() by the parameters of a notebook under their own names: AS_OF, DOCUMENTS, SIDES,
        MIN_RELIABILITY, MIN_CREDIBILITY, INCLUDE_UNGRADED. One that is absent restricts nothing, further
        ones are passed over. Raises as select() does."""
        return self.select(**arguments(parameters))

    def speaking(self, vocabulary: Vocabulary) -> Book:
        """The same claims under another vocabulary, as tables of an earlier library have none of their own.

        `old.speaking(new.vocabulary)` adds what the rules of the new tables permit.
        """
        return Book(self.tables, self.selection, vocabulary)

    def looks_at(self, table: str, row: Mapping) -> bool:
        """Whether the selection keeps a row of a table: events and judgements are selected as claims are,
        documents by their id, other tables not at all."""
        if table in ("events", "judgements"):
            return self.selection.against(self._facts(row)) is None
        chosen = self.selection.documents
        return table != "documents" or chosen is None or row["document_id"] in chosen

    def _facts(self, row: Mapping) -> dict:
        """What a selection looks at, for a row of any table that has a document."""
        voice = self._sources[row.get("claimant_id") or row.get("judge_id") or row["told_by_id"]]
        return {
            "document": row["document_id"],
            "side": voice["side"],
            "reliability": voice["reliability"],
            "credibility": row.get("credibility"),
            "graded": row.get("claimant_id") is not None,
            "known_on": row.get("stated_on") or self._documents[row["document_id"]]["published"],
        }

    def _against(self) -> dict[str, str]:
        """The claims that the selection leaves out, each with the reason; alike ones are judged once."""
        columns = ("document_id", "claimant_id", "credibility", "stated_on")

        @cache
        def reason(*cells) -> str | None:
            return self.selection.against(self._facts(dict(zip(columns, cells, strict=True))))

        cells = zip(*map(self.coded.column, columns), strict=True)
        return {id: why for id, each in zip(self.coded, cells, strict=True) if (why := reason(*each))}

    # -- tables -------------------------------------------------------------
    @property
    def claims(self) -> pd.DataFrame:
        """One row a claim that is kept, indexed by claim_id; a copy.

        text has the bound ("at least 100"); low, best, high are numbers in `unit`.
        Types are the same for any selection, and NA means "not stated": string,
        Float64 (the ends), Int64 (paragraph, credibility), datetime64 (days).
        """
        return self._claims.copy()

    @cached_property
    def _claims(self) -> pd.DataFrame:
        return claims_frame(self)

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
        """One row a judgement without a figure; topic_label and stance_label are in a reader's words."""
        frame = self._selected("judgements")
        for column in ("topic", "stance"):
            frame[f"{column}_label"] = [self.label(id) for id in frame[column]]
        return frame

    def _plain(self, name: str) -> pd.DataFrame:
        return self.tables[name][self.columns(name)].copy()

    def _selected(self, name: str) -> pd.DataFrame:
        frame = self._plain(name)
        keep = [self.looks_at(name, row) for row in frame.to_dict("records")]
        return frame[np.array(keep, bool)].reset_index(drop=True)

    # -- display ------------------------------------------------------------
    def __repr__(self) -> str:
        documents = {self.coded[id]["document_id"] for id in self._kept}
        left = f", {len(self.left_out)} left out by the selection" if self.left_out else ""
        return f"<Book: {len(self)} claims of {len(documents)} documents{left}; {self.selection}>"

    def _repr_html_(self) -> str:
        head = f"<p>{html.escape(repr(self)[1:-1])}</p>"
        columns = ["text", "measure", "scope", "claimant", "document_id", "paragraph"]
        shown = self._claims[columns].astype(object)
        table = shown.where(shown.notna(), "not stated").to_html(border=0)  # na_rep passes over whole numbers
        # A span instead of a bare $: JupyterLab would set the text between two of them as maths.
        return (head + table).replace("$", "<span>$</span>")


def census(figures: Iterable[Figure]) -> dict[str, int]:
    """How many of these claims there are, how many name no source, how many claimants stand behind the
    others and how many of those are unnamed, and how many claims an independent one confirms."""
    claims = [figure.lineage for figure in figures]
    voices = {claim.claimant for claim in claims if not claim.unsourced}
    return {
        "claims": len(claims),
        "unsourced": sum(claim.unsourced for claim in claims),
        "claimants": len(voices),
        "unnamed": sum(voice.kind in ("unnamed_person", "unnamed_group", "no_source") for voice in voices),
        "corroborated": sum(claim.status == "corroborated" for claim in claims),
    }


class LeftOut(NotSelected):
    """The claim exists, but the selection leaves it out; says why."""

    def __str__(self) -> str:
        return f"{self.name} is left out of this selection: {self.reason}"
