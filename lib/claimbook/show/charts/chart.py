"""Charts: one object for the notebook, the stored data and the brief."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from claimbook.errors import shown
from claimbook.figure.entry import Entry, entries_from_json
from claimbook.show import spans as R
from claimbook.show.charts.kinds import KINDS
from claimbook.show.charts.picture import MARGIN, png
from claimbook.show.charts.rows import (
    LABELS,
    Axis,
    ChartFault,
    Row,
    exact,
    key,
    one_unit,
    row_data,
    runs_of,
    words,
)
from claimbook.show.charts.scene import Scene, svg
from claimbook.show.charts.whole import ends
from claimbook.show.prose import Nothing, nothing

MIME = "application/vnd.claimbook.chart+json"
DESKTOP, PHONE = 720, 358  # CSS pixels of the two drawings
SHEET = DESKTOP + 2 * MARGIN  # CSS pixels of a picture, with its margins

_BLANKS = re.compile(
    r"(alt|alt text|title|subtitle|source|chart|image|picture|plot|graph|figure|fig|untitled|placeholder|"
    r"none|n/?a|x+|-+|\.+|\?+|lorem ipsum.*|(to ?do|tbd|tba|fixme)\b.*)[\s.:#\d]*",
    re.IGNORECASE,
)
_LEAST_WORDS = {"title": 3, "alt": 4, "source": 1}


@dataclass(frozen=True)
class Chart:
    """A chart that is complete: finding, measure, rows, source, note, words for who cannot see it.

    Made by `bounds_chart` and its like (see builders.py). In a notebook it displays as PNG,
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
    entries: dict[str, Entry] = field(repr=False)

    def __post_init__(self) -> None:
        for name, least in _LEAST_WORDS.items():
            said = getattr(self, name)
            if not isinstance(said, str) or len(said.split()) < least or _BLANKS.fullmatch(said.strip()):
                raise ChartFault(f"chart, {name}: found {shown(said)}, expected {_EXPECTED[name]}")
        if self.alt.strip() == self.title.strip():
            raise ChartFault(
                "chart, alt: found the title once more, expected what the drawing shows, row by row"
            )
        if not self.rows:
            raise ChartFault(f"chart {shown(self.title)}: found no rows, expected at least one")

    def to_json(self) -> dict[str, Any]:
        """The chart as plain data: exact values as strings, no pixels; equal on each machine."""
        names = ("kind", "title", "subtitle", "source", "note", "alt", "axis", "runs")
        return {
            "version": 1,
            **{n: getattr(self, n) for n in names},
            "entries": {id: entry.to_json() for id, entry in self.entries.items()},
            "rows": [dict(row) for row in self.rows],
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> Chart:
        """The chart of that data. Raises ChartFault where a part is missing or a placeholder."""
        if not isinstance(data, dict) or data.get("version") != 1:
            raise ChartFault(f"chart: found {shown(data)}, expected chart data of version 1")
        names = ("kind", "title", "subtitle", "source", "note", "alt", "axis", "runs", "entries", "rows")
        missing = [name for name in names if name not in data]
        if missing or data["kind"] not in KINDS:
            raise ChartFault(
                f"chart: found no {', '.join(missing) or 'known kind'}, expected data written by show"
            )
        return Chart(
            **{name: data[name] for name in names}
            | {"rows": tuple(data["rows"]), "entries": entries_from_json(data["entries"])}
        )

    def words(self, name: str) -> list[R.Run]:
        """The runs of title, subtitle, source, note or alt."""
        return self.runs.get(name) or [{"t": getattr(self, name)}]

    def scene(self, width: float = DESKTOP) -> Scene:
        """The drawing at a width in CSS pixels; narrow ones put labels above their marks."""
        return KINDS[self.kind].scene(self.to_json(), width)

    def data_rows(self) -> list[list[Any]]:
        """What the rows say besides their figures: a row of headings, then a row of cells (runs or None)
        each."""
        return KINDS[self.kind].data_rows(self.to_json())

    def svg(self, name: str, width: float, css_class: str, base: str = "") -> str:
        """The drawing as inline SVG; `name` begins its ids and is unique in the page; numbers link to
        `base#n-ID`."""
        told = [run["n"] for run in self.words("alt") if "n" in run]
        return svg(self.scene(width), name, self.title, self.alt, css_class, told, base)

    @cached_property
    def png(self) -> bytes:
        """The drawing with title, source and note as PNG; made once, light, two pixels a CSS pixel."""
        return self.picture(2 * SHEET)

    def picture(self, width: int, *more: str) -> bytes:
        """The drawing with title, subtitle, source and note as PNG of that many pixels; `more` are further
        lines below."""
        foot = [f"Source: {self.source}", f"Note: {self.note}" if self.note else "", *more]
        return png(self.scene(), self.title, self.subtitle, foot, width)

    def text(self) -> str:
        """Title, rows with their bounds, source and note in lines."""
        lines = [self.title, self.subtitle, *(f"  {line}" for line in KINDS[self.kind].lines(self.to_json()))]
        lines += [f"Source: {self.source}", f"Note: {self.note}" if self.note else ""]
        return "\n".join(line for line in lines if line)

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[dict[str, Any], dict[str, Any]]:
        picture = base64.b64encode(self.png).decode("ascii")
        data = {"text/plain": self.text(), "image/png": picture, MIME: self.to_json()}
        return data, {"image/png": {"alt": self.alt, "width": SHEET}}


_EXPECTED = {
    "title": "the finding, in a sentence",
    "alt": "what the drawing shows, in words",
    "source": "who says it and where it is printed",
}


def bounds_chart(
    title: Any,
    rows: Iterable[Row],
    *,
    subtitle: Any = "",
    source: Any,
    alt: Any,
    note: Any = "",
    axis: Axis = Axis(),  # noqa: B008
) -> Chart | Nothing:
    """Claims side by side, one row each, marks after their bound; nothing where there is no row.

    title, subtitle, source, note, alt are words without digits or Prose made
    by `say`; numbers in them are traced. Units of all rows must agree; values
    are in the base unit. A line that explains the marks is added to the note.

    Raises ChartFault where title, alt or source is missing or a placeholder,
    for mixed units, a negative value, and zero on a log axis.
    """
    given = list(rows)
    if not given:
        return nothing()
    made = tuple(row_data(row, n, linked=True) for n, row in enumerate(given, 1))
    unit = one_unit(given, axis)
    spec = {"unit": unit, "label": words(axis.label, "axis"), "log": axis.log, "max": exact(axis.max)}
    texts = {"title": title, "subtitle": subtitle, "source": source, "note": note, "alt": alt}
    told = [value for row in given for value in (row.figure, *(getattr(row, name) for name in LABELS))]
    return assembled("bounds", texts, made, spec, told, key(made))


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
    """One figure, true to scale, as a part of a whole; `share` is the derived ratio with its base in the
    label.

    Read as "at least 1,100" + label. Raises ChartFault as `bounds_chart`, and
    where the part has no number, the whole none, or the part is the larger.
    """
    given = [part, whole, *([share] if share else [])]
    made = tuple(row_data(row, n) for n, row in enumerate(given, 1))
    one_unit([part, whole], Axis())
    (low, high), full = ends(made[0]), [end for end in ends(made[1]) if end is not None]
    if (low is None and high is None) or not full or not full[-1]:
        raise ChartFault("chart of a whole: found no number, expected one of the part and one of the whole")
    if max(end for end in (low, high) if end is not None) > full[-1]:
        raise ChartFault("chart of a whole: found a part larger than its whole, expected a part of it")
    spec = {"unit": part.figure.unit, "label": "", "log": False, "max": None}
    texts = {"title": title, "subtitle": subtitle, "source": source, "note": note, "alt": alt}
    return assembled("whole", texts, made, spec, [row.figure for row in given])


_ABBREVIATION = re.compile(r"[A-Z]{2,6}")


def spelt_out(figures: Iterable[Any], rows: Iterable[dict[str, Any]], title: str) -> list[str]:
    """What each abbreviated name in title or rows stands for, as the table of sources has it: a picture
    travels alone."""
    claims = [claim for figure in figures for claim in getattr(figure, "claims", ())]
    voices = {voice.name: voice.described for claim in claims for voice in (claim.claimant, *claim.via)}
    said = " ".join([title, *(str(cell) for row in rows for cell in row.values())])
    return [
        f"{name}: {described}."
        for name, described in voices.items()
        if described and _ABBREVIATION.fullmatch(name) and re.search(rf"\b{name}\b", said)
    ]


def assembled(
    kind: str,
    texts: dict[str, Any],
    rows: tuple,
    axis: dict[str, Any],
    figures: list[Any],
    explained: str = "",
) -> Chart:
    """The chart of checked rows.

    texts      title, subtitle, source, note, alt as they were given
    axis       what the drawing has to know besides the rows
    figures    those whose entries the chart carries; words among them are passed over
    explained  words added to the note: how the marks are read
    """
    runs = {name: runs_of(value, name) for name, value in texts.items()}
    explained = " ".join(filter(None, [explained, *spelt_out(figures, rows, R.to_text(runs["title"]))]))
    if explained:
        runs["note"] = [*runs["note"], {"t": (" " if R.to_text(runs["note"]) else "") + explained}]
    said = {name: R.to_text(made) for name, made in runs.items()}
    linked = {name: made for name, made in runs.items() if not R.is_plain(made)}
    entries = R.entries_of([*(f for f in figures if f is not None), *texts.values()])
    return Chart(kind, axis=axis, rows=rows, runs=linked, entries=entries, **said)
