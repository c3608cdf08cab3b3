"""Cross-checks within one row. Table Schema has no rules between columns, so these are ours.

Each runs over the rows of a table, of whatever name unless it names tables, in which the columns are sound.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from claimbook.errors import shown
from claimbook.tables.cells import nearest
from claimbook.tables.schema import FIGURES, FILLED, twice
from claimbook.tables.sheet import NO_CLAIM, Faults, Sheet, Sheets
from claimbook.tables.units import currencies, over_time, parts

_MONEY = "money_flows"
_OF_A_CLAIM = ("claim", "restatement", "part")  # kinds of a mention that name a claim

# Cells; None: blank, or not sound.
Text, Number, Day = str | None, Fraction | None, dt.date | None
# What is expected of the cell; or what is found in it and expected, a pair each; None: all is well.
Wrong = str | list[tuple[str, str]] | None


@dataclass(frozen=True)
class Rule:
    """What is expected of a cell, as other cells are.

    columns  between blanks: first the one of the cell, then the others; `part_of_id.unit` is the unit of the
             row that part_of_id names. A rule that looks there is not asked of a blank cell
    test     says of the values of these columns (None: blank, or no such row) what is wrong with the first
    tables   the tables where it holds; none: all
    """

    columns: str
    test: Callable[..., Wrong]
    tables: Collection[str] = ()


def check_rules(rules: Iterable[Rule], sheets: Sheets, faults: Faults) -> None:
    """Every row that breaks one of the rules."""
    for rule in rules:
        columns = rule.columns.split()
        for name, sheet in sheets.items():
            if columns[0] not in sheet.columns or (rule.tables and name not in rule.tables):
                continue
            codes = _codes(sheet, columns)
            first = np.flatnonzero(np.diff(np.maximum.accumulate(codes), prepend=-1))
            if "." in rule.columns:
                first = first[sheet.filled(columns[0])[first]]
            values = [sheets.look(sheet, column, first).tolist() for column in columns]
            answers = zip(codes[first].tolist(), map(rule.test, *values), strict=True)
            if broken := {code: wrong for code, wrong in answers if wrong}:
                fine = np.all([sheets.look(sheet, column, first, "fine") for column in columns], axis=0)
                sound = broken.keys() & codes[first][fine.astype(bool)].tolist()
                rows = np.flatnonzero(np.isin(codes, list(sound)))
                _tell(sheet, columns[0], {row: broken[codes[row]] for row in rows}, faults)


def _codes(sheet: Sheet, columns: Sequence[str]) -> np.ndarray:
    """For each row the number of its combination of cells, counted as they come: rows that are alike are so
    in what they name as well, and a rule is asked once a combination."""
    first, *others = dict.fromkeys(column.partition(".")[0] for column in columns)
    codes = sheet.codes(first).astype(int)
    for name in others:
        own = np.arange(len(sheet)) if name == "_row" else sheet.codes(name)
        codes = pd.factorize(codes * (own.max(initial=0) + 1) + own)[0]
    return codes


def _tell(sheet: Sheet, column: str, broken: Mapping[int, Wrong], faults: Faults) -> None:
    alike: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for row, wrong in broken.items():
        for pair in [(sheet.show(row, column), wrong)] if isinstance(wrong, str) else wrong:
            alike[pair].append(int(sheet.numbers[row]))
    for (found, expected), lines in alike.items():
        faults.add_alike(sheet.files[0], lines, column, found, expected)


def digits(value: Fraction) -> str:
    """A number as a table holds it."""
    return str(value if value.denominator == 1 else float(value))


def paragraphs(also_at: Text) -> list[int]:
    """The paragraphs of `also_at`, in the order of the cell; what is no such number is left out."""
    cells = (also_at or "").split(";")
    return [int(cell) for cell in cells if cell.isascii() and cell.isdigit() and len(cell) < 10]


def _fills(column: str, value: Number, bound: Text) -> Wrong:
    if bound is None or (column in FILLED.get(bound, ())) == (value is not None):
        return None
    return f"{'a number' if value is None else 'a blank cell'}, as the bound is {bound}"


def _ends(low: Number, high: Number, bound: Text) -> Wrong:
    if bound == "between" and None not in (low, high) and low >= high:
        return f"less than {digits(high)}, which is high"


def _restated(also_at: Text, paragraph: int | None) -> Wrong:
    numbers = paragraphs(also_at)
    if also_at is None:
        return None
    if len(numbers) < len(also_at.split(";")):
        return "paragraph numbers parted by semicolons, as 30;33"
    if len(set(numbers)) < len(numbers):
        return "each paragraph once"
    if 0 in numbers:
        return "paragraphs counted from 1"
    return f"paragraphs other than {paragraph}" if paragraph in numbers else None


def _not_after(name: str, first: Day, last: Day) -> Wrong:
    if None not in (first, last) and first > last:
        return f"a day not after {name}, {last}"


def _beside(name: str, words: str, cell: Any, other: Any) -> Wrong:
    if cell is None and other is not None:
        return f'{words}, as {name} is "{other}"'


def _words(hedge: Text, as_printed: Text, bound: Text) -> Wrong:
    if bound == "vague" and not hedge and as_printed and not re.search(r"[^\W\d_]", as_printed):
        return "the words, here or in as_printed, as the bound is vague"


def _currency(code: Text, bound: Text) -> Wrong:
    if code is None and bound not in ("vague", None):
        return "an ISO 4217 currency, as the bound is not vague"
    if code and code not in currencies():
        return f"an ISO 4217 currency{nearest(code, sorted(currencies()))}"


def _relays(origin: str, via_ids: Text, name: Text) -> Wrong:
    relays = (via_ids or "").split(" > ")
    if name in relays:
        return [(f"{shown(name)}, the {origin} itself", f"relays between the {origin} and the document")]
    if name and (again := twice(relays)):
        return [(f"{shown(again[0])} a second time", "each relay once")]


def _no_keyword(claim_id: Text) -> Wrong:
    return "another name, as original_claim_id gives this one a meaning" if claim_id in NO_CLAIM else None


def _address(address: Text) -> Wrong:
    # A brief makes a link of it: any other scheme could run a program.
    if address and not re.fullmatch(r"https?://[^\s/]\S*", address, re.IGNORECASE):
        return "an address that starts with https:// or http://"


def _names(what: str, kinds: Collection[str], name: Text, kind: Text) -> Wrong:
    return f"{what}, as the kind is {kind}" if name is None and kind in kinds else None


def _reason(reason: Text, kind: Text) -> Wrong:
    if reason is None and kind not in (None, *_OF_A_CLAIM):
        return f"why it is no claim, as the kind is {kind}"


def _money(unit: Text, currency: Text) -> Wrong:
    first = parts(unit)[0][1] if parts(unit) else None
    if unit and currency in currencies():
        return f"a unit that starts with {currency}, its currency" if first != currency else None
    if unit and first not in currencies():
        return "a unit that starts with an ISO 4217 currency, as USD/year"


def _no_money(unit: Text) -> Wrong:
    if any(name in currencies() for mark, name in parts(unit) if mark != "/"):
        return f"a unit without a currency, as money stands in the table {_MONEY}"


def _running(accounting: Text, unit: Text) -> Wrong:
    if accounting not in (None, "rate", "forecast") and over_time(unit):
        return f"rate or forecast, as the unit is {unit}"


def _rate(unit: Text, accounting: Text) -> Wrong:
    if accounting == "rate" and unit not in (None, "percent") and not over_time(unit):
        return "percent or a unit per time, as USD/year, as the accounting is rate"


def _whole(
    column: str, value: Number, bound: Text, accounting: Text, unit: Text, kind: Text, whole: Text
) -> Wrong:
    """Things that are counted come whole, but for so many of them a month."""
    if value is None or value.denominator == 1 or accounting in ("rate", None) or whole == "no":
        return None
    counted = kind == "unit" and column in FILLED.get(bound, ())
    return f"a whole number, as the unit is {unit}" if counted else None


# Without these no figure can be made of a row.
FIGURE_RULES = (
    *(Rule(f"{column} bound", partial(_fills, column)) for column in ("low", "best", "high")),
    Rule("low high bound", _ends),
    Rule("also_at paragraph", _restated),
)
ROW_RULES = (
    Rule("period_start period_end", partial(_not_after, "period_end")),
    Rule("published_from published", partial(_not_after, "published")),
    Rule("start end", partial(_not_after, "end")),
    Rule("as_of stated_on", partial(_not_after, "stated_on")),
    Rule("likelihood_scale likelihood", partial(_beside, "likelihood", "its scale or none")),
    Rule("likelihood likelihood_scale", partial(_beside, "likelihood_scale", "the word of likelihood")),
    Rule("graded_by credibility", partial(_beside, "credibility", "who graded it")),
    Rule("grade_note credibility", partial(_beside, "credibility", "the reason for it")),
    Rule("graded_by reliability", partial(_beside, "reliability", "who graded it")),
    Rule("reliability_note reliability", partial(_beside, "reliability", "the reason for it")),
    Rule("hedge as_printed bound", _words),
    Rule("currency bound", _currency),
    Rule("via_ids claimant_id", partial(_relays, "claimant_id")),
    Rule("via_ids judge_id", partial(_relays, "judge_id")),
    Rule("claim_id", _no_keyword, FIGURES),
    Rule("address", _address),
    Rule("claim_id kind", partial(_names, "the claim", _OF_A_CLAIM), ("mentions",)),
    Rule("event_id kind", partial(_names, "the event", ("event",)), ("mentions",)),
    Rule("reason kind", _reason, ("mentions",)),
    Rule("unit currency", _money, (_MONEY,)),
    Rule("unit", _no_money, tuple(name for name in FIGURES if name != _MONEY)),
    Rule("accounting unit", _running, FIGURES),
    Rule("unit accounting", _rate, FIGURES),
    *(
        Rule(f"{column} bound accounting unit unit.kind unit.whole", partial(_whole, column), FIGURES)
        for column in ("low", "best", "high")
    ),
)
