"""The lines that `claimbook schedule --cron` prints, read as cron reads them."""

import os
import subprocess
import sys
from itertools import islice

import pytest
from claimbook.schedule import ScheduleFault, crontab
from clockwork import NOW, call, schedule, spec, utc

LONDON = {"at": "06:30", "days": ["Wed", "Mon"], "time_zone": "Europe/London"}


def commands(text):
    """(the five fields, the command) of each line that is no comment and no setting."""
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "CRON_TZ="))]
    return [(" ".join(line.split(" ")[:5]), line.split(" ", 5)[5]) for line in lines]


def times(text):
    return [fields for fields, _ in commands(text)]


def as_cron_reads(command):
    """Up to the first bare %, each \\% being a %: the rule of Vixie's cron and its heirs."""
    read, escaped = "", False
    for character in command:
        if escaped:
            read += character if character == "%" else "\\" + character
            escaped = False
        elif character == "\\":
            escaped = True
        elif character == "%":
            break
        else:
            read += character
    return read


def test_one_line_a_weekday_by_name_under_its_zone():
    lines = crontab(spec(article=LONDON), call("/srv/book"), NOW).splitlines()
    assert "CRON_TZ=Europe/London" in lines
    text = "\n".join(lines[lines.index("CRON_TZ=Europe/London") :])
    assert times(text) == ["30 6 * * Mon", "30 6 * * Wed"]


def test_the_command_stands_in_the_project_and_runs_what_is_due_once():
    (_, command), *_ = commands(
        crontab(spec(article=LONDON), call("/srv/book", command=("/opt/python", "-P")), NOW)
    )
    assert command == (
        "cd /srv/book && /opt/python -P run article --spec /srv/book/reports.toml --out /srv/book/reports "
        "--scheduled --if-due"
    )


def test_reports_of_a_zone_stand_together_and_every_line_under_its_own():
    tokyo = {"at": "09:00", "time_zone": "Asia/Tokyo"}
    text = crontab(spec(one=LONDON, two=tokyo, three=LONDON), call("/srv"), NOW)
    under = {}
    for line in text.splitlines():
        if line.startswith("CRON_TZ="):
            zone = line.removeprefix("CRON_TZ=")
        elif line and not line.startswith("#"):
            under.setdefault(zone, set()).add(line.split(" run ")[1].split()[0])
    assert under == {"Europe/London": {"one", "three"}, "Asia/Tokyo": {"two"}}
    assert text.count("CRON_TZ=") == 2


def test_it_says_which_cron_knows_zones_and_what_to_do_elsewhere():
    head = crontab(spec(article=LONDON), call("/srv"), NOW)
    assert "cronie" in head and "Debian" in head and "--any-cron" in head


def test_the_last_of_a_month_is_looked_for_on_the_days_that_can_be_it():
    text = crontab(
        spec(article={"at": "06:05", "month_days": [28, 1, "last"], "time_zone": "UTC"}), call("/srv"), NOW
    )
    assert times(text) == ["5 6 1,28-31 * *"] and "no last day of a month" in text
    assert times(
        crontab(spec(article={"at": "06:05", "month_days": [28, 1], "time_zone": "UTC"}), call("/srv"), NOW)
    ) == ["5 6 1,28 * *"]


def test_a_time_that_the_clock_skips_is_looked_at_again():
    assert times(crontab(spec(article={"at": "01:30", "time_zone": "Europe/London"}), call("/srv"), NOW)) == [
        "30 1 * * *",
        "0 2 * * *",
    ]
    assert times(
        crontab(
            spec(article={"at": "01:30", "days": ["Sun"], "time_zone": "Europe/London"}), call("/srv"), NOW
        )
    ) == ["30 1 * * Sun", "0 2 * * Sun"]
    assert times(
        crontab(
            spec(article={"at": "23:30", "days": ["Sat"], "time_zone": "America/Scoresbysund"}),
            call("/srv"),
            NOW,
        )
    ) == ["30 23 * * Sat", "0 0 * * *"]


def test_a_cron_without_zones_looks_every_quarter_of_an_hour():
    text = crontab(
        spec(article=LONDON, odd={"at": ["06:37", "18:00"], "time_zone": "Asia/Kathmandu"}),
        call("/srv"),
        NOW,
        any_cron=True,
    )
    assert times(text) == ["0,15,30,45 * * * *", "0,7,15,22,30,37,45,52 * * * *"]
    assert "CRON_TZ=" not in text and all(
        command.endswith("--scheduled --if-due") for _, command in commands(text)
    )


@pytest.mark.parametrize(
    "given",
    [
        LONDON,
        {"at": "01:30", "time_zone": "Europe/London"},
        {"at": ["06:37", "23:59"], "time_zone": "Asia/Kathmandu"},
        {"at": "02:15", "time_zone": "Australia/Lord_Howe"},
        {"at": "00:20", "time_zone": "Pacific/Chatham"},
    ],
)
def test_every_nominal_time_is_among_those_quarters(given):
    """In UTC, and so on a machine of any zone: offsets are whole quarters of an hour."""
    (fields,) = times(crontab(spec(article=given), call("/srv"), NOW, any_cron=True))
    minutes = {int(minute) for minute in fields.split()[0].split(",")}
    assert {slot.at.minute for slot in islice(schedule(**given).after(utc(2026, 1, 1)), 800)} <= minutes


@pytest.mark.parametrize(
    "folder", ["plain", "100% sure", "a\\%b", "a\\\\%%b", 'it\'s "odd" $HOME `x`', "日本 & co; #1"]
)
def test_the_shell_gets_every_argument_as_it_is(folder, tmp_path):
    root = tmp_path / folder
    root.mkdir()
    show = root / "show.py"
    show.write_text(
        "import os, sys\nprint(*sys.argv[1:], os.getcwd(), os.environ['CLAIMBOOK_DATA'], sep='\\n')",
        encoding="utf-8",
    )
    text = crontab(
        spec(article=LONDON),
        call(root, command=(sys.executable, str(show)), settings={"CLAIMBOOK_DATA": f"{root}/data"}),
        NOW,
    )
    (_, command), *_ = commands(text)
    done = subprocess.run(
        ["/bin/sh", "-c", as_cron_reads(command)],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=dict(os.environ),
    )
    assert done.stdout.splitlines() == [
        "run",
        "article",
        "--spec",
        f"{root}/reports.toml",
        "--out",
        f"{root}/reports",
        "--scheduled",
        "--if-due",
        str(root),
        f"{root}/data",
    ], done.stderr


def test_what_cron_would_cut_off_is_refused():
    with pytest.raises(
        ScheduleFault, match="article: found a command of .* characters, expected at most 990"
    ):
        crontab(spec(article=LONDON), call("/srv/" + "long/" * 100), NOW)


def test_without_a_schedule_there_is_one_line():
    with pytest.raises(
        ScheduleFault, match=r"/srv/reports.toml: found no schedule, expected one: \[reports.plain.schedule\]"
    ):
        crontab(spec(plain=None), call("/srv"), NOW)
