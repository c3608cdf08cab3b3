"""One notebook through papermill, with its parameters checked before a kernel starts."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from claimbook.errors import ClaimbookError, ParameterFault
from claimbook.runs.kernels import private_kernels

# Raised in a notebook's first cells by wrong input: the user's to mend, not ours.
INPUT_ERRORS = ("ParameterFault", "DataFaults", "UnknownName")


class NotebookFault(ClaimbookError):
    """A file is no notebook that can be run here; told before anything runs."""


class NotebookFailed(ClaimbookError):
    """A cell raised; `.by_input` tells wrong parameters or data from a broken notebook."""

    def __init__(self, notebook: Path, error: PapermillExecutionError):
        self.by_input = error.ename in INPUT_ERRORS
        said = str(error.evalue).splitlines() or [""]
        super().__init__(f"{notebook.name}, cell {error.cell_index + 1}: {error.ename}: {said[0]}")


def accepted(notebook: Path, parameters: Mapping) -> dict:
    """The given parameters that this notebook knows, all of them.

    Raises ParameterFault for a name that it does not know, naming those it does, and
    NotebookFault for a file that is no notebook for the kernel python3.
    """
    known = _parameters(notebook)
    for name in parameters:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" (nearest: {near[0]})" if near else ""
            raise ParameterFault("parameter", name, f"one of {', '.join(known)}{hint}")
    return dict(parameters)


def _parameters(notebook: Path) -> Mapping:
    try:
        node = nbformat.read(notebook, as_version=4)
    except (nbformat.reader.NotJSONError, nbformat.ValidationError, AttributeError, KeyError, UnicodeDecodeError):
        raise NotebookFault(f"{notebook}: found no notebook, expected the JSON of one") from None
    kernel = node.metadata.get("kernelspec", {}).get("name")
    if kernel != "python3":
        raise NotebookFault(f"{notebook}: found the kernel {kernel}, expected python3")
    return papermill.inspect_notebook(str(notebook))


def execute(notebook: Path, out: Path, parameters: Mapping, progress: bool) -> None:
    """Run `notebook` with `parameters`, its outputs into `out`. Raises NotebookFailed; `out`
    then holds what was reached, with the error.

    The working folder is the notebook's, as under nbval and in JupyterLab; it is
    handed to the kernel alone, because papermill's cwd= would move this process.
    """
    try:
        with private_kernels() as manager:
            papermill.execute_notebook(
                str(notebook), str(out), parameters=dict(parameters), kernel_name="python3", progress_bar=progress,
                kernel_manager_class=manager, resources={"metadata": {"path": str(notebook.resolve().parent)}})
    except PapermillExecutionError as error:
        raise NotebookFailed(notebook, error) from None
