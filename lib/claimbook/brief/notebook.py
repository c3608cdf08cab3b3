"""An executed notebook as a page of typed blocks, from its JSON and markdown alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Any

from claimbook.brief.context import BriefContext, BriefFault, reading
from claimbook.brief.markdown import markdown_html
from claimbook.brief.page import Block, Display, Drawn, Page, Words
from claimbook.charts.chart import MIME as CHART
from claimbook.charts.chart import Chart
from claimbook.errors import one_line
from claimbook.figure.entry import entries_from_json
from claimbook.words.display import MIME as NUMBERS
from claimbook.words.prose import say

DROPPED = {"remove-cell", "parameters", "injected-parameters", "hide"}
SILENT = DROPPED | {"remove-output"}
EXPECTS_ERROR = "raises-exception"
NOTHING = "Nothing to show: the claims selected here hold no figure for it."

Section = list[tuple[int, Any]]  # cells with their numbers


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
    head, *sections = _sections(notebook.cells)
    page.blocks += _blocks(head, page)
    anything = any(_has_figures(cell) for cell in notebook.cells)
    for section in sections:
        if anything or not _is_silent(section):
            page.blocks += [*_blocks(section, page), *_nothing(section, page)]
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
        for output in cell.outputs if EXPECTS_ERROR not in tags(cell) else ():
            if output.output_type == "error":
                found = f"{one_line(output.ename, 80)}: {one_line(output.evalue, 300)}"
                raise BriefFault(f"cell {number}: found {found}, expected a notebook that ran to its end")
        if cell.source.strip() and cell.execution_count is None:
            found = f"cell {number}: found no execution count"
            raise BriefFault(f"{found}, expected a notebook that was executed")


# -- sections ------------------------------------------------------------------------------
def _sections(cells: Iterable[Any]) -> list[Section]:
    """The cells with their numbers, parted before each heading of the second level."""
    sections: list[Section] = [[]]
    for number, cell in enumerate(cells, 1):
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            sections.append([])
        sections[-1].append((number, cell))
    return sections


def _blocks(section: Section, page: Page) -> list[Block]:
    kept = [(number, cell) for number, cell in section if not DROPPED & tags(cell)]
    return [block for number, cell in kept for block in _cell(cell, page, f"cell {number}")]


def _code(section: Section) -> list[Any]:
    return [cell for _, cell in section if cell.cell_type == "code" and not SILENT & tags(cell)]


def _is_silent(section: Section) -> bool:
    """Whether there is code, all of it ran, and none of it shows anything: in a brief without any figure
    a heading over nothing is no section."""
    code = _code(section)
    return bool(code) and all(cell.execution_count is not None and not cell.outputs for cell in code)


def _nothing(section: Section, page: Page) -> list[Display]:
    """The sentence under the heading of a section whose displays all show nothing; a section that only
    computes has none."""
    if not _is_silent(section) or not any(_displays(cell.source) for cell in _code(section)):
        return []
    return [page.display("text", say(NOTHING).content(), "section")]


def _displays(source: str) -> bool:
    """Whether a cell ends in a display of ours, such as show.table(...)."""
    try:
        *_, last = ast.parse(source).body or [None]
    except SyntaxError:  # a cell of IPython's own language
        return False
    named = (node.value for node in ast.walk(last) if isinstance(node, ast.Attribute)) if last else ()
    return isinstance(last, ast.Expr) and any(isinstance(n, ast.Name) and n.id == "show" for n in named)


def _has_figures(cell: Any) -> bool:
    data = [output.get("data", {}) for output in cell.get("outputs", [])]
    made = [each[kind] for each in data for kind in (NUMBERS, CHART) if kind in each]
    return any(each.get("entries", True) if isinstance(each, Mapping) else each for each in made)


# -- cells ---------------------------------------------------------------------------------
def _cell(cell: Any, page: Page, where: str) -> Iterable[Block]:
    if cell.cell_type == "markdown":
        return _markdown(cell.source, page)
    if cell.cell_type != "code" or SILENT & tags(cell):
        return []
    # what a program tells its operator is not for the reader
    return [_output(output, page, where) for output in cell.outputs if output.output_type != "stream"]


def _markdown(source: str, page: Page) -> list[Words]:
    sections: list[str] = []

    def heading(inner: str, level: int) -> str:
        before = len(page.contents)
        made = page.heading(inner, level)
        sections.extend([made] * (len(page.contents) - before))
        return made

    return [Words(html, html in sections) for html in markdown_html(source, heading, page.target)]


def _output(output: Any, page: Page, where: str) -> Display | Drawn:
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
            made = data[NUMBERS]
            page.collect(entries_from_json(made["entries"]), where)
            if made["role"] == "box":
                page.box(made.get("data_through"))
            return page.display(made["role"], made["content"], where)
    kinds = ", ".join(sorted(one_line(kind, 60) for kind in data)) or "nothing"
    raise BriefFault(
        f"{where}: found an output of {kinds}, expected one of claimbook.show (say, table, bounds_chart, "
        '...): its numbers are traced to nobody; the tags "remove-output" and "hide" keep it out of the brief'
    )
