"""Lines of a crontab, with their time zones where the cron knows any."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator

from claimbook.schedule.call import Call, ScheduleFault, scheduled
from claimbook.schedule.looks import SKIPPED, second_looks
from claimbook.spec import WEEKDAYS, Report, Schedule, Spec

LONGEST = 990  # Vixie's cron and its heirs cut a command at a thousand
LAST_DAYS = "28-31"  # where the last of the month is looked for
LAST = "# cron knows no last day of a month: it looks on the last days, and --if-due leaves until it has come"
EVERY = 15  # minutes: every offset of a time zone is a multiple of them

HEAD = """\
# made by claimbook schedule --cron, from "{spec}"
# For a cron that goes by CRON_TZ: cronie (Fedora, RHEL, Arch Linux), systemd-cron, NetBSD's. That of \
Debian, Ubuntu or
# macOS takes CRON_TZ for one more variable and goes by the machine's clock; there: \
claimbook schedule --cron --any-cron
# CRON_TZ counts for every line below it, so these lines belong at the end of a crontab."""

ANY_HEAD = """\
# made by claimbook schedule --cron --any-cron, from "{spec}"
# For a cron that knows no time zone: it looks every quarter of an hour whether a time of reports.toml \
has come,
# and --if-due leaves where it has not. Nominal times are kept to the minute, in any zone, \
across clock changes."""


def crontab(spec: Spec, call: Call, now: dt.datetime, any_cron: bool = False) -> str:
    """The lines for each report with a schedule. Raises ScheduleFault where there is none, or a line is too
    long.

    any_cron: for a cron without CRON_TZ. now: from when on clock changes are looked for; the lines hold no
    date.
    """
    lines = [(ANY_HEAD if any_cron else HEAD).format(spec=call.spec)]
    zone = None
    for name, report in _by_zone(scheduled(spec, call.spec)):
        schedule = report.schedule
        lines += ["", f"# {name}: {schedule}"]
        if not any_cron and schedule.time_zone != zone:
            zone = schedule.time_zone
            lines.append(f"CRON_TZ={zone}")
        times = [_quarters(schedule)] if any_cron else _times(schedule, now)
        lines += [time if time.startswith("#") else f"{time} {_command(call, name)}" for time in times]
    return "\n".join(lines) + "\n"


def _by_zone(reports: dict[str, Report]) -> Iterator[tuple[str, Report]]:
    """In the order of the file, but those of a zone together."""
    zones = list(dict.fromkeys(report.schedule.time_zone for report in reports.values()))
    yield from sorted(reports.items(), key=lambda item: zones.index(item[1].schedule.time_zone))


def _times(schedule: Schedule, now: dt.datetime) -> list[str]:
    lines = [
        f"{time} {day}" for clock in schedule.clocks for time in [_time(clock)] for day in _days(schedule)
    ]
    if schedule.month_days and "last" in schedule.month_days:
        lines.insert(0, LAST)
    looks = second_looks(schedule, now)
    if looks:
        lines.append(SKIPPED)
    for look in looks:
        lines += [f"{_time(look.clock)} {day}" for day in (_days(schedule) if look.same_day else ["* * *"])]
    return list(dict.fromkeys(lines))


def _time(clock: str) -> str:
    hour, minute = clock.split(":")
    return f"{int(minute)} {int(hour)}"


def _days(schedule: Schedule) -> list[str]:
    """Day, month and weekday of each line: cron's manual promises no lists of names, and numbers differ."""
    if schedule.days:
        return [f"* * {day}" for day in WEEKDAYS if day in schedule.days]
    if schedule.month_days:
        last = "last" in schedule.month_days
        numbers = sorted(
            day for day in set(schedule.month_days) if day != "last" and not (last and day == 28)
        )
        return [f"{','.join([*map(str, numbers), *([LAST_DAYS] if last else [])])} * *"]
    return ["* * *"]


def _quarters(schedule: Schedule) -> str:
    minutes = {(int(clock[3:]) + EVERY * n) % 60 for clock in schedule.clocks for n in range(60 // EVERY)}
    return f"{','.join(map(str, sorted(minutes)))} * * * *"


def _command(call: Call, name: str) -> str:
    settings = "".join(f"{key}={shlex.quote(value)} " for key, value in call.settings.items())
    line = f"cd {shlex.quote(str(call.root))} && {settings}{shlex.join(call.arguments(name))}"
    # To cron % is the end of the line. A backslash before it protects it, and is protected by nothing itself:
    # one that belongs to a path is set apart by an empty pair of quotes, which shlex.quote has opened for it.
    line = line.replace("\\%", "\\''%").replace("%", "\\%")
    if len(line) > LONGEST:
        raise ScheduleFault(
            f"{name}: found a command of {len(line)} characters, expected at most {LONGEST}, "
            "of which cron takes no more: shorter paths, or --systemd"
        )
    return line
