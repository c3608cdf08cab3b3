"""Words that a reader sees: each number of them is a link that says what its figure says, an excuse that is
rendered anew, or a finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from bs4 import Tag

from claimbook.audit import excuses
from claimbook.audit.excuses import At
from claimbook.audit.figures import id_of
from claimbook.audit.page import (
    BLANK,
    Piece,
    is_link,
    numerals,
    own_words,
    place,
    plain,
    target,
    turns,
    without,
)
from claimbook.audit.report import Report
from claimbook.figure import Figure
from claimbook.scan import NUMERAL

# A bound is the figure's own word and part of its link; one of these before the link would make it another.
_HEDGE = re.compile(
    r"(?:\b(?:at least|at most|more than|less than|fewer than|up to|no (?:more|less|fewer) than|(?<!, )not|"
    r"never|no longer|about|around|roughly|approximately|nearly|almost|some|circa|ca\.?|close to|next to|"
    r"in the region of|an? estimated|over|under|above|below|beyond|exceeding|upwards of|only|just|merely|"
    r"barely|hardly|a (?:minimum|maximum|total|further) of|minimum|maximum|another|double|twice|half|"
    r"treble|triple|(?:ten|hundred|thousand|million)s of|minus|plus|negative)|[$€£¥~≈<>≤≥±+−])\s*$",
    re.IGNORECASE,
)
_DIVIDES = re.compile(r"\ufffc over $")  # one linked figure over another
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


def look_at(block: Tag, pieces: list[Piece], at: At, report: Report) -> None:
    """Look at the words of one block; what they come to goes into the report."""
    runs = [(mark, "".join(piece.text for piece in group)) for mark, group in _runs(pieces)]
    text = "".join(words for _, words in runs)
    if turns(text):
        report.add(place(block), plain(text), "words without marks that turn or join digits")
    for number, (mark, words) in enumerate(runs):
        if mark is None:
            continue
        before = "".join(BLANK if m is not None and is_link(m) else w for m, w in runs[:number])
        after = "".join(words for _, words in runs[number + 1 :])
        if is_link(mark):
            _link(mark, plain(words), before, after, at, report)
        elif mark.name == "time":
            _note(
                excuses.date_expected(mark, plain(words), before, after, at),
                "date",
                mark,
                plain(words),
                report,
            )
        elif numerals(plain(words)):
            spot = block if mark in block.parents else mark  # an excuse may stand on a whole table
            _excuse(mark["data-x"], spot, plain(words), at, report)
    _own_words(block, runs, at, report)


def _runs(pieces: list[Piece]) -> Iterator[tuple[Tag | None, Iterator[Piece]]]:
    """The pieces that one element answers for, together."""
    for _, group in groupby(pieces, key=lambda piece: id(piece.mark)):
        found = list(group)
        yield found[0].mark, iter(found)


def _own_words(block: Tag, runs: list[tuple[Tag | None, str]], at: At, report: Report) -> None:
    """Numbers that nothing answers for, and numbers that only partly stand in a link or an excuse."""
    rest = plain("".join(BLANK if mark is not None else words for mark, words in runs))
    kept, naming = own_words(without(rest, at.known.phrases))
    if naming:
        report.excused["word that counts nothing"] += naming
    for number in kept:
        report.add(place(block), number, "a link to an entry, or words without a number")
    whole, owner = "", []
    for number, (_, words) in enumerate(runs):
        whole, owner = whole + words, owner + [number] * len(words)
    for match in NUMERAL.finditer(whole.replace("\n", " ")):
        if len({owner[n] for n in range(*match.span()) if not whole[n].isspace()}) > 1:
            report.add(place(block), plain(match[0]), "a number that is one whole, in a link or out of it")


def _link(mark: Tag, words: str, before: str, after: str, at: At, report: Report) -> None:
    """A linked number equals, to the letter, what its figure says."""
    home, name = at.home(mark), target(mark)[1]
    figure = home[1].get(id_of(name)) if home is not None else None
    if home is None:
        report.add(
            place(mark),
            f"{words}, linked to {mark['href']}",
            "a link to an entry of a brief beside this page",
        )
    elif figure is None or name not in home[0].entries:
        report.add(place(mark), f"{words}, linked to {name}", "a link to an entry of the appendix")
    elif words not in shown_as(figure):
        report.add(place(mark), words, f"{figure.text()} ({figure.id})")
    elif dressed := _dressed(mark):
        report.add(
            place(mark),
            f"{words} with <{dressed.name}> in or around it",
            "a number all of which is shown alike",
        )
    elif (beside := _HEDGE.search(plain(before))) and not _DIVIDES.search(before):
        report.add(
            place(mark), f"{beside[0].strip()} {words}", f"no word beside {figure.text()} that changes it"
        )
    elif beside := _TAIL.match(after.replace("\u00a0", " ")):
        report.add(place(mark), f"{words}{beside[0]}", f"no word beside {figure.text()} that changes it")
    else:
        report.traced += bool(numerals(words))


def shown_as(figure: Figure) -> set[str]:
    """Every way in which a page may show a figure: as the one formatter writes it, with the base of a share,
    each with a capital.

    >>> shown_as(book["nis-killed"])       # doctest: +SKIP
    {'at least 100', 'At least 100'}
    """
    text = plain(figure.text())
    told = [text, *([plain(f"{text} {figure.base}")] if figure.base else [])]
    return {made for words in told for made in (words, words[:1].upper() + words[1:])}


def _dressed(link: Tag) -> Tag | None:
    """An element in or around a linked number that strikes, hides or shrinks a part of it."""
    around = link.find_parent(["del", "s", "ins", "sub", "sup", "small"])
    inside = (n for n in link.find_all(True) if n.attrs or n.name not in ("span", "b", "i", "em", "strong"))
    return around or (None if link.find_parent("svg") else next(inside, None))


def _excuse(kind: str, spot: Tag, words: str, at: At, report: Report) -> None:
    if kind in excuses.KINDS:
        _note(excuses.expected(kind, spot, words, at), kind, spot, words, report)
    else:
        report.add(
            place(spot), f"{words} (excused as {kind})", "a reason of the closed list, or a link to an entry"
        )


def _note(expected: str | None, rule: str, tag: Tag, words: str, report: Report) -> None:
    """Count what is excused; add what is not. expected: what should stand there; None: it does."""
    if expected is None:
        report.excused[rule] += len(numerals(words)) or 1
    else:
        report.add(place(tag), words, expected)
