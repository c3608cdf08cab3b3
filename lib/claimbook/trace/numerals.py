"""Numerals in words: which there are, and where words stand on their own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from claimbook.scan import NUMERAL

BLANK = "\ufffc"  # stands for what is excused; no numeral reaches over it


def contained(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where these words stand on their own, not inside a longer word or number."""
    if not words:
        return
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not _runs_on(text[:start], words, before=True) and not _runs_on(text[end:], words, before=False):
            yield start, end
        start = text.find(words, end)


def _runs_on(rest: str, words: str, before: bool) -> bool:
    near, edge = (rest[-2:], words[0]) if before else (rest[:2], words[-1])
    if not near or not edge.isalnum():
        return False
    close = near[-1] if before else near[0]
    if close.isalnum():
        return True
    # 100 is no part of 1,100, of 1.100 nor of 100.5
    return (
        edge.isdigit()
        and close in ",.\u2019'"
        and len(near) == 2
        and (near[0] if before else near[1]).isdigit()
    )


def has_number(text: str) -> bool:
    return next(_found(text), None) is not None


def numbers(text: str) -> list[str]:
    """Numerals in digits of any script and in words."""
    return list(_found(text))


def _found(text: str) -> Iterator[str]:
    end = 0
    for match in NUMERAL.finditer(text):
        yield from _odd(text[end : match.start()])
        yield match[0]
        end = match.end()
    yield from _odd(text[end:])


def _odd(text: str) -> Iterator[str]:
    """Characters that are numbers in no usual form: a circled one, a Roman one of its own character."""
    return (character for character in text if unicodedata.category(character) in ("Nd", "Nl", "No"))
