"""The closed list of excuses: what may stand in a brief without a link to an entry, and why.

Nothing else is excused. Each rule looks at the words again (a date is a day of the data, a
paragraph is one of its row's claim, a note is the cell of the table), so that an excuse
is no hiding place. A reason that a page gives in `data-x` opens the rules of REASONS to it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from claimbook.figure import Claim, Figure
from claimbook.scan import NUMERAL
from claimbook.trace.days import MONTHS, day_of, day_words, published_words
from claimbook.trace.formulas import worked_out
from claimbook.trace.tree import Node, plain
from claimbook.trace.values import Values

BLANK = "\ufffc"  # stands for what is excused; no numeral reaches over it


@dataclass
class At:
    """Where words stand. figures: those that their row of a table links to; row: its words; chart: the cells
    of the chart's own table, and their parts between commas, without linked numbers; repeats: texts that may be told again here;
    times: the dates of the same sentence; whole: the cell that the words are a part of;
    lines: how many rows the table has that is folded below; faults: why briefs of the run failed; files: links to pictures, each with its number."""

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


@dataclass(frozen=True)
class Rule:
    """name: as the report counts it; why: what it excuses and for what reason; find: the stretches of a text that it excuses."""

    name: str
    why: str
    find: Callable[[str, At], Iterable[tuple[int, int]]] = field(repr=False)


# -- what each rule finds ----------------------------------------------------------
def contained(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where these words stand on their own, not inside a longer word or number."""
    if not words:
        return
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        if not _runs_on(text[:start], words, before=True) and not _runs_on(text[end:], words, before=False):
            yield start, end
        start = text.find(words, end)


def _runs_on(rest: str, words: str, before: bool) -> bool:
    near, edge = (rest[-2:], words[0]) if before else (rest[:2], words[-1])
    if not near or not edge.isalnum():
        return False
    close = near[-1] if before else near[0]
    if close.isalnum():
        return True
    # 100 is no part of 1,100, of 1.100 nor of 100.5
    return edge.isdigit() and close in ",.\u2019'" and len(near) == 2 and (near[0] if before else near[1]).isdigit()


def _phrases(text: str, at: At):
    if " " in text:
        for words in at.values.phrases:
            yield from contained(text, words)


def _computed(text: str, at: At):
    whole = plain(at.whole if BLANK in text else text)  # words of the data in it may be excused and blanked out already
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
    return f"in {figure.period_length().text()}" if undated and figure.counted.accounting == "increment" else ""


def _formulas(text: str, at: At):
    for figure in at.figures:
        if figure.is_derived:
            yield from contained(text, worked_out(figure))
            yield from contained(text, worked_out(figure).partition(": ")[2])


def _quotations(text: str, at: At):
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


def _dates(text: str, at: At):
    for claim in (figure.lineage for figure in at.figures if isinstance(figure.lineage, Claim) and figure.lineage.published):
        yield from contained(text, published_words(claim.published_from, claim.published))
    for found in _DATES.finditer(text):
        if _known_days(found, known_days(at)):
            yield found.span()


def known_days(at: At) -> set[dt.date]:
    """The days that may be named here: beside figures those of their claims and of the scenario, else any of the data."""
    return at.values.days_of(at.figures) if at.figures and at.row else at.values.days


def _known_days(found: re.Match, known: set[dt.date]) -> bool:
    parts = {name: value for name, value in found.groupdict().items() if value}
    if "iso" in parts:
        return day_of(*map(int, parts["iso"].split("-"))) in known
    if "m8" in parts:
        return any((day.month, day.year) == (MONTHS.index(parts["m8"]) + 1, int(parts["y8"])) for day in known)
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


def _locators(text: str, at: At):
    """A cell of paragraph numbers alone, or their numbers with their word."""
    if re.fullmatch(r"\d+(, \d+)*", text) and _stated(text, "", at):
        yield 0, len(text)
    yield from _paragraphs(text, at)


def _stated(numbers: str, before: str, at: At, words: str = "") -> bool:
    """words: the locator as it stands in its cell, where what stands before may be excused and blanked out already."""
    wanted = {int(number) for number in numbers.split(", ")}
    named = [key for key in at.values.paragraphs if before.endswith(f"{key}, ") or (words and f"{key}, {words}" in at.whole)]
    known = [at.values.paragraphs[key] for key in named]
    if known:
        return any(wanted <= stated for stated in known)
    claims = [claim for figure in at.figures for claim in figure.claims]
    if claims:
        return any(wanted <= {claim.paragraph, *claim.also_at} for claim in claims)
    told = [(words, stated) for words, stated in at.values.told if words in at.row]
    most = max((len(words) for words, _ in told), default=0)  # the judgement itself, before all of its judge
    return any(wanted <= stated for words, stated in told if len(words) == most)


def _grades(text: str, at: At):
    claims = [figure.lineage for figure in at.figures if isinstance(figure.lineage, Claim)]
    pairs = [(claim.claimant.reliability or "-", str(claim.credibility or "-")) for claim in claims]
    if any(text in (letter + digit, digit) for letter, digit in pairs):
        yield 0, len(text)
    for figure in at.figures:
        if text in graded(figure, at.values.source_notes).values():
            yield 0, len(text)


def graded(figure: Figure, notes: Mapping[str, str]) -> dict[str, str]:
    """Each of the two grades of a claim with its reason: "C: Close to the front"; notes: id of a source -> its reason."""
    if not isinstance(figure.lineage, Claim):
        return {}
    claim = figure.lineage
    pairs = {"Source": (claim.claimant.reliability, notes.get(claim.claimant.id)), "Item": (claim.credibility, claim.grade_note)}
    return {name: plain(": ".join(str(part) for part in pair if part)) for name, pair in pairs.items()}


def _item_scale(text: str, at: At):
    """The ends of the scale of items where a brief explains it: always these words."""
    if text == "1, confirmed by others, to 5, improbable; F or 6":
        yield 0, len(text)


def _ages(text: str, at: At):
    stamps = [node.attrs.get("datetime", "") for node in at.times]
    try:
        days = [dt.date.fromisoformat(stamp) for stamp in stamps]
    except ValueError:
        return
    if len(days) == 2:
        count = abs((days[1] - days[0]).days)
        if text == f"{count:,} {'day' if count == 1 else 'days'}":
            yield 0, len(text)


_PRECISION = {1: "a day", 2: "within six days", 3: "within a week", 4: "within a month", 5: "within a year or longer"}


def _precisions(text: str, at: At):
    for event in at.values.everything.events.to_dict("records"):
        if plain(event["label"]) in at.row and text == _PRECISION.get(int(event["date_precision"])):
            yield 0, len(text)
            return


def _events(text: str, at: At):
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
    if start.day == 1 and (end + dt.timedelta(1)).day == 1 and (start.year, start.month) == (end.year, end.month):
        return " ".join(first.split()[1:])
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    same_year = start.year == end.year
    kept = 1 if same_year and start.month == end.month else 2 if same_year else 3
    return f"{' '.join(first.split()[:kept])} to {last}"


def _in_table(text: str, at: At):
    """Label and second line of a row are one cell there, with a comma between them."""
    said = (text, text[:1].lower() + text[1:])  # what begins a line has a capital
    if any(f", {words}, " in f", {cell}, " for cell in at.chart for words in said) or _is_cut(text, at.chart):
        yield 0, len(text)


def _is_cut(text: str, cells: Iterable[str]) -> bool:
    """A list of which the drawing shows the first few and counts the rest: "paras 1, 2 and 3 more"."""
    found = re.fullmatch(r"(?P<first>.+) and (?P<more>\d+) more", text)
    return found is not None and any(cell.startswith(f"{found['first']}, ") and cell[len(found["first"]):].count(", ") == int(found["more"])
                                     for cell in cells)


def _told_in_table(text: str, at: At):
    for cell in sorted(at.chart, key=len, reverse=True):
        yield from contained(text, cell) if has_number(cell) else ()


def _repeats(text: str, at: At):
    for words in at.repeats:
        yield from contained(text, words)


# Words that are numerals by the rule of claimbook.scan and count nothing that anybody claims.
_NAMING = {"one", "both", "single", "once", "first", "second", "third", "pair", "pairs"}
_PAIRS = re.compile(r"\btwo (?:figures|claims|relays|ratios|dates|sides)\b|\btold twice\b", re.IGNORECASE)


def _words(text: str, at: At):
    yield from (found.span() for found in _PAIRS.finditer(text))
    yield from (found.span() for found in NUMERAL.finditer(text) if found[0].lower() in _NAMING)


WORDS_OF_DATA = Rule("words of the data", "a name, label, note or reason of the tables, equal to its cell: "
                     "the coder's own words, as coded", _phrases)
COMPUTED = Rule("reason computed anew", "why two figures cannot be joined or compared, what a share is a share of: "
                "the library says it of the figures of the row, and says the same again", _computed)
FORMULA = Rule("formula", "the formula of a figure in the same row, its inputs as the library writes them", _formulas)
QUOTATION = Rule("quotation as printed", "the source's words, equal to as_printed of a claim in the same row or entry", _quotations)
DATE = Rule("date", "a day, month or year that the data or the parameters name", _dates)
PARAGRAPH = Rule("paragraph", "a locator: a paragraph in which the claim of the row, the document or the voice named "
                 "before it is coded", _locators)
GRADE = Rule("Admiralty grade", "a letter and a number on two scales, equal to those of the claim in the row", _grades)
GRADE_SCALE = Rule("Admiralty grade", "the ends of the scale of items, where a brief explains it", _item_scale)
AGE = Rule("age of the data", "the days between the two dates of the same sentence, counted again", _ages)
PRECISION = Rule("precision of a date", "how exactly an event is dated, as its row has it", _precisions)
EVENT = Rule("date", "the day of an event in a drawing with its paragraph, as its row has it", _events)
LABEL = Rule("label of a drawing", "words of a drawing that stand in the chart's own table, where they are looked at with their row",
             _in_table)
ALOUD = Rule("label of a drawing", "the same words read aloud", _told_in_table)
REPEAT = Rule("repeated words", "the title of a chart, a caption or a heading once more, where no link can be; "
              "equal to the words whose numbers are linked", _repeats)
WORD = Rule("word that counts nothing", "one, both, first and their like: they name, order or pair; the pairs are a closed list",
            _words)


def _lines_of_table(text: str, at: At):
    """The number of rows of the table that is folded below these words: "(7 rows)"."""
    words = f"({at.lines} row{'' if at.lines == 1 else 's'})"
    if at.lines and text.endswith(words):
        yield len(text) - len(words), len(text)


COUNT_OF_LINES = Rule("count of rows", "how many rows the table has that is folded below, counted again", _lines_of_table)


def _files(text: str, at: At):
    for words in at.files:
        yield from contained(text, words)


PICTURE = Rule("number of a picture", "which picture of its brief a link leads to, as the name of its file has it", _files)


def _faults(text: str, at: At):
    return [(0, len(text))] if text in at.faults else []


def _nothing(text: str, at: At):
    return ()


FAULT = Rule("fault of a run", "why a brief failed, as the run told it; in the box of a fault on an index page alone", _faults)


EARLIER = Rule("earlier value", "what the run before said, in a line of the box of changes behind the word “earlier”; held against "
               "the data of that run where it still lies beside this one", _nothing)
CHANGES = Rule("count of changes", "how many changes of a kind there are, counted again in the lines of the box", _nothing)
RUN = Rule("day of a run", "the nominal day of this run or of the one before, which no table names; held against the manifest beside it",
           _nothing)
# These are looked at where they stand, not word by word: see drawings.py, entries.py and foot.py.
SCALE = Rule("tick of a scale", "a round number on the axis of a drawing, in line with the others and at its place", _nothing)
COUNT = Rule("count of rows", "how many rows of the tables there are, counted again under its name", _nothing)
POSITION = Rule("position of an entry", "the small number of print, equal to the place of the entry in the appendix", _nothing)
ENTRY = Rule("line of an entry", "claimant, relay, place, dates, grade, formula of a figure, each equal to its row or to the library's", _nothing)
MAKING = Rule("making of the file", "versions, hash, parameters and command in the foot, held against data and parameters", _nothing)

RULES = (WORDS_OF_DATA, COMPUTED, FORMULA, QUOTATION, DATE, PARAGRAPH, GRADE, AGE, PRECISION, LABEL, REPEAT, WORD,
         PICTURE, SCALE, COUNT, EARLIER, CHANGES, RUN, POSITION, ENTRY, MAKING, FAULT)

_CODED = (WORDS_OF_DATA, COMPUTED, FORMULA, QUOTATION, DATE, PARAGRAPH, PRECISION, WORD)
# What a page says in data-x, up to a colon -> the rules that may excuse the words. Any other reason excuses nothing.
REASONS: dict[str, tuple[Rule, ...]] = {
    "as coded": _CODED,
    "as printed": (QUOTATION,),
    "paragraph": (PARAGRAPH,),
    "a locator": (PARAGRAPH,),
    "Admiralty grade": (GRADE,),
    "Admiralty grade with its reason": (GRADE,),
    "Admiralty scale": (GRADE_SCALE,),
    "caption": (REPEAT, COUNT_OF_LINES),
    "a count of rows": (COUNT,),
    "counts of rows": (COUNT,),
    "days between the two dates": (AGE,),
    "reason of a refusal": (COMPUTED,),
    "axis": (SCALE,),
    "date": (EVENT, DATE),
    "label": (LABEL, ALOUD, WORDS_OF_DATA, WORD),
    "a fault": (FAULT,),
}
PLAIN = (PICTURE, REPEAT, WORDS_OF_DATA, COMPUTED, QUOTATION, WORD)  # words without a reason
SPOKEN = (REPEAT, LABEL, ALOUD, WORDS_OF_DATA, WORD)  # what a screen reader says: no link can be in it


def left(text: str, at: At, rules: Iterable[Rule]) -> tuple[list[str], Counter]:
    """The numerals of a text that none of these rules excuses, and how often each rule excused some."""
    counts: Counter = Counter()
    if not has_number(text):
        return [], counts
    for rule in rules:
        for start, end in list(rule.find(text, at)):
            stretch = text[start:end]
            if BLANK in stretch and not has_number(stretch.replace(BLANK, " ")):
                continue
            if has_number(stretch):
                counts[rule.name] += 1
            text = text[:start] + BLANK * (end - start) + text[end:]
        if not has_number(text):
            break
    return numbers(text), counts


def has_number(text: str) -> bool:
    return next(_found(text), None) is not None


def numbers(text: str) -> list[str]:
    """Numerals in digits of any script and in words."""
    return list(_found(text))


def _found(text: str) -> Iterator[str]:
    end = 0
    for match in NUMERAL.finditer(text):
        yield from _odd(text[end:match.start()])
        yield match[0]
        end = match.end()
    yield from _odd(text[end:])


def _odd(text: str) -> Iterator[str]:
    """Characters that are numbers in no usual form: a circled one, a Roman one of its own character."""
    return (character for character in text if unicodedata.category(character) in ("Nd", "Nl", "No"))
