"""The command line and report runs: exit statuses, publishing, what a failure leaves behind."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]


def claimbook(*arguments, cwd=ROOT, **environment):
    return subprocess.run([sys.executable, "-m", "claimbook", *map(str, arguments)], cwd=cwd, text=True,
                          env=os.environ | environment, capture_output=True, timeout=300)


def notebook(path, *sources):
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources)]
    cells[0].metadata["tags"] = ["parameters"]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    return path


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The reports folder of one real run."""
    reports = tmp_path_factory.mktemp("run") / "reports"
    return reports, claimbook("run", "01-casualties", "--out", reports)


def test_a_run_ends_with_the_path_of_the_index(published):
    reports, done = published
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(reports / "latest" / "index.html")
    assert "Executing" in done.stderr and "100%" in done.stderr  # papermill's progress bar


def test_only_a_whole_run_is_published(published):
    reports, _ = published
    (run,) = [path for path in reports.iterdir() if not path.is_symlink()]
    assert (reports / "latest").resolve() == run
    assert sorted(p.name for p in run.iterdir()) == ["01-casualties.html", "01-casualties.ipynb", "index.html", "manifest.json"]
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["outcome"] == "ok" and manifest["key"] == run.name.removesuffix("-b")
    assert '"01-casualties.html' in (run / "index.html").read_text(encoding="utf-8")


def test_an_equal_run_is_not_executed_again(published):
    reports, _ = published
    before = (reports / "latest" / "01-casualties.ipynb").stat().st_mtime_ns
    again = claimbook("run", "01-casualties", "--out", reports)
    assert again.returncode == 0 and again.stdout.startswith("unchanged")
    assert (reports / "latest" / "01-casualties.ipynb").stat().st_mtime_ns == before


def test_two_runs_of_equal_inputs_give_equal_briefs(published):
    reports, _ = published
    first = (reports / "latest" / "01-casualties.html").read_bytes(), (reports / "latest" / "index.html").read_bytes()
    assert claimbook("run", "01-casualties", "--force", "--out", reports).returncode == 0
    assert len([p for p in reports.iterdir() if p.is_dir() and not p.is_symlink()]) == 1  # the old one is gone
    assert ((reports / "latest" / "01-casualties.html").read_bytes(), (reports / "latest" / "index.html").read_bytes()) == first


def test_other_parameters_are_another_run(published, tmp_path):
    done = claimbook("run", "01-casualties", "--out", tmp_path, "-p", "SIDES", '["ukraine"]')
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "latest" / "01-casualties.html").read_text(encoding="utf-8")
    default = (published[0] / "latest" / "01-casualties.html").read_text(encoding="utf-8")
    assert "nis-killed" in default and "nis-killed" not in text and "gur-casualties" in text


def test_a_failed_notebook_is_kept_and_the_last_good_brief_stays(published, tmp_path):
    reports, _ = published
    good = (reports / "latest").resolve()
    bad = notebook(tmp_path / "09-broken.ipynb", "AS_OF: str = ''  # a day", "1 / 0")
    done = claimbook("run", bad, "--out", reports)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "09-broken.ipynb: cell 2: ZeroDivisionError: division by zero" in done.stderr
    assert (reports / "latest").resolve() == good and (reports / "failed" / "09-broken.ipynb").exists()
    assert not [p for p in reports.iterdir() if p.name.startswith(".")]


@pytest.mark.parametrize(("source", "message"), [
    ("import os; os._exit(1)", "09-broken.ipynb: the kernel died"),
    ("import pandas; pandas.DataFrame([1])", "09-broken.ipynb: cell 2: found an output of text/html"),
])
def test_whatever_goes_wrong_in_a_notebook_is_told_by_its_name_and_the_others_go_on(source, message, tmp_path):
    bad = notebook(tmp_path / "09-broken.ipynb", "AS_OF: str = ''  # a day", source)
    good = notebook(tmp_path / "10-good.ipynb", "AS_OF: str = ''  # a day", "from claimbook import show", "show.say('All is well here.')")
    done = claimbook("run", bad, good, "--out", tmp_path / "reports")
    assert done.returncode == 1 and message in done.stderr and "Traceback" not in done.stderr
    assert (tmp_path / "reports" / "failed" / "09-broken.ipynb").exists()
    assert "100%" in done.stderr.split("Executing")[-1]  # the second one ran to its end
    assert not (tmp_path / "reports" / "latest").exists()


def test_a_run_with_a_missing_file_is_made_again(published):
    reports, _ = published
    (reports / "latest" / "index.html").unlink()
    again = claimbook("run", "01-casualties", "--out", reports)
    assert again.returncode == 0 and "unchanged" not in again.stdout
    assert (reports / "latest" / "index.html").exists()


def test_what_a_killed_run_left_is_swept(published):
    reports, _ = published
    (reports / ".staging-999999-left").mkdir()
    assert claimbook("run", "01-casualties", "--out", reports).returncode == 0
    assert not list(reports.glob(".staging-*"))


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_nothing_and_no_traceback(sent, tmp_path):
    slow = notebook(tmp_path / "09-slow.ipynb", "AS_OF: str = ''  # a day", "import time; time.sleep(60)")
    run = subprocess.Popen([sys.executable, "-m", "claimbook", "run", slow, "--out", tmp_path / "reports"], cwd=ROOT,
                           stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list((tmp_path / "reports").glob(".staging-*/*.ipynb")) and time.monotonic() < deadline:
        time.sleep(0.2)
    run.send_signal(sent)
    _, said = run.communicate(timeout=60)
    assert run.returncode != 0 and "Traceback" not in said
    assert not list((tmp_path / "reports").iterdir())


def test_a_folder_in_the_place_of_the_link_is_one_line(tmp_path):
    (tmp_path / "latest").mkdir()
    done = claimbook("run", "01-casualties", "--out", tmp_path)
    assert done.returncode == 2 and "found a folder, expected a link" in done.stderr and len(done.stderr.splitlines()) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["latest"]


@pytest.mark.parametrize(("arguments", "message"), [
    (("run", "01-casualties", "-p", "AS_OFF", "2024-12-18"), 'parameter: found "AS_OFF", expected one of AS_OF, DOCUMENTS'),
    (("run", "01-casualties", "-p", "SIDES", "[]", "-p", "SIDES", "[]"), "expected each parameter once"),
    (("run", "01-casualties", "notebooks/01-casualties.ipynb"), "found twice, expected one notebook of a name"),
    (("run", "no-such-notebook"), "found no such file, expected a notebook"),
    (("run", "--data", "nowhere"), "nowhere"),
    (("check", "nowhere"), "nowhere"),
    (("brief", "nowhere.ipynb", "out.html"), "nowhere.ipynb"),
])
def test_wrong_input_is_one_line_and_status_2(arguments, message, tmp_path):
    out = ("--out", tmp_path) if arguments[0] == "run" else ()
    done = claimbook(*arguments, *out)
    assert done.returncode == 2 and message in done.stderr + done.stdout
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) <= 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("content", "message"), [
    ("no json", "found no notebook, expected the JSON of one"),
    ("[]", "found no notebook"),
    ('{"cells": [], "metadata": {}, "nbformat": 5, "nbformat_minor": 0}', "found no notebook"),
    ('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "found the kernel None, expected python3"),
])
def test_a_file_that_is_no_notebook_is_one_line_and_status_2(content, message, tmp_path):
    path = tmp_path / "broken.ipynb"
    path.write_text(content, encoding="utf-8")
    done = claimbook("run", path, "--out", tmp_path / "reports")
    assert done.returncode == 2 and message in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_wrong_value_of_a_parameter_is_status_2(tmp_path):
    done = claimbook("run", "01-casualties", "-p", "MIN_RELIABILITY", "G", "--out", tmp_path)
    assert done.returncode == 2 and "expected one of A, B, C, D, E" in done.stderr
    assert not (tmp_path / "latest").exists()


def test_check_says_that_there_is_no_fault_or_tells_all(tmp_path):
    good = claimbook("check", "data")
    assert good.returncode == 0 and "no fault" in good.stdout
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data" / "casualties.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("at_least", "at_lest").replace("cumulative", "cumulatve"), encoding="utf-8")
    bad = claimbook("check", tmp_path / "data")
    assert bad.returncode == 2
    assert any(line.startswith("casualties.csv:4:bound: found \"at_lest\"") and "nearest: at_least" in line
               for line in bad.stdout.splitlines())
    assert any(":accounting: found \"cumulatve\"" in line for line in bad.stdout.splitlines())


def test_every_command_has_help():
    for command in ("check", "run", "brief", "refresh"):
        shown = claimbook(command, "--help")
        assert shown.returncode == 0 and "Usage" in shown.stdout
