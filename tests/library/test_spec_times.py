"""Schedules: nominal times across clock changes, skipped days, month ends and leap days."""

import datetime as dt
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import pytest
from claimbook.spec import WEEKDAYS, Schedule
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

SUMMER = "Europe/London"


def schedule(at="06:30", time_zone="UTC", **when):
    return Schedule.model_validate({"at": at, "time_zone": time_zone, **when})


def utc(*parts):
    return dt.datetime(*parts, tzinfo=dt.UTC)


def slots(plan, moment, count):
    """The next slots as pairs of texts: the moment in UTC, the nominal time."""
    return [
        (f"{slot.at:%m-%d %H:%M}", f"{slot.local:%m-%d %H:%M}") for slot in islice(plan.after(moment), count)
    ]


# --- clock changes --------------------------------------------------------------------------


def test_a_time_that_the_clock_skips_is_due_as_it_changes():
    assert slots(schedule("01:30", SUMMER), utc(2026, 3, 28, 12), 2) == [
        ("03-29 01:00", "03-29 01:30"),
        ("03-30 00:30", "03-30 01:30"),
    ]


def test_a_time_that_the_clock_shows_twice_is_due_the_first_time():
    assert slots(schedule("01:30", SUMMER), utc(2026, 10, 24, 12), 2) == [
        ("10-25 00:30", "10-25 01:30"),
        ("10-26 01:30", "10-26 01:30"),
    ]


def test_the_second_showing_is_not_due_again():
    between = utc(2026, 10, 25, 1, 29)  # the clock shows 01:29 for the second time
    assert slots(schedule("01:30", SUMMER), between, 1) == [("10-26 01:30", "10-26 01:30")]
    assert schedule("01:30", SUMMER).last_before(between).at == utc(2026, 10, 25, 0, 30)


def test_half_an_hour_is_a_clock_change_too():
    plan = schedule(["01:45", "02:15"], "Australia/Lord_Howe")
    assert slots(plan, utc(2026, 10, 3, 12), 3) == [
        ("10-03 15:15", "10-04 01:45"),
        ("10-03 15:30", "10-04 02:15"),
        ("10-04 14:45", "10-05 01:45"),
    ]
    assert slots(plan, utc(2026, 4, 4, 12), 3) == [
        ("04-04 14:45", "04-05 01:45"),
        ("04-04 15:45", "04-05 02:15"),
        ("04-05 15:15", "04-06 01:45"),
    ]


def test_several_skipped_times_of_a_day_are_one():
    plan = schedule(["01:15", "01:30", "02:00"], SUMMER)
    assert slots(plan, utc(2026, 3, 28, 12), 2) == [
        ("03-29 01:00", "03-29 02:00"),
        ("03-30 00:15", "03-30 01:15"),
    ]
    assert [f"{slot.local:%H:%M}" for slot in plan.slots_of(dt.date(2026, 3, 29))] == ["02:00"]


def test_a_clock_put_forward_over_midnight():
    """Half past eleven is skipped, and due at the midnight that the clock goes to."""
    assert slots(schedule(["23:30", "00:15"], "America/Scoresbysund"), utc(2026, 3, 28, 12), 3) == [
        ("03-29 01:00", "03-28 23:30"),
        ("03-29 01:15", "03-29 00:15"),
        ("03-30 00:30", "03-29 23:30"),
    ]


def test_a_clock_put_back_over_midnight():
    plan = schedule(
        "00:00", "America/St_Johns"
    )  # until 2011 the clock went from 00:01 to 23:01 of the day before
    assert slots(plan, utc(2010, 11, 6, 12), 2) == [
        ("11-07 02:30", "11-07 00:00"),
        ("11-08 03:30", "11-08 00:00"),
    ]
    assert plan.last_before(utc(2010, 11, 7, 3, 0)).local == dt.datetime(2010, 11, 7)


def test_a_day_that_a_zone_skipped():
    """Samoa had no 30 December 2011, a Friday."""
    assert slots(schedule("06:30", "Pacific/Apia"), utc(2011, 12, 29), 3) == [
        ("12-29 16:30", "12-29 06:30"),
        ("12-30 10:00", "12-30 06:30"),
        ("12-30 16:30", "12-31 06:30"),
    ]
    assert slots(schedule("06:30", "Pacific/Apia", days=["Fri"]), utc(2011, 12, 29), 2) == [
        ("12-30 10:00", "12-30 06:30"),
        ("01-05 16:30", "01-06 06:30"),
    ]


def test_two_days_at_one_moment_are_one_slot_and_it_is_the_later():
    plan = schedule("00:00", "Pacific/Apia")
    assert slots(plan, utc(2011, 12, 29), 3) == [
        ("12-29 10:00", "12-29 00:00"),
        ("12-30 10:00", "12-31 00:00"),
        ("12-31 10:00", "01-01 00:00"),
    ]
    assert plan.last_before(utc(2011, 12, 30, 10)).date == dt.date(2011, 12, 31)


def test_a_zone_without_whole_hours():
    assert slots(schedule("06:30", "Asia/Kathmandu", days=["Mon"]), utc(2026, 11, 22), 1) == [
        ("11-23 00:45", "11-23 06:30")
    ]


# --- days -----------------------------------------------------------------------------------


def test_each_name_is_its_weekday():
    for name, day in zip(WEEKDAYS, range(23, 30), strict=False):  # 23 November 2026 is a Monday
        assert [slot.date for slot in islice(schedule(days=[name]).after(utc(2026, 11, 22, 12)), 2)] == [
            dt.date(2026, 11, day),
            dt.date(2026, 11, day) + dt.timedelta(days=7),
        ]


def test_the_last_day_of_each_month():
    ends = [slot.date for slot in islice(schedule(month_days=["last"]).after(utc(2027, 12, 31, 12)), 15)]
    assert [f"{day:%m-%d}" for day in ends[:3]] == ["01-31", "02-29", "03-31"]
    assert ends[-2:] == [dt.date(2029, 2, 28), dt.date(2029, 3, 31)]
    assert all((day + dt.timedelta(days=1)).day == 1 for day in ends)


def test_the_28th_that_is_also_the_last_counts_once():
    plan = schedule(month_days=[28, "last"])
    assert slots(plan, utc(2027, 2, 1), 3) == [
        ("02-28 06:30", "02-28 06:30"),
        ("03-28 06:30", "03-28 06:30"),
        ("03-31 06:30", "03-31 06:30"),
    ]
    assert [day for _, day in slots(plan, utc(2028, 2, 1), 2)] == ["02-28 06:30", "02-29 06:30"]


def test_the_same_time_said_twice_counts_once_and_in_order():
    assert [day for _, day in slots(schedule(["18:00", "06:30", "18:00"]), utc(2026, 11, 22), 3)] == [
        "11-22 06:30",
        "11-22 18:00",
        "11-23 06:30",
    ]


def test_it_goes_on_for_as_long_as_it_is_asked():
    assert len(list(islice(schedule(month_days=[1]).after(utc(2026, 1, 1)), 600))) == 600


def test_now_is_not_later_than_now():
    plan, now = schedule(), utc(2026, 11, 22, 6, 30)
    assert plan.last_before(now).at == now
    assert next(plan.after(now)).at == now + dt.timedelta(days=1)


def test_a_moment_without_a_zone_is_refused():
    for ask in (schedule().last_before, lambda moment: next(schedule().after(moment))):
        with pytest.raises(ValueError, match="time zone"):
            ask(dt.datetime(2026, 11, 22))


# --- what it may say ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "6:30"},
        {"at": "24:00"},
        {"at": "06:60"},
        {"at": "06:30:00"},
        {"at": []},
        {"at": 630},
        {"at": "06:30\n"},
        {"at": "\u0660\u0666:\u0663\u0660"},
        {"days": ["1"]},
        {"days": [1]},
        {"days": ["Monday"]},
        {"days": ["mon"]},
        {"days": []},
        {"days": "Mon"},
        {"month_days": [0]},
        {"month_days": [29]},
        {"month_days": [31]},
        {"month_days": [True]},
        {"month_days": ["first"]},
        {"days": ["Mon"], "month_days": [1]},
        {"time_zone": "Europe/Londn"},
        {"time_zone": "localtime"},
        {"time_zone": "Factory"},
        {"time_zone": "../UTC"},
        {"time_zone": ""},
        {"weekday": "Mon"},
    ],
)
def test_anything_else_is_refused(wrong):
    with pytest.raises(ValidationError):
        schedule(**wrong)


def test_it_tells_itself_in_a_line():
    assert (
        str(schedule(["18:00", "06:30"], SUMMER, days=["Wed", "Mon"]))
        == "Mon, Wed 06:30, 18:00 Europe/London"
    )
    assert str(schedule(month_days=[1, "last"])) == "day 1, last of the month 06:30 UTC"
    assert str(schedule()) == "every day 06:30 UTC"


# --- under any zone -------------------------------------------------------------------------

# Half hours, quarters, changes at and over midnight, skipped and repeated days; the rest for what nobody
# thought of.
ODD = [
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "America/Scoresbysund",
    "America/St_Johns",
    "Africa/Cairo",
    "America/Havana",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "America/Sitka",
    "Europe/London",
    "Antarctica/Troll",
]
ZONES = st.sampled_from(ODD) | st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"}))
CLOCKS = st.lists(
    st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 1, 15, 29, 30, 59])),
    min_size=1,
    max_size=5,
)
ON = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"days": st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4)}),
    st.fixed_dictionaries(
        {"month_days": st.lists(st.integers(1, 28) | st.just("last"), min_size=1, max_size=4)}
    ),
)
MOMENTS = st.datetimes(dt.datetime(1860, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))


@settings(max_examples=300, deadline=None)
@given(ZONES, CLOCKS, ON, MOMENTS)
def test_slots_increase_and_each_nominal_time_comes_once(zone, at, on, moment):
    plan = schedule(at, zone, **on)
    found = list(islice(plan.after(moment), 60))
    for one, next_one in zip(found, found[1:], strict=False):
        assert one.at < next_one.at and one.local < next_one.local
    for slot in found:
        shown, before = (
            moment.astimezone(ZoneInfo(zone)) for moment in (slot.at, slot.at - dt.timedelta(seconds=1))
        )
        assert plan.due_on(slot.date) and f"{slot.local:%H:%M}" in at
        assert shown.replace(tzinfo=None) >= slot.local, "early"
        assert before.replace(tzinfo=None) < slot.local, "late"
        assert not shown.fold or shown.replace(tzinfo=None, fold=0) != slot.local, (
            "the second time that the clock shows it"
        )


@settings(max_examples=200, deadline=None)
@given(ZONES, CLOCKS, ON, MOMENTS)
def test_looking_back_finds_what_looking_ahead_gave(zone, at, on, moment):
    plan = schedule(at, zone, **on)
    one, next_one = islice(plan.after(moment), 2)
    assert plan.last_before(one.at) == one
    assert plan.last_before(next_one.at - dt.timedelta(seconds=1)) == one
    assert plan.last_before(moment).at <= moment


@settings(max_examples=200, deadline=None)
@given(ZONES, CLOCKS, MOMENTS)
def test_no_day_is_left_out_but_one_that_never_was(zone, at, moment):
    days = [slot.date for slot in islice(schedule(at, zone).after(moment), 200)]
    for day, following in zip(days, days[1:], strict=False):
        missing = (day + dt.timedelta(days=n) for n in range(1, (following - day).days))
        for gone in missing:
            noon = dt.datetime.combine(gone, dt.time(12))
            there = (
                noon.replace(tzinfo=ZoneInfo(zone))
                .astimezone(dt.UTC)
                .astimezone(ZoneInfo(zone))
                .replace(tzinfo=None)
            )
            assert there != noon
