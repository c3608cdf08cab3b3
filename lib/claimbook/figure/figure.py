"""Figure: a number that knows its bounds, what it counts and where it comes from."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import pint

from claimbook.errors import Refusal
from claimbook.figure import bounds, rules, units
from claimbook.figure.bounds import Bounds
from claimbook.figure.counted import Counted
from claimbook.figure.entry import Entry, entry_of
from claimbook.figure.lineage import Claim, Derivation, Lineage
from claimbook.figure.wording import day_words, figure_text

POINTS = ("as_printed", "exact", "about")
OPERATIONS = {"+": bounds.add, "-": bounds.subtract, "*": bounds.multiply, "/": bounds.divide}
SPANS = ("days from", "the span that it covers, as printed")  # how the formula of a span reads
WORDS = {"+": "plus", "-": "less", "*": "times", "/": "per"}


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

    def text(self, target: str = "text") -> str:
        """The number with its bound: "at least 1,100". target: text, html or csv."""
        return figure_text(
            self.low,
            self.best,
            self.high,
            self.bound,
            self.approx,
            self.unit,
            self.words,
            self.is_derived,
            self.counted.vocabulary,
            target,
        )

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
            claim = self.lineage
            printed = claim.as_printed
            yield f"{pad}{self.id}: {self.text()} ({self.counts}); {claim.said_by}; {claim.place}, printed “{printed}”"  # noqa: E501
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
        return self._sum(other, "+")

    def __sub__(self, other):
        return self._sum(other, "-")

    def __mul__(self, other):
        return self._product(other, "*")

    def __truediv__(self, other):
        return self._product(other, "/")

    def __radd__(self, other):
        if isinstance(other, int) and other == 0:
            return self  # so that sum() reaches our refusals
        return _no_figure(other)

    def __rsub__(self, other):
        return _no_figure(other)

    __rmul__ = __rtruediv__ = __rsub__

    def plus(self, other: Figure, *further: rules.Rule) -> Figure:
        """Addition under further named rules besides those of the vocabulary."""
        return self._sum(other, "+", further)

    def _sum(self, other, op: str, further: Sequence[rules.Rule] = ()) -> Figure:
        _must_be_figure(other)
        counted, rule = rules.combined(self, other, op, further)
        second = other.to(self.unit)
        ends = OPERATIONS[op](self.bounds, second.bounds)
        return _made(self, other, op, ends, counted, self.unit, rule)

    def _product(self, other, op: str) -> Figure:
        _must_be_figure(other)
        subject, measure, scope, accounting, stage = rules.product(self, other, op)
        ends = OPERATIONS[op](self.bounds, other.bounds)
        unit, scale = units.combine(self.unit, other.unit, op)
        if op == "/" and rules.is_share(self, other):
            unit, scale = "percent", scale * 100
        claimants = tuple(dict.fromkeys((*self.counted.claimants, *other.counted.claimants)))
        day = self.counted.day if self.counted.day == other.counted.day else None
        words = self.counted.vocabulary or other.counted.vocabulary
        counted = Counted(subject, measure, scope, accounting, claimants, stage, day, vocabulary=words)
        return _made(self, other, op, _scaled(ends, scale), counted, unit, None)

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
        named = {name for name in units.names(self.unit) + units.names(unit) if name in units.TIME_UNITS}
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
        start, end = self.counted.period
        if start and end:
            # An increment covers its first and last day; a running total runs from its first day to the
            # other.
            both = self.counted.accounting == "increment"
            length, unit, bound, words = (
                Fraction((end - start).days + both),
                "day",
                "exact",
                f"{SPANS[0]} {day_words(start)} to {day_words(end)}",
            )
        elif isinstance(self.lineage, Claim) and self.lineage.duration:
            length, unit = _span(self.lineage.duration)
            bound, words = "as_printed", SPANS[1]
        else:
            raise Refusal("the days that it covers are not stated", self.id)
        return replace(
            self,
            id=f"{self.id}-span",
            unit=unit,
            low=None,
            best=length,
            high=None,
            bound=bound,
            approx=False,
            words=None,
            base=None,
            caveats=(),
            label=words,
            lineage=Derivation("span", (self,), words=words),
        )

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
        # A span instead of a bare $: JupyterLab would set the text between two of them as maths.
        steps = steps.replace("$", "<span>$</span>")
        said = html.escape(self.statement()).replace("$", "<span>$</span>")
        return f"<div><strong>{said}</strong> <em>{html.escape(self.counts)}</em><ul>{steps}</ul></div>"


def from_claim(
    claim: Claim,
    counted: Counted,
    bound: str,
    unit: str,
    low=None,
    best=None,
    high=None,
    words: str | None = None,
) -> Figure:
    """The Figure of one coded claim. low, best, high: Fraction or None, in unit."""
    return Figure(claim.id, bound, unit, counted, claim, low, best, high, words=words)


def assumed(
    id: str, label: str, counted: Counted, unit: str, why: str, low=None, best=None, high=None
) -> Figure:
    """A figure that nobody claims: an assumption of ours, with its reason or source.

    Give best for one value, or low and high for a range (numbers in `unit`; never both).
    """
    if (best is None) == (low is None or high is None):
        raise Refusal("an assumption is one value or a range with both ends", id)
    ends = [None if v is None else Fraction(str(v)) for v in (low, best, high)]
    lineage = Derivation("assumed", (), meaning="An assumption of ours, no claim.", words=why)
    return Figure(id, "exact" if best is not None else "between", unit, counted, lineage, *ends, label=label)


def _span(duration: str) -> tuple[Fraction, str]:
    """ISO 8601 with one unit, as the tables hold it: P2Y is two years."""
    return Fraction(duration[1:-1]), {"D": "day", "W": "week", "M": "month", "Y": "year"}[duration[-1]]


def _must_be_figure(other) -> None:
    if not isinstance(other, Figure):
        _no_figure(other)


def _no_figure(other):
    raise Refusal(f"{other!r} is no Figure: a bare number has no source")


def _scaled(ends: Bounds, scale: Fraction) -> Bounds:
    return replace(
        ends,
        low=None if ends.low is None else ends.low * scale,
        high=None if ends.high is None else ends.high * scale,
    )


def _made(
    a: Figure, b: Figure, op: str, ends: Bounds, counted: Counted, unit: str, rule: str | None
) -> Figure:
    share = op == "/" and rules.is_share(a, b)
    own = [_taken(f) for f in ((a,) if share else (a, b))] + _bases(a, b) + [_crossing(a, b)]
    caveats = tuple(dict.fromkeys(c for group in (a.caveats, b.caveats, own) for c in group if c))
    bound = _bound(ends, a, b, op)
    low, best, high = (None, ends.low, None) if ends.is_point else (ends.low, None, ends.high)
    return Figure(
        f"{_part(a)}-{WORDS[op]}-{_part(b)}",
        bound,
        unit,
        counted,
        Derivation(op, (a, b), rule),
        low,
        best,
        high,
        ends.approx,
        base=_base(b) if share else None,
        caveats=caveats,
    )


def _base(figure: Figure) -> str:
    claim = _leaf(figure)
    if claim is not None and claim.unsourced:
        return f"of an unsourced {figure.text()}"
    return f"of {figure.text()} ({', '.join(figure.claimants)})"


def _leaf(figure: Figure) -> Claim | None:
    """The claim that a figure is, also where it only stands in another unit."""
    while figure.is_derived and figure.lineage.op == "in":
        figure = figure.lineage.inputs[0]
    return figure.lineage if isinstance(figure.lineage, Claim) else None


def _taken(figure: Figure) -> str | None:
    """A bare figure enters as printed, and the result says so."""
    if figure.bound == "as_printed" and _leaf(figure) is not None:
        return f"taking the {figure.text()} as printed"
    return None


def _bases(*figures: Figure) -> list[str]:
    """The base of a share that goes on into another figure stays named."""
    return [f"by a share {figure.base}" for figure in figures if figure.base]


def _part(figure: Figure) -> str:
    """An id inside another one; unnamed arithmetic in brackets, so that two ways to compute stay apart."""
    unnamed = (
        figure.is_derived and any(f"-{word}-" in figure.id for word in WORDS.values()) and not figure.label
    )
    return f"({figure.id})" if unnamed else figure.id


def _crossing(a: Figure, b: Figure) -> str | None:
    """A product or ratio may cross claimants, and then names them all."""
    x, y = a.counted.claimants, b.counted.claimants
    if x == y:
        return None
    return f"across claimants ({'; '.join(v.name for v in dict.fromkeys((*x, *y)))})"


def _bound(ends: Bounds, a: Figure, b: Figure, op: str) -> str:
    if ends.is_point:
        if ends.approx:
            return "about"
        return "exact" if a.bound == b.bound == "exact" else "as_printed"
    if ends.low is not None and ends.high is not None:
        return "between"
    if ends.high is None:
        return "more_than" if ends.low_open else "at_least"
    floor_below = op == "/" and b.bounds.high is None
    return "less_than" if ends.high_open else "at_most" if floor_below else "up_to"
