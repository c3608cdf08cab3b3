"""Claims that go by another id in a later state, and are the same otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from claimbook.book.book import Book
from claimbook.book.said import CLAIM_LINKS, NOTED


def renamed(old: Book, new: Book, columns: Iterable[str]) -> dict[str, str]:
    """New id -> old id, for claims of one state alone whose rows are equal in these columns.

    Rows that differ in notes and locators only are found where no row is equal in all. Links
    between claims are not looked at, since the claim that they name may be renamed itself.
    """
    gone, come = (
        {id: one.coded[id] for id in one.coded if id not in other.coded}
        for one, other in ((old, new), (new, old))
    )
    kept = [column for column in columns if column not in CLAIM_LINKS]
    pairs: dict[str, str] = {}
    for compared in (kept, [column for column in kept if column not in NOTED]):
        found = set(pairs.values())
        free: dict[tuple, list[str]] = {}  # in the order of the tables, where several are equal
        for id, row in gone.items():
            if id not in found:
                free.setdefault(tuple(map(row.get, compared)), []).append(id)
        for id, row in come.items():
            alike = free.get(tuple(map(row.get, compared)))
            if alike and id not in pairs:
                pairs[id] = alike.pop(0)
    return pairs
