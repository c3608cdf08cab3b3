"""What a figure counts: of whom, what, where, how booked, by whom, when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from claimbook.figure.vocabulary import NO_WORDS, Term, Vocabulary


@dataclass(frozen=True)
class Voice:
    """A claimant or relay; affiliation is the id of the body it speaks for, described: what it is, in
    words."""

    id: str
    name: str = field(default="", compare=False)
    side: str = field(default="", compare=False)
    kind: str = field(default="", compare=False)
    reliability: str | None = field(default=None, compare=False)
    affiliation: str | None = field(default=None, compare=False)
    described: str | None = field(default=None, compare=False)

    def __post_init__(self):
        if not self.name:
            object.__setattr__(self, "name", self.id)


# How a figure is booked and how far money has come, in a reader's words: of a label and of a refusal alike.
ACCOUNTINGS = {
    "cumulative": "a running total",
    "increment": "the count of one period",
    "stock": "a count at one date",
    "rate": "so much for each span of time",
    "forecast": "a forecast",
    "ratio": "a ratio",
}
STAGES = {
    "earned": "money said to be earned",
    "valued": "an estimate of worth",
    "potential": "money that could come",
    "disbursed": "money paid out",
}


@dataclass(frozen=True)
class Counted:
    """Everything that must agree before two figures may be added.

    accounting: cumulative, increment, stock, rate, forecast or (made here) ratio.
    claimants: one for a claim, several for a ratio across claimants.
    stated_on: the day it was said; published: of its document, the last day. period: first and last
    day that the figure covers, where stated. vocabulary: of the tables that it is coded in.
    """

    subject: Term
    measure: Term
    scope: Term
    accounting: str
    claimants: tuple[Voice, ...]
    stage: str | None = None
    as_of: dt.date | None = None
    stated_on: dt.date | None = None
    published: dt.date | None = None
    period: tuple[dt.date | None, dt.date | None] = (None, None)
    vocabulary: Vocabulary = field(default=NO_WORDS, compare=False, repr=False)

    @property
    def day(self) -> dt.date | None:
        """The as-of day; where none is stated, the day it was said, or else published."""
        return self.said or self.published

    @property
    def said(self) -> dt.date | None:
        """The as-of day or the day it was said; a late copy's day of publication is neither."""
        return self.as_of or self.stated_on

    @property
    def flows_as(self) -> Term:
        """The measure that a picture of flows shows: of money that nobody paid, what it would be worth."""
        return self.measure.worth if self.stage == "valued" and self.measure.worth else self.measure

    @property
    def words(self) -> str:
        return f"{self.subject.label}: {self.what}"

    @property
    def what(self) -> str:
        """What is counted of the subject: "killed, the whole deployment, a running total"."""
        booked = (
            "" if self.accounting == "rate" else ACCOUNTINGS.get(self.accounting, self.accounting)
        )  # its unit says so
        kinds = (booked, STAGES.get(self.stage, self.stage))
        return ", ".join(filter(None, (self.measure.label, self.scope.label, *kinds)))
