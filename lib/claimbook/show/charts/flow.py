"""The drawing of what goes from one side to another: an arrow each, all of one width, as their units
differ."""

from __future__ import annotations

from typing import Any

from claimbook.show.charts.bounds import NO_NUMBER, in_quotes, quoted
from claimbook.show.charts.lettering import Words, capital, write
from claimbook.show.charts.scene import Line, Scene
from claimbook.show.spans import coded

# stage -> how it reads, and the kind of its line: what is said to have happened is solid, what is promised
# or could come is broken, and words say it too
STAGES = {
    "delivered": ("delivered", "k"),
    "stock": ("in place", "k"),
    "earned": ("earned", "k"),
    "paid": ("paid", "k"),
    "valued": ("valued, an estimate of worth", "kl"),
    "allocated": ("allocated", "kd"),
    "pledged": ("pledged", "kd"),
    "potential": ("potential, could come", "kp"),
    "": ("stage not stated", "kp"),
}
ONE_WIDTH = "All arrows have one width: their units differ, so sizes cannot be compared."
_LINES = {"k": "Solid", "kl": "Long dashes", "kd": "Dashes", "kp": "Dots"}
_BAR, _HEAD = 8, 9
_INSET = _BAR + 12


def flow_scene(chart: dict[str, Any], width: float) -> Scene:
    """The drawing of a chart of kind "flow": two sides as upright bars, one arrow a row between them.

    Words stand above their arrow, on the side that it comes from.
    """
    scene = Scene(width)
    half = width / 2 - 12
    top = max(
        write(scene, 0, 0, [(chart["axis"]["left"], "strong")], half),
        write(scene, width, 0, [(chart["axis"]["right"], "strong")], half, align="end"),
    )
    y, group = top + 6, ""
    for row in chart["rows"]:
        if row["group"] != group:
            group = row["group"]
            y = _words(scene, row, y + 16, [(group, "group")])
        y = _flow(scene, row, y + 10)
    y += 14
    for x in (0, width - _BAR):
        scene.rect(x, top + 5, _BAR, y - top - 5, "s", "muted")
    scene.height = y + 2
    return scene


def _flow(scene: Scene, row: dict[str, Any], y: float) -> float:
    """Words and arrow of one row; the y below the arrow."""
    y = _words(scene, row, y, words(row), link=row["id"]) + 11
    start, end = _BAR + 3, scene.width - _BAR - 4
    tail, tip = (start, end) if row["direction"] == "right" else (end, start)
    back = -_HEAD if tip > tail else _HEAD
    scene.line(tail, y, tip, y, STAGES[row["stage"]][1], row["tone"])
    scene.add(Line(((tip + back, y - 6), (tip, y), (tip + back, y + 6)), "k"), tone=row["tone"])
    return y + 8


def _words(scene: Scene, row: dict[str, Any], y: float, parts: list[Words], **how: Any) -> float:
    """Words on the side that the flow comes from; the y below them."""
    room = scene.width - 2 * _INSET
    if row["direction"] == "right":
        return write(scene, _INSET, y, parts, room, **how)
    return write(scene, scene.width - _INSET, y, parts, room, align="end", **how)


def words(row: dict[str, Any]) -> list[Words]:
    """What stands above an arrow: number and label in bold, below it stage and claimant."""
    stage = STAGES[row["stage"]][0]
    below = ("; ".join(filter(None, (", ".join(filter(None, (stage, row["by"]))), row["sublabel"]))), "sub")
    if row["id"] is None:
        return [(capital(row["label"]), "strong"), (capital(f"{NO_NUMBER}; {below[0]}"), "sub")]
    if row["bound"] == "vague":
        return [
            (f"{in_quotes(row['text'])} {row['label']}", "strong"),
            (capital(f"{NO_NUMBER}; {below[0]}"), "sub"),
        ]
    return [(capital(f"{row['text']} {row['label']}"), "strong"), (capital(below[0]), below[1])]


def explained(rows: list[dict[str, Any]]) -> str:
    """Words that explain the lines of these rows and no others."""
    kinds: dict[str, list[str]] = {}
    for row in rows:
        words, kind = STAGES[row["stage"]]
        kinds.setdefault(kind, []).append(words.partition(",")[0])
    told = [
        f"{name}: {', '.join(dict.fromkeys(kinds[kind]))}." for kind, name in _LINES.items() if kind in kinds
    ]
    told += ["Grey: no number stated."] * any(row["id"] is None for row in rows)
    told += ["Orange: our arithmetic."] * any(row["tone"] == "ours" for row in rows)
    return " ".join([ONE_WIDTH, *told])


def flow_lines(chart: dict[str, Any]) -> list[str]:
    """The rows as lines of plain text."""
    lines = []
    for row in chart["rows"]:
        said = NO_NUMBER if row["id"] is None else quoted(row)
        lines.append(f"{way(chart, row)} / {row['label']}: {said} ({STAGES[row['stage']][0]})")
    return lines


def way(chart: dict[str, Any], row: dict[str, Any]) -> str:
    """From which side to which, in words."""
    return "{} to {}".format(*ends(chart, row))


def ends(chart: dict[str, Any], row: dict[str, Any]) -> tuple[str, str]:
    """The side that a row comes from, and the one that it goes to."""
    sides = (chart["axis"]["left"], chart["axis"]["right"])
    return sides if row["direction"] == "right" else sides[::-1]


def flow_rows(chart: dict[str, Any]) -> list[list[Any]]:
    """Headings and cells of the table."""
    rows: list[list[Any]] = [["What", "From and to", "Kind", "Stage"]]
    for row in chart["rows"]:
        what = ", ".join(filter(None, (row["label"], row["sublabel"])))
        cells = (what, way(chart, row), row["group"], STAGES[row["stage"]][0])
        rows.append([coded(cell) for cell in cells])
    return rows
