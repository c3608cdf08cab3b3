"""What the files beside a brief are made of: the data that its notebook's displays leave, and nothing
else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from claimbook.brief.context import BriefContext, BriefFault
from claimbook.brief.displays import displays
from claimbook.charts.chart import MIME as CHART
from claimbook.charts.chart import Chart
from claimbook.errors import ClaimbookError, shown
from claimbook.show import spans as R
from claimbook.show.prose import MIME as NUMBERS


@dataclass(frozen=True)
class Contents:
    """The data of a brief.

    charts   in the order of the brief, so that the n-th one is its chart n
    tables   content of each table (see claimbook.show.table)
    entries  id -> entry of each number, in the order in which the brief numbers them
    answer   the sentence that answers the question of the notebook; "" where there is none
    through  the last day that the data covers, ISO; "" where none is told
    """

    charts: tuple[Chart, ...]
    tables: tuple[dict[str, Any], ...]
    entries: dict[str, dict[str, Any]]
    answer: str
    through: str


def contents(notebook: Any, context: BriefContext) -> Contents:
    """The data of an executed notebook node. Raises BriefFault wherever `export` does."""
    from claimbook.brief.preprocess import BriefPreprocessor  # nbconvert takes a while to import

    # Laid out as for the page: what is no brief has no files beside it, and its numbers keep their order.
    page = BriefPreprocessor(context).preprocess(notebook, {})[1]["brief"]["page"]
    told = [data[NUMBERS] for _, data in displays(notebook, context) if CHART not in data and NUMBERS in data]
    tables = tuple(part["content"] for part in told if part["role"] == "table")
    answers = [
        R.to_text(block) for part in told if part["role"] == "answer" for block in part["content"]["blocks"]
    ]
    through = context.data_through.isoformat() if context.data_through else page.data_through or ""
    charts = tuple(chart for _, chart in charts_of(notebook, context))
    return Contents(charts, tables, page.ordered(), " ".join(answers[:1]), through)


def charts_of(notebook: Any, context: BriefContext | None = None) -> list[tuple[str, Chart]]:
    """Place and chart of each display that is one, in the brief's order. Raises BriefFault for one that is
    unfit."""
    found = []
    for where, data in displays(notebook, context):
        if CHART in data:
            try:
                found.append((where, Chart.from_json(data[CHART])))
            except ClaimbookError as fault:
                raise BriefFault(f"{where}: {fault}") from None
            except (KeyError, TypeError, ValueError, AttributeError) as fault:
                raise BriefFault(
                    f"{where}: found display data that cannot be read ({shown(fault)})"
                ) from None
    return found


def day_through(notebook: Any) -> str:
    """The last day that the data of a notebook covers, as its top box tells it; "" where none is told."""
    told = (data.get(NUMBERS, {}).get("data_through") for _, data in displays(notebook))
    return next(filter(None, told), "") or ""
