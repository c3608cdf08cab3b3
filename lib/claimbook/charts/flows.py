"""What goes from one side to another: an arrow each, all of one width, as their units differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from claimbook.charts.chart import KINDS, Chart, Json, Kind, assembled
from claimbook.charts.rows import (
    NO_NUMBER,
    ChartFault,
    aloud,
    has_number,
    in_sentence,
    required,
    stated,
    values,
    words,
)
from claimbook.charts.scene import Scene, Words
from claimbook.errors import shown
from claimbook.words.prose import Nothing, nothing
from claimbook.words.richtext import Excused, capital, worded
from claimbook.words.safe import clean
from claimbook.words.standard_tables import stage_of

# stage -> how it reads, and the kind of its line: what is said to have happened is solid, what is promised
# or could come is broken, and words say it too
STAGES = {
    "delivered": ("delivered", "k"),
    "stock": ("in place", "k"),
    "earned": ("earned", "k"),
    "paid": ("paid", "k"),
    "disbursed": ("disbursed", "k"),
    "valued": ("valued, an estimate of worth", "kl"),
    "allocated": ("allocated", "kd"),
    "pledged": ("pledged", "kd"),
    "potential": ("potential, could come", "kp"),
    "": ("stage not stated", "kp"),
}
_ONE_WIDTH = "All arrows have one width: their units differ, so sizes cannot be compared."
_LINES = {"k": "Solid", "kl": "Long dashes", "kd": "Dashes", "kp": "Dots"}


@dataclass(frozen=True)
class Flow:
    """What goes from one side to the other.

    figure     a Figure, or None: "no number stated"
    label      what it is, without the number: "soldiers"
    direction  "right" (from the left side) or "left"
    stage      a key of STAGES: those of money_flows.csv, stock, paid, or ""
    group      heading over neighbouring flows: men, goods, money
    sublabel   a few quieter words
    """

    figure: Any
    label: Any
    direction: str = "right"
    stage: str = ""
    group: Any = ""
    sublabel: Any = ""


def flow_chart(
    title: Any,
    left: Any,
    right: Any,
    flows: Iterable[Flow] | None,
    *,
    subtitle: Any = "",
    source: Any,
    note: Any = "",
    alt: Any = None,
) -> Chart | Nothing:
    """What goes between two sides: an arrow a flow, all of one width, marked by its stage in words and line.

        flow_chart("Men go one way", "North", "South", [Flow(men, "soldiers", "right", "stock")],
                   source="A newspaper")

    Raises ChartFault for another direction or stage, a flow without label,
    and as bounds_chart.
    """
    given = list(flows or ())
    if not given:
        return nothing()
    made = [_flow(item, n) for n, item in enumerate(given, 1)]
    spec = {"left": required(left, "left side"), "right": required(right, "right side")}
    spoken = aloud(_sentence(item, left, right) for item in given)
    figures = [item.figure for item in given]
    texts = (title, subtitle, source, note, alt)
    return assembled("flow", texts, made, spec, figures, _explained(made), spoken)


def _sentence(item: Flow, left: Any, right: Any) -> list[Any]:
    ends = (left, right) if item.direction == "right" else (right, left)
    told = [*in_sentence(item.figure), " ", item.label, ", ", STAGES[item.stage][0]]
    return ["from ", ends[0], " to ", ends[1], ": ", *told]


def _flow(item: Flow, n: int) -> Json:
    if item.direction not in ("right", "left"):
        raise ChartFault(f"chart, flow {n}: found direction {shown(item.direction)}, expected right or left")
    if item.stage not in STAGES:
        known = ", ".join(filter(None, STAGES))
        raise ChartFault(f"chart, flow {n}: found stage {shown(item.stage)}, expected one of {known}")
    told = {name: words(getattr(item, name), f"flow {n}, {name}") for name in ("group", "sublabel")}
    told["label"] = required(item.label, f"flow {n}, label")
    how = {"direction": item.direction, "stage": item.stage}
    return {**told, **how, **values(item.figure, n), "by": _by(item.figure)}


def _by(figure: Any) -> str:
    """Whose figure it is."""
    if figure is None:
        return ""
    entry = figure.entry()
    if entry.is_ours:
        return "our arithmetic"
    return f"according to {clean(entry.claimant)}" if entry.claimant else ""


def _explained(rows: list[Json]) -> str:
    """Words that explain the lines of these rows and no others."""
    told = [_ONE_WIDTH]
    drawn = [STAGES[row["stage"]] for row in rows]
    for kind, name in _LINES.items():
        stages = dict.fromkeys(stage.partition(",")[0] for stage, line in drawn if line == kind)
        told += [f"{name}: {', '.join(stages)}."] * bool(stages)
    told += ["Grey: no number stated."] * any(row["id"] is None for row in rows)
    told += ["Orange: our arithmetic."] * any(row["tone"] == "ours" for row in rows)
    return " ".join(told)


# -- flows from claims and judgements --------------------------------------------------------
def flows_of(claims: Iterable | None, left: str) -> list[Flow]:
    """A flow for each claim that tells from whom to whom; `left` is the label of the left side."""
    moving = [claim for claim in claims or () if claim.lineage.moves]
    return [_flow_of(claim, left) for claim in sorted(moving, key=_rank)]


def _rank(claim: Any) -> tuple[bool, int, str]:
    """Groups by their rank; what has no group stands last, by what it is."""
    shown = claim.counted.flows_as
    return (False, shown.group.rank or 0, "") if shown.group else (True, 0, shown.label)


def _flow_of(claim: Any, left: str) -> Flow:
    counted, shown = claim.counted, claim.counted.flows_as
    return Flow(
        claim,
        worded(shown.label),
        "right" if claim.lineage.moves[0] == left else "left",
        stage_of(counted),
        worded((shown.group or shown).label),
        worded(claim.lineage.document_label) if counted.stage == "valued" else "",
    )


def worded_flows(book: Any, labels: Mapping[str, tuple[str, str]], direction: str, group: str) -> list[Flow]:
    """Flows without a number, each from a judgement by its id; those that the selection lacks are left out.

    labels: judgement_id -> what flows, in words without
    digits, and its stage (a key of STAGES, "" for none).
    """
    there = {row["judgement_id"]: row for row in book.judgements.to_dict("records")}
    return [
        Flow(None, label, direction, stage, group, _judged(book, there[id]))
        for id, (label, stage) in labels.items()
        if id in there
    ]


def _judged(book: Any, row: Mapping) -> Any:
    """Who judges so, and where."""
    where = f"{book.voice(row['judge_id']).name}, paragraph {row['paragraph']}"
    return Excused(where, "locator", row["judgement_id"])


# -- the drawing -----------------------------------------------------------------------------
_BAR = 8
_INSET = _BAR + 12


def flows_scene(chart: Json, width: float) -> Scene:
    """The drawing of a chart of kind "flow": two sides as upright bars, one arrow a row between them.

    Words stand above their arrow, on the side that it comes from.
    """
    scene, half = Scene(width), width / 2 - 12
    top = max(
        scene.write(0, 0, [(chart["axis"]["left"], "strong")], half),
        scene.write(width, 0, [(chart["axis"]["right"], "strong")], half, align="end"),
    )
    y, group = top + 6, ""
    for row in chart["rows"]:
        if row["group"] != group:
            group = row["group"]
            y = _write(scene, row, y + 16, [(group, "group")])
        y = _write(scene, row, y + 10, _above(row), row["id"]) + 11
        _arrow(scene, row, y)
        y += 8
    y += 14
    for x in (0, width - _BAR):
        scene.rect(x, top + 5, _BAR, y - top - 5, "s", "muted")
    scene.height = y + 2
    return scene


def _arrow(scene: Scene, row: Json, y: float) -> None:
    ends, left = (_BAR + 3, scene.width - _BAR - 4), row["direction"] == "left"
    tail, tip = reversed(ends) if left else ends
    scene.line(tail, y, tip, y, STAGES[row["stage"]][1], row["tone"])
    scene.head(tip, y, 9, 6, left, tone=row["tone"])


def _write(scene: Scene, row: Json, y: float, parts: list[Words], link: str | None = None) -> float:
    """Words on the side that the flow comes from; the y below them."""
    right = row["direction"] == "right"
    x, align = (_INSET, "start") if right else (scene.width - _INSET, "end")
    return scene.write(x, y, parts, scene.width - 2 * _INSET, align=align, link=link)


def _above(row: Json) -> list[Words]:
    """What stands above an arrow: number and label in bold, below it stage and claimant."""
    head = f"{stated(row)} {row['label']}".strip()
    stage = ", ".join(filter(None, (STAGES[row["stage"]][0], row["by"])))
    unstated = "" if has_number(row) else NO_NUMBER
    below = "; ".join(filter(None, (unstated, stage, row["sublabel"])))
    return [(capital(head), "strong"), (capital(below), "sub")]


# -- the data --------------------------------------------------------------------------------
def _end(chart: Json, row: Json, direction: str) -> str:
    """The side to which the row goes, or from which it comes, where the direction is the other one."""
    return chart["axis"]["right" if row["direction"] == direction else "left"]


def _from(chart: Json, row: Json) -> str:
    return _end(chart, row, "left")


def _to(chart: Json, row: Json) -> str:
    return _end(chart, row, "right")


_COLUMNS: dict[str, Any] = {
    "What": lambda chart, row: ", ".join(filter(None, (row["label"], row["sublabel"]))),
    "From and to": lambda chart, row: f"{_from(chart, row)} to {_to(chart, row)}",
    "Kind": "group",
    "Stage": lambda chart, row: STAGES[row["stage"]][0],
}
_FIELDS: dict[str, Any] = {
    "group": "group",
    "label": "label",
    "detail": "sublabel",
    "from": _from,
    "to": _to,
    "stage": "stage",
}
KINDS["flow"] = Kind(flows_scene, _COLUMNS, _FIELDS)
