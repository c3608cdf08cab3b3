"""Charts of figures as blocks of squares, and as flows between two sides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from claimbook.errors import shown
from claimbook.show import spans as R
from claimbook.show.charts import flow, squares
from claimbook.show.charts.aloud import aloud, required, said, texts
from claimbook.show.charts.chart import Chart, assembled
from claimbook.show.charts.rows import Axis, ChartFault, Row, one_unit, row_data, values, words
from claimbook.show.prose import Nothing, nothing


@dataclass(frozen=True)
class Flow:
    """What goes from one side to the other.

    figure     a Figure, or None: "no number stated"
    label      what it is, without the number: "soldiers"
    direction  "right" (from the left side) or "left"
    stage      a key of flow.STAGES: delivered, stock, earned, paid, valued, allocated, pledged, potential; ""
    group      heading over neighbouring flows: men, goods, money
    sublabel   a few quieter words
    """

    figure: Any
    label: Any
    direction: str = "right"
    stage: str = ""
    group: Any = ""
    sublabel: Any = ""


def squares_chart(
    title: Any,
    unit_row: Row,
    rows: Iterable[Row],
    *,
    per_unit: Sequence[Any] = (),
    subtitle: Any = "",
    source: Any,
    note: Any = "",
    alt: Any = None,
) -> Chart | Nothing:
    """Figures as blocks of squares, one square a figure of its own, true to scale.

    unit_row  what one square is; its figure states one end above nought
    rows      a block each, as many squares as its figure holds of the unit
    per_unit  for each row the derived figure of that count, or None

    Raises ChartFault for mixed units, a unit without one stated end, 3,000
    squares or more, a count that is not that of its row, and as bounds_chart.
    """
    given = list(rows)
    if unit_row.figure is None or not given:
        return nothing()
    unit, *blocks = [row_data(row, n) for n, row in enumerate([unit_row, *given], 1)]
    one_unit([unit_row, *given], Axis())
    counts = [*per_unit, *[None] * (len(given) - len(per_unit))]
    _check_squares(unit, blocks)
    counted = [
        _counted(unit, row, count, n) for n, (row, count) in enumerate(zip(blocks, counts, strict=True), 2)
    ]
    made = (
        {**unit, **_counted(unit, unit, None, 1)},
        *({**row, **count} for row, count in zip(blocks, counted, strict=False)),
    )
    spoken = [
        ["One square: ", unit_row.figure, " ", unit_row.label],
        *(_block(r, c) for r, c in zip(given, counts, strict=False)),
    ]
    told = texts(title, subtitle, source, note, alt, aloud(spoken))
    figures = [unit_row.figure, *(row.figure for row in given), *counts]
    return assembled("squares", told, made, {"unit": unit["unit"]}, figures, squares.explained(list(made)))


def _check_squares(unit: dict[str, Any], blocks: list[dict[str, Any]]) -> None:
    stated = {end for end in squares.ends(unit) if end is not None}
    if len(stated) != 1 or 0 in stated:
        raise ChartFault("chart of squares: found a unit without one stated end above zero, expected one")
    drawn = sum(squares.extents(unit, row)[1] for row in blocks)
    if drawn >= squares.MOST:
        most = f"fewer than {squares.MOST:,}: take a larger unit"
        raise ChartFault(f"chart of squares: found {drawn:,.0f} of them, expected {most}")


def _block(row: Row, count: Any) -> list[Any]:
    return [*said(row.figure), " ", row.label, *([": ", count, " squares"] if count is not None else [])]


def _counted(unit: dict, row: dict, count: Any, n: int) -> dict[str, Any]:
    """The words of a count and its id. Raises ChartFault where it is not the number of squares that is
    drawn."""
    if count is None:
        return {"squares": None, "squares_id": None}
    made = values(count, n)
    stated = {float(end) for end in squares.ends(made) if end is not None}
    if stated != {size for size in squares.extents(unit, row) if size}:
        found = f"chart of squares, row {n}: found a count of {shown(made['text'])}"
        raise ChartFault(f"{found}, expected that of the squares drawn")
    return {"squares": made["text"], "squares_id": made["id"]}


def flow_chart(
    title: Any,
    left: Any,
    right: Any,
    flows: Iterable[Flow],
    *,
    subtitle: Any = "",
    source: Any,
    note: Any = "",
    alt: Any = None,
) -> Chart | Nothing:
    """What goes between two sides: an arrow a flow, all of one width, marked by its stage in words and line.

    Raises ChartFault for another direction or stage, a flow without label,
    and as bounds_chart.
    """
    given = list(flows)
    if not given:
        return nothing()
    made = tuple(_flow(item, n) for n, item in enumerate(given, 1))
    spec = {"left": required(left, "left side"), "right": required(right, "right side")}
    spoken = aloud(
        [
            [
                *_ends(item, left, right),
                ": ",
                *said(item.figure),
                " ",
                item.label,
                ", ",
                flow.STAGES[item.stage][0],
            ]
            for item in given
        ]
    )
    told = texts(title, subtitle, source, note, alt, spoken)
    return assembled("flow", told, made, spec, [item.figure for item in given], flow.explained(list(made)))


def _flow(item: Flow, n: int) -> dict[str, Any]:
    if item.direction not in ("right", "left"):
        raise ChartFault(f"chart, flow {n}: found direction {shown(item.direction)}, expected right or left")
    if item.stage not in flow.STAGES:
        known = ", ".join(filter(None, flow.STAGES))
        raise ChartFault(f"chart, flow {n}: found stage {shown(item.stage)}, expected one of {known}")
    told = {name: words(getattr(item, name), f"flow {n}, {name}") for name in ("group", "sublabel")}
    told |= {
        "label": required(item.label, f"flow {n}, label"),
        "direction": item.direction,
        "stage": item.stage,
    }
    return {**told, **values(item.figure, n), "by": _by(item.figure)}


def _by(figure: Any) -> str:
    """Whose figure it is."""
    if figure is None:
        return ""
    entry = figure.entry()
    if entry.is_ours:
        return "our arithmetic"
    return f"according to {R.clean(entry.claimant)}" if entry.claimant else ""


def _ends(item: Flow, left: Any, right: Any) -> list[Any]:
    return ["from ", *((left, " to ", right) if item.direction == "right" else (right, " to ", left))]
