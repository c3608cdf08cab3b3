"""Charts: one object for the notebook, the stored data and the brief."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from claimbook.errors import shown
from claimbook.show import runs as R
from claimbook.show.axis import axis_unit
from claimbook.show.bounds import CEILING, FLOOR, POINT, bounds_scene
from claimbook.show.safe import clean
from claimbook.show.scene import Scene, svg
from claimbook.show.style import TONES
from claimbook.show.whole import ends, whole_scene

MIME = "application/vnd.claimbook.chart+json"
DESKTOP, PHONE = 720, 358  # CSS pixels of the two drawings

_BLANKS = re.compile(
    r"(alt|alt text|title|subtitle|source|chart|image|picture|plot|graph|figure|fig|untitled|placeholder|"
    r"none|n/?a|x+|-+|\.+|\?+|lorem ipsum.*|(to ?do|tbd|tba|fixme)\b.*)[\s.:#\d]*",
    re.IGNORECASE,
)
_LEAST_WORDS = {"title": 3, "alt": 4, "source": 1}
_BOUNDS = (*POINT, *FLOOR, *CEILING, "between", "vague")
_KEY = (
    ("point", "Dot: a figure as stated."),
    ("bar", "Bar: a range as stated."),
    ("floor", "Arrow to the right: at least that, no upper end stated."),
    ("ceiling", "Arrow to the left: at most that, no lower end stated."),
    ("open", "Hollow: one source or none named."),
    ("filled", "Solid: corroborated by an independent source."),
    ("ours", "Orange: our arithmetic."),
)


class ChartFault(R.TextFault):
    """A chart lacks what makes it readable on its own, or would draw what nobody stated."""


@dataclass(frozen=True)
class Row:
    """One row of a chart.

    figure    a Figure, or None: "not stated"
    label     who says it or what it is; words, a date or Excused, no figure; blank: the
              base of the figure, where it is a share ("of an unsourced 11,000")
    sublabel  a second, quieter line
    group     heading over neighbouring rows of the same group
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


@dataclass(frozen=True)
class Chart:
    """A chart that is complete: finding, measure, rows, source, note, words for who cannot see it.

    Made by `bounds_chart` and `whole_chart`. In a notebook it displays as PNG,
    plain text and JSON; `from_json` turns the JSON into the chart again.
    """

    kind: str
    title: str
    subtitle: str
    source: str
    note: str
    alt: str
    axis: dict[str, Any]
    rows: tuple[dict[str, Any], ...]
    runs: dict[str, list[R.Run]] = field(repr=False)
    entries: dict[str, dict] = field(repr=False)

    def __post_init__(self) -> None:
        for name, least in _LEAST_WORDS.items():
            words = getattr(self, name)
            if not isinstance(words, str) or len(words.split()) < least or _BLANKS.fullmatch(words.strip()):
                raise ChartFault(f"chart, {name}: found {shown(words)}, expected {_EXPECTED[name]}")
        if self.alt.strip() == self.title.strip():
            raise ChartFault("chart, alt: found the title once more, expected what the drawing shows, row by row")
        if not self.rows:
            raise ChartFault(f"chart {shown(self.title)}: found no rows, expected at least one")

    def to_json(self) -> dict[str, Any]:
        """The chart as plain data: exact values as strings, no pixels; equal on each machine."""
        names = ("kind", "title", "subtitle", "source", "note", "alt", "axis", "runs", "entries")
        return {"version": 1, **{n: getattr(self, n) for n in names}, "rows": [dict(row) for row in self.rows]}

    @staticmethod
    def from_json(data: dict[str, Any]) -> Chart:
        """The chart of that data. Raises ChartFault where a part is missing or a placeholder."""
        if not isinstance(data, dict) or data.get("version") != 1:
            raise ChartFault(f"chart: found {shown(data)}, expected chart data of version 1")
        names = ("kind", "title", "subtitle", "source", "note", "alt", "axis", "runs", "entries", "rows")
        missing = [name for name in names if name not in data]
        if missing or data["kind"] not in ("bounds", "whole"):
            raise ChartFault(f"chart: found no {', '.join(missing) or 'known kind'}, expected data written by show")
        return Chart(**{**{name: data[name] for name in names}, "rows": tuple(data["rows"])})

    def words(self, name: str) -> list[R.Run]:
        """The runs of title, subtitle, source or note."""
        return self.runs.get(name) or [{"t": getattr(self, name)}]

    def scene(self, width: float = DESKTOP) -> Scene:
        """The drawing at a width in CSS pixels; narrow ones put labels above their marks."""
        if self.kind == "whole":
            return whole_scene(self.to_json(), width)
        return bounds_scene(self.to_json(), width, stacked=width < 500)

    def svg(self, name: str, width: float, css_class: str) -> str:
        """The drawing as inline SVG; `name` begins its ids and is unique in the page."""
        return svg(self.scene(width), name, self.title, self.alt, css_class)

    @cached_property
    def png(self) -> bytes:
        """The drawing with title, source and note as PNG; made once, light, two pixels a CSS pixel."""
        from claimbook.show.picture import png

        foot = [f"Source: {self.source}", f"Note: {self.note}" if self.note else ""]
        return png(self.scene(), self.title, self.subtitle, foot)

    def text(self) -> str:
        """Title, rows with their bounds, source and note in lines."""
        lines = [self.title, self.subtitle]
        for row in self.rows:
            what = " / ".join(words for words in (row["group"], row["label"], row["sublabel"]) if words)
            value = f"“{row['text']}”, no number stated" if row["bound"] == "vague" else row["text"]
            lines.append(f"  {what}: {value}")
        lines += [f"Source: {self.source}", f"Note: {self.note}" if self.note else ""]
        return "\n".join(line for line in lines if line)

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict[str, Any], dict[str, Any]]:
        picture = base64.b64encode(self.png).decode("ascii")
        data = {"text/plain": self.text(), "image/png": picture, MIME: self.to_json()}
        return data, {"image/png": {"alt": self.alt, "width": DESKTOP + 40}}


_EXPECTED = {
    "title": "the finding, in a sentence",
    "alt": "what the drawing shows, in words",
    "source": "who says it and where it is printed",
}


def bounds_chart(
    title: Any, rows: Iterable[Row], *, subtitle: Any = "", source: Any, alt: Any, note: Any = "", axis: Axis = Axis()
) -> Chart:
    """Claims side by side, one row each, marks after their bound.

    title, subtitle, source, note, alt are words without digits or Prose made
    by `say`; numbers in them are traced. Units of all rows must agree; values
    are in the base unit. A line that explains the marks is added to the note.

    Raises ChartFault where title, alt or source is missing or a placeholder,
    for mixed units, a negative value, and zero on a log axis.
    """
    given = list(rows)
    made = tuple(_row(row, n) for n, row in enumerate(given, 1))
    unit = _one_unit(given, axis)
    spec = {"unit": unit, "label": _label(axis.label, "axis"), "log": axis.log, "max": _exact(axis.max)}
    texts = {"title": title, "subtitle": subtitle, "source": source, "note": note, "alt": alt}
    return _chart("bounds", texts, made, spec, [row.figure for row in given])


def whole_chart(
    title: Any,
    part: Row,
    whole: Row,
    *,
    share: Row | None = None,
    subtitle: Any = "",
    source: Any,
    alt: Any,
    note: Any = "",
) -> Chart:
    """One figure, true to scale, as a part of a whole; `share` is the derived ratio with its base in the label.

    Read as "at least 1,100" + label. Raises ChartFault as `bounds_chart`, and
    where the part has no number, the whole none, or the part is the larger.
    """
    given = [part, whole, *([share] if share else [])]
    made = tuple(_row(row, n) for n, row in enumerate(given, 1))
    _one_unit([part, whole], Axis())
    (low, high), full = ends(made[0]), [end for end in ends(made[1]) if end is not None]
    if (low is None and high is None) or not full or not full[-1]:
        raise ChartFault("chart of a whole: found no number, expected one of the part and one of the whole")
    if max(end for end in (low, high) if end is not None) > full[-1]:
        raise ChartFault("chart of a whole: found a part larger than its whole, expected a part of it")
    spec = {"unit": part.figure.unit, "label": "", "log": False, "max": None}
    texts = {"title": title, "subtitle": subtitle, "source": source, "note": note, "alt": alt}
    return _chart("whole", texts, made, spec, [row.figure for row in given])


def _chart(kind: str, texts: dict[str, Any], rows: tuple, axis: dict[str, Any], figures: list[Any]) -> Chart:
    runs = {name: _runs(value, name) for name, value in texts.items()}
    key = _key(rows) if kind == "bounds" else ""
    if key:
        runs["note"] = [*runs["note"], {"t": (" " if R.to_text(runs["note"]) else "") + key}]
    words = {name: R.to_text(made) for name, made in runs.items()}
    linked = {name: made for name, made in runs.items() if name != "alt" and not R.is_plain(made)}
    entries = R.entries_of([*(f for f in figures if f is not None), *texts.values()])
    return Chart(kind, axis=axis, rows=rows, runs=linked, entries=entries, **words)


def _runs(value: Any, name: str) -> list[R.Run]:
    if value is None:
        value = ""
    return R.of(value, f"chart, {name}") if value != "" else [{"t": ""}]


def _label(value: Any, what: str) -> str:
    made = _runs(value, what)
    if any("n" in run for run in made):
        raise ChartFault(f"chart, {what}: found a figure in a label, expected it as the figure of a row")
    return R.to_text(made)


def _row(row: Row, n: int) -> dict[str, Any]:
    figure = row.figure
    if figure is not None and not R.is_figure(figure):
        raise ChartFault(f"chart, row {n}: found {shown(figure)}, expected a Figure or None")
    words = {name: _label(getattr(row, name), f"row {n}, {name}") for name in ("label", "sublabel", "group")}
    words["label"] = words["label"].strip() or clean(getattr(figure, "base", None) or "")
    if not words["label"]:
        raise ChartFault(f"chart, row {n}: found no label, expected who says it or what it is")
    if row.tone is not None and row.tone not in TONES:
        raise ChartFault(f"chart, row {n}: found tone {shown(row.tone)}, expected one of {', '.join(TONES)}")
    how = {"strong": bool(row.emphasis), "filled": bool(row.filled)}
    if figure is None:
        blank = dict.fromkeys(("id", "bound", "low", "best", "high"))
        return {**words, **how, **blank, "text": R.NOT_STATED, "approx": False, "unit": "", "tone": "muted"}
    return {**words, **how, **_values(figure, n), "tone": row.tone or _tone(figure)}


def _values(figure: Any, n: int) -> dict[str, Any]:
    if figure.bound not in _BOUNDS:
        raise ChartFault(f"chart, row {n}: found bound {shown(figure.bound)}, expected one of {', '.join(_BOUNDS)}")
    ends = {name: _exact(getattr(figure, name)) for name in ("low", "best", "high")}
    if any(end is not None and Fraction(end) < 0 for end in ends.values()):
        raise ChartFault(f"chart, row {n}: found a negative value, expected zero or more")
    exact = {"id": figure.id, "bound": figure.bound, "approx": bool(figure.approx), "unit": figure.unit}
    return {**exact, **ends, "text": clean(figure.text())}


def _tone(figure: Any) -> str:
    return "ours" if figure.entries().get(figure.id, {}).get("kind") == "derived" else "claim"


def _exact(value: Any) -> str | None:
    """The value as a string that loses nothing: "1100", "1/10"."""
    return None if value is None else str(Fraction(value))


def _one_unit(rows: list[Row], axis: Axis) -> str:
    numbered = [row.figure for row in rows if row.figure is not None and row.figure.bound != "vague"]
    units = {figure.unit for figure in numbered}
    if len(units) > 1 and units != {"percent", ""}:
        raise ChartFault(f"chart: found the units {', '.join(sorted(units))}, expected one: they are not comparable")
    values = [end for f in numbered for end in (f.low, f.best, f.high) if end is not None]
    if axis.log and any(value <= 0 for value in values):
        raise ChartFault("chart: found zero on a log axis, expected values above zero")
    return axis_unit(units, [Fraction(value) for value in values])


def _key(rows: Iterable[dict[str, Any]]) -> str:
    """Words that explain the marks of these rows and no others."""
    used: set[str] = set()
    for row in rows:
        if row["bound"] in (None, "vague"):
            continue
        bound = row["bound"]
        used.add("point" if bound in POINT else "floor" if bound in FLOOR else "ceiling" if bound in CEILING else "bar")
        used.add("filled" if row["filled"] else "open")
        used |= {"ours"} if row["tone"] == "ours" else set()
    return " ".join(words for name, words in _KEY if name in used)
