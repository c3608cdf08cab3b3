"""What a state of the tables says of a claim: in a reader's words, and fact by fact, fit to be compared.

Words are looked up row by row, not through Figures, so that rows of which an earlier
library would have made no figure can still be told and compared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from claimbook.book.book import Book
from claimbook.book.coded import ends_of, hedge_of, split
from claimbook.errors import ClaimbookError
from claimbook.figure import Figure
from claimbook.figure.wording import digits, figure_text
from claimbook.tables import FIGURES

Value = str | dt.date | None

# Facts of a claim by what a change of them does to it.
REVISED = """
    document_id as_printed claimant_id via_ids suspected_via_id original_claim_id original_link echoes_id
    part_of_id supersedes_id subject measure scope from_side to_side bound low best high unit currency stage
    hedge likelihood likelihood_scale basis accounting period_start period_end duration as_of date_precision
    stated_on published published_from claimant_side
""".split()
REGRADED = ("status", "credibility")  # and the reliability of each voice
NOTED = "paragraph also_at graded_by grade_note note table".split()  # and labels, and columns of others
# What a reader calls them, where it is not the name of the column.
_CALLED = {
    "via_ids": "relays",
    "suspected_via_id": "suspected relay",
    "original_claim_id": "original",
    "original_link": "link to its original",
    "echoes_id": "echo of",
    "supersedes_id": "in place of",
    "measure": "what is counted",
    "from_side": "from",
    "to_side": "to",
    "low": "lower end",
    "best": "value",
    "high": "upper end",
    "likelihood_scale": "scale of the likelihood",
    "period_start": "first day",
    "period_end": "last day",
    "duration": "span",
    "date_precision": "precision of the date",
    "claimant_side": "side of the claimant",
    "also_at": "further paragraphs",
    "grade_note": "reason of the grade",
}
# Facts that one text tells together: "at least 100".
WRITTEN = ("bound", "low", "best", "high", "unit", "currency")

CLAIM_LINKS = ("original_claim_id", "echoes_id", "part_of_id", "supersedes_id")
_SOURCES = ("claimant_id", "suspected_via_id", "judge_id", "told_by_id")
_TERMS = ("subject", "measure", "scope", "from_side", "to_side", "claimant_side", "topic", "stance")
NAMED = (*_SOURCES, *_TERMS, "via_ids", "document_id")  # facts that are the id of something with a name
_CODES = ("bound", "basis", "accounting", "stage", "status", "original_link")
_UNTOLD = {"credibility": "not graded", "reliability": "not graded", "original_claim_id": "not stated"}
_BARE = {"as_printed": "a bare figure", "exact": "said to be exact", "about": "an estimate"}


@dataclass(frozen=True)
class Said:
    """A claim as one state of the tables has it, in words as coded; `day` is the day it was said, else
    published.

    figure: the Figure, also where the selection leaves the claim out; None where none can be made of the row.
    """

    id: str
    text: str
    claimant: str
    via: tuple[str, ...]
    subject: str
    measure: str
    scope: str
    document: str
    paragraph: int | None
    day: dt.date | None
    status: str | None
    figure: Figure | None = field(default=None, compare=False, repr=False)


def said(book: Book, claim_id: str) -> Said:
    """What the tables of this book say of a claim, whatever its selection."""
    row = book.coded[claim_id]
    document = book.document(row["document_id"])
    terms = (book.label(row[kind]) for kind in ("subject", "measure", "scope"))
    return Said(
        claim_id,
        text_of(book, row),
        name(book, row["claimant_id"]),
        tuple(names(book, row["via_ids"])),
        *terms,
        document.get("label") or row["document_id"],
        row["paragraph"],
        row["as_of"] or row["stated_on"] or document.get("published"),
        row["status"],
        _figure(book, claim_id),
    )


def _figure(book: Book, claim_id: str) -> Figure | None:
    try:
        return book.figure(claim_id)
    except (ClaimbookError, LookupError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def text_of(book: Book, row: Mapping) -> str:
    """The number of a row with its bound; where its cells make none, the words as printed."""
    try:
        return figure_text(ends_of(row), row["bound"], row["unit"], book.vocabulary, hedge_of(row))
    except (TypeError, ValueError, AttributeError):
        return row["as_printed"] or "no number stated"


def name(book: Book, source_id: str | None) -> str:
    """The name of a source; its id where the tables do not hold it."""
    return book.source(source_id).get("name") or source_id or "nobody named"


def names(book: Book, via_ids: str | None) -> list[str]:
    return [name(book, id) for id in split(via_ids, " > ")]


# -- facts ------------------------------------------------------------------
def columns(book: Book) -> dict[str, None]:
    """The columns of the tables of figures as this state has them, without the id, in their order."""
    found = dict.fromkeys(column for table in FIGURES for column in book.columns(table))
    return {column: None for column in found if column != "claim_id"}


def around(book: Book, row: Mapping) -> dict[str, Any]:
    """What a claim takes from other tables: its document's days, what its voices are graded, names and
    labels.

    A fact with a colon is of the source, term or document named behind it.
    """
    document, claimant = book.document(row["document_id"]), book.source(row["claimant_id"])
    voices = dict.fromkeys([row["claimant_id"], *split(row["via_ids"], " > ")])
    found = {
        "published": document.get("published"),
        "published_from": document.get("published_from"),
        "claimant_side": claimant.get("side"),
        f"title:{row['document_id']}": document.get("label"),
    }
    found |= {f"reliability:{id}": book.source(id).get("reliability") for id in voices}
    found |= {f"name:{id}": name(book, id) for id in voices}
    return found | {f"label:{row[kind]}": book.label(row[kind]) for kind in ("subject", "measure", "scope")}


def kind_of(fact: str) -> str:
    """What a change of a fact does to a claim: "revised", "regraded" or "noted"."""
    if fact in REGRADED or fact.startswith("reliability:"):
        return "regraded"
    return "revised" if fact in REVISED else "noted"


def words_of(book: Book, fact: str) -> str:
    """What a reader calls a fact."""
    what, _, id = fact.partition(":")
    if not id:
        return called(fact)
    return f"reliability of {name(book, id)}" if what == "reliability" else f"{what} of {id}"


def called(column: str) -> str:
    """What a reader calls a column."""
    return _CALLED.get(column) or column.removesuffix("_id").replace("_", " ")


def told(book: Book, fact: str, value: Any) -> Value:
    """The value of a fact as a reader reads it; None where it is not stated."""
    if value is None:
        return _UNTOLD.get(fact.partition(":")[0])
    if fact in _SOURCES:
        return name(book, value)
    if fact == "via_ids":
        return ", ".join(names(book, value))
    if fact in _TERMS:
        return book.label(value)
    if fact in CLAIM_LINKS:
        return _linked(book, value)
    if fact == "document_id":
        return book.document(value).get("label") or value
    if fact == "bound":
        return _BARE.get(value) or value.replace("_", " ")
    return value.replace("_", " ") if fact in _CODES else plain(value)


def plain(value: Any) -> Value:
    """A cell as it is, a fraction in plain digits; None where it is not stated."""
    if value is None or isinstance(value, dt.date):
        return value
    return digits(value) if isinstance(value, Fraction) else str(value)


def _linked(book: Book, claim_id: str) -> str:
    if claim_id not in book.coded:
        return {"self": "this claim itself"}.get(claim_id, claim_id)
    told = said(book, claim_id)
    return f"{told.claimant}, {told.measure}: {told.text} ({told.document})"
