"""What notebooks take straight from the book: the document's name, a day, counts of judgements."""

from __future__ import annotations

import datetime as dt
from typing import Any

from claimbook.errors import ParameterFault
from claimbook.words import spans as R

# A flow's stage: money has its own; goods and men are where they are counted.
STAGE_OF = {
    "cumulative": "delivered",
    "stock": "stock",
    "forecast": "potential",
    "rate": "",
    "increment": "delivered",
}


def stances(book: Any, judgements: Any) -> dict[str, int]:
    """How many judges there are, and how many hold to one of the ends of the scale throughout.

    judgements: a frame as book.judgements.
    """
    ends = [stance.id for stance in book.terms_of("stance")]
    held = judgements.groupby("judge_id")["stance"].agg(set)
    return {"judges": len(held), **{end: sum(told == {end} for told in held) for end in ends[:1] + ends[-1:]}}


def day(text: str) -> dt.date | None:
    """A day of a notebook's parameter, ISO; empty: None. Raises ParameterFault."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except (TypeError, ValueError):
        raise ParameterFault("a day", text, "a day as 2024-12-21, or an empty text") from None


def article_of(book: Any) -> Any:
    """The document that a brief is about, in the words of a source line."""
    labels = dict(zip(book.documents["document_id"], book.documents["label"], strict=True))
    return _coded(labels[book.article])


def _coded(words: str) -> Any:
    return R.worded(words)
