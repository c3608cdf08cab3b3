"""Cross-checks within one row. Table Schema has no rules between columns, so these are ours.

A rule names the columns it needs; it runs on every row where all of them are
sound, of whatever table, and yields (column, found, expected), found None
meaning the cell itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from claimbook.errors import Fault, shown
from claimbook.tables.cells import Row, nearest
from claimbook.tables.references import TIME_UNITS, currencies
from claimbook.tables.sheets import NO_CLAIM

_Finding = tuple[str, str | None, str]
_Rule = Callable[[Row], Iterator[_Finding]]
_RULES: list[tuple[tuple[str, ...], _Rule]] = []

# Which of low, best and high each bound fills.
FILLED = {
    "as_printed": ("best",),
    "exact": ("best",),
    "about": ("best",),
    "at_least": ("low",),
    "more_than": ("low",),
    "up_to": ("high",),
    "less_than": ("high",),
    "between": ("low", "high"),
    "vague": (),
}


def row_faults(row: Row) -> Iterator[Fault]:
    """Every fault of the rules of this module in one row."""
    for needs, rule in _RULES:
        if row.has(*needs):
            for column, found, expected in rule(row):
                yield row.fault(column, found, expected)


def _needs(*columns: str) -> Callable[[_Rule], _Rule]:
    def register(rule: _Rule) -> _Rule:
        _RULES.append((columns, rule))
        return rule

    return register


@_needs("bound", "low", "best", "high")
def _bound_fills_its_columns(row: Row) -> Iterator[_Finding]:
    for column in ("low", "best", "high"):
        fills = column in FILLED[row["bound"]]
        if fills and row[column] is None:
            yield column, None, f"a number, as the bound is {row['bound']}"
        elif not fills and row[column] is not None:
            yield column, None, f"a blank cell, as the bound is {row['bound']}"


@_needs("low", "best", "high")
def _ends_in_order(row: Row) -> Iterator[_Finding]:
    low, best, high = row["low"], row["best"], row["high"]
    if low is not None and high is not None:
        if low > high:
            yield "low", None, f"at most {row.cells['high']}, which is high"
        elif low == high and row.values.get("bound") == "between":
            yield "low", None, f"less than {row.cells['high']}, which is high"
    if best is not None and low is not None and best < low:
        yield "best", None, f"at least {row.cells['low']}, which is low"
    if best is not None and high is not None and best > high:
        yield "best", None, f"at most {row.cells['high']}, which is high"


@_needs("bound", "hedge", "as_printed")
def _vague_has_words(row: Row) -> Iterator[_Finding]:
    if row["bound"] == "vague" and not row["hedge"] and not re.search(r"[^\W\d_]", row["as_printed"]):
        yield "hedge", None, "the words, here or in as_printed, as the bound is vague"


@_needs("bound", "currency", "unit")
def _money_has_a_currency(row: Row) -> Iterator[_Finding]:
    currency = row["currency"]
    if currency is None:
        if row["bound"] != "vague":
            yield "currency", None, "an ISO 4217 currency, as the bound is not vague"
        return
    if currency not in currencies():
        yield "currency", None, f"an ISO 4217 currency{nearest(currency, currencies())}"
    elif re.split(r"[/*]", row["unit"])[0] != currency:
        yield "unit", None, f"a unit that starts with {currency}, its currency"


@_needs("unit", "accounting")
def _rate_is_per_time(row: Row) -> Iterator[_Finding]:
    per_time = any(name in TIME_UNITS for name in re.findall(r"/([A-Za-z_]+)", row["unit"]))
    if per_time and row["accounting"] not in ("rate", "forecast"):
        yield "accounting", None, f"rate or forecast, as the unit is {row['unit']}"
    if row["accounting"] == "rate" and not per_time and row["unit"] != "percent":
        yield "unit", None, "percent or a unit per time, as USD/year, as the accounting is rate"


@_needs("period_start", "period_end")
def _period_in_order(row: Row) -> Iterator[_Finding]:
    yield from _days_in_order(row, "period_start", "period_end")


@_needs("published_from", "published")
def _publication_in_order(row: Row) -> Iterator[_Finding]:
    yield from _days_in_order(row, "published_from", "published")


@_needs("start", "end")
def _event_in_order(row: Row) -> Iterator[_Finding]:
    yield from _days_in_order(row, "start", "end")


@_needs("as_of", "stated_on")
def _described_before_stated(row: Row) -> Iterator[_Finding]:
    yield from _days_in_order(row, "as_of", "stated_on")


def _days_in_order(row: Row, first: str, last: str) -> Iterator[_Finding]:
    if row[first] and row[last] and row[first] > row[last]:
        yield first, None, f"a day not after {last}, {row[last]}"


@_needs("claim_id", "original_claim_id")
def _id_is_no_keyword(row: Row) -> Iterator[_Finding]:
    if row["claim_id"] in NO_CLAIM:
        yield "claim_id", None, "another name, as original_claim_id gives this one a meaning"


@_needs("original_claim_id", "original_link")
def _link_goes_with_an_original(row: Row) -> Iterator[_Finding]:
    named = row["original_claim_id"] not in NO_CLAIM
    if named and row["original_link"] is None:
        yield "original_link", None, "stated or inferred, as original_claim_id names a claim"
    elif not named and row["original_link"] is not None:
        yield "original_link", None, f"a blank cell, as original_claim_id is {row['original_claim_id']}"


@_needs("paragraph", "also_at")
def _restated_elsewhere(row: Row) -> Iterator[_Finding]:
    numbers = paragraphs(row)
    if row["paragraph"] in numbers:
        yield "also_at", None, f"paragraphs other than {row['paragraph']}"
    elif len(set(numbers)) < len(numbers) or 0 in numbers:
        yield "also_at", None, "each paragraph once, counted from 1"


def paragraphs(row: Row) -> list[int]:
    """The paragraphs of `also_at`, in the order of the cell."""
    return [int(number) for number in (row["also_at"] or "").split(";") if number]


@_needs("likelihood", "likelihood_scale")
def _likelihood_has_its_scale(row: Row) -> Iterator[_Finding]:
    yield from _together(row, "likelihood", "likelihood_scale", "its scale or none")
    yield from _together(row, "likelihood_scale", "likelihood", "the word of likelihood")


@_needs("credibility", "graded_by", "grade_note")
def _credibility_has_a_reason(row: Row) -> Iterator[_Finding]:
    yield from _together(row, "credibility", "graded_by", "who graded it")
    yield from _together(row, "credibility", "grade_note", "the reason for it")


@_needs("reliability", "graded_by", "reliability_note")
def _reliability_has_a_reason(row: Row) -> Iterator[_Finding]:
    yield from _together(row, "reliability", "graded_by", "who graded it")
    yield from _together(row, "reliability", "reliability_note", "the reason for it")


def _together(row: Row, column: str, partner: str, words: str) -> Iterator[_Finding]:
    if row[column] is not None and row[partner] is None:
        yield partner, None, f"{words}, as {column} is {shown(row.cells[column])}"


@_needs("mention_id", "kind", "claim_id", "event_id", "reason")
def _mention_is_accounted_for(row: Row) -> Iterator[_Finding]:
    kind = row["kind"]
    if kind in ("claim", "restatement", "part"):
        if row["claim_id"] is None:
            yield "claim_id", None, f"the claim, as the kind is {kind}"
        return
    if row["reason"] is None:
        yield "reason", None, f"why it is no claim, as the kind is {kind}"
    if kind == "event" and row["event_id"] is None:
        yield "event_id", None, "the event, as the kind is event"
