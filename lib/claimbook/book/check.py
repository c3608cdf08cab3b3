"""A data folder checked as a whole: first its tables, then what its tables of knowledge say.

The knowledge is sound where every formula can be read, every id in it names something, no figure
leads back to itself, and on the whole folder each formula gives what its row expects.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from claimbook import tables
from claimbook.book.book import Book
from claimbook.book.coded import rule_of
from claimbook.book.derived import PLACE, Derived
from claimbook.errors import DataFaults, Fault, UnknownName, shown
from claimbook.figure.expression import FormulaFault, ids_of
from claimbook.paths import data_root
from claimbook.tables import Tables

_MOST = 10_000  # names among which the nearest is looked for
_A_FIGURE = "the id of a claim or a derived figure"


def open(data: str | Path | None = None) -> Book:
    """The book of a data folder: the argument, else CLAIMBOOK_DATA, else the nearest data/.

    Raises DataFaults with every fault of every table, or ClaimbookError.
    """
    return Book(load(data_root(data)))


def load(root: str | Path, anew: bool = False) -> Tables:
    """The tables of a data folder of which a book can be made. Raises DataFaults with every fault; knowledge
    is looked at where the tables have none.

    A folder that was found good is not checked again, unless `anew`.
    """
    return tables.load(root, anew, knowledge_faults)


def check(root: str | Path) -> list[Fault]:
    """Every fault of a data folder; never raises for what it holds."""
    try:
        load(root, anew=True)
    except DataFaults as error:
        return list(error.faults)
    return []


def knowledge_faults(sound: Tables) -> list[Fault]:
    """Every fault of additions, derived figures and tests of fit in the tables of a whole folder.

    A fault that follows from another one is not told: outcomes are looked at where the rest is sound.
    """
    book = Book(sound)
    derived, fits = book.rows("derived"), book.rows("fits")
    known = dict.fromkeys([*book.coded, *(row["derived_id"] for row in derived)])
    faults = [*_addition_faults(book.rows("terms"))]
    faults += [*_name_faults(derived, book), *_formula_faults(derived, known)]
    faults += [fault for row in derived for fault in _place_faults(row, "caveat", known)]
    faults += [fault for row in fits for fault in _fit_faults(row, known)]
    return faults or [*_outcome_faults(derived, fits, book)]


def _fault(row: Mapping, column: str, found: str, expected: str) -> Fault:
    return Fault(row["_file"], row["_row"], column, found, expected)


def _unreadable(row: Mapping, fault: FormulaFault) -> Fault:
    return _fault(row, "formula", f"{fault.found} at character {fault.position}", fault.expected)


def _unknown(row: Mapping, column: str, id: str, known: Collection[str], where: str = "") -> Fault:
    return _fault(row, column, f"{shown(id)}{where}", f"{_A_FIGURE}{_near(id, known)}")


def _near(id: str, known: Collection[str]) -> str:
    near = UnknownName(id, known).nearest if len(known) <= _MOST else None
    return f" (nearest: {near})" if near else ""


def _addition_faults(terms: list[dict]) -> Iterator[Fault]:
    """Rules of addition that cannot be read, or that name what is no measure."""
    measures = [row["term_id"] for row in terms if row["kind"] == "measure"]
    for row in terms:
        if row["kind"] != "addition":
            if row["formula"]:
                yield _fault(row, "formula", shown(row["formula"]), "a blank cell, as this is no addition")
            continue
        try:
            rule = rule_of(row)
        except FormulaFault as fault:
            yield _unreadable(row, fault)
            continue
        for id in (rule.result, rule.left, rule.right):
            if id not in measures:
                yield _fault(row, "formula", shown(id), f"a term of kind measure{_near(id, measures)}")


def _name_faults(derived: list[dict], book: Book) -> Iterator[Fault]:
    for row in derived:
        if row["derived_id"] in book.coded:
            found = f"{shown(row['derived_id'])}, which is a claim_id too"
            yield _fault(row, "derived_id", found, "a name of its own")


def _formula_faults(derived: list[dict], known: Collection[str]) -> Iterator[Fault]:
    """Formulas that cannot be read, that name nothing, or that lead back to themselves."""
    needs: dict[str, tuple[str, ...]] = {}
    for row in derived:
        try:
            needs[row["derived_id"]] = ids_of(row["formula"])
        except FormulaFault as fault:
            yield _unreadable(row, fault)
        for id in needs.get(row["derived_id"], ()):
            if id not in known:
                yield _unknown(row, "formula", id, known)
    try:
        TopologicalSorter({row["derived_id"]: _leads_to(row, needs) for row in derived}).prepare()
    except CycleError as cycle:
        path = cycle.args[1][::-1]
        row = next(row for row in derived if row["derived_id"] in path)
        yield _fault(
            row, "formula", f"figures that lead back to themselves ({', '.join(path)})", "an end in claims"
        )


def _leads_to(row: Mapping, needs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return (*needs.get(row["derived_id"], ()), *PLACE.findall(row["caveat"] or ""))


def _place_faults(row: Mapping, column: str, known: Collection[str]) -> Iterator[Fault]:
    """Braces of a text that hold no id; `!c` and `!b` behind one say how a number is written."""
    words = row[column] or ""
    for place in PLACE.findall(words):
        id = place.partition("!")[0]
        if id not in known:
            yield _unknown(row, column, id, known, " in braces")
    if set(PLACE.sub("", words)) & set("{}"):
        yield _fault(row, column, "a single brace", "an id between two braces")
    if "**" in words:
        yield _fault(row, column, '"**"', "plain words, with ids between braces")


def _fit_faults(row: Mapping, known: Collection[str]) -> Iterator[Fault]:
    for column in ("left", "right", "attempt", "result"):
        if row[column] and row[column] not in known:
            yield _unknown(row, column, row[column], known)
    yield from _place_faults(row, "needs", known)
    if digits := re.search(r"\d[\d.,]*", PLACE.sub("", row["needs"] or "")):
        yield _fault(row, "needs", shown(digits[0]), "no typed number: the id of a figure between braces")


def _outcome_faults(derived: list[dict], fits: list[dict], book: Book) -> Iterator[Fault]:
    """Formulas that give another outcome than their row expects, and tests of figures that are refused."""
    figures = Derived(book)
    reasons = figures.refused | figures.missing
    for row in derived:
        outcome = "refused" if row["derived_id"] in figures.refused else "value"
        if row["derived_id"] in figures.missing:
            yield _fault(row, "formula", figures.missing[row["derived_id"]], "a formula that can be computed")
        elif outcome != row["expect"]:
            reason = f" ({reasons[row['derived_id']]})" if outcome == "refused" else ""
            yield _fault(row, "expect", shown(row["expect"]), f"{outcome}, as the formula gives{reason}")
    for row in fits:
        for column in ("left", "right", "result"):
            if row[column] in figures.refused:
                found = f"{shown(row[column])}, which is refused"
                yield _fault(row, column, found, "a figure that can be said")
