"""A nominal time is carried out once, whoever calls and however often: what `run --if-due` asks."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from claimbook.errors import one_line
from claimbook.schedule.call import ScheduleFault, scheduled
from claimbook.spec import Schedule, Slot, read_spec

FOLDER = ".due"  # below reports/: for each report a file of the nominal times that were carried out
_LINES = 1000  # of which a file holds at most; then the newer half stays
_ENDED = (None, 0, 1, 2)  # exit statuses of a run that came to its end; others were stopped


@contextmanager
def once(reports: Path, name: str, schedule: Schedule, now: dt.datetime) -> Iterator[Slot | None]:
    """The slot to carry out in this block: the last one not later than `now`; None where it was, or is just
    being.

    It counts as carried out when the block ends, well or with an error: a failing report is tried
    once for each nominal time. A block that is interrupted or killed leaves it to the next call.
    """
    slot = schedule.last_before(now)
    (reports / FOLDER).mkdir(parents=True, exist_ok=True)
    with open(reports / FOLDER / name, "a+b") as file:  # held open: a killed process lets go of its lock
        if slot is None or not _alone(file) or _nominal(slot, schedule) in _lines(file):
            yield None
            return
        try:
            yield slot
        except BaseException as end:
            if not _interrupted(end):
                _add(file, _nominal(slot, schedule))
            raise
        _add(file, _nominal(slot, schedule))


@contextmanager
def what_is_due(path: Path, reports: Path, names: Sequence[str], now: dt.datetime) -> Iterator[list[str]]:
    """Of the reports named in a spec (all with a schedule, for no name) those with a slot to carry out in
    this block.

    Raises SpecFaults, and ScheduleFault for a name that is no report with a schedule.
    """
    there = scheduled(read_spec(path), path)
    for name in names:
        if name not in there:
            raise ScheduleFault(
                f'{path}: found no report "{one_line(name, 80)}" with a schedule, '
                f"expected one of {', '.join(there)}"
            )
    with ExitStack() as stack:
        yield [
            name
            for name in names or there
            if stack.enter_context(once(reports, name, there[name].schedule, now))
        ]


def _interrupted(end: BaseException) -> bool:
    return (
        isinstance(end, KeyboardInterrupt | GeneratorExit)
        or isinstance(end, SystemExit)
        and end.code not in _ENDED
    )


def _nominal(slot: Slot, schedule: Schedule) -> str:
    return f"{slot.local:%Y-%m-%d %H:%M} {schedule.time_zone}"


def _alone(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lines(file) -> list[str]:
    file.seek(0)
    return file.read().decode("utf-8", errors="replace").split("\n")


def _add(file, line: str) -> None:
    """In place, because the lock is on the file and not on its name; a line cut short by a crash is no
    nominal time."""
    before = [kept for kept in _lines(file) if kept]
    if len(before) >= _LINES:
        file.truncate(0)
        file.write("".join(f"{kept}\n" for kept in before[-_LINES // 2 :]).encode())
    file.write(f"\n{line}\n".encode())  # a line end first: the last writer may have been cut short
    file.flush()
    os.fsync(file.fileno())
