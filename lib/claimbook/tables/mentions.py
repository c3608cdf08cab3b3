"""Cross-checks of the mentions: numbered without gaps, in the places of their claims, no claim left out."""

from __future__ import annotations

import numpy as np

from claimbook.tables.rules import paragraphs
from claimbook.tables.sheet import Faults, Sheet, Sheets

_PLACE = ("document_id", "paragraph")


def mention_faults(sheets: Sheets, faults: Faults) -> None:
    """Every fault between mentions, and between mentions and claims."""
    mentions, claims = sheets.named("mention_id"), sheets.claims
    _places(mentions, claims, faults)
    if mentions.complete:
        _positions(mentions, faults)
        _claims_without_mention(mentions, claims, faults)


def _places(mentions: Sheet, claims: Sheet, faults: Faults) -> None:
    """Every mention that stands elsewhere than its claim."""
    target = mentions.target("claim_id", claims)
    ours, theirs = (
        [sheet.each(name, lambda value: value) for name in _PLACE] for sheet in (mentions, claims)
    )
    known = mentions.filled("document_id", "paragraph", "kind") & (target >= 0)
    known &= np.append(claims.sound("document_id", "paragraph", "also_at"), False)[target]
    away = known & (ours[0] != np.append(theirs[0], None)[target])
    for row in np.flatnonzero(away):
        found = f"{mentions.show(row, 'claim_id')}, a claim of {theirs[0][target[row]]}"
        faults.add_row(mentions, row, "claim_id", f"a claim of {ours[0][row]}", found)
    for row in np.flatnonzero(known & ~away & (ours[1] != np.append(theirs[1], None)[target])):
        kind, allowed = mentions.value(row, "kind"), [theirs[1][target[row]] or 0]
        allowed += paragraphs(claims.value(target[row], "also_at")) if kind == "restatement" else []
        if kind in ("claim", "restatement") and ours[1][row] not in allowed:
            where = " or ".join(str(place) for place in dict.fromkeys(allowed) if place)
            words = f"{where or 'another one'}, where {mentions.value(row, 'claim_id')} stands"
            faults.add_row(mentions, row, "paragraph", words)


def _positions(mentions: Sheet, faults: Faults) -> None:
    """Every mention whose position in its paragraph is taken, or leaves a gap before it."""
    rows = np.flatnonzero(mentions.filled("document_id", "paragraph", "position"))
    if not len(rows):
        return
    document = mentions.columns["document_id"].codes[rows]
    paragraph, position = (mentions.each(name, _number, float)[rows] for name in ("paragraph", "position"))
    order = np.lexsort((position, paragraph, document))
    rows, document, paragraph, position = (part[order] for part in (rows, document, paragraph, position))
    same = (np.diff(document, prepend=-1) == 0) & (np.diff(paragraph, prepend=-1) == 0)
    step = np.where(same, np.diff(position, prepend=0), position)
    for place in np.flatnonzero(step != 1):
        row, before = rows[place], rows[place - 1]
        if step[place] == 0:
            found = f"{mentions.show(row, 'position')}, which row {mentions.numbers[before]} has too"
            faults.add_row(mentions, row, "position", "each position of a paragraph once", found)
        else:
            wanted = int(position[place] - step[place]) + 1
            faults.add_row(mentions, row, "position", f"{wanted}, as positions run from 1 without a gap")


def _same(value: object) -> object:
    return value


def _number(value: int | None) -> int:
    return value or 0


def _claims_without_mention(mentions: Sheet, claims: Sheet, faults: Faults) -> None:
    kind = mentions.each("kind", lambda word: word == "claim", bool)
    named = np.zeros(len(claims) + 1, bool)  # the last place is that of no claim
    named[mentions.target("claim_id", claims)[kind]] = True
    documents = set(mentions.each("document_id", lambda name: name))
    coded = claims.each("document_id", lambda name: name is not None and name in documents, bool)
    number = claims.each("bound", lambda bound: bound not in ("vague", None), bool)
    left = coded & number & claims.blank("echoes_id") & claims.filled("claim_id") & ~named[:-1]
    for row in np.flatnonzero(left):
        found = f"{claims.show(row, 'claim_id')}, which no mention of kind claim names"
        faults.add_row(claims, row, "claim_id", "one in mentions.csv", found)
