"""Figures for the tests of show and brief: the interface of a Figure with nothing behind it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from claimbook.figure.entry import Entry


@dataclass(frozen=True)
class StandIn:
    """A claim, or with `inputs` a derived figure."""

    id: str
    words: str
    bound: str
    low: Fraction | None = None
    best: Fraction | None = None
    high: Fraction | None = None
    unit: str = "person"
    approx: bool = False
    facts: dict = field(default_factory=dict)
    inputs: tuple = ()
    base: str | None = None

    def text(self, target: str = "text") -> str:
        return self.words

    def entry(self) -> Entry:
        ends = {
            name: None if end is None else str(end)
            for name, end in (("low", self.low), ("best", self.best), ("high", self.high))
        }
        common = {
            "id": self.id,
            "text": self.words,
            "counts": "North Korean soldiers killed",
            "bound": self.bound,
            **ends,
            "approx": self.approx,
            "unit": self.unit,
        }
        if self.inputs:
            made = {"kind": "derived", "op": "+", "rule": "as-printed", "base": self.base}
            made |= {"inputs": [f.id for f in self.inputs], "caveats": ["One figure is taken as printed."]}
            return Entry(**{**common, **made, "meaning": "Casualties of the whole deployment.", **self.facts})
        claim = {
            "kind": "claim",
            "claimant": "NIS (South Korea)",
            "via": ["Lee Sung-kwon"],
            "paragraph": 3,
            "document": "The Telegraph, about 20-21 December 2024",
            "as_printed": self.words,
            "as_of": "2024-12-19",
            "stated_on": "2024-12-19",
            "published": "2024-12-21",
            "reliability": "C",
            "credibility": 3,
            "grade_note": "One service through one lawmaker.",
            "status": "unverified",
            "original": "unknown",
            "original_link": "inferred",
            "row": "casualties.csv:4",
        }
        return Entry(**{**common, **claim, **self.facts})

    def entries(self) -> dict[str, Entry]:
        found = {self.id: self.entry()}
        for figure in self.inputs:
            found |= figure.entries()
        return found


def claim(name: str, words: str, bound: str, value=None, high=None, **more) -> StandIn:
    """A stand-in of that bound: `value` is its low, best or high as the bound asks."""
    first = None if value is None else Fraction(value)
    if bound in ("at_least", "more_than", "between"):
        return StandIn(name, words, bound, low=first, high=None if high is None else Fraction(high), **more)
    if bound in ("up_to", "less_than", "at_most"):
        return StandIn(name, words, bound, high=first, **more)
    return StandIn(name, words, bound, best=first, **more)
