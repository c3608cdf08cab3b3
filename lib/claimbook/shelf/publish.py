"""Staging and publishing: a reader of reports/ only ever sees whole runs."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from claimbook.errors import ClaimbookError
from claimbook.shelf.manifest import Manifest, whole

LATEST = "latest"
FAILED = "failed"
STAGING = ".staging-"
HIDDEN = ".old-"
# Names that this room gives, and nobody else: what is removed must be ours beyond doubt.
_LEFT_FOLDER = re.compile(r"\.staging-[a-z0-9_]{8}|\.old-\d{4}-\d\d-\d\d-[0-9a-f]{12}(-b)?")
_LEFT_LINK = re.compile(r"\.latest-\d+")


class RunFault(ClaimbookError):
    """The run cannot begin or be published: notebooks, parameters or the reports folder are not fit for
    it."""


class UnderWay(ClaimbookError):
    """Another run of the report is under way, and the spec says to leave then."""


@contextmanager
def held(folder: Path, wait: bool, waiting=lambda: None) -> Iterator[None]:
    """Hold a report's folder for one run; it is free as soon as the process is gone, however it goes.

    wait: whether to wait for another run, or else to raise UnderWay. `waiting` is called
    again and again meanwhile, and may raise.
    """
    made = not folder.exists()
    while (descriptor := _hold(folder)) is None:
        if not wait:
            raise UnderWay(f"{folder.name}: another run of it is under way")
        waiting()
        time.sleep(0.2)
    try:
        yield
    finally:
        if made and not any(folder.iterdir()):
            folder.rmdir()
        os.close(descriptor)


def _hold(folder: Path) -> int | None:
    """A descriptor that locks the folder, or None where another process has it."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    # The run before may have removed the folder, empty, between our opening and locking it.
    if _locked(descriptor) and folder.exists() and os.path.samestat(os.fstat(descriptor), folder.stat()):
        return descriptor
    os.close(descriptor)
    return None


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """A private folder inside the report's (so that renaming out of it is atomic), removed at the end."""
    stage = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def sweep(folder: Path) -> None:
    """Remove what killed runs left. Only for the one that holds the folder: a stage then belongs to
    nobody."""
    for left in folder.iterdir():
        if left.is_symlink() and _LEFT_LINK.fullmatch(left.name):
            left.unlink()
        elif left.is_dir() and not left.is_symlink() and _LEFT_FOLDER.fullmatch(left.name):
            shutil.rmtree(left, ignore_errors=True)


def is_report(folder: Path) -> bool:
    """Whether a folder is a report's: it has a link to its latest run, or failed notebooks or a stage of a
    first one."""
    if not folder.is_dir() or folder.is_symlink():
        return False
    return (folder / LATEST).is_symlink() or any(
        _LEFT_FOLDER.fullmatch(path.name) for path in folder.iterdir()
    )


def place_of(folder: Path, run: str) -> list[Path]:
    """Where a run of this name can lie: under its name, or beside it while one is replaced by another."""
    return [folder / run, folder / f"{run}-b"]


def free_place(folder: Path, run: str) -> Path:
    """The place of the two that is not taken; the one that is not the latest where both are."""
    first, second = place_of(folder, run)
    if not first.exists():
        return first
    if second.exists():
        old = first if latest_of(folder) != first else second
        shutil.rmtree(old)
        return old
    return second


def publish(stage: Path, place: Path) -> None:
    """Rename a staged run to its place and lead `latest` beside it there, each in one step."""
    stage.chmod(0o755)  # mkdtemp makes it private
    stage.rename(place)
    point(place.parent / LATEST, place.name)


def withdraw(folder: Path) -> None:
    """Remove a run that is not the latest: first out of sight in one step, then file by file."""
    hidden = folder.with_name(f"{HIDDEN}{folder.name}")
    folder.rename(hidden)
    shutil.rmtree(hidden, ignore_errors=True)


def point(link: Path, target: str) -> None:
    """Swap a symlink: a new one is renamed over the old one.

    Raises RunFault where somebody put a file or folder in its place.
    """
    check_link(link)
    if link.is_symlink() and os.readlink(link) == target:
        return
    new = link.with_name(f".{link.name}-{os.getpid()}")
    new.unlink(missing_ok=True)
    new.symlink_to(target, target_is_directory=True)
    new.replace(link)


def check_link(link: Path) -> None:
    """Raise RunFault where something else is in the place of the link."""
    if link.exists() and not link.is_symlink():
        kind = "folder" if link.is_dir() else "file"
        raise RunFault(f"{link}: found a {kind}, expected a link to the last run or nothing")


def latest_of(folder: Path) -> Path | None:
    """The folder that a report's `latest` leads to, whatever its state; None where it leads nowhere."""
    link = folder / LATEST
    return link.resolve() if link.is_symlink() and link.exists() else None


def runs_of(folder: Path) -> list[tuple[Path, Manifest]]:
    """The whole runs of a report with their manifests, the last finished one last."""
    found = []
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if (
                path.is_dir()
                and not path.is_symlink()
                and not path.name.startswith(".")
                and path.name != FAILED
            ):
                if manifest := whole(path):
                    found.append((path, manifest))
    return sorted(found, key=lambda run: (run[1].finished, run[0].name))


def last_run(folder: Path) -> tuple[Path, Manifest] | None:
    """The run that `latest` leads to where it is whole, else the last finished one that is."""
    latest = latest_of(folder)
    if latest and (manifest := whole(latest)):
        return latest, manifest
    runs = runs_of(folder)
    return runs[-1] if runs else None


def keep_failed(notebook: Path, folder: Path) -> Path | None:
    """Keep a failed notebook with its error beside the runs; its path there, or None where nothing was
    written."""
    if not notebook.exists():
        return None
    (folder / FAILED).mkdir(exist_ok=True)
    return notebook.replace(folder / FAILED / notebook.name)


def forget_failed(name: str, folder: Path) -> None:
    """Remove a kept failed notebook, since it became a brief now."""
    (folder / FAILED / name).unlink(missing_ok=True)
    if (folder / FAILED).is_dir() and not any((folder / FAILED).iterdir()):
        (folder / FAILED).rmdir()
