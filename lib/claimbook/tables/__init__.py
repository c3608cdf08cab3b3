"""Reads and checks the data folder: CSV files against datapackage.json and the cross-checks."""

from claimbook.tables.dictionary import dictionary
from claimbook.tables.loading import Tables, check, load
from claimbook.tables.package import BOUNDS, FIGURES, columns_of
from claimbook.tables.restoring import restored

__all__ = ["BOUNDS", "FIGURES", "Tables", "check", "columns_of", "dictionary", "load", "restored"]
