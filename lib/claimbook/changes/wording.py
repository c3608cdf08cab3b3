"""The line of each change: who, what is counted, what is said now and what was said before.

A number that is said now is linked to its entry; one that was said before is traced to nobody any
more, so it is excused as an earlier value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
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
    derived = (
        _line(moved.kind, _DERIVED[moved.kind](moved)) for moved in what.derived if moved.kind in _DERIVED
    )
    return [*_claim_lines(what), *derived, *_row_lines(what)]


def _claim_lines(what: WhatChanged) -> Iterator[ChangeLine]:
    told_together = _by_voice(what.changes.of("regraded"))
    for change in what.changes.claims:
        if change.kind in QUIET:
            continue
        group = told_together.get(_regrade(change), [change])
        if len(group) == 1:
            told = _with_rests(_CLAIMS[change.kind](change), change, what)
            yield _line(change.kind, told, _place(change))
        elif group[0] is change:
            yield _line("regraded", _regraded_together(group))


def _with_rests(told: Prose, change: Change, what: WhatChanged) -> Prose:
    """What is told of a claim that was given up, and which figures of ours rest on it all the same."""
    given_up = {"retracted": change.id, "corrected": change.old.id if change.old else ""}.get(change.kind, "")
    figures = what.rests.get(given_up, ())
    if not figures:
        return told
    values = {f"f_{_key(place)}": figure for place, figure in enumerate(figures)}
    on = "it" if change.kind == "retracted" else "the earlier one"
    listed = ", ".join(f"{{{name}}}" for name in values)
    return say(f"{{told}}. Ours that still rest on {on}: {listed}", told=told, **values)


def _line(kind: str, told: Prose, place: Prose | None = None) -> ChangeLine:
    return ChangeLine(*TAGS[kind], told, place)


# -- claims -----------------------------------------------------------------
def _retracted(change: Change) -> Prose:
    left = _coded(f", now left out ({days_in_words(change.reason)})" if "left" in change.also else "")
    return _told(
        "{who!c}: **{new}**, now retracted{before}{rest}{left}", change, before=_before(change), left=left
    )


def _corrected(change: Change) -> Prose:
    earlier = ", ".join([change.old.text, *_otherwise(change.old, change.new)])
    days = [
        Excused(f" ({day(said.day)})", "when", said.id)
        if said.day and change.old.day != change.new.day
        else ""
        for said in (change.new, change.old)
    ]
    values = {"old": _earlier(earlier), "now": days[0], "then": days[1]}
    return _told("{who!c}: **{new}**{now}, earlier {old}{then}{rest}", change, **values)


def _otherwise(old: Said, new: Said) -> list[str]:
    """In what a claim differs from the one that it stands in place of, besides its number."""
    pairs = [(getattr(old, name), getattr(new, name)) for name in ("claimant", "subject", "measure", "scope")]
    return [then for then, now in pairs if then != now]


def _revised(change: Change) -> Prose:
    return _told("{who!c}: **{new}**{before}{rest}", change, before=_before(change))


def _removed(change: Change) -> Prose:
    return say(
        "{who!c}: earlier {old}, no longer in the tables", who=_who(change.old), old=_earlier(change.old.text)
    )


def _left(change: Change) -> Prose:
    now = f", in the tables now {change.new.text}" if _figure_field(change) else ""
    return say(
        "{who!c}: earlier {old}, now left out ({reason}){now}{rest}",
        who=_who(change.new),
        old=_earlier(change.old.text),
        reason=_coded(days_in_words(change.reason)),
        now=_coded(now),
        rest=_rest(change),
    )


def _added(change: Change) -> Prose:
    status = "" if change.new.status in _PLAIN_STATUS else f", {change.new.status}"
    return _told("{who!c}: **{new}**{status}{rest}", change, status=status)


def _entered(change: Change) -> Prose:
    status = ", retracted" if "retracted" in change.also else ""
    return _told(
        "{who!c}: **{new}**{status}, left out before ({reason}){before}{rest}",
        change,
        status=status,
        before=_before(change),
        reason=_coded(days_in_words(change.reason)),
    )


_CLAIMS = {
    "retracted": _retracted,
    "corrected": _corrected,
    "revised": _revised,
    "removed": _removed,
    "left": _left,
    "added": _added,
    "entered": _entered,
    "regraded": _revised,
}


def _told(template: str, change: Change, **values: Any) -> Prose:
    """A template with {who}, {new}, and {rest} for the fields besides the number."""
    return say(template, who=_who(change.new), new=_number(change.new), rest=_rest(change), **values)


def _who(said: Said) -> Prose:
    return say("{claimant}, {measure}", claimant=_coded(said.claimant), measure=_coded(said.measure))


def _number(said: Said) -> Any:
    """The figure, or its text where none can be made of it."""
    return said.figure if said.figure is not None else Excused(said.text, "words")


def _before(change: Change) -> Any:
    """The earlier number, where it was another."""
    return say(", earlier {old}", old=_earlier(change.old.text)) if change.old.text != change.new.text else ""


def _figure_field(change: Change) -> bool:
    return any(field.fact == "figure" for field in change.fields)


def _rest(change: Change) -> Any:
    """What else changed of a claim, each with its earlier value; notes, locators and labels are not told."""
    told = [field for field in change.fields if _is_told(field, change)]
    return say("; {phrases}", phrases=_phrases(told)) if told else ""


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
    values, parts = {}, []
    for place, field in enumerate(fields):
        key = _key(place)
        values |= {
            f"what_{key}": _coded(field.words),
            f"new_{key}": _now(field),
            f"old_{key}": _earlier(_then(field)),
        }
        parts.append(f"{{what_{key}}}: {{new_{key}}}, earlier {{old_{key}}}")
    return say("; ".join(parts), **values)


def _key(place: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(place))  # placeholders hold no digits


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
    values, parts = {}, []
    for place, change in enumerate(group):
        key = _key(place)
        values |= {f"new_{key}": _number(change.new), f"what_{key}": _coded(change.new.measure)}
        parts.append(f"{{new_{key}}} {{what_{key}}}")
    grades = _phrases([field for field in group[0].fields if field.does != "noted"])
    return say("{grades!c}. It bears on " + ", ".join(parts), grades=grades, **values)


# -- derived figures and other tables --------------------------------------------
def _moved(moved: Moved) -> Prose:
    new = "**{new!b}**" if moved.new.base else "**{new}**"
    values = {"what": _ours(moved), "new": moved.new, "old": _earlier(_with_base(moved.old))}
    if _with_base(moved.old) != _with_base(moved.new):
        return say(f"{{what!c}}: {new}, earlier {{old}}", **values)
    return say(f"{{what!c}}: {new}, earlier {{old}} too when rounded", **values)


def _lost(moved: Moved) -> Prose:
    return say(
        "{what!c}: earlier {old}, no longer computed ({why})",
        what=_ours(moved),
        old=_earlier(_with_base(moved.old)),
        why=_coded(days_in_words(moved.now)),
    )


def _computed(moved: Moved) -> Prose:
    new = "**{new!b}**" if moved.new.base else "**{new}**"
    return say(
        f"{{what!c}}: {new}, not computed before ({{why}})",
        what=_ours(moved),
        new=moved.new,
        why=_coded(days_in_words(moved.was)),
    )


_DERIVED = {"moved": _moved, "lost": _lost, "computed": _computed}


def _ours(moved: Moved) -> Any:
    return _coded(moved.label)


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
