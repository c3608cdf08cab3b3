"""Claimbook: figures of news articles that know their bounds and their origin.

    import claimbook
    book = claimbook.open()
    book["nis-killed"] + book["nis-wounded"]
    claimbook.compare(book["gur-casualties"], book["nis-killed"])
    claimbook.derive(book)["nis-share-of-force"]

Modules, lowest level first: errors, paths, files, scan; figure; tables, coverage; selection; book, with
derived figures; parameters; compare, fit; words; charts, show; changes; brief; audit; spec, shelf,
execution, runs, schedule; refresh, cli. A lower one imports nothing of a higher one.
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
