"""What a server remembers: since when each report is served, and each nominal time that was taken up."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from claimbook.errors import ClaimbookError, one_line
from claimbook.spec import Schedule, Slot

VERSION = 1  # of the tables; in SQLite's user_version
KEPT = 2000  # nominal times of a report: years of a daily one
WAITING, RUNNING, STOPPED, MISSED, LEFT = "waiting", "running", "stopped", "missed", "left"
_UNFINISHED = (WAITING, RUNNING, STOPPED)
_TABLES = """
CREATE TABLE IF NOT EXISTS reports (name TEXT PRIMARY KEY, schedule TEXT NOT NULL, since TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS slots (
    report TEXT NOT NULL, nominal TEXT NOT NULL, time_zone TEXT NOT NULL, at TEXT NOT NULL,
    status TEXT NOT NULL, changed TEXT NOT NULL, exit_status INTEGER,
    PRIMARY KEY (report, nominal, time_zone));
"""


class ServeFault(ClaimbookError):
    """The server cannot begin, or its store is no store."""


@dataclass(frozen=True)
class Taken:
    """A slot that was taken up: `status` as it stands, `exit_status` of its run where that has ended."""

    report: str
    slot: Slot
    status: str
    exit_status: int | None


class Store:
    """A file of SQLite, shared with APScheduler's jobs. Raises ServeFault for a file that is no such store.

    Each call is a transaction of its own connection, so threads may share a Store and
    a server that is killed leaves whole rows.
    """

    def __init__(self, path: Path):
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(
            os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        )  # the jobs in it are pickles: nobody else's to write
        with self._open() as base:
            self.fresh = self._check(base)
            base.executescript(_TABLES)
            base.execute(f"PRAGMA user_version = {VERSION}")

    def _check(self, base: sqlite3.Connection) -> bool:
        """Whether nothing is in it yet."""
        state = base.execute("PRAGMA quick_check(1)").fetchone()[0]
        version = base.execute("PRAGMA user_version").fetchone()[0]
        there = base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if state != "ok":
            raise self._fault(state)
        if version not in (0, VERSION) or (version == 0 and there):
            raise self._fault("the tables of another program or version")
        return not there

    def _fault(self, found: str) -> ServeFault:
        return ServeFault(
            f"{self.path}: found {one_line(found)}, expected the store of a server, or no file: "
            "move it away, and times missed until now are not made up for"
        )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.path, timeout=30)) as base, base:
                yield base
        except sqlite3.OperationalError as fault:  # locked, full, no right to it
            raise unwritable(self.path, str(fault)) from None
        except sqlite3.DatabaseError as fault:
            raise self._fault(str(fault)) from None

    # --- reports ------------------------------------------------------------------------

    def since(self, name: str, schedule: Schedule) -> dt.datetime | None:
        """Nominal times up to here are dealt with; None where this report was not served on this schedule."""
        with self._open() as base:
            row = base.execute(
                "SELECT since FROM reports WHERE name = ? AND schedule = ?", (name, _text(schedule))
            ).fetchone()
        return dt.datetime.fromisoformat(row[0]) if row else None

    def serve(self, name: str, schedule: Schedule, since: dt.datetime) -> None:
        """From now on this report is served on this schedule, its times up to `since` being dealt with."""
        with self._open() as base:
            base.execute(
                "INSERT OR REPLACE INTO reports VALUES (?, ?, ?)", (name, _text(schedule), since.isoformat())
            )

    def forget(self, names: Iterable[str]) -> list[str]:
        """Serve these reports no more, if they were; their taken slots stay. Returns those that were
        served."""
        with self._open() as base:
            return [
                name for name in names if base.execute("DELETE FROM reports WHERE name = ?", (name,)).rowcount
            ]

    def names(self) -> list[str]:
        with self._open() as base:
            return [name for (name,) in base.execute("SELECT name FROM reports ORDER BY name")]

    # --- slots --------------------------------------------------------------------------

    def taken(self, name: str, slot: Slot, time_zone: str) -> bool:
        """Whether this nominal time of a report was taken up before."""
        with self._open() as base:
            return (
                base.execute(
                    "SELECT 1 FROM slots WHERE report = ? AND nominal = ? AND time_zone = ?",
                    (name, _nominal(slot), time_zone),
                ).fetchone()
                is not None
            )

    def take(self, name: str, slot: Slot, time_zone: str, status: str, now: dt.datetime) -> None:
        """Take up a slot, perhaps again; times of the report up to it are dealt with."""
        with self._open() as base:
            base.execute(
                "INSERT OR REPLACE INTO slots VALUES (?, ?, ?, ?, ?, ?, NULL)",
                (name, _nominal(slot), time_zone, slot.at.isoformat(), status, now.isoformat()),
            )
            base.execute(
                "UPDATE reports SET since = ? WHERE name = ? AND since < ?",
                (slot.at.isoformat(), name, slot.at.isoformat()),
            )
            base.execute(
                "DELETE FROM slots WHERE report = ? AND at NOT IN "
                "(SELECT at FROM slots WHERE report = ? ORDER BY at DESC LIMIT ?)",
                (name, name, KEPT),
            )

    def put(
        self,
        name: str,
        slot: Slot,
        time_zone: str,
        status: str,
        now: dt.datetime,
        exit_status: int | None = None,
    ) -> None:
        """How a slot that was taken up stands now."""
        with self._open() as base:
            base.execute(
                "UPDATE slots SET status = ?, changed = ?, exit_status = ? "
                "WHERE report = ? AND nominal = ? AND time_zone = ?",
                (status, now.isoformat(), exit_status, name, _nominal(slot), time_zone),
            )

    def unfinished(self, name: str) -> list[tuple[Slot, str]]:
        """Slots that a server took up and did not bring to an end, with their time zone; the latest last."""
        with self._open() as base:
            rows = base.execute(
                "SELECT at, nominal, time_zone FROM slots "
                f"WHERE report = ? AND status IN {_UNFINISHED} ORDER BY at",
                (name,),
            ).fetchall()
        return [(_slot(at, nominal), zone) for at, nominal, zone in rows]

    def miss(self, name: str, now: dt.datetime) -> None:
        """Give up what was taken up of a report and not brought to an end."""
        with self._open() as base:
            base.execute(
                f"UPDATE slots SET status = ?, changed = ? WHERE report = ? AND status IN {_UNFINISHED}",
                (MISSED, now.isoformat(), name),
            )

    def last(self) -> Taken | None:
        """The run that ended last."""
        with self._open() as base:
            row = base.execute(
                f"SELECT report, at, nominal, status, exit_status FROM slots WHERE status NOT IN "
                f"{(*_UNFINISHED, MISSED, LEFT)} ORDER BY changed DESC, at DESC LIMIT 1"
            ).fetchone()
        return Taken(row[0], _slot(row[1], row[2]), row[3], row[4]) if row else None


def unwritable(path: Path | str, found: str) -> ServeFault:
    return ServeFault(f'{path}: found "{one_line(found)}", expected a store that can be written')


def _text(schedule: Schedule) -> str:
    return schedule.model_dump_json()


def _nominal(slot: Slot) -> str:
    return slot.local.isoformat(timespec="minutes")


def _slot(at: str, nominal: str) -> Slot:
    return Slot(dt.datetime.fromisoformat(at), dt.datetime.fromisoformat(nominal))
