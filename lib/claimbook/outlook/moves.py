"""Which assumption moves a result most: one is varied over its stated range, the others held at each end.

A move is a pair of results, never their difference or middle: the ends of the
varied range, with what each makes of the time or the money.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any

from claimbook.errors import Refusal
from claimbook.figure import Figure
from claimbook.outlook.outlook import Outlook
from claimbook.outlook.scenario import day_words, earnings, fresh_men, pace, paid_for, time_until

FIRST, FRESH, PAY, PAID = (
    "first day of combat",
    "number of fresh men",
    "pay of a soldier",
    "number of men paid for",
)


@dataclass(frozen=True)
class End:
    """One end of an assumption's range. words: that end, for a reader; slug: for an id; value: for the
    arithmetic; figure: the same as a Figure, where it is a number."""

    words: str
    slug: str
    value: Any
    figure: Figure | None = None


@dataclass(frozen=True)
class Move:
    """An assumption varied from one end to the other, the others held.

    losses: the claim; varied: the assumption; ends: its two ends; held: the other
    assumptions, each with the end at which it stands; results: a Figure for each of the two ends, or None
    where
    the result is refused there.
    """

    losses: Figure
    varied: str
    ends: tuple[End, End]
    held: tuple[tuple[str, End], ...]
    results: tuple[Figure | None, Figure | None]

    @property
    def size(self) -> Fraction | None:
        """How far the stated end of the result moves, in its unit; None: to where none can be stated."""
        if None in self.results:
            return None
        first, second = (f.bounds for f in self.results)
        shifts = [
            abs(a - b) for a, b in ((first.low, second.low), (first.high, second.high)) if None not in (a, b)
        ]
        return max(shifts) if shifts else None


def time_moves(outlook: Outlook, losses: Figure, share: Figure) -> list[Move]:
    """What moves the time until that share is lost: the first combat, fresh men."""
    axes = _time_axes(outlook, losses)
    return _moves(losses, axes, lambda ends: _time(outlook, losses, share, ends))


def earning_moves(outlook: Outlook, losses: Figure, share: Figure) -> list[Move]:
    """What moves the money by then: as above, the pay, and who is paid for."""
    axes = _time_axes(outlook, losses)
    if len(outlook.pays) > 1:
        axes[PAY] = tuple(End(pay.text(), pay.id, pay, pay) for pay in outlook.pays)
    axes[PAID] = tuple(
        End(words, slug, value)
        for words, slug, value in (
            ("those left", "left", paid_for(share).low),
            ("all who came", "all", paid_for(share).high),
        )
    )
    return _moves(losses, axes, lambda ends: _money(outlook, losses, share, ends)) if outlook.pays else []


def all_moves(outlook: Outlook) -> list[Move]:
    """What moves the time until the first share is lost, under each claim."""
    return [move for losses in outlook.lasting for move in time_moves(outlook, losses, outlook.shares[0])]


def headline_moves(outlook: Outlook) -> tuple[list[Move], list[Move]]:
    """What moves the time, and the money, until the first share is lost under the first claim."""
    if not outlook.lasting:
        return [], []
    losses, share = outlook.lasting[0], outlook.shares[0]
    return time_moves(outlook, losses, share), earning_moves(outlook, losses, share)


def farthest(moves: Sequence[Move]) -> list[Move]:
    """Of each claim and assumption among these moves the one that goes farthest, in their order."""
    keys = dict.fromkeys((move.losses.id, move.varied) for move in moves)
    return [most([move for move in moves if (move.losses.id, move.varied) == key]) for key in keys]


def most(moves: Sequence[Move]) -> Move | None:
    """The move that goes farthest; one that leaves no end stated goes farther than any."""
    if not moves:
        return None
    return max(moves, key=lambda move: (move.size is None, move.size or 0))


def _time_axes(outlook: Outlook, losses: Figure) -> dict[str, tuple[End, ...]]:
    axes: dict[str, tuple[End, ...]] = {}
    first, (low, high) = outlook.assumed.first, outlook.assumed.fresh
    if first and first[0] < first[1] and losses.counted.accounting == "cumulative":
        axes[FIRST] = tuple(End(day_words(day), str(day), (day, day)) for day in first)
    if low < high:
        axes[FRESH] = tuple(_fresh(outlook.force, n) for n in (low, high))
    return axes


def _fresh(force: Figure, men: int) -> End:
    """So many fresh men a month, or none."""
    figure = fresh_men(force, (men, men)) if men else None
    return End(figure.text() if figure else "none", f"fresh-{men}", (men, men), figure)


def _moves(
    losses: Figure, axes: Mapping[str, tuple[End, ...]], result: Callable[[dict], Figure | None]
) -> list[Move]:
    made = []
    for varied, ends in axes.items():
        others = {name: other for name, other in axes.items() if name != varied}
        for held in product(*others.values()):
            fixed = dict(zip(others, held, strict=True))
            results = tuple(result(fixed | {varied: end}) for end in (ends[0], ends[-1]))
            made.append(Move(losses, varied, (ends[0], ends[-1]), tuple(fixed.items()), results))
    return made


def _time(outlook: Outlook, losses: Figure, share: Figure, ends: Mapping[str, End]) -> Figure | None:
    first = ends[FIRST].value if FIRST in ends else outlook.assumed.first
    fresh = ends[FRESH].value if FRESH in ends else outlook.assumed.fresh
    tag = "".join(f"-{ends[name].slug}" for name in (FIRST, FRESH) if name in ends)
    try:
        made = pace(losses, outlook.whole, first, tag)
        return time_until(losses, made, outlook.force, share, fresh, f"-if{tag}")
    except Refusal:
        return None


def _money(outlook: Outlook, losses: Figure, share: Figure, ends: Mapping[str, End]) -> Figure | None:
    time = _time(outlook, losses, share, ends)
    pay = ends[PAY].value if PAY in ends else outlook.pays[0]
    if time is None:
        return None
    paid = _fixed(paid_for(share), ends[PAID])
    tag = f"{time.id.partition('-if')[2]}-{ends[PAID].slug}"
    try:
        return earnings(losses, pay, outlook.force, share, time, tag, paid)
    except Refusal:
        return None


def _fixed(paid: Figure, end: End) -> Figure:
    """The share of the men who are paid for, held at one end of its range."""
    return replace(paid, id=f"{paid.id}-{end.slug}", bound="exact", low=None, best=end.value, high=None)
