"""Reads the snapshots of earlier runs: JSON, with each table as its columns and a list a row."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from claimbook.paths import PACKAGE_FILE

_DIGITS = Context(prec=200)


def files_of_json(raw: bytes) -> dict[str, bytes]:
    """The CSV files and datapackage.json that the snapshot stands for. Raises ValueError, LookupError,
    TypeError or AttributeError for bytes that are none."""
    content = json.loads(raw.decode("utf-8"))
    if content["body_sha256"] != hashlib.sha256(raw.partition(b"\n")[2]).hexdigest():
        raise ValueError("another body")
    tables = content["tables"]
    package = {"resources": [_resource(name, table) for name, table in tables.items()]}
    files = {table["path"]: _csv(table).encode() for table in tables.values()}
    return files | {PACKAGE_FILE: json.dumps(package).encode()}


def _resource(name: str, table: dict[str, Any]) -> dict[str, Any]:
    fields = [{"name": column, "type": kind} for column, kind in table["fields"]]
    return {"name": name, "path": table["path"], "schema": {"fields": fields, "primaryKey": table["key"]}}


def _csv(table: dict[str, Any]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column for column, _ in table["fields"])
    kinds = [kind for _, kind in table["fields"]]
    for _, *cells in table["rows"]:
        writer.writerow(map(_cell, kinds, cells))
    return text.getvalue()


def _cell(kind: str, cell: Any) -> str:
    """A cell as text: null is a blank one, and an exact fraction as "1/4" is digits as "0.25"."""
    if cell is None or kind != "number":
        return "" if cell is None else str(cell)
    value = Fraction(cell)
    return f"{_DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator)):f}"
