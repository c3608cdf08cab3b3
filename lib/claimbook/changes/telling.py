"""What changed, told three times: on top of a brief, in the lines of a log, as JSON in a manifest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sized
from typing import Any

from claimbook.book import KINDS, KNOWLEDGE, QUIET, called
from claimbook.changes.compare import DERIVED, WhatChanged
from claimbook.changes.wording import ROWS, TABLES, all_lines, days_in_words, is_listed
from claimbook.words.changes_box import KEPT, ChangeBox, ChangeLine, changes_box
from claimbook.words.prose import Prose, say
from claimbook.words.richtext import Excused
from claimbook.words.safe import clean

_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
_COUNT = "changes"
MOST = 100  # lines in a brief; each brings its entry, and a file for readers is no archive
_SAID = {"left": "left out by the selection", "entered": "newly within the selection"}
_MOVED = {"moved": "moved", "lost": "no longer computed", "computed": "newly computed"}


def box(what: WhatChanged, since: dt.date | None = None) -> ChangeBox:
    """The box on top of a brief, for BriefContext.changes. `since`: the day of the earlier run, else
    what.since.

    A sentence with the counts, then a line a change, the most important first; after the first ten
    or so they are folded, and after the first hundred the rest is counted. One sentence alone where
    this is the first run, nothing has changed, or the earlier run cannot be compared.
    """
    head, told, notes = _told(what, since or what.since)
    if len(told) > MOST:
        left = Excused(in_words(len(told) - MOST), _COUNT)
        words = "And {n} more, which are not in this brief: the command claimbook changes lists them all."
        notes = [say(words, n=left), *notes]
        told = told[:MOST]
    kept = KEPT if len(told) > KEPT + 2 else len(told)  # never a fold for a line or two
    folded = say("and {n} more", n=Excused(in_words(len(told) - kept), _COUNT)) if len(told) > kept else None
    return changes_box(head, told, notes, folded, kept)


def lines(what: WhatChanged, since: dt.date | None = None) -> list[str]:
    """The same in plain lines, for a terminal and a log: every change, none folded away."""
    head, told, notes = _told(what, since or what.since)
    return [head.text(), *(line.text() for line in told), *(note.text() for note in notes)]


def _told(what: WhatChanged, since: dt.date | None) -> tuple[Prose, list[ChangeLine], list[Prose]]:
    """The sentence on top, the lines and the quiet notes."""
    if what.state == "first":
        return say("This is the first run of this report, so there is nothing to compare it with."), [], []
    if what.state != "compared":
        why = Excused(clean(what.why), "words")
        return (
            say(f"What has changed {_since(since)} cannot be told: {{why}}", why=why, **_day(since)),
            [],
            [],
        )
    if not what:
        return say(f"Nothing has changed {_since(since)}.", **_day(since)), [], []
    return _head(what, since), all_lines(what), list(_notes(what))


def as_json(what: WhatChanged, since: dt.date | None = None) -> dict[str, Any]:
    """Counts by kind and ids, for the manifest of a run; plain JSON types, equal for equal states."""
    since, changes = since or what.since, what.changes
    return {
        "state": what.state,
        "since": since.isoformat() if since else None,
        "why": what.why or None,
        "counts": changes.counts | {"derived": len(what.derived)},
        "claims": _ids(changes.claims, KINDS),
        "corrects": {change.id: change.old.id for change in changes.of("corrected")},
        "renamed": {change.id: change.was_id for change in changes.claims if change.was_id},
        "derived": _ids(what.derived, DERIVED),
        "tables": {table: _ids(rows, (*ROWS, "outside")) for table, rows in changes.tables.items() if rows},
        "selections": list(changes.selections),
        "uncompared": list(changes.uncompared),
    }


def _ids(found: Iterable[Any], kinds: Iterable[str]) -> dict[str, list[str]]:
    ids = {kind: [one.id for one in found if one.kind == kind] for kind in kinds}
    return {kind: group for kind, group in ids.items() if group}


# -- the sentence with the counts -----------------------------------------------
def _since(since: dt.date | None) -> str:
    return "since the run of {since}" if since else "since the last run"


def _day(since: dt.date | None) -> dict[str, dt.date]:
    return {"since": since} if since else {}


def _head(what: WhatChanged, since: dt.date | None) -> Prose:
    counts = "; ".join(filter(None, (_claims(what), _derived(what), *_rows(what))))
    start = f"S{_since(since)[1:]}"
    if not counts:
        return say(f"{start} no figure that this report looks at has changed.", **_day(since))
    return say(f"{start}: **{{counts}}**.", counts=Excused(counts, _COUNT), **_day(since))


def _claims(what: WhatChanged) -> str:
    counts = {_SAID.get(kind, kind): n for kind, n in what.changes.counts.items() if kind not in QUIET}
    return _listed(counts, "claim")


def _derived(what: WhatChanged) -> str:
    return _listed({words: len(what.moved(kind)) for kind, words in _MOVED.items()}, "derived figure")


def _rows(what: WhatChanged) -> Iterator[str]:
    for table, (_, noun) in TABLES.items():
        yield _listed({word: len(what.changes.rows(table, kind)) for kind, word in ROWS.items()}, noun)
    additions = sum(is_listed("terms", row) for row in what.changes.rows("terms"))
    yield _listed({"changed": additions}, "addition")


def _listed(counts: Mapping[str, int], noun: str) -> str:
    """What there is of these: "two claims added, one corrected"."""
    told = [(words, n) for words, n in counts.items() if n]
    nouns = [f" {_plural(noun, n)}" if not place else "" for place, (_, n) in enumerate(told)]
    return ", ".join(f"{in_words(n)}{noun} {words}" for (words, n), noun in zip(told, nouns, strict=True))


def in_words(n: int) -> str:
    """A count up to twelve in words, a larger one in digits."""
    return _NUMBERS[n] if n < len(_NUMBERS) else f"{n:,}"


def _plural(noun: str, n: int) -> str:
    head, of, rest = noun.partition(" of ")  # "tests of fit"
    return noun if n == 1 else f"{head}s{of}{rest}"


# -- what is counted, not listed ---------------------------------------------------
def _notes(what: WhatChanged) -> Iterator[Prose]:
    if counted := "; ".join(_counted(what)):
        yield say("Not listed: {counted}.", counted=Excused(counted, _COUNT))
    then, now = what.changes.selections
    if then != now and _passed(what):
        then, now = (Excused(days_in_words(clean(words)), "words") for words in (then, now))
        yield say("This run looks at: {now}. The one before looked at: {then}.", now=now, then=then)
    if what.changes.uncompared:
        names = ", ".join(called(column) for column in what.changes.uncompared)
        words = "Not compared, since one of the two runs does not have it: {names}."
        yield say(words, names=Excused(clean(names), "words"))


def _counted(what: WhatChanged) -> Iterator[str]:
    of, moved = what.changes.of, what.moved
    if found := of("noted"):
        yield f"notes, locators or labels alone of {_count('claim', found)}"
    if found := of("renamed"):
        yield f"{_count('claim', found)} with another id"
    if found := of("outside"):
        yield f"{_count('changed claim', found)} at which neither run looks"
    if found := moved("reworded"):
        yield f"base or caveats alone of {_count('derived figure', found)}"
    if found := moved("unsaid"):
        yield f"{_count('derived figure', found)} not computed for another reason than before"
    for table, changed in what.changes.tables.items():
        if rows := [row for row in changed if not is_listed(table, row)]:
            yield f"{_count('row', rows)} of the {KNOWLEDGE.get(table, table)}"


def _count(noun: str, found: Sized) -> str:
    return f"{in_words(len(found))} {_plural(noun, len(found))}"


def _passed(what: WhatChanged) -> bool:
    """Whether anything changed by the selection alone."""
    rows = [row.kind for changed in what.changes.tables.values() for row in changed]
    return bool({"entered", "left"} & {*(change.kind for change in what.changes.claims), *rows})
