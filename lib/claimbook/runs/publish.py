"""Staging and publishing: a reader of reports/ only ever sees whole runs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimbook.errors import ClaimbookError


class RunFault(ClaimbookError):
    """The run cannot begin or be published: notebooks, parameters or the reports folder are not fit for it."""


@contextmanager
def staged(reports: Path) -> Iterator[Path]:
    """A private folder inside `reports` (so that renaming out of it is atomic), removed at the end.

    Its name holds the process id, by which sweep() knows a stage that a killed run left behind.
    """
    reports.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".staging-{os.getpid()}-", dir=reports))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(reports: Path) -> None:
    """Remove what killed runs left: stages and links of processes that are gone."""
    for left in [*reports.glob(".staging-*"), *reports.glob(".latest-*")]:
        if not _runs(left.name.split("-")[1]):
            left.unlink() if left.is_symlink() else shutil.rmtree(left, ignore_errors=True)


def _runs(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True  # somebody else's
    return True


def places(reports: Path, key: str) -> tuple[Path, Path]:
    """Where a run of this key can lie: under its key, or beside it while one is replaced by another."""
    return reports / key, reports / f"{key}-b"


def publish(folder: Path, reports: Path, key: str) -> Path:
    """Rename a staged run to its place and point `reports/latest` at it, each in one step.

    A run of that key that is there already goes last, when nothing leads to it any more:
    a reader meets whole runs only, whenever this process may be killed.
    """
    folder.chmod(0o755)  # mkdtemp makes it private
    old, target = sorted(places(reports, key), key=lambda place: not place.exists())
    folder.rename(target)
    point_latest(reports, target.name)
    shutil.rmtree(old, ignore_errors=True)
    return target


def point_latest(reports: Path, key: str) -> None:
    """Swap the symlink `reports/latest`: a new one is renamed over the old one.

    Raises RunFault where somebody put a file or folder in its place.
    """
    latest = reports / "latest"
    if latest.exists() and not latest.is_symlink():
        raise RunFault(f"{latest}: found a {'folder' if latest.is_dir() else 'file'}, expected a link to the last run or nothing")
    link = reports / f".latest-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(key, target_is_directory=True)
    link.replace(latest)


def keep_failed(notebook: Path, reports: Path) -> None:
    """Keep a failed notebook with its error beside the runs."""
    if notebook.exists():
        (reports / "failed").mkdir(parents=True, exist_ok=True)
        notebook.replace(reports / "failed" / notebook.name)
