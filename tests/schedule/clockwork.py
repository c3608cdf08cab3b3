"""What the tests of schedules share: specs, a clock that is set by hand, runs that are none."""

import datetime as dt
from pathlib import Path

from claimbook.schedule import Call
from claimbook.spec import Schedule, Spec, read_spec

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)  # a Sunday


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


def schedule(at="06:30", time_zone="UTC", **when):
    return Schedule.model_validate({"at": at, "time_zone": time_zone, **when})


def spec(**schedules):
    return Spec.model_validate({"reports": {name: {"schedule": given} for name, given in schedules.items()}})


def call(root, **given):
    root = Path(root)
    return Call(root, root / "reports.toml", root / "reports", **given)


def report(name="article", at="06:30", time_zone="Europe/London", more="", also=""):
    """A report with a schedule, as reports.toml has it. more: lines of its schedule, also: of itself."""
    return f'[reports.{name}]\n{also}\n[reports.{name}.schedule]\nat = "{at}"\ntime_zone = "{time_zone}"\n{more}\n'


def written(path, *texts):
    path.write_text("\n".join(texts), encoding="utf-8")
    assert read_spec(path)
    return path


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, *parts):
        self.moment = utc(*parts)

    def __call__(self):
        return self.moment

    def set(self, *parts):
        self.moment = utc(*parts)

    def forward(self, **by):
        self.moment += dt.timedelta(**by)


class Alarm:
    """Remembers for when it was set, and never rings."""

    def __init__(self):
        self.at = {}

    def set(self, name, schedule, at):
        self.at[name] = at

    def keep(self, names):
        self.at = {name: at for name, at in self.at.items() if name in names}


class Runs:
    """Starts nothing: notes what it was asked for, and ends a run when the test says so."""

    def __init__(self):
        self.asked, self.under_way, self.spec = [], {}, None

    def __call__(self, name, slot, spec, ended):
        self.asked.append(f"{name} {slot.date}")
        self.spec = spec
        self.under_way[f"{name} {slot.date}"] = run = _Run(ended)
        return run

    def end(self, which, status=0):
        self.under_way.pop(which).end(status)


class _Run:
    def __init__(self, ended):
        self.ended, self.signals, self.over = ended, [], False

    def end(self, status):
        self.over = True
        self.ended(status)

    def terminate(self):
        self.signals.append("TERM")

    def wait(self, seconds):
        return self.over

    def kill(self):
        self.signals.append("KILL")
        if not self.over:
            self.end(-9)
