"""Runs: a line of text as pieces that each know why they may hold a digit.

A run is a small dict that JSON can hold: `t` its words, and at most one of
`n` (id of the entry that a number is traced to), `d` (ISO date), `x` (why
these digits need no trace); `b` is bold. The same runs are written as plain
text in a terminal, as HTML in JupyterLab and, by the exporter, in the brief,
so no HTML of a notebook is ever trusted.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from claimbook.errors import ClaimbookError, shown
from claimbook.show.safe import anchor, clean, escape, has_digit

NOT_STATED = "not stated"
_MONTHS = ("January February March April May June July August September October November December").split()

_DAY_OF_MONTH = re.compile(rf"\b(\d\d?) ({'|'.join(_MONTHS)})\b")  # stays on one line
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")

Run = dict[str, Any]


class TextFault(ClaimbookError, ValueError):
    """Text that is shown to a reader breaks a rule, such as a number that is traced to nothing."""


@dataclass(frozen=True)
class Excused:
    """Words with digits that are no figure, and why: `Excused("G7", "a name")`."""

    text: str
    reason: str

    def __post_init__(self) -> None:
        if not str(self.text).strip() or not str(self.reason).strip():
            raise TextFault(
                "excused text: found a blank, expected the words and the reason why they are no figure"
            )


def is_figure(value: object) -> bool:
    """Whether the value acts as a Figure: it writes itself and lists the entries it rests on."""
    return (
        hasattr(value, "id")
        and callable(getattr(value, "text", None))
        and callable(getattr(value, "entries", None))
    )


def day(date: datetime.date) -> str:
    """19 December 2024."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def iso_day(text: str | None) -> str:
    """An ISO date in words; anything else unchanged, so that "2024" stays as coded."""
    try:
        return day(datetime.date.fromisoformat(text or ""))
    except ValueError:
        return text or ""


def when_published(first: str | None, last: str | None) -> str:
    """When a document was published, of which a first and a last possible day are known, both ISO: "on 19
    December
    2024", "on 20 or 21 December 2024", "between 3 and 30 November 2024", "in December 2024", "in 2011".

    Without a first day the last one is the day itself; what is no date stays as coded.
    """
    try:
        end = datetime.date.fromisoformat(last or "")
        start = datetime.date.fromisoformat(first) if first else end
    except ValueError:
        return last or ""
    if start >= end:
        return f"on {day(end)}"
    if start.day == 1 and (end + datetime.timedelta(1)).day == 1 and start.year == end.year:
        if (start.month, end.month) == (1, 12):
            return f"in {end.year}"
        if start.month == end.month:
            return f"in {_MONTHS[end.month - 1]} {end.year}"
    parts = day(start).split()
    said = " ".join(
        parts[: 1 if start.replace(day=1) == end.replace(day=1) else 2 if start.year == end.year else 3]
    )
    return f"on {said} or {day(end)}" if (end - start).days == 1 else f"between {said} and {day(end)}"


def days_in_words(text: str) -> str:
    """The text with its ISO dates written out."""
    return _ISO.sub(lambda match: iso_day(match[0]), text)


def number(figure: Any) -> Run:
    """The run of a figure, as its one formatter writes it."""
    return {"t": clean(figure.text()), "n": figure.id}


def of(value: Any, what: str) -> list[Run]:
    """The runs of whatever may stand in a text: Figure, Prose of one paragraph, Excused, date, str.

    Raises TextFault for a str with a digit, a bare number, and anything else; `what` names the place.
    """
    if is_figure(value):
        return [number(value)]
    if hasattr(value, "blocks"):
        if len(value.blocks) != 1:
            raise TextFault(f"{what}: found {len(value.blocks)} paragraphs, expected one")
        return [dict(r) for r in value.blocks[0]]
    if isinstance(value, Excused):
        return [{"t": clean(value.text), "x": clean(value.reason)}]
    if isinstance(value, datetime.date):
        plain = value.date() if isinstance(value, datetime.datetime) else value
        return [{"t": day(plain), "d": plain.isoformat()}]
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
            "or Excused(text, reason)"
        )
    return words


def coded(words: Any) -> list[Run] | None:
    """A cell with words of the data as they are coded; None where they are blank."""
    return [{"t": str(words), "x": "as coded"}] if words else None


def entries_of(values: Iterable[Any]) -> dict[str, dict]:
    """The entries of all figures and proses among the values, in order of first appearance."""
    found: dict[str, dict] = {}
    for value in values:
        own = value.entries if hasattr(value, "blocks") else value.entries() if is_figure(value) else {}
        for key, entry in own.items():
            if found.setdefault(key, entry) != entry:
                raise TextFault(f"entry {shown(key)}: found two that differ, expected one meaning an id")
    return found


def to_text(runs: Iterable[Run]) -> str:
    """The words alone."""
    return "".join(r["t"] for r in runs)


def is_plain(runs: Iterable[Run]) -> bool:
    """Whether the words are all there is: no number, date, excuse or bold."""
    return all(set(r) == {"t"} for r in runs)


def to_html(runs: Iterable[Run], base: str = "") -> str:
    """The runs as HTML, every word escaped; numbers link to `base#n-ID`."""
    return "".join(_html(r, base) for r in runs)


def _html(run: Run, base: str) -> str:
    words = _no_maths(_DAY_OF_MONTH.sub("\\1\u00a0\\2", escape(run["t"])))
    if "n" in run:
        words = words.replace(" %", "\u00a0%")  # "10 %" stays on one line
        words = f'<a class="n" href="{escape(base)}#{anchor(run["n"])}">{words}</a>'
    elif "d" in run:
        words = f'<time datetime="{escape(run["d"])}">{words}</time>'
    elif "x" in run:
        words = f'<span data-x="{escape(run["x"])}">{words}</span>'
    return f"<b>{words}</b>" if run.get("b") else words


def _no_maths(words: str) -> str:
    # JupyterLab's MathJax pairs dollar signs of one text node; an element of its own has no pair.
    return words.replace("$", "<span>$</span>") if "$" in words else words


def capital(words: str) -> str:
    """The words with a capital first letter, as whatever stands alone has one."""
    return words[:1].upper() + words[1:]
