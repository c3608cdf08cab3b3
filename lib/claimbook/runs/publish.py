"""Staging and publishing: a reader of reports/ only ever sees whole runs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def staged(reports: Path) -> Iterator[Path]:
    """A private folder inside `reports` (so that renaming out of it is atomic), removed at the end."""
    reports.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".staging-", dir=reports))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(folder: Path, reports: Path, key: str) -> Path:
    """Rename a staged run to `reports/key` and point `reports/latest` at it, each in one step."""
    target = reports / key
    folder.chmod(0o755)  # mkdtemp makes it private
    if target.exists():
        shutil.rmtree(target)
    folder.rename(target)
    point_latest(reports, key)
    return target


def point_latest(reports: Path, key: str) -> None:
    """Swap the symlink `reports/latest`: a new one is renamed over the old one."""
    link = reports / f".latest-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(key, target_is_directory=True)
    link.replace(reports / "latest")


def keep_failed(notebook: Path, reports: Path) -> None:
    """Keep a failed notebook with its error beside the runs."""
    if notebook.exists():
        (reports / "failed").mkdir(parents=True, exist_ok=True)
        notebook.replace(reports / "failed" / notebook.name)
