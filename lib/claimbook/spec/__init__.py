"""reports.toml: which notebooks, with which parameters, how often. Knows no notebook and no claim.

report.py  what it may say          reading.py  the file, every fault with its line
times.py   nominal times in a zone  sweep.py    a report and a date to the jobs that it means
"""

from claimbook.spec.reading import FILE, Lines, SpecFaults, read_spec
from claimbook.spec.report import AD_HOC, RUN_DATE, Keep, Report, Spec, Sweep
from claimbook.spec.sweep import MOST, combinations
from claimbook.spec.times import WEEKDAYS, Schedule, Slot

__all__ = [
    "AD_HOC",
    "FILE",
    "MOST",
    "RUN_DATE",
    "WEEKDAYS",
    "Keep",
    "Lines",
    "Report",
    "Schedule",
    "Slot",
    "Spec",
    "SpecFaults",
    "Sweep",
    "combinations",
    "read_spec",
]
