"""Claims that go by another id in a later state, and are the same in all else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from claimbook.book.book import Book
from claimbook.book.said import CLAIM_LINKS, NOTED


def renamed(old: Book, new: Book, columns: Iterable[str]) -> dict[str, str]:
    """New id -> old id, for claims of one state alone whose rows are equal in these columns.

    Rows that differ in notes and locators only are found where no row is equal in all. A link
    to a claim that is renamed itself counts as the same link.
    """
    kept = [column for column in columns if column not in CLAIM_LINKS]
    pairs: dict[str, str] = {}
    for compared in (kept, [column for column in kept if column not in NOTED]):
        found = set(pairs.values())
        gone = {id: row for id, row in old._rows.items() if id not in new._rows and id not in found}
        come = {id: row for id, row in new._rows.items() if id not in old._rows and id not in pairs}
        pairs |= _alike(gone, come, compared)
    return _settled(pairs, old, new)


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


def _settled(pairs: dict[str, str], old: Book, new: Book) -> dict[str, str]:
    """The pairs whose links agree. One that falls may take others with it, so until none does."""
    while True:
        apart = {id for id, was in pairs.items() if not _same_links(new._rows[id], old._rows[was], pairs)}
        if not apart:
            return pairs
        pairs = {id: was for id, was in pairs.items() if id not in apart}


def _same_links(row: Mapping, before: Mapping, pairs: Mapping[str, str]) -> bool:
    return all(pairs.get(row[column], row[column]) == before[column] for column in CLAIM_LINKS)
