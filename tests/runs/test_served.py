"""Runs as schedules call them: by `claimbook serve`, and by systemd's and cron's `run --scheduled
--if-due`."""

import datetime as dt
import json
import os
import shlex
import signal
import subprocess
import sys
import time

import pytest
from at_work import PARAMETERS, ROOT, SAYS, claimbook, hidden, notebook, published, reports_toml, strays
from claimbook.schedule.store import Store
from claimbook.spec import read_spec

pytestmark = pytest.mark.slow
SPEC = """
[reports.tiny]
notebooks = ["{notebook}"]
parameters = {{ AS_OF = "RUN_DATE" }}

[reports.tiny.schedule]
at = "06:30"
days = ["Mon"]
time_zone = "Asia/Kathmandu"
"""


def spec(folder, *sources):
    return reports_toml(folder, SPEC.format(notebook=notebook(folder / "tiny.ipynb", PARAMETERS, *sources)))


def last_monday(path):
    return read_spec(path)["tiny"].schedule.last_before(dt.datetime.now(dt.UTC)).date


@pytest.fixture
def server(tmp_path):
    """Starts `claimbook serve`, whose store says that the report has been served for a month."""
    started = []

    def start(path):
        store = Store(tmp_path / "reports" / ".serve.sqlite")
        if not started:
            store.serve(
                "tiny", read_spec(path)["tiny"].schedule, dt.datetime.now(dt.UTC) - dt.timedelta(days=30)
            )
        with open(tmp_path / "said", "ab") as said:
            started.append(
                subprocess.Popen(
                    [
                        sys.executable,
                        "-m",
                        "claimbook",
                        "serve",
                        "--spec",
                        path,
                        "--out",
                        tmp_path / "reports",
                    ],
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()


def until(done, what):
    deadline = time.monotonic() + 120
    while not done():
        assert time.monotonic() < deadline, what()
        time.sleep(0.1)


def test_a_served_report_is_made_up_for_with_its_nominal_date(server, tmp_path):
    path = spec(tmp_path, SAYS)
    process, said = server(path), tmp_path / "said"
    until(lambda: "last tiny" in said.read_text(), said.read_text)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    (run,) = published(tmp_path / "reports" / "tiny")
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["run_date"] == manifest["briefs"][0]["values"]["AS_OF"] == str(last_monday(path))
    text = said.read_text()
    assert f"last tiny {last_monday(path)} ok" in text and "passed over" in text and "Traceback" not in text


def test_a_stopped_server_leaves_no_kernel_and_no_half_of_a_run(server, tmp_path):
    path = spec(tmp_path, "import pathlib, time\npathlib.Path('begun').touch()\ntime.sleep(600)")
    process = server(path)
    until((tmp_path / "begun").exists, (tmp_path / "said").read_text)
    assert strays()
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    text = (tmp_path / "said").read_text()
    assert "SIGKILL" not in text and "Traceback" not in text and "claimbook serve: stopped" in text
    assert not strays()
    assert {path.name for path in hidden(tmp_path / "reports")} == {
        ".serve.sqlite",
        ".serve.lock",
        ".serve.health.json",
    }
    assert not (tmp_path / "reports" / "latest").exists()


def test_what_a_unit_calls_runs_once(tmp_path):
    """The very command of ExecStart, from another folder than the project's."""
    path = spec(tmp_path, SAYS)
    units = claimbook("schedule", "--systemd", "--spec", path, "--reports", tmp_path / "reports")
    lines = dict(
        line.split("=", 1)
        for line in units.stdout.splitlines()
        if line.startswith(("ExecStart=", "WorkingDirectory="))
    )
    calls = [
        subprocess.run(
            shlex.split(lines["ExecStart"]),
            cwd=lines["WorkingDirectory"],
            capture_output=True,
            text=True,
            env=os.environ,
            timeout=300,
        )
        for _ in range(2)
    ]
    assert [call.returncode for call in calls] == [0, 0], calls[0].stderr
    assert "nothing due" not in calls[0].stdout and calls[1].stdout.startswith("nothing due")
    (run,) = published(tmp_path / "reports" / "tiny")
    assert json.loads((run / "manifest.json").read_text(encoding="utf-8"))["run_date"] == str(
        last_monday(path)
    )


def test_a_failed_run_is_due_no_more_and_a_stopped_one_still_is(tmp_path):
    asked = (
        "run",
        "tiny",
        "--spec",
        spec(tmp_path, "1 / 0"),
        "--out",
        tmp_path / "reports",
        "--scheduled",
        "--if-due",
    )
    assert claimbook(*asked).returncode == 1
    assert claimbook(*asked).stdout.startswith("nothing due")
    begun = tmp_path / "begun"
    spec(tmp_path, f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(600)")
    asked = asked[:4] + ("--out", tmp_path / "others") + asked[6:]
    process = subprocess.Popen(
        [sys.executable, "-m", "claimbook", *map(str, asked)], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    until(begun.exists, lambda: "the run did not begin")
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 130, process.stderr.read()
    process.stderr.close()
    spec(tmp_path, SAYS)
    again = claimbook(*asked)
    assert again.returncode == 0 and "nothing due" not in again.stdout, again.stderr
