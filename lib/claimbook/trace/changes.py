"""The box of what changed since the run before: its counts counted again, its earlier values where they may
stand.

An earlier value leads to no entry, since the data does not hold it any more. It may stand behind the word
"earlier" in a line of this box and nowhere else. Where the earlier run still lies beside the run of
the brief, as its manifest tells, the value is held against the data of that run.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from claimbook.figure import Claim, Figure
from claimbook.trace import rules
from claimbook.trace.around import linked_in
from claimbook.trace.days import day_words, days_said
from claimbook.trace.excuses import At
from claimbook.trace.numerals import has_number
from claimbook.trace.reader import Line
from claimbook.trace.tree import Node, plain

if TYPE_CHECKING:
    from claimbook.trace.audit import Audit
    from claimbook.trace.values import Values

_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
_NOT_STATED = "not stated"
# What the sentence on top calls a change -> the word at the head of its line.
_TAGS = {
    "retracted": "Retracted",
    "corrected": "Corrected",
    "revised": "Revised",
    "removed": "Removed",
    "added": "Added",
    "left out by the selection": "Left out",
    "newly within the selection": "Now in",
    "regraded": "Regraded",
}
_ROWS = {"document": "Document", "judgement": "Judgement", "event": "Event"}
_PART = re.compile(
    r"(?P<n>[a-z]+|\d[\d,]*)(?: (?P<noun>claim|derived figure|document|judgement|event)s?)? (?P<what>[a-z ]+)"
)
_PLACE = (rules.WORDS_OF_DATA, rules.DATE, rules.PARAGRAPH, rules.WORD)
_CODED = (
    rules.WORDS_OF_DATA,
    rules.COMPUTED,
    rules.QUOTATION,
    rules.DATE,
    rules.PARAGRAPH,
    rules.GRADE,
    rules.WORD,
)
# Reason that stands in the box alone -> rules for its words; those of LOOKED_AT are held against more than
# rules.
_RULES = {
    "as coded": _CODED,
    "where it is printed": _PLACE,
    "a date": (rules.DATE,),
    "our words": (rules.WORDS_OF_DATA, rules.WORD),
    "columns": (rules.WORDS_OF_DATA, rules.WORD),
}
_EXPECTED = "words of the data"


def box_of(node: Node) -> Node | None:
    """The box on top of a brief, or the line of news on an index page, in which an element stands."""
    return node.within(
        lambda n: (n.tag == "section" and "changes" in n.classes) or (n.tag == "p" and "news" in n.classes)
    )


def look_at(audit: Audit, line: Line, mark: Node, text: str) -> None:
    """Look at words of the box that give a reason of their own."""
    reason = mark.attrs["data-x"]
    if reason == "earlier value":
        _earlier(audit, line, mark, text)
    elif reason == "a count of changes":
        _count(audit, mark, text)
    elif reason == "parameters":
        _selection(audit, line, mark, text)
    elif reason == "a reason" and "cannot be told: " in line.text[: _start(line, mark)]:
        audit.report.excused[rules.FAULT.name] += 1
    elif reason == "a claim that is left out":
        _left_out(audit, mark, text)
    elif reason in _RULES:
        item = mark.within("li")
        if reason in ("a date", "where it is printed") and _is_gone(item, line, mark):
            _earlier(audit, line, mark, text)
        else:
            audit.excuse(mark, text, _RULES[reason], f"{_EXPECTED} ({reason})")
    else:
        audit.found(
            mark, f"{text} (excused as {reason})", "a reason of the closed list, or a link to an entry"
        )


def _start(line: Line, mark: Node) -> int:
    return next(n for n, m in enumerate(line.marks) if m is mark)


def _is_gone(item: Node | None, line: Line, mark: Node) -> bool:
    """Whether a date or a place is that of a claim which is not linked any more; a date also of the earlier
    of two claims."""
    if item is None or not linked_in(item):
        return item is not None
    return mark.attrs["data-x"] == "a date" and "earlier " in line.text[: _start(line, mark)]


# -- earlier values ---------------------------------------------------------------------
def _earlier(audit: Audit, line: Line, mark: Node, text: str) -> None:
    item, before = mark.within("li"), line.text[: _start(line, mark)]
    if item is None or "moves" not in item.parent.classes or not re.search(r"\bearlier\b", before):
        audit.found(
            mark,
            f"{text} (excused as an earlier value)",
            "the word “earlier” before it, in a line of the box of changes",
        )
        return
    names = linked_in(item)
    now = [figure for figure in map(audit.figures.get, names) if figure is not None]
    same = text in {made for figure in now[:1] for made in _values(figure)}
    if (
        same
        and mark.attrs["data-x"] == "earlier value"
        and before.count("earlier") == 1
        and "too when rounded" not in line.text
    ):
        audit.found(mark, text, "another value than that of now, or no change")
        return
    if audit.before is not None and not _was_said(audit.before, names, text):
        audit.found(mark, text, "what the data of the run before says")
        return
    audit.report.excused[rules.EARLIER.name] += 1


def _values(figure: Figure) -> set[str]:
    return {
        plain(figure.text()),
        plain(f"{figure.text()} {figure.base}") if figure.base else plain(figure.text()),
    }


def _was_said(before: Values, names: list[str], text: str) -> bool:
    """Whether the earlier data says so of the claim of this line; of one that had another name, of any
    claim."""
    known = [figure for figure in (before.figure(name) for name in names[:1]) if figure is not None]
    for figure in known or before.everything.values():
        if text in _values(figure) | _facts(figure, before):
            return True
    figures = list(before.everything.values())
    facts = {words for figure in figures for words in _values(figure) | _facts(figure, before)}
    told = text.strip(" ()")
    return (
        told in facts
        or not rules.left(told, At(before), (rules.WORDS_OF_DATA, rules.DATE, rules.PARAGRAPH))[0]
        or any(told.startswith(f"{words}, ") for words in facts if has_number(words))
    )


def _facts(figure: Figure, before: Values) -> set[str]:
    """What a line may tell of a claim besides its number."""
    if not isinstance(figure.lineage, Claim):
        return set()
    claim, counted = figure.lineage, figure.counted
    notes = before.source_notes.get(claim.claimant.id)
    words = (
        claim.credibility,
        claim.claimant.reliability,
        claim.grade_note,
        notes,
        claim.note,
        claim.status,
        claim.basis,
        claim.duration,
        claim.as_printed,
        figure.words,
        claim.likelihood,
        counted.scope.label,
        counted.measure.label,
        claim.claimant.name,
        claim.document_label,
        *(voice.name for voice in claim.via),
    )
    days = (counted.as_of, claim.stated_on, claim.published, claim.published_from, *counted.period)
    told = {plain(str(word)) for word in words if word is not None} | {day_words(day) for day in days if day}
    return told | {f"“{word}”" for word in told} | {_NOT_STATED}


def _left_out(audit: Audit, mark: Node, text: str) -> None:
    """The figure in the tables of a claim that the selection leaves out, of the claimant that the line
    names."""
    values, item = audit.values, mark.within("li")
    told = text.removeprefix(", in the tables now ")
    figures = [figure for figure in values.everything.values() if figure.id in values.book.left_out]
    if item is not None and any(
        plain(f.text()) == told and f.lineage.claimant.name in item.text() for f in figures
    ):
        audit.report.excused[rules.EARLIER.name] += 1
    else:
        audit.found(mark, text, "the figure of a claim of this line that is left out")


def _selection(audit: Audit, line: Line, mark: Node, text: str) -> None:
    """What this run looks at is told by its parameters; what the one before looked at, by those of its
    own."""
    now = "The one before" not in line.text[: _start(line, mark)]
    values = audit.values if now else audit.before
    expected = days_said(str(values.book.selection)) if values is not None else text
    if text == plain(expected):
        audit.report.excused[rules.EARLIER.name] += 1
    else:
        audit.found(mark, text, expected)


# -- counts -------------------------------------------------------------------------------
def _count(audit: Audit, mark: Node, text: str) -> None:
    box = box_of(mark)
    if box.tag == "p":
        _news(audit, mark, text)
        return
    listed = [item for made in box.all("ul") if "moves" in made.classes for item in made.all("li")]
    if mark.within("summary"):
        below = len(list(mark.within("details").all("li")))
        _agrees(audit, mark, text, {_number(below)})
    elif mark.within(lambda n: n.tag == "p" and "what" in n.classes):
        _head(audit, mark, text, listed, more=_unlisted(box))
    elif "Not listed: " in mark.within("p").text():
        audit.report.excused[rules.CHANGES.name] += 1  # of what has no line the page holds nothing to count
    elif _unlisted(box) and len(listed) == _MOST:
        audit.report.excused[rules.CHANGES.name] += 1
    else:
        audit.found(mark, text, "a count of the lines of this box")


_MOST = 100  # lines of a box; beyond them they are counted


def _unlisted(box: Node) -> bool:
    return any("which are not in this brief" in made.text() for made in box.all("p"))


def _agrees(audit: Audit, mark: Node, text: str, expected: set[str]) -> None:
    if text in expected:
        audit.report.excused[rules.CHANGES.name] += 1
    else:
        audit.found(mark, text, f"{' or '.join(sorted(expected))}, counted again")


def _number(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else f"{n:,}"


def _head(audit: Audit, mark: Node, text: str, listed: list[Node], more: bool) -> None:
    """The sentence with the counts: each count is that of the lines of its kind."""
    told, lines = _parsed(text), _lines(listed)
    if told is None:
        audit.found(mark, text, "counts of kinds of changes")
        return
    for kind in {*told, *lines}:
        enough = told[kind] >= lines[kind] if more or kind in _ROWS.values() else told[kind] == lines[kind]
        if not enough or (told[kind] and not lines[kind] and not more):
            audit.found(
                mark,
                f"{_number(told[kind])} ({kind})",
                f"{_number(lines[kind])}, counted again in the lines below",
            )
            return
    audit.report.excused[rules.CHANGES.name] += 1


def _parsed(text: str) -> Counter | None:
    """How many changes of each kind a sentence tells; None for other words."""
    told: Counter = Counter()
    for group in text.split("; "):
        noun = ""
        for part in group.split(", "):
            found = _PART.fullmatch(part)
            noun = (found["noun"] or noun) if found else ""
            if not found or not noun:
                return None
            n = (
                _NUMBERS.index(found["n"])
                if found["n"] in _NUMBERS
                else int(found["n"].replace(",", "") if found["n"][0].isdigit() else -1)
            )
            kind = (
                _TAGS.get(found["what"])
                if noun == "claim"
                else "Derived"
                if noun == "derived figure"
                else _ROWS[noun]
            )
            if kind is None or n < 0:
                return None
            told[kind if kind != "Derived" else f"Derived, {found['what']}"] += n
    return told


def _lines(listed: list[Node]) -> Counter:
    """How many lines there are of each kind; sources graded anew stand together in one, a figure each."""
    found: Counter = Counter()
    for item in listed:
        tag = next((made.text().rstrip(":") for made in item.all("b") if "tag" in made.classes), "")
        if tag == "Derived":
            told = {", no longer computed": "no longer computed", ", not computed before": "newly computed"}
            tag += ", " + next((kind for words, kind in told.items() if words in item.text()), "moved")
        found[tag] += (
            max(1, len(linked_in(item))) if tag == "Regraded" and "It bears on" in item.text() else 1
        )
    return found


def _news(audit: Audit, mark: Node, text: str) -> None:
    """The line on an index page repeats the sentence of the box in its brief, or in all briefs where it
    stands for all."""
    homes = [audit.home(mark)] if mark.within("section") else audit.briefs()
    said = [_sentence(home) if home is not None else None for home in homes]
    expected = set(said) if len(set(said)) == 1 and None not in said else {"the sentence of the brief"}
    _agrees(audit, mark, text, expected)


def _sentence(home: Audit) -> str | None:
    """The counts that the box of a brief tells first."""
    boxes = [made for made in home.page.root.all("section") if "changes" in made.classes]
    return next(
        (
            node.text()
            for made in boxes
            for node in made.all("span")
            if node.attrs.get("data-x") == "a count of changes"
        ),
        None,
    )


def is_run_day(mark: Node, before: str) -> bool:
    """Whether a date is that of a run, which no table names: in the header, at the start of the box, or of a
    brief
    that stands in the place of one that failed."""
    header = mark.within(lambda n: n.tag == "p" and ("over" in n.classes or "fault" in n.classes))
    return re.search(r"\brun of $", before) is not None and (header is not None or box_of(mark) is not None)
