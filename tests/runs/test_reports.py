"""Reports of a reports.toml: sweeps, dates, what stays executed, retention, the command afterwards,
overlaps."""

import json
import shlex
import subprocess
import sys
import time

import jsonschema
import pytest
from at_work import (
    PARAMETERS,
    ROOT,
    SAYS,
    data_copy,
    edit,
    here,
    hidden,
    notebook,
    published,
    reports_toml,
    strays,
)
from claimbook.shelf.manifest import json_schema


def manifest(report):
    return json.loads((report / "latest" / "manifest.json").read_text(encoding="utf-8"))


def test_each_value_of_a_sweep_is_a_brief(tmp_path):
    one = notebook(tmp_path / "one.ipynb", f"{PARAMETERS}\nSIDES: list = []", SAYS)
    two = notebook(tmp_path / "two.ipynb", "COLOUR: str = 'red'", SAYS)
    spec = reports_toml(
        tmp_path,
        f"""
[reports.months]
notebooks = ["{one}", "{two}"]
[reports.months.parameters]
COLOUR = "blue"
[reports.months.sweep]
AS_OF = {{ every = "month-end", from = 2024-11-01, to = "RUN_DATE" }}
SIDES = {{ each = [["ukraine"], []] }}
""",
    )
    done = here("run", "--spec", spec, "--out", tmp_path / "r", "--run-date", "2025-01-15")
    assert done.returncode == 0, done.stderr
    briefs = {brief["name"]: brief["parameters"] for brief in manifest(tmp_path / "r" / "months")["briefs"]}
    assert briefs == {  # the second notebook knows no swept parameter, so it is made once
        "one--as-of-2024-11-30--sides-ukraine": {"AS_OF": "2024-11-30", "SIDES": ["ukraine"]},
        "one--as-of-2024-11-30--sides-none": {"AS_OF": "2024-11-30", "SIDES": []},
        "one--as-of-2024-12-31--sides-ukraine": {"AS_OF": "2024-12-31", "SIDES": ["ukraine"]},
        "one--as-of-2024-12-31--sides-none": {"AS_OF": "2024-12-31", "SIDES": []},
        "two": {"COLOUR": "blue"},
    }
    assert manifest(tmp_path / "r" / "months")["run_date"] == "2025-01-15"
    more = here("run", "--spec", spec, "--out", tmp_path / "r", "--run-date", "2025-01-31")
    assert "2 executed, 5 taken as executed before" in more.stdout  # the new month's end alone


def test_every_side_and_document_can_be_swept(tmp_path):
    one = notebook(tmp_path / "one.ipynb", f"{PARAMETERS}\nSIDES: list = []", SAYS)
    spec = reports_toml(
        tmp_path, f"[reports.sides]\nnotebooks = ['{one}']\nsweep = {{ SIDES = {{ every = 'side' }} }}"
    )
    terms = (ROOT / "data" / "terms.csv").read_text(encoding="utf-8")
    assert here("run", "--spec", spec, "--out", tmp_path / "r").returncode == 0
    assert len(manifest(tmp_path / "r" / "sides")["briefs"]) == terms.count(",side,") > 2


def test_reports_latest_leads_to_the_first_report(tmp_path):
    one = notebook(tmp_path / "one.ipynb", PARAMETERS, SAYS)
    spec = reports_toml(tmp_path, f"[reports.b]\nnotebooks = ['{one}']\n[reports.a]\nnotebooks = ['{one}']")
    done = here("run", "--spec", spec, "--out", tmp_path / "r")
    assert done.stdout.splitlines()[-1] == str(tmp_path / "r" / "latest" / "index.html")
    assert (tmp_path / "r" / "latest").resolve().parent.name == "b"
    assert (
        here("run", "a", "--spec", spec, "--out", tmp_path / "r", "--run-date", "2025-01-01").returncode == 0
    )
    assert (tmp_path / "r" / "latest").resolve().parent.name == "b"


def test_all_faults_of_a_spec_are_told_with_their_lines_before_anything_runs(tmp_path):
    one = notebook(tmp_path / "one.ipynb", f"{PARAMETERS}\nSIDES: list = []", SAYS)
    spec = reports_toml(
        tmp_path,
        f"""[reports.a]
notebooks = ["{one}", "nowhere.ipynb"]
parameters = {{ AS_OFF = "2024-12-18" }}

[reports.b]
notebooks = ["{one}"]
[reports.b.parameters]
AS_OF = "2024-12-32"

[reports.c]
notebooks = ["{one}"]
parameters = {{ AS_OF = "RUN_DATE" }}
[reports.c.sweep]
SIDES = {{ each = [["ukrain"]] }}

[reports.d]
time_limit = 0

[reports.e.sweep]
AS_OF = {{ every = "day", from = 2024-01-01, to = 2024-12-31 }}
SIDES = {{ every = "side" }}
""",
    )
    done = here("run", "--spec", spec, "--out", tmp_path / "r")
    assert done.returncode == 2 and not (tmp_path / "r").exists()
    lines = sorted(
        done.stderr.splitlines(), key=lambda line: int(line.removeprefix(f"{spec}:").split(":")[0])
    )
    expected = (
        (2, "nowhere.ipynb: found no such file"),
        (3, 'a: parameter: found "AS_OFF", expected one of AS_OF'),
        (8, "b: AS_OF: found"),
        (12, 'c: AS_OF: found "RUN_DATE"'),
        (14, "c: SIDES: found"),
        (17, "reports.d.time_limit: found 0, expected 1 or more"),
        (19, "e: sweep: found"),
    )
    for line, (number, words) in zip(lines, expected, strict=True):
        assert line.startswith(f"{spec}:{number}: ") and words in line and "expected" in line


def test_what_a_file_says_does_not_go_by_where_one_stands(tmp_path):
    spec = reports_toml(
        tmp_path,
        "[reports.a]\nnotebooks = ['01-casualties.ipynb']\n[reports.b]\nnotebooks = ['notebooks/00-brief.ipynb']\ntime_limit = 1",
    )
    done = here("run", "a", "--spec", spec, "--out", tmp_path / "r", cwd=ROOT / "notebooks")
    assert done.returncode == 0, done.stderr


def test_a_manifest_names_the_command_that_makes_the_run_again(tmp_path):
    one = notebook(tmp_path / "one.ipynb", f"{PARAMETERS}\nSIDES: list = []\nKEEP: bool = True", SAYS)
    done = here("run", one, "-p", "SIDES", '["ukraine"]', "-p", "KEEP", "false", "--out", tmp_path / "r")
    assert done.returncode == 0, done.stderr
    assert shlex.split(manifest(tmp_path / "r" / "ad-hoc")["command"]) == [
        "claimbook",
        "run",
        "one",
        "-p",
        "SIDES",
        '["ukraine"]',
        "-p",
        "KEEP",
        "false",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[reports.a", "1: found"),
        ("", "1: reports: found nothing, expected a value"),
        ("[reports]", "1: reports: found nothing in it"),
        (
            "[reports.a]\ncolour = 1",
            "2: reports.a.colour: found a key that is not known here, expected one of title, notebooks",
        ),
        ("[reports.A]", '1: reports.A: found "A", expected a name of small letters'),
        ("[reports.latest]", '1: reports.latest: found "latest", expected a name'),
        ("[reports.a]\nnotebooks = []", "2: reports.a.notebooks: found nothing in it"),
        (
            "[reports.a]\nnotebooks = ['x', 'x']",
            "2: reports.a.notebooks: found a list of x, x, expected each notebook once",
        ),
        ("[reports.a]\ntime_limit = 0", "2: reports.a.time_limit: found 0"),
        (
            "[reports.a]\noverlap = 'push'",
            "2: reports.a.overlap: found \"push\", expected one of 'wait' or 'leave'",
        ),
        (
            "[reports.a.parameters]\nX = { a = 1 }",
            "2: reports.a.parameters.X: found a table of a, expected a text",
        ),
        ("[reports.a.parameters]\nX = 1\n[reports.a.sweep]\nX = { each = [1] }", "3: reports.a.sweep: found"),
        (
            "[reports.a.sweep]\nX = { every = 'month-end' }",
            "2: reports.a.sweep.X: found a table of every, expected from",
        ),
        ("[reports.a.sweep]\nX = { every = 'side', each = [1] }", "2: reports.a.sweep.X: found"),
        (
            "[reports.a.schedule]\nat = '6:30'\ntime_zone = 'UTC'",
            '2: reports.a.schedule.at.0: found "6:30", expected a time of day',
        ),
        (
            "[reports.a.schedule]\nat = '06:30'\ntime_zone = 'Europe/Londn'",
            "3: reports.a.schedule.time_zone: found",
        ),
        (
            "[reports.a.schedule]\nat = '06:30'\ndays = ['1']\ntime_zone = 'UTC'",
            '3: reports.a.schedule.days.0: found "1", expected one of',
        ),
    ],
)
def test_a_wrong_spec_is_one_line_with_its_line(text, line, tmp_path):
    done = here("run", "--spec", reports_toml(tmp_path, text), "--out", tmp_path / "r")
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1, done.stderr
    assert (
        f"reports.toml:{line}" in done.stderr and "expected" in done.stderr and not (tmp_path / "r").exists()
    )


def test_the_manifest_keeps_to_its_schema(tmp_path):
    schema = json.loads((ROOT / "docs" / "manifest.schema.json").read_text(encoding="utf-8"))
    assert schema == json.loads(json_schema())  # `make refresh` writes it anew
    bad = notebook(tmp_path / "bad.ipynb", PARAMETERS, "1 / 0")
    good = notebook(tmp_path / "good.ipynb", PARAMETERS, SAYS)
    here("run", bad, good, "--out", tmp_path / "r")
    made = manifest(tmp_path / "r" / "ad-hoc")
    jsonschema.validate(made, schema)
    assert made["outcome"] == "partly" and [brief["status"] for brief in made["briefs"]] == [
        "failed",
        "executed",
    ]
    assert made["command"].startswith("claimbook run ") and str(tmp_path) not in json.dumps(made)
    log = (tmp_path / "r" / "ad-hoc" / "latest" / "log.txt").read_text(encoding="utf-8")
    assert "good done in" in log and "bad.ipynb: cell 2: ZeroDivisionError" in log


def test_a_brief_that_fails_now_stays_as_it_was_and_says_so(tmp_path):
    data = data_copy(tmp_path)
    one = notebook(tmp_path / "one.ipynb", PARAMETERS, SAYS)
    two = notebook(tmp_path / "two.ipynb", PARAMETERS, "import os; assert not os.path.exists('stop')", SAYS)
    arguments = ("run", one, two, "--out", tmp_path / "r", "--data", data)
    assert here(*arguments).returncode == 0
    report = tmp_path / "r" / "ad-hoc"
    before = (report / "latest" / "two.html").read_bytes()
    edit(data, "sources", "gur,GUR,", "gur,HUR,")
    (tmp_path / "stop").touch()
    done = here(*arguments)
    assert done.returncode == 1 and "published with 1 failed" in done.stderr
    assert (report / "latest" / "two.html").read_bytes() == before
    assert [brief["status"] for brief in manifest(report)["briefs"]] == ["executed", "kept"]
    assert "the last good brief, of the run of" in (report / "latest" / "index.html").read_text(
        encoding="utf-8"
    )
    (tmp_path / "stop").unlink()
    assert here(*arguments).returncode == 0
    assert [brief["status"] for brief in manifest(report)["briefs"]] == ["reused", "executed"]
    assert not (report / "failed").exists()
    assert (
        "1 revised" in str(manifest(report)["briefs"][1]["changes"])
        or manifest(report)["briefs"][1]["changed"]
    )


# -- retention --------------------------------------------------------------------
def days(report):
    return [run.name[:10] for run in published(report)]


def test_clean_keeps_the_newest_runs_and_always_the_last_good_one(tmp_path):
    one = notebook(tmp_path / "one.ipynb", "AS_OF: str = ''\nBREAK: bool = False", "assert not BREAK", SAYS)
    spec = reports_toml(tmp_path, f"[reports.a]\nnotebooks = ['{one}']")
    for day in ("2025-01-01", "2025-01-02", "2025-01-03"):
        assert here("run", "a", "--spec", spec, "--out", tmp_path / "r", "--run-date", day).returncode == 0
    report = tmp_path / "r" / "a"
    assert days(report) == ["2025-01-01", "2025-01-02", "2025-01-03"]
    none = here("clean", "--out", tmp_path / "r", "--older-than", "1")
    assert none.returncode == 0 and days(report) == ["2025-01-01", "2025-01-02", "2025-01-03"]
    done = here("clean", "a", "--keep", "2", "--out", tmp_path / "r")
    assert (
        done.returncode == 0 and days(report) == ["2025-01-02", "2025-01-03"] and "2025-01-01" in done.stdout
    )
    assert here("clean", "--keep", "1", "--out", tmp_path / "r").returncode == 0 and days(report) == [
        "2025-01-03"
    ]
    for name in (".old-stuff", ".latest-notes", ".staging-x"):
        (report / name).mkdir()
    (tmp_path / "r" / "empty").mkdir()
    other = tmp_path / "r" / "mine"
    (other / ".staging-x").mkdir(parents=True)
    assert here("clean", "--keep", "1", "--out", tmp_path / "r").returncode == 0
    for path in (
        report / ".old-stuff",
        report / ".latest-notes",
        report / ".staging-x",
        tmp_path / "r" / "empty",
        other / ".staging-x",
    ):
        path.rmdir()  # what is not of a run is nobody's to remove
    assert here("clean", "--keep", "1", "--out", tmp_path / "nowhere").returncode == 2
    wrong = here("clean", "b", "--keep", "1", "--out", tmp_path / "r")
    assert (
        wrong.returncode == 2
        and 'found no report "b"' in wrong.stderr
        and len(wrong.stderr.splitlines()) == 1
    )
    assert here("clean", "--out", tmp_path / "r").returncode == 2  # says what to keep
    assert not hidden(tmp_path / "r")


def test_a_report_keeps_as_many_runs_as_its_spec_says(tmp_path):
    one = notebook(tmp_path / "one.ipynb", PARAMETERS, SAYS)
    spec = reports_toml(tmp_path, f"[reports.a]\nnotebooks = ['{one}']\nkeep = {{ runs = 2 }}")
    for day in ("2025-01-01", "2025-01-02", "2025-01-03"):
        assert here("run", "a", "--spec", spec, "--out", tmp_path / "r", "--run-date", day).returncode == 0
    assert days(tmp_path / "r" / "a") == ["2025-01-02", "2025-01-03"]


# -- afterwards -------------------------------------------------------------------
def test_a_command_gets_the_manifests_path_after_each_run_or_after_a_change(tmp_path):
    one = notebook(tmp_path / "one.ipynb", PARAMETERS, SAYS)
    call = tmp_path / "call.py"
    call.write_text(
        f"import os, sys, pathlib; p = pathlib.Path({str(tmp_path / 'calls')!r}); assert os.environ['CLAIMBOOK_MANIFEST'] == sys.argv[-1]\n"
        "p.open('a').write(' '.join(sys.argv[1:]) + '\\n')"
    )
    head = f"notebooks = ['{one}']\nafter = ['{sys.executable}', '{call}', "
    spec = reports_toml(
        tmp_path, f"[reports.a]\n{head}'always']\n[reports.b]\n{head}'changed']\nafter_when = 'changed'"
    )
    for day in ("2025-01-01", "2025-01-02"):
        assert here("run", "--spec", spec, "--out", tmp_path / "r", "--run-date", day).returncode == 0
    calls = [line.split() for line in (tmp_path / "calls").read_text().splitlines()]
    assert [words[0] for words in calls] == ["always", "changed", "always"]
    assert all(words[1].endswith("/manifest.json") for words in calls)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (
            "['{python}', '-c', 'import sys; sys.exit(\"no post office\")']",
            "found exit status 1 (no post office), expected 0",
        ),
        ("['no-such-command']", 'found "No such file or directory", expected a command'),
    ],
)
def test_a_failing_command_is_told_and_the_run_stays_good(command, message, tmp_path):
    one = notebook(tmp_path / "one.ipynb", PARAMETERS, SAYS)
    spec = reports_toml(
        tmp_path, f"[reports.a]\nnotebooks = ['{one}']\nafter = {command.format(python=sys.executable)}"
    )
    done = here("run", "--spec", spec, "--out", tmp_path / "r")
    assert done.returncode == 0 and message in done.stderr and "the run stays good" in done.stderr
    assert (tmp_path / "r" / "latest" / "one.html").exists()


# -- overlaps ---------------------------------------------------------------------
@pytest.mark.parametrize("overlap", ["wait", "leave"])
def test_a_second_run_of_a_report_waits_or_leaves(overlap, tmp_path):
    slow = notebook(tmp_path / "slow.ipynb", PARAMETERS, "import time; time.sleep(4)", SAYS)
    spec = reports_toml(tmp_path, f"[reports.a]\nnotebooks = ['{slow}']\noverlap = '{overlap}'")
    arguments = ("run", "a", "--spec", spec, "--out", tmp_path / "r", "--run-date")
    first = subprocess.Popen(
        [sys.executable, "-m", "claimbook", *map(str, arguments), "2025-01-01"],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while not list((tmp_path / "r").glob("a/.staging-*")) and time.monotonic() < until:
        time.sleep(0.1)
    second = here(*arguments, "2025-01-02")
    assert first.wait(60) == 0 and second.returncode == 0
    assert "another run of it is under way" in second.stderr
    assert days(tmp_path / "r" / "a") == (
        ["2025-01-01", "2025-01-02"] if overlap == "wait" else ["2025-01-01"]
    )
    assert not hidden(tmp_path / "r") and not strays()


def test_the_run_date_of_a_scheduled_run_is_that_of_the_last_time_due(tmp_path):
    one = notebook(tmp_path / "one.ipynb", PARAMETERS, SAYS)
    spec = reports_toml(
        tmp_path,
        f"[reports.a]\nnotebooks = ['{one}']\n[reports.a.schedule]\nat = '06:30'\nmonth_days = [1]\ntime_zone = 'UTC'",
    )
    assert here("run", "a", "--scheduled", "--spec", spec, "--out", tmp_path / "r").returncode == 0
    assert manifest(tmp_path / "r" / "a")["run_date"].endswith("-01")
    none = reports_toml(tmp_path, f"[reports.a]\nnotebooks = ['{one}']")
    done = here("run", "a", "--scheduled", "--spec", none, "--out", tmp_path / "r")
    assert done.returncode == 2 and "found no schedule" in done.stderr
