"""The coded claims as Figures by name, and what changed between two states of them.

book.py holds the Book and its selections, snapshot.py a state of the tables as one file,
difference.py what a later state says that an earlier one did not.
"""

from claimbook.book.book import Book, LeftOut, census, open, split
from claimbook.book.difference import KINDS, QUIET, Change, Changes, FieldChange, RowChange, diff
from claimbook.book.said import Said, called
from claimbook.book.snapshot import (
    SnapshotFault,
    keep_snapshot,
    read_snapshot,
    snapshot_bytes,
)

__all__ = [
    "Book",
    "Change",
    "Changes",
    "FieldChange",
    "KINDS",
    "LeftOut",
    "QUIET",
    "RowChange",
    "Said",
    "SnapshotFault",
    "called",
    "census",
    "diff",
    "keep_snapshot",
    "open",
    "read_snapshot",
    "snapshot_bytes",
    "split",
]
