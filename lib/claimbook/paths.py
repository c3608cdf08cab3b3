"""Where the data folder and the project are."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from claimbook.errors import ClaimbookError, DataFaults, Fault

ENVIRONMENT = "CLAIMBOOK_DATA"
PACKAGE_FILE = "datapackage.json"
_WHEEL_COPY = Path(__file__).resolve().parent / "_data"


def data_root(argument: str | os.PathLike[str] | None = None) -> Path:
    """Return the absolute path of the data folder.

    In this order: `argument`; the variable CLAIMBOOK_DATA; `data/` of the
    nearest parent of the working folder that holds `data/datapackage.json`;
    the copy inside the wheel. What is named but is no folder is an error: the
    search never falls through to another folder's figures.

    Raises DataFaults (one line) for a name that is no folder, ClaimbookError
    where no data folder is found. What the folder holds is not looked at.
    """
    if argument is not None:
        return _named_folder(argument, "")
    if variable := os.environ.get(ENVIRONMENT):
        return _named_folder(variable, f" (named by {ENVIRONMENT})")
    parent = _nearest_parent(lambda folder: os.path.isfile(folder / "data" / PACKAGE_FILE))
    if parent:
        return parent / "data"
    if (_WHEEL_COPY / PACKAGE_FILE).is_file():
        return _WHEEL_COPY
    raise ClaimbookError(
        f"data folder: found none, expected an argument, {ENVIRONMENT}, or data/{PACKAGE_FILE} in a parent folder"  # noqa: E501
    )


def own_package() -> bytes:
    """The datapackage.json of the library: the wheel's copy, else that of the checkout with the code."""
    checkout = Path(__file__).resolve().parents[2] / "data"
    return ((_WHEEL_COPY if _WHEEL_COPY.is_dir() else checkout) / PACKAGE_FILE).read_bytes()


def project_root(argument: str | os.PathLike[str] | None = None) -> Path:
    """Return the absolute path of the project: the folder with pyproject.toml and notebooks/.

    `argument` if given, else the nearest parent of the working folder. Raises
    DataFaults for an argument that is no such folder, ClaimbookError where none is found.
    """
    if argument is None:
        parent = _nearest_parent(_is_project)
        if parent:
            return parent
        raise ClaimbookError(
            "project: found none, expected pyproject.toml and notebooks/ in the working folder or a parent of it"  # noqa: E501
        )
    folder = _named_folder(argument, "")
    if not _is_project(folder):
        raise DataFaults(
            [Fault(str(folder), None, None, "no project", "a folder with pyproject.toml and notebooks/")]
        )
    return folder


def _is_project(folder: Path) -> bool:
    return os.path.isfile(folder / "pyproject.toml") and os.path.isdir(folder / "notebooks")


def _named_folder(name: str | os.PathLike[str], named_by: str) -> Path:
    # os.path, not Path: it answers False for a name too long, a NUL byte or a parent without rights.
    if not os.path.isdir(name):
        found = "no folder" if os.path.exists(name) else "nothing that can be opened"
        raise DataFaults([Fault(os.fspath(name), None, None, found + named_by, "an existing folder")])
    return Path(name).resolve()


def _nearest_parent(fits: Callable[[Path], bool]) -> Path | None:
    try:
        here = Path.cwd()
    except FileNotFoundError:  # the working folder was deleted
        return None
    return next((folder for folder in (here, *here.parents) if fits(folder)), None)
