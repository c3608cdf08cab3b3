"""Numbers in words: how a figure may be shown, and what beside it would make it another figure."""

from __future__ import annotations

import re

from claimbook.figure import Figure
from claimbook.trace.numerals import BLANK, contained
from claimbook.trace.tree import plain

# A bound is the figure's own word and part of its link; one before the link would make another figure of it.
# Before a number these words would make it a bound, or deny it.
_HEDGES = (
    "at least|at most|more than|less than|fewer than|up to|no (?:more|less|fewer) than|(?<!, )not|never|no longer|"  # noqa: E501
    "about|around|roughly|approximately|nearly|almost|some|circa|ca\\.?|close to|next to|in the region of|an? estimated|"  # noqa: E501
    "over|under|above|below|beyond|exceeding|upwards of|only|just|merely|barely|hardly|"
    "a (?:minimum|maximum|total|further) of|minimum|maximum|another|double|twice|half|treble|triple|tens of|hundreds of|"  # noqa: E501
    "thousands of|millions of|minus|plus|negative"
)
_HEDGE = re.compile(rf"(?:\b(?:{_HEDGES})|[$€£¥~≈<>≤≥±+−])\s*$", re.IGNORECASE)
_TIMES = "(?:an? |each |every |per |/ ?)(?:second|minute|hour|day|night|week|fortnight|month|quarter|year)"
_SIZES = "hundred|thousand|million|billion|trillion|dozen|score|lakh|crore|ton(?:ne)?|kilogram|gram|litre|mile|kilomet(?:re|er)"  # noqa: E501
# After a number these would change what it says.
_TAIL = re.compile(
    r"\s?(?:%|‰|per ?cent\b|\+|or (?:more|less|fewer|so|thereabouts)\b(?! than)|and (?:more|counting|rising)\b|plus\b|odd\b|-odd\b|"  # noqa: E501
    rf"(?:{_SIZES})s?\b|{_TIMES}s?\b|(?:daily|weekly|monthly|yearly|annually|apiece|each)\b|(?:at )?(?:most|least|minimum|maximum)\b|"  # noqa: E501
    r"fold\b|-fold\b|(?:k|m|mn|bn|tn)\b|[.,]?\d)",
    re.IGNORECASE,
)


def shown_as(figure: Figure) -> set[str]:
    """Every way in which a sentence or table may show a figure: as the one formatter writes it, with a
    capital, with the base of a share."""
    text = plain(figure.text())
    told = [text, *([plain(f"{text} {figure.base}")] if figure.base else [])]
    return {made for words in told for made in (words, capital(words))}


def capital(words: str) -> str:
    """The words as they begin a line."""
    return words[:1].upper() + words[1:]


def hedge_before(text: str) -> str:
    """The word at the end of a text that would bound the number after it; "" for none."""
    found = _HEDGE.search(text)
    return found[0].strip() if found else ""


def tail_after(text: str) -> str:
    """The word at the start of a text that would change the number before it; "" for none."""
    found = _TAIL.match(text)
    return found[0] if found else ""


def without(text: str, number: str) -> str | None:
    """The text with the number blanked out; None where it does not stand there once, or a word beside it
    changes it."""
    places = list(contained(text, number)) or [(0, len(number))] * text.startswith(f"{capital(number)} ")
    if len(places) != 1:
        return None
    start, end = places[0]
    if hedge_before(text[:start]) or tail_after(text[end:]):
        return None
    return text[:start] + BLANK * (end - start) + text[end:]
