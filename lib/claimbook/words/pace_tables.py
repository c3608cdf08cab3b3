"""Paces as a reader sees them: losses a day under each claim, and when a number would be reached."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import Any

from claimbook.compare.pace import Paces, reached
from claimbook.figure import Figure
from claimbook.words.dates import span
from claimbook.words.prose import Nothing, Prose, say
from claimbook.words.richtext import worded
from claimbook.words.table import Table, table


def paces_table(paces: Paces, caption: Any) -> Table | Nothing:
    """One row a claim with a pace: who, what it counts, losses, the days in which they fell, the pace."""
    rows = [
        [who(losses), what(losses), losses, _counted(losses), pace.lineage.inputs[1], pace]
        for losses, pace in pairs(paces, "pace")
    ]
    heads = ["Under the claim of", "Counts", "Losses", "Counted", "Days", "Pace"]
    return table(rows, heads, caption=caption, made=("paces_table", _of(paces, paces.losses)))


def until_table(paces: Paces, losses: Iterable[Figure], caption: Any) -> Table | Nothing:
    """One row for each of these claims: the days until the number would be reached, and on which day that
    would be where they begin with the first one."""
    kept = [claim.id for claim in losses]
    found = pairs(paces, f"until-{paces.number.id}") if paces.number is not None else []
    rows = [
        [who(claim), what(claim), claim, say("{days}", days=days), _when(claim, days, paces)]
        for claim, days in found
        if claim.id in kept
    ]
    heads = ["Under the claim of", "Counts", "Losses", "Days at that pace", "Reached"]
    return table(rows, heads, caption=caption, made=("until_table", _of(paces, kept)))


def no_pace_table(paces: Paces, caption: Any) -> Table | Nothing:
    """One row a claim without a pace, with the reason."""
    rows = [[worded(paces.labels[id]), worded(reason)] for id, reason in paces.refused.items()]
    made = ("no_pace_table", _of(paces, paces.losses))
    return table(rows, ["Not computed", "Because"], caption=caption, made=made)


def first_day(paces: Paces) -> Prose | None:
    """The first days, "1 October to 14 December 2024"; None where no event dates them."""
    return Prose.of(span(*paces.first)) if paces.first else None


def _of(paces: Paces, losses: Iterable[str]) -> list[str]:
    """What paces are made of: the first days, the scope, the number that would be reached, the claims."""
    first = map(str, paces.first or ("-", "-"))
    return [*first, paces.whole.id, paces.asked, *losses]


def pairs(paces: Paces, kind: str) -> list[tuple[Figure, Figure]]:
    """Each claim of losses with what was made of it, "pace" or "days"; those without are left out."""
    return [(f, paces[f"{id}-{kind}"]) for id, f in paces.losses.items() if f"{id}-{kind}" in paces]


def who(losses: Figure) -> Any:
    """The claimants of losses in words."""
    return worded(" and ".join(losses.claimants))


def what(losses: Figure) -> Any:
    """What losses count, where, and whether the sum is ours."""
    ours = ", added by us" if losses.is_derived else ""
    return worded(f"{losses.counted.measure.label}, {losses.counted.scope.label}{ours}")


def _counted(losses: Figure) -> Any:
    if losses.counted.accounting != "increment":
        return say(
            "up to {day}" if losses.counted.as_of else "up to {day}, when it was said", day=losses.counted.day
        )
    start, end = losses.counted.period
    return Prose.of(span(start, end)) if start and end else "one span, as the claim states it"


def _when(losses: Figure, days: Figure, paces: Paces) -> Any:
    """The days between which the number would be reached; one where the other end is not stated."""
    if losses.counted.accounting != "cumulative":
        return "no day follows"
    early, late = reached(losses, days, paces.first) if paces.first else (None, None)
    if days.approx:  # "about" has no width, so no day follows from it
        early, late = (Prose.of(span(*_month(end))) if end else None for end in (early, late))
    if early and late:
        return say("between {early} and {late}", early=early, late=late)
    if late:
        return say("by {late} at the latest", late=late)
    return say("not before {early}", early=early) if early else None


def _month(day: dt.date) -> tuple[dt.date, dt.date]:
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
