"""Times of day at which systemd and cron look a second time, since the clock skips one of the schedule's
own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from claimbook.spec import Schedule

SKIPPED = (
    "# a clock change skips a time above: it is made up for then, and on other days there is nothing due"
)
_YEARS = 10  # as far as it is worth looking: no government says more


@dataclass(frozen=True, order=True)
class Look:
    """clock: the time at which the zone's clock goes on after the skipped one; same_day: still on its day."""

    clock: str
    same_day: bool


def second_looks(schedule: Schedule, now: dt.datetime) -> list[Look]:
    """Where a clock is put forward over a time of the schedule, in the years to come; mostly none."""
    today, looks = now.astimezone(schedule.zone).date(), set()
    for day in (today + dt.timedelta(days=n) for n in range(366 * _YEARS)):
        if _put_forward(schedule, day):
            looks.update(_looks(schedule, day))
    return sorted(looks)


def _put_forward(schedule: Schedule, day: dt.date) -> bool:
    midnights = [dt.datetime.combine(day + dt.timedelta(days=n), dt.time(), schedule.zone) for n in (0, 1)]
    return midnights[0].utcoffset() < midnights[1].utcoffset()


def _looks(schedule: Schedule, day: dt.date) -> set[Look]:
    found = set()
    for slot in schedule.slots_of(day):
        shown = slot.at.astimezone(schedule.zone).replace(tzinfo=None)
        if shown != slot.local:
            found.add(Look(f"{shown:%H:%M}", shown.date() == day))
    return found
