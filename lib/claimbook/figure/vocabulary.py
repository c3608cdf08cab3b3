"""The words of a data folder: terms and what includes them, rules of addition, nouns of units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Term:
    """A word of the vocabulary with the wider terms that include it, nearest first.

    rank: its place among the terms of its kind that have an order. group: where a picture of flows shows
    figures of this measure. worth: the measure under which an estimate of its worth is shown.
    """

    id: str
    label: str = field(default="", compare=False)
    wider: tuple[Term, ...] = field(default=(), compare=False, repr=False)
    rank: int | None = field(default=None, compare=False, repr=False)
    group: Term | None = field(default=None, compare=False, repr=False)
    worth: Term | None = field(default=None, compare=False, repr=False)

    def __post_init__(self):
        if not self.label:
            object.__setattr__(self, "label", self.id.replace("-", " "))

    def within(self, other: Term) -> bool:
        """Whether this term is the other one or a part of it."""
        return self == other or other in self.wider


@dataclass(frozen=True)
class Rule:
    """A named addition: left op right, ids of measures, make `result`, one date and one claimant given.

    Rule("lost", "+", "killed", "missing", "lost", "killed and missing make the lost; ours")
    """

    name: str
    op: str
    left: str
    right: str
    result: str
    words: str


@dataclass(frozen=True)
class Noun:
    """A counting unit in words: one aircraft, several aircraft."""

    one: str
    several: str


@dataclass(frozen=True)
class Vocabulary:
    """What figures must know of the words that they are coded in; every figure of a book carries it.

    additions: the rules under which measures may be added. nouns: id of a unit -> its words.
    """

    additions: tuple[Rule, ...] = ()
    nouns: Mapping[str, Noun] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.additions or self.nouns)

    def noun(self, unit: str) -> Noun:
        """The words of a single unit; one that is not coded is its own name, with an s for several."""
        words = unit.replace("-", " ")
        return self.nouns.get(unit) or Noun(words, f"{words}s")


NO_WORDS = Vocabulary()
