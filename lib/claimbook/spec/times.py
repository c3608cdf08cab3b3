"""When a report is due: nominal times in a time zone, across clock changes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")  # names only: cron and others number them differently
FURTHEST = 366 * 9  # days within which a schedule has a slot at all: 29 February, across a century


def _clock(text: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError("a time of day as 06:30")
    return text


def _zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("a time zone such as Europe/London or UTC")
    return name


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _as_list(value):
    return [value] if isinstance(value, str) else value


Clock = Annotated[str, AfterValidator(_clock)]


@dataclass(frozen=True, order=True)
class Slot:
    """One nominal time: `at` the moment (aware, UTC), `local` what a clock in the zone shows (naive)."""

    at: dt.datetime
    local: dt.datetime

    @property
    def date(self) -> dt.date:
        return self.local.date()


class Schedule(BaseModel):
    """Times of day on weekdays (by name) or days of the month, in a time zone of the IANA's.

    at         one time or several, as "06:30"
    days       Mon, Tue, Wed, Thu, Fri, Sat, Sun; every day where it is left out
    month_days 1 to 28 or "last"; not together with days
    time_zone  such as Europe/London
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    at: Annotated[list[Clock], BeforeValidator(_as_list)] = Field(min_length=1)
    days: list[Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]] | None = Field(default=None, min_length=1)
    month_days: list[Annotated[int, Field(ge=1, le=28)] | Literal["last"]] | None = Field(default=None, min_length=1)
    time_zone: Annotated[str, AfterValidator(_zone)]

    @model_validator(mode="after")
    def _one_kind(self) -> "Schedule":
        if self.days and self.month_days:
            raise ValueError("either days or month_days")
        return self

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def due_on(self, day: dt.date) -> bool:
        """Whether the schedule has times on this day of its zone."""
        if self.month_days:
            last = (day + dt.timedelta(days=1)).month != day.month
            return day.day in self.month_days or ("last" in self.month_days and last)
        return not self.days or WEEKDAYS[day.weekday()] in self.days

    def slots_of(self, day: dt.date) -> list[Slot]:
        """The slots of a day. A time that the clock skips in spring is due at the moment of the
        change plus what was skipped; one that it shows twice in autumn is due once, the first time."""
        if not self.due_on(day):
            return []
        times = sorted({dt.time.fromisoformat(clock) for clock in self.at})
        local = [dt.datetime.combine(day, time) for time in times]
        return [Slot(moment.replace(tzinfo=self.zone, fold=0).astimezone(dt.UTC), moment) for moment in local]

    def after(self, moment: dt.datetime) -> Iterator[Slot]:
        """The slots later than an aware moment, in order."""
        day = moment.astimezone(self.zone).date() - dt.timedelta(days=1)
        for _ in range(FURTHEST):
            yield from sorted(slot for slot in self.slots_of(day) if slot.at > moment)
            day += dt.timedelta(days=1)

    def last_before(self, moment: dt.datetime) -> Slot | None:
        """The last slot not later than an aware moment."""
        day = moment.astimezone(self.zone).date() + dt.timedelta(days=1)
        for _ in range(FURTHEST):
            past = [slot for slot in self.slots_of(day) if slot.at <= moment]
            if past:
                return max(past)
            day -= dt.timedelta(days=1)
        return None
