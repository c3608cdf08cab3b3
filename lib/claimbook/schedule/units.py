"""Units of systemd: for each report a service that runs it, and a timer that knows when."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from claimbook.errors import one_line
from claimbook.schedule.call import Call, ScheduleFault, scheduled
from claimbook.schedule.looks import SKIPPED, second_looks
from claimbook.spec import WEEKDAYS, Schedule, Spec

STOP_SECONDS = 40  # a stopped run cleans up after itself first
_PLAIN = re.compile(r"[A-Za-z0-9_./:,+@=-]+")  # what needs no quotes

SERVICE = """\
{head}
[Unit]
Description=Claimbook report {name}

[Service]
Type=oneshot
WorkingDirectory={root}
{settings}ExecStart={command}
Nice=10
KillMode=mixed
TimeoutStopSec={stop}
"""

TIMER = """\
{head}
[Unit]
Description=Claimbook report {name}: {schedule}

[Timer]
{times}
Persistent=true
AccuracySec=1min

[Install]
WantedBy=timers.target
"""


def units(spec: Spec, call: Call, now: dt.datetime) -> dict[str, str]:
    """File name to text, for each report with a schedule. Raises ScheduleFault where there is none.

    now: from when on clock changes are looked for; the units hold no date.
    """
    texts = {}
    for name, report in scheduled(spec, call.spec).items():
        head = _head(call)
        texts[f"claimbook-{name}.service"] = SERVICE.format(
            head=head,
            name=name,
            root=_folder(call.root),
            command=" ".join(map(_argument, _executable(call.arguments(name)))),
            settings="".join(
                f"Environment={_quoted(f'{key}={value}')}\n" for key, value in call.settings.items()
            ),
            stop=STOP_SECONDS,
        )
        texts[f"claimbook-{name}.timer"] = TIMER.format(
            head=head, name=name, schedule=report.schedule, times="\n".join(_times(report.schedule, now))
        )
    return texts


def _head(call: Call) -> str:
    return f'# made by claimbook schedule --systemd, from "{call.spec}"'


def _times(schedule: Schedule, now: dt.datetime) -> list[str]:
    lines = [f"OnCalendar={line}" for clock in schedule.clocks for line in calendar(schedule, clock)]
    looks = second_looks(schedule, now)
    if looks:
        lines.append(SKIPPED)
    for look in looks:
        on = (
            calendar(schedule, look.clock)
            if look.same_day
            else [f"*-*-* {look.clock}:00 {schedule.time_zone}"]
        )
        lines += [f"OnCalendar={line}" for line in on]
    return lines


def calendar(schedule: Schedule, clock: str) -> list[str]:
    """What OnCalendar= says for a time of day: one line, or two where the last of the month is among numbered
    days."""
    if schedule.days:
        names = ",".join(day for day in WEEKDAYS if day in schedule.days)
        return [f"{names} *-*-* {clock}:00 {schedule.time_zone}"]
    if not schedule.month_days:
        return [f"*-*-* {clock}:00 {schedule.time_zone}"]
    numbers = sorted(day for day in set(schedule.month_days) if day != "last")
    dates = [f"*-*-{','.join(f'{day:02d}' for day in numbers)}"] if numbers else []
    dates += ["*-*~01"] if "last" in schedule.month_days else []
    return [f"{date} {clock}:00 {schedule.time_zone}" for date in dates]


def _executable(arguments: list[str]) -> list[str]:
    """systemd takes no quotes in the path of a command, and no $ the way it takes it in an argument."""
    return arguments if _PLAIN.fullmatch(arguments[0]) else ["/usr/bin/env", *arguments]


def _argument(text: str) -> str:
    return _quoted(text.replace("$", "$$"))


def _quoted(text: str) -> str:
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return text if _PLAIN.fullmatch(text) else f'"{text}"'


def _folder(path: Path) -> str:
    """systemd takes the rest of the line as it is, but for %; a backslash at its end would join the next
    line."""
    text = str(path).replace("%", "%%")
    return f"{text}/" if text.endswith(("\\", " ")) else text


def write_units(folder: Path, texts: dict[str, str]) -> tuple[list[Path], list[Path]]:
    """Write the units, each whole at once. Returns what was written, and what is left there of reports that
    are gone.

    Raises ScheduleFault before anything is written where a file of that name was not made from the same
    reports.toml.
    """
    folder.mkdir(parents=True, exist_ok=True)
    head = next(iter(texts.values())).splitlines()[0]
    for path in (folder / name for name in texts):
        if path.exists() and _first_line(path) != head:
            raise ScheduleFault(
                f"{path}: found a unit that was not made from this reports.toml "
                f"({one_line(_first_line(path), 120)}), expected no such file, or one of its own"
            )
    for name, text in texts.items():
        part = folder / f".{name}.part"
        part.write_text(text, encoding="utf-8")
        part.replace(folder / name)
    there = [path for path in sorted(folder.glob("claimbook-*.*")) if path.suffix in (".service", ".timer")]
    mine = [path for path in there if path.is_file() and _first_line(path) == head]
    return [folder / name for name in texts], [path for path in mine if path.name not in texts]


def _first_line(path: Path) -> str:
    return next(iter(path.read_text(encoding="utf-8", errors="replace").splitlines()), "")
