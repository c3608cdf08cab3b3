"""Cross-checks of the mentions: numbered without gaps, in the places of their claims, no claim left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from claimbook.errors import shown
from claimbook.tables.rules import Rule, Text, Wrong, paragraphs
from claimbook.tables.schema import FIGURES
from claimbook.tables.sheet import Sheets


def _same_document(claim: Text, ours: Text, theirs: Text) -> Wrong:
    if None not in (ours, theirs) and ours != theirs:
        return [(f"{shown(claim)}, a claim of {theirs}", f"a claim of {ours}")]


def _place(ours: int | None, kind: Text, claim: Text, *places: Any) -> Wrong:
    """Where a claim is mentioned it stands, or is said to stand again."""
    document, its_document, paragraph, also_at = places
    if ours in (None, paragraph) or document != its_document or kind not in ("claim", "restatement"):
        return None
    again = paragraphs(also_at) if kind == "restatement" else []
    allowed = [str(place) for place in dict.fromkeys((paragraph, *again)) if place]
    if not allowed:
        return f"the paragraph of {claim}, which has none"
    return None if str(ours) in allowed else f"{' or '.join(allowed)}, where {claim} stands"


def _position(taken: Collection[tuple], rows: dict[tuple, int], position: int | None, *place: Any) -> Wrong:
    document, paragraph, row = place
    if None in (position, document, paragraph):
        return None
    before = rows.setdefault((document, paragraph, position), row)
    if before != row:
        return [(f'"{position}", which row {before} has too', "each position of a paragraph once")]
    if position > 1 and (document, paragraph, position - 1) not in taken:
        return f"{position - 1} before it, as positions run from 1 without a gap"


def _mentioned(
    named: Collection[str], coded: Collection[str], claim: Text, document: Text, bound: Text, echoes: Text
) -> Wrong:
    """Whether a mention names a claim with a number, if those of its document are coded. An echo has none."""
    if claim in named or document not in coded or bound in ("vague", None) or echoes or claim is None:
        return None
    return [(f"{shown(claim)}, which no mention of kind claim names", "one in mentions.csv")]


def mention_rules(sheets: Sheets) -> Iterator[Rule]:
    """What is expected of mentions as their claims are, and of claims as their mentions are."""
    yield Rule("claim_id document_id claim_id.document_id", _same_document, ("mentions",))
    places = "document_id claim_id.document_id claim_id.paragraph claim_id.also_at"
    yield Rule(f"paragraph kind claim_id {places}", _place, ("mentions",))
    if not sheets.complete("mention_id"):
        return  # a row that cannot be read may be the one
    columns = ("document_id", "paragraph", "position", "claim_id", "kind")
    documents, *others, claims, kinds = (sheets.all("mention_id", name) for name in columns)
    taken = set(zip(documents, *others, strict=True))
    yield Rule("position document_id paragraph _row", partial(_position, taken, {}), ("mentions",))
    mentioned = partial(_mentioned, {*claims[kinds == "claim"]}, {*documents} - {None})
    yield Rule("claim_id document_id bound echoes_id", mentioned, FIGURES)
