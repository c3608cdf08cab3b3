"""The arithmetic of a scenario, over Figures: pace, time until a share is lost, earnings.

pace      losses as claimed / days since the first combat
net pace  pace - fresh men
time      share lost x force / net pace, counted from the first combat
earnings  pay x force x time x share of the men who are paid for

Each uncertain input enters a time once, so the ends of the result are its true
ends: a floor of losses makes a floor of the pace and a ceiling of the time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from claimbook.errors import Refusal
from claimbook.figure import Bounds, Derivation, Figure, Rule, Term, assumed, bounds, rules

LOSSES = ("casualties", "killed-or-wounded", "killed", "wounded")
TAKEN_FOR_LOSSES = ("casualties", "killed-or-wounded", "killed")
PACE_HELD = "the pace is held to be the same on all days"
FRESH_MEN = Term("fresh-men", "men who come as replacement")

Days = tuple[dt.date, dt.date]


def day_words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def range_words(days: Days) -> str:
    return day_words(days[0]) if days[0] == days[1] else f"{day_words(days[0])} to {day_words(days[1])}"


# -- pace -----------------------------------------------------------------------
def pace(losses: Figure, whole: Term, first: Days | None, tag: str = "") -> Figure:
    """Losses a day of the whole force (scope `whole`), from its first combat on.

    tag is appended to the id. Raises Refusal where the claim has no number, counts
    no losses, counts a part of the force, or covers no known days.
    """
    days = days_covered(losses, whole, first)
    made = replace(losses / days, label="the same losses over their days").to(
        "person/day"
    )  # no entry of its own
    caveats = (
        ()
        if losses.counted.scope == whole
        else (f"counted in {losses.counted.scope.label} only: a floor of a part is a floor of the whole",)
    )
    return made.named(
        f"{losses.id}-pace{tag}",
        f"{losses.counted.measure.label}, {by(losses)}",
        "Losses as claimed over the days in which they fell.",
        *caveats,
    )


def days_covered(losses: Figure, whole: Term, first: Days | None) -> Figure:
    """The days in which these losses fell: the claim's own, else those since the first combat."""
    _must_count_the_whole(losses, whole)
    if losses.counted.accounting == "increment":
        return losses.period_length().named(
            f"{losses.id}-span", "in which these losses fell", "As the claim states it."
        )
    if losses.counted.accounting != "cumulative":
        raise Refusal(f"it is a {losses.counted.accounting}, no count of losses up to a day")
    if first is None:
        raise Refusal("no event of this selection dates the first combat")
    return days_since(losses, first)


def _must_count_the_whole(losses: Figure, whole: Term) -> None:
    known = losses.bounds  # refuses a vague figure
    if losses.counted.measure.id not in LOSSES:
        raise Refusal(f"{losses.counted.measure.label}: no count of losses of the force")
    place = losses.counted.scope
    if place == whole or whole.within(place):
        return
    floor = losses.counted.accounting == "cumulative" and known.high is None
    if not (place.within(whole) and floor):
        raise Refusal(
            f"it counts a part of the force ({place.label}), which says nothing of the pace of the whole"
        )


def days_since(losses: Figure, first: Days) -> Figure:
    """Days from the first combat, which lies within `first`, to the day of the claim; a range."""
    day = losses.counted.day
    if day is None:
        raise Refusal("the day up to which it counts is not stated")
    low, high = ((day - start).days for start in (first[1], first[0]))
    if low <= 0:
        raise Refusal(
            f"it counts up to {day_words(day)}, but the first combat is assumed as late as {day_words(first[1])}"  # noqa: E501
        )
    ends = {"best": low} if low == high else {"low": low, "high": high}
    counted = replace(losses.counted, measure=Term("days"), accounting="increment")
    id = f"days-{'-'.join(map(str, dict.fromkeys(first)))}-to-{day}"
    return assumed(
        id,
        "since the first combat",
        counted,
        "day",
        f"first combat on {range_words(first)}, claim of {day_words(day)}",
        **ends,
    )


def fresh_men(pace_figure: Figure, fresh: tuple[int, int]) -> Figure:
    """Men a month who come as replacement, assumed for the scenario of this pace."""
    low, high = fresh
    ends = {"best": low} if low == high else {"low": low, "high": high}
    counted = replace(pace_figure.counted, measure=FRESH_MEN)
    return assumed(
        f"fresh-men-{'-'.join(map(str, dict.fromkeys(fresh)))}",
        "fresh men, assumed",
        counted,
        "person/month",
        "a round range; nobody states how many are sent",
        **ends,
    )


def net_pace(pace_figure: Figure, fresh: tuple[int, int]) -> Figure:
    """Losses a day that nobody replaces. Raises Refusal where replacement may make up for all."""
    if fresh == (0, 0):
        return pace_figure
    men = fresh_men(pace_figure, fresh)
    rule = Rule(
        "losses less fresh men",
        "-",
        pace_figure.counted.measure.id,
        FRESH_MEN.id,
        "net-losses",
        "losses a day less fresh men a day, assumed for this scenario; a difference of ours",
    )
    counted, words = rules.combined(pace_figure, men, "-", (rule,))
    try:
        ends = bounds.subtract(pace_figure.bounds, men.to(pace_figure.unit).bounds)
    except Refusal:
        ends = None
    if ends is None or ends.high == 0:
        raise Refusal(
            "the fresh men that are assumed may make up for all the losses, so no time can be given"
        )
    low, best, high = (None, ends.low, None) if ends.is_point else (ends.low, None, ends.high)
    return Figure(
        f"{pace_figure.id}-less-{men.id}",
        _bound(ends),
        pace_figure.unit,
        counted,
        Derivation("-", (pace_figure, men), words),
        low,
        best,
        high,
        ends.approx,
        caveats=pace_figure.caveats,
        label="losses that nobody replaces",
    )


def _bound(ends: Bounds) -> str:
    if ends.is_point:
        return "about" if ends.approx else "as_printed"
    if ends.low is not None and ends.high is not None:
        return "between"
    if ends.high is None:
        return "more_than" if ends.low_open else "at_least"
    return "less_than" if ends.high_open else "at_most"


# -- time and money -------------------------------------------------------------
def share_lost(force: Figure, per_cent: int, why: str) -> Figure:
    """A share of the force, as an assumption: the point at which the time is told."""
    counted = replace(force.counted, measure=Term("share-lost", "share lost"), accounting="forecast")
    return assumed(f"share-{per_cent}", "share of the force lost", counted, "percent", why, best=per_cent)


def time_until(
    losses: Figure, pace_figure: Figure, force: Figure, share: Figure, fresh: tuple[int, int], tag: str = ""
) -> Figure:
    """Days from the first combat until that share of the force is lost; a forecast.

    Raises Refusal where the claim counts the wounded alone, or fresh men may make up for all losses.
    """
    if losses.counted.measure.id not in TAKEN_FOR_LOSSES:
        raise Refusal(
            f"{losses.counted.measure.label} alone: many of them return, so they tell of no loss for good"
        )
    men = (share * force).named(
        f"{share.id}-of-{force.id}",
        "men: the share of the force that is lost",
        "The men whose loss is asked for.",
    )
    dead = ("by the dead alone",) if losses.counted.measure.id == "killed" else ()
    return (men / net_pace(pace_figure, fresh)).named(
        f"{losses.id}-until-{at(share)}{tag}",
        f"until {share.text()} of the force is lost, {by(losses)}",
        f"If {PACE_HELD}; a forecast of ours.",
        *dead,
    )


def paid_for(share: Figure) -> Figure:
    """The men who are paid for until then: from those who are left to all who came."""
    left = 100 - share.bounds.low
    return assumed(
        f"paid-until-{at(share)}",
        "men who are paid for",
        replace(share.counted, measure=Term("paid-for")),
        "percent",
        "from those who are left to all who came; nobody states whether the lost are paid for",
        low=left,
        high=100,
    )


def earnings(
    losses: Figure,
    pay: Figure,
    force: Figure,
    share: Figure,
    time: Figure,
    tag: str = "",
    paid: Figure | None = None,
) -> Figure:
    """Money that the force could have brought by then; a forecast, stage as the pay's."""
    bill = (pay * force).named(f"{pay.id}-for-{force.id}", "pay of the whole force")
    bill = (
        (bill * time)
        .to(pay.unit.split("/")[0])
        .named(f"{pay.id}-until-{time.id}", "pay of the whole force until then")
    )
    return (bill * (paid or paid_for(share))).named(
        f"{losses.id}-until-{at(share)}-{pay.id}{tag}",
        f"for the force until {share.text()} of it is lost, {by(losses)}",
        "Pay for the men and the time; what could come in, not what did.",
    )


def who(figure: Figure) -> str:
    """Claimant in words; of a figure of ours, whose counts it is made of."""
    return " and ".join(figure.claimants)


def by(losses: Figure) -> str:
    """By whose claim a scenario goes, in words."""
    return f"by figures of {who(losses)}"


def at(share: Figure) -> str:
    """The share within an id: "50"."""
    return share.id.removeprefix("share-")
