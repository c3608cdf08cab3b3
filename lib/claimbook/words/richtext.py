"""Rich text: a line of words as runs, pieces that each know why they may hold a digit.

A run is a small dict that JSON can hold: `t` its words, and at most one of
`n` (id of the entry that a number is traced to), `d` (ISO date), `x` (the kind
of words, of KINDS, whose digits are no figure; `of` names what they show); `b`
is bold. The same runs are written as plain text in a terminal, as HTML in
JupyterLab and, by the exporter, in the brief, so no HTML of a notebook is ever
trusted.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from claimbook.errors import ClaimbookError, shown
from claimbook.figure.entry import Entry
from claimbook.figure.wording import day_words
from claimbook.words.safe import clean, has_digit

NOT_STATED = "not stated"

# The closed list of what may hold digits and is no figure: kind -> what it is, and what `of` names.
KINDS = {
    "words": "a cell of the data as it is coded, such as a name, a label or a note",
    "printed": "the source's own words; of: id of the claim",
    "locator": "a paragraph or the like; of: id of the claim",
    "grade": "an Admiralty grade; of: id of the claim",
    "graded": "a grade of one scale with its reason; of: source or item, and id of the claim",
    "scale": "the ends of the Admiralty scale",
    "count": "a count of rows of the tables; of: its name",
    "age": "the days between two dates; of: both dates",
    "reason": "why something is refused or compared as it is; of: ids",
    "formula": "a formula in figures; of: id of the derived figure",
    "when": "a date in words; of: id of the claim",
    "repeat": "a caption or title once more, where no link can be",
    "earlier": "what an earlier run said",
    "changes": "a count of changes",
    "fault": "why a brief failed",
    "tick": "a tick of an axis",
    "label": "words of a drawing",
}

Run = dict[str, Any]


class TextFault(ClaimbookError, ValueError):
    """Text that is shown to a reader breaks a rule, such as a number that is traced to nothing."""


@dataclass(frozen=True)
class Excused:
    """Words with digits that are no figure, of a kind of KINDS; `of` names what they show.

    >>> Excused("paragraph 3", "locator", "nis-killed")

    Raises TextFault for blank words and another kind.
    """

    text: str
    kind: str
    of: str = ""

    def __post_init__(self) -> None:
        if not str(self.text).strip():
            raise TextFault("excused text: found a blank, expected the words")
        if self.kind not in KINDS:
            raise TextFault(
                f"excused text: found the kind {shown(self.kind)}, expected one of {', '.join(KINDS)}"
            )

    def run(self) -> Run:
        made = {"t": clean(self.text), "x": self.kind}
        return {**made, "of": clean(self.of)} if self.of else made


def is_figure(value: object) -> bool:
    """Whether the value acts as a Figure: it writes itself and lists the entries it rests on."""
    return (
        hasattr(value, "id")
        and callable(getattr(value, "text", None))
        and callable(getattr(value, "entries", None))
    )


def runs_of(value: Any, what: str) -> list[Run]:
    """The runs of whatever may stand in a text: Figure, Prose of one paragraph, Excused, date, str.

    Raises TextFault for a str with a digit, a bare number, and anything else; `what` names the place.
    """
    if is_figure(value):
        return [{"t": clean(value.text()), "n": value.id}]
    if hasattr(value, "blocks"):
        if len(value.blocks) != 1:
            raise TextFault(f"{what}: found {len(value.blocks)} paragraphs, expected one")
        return [dict(r) for r in value.blocks[0]]
    if isinstance(value, Excused):
        return [value.run()]
    if isinstance(value, datetime.date):
        plain = value.date() if isinstance(value, datetime.datetime) else value
        return [{"t": day_words(plain), "d": plain.isoformat()}]
    if isinstance(value, str):
        return [{"t": _wordy(value, what)}]
    raise TextFault(
        f"{what}: found {shown(value)}, expected a Figure, words without digits, a date or Excused: "
        "a number that is typed is traced to nobody"
    )


def _wordy(text: str, what: str) -> str:
    words = clean(text)
    if has_digit(words):
        raise TextFault(
            f"{what}: found {shown(text)}, expected words without digits: pass a Figure, a datetime.date, "
            "or Excused(text, kind)"
        )
    return words


def coded(words: Any, kind: str = "words", of: str = "") -> list[Run] | None:
    """A cell with words of the data as they are coded, or of another kind; None where they are blank."""
    return [Excused(str(words), kind, of).run()] if words else None


def worded(text: str, kind: str = "words", of: str = "") -> Any:
    """Words of the data for a sentence: Excused where they hold a digit, else as they are."""
    return Excused(text, kind, of) if has_digit(text) else text


def entries_of(values: Iterable[Any]) -> dict[str, Entry]:
    """The entries of all figures and proses among the values, in order of first appearance."""
    found: dict[str, Entry] = {}
    for value in values:
        own = value.entries if hasattr(value, "blocks") else value.entries() if is_figure(value) else {}
        for key, entry in own.items():
            if found.setdefault(key, entry) != entry:
                raise TextFault(f"entry {shown(key)}: found two that differ, expected one meaning an id")
    return found


def linked_ids(value: Any) -> list[str]:
    """The ids of the numbers in runs, in their order; value: a run, or lists and dicts that hold runs."""
    if isinstance(value, dict):
        return [value["n"]] if "n" in value else [id for part in value.values() for id in linked_ids(part)]
    if isinstance(value, (list, tuple)):
        return [id for part in value for id in linked_ids(part)]
    return []


def to_text(runs: Iterable[Run]) -> str:
    """The words alone."""
    return "".join(r["t"] for r in runs)


def is_plain(runs: Iterable[Run]) -> bool:
    """Whether the words are all there is: no number, date, excuse or bold."""
    return all(set(r) == {"t"} for r in runs)


def capital(words: str) -> str:
    """The words with a capital first letter, as whatever stands alone has one."""
    return words[:1].upper() + words[1:]
