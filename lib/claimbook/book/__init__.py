"""The coded claims as Figures by name, and what changed between two states of them.

coded.py holds what the tables say as figures and words, book.py the Book and its selections, frames.py
its claims as a DataFrame, derived.py what is worked out from its claims, check.py
finds what is wrong in a data folder. snapshot.py holds a state of the tables as one file,
difference.py finds what a later state says that an earlier one did not, change.py holds what it found.
"""

from claimbook.book.book import Book, LeftOut, census
from claimbook.book.change import KINDS, KNOWLEDGE, QUIET, Change, Changes, FieldChange, RowChange
from claimbook.book.check import check, load, open
from claimbook.book.coded import split
from claimbook.book.derived import Derived, NotComputed, derive
from claimbook.book.difference import diff
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
    "Derived",
    "FieldChange",
    "KINDS",
    "KNOWLEDGE",
    "LeftOut",
    "NotComputed",
    "QUIET",
    "RowChange",
    "Said",
    "SnapshotFault",
    "called",
    "census",
    "check",
    "derive",
    "diff",
    "keep_snapshot",
    "load",
    "open",
    "read_snapshot",
    "snapshot_bytes",
    "split",
]
