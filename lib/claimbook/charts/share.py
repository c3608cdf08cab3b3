"""One figure, true to scale, as a part of a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimbook.charts.chart import KINDS, Chart, Json, Kind, assembled
from claimbook.charts.claims import COLUMNS, FIELDS, Axis, Row, one_unit, row_data
from claimbook.charts.rows import CEILING, FLOOR, ChartFault, ends
from claimbook.charts.scene import Scene, Text
from claimbook.errors import NotSelected, Refusal
from claimbook.words.prose import Nothing, nothing, say
from claimbook.words.style import width_of, wrap
from claimbook.words.tell import dated, tell_first

_HEIGHT = 46
_ARROW = 40


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

        whole_chart("A tenth of the force", Row(killed, "killed"), Row(force, "soldiers"),
                    source="A newspaper", alt="A bar of the force, a tenth of it filled")

    Read as "at least 1,100" + label. Raises ChartFault as `bounds_chart`, and
    where the part has no number, the whole none, or the part is the larger.
    """
    given = [part, whole, *([share] if share else [])]
    made = [row_data(row, n) for n, row in enumerate(given, 1)]
    if any("runs" in row for row in made):
        raise ChartFault("chart of a whole: found a figure in a label, expected it as the figure of a row")
    one_unit([part, whole], Axis())
    of_part, full = _stated(made[0]), _stated(made[1])
    if not of_part or not full or not full[-1]:
        raise ChartFault("chart of a whole: found no number, expected one of the part and one of the whole")
    if of_part[-1] > full[-1]:
        raise ChartFault("chart of a whole: found a part larger than its whole, expected a part of it")
    spec = {"unit": part.figure.unit, "label": "", "log": False, "max": None}
    figures = [row.figure for row in given]
    return assembled("whole", (title, subtitle, source, note, alt), made, spec, figures)


def _stated(row: Json) -> list[Any]:
    """The ends that a row states, the highest last."""
    return [end for end in ends(row) if end is not None]


def share_chart(
    figures: Mapping,
    part: str,
    whole: str,
    share: str,
    *,
    title: str,
    parts: str,
    wholes: str,
    subtitle: Any,
    source: Any,
) -> Chart | Nothing:
    """A part of a whole true to scale, by ids; nothing where one of them is not there.

    parts, wholes: words for what each of the two counts.
    """
    try:
        a, b, ratio = figures[part], figures[whole], figures[share]
    except (NotSelected, Refusal):
        return nothing()
    template = "A bar of {b} {wholes}; of it {a} {parts}, filled to its stated end with an open arrow."
    return whole_chart(
        tell_first(figures, title),
        Row(a, label=parts),
        Row(b, label=wholes),
        share=Row(ratio, label="of that force"),
        subtitle=dated(subtitle, [a, b]),
        source=source,
        alt=say(template, a=a, b=b, parts=parts, wholes=wholes),
        note="The filled part is what is stated at the least; the arrow says that no upper end is stated.",
    )


def share_scene(chart: Json, width: float) -> Scene:
    """The drawing of a chart of kind "whole": rows are the part, the whole and maybe the share.

    The part is solid up to the lowest value stated; where it is a floor, an
    open arrow goes on from there and the rest is left blank, since nobody
    states how much of it belongs to the part.
    """
    part, whole, *share = chart["rows"]
    scene = Scene(width)
    y = _phrase(scene, part, 0, "strong")
    for data in share:
        y = _phrase(scene, data, y, "value")
    top = y + 6
    scene.rect(1, top, width - 2, _HEIGHT, "box")
    _part(scene, part, (width - 2) / float(_stated(whole)[-1]), top)
    y = top + _HEIGHT + 12  # the line with two ends that tells how long the whole is
    scene.line(1, y, width - 1, y, "x")
    for x in (1, width - 1):
        scene.line(x, y - 4, x, y + 4, "x")
    scene.height = _phrase(scene, whole, top + _HEIGHT + 20, "value") + 4
    return scene


def _phrase(scene: Scene, data: Json, y: float, kind: str) -> float:
    """Value and what it counts, as one link; the y below it."""
    told = [(f"{data['text']} {data['label']}", kind)]
    y = scene.write(0, y, told, scene.width, link=data["id"]) + 3
    for line in wrap(data["sublabel"], "sub", scene.width):
        scene.add(Text(0, y + 11, line, "sub"))
        y += 15.5
    return y


def _part(scene: Scene, part: Json, per_unit: float, top: float) -> None:
    low, high = (None if end is None else float(end) * per_unit for end in ends(part))
    tone, middle, solid = part["tone"], top + _HEIGHT / 2, 1 + (low or 0)
    if high is not None and high != low:
        scene.rect(max(solid, 2), top + 1, high - (low or 0), _HEIGHT - 2, "o", tone)
    if low:
        scene.rect(2, top + 1, max(solid - 2, 1), _HEIGHT - 2, "s", tone)
    if part["bound"] in FLOOR:
        end = min(solid + _ARROW, scene.width - 4)
        scene.arrow(solid, end, middle, tone)
        if width_of("rest: not stated", "quiet") < scene.width - end - 12:
            scene.add(Text(end + 12, middle + 4, "rest: not stated", "quiet"))
    elif part["bound"] in CEILING and high is not None:
        scene.arrow(1 + high, max(1 + high - _ARROW, 4), middle, tone)


KINDS["whole"] = Kind(share_scene, COLUMNS, FIELDS)
