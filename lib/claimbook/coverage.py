"""A document's own text held against the tables: is it the one that was coded, is all of it coded?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from claimbook.errors import DataFaults, Fault
from claimbook.scan import Coverage, coverage, numerals


@dataclass(frozen=True)
class TextReport:
    """What `check --text` says of one file: lines for the user, and whether all is coded."""

    lines: tuple[str, ...]
    complete: bool


def text_report(tables: Mapping, path: Path) -> TextReport:
    """Hold a text file against the mentions of the document with its SHA-256.

    Raises DataFaults where no document has that checksum or the file is no UTF-8 text.
    """
    raw = path.read_bytes()
    document = _document(tables, path, hashlib.sha256(raw).hexdigest())
    mentions = tables["mentions"].to_dict("records")
    found = coverage(numerals(raw.decode("utf-8")), [m for m in mentions if m["document_id"] == document])
    coded = len(found.matched)
    head = f"{path}: the text of {document}; {coded} of {coded + len(found.uncoded)} numerals coded"
    return TextReport((head, *_gaps(path, found)), found.complete)


def _document(tables: Mapping, path: Path, sha256: str) -> str:
    known = {row["text_sha256"]: row["document_id"] for row in tables["documents"].to_dict("records")}
    if sha256 in known:
        return known[sha256]
    raise DataFaults(
        [
            Fault(
                str(path),
                None,
                None,
                f"a file with SHA-256 {sha256}",
                "the text_sha256 of a document, byte for byte the text that was coded",
            )
        ]
    )


def _gaps(path: Path, found: Coverage):
    for numeral in found.uncoded:
        yield (
            f"{path}: paragraph {numeral.paragraph}, numeral {numeral.position}: found "
            f'"{numeral.as_printed}", expected a row in mentions.csv'
        )
    for mention in found.unfound:
        yield (
            f'mentions.csv:{mention["_row"]}:as_printed: found "{mention["as_printed"]}", expected what '
            f"paragraph {mention['paragraph']} prints as its numeral {mention['position']}"
        )
