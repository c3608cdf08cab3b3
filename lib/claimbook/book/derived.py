"""Derived figures: the rows of derived.csv, each computed once for every notebook.

What cannot be said is kept with its reason: a refusal is a result, and a brief shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from claimbook.book.book import Book, LeftOut
from claimbook.errors import Refusal, UnknownName
from claimbook.figure import Figure
from claimbook.figure.expression import FormulaFault, evaluate

PLACE = re.compile(r"\{([^{}]*)\}")  # an id in the words of a caveat


class Derived(Mapping):
    """The derived figures of a book: id -> Figure, for those that can be said.

    refused: id -> reason of those that a careful analyst refuses; asking for one
    raises that Refusal. missing: id -> reason where the selection leaves out a claim
    that it rests on, or the tables lack it; asking for one raises NotComputed.
    d["claim-id"] gives the book's claims too, so that formulas can build on both.
    Raises UnknownName for what is neither.

        derive(book)["nis-share-of-force"].statement()
    """

    def __init__(self, book: Book, rows: Sequence[Mapping] | None = None):
        self.book = book
        rows = book.rows("derived") if rows is None else rows
        self._rows = {row["derived_id"]: row for row in rows}
        self._made: dict[str, Figure] = {}
        self._at_work: set[str] = set()
        self.refused: dict[str, str] = {}
        self.missing: dict[str, str] = {}
        for id in self._rows:
            self._try(id)

    def _try(self, id: str) -> None:
        """Make a figure, or keep the reason why there is none."""
        if id in self._at_work:
            return  # an earlier formula needed it
        self._at_work.add(id)
        try:
            self._made[id] = self._make(id, self._rows[id])
        except Refusal as refusal:
            self.refused[id] = refusal.reason
        except NotComputed as absent:
            self.missing[id] = absent.reason  # that of the claim behind it, not a chain of figures
        except LeftOut as absent:
            self.missing[id] = str(absent)
        except UnknownName as absent:
            self.missing[id] = f"{absent.name} is not in the tables"
        except (FormulaFault, RecursionError) as fault:  # of tables that nobody checked
            self.missing[id] = f"its formula cannot be read ({fault})"

    def _make(self, id: str, row: Mapping) -> Figure:
        caveat = PLACE.sub(lambda place: self[place[1]].text(), row["caveat"] or "")
        made = evaluate(row["formula"], self)
        return made.named(id, row["label"], row["meaning"], *filter(None, [caveat]), base=row["base"])

    def __getitem__(self, id: str) -> Figure:
        if id in self._rows and id not in self._at_work:
            self._try(id)  # an input further down the table
        if id in self._made:
            return self._made[id]
        if id in self.refused:
            raise Refusal(self.refused[id])
        if id in self.missing or id in self._rows:
            raise NotComputed(id, self.missing.get(id, f"the formula of {id} leads back to itself"))
        if id not in self.book.coded:
            raise UnknownName(id, self.names)
        return self.book[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __contains__(self, id) -> bool:
        return id in self._made

    def __reduce__(self):
        return type(self), (self.book, list(self._rows.values()))  # computed again where it is unpickled

    @property
    def names(self) -> list[str]:
        """All ids that it can be asked for, whatever the selection: derived figures, then claims."""
        return [*self._rows, *self.book.names]

    @property
    def labels(self) -> dict[str, str]:
        """id -> what it would be, for the derived figures that are said and those that are not."""
        return {id: row["label"] for id, row in self._rows.items()}

    def _ipython_key_completions_(self) -> list[str]:
        return [*self, *self.book]

    def __repr__(self) -> str:
        lines = [f"{id}: {figure.statement()}" for id, figure in self.items()]
        lines += [f"{id}: refused, {reason}" for id, reason in self.refused.items()]
        lines += [f"{id}: not computed, {reason}" for id, reason in self.missing.items()]
        return "\n".join(lines)


class NotComputed(LeftOut):
    """A derived figure that rests on a claim which this selection, or these tables, do not hold."""

    def __str__(self) -> str:
        return f"{self.name} is not computed, since {self.reason}"


def derive(book: Book, rows: Sequence[Mapping] | None = None) -> Derived:
    """All derived figures of a book, with the reasons of those that cannot be said.

    rows: as of derived.csv, in place of those of the book's own tables.

    figures = derive(claimbook.open())
    figures["forecast-of-force"], figures.refused["gur-plus-nis"]
    """
    return Derived(book, rows)
