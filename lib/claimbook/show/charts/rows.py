"""What a chart may be made of: its rows, each checked and turned into plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from claimbook.errors import shown
from claimbook.show import spans as R
from claimbook.show.charts.axis import axis_unit
from claimbook.show.charts.bounds import CEILING, FLOOR, POINT
from claimbook.show.safe import clean
from claimbook.show.style import TONES

_BOUNDS = (*POINT, *FLOOR, *CEILING, "between", "vague")
# What is drawn -> how to read it. A bar or a dot of ours is nothing that anybody stated, and says so.
_KEY = {
    "point": "Dot: a figure as stated.",
    "point ours": "Dot: a number that we worked out.",
    "point both": "Dot: a figure as stated, or one that we worked out.",
    "bar": "Bar: a range as stated.",
    "bar ours": "Bar: from the lowest to the highest that we worked out.",
    "bar both": "Bar: a range as stated, or from the lowest to the highest that we worked out.",
    "floor": "Arrow to the right: at least that, no upper end stated.",
    "ceiling": "Arrow to the left: at most that, no lower end stated.",
    "open": "Hollow: one source or none named.",
    "filled": "Solid: corroborated by an independent source.",
    "ours": "Orange: our arithmetic.",
}


class ChartFault(R.TextFault):
    """A chart lacks what makes it readable on its own, or would draw what nobody stated."""


@dataclass(frozen=True)
class Row:
    """One row of a chart.

    figure    a Figure, or None: "not stated"
    label     who says it or what it is; words, a date or Excused; blank: the
              base of the figure, where it is a share ("of an unsourced 11,000")
    sublabel  a second, quieter line
    group     heading over neighbouring rows of the same group; in a chart of claims side by
              side, label, sublabel and group may hold a figure each, which is linked
    emphasis  label in bold
    filled    corroborated by an independent source; open where one source or none is named
    tone      a key of style.TONES; by default "ours" for derived figures, else "claim"
    """

    figure: Any
    label: Any
    sublabel: Any = ""
    group: Any = ""
    emphasis: bool = False
    filled: bool = False
    tone: str | None = None


@dataclass(frozen=True)
class Axis:
    """The scale: from zero, or `log`; `max` is a value that must lie on it (100 for per cent)."""

    label: Any = ""
    log: bool = False
    max: int | Fraction | None = None


def runs_of(value: Any, name: str) -> list[R.Run]:
    """The runs of a text of a chart; None is blank. Raises TextFault for a typed number."""
    if value is None:
        value = ""
    return R.of(value, f"chart, {name}") if value != "" else [{"t": ""}]


def words(value: Any, what: str) -> str:
    """A label as plain words. Raises ChartFault for a figure in it, TextFault for a typed number."""
    made = runs_of(value, what)
    if any("n" in run for run in made):
        raise ChartFault(f"chart, {what}: found a figure in a label, expected it as the figure of a row")
    return R.to_text(made)


LABELS = ("label", "sublabel", "group")


def row_data(row: Row, n: int, linked: bool = False) -> dict[str, Any]:
    """The n-th row as plain data; `linked`: its labels may hold a figure each, whose runs are kept in "runs".
    Raises ChartFault for what cannot be drawn."""
    figure = row.figure
    runs = _linked(row, n) if linked else {}
    said = {
        name: R.to_text(runs[name]) if name in runs else words(getattr(row, name), f"row {n}, {name}")
        for name in LABELS
    }
    said["label"] = said["label"].strip() or clean(getattr(figure, "base", None) or "")
    if not said["label"]:
        raise ChartFault(f"chart, row {n}: found no label, expected who says it or what it is")
    if row.tone is not None and row.tone not in TONES:
        raise ChartFault(f"chart, row {n}: found tone {shown(row.tone)}, expected one of {', '.join(TONES)}")
    how = {"strong": bool(row.emphasis), "filled": bool(row.filled)}
    made = values(figure, n)
    return {**said, **how, **made, "tone": row.tone or made["tone"], **({"runs": runs} if runs else {})}


def _linked(row: Row, n: int) -> dict[str, list[R.Run]]:
    """The runs of those labels that hold a figure. Raises ChartFault for two in one: a line of a drawing is
    one link."""
    made = {name: runs_of(getattr(row, name), f"row {n}, {name}") for name in LABELS}
    for name, runs in made.items():
        if sum("n" in run for run in runs) > 1:
            raise ChartFault(
                f"chart, row {n}, {name}: found several figures in a label, expected one at the most"
            )
    return {name: runs for name, runs in made.items() if any("n" in run for run in runs)}


def values(figure: Any, n: int) -> dict[str, Any]:
    """What a row states: id, bound, ends as exact strings ("1100", "1/10"), the words; all blank for None.

    Raises ChartFault for what is no Figure, an unknown bound and a negative value.
    """
    if figure is None:
        blank = dict.fromkeys(("id", "bound", "low", "best", "high"))
        return {**blank, "text": R.NOT_STATED, "approx": False, "unit": "", "tone": "muted"}
    if not R.is_figure(figure):
        raise ChartFault(f"chart, row {n}: found {shown(figure)}, expected a Figure or None")
    if figure.bound not in _BOUNDS:
        raise ChartFault(
            f"chart, row {n}: found bound {shown(figure.bound)}, expected one of {', '.join(_BOUNDS)}"
        )
    ends = {name: exact(getattr(figure, name)) for name in ("low", "best", "high")}
    if any(end is not None and Fraction(end) < 0 for end in ends.values()):
        raise ChartFault(f"chart, row {n}: found a negative value, expected zero or more")
    told = {"id": figure.id, "bound": figure.bound, "approx": bool(figure.approx), "unit": figure.unit}
    return {**told, **ends, "text": clean(figure.text()), "tone": _tone(figure)}


def _tone(figure: Any) -> str:
    return "ours" if figure.entry().is_ours else "claim"


def exact(value: Any) -> str | None:
    """The value as a string that loses nothing: "1100", "1/10"."""
    return None if value is None else str(Fraction(value))


def one_unit(rows: list[Row], axis: Axis) -> str:
    """The unit of the axis. Raises ChartFault for units that differ and for zero on a log axis."""
    numbered = [row.figure for row in rows if row.figure is not None and row.figure.bound != "vague"]
    units = {figure.unit for figure in numbered}
    if len(units) > 1 and units != {"percent", ""}:
        raise ChartFault(
            f"chart: found the units {', '.join(sorted(units))}, expected one: they are not comparable"
        )
    ends = [end for f in numbered for end in (f.low, f.best, f.high) if end is not None]
    if axis.log and any(end <= 0 for end in ends):
        raise ChartFault("chart: found zero on a log axis, expected values above zero")
    return axis_unit(units, [Fraction(end) for end in ends])


def key(rows: Iterable[dict[str, Any]]) -> str:
    """Words that explain the marks of these rows and no others."""
    marks: dict[str, set[bool]] = {}
    for row in rows:
        if row["bound"] in (None, "vague"):
            continue
        bound, ours = row["bound"], row["tone"] == "ours"
        mark = (
            "point"
            if bound in POINT
            else "floor"
            if bound in FLOOR
            else "ceiling"
            if bound in CEILING
            else "bar"
        )
        marks.setdefault(mark, set()).add(ours)
        marks.setdefault("ours" if ours else "filled" if row["filled"] else "open", set())
    used = {_by_whom(mark, whose) if mark in ("point", "bar") else mark for mark, whose in marks.items()}
    return " ".join(words for name, words in _KEY.items() if name in used)


def _by_whom(mark: str, ours: set[bool]) -> str:
    return mark if ours == {False} else f"{mark} ours" if ours == {True} else f"{mark} both"
