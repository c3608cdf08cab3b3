"""Formulas over figures: the one grammar, its parser and its evaluator.

    formula   = sum [[","] "in" unit [", 365.25 days a year"]]
    sum       = product {("+" | "-") product}
    product   = single {("*" | "/") single}
    single    = id  |  "(" formula ")"  |  function "(" formula ")"
    function  = "span", the time that a figure covers

A sign of arithmetic stands between blanks, since ids hold hyphens: `nis-killed - nis-wounded`.
A unit is written as in the tables: `troop-payments / troops-in-russia in USD/person/month`.
What a formula gives, what it refuses and why is Figure's own arithmetic; nothing is computed here.

    >>> ids_of("(killed + wounded) / force")
    ('killed', 'wounded', 'force')
    >>> parse("killed + wounded -lost")
    Traceback (most recent call last):
    claimbook.figure.expression.FormulaFault: found "-" at character 18, expected a blank before and after it

A further kind of sign is a level in LEVELS, a further function one in FUNCTIONS.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from claimbook.errors import ClaimbookError, shown
from claimbook.figure.arithmetic import combined
from claimbook.figure.figure import Figure
from claimbook.figure.periods import SPANS, days_again
from claimbook.figure.units import YEAR
from claimbook.figure.vocabulary import Rule

DEEPEST = 50  # brackets
LEVELS = {"+": 1, "-": 1, "*": 2, "/": 2}  # a higher one binds closer
FUNCTIONS = {"span": Figure.period_length}

_ID = "[A-Za-z0-9]+(?:[-_]+[A-Za-z0-9]+)*"
_UNIT = rf"(?P<unit>,?\s+in(?:\s+(?P<in>[^\s(),]+))?\s?(?:, {re.escape(YEAR)})?)(?=\s*(?:\)|$))"


class FormulaFault(ClaimbookError):
    """A text that is no formula: `.position` (the first character is 1), `.found`, `.expected` (phrases)."""

    def __init__(self, position: int, found: str, expected: str) -> None:
        self.position, self.found, self.expected = position, found, expected
        super().__init__(position, found, expected)

    def __str__(self) -> str:
        return f"found {self.found} at character {self.position}, expected {self.expected}"


@dataclass(frozen=True)
class Name:
    """A figure by its id."""

    id: str


@dataclass(frozen=True)
class Call:
    """A function of FUNCTIONS over a part."""

    function: str
    part: Node


@dataclass(frozen=True)
class Signed:
    """Two parts with a sign of LEVELS between them."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class InUnit:
    """A part written in another unit; "" is a plain number."""

    part: Node
    unit: str


Node = Name | Call | Signed | InUnit


def parse(text: str, known: Iterable[str] = ()) -> Node:
    """The tree of a formula. Raises FormulaFault with the place of what is wrong.

    known: ids that are no plain ids, as arithmetic without a name makes them ("(a-per-b)-per-c").
    """
    if text.count("(") > DEEPEST:
        raise FormulaFault(1, f"{text.count('('):,} brackets", f"at most {DEEPEST}")
    return _Parser(text, [id for id in known if not re.fullmatch(r"[A-Za-z0-9-]+", id)]).whole()


def ids_of(formula: str | Node) -> tuple[str, ...]:
    """The ids of a formula, each once, in their order. Raises FormulaFault.

    >>> ids_of("span(losses)")
    ('losses',)
    """
    match parse(formula) if isinstance(formula, str) else formula:
        case Name(id):
            return (id,)
        case Signed(_, left, right):
            parts = (left, right)
        case Call(_, part) | InUnit(part):
            parts = (part,)
    return tuple(dict.fromkeys(id for part in parts for id in ids_of(part)))


def evaluate(formula: str | Node, figures: Mapping[str, Figure]) -> Figure:
    """The Figure that a formula makes of the figures of a mapping, by Figure's own arithmetic.

    Raises FormulaFault, Refusal with the reason, and what the mapping raises for an id.

    `evaluate("nis-killed + nis-wounded", book)` is `book["nis-killed"] + book["nis-wounded"]`.
    """
    match parse(formula) if isinstance(formula, str) else formula:
        case Name(id):
            return figures[id]
        case Signed(sign, left, right):
            return combined(evaluate(left, figures), evaluate(right, figures), sign)
        case Call(function, part):
            return FUNCTIONS[function](evaluate(part, figures))
        case InUnit(part, unit):
            return _kept(evaluate(part, figures)).to(unit)


def recomputed(formula: str, inputs: Sequence[Figure]) -> Figure:
    """The figure of a Derivation made again from its formula and its inputs alone, without its name.

    It equals the figure that holds the Derivation in value, bound, unit and what is counted.
    Raises FormulaFault, Refusal, and KeyError for an id that is no input.

    `recomputed(f.lineage.formula, f.lineage.inputs).text() == f.text()` for a derived figure f.
    """
    if len(inputs) == 1 and formula.startswith(SPANS):
        length = days_again(formula, inputs[0]) or inputs[0].period_length()
        if length.lineage.formula == formula:
            return length
    known = {figure.id: figure for figure in inputs}
    return evaluate(parse(formula, known), known)


def addition(name: str, formula: str, words: str) -> Rule:
    """A rule of addition from the formula of its term. Raises FormulaFault.

    >>> addition("lost", "lost = killed + missing", "ours").op
    '+'
    """
    result, equals, made = formula.partition(" = ")
    match (parse(result), parse(made)) if equals else None:
        case Name(id), Signed("+" | "-" as sign, Name(left), Name(right)):
            return Rule(name, sign, left, right, id, words)
    raise FormulaFault(1, shown(formula), "a measure, =, and two measures with + or - between them")


def _kept(figure: Figure) -> Figure:
    """Arithmetic without a name keeps its formula when it is written in another unit."""
    return replace(figure, label=figure.counts) if figure.is_derived and not figure.label else figure


class _Parser:
    """The tokens of one text, and how far it is read."""

    def __init__(self, text: str, known: Sequence[str]):
        self.text, self.end = text, 0
        ids = "".join(rf"{re.escape(id)}(?![\w-])|" for id in sorted(known, key=len, reverse=True))
        self.token = re.compile(rf"{_UNIT}|\s*(?:(?P<id>{ids}{_ID})|(?P<sign>[-+*/(),]))")
        self.step()

    def step(self) -> None:
        """Read the next token: its kind, its words and where it starts."""
        found = self.token.match(self.text, self.end)
        if found is None:
            rest = self.text[self.end :].lstrip()
            self.kind, self.word = ("sign", rest[0]) if rest else ("end", "")
            self.start = len(self.text) - len(rest)
            return
        self.kind = found.lastgroup
        self.word = found[self.kind] if self.kind != "unit" else found["in"] or ""
        self.start = found.end() - len(found[self.kind])
        self.end = found.end()

    def fault(self, expected: str) -> FormulaFault:
        found = {"end": "the end", "unit": '"in"'}.get(self.kind, shown(self.word))
        return FormulaFault(self.start + 1, found, expected)

    def whole(self) -> Node:
        made = self.formula()
        if self.kind != "end":
            raise self.fault("a sign between blanks, as +")
        return made

    def formula(self) -> Node:
        made = self.signed(1)
        if self.kind == "unit":
            made = InUnit(made, self.word)
            self.step()
        return made

    def signed(self, least: int) -> Node:
        """Parts joined by signs that bind at least so close."""
        left = self.single()
        while self.kind == "sign" and LEVELS.get(self.word, 0) >= least:
            sign = self.word
            around = self.text[self.start - 1] + self.text[self.end : self.end + 1]
            if around.strip():
                raise self.fault("a blank before and after it")
            self.step()
            left = Signed(sign, left, self.signed(LEVELS[sign] + 1))
        return left

    def single(self) -> Node:
        name, start, after = self.word, self.start, self.end
        if self.kind == "id":
            self.step()
            return self.call(name, start) if self.at("(") and self.start == after else Name(name)
        if self.at("("):
            return self.inner()
        raise self.fault("an id, a function or a bracket")

    def call(self, name: str, start: int) -> Call:
        if name not in FUNCTIONS:
            functions = ", ".join(FUNCTIONS)
            raise FormulaFault(start + 1, shown(name), f"a function ({functions}) before a bracket")
        return Call(name, self.inner())

    def inner(self) -> Node:
        """What stands in brackets."""
        self.step()
        made = self.formula()
        if not self.at(")"):
            raise self.fault("a closing bracket")
        self.step()
        return made

    def at(self, sign: str) -> bool:
        return (self.kind, self.word) == ("sign", sign)
