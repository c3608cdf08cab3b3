"""Charts without figures: dated events, and judgements in words on a scale of words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from claimbook.errors import shown
from claimbook.show import spans as R
from claimbook.show.charts import days, ladder, timeline
from claimbook.show.charts.aloud import aloud, place, required, texts
from claimbook.show.charts.chart import Chart, assembled
from claimbook.show.charts.rows import ChartFault, words
from claimbook.show.prose import Nothing, Prose, nothing


@dataclass(frozen=True)
class TimelineEvent:
    """A dated event: on a day (precision 1), or within the days from start to end (2 to 5, as UCDP counts
    them).

    ref is where it is told: a paragraph number, several, or words.
    """

    label: Any
    start: dt.date
    end: dt.date | None = None
    precision: int = 1
    group: Any = ""
    ref: Any = ""


@dataclass(frozen=True)
class Rung:
    """A judgement on a scale of words: its step, or the first and last of several, counted from nought.

    label is the judge, sublabel the judgement in our words, ref where it is told.
    """

    label: Any
    step: int | tuple[int, int]
    sublabel: Any = ""
    ref: Any = ""
    group: Any = ""


def timeline_chart(
    title: Any,
    events: Iterable[TimelineEvent],
    *,
    start: dt.date | None = None,
    end: dt.date | None = None,
    subtitle: Any = "",
    source: Any,
    note: Any = "",
    alt: Any = None,
) -> Chart | Nothing:
    """Dated events, one row each, by their first day; those outside of start to end are rows with an arrow.

    Raises ChartFault for an event without label, one that ends before it
    begins, and another precision than 1 to 5; and as bounds_chart.
    """
    given = list(events)
    if not given:
        return nothing()
    if start and end and start > end:
        raise ChartFault(f"chart of dates: found an axis from {start} to {end}, expected its first day first")
    rows = [_event(item, n) for n, item in enumerate(given, 1)]
    groups = list(dict.fromkeys(row["group"] for row in rows))
    made = tuple(sorted(rows, key=lambda row: (groups.index(row["group"]), row["start"], row["end"])))
    spec = {"start": start.isoformat() if start else None, "end": end.isoformat() if end else None}
    spoken = aloud([[_when(row), ": ", R.Excused(row["label"], "words")] for row in made])
    told = texts(title, subtitle, source, note, alt, spoken)
    dots = any(row["precision"] == 1 and row["start"] == row["end"] for row in made)
    bars = any(row["precision"] != 1 or row["start"] != row["end"] for row in made)
    explained = ["Dot: a day."] * dots + ["Bar: within these days, the day itself is not stated."] * bars
    return assembled("timeline", told, made, spec, [], " ".join(explained))


def _when(row: dict[str, Any]) -> Prose:
    return Prose((tuple(days.span(*timeline.dates(row))),), {})


def _event(item: TimelineEvent, n: int) -> dict[str, Any]:
    label = required(item.label, f"event {n}, label")
    first, last = item.start, item.end or item.start
    if not isinstance(first, dt.date) or not isinstance(last, dt.date) or last < first:
        raise ChartFault(
            f"chart, event {n}: found {shown(first)} to {shown(last)}, expected a first and a last day"
        )
    if item.precision not in timeline.PRECISION:
        raise ChartFault(f"chart, event {n}: found precision {shown(item.precision)}, expected 1 to 5")
    group = words(item.group, f"event {n}, group")
    when = {"start": first.isoformat()[:10], "end": last.isoformat()[:10], "precision": int(item.precision)}
    return {"label": label, "group": group, "ref": place(item.ref, f"event {n}"), "tone": "claim", **when}


def ladder_chart(
    title: Any,
    steps: Sequence[Any],
    rows: Iterable[Rung],
    *,
    subtitle: Any = "",
    source: Any,
    note: Any = "",
    alt: Any = None,
) -> Chart | Nothing:
    """Judgements without figures on an ordered scale of words, one row a judge.

    Raises ChartFault for fewer than two steps, a step that is none, a row without judge, and as bounds_chart.
    """
    given = list(rows)
    if not given:
        return nothing()
    scale = [required(step, f"step {n}") for n, step in enumerate(steps, 1)]
    if len(scale) < 2:
        raise ChartFault(
            f"chart of judgements: found {len(scale)} steps, expected two or more words in their order"
        )
    made = tuple(_rung(item, scale, n) for n, item in enumerate(given, 1))
    spoken = aloud([[R.Excused(row["label"], "words"), ": ", ladder.judged(scale, row)] for row in made])
    told = texts(title, subtitle, source, note, alt, spoken)
    explained = "Diamond: a judgement in words, no figure."
    explained += (
        " Line: from one judgement to another." if any(row["low"] < row["high"] for row in made) else ""
    )
    return assembled("ladder", told, made, {"steps": scale}, [], explained)


def _rung(item: Rung, steps: list[str], n: int) -> dict[str, Any]:
    low, high = (
        item.step if isinstance(item.step, (tuple, list)) and len(item.step) == 2 else (item.step, item.step)
    )
    for step in (low, high):
        if isinstance(step, bool) or not isinstance(step, int) or not 0 <= step < len(steps):
            raise ChartFault(
                f"chart, rung {n}: found step {shown(item.step)}, expected 0 to {len(steps) - 1}"
            )
    told = {name: words(getattr(item, name), f"rung {n}, {name}") for name in ("sublabel", "group")}
    label = required(item.label, f"rung {n}, label")
    return {
        "label": label,
        **told,
        "ref": place(item.ref, f"rung {n}"),
        "tone": "third",
        **_steps(steps, low, high),
    }


def _steps(steps: list[str], low: int, high: int) -> dict[str, Any]:
    low, high = sorted((low, high))
    return {"low": low, "high": high, "first": steps[low], "last": steps[high]}
