"""Words that a reader sees: each number of them is a link that says what its figure says, an excuse that is
rendered anew, or a finding."""

from __future__ import annotations

import re

from bs4 import NavigableString, Tag

from claimbook.audit import excuses
from claimbook.audit.figures import At
from claimbook.audit.page import (
    BLANK,
    INLINE,
    is_link,
    numerals,
    own_words,
    pieces,
    place,
    plain,
    target,
    without,
)
from claimbook.audit.report import Report
from claimbook.figure import Figure
from claimbook.words.richtext import capital

# A bound is the figure's own word and part of its link; one of these before the link would make it another.
_HEDGE = re.compile(
    r"(?:\b(?:at least|at most|more than|less than|fewer than|up to|no (?:more|less|fewer) than|(?<!, )not|"
    r"never|no longer|about|around|roughly|approximately|nearly|almost|some|circa|ca\.?|close to|next to|"
    r"in the region of|an? estimated|over|under|above|below|beyond|exceeding|upwards of|only|just|merely|"
    r"barely|hardly|a (?:minimum|maximum|total|further) of|minimum|maximum|another|double|twice|half|"
    r"treble|triple|(?:ten|hundred|thousand|million)s of|minus|plus|negative)|[$€£¥~≈<>≤≥±+−])\s*$",
    re.IGNORECASE,
)
_DIVIDES = re.compile(rf"{BLANK} over$")  # one linked figure over another
_SPANS = "(?:second|minute|hour|day|night|week|fortnight|month|quarter|year)"
_SIZES = "hundred|thousand|million|billion|trillion|dozen|score|tonne|kilogram|gram|mile|kilomet(?:re|er)"
# After a number these would change what it says.
_TAIL = re.compile(
    r"\s?(?:%|‰|per ?cent\b|\+|or (?:more|less|fewer|so|thereabouts)\b(?! than)|"
    r"and (?:more|counting|rising)\b|"
    rf"plus\b|-?odd\b|(?:{_SIZES})s?\b|(?:an? |each |every |per |/ ?){_SPANS}s?\b|"
    r"(?:daily|weekly|monthly|yearly|annually|apiece|each)\b|(?:at )?(?:most|least|minimum|maximum)\b|"
    r"-?fold\b|(?:k|m|mn|bn|tn)\b|[.,]?\d)",
    re.IGNORECASE,
)
# Marks that turn the words round, or hide in a number; isolates keep numbers in place and stay.
_HIDES = re.compile(r"[\u202a-\u202e\u200e\u200f\u061c]|\d[\u00ad\u200b-\u200d\u2060-\u2065\ufeff]")


_BROKEN = re.compile(r"[\d.,]*\d\0[.,]?\d[\d.,]*")  # a number that partly stands in a link or an excuse


def look_at(block: Tag, strings: list[NavigableString], at: At, report: Report) -> None:
    """Look at the words of one block; what they come to goes into the report."""
    parts, text = pieces(strings), "".join(strings)
    if _HIDES.search(text):
        report.add((place(block), plain(text), "words without marks that turn or join digits"))
    for found in _BROKEN.findall("\0".join(words for _, words in parts)):
        whole = plain(found.replace("\0", ""))
        report.add((place(block), whole, "a number that is one whole, in a link or out of it"))
    for number, (mark, words) in enumerate(parts):
        before = plain("".join(BLANK if m is not None and is_link(m) else w for m, w in parts[:number]))
        after = "".join(words for _, words in parts[number + 1 :])
        if mark is not None and is_link(mark):
            _link(mark, plain(words), before, after, at, report)
        elif mark is not None and mark.name == "time":
            told = excuses.date_expected(mark, plain(words), before, after, at)
            _note(told, "date", mark, plain(words), report)
        elif mark is not None and numerals(plain(words)):
            spot, kind = block if mark in block.parents else mark, mark["data-x"]  # as on a whole table
            _note(excuses.expected(kind, spot, plain(words), at), kind, spot, plain(words), report)
    rest = plain("".join(words if mark is None else BLANK for mark, words in parts))
    kept, naming = own_words(without(rest, at.known.phrases))
    report.excused["word that counts nothing"] += naming
    for number in kept:
        report.add((place(block), number, "a link to an entry, or words without a number"))


def _note(expected: str | None, rule: str, tag: Tag, words: str, report: Report) -> None:
    """Count what is excused; add what is not. expected: what should stand there; None: it does."""
    if expected is None:
        report.excused[rule] += len(numerals(words)) or 1
    else:
        report.add((place(tag), words, expected))


def _link(mark: Tag, words: str, before: str, after: str, at: At, report: Report) -> None:
    """A linked number equals, to the letter, what its figure says."""
    file, id = target(mark)
    figure = at.get(id)
    beside, behind = _HEDGE.search(before), _TAIL.match(after.replace("\u00a0", " "))
    if file not in ("", at.page.name):
        found = f"{words}, linked to {mark['href']}", "a link to an entry of a brief beside this page"
    elif figure is None or id not in at.page.items:
        found = f"{words}, linked to {mark['href']}", "a link to an entry of the appendix"
    elif words not in shown_as(figure):
        found = words, f"{figure.text()} ({figure.id})"
    elif dressed := mark.find(lambda tag: tag.attrs or tag.name not in INLINE):
        found = f"{words} with <{dressed.name}> in it", "a number all of which is shown alike"
    elif beside and not _DIVIDES.search(before):
        found = f"{beside[0].strip()} {words}", f"no word beside {figure.text()} that changes it"
    elif behind:
        found = f"{words}{behind[0]}", f"no word beside {figure.text()} that changes it"
    else:
        report.traced += bool(numerals(words))
        return
    report.add((place(mark), *found))


def shown_as(figure: Figure) -> set[str]:
    """Every way in which a page may show a figure: as the one formatter writes it, with the base of a share,
    each with a capital.

    >>> shown_as(book["nis-killed"])       # doctest: +SKIP
    {'at least 100', 'At least 100'}
    """
    told = [plain(figure.text()), plain(f"{figure.text()} {figure.base or ''}")]
    return {*told, *map(capital, told)}
