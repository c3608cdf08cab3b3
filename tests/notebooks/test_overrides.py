"""Notebooks with other parameters, and under papermill: they bite, down to a selection that leaves nothing."""

import json
import re
import warnings
from pathlib import Path

import nbformat
import papermill
import pytest
from claimbook.errors import ParameterFault
from in_process import displays, words
from papermill.exceptions import PapermillExecutionError

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
NOTHING = "hold no figure for it"
NONE_SELECTED = ("None of the claims selected here", "The claims selected here do not say", NOTHING)
SETS = {
    "before the briefing": {"AS_OF": "2024-12-18"},
    "before the article": {"AS_OF": "2024-11-30"},
    "one side": {"SIDES": ["ukraine"]},
    "two sides": {"SIDES": ["south-korea", "united-states"]},
    "the article alone": {"DOCUMENTS": ["telegraph-2024-12"]},
    "another document first": {"DOCUMENTS": ["pravda-2024-12-19", "telegraph-2024-12"]},
    "well graded": {"MIN_RELIABILITY": "B", "MIN_CREDIBILITY": "3", "INCLUDE_UNGRADED": False},
    "credible": {"MIN_CREDIBILITY": "2"},
    "nothing left": {"AS_OF": "2000-01-01"},
    "no limit at all": {"AS_OF": ""},
}
RUNS = [(notebook, name) for notebook in NOTEBOOKS for name in SETS]
KERNELS = list(zip(NOTEBOOKS, SETS, strict=False))


def run(notebook, parameters, folder):
    """The executed notebook."""
    return papermill.execute_notebook(
        str(notebook),
        str(folder / f"{notebook.stem}.ipynb"),
        parameters=parameters,
        kernel_name="python3",
        progress_bar=False,
        resources={"metadata": {"path": str(notebook.parent)}},
    )


def shown(notebook):
    """Everything that an executed notebook shows, as one text."""
    outputs = [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]
    assert not [o for o in outputs if o.get("name") == "stderr"], outputs
    return "\n".join(o.data.get("text/plain", "") for o in outputs if "data" in o)


def committed(notebook):
    return shown(nbformat.read(notebook, as_version=4))


@pytest.fixture(autouse=True)
def own_data(monkeypatch):
    monkeypatch.setenv("CLAIMBOOK_DATA", str(ROOT / "data"))


def told(notebook, parameters):
    """What the cells show in this process, as one text; a warning is an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return words(displays(notebook, parameters))


@pytest.mark.parametrize(("notebook", "name"), RUNS, ids=[f"{path.stem}-{name}" for path, name in RUNS])
def test_other_parameters_give_another_brief_without_an_error(notebook, name, capfd):
    text = told(notebook, SETS[name])
    assert capfd.readouterr().err == ""
    if name != "no limit at all":
        assert text != committed(notebook)
    if name == "nothing left":
        assert sum(text.count(none) for none in NONE_SELECTED) == 1, (
            "said once, and not again in each section"
        )
        assert "at least 100" not in text and "11,000" not in text and "article:" not in text


@pytest.mark.parametrize(("notebook", "name"), KERNELS, ids=[f"{path.stem}-{name}" for path, name in KERNELS])
def test_papermill_shows_what_the_cells_show_here(notebook, name, tmp_path):
    """So that the runs above are no other way: each notebook in a kernel, under a set of its own."""
    assert shown(run(notebook, SETS[name], tmp_path)) == told(notebook, SETS[name])


WRONG = [
    ({"MIN_RELIABILITY": "G"}, 'MIN_RELIABILITY: found "G", expected one of A, B, C, D, E'),
    ({"AS_OF": "20.12.2024"}, 'AS_OF: found "20.12.2024", expected a day as 2024-12-21'),
    ({"SIDES": ["ukrain"]}, "nearest: ukraine"),
    ({"DOCUMENTS": "telegraph-2024-12"}, "expected a list of any of telegraph-2024-12"),
    ({"INCLUDE_UNGRADED": "yes"}, "expected true or false"),
]


@pytest.mark.parametrize(("parameters", "message"), WRONG)
def test_a_wrong_value_names_the_allowed_ones(parameters, message):
    with pytest.raises(ParameterFault, match=re.escape(message)):
        told(NOTEBOOKS[0], parameters)


def test_a_wrong_value_fails_in_the_first_cell(tmp_path):
    parameters, message = WRONG[0]
    with pytest.raises(PapermillExecutionError) as failure:
        run(NOTEBOOKS[0], parameters, tmp_path)
    assert failure.value.ename == "ParameterFault" and message in failure.value.evalue
    assert failure.value.exec_count == 3  # parameters, injected parameters, then the first cell of work


def test_the_numbers_of_an_output_are_json_that_names_claims():
    chart = next(
        o.data["application/vnd.claimbook.chart+json"]
        for cell in nbformat.read(NOTEBOOKS[0], as_version=4).cells
        for o in cell.get("outputs", ())
        if "application/vnd.claimbook.chart+json" in o.get("data", {})
    )
    assert "nis-killed" in json.dumps(chart)
