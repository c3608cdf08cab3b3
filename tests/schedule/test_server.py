"""What a server runs, by a clock that is set by hand: once for each nominal time, whatever the clock does."""

import datetime as dt

import pytest
from claimbook.schedule.server import Server
from claimbook.schedule.store import Store
from clockwork import Alarm, Clock, Runs, report, utc, written


class Desk:
    """A server over a real store, with a clock, an alarm and runs of the test's."""

    def __init__(self, folder, *reports, at=(2026, 11, 20, 12), runs=None, at_once=4, outcome=0):
        self.spec = folder / "reports.toml"
        if reports:
            written(self.spec, *reports)
        self.folder, self.clock, self.runs, self.at_once, self.outcome = (
            folder,
            Clock(*at),
            runs or Runs(),
            at_once,
            outcome,
        )
        self.said, self.wrong = [], []
        self.begin()

    def begin(self):
        self.alarm, self.store, self.ends = Alarm(), Store(self.folder / ".serve.sqlite"), 0
        self.server = Server(
            self.spec,
            self.store,
            self.alarm,
            self.runs,
            self.clock,
            self.said.append,
            self.wrong.append,
            self.at_once,
            self._after,
        )
        self.server.start()
        self.finish()

    def finish(self):
        """Let every run come to its end, where the test has not said that it will do so itself."""
        while self.outcome is not None and self.runs.under_way:
            self.runs.end(next(iter(self.runs.under_way)), self.outcome)

    def tick(self):
        self.server.tick()
        self.finish()

    def _after(self):
        self.ends += 1

    def again(self, *at):
        """The server is there again, at that moment, after a time without one."""
        self.clock.set(*at)
        self.begin()

    def until(self, *end, minutes=60):
        """Let the clock run, the server being looked after every so often, and as its alarm rings."""
        while self.clock.moment < utc(*end):
            step = self.clock.moment + dt.timedelta(minutes=minutes)
            rings = [(at, name) for name, at in self.alarm.at.items() if at <= step]
            if rings:
                at, name = min(rings)
                self.clock.moment = max(at, self.clock.moment)
                self.server.look(name)
                self.finish()
            else:
                self.clock.moment = step
                self.tick()

    @property
    def asked(self):
        """What was run since last asked."""
        asked, self.runs.asked = self.runs.asked, []
        return asked


# --- nominal times --------------------------------------------------------------------------


def test_a_first_start_runs_nothing_and_then_each_nominal_time(tmp_path):
    desk = Desk(tmp_path, report())
    assert desk.asked == []
    desk.until(2026, 11, 23)
    assert desk.asked == ["article 2026-11-21", "article 2026-11-22"]
    assert desk.wrong == [] and desk.said == []


def test_monday_is_monday(tmp_path):
    desk = Desk(tmp_path, report(more='days = ["Mon"]'))
    desk.until(2026, 12, 9)
    assert desk.asked == ["article 2026-11-23", "article 2026-11-30", "article 2026-12-07"]


@pytest.mark.parametrize(
    ("zone", "at", "begin", "end"),
    [
        ("Europe/London", "01:30", (2026, 10, 23, 12), (2026, 10, 28, 12)),
        ("Europe/London", "01:30", (2027, 3, 26, 12), (2027, 3, 31, 12)),
        ("America/New_York", "02:30", (2027, 3, 12, 12), (2027, 3, 17, 12)),
        ("Australia/Lord_Howe", "01:45", (2026, 4, 3), (2026, 4, 8)),
        ("America/Scoresbysund", "23:30", (2027, 3, 25, 12), (2027, 3, 30, 12)),
    ],
)
def test_one_run_a_nominal_time_across_clock_changes(zone, at, begin, end, tmp_path):
    desk = Desk(tmp_path, report(at=at, time_zone=zone), at=begin)
    desk.until(*end)
    days = [dt.date.fromisoformat(asked.split()[1]) for asked in desk.asked]
    assert len(days) == 5 and all(
        later - day == dt.timedelta(days=1) for day, later in zip(days, days[1:], strict=False)
    )


def test_ticks_alone_run_them_too(tmp_path):
    """A dead alarm makes a run late, not lost."""
    desk = Desk(tmp_path, report())
    for _ in range(3 * 24):
        desk.clock.forward(hours=1)
        desk.tick()
    assert desk.asked == ["article 2026-11-21", "article 2026-11-22", "article 2026-11-23"]


# --- without a server, and with a wrong clock -----------------------------------------------


def test_after_a_downtime_of_many_times_the_last_is_made_up_for_once(tmp_path):
    desk = Desk(tmp_path, report(), report("weekly", more='days = ["Mon"]'))
    desk.again(2026, 12, 20, 12)
    assert desk.asked == ["article 2026-12-20", "weekly 2026-12-14"]
    assert desk.said == [
        "article 2026-12-20 06:30 Europe/London: is made up for, 29 before it are passed over",
        "weekly 2026-12-14 06:30 Europe/London: is made up for, 3 before it are passed over",
    ]
    desk.again(2026, 12, 20, 13)
    desk.until(2026, 12, 21, 12)
    assert desk.asked == ["article 2026-12-21", "weekly 2026-12-21"]


def test_a_downtime_without_a_nominal_time_makes_up_for_nothing(tmp_path):
    desk = Desk(tmp_path, report())
    desk.until(2026, 11, 21, 12)
    assert desk.asked == ["article 2026-11-21"]
    desk.again(2026, 11, 22, 6, 29)
    assert desk.asked == []
    desk.until(2026, 11, 22, 7)
    assert desk.asked == ["article 2026-11-22"]


def test_a_clock_set_back_by_two_days_runs_nothing_again(tmp_path):
    desk = Desk(tmp_path, report())
    desk.until(2026, 11, 24, 12)
    assert len(desk.asked) == 4
    desk.clock.set(2026, 11, 22, 12)
    desk.tick()
    desk.until(2026, 11, 26, 12)
    assert desk.asked == ["article 2026-11-25", "article 2026-11-26"]


def test_a_clock_set_back_while_no_server_was_there_runs_nothing_again(tmp_path):
    desk = Desk(tmp_path, report())
    desk.until(2026, 11, 24, 12)
    assert len(desk.asked) == 4
    desk.again(2026, 11, 22, 12)
    desk.until(2026, 11, 25, 12)
    assert desk.asked == ["article 2026-11-25"]


def test_a_clock_set_forward_runs_once(tmp_path):
    desk = Desk(tmp_path, report())
    desk.clock.set(2026, 11, 27, 12)
    desk.tick()
    assert desk.asked == ["article 2026-11-27"]
    desk.until(2026, 11, 28, 12)
    assert desk.asked == ["article 2026-11-28"]


def test_a_clock_that_was_years_ahead_silences_nothing(tmp_path):
    desk = Desk(tmp_path, report())
    desk.clock.set(2031, 1, 1, 12)
    desk.tick()
    assert desk.asked == ["article 2031-01-01"]
    desk.clock.set(2026, 11, 20, 13)
    desk.until(2026, 11, 22, 12)
    assert desk.asked == ["article 2026-11-21", "article 2026-11-22"]


def test_a_first_start_under_a_clock_years_ahead_silences_nothing(tmp_path):
    desk = Desk(tmp_path, report(), at=(2031, 1, 1, 12))
    desk.clock.set(2026, 11, 20, 13)
    desk.until(2026, 11, 21, 12)
    assert desk.asked == ["article 2026-11-21"]


# --- reports.toml changes -------------------------------------------------------------------


def test_a_change_is_taken_over(tmp_path):
    desk = Desk(tmp_path, report(), report("old"))
    written(desk.spec, report(at="18:00"), report("new", at="09:00"))
    desk.tick()
    assert desk.said == ["took over reports.toml: new new; changed article; gone old"]
    assert sorted(desk.alarm.at) == ["article", "new"]
    desk.until(2026, 11, 21, 12)
    assert desk.asked == ["article 2026-11-20", "new 2026-11-21"]


def test_another_time_does_not_make_up_for_itself(tmp_path):
    """At noon the schedule moves to ten: ten o'clock of this day is no missed time."""
    desk = Desk(tmp_path, report())
    written(desk.spec, report(at="10:00"))
    desk.tick()
    desk.again(2026, 11, 20, 13)
    assert desk.asked == []


def test_a_change_that_is_no_schedule_loses_no_missed_time(tmp_path):
    desk = Desk(tmp_path, report())
    written(desk.spec, report(also="time_limit = 60"))
    desk.again(2026, 11, 21, 12)
    assert desk.asked == ["article 2026-11-21"]


def test_a_change_that_is_wrong_is_told_once_and_the_old_one_goes_on(tmp_path):
    desk = Desk(tmp_path, report())
    good = desk.spec.read_text()
    desk.spec.write_text(good.replace("06:30", "6:30"))
    for _ in range(3):
        desk.tick()
    assert len(desk.wrong) == 2 and desk.wrong[0].endswith('found "6:30", expected a time of day as 06:30')
    assert desk.wrong[1] == "goes on with the reports.toml of before"
    assert str(desk.server.health()).startswith("not well, 1 report, next article 2026-11-21")
    desk.until(2026, 11, 21, 12)
    assert desk.asked == ["article 2026-11-21"]
    assert desk.runs.spec != desk.spec and desk.runs.spec.read_text() == good, "the run gets what was good"
    desk.spec.write_text(good)
    desk.tick()
    assert str(desk.server.health()).startswith("healthy, ")
    desk.until(2026, 11, 22, 12)
    assert desk.runs.spec == desk.spec


def test_a_spec_that_is_gone_or_has_no_schedule_is_wrong_too(tmp_path):
    desk = Desk(tmp_path, report())
    good = desk.spec.read_text()
    desk.spec.unlink()
    desk.tick()
    assert "No such file" in desk.wrong[0]
    desk.spec.write_text("[reports.article]\n")
    desk.tick()
    assert "found no schedule" in desk.wrong[2]
    desk.spec.write_text(good)
    desk.until(2026, 11, 21, 12)
    assert desk.asked == ["article 2026-11-21"]


def test_a_report_that_is_gone_takes_its_unfinished_run_with_it(tmp_path):
    desk = Desk(tmp_path, report(), report("other", at="23:00"), outcome=None)
    desk.until(2026, 11, 21, 7)
    assert "article 2026-11-21" in desk.asked
    for reports in ([report("other", at="23:00")], [report(), report("other", at="23:00")]):
        written(desk.spec, *reports)
        desk.again(2026, 11, 21, 8)
        assert "article 2026-11-21" not in desk.asked


def test_a_report_that_comes_back_makes_up_for_nothing(tmp_path):
    desk = Desk(tmp_path, report(), report("other"))
    written(desk.spec, report("other"))
    desk.again(2026, 11, 22, 12)
    assert desk.asked == ["other 2026-11-22"] and sorted(desk.alarm.at) == ["other"]
    written(desk.spec, report(), report("other"))
    desk.again(2026, 11, 24, 12)
    assert desk.asked == ["other 2026-11-24"]


# --- runs under way -------------------------------------------------------------------------


def test_a_second_run_of_a_report_waits(tmp_path):
    desk = Desk(
        tmp_path,
        report(at="hourly", also="").replace('"hourly"', '["06:30", "06:45", "07:00"]'),
        outcome=None,
    )
    desk.until(2026, 11, 21, 8)
    assert desk.asked == ["article 2026-11-21"]
    assert desk.said == [
        f"article 2026-11-21 {time} Europe/London: waits for article 2026-11-21 06:30 Europe/London"
        for time in ("06:45", "07:00")
    ]
    for _ in range(2):
        desk.runs.end("article 2026-11-21")
        assert desk.asked == ["article 2026-11-21"]
    desk.runs.end("article 2026-11-21")
    assert desk.asked == [] and desk.ends == 3


def test_or_it_leaves_where_the_spec_says_so(tmp_path):
    desk = Desk(tmp_path, report(also='overlap = "leave"'), report("other"), outcome=None)
    desk.until(2026, 11, 22, 12)
    assert desk.asked == ["article 2026-11-21", "other 2026-11-21"]
    assert (
        "article 2026-11-22 06:30 Europe/London: left, since article 2026-11-21 06:30 Europe/London is under way"
        in desk.said
    )
    desk.runs.end("article 2026-11-21")
    desk.runs.end("other 2026-11-21")
    assert desk.asked == ["other 2026-11-22"]
    desk.until(2026, 11, 23, 12)
    assert desk.asked == ["article 2026-11-23"]


def test_not_more_runs_at_once_than_wanted(tmp_path):
    desk = Desk(tmp_path, *(report(name) for name in "abc"), outcome=None, at_once=2)
    desk.until(2026, 11, 21, 12)
    assert desk.asked == ["a 2026-11-21", "b 2026-11-21"]
    desk.runs.end("a 2026-11-21")
    assert desk.asked == ["c 2026-11-21"]


def test_a_failed_run_is_told_and_the_next_one_comes(tmp_path):
    desk = Desk(tmp_path, report(), outcome=1)
    desk.until(2026, 11, 21, 12)
    assert desk.wrong == ["article 2026-11-21 06:30 Europe/London: failed, exit status 1"]
    assert str(desk.server.health()).endswith("last article 2026-11-21 failed")
    desk.outcome = -9
    desk.until(2026, 11, 22, 12)
    assert desk.wrong[1:] == ["article 2026-11-22 06:30 Europe/London: failed, ended by signal 9"]
    desk.outcome = 2
    desk.until(2026, 11, 23, 12)
    assert desk.wrong[2:] == ["article 2026-11-23 06:30 Europe/London: wrong input, exit status 2"]
    assert len(desk.asked) == 3


def test_a_run_that_cannot_be_started_is_told(tmp_path):
    def launch(*_):
        raise OSError("no memory")

    desk = Desk(tmp_path, report(), runs=launch, outcome=None)
    desk.until(2026, 11, 22, 12)
    assert [line.split(": found")[0] for line in desk.wrong] == [
        f"article 2026-11-{day} 06:30 Europe/London" for day in (21, 22)
    ]


def test_what_a_killed_server_left_is_run_again_once(tmp_path):
    desk = Desk(tmp_path, report(), report("idle", at="23:00"), outcome=None)
    desk.until(2026, 11, 21, 6, 40)
    assert "idle 2026-11-20" in desk.runs.asked and desk.asked
    desk.runs.end("idle 2026-11-20")
    desk.again(2026, 11, 21, 7)
    assert desk.asked == ["article 2026-11-21"]
    assert "article 2026-11-21 06:30 Europe/London: was not finished, runs again" in desk.said
    desk.runs.end("article 2026-11-21")
    desk.again(2026, 11, 21, 8)
    assert desk.asked == []


def test_a_later_time_takes_the_place_of_what_was_left(tmp_path):
    desk = Desk(tmp_path, report(), outcome=None)
    desk.until(2026, 11, 21, 7)
    assert desk.asked == ["article 2026-11-21"]
    desk.again(2026, 11, 24, 7)
    assert desk.asked == ["article 2026-11-24"]
    desk.runs.end("article 2026-11-24")
    desk.again(2026, 11, 24, 8)
    assert desk.asked == []


def test_stopping_asks_each_run_and_ends_what_does_not(tmp_path):
    desk = Desk(tmp_path, report(), report("other"), outcome=None)
    desk.until(2026, 11, 21, 7)
    asked = dict(desk.runs.under_way)
    asked["article 2026-11-21"].terminate = lambda run=asked["article 2026-11-21"]: run.end(-15)
    desk.server.stop(0.1)
    assert asked["other 2026-11-21"].signals == ["TERM", "KILL"]
    assert [line.split(":")[0] for line in desk.wrong] == ["other 2026-11-21 06"]
    desk.clock.forward(days=1)
    desk.server.look()
    assert len(desk.asked) == 2, "began a run after it was stopped"
    desk.again(2026, 11, 21, 8)
    assert desk.asked == ["article 2026-11-21", "other 2026-11-21"], "what was stopped is not carried out"


# --- health ---------------------------------------------------------------------------------


def test_the_line_on_health(tmp_path):
    desk = Desk(tmp_path, report(), report("weekly", more='days = ["Mon"]'), outcome=None)
    assert (
        str(desk.server.health())
        == "healthy, 2 reports, next article 2026-11-21 06:30 Europe/London, last none"
    )
    desk.until(2026, 11, 22, 6, 40)
    assert "under way article, next " in str(desk.server.health())
    desk.runs.end("article 2026-11-21")
    desk.runs.end("article 2026-11-22")
    assert str(desk.server.health()) == (
        "healthy, 2 reports, next article 2026-11-23 06:30 Europe/London, last article 2026-11-22 ok"
    )


def test_the_alarm_is_set_for_what_comes_next(tmp_path):
    desk = Desk(tmp_path, report())
    desk.until(2026, 11, 21, 6, 40)
    assert desk.alarm.at == {"article": utc(2026, 11, 22, 6, 30)}


def test_a_store_that_cannot_be_written_is_told_and_runs_nothing_twice(tmp_path):
    desk = Desk(tmp_path, report())
    (tmp_path / ".serve.sqlite").rename(tmp_path / "moved")
    (tmp_path / ".serve.sqlite").mkdir()
    desk.clock.set(2026, 11, 21, 7)
    for _ in range(3):
        desk.tick()
    assert (
        desk.asked == [] and len(desk.wrong) == 1 and "expected a store that can be written" in desk.wrong[0]
    )
    (tmp_path / ".serve.sqlite").rmdir()
    (tmp_path / "moved").rename(tmp_path / ".serve.sqlite")
    assert str(desk.server.health()).startswith("not well")
    desk.tick()
    assert desk.asked == ["article 2026-11-21"] and str(desk.server.health()).startswith("healthy")
