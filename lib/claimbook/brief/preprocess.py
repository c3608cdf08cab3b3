"""Cells of an executed notebook to blocks of HTML, from their JSON and markdown alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any

from nbconvert.preprocessors import Preprocessor

from claimbook.brief.context import BriefContext, BriefFault
from claimbook.brief.displays import DROPPED, SILENT, changes_of, check_ran, tags
from claimbook.brief.figure import chart_html
from claimbook.brief.markdown import markdown_html
from claimbook.brief.page import Page
from claimbook.charts.chart import MIME as CHART
from claimbook.charts.chart import Chart
from claimbook.errors import ClaimbookError, one_line, shown
from claimbook.show.markup import content_html
from claimbook.show.prose import MIME as NUMBERS


class BriefPreprocessor(Preprocessor):
    """Puts `resources["brief"]`: the Page, the HTML blocks in the order of the notebook, its parameters.

    Raises BriefFault for a cell that failed, one that was not executed, and an
    output that is not traced.
    """

    def __init__(self, context: BriefContext, **kw: Any) -> None:
        super().__init__(**kw)
        self.enabled = True
        self.context = context

    def preprocess(self, nb: Any, resources: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        check_ran(nb)
        page = Page()
        blocks: list[tuple[str, str]] = []
        if self.context.changes is not None:
            where, data = changes_of(self.context)
            blocks.append(("changes", _display(data, page, where)))
        silent = _silent_sections(nb.cells)
        for number, cell in enumerate(nb.cells, 1):
            if not DROPPED & tags(cell) and number not in silent:
                blocks += _cell(cell, page, f"cell {number}")
        resources["brief"] = {"page": page, "blocks": blocks, "parameters": parameters_of(nb)}
        return nb, resources


def _silent_sections(cells: Iterable[Any]) -> set[int]:
    """Numbers of the cells of sections whose code ran and showed nothing, in a notebook whose selection
    leaves no
    figure at all: a heading over nothing is no section."""
    if any(_has_figures(cell) for cell in cells):
        return set()
    sections: list[list[tuple[int, Any]]] = []
    for number, cell in enumerate(cells, 1):
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            sections.append([])
        if sections:
            sections[-1].append((number, cell))
    return {number for made in sections if _is_silent([cell for _, cell in made]) for number, _ in made}


def _is_silent(cells: Iterable[Any]) -> bool:
    """Whether there is code, all of it ran, and none of it shows anything."""
    code = [cell for cell in cells if cell.cell_type == "code" and not (DROPPED | SILENT) & tags(cell)]
    return bool(code) and all(cell.execution_count is not None and not cell.outputs for cell in code)


def _has_figures(cell: Any) -> bool:
    displays = [
        output.get("data", {}).get(kind) for output in cell.get("outputs", []) for kind in (NUMBERS, CHART)
    ]
    return any(
        display["entries"] if isinstance(display, dict) and "entries" in display else display
        for display in displays
    )


def parameters_of(nb: Any) -> dict[str, Any]:
    """The parameters that the notebook ran with, its own defaults included: name -> literal value."""
    found: dict[str, Any] = {}
    for tag in ("parameters", "injected-parameters"):
        for cell in nb.cells:
            if cell.cell_type == "code" and tag in tags(cell):
                found |= _literals(cell.source)
    return found


def _literals(source: str) -> dict[str, Any]:
    found = {}
    try:
        steps = ast.parse(source).body
    except SyntaxError:  # a cell of IPython's own language
        return found
    for step in steps:
        target = (
            step.target
            if isinstance(step, ast.AnnAssign)
            else step.targets[0]
            if isinstance(step, ast.Assign)
            else None
        )
        if isinstance(target, ast.Name) and step.value is not None:
            try:
                found[target.id] = ast.literal_eval(step.value)
            except ValueError:  # computed: no parameter that could be given
                continue
    return found


def _cell(cell: Any, page: Page, where: str) -> Iterable[tuple[str, str]]:
    if cell.cell_type == "markdown":
        made = markdown_html(cell.source, page.heading)
        return [("markdown", made)] if made else []
    if cell.cell_type != "code" or SILENT & tags(cell):
        return []
    return [("output", made) for output in cell.outputs if (made := _output(output, page, where))]


def _output(output: Any, page: Page, where: str) -> str:
    if output.output_type == "stream":
        return ""  # what a program tells its operator is not for the reader
    if output.output_type == "error":
        return content_html("refusal", {"reason": one_line(output.evalue)})
    return _display(output.data, page, where)


def _display(data: dict[str, Any], page: Page, where: str) -> str:
    """The HTML of one display. HTML that a notebook holds is not used: only its data is."""
    try:
        if CHART in data:
            chart = Chart.from_json(data[CHART])
            page.collect(chart.entries, where)
            return chart_html(chart, page)
        if NUMBERS in data:
            return _numbers(data[NUMBERS], page, where)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        if isinstance(fault, ClaimbookError):
            raise BriefFault(f"{where}: {fault}") from None
        raise BriefFault(f"{where}: found display data that cannot be read ({shown(fault)})") from None
    kinds = ", ".join(sorted(one_line(kind, 60) for kind in data)) or "nothing"
    raise BriefFault(
        f"{where}: found an output of {kinds}, expected one of claimbook.show (say, table, bounds_chart, ...): "  # noqa: E501
        'its numbers are traced to nobody; the tags "remove-output" and "hide" keep it out of the brief'
    )


def _numbers(shown_data: dict[str, Any], page: Page, where: str) -> str:
    role = shown_data["role"]
    page.collect(shown_data["entries"], where)
    if role == "box":
        page.data_through = page.data_through or shown_data.get("data_through", "")
        page.level = max(page.level, 2)
    return page.use(content_html(role, shown_data["content"]))
