"""Small tables for a reader: cells are figures that are traced, words, dates and locators."""

from __future__ import annotations

import numbers
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from claimbook.errors import shown
from claimbook.figure.entry import Entry
from claimbook.words.display import NotebookDisplay
from claimbook.words.prose import Nothing, nothing
from claimbook.words.richtext import (
    NOT_STATED,
    Run,
    TextFault,
    entries_of,
    is_figure,
    is_plain,
    runs_of,
    to_text,
)
from claimbook.words.safe import clean, has_digit

_BARE = re.compile(r"[\d,.]+( %)?")
_LOCATORS = ("paragraph", "also at", "para.")


@dataclass(frozen=True)
class Table(NotebookDisplay):
    """A table of runs; a cell that is None reads "not stated". Made by `table`; displays itself."""

    caption: tuple[Run, ...]
    columns: tuple[dict[str, Any], ...]
    rows: tuple[tuple[list[Run] | None, ...], ...]
    entries: dict[str, Entry] = field(repr=False)
    fold: bool = False
    made: tuple[str, tuple[str, ...]] | None = None
    role = "table"

    def folded(self) -> Table:
        """The table folded to its caption: opened with a click, and on paper."""
        return replace(self, fold=True)

    def content(self) -> dict[str, Any]:
        parts = {name: list(getattr(self, name)) for name in ("caption", "columns")}
        how = {"made": {"by": self.made[0], "of": list(self.made[1])}} if self.made else {}
        return parts | {"rows": list(map(list, self.rows))} | how | ({"folded": True} if self.fold else {})

    def text(self) -> str:
        """The table in columns of spaces, numbers to the right."""
        grid = [[column["label"] for column in self.columns]]
        grid += [[NOT_STATED if cell is None else to_text(cell) for cell in row] for row in self.rows]
        widths = [max(map(len, words)) for words in zip(*grid, strict=True)]
        sides = [str.rjust if column.get("right") else str.ljust for column in self.columns]
        lines = [
            "  ".join(pad(word, width) for pad, word, width in zip(sides, line, widths, strict=True)).rstrip()
            for line in grid
        ]
        return "\n".join([to_text(self.caption), *lines])

    def html_in_notebook(self) -> str:
        """JupyterLab sets every cell to the right; the brief has its own style."""
        return self.html(style="text-align:left")


def table(
    rows: Any,
    columns: Mapping[str, Any] | Sequence[Any] | None = None,
    *,
    caption: Any,
    made: tuple[str, Sequence[str]] | None = None,
) -> Table | Nothing:
    """A table for a reader; nothing where there is no row.

    rows     a pandas DataFrame (its index is not shown), or dicts, or sequences of cells
    columns  key -> heading, which also selects and orders; a list of headings
             (equal to the keys) for dicts and frames, required for sequences;
             a heading is words without digits, or a Prose with traced numbers
    caption  words without digits or a Prose; required
    made     how an audit makes the table again: name of the function, and ids of what it lists

    The first column heads its rows. Cells: a Figure or Prose (linked), str (as
    coded), datetime.date, an int in a column headed "Paragraph" or "Also at"
    (one or several), bool; None, NaN and blanks read "not stated".

    Raises TextFault for a bare number (a count too has to come as a Figure or
    as Excused), a missing caption or column, an empty heading.
    """
    rows = rows if hasattr(rows, "__len__") else list(rows)
    if not len(rows):
        return nothing()
    records, heads = _records(rows, columns)
    if caption is None or isinstance(caption, str) and not caption.strip():
        raise TextFault("table: found no caption, expected what the table shows")
    title, labels = runs_of(caption, "caption"), list(map(to_text, heads))
    cells = tuple(
        tuple(_cell(value, label, f"row {n}") for value, label in zip(row, labels, strict=True))
        for n, row in enumerate(records, 1)
    )
    made_columns = tuple(
        {"label": label, **({} if is_plain(runs) else {"runs": runs}), **_aligned(values, n)}
        for n, (label, runs, *values) in enumerate(zip(labels, heads, *records, strict=True))
    )
    heading = columns.values() if isinstance(columns, Mapping) else () if columns is None else columns
    entries = entries_of([caption, *heading, *(value for row in records for value in row)])
    how = (made[0], tuple(made[1])) if made else None
    return Table(tuple(title), made_columns, cells, entries, made=how)


def _records(rows: Any, columns: Any) -> tuple[list[list[Any]], list[list[Run]]]:
    """The cells of each row, and the runs of each heading."""
    if isinstance(rows, pd.DataFrame):
        keys = list(rows.columns)
        # itertuples keeps each cell's own type; to_dict would turn dates into timestamps
        rows = [dict(zip(keys, values, strict=True)) for values in rows.itertuples(index=False, name=None)]
        columns = keys if columns is None else columns
    rows = list(rows)
    if columns is None and isinstance(rows[0], Mapping):
        columns = list(rows[0])
    if not columns:
        raise TextFault("table: found no columns, expected columns=...")
    named = columns.items() if isinstance(columns, Mapping) else [(head, head) for head in columns]
    heads = [runs_of(head.strip() if isinstance(head, str) else head, "table, heading") for _, head in named]
    if not all(map(to_text, heads)):
        raise TextFault("table: found an empty heading, expected one a column")
    return [_record(row, [key for key, _ in named], n) for n, row in enumerate(rows, 1)], heads


def _record(row: Any, keys: list[str], n: int) -> list[Any]:
    if isinstance(row, Mapping):
        missing = [key for key in keys if key not in row]
        if missing:
            raise TextFault(
                f"table, row {n}: found no {shown(missing[0])}, expected the columns {', '.join(keys)}"
            )
        return [row[key] for key in keys]
    values = list(row)
    if len(values) != len(keys):
        raise TextFault(f"table, row {n}: found {len(values)} cells, expected {len(keys)}")
    return values


def _cell(value: Any, head: str, where: str) -> list[Run] | None:
    if _is_blank(value):
        return None
    if isinstance(value, bool):
        return [{"t": "yes" if value else "no"}]
    if isinstance(value, str):
        words = clean(value)
        # Words of the data, such as a document's name or a figure as printed, keep their digits.
        return [{"t": words, "x": "words"} if has_digit(words) else {"t": words}]
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # pandas turns a column of ints with a blank into floats
    several = value if isinstance(value, (list, tuple)) else [value]
    if all(isinstance(one, numbers.Integral) for one in several):
        return _locator(several, head, where)
    return runs_of(value, f"table, {where}, column {shown(head)}")


def _locator(values: Sequence[Any], head: str, where: str) -> list[Run]:
    if not any(word in head.lower() for word in _LOCATORS):
        raise TextFault(
            f"table, {where}, column {shown(head)}: found {shown(values[0])}, expected a Figure or Excused: "
            "a bare number is traced to nobody (paragraph numbers go into a column headed Paragraph)"
        )
    return [{"t": ", ".join(str(int(v)) for v in values), "x": "locator"}]


def _is_blank(value: Any) -> bool:
    if isinstance(value, (str, list, tuple)):
        return not (value.strip() if isinstance(value, str) else value)
    return value is None or pd.isna(value) is True


def _aligned(values: list[Any], n: int) -> dict[str, bool]:
    """To the right where the n-th column holds bare figures, so that digits stand under digits; words begin
    at the left."""
    given = [value for value in values if not _is_blank(value)]
    bare = given and all(is_figure(value) and _BARE.fullmatch(value.text()) for value in given)
    return {"right": True} if bare and n > 0 else {}
