"""Cross-checks within one row. Table Schema has no rules between columns, so these are ours.

Each runs over the rows of a table, of whatever name, in which the columns that it needs are sound.
"""

from __future__ import annotations

import re

import numpy as np

from claimbook.errors import shown
from claimbook.tables.cells import nearest
from claimbook.tables.schema import FILLED
from claimbook.tables.sheet import NO_CLAIM, Faults, Sheet
from claimbook.tables.units import currencies

OF_A_CLAIM = ("claim", "restatement", "part")  # kinds of a mention that name a claim
_ENDS = ("low", "best", "high")
_WEB = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_IN_ORDER = (
    ("period_start", "period_end"),
    ("published_from", "published"),
    ("start", "end"),
    ("as_of", "stated_on"),
)
# Where the first is filled the second has to be: what is expected there.
_TOGETHER = (
    ("likelihood", "likelihood_scale", "its scale or none"),
    ("likelihood_scale", "likelihood", "the word of likelihood"),
    ("credibility", "graded_by", "who graded it"),
    ("credibility", "grade_note", "the reason for it"),
    ("reliability", "graded_by", "who graded it"),
    ("reliability", "reliability_note", "the reason for it"),
)


def figure_faults(sheet: Sheet, faults: Faults) -> None:
    """Every row of which no figure can be made: whose bound and ends, or paragraphs, make no sense."""
    _bound_fills_its_columns(sheet, faults)
    _ends_in_order(sheet, faults)
    for row in np.flatnonzero(sheet.filled("also_at")):
        paragraph = sheet.value(row, "paragraph") if "paragraph" in sheet.columns else None
        if expected := _restated_wrongly(paragraph, sheet.value(row, "also_at")):
            faults.add_row(sheet, row, "also_at", expected)


def row_faults(sheet: Sheet, faults: Faults) -> None:
    """Every fault of the other rules of this module."""
    for first, last in _IN_ORDER:
        faults.add_rows(sheet, sheet.above(first, last), first, f"a day not after {last}, {{{last}}}")
    for column, partner, words in _TOGETHER:
        alone = sheet.filled(column) & sheet.blank(partner)
        faults.add_rows(sheet, alone, partner, f'{words}, as {column} is "{{{column}}}"')
    _vague_has_words(sheet, faults)
    _money_has_a_currency(sheet, faults)
    _relays_come_once(sheet, faults)
    _mention_is_accounted_for(sheet, faults)
    keyword = sheet.each("claim_id", lambda name: sheet.key == "claim_id" and name in NO_CLAIM, bool)
    expected = "another name, as original_claim_id gives this one a meaning"
    faults.add_rows(sheet, keyword, "claim_id", expected)
    # A brief makes a link of it: any other scheme could run a program.
    other = sheet.each("address", lambda address: bool(address) and not _WEB.fullmatch(address), bool)
    faults.add_rows(sheet, other, "address", "an address that starts with https:// or http://")


def _bound_fills_its_columns(sheet: Sheet, faults: Faults) -> None:
    for column in _ENDS:
        known, there = sheet.filled("bound") & sheet.sound(column), sheet.filled(column)
        fills = sheet.each("bound", lambda bound, column=column: column in FILLED.get(bound, ()), bool)
        faults.add_rows(sheet, known & fills & ~there, column, "a number, as the bound is {bound}")
        faults.add_rows(sheet, known & ~fills & there, column, "a blank cell, as the bound is {bound}")


def _ends_in_order(sheet: Sheet, faults: Faults) -> None:
    between = sheet.each("bound", lambda bound: bound == "between", bool)
    above, below = sheet.above("low", "high"), sheet.above("high", "low")
    same = between & sheet.filled("low", "high") & ~above & ~below
    faults.add_rows(sheet, between & above, "low", "at most {high}, which is high")
    faults.add_rows(sheet, same, "low", "less than {high}, which is high")


def _vague_has_words(sheet: Sheet, faults: Faults) -> None:
    vague = sheet.each("bound", lambda bound: bound == "vague", bool) & sheet.blank("hedge")
    for row in np.flatnonzero(vague & sheet.filled("as_printed")):
        if not re.search(r"[^\W\d_]", sheet.value(row, "as_printed")):
            words = "the words, here or in as_printed, as the bound is vague"
            faults.add_row(sheet, row, "hedge", words)


def _money_has_a_currency(sheet: Sheet, faults: Faults) -> None:
    number = sheet.each("bound", lambda bound: bound not in ("vague", None), bool)
    expected = "an ISO 4217 currency, as the bound is not vague"
    faults.add_rows(sheet, sheet.blank("currency") & number, "currency", expected)
    unknown = sheet.filled("currency") & ~sheet.each("currency", lambda code: code in currencies(), bool)
    for row in np.flatnonzero(unknown):
        near = nearest(sheet.value(row, "currency"), sorted(currencies()))
        faults.add_row(sheet, row, "currency", f"an ISO 4217 currency{near}")


def paragraphs(also_at: str | None) -> list[int]:
    """The paragraphs of `also_at`, in the order of the cell; what is no such number is left out."""
    cells = (also_at or "").split(";")
    return [int(cell) for cell in cells if cell.isascii() and cell.isdigit() and len(cell) < 10]


def _restated_wrongly(paragraph: int | None, also_at: str) -> str:
    """What is expected of `also_at` instead, or ""."""
    numbers = paragraphs(also_at)
    if len(numbers) < len(also_at.split(";")):
        return "paragraph numbers parted by semicolons, as 30;33"
    if len(set(numbers)) < len(numbers):
        return "each paragraph once"
    if 0 in numbers:
        return "paragraphs counted from 1"
    return f"paragraphs other than {paragraph}" if paragraph in numbers else ""


def _relays_come_once(sheet: Sheet, faults: Faults) -> None:
    for origin in ("claimant_id", "judge_id"):
        for row in np.flatnonzero(sheet.filled("via_ids", origin)):
            relays, name = sheet.value(row, "via_ids").split(" > "), sheet.value(row, origin)
            if name in relays:
                expected = f"relays between the {origin} and the document"
                faults.add_row(sheet, row, "via_ids", expected, f"{shown(name)}, the {origin} itself")
            elif len(set(relays)) < len(relays):
                twice = next(relay for place, relay in enumerate(relays) if relay in relays[:place])
                faults.add_row(sheet, row, "via_ids", "each relay once", f"{shown(twice)} a second time")


def _mention_is_accounted_for(sheet: Sheet, faults: Faults) -> None:
    if sheet.key != "mention_id":
        return
    kind, named = sheet.filled("kind"), sheet.each("kind", lambda kind: kind in OF_A_CLAIM, bool)
    event = sheet.each("kind", lambda kind: kind == "event", bool)
    for rows, column, words in (
        (kind & named, "claim_id", "the claim"),
        (kind & ~named, "reason", "why it is no claim"),
        (event, "event_id", "the event"),
    ):
        faults.add_rows(sheet, rows & sheet.blank(column), column, f"{words}, as the kind is {{kind}}")
