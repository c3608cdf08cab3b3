"""APScheduler as the alarm clock of a server: it wakes, and keeps in its job store when next."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from apscheduler.jobstores.base import JobLookupError
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger
from sqlalchemy import URL
from sqlalchemy.exc import SQLAlchemyError

from claimbook.errors import one_line
from claimbook.schedule.store import unwritable
from claimbook.spec import Schedule

# By the path of a store what its jobs wake: a job is stored with the name of a function, and no object of a
# process.
_RUNG: dict[str, Callable[[str], None]] = {}


def ring(store: str, name: str) -> None:
    """What a job calls: the alarm of that store, where it is still set, wakes for a report."""
    if store in _RUNG:
        _RUNG[store](name)


class SlotTrigger(BaseTrigger):
    """Fires at the slots of a Schedule: names of weekdays, and each nominal time once, are its business."""

    def __init__(self, schedule: Schedule):
        self.schedule = schedule

    def get_next_fire_time(self, previous_fire_time: dt.datetime | None, now: dt.datetime) -> dt.datetime:
        return next(self.schedule.after(previous_fire_time or now)).at

    def __getstate__(self) -> dict:
        return {"version": 1, "schedule": self.schedule.model_dump_json()}

    def __setstate__(self, state: dict) -> None:
        self.schedule = Schedule.model_validate_json(state["schedule"])

    def __eq__(self, other) -> bool:
        return isinstance(other, SlotTrigger) and self.schedule == other.schedule

    def __str__(self) -> str:
        return str(self.schedule)


class Alarm:
    """Calls `wake(name)` from a thread of its own when a report is due, at once for a time that has passed.

    A job stays as it is stored unless its report's schedule or next time is another:
    added anew on every start, it would lose what it missed.
    """

    def __init__(self, store: Path, wake: Callable[[str], None], complain: Callable[[str], None]):
        self._key = str(store.absolute())
        _RUNG[self._key] = wake
        _tell_by(complain)
        jobs = SQLAlchemyJobStore(url=URL.create("sqlite", database=self._key))
        self._scheduler = BackgroundScheduler(
            jobstores={"default": jobs},
            timezone=dt.UTC,
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 3},
        )  # waking is quick

    def start(self) -> None:
        """Open the jobs that are stored; nothing rings before run()."""
        self._scheduler.start(paused=True)

    def run(self) -> None:
        self._scheduler.resume()

    def look(self) -> None:
        """Read the clock again: a wait goes by one that no one sets, and that stands still while a machine
        sleeps."""
        self._scheduler.wakeup()

    def set(self, name: str, schedule: Schedule, at: dt.datetime) -> None:
        """Ring for this report at that moment, and at its later slots."""
        job, trigger, args = self._job(name), SlotTrigger(schedule), (self._key, name)
        if job is None or (job.trigger, job.next_run_time, tuple(job.args)) != (trigger, at, args):
            with self._written():
                self._scheduler.add_job(
                    ring, trigger, args=args, id=name, name=name, next_run_time=at, replace_existing=True
                )

    def keep(self, names: Iterable[str]) -> None:
        """Ring for no other report than these."""
        with self._written():
            for job in self._scheduler.get_jobs():
                if job.id not in names:
                    with suppress(JobLookupError):
                        self._scheduler.remove_job(job.id)

    def next(self, name: str) -> dt.datetime | None:
        """When it rings next for a report."""
        job = self._job(name)
        return job.next_run_time if job else None

    @contextmanager
    def _written(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as fault:
            raise unwritable(self._key, str(fault).splitlines()[0]) from None

    def _job(self, name: str):
        try:
            return self._scheduler.get_job(name)
        except Exception:  # a pickle of another version: the report's own record says when it is due
            return None

    def stop(self) -> None:
        del _RUNG[self._key]
        self._scheduler.shutdown(wait=False)


class _Lines(logging.Handler):
    """What APScheduler logs, a line each, without the traceback that it adds."""

    def __init__(self, complain: Callable[[str], None]):
        super().__init__(logging.WARNING)
        self.complain = complain

    def emit(self, record: logging.LogRecord) -> None:
        why = f": {record.exc_info[1]}" if record.exc_info else ""
        self.complain(one_line(f"apscheduler: {record.getMessage()}{why}"))


def _tell_by(complain: Callable[[str], None]) -> None:
    logger = logging.getLogger("apscheduler")
    logger.handlers, logger.propagate = [_Lines(complain)], False
