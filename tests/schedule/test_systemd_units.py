"""The units that `claimbook schedule --systemd` prints: what they say, and what systemd makes of them."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from claimbook.schedule import ScheduleFault, units, write_units
from claimbook.schedule.units import calendar
from clockwork import NOW, call, schedule, spec, utc

ARTICLE = {"at": ["18:00", "06:30"], "days": ["Wed", "Mon"], "time_zone": "Europe/London"}


def systemd(*arguments, folder=None):
    """A call of systemd-analyze, or a skip that says so (a failure where it must be there)."""
    if not shutil.which("systemd-analyze"):
        if os.environ.get("CLAIMBOOK_NEEDS_SYSTEMD") == "1":
            pytest.fail("found no systemd-analyze, and CLAIMBOOK_NEEDS_SYSTEMD=1 asks for it")
        pytest.skip("found no systemd-analyze: units are not verified by systemd")
    home = {"XDG_RUNTIME_DIR": str(folder), "TZ": "UTC"} if folder else {"TZ": "UTC"}
    return subprocess.run(
        ["systemd-analyze", *map(str, arguments)], capture_output=True, text=True, env=os.environ | home
    )


def test_a_service_says_where_and_what():
    text = units(
        spec(article=ARTICLE),
        call("/srv/book", command=("/opt/venv/bin/python", "-P", "-m", "claimbook")),
        NOW,
    )
    assert text["claimbook-article.service"].splitlines()[1:] == [
        "[Unit]",
        "Description=Claimbook report article",
        "",
        "[Service]",
        "Type=oneshot",
        "WorkingDirectory=/srv/book",
        "ExecStart=/opt/venv/bin/python -P -m claimbook run article --spec /srv/book/reports.toml "
        "--out /srv/book/reports --scheduled --if-due",
        "Nice=10",
        "KillMode=mixed",
        "TimeoutStopSec=40",
    ]


def test_a_timer_has_a_line_for_each_time_of_day_with_names_and_zone():
    lines = units(spec(article=ARTICLE), call("/srv/book"), NOW)["claimbook-article.timer"].splitlines()
    assert [line for line in lines if line.startswith("OnCalendar=")] == [
        "OnCalendar=Mon,Wed *-*-* 06:30:00 Europe/London",
        "OnCalendar=Mon,Wed *-*-* 18:00:00 Europe/London",
    ]
    assert {"Persistent=true", "AccuracySec=1min", "WantedBy=timers.target"} <= set(lines)


def test_days_of_the_month():
    assert calendar(schedule(month_days=[15, 1]), "06:30") == ["*-*-01,15 06:30:00 UTC"]
    assert calendar(schedule(month_days=["last"]), "06:30") == ["*-*~01 06:30:00 UTC"]
    assert calendar(schedule(month_days=["last", 1]), "06:30") == [
        "*-*-01 06:30:00 UTC",
        "*-*~01 06:30:00 UTC",
    ]
    assert calendar(schedule(), "06:30") == ["*-*-* 06:30:00 UTC"]


def test_a_report_without_a_schedule_has_no_unit():
    assert not units(spec(article=ARTICLE, plain=None), call("/srv/book"), NOW).keys() & {
        "claimbook-plain.service"
    }
    with pytest.raises(ScheduleFault, match="found no schedule, expected one"):
        units(spec(plain=None), call("/srv/book"), NOW)


def test_nothing_of_the_environment_gets_in_but_the_data_folder(monkeypatch, tmp_path):
    from claimbook.schedule import Call

    monkeypatch.setenv("MAIL_PASSWORD", "hunter2")
    monkeypatch.setenv("CLAIMBOOK_DATA", str(tmp_path / "100 % data"))
    texts = units(
        spec(article=ARTICLE), Call.of(tmp_path, tmp_path / "reports.toml", tmp_path / "reports"), NOW
    )
    assert (
        f'Environment="CLAIMBOOK_DATA={tmp_path}/100 %% data"'
        in texts["claimbook-article.service"].splitlines()
    )
    assert "hunter2" not in "".join(texts.values())


def test_what_systemd_would_take_for_its_own_is_escaped():
    text = units(spec(article=ARTICLE), call("/a b%c\"d'é$x\\y", command=("/usr/bin/env", "python")), NOW)[
        "claimbook-article.service"
    ]
    assert "WorkingDirectory=/a b%%c\"d'é$x\\y\n" in text  # taken as it is, but for %
    assert '--spec "/a b%%c\\"d\'é$$x\\\\y/reports.toml" --out' in text
    assert "ExecStart=/usr/bin/env python run article" in text


def test_a_dollar_in_the_path_of_the_command_is_kept():
    text = units(spec(article=ARTICLE), call("/srv", command=("/a$b/python",)), NOW)[
        "claimbook-article.service"
    ]
    assert 'ExecStart=/usr/bin/env "/a$$b/python" run' in text


def test_a_backslash_at_the_end_joins_no_lines():
    assert (
        "WorkingDirectory=/srv/odd\\/\n"
        in units(spec(article=ARTICLE), call("/srv/odd\\"), NOW)["claimbook-article.service"]
    )


def test_a_path_with_a_line_end_is_refused():
    with pytest.raises(ScheduleFault, match=r"/srv/a\\nb.*expected a path without it"):
        call("/srv/a\nb")


def test_a_time_that_the_clock_skips_is_looked_at_again():
    def looks(**given):
        text = units(spec(article={"time_zone": "Europe/London", **given}), call("/srv"), NOW)[
            "claimbook-article.timer"
        ]
        return [
            line.removeprefix("OnCalendar=")
            for line in text.split("# a clock change")[1].splitlines()[1:]
            if "=*" in line or "=S" in line
        ]

    assert looks(at="01:30") == ["*-*-* 02:00:00 Europe/London"]
    assert looks(at="01:30", days=["Sun"]) == ["Sun *-*-* 02:00:00 Europe/London"]
    assert looks(at="23:30", time_zone="America/Scoresbysund", days=["Sat"]) == [
        "*-*-* 00:00:00 America/Scoresbysund"
    ]
    with pytest.raises(IndexError):  # London's clocks change on Sundays
        looks(at="01:30", days=["Mon"])
    with pytest.raises(IndexError):
        looks(at="06:30")


# --- by systemd itself ----------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["plain", "100 % \"odd\" $HOME 'é' \\x", "ends in \\", "日本 %n ;"])
@pytest.mark.parametrize(
    "given",
    [
        ARTICLE,
        {"at": "01:30", "time_zone": "Australia/Lord_Howe"},
        {"at": "23:59", "month_days": [1, "last"], "time_zone": "Asia/Kathmandu"},
    ],
)
def test_systemd_verifies_the_units(folder, given, tmp_path):
    root = tmp_path / folder
    (root / "bin").mkdir(parents=True)
    python = root / "bin" / "python"
    python.symlink_to(sys.executable)  # systemd looks whether it can be executed
    made, left = write_units(
        tmp_path,
        units(
            spec(article=given),
            call(
                root, command=(str(python), "-P", "-m", "claimbook"), settings={"CLAIMBOOK_DATA": str(root)}
            ),
            NOW,
        ),
    )
    assert not left
    done = systemd("verify", "--user", "--man=no", *made, folder=tmp_path)
    about = [
        line for line in (done.stdout + done.stderr).splitlines() if "claimbook" in line or "fatal" in line
    ]
    assert done.returncode == 0 and not about, about


def test_systemd_refuses_what_is_no_unit(tmp_path):
    """The check above can fail."""
    made, _ = write_units(
        tmp_path, units(spec(article=ARTICLE), call(tmp_path, command=("/no/such/python",)), NOW)
    )
    assert systemd("verify", "--user", "--man=no", *made, folder=tmp_path).returncode != 0


@pytest.mark.parametrize(
    ("given", "base", "count"),
    [
        (ARTICLE, utc(2026, 10, 24), 12),
        ({"at": ["00:15", "01:30"], "time_zone": "Europe/London"}, utc(2026, 10, 24), 6),
        ({"at": "01:30", "time_zone": "Europe/London"}, utc(2027, 3, 27), 4),
        ({"at": "01:30", "days": ["Sun"], "time_zone": "Europe/London"}, utc(2027, 3, 27), 3),
        ({"at": "01:45", "time_zone": "Australia/Lord_Howe"}, utc(2026, 4, 3), 4),
        ({"at": "02:15", "time_zone": "Australia/Lord_Howe"}, utc(2026, 10, 2), 4),
        ({"at": "23:30", "days": ["Sat"], "time_zone": "America/Scoresbysund"}, utc(2027, 3, 26), 3),
        ({"at": "06:30", "month_days": [28, "last"], "time_zone": "Asia/Kathmandu"}, utc(2028, 2, 1), 6),
    ],
)
def test_systemd_wakes_at_every_nominal_time(given, base, count):
    """Its own times, of all lines together, hold each of ours; those besides find nothing due."""
    plan = schedule(**given)
    lines = units(spec(article=given), call("/srv"), base)["claimbook-article.timer"].splitlines()
    woken = set()
    for line in (line.removeprefix("OnCalendar=") for line in lines if line.startswith("OnCalendar=")):
        told = systemd(
            "calendar", f"--base-time={base:%Y-%m-%d %H:%M:%S} UTC", f"--iterations={2 * count}", line
        )
        assert told.returncode == 0, told.stderr
        woken.update(re.findall(r"(?:Next elapse|Iter\. #\d+): \w+ (\S+ \S+) UTC", told.stdout))
    slots = plan.after(base)
    due = {f"{next(slots).at:%Y-%m-%d %H:%M:%S}" for _ in range(count)}
    assert due <= woken, sorted(due - woken)


# --- files ----------------------------------------------------------------------------------


def test_units_are_written_and_those_of_reports_that_are_gone_are_told(tmp_path):
    both, one = (
        units(spec(**given), call("/srv/book"), NOW)
        for given in ({"article": ARTICLE, "old": ARTICLE}, {"article": ARTICLE})
    )
    write_units(tmp_path / "user", both)
    written, left = write_units(tmp_path / "user", one)
    assert [path.name for path in written] == list(one) and [path.name for path in left] == [
        "claimbook-old.service",
        "claimbook-old.timer",
    ]
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "user").iterdir()} == both


def test_a_unit_of_another_project_is_not_overwritten(tmp_path):
    write_units(tmp_path, units(spec(article=ARTICLE), call("/srv/other"), NOW))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(ScheduleFault, match="found a unit that was not made from this reports.toml"):
        write_units(tmp_path, units(spec(article=ARTICLE), call("/srv/book"), NOW))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
