"""The pace under each claim of losses, and when a number would be reached if the pace held.

pace   losses as claimed / the days in which they fell, the first and the last one counted
until  a number / pace: so many days from the first one on

The first day is known only within a range, and enters each figure once, so that the ends of the
result are its true ends: a floor of losses makes a floor of the pace and a ceiling of the days.
Each claim stands alone. Nothing is added across claimants, and no middle is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from math import ceil
from typing import Any

from claimbook.compare.independence import root
from claimbook.errors import NotSelected, Refusal
from claimbook.figure import Figure, Term
from claimbook.figure.periods import FirstDays, days_since


def first_days(events: Any, event: str, claims: Iterable[Figure]) -> FirstDays | None:
    """The earliest and the latest day on which something can have begun; None where no event dates it.

    events  a frame as book.events; event: the id of its row, which gives the range
    claims  of what it led to, such as losses: it had begun by the first day that one of them covers

    `first_days(book.events, "first-combat", losses)`
    """
    rows = events[events["event_id"] == event].to_dict("records")
    if not rows:
        return None
    start, end = rows[0]["start"], rows[0]["end"]
    latest = min([end, *(day for claim in claims if (day := _begun_by(claim)))])
    return min(start, latest), latest


def _begun_by(claim: Figure) -> dt.date | None:
    """The first day that a count covers: the first of its period, else the day of a running total."""
    counted = claim.counted
    if counted.accounting not in ("cumulative", "increment") or claim.bound == "vague":
        return None
    return counted.period[0] or (counted.day if counted.accounting == "cumulative" else None)


def once(claims: Iterable[Figure]) -> list[Figure]:
    """Of claims that relay or echo one origin the first."""
    families: dict[str, Figure] = {}
    for claim in claims:
        families.setdefault(root(claim.lineage).id, claim)
    return list(families.values())


def pace_of(losses: Figure, whole: Term, first: FirstDays | None) -> Figure:
    """Losses a day. Raises Refusal where the claim has no number, counts a part of the whole that says
    nothing of the rest, or covers no known days.

    losses  a count of one period, which falls in that period, or a running total, which begins within `first`
    whole   the scope whose pace is asked for
    """
    part = _part_of(losses, whole)
    days = _days(losses, first)
    made = replace(losses / days, label="the same losses over their days").to("person/day")
    label = f"{losses.counted.measure.label}, by figures of {' and '.join(losses.claimants)}"
    return made.named(
        f"{losses.id}-pace", label, "Losses as claimed over the days in which they fell.", *part
    )


def _part_of(losses: Figure, whole: Term) -> tuple[str, ...]:
    """The caveat of a part. Raises Refusal where the part says nothing of the pace of the whole."""
    known, place = losses.bounds, losses.counted.scope  # the bounds refuse a vague figure
    if place == whole or whole.within(place):
        return ()
    if place.within(whole) and losses.counted.accounting == "cumulative" and known.high is None:
        return (f"counted in {place.label} only: a floor of a part is a floor of the whole",)
    raise Refusal(f"it counts a part ({place.label}), which says nothing of the pace of the whole")


def _days(losses: Figure, first: FirstDays | None) -> Figure:
    if losses.counted.accounting == "increment":
        return losses.period_length().named(
            f"{losses.id}-days", "in which these losses fell", "As the claim states it."
        )
    if losses.counted.accounting != "cumulative":
        raise Refusal(f"it is a {losses.counted.accounting}, no count of losses up to a day")
    if first is None:
        raise Refusal("no event of this selection dates the first day")
    return days_since(losses, first).named(
        f"{losses.id}-days", "in which these losses fell", "The first and the last day are counted."
    )


def until(losses: Figure, pace: Figure, number: Figure) -> Figure:
    """Days from the first one until so many losses would be reached, if the pace held. Raises Refusal."""
    return (number / pace).named(
        f"{losses.id}-until-{number.id}",
        f"until {number.text()} losses would be reached, by figures of {' and '.join(losses.claimants)}",
        "If the pace held on all days; a reckoning of ours, no forecast of what will happen.",
    )


def reached(losses: Figure, days: Figure, first: FirstDays) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day on which a number would be reached; None for an end that is not stated, and
    of a count of one span, whose pace says nothing of the days before it.

    losses: the claim; days: as `until` gives them under its pace, counted from the first day on
    """
    if losses.counted.accounting != "cumulative":
        return None, None
    # an early first day makes a slow pace, a late one a fast one
    ends = ((days.bounds.low, first[1]), (days.bounds.high, first[0]))
    low, high = (None if end is None else start + dt.timedelta(ceil(end) - 1) for end, start in ends)
    return low, high


class Paces(dict[str, Figure]):
    """Paces and the days until a number would be reached, by id, above the figures that they are made of.

    "{claim}-pace", "{claim}-until-{number}"; losses: claim id -> the claim; refused: id -> reason,
    labels: id -> what it would be. `first` are the first days.

    `paces(losses, figures, first, whole, "force")["losses-pace"]` is a Figure.
    """

    def __init__(
        self, losses: Iterable[Figure], figures: Mapping, first: FirstDays | None, whole: Term, number: str
    ):
        super().__init__()
        self.figures, self.first, self.whole, self.asked = figures, first, whole, number
        self.losses = {claim.id: claim for claim in losses}
        self.refused: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self._ids = [f"{id}-{kind}" for id in figures.names for kind in ("pace", f"until-{number}")]
        self.number = self._given(number)
        for claim in self.losses.values():
            pace = self._try(claim, "pace", pace_of, whole, first)
            if pace is not None and self.number is not None:
                self._try(claim, f"until-{self.number.id}", until, pace, self.number)

    def _given(self, id: str) -> Figure | None:
        try:
            return self.figures[id]
        except (NotSelected, Refusal):
            return None

    def _try(self, claim: Figure, kind: str, make: Callable[..., Figure], *of: Any) -> Figure | None:
        """Make a figure of a claim, or keep the reason why there is none."""
        id, counted = f"{claim.id}-{kind}", claim.counted
        self.labels[id] = f"{' and '.join(claim.claimants)}: {counted.measure.label}, {counted.scope.label}"
        try:
            self[id] = make(claim, *of)
        except Refusal as refusal:
            self.refused[id] = refusal.reason
        return self.get(id)

    @property
    def names(self) -> list[str]:
        """All ids that it can be asked for, whatever the selection."""
        return [*self._ids, *self.figures.names]

    def __missing__(self, id: str) -> Figure:
        if id in self.refused:
            raise Refusal(self.refused[id])
        if id in self._ids:
            raise NotSelected(id, "no claim of this selection gives it")
        return self.figures[id]

    def __repr__(self) -> str:
        lines = [f"{id}: {figure.statement()}" for id, figure in self.items()]
        return "\n".join(lines + [f"{id}: refused, {reason}" for id, reason in self.refused.items()])


def paces(
    losses: Iterable[Figure], figures: Mapping, first: FirstDays | None, whole: Term, number: str
) -> Paces:
    """The pace under each claim, and the days until a number would be reached.

    losses   claims of losses and sums of ours; figures: derive(book), where the number is looked up
    first    the first days, as `first_days` gives them
    whole    the scope whose pace is asked for; number: the id of a figure, such as the size of a force
    """
    return Paces(losses, figures, first, whole, number)
