"""The coded claims as Figures by name, and what changed between two states of them.

book.py holds the Book and its selections, snapshot.py a state of the tables as one file,
difference.py what a later state says that an earlier one did not.
"""

from claimbook.book.book import Book, LeftOut, census, open, split

__all__ = ["Book", "LeftOut", "census", "open", "split"]
