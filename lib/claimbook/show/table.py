"""Small tables for a reader: cells are figures that are traced, words, dates and locators."""

from __future__ import annotations

import datetime
import numbers
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any

from claimbook.errors import shown
from claimbook.figure.entry import Entry
from claimbook.show import spans as R
from claimbook.show.markup import content_html, notebook_table_html
from claimbook.show.prose import Nothing, bundle, nothing
from claimbook.show.safe import clean, has_digit

_BARE = re.compile(r"[\d,.]+( %)?")
_LOCATORS = ("paragraph", "also at", "para.")


@dataclass(frozen=True)
class Table:
    """A table of runs; a cell that is None reads "not stated". Made by `table`; displays itself."""

    caption: tuple[R.Run, ...]
    columns: tuple[dict[str, Any], ...]
    rows: tuple[tuple[list[R.Run] | None, ...], ...]
    entries: dict[str, Entry] = field(repr=False)
    fold: bool = False
    made: tuple[str, tuple[str, ...]] | None = None

    def folded(self) -> Table:
        """The table folded to its caption: opened with a click, and on paper."""
        return replace(self, fold=True)

    def content(self) -> dict:
        rows = [[None if cell is None else [dict(r) for r in cell] for cell in row] for row in self.rows]
        told = {
            "caption": [dict(r) for r in self.caption],
            "columns": [dict(c) for c in self.columns],
            "rows": rows,
        }
        how = {"made": {"by": self.made[0], "of": list(self.made[1])}} if self.made else {}
        return told | how | ({"folded": True} if self.fold else {})

    def text(self) -> str:
        """The table in columns of spaces, numbers to the right."""
        grid = [[c["label"] for c in self.columns]]
        grid += [[R.NOT_STATED if cell is None else R.to_text(cell) for cell in row] for row in self.rows]
        widths = [max(len(line[i]) for line in grid) for i in range(len(self.columns))]
        lines = [R.to_text(self.caption)]
        for line in grid:
            padded = (
                word.rjust(width) if column.get("right") else word.ljust(width)
                for word, width, column in zip(line, widths, self.columns, strict=True)
            )
            lines.append("  ".join(padded).rstrip())
        return "\n".join(lines)

    def html(self) -> str:
        return content_html("table", self.content())

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        html = notebook_table_html(self.content())
        return bundle(self.text(), html, "table", self.entries, self.content())


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
    records, given = _records(rows, columns)
    heads = [R.to_text(runs) for runs in given]
    if not (isinstance(caption, str) and not caption.strip()) and caption is not None:
        title = R.of(caption, "caption")
    else:
        raise R.TextFault("table: found no caption, expected what the table shows")
    cells = [
        [_cell(value, heads[i], f"row {n}") for i, value in enumerate(row)]
        for n, row in enumerate(records, 1)
    ]
    columns_made = tuple(
        {"label": head, **({} if R.is_plain(runs) else {"runs": runs}), **_aligned(records, i)}
        for i, (head, runs) in enumerate(zip(heads, given, strict=True))
    )
    heading = () if columns is None else columns.values() if isinstance(columns, Mapping) else columns
    entries = R.entries_of([caption, *heading, *(value for row in records for value in row)])
    how = (made[0], tuple(made[1])) if made else None
    return Table(tuple(title), columns_made, tuple(tuple(row) for row in cells), entries, made=how)


def remade(listed: Callable[..., Iterable[str]]) -> Callable:
    """A table that says how it was made, so that an audit can make it again: by the name of its function, and
    of what it lists. listed: from the function's arguments to those ids."""

    def around(make: Callable) -> Callable:
        @wraps(make)
        def made(*given: Any, **named: Any) -> Any:
            display = make(*given, **named)
            how = (make.__name__, tuple(listed(*given)))
            return replace(display, made=how) if isinstance(display, Table) else display

        return made

    return around


def _records(
    rows: Any, columns: Mapping[str, Any] | Sequence[Any] | None
) -> tuple[list[list[Any]], list[list[R.Run]]]:
    if hasattr(rows, "itertuples") and hasattr(rows, "columns"):
        keys = list(rows.columns)
        # itertuples keeps each cell's own type; to_dict would turn dates into timestamps
        rows = [dict(zip(keys, values, strict=True)) for values in rows.itertuples(index=False, name=None)]
        columns = keys if columns is None else columns
    rows = list(rows)
    if columns is None:
        columns = list(rows[0]) if rows and isinstance(rows[0], Mapping) else None
    if not columns:
        raise R.TextFault("table: found no columns, expected columns=...")
    named = list(columns.items()) if isinstance(columns, Mapping) else [(head, head) for head in columns]
    heads = [R.of(head.strip() if isinstance(head, str) else head, "table, heading") for _, head in named]
    if not all(R.to_text(head) for head in heads):
        raise R.TextFault("table: found an empty heading, expected one a column")
    return [_record(row, [key for key, _ in named], n) for n, row in enumerate(rows, 1)], heads


def _record(row: Any, keys: list[str], n: int) -> list[Any]:
    if isinstance(row, Mapping):
        missing = [key for key in keys if key not in row]
        if missing:
            raise R.TextFault(
                f"table, row {n}: found no {shown(missing[0])}, expected the columns {', '.join(keys)}"
            )
        return [row[key] for key in keys]
    values = list(row)
    if len(values) != len(keys):
        raise R.TextFault(f"table, row {n}: found {len(values)} cells, expected {len(keys)}")
    return values


def _cell(value: Any, head: str, where: str) -> list[R.Run] | None:
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
    if isinstance(value, numbers.Integral):
        return _locator([value], head, where)
    if isinstance(value, (list, tuple)) and value and all(isinstance(v, numbers.Integral) for v in value):
        return _locator(list(value), head, where)
    return R.of(value, f"table, {where}, column {shown(head)}")


def _locator(values: list[Any], head: str, where: str) -> list[R.Run]:
    if not any(word in head.lower() for word in _LOCATORS):
        raise R.TextFault(
            f"table, {where}, column {shown(head)}: found {shown(values[0])}, expected a Figure or Excused: "
            "a bare number is traced to nobody (paragraph numbers go into a column headed Paragraph)"
        )
    return [{"t": ", ".join(str(int(v)) for v in values), "x": "locator"}]


def _is_blank(value: Any) -> bool:
    if value is None or value == () or value == []:
        return True
    if isinstance(value, str):
        return not value.strip()
    # NaN, NaT and NA each say of themselves that they are missing, by not being equal to themselves
    if isinstance(value, (float, datetime.datetime)) or type(value).__name__ in ("NAType", "NaTType"):
        return type(value).__name__ in ("NAType", "NaTType") or value != value
    return False


def _aligned(records: list[list[Any]], index: int) -> dict[str, bool]:
    """To the right where the column holds bare figures, so that digits stand under digits; words begin at the
    left."""
    values = [row[index] for row in records if not _is_blank(row[index])]
    figures = bool(values) and all(R.is_figure(value) and _BARE.fullmatch(value.text()) for value in values)
    return {"right": True} if figures and index > 0 else {}
