"""The generic notebook over each data folder by the commands, in kernels: run, papermill, brief, changes, trace.

Without a kernel the folders go further in tests/library/test_other_folders.py.
"""

import json
import shutil
import sys
from pathlib import Path

import papermill
import pytest
from at_work import claimbook, edit, here, published

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "folders"))
from folders import ALL, GENERIC, KNOWLEDGE, MADE_UP, claims, copied, without  # noqa: E402

EACH = pytest.mark.parametrize("name", ALL)
EITHER = pytest.mark.parametrize("name", MADE_UP)
SIDES = {"disaster": ["belmora"], "company": ["state-side"]}


def run(folder, out, *more):
    return claimbook("run", GENERIC, "--data", folder, "--out", out, *more)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Each folder with the reports of one run over it, and what the run said."""
    place = tmp_path_factory.mktemp("runs")
    return {name: (place / name, run(folder, place / name)) for name, folder in ALL.items()}


def brief_of(reports):
    return reports / "ad-hoc" / "latest" / "generic.html"


def traced(page, folder):
    """The audit of a page: each number leads to its source, and none is left open."""
    done = here("trace", page, "--data", folder)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    assert "0 open" in done.stdout.splitlines()[-1]


@EACH
def test_a_run_makes_a_brief_of_every_claim(name, made):
    reports, done = made[name]
    assert done.returncode == 0, done.stderr
    manifest = json.loads((brief_of(reports).parent / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["outcome"] == "ok"
    page = brief_of(reports).read_text(encoding="utf-8")
    assert [row["claim_id"] for row in claims(ALL[name]) if f'id="n-{row["claim_id"]}"' not in page] == []


@EACH
def test_each_number_of_the_brief_and_its_index_is_traced(name, made):
    traced(brief_of(made[name][0]), ALL[name])
    traced(brief_of(made[name][0]).with_name("index.html"), ALL[name])


@EITHER
@pytest.mark.parametrize("given", ["some", "none"])
def test_a_run_with_parameters_of_the_folder(name, given, tmp_path):
    """One side's claims; and no claim at all, as none was known so early."""
    asked = ("SIDES", json.dumps(SIDES[name])) if given == "some" else ("AS_OF", "2000-01-01")
    done = run(MADE_UP[name], tmp_path, "-p", *asked)
    assert done.returncode == 0, done.stderr
    assert ('id="n-' in brief_of(tmp_path).read_text(encoding="utf-8")) == (given == "some")
    traced(brief_of(tmp_path), MADE_UP[name])


@EITHER
def test_a_wrong_value_names_the_sides_of_the_folder(name, tmp_path):
    done = here("run", GENERIC, "--data", MADE_UP[name], "--out", tmp_path, "-p", "SIDES", '["ukraine"]')
    assert done.returncode == 2 and SIDES[name][0] in done.stderr and len(done.stderr.splitlines()) == 1


@EITHER
def test_plain_papermill_and_the_command_brief(name, tmp_path, monkeypatch):
    monkeypatch.setenv("CLAIMBOOK_DATA", str(MADE_UP[name]))
    executed, page = tmp_path / "generic.ipynb", tmp_path / "generic.html"
    papermill.execute_notebook(
        str(GENERIC),
        str(executed),
        parameters={"SIDES": SIDES[name], "MIN_CREDIBILITY": "3"},
        kernel_name="python3",
        progress_bar=False,
    )
    done = here("brief", executed, page)
    assert done.returncode == 0, done.stderr
    traced(page, MADE_UP[name])


@EITHER
def test_what_changed_is_told_between_two_runs_and_two_folders(name, made, tmp_path):
    shutil.copytree(made[name][0], tmp_path / "r", symlinks=True)
    later = copied(MADE_UP[name], tmp_path / "later")
    table, old, new = {
        "disaster": ("casualties", "as_printed,,74,,", "as_printed,,75,,"),
        "company": ("other_figures", "exact,,2184000,,", "exact,,2185000,,"),
    }[name]
    edit(later, table, old, new)
    assert run(later, tmp_path / "r").returncode == 0
    assert "Since the last run" in brief_of(tmp_path / "r").read_text(encoding="utf-8")
    traced(brief_of(tmp_path / "r"), later)
    for pair in (published(tmp_path / "r" / "ad-hoc"), (MADE_UP[name], later)):
        told = here("changes", *pair)
        assert told.returncode == 0 and "one claim revised" in told.stdout, told.stderr


@EITHER
def test_a_folder_without_tables_of_knowledge_is_run_as_well(name, tmp_path):
    less = without(copied(MADE_UP[name], tmp_path / "less"), *KNOWLEDGE)
    done = run(less, tmp_path / "r", "-p", "SIDES", json.dumps(SIDES[name]))
    assert done.returncode == 0, done.stderr
    traced(brief_of(tmp_path / "r"), less)
