"""Claims side by side: one row a claim, its mark after how it is bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from claimbook.charts import axis as scales
from claimbook.charts.chart import KINDS, Chart, Json, Kind, assembled
from claimbook.charts.rows import (
    NO_NUMBER,
    SHAPES,
    ChartFault,
    aloud,
    ends,
    exact,
    in_quotes,
    runs_of,
    values,
    words,
)
from claimbook.charts.scene import Dot, Scene, Text, step
from claimbook.errors import shown
from claimbook.show import spans
from claimbook.show.dates import span
from claimbook.show.prose import Nothing, Prose, nothing
from claimbook.show.safe import clean
from claimbook.show.standard import own_words
from claimbook.show.style import NARROW, TONES, width_of, wrap
from claimbook.show.tell import as_coded, dated, figure_of

_LABELS = ("label", "sublabel", "group")


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


# -- making the chart ---------------------------------------------------------------------
def bounds_chart(
    title: Any,
    rows: Iterable[Row] | None,
    *,
    subtitle: Any = "",
    source: Any,
    alt: Any,
    note: Any = "",
    axis: Axis = Axis(),  # noqa: B008
) -> Chart | Nothing:
    """Claims side by side, one row each, marks after their bound; of no row nothing.

    title, subtitle, source, note, alt are words without digits or Prose made
    by `say`; numbers in them are traced. Units of all rows must agree; values
    are in the base unit. A line that explains the marks is added to the note.

        bounds_chart("Two claims lie far apart", rows := [Row(book["a"], "NIS"), Row(book["b"], "GUR")],
                     subtitle="Soldiers", source="A newspaper", alt=rows_aloud(rows))

    Raises ChartFault where title, alt or source is missing or a placeholder,
    for mixed units, a negative value, and zero on a log axis.
    """
    given = list(rows or ())
    if not given:
        return nothing()
    made = [row_data(row, n, linked=True) for n, row in enumerate(given, 1)]
    unit = one_unit(given, axis)
    spec = {"unit": unit, "label": words(axis.label, "axis"), "log": axis.log, "max": exact(axis.max)}
    told = [value for row in given for value in (row.figure, *(getattr(row, name) for name in _LABELS))]
    return assembled("bounds", (title, subtitle, source, note, alt), made, spec, told, key(made))


def claims_chart(title: Any, rows: Iterable[Row] | None, *, subtitle: Any, **more: Any) -> Chart | Nothing:
    """bounds_chart with its rows read out as alt text and the days of its claims in the subtitle.

    claims_chart("Two claims of losses", rows_of(losses), subtitle="Soldiers", source="A newspaper")
    """
    given = list(rows or ())
    figures = [row.figure for row in given if row.figure is not None]
    subtitle = dated(subtitle, figures) if given else ""
    return bounds_chart(title, given, subtitle=subtitle, alt=rows_aloud(given), **more)


def rows_aloud(rows: Iterable[Row]) -> Prose:
    """The rows of a chart as one sentence, each number traced."""
    return aloud(_sentence(row) for row in rows)


def _sentence(row: Row) -> list[Any]:
    names = [getattr(row, name) for name in ("group", "label", "sublabel")]
    names = [name for name in names if name is not None and not (isinstance(name, str) and not name.strip())]
    parts = [part for name in names for part in (", ", name)][1:]
    return [*parts, ": ", spans.NOT_STATED if row.figure is None else row.figure]


def row_data(row: Row, n: int, linked: bool = False) -> Json:
    """The n-th row as plain data; `linked`: its labels may hold a figure each, whose runs are kept in "runs".
    Raises ChartFault for what cannot be drawn."""
    runs = _linked(row, n) if linked else {}
    said = {
        name: spans.to_text(runs[name]) if name in runs else words(getattr(row, name), f"row {n}, {name}")
        for name in _LABELS
    }
    said["label"] = said["label"].strip() or clean(getattr(row.figure, "base", None) or "")
    if not said["label"]:
        raise ChartFault(f"chart, row {n}: found no label, expected who says it or what it is")
    if row.tone is not None and row.tone not in TONES:
        raise ChartFault(f"chart, row {n}: found tone {shown(row.tone)}, expected one of {', '.join(TONES)}")
    made = values(row.figure, n)
    how = {"strong": bool(row.emphasis), "filled": bool(row.filled), **made, "tone": row.tone or made["tone"]}
    return {**said, **how, **({"runs": runs} if runs else {})}


def _linked(row: Row, n: int) -> dict[str, list[spans.Run]]:
    """The runs of those labels that hold a figure. Raises ChartFault for two in one: a line of a drawing is
    one link."""
    made = {name: runs_of(getattr(row, name), f"row {n}, {name}") for name in _LABELS}
    linked = {name: sum("n" in run for run in runs) for name, runs in made.items()}
    for name in (name for name, count in linked.items() if count > 1):
        raise ChartFault(
            f"chart, row {n}, {name}: found several figures in a label, expected one at the most"
        )
    return {name: runs for name, runs in made.items() if linked[name]}


def one_unit(rows: list[Row], axis: Axis) -> str:
    """The unit of the axis. Raises ChartFault for units that differ and for zero on a log axis."""
    numbered = [row.figure for row in rows if row.figure is not None and row.figure.bound != "vague"]
    units = {figure.unit for figure in numbered}
    if len(units) > 1 and units != {"percent", ""}:
        raise ChartFault(
            f"chart: found the units {', '.join(sorted(units))}, expected one: they are not comparable"
        )
    stated = [end for f in numbered for end in (f.low, f.best, f.high) if end is not None]
    if axis.log and any(end <= 0 for end in stated):
        raise ChartFault("chart: found zero on a log axis, expected values above zero")
    return scales.axis_unit(units, [Fraction(end) for end in stated])


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
_BY_WHOM = {(False,): "", (True,): " ours", (False, True): " both"}


def key(rows: Iterable[Json]) -> str:
    """Words that explain the marks of these rows and no others."""
    drawn = [
        (SHAPES[row["bound"]], row["tone"] == "ours", row["filled"]) for row in rows if row["bound"] in SHAPES
    ]
    used = {"ours" if ours else "filled" if filled else "open" for _, ours, filled in drawn}
    for mark in {mark for mark, _, _ in drawn}:
        whose = tuple(sorted({ours for shape, ours, _ in drawn if shape == mark}))
        used.add(mark + (_BY_WHOM[whose] if mark in ("point", "bar") else ""))
    return " ".join(words for name, words in _KEY.items() if name in used)


# -- rows from claims ----------------------------------------------------------------------
def rows_of(figures: Iterable | None, group: str = "measure", sub: str = "scope") -> list[Row]:
    """Chart rows of claims and of sums of ours: the claimant as label, under a heading of the group.

    group, sub: "measure", "scope", "document" or "" - what the headings and the
    second lines say. A mark is solid only where the claim is corroborated. Claims of one
    group stand together; where they come from several outlets, each names its own.

        rows_of(book.where(measure="killed"), group="scope", sub="")
    """
    given = list(figures or ())
    several = len({figure.lineage.outlet for figure in given if not figure.is_derived}) > 1
    rows = [_row_of(figure, group, sub, several) for figure in given]
    order = list(dict.fromkeys(str(row.group) for row in rows))
    return sorted(rows, key=lambda row: order.index(str(row.group)))


def _row_of(figure: Any, group: str, sub: str, several: bool) -> Row:
    if figure.is_derived:
        label = as_coded(f"{' and '.join(figure.claimants)}, added by us")
        return Row(figure, label, _aspect(figure, sub), _aspect(figure, group))
    label, filled = as_coded(figure.lineage.said_by), figure.lineage.status == "corroborated"
    return Row(figure, label, _below(figure, sub, several), _aspect(figure, group), filled=filled)


def _below(figure: Any, sub: str, several: bool) -> Any:
    """The second line; an echo says that it is one, so that two equal marks are not read as two sources."""
    printed = f"; {figure.lineage.outlet}" if several and sub == "scope" else ""
    if figure.lineage.echo_of is not None:
        return as_coded(f"printed as an echo of {figure.lineage.echo_of.lineage.claimant.name}{printed}")
    if sub != "scope":
        return _aspect(figure, sub)
    return as_coded(", ".join(filter(None, (clean(figure.counted.scope.label), _span(figure)))) + printed)


def _span(figure: Any) -> str:
    """The days that an increment covers: beside running totals it would be read as one of them."""
    if figure.counted.accounting != "increment":
        return ""
    start, end = figure.counted.period
    if start and end:
        return spans.to_text(span(start, end))
    return f"in {figure.period_length().text()}" if figure.lineage.duration else "days not stated"


def _aspect(figure: Any, name: str) -> Any:
    if name == "document":
        return as_coded(figure.lineage.document_label)
    return as_coded(getattr(figure.counted, name).label) if name else ""


def known_rows(figures: Mapping, labels: Mapping[str, str]) -> list[Row]:
    """Chart rows of these ids with these labels, for those that the selection holds and nothing refuses.
    Raises UnknownName."""
    found = ((figure_of(figures, id), label) for id, label in labels.items())
    return [Row(figure, label) for figure, label in found if figure is not None]


def pair_rows(printed: Any, said: Any) -> tuple[Row, Row]:
    """Two chart rows of a relayed claim: as printed, and as the claimant said it."""
    group = as_coded(f"{said.lineage.claimant.name}: {said.counted.measure.label}")
    place = printed.lineage.document_label
    if printed.lineage.paragraph:
        place = f"paragraph {printed.lineage.paragraph}"
    where = as_coded("; ".join(filter(None, (own_words(said), said.lineage.document_label))))
    return (
        Row(
            printed,
            "as the article prints it",
            spans.Excused(place, "locator", printed.id),
            group,
            tone="muted",
        ),
        Row(said, "as the claimant said it", where, group),
    )


# -- the drawing ---------------------------------------------------------------------------
_ARROW = 44  # pixels of an open arrow: the same whatever the value, as nobody stated how far it goes
_GAP = 8
_PAD = 10  # left of zero, for half a dot
_LABEL_LINE, _SUB_LINE = 17, 15.5
_BEYOND = {"floor": _ARROW, "ceiling": 3, "point": 6, "bar": 1}  # pixels of a mark to the right of its value


@dataclass
class _Row:
    """A row with what is known of its place; y values are pixels from the top of the drawing."""

    data: Json
    low: Fraction | None
    high: Fraction | None
    label: list[str] = field(default_factory=list)
    sub: list[str] = field(default_factory=list)
    value: list[str] = field(default_factory=list)
    above: bool = False
    hint_below: bool = False
    top: float = 0
    middle: float = 0
    bottom: float = 0

    @property
    def shape(self) -> str:
        return SHAPES.get(self.data["bound"], "") if self.right is not None else ""

    @property
    def right(self) -> Any:
        """The value at the right end of the mark; None where there is no mark."""
        return self.high if self.high is not None else self.low

    @property
    def kind(self) -> str:
        return "strong" if self.data["strong"] else "label"

    @property
    def words(self) -> float:
        """Pixels that label and second line take."""
        return len(self.label) * _LABEL_LINE + len(self.sub) * _SUB_LINE

    @property
    def beside(self) -> float:
        """Pixels that the value needs beside its mark."""
        return width_of(self.data["text"], "value") + _GAP

    def link(self, name: str) -> str | None:
        """The id of the figure that a label holds."""
        return next((run["n"] for run in self.data.get("runs", {}).get(name, ()) if "n" in run), None)


def _row(data: Json, unit: str) -> _Row:
    times = 100 if unit == "percent" and data["unit"] == "" else 1
    low, high = (None if end is None else end * times for end in ends(data))
    return _Row(
        {**data, "label": spans.capital(data["label"]), "group": spans.capital(data["group"])}, low, high
    )


def claims_scene(chart: Json, width: float) -> Scene:
    """The drawing of a chart of kind "bounds"; below NARROW (a phone) labels stand above their marks, not
    left of them."""
    stacked, spec, scene = width < NARROW, chart["axis"], Scene(width)
    rows = [_row(data, spec["unit"]) for data in chart["rows"]]
    column = 0.0 if stacked else _label_column(rows, width)
    for row in rows:
        row.label = wrap(row.data["label"], row.kind, width if stacked else column - 16)
        row.sub = wrap(row.data["sublabel"], "sub", width if stacked else column - 16)
    scale = _scale(rows, spec, column, width, stacked)
    heads = _place(rows, stacked, width)
    bottom = rows[-1].bottom
    ticks = _ticks(rows, spec["unit"], scale, width, stacked) if scale else []
    for value in ticks:
        for top, end in _gaps(rows, stacked):
            scene.line(scale.x(value), top, scale.x(value), end, "g" if value else "x")
    for y, head in heads:
        if y > 0:
            scene.line(0, y, width, y, "g")
        scene.add(head)
    for row in rows:
        _draw(scene, row, scale, column, stacked)
    scene.height = _axis_words(scene, spec, scale, ticks, bottom) if scale else bottom
    return scene


def _label_column(rows: list[_Row], width: float) -> float:
    widest = max(
        max(width_of(row.data["label"], row.kind), width_of(row.data["sublabel"], "sub")) for row in rows
    )
    return min(widest + 18, width * 0.4)


def _scale(rows: list[_Row], spec: Json, column: float, width: float, stacked: bool) -> scales.Scale | None:
    """The scale, having settled for each row whether its value stands beside its mark or above."""
    drawn = [row for row in rows if row.shape]
    room = width - column - _PAD - 2
    for row in rows:
        row.value = [row.data["text"]]
        if row.data["bound"] == "vague":
            _quote(row, room - 8)
    # On a phone values stand in one way all over a chart; beside wide labels they go up one by one.
    wide = [row for row in drawn if row.beside > room * (0.52 if stacked else 0.6)]
    for row in drawn if stacked and wide else wide:
        row.above = True
        row.value = wrap(row.data["text"], "value", room)
    if not drawn:
        return None
    needs = [(row.right, _BEYOND[row.shape] + (2 if row.above else row.beside)) for row in drawn]
    needs += [(row.low, 0.0) for row in drawn if row.low is not None]  # a bar begins on the axis too
    top = Fraction(spec["max"]) if spec["max"] else max(row.right for row in drawn)
    return scales.fitted(column + _PAD, room, needs, top, spec["log"])


def _quote(row: _Row, room: float) -> None:
    """The claimant's own words in quotes, and whether the hint after them still fits on their last line."""
    row.value = wrap(in_quotes(row.data["text"]), "vague", room)
    row.hint_below = width_of(row.value[-1], "vague") + 10 + width_of(NO_NUMBER, "quiet") > room


def _place(rows: list[_Row], stacked: bool, width: float) -> list[tuple[float, Text]]:
    """Give each row its place; the headings of groups, each with the y of the line above it."""
    y, group, heads = 0.0, "", []
    for row in rows:
        if row.data["group"] != group:
            group = row.data["group"]
            y += 6 if y else 0
            lines = wrap(group, "group", width)
            if lines:
                heads.append((y, Text(0, y + 21, "\n".join(lines), "group", link=row.link("group"))))
                y += 30 + (len(lines) - 1) * step("group")
        row.top = y
        y = row.bottom = _below_row(row, y, stacked)
    return heads


def _below_row(row: _Row, y: float, stacked: bool) -> float:
    """Settle the middle of a row that begins at y; the y below it."""
    lifted = len(row.value) * step("value") + 2 if row.above else 0
    spoken = 0.0 if row.shape else (len(row.value) + row.hint_below - 1) * step("vague")
    if stacked:
        row.middle = y + row.words + lifted + 15 + spoken / 2
        return row.middle + 24 + spoken / 2
    if lifted:  # the words are centred on the mark, so a value above it takes room on one side only
        row.middle = y + max(row.words / 2 + 8, 19 + lifted)
        return row.middle + max(row.words / 2 + 2, 19)
    height = max(row.words, 22 + spoken) + 16
    row.middle = y + height / 2
    return y + height


def _ticks(rows: list[_Row], unit: str, scale: scales.Scale, width: float, stacked: bool) -> list[Fraction]:
    """Ticks as far apart as their words need; whole steps where only whole things are counted."""
    stated = [end for row in rows for end in (row.low, row.high) if end is not None]
    least, apart = Fraction(all(end.denominator == 1 for end in stated)), 62 if stacked else 76
    ticks = scales.ticks(scale, width - 1, apart, least)
    widest = max((width_of(scales.tick_text(value, unit), "tick") for value in ticks), default=0)
    return scales.ticks(scale, width - 1, max(apart, widest + 14), least)


def _gaps(rows: list[_Row], stacked: bool) -> list[tuple[float, float]]:
    """Where a line of the grid runs: from heading to heading, or on a phone in short pieces that no label
    crosses."""
    if stacked:
        pieces = [(row.middle - 11, row.middle + 14) for row in rows]
        return [*pieces[:-1], (pieces[-1][0], rows[-1].bottom)]
    groups = [row.data["group"] for row in rows]
    starts = [row.top for n, row in enumerate(rows) if n == 0 or groups[n] != groups[n - 1]]
    ends = [start - (30 if start else 0) - 6 for start in starts[1:]]
    return list(zip(starts, [*ends, rows[-1].bottom], strict=True))


def _axis_words(scene: Scene, spec: Json, scale: scales.Scale, ticks: list[Fraction], bottom: float) -> float:
    taken = -8.0
    for value in ticks:
        words = scales.tick_text(value, spec["unit"])
        half = width_of(words, "tick") / 2
        # kept inside the drawing: the words move, the line stays; where they meet the last ones they go
        x = min(max(scale.x(value), half), scene.width - half)
        if x - half >= taken + 8:
            taken = x + half
            scene.add(Text(x, bottom + 17, words, "tick", "middle"))
    if not spec["label"]:
        return bottom + 24
    scene.add(Text(scene.width, bottom + 34, spec["label"], "tick", "end"))
    return bottom + 41


def _draw(scene: Scene, row: _Row, scale: scales.Scale | None, column: float, stacked: bool) -> None:
    _labels(scene, row, stacked)
    if scale is None or not row.shape:
        _words_only(scene, row, column + _PAD + (2 if stacked else 6))
        return
    _MARKS[row.shape](scene, row, scale, "s" if row.data["filled"] else "o", row.data["tone"])
    if not row.above:
        _value(scene, row, scale.x(row.right) + _BEYOND[row.shape] + _GAP, row.middle + 4.5)
        return
    widest = max(width_of(line, "value") for line in row.value)
    start = scale.x(row.low if row.low is not None else row.right) - 3
    y = row.middle - 15 - (len(row.value) - 1) * step("value")
    _value(scene, row, max(column, min(start, scene.width - widest)), y)


def _labels(scene: Scene, row: _Row, stacked: bool) -> None:
    y = row.top
    if not stacked:
        middle = row.middle - row.words / 2
        y = min(middle, row.middle - 12 if row.above else middle, row.bottom - 8 - row.words)
    scene.add(Text(0, y + 13, "\n".join(row.label), row.kind, link=row.link("label")))
    if row.sub:
        below = y + len(row.label) * _LABEL_LINE + 11.5
        scene.add(Text(0, below, "\n".join(row.sub), "sub", link=row.link("sublabel")))


def _value(scene: Scene, row: _Row, x: float, y: float, kind: str = "value") -> None:
    spoken = f"{row.data['label']}: {row.data['text']}"
    scene.add(Text(x, y, "\n".join(row.value), kind, link=row.data["id"], spoken=spoken))


def _words_only(scene: Scene, row: _Row, x: float) -> None:
    """A row without a mark: the claimant's words in quotes, or that nothing is stated."""
    if row.data["bound"] is None:
        scene.add(Text(x, row.middle + 4.5, spans.NOT_STATED, "quiet"))
        return
    y = row.middle + 4.5 - (len(row.value) + row.hint_below - 1) * step("vague") / 2
    _value(scene, row, x, y, "vague")
    last = y + (len(row.value) - 1) * step("vague")
    if row.hint_below:
        scene.add(Text(x, last + step("vague"), NO_NUMBER, "quiet"))
    else:
        scene.add(Text(x + width_of(row.value[-1], "vague") + 10, last, NO_NUMBER, "quiet"))


def _point(scene: Scene, row: _Row, scale: scales.Scale, kind: str, tone: str) -> None:
    scene.add(Dot(scale.x(row.right), row.middle, 5.5, kind), tone=tone)


def _bar(scene: Scene, row: _Row, scale: scales.Scale, kind: str, tone: str) -> None:
    left = scale.x(row.low if row.low is not None else row.right)
    scene.rect(left, row.middle - 5.5, max(scale.x(row.right) - left, 3), 11, kind, tone)


def _one_sided(scene: Scene, row: _Row, scale: scales.Scale, kind: str, tone: str) -> None:
    x = scale.x(row.right)
    end = x + _ARROW - 1 if row.shape == "floor" else x - min(_ARROW, max(x - scale.start, 10))
    scene.arrow(x, end, row.middle, tone)
    scene.rect(x - 2, row.middle - 8, 4, 16, kind, tone)


_MARKS: dict[str, Callable[..., None]] = {
    "point": _point,
    "bar": _bar,
    "floor": _one_sided,
    "ceiling": _one_sided,
}


# -- the data ------------------------------------------------------------------------------
def data_rows(chart: Json) -> list[list[Any]]:
    """Headings and cells of the table; groups have a column where there are any."""
    grouped = any(row["group"] for row in chart["rows"])
    cells = [[_told(row, "label", "sublabel"), *([_told(row, "group")] * grouped)] for row in chart["rows"]]
    return [["Row", *(["Group"] * grouped)], *cells]


def _told(row: Json, *names: str) -> list[spans.Run] | None:
    """Labels in one cell; those that hold a figure keep its link."""
    linked = row.get("runs", {})
    if not any(name in linked for name in names):
        return spans.coded(", ".join(filter(None, (row[name] for name in names))))
    told = [linked.get(name) or spans.coded(row[name]) for name in names if row[name]]
    return [run for n, runs in enumerate(told) for run in ([{"t": ", "}] if n else []) + runs]


LABELLED: dict[str, Any] = {"group": "group", "label": "label", "detail": "sublabel"}
KINDS["bounds"] = Kind(claims_scene, data_rows, LABELLED)
