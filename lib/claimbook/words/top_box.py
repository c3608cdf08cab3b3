"""The box on top of a brief: what can be said, what is disputed, what nobody states, how old the data is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from claimbook.figure.entry import Entry
from claimbook.words.display import NotebookDisplay
from claimbook.words.prose import Nothing, Prose, holds_any, nothing, proses_of, say
from claimbook.words.richtext import Excused, Run, TextFault, entries_of, to_text

_HEADS = ("What can be said", "What is disputed", "What nobody states")


@dataclass(frozen=True)
class Box(NotebookDisplay):
    """The box on top of a brief. Made by `top_box`; displays itself."""

    groups: tuple[tuple[str, tuple[tuple[Run, ...], ...]], ...]
    through: tuple[Run, ...]
    data_through: dt.date | None
    entries: dict[str, Entry] = field(repr=False)
    role = "box"

    def content(self) -> dict[str, Any]:
        groups = [{"head": head, "items": list(map(list, items))} for head, items in self.groups]
        return {"groups": groups, "through": list(self.through)}

    def besides(self) -> dict[str, Any]:
        return {"data_through": self.data_through.isoformat() if self.data_through else None}

    def text(self) -> str:
        lines = []
        for head, items in self.groups:
            lines += [head, *(f"- {to_text(item)}" for item in items), ""]
        return "\n".join([*lines, to_text(self.through)])


def top_box(
    *,
    can_be_said: Iterable[Prose | str],
    disputed: Iterable[Prose | str],
    nobody_states: Iterable[Prose | str],
    data_through: dt.date | None,
    as_of: dt.date | None,
    given: Any = True,
) -> Box | Nothing:
    """What can be said, what is disputed, what nobody states, and how old the data is.

    Each list holds Prose (or words without digits), a point each; an empty
    list is shown as such. `data_through` is the last day that the data
    covers (None: there is no claim), `as_of` the day to which the brief looks
    (None: no limit); their distance is told. `given` is what the brief is
    about: where it is empty, and where there is neither claim nor point,
    there is no box.

    Raises TextFault where a point is no text or `data_through` is after `as_of`.
    """
    if data_through and as_of and data_through > as_of:
        raise TextFault(f"data_through: found {data_through}, expected a day not after AS_OF {as_of}")
    lists = [proses_of(items) for items in (can_be_said, disputed, nobody_states)]
    if not holds_any(given) or not (data_through or any(lists)):
        return nothing()
    none = [say("Nothing, among the claims selected here.")]
    groups = tuple(
        (head, tuple(block for point in points or none for block in point.blocks))
        for head, points in zip(_HEADS, lists, strict=True)
    )
    entries = entries_of(point for points in lists for point in points)
    return Box(groups, _through(data_through, as_of), data_through, entries)


def _through(data_through: dt.date | None, as_of: dt.date | None) -> tuple[Run, ...]:
    if data_through is None:
        said = say("No claim is selected, so there is no date of the data.")
    elif as_of is None or as_of == data_through:
        said = say("Data through {day}, the day to which this brief looks.", day=data_through)
    else:
        days = (as_of - data_through).days
        age = Excused(f"{days:,} day{'' if days == 1 else 's'}", "age", f"{data_through} {as_of}")
        template = "Data through {a}, {age} before {b}, the day to which this brief looks."
        said = say(template, a=data_through, age=age, b=as_of)
    return said.blocks[0]
