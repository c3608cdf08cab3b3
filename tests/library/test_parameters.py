"""A notebook's parameters, read from its cell as Python reads it, by planning, checking and export alike."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from claimbook.execution.execute import NotebookFault, defaults
from claimbook.parameters import defaults_of, parameters_in, parameters_of

ROOT = Path(__file__).resolve().parents[2]


def notebook(*cells):
    """A notebook of (source, tag) code cells."""
    made = [
        nbformat.v4.new_code_cell(source, metadata={"tags": [tag] if tag else []}) for source, tag in cells
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel})


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('AS_OF: str = "2024-12-31"  # a day, such as "x = 1"', {"AS_OF": "2024-12-31"}),
        ("# A = 1\nB = 2  # C = 3", {"B": 2}),
        ("A = 1; B: float = -2.5", {"A": 1, "B": -2.5}),
        ("A = B = 1\nC, (D, E) = 2, (3, [4])", {"A": 1, "B": 1, "C": 2, "D": 3, "E": [4]}),
        ("A = [\n    'x',  # one\n    'y = z',\n]", {"A": ["x", "y = z"]}),
        ("A = None\nB: list[str] = []\nC: int", {"A": None, "B": []}),
        ("A = 1\nA = 'later'", {"A": "later"}),
        ('A = """one\nB = 2\n"""', {"A": "one\nB = 2\n"}),
        # what the cell computes is no parameter
        ("A = 2\nB = A * 2\nC = f'{A}'\nD = dict(x=1)", {"A": 2}),
        ("A = 2\nA = A + 1", {}),
        ("A = 2\nA += 1", {}),
        ("A = 1\nif A:\n    A = 3\n    B = 4", {}),
        ("A = 1\ndel A\nfor N in (1, 2):\n    pass", {}),
        ("A = 1\nimport A\nB = 2\ndef B(): pass", {}),
        ("C, D = (1, 2), len('x')\nE, F = 1, 2, *[3]", {"C": (1, 2)}),
        # what else may stand in the cell
        ("A = 1\nA", {"A": 1}),
        ("A = 1\nprint(A)", {"A": 1}),
        ("A = 1\nimport pandas as pd", {"A": 1}),
        ("A = 1\nassert A, 'B = 2'", {"A": 1}),
        ("A = 1\n%matplotlib inline", {"A": 1}),
        ("%load_ext autoreload\nA = 1\n!true", {"A": 1}),
        ("", {}),
    ],
)
def test_a_cell_is_read_as_python_reads_it(source, found):
    assert parameters_in(source) == found


@pytest.mark.parametrize("source", ["A = ", "A = 1\n  B = 2", "SELECT *"])
def test_a_cell_that_is_not_python_is_told(source, tmp_path):
    with pytest.raises(SyntaxError):
        parameters_in(source)
    path = tmp_path / "n.ipynb"
    nbformat.write(notebook((source, "parameters")), path)
    with pytest.raises(NotebookFault, match=r"n\.ipynb: parameters, line \d: found .*, expected Python"):
        defaults(path)


def test_planning_and_export_read_the_same_cells(tmp_path):
    made = notebook(
        ("A = 0", ""), ("A = 1\nB = 2\nA", "parameters"), ("B = 3", "injected-parameters"), ("C = 4", "")
    )
    path = tmp_path / "n.ipynb"
    nbformat.write(made, path)
    assert defaults(path) == defaults_of(made) == {"A": 1, "B": 2}
    assert parameters_of(made) == {"A": 1, "B": 3}
    assert defaults_of(notebook(("A = 1", ""))) == parameters_of(notebook()) == {}


COMMON = 'AS_OF: str = "2024-12-31"  # the day = the last\nSIDES: list = []; DOCUMENTS: list = []\nTWICE = 2 * len(SIDES)\n'
WORK = """import claimbook
from claimbook import show
book = claimbook.open().select(AS_OF, DOCUMENTS, SIDES)
show.selection_note(book)"""


@pytest.mark.parametrize("last", ["AS_OF", "import json", "assert AS_OF", "%matplotlib inline"])
def test_a_notebook_whose_cell_goes_on_after_its_parameters_runs(last, tmp_path):
    path = tmp_path / "n.ipynb"
    made = notebook((COMMON + last, "parameters"), (WORK, ""))
    made.cells.insert(0, nbformat.v4.new_markdown_cell("# A question?"))
    nbformat.write(made, path)
    done = run(path, tmp_path, "-p", "AS_OF", "2024-12-18")
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "out" / "ad-hoc" / "latest" / "n.html").read_text(encoding="utf-8")
    assert "not known by 18 December 2024" in html.replace("\u00a0", " ")


def test_what_a_notebook_computes_cannot_be_given(tmp_path):
    path = tmp_path / "n.ipynb"
    nbformat.write(notebook((COMMON, "parameters"), (WORK, "")), path)
    done = run(path, tmp_path, "-p", "TWICE", "4")
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
    assert 'parameter: found "TWICE", expected one of AS_OF, SIDES, DOCUMENTS' in done.stderr
    assert not (tmp_path / "out").exists()


def run(path, folder, *more):
    command = [sys.executable, "-m", "claimbook", "run", str(path), "--out", str(folder / "out"), *more]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
