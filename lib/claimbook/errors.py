"""The exceptions of claimbook: each says where, what was found and what is expected.

Every message is made of single lines that are safe to print: characters that
move a cursor, turn the direction of writing or break a line are escaped.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

FOUND_LIMIT = 40
_PHRASE_LIMIT = 1000  # a hostile schema may list thousands of allowed values


def one_line(text: str, limit: int = _PHRASE_LIMIT) -> str:
    """Return `text` as one printable line of about `limit` characters.

    Every character that Python calls not printable (controls, line ends,
    writing-direction marks, lone surrogates) becomes its backslash escape.
    """
    cut = text if len(text) <= limit else text[:limit] + "..."
    return "".join(c if c.isprintable() else _escaped(c) for c in cut)


def shown(value: object) -> str:
    """Return what was found, as a fault shows it: text in double quotes, else the repr.

    Longer values are cut after 40 characters and say how long they were.
    """
    if not isinstance(value, str):
        try:
            return one_line(repr(value), FOUND_LIMIT)
        except (RecursionError, ValueError):  # nested too deep, or an integer of thousands of digits
            return f"a value of type {type(value).__name__}"
    head = value[:FOUND_LIMIT].replace("\\", "\\\\").replace('"', '\\"')
    head = "".join(c if c.isprintable() else _escaped(c) for c in head)
    if len(value) <= FOUND_LIMIT:
        return f'"{head}"'
    return f'"{head}..." ({len(value):,} characters)'


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


class ClaimbookError(Exception):
    """Base of every error that claimbook raises on purpose; `str()` is fit for a user."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a file of the data folder.

    file      name relative to the data folder
    row       line of the file, the header being row 1; None: the whole file
    column    name of the column; None: the whole row or file
    found     a phrase; values of cells go through `shown`
    expected  a phrase in plain words

    `str()` is `file:row:column: found ..., expected ...`, always one line.
    """

    file: str
    row: int | None
    column: str | None
    found: str
    expected: str

    def __str__(self) -> str:
        place = [one_line(self.file, 200)]
        if self.row is not None:
            place.append(str(self.row))
        if self.column is not None:
            place.append(one_line(self.column, 80))
        return f"{':'.join(place)}: found {one_line(self.found)}, expected {one_line(self.expected)}"


class DataFaults(ClaimbookError):
    """The data folder is not fit for use; `.faults` holds every fault, `str()` one line a fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(self.faults)  # the argument itself, so that the error survives pickling

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class ParameterFault(ClaimbookError):
    """A parameter of a notebook is wrong: `.name`, `.found` (the value), `.expected` (a phrase)."""

    def __init__(self, name: str, found: object, expected: str) -> None:
        self.name, self.found, self.expected = name, found, expected
        super().__init__(name, found, expected)

    def __str__(self) -> str:
        return f"{one_line(self.name, 80)}: found {shown(self.found)}, expected {one_line(self.expected)}"


class ParameterFaults(ClaimbookError):
    """Several parameters are wrong; `.faults` holds each, `str()` tells them apart by semicolons."""

    def __init__(self, faults: Iterable[ParameterFault]) -> None:
        self.faults: tuple[ParameterFault, ...] = tuple(faults)
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "; ".join(str(fault) for fault in self.faults)


class Refusal(ClaimbookError):
    """Arithmetic or a comparison that a careful analyst refuses.

    `.reason` says why, fit for a reader; `.attempt` names what was tried, by ids.
    """

    def __init__(self, reason: str, attempt: str = "") -> None:
        self.reason, self.attempt = reason, attempt
        super().__init__(reason, attempt)

    def __str__(self) -> str:
        return one_line(f"{self.attempt}: {self.reason}" if self.attempt else self.reason)


class UnknownName(ClaimbookError, KeyError):
    """Nothing has that name: `.name`, and `.nearest`, the known name most like it, or None."""

    def __init__(self, name: object, known: Iterable[str]) -> None:
        near = tuple(difflib.get_close_matches(str(name)[:100], list(known), n=1))
        self.name, self.nearest = name, near[0] if near else None
        super().__init__(name, near)  # not all known names: pickled, the nearest one tells itself again

    def __str__(self) -> str:
        hint = f" (nearest: {one_line(self.nearest, 80)})" if self.nearest else ""
        return f"found {shown(self.name)}, expected a name that is in the tables{hint}"


class NotSelected(ClaimbookError, KeyError):
    """A figure that exists, or could, but not under this selection: `.name`, and `.reason` in words.

    Sentences and charts leave it out in silence; an UnknownName they never do.
    """

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(name, reason)

    def __str__(self) -> str:
        return one_line(f"{self.name} is not there: {self.reason}")
