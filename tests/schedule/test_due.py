"""A nominal time is carried out once: what `run --scheduled --if-due` asks before it runs."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from claimbook.schedule import once, what_is_due
from clockwork import report, schedule, utc, written

PLAN = schedule("06:30", "Europe/London", days=["Mon"])
MONDAY, LATER, NEXT = utc(2026, 11, 23, 6, 30), utc(2026, 11, 25, 6, 30), utc(2026, 11, 30, 6, 45)


def ran(reports, now, plan=PLAN, name="article"):
    with once(reports, name, plan, now) as slot:
        return slot and f"{slot.local:%m-%d %H:%M}"


def test_each_nominal_time_once(tmp_path):
    assert [ran(tmp_path, now) for now in (MONDAY, MONDAY, LATER, NEXT, NEXT)] == [
        "11-23 06:30",
        None,
        None,
        "11-30 06:30",
        None,
    ]


def test_what_was_missed_is_made_up_for_once_by_its_last(tmp_path):
    assert ran(tmp_path, MONDAY)
    assert ran(tmp_path, utc(2027, 1, 20)) == "01-18 06:30"
    assert ran(tmp_path, utc(2027, 1, 20)) is None


def test_a_clock_that_is_put_back_runs_nothing_again(tmp_path):
    assert ran(tmp_path, MONDAY) and ran(tmp_path, NEXT)
    assert ran(tmp_path, LATER) is None and ran(tmp_path, NEXT) is None


def test_reports_and_zones_are_told_apart(tmp_path):
    assert ran(tmp_path, MONDAY) and ran(tmp_path, MONDAY, name="other")
    assert ran(tmp_path, MONDAY, schedule("06:30", "Europe/Dublin", days=["Mon"]))


@pytest.mark.parametrize("error", [ValueError("broken"), SystemExit(1), SystemExit(2)])
def test_a_run_that_failed_is_not_tried_again(error, tmp_path):
    with pytest.raises(type(error)), once(tmp_path, "article", PLAN, MONDAY):
        raise error
    assert ran(tmp_path, MONDAY) is None


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(130), SystemExit(143)])
def test_a_run_that_was_stopped_is_left_to_the_next_call(error, tmp_path):
    with pytest.raises(type(error)), once(tmp_path, "article", PLAN, MONDAY):
        raise error
    assert ran(tmp_path, MONDAY) == "11-23 06:30"


def test_a_second_call_leaves_while_the_first_is_under_way(tmp_path):
    with once(tmp_path, "article", PLAN, MONDAY) as first:
        assert first and ran(tmp_path, MONDAY) is None
        assert ran(tmp_path, MONDAY, name="other")


def test_a_killed_run_is_left_to_the_next_call(tmp_path):
    program = f"""
import datetime as dt, os, pathlib
from claimbook.schedule import once
from claimbook.spec import Schedule
plan = Schedule.model_validate_json({PLAN.model_dump_json()!r})
with once(pathlib.Path({str(tmp_path)!r}), "article", plan, dt.datetime.fromisoformat({MONDAY.isoformat()!r})) as slot:
    print(slot.date, flush=True)
    os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == -9 and done.stdout == "2026-11-23\n", done.stderr
    assert ran(tmp_path, MONDAY) == "11-23 06:30"


def test_a_line_cut_short_by_a_crash_spoils_no_other(tmp_path):
    assert ran(tmp_path, MONDAY)
    (file,) = (tmp_path / ".due").iterdir()
    file.write_bytes(file.read_bytes() + b"2026-11-30 06:")
    assert ran(tmp_path, NEXT) and ran(tmp_path, NEXT) is None and ran(tmp_path, MONDAY) is None


def test_the_file_does_not_grow_for_ever(tmp_path):
    (tmp_path / ".due").mkdir()
    (tmp_path / ".due" / "article").write_text("".join(f"1999-01-01 {n:05} UTC\n" for n in range(5000)))
    assert ran(tmp_path, MONDAY)
    lines = (tmp_path / ".due" / "article").read_text().split()
    assert len(lines) < 3 * 600 and lines[-3:] == ["2026-11-23", "06:30", "Europe/London"]


# --- the command ----------------------------------------------------------------------------


def claimbook(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "claimbook", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
        timeout=60,
    )


@pytest.fixture
def asked(tmp_path):
    """The options of a call, over a spec with one report that has a schedule."""
    spec = written(tmp_path / "reports.toml", report(time_zone="UTC"), "[reports.plain]\n")
    return ("--spec", spec, "--out", tmp_path / "reports")


def test_what_is_not_due_is_a_line_and_status_0(asked, tmp_path):
    now = dt.datetime.now(dt.UTC)
    with once(tmp_path / "reports", "article", schedule("06:30"), now):
        during = claimbook("run", "article", *asked, "--scheduled", "--if-due")
    after = claimbook("run", *asked, "--scheduled", "--if-due")
    for done in (during, after):
        assert done.returncode == 0 and done.stdout.startswith("nothing due") and not done.stderr
    assert [path.name for path in (tmp_path / "reports").iterdir()] == [".due"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("article", "--if-due"), "--if-due goes with --scheduled"),
        (
            ("plain", "--scheduled", "--if-due"),
            'found no report "plain" with a schedule, expected one of article',
        ),
        (
            ("other", "--scheduled", "--if-due"),
            'found no report "other" with a schedule, expected one of article',
        ),
    ],
)
def test_what_cannot_be_due_is_status_2(arguments, message, asked, tmp_path):
    done = claimbook("run", *asked, *arguments)
    assert done.returncode == 2 and message in done.stderr and not (tmp_path / "reports").exists()


def test_of_several_reports_those_that_are_due(tmp_path):
    spec = written(
        tmp_path / "reports.toml", report(), report("weekly", more='days = ["Mon"]'), "[reports.plain]\n"
    )
    ran = []
    for now in (MONDAY, LATER, LATER, NEXT):
        with what_is_due(spec, tmp_path, [], now) as names:
            ran.append(names)
    assert ran == [["article", "weekly"], ["article"], [], ["article", "weekly"]]
