"""What is due is run, once; the rest is remembered. Knows no APScheduler: an alarm calls it, and so does a
tick."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from claimbook.errors import ClaimbookError, one_line
from claimbook.schedule.call import scheduled
from claimbook.schedule.health import Health
from claimbook.schedule.store import LEFT, RUNNING, STOPPED, WAITING, ServeFault, Store
from claimbook.spec import Report, Schedule, Slot, read_spec

LATE = dt.timedelta(minutes=2)
OUTCOMES = {0: "ok", 1: "failed", 2: "wrong input"}  # of `claimbook run`


class Alarms(Protocol):
    """What wakes the server: see alarm.Alarm."""

    def set(self, name: str, schedule: Schedule, at: dt.datetime) -> None: ...
    def keep(self, names: Sequence[str]) -> None: ...


class Started(Protocol):
    """A run that was started: see process.Process."""

    def terminate(self) -> None: ...
    def wait(self, seconds: float) -> bool: ...
    def kill(self) -> None: ...


Launch = Callable[[str, Slot, Path, Callable[[int], None]], Started]


@dataclass(frozen=True)
class Turn:
    """A slot of a report that is to be run, or is being run."""

    name: str
    slot: Slot
    time_zone: str

    def __str__(self) -> str:
        return f"{self.name} {self.slot.local:%Y-%m-%d %H:%M} {self.time_zone}"


class Server:
    """Holds the reports of a spec, runs what is due, and lets a report's runs follow each other.

    now()      the moment, aware; say(line), complain(line): to stdout and stderr
    launch     starts a run: (name, slot, spec, ended) -> Started; ended(status) comes from another thread
    at_once    how many runs may be under way; those of one report never overlap
    after()    called after each run
    """

    def __init__(
        self,
        spec: Path,
        store: Store,
        alarm: Alarms,
        launch: Launch,
        now: Callable[[], dt.datetime],
        say: Callable[[str], None],
        complain: Callable[[str], None],
        at_once: int,
        after: Callable[[], None],
    ):
        self._path, self._store, self._alarm, self._launch, self._after = spec, store, alarm, launch, after
        self._now, self._say, self._complain, self._at_once = now, say, complain, at_once
        self._lock = threading.RLock()
        self._reports: dict[str, Report] = {}
        self._good = b""  # the spec that is served, as its file held it
        self._wrong: list[str] = []  # what is wrong with the one that the file holds now
        self._fault = ""  # what kept the last tick from its work
        self._queue: list[Turn] = []
        self._running: dict[Turn, Started] = {}
        self._stopping = False

    # --- which reports, and when --------------------------------------------------------

    def start(self) -> None:
        """Take over reports.toml and what an earlier server left unfinished. Raises SpecFaults or
        ScheduleFault."""
        with self._lock:
            self._good = self._path.read_bytes() if self._path.is_file() else b""
            self._reports = scheduled(read_spec(self._path), self._path)
            self._settle()
            for name in self._reports:
                self._resume(name)
            self._begin()

    def tick(self) -> None:
        """Look at the clock and at reports.toml. What goes wrong is told, once, and tried again at the next
        tick."""
        with self._lock:
            try:
                self._read_again()
                self._settle()
                self.look()
            except ServeFault as fault:
                if self._fault != str(fault):
                    self._fault = str(fault)
                    self._complain(self._fault)
            else:
                self._fault = ""

    def look(self, name: str | None = None) -> None:
        """Run what is due: of one report, or of all."""
        with self._lock:
            for each in [name] if name else list(self._reports):
                turn = self._due(each)
                if turn:
                    self._make_up(turn)
            self._begin()

    def _read_again(self) -> None:
        """Take over a changed reports.toml where it is good; else tell what is wrong, once, and go on as
        before."""
        try:
            there = self._path.read_bytes()
            if there == self._good:
                self._wrong = []
                return
            reports = scheduled(read_spec(self._path), self._path)
        except (ClaimbookError, OSError) as fault:
            wrong = str(fault).splitlines()
            if self._wrong != wrong:
                self._wrong = wrong
                for line in [*wrong, f"goes on with the {self._path.name} of before"]:
                    self._complain(line)
            return
        self._changes(reports)
        self._reports, self._good, self._wrong = reports, there, []

    def _spec(self) -> Path:
        """The file for a run: reports.toml, or where that was changed since, what it held when it was
        good."""
        with suppress(OSError):
            if self._path.read_bytes() == self._good:
                return self._path
        copy = self._store.path.with_name(f"{self._store.path.stem}.{self._path.name}")
        part = copy.with_name(f"{copy.name}.part")
        part.write_bytes(self._good)
        part.replace(copy)
        return copy

    def _changes(self, reports: dict[str, Report]) -> None:
        before = self._reports
        new = [name for name in reports if name not in before]
        gone = [name for name in before if name not in reports]
        other = [name for name in reports if name in before and reports[name] != before[name]]
        kinds = (("new", new), ("changed", other), ("gone", gone))
        told = [f"{word} {', '.join(names)}" for word, names in kinds if names]
        self._say(f"took over {self._path.name}: {'; '.join(told) or 'no schedule changed'}")

    def _settle(self) -> None:
        """Bring the store and the alarm in agreement with the reports and the clock."""
        gone = self._store.forget(set(self._store.names()) - set(self._reports))
        for name in gone:
            self._store.miss(name, self._now())
        self._queue = [turn for turn in self._queue if turn.name in self._reports]
        for name, report in self._reports.items():
            self._since(name, report.schedule)
            self._alarm.set(name, report.schedule, self._next(name).at)
        self._alarm.keep(list(self._reports))

    def _since(self, name: str, schedule: Schedule) -> dt.datetime:
        """Up to when the times of a report are dealt with: for a new schedule, or a clock put back, up to
        now."""
        now, since = self._now(), self._store.since(name, schedule)
        if since is None or since > now:
            self._store.serve(name, schedule, now)
            return now
        return since

    def _next(self, name: str) -> Slot:
        """The first slot that is not dealt with; it may be past."""
        schedule = self._reports[name].schedule
        return next(
            slot
            for slot in schedule.after(self._since(name, schedule))
            if not self._store.taken(name, slot, schedule.time_zone)
        )

    def _due(self, name: str) -> Turn | None:
        """The last slot, where it has not been dealt with; those before it are passed over."""
        report = self._reports.get(name)
        if report is None or self._stopping:
            return None
        schedule, now = report.schedule, self._now()
        slot = schedule.last_before(now)
        if (
            slot is None
            or slot.at <= self._since(name, schedule)
            or self._store.taken(name, slot, schedule.time_zone)
        ):
            return None
        return Turn(name, slot, schedule.time_zone)

    # --- runs ---------------------------------------------------------------------------

    def _resume(self, name: str) -> None:
        """Of what a server before this one did not finish the last is run again, unless a later time has
        passed."""
        unfinished = self._store.unfinished(name)
        self._store.miss(name, self._now())
        turn = self._due(name)
        if turn:
            self._make_up(turn)
        elif unfinished:
            slot, zone = unfinished[-1]
            self._say(f"{Turn(name, slot, zone)}: was not finished, runs again")
            self._take(Turn(name, slot, zone))

    def _make_up(self, turn: Turn) -> None:
        """Take up what is due, and say so where it is late."""
        passed = self._passed(turn.name, turn.slot)
        if passed or self._now() - turn.slot.at > LATE:
            left_out = f", {passed} before it {'is' if passed == 1 else 'are'} passed over" if passed else ""
            self._say(f"{turn}: is made up for{left_out}")
        self._take(turn)

    def _passed(self, name: str, slot: Slot) -> int:
        schedule, count = self._reports[name].schedule, 0
        for earlier in schedule.after(self._since(name, schedule)):
            if earlier.at >= slot.at:
                return count
            count += 1
        return count

    def _take(self, turn: Turn) -> None:
        report = self._reports[turn.name]
        busy = next((other for other in [*self._running, *self._queue] if other.name == turn.name), None)
        status = LEFT if busy and report.overlap == "leave" else WAITING
        self._store.take(turn.name, turn.slot, turn.time_zone, status, self._now())
        if status == LEFT:
            self._say(f"{turn}: left, since {busy} is under way")
        else:
            if busy:
                self._say(f"{turn}: waits for {busy}")
            self._queue.append(turn)
        self._alarm.set(turn.name, report.schedule, self._next(turn.name).at)

    def _begin(self) -> None:
        """Start those whose turn it is."""
        for turn in list(self._queue):
            if len(self._running) >= self._at_once or self._stopping:
                return
            if not any(other.name == turn.name for other in self._running):
                self._queue.remove(turn)
                self._start(turn)

    def _start(self, turn: Turn) -> None:
        self._put(turn, RUNNING)
        try:
            started = self._launch(
                turn.name, turn.slot, self._spec(), lambda status: self._ended(turn, status)
            )
        except OSError as fault:
            self._put(turn, OUTCOMES[1])
            self._complain(f'{turn}: found "{one_line(str(fault))}", expected a run to start')
            return
        self._running[turn] = started

    def _ended(self, turn: Turn, status: int) -> None:
        with self._lock:
            self._running.pop(turn, None)
            outcome = STOPPED if self._stopping and status else OUTCOMES.get(status, "failed")
            self._put(turn, outcome, status)
            if status and outcome != STOPPED:
                how = f"ended by signal {-status}" if status < 0 else f"exit status {status}"
                self._complain(f"{turn}: {outcome}, {how}")
            if not self._stopping:
                self._begin()
                self._after()

    def _put(self, turn: Turn, status: str, exit_status: int | None = None) -> None:
        """A store that cannot be written must not keep a run from being followed to its end."""
        try:
            self._store.put(turn.name, turn.slot, turn.time_zone, status, self._now(), exit_status)
        except ServeFault as fault:
            self._complain(str(fault))

    # --- the end, and how it is ---------------------------------------------------------

    def stop(self, grace: float) -> None:
        """Begin nothing more, ask what runs to stop, and kill what has not after `grace` seconds, with all
        its own."""
        with self._lock:
            self._stopping = True
            running = dict(self._running)
        if running:
            self._say(f"stops {', '.join(map(str, running))}")
        for started in running.values():
            started.terminate()
        deadline = time.monotonic() + grace
        for turn, started in running.items():
            if not started.wait(deadline - time.monotonic()):
                self._complain(f"{turn}: found it running {grace:g} seconds after SIGTERM, sends SIGKILL")
            started.kill()
            started.wait(grace)

    def health(self) -> Health:
        with self._lock:
            nexts = [(self._next(name), name) for name in self._reports]
            slot, name = min(nexts) if nexts else (None, None)
            last = self._store.last()
            return Health(
                reports=len(self._reports),
                under_way=tuple(turn.name for turn in self._running),
                next=str(Turn(name, slot, self._reports[name].schedule.time_zone)) if name else None,
                last=f"{last.report} {last.slot.date} {last.status}" if last else None,
                fault=f"{self._path.name} is wrong" if self._wrong else self._fault or None,
            )
