"""Whether a server is well: a line for people, a file for whoever watches it."""

from __future__ import annotations

import datetime as dt
import fcntl
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from claimbook.schedule.store import ServeFault

_LATE = 60  # seconds beyond two periods, after which a file is old


@dataclass(frozen=True)
class Health:
    """reports: how many are served; next: report and nominal time; last: report, date and outcome;
    fault: what keeps the server from doing what reports.toml says, None where nothing does."""

    reports: int
    under_way: tuple[str, ...]
    next: str | None
    last: str | None
    fault: str | None

    def __str__(self) -> str:
        parts = [
            f"{self.reports} {'report' if self.reports == 1 else 'reports'}",
            f"next {self.next or 'none'}",
            f"last {self.last or 'none'}",
        ]
        if self.under_way:
            parts.insert(1, f"under way {' '.join(self.under_way)}")
        if self.fault:
            parts.append(self.fault)
        return ", ".join(["not well" if self.fault else "healthy", *parts])


def health_file(store: Path) -> Path:
    """Beside the store: `.serve.sqlite` has `.serve.health.json`."""
    return store.with_name(f"{store.stem}.health.json")


def lock_file(store: Path) -> Path:
    return store.with_name(f"{store.stem}.lock")


def write_health(store: Path, health: Health, period: float, now: dt.datetime) -> None:
    """Whole at once, so that a watcher reads no half of it."""
    file = health_file(store)
    content = asdict(health) | {
        "schema": 1,
        "healthy": not health.fault,
        "time": now.isoformat(),
        "period": period,
        "line": str(health),
    }
    part = file.with_name(f"{file.name}.part")
    part.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(file)


def check_health(store: Path, now: dt.datetime) -> str:
    """The line of a server that is at work and well. Raises ServeFault with a line on what is amiss."""
    file = health_file(store)
    if not _served(lock_file(store)):
        raise ServeFault(f"{store}: found no server at work, expected one")
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        age = abs((now - dt.datetime.fromisoformat(said["time"])).total_seconds())
        line, healthy, period = said["line"], said["healthy"], float(said["period"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ServeFault(
            f"{file}: found nothing that can be read, expected what the server said of itself"
        ) from None
    if age > 2 * period + _LATE:
        raise ServeFault(
            f"{file}: found the line of {said['time']}, expected one of the last {2 * period:.0f} seconds"
        )
    if not healthy:
        raise ServeFault(line)
    return line


def _served(lock: Path) -> bool:
    try:
        with open(lock, "rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
