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
from claimbook.tables.package import FILLED
from claimbook.tables.sheets import NO_CLAIM
from claimbook.tables.units import currencies

_Finding = tuple[str, str | None, str]
_Rule = Callable[[Row], Iterator[_Finding]]
_WEB = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)
_LONGEST_NUMBER = 9  # digits; no document has more paragraphs
_RULES: list[tuple[tuple[str, ...], _Rule]] = []


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
    # A cell that the bound wants blank is told as such, and its number compared with no other.
    fills = FILLED.get(row.values.get("bound"), ("low", "best", "high"))
    low, best, high = (row[column] if column in fills else None for column in ("low", "best", "high"))
    if low is not None and high is not None:
        if low > high:
            yield "low", None, f"at most {row.cells['high']}, which is high"
        elif low == high and row.values.get("bound") == "between":
            yield "low", None, f"less than {row.cells['high']}, which is high"
    if best is not None and low is not None and best < low:
        yield "best", None, f"at least {row.cells['low']}, which is low"
    elif best is not None and high is not None and best > high:
        yield "best", None, f"at most {row.cells['high']}, which is high"


@_needs("bound", "hedge", "as_printed")
def _vague_has_words(row: Row) -> Iterator[_Finding]:
    if row["bound"] == "vague" and not row["hedge"] and not re.search(r"[^\W\d_]", row["as_printed"]):
        yield "hedge", None, "the words, here or in as_printed, as the bound is vague"


@_needs("bound", "currency")
def _money_has_a_currency(row: Row) -> Iterator[_Finding]:
    currency = row["currency"]
    if currency is None:
        if row["bound"] != "vague":
            yield "currency", None, "an ISO 4217 currency, as the bound is not vague"
    elif currency not in currencies():
        yield "currency", None, f"an ISO 4217 currency{nearest(currency, currencies())}"


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


@_needs("paragraph", "also_at")
def _restated_elsewhere(row: Row) -> Iterator[_Finding]:
    if expected := restated_wrongly(row):
        yield "also_at", None, expected


def restated_wrongly(row: Row) -> str:
    """What is expected of `also_at` instead, or ""."""
    cells = (row["also_at"] or "").split(";") if row["also_at"] else []
    numbers = paragraphs(row)
    if len(numbers) < len(cells):
        return "paragraph numbers parted by semicolons, as 30;33"
    if len(set(numbers)) < len(numbers):
        return "each paragraph once"
    if 0 in numbers:
        return "paragraphs counted from 1"
    return f"paragraphs other than {row['paragraph']}" if row["paragraph"] in numbers else ""


def paragraphs(row: Row) -> list[int]:
    """The paragraphs of `also_at`, in the order of the cell; what is no such number is left out."""
    cells = (row["also_at"] or "").split(";")
    return [int(cell) for cell in cells if cell.isascii() and cell.isdigit() and len(cell) <= _LONGEST_NUMBER]


@_needs("via_ids", "claimant_id")
def _relays_of_a_claim(row: Row) -> Iterator[_Finding]:
    yield from _relays_come_once(row, "claimant_id")


@_needs("via_ids", "judge_id")
def _relays_of_a_judgement(row: Row) -> Iterator[_Finding]:
    yield from _relays_come_once(row, "judge_id")


def _relays_come_once(row: Row, origin: str) -> Iterator[_Finding]:
    relays = (row["via_ids"] or "").split(" > ")
    twice = [relay for place, relay in enumerate(relays) if relay in relays[:place]]
    if row[origin] in relays:
        yield (
            "via_ids",
            f"{shown(row[origin])}, the {origin} itself",
            f"relays between the {origin} and the document",
        )
    elif twice:
        yield "via_ids", f"{shown(twice[0])} a second time", "each relay once"


@_needs("address", "published")
def _address_is_of_the_web(row: Row) -> Iterator[_Finding]:
    # A brief makes a link of it: any other scheme could run a program.
    if row["address"] and not _WEB.fullmatch(row["address"]):
        yield "address", None, "an address that starts with https:// or http://"


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
