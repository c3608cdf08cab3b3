"""`claimbook serve` as a process: signals, what it leaves, who else may serve, what it says."""

import datetime as dt
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "runs"))
from at_work import here  # noqa: E402
from claimbook.schedule.server import Server  # noqa: E402
from claimbook.schedule.store import Store  # noqa: E402
from clockwork import Alarm, Runs, report, written  # noqa: E402

PROGRAM = """
import sys
from pathlib import Path
from claimbook.schedule.serve import serve
folder, standin, health, tick, grace = sys.argv[1:]
folder = Path(folder)
serve(folder / "reports.toml", folder / "reports", folder / "reports" / ".serve.sqlite", folder,
      health=float(health), tick=float(tick), grace=float(grace), command=[sys.executable, standin])
"""
YESTERDAY = "00:00"  # a time of day that has passed, whenever this is read


class Served:
    """A server over a folder, its output in files."""

    def __init__(self, folder, health=3600, tick=0.2, grace=1):
        self.folder, self.reports = folder, folder / "reports"
        number = len(list(folder.glob("out*")))
        self.out, self.err = folder / f"out{number}", folder / f"err{number}"
        with open(self.out, "wb") as out, open(self.err, "wb") as err:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    PROGRAM,
                    str(folder),
                    str(Path(__file__).with_name("standin.py")),
                    str(health),
                    str(tick),
                    str(grace),
                ],
                stdout=out,
                stderr=err,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def until(self, wanted):
        """Wait until a line is said, on either side."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            text = self.text
            if re.search(wanted, text):
                return text
            assert self.process.poll() is None, text
            time.sleep(0.05)
        raise AssertionError(f"waited for {wanted}: {self.text}")

    @property
    def text(self):
        return self.out.read_text(encoding="utf-8") + self.err.read_text(encoding="utf-8")

    @property
    def calls(self):
        file = self.reports / "calls"
        return (
            [line.rsplit(" ", 1)[0] for line in file.read_text(encoding="utf-8").splitlines()]
            if file.exists()
            else []
        )

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(60)


@pytest.fixture
def served(tmp_path):
    """Starts servers over tmp_path, whose store says that its reports are served since long ago: each missed
    a time."""
    started = []

    def start(*reports, since=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), **given):
        spec = written(tmp_path / "reports.toml", *reports) if reports else tmp_path / "reports.toml"
        if since and not started:
            Server(
                spec,
                Store(tmp_path / "reports" / ".serve.sqlite"),
                Alarm(),
                Runs(),
                lambda: since,
                print,
                print,
                2,
                print,
            ).start()
        started.append(Served(tmp_path, **given))
        return started[-1]

    yield start
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait()


def outcomes(folder):
    with sqlite3.connect(folder / "reports" / ".serve.sqlite") as base:
        return base.execute("SELECT report, status FROM slots ORDER BY report, at").fetchall()


def alive(pid):
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1][0] != "Z"
    except FileNotFoundError:
        pass
    if Path("/proc/self").exists():
        return False
    return subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True
    ).stdout.strip()[:1] not in ("", "Z")


def test_a_missed_time_is_made_up_for_once_and_not_again_after_a_restart(served, tmp_path):
    first = served(report(at=YESTERDAY, time_zone="UTC"))
    first.until(r"last article \S+ ok")
    assert first.stop() == 0
    (call,) = first.calls
    assert re.fullmatch(r"run article \d{4}-\d\d-\d\d", call)
    today = {dt.datetime.now(dt.UTC).date().isoformat(), call.split()[2]}
    assert len(today) == 1 or max(today) > call.split()[2]  # midnight may have passed meanwhile
    again = served(since=None)
    again.until("healthy")
    time.sleep(1)
    assert again.stop() == 0 and len(again.calls) == 1
    assert outcomes(tmp_path) == [("article", "ok")]
    assert "Traceback" not in again.text


def test_what_a_run_says_is_passed_on_under_its_name(served):
    server = served(report("broken", at=YESTERDAY, time_zone="UTC"), report(at=YESTERDAY, time_zone="UTC"))
    server.until(r"last \w+ \S+ (ok|failed)[\s\S]*last \w+ \S+ (ok|failed)")
    assert server.stop() == 0
    out, err = server.out.read_text(), server.err.read_text()
    assert re.search(r"^article: begins \d{4}-", out, re.M)
    assert "article: Executing: 100%\n" in err and "10%\r" not in err
    assert "broken: broken.ipynb: cell 2: \\x1b[31mZeroDivisionError\n" in err
    assert re.search(r"^claimbook serve: broken \S+ 00:00 UTC: failed, exit status 1$", err, re.M)
    assert {name for _, name, _ in map(str.split, server.calls)} == {
        "broken",
        "article",
    }, "a failed run stops nobody else"


def test_a_line_on_health_comes_at_the_start_after_a_run_and_now_and_then(served, tmp_path):
    server = served(report(at=YESTERDAY, time_zone="Europe/London"), health=0.4)
    server.until(r"(?:claimbook serve: healthy.*last article.*ok\n[\s\S]*){3}")
    lines = [line for line in server.out.read_text().splitlines() if "healthy" in line]
    day = r"\d{4}-\d\d-\d\d"
    assert re.fullmatch(
        rf"claimbook serve: healthy, 1 report, (under way article, )?next article {day} 00:00 Europe/London, last none",
        lines[0],
    )
    assert re.fullmatch(
        rf"claimbook serve: healthy, 1 report, next article {day} 00:00 Europe/London, last article {day} ok",
        lines[-1],
    )
    said = json.loads((tmp_path / "reports" / ".serve.health.json").read_text(encoding="utf-8"))
    assert (
        said["healthy"]
        and said["fault"] is None
        and said["line"] == lines[-1].removeprefix("claimbook serve: ")
    )
    assert server.stop() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_it_and_the_run_that_is_under_way(number, served, tmp_path):
    server = served(report("slow", at=YESTERDAY, time_zone="UTC"), grace=20)
    server.until("slow: begins")
    pids = tmp_path / "reports" / "slow.pids"
    while not (pids.exists() and pids.read_text().count(" ")):
        time.sleep(0.05)
    assert server.stop(number) == 0
    assert not any(map(alive, map(int, pids.read_text().split())))
    text = server.text
    assert "slow: cleans up" in text and text.splitlines()[-2:] and "claimbook serve: stopped" in text
    assert "SIGKILL" not in text and "Traceback" not in text
    assert outcomes(tmp_path) == [("slow", "stopped")]
    again = served(since=None)
    again.until("slow .*: was not finished, runs again")
    again.until("slow: begins")
    assert again.stop() == 0


def test_a_run_that_does_not_listen_is_ended_with_all_that_it_started(served, tmp_path):
    server = served(report("deaf", at=YESTERDAY, time_zone="UTC"), grace=0.5)
    pids = tmp_path / "reports" / "deaf.pids"
    server.until("deaf: begins")
    while not (pids.exists() and pids.read_text().count(" ")):
        time.sleep(0.05)
    assert server.stop() == 0
    assert not any(map(alive, map(int, pids.read_text().split())))
    assert "found it running 0.5 seconds after SIGTERM, sends SIGKILL" in server.text
    assert outcomes(tmp_path) == [("deaf", "stopped")]


def test_after_being_killed_it_goes_on_where_it_was(served, tmp_path):
    server = served(report("slow", at=YESTERDAY, time_zone="UTC"))
    server.until("slow: begins")
    server.process.kill()
    server.process.wait()
    pids = tmp_path / "reports" / "slow.pids"
    while not (pids.exists() and pids.read_text().count(" ")):
        time.sleep(0.05)
    for pid in map(int, pids.read_text().split()):
        os.kill(pid, signal.SIGKILL)
    again = served(since=None)
    again.until("was not finished, runs again")
    assert again.stop() == 0


def test_a_second_server_of_a_store_is_refused_in_a_line(served):
    first = served(report(time_zone="UTC"), since=None)
    first.until("healthy")
    second = served(since=None)
    assert second.process.wait(60) == 1  # the program has no command line around it: the fault itself
    assert f"found a server at work (process {first.process.pid}), expected one for a store" in second.text
    assert first.process.poll() is None and first.stop() == 0


def test_an_edited_spec_is_taken_over_while_it_serves(served, tmp_path):
    server = served(report(time_zone="UTC"), since=None)
    server.until("healthy, 1 report")
    (tmp_path / "reports.toml").write_text("[reports.article\n")
    server.until("goes on with the reports.toml of before")
    written(tmp_path / "reports.toml", report(time_zone="UTC"), report("second", time_zone="UTC"))
    server.until("took over reports.toml: new second")
    assert server.stop() == 0


@pytest.mark.slow
def test_it_runs_when_a_time_comes(served):
    """In real time: the minute after next."""
    due = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0) + dt.timedelta(
        minutes=1 + (dt.datetime.now().second > 50)
    )
    server = served(report(at=f"{due:%H:%M}", time_zone="UTC"), since=None, tick=20)
    server.until("healthy")
    while dt.datetime.now(dt.UTC) < due:
        assert server.calls == []
        time.sleep(0.2)
    server.until("article: begins")
    assert dt.datetime.now(dt.UTC) - due < dt.timedelta(seconds=15), "the tick was what ran it, not the alarm"
    assert server.calls == [f"run article {due:%Y-%m-%d}"] and server.stop() == 0


# --- the command ----------------------------------------------------------------------------


def claimbook(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [sys.executable, "-m", "claimbook", *map(str, arguments)],
        cwd=cwd,
        text=True,
        capture_output=True,
        env=os.environ | environment,
        timeout=60,
    )


@pytest.fixture
def spec(tmp_path):
    return written(tmp_path / "reports.toml", report(more='days = ["Mon"]'))


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"no database", "file is not a database"),
        (b"SQLite format 3\0" + bytes(2000), ""),
    ],
)
def test_a_broken_store_is_a_line_and_stays_as_it_is(content, found, spec, tmp_path):
    store = tmp_path / "store.sqlite"
    store.write_bytes(content)
    done = claimbook("serve", "--spec", spec, "--out", tmp_path / "reports", "--store", store)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1, done.stderr
    assert (
        done.stderr.startswith(f"claimbook serve: {store}: found {found}")
        and "expected the store of a server" in done.stderr
    )
    assert store.read_bytes() == content


def test_a_store_with_a_broken_page_is_a_line(spec, tmp_path):
    store = Store(tmp_path / "store.sqlite")
    with sqlite3.connect(store.path) as base:
        base.executemany(
            "INSERT INTO reports VALUES (?, ?, ?)", [(f"r{n}", "x" * 500, "2026") for n in range(100)]
        )
    content = bytearray(store.path.read_bytes())
    content[len(content) // 2 :] = b"\xff" * (len(content) - len(content) // 2)
    store.path.write_bytes(content)
    done = claimbook("serve", "--spec", spec, "--out", tmp_path / "reports", "--store", store.path)
    assert (
        done.returncode == 2
        and len(done.stderr.splitlines()) == 1
        and "expected the store of a server" in done.stderr
    )


def test_the_database_of_another_program_is_left_alone(spec, tmp_path):
    with sqlite3.connect(tmp_path / "store.sqlite") as base:
        base.execute("CREATE TABLE mine (x)")
    done = claimbook(
        "serve", "--spec", spec, "--out", tmp_path / "reports", "--store", tmp_path / "store.sqlite"
    )
    assert done.returncode == 2 and "found the tables of another program or version" in done.stderr
    with sqlite3.connect(tmp_path / "store.sqlite") as base:
        assert base.execute("SELECT name FROM sqlite_master").fetchall() == [("mine",)]


def test_without_the_extra_there_is_a_line(spec, tmp_path):
    for missing in ("apscheduler", "sqlalchemy"):
        (tmp_path / missing).mkdir()
        (tmp_path / missing / f"{missing}.py").write_text(
            f"raise ModuleNotFoundError('No module named {missing}', name='{missing}')"
        )
        path = os.pathsep.join(filter(None, [str(tmp_path / missing), os.environ.get("PYTHONPATH")]))
        done = claimbook("serve", "--spec", spec, "--out", tmp_path / "reports", PYTHONPATH=path)
        assert done.returncode == 2
        assert (
            done.stderr
            == "claimbook serve: found no APScheduler, expected the extra: pip install claimbook[serve]\n"
        )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("[reports.article]\n", "found no schedule, expected one"),
        (report(at="6:30"), 'found "6:30", expected a time of day as 06:30'),
        (report(more="days = [1]"), "days"),
    ],
)
def test_a_wrong_spec_is_a_line_and_status_2(content, found, tmp_path):
    (tmp_path / "reports.toml").write_text(content)
    for command in (
        ("serve", "--out", tmp_path / "reports"),
        ("schedule", "--cron"),
        ("schedule", "--systemd"),
    ):
        done = here(*command, "--spec", tmp_path / "reports.toml")
        assert done.returncode == 2 and found in done.stderr and len(done.stderr.splitlines()) == 1, (
            done.stderr
        )


def test_check_says_whether_a_server_is_well(served, tmp_path):
    def check():
        return here("serve", "--check", "--out", tmp_path / "reports")

    before = check()
    assert before.returncode == 1 and before.stderr.endswith("found no server at work, expected one\n")
    server = served(report(time_zone="UTC"), since=None)
    server.until("healthy")
    well = check()
    assert well.returncode == 0 and well.stdout.startswith(
        "claimbook serve: healthy, 1 report, next article"
    ), well.stderr
    file = tmp_path / "reports" / ".serve.health.json"
    said = json.loads(file.read_text())
    file.write_text(json.dumps(said | {"time": "2026-01-01T00:00:00+00:00"}))
    late = check()
    assert late.returncode == 1 and "expected one of the last 7200 seconds" in late.stderr
    file.write_text("no json")
    assert check().returncode == 1
    assert server.stop() == 0
    assert check().returncode == 1


def test_schedule_prints_or_writes(spec, tmp_path):
    printed = here("schedule", "--systemd", "--spec", spec, "--reports", tmp_path / "r")
    assert printed.returncode == 0 and re.findall(r"^# (claimbook-\S+)$", printed.stdout, re.M) == [
        "claimbook-article.service",
        "claimbook-article.timer",
    ]
    wrote = here(
        "schedule", "--systemd", "--spec", spec, "--reports", tmp_path / "r", "--out", tmp_path / "units"
    )
    assert wrote.returncode == 0
    for path in (tmp_path / "units").iterdir():
        assert f"# {path.name}\n{path.read_text(encoding='utf-8')}" in printed.stdout
    cron = here("schedule", "--cron", "--spec", spec)
    assert (
        cron.returncode == 0
        and "CRON_TZ=Europe/London\n30 6 * * Mon cd " in cron.stdout
        and cron.stdout.endswith("--if-due\n")
    )
    anywhere = here("schedule", "--cron", "--any-cron", "--spec", spec)
    assert anywhere.returncode == 0 and "0,15,30,45 * * * * cd " in anywhere.stdout


@pytest.mark.parametrize(
    "options", [(), ("--any-cron",), ("--systemd", "--any-cron"), ("--cron", "--out", "x")]
)
def test_what_does_not_go_together_is_status_2(options, spec):
    done = here("schedule", "--spec", spec, *options)
    assert done.returncode == 2 and "expected --systemd [--out FOLDER] or --cron [--any-cron]" in done.stderr
    assert not shutil.which("x") or not Path("x").exists()
