"""Entry: all that a page, a download or the index says of one figure, as typed fields.

A notebook keeps entries as JSON beside its displays; a page is made of them and of nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from claimbook.errors import ClaimbookError, shown
from claimbook.figure.lineage import formula_text

if TYPE_CHECKING:
    from claimbook.figure.figure import Figure

ADVERBS = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}
# Fields of a Claim that an entry has under the same name.
_SAME = """
    paragraph also_at as_printed likelihood stated_on published_from published credibility grade_note status
    original original_link note row
""".split()
# as_printed of a row that only a listing gave: "572 (listing, USD million/year)"
_LISTED = re.compile(r"(?P<value>.+) \(listing, (?P<unit>[^()]+)\)")


class EntryFault(ClaimbookError):
    """The entry of a number cannot be read; the message says which field and why."""


class Entry(BaseModel):
    """What is told of one figure.

    about, counts   whom or what it is about, and what it counts ("NIS", "killed, whole deployment")
    low, best, high exact values in `unit` ("1100", "1/3"), None where not stated
    listing         value and unit, where the wording is not held and a listing gave them
    echoes          id of the claim that this one echoes; original_by: who said the original, in words
    op ... words    of a figure of ours, as in Derivation; inputs: ids
    base, caveats   what has to be said beside a figure of ours

    >>> Entry(id="a", kind="claim", text="30", about="NIS", counts="killed", bound="exact").label
    'NIS: killed'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: Literal["claim", "derived"]
    text: str
    bound: str
    about: str = ""
    counts: str = ""
    low: str | None = None
    best: str | None = None
    high: str | None = None
    approx: bool = False
    unit: str = ""
    # of a claim
    subject: str = ""
    measure: str = ""
    scope: str = ""
    claimant: str = ""
    via: tuple[str, ...] = ()
    document: str = ""
    paragraph: int | None = None
    also_at: tuple[int, ...] = ()
    as_printed: str = ""
    listing: tuple[str, str] | None = None
    hedge: str | None = None
    likelihood: str | None = None
    as_of: dt.date | None = None
    stated_on: dt.date | None = None
    published_from: dt.date | None = None
    published: dt.date | None = None
    reliability: str | None = None
    credibility: int | None = None
    grade_note: str | None = None
    status: str = ""
    original: str = ""
    original_link: str | None = None
    original_by: str | None = None
    echoes: str | None = None
    suspected_via: str | None = None
    note: str | None = None
    row: str = ""
    # of a figure of ours
    op: str = ""
    inputs: tuple[str, ...] = ()
    in_unit: str = ""
    year: str = ""
    words: str = ""
    rule: str | None = None
    base: str | None = None
    caveats: tuple[str, ...] = ()
    meaning: str | None = None

    @property
    def is_ours(self) -> bool:
        return self.kind != "claim"

    @property
    def label(self) -> str:
        """Whom it is about and what it counts."""
        return f"{self.about}: {self.counts}" if self.about else self.counts

    @property
    def place(self) -> str:
        """Where it is printed: document and paragraph."""
        return self.document + (f", paragraph {self.paragraph}" if self.paragraph is not None else "")

    @property
    def grade(self) -> str:
        """The Admiralty grade, as far as it is coded: "C3", "C" or blank."""
        return f"{self.reliability or ''}{self.credibility or ''}"

    @property
    def formula(self) -> str:
        """The formula as it is coded, with ids; blank for a claim."""
        if not self.is_ours:
            return ""
        return formula_text(self.op, list(self.inputs), self.in_unit, self.year, self.words)

    @property
    def caution(self) -> str:
        """Base and caveats of a figure of ours; blank for a claim, which has its hedge."""
        return ", ".join(filter(None, [self.base, *self.caveats])) if self.is_ours else ""

    @property
    def named(self) -> str:
        """What a figure of ours is called and must not be taken for, as JSON, which no formula tells."""
        told = {"label": self.label, "meaning": self.meaning or "", "caveats": list(self.caveats)}
        return json.dumps(told)

    @property
    def after(self) -> str:
        """What it counts, to be read right behind the figure, with the space or comma between; a word of the
        unit is said once.

        "13.4 days" and "days of Russian casualties" make " of Russian casualties"; "90 days" and "NIS: days
        until ..." make " until ..., NIS"; "US$264m a year" and "yearly payments" make ", payments".
        """
        noun = self.text.rpartition(" ")[2]
        if noun.isalpha() and self.counts.startswith(f"{noun} "):
            return f" {self.counts.removeprefix(f'{noun} ')}" + (f", {self.about}" if self.about else "")
        label = self.label
        for span in self.unit.split("/")[1:]:
            if span in ADVERBS:
                label = label.removeprefix(f"{ADVERBS[span]} ").replace(f" a {span}", "", 1)
        runs_on = self.text[-1:].isdigit() and not (
            self.about and self.is_ours
        )  # "at least 238, NIS: killed"
        return (" " if runs_on else ", ") + label if label else ""

    def to_json(self) -> dict[str, Any]:
        """Plain JSON types; what is blank is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @staticmethod
    def from_json(data: Any) -> Entry:
        """The entry of that JSON. Raises EntryFault, one line."""
        try:
            made = Entry.model_validate(data)
        except ValidationError as fault:
            first = fault.errors(include_url=False)[0]
            field = ".".join(map(str, first["loc"])) or "the whole"
            raise _unreadable(data, f"{field} amiss ({first['msg'].lower()})") from None
        for name in _NEEDS.get(made.bound, ()):
            if getattr(made, name) is None:
                raise _unreadable(data, f"no {name}")
        return made


Entries = dict[str, Entry]  # by id

# The ends that each bound states: one that is missing would read as not stated.
_NEEDS = {
    **dict.fromkeys(("as_printed", "exact", "about"), ("best",)),
    **dict.fromkeys(("at_least", "more_than"), ("low",)),
    **dict.fromkeys(("up_to", "less_than", "at_most"), ("high",)),
    "between": ("low", "high"),
}


def _unreadable(data: Any, found: str) -> EntryFault:
    id = data.get("id") if isinstance(data, Mapping) else None
    expected = "expected a notebook that this version of claimbook executed: run it again"
    return EntryFault(f"entry {shown(id)}: found {found}, {expected}")


def entries_from_json(data: Any) -> dict[str, Entry]:
    """Id -> entry of a display. Raises EntryFault."""
    if not isinstance(data, Mapping):
        raise EntryFault(f"entries: found {shown(data)}, expected one for each number")
    return {id: Entry.from_json(entry) for id, entry in data.items()}


def entry_of(figure: Figure) -> Entry:
    """The entry of a figure, claimed or ours. The label of a figure may begin with whom it is about and a
    colon."""
    counted = figure.counted
    about, colon, counts = figure.label.partition(": ")
    if not figure.label:
        about, colon, counts = counted.subject.label, ": ", counted.what
    low, best, high = (None if end is None else str(end) for end in (figure.low, figure.best, figure.high))
    return Entry(
        id=figure.id,
        text=figure.text(),
        about=about if colon else "",
        counts=counts if colon else about,
        bound=figure.bound,
        low=low,
        best=best,
        high=high,
        approx=figure.approx,
        unit=figure.unit,
        **(_of_derivation(figure) if figure.is_derived else _of_claim(figure)),
    )


def _of_claim(figure: Figure) -> dict[str, Any]:
    c = figure.lineage
    listed = _LISTED.fullmatch(c.as_printed)
    original = c.quoted_from
    return {
        **{name: getattr(c, name) for name in _SAME},
        "kind": "claim",
        "subject": figure.counted.subject.label,
        "measure": figure.counted.measure.label,
        "scope": figure.counted.scope.label,
        "document": c.document_label,
        "claimant": c.claimant.name,
        "via": tuple(voice.name for voice in c.via),
        "listing": (listed["value"], listed["unit"]) if listed else None,
        "hedge": figure.words,
        "as_of": figure.counted.as_of,
        "reliability": c.claimant.reliability,
        # for a brief that does not hold the original itself
        "original_by": original and f"{original.lineage.said_by}, in {original.lineage.document_label}",
        "echoes": c.echo_of.id if c.echo_of else None,
        "suspected_via": c.suspected.name if c.suspected else None,
    }


def _of_derivation(figure: Figure) -> dict[str, Any]:
    d = figure.lineage
    return {
        "kind": "derived",
        "op": d.op,
        "inputs": tuple(made.id for made in d.inputs),
        "in_unit": d.unit,
        "year": d.year,
        "words": d.words,
        "rule": d.rule,
        "base": figure.base,
        "caveats": figure.caveats,
        "meaning": d.meaning,
    }
