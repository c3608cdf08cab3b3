"""All tables, the data of all charts and every claim of a brief in one workbook that holds no formula."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from claimbook.brief.attachments.cells import cut, date_cell, number_cell, sheet_names, text_cell, units
from claimbook.brief.attachments.sheets import Sheet, data_sheets, opening
from claimbook.brief.chart_data import Cell
from claimbook.brief.context import BriefContext
from claimbook.brief.notebook import page_of
from claimbook.files import PathName, replace_file
from claimbook.words.safe import clean

FIRST = "Read me"
# A workbook holds its own day of making; without this one, two of the same inputs differ.
_MADE = datetime.datetime(2000, 1, 1)
_DATES = {"as_of", "stated_on", "published_from", "published", "start", "end"}
_WIDEST, _NARROWEST = 60, 9  # characters of a column
_MOST_IN_HEADER = 200  # a spreadsheet takes 255 characters, codes included
_FORMATS = {
    "title": {"bold": True, "font_size": 16, "text_wrap": True, "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bg_color": "#F4F5F6"},
    "name": {"bold": True, "valign": "top", "text_wrap": True},
    "text": {"valign": "top", "text_wrap": True},
    "whole": {"valign": "top", "num_format": "#,##0"},
    "number": {"valign": "top"},
    "date": {"valign": "top", "num_format": "yyyy-mm-dd", "align": "left"},
    "link": {"valign": "top", "font_color": "#0072B2", "underline": 1},
}


def write_workbook(notebook: Any, path: PathName, context: BriefContext) -> Path:
    """Write the workbook of an executed notebook node and return its path.

    Sheets: Read me; one for each table and for the data of each chart;
    Claims; Derived. Headings in the first row. Numbers are numbers, one stated
    end a cell, with bound and hedge in the row; a blank cell is not stated.
    No cell is a formula, nor becomes one where a sheet is saved as CSV.

    Equal notebook and context give equal bytes. Raises BriefFault as `export`,
    and for entries of an earlier version, which tell no ends; OSError where
    the file cannot be written.
    """
    import xlsxwriter  # takes a while to import

    brief = page_of(notebook, context)
    sheets = data_sheets(brief)
    names = sheet_names([FIRST, *(sheet.name for sheet in sheets)])[1:]
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    title = clean(context.title)[:_MOST_IN_HEADER]
    book.set_properties({"title": title, "subject": "Claimbook brief", "created": _MADE})
    looks = {name: book.add_format(look) for name, look in _FORMATS.items()}
    told = dict(zip(names, sheets, strict=True))
    _read_me(book.add_worksheet(FIRST), opening(brief, context), context.title, told, looks)
    for name, sheet in told.items():
        _fill(book.add_worksheet(name), sheet, looks)
    book.close()
    return replace_file(Path(path), out.getvalue())


def _read_me(
    page: Any, lines: list[tuple[str, str]], title: str, sheets: dict[str, Sheet], looks: dict
) -> None:
    page.set_column(0, 0, 32)
    page.set_column(1, 1, 100)
    page.write_string(0, 0, text_cell(title), looks["title"])
    page.write_string(2, 0, "Sheets", looks["name"])
    for row, (name, sheet) in enumerate(sheets.items(), 3):
        page.write_url(row, 0, f"internal:'{name}'!A1", looks["link"], text_cell(name))
        page.write_string(row, 1, text_cell(_about(sheet)), looks["text"])
    for row, (name, words) in enumerate(lines, 3 + len(sheets)):
        page.write_string(row, 0, text_cell(name), looks["name"])
        page.write_string(row, 1, text_cell(words), looks["text"])
    _ready_to_print(page, title, "")


def _about(sheet: Sheet) -> str:
    named = {"Source: ": sheet.source, "Note: ": sheet.note}
    parts = [sheet.title, *(name + words for name, words in named.items() if words)]
    return ". ".join(part.rstrip(".") for part in parts if part)


def _fill(page: Any, sheet: Sheet, looks: dict) -> None:
    """Headings, rows, filters; the first row and column stay in sight."""
    for column, head in enumerate(sheet.heads):
        page.write_string(0, column, text_cell(head), looks["head"])
        page.set_column(column, column, _width(head, (row[column] for row in sheet.rows)))
    for number, row in enumerate(sheet.rows, 1):
        for column, (head, cell) in enumerate(zip(sheet.heads, row, strict=True)):
            if cell not in (None, ""):
                page.write(number, column, *_written(cell, head, looks))
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
    page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # "30" as printed is words on purpose
    page.repeat_rows(0)
    _ready_to_print(page, sheet.title, sheet.source)


def _written(cell: Cell, head: str, looks: dict) -> tuple[Any, Any]:
    """The value of a cell as a spreadsheet takes it, and its look."""
    if isinstance(cell, (int, Decimal)):
        return number_cell(Decimal(cell), head), looks["whole" if cell == int(cell) else "number"]
    if (day := date_cell(cell)) and (head in _DATES or ": " not in head):
        return day, looks["date"]
    return text_cell(cell), looks["text"]


def _width(head: str, cells: Iterable[Cell]) -> int:
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    word = max(map(len, head.split()), default=0)
    return max(_NARROWEST, min(max(longest, word + 3, min(len(head) + 3, 20)) + 1, _WIDEST))


def _ready_to_print(page: Any, title: str, source: str) -> None:
    """A sheet that is printed alone keeps its title and source."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_header(_header(title))
    page.set_footer(_header(f"Source: {source}" if source else "") + "&R&P")


def _header(words: str) -> str:
    told = clean(words)
    told = told if units(told) <= _MOST_IN_HEADER else cut(told, _MOST_IN_HEADER - 3) + "..."
    return "&L" + told.replace("&", "&&")
