"""Cross-checks of the mentions: numbered without gaps, in the places of their claims, no claim left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from functools import partial
from itertools import pairwise

from claimbook.errors import shown
from claimbook.tables.rules import Rule, Wrong, paragraphs
from claimbook.tables.schema import FIGURES
from claimbook.tables.sheet import Faults, Sheets


def _same_document(claim: str | None, ours: str | None, theirs: str | None) -> Wrong:
    if None not in (ours, theirs) and ours != theirs:
        return [(f"{shown(claim)}, a claim of {theirs}", f"a claim of {ours}")]


def _place(ours: int | None, kind: str | None, claim: str | None, *theirs: object) -> Wrong:
    """Where a claim is mentioned it stands, or is said to stand again."""
    paragraph, also_at, file, row = theirs
    again = paragraphs(also_at) if kind == "restatement" else []
    allowed = [place for place in dict.fromkeys((paragraph, *again)) if place]
    if ours is None or file is None or kind not in ("claim", "restatement") or ours in allowed:
        return None
    where = " or ".join(map(str, allowed)) or "no paragraph"
    return f"{where}, where {claim} stands ({file}:{row})"


def _mentioned(
    named: Collection[str], coded: Collection[str], claim: str, document: str, bound: str, echoes: str
) -> Wrong:
    """Whether a mention names a claim with a number, if those of its document are coded. An echo has none."""
    if claim in named or document not in coded or bound in ("vague", None) or echoes or claim is None:
        return None
    return [(f"{shown(claim)}, which no mention of kind claim names", "one in mentions.csv")]


def mention_rules(sheets: Sheets) -> Iterator[Rule]:
    """What is expected of mentions as their claims are, and of claims as their mentions are."""
    yield Rule("claim_id document_id claim_id.document_id", _same_document, ("mentions",))
    theirs = "claim_id.paragraph claim_id.also_at claim_id._file claim_id._row"
    yield Rule(f"paragraph kind claim_id {theirs}", _place, ("mentions",))
    if sheets.complete("mention_id"):  # else the row that cannot be read may be the one
        claims, kinds = sheets.all("mention_id", "claim_id"), sheets.all("mention_id", "kind")
        coded = {*sheets.all("mention_id", "document_id")} - {None}
        mentioned = partial(_mentioned, {*claims[kinds == "claim"]}, coded)
        yield Rule("claim_id document_id bound echoes_id", mentioned, FIGURES)


def position_faults(sheets: Sheets, faults: Faults) -> None:
    """Every position in a paragraph that is taken, or leaves a gap before it."""
    if not sheets.complete("mention_id"):
        return  # the row that cannot be read may fill the gap
    columns = ("document_id", "paragraph", "position", "_row", "_file")
    taken = defaultdict(list)
    rows = zip(*(sheets.all("mention_id", name) for name in columns), strict=True)
    for *place, position, row, file in rows:
        if None not in (*place, position):
            taken[file, *place].append((position, row))
    for (file, *_), found in taken.items():
        for (before, other), (position, row) in pairwise([(0, 0), *sorted(found)]):
            if position == before:
                words = f'"{position}", which row {other} has too'
                faults.add(file, row, "position", words, "each position of a paragraph once")
            elif position != before + 1:
                expected = f"{before + 1}, as positions run from 1 without a gap"
                faults.add(file, row, "position", f'"{position}"', expected)
