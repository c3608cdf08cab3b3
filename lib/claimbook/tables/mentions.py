"""Cross-checks of the mentions: numbered without gaps, in the places of their claims, no claim left out."""

from __future__ import annotations

from collections.abc import Iterator

from claimbook.errors import Fault
from claimbook.tables.cells import Row
from claimbook.tables.rules import paragraphs
from claimbook.tables.sheets import Sheets


def mention_faults(sheets: Sheets) -> Iterator[Fault]:
    """Every fault between mentions, and between mentions and claims."""
    for mention in sheets.rows["mentions"]:
        yield from _in_its_place(sheets, mention)
    if "mentions" not in sheets.unread:
        yield from _positions(sheets)
        yield from _claims_without_mention(sheets)


def _positions(sheets: Sheets) -> Iterator[Fault]:
    places: dict[tuple[str, int], list[Row]] = {}
    unsound: set[tuple[str, int]] = set()
    for mention in sheets.rows["mentions"]:
        if mention.has("document_id", "paragraph"):
            place = (mention["document_id"], mention["paragraph"])
            places.setdefault(place, []).append(mention)
            if not mention.has("position"):
                unsound.add(place)  # one of them is faulted already, and would look like a gap
    for place, mentions in places.items():
        if place not in unsound:
            yield from _numbered(mentions)


def _numbered(mentions: list[Row]) -> Iterator[Fault]:
    seen: dict[int, Row] = {}
    expected = 1
    for mention in sorted(mentions, key=lambda row: row["position"]):
        position = mention["position"]
        if position in seen:
            found = f"{mention.show('position')}, which row {seen[position].number} has too"
            yield mention.fault("position", found, "each position of a paragraph once")
        elif position != expected:
            yield mention.fault("position", None, f"{expected}, as positions run from 1 without a gap")
        seen.setdefault(position, mention)
        expected = position + 1


def _in_its_place(sheets: Sheets, mention: Row) -> Iterator[Fault]:
    claim = sheets.target(mention, "claim_id", "claim_id")
    if not claim or not (claim.has("document_id", "paragraph", "also_at") and mention.has("document_id")):
        return
    if claim["document_id"] != mention["document_id"]:
        found = f"{mention.show('claim_id')}, a claim of {claim['document_id']}"
        yield mention.fault("claim_id", found, f"a claim of {mention['document_id']}")
    elif mention.has("kind", "paragraph"):
        allowed = [claim["paragraph"]] if claim["paragraph"] else []
        if mention["kind"] == "restatement":
            allowed += paragraphs(claim)
        if mention["kind"] in ("claim", "restatement") and mention["paragraph"] not in allowed:
            where = " or ".join(map(str, allowed)) or "a paragraph that the claim names"
            yield mention.fault("paragraph", None, f"{where}, where {mention['claim_id']} stands")


def _claims_without_mention(sheets: Sheets) -> Iterator[Fault]:
    documents, named = set(), set()
    for mention in sheets.rows["mentions"]:
        documents.add(mention.values.get("document_id"))
        # A kind that is faulted already may have been meant for a claim.
        if not mention.has("kind") or mention["kind"] == "claim":
            named.add(mention.values.get("claim_id"))
    for claim in sheets.figures():
        if not claim.has("claim_id", "document_id", "bound", "echoes_id"):
            continue
        excused = claim["bound"] == "vague" or claim["echoes_id"] is not None
        if claim["document_id"] in documents and claim["claim_id"] not in named and not excused:
            found = f"{claim.show('claim_id')}, which no mention of kind claim names"
            yield claim.fault("claim_id", found, "one in mentions.csv")
