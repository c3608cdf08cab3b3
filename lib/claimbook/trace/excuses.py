"""What each rule of rules.py finds: words that are looked at again before they are excused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from claimbook.figure import Claim, Figure
from claimbook.scan import NUMERAL
from claimbook.trace.days import MONTHS, day_of, day_words, published_words
from claimbook.trace.formulas import worked_out
from claimbook.trace.numerals import BLANK, contained, has_number
from claimbook.trace.tree import Node, plain
from claimbook.trace.values import Values


@dataclass
class At:
    """Where words stand. figures: those that their row of a table links to; row: its words; chart: the cells
    of the chart's own table, and their parts between commas, without linked numbers; repeats: texts that may
    be told again here;
    times: the dates of the same sentence; whole: the cell that the words are a part of;
    lines: how many rows the table has that is folded below; faults: why briefs of the run failed; files:
    links to pictures, each with its number."""

    values: Values
    figures: tuple[Figure, ...] = ()
    row: str = ""
    chart: frozenset[str] = frozenset()
    repeats: tuple[str, ...] = ()
    times: tuple[Node, ...] = ()
    faults: tuple[str, ...] = ()
    whole: str = ""
    lines: int = 0
    files: tuple[str, ...] = ()


def phrases(text: str, at: At):
    if " " in text:
        for words in at.values.phrases:
            yield from contained(text, words)


def computed(text: str, at: At):
    whole = plain(
        at.whole if BLANK in text else text
    )  # words of the data in it may be excused and blanked out already
    if whole in at.values.reasons or (len(at.figures) > 1 and whole in at.values.verdicts(at.figures)):
        yield 0, len(text)
        return
    for figure in at.figures:
        for words in (figure.base, *figure.caveats, _length(figure)):
            yield from contained(text, plain(words or ""))


def _length(figure: Figure) -> str:
    """How long an increment was counted, where no days are stated: "in 1 week"."""
    claim, (start, end) = figure.lineage, figure.counted.period
    undated = isinstance(claim, Claim) and claim.duration and not (start and end)
    return (
        f"in {figure.period_length().text()}" if undated and figure.counted.accounting == "increment" else ""
    )


def formulas(text: str, at: At):
    for figure in at.figures:
        if figure.is_derived:
            yield from contained(text, worked_out(figure))
            yield from contained(text, worked_out(figure).partition(": ")[2])


def quotations(text: str, at: At):
    for figure in at.figures:
        if isinstance(figure.lineage, Claim):
            printed = plain(figure.lineage.as_printed)
            yield from contained(text, f"“{printed}”")
            if text == printed == (at.whole or text):
                yield 0, len(text)


_MONTH = "|".join(MONTHS)
_DATES = re.compile(
    rf"\b(?P<d1>\d\d?) (?P<m1>{_MONTH}) (?P<y1>\d{{4}}) to (?P<d2>\d\d?) (?P<m2>{_MONTH}) (?P<y2>\d{{4}})\b|"
    rf"\b(?P<d3>\d\d?) (?P<m3>{_MONTH}) to (?P<d4>\d\d?) (?P<m4>{_MONTH}) (?P<y4>\d{{4}})\b|"
    rf"\b(?P<d5>\d\d?) to (?P<d6>\d\d?) (?P<m6>{_MONTH}) (?P<y6>\d{{4}})\b|"
    rf"\b(?P<d7>\d\d?) (?P<m7>{_MONTH}) (?P<y7>\d{{4}})\b|"
    rf"\b(?P<m8>{_MONTH}) (?P<y8>\d{{4}})\b|"
    r"\b(?P<iso>\d{4}-\d\d-\d\d)\b"
)


def dates(text: str, at: At):
    for claim in (
        figure.lineage
        for figure in at.figures
        if isinstance(figure.lineage, Claim) and figure.lineage.published
    ):
        yield from contained(text, published_words(claim.published_from, claim.published))
    for found in _DATES.finditer(text):
        if _known_days(found, known_days(at)):
            yield found.span()


def known_days(at: At) -> set[dt.date]:
    """The days that may be named here: beside figures those of their claims and of the scenario, else any of
    the data."""
    return at.values.days_of(at.figures) if at.figures and at.row else at.values.days


def _known_days(found: re.Match, known: set[dt.date]) -> bool:
    parts = {name: value for name, value in found.groupdict().items() if value}
    if "iso" in parts:
        return day_of(*map(int, parts["iso"].split("-"))) in known
    if "m8" in parts:
        return any(
            (day.month, day.year) == (MONTHS.index(parts["m8"]) + 1, int(parts["y8"])) for day in known
        )
    days, year, month = [], None, None
    for name, value in reversed(list(parts.items())):  # what is said once, at the end, counts for both
        if name[0] == "y":
            year = int(value)
        elif name[0] == "m":
            month = MONTHS.index(value) + 1
        else:
            days.append(day_of(year, month, int(value)))
    return all(day in known for day in days)


def date_in_words(stamp: str, text: str, followed: str, known: set[dt.date]) -> str | None:
    """What a date element should say, or None where it says it: "19 December 2024" for 2024-12-19, its first
    words before "to", "October 2024", "1945"; always a day, month or year that the data knows."""
    parts = [int(part) for part in stamp.split("-")] if re.fullmatch(r"\d{4}(-\d\d){0,2}", stamp) else []
    if len(parts) == 3 and (day := day_of(*parts)) in known:
        words = day_words(day)
        cut = words.split()
        short = (cut[0], " ".join(cut[:2])) if followed.lstrip().startswith("to ") else ()
        return None if text in (words, *short) else words
    if len(parts) == 2 and any((day.year, day.month) == tuple(parts) for day in known):
        words = f"{MONTHS[parts[1] - 1]} {parts[0]}"
        return None if text == words else words
    if len(parts) == 1 and any(day.year == parts[0] for day in known):
        return None if text == str(parts[0]) else str(parts[0])
    return "a day that the data names"


_PARAGRAPHS = re.compile(r"\b(?:paragraph|para\.|paragraphs|paras\.?) (?P<numbers>\d+(?:, \d+)*)(?![\d.,]\d)")


def _paragraphs(text: str, at: At):
    for found in _PARAGRAPHS.finditer(text):
        if _stated(found["numbers"], text[: found.start()], at, found[0]):
            yield found.span()


def locators(text: str, at: At):
    """A cell of paragraph numbers alone, or their numbers with their word."""
    if re.fullmatch(r"\d+(, \d+)*", text) and _stated(text, "", at):
        yield 0, len(text)
    yield from _paragraphs(text, at)


def _stated(numbers: str, before: str, at: At, words: str = "") -> bool:
    """words: the locator as it stands in its cell, where what stands before may be excused and blanked out
    already."""
    wanted = {int(number) for number in numbers.split(", ")}
    named = [
        key
        for key in at.values.paragraphs
        if before.endswith(f"{key}, ") or (words and f"{key}, {words}" in at.whole)
    ]
    known = [at.values.paragraphs[key] for key in named]
    if known:
        return any(wanted <= stated for stated in known)
    claims = [claim for figure in at.figures for claim in figure.claims]
    if claims:
        return any(wanted <= {claim.paragraph, *claim.also_at} for claim in claims)
    told = [(words, stated) for words, stated in at.values.told if words in at.row]
    most = max((len(words) for words, _ in told), default=0)  # the judgement itself, before all of its judge
    return any(wanted <= stated for words, stated in told if len(words) == most)


def grades(text: str, at: At):
    claims = [figure.lineage for figure in at.figures if isinstance(figure.lineage, Claim)]
    pairs = [(claim.claimant.reliability or "-", str(claim.credibility or "-")) for claim in claims]
    if any(text in (letter + digit, digit) for letter, digit in pairs):
        yield 0, len(text)
    for figure in at.figures:
        if text in graded(figure, at.values.source_notes).values():
            yield 0, len(text)


def graded(figure: Figure, notes: Mapping[str, str]) -> dict[str, str]:
    """Each of the two grades of a claim with its reason: "C: Close to the front"; notes: id of a source ->
    its reason."""
    if not isinstance(figure.lineage, Claim):
        return {}
    claim = figure.lineage
    pairs = {
        "Source": (claim.claimant.reliability, notes.get(claim.claimant.id)),
        "Item": (claim.credibility, claim.grade_note),
    }
    return {name: plain(": ".join(str(part) for part in pair if part)) for name, pair in pairs.items()}


def item_scale(text: str, at: At):
    """The ends of the scale of items where a brief explains it: always these words."""
    if text == "1, confirmed by others, to 5, improbable; F or 6":
        yield 0, len(text)


def ages(text: str, at: At):
    stamps = [node.attrs.get("datetime", "") for node in at.times]
    try:
        days = [dt.date.fromisoformat(stamp) for stamp in stamps]
    except ValueError:
        return
    if len(days) == 2:
        count = abs((days[1] - days[0]).days)
        if text == f"{count:,} {'day' if count == 1 else 'days'}":
            yield 0, len(text)


_PRECISION = {
    1: "a day",
    2: "within six days",
    3: "within a week",
    4: "within a month",
    5: "within a year or longer",
}


def precisions(text: str, at: At):
    for event in at.values.everything.events.to_dict("records"):
        if plain(event["label"]) in at.row and text == _PRECISION.get(int(event["date_precision"])):
            yield 0, len(text)
            return


def events(text: str, at: At):
    """The date and place of an event of the data, in a drawing: "14 to 15 December 2024; para. 3"."""
    when, _, where = text.partition("; ")
    for event in at.values.everything.events.to_dict("records"):
        numbers = event["paragraph"]
        if when == span_words(event["start"], event["end"]) and where in ("", f"para. {numbers}"):
            yield 0, len(text)
            return


def span_words(start: dt.date, end: dt.date) -> str:
    """From one day to another as short as it can be said."""
    first, last = day_words(start), day_words(end)
    if start == end:
        return first
    if (
        start.day == 1
        and (end + dt.timedelta(1)).day == 1
        and (start.year, start.month) == (end.year, end.month)
    ):
        return " ".join(first.split()[1:])
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    same_year = start.year == end.year
    kept = 1 if same_year and start.month == end.month else 2 if same_year else 3
    return f"{' '.join(first.split()[:kept])} to {last}"


def in_table(text: str, at: At):
    """Label and second line of a row are one cell there, with a comma between them."""
    said = (text, text[:1].lower() + text[1:])  # what begins a line has a capital
    if any(f", {words}, " in f", {cell}, " for cell in at.chart for words in said) or _is_cut(text, at.chart):
        yield 0, len(text)


def _is_cut(text: str, cells: Iterable[str]) -> bool:
    """A list of which the drawing shows the first few and counts the rest: "paras 1, 2 and 3 more"."""
    found = re.fullmatch(r"(?P<first>.+) and (?P<more>\d+) more", text)
    return found is not None and any(
        cell.startswith(f"{found['first']}, ")
        and cell[len(found["first"]) :].count(", ") == int(found["more"])
        for cell in cells
    )


def told_in_table(text: str, at: At):
    for cell in sorted(at.chart, key=len, reverse=True):
        yield from contained(text, cell) if has_number(cell) else ()


def repeats(text: str, at: At):
    for words in at.repeats:
        yield from contained(text, words)


# Words that are numerals by the rule of claimbook.scan and count nothing that anybody claims.
_NAMING = {"one", "both", "single", "once", "first", "second", "third", "pair", "pairs"}
_PAIRS = re.compile(r"\btwo (?:figures|claims|relays|ratios|dates|sides)\b|\btold twice\b", re.IGNORECASE)


def words(text: str, at: At):
    yield from (found.span() for found in _PAIRS.finditer(text))
    yield from (found.span() for found in NUMERAL.finditer(text) if found[0].lower() in _NAMING)


def lines_of_table(text: str, at: At):
    """The number of rows of the table that is folded below these words: "(7 rows)"."""
    words = f"({at.lines} row{'' if at.lines == 1 else 's'})"
    if at.lines and text.endswith(words):
        yield len(text) - len(words), len(text)


def files(text: str, at: At):
    for words in at.files:
        yield from contained(text, words)


def faults(text: str, at: At):
    return [(0, len(text))] if text in at.faults else []


def nothing(text: str, at: At):
    return ()
