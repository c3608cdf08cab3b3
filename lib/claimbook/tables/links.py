"""Cross-checks between a row and the one it points at: chains that come back, originals, echoes, revisions,
wholes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from claimbook.errors import shown
from claimbook.tables.rules import Day, Number, Rule, Text, Wrong, digits
from claimbook.tables.schema import FIGURES
from claimbook.tables.sheet import NO_CLAIM, Faults, Sheets
from claimbook.tables.units import dimension

# Columns that point from a row to another one of the same set of names.
_CHAINS = {
    "claim_id": ("original_claim_id", "part_of_id", "supersedes_id", "echoes_id"),
    "term_id": ("part_of_id",),
    "source_id": ("affiliation_id",),
}
# What has to be alike. A revision or an echo may be of another measure: the missing are found dead, "losses"
# is printed for the killed.
_ALIKE = {
    "original_claim_id": ("subject", "measure"),
    "echoes_id": ("subject",),
    "part_of_id": ("subject", "measure"),
    "supersedes_id": ("subject",),
}
_DATED = {
    "original_claim_id": "an original not after {}, the date of its relay",
    "supersedes_id": "a claim not after {}, the date of its revision",
}
_ONE = ("as_printed", "exact")  # bounds of a figure that is both ends; any other one has none, or its own
_Wider = Mapping[str, Text]  # by term the one that holds it


def chain_faults(sheets: Sheets, faults: Faults) -> None:
    """Every chain that comes back to its start."""
    for key, columns in _CHAINS.items():
        names, index = sheets.all(key, key), sheets.index(key)
        for column in columns:
            pairs = zip(names, sheets.all(key, column), strict=True)
            for cycle in _cycles({name: after for name, after in pairs if after in index}):
                file, row = (sheets.all(key, place)[index[cycle[0]]] for place in ("_file", "_row"))
                faults.add(file, row, column, " -> ".join((*cycle, cycle[0])), "a chain that ends")


def _cycles(following: Mapping[Text, str]) -> Iterator[list[str]]:
    """The names of each cycle, in order."""
    done = set()
    for name in following:
        way = []
        while name in following and name not in done:
            done.add(name)
            way.append(name)
            name = following[name]
        if name in way:
            yield way[way.index(name) :]


def link_rules(sheets: Sheets) -> Iterator[Rule]:
    """What is expected of a row as the one that it names is."""
    wider = sheets.terms("part_of_id")
    for link, kinds in _ALIKE.items():
        yield Rule(f"{link} unit {link}.unit", _same_unit, FIGURES)
        for kind in kinds:
            yield Rule(f"{link} {kind} {link}.{kind}", partial(_akin, wider, kind), FIGURES)
    for link, words in _DATED.items():
        first = f"{link}.stated_on {link}.document_id.published_from"
        yield Rule(f"{link} {first} stated_on document_id.published", partial(_dated, words), FIGURES)
    whole = "part_of_id.unit part_of_id.bound part_of_id.best part_of_id.high"
    yield Rule(f"part_of_id unit bound best low {whole}", _within, FIGURES)
    yield Rule("original_link original_claim_id", _basis, FIGURES)
    yield Rule("supersedes_id claimant_id supersedes_id.claimant_id", _same_claimant, FIGURES)
    yield Rule("stated_on document_id document_id.published", _published, FIGURES)
    yield Rule("as_of document_id document_id.published stated_on", _published, FIGURES)
    yield Rule("part_of_id kind part_of_id.kind", _same_kind, ("terms",))


def _same_unit(name: Text, unit: Text, other: Text) -> Wrong:
    if None not in (unit, other) and dimension(unit) != dimension(other):
        return [(f"{shown(name)}, whose unit is {other}", f"a claim with the unit {unit}")]


def _akin(wider: Mapping[str, Text], kind: str, name: str, ours: Text, theirs: Text) -> Wrong:
    if None in (ours, theirs) or ours in _way_up(wider, theirs) or theirs in _way_up(wider, ours):
        return None
    found = f"{shown(name)}, whose {kind} is {theirs}"
    return [(found, f"a claim with the {kind} {ours}, or a wider or narrower one")]


def _way_up(wider: _Wider, name: Text) -> list[str]:
    """A term and all that hold it, nearest first."""
    way = [name]
    while (name := wider.get(name)) and name not in way:
        way.append(name)
    return way


def _dated(words: str, name: str, theirs: Day, from_: Day, ours: Day, until: Day) -> Wrong:
    """What a row relays or revises is no later; the document gives the day where none is stated."""
    first, last = theirs or from_, ours or until
    if first and last and first > last:
        return [(f"{shown(name)}, dated {first}", words.format(last))]


def _published(day: Day, document: Text, published: Day, stated_on: Day = None) -> Wrong:
    if day and published and not stated_on and day > published:
        return f"a day not after {published}, when {document} was published"


def _basis(link: Text, original: Text) -> Wrong:
    """Whether `original_link` says what the link to the original rests on."""
    if original in NO_CLAIM and link:
        return f"a blank cell, as original_claim_id is {original}"
    if original not in (None, *NO_CLAIM) and not link:
        return "stated or inferred, as original_claim_id names a claim"


def _same_claimant(name: Text, ours: Text, theirs: Text) -> Wrong:
    if None not in (ours, theirs) and ours != theirs:
        return [(f"{shown(name)}, whose claimant is {theirs}", f"a claim of {shown(ours)}")]


def _same_kind(name: Text, ours: Text, theirs: Text) -> Wrong:
    if None not in (ours, theirs) and ours != theirs:
        return [(f"{shown(name)}, a term of kind {theirs}", f"a term of kind {ours}")]


def _within(
    name: Text,
    unit: Text,
    bound: Text,
    best: Number,
    low: Number,
    other: Text,
    its: Text,
    one: Number,
    high: Number,
) -> Wrong:
    """Whether a whole may hold its part. In two currencies, say, the sizes can't be compared."""
    least, most = best if bound in _ONE else low, one if its in _ONE else high
    if unit != other or None in (least, most) or least < most:
        return None
    if least > most or "more_than" == bound or "less_than" == its:
        found = f"{shown(name)}, which is {'less than' if its == 'less_than' else 'at most'} {digits(most)}"
        words = "more than" if bound == "more_than" else "at least"
        return [(found, f"a whole that holds a part of {words} {digits(least)}")]
