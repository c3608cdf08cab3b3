"""Claimbook: figures of news articles that know their bounds and their origin.

    import claimbook
    book = claimbook.open()
    book["nis-killed"] + book["nis-wounded"]
    claimbook.compare(book["gur-casualties"], book["nis-killed"])
    claimbook.derive(book)["nis-share-of-force"]

Rooms, from the ground up: errors, paths; figure; tables; book (and selection);
compare, derived; show; changes; brief; audit; runs; refresh; cli. scan reads texts. A lower
room knows nothing of a higher one. book also keeps a state of the tables as a snapshot
and tells what a later one says otherwise, changes tells it to a reader.
"""

from claimbook.book import Book, census, derive, open
from claimbook.compare import compare, compare_all, first_days, once, paces
from claimbook.errors import ClaimbookError, DataFaults, ParameterFault, Refusal
from claimbook.figure import Figure
from claimbook.fit import tests_of

__all__ = [
    "Book",
    "ClaimbookError",
    "DataFaults",
    "Figure",
    "ParameterFault",
    "Refusal",
    "census",
    "compare",
    "compare_all",
    "derive",
    "first_days",
    "once",
    "open",
    "paces",
    "tests_of",
]
