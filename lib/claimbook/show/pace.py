"""Paces as a reader sees them: losses a day under each claim, and when a number would be reached."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claimbook.charts.claims import Row
from claimbook.compare.pace import Paces, reached
from claimbook.figure import Figure
from claimbook.show import spans as R
from claimbook.show.dates import span
from claimbook.show.prose import Nothing, Prose, say
from claimbook.show.table import Table, remade, table


@remade(lambda paces, *rest: _of(paces, paces.losses))
def paces_table(paces: Paces, caption: Any) -> Table | Nothing:
    """One row a claim with a pace: who, what it counts, losses, the days in which they fell, the pace."""
    rows = [
        [_who(losses), _what(losses), losses, _counted(losses), pace.lineage.inputs[1], pace]
        for losses, pace in _made(paces, "pace")
    ]
    heads = ["Under the claim of", "Counts", "Losses", "Counted", "Days", "Pace"]
    return table(rows, heads, caption=caption)


@remade(lambda paces, losses, *rest: _of(paces, [claim.id for claim in losses]))
def until_table(paces: Paces, losses: Iterable[Figure], caption: Any) -> Table | Nothing:
    """One row for each of these claims: the days from the first one until the number would be reached,
    and on which day that would be."""
    kept = {claim.id for claim in losses} if paces.number is not None else set()
    rows = [
        [_who(claim), _what(claim), claim, say("{days}", days=days), _when(claim, days, paces)]
        for claim, days in _made(paces, f"until-{paces.number.id}" if kept else "")
        if claim.id in kept
    ]
    heads = ["Under the claim of", "Counts", "Losses", "Days from the first one", "Reached"]
    return table(rows, heads, caption=caption)


@remade(lambda paces, *rest: _of(paces, paces.losses))
def no_pace_table(paces: Paces, caption: Any) -> Table | Nothing:
    """One row a claim without a pace, with the reason."""
    rows = [[_coded(paces.labels[id]), _coded(reason)] for id, reason in paces.refused.items()]
    return table(rows, ["Not computed", "Because"], caption=caption)


def pace_rows(paces: Paces) -> list[Row]:
    """Chart rows of the paces: the claimant, below it the losses that it claims."""
    return [
        Row(pace, label=_who(losses), sublabel=say("{losses} {what}", losses=losses, what=_what(losses)))
        for losses, pace in _made(paces, "pace")
    ]


def first_day(paces: Paces) -> Prose | None:
    """The first days, "1 October to 14 December 2024"; None where no event dates them."""
    return Prose((tuple(span(*paces.first)),), {}) if paces.first else None


def _of(paces: Paces, losses: Iterable[str]) -> list[str]:
    """What paces are made of: the first days, the scope, the number that would be reached, the claims."""
    first = map(str, paces.first or ("-", "-"))
    return [*first, paces.whole.id, paces.asked, *losses]


def _made(paces: Paces, kind: str) -> list[tuple[Figure, Figure]]:
    made = dict(paces)
    return [(f, made[f"{id}-{kind}"]) for id, f in paces.losses.items() if f"{id}-{kind}" in made]


def _who(losses: Figure) -> Any:
    return _coded(" and ".join(losses.claimants))


def _what(losses: Figure) -> Any:
    ours = ", added by us" if losses.is_derived else ""
    return _coded(f"{losses.counted.measure.label}, {losses.counted.scope.label}{ours}")


def _counted(losses: Figure) -> Any:
    start, end = losses.counted.period
    if losses.counted.accounting == "increment":
        days = say("{days}", days=Prose((tuple(span(start, end)),), {})) if start and end else None
        return days or "one span, as the claim states it"
    return say("up to {day}", day=losses.counted.day)


def _when(losses: Figure, days: Figure, paces: Paces) -> Any:
    """The days between which the number would be reached; one where the other end is not stated."""
    early, late = reached(losses, days, paces.first) if paces.first else (None, None)
    if early and late:
        return say("between {early} and {late}", early=early, late=late)
    if late:
        return say("by {late} at the latest", late=late)
    return say("not before {early}", early=early) if early else None


def _coded(words: str) -> Any:
    return R.worded(words)
