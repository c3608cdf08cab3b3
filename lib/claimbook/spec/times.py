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

WEEKDAYS = (
    "Mon",
    "Tue",
    "Wed",
    "Thu",
    "Fri",
    "Sat",
    "Sun",
)  # names only: cron and others number them differently
_NO_PLACES = {"localtime", "Factory"}  # listed as zones: whatever the machine is set to, and none set
_DAY = dt.timedelta(days=1)
_SECOND = dt.timedelta(seconds=1)


def _clock(text: str) -> str:
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise ValueError("a time of day as 06:30")
    return text


def _zone(name: str) -> str:
    if not _zones():
        raise ValueError("a machine with a time zone database: pip install tzdata")
    if name not in _zones():
        raise ValueError("a time zone such as Europe/London or UTC")
    return name


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones() - _NO_PLACES)


def _as_list(value):
    return [value] if isinstance(value, str) else value


Clock = Annotated[str, AfterValidator(_clock)]


@dataclass(frozen=True, order=True)
class Slot:
    """One nominal time: `at` the moment (aware, UTC), `local` the time of the schedule in its zone
    (naive)."""

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
    days: list[Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]] | None = Field(
        default=None, min_length=1
    )
    month_days: list[Annotated[int, Field(ge=1, le=28)] | Literal["last"]] | None = Field(
        default=None, min_length=1
    )
    time_zone: Annotated[str, AfterValidator(_zone)]

    @model_validator(mode="after")
    def _one_kind(self) -> Schedule:
        if self.days and self.month_days:
            raise ValueError("either days or month_days")
        return self

    def __str__(self) -> str:
        """As `Mon, Wed 06:30 Europe/London`."""
        if self.days:
            on = ", ".join(day for day in WEEKDAYS if day in self.days)
        elif self.month_days:
            on = f"day {', '.join(map(str, self.month_days))} of the month"
        else:
            on = "every day"
        return f"{on} {', '.join(self.clocks)} {self.time_zone}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def clocks(self) -> list[str]:
        """The times of day, each once, in order."""
        return sorted(set(self.at))

    def due_on(self, day: dt.date) -> bool:
        """Whether the schedule has times on this day of its zone."""
        if self.month_days:
            return day.day in self.month_days or ("last" in self.month_days and (day + _DAY).day == 1)
        return not self.days or WEEKDAYS[day.weekday()] in self.days

    def slots_of(self, day: dt.date) -> list[Slot]:
        """The slots of a day, in order, no two at one moment.

        A time that the clock skips in spring is due as the clock changes, however many
        of a day are skipped; one that it shows twice in autumn is due once, the first time.
        """
        if not self.due_on(day):
            return []
        local = [dt.datetime.combine(day, dt.time.fromisoformat(clock)) for clock in self.clocks]
        return list({at: Slot(at, time) for time in local for at in [_moment(time, self.zone)]}.values())

    def after(self, moment: dt.datetime) -> Iterator[Slot]:
        """The slots later than an aware moment: in order without end, each later than the one before it.

        Of several at one moment (a zone skipped a whole day) it is the last.
        """
        day = _aware(moment).astimezone(self.zone).date()
        held = None
        while day < dt.date.max:
            for slot in self.slots_of(day):
                if slot.at > moment:
                    if held and held.at < slot.at:
                        yield held
                    held = slot
            day += _DAY

    def last_before(self, moment: dt.datetime) -> Slot | None:
        """The last slot not later than an aware moment; None at the beginning of time."""
        # A clock put back over midnight showed the day after, before the moment.
        day = _aware(moment).astimezone(self.zone).date() + _DAY
        while day > dt.date.min + _DAY:
            past = [slot for slot in self.slots_of(day) if slot.at <= moment]
            if past:
                return past[-1]
            day -= _DAY
        return None


def _aware(moment: dt.datetime) -> dt.datetime:
    if moment.tzinfo is None:  # Python would take it for the machine's time
        raise ValueError("a moment has a time zone")
    return moment


def _moment(local: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The first moment (UTC) at which the clock of a zone shows this time, or is put past it."""
    first = local.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)
    if first.astimezone(zone).replace(tzinfo=None) == local:
        return first
    return _change(zone, local.replace(tzinfo=zone, fold=1).astimezone(dt.UTC), first)


def _change(zone: ZoneInfo, before: dt.datetime, later: dt.datetime) -> dt.datetime:
    """The moment between two, to the second, as of which the clock of a zone is put forward."""
    offset = before.astimezone(zone).utcoffset()
    while later - before > _SECOND:
        middle = before + _SECOND * ((later - before) // _SECOND // 2)
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            later = middle
    return later
