"""Figure: a number that knows its bounds, what it counts and where it comes from."""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from fractions import Fraction

import pint

from claimbook.errors import Refusal
from claimbook.figure import arithmetic, periods, units
from claimbook.figure.bounds import Bounds
from claimbook.figure.counted import Counted
from claimbook.figure.entry import Entry, entry_of
from claimbook.figure.lineage import Claim, Derivation, Lineage
from claimbook.figure.wording import figure_text

POINTS = ("as_printed", "exact", "about")


@dataclass(frozen=True, repr=False)
class Figure:
    """A claimed or derived number.

    low, best, high: Fraction in `unit`, None where not stated; best is filled for
    a bare, exact or about figure alone, never made from low and high.
    bound: as_printed, exact, about, at_least, more_than, up_to, less_than,
    between, vague; or at_most, an upper end that only our arithmetic makes.
    approx: an "about" is among the inputs ("at least about").
    base: of a share, what it is a share of, in words. caveats: what the reader is
    told beside the number. words: the printed words of a vague figure.

    Arithmetic raises Refusal with the reason where a careful analyst would refuse.
    """

    id: str
    bound: str
    unit: str
    counted: Counted
    lineage: Lineage
    low: Fraction | None = None
    best: Fraction | None = None
    high: Fraction | None = None
    approx: bool = False
    words: str | None = None
    base: str | None = None
    caveats: tuple[str, ...] = ()
    label: str = ""

    # -- what it says -------------------------------------------------------
    @property
    def is_derived(self) -> bool:
        return isinstance(self.lineage, Derivation)

    @property
    def bounds(self) -> Bounds:
        """The stated ends, for arithmetic. Raises Refusal for a vague figure."""
        if self.bound == "vague":
            raise Refusal(f"no number is stated, only “{self.words}”", self.id)
        if self.bound in POINTS:
            return Bounds(self.best, self.best, approx=self.approx or self.bound == "about")
        return Bounds(self.low, self.high, self.bound == "more_than", self.bound == "less_than", self.approx)

    def text(self) -> str:
        """The number with its bound: "at least 1,100"."""
        ends, vocabulary = (self.low, self.best, self.high), self.counted.vocabulary
        return figure_text(ends, self.bound, self.unit, vocabulary, self.words, self.approx, self.is_derived)

    def statement(self) -> str:
        """The number with its base and caveats: "at least 10 % of an unsourced 11,000"."""
        base = f" {self.base}" if self.base else ""
        return ", ".join([self.text() + base, *self.caveats])

    @property
    def who_counts(self) -> str:
        """Claimants and measure in words, without a number: "NIS's figure (killed)"."""
        who = " and ".join(self.claimants)
        return f"{who}{'’' if who.endswith('s') else '’s'} figure ({self.counted.measure.label})"

    @property
    def counts(self) -> str:
        """What is counted, in words."""
        return self.label or self.counted.words

    # -- where it comes from ------------------------------------------------
    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims it rests on, each once, in the order of the formula."""
        if isinstance(self.lineage, Claim):
            return (self.lineage,)
        found = {c.id: c for f in self.lineage.inputs for c in f.claims}
        return tuple(found.values())

    @property
    def claimants(self) -> tuple[str, ...]:
        return tuple(voice.name for voice in self.counted.claimants)

    def trace(self) -> str:
        """Formula, claims and paragraphs, one line each, inputs indented below."""
        return "\n".join(self._trace(0))

    def _trace(self, depth: int):
        pad = "  " * depth
        if isinstance(self.lineage, Claim):
            by = f"{self.lineage.said_by}; {self.lineage.place}, printed “{self.lineage.as_printed}”"
            yield f"{pad}{self.id}: {self.text()} ({self.counts}); {by}"
            return
        yield f"{pad}{self.id}: {self.statement()} ({self.counts}); ours"
        rule = f"  [{self.lineage.rule}]" if self.lineage.rule else ""
        yield f"{pad}  = {self.lineage.formula}{rule}"
        for figure in self.lineage.inputs:
            yield from figure._trace(depth + 1)

    def entry(self) -> Entry:
        """What an appendix or a download says of this number, in typed fields."""
        return entry_of(self)

    def entries(self) -> dict[str, Entry]:
        """entry() of this figure and of all that it leads to, by id: what it is derived from, or the claim
        that it relays or echoes."""
        found = {self.id: self.entry()}
        for figure in self.lineage.leads_to if isinstance(self.lineage, Claim) else self.lineage.inputs:
            found |= {k: v for k, v in figure.entries().items() if k not in found}
        return found

    # -- arithmetic ---------------------------------------------------------
    def __add__(self, other):
        return self._with(other, "+")

    def __sub__(self, other):
        return self._with(other, "-")

    def __mul__(self, other):
        return self._with(other, "*")

    def __truediv__(self, other):
        return self._with(other, "/")

    def __radd__(self, other):
        if isinstance(other, int) and other == 0:
            return self  # so that sum() reaches our refusals
        return self.__rsub__(other)

    def __rsub__(self, other):
        raise Refusal(f"{other!r} is no Figure: a bare number has no source")

    __rmul__ = __rtruediv__ = __rsub__

    def _with(self, other, sign: str) -> Figure:
        return arithmetic.combined(self, other, sign) if isinstance(other, Figure) else self.__rsub__(other)

    def to(self, unit: str) -> Figure:
        """The same figure in another unit of the same kind (a year is 365.25 days)."""
        if unit == self.unit:
            return self
        try:
            scale = units.factor(self.unit, unit)
        except (pint.DimensionalityError, units.NoUnit):
            where = f"cannot write {self.id} in {unit or 'a plain number'}"
            raise Refusal(f"it is in {self.unit or 'a plain number'}", where) from None
        low, best, high = (None if v is None else v * scale for v in (self.low, self.best, self.high))
        named = {*units.names(self.unit), *units.names(unit)}
        year = units.YEAR if named & {"day", "week"} and named & {"month", "year"} else ""
        if self.is_derived and self.label:  # a named figure keeps its name, in another unit
            lineage = replace(self.lineage, unit=unit, year=year or self.lineage.year)
        else:
            lineage = Derivation("in", (self,), unit=unit, year=year)
        slug = unit.replace("/", "-per-").replace("*", "-").lower() or "plain number"
        return replace(
            self, id=f"{self.id}-in-{slug}", unit=unit, low=low, best=best, high=high, lineage=lineage
        )

    def named(self, id: str, label: str, meaning: str = "", *caveats: str, base: str | None = None) -> Figure:
        """A derived figure under a name of its own, with what it means and must not be taken for."""
        if not self.is_derived:
            raise Refusal(f"{self.id} is a claim and keeps its name")
        return replace(
            self,
            id=id,
            label=label,
            base=self.base if base is None else base,
            caveats=(*self.caveats, *caveats),
            lineage=replace(self.lineage, meaning=meaning),
        )

    def period_length(self) -> Figure:
        """How long the figure covers: the days from its first to its last, or else the round
        span as printed ("in two years"). Raises Refusal where neither is stated."""
        return periods.period_length(self)

    # A claim has no bare number, no order and no truth of its own.
    def __float__(self):
        raise Refusal(f"{self.id} is no bare number; its stated ends are .low, .best and .high")

    __int__ = __index__ = __float__

    def __lt__(self, other):
        raise Refusal("figures are not ranked by < or >: compare() says what may be said of two")

    __le__ = __gt__ = __ge__ = __lt__

    # -- display ------------------------------------------------------------
    def __str__(self) -> str:
        return self.text()

    def __format__(self, spec: str) -> str:
        return format(self.text(), spec)

    def __repr__(self) -> str:
        by = "ours" if self.is_derived else f"{self.lineage.said_by}; {self.lineage.place}"
        return f"<Figure {self.id}: {self.statement()} ({self.counts}); {by}>"

    def _repr_html_(self) -> str:
        steps = "".join(f"<li>{html.escape(line.strip())}</li>" for line in self._trace(0))
        said, counts = html.escape(self.statement()), html.escape(self.counts)
        made = f"<div><strong>{said}</strong> <em>{counts}</em><ul>{steps}</ul></div>"
        # A span instead of a bare $: JupyterLab would set the text between two of them as maths.
        return made.replace("$", "<span>$</span>")
