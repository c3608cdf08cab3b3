"""The claims of a book as one tidy DataFrame."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from claimbook.figure import Figure

# Columns in order, and the types of those that are no text, so that an empty selection has the same types.
COLUMNS = """
    claim_id text measure subject scope accounting stage claimant via side bound low best high unit currency
    hedge likelihood basis period_start period_end duration as_of stated_on published reliability credibility
    status document_id paragraph as_printed original_claim_id echoes_id part_of_id note table
""".split()
_ENDS = ("low", "best", "high")
_DAYS = ("period_start", "period_end", "as_of", "stated_on", "published")
TYPES = {
    **dict.fromkeys(COLUMNS, "string"),
    **dict.fromkeys(_ENDS, "Float64"),
    **dict.fromkeys(("credibility", "paragraph"), "Int64"),
    **dict.fromkeys(_DAYS, "datetime64[s]"),
}


def claims_frame(book: Any) -> pd.DataFrame:
    """One row a claim of a Book, indexed by claim_id."""
    rows = [_row(book.coded[id], figure) for id, figure in book.items()]
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object).astype(TYPES).set_index("claim_id")


def _row(row: Mapping, figure: Figure) -> dict[str, Any]:
    """A claim as it is coded, with its terms and voices by name."""
    counted, claim = figure.counted, figure.lineage
    return {
        **row,
        **{end: None if row[end] is None else float(row[end]) for end in _ENDS},
        "text": figure.text(),
        "measure": counted.measure.label,
        "subject": counted.subject.label,
        "scope": counted.scope.label,
        "claimant": claim.claimant.name,
        "side": claim.claimant.side,
        "reliability": claim.claimant.reliability,
        "via": " > ".join(voice.name for voice in claim.via) or None,
        "published": claim.published,
    }
