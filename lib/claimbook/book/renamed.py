"""Claims that go by another id in a later state, and are the same otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimbook.book.book import Book
from claimbook.book.said import CLAIM_LINKS, NOTED


def renamed(old: Book, new: Book, columns: Iterable[str]) -> dict[str, str]:
    """New id -> old id, for claims of one state alone whose rows are equal in these columns.

    Rows that differ in notes and locators only are found where no row is equal in all. Links
    between claims are not looked at, since the claim that they name may be renamed itself.
    """
    alone = [
        {id: one.coded[id] for id in one.coded if id not in other.coded}
        for one, other in ((old, new), (new, old))
    ]
    kept = [column for column in columns if column not in CLAIM_LINKS]
    pairs: dict[str, str] = {}
    for compared in (kept, [column for column in kept if column not in NOTED]):
        found = set(pairs.values())
        gone = {id: row for id, row in alone[0].items() if id not in found}
        come = {id: row for id, row in alone[1].items() if id not in pairs}
        pairs |= _alike(gone, come, compared)
    return pairs


def _alike(gone: Mapping[str, Mapping], come: Mapping[str, Mapping], columns: list[str]) -> dict[str, str]:
    """Pairs of equal rows, in the order of the tables where several are equal."""
    free: dict[tuple, list[str]] = {}
    for id, row in gone.items():
        free.setdefault(tuple(row.get(column) for column in columns), []).append(id)
    pairs = {}
    for id, row in come.items():
        if alike := free.get(tuple(row.get(column) for column in columns)):
            pairs[id] = alike.pop(0)
    return pairs
