"""Each committed notebook is executed, short, without figures of its own, and fit for nbval."""

import ast
import re
from pathlib import Path

import nbformat
import papermill
import pytest

CHART = "application/vnd.claimbook.chart+json"
ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PARAMETERS = ["AS_OF", "DOCUMENTS", "SIDES", "MIN_RELIABILITY", "MIN_CREDIBILITY", "INCLUDE_UNGRADED"]
MOST_CELLS, MOST_LINES = 30, 15


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_parameters(cell):
    return "parameters" in cell.metadata.get("tags", [])


def test_there_are_notebooks():
    assert {path.stem for path in NOTEBOOKS} >= {"_template", "01-casualties"}


def test_every_cell_was_executed_in_order(notebook):
    """nbval compares nothing in a cell without a count."""
    assert [cell.execution_count for cell in code(notebook)] == list(range(1, len(code(notebook)) + 1))


def test_no_error_and_no_warning_is_stored(notebook):
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]


def test_it_is_short(notebook):
    assert len(notebook.cells) <= MOST_CELLS
    assert max(len(cell.source.splitlines()) for cell in code(notebook)) <= MOST_LINES


def test_it_defines_nothing(notebook):
    """What has a name of its own belongs into the library."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert not [
        n for cell in code(notebook) for n in ast.walk(ast.parse(cell.source)) if isinstance(n, kinds)
    ]


def test_it_does_not_ask_whether_there_is_something_to_show(notebook):
    """A display of nothing shows nothing: `show.table(rows) if rows else None` says nothing more."""
    kinds = [
        n for cell in code(notebook) for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.IfExp)
    ]
    assert not [n for n in kinds if isinstance(n.orelse, ast.Constant) and n.orelse.value is None]


def test_its_kernel_is_python3(notebook):
    assert notebook.metadata.kernelspec.name == "python3"


def test_no_figure_is_typed(notebook):
    """Digits stand in the parameters cell alone; everything else is looked up or derived."""
    names = r"\(\d\d-[a-z-]+\.ipynb\)"  # the name of the next notebook is no figure
    typed = [
        cell.source
        for cell in notebook.cells
        if not is_parameters(cell) and re.search(r"\d", re.sub(names, "", cell.source))
    ]
    assert not typed


def test_no_number_word_counts_something(notebook):
    """A figure in words is a figure too: "eight Chechens" is looked up like any other."""
    counting = r"(?i)\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?)\b"
    allowed = {"two figures", "two claims", "two relays", "two ratios", "three villages"}
    found = {
        cell.source[m.start() :].split("\n")[0][:30]
        for cell in notebook.cells
        for m in re.finditer(counting, cell.source)
    }
    assert not [f for f in found if not any(f.lower().startswith(a) for a in allowed)]


def charts(notebook):
    outputs = [output for cell in code(notebook) for output in cell.outputs if "data" in output]
    return [output.data[CHART] for output in outputs if CHART in output.data]


def test_each_chart_names_its_dates_beside_its_measure(notebook):
    """A day or span that is traced, or the name of the document with its day."""
    for chart in charts(notebook):
        dated = [
            run
            for run in chart["runs"].get("subtitle", [])
            if "d" in run or re.search(r"\b20\d\d\b", run.get("x") and run["t"] or "")
        ]
        assert dated and len(chart["subtitle"].split()) >= 6, chart["subtitle"]


def test_no_chart_stands_twice_among_the_briefs():
    titles = [
        chart["title"]
        for path in NOTEBOOKS
        if path.stem[0] != "_"
        for chart in charts(nbformat.read(path, as_version=4))[:1]
    ]
    assert len(titles) == len(set(titles)), "the index page shows the first chart of each"


def test_parameters_are_literals_with_type_and_comment(notebook):
    (cell,) = [cell for cell in code(notebook) if is_parameters(cell)]
    lines = cell.source.splitlines()
    assert [line.split(":")[0] for line in lines][: len(PARAMETERS)] == PARAMETERS
    for line in lines:
        assert re.fullmatch(r"[A-Z_]+: (str|list|bool|int|float) = .+  # \S.+", line), line
        ast.literal_eval(line.split(" = ", 1)[1].split("  # ")[0])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_papermill_reads_each_parameter_with_its_help(path):
    known = papermill.inspect_notebook(str(path))
    assert list(known)[: len(PARAMETERS)] == PARAMETERS
    assert all(known[name]["help"] and known[name]["inferred_type_name"] for name in PARAMETERS)
