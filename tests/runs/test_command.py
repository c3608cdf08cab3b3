"""The command line and report runs: exit statuses, publishing, what a failure leaves behind."""

import json
import shutil
import signal
import subprocess
import sys
import time

import pytest
from at_work import ROOT, claimbook, here, hidden, notebook, strays
from at_work import published as runs_of


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The reports folder of one real run."""
    reports = tmp_path_factory.mktemp("run") / "reports"
    return reports, claimbook("run", "01-casualties", "--out", reports)


def test_a_run_ends_with_the_path_of_the_index(published):
    reports, done = published
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(reports / "ad-hoc" / "latest" / "index.html")
    assert (
        "01-casualties done in" in done.stderr and "(1 of 1)" in done.stderr
    )  # plain lines: there is no terminal


def test_only_a_whole_run_is_published(published):
    reports, _ = published
    (run,) = runs_of(reports / "ad-hoc")
    assert (reports / "ad-hoc" / "latest").resolve() == run and not (reports / "latest").exists()
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["outcome"] == "ok" and manifest["run"] == run.name
    there = {p.name for p in run.iterdir()}
    assert there == {
        "index.html",
        "log.txt",
        "manifest.json",
        manifest["briefs"][0]["snapshot"],
        *manifest["briefs"][0]["files"],
    }
    assert '"01-casualties.html' in (run / "index.html").read_text(encoding="utf-8")


def test_an_equal_run_is_not_executed_again(published):
    reports, _ = published
    latest = reports / "ad-hoc" / "latest"
    executed = (latest / "01-casualties.ipynb").read_bytes()
    again = claimbook("run", "01-casualties", "--out", reports)
    assert again.returncode == 0 and "0 executed, 1 taken as executed before" in again.stdout
    assert (latest / "01-casualties.ipynb").read_bytes() == executed
    assert "Nothing has changed" in (latest / "01-casualties.html").read_text(encoding="utf-8")
    files = {path.name: path.stat().st_mtime_ns for path in latest.iterdir()}
    third = claimbook("run", "01-casualties", "--out", reports)
    assert third.returncode == 0 and "unchanged" in third.stdout  # not even the box of changes would differ
    assert files == {path.name: path.stat().st_mtime_ns for path in latest.iterdir()}


def test_two_runs_of_equal_inputs_give_equal_files(tmp_path):
    for name in ("one", "two"):
        assert claimbook("run", "01-casualties", "--out", tmp_path / name).returncode == 0
    (one,), (two,) = (runs_of(tmp_path / name / "ad-hoc") for name in ("one", "two"))
    assert one.name == two.name and sorted(p.name for p in one.iterdir()) == sorted(
        p.name for p in two.iterdir()
    )
    timed = {"log.txt", "manifest.json"}  # hold times; an executed notebook does as well
    for path in one.iterdir():
        if path.name not in timed and path.suffix != ".ipynb":
            assert path.read_bytes() == (two / path.name).read_bytes(), path.name


def test_other_parameters_are_another_run(published, tmp_path):
    done = claimbook("run", "01-casualties", "--out", tmp_path, "-p", "SIDES", '["ukraine"]')
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "ad-hoc" / "latest" / "01-casualties.html").read_text(encoding="utf-8")
    default = (published[0] / "ad-hoc" / "latest" / "01-casualties.html").read_text(encoding="utf-8")
    assert "nis-killed" in default and "nis-killed" not in text and "gur-casualties" in text


def test_forced_a_notebook_is_executed_again_and_the_run_replaced(published):
    reports, _ = published
    before = claimbook("run", "01-casualties", "--out", reports)
    assert before.returncode == 0
    latest = (reports / "ad-hoc" / "latest").resolve()
    done = claimbook("run", "01-casualties", "--force", "--out", reports)
    assert done.returncode == 0 and "01-casualties done in" in done.stderr
    again = (reports / "ad-hoc" / "latest").resolve()
    assert (
        again != latest
        and not latest.exists()
        and again.name.removesuffix("-b") == latest.name.removesuffix("-b")
    )


def test_a_failed_notebook_is_kept_and_the_last_good_brief_stays(tmp_path):
    bad = notebook(
        tmp_path / "09-broken.ipynb",
        "AS_OF: str = ''  # a day",
        "from claimbook import show",
        "show.say('All is well.')",
    )
    assert claimbook("run", bad, "--out", tmp_path / "r").returncode == 0
    good = (tmp_path / "r" / "ad-hoc" / "latest").resolve()
    notebook(bad, "AS_OF: str = ''  # a day", "1 / 0")
    done = claimbook("run", bad, "--out", tmp_path / "r")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "09-broken.ipynb: cell 2: ZeroDivisionError: division by zero; kept in" in done.stderr
    assert (tmp_path / "r" / "ad-hoc" / "latest").resolve() == good and (
        good.parent / "failed" / "09-broken.ipynb"
    ).exists()
    assert not hidden(tmp_path / "r") and not strays()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import os; os._exit(1)", "09-broken.ipynb: the kernel died"),
        ("import pandas; pandas.DataFrame([1])", "09-broken.ipynb: cell 2: found an output of text/html"),
    ],
)
def test_whatever_goes_wrong_in_a_notebook_is_told_by_its_name_and_the_others_go_on(
    source, message, tmp_path
):
    bad = notebook(tmp_path / "09-broken.ipynb", "AS_OF: str = ''  # a day", source)
    good = notebook(
        tmp_path / "10-good.ipynb",
        "AS_OF: str = ''  # a day",
        "from claimbook import show",
        "show.say('All is well here.')",
    )
    done = claimbook("run", bad, good, "--out", tmp_path / "reports")
    assert done.returncode == 1 and message in done.stderr and "Traceback" not in done.stderr
    report = tmp_path / "reports" / "ad-hoc"
    assert (report / "failed" / "09-broken.ipynb").exists()
    assert (report / "latest" / "10-good.html").exists() and not (
        report / "latest" / "09-broken.html"
    ).exists()
    index = (report / "latest" / "index.html").read_text(encoding="utf-8")
    assert "Failed." in index and "10-good.html" in index


def test_a_run_with_a_missing_or_changed_file_is_made_again(published):
    reports, _ = published
    index = reports / "ad-hoc" / "latest" / "index.html"
    index.unlink()
    again = claimbook("run", "01-casualties", "--out", reports)
    assert again.returncode == 0 and "unchanged" not in again.stdout and index.exists()
    good = index.read_bytes()
    index.write_bytes(good[:-10])
    again = claimbook("run", "01-casualties", "--out", reports)
    assert again.returncode == 0 and "unchanged" not in again.stdout and len(index.read_bytes()) >= len(good)


def test_what_a_killed_run_left_is_swept(published):
    reports, _ = published
    (reports / "ad-hoc" / ".staging-left1234").mkdir()
    (reports / "ad-hoc" / ".latest-999").symlink_to("nowhere")
    assert claimbook("run", "01-casualties", "--out", reports).returncode == 0
    assert not hidden(reports)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_leaves_nothing_and_no_traceback(sent, tmp_path):
    slow = notebook(tmp_path / "09-slow.ipynb", "AS_OF: str = ''  # a day", "import time; time.sleep(60)")
    run = subprocess.Popen(
        [sys.executable, "-m", "claimbook", "run", slow, "--out", tmp_path / "reports"],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not list((tmp_path / "reports").glob("ad-hoc/.staging-*/*.ipynb")) and time.monotonic() < deadline:
        time.sleep(0.2)
    run.send_signal(sent)
    _, said = run.communicate(timeout=60)
    assert (
        run.returncode == 130 and "Traceback" not in said and "stopped; what was there before stays" in said
    )
    assert not list((tmp_path / "reports").iterdir()) and not strays()


def test_a_folder_in_the_place_of_the_link_is_one_line(tmp_path):
    (tmp_path / "latest").mkdir()
    done = claimbook("run", "01-casualties", "--out", tmp_path)
    assert (
        done.returncode == 2
        and "found a folder, expected a link" in done.stderr
        and len(done.stderr.splitlines()) == 1
    )
    assert [p.name for p in tmp_path.iterdir()] == ["latest"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("run", "01-casualties", "-p", "AS_OFF", "2024-12-18"),
            'parameter: found "AS_OFF", expected one of AS_OF, DOCUMENTS',
        ),
        (("run", "01-casualties", "-p", "SIDES", "[]", "-p", "SIDES", "[]"), "expected each parameter once"),
        (
            ("run", "01-casualties", "notebooks/01-casualties.ipynb"),
            "found twice, expected one notebook of a name",
        ),
        (("run", "no-such-notebook"), 'found no report "no-such-notebook", expected one of article'),
        (("run", "no-such.ipynb"), "no-such.ipynb: found no such file, expected a notebook"),
        (("run", "article", "01-casualties"), 'found "article", expected notebooks only'),
        (("run", "article", "-p", "SIDES", "[]"), 'found "article", expected notebooks only'),
        (("run", "article", "--run-date", "yesterday"), '--run-date: found "yesterday", expected a day'),
        (("run", "--spec", "nowhere.toml"), "nowhere.toml: found no such file"),
        (("run", "06-outlook", "-p", "SHARES", "[50]"), 'parameter: found "SHARES", expected one of AS_OF'),
        (("run", "05-who-says-so", "-p", "WINDOW_START", "2024-13-01"), "WINDOW_START: found"),
        (("run", "--data", "nowhere"), "nowhere"),
        (("check", "nowhere"), "nowhere"),
        (("brief", "nowhere.ipynb", "out.html"), "nowhere.ipynb"),
    ],
)
def test_wrong_input_is_one_line_and_status_2(arguments, message, tmp_path):
    out = ("--out", tmp_path) if arguments[0] == "run" else ()
    done = here(*arguments, *out)
    assert done.returncode == 2 and message in done.stderr + done.stdout
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) <= 1
    assert not list(tmp_path.iterdir()) and not strays()


@pytest.mark.parametrize(
    "arguments",
    [("run", "no-such.ipynb"), ("check", "nowhere"), ("run", "article", "--run-date", "yesterday")],
)
def test_the_command_says_of_wrong_input_what_it_says_in_this_process(arguments, tmp_path):
    out = ("--out", tmp_path) if arguments[0] == "run" else ()
    by_itself, inside = claimbook(*arguments, *out), here(*arguments, *out)
    assert (by_itself.returncode, by_itself.stdout, by_itself.stderr) == (
        inside.returncode,
        inside.stdout,
        inside.stderr,
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("no json", "found no notebook, expected the JSON of one"),
        ("[]", "found no notebook"),
        ('{"cells": [], "metadata": {}, "nbformat": 5, "nbformat_minor": 0}', "found no notebook"),
        (
            '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
            "found the kernel None, expected python3",
        ),
    ],
)
def test_a_file_that_is_no_notebook_is_one_line_and_status_2(content, message, tmp_path):
    path = tmp_path / "broken.ipynb"
    path.write_text(content, encoding="utf-8")
    done = here("run", path, "--out", tmp_path / "reports")
    assert done.returncode == 2 and message in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_wrong_value_of_a_parameter_is_status_2(tmp_path):
    done = here("run", "01-casualties", "-p", "MIN_RELIABILITY", "G", "--out", tmp_path)
    assert done.returncode == 2 and "expected one of A, B, C, D, E" in done.stderr
    assert not (tmp_path / "latest").exists()


def test_check_says_that_there_is_no_fault_or_tells_all(tmp_path):
    good = here("check", "data")
    assert good.returncode == 0 and "no fault" in good.stdout
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = tmp_path / "data" / "casualties.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("at_least", "at_lest").replace("cumulative", "cumulatve"),
        encoding="utf-8",
    )
    bad = here("check", tmp_path / "data")
    assert bad.returncode == 2
    assert any(
        line.startswith('casualties.csv:4:bound: found "at_lest"') and "nearest: at_least" in line
        for line in bad.stdout.splitlines()
    )
    assert any(':accounting: found "cumulatve"' in line for line in bad.stdout.splitlines())


def test_every_command_has_help():
    for command in ("check", "run", "brief", "refresh"):
        shown = here(command, "--help")
        assert shown.returncode == 0 and "Usage" in shown.stdout
