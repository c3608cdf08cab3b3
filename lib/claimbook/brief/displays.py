"""What an executed notebook shows to a reader: its cells that count, and the data of their displays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimbook.brief.context import BriefContext, BriefFault
from claimbook.errors import one_line

DROPPED = {"remove-cell", "parameters", "injected-parameters", "hide"}
SILENT = DROPPED | {"remove-output"}
EXPECTS_ERROR = "raises-exception"


def tags(cell: Any) -> set[str]:
    """The tags of a cell."""
    return set(cell.metadata.get("tags", []))


def check_ran(notebook: Any) -> None:
    """Raise BriefFault for a notebook that failed or did not run: there is no brief, not even of its good
    half."""
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code":
            continue
        if EXPECTS_ERROR not in tags(cell):
            for output in cell.outputs:
                if output.output_type == "error":
                    raise BriefFault(
                        f"cell {number}: found {one_line(output.ename, 80)}: {one_line(output.evalue, 300)}, "
                        "expected a notebook that ran to its end"
                    )
        if cell.source.strip() and cell.execution_count is None:
            raise BriefFault(
                f"cell {number}: found no execution count, expected a notebook that was executed"
            )


def displays(notebook: Any, context: BriefContext | None = None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Place and MIME bundle of each display that a brief shows, in its order; the box of changes comes first.

    Raises BriefFault as `check_ran`.
    """
    check_ran(notebook)
    if context is not None and context.changes is not None:
        yield changes_of(context)
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type == "code" and not SILENT & tags(cell):
            yield from ((f"cell {number}", output.data) for output in cell.outputs if "data" in output)


def changes_of(context: BriefContext) -> tuple[str, dict[str, Any]]:
    """Place and MIME bundle of what changed since the last run."""
    made = context.changes._repr_mimebundle_()
    return "box of changes", made[0] if isinstance(made, tuple) else made
