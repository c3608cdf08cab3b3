"""What every chart is: title, source, words for who cannot see it, rows, and its forms to show and store."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from claimbook.charts.png import MARGIN, png
from claimbook.charts.rows import ChartFault, quoted, text_runs
from claimbook.charts.scene import Scene
from claimbook.charts.svg import svg
from claimbook.errors import shown
from claimbook.figure.entry import Entry, entries_from_json
from claimbook.words.prose import Prose
from claimbook.words.richtext import Run, coded, entries_of, is_plain, linked_ids, to_text

MIME = "application/vnd.claimbook.chart+json"
DESKTOP, PHONE = 720, 358  # CSS pixels of the two drawings
SHEET = DESKTOP + 2 * MARGIN  # CSS pixels of a picture, with its margins
Json = dict[str, Any]

_TEXTS = ("title", "subtitle", "source", "note", "alt")
_PARTS = ("kind", *_TEXTS, "axis", "runs", "entries", "rows")
_BLANKS = re.compile(
    r"(alt|alt text|title|subtitle|source|chart|image|picture|plot|graph|figure|fig|untitled|placeholder|"
    r"none|n/?a|x+|-+|\.+|\?+|lorem ipsum.*|(to ?do|tbd|tba|fixme)\b.*)[\s.:#\d]*",
    re.IGNORECASE,
)
# what has to be said, its least number of words, and what is expected
_REQUIRED = (("title", 3, "the finding, in a sentence"),
             ("alt", 4, "what the drawing shows, in words"),
             ("source", 1, "who says it and where it is printed"))  # fmt: skip


Told = str | Callable[[Json, Json], Any]  # a key of a row, or what makes a value of chart and row


@dataclass(frozen=True)
class Kind:
    """What a kind of chart can do with its JSON.

    scene    the drawing at a width in CSS pixels
    columns  heading of the table -> what its cells say: words or runs, None for "not stated". What figures
             say stands in columns that every table has.
    fields   column of the download -> its value
    """

    scene: Callable[[Json, float], Scene]
    columns: dict[str, Told]
    fields: dict[str, Told]

    def value(self, chart: Json, row: Json, name: str) -> Any:
        """What a row says in a column of the table, or in a field of the download."""
        told = self.columns.get(name) or self.fields[name]
        return told(chart, row) if callable(told) else row[told]


KINDS: dict[str, Kind] = {}  # each file of a kind adds its own


@dataclass(frozen=True)
class Chart:
    """A chart that is complete: finding, measure, rows, source, note, words for who cannot see it.

    Made by `bounds_chart` and its like, a file of this folder each. In a notebook it displays as
    PNG, plain text and JSON; `from_json` turns the JSON into the chart again.
    """

    kind: str
    title: str
    subtitle: str
    source: str
    note: str
    alt: str
    axis: Json
    rows: tuple[Json, ...]
    runs: dict[str, list[Run]] = field(repr=False)
    entries: dict[str, Entry] = field(repr=False)

    def __post_init__(self) -> None:
        for name, least, expected in _REQUIRED:
            said = getattr(self, name)
            if not isinstance(said, str) or len(said.split()) < least or _BLANKS.fullmatch(said.strip()):
                raise ChartFault(f"chart, {name}: found {shown(said)}, expected {expected}")
        if self.alt.strip() == self.title.strip():
            raise ChartFault(
                "chart, alt: found the title once more, expected what the drawing shows, row by row"
            )
        if not self.rows:
            raise ChartFault(f"chart {shown(self.title)}: found no rows, expected at least one")

    def to_json(self) -> Json:
        """The chart as plain data: exact values as strings, no pixels; equal on each machine."""
        parts = {name: getattr(self, name) for name in _PARTS}
        entries = {id: entry.to_json() for id, entry in self.entries.items()}
        return {"version": 1, **parts, "entries": entries, "rows": [dict(row) for row in self.rows]}

    @staticmethod
    def from_json(data: Json) -> Chart:
        """The chart of that data. Raises ChartFault where a part is missing or a placeholder."""
        if not isinstance(data, dict) or data.get("version") != 1:
            raise ChartFault(f"chart: found {shown(data)}, expected chart data of version 1")
        missing = ", ".join(name for name in _PARTS if name not in data)
        if missing or data["kind"] not in KINDS:
            raise ChartFault(f"chart: found no {missing or 'known kind'}, expected data written by show")
        parts = {name: data[name] for name in _PARTS}
        entries = entries_from_json(data["entries"])
        return Chart(**parts | {"rows": tuple(data["rows"]), "entries": entries})

    def words(self, name: str) -> list[Run]:
        """The runs of title, subtitle, source, note or alt."""
        return self.runs.get(name) or [{"t": getattr(self, name)}]

    def scene(self, width: float = DESKTOP) -> Scene:
        """The drawing at a width in CSS pixels; narrow ones put labels above their marks."""
        return KINDS[self.kind].scene(self.to_json(), width)

    def data_rows(self) -> list[list[Any]]:
        """What the rows say besides their figures: headings, then a row of cells (runs or None) each."""
        kind, data = KINDS[self.kind], self.to_json()
        told = [[kind.value(data, row, head) for head in kind.columns] for row in self.rows]
        cells = [[coded(cell) if isinstance(cell, str) else cell for cell in row] for row in told]
        return [list(kind.columns), *cells]

    def svg(self, name: str, width: float, css_class: str, base: str = "") -> str:
        """The drawing as inline SVG; `name` begins its ids and is unique in the page; numbers link to
        `base#n-ID`."""
        told = linked_ids(self.words("alt"))
        return svg(self.scene(width), name, self.title, self.alt, css_class, told, base)

    @cached_property
    def png(self) -> bytes:
        """The drawing with title, source and note as PNG; made once, light, two pixels a CSS pixel."""
        return self.picture(2 * SHEET)

    def picture(self, width: int, *more: str) -> bytes:
        """The drawing with title, subtitle, source and note as PNG of that many pixels; `more` are
        further lines below."""
        return png(self.scene(), self.title, self.subtitle, [*self._foot(), *more], width)

    def _foot(self) -> list[str]:
        return [f"Source: {self.source}", f"Note: {self.note}" if self.note else ""]

    def text(self) -> str:
        """Title, rows with their bounds, source and note in lines."""
        heads, *rows = self.data_rows()
        lines = [_line(heads, cells, row) for cells, row in zip(rows, self.rows, strict=True)]
        return "\n".join(filter(None, [self.title, self.subtitle, *lines, *self._foot()]))

    def _repr_mimebundle_(self, include=None, exclude=None) -> tuple[Json, Json]:
        picture = base64.b64encode(self.png).decode("ascii")
        data = {"text/plain": self.text(), "image/png": picture, MIME: self.to_json()}
        return data, {"image/png": {"alt": self.alt, "width": SHEET}}


def _line(heads: list[Any], cells: list[Any], row: Json) -> str:
    """A row in a line of plain text: what heads it, its figure, its other cells with their headings."""
    first, *more = ("" if cell is None else to_text(cell) for cell in cells)
    told = f"  {first}: {quoted(row)}" if "text" in row else f"  {first}"
    return "; ".join([told, *(f"{head}: {cell}" for head, cell in zip(heads[1:], more, strict=True) if cell)])


def assembled(
    kind: str,
    texts: Iterable[Any],
    rows: Iterable[Json],
    axis: Json,
    figures: Iterable[Any],
    explained: str = "",
    aloud: Prose | None = None,
) -> Chart:
    """The chart of checked rows.

    texts      title, subtitle, source, note, alt as they were given
    axis       what the drawing has to know besides the rows
    figures    those whose entries the chart carries; words among them are passed over
    explained  words added to the note: how the marks are read
    aloud      the rows read aloud, for where no alt text is given
    """
    given, figures, rows = dict(zip(_TEXTS, texts, strict=True)), list(figures), tuple(rows)
    given["alt"] = aloud if given["alt"] is None else given["alt"]
    runs = {name: text_runs(value, name) for name, value in given.items()}
    notes = [to_text(runs["note"]), explained, *_spelt_out(figures, rows, to_text(runs["title"]))]
    if more := " ".join(filter(None, notes))[len(notes[0]) :]:
        runs["note"] = [*runs["note"], {"t": more}]
    said = {name: to_text(made) for name, made in runs.items()}
    linked = {name: made for name, made in runs.items() if not is_plain(made)}
    entries = entries_of([*figures, *given.values()])
    return Chart(kind, axis=axis, rows=rows, runs=linked, entries=entries, **said)


_ABBREVIATION = re.compile(r"[A-Z]{2,6}")


def _spelt_out(figures: list[Any], rows: tuple[Json, ...], title: str) -> list[str]:
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
