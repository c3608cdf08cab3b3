"""What a notebook tells of the book itself: its document, what the selection left out, counts of rows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from claimbook.errors import ParameterFault
from claimbook.words.dates import days_in_words
from claimbook.words.prose import Prose, holds_any, nothing, say
from claimbook.words.richtext import Excused, worded


def about_line(book: Any, given: Any = True) -> Prose:
    """Which document the brief is about, for the lines before the answer; nothing where the book or
    `given`, the claims that the notebook looks at, is empty."""
    if not (len(book) and holds_any(given)):
        return nothing()
    return say("The article: {article}.", article=article_of(book))


def article_of(book: Any) -> Any:
    """The document that a brief is about, in the words of a source line."""
    labels = dict(zip(book.documents["document_id"], book.documents["label"], strict=True))
    return worded(labels[book.article])


def selection_note(book: Any, but: str = "") -> Prose:
    """What the parameters left out, counted by reason, so that a narrow brief shows its narrowness.

    but: a sentence for what the brief uses of it all the same.
    """
    if not book.left_out:
        return say("This brief looks at every coded claim.")
    coded = Excused(str(len(book) + len(book.left_out)), "count", "coded")
    left = Excused(str(len(book.left_out)), "count", "left out")
    share = say("{left} of the {all}", left=left, all=coded) if len(book) else say("all {all}", all=coded)
    reasons = {days_in_words(why): n for why, n in sorted(Counter(book.left_out.values()).items())}
    if len(reasons) == 1:
        template = "This brief leaves out {share} coded claims, for this reason: {why}."
        why = Excused(*reasons, "words")
    else:
        template = "This brief leaves out {share} coded claims: {why}."
        why = Excused("; ".join(f"{n} {why}" for why, n in reasons.items()), "count", "reasons")
    told = say(template, share=share, why=why)
    return say("{told} {but}", told=told, but=but) if but else told


def counted(census: Mapping[str, int], some: Iterable[str] = ()) -> dict[str, Excused | None]:
    """Counts of rows of the tables, for a sentence: they count our rows, they are no claims.

    Each says which count it is, so that an audit can count again.

    some: names of counts that are None where they are nought, so that a sentence with one is not told.
    """
    none = {name for name in some if not census[name]}
    return {
        name: None if name in none else Excused(f"{number:,}", "count", name)
        for name, number in census.items()
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
