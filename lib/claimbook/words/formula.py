"""A formula as a reader reads it: the figures in it in place of their ids."""

from __future__ import annotations

from collections.abc import Mapping

from claimbook.figure.entry import Entry
from claimbook.words.safe import clean

_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def in_figures(entry: Entry, entries: Mapping[str, Entry]) -> str:
    """The formula of a figure of ours: "at least 1,100 ÷ 11,000".

    entries: id -> entry, those of its inputs among them; an id that has none stays as it is.
    The unit of the result is not told, since the figure names it; how long a year is, where that counts.
    """
    if entry.op == "span":
        made = clean(entry.words)
    else:
        texts = [clean(entries[id].text) if id in entries else id for id in entry.inputs]
        if clean(entry.text) in texts:  # else it would read as if nothing had been worked out
            texts = [text + _named(entries.get(id)) for text, id in zip(texts, entry.inputs, strict=True)]
        made = f" {_SIGNS.get(entry.op, '')} ".join(texts)
    return made + (f", with {entry.year}" if entry.year else "")


def _named(entry: Entry | None) -> str:
    return f" [{clean(entry.label)}]" if entry and entry.label else ""


def worked_out(entry: Entry, entries: Mapping[str, Entry]) -> str:
    """The same with the word of who makes it: "our arithmetic: ..."."""
    return f"our arithmetic: {in_figures(entry, entries)}"
