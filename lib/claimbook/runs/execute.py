"""One notebook through papermill, with its parameters checked before a kernel starts."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from claimbook.errors import ClaimbookError, ParameterFault, ParameterFaults
from claimbook.runs.kernels import private_kernels

# Raised in a notebook's first cells by wrong input: the user's to mend, not ours.
INPUT_ERRORS = ("ParameterFault", "ParameterFaults", "DataFaults", "UnknownName")


class NotebookFault(ClaimbookError):
    """A file is no notebook that can be run here; told before anything runs."""


class NotebookFailed(ClaimbookError):
    """A notebook did not become a brief; `.by_input` tells wrong parameters or data from a broken notebook."""

    def __init__(self, notebook: str, what: str, by_input: bool = False):
        self.by_input = by_input
        super().__init__(f"{notebook}: {what}")


def accepted(notebook: Path, parameters: Mapping) -> dict:
    """The given parameters, all of which this notebook knows.

    Raises ParameterFaults naming every unknown one with those that it knows, and
    NotebookFault for a file that is no notebook for the kernel python3.
    """
    known = _parameters(notebook)
    unknown = [name for name in parameters if name not in known]
    if unknown:
        raise ParameterFaults([_unknown(name, known) for name in unknown])
    return dict(parameters)


def _unknown(name: str, known: Mapping) -> ParameterFault:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" (nearest: {near[0]})" if near else ""
    return ParameterFault("parameter", name, f"one of {', '.join(known)}{hint}")


def _parameters(notebook: Path) -> Mapping:
    try:
        node = nbformat.read(notebook, as_version=4)
    except (ValueError, TypeError, AttributeError, KeyError, nbformat.ValidationError):
        raise NotebookFault(f"{notebook}: found no notebook, expected the JSON of one, format 4") from None
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
        raise _failed(notebook, error, injected=bool(parameters)) from None
    except DeadKernelError:
        raise NotebookFailed(notebook.name, "the kernel died, killed or out of memory; no cell reported an error") from None
    except CellTimeoutError as error:
        raise NotebookFailed(notebook.name, str(error).splitlines()[0]) from None


def _failed(notebook: Path, error: PapermillExecutionError, injected: bool) -> NotebookFailed:
    said = (str(error.evalue).splitlines() or [""])[0]
    # papermill puts a cell of its own after the parameters; the user's file does not have it
    cell = error.cell_index + 1 - injected
    return NotebookFailed(notebook.name, f"cell {cell}: {error.ename}: {said}", error.ename in INPUT_ERRORS)
