"""Which runs of a report are kept. The last good one always is, and the one that is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from claimbook.errors import shown
from claimbook.shelf.publish import RunFault, held, is_report, latest_of, runs_of, sweep, withdraw


def clean(reports: Path, names: Sequence[str], runs: int | None, days: int | None) -> list[Path]:
    """Remove old runs of these reports, or of all; each waits for a run of it that is under way.

    Returns what is gone. Raises RunFault for a report that is not there.
    """
    if not reports.is_dir():
        raise RunFault(f"{reports}: found no such folder, expected the reports folder")
    there = [path.name for path in sorted(reports.iterdir()) if is_report(path)]
    unknown = [name for name in names if name not in there]
    if unknown:
        raise RunFault(
            f"{reports}: found no report {shown(unknown[0])}, "
            f"expected {'one of ' + ', '.join(there) if there else 'a folder that holds reports'}"
        )
    gone = []
    for name in names or there:
        with held(reports / name, wait=True):
            sweep(reports / name)
            gone += retain(reports / name, runs, days)
    return gone


def retain(folder: Path, runs: int | None, days: int | None, now: dt.datetime | None = None) -> list[Path]:
    """Remove the runs of a report beyond the newest `runs`, and those finished more than `days` ago.

    None: no such limit. Only whole runs are counted and removed: what cannot be read is
    left for a person to look at. Returns what is gone. Only for the one that holds the folder.
    """
    whole = runs_of(folder)
    newest_first = [path for path, _ in reversed(whole)]
    beyond = set(newest_first[runs:]) if runs else set()
    now = now or dt.datetime.now(dt.UTC)
    old = {
        path for path, manifest in whole if days and _age(manifest.finished, now) > dt.timedelta(days=days)
    }
    good = next((path for path, manifest in reversed(whole) if manifest.outcome == "ok"), None)
    gone = [path for path in newest_first if path in beyond | old and path not in (good, latest_of(folder))]
    for path in gone:
        withdraw(path)
    return gone


def _age(finished: str, now: dt.datetime) -> dt.timedelta:
    try:
        return now - dt.datetime.fromisoformat(finished)
    except ValueError:
        return dt.timedelta(0)
