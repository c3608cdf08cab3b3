"""Named derived figures: formula, meaning, caveat, each computed once for every notebook.

A new one is a Spec in CATALOGUE. What cannot be said is kept with its reason: a
refusal is a result, and a brief shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from claimbook.book import Book, LeftOut, UnknownName
from claimbook.errors import Refusal
from claimbook.figure import Figure


@dataclass(frozen=True)
class Spec:
    """One derived figure. formula: from a book to a Figure (it may refuse). caveat: from a
    book to words, because a caveat that holds a number must look it up as well."""

    id: str
    label: str
    formula: Callable[["Derived"], Figure]
    meaning: str
    caveat: Callable[["Derived"], str] | None = None


class Derived(Mapping):
    """The derived figures of a book: id -> Figure, for those that can be said.

    refused: id -> reason of those that a careful analyst refuses; asking for one
    raises that Refusal. missing: id -> reason where the selection left out a claim.
    d["claim-id"] gives the book's claims too, so that formulas can build on both.
    """

    def __init__(self, book: Book):
        self.book = book
        self._specs = {spec.id: spec for spec in CATALOGUE}
        self._made: dict[str, Figure] = {}
        self.refused: dict[str, str] = {}
        self.missing: dict[str, str] = {}
        for id in self._specs:
            self._try(id)

    def _try(self, id: str) -> None:
        try:
            self._made[id] = self._make(self._specs[id])
        except Refusal as refusal:
            self.refused[id] = refusal.reason
        except (LeftOut, UnknownName) as absent:
            self.missing[id] = str(absent)

    def _make(self, spec: Spec) -> Figure:
        caveats = (spec.caveat(self),) if spec.caveat else ()
        return spec.formula(self).named(spec.id, spec.label, spec.meaning, *caveats)

    def __getitem__(self, id: str) -> Figure:
        if id in self.refused:
            raise Refusal(self.refused[id])
        if id in self.missing:
            raise LeftOut(id, self.missing[id])
        if id in self._specs and id not in self._made:
            self._made[id] = self._make(self._specs[id])  # an input further down the catalogue
        return self._made[id] if id in self._specs else self.book[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __contains__(self, id) -> bool:
        return id in self._made

    @property
    def labels(self) -> dict[str, str]:
        """id -> what it would be, for the derived figures that are said and those that are not."""
        return {id: spec.label for id, spec in self._specs.items()}

    def _ipython_key_completions_(self) -> list[str]:
        return [*self, *self.book]

    def __repr__(self) -> str:
        lines = [f"{id}: {figure.statement()}" for id, figure in self.items()]
        lines += [f"{id}: refused, {reason}" for id, reason in self.refused.items()]
        lines += [f"{id}: not computed, {reason}" for id, reason in self.missing.items()]
        return "\n".join(lines)


def derive(book: Book) -> Derived:
    """All derived figures of a book, with the reasons of those that cannot be said."""
    return Derived(book)


CATALOGUE = (
    Spec("nis-dead-and-injured", "North Korean troops killed or wounded, the NIS's dead and injured together",
         lambda d: d["nis-killed"] + d["nis-wounded"],
         "Dead and injured of one briefing, added by us; the article does not add them."),
    Spec("nis-dead-and-injured-as-briefed", "North Korean troops killed or wounded, in the words of the briefing",
         lambda d: d["nis-killed-pravda"] + d["nis-wounded-pravda"],
         "The same sum from the relay that is closest to the briefing."),
    Spec("nis-share-of-force", "share of the force killed or wounded, NIS's count over the article's force",
         lambda d: d["nis-dead-and-injured"] / d["troops-in-russia"],
         "How much of the force the NIS's dead and injured would be, at the least."),
    Spec("nis-killed-share-of-force", "share of the force killed, NIS's count over the article's force",
         lambda d: d["nis-killed"] / d["troops-in-russia"],
         "How much of the force the NIS's dead would be, at the least."),
    Spec("nis-injured-per-dead", "injured for each dead, NIS",
         lambda d: d["nis-wounded"] / d["nis-killed"],
         "Injured for each dead in the same briefing.",
         lambda d: "a by-product of a floor: more dead would make it less"),
    Spec("us-injured-per-dead-russia", "injured for each dead, Russian forces, US assessments",
         lambda d: d["russian-wounded-nyt"] / d["russian-killed-nyt"],
         "The same ratio for Russian forces in a newspaper's account of US assessments."),
    Spec("forecast-of-force", "North Korean casualties, a forecast",
         lambda d: d["casualty-forecast"] * d["troops-in-russia"],
         "What the forecast would mean for the article's force; a forecast, never a count.",
         lambda d: f"if the base is {d['troops-in-russia'].text()}, which nobody states"),
    Spec("gur-plus-nis", "GUR's casualties and the NIS's dead added",
         lambda d: d["gur-casualties"] + d["nis-killed"],
         "A sum that no careful analyst makes; kept to show the refusal."),
)
