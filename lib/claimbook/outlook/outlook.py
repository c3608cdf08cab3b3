"""Outlook: the scenario of each claim of a book, under one set of assumptions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from claimbook.book import Book, LeftOut, derive
from claimbook.compare.kinship import root
from claimbook.errors import Refusal, UnknownName
from claimbook.figure import Figure
from claimbook.outlook.assumptions import Assumptions
from claimbook.outlook.scenario import at, earnings, fresh_men, pace, share_lost, time_until, who

SUMS = (
    "nis-dead-and-injured",
    "nis-dead-and-injured-as-briefed",
)  # sums of ours that are losses of the whole force
FORECAST = "casualty-forecast"  # the article's own "up to"; names the source of a share
UNREPLACED = "-unreplaced"


class Outlook(Mapping):
    """Scenario figures by id, above the derived figures and the claims of the book.

    "nis-killed-pace"                     losses a day
    "nis-killed-until-90"                 days until 90 % is lost, with fresh men
    "nis-killed-until-90-unreplaced"      the same where nobody is replaced
    "nis-killed-until-90-pay-per-soldier" money by then, at that pay
    "share-90", "force", "fresh-most"     the assumptions themselves

    In place of a share, `first` and `last` name the lowest and the highest one.
    refused: id -> reason of what is not said; labels: id -> what it would have been.
    losses: the claims that were looked at, each family once.
    """

    def __init__(self, book: Book, everything: Book, assumed: Assumptions):
        self.book, self.everything, self.assumed = book, everything, assumed
        self.derived = derive(book)
        self.refused: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self._made: dict[str, Figure] = {}
        self.whole = everything[assumed.force].counted.scope
        self.force = book[assumed.force] if assumed.force in book else None
        self.shares = [] if self.force is None else [self._share(per_cent) for per_cent in assumed.shares]
        if self.force is not None:
            most = self.assumed.fresh[1]
            self._keep(replace(fresh_men(self.force, (most, most)), id="fresh-most"))
        self.pays = [self.derived[id] for id in assumed.pay if self._has(id)]
        self.losses = self._losses()
        for losses in self.losses:
            self._scenario(losses)

    # -- what goes in -----------------------------------------------------------
    def _share(self, per_cent: int) -> Figure:
        forecast = self.book[FORECAST] if FORECAST in self.book else None
        printed = forecast is not None and per_cent in (forecast.best, forecast.high)
        why = "as far as the article's forecast goes" if printed else "set by a parameter"
        return self._keep(share_lost(self.force, per_cent, why))

    def _keep(self, figure: Figure) -> Figure:
        self._made[figure.id] = figure
        return figure

    def _has(self, id: str) -> bool:
        try:
            return self.derived[id] is not None
        except (Refusal, LeftOut, UnknownName):
            return False

    def _losses(self) -> list[Figure]:
        """Claims of losses of the force and our sums of them; of claims told twice the first."""
        subject = self.everything[self.assumed.force].counted.subject
        claims = self.book.about(subject=subject.id, measure="casualties")
        families = {}
        for claim in claims:
            families.setdefault(root(claim.lineage).id, claim)
        sums = [self.derived[id] for id in SUMS if id in self.derived]
        for id in SUMS:
            if id in self.derived.refused:
                self._refuse(id, self.derived.labels[id], self.derived.refused[id])
        return [*sums, *families.values()]

    # -- what comes out ---------------------------------------------------------
    def _scenario(self, losses: Figure) -> None:
        made = self._try(losses.id, words_of(losses), lambda: pace(losses, self.whole, self.assumed.first))
        if made is None or self.force is None:
            return
        for share in self.shares:
            self._under(losses, made, share)

    def _under(self, losses: Figure, pace_figure: Figure, share: Figure) -> None:
        label = f"{words_of(losses)}: how long the force lasts"
        alone = self._try(
            f"{losses.id}-until-{at(share)}{UNREPLACED}",
            label,
            lambda: time_until(losses, pace_figure, self.force, share, (0, 0), UNREPLACED),
        )
        if alone is None:
            return  # with fresh men it is no other matter
        time = self._try(
            f"{losses.id}-until-{at(share)}",
            f"{label} with fresh men",
            lambda: time_until(losses, pace_figure, self.force, share, self.assumed.fresh),
        )
        if time is None or losses.counted.measure.id == "killed":
            return
        for pay in self.pays:
            self._try(
                f"{time.id}-{pay.id}",
                f"{words_of(losses)}: money by then",
                lambda pay=pay: earnings(losses, pay, self.force, share, time),
            )

    def _try(self, id: str, label: str, make: Callable[[], Figure]) -> Figure | None:
        try:
            return self._keep(make())
        except Refusal as refusal:
            self._refuse(id, label, refusal.reason)
            return None

    def _refuse(self, id: str, label: str, reason: str) -> None:
        self.refused.setdefault(id, reason)
        self.labels.setdefault(id, label)

    # -- looking things up --------------------------------------------------------
    def pace_of(self, losses: Figure) -> Figure | None:
        return self._made.get(f"{losses.id}-pace")

    def time_of(self, losses: Figure, share: Figure, replaced: bool = True) -> Figure | None:
        tag = "" if replaced else UNREPLACED
        return self._made.get(f"{losses.id}-until-{at(share)}{tag}")

    def earnings_of(self, losses: Figure, share: Figure, pay: Figure) -> Figure | None:
        return self._made.get(f"{losses.id}-until-{at(share)}-{pay.id}")

    @property
    def lasting(self) -> list[Figure]:
        """The claims of dead and wounded under which a time can be said."""
        return [
            f
            for f in self.losses
            if f.counted.measure.id != "killed"
            and self.shares
            and any(self.time_of(f, share, replaced) for share in self.shares for replaced in (True, False))
        ]

    def _named(self, id: str) -> str:
        for word, position in (("first", 0), ("last", -1)):
            share = str(self.assumed.shares[position])
            id = id.replace(f"-until-{word}", f"-until-{share}").replace(f"share-{word}", f"share-{share}")
        return id

    def __getitem__(self, id: str) -> Figure:
        if id == "force" and self.force is not None:
            return self.force
        id = self._named(id)
        if id in self._made:
            return self._made[id]
        if id in self.refused:
            raise Refusal(self.refused[id])
        return self.derived[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __repr__(self) -> str:
        lines = [f"{id}: {figure.statement()}" for id, figure in self.items()]
        return "\n".join(lines + [f"{id}: refused, {reason}" for id, reason in self.refused.items()])


def words_of(losses: Figure) -> str:
    """Who counts what and where, in words."""
    counted = losses.counted
    return f"{who(losses)}: {counted.measure.label}, {counted.scope.label}"
