"""Cross-checks of the mentions: numbered without gaps, in the places of their claims, no claim left out."""

from __future__ import annotations

from collections.abc import Iterator

from claimbook.errors import Fault
from claimbook.tables.cells import Row
from claimbook.tables.rules import paragraphs, restated_wrongly
from claimbook.tables.sheets import Sheets

_Place = tuple[str | None, int | None]  # document and paragraph, None where a fault leaves it open
_NAMES_A_CLAIM = ("claim", "restatement", "part")


def mention_faults(sheets: Sheets) -> Iterator[Fault]:
    """Every fault between mentions, and between mentions and claims."""
    check = _Mentions(sheets)
    yield from check.places()
    if "mentions" not in sheets.unread:
        yield from check.positions()
        yield from check.claims_without_mention()


class _Mentions:
    """The mentions by place, and the places that are in doubt because a fault was told of them.

    A mention in the wrong paragraph leaves a gap where it should be, one with
    the wrong name a claim without mention: these are no faults of their own.
    """

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.by_place: dict[_Place, list[Row]] = {}
        self.doubtful: set[_Place] = set()
        self.nameless: set[_Place] = set()  # where a mention names no claim, as it should
        self.claims_told: set[int] = set()
        for mention in sheets.rows["mentions"]:
            place = self.place(mention)
            if None in place or not mention.has("position"):
                self.doubtful.add(place)
            if None not in place:
                self.by_place.setdefault(place, []).append(mention)

    def place(self, row: Row) -> _Place:
        sound = not self.sheets.known("document_id") or self.sheets.target(row, "document_id", "document_id")
        return row.values.get("document_id") if sound else None, row.values.get("paragraph")

    def in_doubt(self, place: _Place) -> bool:
        document, paragraph = place
        return bool(self.doubtful & {place, (document, None), (None, paragraph), (None, None)})

    def places(self) -> Iterator[Fault]:
        """Every mention that stands elsewhere than its claim."""
        for mention in self.sheets.rows["mentions"]:
            claim = self.sheets.target(mention, "claim_id", "claim_id")
            place = self.place(mention)
            if claim is None:
                if not mention.has("kind") or mention["kind"] in _NAMES_A_CLAIM:
                    self.nameless.add(place)
            elif claim.has("document_id", "paragraph", "also_at") and None not in (
                self.place(claim)[0],
                place[0],
            ):
                yield from self.beside_its_claim(mention, claim)

    def beside_its_claim(self, mention: Row, claim: Row) -> Iterator[Fault]:
        if claim["document_id"] != mention["document_id"]:
            self.nameless.add(self.place(mention))
            self.doubtful.add((None, mention.values.get("paragraph")))
            found = f"{mention.show('claim_id')}, a claim of {claim['document_id']}"
            yield mention.fault("claim_id", found, f"a claim of {mention['document_id']}")
        elif not mention.has("kind", "paragraph") or mention["kind"] not in ("claim", "restatement"):
            return
        elif not restated_wrongly(claim):
            allowed = [claim["paragraph"]] if claim["paragraph"] else []
            allowed += paragraphs(claim) if mention["kind"] == "restatement" else []
            if mention["paragraph"] not in allowed:
                yield from self.misplaced(mention, claim, allowed)

    def misplaced(self, mention: Row, claim: Row, allowed: list[int]) -> Iterator[Fault]:
        """Told at the claim where nothing is mentioned in its paragraph, so that this must be the wrong
        one."""
        if mention["kind"] == "claim" and self.place(claim) not in self.by_place:
            if id(claim) not in self.claims_told:
                self.claims_told.add(id(claim))
                where = f"{mention['paragraph']}, where {mention.file}:{mention.number} has it"
                yield claim.fault("paragraph", None, where)
            return
        self.doubtful |= {(mention["document_id"], number) for number in (mention["paragraph"], *allowed)}
        where = " or ".join(map(str, allowed)) or "a paragraph that the claim names"
        yield mention.fault("paragraph", None, f"{where}, where {mention['claim_id']} stands")

    def positions(self) -> Iterator[Fault]:
        """Every mention whose position is taken, or leaves a gap before it."""
        for place, mentions in self.by_place.items():
            if not self.in_doubt(place):
                yield from _numbered(mentions)

    def claims_without_mention(self) -> Iterator[Fault]:
        documents = {document for document, _ in self.by_place}
        named = set()
        for mention in self.sheets.rows["mentions"]:
            if _names_its_claim(mention):
                named.add(mention.values.get("claim_id"))
        for claim in self.sheets.figures():
            if not claim.has("claim_id", "document_id", "bound", "echoes_id"):
                continue
            excused = claim["bound"] == "vague" or claim["echoes_id"] is not None
            place = self.place(claim)
            if excused or claim["claim_id"] in named or place[0] not in documents:
                continue
            if place not in self.nameless and not self.in_doubt(place):
                found = f"{claim.show('claim_id')}, which no mention of kind claim names"
                yield claim.fault("claim_id", found, "one in mentions.csv")


def _names_its_claim(mention: Row) -> bool:
    """Whether it is of the kind claim, or may be meant so: its kind or the lack of a reason is told
    already."""
    if not mention.has("kind", "reason") or mention["kind"] == "claim":
        return True
    return mention["kind"] not in _NAMES_A_CLAIM and mention["reason"] is None


def _numbered(mentions: list[Row]) -> Iterator[Fault]:
    """The positions of one paragraph against 1, 2, 3 and so on."""
    off = [(mention, place) for place, mention in enumerate(mentions, 1) if mention["position"] != place]
    first = {mention["position"]: mention for mention in reversed(mentions)}
    if len(off) == 1 and first[off[0][0]["position"]] is off[0][0]:
        yield _gap(*off[0])
        return
    expected = 1
    for mention in sorted(mentions, key=lambda row: row["position"]):
        taken = first[mention["position"]]
        if taken is not mention:
            found = f"{mention.show('position')}, which row {taken.number} has too"
            yield mention.fault("position", found, "each position of a paragraph once")
            expected += 1  # it was meant for the next one that is free
        elif mention["position"] > expected:
            yield _gap(mention, expected)
            expected = mention["position"] + 1
        else:
            expected = max(expected, mention["position"] + 1)


def _gap(mention: Row, expected: int) -> Fault:
    return mention.fault("position", None, f"{expected}, as positions run from 1 without a gap")
