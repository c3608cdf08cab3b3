"""Claims side by side: one row a claim, its mark after how it is bounded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from claimbook.charts.axis import Scale, axis_unit, fitted, tick_text, ticks
from claimbook.charts.chart import KINDS, Chart, Json, Kind, assembled
from claimbook.charts.rows import (
    NO_NUMBER,
    SHAPES,
    ChartFault,
    aloud,
    ends,
    exact,
    in_quotes,
    text_runs,
    values,
    words,
)
from claimbook.charts.scene import Dot, Scene, Text, step
from claimbook.errors import shown
from claimbook.words.prose import Nothing, Prose, nothing
from claimbook.words.richtext import NOT_STATED, Run, capital, coded, linked_ids, to_text
from claimbook.words.safe import clean
from claimbook.words.style import NARROW, TONES, width_of, wrap
from claimbook.words.tell import dated

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
    axis: Axis | None = None,
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
    axis = axis or Axis()
    made = [row_data(row, n) for n, row in enumerate(given, 1)]
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
    names = [name for name in (row.group, row.label, row.sublabel) if name not in (None, "")]
    parts = [part for name in names for part in (", ", name)][1:]
    return [*parts, ": ", NOT_STATED if row.figure is None else row.figure]


def row_data(row: Row, n: int) -> Json:
    """The n-th row as plain data; "runs" are those of the labels that hold a figure, one each at the most: a
    line of a drawing is one link. Raises ChartFault for what cannot be drawn."""
    runs = {name: text_runs(getattr(row, name), f"row {n}, {name}") for name in _LABELS}
    linked = {name: made for name, made in runs.items() if linked_ids(made)}
    for name, made in linked.items():
        if len(linked_ids(made)) > 1:
            found = f"chart, row {n}, {name}: found several figures in a label"
            raise ChartFault(f"{found}, expected one at the most")
    said = {name: to_text(made) for name, made in runs.items()}
    said["label"] = said["label"].strip() or clean(getattr(row.figure, "base", None) or "")
    if not said["label"]:
        raise ChartFault(f"chart, row {n}: found no label, expected who says it or what it is")
    if row.tone is not None and row.tone not in TONES:
        raise ChartFault(f"chart, row {n}: found tone {shown(row.tone)}, expected one of {', '.join(TONES)}")
    made = values(row.figure, n)
    how = {"strong": bool(row.emphasis), "filled": bool(row.filled), "tone": row.tone or made["tone"]}
    return made | said | how | ({"runs": linked} if linked else {})


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
    return axis_unit(units, [Fraction(end) for end in stated])


# Shape of a mark -> how to read it: where it was stated, where we worked it out (nobody stated that), both.
_KEY = {
    "point": (
        "Dot: a figure as stated.",
        "Dot: a number that we worked out.",
        "Dot: a figure as stated, or one that we worked out.",
    ),
    "bar": (
        "Bar: a range as stated.",
        "Bar: from the lowest to the highest that we worked out.",
        "Bar: a range as stated, or from the lowest to the highest that we worked out.",
    ),
    "floor": 3 * ("Arrow to the right: at least that, no upper end stated.",),
    "ceiling": 3 * ("Arrow to the left: at most that, no lower end stated.",),
}
_FILLS = {
    "open": "Hollow: one source or none named.",
    "filled": "Solid: corroborated by an independent source.",
    "ours": "Orange: our arithmetic.",
}


def key(rows: Iterable[Json]) -> str:
    """Words that explain the marks of these rows and no others."""
    drawn = [(SHAPES[row["bound"]], _fill(row)) for row in rows if row["bound"] in SHAPES]
    stated = {shape for shape, fill in drawn if fill != "ours"}
    ours = {shape for shape, fill in drawn if fill == "ours"}
    both = stated & ours
    told = [_KEY[shape][2 if shape in both else shape in ours] for shape in _KEY if shape in stated | ours]
    return " ".join(told + [_FILLS[fill] for fill in _FILLS if fill in {fill for _, fill in drawn}])


def _fill(row: Json) -> str:
    return "ours" if row["tone"] == "ours" else "filled" if row["filled"] else "open"


# -- the drawing ---------------------------------------------------------------------------
_ARROW = 44  # pixels of an open arrow: the same whatever the value, as nobody stated how far it goes
_GAP = 8
_PAD = 10  # left of zero, for half a dot
_LABEL_LINE, _SUB_LINE = 17, 15.5
_BEYOND = {"floor": _ARROW, "ceiling": 3, "point": 6, "bar": 1}  # pixels of a mark to the right of its value


class _Row:
    """A row with what is known of its place; y values are pixels from the top of the drawing."""

    def __init__(self, data: Json, unit: str, room: float):
        times = 100 if unit == "percent" and data["unit"] == "" else 1
        low, high = (None if end is None else end * times for end in ends(data))
        self.data, self.text = data, data["text"]
        self.name, self.group = capital(data["label"]), capital(data["group"])
        self.kind = _kind(data)
        self.left, self.right = (high if low is None else low), (low if high is None else high)
        self.shape = SHAPES.get(data["bound"], "")  # none where no number is stated
        self.stated = [end for end in (low, high) if end is not None]
        self.label = wrap(self.name, self.kind, room)
        self.sub = wrap(data["sublabel"], "sub", room)
        self.value: list[str] = [self.text]
        self.above = self.hint_below = False
        self.top = self.middle = self.bottom = 0.0

    @property
    def words(self) -> float:
        """Pixels that label and second line take, one below the other."""
        return len(self.label) * _LABEL_LINE + len(self.sub) * _SUB_LINE

    @property
    def beside(self) -> float:
        """Pixels that the value needs beside its mark."""
        return width_of(self.text, "value") + _GAP

    def link(self, name: str) -> str | None:
        """The id of the figure that a label holds."""
        return next(iter(linked_ids(self.data.get("runs", {}).get(name))), None)


def _kind(data: Json) -> str:
    return "strong" if data["strong"] else "label"


def _wide(data: Json) -> float:
    """Pixels that the wider of label and second line would take, unbroken."""
    return max(width_of(capital(data["label"]), _kind(data)), width_of(data["sublabel"], "sub"))


def claims_scene(chart: Json, width: float) -> Scene:
    """The drawing of a chart of kind "bounds"; below NARROW (a phone) labels stand above their marks, not
    left of them."""
    stacked, spec, scene = width < NARROW, chart["axis"], Scene(width)
    column = 0.0 if stacked else min(max(map(_wide, chart["rows"])) + 18, width * 0.4)
    rows = [_Row(data, spec["unit"], width if stacked else column - 16) for data in chart["rows"]]
    scale = _scale(rows, spec, column + _PAD, width - column - _PAD - 2, stacked)
    heads = _place(rows, stacked, width)
    bottom = rows[-1].bottom
    marked = _ticks(rows, spec["unit"], scale, width, stacked) if scale else []
    for value in marked:
        scene.grid(scale.x(value), _pieces(rows, stacked), "g" if value else "x")
    scene.shapes += heads.shapes
    for row in rows:
        _draw(scene, row, scale, column, stacked)
    scene.height = _axis_words(scene, spec, scale, marked, bottom) if scale else bottom
    return scene


def _scale(rows: list[_Row], spec: Json, start: float, room: float, stacked: bool) -> Scale | None:
    """The scale, having settled for each row whether its value stands beside its mark or above."""
    for row in rows:
        if row.data["bound"] == "vague":
            _quote(row, room - 8)
    drawn = [row for row in rows if row.shape]
    if not drawn:
        return None
    # On a phone values stand in one way all over a chart; beside wide labels they go up one by one.
    wide = [row for row in drawn if row.beside > room * (0.52 if stacked else 0.6)]
    for row in drawn if stacked and wide else wide:
        row.above = True
        row.value = wrap(row.text, "value", room)
    needs = [(row.right, _BEYOND[row.shape] + (2 if row.above else row.beside)) for row in drawn]
    needs += [(row.left, 0.0) for row in drawn]  # a bar begins on the axis too
    top = Fraction(spec["max"]) if spec["max"] else max(row.right for row in drawn)
    return fitted(start, room, needs, top, spec["log"])


def _quote(row: _Row, room: float) -> None:
    """The claimant's own words in quotes, and whether the hint after them still fits on their last line."""
    row.value = wrap(in_quotes(row.text), "vague", room)
    row.hint_below = width_of(row.value[-1], "vague") + 10 + width_of(NO_NUMBER, "quiet") > room


def _place(rows: list[_Row], stacked: bool, width: float) -> Scene:
    """Give each row its place; the headings of groups, each with the line above it."""
    y, group, heads = 0.0, "", Scene(width)
    for row in rows:
        if row.group != group:
            group = row.group
            y += 6 if y else 0
            if group.strip():
                if y:
                    heads.line(0, y, width, y, "g")
                y = heads.write(0, y + 8, [(group, "group")], width, link=row.link("group")) + 5.75
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


def _ticks(rows: list[_Row], unit: str, scale: Scale, width: float, stacked: bool) -> list[Fraction]:
    """Ticks as far apart as their words need; whole steps where only whole things are counted."""
    whole = Fraction(all(end.denominator == 1 for row in rows for end in row.stated))
    apart = 62 if stacked else 76
    made = ticks(scale, width - 1, apart, whole)
    widest = max((width_of(tick_text(value, unit), "tick") for value in made), default=0)
    return ticks(scale, width - 1, max(apart, widest + 14), whole)


def _pieces(rows: list[_Row], stacked: bool) -> list[tuple[float, float]]:
    """Where a line of the grid runs: along the rows, or on a phone in short pieces that no label crosses."""
    if not stacked:
        return [(row.top, row.bottom) for row in rows]
    *pieces, (top, _) = [(row.middle - 11, row.middle + 14) for row in rows]
    return [*pieces, (top, rows[-1].bottom)]


def _axis_words(scene: Scene, spec: Json, scale: Scale, marked: list[Fraction], bottom: float) -> float:
    taken = -8.0
    for value in marked:
        said = tick_text(value, spec["unit"])
        half = width_of(said, "tick") / 2
        # kept inside the drawing: the words move, the line stays; where they meet the last ones they go
        x = min(max(scale.x(value), half), scene.width - half)
        if x - half >= taken + 8:
            taken = x + half
            scene.add(Text(x, bottom + 17, said, "tick", "middle"))
    if not spec["label"]:
        return bottom + 24
    scene.add(Text(scene.width, bottom + 34, spec["label"], "tick", "end"))
    return bottom + 41


def _draw(scene: Scene, row: _Row, scale: Scale | None, column: float, stacked: bool) -> None:
    _labels(scene, row, stacked)
    if not row.shape:
        _words_only(scene, row, column + _PAD + (2 if stacked else 6))
        return
    _mark(scene, row, scale)
    if not row.above:
        _value(scene, row, scale.x(row.right) + _BEYOND[row.shape] + _GAP, row.middle + 4.5)
        return
    widest = max(width_of(line, "value") for line in row.value)
    y = row.middle - 15 - (len(row.value) - 1) * step("value")
    _value(scene, row, max(column, min(scale.x(row.left) - 3, scene.width - widest)), y)


def _labels(scene: Scene, row: _Row, stacked: bool) -> None:
    y = row.top
    if not stacked:
        middle = row.middle - row.words / 2
        y = min(middle, row.middle - 12 if row.above else middle, row.bottom - 8 - row.words)
    scene.add(Text(0, y + 13, "\n".join(row.label), row.kind, link=row.link("label")))
    if row.sub:
        below = y + len(row.label) * _LABEL_LINE + 11.5
        scene.add(Text(0, below, "\n".join(row.sub), "sub", link=row.link("sublabel")))


def _mark(scene: Scene, row: _Row, scale: Scale) -> None:
    x, y, fill, tone = scale.x(row.right), row.middle, "s" if row.data["filled"] else "o", row.data["tone"]
    if row.shape == "point":
        scene.add(Dot(x, y, 5.5, fill), tone=tone)
    elif row.shape == "bar":
        left = scale.x(row.left)
        scene.rect(left, y - 5.5, max(x - left, 3), 11, fill, tone)
    else:
        end = x + _ARROW - 1 if row.shape == "floor" else x - min(_ARROW, max(x - scale.start, 10))
        scene.arrow(x, end, y, tone)
        scene.rect(x - 2, y - 8, 4, 16, fill, tone)


def _value(scene: Scene, row: _Row, x: float, y: float, kind: str = "value") -> None:
    spoken = f"{row.name}: {row.text}"
    scene.add(Text(x, y, "\n".join(row.value), kind, link=row.data["id"], spoken=spoken))


def _words_only(scene: Scene, row: _Row, x: float) -> None:
    """A row without a mark: the claimant's words in quotes, or that nothing is stated."""
    y = row.middle + 4.5
    if row.data["bound"] is None:
        scene.add(Text(x, y, NOT_STATED, "quiet"))
        return
    y -= (len(row.value) + row.hint_below - 1) * step("vague") / 2
    _value(scene, row, x, y, "vague")
    y += (len(row.value) - 1) * step("vague")
    if row.hint_below:
        y += step("vague")
    else:
        x += width_of(row.value[-1], "vague") + 10
    scene.add(Text(x, y, NO_NUMBER, "quiet"))


# -- the data ------------------------------------------------------------------------------
def _told(row: Json, *names: str) -> list[Run] | None:
    """Labels in one cell; those that hold a figure keep its link."""
    linked = row.get("runs", {})
    if not any(name in linked for name in names):
        return coded(", ".join(filter(None, (row[name] for name in names))))
    told = [linked.get(name) or coded(row[name]) for name in names if row[name]]
    return [run for n, runs in enumerate(told) for run in ([{"t": ", "}] if n else []) + runs]


COLUMNS: dict[str, Any] = {
    "Row": lambda chart, row: _told(row, "label", "sublabel"),
    "Group": lambda chart, row: _told(row, "group"),
}
FIELDS: dict[str, Any] = {"group": "group", "label": "label", "detail": "sublabel"}
KINDS["bounds"] = Kind(claims_scene, COLUMNS, FIELDS)
