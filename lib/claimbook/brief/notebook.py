"""An executed notebook as a page of typed blocks, from its JSON and markdown alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Any

from claimbook.brief.context import BriefContext, BriefFault, reading
from claimbook.brief.markdown import markdown_html
from claimbook.brief.page import Display, Drawn, Page, Words
from claimbook.errors import one_line
from claimbook.figure.entry import entries_from_json
from claimbook.show.charts.chart import MIME as CHART
from claimbook.show.charts.chart import Chart
from claimbook.show.prose import MIME as NUMBERS

DROPPED = {"remove-cell", "parameters", "injected-parameters", "hide"}
SILENT = DROPPED | {"remove-output"}
EXPECTS_ERROR = "raises-exception"


def page_of(notebook: Any, context: BriefContext | None = None) -> Page:
    """The page of a notebook node, with the box of changes of its context.

    Raises BriefFault for a notebook that is malformed, a cell that failed, one
    that was not executed, an output that is not traced, and a number without entry.
    """
    check_form(notebook)
    check_ran(notebook)
    page = Page()
    if context is not None and context.changes is not None:
        page.changes = _display(mime_bundle(context.changes), page, "box of changes")
    silent = _silent_sections(notebook.cells)
    for number, cell in enumerate(notebook.cells, 1):
        if not DROPPED & tags(cell) and number not in silent:
            page.blocks += _cell(cell, page, f"cell {number}")
    page.check_links()
    return page


def tags(cell: Any) -> set[str]:
    """The tags of a cell."""
    return set(cell.metadata.get("tags", []))


def mime_bundle(display: Any) -> dict[str, Any]:
    """What a display leaves in a notebook."""
    made = display._repr_mimebundle_()
    return made[0] if isinstance(made, tuple) else made


def check_form(notebook: Any) -> None:
    """Raise BriefFault for a notebook whose cells are not what nbformat knows, such as one without source."""
    import nbformat  # takes a while to import

    try:
        nbformat.validate(notebook, relax_add_props=True)
    except nbformat.ValidationError as fault:
        found = one_line(str(fault).splitlines()[0], 200)
        raise BriefFault(f"notebook: found {found}, expected cells of nbformat 4") from None


def check_ran(notebook: Any) -> None:
    """Raise BriefFault for a notebook that failed or did not run: there is no brief, not even of its good
    half."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code":
            continue
        if EXPECTS_ERROR not in tags(cell):
            for output in cell.outputs:
                if output.output_type == "error":
                    raise BriefFault(
                        f"cell {number}: found {one_line(output.ename, 80)}: {one_line(output.evalue, 300)}, "
                        "expected a notebook that ran to its end"
                    )
        if cell.source.strip() and cell.execution_count is None:
            raise BriefFault(
                f"cell {number}: found no execution count, expected a notebook that was executed"
            )


def parameters_of(notebook: Any) -> dict[str, Any]:
    """The parameters that the notebook ran with, its own defaults included: name -> literal value."""
    found: dict[str, Any] = {}
    for tag in ("parameters", "injected-parameters"):
        for cell in notebook.cells:
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
        match step:
            case (
                ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                | ast.Assign(targets=[ast.Name(id=name), *_], value=value)
            ):
                try:
                    found[name] = ast.literal_eval(value)
                except ValueError:  # computed: no parameter that could be given
                    continue
    return found


# -- sections that show nothing ------------------------------------------------------------
def _silent_sections(cells: Iterable[Any]) -> set[int]:
    """Numbers of the cells of sections whose code ran and showed nothing, in a notebook whose selection
    leaves no figure at all: a heading over nothing is no section."""
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
    code = [cell for cell in cells if cell.cell_type == "code" and not SILENT & tags(cell)]
    return bool(code) and all(cell.execution_count is not None and not cell.outputs for cell in code)


def _has_figures(cell: Any) -> bool:
    displays = [
        output.get("data", {}).get(kind) for output in cell.get("outputs", []) for kind in (NUMBERS, CHART)
    ]
    return any(made.get("entries", True) if isinstance(made, Mapping) else made for made in displays)


# -- cells ---------------------------------------------------------------------------------
def _cell(cell: Any, page: Page, where: str) -> Iterable[Words | Display | Drawn]:
    if cell.cell_type == "markdown":
        return _markdown(cell.source, page)
    if cell.cell_type != "code" or SILENT & tags(cell):
        return []
    return [made for output in cell.outputs if (made := _output(output, page, where))]


def _markdown(source: str, page: Page) -> list[Words]:
    sections: list[str] = []

    def heading(inner: str, level: int) -> str:
        before = len(page.contents)
        made = page.heading(inner, level)
        sections.extend([made] * (len(page.contents) - before))
        return made

    return [Words(html, html in sections) for html in markdown_html(source, heading, page.target)]


def _output(output: Any, page: Page, where: str) -> Display | Drawn | None:
    if output.output_type == "stream":
        return None  # what a program tells its operator is not for the reader
    if output.output_type == "error":
        return page.display("refusal", {"reason": one_line(output.evalue)}, where)
    return _display(output.data, page, where)


def _display(data: Mapping[str, Any], page: Page, where: str) -> Display | Drawn:
    """A display by its data. HTML that a notebook holds is not used."""
    with reading(where):
        if CHART in data:
            chart = Chart.from_json(data[CHART])
            page.collect(chart.entries, where)
            return page.chart(chart, where)
        if NUMBERS in data:
            return _numbers(data[NUMBERS], page, where)
    kinds = ", ".join(sorted(one_line(kind, 60) for kind in data)) or "nothing"
    raise BriefFault(
        f"{where}: found an output of {kinds}, expected one of claimbook.show (say, table, bounds_chart, ...): "  # noqa: E501
        'its numbers are traced to nobody; the tags "remove-output" and "hide" keep it out of the brief'
    )


def _numbers(data: Mapping[str, Any], page: Page, where: str) -> Display:
    page.collect(entries_from_json(data["entries"]), where)
    if data["role"] == "box":
        page.box(data.get("data_through"))
    return page.display(data["role"], data["content"], where)
