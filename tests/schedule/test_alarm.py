"""APScheduler as the alarm: our slots, its job store, and the clock that it reads."""

import datetime as dt
import pickle
import sqlite3
import threading

import apscheduler.schedulers.base
import pytest
from claimbook.schedule.alarm import Alarm, SlotTrigger, ring
from clockwork import schedule, utc

LONDON = schedule("01:30", "Europe/London")


class Rung:
    """Collects the names that an alarm rang for."""

    def __init__(self):
        self.names, self._more = [], threading.Condition()

    def __call__(self, name):
        with self._more:
            self.names.append(name)
            self._more.notify_all()

    def wait(self, count):
        with self._more:
            assert self._more.wait_for(lambda: len(self.names) >= count, 20), f"rang {self.names}"


@pytest.fixture
def clock(monkeypatch):
    """The clock that APScheduler reads, set by hand."""

    class Moment(dt.datetime):
        at = utc(2026, 10, 24, 12)

        @classmethod
        def now(cls, tz=None):
            return cls.at.astimezone(tz)

    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Moment)
    return Moment


@pytest.fixture
def alarm(tmp_path, clock):
    """An alarm over a file, rung and complaints collected; stopped at the end."""
    made = []

    def make():
        made.append(Alarm(tmp_path / "jobs.sqlite", Rung(), (complaints := []).append))
        made[-1].rung, made[-1].complaints = (
            ring.__globals__["_RUNG"][str(tmp_path / "jobs.sqlite")],
            complaints,
        )
        made[-1].start()
        return made[-1]

    yield make
    for each in made[-1:]:
        each.stop()


def test_the_trigger_fires_at_slots_and_at_no_other_time():
    trigger, fired = SlotTrigger(LONDON), [utc(2026, 10, 24, 12)]
    for _ in range(3):
        fired.append(trigger.get_next_fire_time(fired[-1], fired[-1]))
    assert fired[1:] == [utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30), utc(2026, 10, 27, 1, 30)]
    assert trigger.get_next_fire_time(None, fired[0]) == fired[1]


def test_monday_is_monday():
    (day,) = {SlotTrigger(schedule(days=["Mon"])).get_next_fire_time(None, utc(2026, 11, 22)).strftime("%A")}
    assert day == "Monday"


def test_a_trigger_survives_the_store():
    trigger = SlotTrigger(schedule(["18:00", "06:30"], "Asia/Kathmandu", month_days=[1, "last"]))
    assert pickle.loads(pickle.dumps(trigger)) == trigger != SlotTrigger(LONDON)


def test_it_rings_once_for_each_slot_of_an_autumn_night(alarm, clock):
    made = alarm()
    made.set("article", LONDON, utc(2026, 10, 25, 0, 30))
    made.run()
    rings = []
    for _ in range(4 * 48):  # two days by quarters of an hour
        clock.at += dt.timedelta(minutes=15)
        before = len(made.rung.names)
        made.look()
        if clock.at in (utc(2026, 10, 25, 0, 30), utc(2026, 10, 26, 1, 30)):
            made.rung.wait(before + 1)
            while made.next("article") <= clock.at:  # the ring comes first, the next time is stored after it
                pass
            rings.append(clock.at)
    assert len(rings) == 2 and made.rung.names == ["article"] * 2


def test_what_was_missed_rings_once_when_it_is_there_again(alarm, clock):
    made = alarm()
    made.set("article", LONDON, utc(2026, 10, 25, 0, 30))
    made.set("weekly", schedule(days=["Mon"]), utc(2026, 10, 26, 6, 30))
    made.stop()
    clock.at = utc(2026, 12, 1)
    again = alarm()
    again.set("article", LONDON, utc(2026, 10, 25, 0, 30))  # unchanged: stays as it is stored
    again.run()
    again.rung.wait(2)
    assert sorted(again.rung.names) == ["article", "weekly"]
    while again.next("article") <= clock.at:
        pass
    again.look()
    assert again.next("article") == utc(2026, 12, 1, 1, 30) and len(again.rung.names) == 2
    assert again.complaints == []


def test_only_the_wanted_jobs_are_kept(alarm, clock):
    made = alarm()
    for name in ("article", "old"):
        made.set(name, LONDON, utc(2026, 10, 25, 0, 30))
    made.keep(["article"])
    assert made.next("old") is None and made.next("article") == utc(2026, 10, 25, 0, 30)


def test_another_schedule_or_time_takes_the_place_of_the_stored_one(alarm, clock):
    made = alarm()
    made.set("article", LONDON, utc(2026, 10, 25, 0, 30))
    made.set("article", schedule("06:30"), utc(2026, 10, 25, 6, 30))
    assert made.next("article") == utc(2026, 10, 25, 6, 30)


def test_a_job_that_cannot_be_read_is_set_anew(alarm, clock, tmp_path):
    made = alarm()
    made.set("article", LONDON, utc(2026, 10, 25, 0, 30))
    with sqlite3.connect(tmp_path / "jobs.sqlite") as base:
        base.execute("UPDATE apscheduler_jobs SET job_state = ?", (b"no pickle",))
    made.set("article", LONDON, utc(2026, 10, 25, 0, 30))
    assert made.next("article") == utc(2026, 10, 25, 0, 30)


def test_what_apscheduler_logs_is_a_line_without_a_traceback(alarm, clock, tmp_path):
    made = alarm()
    made.set("article", LONDON, utc(2026, 10, 25, 0, 30))
    with sqlite3.connect(tmp_path / "jobs.sqlite") as base:
        base.execute("UPDATE apscheduler_jobs SET job_state = ?", (b"no pickle",))
    made.keep(["article"])
    (line,) = made.complaints
    assert line.startswith('apscheduler: Unable to restore job "article"') and "\n" not in line
