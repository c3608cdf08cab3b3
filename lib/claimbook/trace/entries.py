"""The appendix held against the data: each entry's line to copy, and each fact below it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

from claimbook.figure import Claim, Figure
from claimbook.show.safe import anchor
from claimbook.trace.days import day_words, days_said, published_words
from claimbook.trace.formulas import worked_out
from claimbook.trace.numerals import has_number, numbers
from claimbook.trace.recalculate import ASSUMED
from claimbook.trace.tree import Node, plain

# The two Admiralty scales as AJP-2.1 words them.
_RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
_CREDIBILITY = {
    1: "confirmed by independent sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "truth cannot be judged",
}
# The word that a line on a bound must have; those of other bounds it must not have.
_BOUND_WORDS = {
    "as_printed": "as printed",
    "exact": "exact",
    "about": "estimate",
    "at_least": "floor",
    "more_than": "floor",
    "up_to": "ceiling",
    "less_than": "ceiling",
    "at_most": "ceiling",
    "between": "range",
    "vague": "no number",
}

Finding = tuple[Node, str, str]  # where, found, expected


def line_to_copy(figure: Figure) -> str:
    """What an entry begins with, ready to be quoted: figure with bound and what it counts; in brackets
    claimant via relays, document and paragraph, date, status, grade; or of our arithmetic the formula."""
    if not isinstance(figure.lineage, Claim):
        told = [part for part in (figure.base, *figure.caveats) if part]
        formula = worked_out(figure).rstrip(".")
        if formula.endswith(f": {plain(figure.counts)}"):
            formula = formula.partition(":")[0]
        return plain(f"{', '.join([with_counts(figure), *told])} ({formula})")
    claim = figure.lineage
    place = claim.document_label + (f", paragraph {claim.paragraph}" if claim.paragraph is not None else "")
    own_voice = not claim.via and place.startswith(f"{claim.claimant.name}, ")
    who = [] if own_voice else [", via ".join([claim.claimant.name, *(voice.name for voice in claim.via)])]
    source = [
        *who,
        place + ", in its own voice" * own_voice,
        _said_when(figure),
        claim.status,
        _graded(claim),
    ]
    return plain(f"{with_counts(figure)} ({'; '.join(part.rstrip('.') for part in source)})")


_PER = {" a day": "daily ", " a week": "weekly ", " a month": "monthly ", " a year": "yearly "}


def with_counts(figure: Figure) -> str:
    """A figure with what it counts right behind it, a word of its unit said once: "13.4 days of Russian
    casualties"."""
    text, counts = plain(figure.text()), plain(days_said(figure.counts))
    if figure.is_derived and figure.lineage.formula.startswith(ASSUMED):
        counts = counts.removesuffix(", assumed")
    who, rest = counts.split(": ", 1) if ": " in counts else ("", counts)
    unit = text.split(" ")[-1]
    if not has_number(unit) and rest.startswith(unit + " "):
        return f"{text} {rest[len(unit) + 1 :]}" + (f", {who}" if who else "")
    each = next(iter(re.findall(r" a (?:day|week|month|year)\b", text)), None)
    if each:
        counts = counts.removeprefix(_PER[each]).replace(each, "", 1)
    runs_on = re.search(r"\d$", text) and not (who and figure.is_derived)
    return text + (" " if runs_on else ", ") + counts if counts else text


def _said_when(figure: Figure) -> str:
    claim = figure.lineage
    for words, day in (("as of", figure.counted.as_of), ("stated on", claim.stated_on)):
        if day:
            return f"{words} {day_words(day)}"
    return (
        f"published {published_words(claim.published_from, claim.published)}"
        if claim.published
        else "undated"
    )


def _graded(claim: Claim) -> str:
    grade = f"{claim.claimant.reliability or ''}{claim.credibility or ''}"
    return f"Admiralty grade {grade}" if len(grade) == 2 else "not graded on both scales"


# -- an entry in the page -----------------------------------------------------------
def quote_of(item: Node) -> Node:
    """The line to copy; the entry itself where it has none."""
    return next((node for node in item.all("p") if "quote" in node.classes), item)


def facts_of(item: Node) -> dict[str, Node]:
    """The named lines below the line to copy; of two with one name the first."""
    found: dict[str, Node] = {}
    for name, line in _named_lines(item):
        found.setdefault(name, line)
    return found


def _named_lines(item: Node) -> Iterator[tuple[str, Node]]:
    for made in item.all("dl"):
        name = ""
        for child in made.children:
            if isinstance(child, Node) and child.tag == "dt":
                name = child.text()
            elif isinstance(child, Node):
                yield name, child


def faults_of(
    item: Node, figure: Figure, uses: int, named: Callable[[str], Figure | None]
) -> Iterator[Finding]:
    """What an entry says otherwise than the data. uses: how many places of the page use it; named: name of an
    entry -> its figure."""
    quote = quote_of(item)
    expected = line_to_copy(figure)
    if quote.text() != expected:
        yield quote, *_difference(quote.text(), expected)
    number = quote.first("b")
    if number is None or number.text() != plain(figure.text()):
        yield quote, number.text() if number else "no number", plain(figure.text())
    facts = facts_of(item)
    expected = _expected(figure)
    for name, words in expected.items():
        if name not in facts:
            yield item, f"no line “{name}”", words
        elif facts[name].text() != words:
            yield facts[name], *_difference(facts[name].text(), words)
    yield from _bound(facts, item, figure)
    yield from _links(facts, figure)
    yield from _uses(facts, uses, named)
    for name, line in _named_lines(item):
        if facts[name] is not line:
            yield line, f"a second line “{name}”", "one line of that name"
        if has_number(name):
            yield line, f"a line “{name}”", "a name without a number"
        if name not in {*expected, "Bound", "Used in"} and has_number(line.text()):
            yield line, line.text(), "no number, since neither the data nor the formula gives one here"
    stray = plain(_outside(item, (quote, *item.all("dl"))))
    if has_number(stray):
        yield item, stray, "nothing beside the line to copy and its facts"


def _outside(node: Node, known: tuple[Node, ...]) -> str:
    """The words of an element that stand in none of these others."""
    return " ".join(
        child if isinstance(child, str) else _outside(child, known)
        for child in node.children
        if child not in known
    )


def _difference(found: str, expected: str) -> tuple[str, str]:
    """Two texts from a little before where they part."""
    same = next(
        (n for n, (a, b) in enumerate(zip(found, expected, strict=False)) if a != b),
        min(len(found), len(expected)),
    )
    start = max(0, found.rfind(" ", 0, max(0, same - 24)) + 1) if same > 40 else 0
    return tuple(
        ("…" if start else "") + text[start : start + 110] + ("…" if len(text) > start + 110 else "")
        for text in (found, expected)
    )


def _expected(figure: Figure) -> dict[str, str]:
    """The facts whose words are given by the data, by name; blank ones do not stand there."""
    lineage = figure.lineage
    if not isinstance(lineage, Claim):
        told = {
            "Meaning": lineage.meaning,
            "Rule": lineage.rule,
            "From": "; ".join(with_counts(made) for made in lineage.inputs),
        }
    else:
        again = f", again in paragraph {', '.join(map(str, lineage.also_at))}" if lineage.also_at else ""
        told = {
            "Printed": _printed(lineage.as_printed) + again,
            "Dates": _dates(figure),
            "Grade": _grade(lineage),
            "Original": _original(lineage),
            "Note": lineage.note,
            "Coded in": lineage.row,
            "Echo": f"printed as an echo of {with_counts(lineage.echo_of)}, no corroboration"
            if lineage.echo_of
            else "",
        }
    return {name: plain(words) for name, words in told.items() if words}


def _printed(words: str) -> str:
    """The words in quotation marks; of a row that only a listing gave, that nobody's wording is held."""
    value, listed, unit = words.removesuffix(")").partition(" (listing, ")
    return (
        f"wording not held; coded from a listing as {value} ({unit})"
        if listed and words.endswith(")")
        else f"“{words}”"
    )


def _dates(figure: Figure) -> str:
    days: dict[dt.date, list[str]] = {}
    claim = figure.lineage
    for words, day in (("as of", figure.counted.as_of), ("stated on", claim.stated_on)):
        if day:
            days.setdefault(day, []).append(words)
    told = [f"{' and '.join(words)} {day_words(day)}" for day, words in days.items()]
    told += [f"published {published_words(claim.published_from, claim.published)}"] if claim.published else []
    return "; ".join(told) or "none stated"


def _grade(claim: Claim) -> str:
    letter, number = claim.claimant.reliability, claim.credibility
    source = f"source {letter}, {_RELIABILITY[letter]}" if letter else "source not graded"
    item = f"item {number}, {_CREDIBILITY[int(number)]}" if number else "item not graded"
    return f"{source}; {item}" + (f". {claim.grade_note}" if claim.grade_note else "")


def _original(claim: Claim) -> str:
    if claim.original in ("self", "unknown"):
        return {"self": "this claim itself", "unknown": "unknown"}[claim.original]
    ours = " (the link is our inference)" if claim.original_link == "inferred" else ""
    return with_counts(claim.quoted_from) + ours


def _bound(facts: dict[str, Node], item: Node, figure: Figure) -> Iterator[Finding]:
    if not isinstance(figure.lineage, Claim):
        return
    word = _BOUND_WORDS[figure.bound]
    if "Bound" not in facts:
        yield item, "no line “Bound”", f"that of a figure {figure.bound}"
        return
    text, _, hedge = facts["Bound"].text().partition("; hedged ")
    others = {other for other in _BOUND_WORDS.values() if other != word and re.search(rf"\b{other}\b", text)}
    if not re.search(rf"\b{word}\b", text) or (others and figure.bound != "vague"):
        yield facts["Bound"], text, f"words with “{word}”, since the bound is {figure.bound}"
    if [number for number in numbers(text) if number not in ("one", "both")]:
        yield facts["Bound"], text, "words without a number"
    said = ", ".join(f"“{plain(words)}”" for words in (figure.words, figure.lineage.likelihood) if words)
    if hedge != said:
        yield facts["Bound"], hedge or "no hedge", said or "no hedge"


def _links(facts: dict[str, Node], figure: Figure) -> Iterator[Finding]:
    """The inputs, the original and the echo are linked, in their order."""
    lineage = figure.lineage
    if isinstance(lineage, Claim):
        wanted = {
            "Original": [lineage.quoted_from] if lineage.quoted_from else [],
            "Echo": [lineage.echo_of] if lineage.echo_of else [],
        }
    else:
        wanted = {"From": list(lineage.inputs)}
    for name, figures in wanted.items():
        if name in facts:
            found = [link.attrs.get("href", "") for link in facts[name].all("a")]
            expected = [f"#{anchor(made.id)}" for made in figures]
            if found != expected:
                yield (
                    facts[name],
                    f"links to {', '.join(found) or 'nothing'}",
                    f"links to {', '.join(expected) or 'nothing'}",
                )


def _uses(facts: dict[str, Node], uses: int, named: Callable[[str], Figure | None]) -> Iterator[Finding]:
    """The headings and figures that use the entry, and how many more there are."""
    if "Used in" not in facts:
        return
    line, told = facts["Used in"], []
    for link in line.all("a"):
        made_of_it = named(link.attrs.get("href", "").removeprefix("#"))
        told.append(plain(with_counts(made_of_it)) if made_of_it else link.text())
    more = uses - len(told)
    expected = "; ".join(told) + (f"; and {more} more" if more > 0 else "")
    if line.text() != expected:
        yield line, *_difference(line.text(), expected)
