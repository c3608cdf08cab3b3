"""Back-test: the projections of then against what was claimed later.

A forecast is no count, so compare() rightly refuses the pair; what is asked here is
less: whether the number that was claimed later is one that the projection allows.
A one-sided projection can be refuted from one side only, and that is said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from claimbook.compare.reading import reading, wholly_below
from claimbook.errors import Refusal
from claimbook.figure import Figure, Rule, Term, assumed
from claimbook.outlook.outlook import Outlook
from claimbook.outlook.scenario import PACE_HELD, by, day_words, days_covered, days_since

INSIDE, OUTSIDE, OPEN, PARTLY, CANNOT = "inside", "outside", "not refuted", "partly inside", "cannot be told"
TOTALS = ("casualties", "killed-or-wounded")
GROWTH = Rule(
    "growth at a held pace",
    "+",
    "start",
    "days-per-days",
    "growth",
    "the claim itself, and as much again for each such span of days after it",
)


@dataclass(frozen=True)
class Check:
    """A projection held against a later claim. earlier, later: claims; projected: what the
    earlier one makes of the later one's day; reason: in words."""

    earlier: Figure
    later: Figure
    projected: Figure
    verdict: str
    reason: str

    @property
    def own(self) -> bool:
        """Whether the same claimant said both."""
        return self.earlier.counted.claimants == self.later.counted.claimants


class Backtest(Mapping):
    """All checks of an outlook, and the figures in them by id (above those of the outlook).

    The later claims are taken from everything that is coded: they lie after the day
    to which the outlook looks. "{earlier}-by-{later}" is a projection.
    """

    def __init__(self, outlook: Outlook):
        self.outlook = outlook
        self.later = _later(outlook)
        self.checks = [
            check
            for losses in outlook.losses
            for claim in self.later
            if (check := _check(outlook, losses, claim)) is not None
        ]
        found = [*self.later, *(check.projected for check in self.checks)]
        self._figures = {figure.id: figure for figure in found}

    @property
    def own(self) -> list[Check]:
        return [check for check in self.checks if check.own]

    @property
    def outside(self) -> list[Check]:
        """The claimants' own later figures that their earlier pace does not allow."""
        return [check for check in self.own if check.verdict == OUTSIDE]

    @property
    def totals(self) -> list[Figure]:
        """The later claims of dead and wounded together."""
        return [claim for claim in self.later if claim.counted.measure.id in TOTALS]

    def of(self, losses: Figure, later: Figure) -> Check | None:
        return next((c for c in self.checks if (c.earlier.id, c.later.id) == (losses.id, later.id)), None)

    def __getitem__(self, id: str) -> Figure:
        return self._figures[id] if id in self._figures else self.outlook[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._figures)

    def __len__(self) -> int:
        return len(self._figures)


def _later(outlook: Outlook) -> list[Figure]:
    """Running totals of the whole force that were stated after the day to which the outlook looks."""
    limit = outlook.book.selection.as_of
    if limit is None:
        return []
    subject = outlook.everything[outlook.assumed.force].counted.subject.id
    claims = outlook.everything.about(subject=subject, measure="casualties")
    return [
        f
        for f in claims
        if f.counted.stated_on
        and f.counted.stated_on > limit
        and f.bound != "vague"
        and f.counted.accounting == "cumulative"
        and f.counted.scope == outlook.whole
    ]


def projected(
    losses: Figure, whole: Term, first: tuple[dt.date, dt.date] | None, day: dt.date, id: str
) -> Figure:
    """What the losses would be on a later day at the same pace; a forecast. Raises Refusal."""
    days = days_covered(losses, whole, first)
    if losses.counted.accounting == "increment":
        if first is None:
            raise Refusal("no event of this selection dates the first combat")
        until = days_since(replace(losses, counted=replace(losses.counted, as_of=day)), first)
        made = replace(losses / days, label=f"{losses.counted.measure.label}, {by(losses)}") * _forecast(
            until
        )
    else:
        made = losses * _growth(days, day, losses.counted.day)
    label = f"{losses.counted.measure.label} by {day_words(day)}, {by(losses)}"
    return made.named(id, label, f"If {PACE_HELD}; a forecast of ours.")


def _forecast(figure: Figure) -> Figure:
    return replace(figure, counted=replace(figure.counted, accounting="forecast"))


def _growth(days: Figure, day: dt.date, counted_to: dt.date | None) -> Figure:
    """By how much a total grows from the day it counts to until `day`: one, and the days
    after it over the days before it, so that the unknown first day enters once."""
    if counted_to is None or day < counted_to:
        raise Refusal("the later claim does not count up to a later day")
    before = _forecast(days)
    gap = assumed(
        f"days-from-{counted_to}-to-{day}",
        f"from {day_words(counted_to)} to {day_words(day)}",
        before.counted,
        "day",
        "the days between the two claims",
        best=(day - counted_to).days,
    )
    ratio = (gap / before).named(
        f"{gap.id}-per-{days.id}", "as the days after the claim over the days before it"
    )
    one = assumed(
        "one",
        "for the claim itself",
        replace(ratio.counted, measure=Term("start")),
        ratio.unit,
        "the claim is counted once",
        best=1,
    )
    return one.plus(ratio, GROWTH).named(f"growth-by-{ratio.id}", "times the claim, if the pace is held")


def _check(outlook: Outlook, losses: Figure, later: Figure) -> Check | None:
    """None where the two do not count the same thing, or nothing can be projected."""
    wider = _wider(outlook, losses, later)
    if wider is None or later.counted.day is None:
        return None
    try:
        made = projected(
            losses, outlook.whole, outlook.assumed.first, later.counted.day, f"{losses.id}-by-{later.id}"
        )
    except Refusal:
        return None
    return Check(losses, later, made, *held_against(made, later, wider))


def _wider(outlook: Outlook, losses: Figure, later: Figure) -> int | None:
    """0: the later claim counts the same; 1: more (a wider measure or place); -1: less; None: another
    thing."""
    ids = (losses.counted.measure.id, later.counted.measure.id)
    if ids[0] != ids[1] and not set(ids) <= set(TOTALS):
        return None
    # Looked up again: the measure of a sum of ours does not carry the wider terms of the vocabulary.
    signs = {_sign(*map(outlook.everything.term, ids)), _sign(losses.counted.scope, later.counted.scope)} - {
        0
    }
    return None if len(signs) > 1 or None in signs else signs.pop() if signs else 0


def _sign(one: Term, other: Term) -> int | None:
    if one == other:
        return 0
    return 1 if one.within(other) else -1 if other.within(one) else None


def held_against(projection: Figure, later: Figure, wider: int) -> tuple[str, str]:
    """Verdict and reason. wider: 1 where the later claim counts more than the projection, -1 where less."""
    ends, said = projection.bounds, reading(later)
    below, above = wholly_below(said, ends), wholly_below(ends, said)
    if below or above:
        return _apart(projection.approx or said.approx, below, wider)
    if ends.low is None or ends.high is None:
        side = "below" if ends.high is None else "above"
        return (
            OPEN,
            f"the projection has a limit on one side only, so only a number {side} it could refute it.",
        )
    if None not in (said.low, said.high) and ends.low <= said.low and said.high <= ends.high:
        return INSIDE, "whatever number the later claim stands for, the projection allows it."
    return PARTLY, "the projection allows some of the numbers that the later claim can stand for."


def _apart(about: bool, below: bool, wider: int) -> tuple[str, str]:
    side = "below" if below else "above"
    if (below and wider < 0) or (not below and wider > 0):
        return CANNOT, f"it lies {side}, but it counts {'less' if below else 'more'} than what was projected."
    if about:
        return CANNOT, f'it lies {side}, but "about" states no limit that could be crossed.'
    moved, wrong = ("fell", "high") if below else ("rose", "low")
    return (
        OUTSIDE,
        f"it lies {side} every number projected: the pace {moved}, or the earlier figure was too {wrong}.",
    )
