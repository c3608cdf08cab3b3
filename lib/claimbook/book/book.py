"""Book: the coded claims as Figures by name and as tidy tables, and selections of them."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache, cached_property

import numpy as np
import pandas as pd

from claimbook.errors import NotSelected, UnknownName
from claimbook.figure import Claim, Counted, Figure, Noun, Rule, Term, Vocabulary, Voice, from_claim
from claimbook.figure.expression import FormulaFault, addition
from claimbook.selection import Selection, arguments
from claimbook.tables import FIGURES, Rows, Tables

_TEXT, _NUMBER, _WHOLE, _DAY = "string", "Float64", "Int64", "datetime64[s]"
# Columns of Book.claims in order, each with its type, so that an empty selection has the same types.
_TIDY = {
    "claim_id": _TEXT,
    "text": _TEXT,
    "measure": _TEXT,
    "subject": _TEXT,
    "scope": _TEXT,
    "accounting": _TEXT,
    "stage": _TEXT,
    "claimant": _TEXT,
    "via": _TEXT,
    "side": _TEXT,
    "bound": _TEXT,
    "low": _NUMBER,
    "best": _NUMBER,
    "high": _NUMBER,
    "unit": _TEXT,
    "currency": _TEXT,
    "hedge": _TEXT,
    "likelihood": _TEXT,
    "basis": _TEXT,
    "period_start": _DAY,
    "period_end": _DAY,
    "duration": _TEXT,
    "as_of": _DAY,
    "stated_on": _DAY,
    "published": _DAY,
    "reliability": _TEXT,
    "credibility": _WHOLE,
    "status": _TEXT,
    "document_id": _TEXT,
    "paragraph": _WHOLE,
    "as_printed": _TEXT,
    "original_claim_id": _TEXT,
    "echoes_id": _TEXT,
    "part_of_id": _TEXT,
    "note": _TEXT,
    "table": _TEXT,
}
_KINDS = ("measure", "subject", "scope")  # shown by their labels
_OF_SOURCE = {"claimant": "name", "side": "side", "reliability": "reliability"}


class Book(Mapping):
    """All claims of a data folder, or a selection of them.

    `book["nis-killed"]` is a Figure; iterating gives the claim ids in the order of
    the tables. claims, sources, documents, events, judgements, mentions and terms
    are DataFrames, each a copy. Raises UnknownName with the nearest name, and
    LeftOut for a claim that the selection leaves out; both are KeyErrors.
    """

    def __init__(
        self, tables: Tables, selection: Selection | None = None, vocabulary: Vocabulary | None = None
    ):
        self._tables, self._given = tables, vocabulary
        self.selection = selection or Selection()
        self._rows = tables.rows(*FIGURES)
        self._documents, self._sources, self._terms = map(tables.rows, ("documents", "sources", "terms"))
        self.left_out: dict[str, str] = {}
        if self.selection != Selection():
            self.left_out = _left_out(self, self._rows, ("claimant_id", "credibility", "stated_on"))
        self._kept = [id for id in self._rows if id not in self.left_out]
        self._figures: dict[str, Figure] = {}

    # -- claims by name -----------------------------------------------------
    def __getitem__(self, claim_id: str) -> Figure:
        if claim_id not in self._rows:
            raise UnknownName(claim_id, self._rows)
        if claim_id in self.left_out:
            raise LeftOut(claim_id, self.left_out[claim_id])
        return self.figure(claim_id)

    def figure(self, claim_id: str | None) -> Figure | None:
        """The figure of a claim even where the selection leaves it out: lineage is not selected. None for
        an id of no claim."""
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

    def __reduce__(self):
        # The figures are made again where it is unpickled.
        return type(self), (self._tables, self.selection, self._given)

    @property
    def tables(self) -> Mapping:
        """The tables that it is made of, whatever it selects of them."""
        return self._tables

    @property
    def names(self) -> list[str]:
        """The ids of all claims of the tables, also of those that the selection leaves out."""
        return list(self._rows)

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def original_of(self, claim_id: str) -> Figure | None:
        """What the claimant said, as far as a coded document tells: the claim that this one
        relays, followed to its end; None where the origin is unknown or left out.
        Raises UnknownName for an id of no claim."""
        if claim_id not in self._rows:
            raise UnknownName(claim_id, self._rows)
        row = self._rows[claim_id]
        while row["original_claim_id"] not in ("self", "unknown", None):
            row = self._rows[row["original_claim_id"]]
        known = row["original_claim_id"] == "self" and row["claim_id"] in self
        return self[row["claim_id"]] if known else None

    def about(self, subject: str = "", measure: str = "", document: str = "") -> list[Figure]:
        """The claims on a subject and measure, narrower terms included ("casualties" holds the
        killed), of all documents or one; in the order of the tables. Raises UnknownName, also
        for a term that is no subject or no measure."""
        if document and document not in self._documents:
            raise UnknownName(document, self._documents)
        wanted = {
            "subject": self._narrower("subject", subject) if subject else None,
            "measure": self._narrower("measure", measure) if measure else None,
            "document_id": {document} if document else None,
        }
        found = self._kept
        for column, names in wanted.items():
            if names is not None:
                cells = dict(zip(self._rows, self._rows.column(column), strict=True))
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
        sides_known = self._of_kind("side")
        return Book(
            self._tables,
            self.selection.narrowed(
                Selection.checked(
                    as_of,
                    documents,
                    sides,
                    min_reliability,
                    min_credibility,
                    include_ungraded,
                    documents_known=list(self._documents),
                    sides_known=sides_known,
                )
            ),
            self._given,
        )

    def select_by(self, parameters: Mapping) -> Book:
        """select() by the parameters of a notebook under their own names: AS_OF, DOCUMENTS, SIDES,
        MIN_RELIABILITY, MIN_CREDIBILITY, INCLUDE_UNGRADED. One that is absent restricts nothing, further
        ones are passed over. Raises as select() does."""
        return self.select(**arguments(parameters))

    def _facts(self, row: Mapping) -> dict:
        """What a selection looks at, for a row of any table that has a document."""
        voice = self._sources[row.get("claimant_id") or row.get("judge_id") or row["told_by_id"]]
        published = self._documents[row["document_id"]]["published"]
        return {
            "document": row["document_id"],
            "side": voice["side"],
            "reliability": voice["reliability"],
            "credibility": row.get("credibility"),
            "graded": row.get("claimant_id") is not None,
            "known_on": row.get("stated_on") or published,
        }

    # -- tables -------------------------------------------------------------
    @property
    def coded(self) -> Mapping[str, Mapping]:
        """claim_id -> its row with the name of its `table`, of all claims of the tables, whatever the
        selection; not to be changed."""
        return self._rows

    def source(self, source_id: str | None) -> dict:
        """The row of a source; an empty one where the tables do not hold it."""
        return self._sources.get(source_id, {})

    def document(self, document_id: str | None) -> dict:
        """The row of a document; an empty one where the tables do not hold it."""
        return self._documents.get(document_id, {})

    def columns(self, table: str) -> list[str]:
        """The columns of a table as these tables have them, its key first; none where they lack it."""
        return self._tables.columns(table)

    def looks_at(self, table: str, row: Mapping) -> bool:
        """Whether the selection keeps a row of a table: events and judgements are selected as claims are,
        documents by their id, other tables not at all."""
        if table in ("events", "judgements"):
            return self.selection.against(self._facts(row)) is None
        chosen = self.selection.documents
        return table != "documents" or chosen is None or row["document_id"] in chosen

    def rows(self, table: str) -> list[dict]:
        """The rows of a table as dicts, whatever the selection; none where these tables lack it.

        `book.rows("derived")[0]["formula"]`. A blank cell, and a column that the tables of an earlier
        library lack, is None.
        """
        return list(self._tables.rows(table).values())

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
        kept = np.isin(list(self._rows), self._kept)
        columns = {name: np.array(self._rows.column(name), dtype=object)[kept] for name in _TIDY}
        sources = [self._sources[id] for id in np.array(self._rows.column("claimant_id"), dtype=object)[kept]]
        documents = np.array(self._rows.column("document_id"), dtype=object)[kept]
        figures = list(self.values())
        columns |= {column: [source[of] for source in sources] for column, of in _OF_SOURCE.items()}
        columns |= {kind: [self._terms[id]["label"] for id in columns[kind]] for kind in _KINDS}
        columns |= {
            "table": [self._rows[id]["table"] for id in self._kept],
            "text": [figure.text() for figure in figures],
            "via": [" > ".join(voice.name for voice in figure.lineage.via) or None for figure in figures],
            "published": [self._documents[id]["published"] for id in documents],
        }
        for end in ("low", "best", "high"):
            columns[end] = [None if value is None else float(value) for value in columns[end]]
        return pd.DataFrame(columns, columns=list(_TIDY), dtype=object).astype(_TIDY).set_index("claim_id")

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
        return self._tables[name][self.columns(name)].copy()

    def _selected(self, name: str) -> pd.DataFrame:
        frame = self._plain(name)
        keep = [self.looks_at(name, row) for row in frame.to_dict("records")]
        return frame[np.array(keep, bool)].reset_index(drop=True)

    @property
    def sha256(self) -> str:
        """Hash over all files of the data folder."""
        return self._tables.sha256

    # -- building figures ---------------------------------------------------
    def _figure(self, row: Mapping) -> Figure:
        counted = Counted(
            self.term(row["subject"]),
            self.term(row["measure"]),
            self.term(row["scope"]),
            row["accounting"],
            (self.voice(row["claimant_id"]),),
            row.get("stage"),
            row["as_of"],
            row["stated_on"],
            self._documents[row["document_id"]]["published"],
            (row["period_start"], row["period_end"]),
            self.vocabulary,
        )
        low, best, high = (
            None if row[end] is None else Fraction(row[end]) for end in ("low", "best", "high")
        )
        return from_claim(
            self._claim(row),
            counted,
            row["bound"],
            row["unit"],
            low,
            best,
            high,
            words=row["hedge"] or (row["as_printed"] if row["bound"] == "vague" else None),
        )

    def _claim(self, row: Mapping) -> Claim:
        document, source = self._documents[row["document_id"]], self._sources[row["claimant_id"]]
        own_voice = row["claimant_id"] == document["outlet_id"] and row["basis"] == "unstated"
        return Claim(
            id=row["claim_id"],
            document=row["document_id"],
            document_label=document["label"],
            paragraph=row["paragraph"],
            as_printed=row["as_printed"],
            claimant=self.voice(source["source_id"]),
            outlet=self._sources[document["outlet_id"]]["name"],
            via=tuple(self.voice(id) for id in split(row["via_ids"], " > ")),
            also_at=tuple(int(p) for p in split(row["also_at"], ";")),
            published_from=document["published_from"],
            published=document["published"],
            date_precision=row["date_precision"],
            duration=row["duration"],
            stated_on=row["stated_on"],
            credibility=row["credibility"],
            grade_note=row["grade_note"],
            status=row["status"],
            basis=row["basis"],
            original=row["original_claim_id"],
            original_link=row["original_link"],
            quoted_from=self.figure(row["original_claim_id"]),
            echo_of=self.figure(row["echoes_id"]),
            part_of=row["part_of_id"],
            moves=self._sides(row),
            suspected=self.voice(row["suspected_via_id"]) if row["suspected_via_id"] else None,
            likelihood=row["likelihood"],
            note=row["note"],
            row=f"{row['table']}.csv:{row['_row']}",
            unsourced=own_voice,
        )

    def _sides(self, row: Mapping) -> tuple[str, str] | None:
        ends = row["from_side"], row["to_side"]
        return tuple(self._terms[end]["label"] for end in ends) if all(ends) else None

    def _of_kind(self, kind: str) -> list[str]:
        return [
            id for id, known in zip(self._terms, self._terms.column("kind"), strict=True) if known == kind
        ]

    def _narrower(self, kind: str, term_id: str) -> set[str]:
        """A term of that kind and those within it. Raises UnknownName with the nearest one of the kind."""
        known = self._of_kind(kind)
        if term_id not in known:
            raise UnknownName(term_id, known)
        term = self.term(term_id)
        return {id for id in known if self.term(id).within(term)}

    def term(self, term_id: str) -> Term:
        """A term of the vocabulary, with all that include it. Raises UnknownName."""
        if term_id not in self._terms:
            raise UnknownName(term_id, self._terms)
        row = self._terms[term_id]
        parent = self.term(row["part_of_id"]) if row["part_of_id"] else None
        wider = (parent, *parent.wider) if parent else ()
        group = self._shown_as(row["group_id"]) or (parent.group if parent else None)
        return Term(term_id, row["label"], wider, row["rank"], group, self._shown_as(row["worth_id"]))

    def _shown_as(self, term_id: str | None) -> Term | None:
        """A group, or what the worth of a measure is shown as: its label, rank and group alone."""
        if not term_id:
            return None
        row = self._terms[term_id]
        group = self._terms[row["group_id"]] if row["group_id"] else None
        within = Term(group["term_id"], group["label"], rank=group["rank"]) if group else None
        return Term(term_id, row["label"], rank=row["rank"], group=within)

    def label(self, term_id: str | None) -> str:
        """The label of a term; its id as words where the vocabulary does not hold it.

        `book.label("killed-or-wounded")` is "killed or wounded".
        """
        return self._terms.get(term_id, {}).get("label") or re.sub("[-_]", " ", term_id or "not stated")

    def terms_of(self, kind: str) -> list[Term]:
        """The terms of a kind, by rank and then in the order of the table.

        `[stance.label for stance in book.terms_of("stance")]` is the scale of judgements.
        """
        found = [self.term(id) for id, row in self._terms.items() if row["kind"] == kind]
        return sorted(found, key=lambda term: (term.rank is None, term.rank))

    def speaking(self, vocabulary: Vocabulary) -> Book:
        """The same claims under another vocabulary, as tables of an earlier library have none of their own.

        `old.speaking(new.vocabulary)` adds what the rules of the new tables permit.
        """
        return Book(self._tables, self.selection, vocabulary)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What figures know of the words of these tables: rules of addition and nouns of units."""
        if self._given is not None:
            return self._given
        rows = self._terms.values()
        additions = (_addition(row) for row in rows if row["kind"] == "addition")
        units = [row for row in rows if row["kind"] == "unit"]
        return Vocabulary(
            tuple(rule for rule in additions if rule),
            {row["term_id"]: Noun(row["label"], row["plural"] or f"{row['label']}s") for row in units},
        )

    def voice(self, source_id: str) -> Voice:
        """A claimant or relay. Raises UnknownName."""
        if source_id not in self._sources:
            raise UnknownName(source_id, self._sources)
        row = self._sources[source_id]
        names = ("name", "side", "kind", "reliability", "affiliation_id", "affiliation")
        return Voice(source_id, *(row[name] for name in names))

    # -- display ------------------------------------------------------------
    def __repr__(self) -> str:
        documents = {self._rows[id]["document_id"] for id in self._kept}
        left = f", {len(self.left_out)} left out by the selection" if self.left_out else ""
        return f"<Book: {len(self)} claims of {len(documents)} documents{left}; {self.selection}>"

    def _repr_html_(self) -> str:
        head = f"<p>{html.escape(repr(self)[1:-1])}</p>"
        shown = self.claims[["text", "measure", "scope", "claimant", "document_id", "paragraph"]].astype(
            object
        )
        table = shown.where(shown.notna(), "not stated").to_html(border=0)  # na_rep passes over whole numbers
        # A span instead of a bare $: JupyterLab would set the text between two of them as maths.
        return (head + table).replace("$", "<span>$</span>")


def _left_out(book: Book, rows: Rows, columns: tuple[str, ...]) -> dict[str, str]:
    """The rows of a table that the selection leaves out, each with the reason; alike ones are judged once."""
    columns = ("document_id", *columns)
    reason = cache(lambda *cells: book.selection.against(book._facts(dict(zip(columns, cells, strict=True)))))
    cells = zip(*map(rows.column, columns), strict=True)
    return {id: why for id, each in zip(rows, cells, strict=True) if (why := reason(*each))}


def _addition(row: Mapping) -> Rule | None:
    """The rule of a term of kind addition; None of one that cannot be read, which check tells."""
    try:
        return addition(row["label"], row["formula"] or "", row["definition"])
    except FormulaFault:
        return None


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


def split(cell: str | None, mark: str) -> list[str]:
    """The parts of a list cell; a blank cell has none."""
    return cell.split(mark) if cell else []
