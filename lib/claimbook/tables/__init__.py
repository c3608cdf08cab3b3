"""Reads and checks the data folder: CSV files against datapackage.json and the cross-checks."""

from claimbook.tables.dictionary import dictionary
from claimbook.tables.loading import Rows, Tables, check, load, restored
from claimbook.tables.schema import BOUNDS, FIGURES
from claimbook.tables.upgrade import upgrade

__all__ = [
    "BOUNDS",
    "FIGURES",
    "Rows",
    "Tables",
    "check",
    "dictionary",
    "load",
    "restored",
    "upgrade",
]
