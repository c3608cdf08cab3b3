"""Schedules of reports.toml carried out: by systemd, by cron, or by a server in the foreground.

call.py   the command that each of them calls     units.py  systemd's units        cron.py   lines of a
crontab
looks.py  when to look again, where a clock skips a time    due.py    a nominal time is carried out once
serve.py  the server: server.py what is due, alarm.py wakes, store.py remembers, process.py runs, health.py
tells

Knows reports, their nominal times and the command `run`; not what a run does. What serves
needs an extra (APScheduler) and is imported from claimbook.schedule.serve where it is used.
"""

from claimbook.schedule.call import Call, ScheduleFault
from claimbook.schedule.cron import crontab
from claimbook.schedule.due import once, what_is_due
from claimbook.schedule.units import units, write_units

__all__ = ["Call", "ScheduleFault", "crontab", "once", "units", "what_is_due", "write_units"]
