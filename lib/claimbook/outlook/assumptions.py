"""What a scenario assumes: parameters checked once, each with its source or marked as assumed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from claimbook.book import Book, derive
from claimbook.errors import ParameterFault, Refusal
from claimbook.figure.units import same_dimension

FIRST_COMBAT = "first-combat"  # the row of events.csv that bounds the first day of combat
BY_PARAMETER = "assumed: set by a parameter"

Days = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Assumptions:
    """Checked assumptions of a scenario; make them with `Assumptions.checked`.

    first        earliest and latest first day of combat; None where the selection holds no such event
    first_source where these days come from, in words
    fresh        men a month who come as replacement, at the least and at the most
    pay          ids of figures: money for one soldier and a time
    shares       per cent of the force lost, rising
    force        id of the claim of the force's size
    """

    first: Days | None
    first_source: str
    fresh: tuple[int, int]
    pay: tuple[str, ...]
    shares: tuple[int, ...]
    force: str

    @classmethod
    def checked(
        cls, book: Book, everything: Book, first_from, first_to, fresh_low, fresh_high, pay, shares, force
    ) -> Assumptions:
        """From a notebook's parameters; `book` is the selection, `everything` all that is coded.
        Raises ParameterFault naming what is allowed."""
        first, source = _first(book, first_from, first_to)
        return cls(
            first,
            source,
            _fresh(fresh_low, fresh_high),
            _pay(everything, pay),
            _shares(shares),
            _force(everything, force),
        )


def _first(book: Book, first_from, first_to) -> tuple[Days | None, str]:
    given = (_day("FIRST_COMBAT_FROM", first_from), _day("FIRST_COMBAT_TO", first_to))
    coded, source = _coded(book)
    if coded is None and None in given:
        return None, source
    days = tuple(day or known for day, known in zip(given, coded or given, strict=True))
    if days[0] > days[1]:
        name = "FIRST_COMBAT_TO" if given[1] else "FIRST_COMBAT_FROM"
        limit = f"not before {days[0]}" if given[1] else f"not after {days[1]}"
        raise ParameterFault(name, str(given[1] or given[0]), f"a day {limit}")
    return days, source if given == (None, None) else BY_PARAMETER


def _coded(book: Book) -> tuple[Days | None, str]:
    rows = [row for row in book.events.to_dict("records") if row["event_id"] == FIRST_COMBAT]
    if not rows or not rows[0]["start"] or not rows[0]["end"]:
        return None, "no event of this selection dates the first combat"
    row = rows[0]
    label = dict(zip(book.documents["document_id"], book.documents["label"], strict=True))[row["document_id"]]
    how = row["dated_by"].replace("_", " ")
    return (row["start"], row["end"]), f"{label}, paragraph {row['paragraph']}; the widest range, {how}"


def _day(name: str, value) -> dt.date | None:
    if value in (None, ""):
        return None
    try:
        if isinstance(value, str) and len(value) == 10:
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise ParameterFault(name, value, "a day as 2024-12-01, or an empty text for the day in events.csv")


def _whole(value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _fresh(low, high) -> tuple[int, int]:
    if not _whole(low) or low < 0:
        raise ParameterFault("REPLACEMENT_LOW", low, "a whole number of men a month, zero or more")
    if not _whole(high) or high < low:
        raise ParameterFault(
            "REPLACEMENT_HIGH", high, f"a whole number of men a month, not below REPLACEMENT_LOW ({low})"
        )
    return low, high


def _pay(everything: Book, ids) -> tuple[str, ...]:
    known = _pays(everything)
    if isinstance(ids, str) or not isinstance(ids, Sequence):
        raise ParameterFault("PAY", ids, f"a list of any of {', '.join(known)}")
    for id in ids:
        if id not in known:
            raise ParameterFault("PAY", id, f"any of {', '.join(known)}")
    return tuple(dict.fromkeys(ids))


def _pays(everything: Book) -> list[str]:
    """Ids of money for one person and a time, claimed or derived."""
    figures = {**everything, **derive(everything)}
    return [id for id, figure in figures.items() if figure.bound != "vague" and _is_pay(figure.unit)]


def _is_pay(unit: str) -> bool:
    money = unit.split("/")[0]
    return len(money) == 3 and money.isupper() and same_dimension(unit, f"{money}/person/month")


def _shares(values) -> tuple[int, ...]:
    allowed = "a list of whole numbers from 1 to 100, each once, at least one"
    if isinstance(values, str) or not isinstance(values, Sequence) or not values:
        raise ParameterFault("SHARES", values, allowed)
    for value in values:
        if not _whole(value) or not 1 <= value <= 100:
            raise ParameterFault("SHARES", value, allowed)
    if len(set(values)) < len(values):
        raise ParameterFault("SHARES", values, allowed)
    return tuple(sorted(values))


def _force(everything: Book, id) -> str:
    known = [figure.id for figure in everything.values() if _is_force(figure)]
    if id not in known:
        raise ParameterFault("FORCE", id, f"one of {', '.join(known)}")
    return id


def _is_force(figure) -> bool:
    try:
        figure.bounds  # noqa: B018
    except Refusal:
        return False
    return figure.counted.measure.id == "deployed" and figure.counted.accounting == "stock"
