"""Cross-checks of chains: those that come back to their start, terms in wider ones, dates within
documents."""

from __future__ import annotations

from collections.abc import Iterator

from claimbook.errors import Fault
from claimbook.tables.cells import Row
from claimbook.tables.links import link_faults
from claimbook.tables.sheets import Sheets

# Columns that point from a row to another one of the same set of names.
_CHAINS = (
    ("claim_id", "original_claim_id"),
    ("claim_id", "part_of_id"),
    ("claim_id", "supersedes_id"),
    ("claim_id", "echoes_id"),
    ("term_id", "part_of_id"),
    ("source_id", "affiliation_id"),
)


def chain_faults(sheets: Sheets) -> Iterator[Fault]:
    """Every fault between rows other than mentions."""
    circling: dict[str, set[str]] = {}
    for key, column, cycle in cycles(sheets):
        found = " -> ".join([*cycle, cycle[0]])
        yield sheets.ids[key][cycle[0]].fault(column, found, "a chain that ends")
        if key == "claim_id":
            circling.setdefault(column, set()).update(cycle)
    for term in sheets.rows["terms"]:
        yield from _same_kind(sheets, term)
    for claim in sheets.figures():
        yield from _stated_before_published(sheets, claim)
    yield from link_faults(sheets, circling)


def cycles(sheets: Sheets) -> Iterator[tuple[str, str, list[str]]]:
    """Each chain that comes back to its start: primary key, column, and the names from the first row on."""
    for key, column in _CHAINS:
        yield from ((key, column, cycle) for cycle in _cycles(sheets, key, column))


def _cycles(sheets: Sheets, key: str, column: str) -> Iterator[list[str]]:
    """The names of each cycle, from the row of it that comes first."""
    rows = sheets.ids[key]
    order = {name: place for place, name in enumerate(rows)}
    done: set[str] = set()
    for start in rows:
        path: dict[str, None] = {}  # the names on the way from start, in order
        name: str | None = start
        while name in rows and name not in done and name not in path:
            path[name] = None
            name = rows[name].values.get(column)
        if name in path:
            names = list(path)
            cycle = names[names.index(name) :]
            first = cycle.index(min(cycle, key=order.__getitem__))
            yield cycle[first:] + cycle[:first]
        done.update(path)


def _same_kind(sheets: Sheets, term: Row) -> Iterator[Fault]:
    wider = sheets.target(term, "part_of_id", "term_id")
    if wider and wider.has("kind") and term.has("kind") and wider["kind"] != term["kind"]:
        found = f"{term.show('part_of_id')}, a term of kind {wider['kind']}"
        yield term.fault("part_of_id", found, f"a term of kind {term['kind']}")


def _stated_before_published(sheets: Sheets, claim: Row) -> Iterator[Fault]:
    document = sheets.target(claim, "document_id", "document_id")
    if not (document and document.has("published_from", "published") and claim.has("as_of", "stated_on")):
        return
    if document["published_from"] > document["published"]:
        return  # told there, and either may be the wrong one
    column = "stated_on" if claim["stated_on"] else "as_of"
    if claim[column] and claim[column] > document["published"]:
        expected = f"a day not after {document['published']}, when {claim['document_id']} was published"
        yield claim.fault(column, None, expected)
