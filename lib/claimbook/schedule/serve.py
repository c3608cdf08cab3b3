"""`claimbook serve`: the schedules of reports.toml in the foreground, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import datetime as dt
import fcntl
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from claimbook.errors import one_line
from claimbook.schedule.call import claimbook
from claimbook.schedule.health import lock_file, write_health
from claimbook.schedule.process import Process
from claimbook.schedule.server import Launch, Server
from claimbook.schedule.store import ServeFault, Store
from claimbook.spec import Slot

STORE = ".serve.sqlite"  # below reports/
HOURLY = 3600.0
TICK = 20.0  # seconds between looks at the clock and at reports.toml
GRACE = 30.0  # seconds that a run may take to stop
_PATIENCE = 1.0  # seconds in which a check of health lets go of the lock


def serve(
    spec: Path,
    reports: Path,
    store: Path,
    root: Path,
    health: float = HOURLY,
    tick: float = TICK,
    grace: float = GRACE,
    command: Sequence[str] | None = None,
) -> None:
    """Serve until SIGTERM, SIGINT or SIGHUP. Raises ServeFault (no extra, a store in use or broken),
    SpecFaults
    or ScheduleFault before anything runs.

    spec, reports, store  paths; root: the project's folder, where runs stand
    health                seconds from one line on health to the next
    command               what carries out `run NAME ...`; else this environment's claimbook
    """
    alarm_of = _alarm()
    voice = Voice()
    run = _launch([*(command or claimbook()), "run"], root.absolute(), reports.absolute(), voice)
    with _alone(store), _signals() as stopped:
        kept = Store(store)
        if kept.fresh:
            voice.say(f"begins a store, {store}")
        alarm = alarm_of(store, lambda name: server.look(name), voice.complain)
        server = Server(
            spec.absolute(),
            kept,
            alarm,
            run,
            now,
            voice.say,
            voice.complain,
            at_once=os.cpu_count() or 2,
            after=lambda: tell(),
        )
        tell = _telling(server, store, health, voice)
        alarm.start()
        try:
            server.start()
            alarm.run()
            _until(stopped, server, alarm, tell, min(tick, health), health)
        finally:
            alarm.stop()
            server.stop(grace)
        voice.say("stopped")


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _alarm():
    try:
        import sqlalchemy  # noqa: F401  by itself, since APScheduler would tell of its absence in its own way

        from claimbook.schedule.alarm import Alarm
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.split(".")[0] in ("apscheduler", "sqlalchemy"):
            raise ServeFault(
                "found no APScheduler, expected the extra: pip install claimbook[serve]"
            ) from None
        raise
    return Alarm


class Voice:
    """Lines on stdout and stderr, one after the other; a reader that has gone does not stop the server."""

    def __init__(self):
        self._lock = threading.Lock()

    def say(self, line: str) -> None:
        self.print(f"claimbook serve: {line}", sys.stdout)

    def complain(self, line: str) -> None:
        self.print(f"claimbook serve: {line}", sys.stderr)

    def print(self, line: str, to) -> None:
        with self._lock, suppress(OSError, ValueError):
            print(line, file=to, flush=True)


def _launch(command: Sequence[str], root: Path, reports: Path, voice: Voice) -> Launch:
    def launch(name: str, slot: Slot, spec: Path, ended: Callable[[int], None]) -> Process:
        options = ["--run-date", slot.date.isoformat(), "--spec", str(spec.absolute()), "--out", str(reports)]
        return Process(
            [*command, name, *options],
            root,
            lambda line: voice.print(f"{name}: {line}", sys.stdout),
            lambda line: voice.print(f"{name}: {line}", sys.stderr),
            ended,
        )

    return launch


def _telling(server: Server, store: Path, period: float, voice: Voice) -> Callable[[], None]:
    """How it is, as a line and as a file."""

    def tell() -> None:
        try:
            health = server.health()
            write_health(store, health, period, now())
        except (ServeFault, OSError) as fault:
            voice.complain(one_line(str(fault)))
            return
        voice.say(str(health))

    return tell


def _until(stopped: int, server: Server, alarm, tell: Callable[[], None], tick: float, period: float) -> None:
    """Look at the clock every so often until a signal comes; the alarm rings by itself meanwhile."""
    tell()
    told = time.monotonic()
    while not select.select([stopped], [], [], tick)[0]:
        server.tick()
        alarm.look()
        if time.monotonic() - told >= period:
            tell()
            told = time.monotonic()


@contextmanager
def _signals() -> Iterator[int]:
    """A file descriptor that can be read once a signal to stop has come.

    Not an Event: set by a handler while the same thread waits for it, it can lock up.
    """
    read, write = os.pipe()
    os.set_blocking(write, False)
    kept = signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    for number, handler in before.items():
        if not (number == signal.SIGHUP and handler is signal.SIG_IGN):  # nohup
            signal.signal(number, lambda *_: None)
    try:
        yield read
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(kept)
        os.close(read)
        os.close(write)


@contextmanager
def _alone(store: Path) -> Iterator[None]:
    """One server a store. The lock goes with the process; its file stays and tells who had it last."""
    store.parent.mkdir(parents=True, exist_ok=True)
    with open(lock_file(store), "a+", encoding="ascii", errors="replace") as file:
        patience = time.monotonic() + _PATIENCE
        while not _locked(file):
            if time.monotonic() > patience:
                file.seek(0)
                other = one_line(file.read(20).strip()) or "unknown"
                raise ServeFault(
                    f"{store}: found a server at work (process {other}), expected one for a store"
                )
            time.sleep(0.05)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _locked(file) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
