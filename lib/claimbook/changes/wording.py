"""The line of each change: who, what is counted, what is said now and what was said before.

A number that is said now is linked to its entry; one that was said before is traced to nobody any
more, so it is excused as an earlier value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from claimbook.book import QUIET, Change, FieldChange, RowChange, Said
from claimbook.changes.compare import Moved, WhatChanged
from claimbook.words.changes_box import ChangeLine
from claimbook.words.dates import day, days_in_words
from claimbook.words.prose import Prose, say
from claimbook.words.richtext import NOT_STATED, Excused, worded
from claimbook.words.safe import clean

# Kind of a change -> its word at the head of a line, and the tone of that word.
TAGS = {
    "retracted": ("Retracted", "lost"),
    "corrected": ("Corrected", "said"),
    "revised": ("Revised", "said"),
    "removed": ("Removed", "lost"),
    "left": ("Left out", "lost"),
    "added": ("Added", "new"),
    "entered": ("Now in", "new"),
    "regraded": ("Regraded", "graded"),
    "moved": ("Derived", "said"),
    "lost": ("Derived", "lost"),
    "computed": ("Derived", "new"),
}
TABLES = {
    "documents": ("Document", "document"),
    "judgements": ("Judgement", "judgement"),
    "events": ("Event", "event"),
    "derived": ("Derived", "formula"),
    "fits": ("Test of fit", "test of fit"),
}
ROWS = {
    "added": "added",
    "removed": "removed",
    "changed": "changed",
    "entered": "now within the selection",
    "left": "now left out by the selection",
}
_SHORT = 60  # characters of a cell that is told with its earlier value
_QUOTED = ("as_printed", "hedge", "formula")
_PLAIN_STATUS = (None, "unverified")


def all_lines(what: WhatChanged) -> list[ChangeLine]:
    """A line for each change that is told one by one, the most important first."""
    derived = (_line(moved.kind, _derived(moved)) for moved in what.derived if moved.kind in _DERIVED)
    return [*_claim_lines(what), *derived, *_row_lines(what)]


def _claim_lines(what: WhatChanged) -> Iterator[ChangeLine]:
    told_together = _by_voice(what.changes.of("regraded"))
    for change in what.changes.claims:
        if change.kind in QUIET:
            continue
        group = told_together.get(_regrade(change), [change])
        if len(group) == 1:
            told = _with_rests(_claim(change), change, what)
            yield _line(change.kind, told, _place(change))
        elif group[0] is change:
            yield _line("regraded", _regraded_together(group))


def _with_rests(told: Prose, change: Change, what: WhatChanged) -> Prose:
    """What is told of a claim that was given up, and which figures of ours rest on it all the same."""
    given_up = {"retracted": change.id, "corrected": change.old.id if change.old else ""}.get(change.kind, "")
    figures = what.rests.get(given_up, ())
    if not figures:
        return told
    on = "it" if change.kind == "retracted" else "the earlier one"
    return say(
        f"{{told}}. Ours that still rest on {on}: {{listed}}", told=told, listed=_listed(figures, ", ")
    )


def _line(kind: str, told: Prose, place: Prose | None = None) -> ChangeLine:
    return ChangeLine(*TAGS[kind], told, place)


# -- claims -----------------------------------------------------------------
# Kind of a change -> what is told of it; each place in braces is filled by the function of _PLACES.
_CLAIMS = {
    "retracted": "{who!c}: **{new}**, now retracted{before}{rest}{left}",
    "corrected": "{who!c}: **{new}**{said}, earlier {earlier}{then}{rest}",
    "revised": "{who!c}: **{new}**{before}{rest}",
    "removed": "{whose!c}: earlier {old}, no longer in the tables",
    "left": "{who!c}: earlier {old}, now left out ({reason}){tables}{rest}",
    "added": "{who!c}: **{new}**{status}{rest}",
    "entered": "{who!c}: **{new}**{retracted}, left out before ({reason}){before}{rest}",
    "regraded": "{who!c}: **{new}**{before}{rest}",
}


def _claim(change: Change) -> Prose:
    template = _CLAIMS[change.kind]
    names = re.findall(r"\{([a-z]+)", template)
    return say(template, **{name: _PLACES[name](change) for name in names})


def _left(change: Change) -> Any:
    return _coded(f", now left out ({days_in_words(change.reason)})") if "left" in change.also else ""


def _tables(change: Change) -> Any:
    """What the tables say now of a claim that is left out."""
    moved = any(field.fact == "figure" for field in change.fields)
    return _coded(f", in the tables now {change.new.text}") if moved else ""


def _otherwise(change: Change) -> Excused:
    """What a claim stands in place of, and in what they differ besides the number."""
    pairs = [
        (getattr(change.old, name), getattr(change.new, name))
        for name in ("claimant", "subject", "measure", "scope")
    ]
    return _earlier(", ".join([change.old.text, *(then for then, now in pairs if then != now)]))


def _on(said: Said, other: Said) -> Any:
    """The day of the one, where that of the other is another."""
    return Excused(f" ({day(said.day)})", "when", said.id) if said.day and said.day != other.day else ""


def _status(change: Change) -> str:
    return "" if change.new.status in _PLAIN_STATUS else f", {change.new.status}"


def _who(said: Said) -> Prose:
    return say("{claimant}, {measure}", claimant=_coded(said.claimant), measure=_coded(said.measure))


def _number(said: Said) -> Any:
    """The figure, or its text where none can be made of it."""
    return said.figure if said.figure is not None else Excused(said.text, "words")


def _before(change: Change) -> Any:
    """The earlier number, where it was another."""
    return say(", earlier {old}", old=_earlier(change.old.text)) if change.old.text != change.new.text else ""


def _rest(change: Change) -> Any:
    """What else changed of a claim, each with its earlier value; notes, locators and labels are not told."""
    told = [field for field in change.fields if _is_told(field, change)]
    return say("; {phrases}", phrases=_phrases(told)) if told else ""


_PLACES: dict[str, Callable[[Change], Any]] = {
    "who": lambda change: _who(change.new),
    "whose": lambda change: _who(change.old),
    "new": lambda change: _number(change.new),
    "old": lambda change: _earlier(change.old.text),
    "earlier": _otherwise,
    "before": _before,
    "said": lambda change: _on(change.new, change.old),
    "then": lambda change: _on(change.old, change.new),
    "reason": lambda change: _coded(days_in_words(change.reason)),
    "left": _left,
    "tables": _tables,
    "status": _status,
    "retracted": lambda change: ", retracted" if "retracted" in change.also else "",
    "rest": _rest,
}


def _is_told(field: FieldChange, change: Change) -> bool:
    if field.fact == "figure" or (field.fact == "supersedes_id" and change.kind == "corrected"):
        return False
    if field.fact == "status" and "retracted" in (change.kind, *change.also):
        return False
    if field.fact == "as_printed" and (field.old, field.new) == (change.old.text, change.new.text):
        return False
    return field.does != "noted"


def _phrases(fields: Sequence[FieldChange]) -> Prose:
    """What changed of a claim besides its number: "scope: Kursk region, earlier the whole deployment"."""
    return _listed(
        [
            say(
                "{what}: {new}, earlier {old}",
                what=_coded(field.words),
                new=_now(field),
                old=_earlier(_then(field)),
            )
            for field in fields
        ],
        "; ",
    )


def _listed(parts: Sequence[Any], mark: str) -> Prose:
    """Figures or texts one after the other."""
    letters = str.maketrans("0123456789", "abcdefghij")  # placeholders hold no digits
    values = {str(place).translate(letters): part for place, part in enumerate(parts)}
    return say(mark.join(f"{{{name}}}" for name in values), **values)


def _now(field: FieldChange) -> Any:
    return field.new if isinstance(field.new, dt.date) else _coded(_quoted(field, field.new))


def _then(field: FieldChange) -> str:
    return day(field.old) if isinstance(field.old, dt.date) else _quoted(field, field.old)


def _quoted(field: FieldChange, value: str | None) -> str:
    return f"“{value}”" if value and field.fact in _QUOTED else value or NOT_STATED


def _earlier(words: str) -> Excused:
    return Excused(clean(words), "earlier")


def _coded(words: str) -> Any:
    return worded(clean(words))


def _place(change: Change) -> Prose:
    """Of whom, where, and in what it is printed; the entry of a number that is linked tells the paragraph."""
    said = change.new or change.old
    linked = change.new is not None and change.kind != "left"
    paragraph = "" if linked or not said.paragraph else f", paragraph {said.paragraph}"
    where = f"{said.subject}, {said.scope}; {said.document}{paragraph}"
    return say("{where}", where=_coded(where))


# -- one source graded anew: one line, not one a claim -------------------------
def _regrade(change: Change) -> tuple[tuple[str, Any, Any], ...]:
    """What was graded anew, where it is sources alone."""
    told = [field for field in change.fields if field.does != "noted"]
    only = change.kind == "regraded" and all(field.fact.startswith("reliability:") for field in told)
    return tuple((field.fact, field.old, field.new) for field in told) if only else ()


def _by_voice(changes: Sequence[Change]) -> dict[tuple, list[Change]]:
    groups: dict[tuple, list[Change]] = {}
    for change in changes:
        if key := _regrade(change):
            groups.setdefault(key, []).append(change)
    return groups


def _regraded_together(group: Sequence[Change]) -> Prose:
    grades = _phrases([field for field in group[0].fields if field.does != "noted"])
    bears = [say("{new} {what}", new=_number(c.new), what=_coded(c.new.measure)) for c in group]
    return say("{grades!c}. It bears on {claims}", grades=grades, claims=_listed(bears, ", "))


# -- derived figures and other tables --------------------------------------------
_DERIVED = {
    "moved": "{what!c}: **{new}**, earlier {old}{rounded}",
    "lost": "{what!c}: earlier {old}, no longer computed ({why})",
    "computed": "{what!c}: **{new}**, not computed before ({why})",
}


def _derived(moved: Moved) -> Prose:
    old, new = (_with_base(figure) if figure else "" for figure in (moved.old, moved.new))
    template = _DERIVED[moved.kind].replace("{new}", "{new!b}" if moved.new and moved.new.base else "{new}")
    values = {
        "what": _coded(moved.label),
        "new": moved.new,
        "old": _earlier(old) if old else "",
        "rounded": " too when rounded" if old == new else "",
        "why": _coded(days_in_words(moved.now or moved.was)),
    }
    return say(template, **{name: value for name, value in values.items() if f"{{{name}" in template})


def _with_base(figure: Any) -> str:
    return f"{figure.text()} {figure.base}" if figure.base else figure.text()


def is_listed(table: str, row: RowChange) -> bool:
    """Whether a changed row has a line of its own: one of TABLES, or any whose formula changed."""
    return (table in TABLES and row.kind in ROWS) or _formula(row) is not None


def _formula(row: RowChange) -> FieldChange | None:
    """What changed of the formula of a row."""
    return next((field for field in row.fields if field.fact == "formula"), None)


def _row_lines(what: WhatChanged) -> Iterator[ChangeLine]:
    for row in what.changes.rows("terms"):
        if is_listed("terms", row):
            yield ChangeLine("Rule", "other", _row(row, ""))
    for table, (tag, _) in TABLES.items():
        for kind, word in ROWS.items():
            rows = what.changes.rows(table, kind)
            if kind in ("entered", "left") and len(rows) > 1:  # a selection moves many at once
                listed = "; ".join(row.words for row in rows)
                yield ChangeLine(tag, "other", say("{word}: {rows}", word=word, rows=_coded(listed)))
            else:
                yield from (ChangeLine(tag, "other", _row(row, word)) for row in rows)


def _row(row: RowChange, word: str) -> Prose:
    if formula := _formula(row):
        further = replace(row, fields=tuple(field for field in row.fields if field is not formula))
        return say(
            "formula of {row} changed from {old} to {new}{rest}",
            row=_coded(row.words),
            old=_earlier(_then(formula)),
            new=_coded(_quoted(formula, formula.new)),
            rest=say("; {fields}", fields=_row_fields(further)) if further.fields else "",
        )
    if row.kind == "changed":
        return say("{row}: {word}; {fields}", row=_coded(row.words), word=word, fields=_row_fields(row))
    summary = f". {row.summary.rstrip('.')}" if row.kind == "added" and row.summary else ""
    return say("{row}: {word}{summary}", row=_coded(row.words), word=word, summary=_coded(summary))


def _row_fields(row: RowChange) -> Prose:
    """What changed of a row: short cells with their earlier value, of long ones the name alone."""
    short = [field for field in row.fields if max(len(_then(field)), len(str(field.new))) <= _SHORT]
    long = ", ".join(field.words for field in row.fields if field not in short)
    mark = "; " if short and long else ""
    return say("{short}{long}", short=_phrases(short) if short else "", long=_coded(mark + long))
