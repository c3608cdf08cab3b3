"""Named derived figures: formula, meaning, caveat, each computed once for every notebook.

A new one is a Spec in CATALOGUE. What cannot be said is kept with its reason: a
refusal is a result, and a brief shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from claimbook.book import Book, LeftOut
from claimbook.errors import Refusal, UnknownName
from claimbook.figure import Figure


@dataclass(frozen=True)
class Spec:
    """One derived figure. formula: from a book to a Figure (it may refuse). caveat: from a
    book to words, because a caveat that holds a number must look it up as well."""

    id: str
    label: str
    formula: Callable[[Derived], Figure]
    meaning: str
    caveat: Callable[[Derived], str] | None = None


class Derived(Mapping):
    """The derived figures of a book: id -> Figure, for those that can be said.

    refused: id -> reason of those that a careful analyst refuses; asking for one
    raises that Refusal. missing: id -> reason where the selection leaves out a claim
    that it rests on, or the tables of another data folder lack it; asking for one
    raises NotComputed. d["claim-id"] gives the book's claims too, so that formulas
    can build on both. Raises UnknownName for what is neither.
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
        if id in self._made:
            return  # an earlier formula needed it
        try:
            self._made[id] = self._make(self._specs[id])
        except Refusal as refusal:
            self.refused[id] = refusal.reason
        except NotComputed as absent:
            self.missing[id] = absent.reason  # that of the claim behind it, not a chain of figures
        except LeftOut as absent:
            self.missing[id] = str(absent)
        except UnknownName as absent:  # a slip in a formula shows in the tests, on the project's own tables
            self.missing[id] = f"{absent.name} is not in the tables"

    def _make(self, spec: Spec) -> Figure:
        caveats = (spec.caveat(self),) if spec.caveat else ()
        return spec.formula(self).named(spec.id, spec.label, spec.meaning, *caveats)

    def __getitem__(self, id: str) -> Figure:
        if id in self.refused:
            raise Refusal(self.refused[id])
        if id in self.missing:
            raise NotComputed(id, self.missing[id])
        if id in self._specs and id not in self._made:
            self._try(id)  # an input further down the catalogue
            return self[id]
        if id in self._made:
            return self._made[id]
        if id not in self.book.names:
            raise UnknownName(id, self.names)
        return self.book[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __contains__(self, id) -> bool:
        return id in self._made

    def __reduce__(self):
        return type(self), (
            self.book,
        )  # computed again where it is unpickled: the formulas themselves cannot travel

    @property
    def names(self) -> list[str]:
        """All ids that it can be asked for, whatever the selection: derived figures, then claims."""
        return [*self._specs, *self.book.names]

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


class NotComputed(LeftOut):
    """A derived figure that rests on a claim which this selection, or these tables, do not hold."""

    def __str__(self) -> str:
        return f"{self.name} is not computed, since {self.reason}"


def derive(book: Book) -> Derived:
    """All derived figures of a book, with the reasons of those that cannot be said."""
    return Derived(book)


CATALOGUE = (
    Spec(
        "nis-dead-and-injured",
        "North Korean troops killed or wounded: the NIS's dead and injured added",
        lambda d: d["nis-killed"] + d["nis-wounded"],
        "Dead and injured of one briefing, added by us; the article does not add them.",
    ),
    Spec(
        "nis-dead-and-injured-as-briefed",
        "North Korean troops killed or wounded, in the words of the briefing",
        lambda d: d["nis-killed-pravda"] + d["nis-wounded-pravda"],
        "The same sum from the relay that is closest to the briefing.",
    ),
    Spec(
        "nis-share-of-force",
        "share of the force killed or wounded: the NIS's count over the article's force",
        lambda d: d["nis-dead-and-injured"] / d["troops-in-russia"],
        "How much of the force the NIS's dead and injured would be, at the least.",
    ),
    Spec(
        "nis-killed-share-of-force",
        "share of the force killed: the NIS's count over the article's force",
        lambda d: d["nis-killed"] / d["troops-in-russia"],
        "How much of the force the NIS's dead would be, at the least.",
    ),
    Spec(
        "nis-injured-per-dead",
        "injured for each dead, by the NIS's figures",
        lambda d: d["nis-wounded"] / d["nis-killed"],
        "Injured for each dead in the same briefing.",
        lambda d: "a by-product of a floor: more dead would make it less",
    ),
    Spec(
        "us-injured-per-dead-russia",
        "injured for each dead of Russian forces, by US assessments",
        lambda d: d["russian-wounded-nyt"] / d["russian-killed-nyt"],
        "The same ratio for Russian forces in a newspaper's account of US assessments.",
    ),
    Spec(
        "forecast-of-force",
        "North Korean casualties, a forecast",
        lambda d: d["casualty-forecast"] * d["troops-in-russia"],
        "What the forecast would mean for the article's force; a forecast, never a count.",
        lambda d: f"if the base is {d['troops-in-russia'].text()}, which nobody states",
    ),
    Spec(
        "gur-plus-nis",
        "the GUR's casualties and the NIS's dead added",
        lambda d: d["gur-casualties"] + d["nis-killed"],
        "A sum that no careful analyst makes; kept to show the refusal.",
    ),
    # -- how big is the force
    Spec(
        "force-share-of-army",
        "share of North Korea's conscripts, as the article calls them",
        lambda d: d["troops-in-russia"] / d["conscripts"],
        "How much of the army the force is, by the article's own figures.",
    ),
    Spec(
        "army-per-soldier",
        "conscripts, as the article calls them, for each soldier in Russia",
        lambda d: d["conscripts"] / d["troops-in-russia"],
        "One soldier in so many is in Russia.",
    ),
    Spec(
        "force-share-of-reserve",
        "share of North Korea's reservists",
        lambda d: d["troops-in-russia"] / d["reservists"],
        "The force beside the reservists; nobody says that it was drawn from them.",
    ),
    Spec(
        "reserve-per-soldier",
        "reservists for each soldier in Russia",
        lambda d: d["reservists"] / d["troops-in-russia"],
        "So many reservists for one soldier in Russia.",
    ),
    Spec(
        "army-and-reserve",
        "conscripts and reservists added",
        lambda d: d["conscripts"] + d["reservists"],
        "A sum that the article suggests by naming both in one breath; kept to show the refusal.",
    ),
    Spec(
        "russian-casualties-span",
        "for the article's Russian casualties, as printed",
        lambda d: d["russian-casualties"].period_length(),
        "A round span in words; its days are not stated.",
    ),
    Spec(
        "russian-casualties-a-year",
        "Russian casualties, as the article prints them",
        lambda d: d["russian-casualties"] / d["russian-casualties-span"],
        "The article's casualties over the article's round span.",
    ),
    Spec(
        "russian-casualties-a-day",
        "Russian casualties, as the article prints them",
        lambda d: d["russian-casualties-a-year"].to("person/day"),
        "The same pace by the day.",
    ),
    Spec(
        "force-in-days",
        "for Russian casualties to equal the force, as the article prints them",
        lambda d: d["troops-in-russia"] / d["russian-casualties-a-day"],
        "As many men as Russian casualties in so many days.",
        lambda d: "which says nothing of replacement: wounded men return",
    ),
    Spec(
        "russian-casualties-a-day-as-said",
        "Russian casualties, in the US official's words",
        lambda d: d["russian-casualties-pentagon"] / d["russian-casualties-pentagon-span"],
        "The official's figure over the days that it covers.",
    ),
    Spec(
        "russian-casualties-pentagon-span",
        "from the invasion to the day on which the US official spoke",
        lambda d: d["russian-casualties-pentagon"].period_length(),
        "How long the official's figure counts, by our arithmetic; he stated no number of days.",
    ),
    Spec(
        "force-in-days-as-said",
        "for Russian casualties to equal the force, in the US official's words",
        lambda d: d["troops-in-russia"] / d["russian-casualties-a-day-as-said"],
        "As many men as Russian casualties in fewer days than this.",
        lambda d: "which says nothing of replacement: wounded men return",
    ),
    # -- what flows
    Spec(
        "money-per-container",
        "brought by the arms, as the article prints money and containers",
        lambda d: d["arms-earnings"] / d["containers"],
        "What each container would have brought at the most.",
    ),
    Spec(
        "money-per-soldier-year",
        "in payments for the force, as the article prints them",
        lambda d: d["troop-payments"] / d["troops-in-russia"],
        "What each of the soldiers could bring in a year.",
    ),
    Spec(
        "money-per-soldier-month",
        "in payments for the force, as the article prints them",
        lambda d: d["money-per-soldier-year"].to("USD/person/month"),
        "The same by the month.",
    ),
    Spec(
        "soldiers-for-payments",
        "soldiers who could be paid, at the pay that the NIS gave",
        lambda d: d["troop-payments"] / d["pay-per-soldier"],
        "How many soldiers the yearly payments would need at that pay.",
    ),
    Spec(
        "payments-for-force",
        "for the whole force, at the pay that the NIS gave",
        lambda d: replace(d["pay-per-soldier"] * d["troops-in-russia"], label="pay of the whole force").to(
            "USD/year"
        ),
        "What the article's force could bring in a year at that pay.",
    ),
    Spec(
        "payments-over-pay",
        "times what the force would bring at the NIS's pay, if the payments are as printed",
        lambda d: d["troop-payments"] / d["payments-for-force"],
        "How many times as much the article prints.",
    ),
    Spec(
        "arms-and-payments",
        "money for arms and payments for troops added",
        lambda d: d["arms-earnings"] + d["troop-payments"],
        'A sum that the article suggests by "another"; kept to show the refusal.',
    ),
    Spec(
        "arms-per-payments",
        "money for arms over payments for troops",
        lambda d: d["arms-earnings"] / d["troop-payments"],
        "A ratio of a total to a yearly rate, and of two stages; kept to show the refusal.",
    ),
)
