"""A report and a date to the parameters of each brief."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

from claimbook.errors import ParameterFault
from claimbook.spec.report import RUN_DATE, Report, Sweep

MOST = 400  # briefs of one notebook: a slip in a date should not start ten thousand runs


def combinations(
    report: Report, run_date: dt.date | None, ids: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """The parameters of each brief that a notebook of this report makes; one for no sweep.

    ids: what `every` goes through, such as {"side": [...], "document": [...]}. Raises
    ParameterFault where a run date is needed and none is given, or a sweep has no value.
    """
    fixed = {name: _dated(name, value, run_date) for name, value in report.parameters.items()}
    swept = [
        [(name, value) for value in _values(name, sweep, run_date, ids)]
        for name, sweep in report.sweep.items()
    ]
    briefs = math.prod(len(values) for values in swept)
    if briefs > MOST:
        raise ParameterFault("sweep", f"{briefs:,} briefs a notebook", f"at most {MOST}")
    return [fixed | dict(chosen) for chosen in itertools.product(*swept)]


def _dated(name: str, value: Any, run_date: dt.date | None) -> Any:
    if isinstance(value, list):
        return [_dated(name, item, run_date) for item in value]
    if value != RUN_DATE:
        return value
    if run_date is None:
        raise ParameterFault(name, RUN_DATE, "a run with a date: --run-date 2024-12-21, or --scheduled")
    return run_date.isoformat()


def _values(name: str, sweep: Sweep, run_date: dt.date | None, ids: Mapping[str, Sequence[str]]) -> list[Any]:
    if sweep.each is not None:
        values = [_dated(name, value, run_date) for value in sweep.each]
    elif sweep.every in ids:
        values = [[id] for id in ids[sweep.every]]
    else:
        values = [day.isoformat() for day in _days(name, sweep, run_date)]
    values = [value for n, value in enumerate(values) if value not in values[:n]]
    if not values:
        raise ParameterFault(name, f"no {sweep.every}", "a sweep of at least one value")
    return values


def _days(name: str, sweep: Sweep, run_date: dt.date | None) -> list[dt.date]:
    first, last = (
        dt.date.fromisoformat(_dated(name, day, run_date)) for day in (sweep.from_, sweep.to or RUN_DATE)
    )
    if (last - first).days > 366 * MOST:
        raise ParameterFault(name, f"{first} to {last}", f"at most {MOST} values")
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    if sweep.every == "month-end":
        days = [day for day in days if day.day == calendar.monthrange(day.year, day.month)[1]]
    if len(days) > MOST:
        raise ParameterFault(name, f"{len(days)} days", f"at most {MOST} values")
    return days
