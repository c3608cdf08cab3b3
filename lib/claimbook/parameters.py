"""The parameters of a notebook: read from its cell as Python reads it, and checked before a kernel starts.

Planning, checking and export all read them here. The checks are those of a notebook's first
cell; made here they spare a scheduled run the start.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from claimbook.book import Book
from claimbook.errors import ParameterFault
from claimbook.selection import PARAMETERS as COMMON
from claimbook.selection import attempted, day_of

DAYS = ("WINDOW_START",)  # parameters that are a day, besides AS_OF
_KINDS = {str: "a text", bool: "true or false", int: "a whole number", float: "a number", list: "a list"}
_GIVEN, _INJECTED = "parameters", "injected-parameters"  # tags, as papermill has them


# -- reading --------------------------------------------------------------------
def parameters_in(source: str) -> dict[str, Any]:
    """Name -> value of each name that a cell binds to a literal, as it stands when the cell has run.

    A name that the cell computes is left out: what it would be is not known before it runs. What else
    stands in the cell, such as an import, a print or a line of IPython's own, is passed over.
    Raises SyntaxError for a cell that is not Python.

    >>> parameters_in('AS_OF: str = "2024-12-31"  # x = 1\\nN = 2; M = N * 2\\nprint(N)')
    {'AS_OF': '2024-12-31', 'N': 2}
    """
    found: dict[str, Any] = {}
    for step in _steps(source):
        for name in _bound(step):
            found.pop(name, None)
        found |= _literals(step)
    return found


def _steps(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except SyntaxError:
        from IPython.core.inputtransformer2 import TransformerManager  # magics become calls; slow to import

        return ast.parse(TransformerManager().transform_cell(source)).body


def _bound(step: ast.stmt) -> set[str]:
    """The names that a statement binds or deletes, however deep; a bare annotation binds none."""
    if isinstance(step, ast.AnnAssign) and step.value is None:
        return set()
    if isinstance(step, (ast.Import, ast.ImportFrom)):
        return {(name.asname or name.name).partition(".")[0] for name in step.names}
    if isinstance(step, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {step.name}
    named = (node for node in ast.walk(step) if isinstance(node, ast.Name))
    return {node.id for node in named if not isinstance(node.ctx, ast.Load)}


def _literals(step: ast.stmt) -> dict[str, Any]:
    """What an assignment binds to a literal: `A = 1`, `A: int = 1`, `A = B = 1` or `A, B = 1, 2`."""
    targets = step.targets if isinstance(step, ast.Assign) else [getattr(step, "target", None)]
    if not isinstance(step, (ast.Assign, ast.AnnAssign)) or step.value is None:
        return {}
    return {name: value for target in targets for name, value in _pairs(target, step.value)}


def _pairs(target: ast.expr, value: ast.expr) -> Iterable[tuple[str, Any]]:
    if isinstance(target, ast.Name):
        try:
            yield target.id, ast.literal_eval(value)
        except (ValueError, TypeError, MemoryError, RecursionError):
            return  # computed
    several = (ast.Tuple, ast.List)
    if isinstance(target, several) and isinstance(value, several) and len(target.elts) == len(value.elts):
        for one, its in zip(target.elts, value.elts, strict=True):
            yield from _pairs(one, its)


def defaults_of(notebook: Any) -> dict[str, Any]:
    """The parameters that a notebook can be given, with its own values: those of its first cell so tagged.
    Raises SyntaxError."""
    return next((parameters_in(cell.source) for cell in _tagged(notebook, _GIVEN)), {})


def parameters_of(notebook: Any) -> dict[str, Any]:
    """The parameters that an executed notebook ran with, its own defaults included: name -> value."""
    found = defaults_of(notebook)
    for cell in _tagged(notebook, _INJECTED):
        found |= parameters_in(cell.source)
    return found


def _tagged(notebook: Any, tag: str) -> list[Any]:
    return [c for c in notebook.cells if c.cell_type == "code" and tag in c.metadata.get("tags", ())]


# -- checking -------------------------------------------------------------------
def faults_of(
    given: Mapping[str, Any], defaults: Mapping[str, Any], everything: Book
) -> list[ParameterFault]:
    """What is wrong with a notebook's parameters: of another type than their default, or not allowed.

    given: what a run sets; defaults: what the notebook holds, of the types that it expects.
    """
    faults = [fault for name, value in given.items() for fault in _of_type(name, value, defaults.get(name))]
    if faults:
        return faults
    values = {**defaults, **given}
    checks = [partial(everything.select_by, values)]
    checks += [partial(day_of, name, values[name]) for name in DAYS if name in values]
    return attempted(checks)[1]


def _of_type(name: str, value: Any, default: Any) -> Iterable[ParameterFault]:
    if default is None or name in COMMON:  # the selection tells more of these than their type
        return
    if isinstance(default, float) and type(value) is int:
        return
    if type(value) is not type(default):
        yield ParameterFault(name, value, _KINDS.get(type(default), "another kind of value"))
