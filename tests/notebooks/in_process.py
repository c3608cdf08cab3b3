"""Runs a notebook's cells in this process and collects what they show, without drawing pictures.

The same structured outputs that nbval compares, a hundred times faster than a kernel;
a test holds them equal to the committed ones, so that the short cut is no other way.
"""

import ast
from collections.abc import Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any
from unittest import mock

import nbformat

NUMBERS, CHART = "application/vnd.claimbook.numbers+json", "application/vnd.claimbook.chart+json"


def shown(notebook: Path) -> dict[str, dict]:
    """cell id -> structured output of the cell's last expression, for cells that have one."""
    space, outputs = {}, {}
    with chdir(notebook.parent):
        for cell in nbformat.read(notebook, as_version=4).cells:
            if cell.cell_type == "code":
                value = _value(cell, space)
                if value is not None:
                    outputs[cell.id] = value
    return outputs


def _last(cell, space):
    """The value of a cell's last expression, the cell being run in `space`; None where it ends in none."""
    tree = ast.parse(cell.source)
    last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, cell.id, "exec"), space)
    return eval(compile(last, cell.id, "eval"), space) if last else None


def _value(cell, space):
    value = _last(cell, space)
    if not value:  # a display of nothing has no output
        return None
    if hasattr(value, "to_json"):
        return {CHART: value.to_json()}
    if hasattr(value, "_repr_mimebundle_"):
        return {NUMBERS: value._repr_mimebundle_()[NUMBERS]}
    return None


def committed(notebook: Path) -> dict[str, dict]:
    """The same of the outputs that are stored in the notebook."""
    found = {}
    for cell in nbformat.read(notebook, as_version=4).cells:
        for output in cell.get("outputs", ()):
            kept = {mime: output.data[mime] for mime in (NUMBERS, CHART) if mime in output.get("data", {})}
            if kept:
                found[cell.id] = kept
    return found


def told(output: dict) -> object:
    """What a sentence or a chart says and draws; None for a table, which only lists."""
    if CHART in output:
        return {name: output[CHART][name] for name in ("title", "subtitle", "rows")}
    numbers = output[NUMBERS]
    return numbers["content"] if numbers["role"] in ("answer", "text", "box") else None


def displays(notebook: Path, parameters: Mapping[str, Any]) -> list[Any]:
    """What the cells show under these parameters, in order: what a cell ends in, what it hands to `display`.

    The parameters take effect as papermill injects them, after the cell that is tagged so; the data folder
    is that of CLAIMBOOK_DATA. Raises what a cell raises.
    """
    space, found = {}, []
    with chdir(notebook.parent), mock.patch("IPython.display.display", found.append):
        for cell in nbformat.read(notebook, as_version=4).cells:
            tags = cell.metadata.get("tags", [])
            if cell.cell_type == "code" and "remove-cell" not in tags:
                value = _last(cell, space)
                found += [value] if value else []  # a display of nothing shows nothing
            if "parameters" in tags:
                space |= parameters
    return found


def words(shown: list[Any]) -> str:
    """What a reader meets in these displays."""
    return "\n".join(display.text() for display in shown)
