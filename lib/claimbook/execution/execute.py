"""One notebook through papermill, with its parameters checked before a kernel starts."""

from __future__ import annotations

import difflib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from claimbook.errors import ClaimbookError, ParameterFault, one_line
from claimbook.execution.kernels import private_kernels
from claimbook.parameters import defaults_of

# Raised in a notebook's first cells by wrong input: the user's to mend, not ours.
INPUT_ERRORS = ("ParameterFault", "ParameterFaults", "DataFaults", "UnknownName")
UNKNOWN = "parameter"  # in the place of its name, for one that no notebook knows
LARGE = 2_000_000  # bytes of a notebook that is looked at for what it printed
# characters printed by one cell that an executed notebook keeps: what a loop prints is not worth a full disk
MOST_TEXT = 100_000


class NotebookFault(ClaimbookError):
    """A file is no notebook that can be run here; told before anything runs."""


class NotebookFailed(ClaimbookError):
    """A notebook did not become a brief; `.by_input` tells wrong parameters or data from a broken
    notebook."""

    def __init__(self, notebook: str, what: str, by_input: bool = False):
        self.by_input = by_input
        super().__init__(f"{notebook}: {what}")


def defaults(notebook: Path) -> dict[str, Any]:
    """The parameters that a notebook can be given, with its own values; one that it computes is none.

    Raises NotebookFault for a file that is no notebook for the kernel python3.
    """
    try:
        node = nbformat.read(notebook, as_version=4)
    except (ValueError, TypeError, AttributeError, KeyError, nbformat.ValidationError):
        raise NotebookFault(f"{notebook}: found no notebook, expected the JSON of one, format 4") from None
    kernel = node.metadata.get("kernelspec", {}).get("name")
    if kernel != "python3":
        raise NotebookFault(f"{notebook}: found the kernel {kernel}, expected python3")
    try:
        return defaults_of(node)
    except SyntaxError as fault:
        raise NotebookFault(
            f"{notebook}: parameters, line {fault.lineno}: found {one_line(fault.msg)}, expected Python"
        ) from None


def unknown(parameters: Mapping[str, Any], known: Mapping[str, Any]) -> list[ParameterFault]:
    """A fault for each parameter that the notebook does not know, with those that it knows."""
    return [_unknown(name, known) for name in parameters if name not in known]


def _unknown(name: str, known: Mapping) -> ParameterFault:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" (nearest: {near[0]})" if near else ""
    return ParameterFault(UNKNOWN, name, f"one of {', '.join(known)}{hint}")


def execute(notebook: Path, out: Path, parameters: Mapping, limit: int, stop: Stop) -> None:
    """Run `notebook` with `parameters`, its outputs into `out`. Raises NotebookFailed; `out`
    then holds what was reached, with the error.

    limit: seconds, of the whole notebook. The working folder is the notebook's, as
    under nbval and in JupyterLab; it is handed to the kernel alone, because
    papermill's cwd= would move this process.
    """
    with private_kernels() as kernels, stop.ends(kernels.kill), _limited(limit, kernels.kill) as passed:
        try:
            papermill.execute_notebook(
                str(notebook),
                str(out),
                parameters=dict(parameters),
                kernel_name="python3",
                progress_bar=False,
                kernel_manager_class=kernels.manager,
                resources={"metadata": {"path": str(notebook.resolve().parent)}},
            )
        except PapermillExecutionError as error:
            raise _failed(notebook, error, injected=bool(parameters)) from None
        except (DeadKernelError, CellTimeoutError, RuntimeError) as error:
            if passed.is_set():
                raise NotebookFailed(notebook.name, f"stopped after its time limit of {limit} s") from None
            raise NotebookFailed(notebook.name, _died(error)) from None


def _died(error: Exception) -> str:
    if isinstance(error, DeadKernelError) or "Kernel died" in str(error):
        return "the kernel died, killed or out of memory; no cell reported an error"
    return one_line(str(error), 300)


def _failed(notebook: Path, error: PapermillExecutionError, injected: bool) -> NotebookFailed:
    said = (str(error.evalue).splitlines() or [""])[0]
    # papermill puts a cell of its own after the parameters; the user's file does not have it
    cell = error.cell_index + 1 - injected
    return NotebookFailed(notebook.name, f"cell {cell}: {error.ename}: {said}", error.ename in INPUT_ERRORS)


@contextmanager
def _limited(seconds: int, end: Callable[[], None]) -> Iterator[threading.Event]:
    """Call `end` after so many seconds; the event tells whether that came."""
    passed = threading.Event()

    def expire() -> None:
        passed.set()
        end()

    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    try:
        yield passed
    finally:
        timer.cancel()


class Stop:
    """The wish to stop a run: ends what is under way, and lets nothing begin."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ends: list[Callable[[], None]] = []
        self.wished = False

    @contextmanager
    def ends(self, end: Callable[[], None]) -> Iterator[None]:
        """While inside, a wish to stop calls `end`. Raises Stopped where the wish was there before."""
        with self._lock:
            if self.wished:
                raise Stopped("stopped")
            self._ends.append(end)
        try:
            yield
        finally:
            with self._lock:
                self._ends.remove(end)

    def now(self) -> None:
        with self._lock:
            self.wished = True
            ends = list(self._ends)
        for end in ends:
            end()


class Stopped(ClaimbookError):
    """The run was stopped before this notebook began."""


def shorten(notebook: Path) -> None:
    """Cut what a notebook printed without end, so that it can be kept and opened; no brief shows it
    anyway."""
    if not notebook.exists() or notebook.stat().st_size < LARGE:
        return
    node = nbformat.read(notebook, as_version=4)
    for cell in node.cells:
        left = MOST_TEXT
        for output in cell.get("outputs", ()):
            if output.output_type == "stream":
                said, output.text = output.text, _cut(output.text, left)
                left = max(0, left - len(said))
    nbformat.write(node, notebook)


def _cut(text: str, most: int) -> str:
    return (
        text
        if len(text) <= most
        else f"{text[:most]}\n[cut: {len(text) - most} more characters]\n"
        if most
        else ""
    )
