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
from claimbook.errors import ClaimbookError, one_line, shown
from claimbook.parameters import parameters_of
from claimbook.show.charts.chart import MIME as CHART
from claimbook.show.charts.chart import Chart
from claimbook.show.markup import content_html
from claimbook.show.prose import MIME as NUMBERS
from claimbook.show.prose import say

NOTHING = "Nothing to show: the claims selected here hold no figure for it."
Section = list[tuple[int, Any]]  # cells with their numbers


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
        head, *sections = _sections(nb.cells)
        blocks += _blocks(head, page)
        anything = any(_has_figures(cell) for cell in nb.cells)
        for section in sections:
            if anything or not _is_silent(section):
                blocks += _blocks(section, page)
                blocks += _nothing(section)
        resources["brief"] = {"page": page, "blocks": blocks, "parameters": parameters_of(nb)}
        return nb, resources


def _sections(cells: Iterable[Any]) -> list[Section]:
    """The cells with their numbers, parted before each heading of the second level."""
    sections: list[Section] = [[]]
    for number, cell in enumerate(cells, 1):
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            sections.append([])
        sections[-1].append((number, cell))
    return sections


def _blocks(section: Section, page: Page) -> list[tuple[str, str]]:
    kept = [(number, cell) for number, cell in section if not DROPPED & tags(cell)]
    return [block for number, cell in kept for block in _cell(cell, page, f"cell {number}")]


def _code(section: Section) -> list[Any]:
    return [c for _, c in section if c.cell_type == "code" and not (DROPPED | SILENT) & tags(c)]


def _is_silent(section: Section) -> bool:
    """Whether there is code, all of it ran, and none of it shows anything: in a brief without any figure
    a heading over nothing is no section."""
    code = _code(section)
    return bool(code) and all(cell.execution_count is not None and not cell.outputs for cell in code)


def _nothing(section: Section) -> list[tuple[str, str]]:
    """The sentence under the heading of a section whose displays all show nothing; a section that only
    computes has none."""
    if not _is_silent(section) or not any(_displays(cell.source) for cell in _code(section)):
        return []
    return [("output", content_html("text", say(NOTHING).content()))]


def _displays(source: str) -> bool:
    """Whether a cell ends in a display of ours, such as show.table(...)."""
    try:
        *_, last = ast.parse(source).body or [None]
    except SyntaxError:  # a cell of IPython's own language
        return False
    named = (node.value for node in ast.walk(last) if isinstance(node, ast.Attribute)) if last else ()
    return isinstance(last, ast.Expr) and any(isinstance(n, ast.Name) and n.id == "show" for n in named)


def _has_figures(cell: Any) -> bool:
    displays = [
        output.get("data", {}).get(kind) for output in cell.get("outputs", []) for kind in (NUMBERS, CHART)
    ]
    return any(
        display["entries"] if isinstance(display, dict) and "entries" in display else display
        for display in displays
    )


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
