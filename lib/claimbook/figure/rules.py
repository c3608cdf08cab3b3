"""Which figures may be added or subtracted, and why the others may not.

Nothing is added unless a named rule of the vocabulary permits it: two figures of the same thing
would count it twice, two figures of different things make no third one.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from babel.numbers import get_currency_name

from claimbook.errors import Refusal
from claimbook.figure.counted import ACCOUNTINGS, STAGES, Counted, Voice
from claimbook.figure.units import NAME, TIME_UNITS, names, same_dimension
from claimbook.figure.vocabulary import NO_WORDS, Term, Vocabulary

SUCCESSIVE = "increments of one claimant over periods that do not overlap; a sum of ours"
GROWTH = "a later running total less an earlier one of the same claimant; a difference of ours"


def combined(a, b, op: str) -> tuple[Counted, str]:
    """What a + b or a - b counts, and the words of the rule that permits it.

    a, b: Figures. Raises Refusal with every reason against it.
    """
    x, y = a.counted, b.counted
    unlike = list(_differences(a, b))
    if not unlike:
        for candidate in (_named(x, y, op), _successive(a, b, op), _growth(a, b, op)):
            if candidate:
                return candidate
        unlike = list(_no_rule(x, y, op))
    verb = "add" if op == "+" else "subtract"
    raise Refusal("; ".join(unlike), f"cannot {verb} {a.id} and {b.id}")


def _differences(a, b):
    """Reasons that no rule can lift."""
    x, y = a.counted, b.counted
    if not same_dimension(a.unit, b.unit):
        yield "different units ({} against {})".format(*_units(a, b))
    yield from _unlike(x, y, *_MUST_AGREE)


def _unlike(x: Counted, y: Counted, *names: str):
    """Which of these differ; see _MUST_AGREE."""
    for name in names:
        if getattr(x, name) != getattr(y, name):
            what, told = _MUST_AGREE[name]
            yield f"different {what} ({told(x)} against {told(y)})"


def in_words(accounting: str) -> str:
    """How something is counted, for a reader: "cumulative" is "a running total"."""
    return ACCOUNTINGS.get(accounting, f"a {accounting}")


def unit_words(unit: str, vocabulary: Vocabulary = NO_WORDS) -> str:
    """A unit for a reader: "USD/year" is "US dollars per year"."""

    def word(name: re.Match) -> str:
        if is_currency(name[0]):
            return get_currency_name(name[0], count=2, locale="en")
        return vocabulary.noun(name[0]).one

    return re.sub(NAME, word, unit).replace("/", " per ").replace("*", " times ") or "a number"


def is_currency(name: str) -> bool:
    """Whether a name of a unit is the code of a currency; terms are in small letters."""
    return len(name) == 3 and name.isupper()


def _units(a, b) -> tuple[str, str]:
    known = a.counted.vocabulary or b.counted.vocabulary
    return unit_words(a.unit, known), unit_words(b.unit, known)


# What no two figures may differ in that are added -> its name, and how a reader is told of it.
_MUST_AGREE = {
    "claimants": ("claimants", lambda counted: ", ".join(voice.name for voice in counted.claimants)),
    "subject": ("subjects", lambda counted: counted.subject.label),
    "scope": ("extents", lambda counted: counted.scope.label),
    "accounting": ("ways of counting", lambda counted: in_words(counted.accounting)),
    "stage": ("stages", lambda counted: STAGES.get(counted.stage, counted.stage) or "none"),
}


def _same_date(x: Counted, y: Counted) -> bool:
    return (x.day, x.period) == (y.day, y.period)


def _named(x: Counted, y: Counted, op: str):
    for rule in (x.vocabulary or y.vocabulary).additions:
        pairs = [(x, y), (y, x)] if op == "+" else [(x, y)]
        fits = any((p.measure.id, q.measure.id) == (rule.left, rule.right) for p, q in pairs)
        if rule.op == op and fits and _same_date(x, y):
            return replace(x, measure=_term(rule.result, x.measure, y.measure)), rule.words
    return None


def _term(id: str, *near: Term) -> Term:
    """The vocabulary's own term where one of the operands is part of it."""
    return next((term for n in near for term in n.wider if term.id == id), Term(id))


def _successive(a, b, op: str):
    """Increments one after the other. Days that neither covers leave a floor, but no ceiling."""
    x, y = a.counted, b.counted
    if op != "+" or x.accounting != "increment" or x.measure != y.measure:
        return None
    first, second = sorted((x.period, y.period), key=lambda p: (p[0] is None, p[0]))
    if None in (*first, *second) or not first[1] < second[0]:
        return None
    gap = first[1] + dt.timedelta(1) < second[0]
    if gap and not all(figure.bounds.high is None for figure in (a, b)):
        raise Refusal(
            "the days between the two are counted by neither, so the sum has no upper end",
            f"cannot add {a.id} and {b.id}",
        )
    return replace(x, period=(first[0], second[1]), as_of=second[1]), SUCCESSIVE


def _growth(a, b, op: str):
    """A later running total less an earlier one: what was added on the days after the earlier one."""
    x, y = a.counted, b.counted
    if op != "-" or x.accounting != "cumulative" or x.measure != y.measure or len(x.claimants) > 1:
        return None
    if x.said is None or y.said is None or not y.said < x.said or not _same_start(x, y):
        return None
    return replace(x, accounting="increment", as_of=x.said, period=(y.said + dt.timedelta(1), x.said)), GROWTH


def _same_start(x: Counted, y: Counted) -> bool:
    """Totals that begin on different days do not contain each other."""
    return x.period[0] == y.period[0] or x.period[0] is None or y.period[0] is None


def _no_rule(x: Counted, y: Counted, op: str):
    if not _same_date(x, y) and x.measure != y.measure:
        yield f"different dates ({_date(x)} against {_date(y)})"
    if x.measure == y.measure:
        yield f"both count the same thing ({x.measure.label}), so one may contain the other"
    else:
        yield f"no rule makes one measure of {x.measure.label} and {y.measure.label}"


def _date(counted: Counted) -> str:
    return counted.day.isoformat() if counted.day else "no date"


def product(a, b, op: str) -> Counted:
    """What a * b or a / b counts.

    A ratio or product may cross claimants (both are then named), but money of
    two stages, or a total and a rate of money, never meet, and two counts are
    never multiplied. Raises Refusal.
    """
    x, y = a.counted, b.counted
    unlike = []
    if _is_money(a) and _is_money(b):
        ratio = "ratio" in (x.accounting, y.accounting)
        unlike += _unlike(x, y, "stage", *([] if ratio else ["accounting"]))
    if op == "*" and not (_is_factor(a) or _is_factor(b)):
        unlike.append("two totals ({} and {}) have no product".format(*_units(a, b)))
    if unlike:
        verb = "divide" if op == "/" else "multiply"
        raise Refusal("; ".join(unlike), f"cannot {verb} {a.id} and {b.id}")
    measure = _joined(x.measure, y.measure, "per" if op == "/" else "times")
    return Counted(
        x.subject,
        measure,
        x.scope,
        _accounting(a, b, op),
        claimants(a, b),
        x.stage or y.stage,
        x.day if x.day == y.day else None,
        vocabulary=x.vocabulary or y.vocabulary,
    )


def claimants(a, b) -> tuple[Voice, ...]:
    """The claimants of both, each once."""
    return tuple(dict.fromkeys((*a.counted.claimants, *b.counted.claimants)))


def _is_factor(figure) -> bool:
    """A share, a plain number, a time or anything per something can multiply another figure."""
    return figure.unit in ("", "percent", *TIME_UNITS) or "/" in figure.unit


def _joined(x: Term, y: Term, word: str) -> Term:
    """The measure of a ratio or product: as wide as the wider terms of its first part make it."""

    def joined(term: Term) -> tuple[str, str]:
        # so many killed a day are killed, not per killed
        label = x.label if term == y else f"{term.label} {word} {y.label}"
        return f"{term.id}-{word}-{y.id}", label

    return Term(*joined(x), tuple(Term(*joined(term)) for term in x.wider))


def _accounting(a, b, op: str) -> str:
    """A forecast makes everything a forecast; what is per time is a rate; a ratio is none of the others."""
    kinds = (a.counted.accounting, b.counted.accounting)
    if "forecast" in kinds:
        return "forecast"
    if op == "/":
        return "rate" if b.unit in TIME_UNITS else "ratio"
    if b.unit in TIME_UNITS or a.unit in TIME_UNITS:
        return "cumulative"  # so much a day, over so many days
    return "rate" if "rate" in kinds else b.counted.accounting


def is_share(a, b) -> bool:
    """Whether a / b is a share: one unit, a part of the base's people in the base's scope, and a
    base that is a stock. Injured per dead is a ratio, the dead of a force are a share."""
    x, y = a.counted, b.counted
    inside = x.subject.within(y.subject) and x.scope.within(y.scope)
    kind = x.accounting != "stock" or x.subject != y.subject or x.measure.within(y.measure)
    return inside and kind and y.accounting == "stock" and a.unit == b.unit


def _is_money(figure) -> bool:
    return any(map(is_currency, names(figure.unit)))
