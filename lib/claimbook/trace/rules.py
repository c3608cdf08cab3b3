"""The closed list of excuses: what may stand in a brief without a link to an entry, and why.

Nothing else is excused. Each rule looks at the words again (a date is a day of the data, a
paragraph is one of its row's claim, a note is the cell of the table), so that an excuse
is no hiding place. A reason that a page gives in `data-x` opens the rules of REASONS to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from claimbook.trace import excuses
from claimbook.trace.excuses import At
from claimbook.trace.numerals import BLANK, has_number, numbers


@dataclass(frozen=True)
class Rule:
    """name: as the report counts it; why: what it excuses and for what reason; find: the stretches of a text
    that it excuses."""

    name: str
    why: str
    find: Callable[[str, At], Iterable[tuple[int, int]]] = field(repr=False)


WORDS_OF_DATA = Rule(
    "words of the data",
    "a name, label, note or reason of the tables, equal to its cell: the coder's own words, as coded",
    excuses.phrases,
)
COMPUTED = Rule(
    "reason computed anew",
    "why two figures cannot be joined or compared, what a share is a share of: "
    "the library says it of the figures of the row, and says the same again",
    excuses.computed,
)
FORMULA = Rule(
    "formula",
    "the formula of a figure in the same row, its inputs as the library writes them",
    excuses.formulas,
)
QUOTATION = Rule(
    "quotation as printed",
    "the source's words, equal to as_printed of a claim in the same row or entry",
    excuses.quotations,
)
DATE = Rule("date", "a day, month or year that the data or the parameters name", excuses.dates)
PARAGRAPH = Rule(
    "paragraph",
    "a locator: a paragraph in which the claim of the row, the document or the voice named "
    "before it is coded",
    excuses.locators,
)
GRADE = Rule(
    "Admiralty grade",
    "a letter and a number on two scales, equal to those of the claim in the row",
    excuses.grades,
)
GRADE_SCALE = Rule(
    "Admiralty grade", "the ends of the scale of items, where a brief explains it", excuses.item_scale
)
AGE = Rule(
    "age of the data", "the days between the two dates of the same sentence, counted again", excuses.ages
)
PRECISION = Rule(
    "precision of a date", "how exactly an event is dated, as its row has it", excuses.precisions
)
EVENT = Rule("date", "the day of an event in a drawing with its paragraph, as its row has it", excuses.events)
LABEL = Rule(
    "label of a drawing",
    "words of a drawing that stand in the chart's own table, where they are looked at with their row",
    excuses.in_table,
)
ALOUD = Rule("label of a drawing", "the same words read aloud", excuses.told_in_table)
REPEAT = Rule(
    "repeated words",
    "the title of a chart, a caption or a heading once more, where no link can be; "
    "equal to the words whose numbers are linked",
    excuses.repeats,
)
WORD = Rule(
    "word that counts nothing",
    "one, both, first and their like: they name, order or pair; the pairs are a closed list",
    excuses.words,
)


COUNT_OF_LINES = Rule(
    "count of rows", "how many rows the table has that is folded below, counted again", excuses.lines_of_table
)


PICTURE = Rule(
    "number of a picture",
    "which picture of its brief a link leads to, as the name of its file has it",
    excuses.files,
)


FAULT = Rule(
    "fault of a run",
    "why a brief failed, as the run told it; in the box of a fault on an index page alone",
    excuses.faults,
)


EARLIER = Rule(
    "earlier value",
    "what the run before said, in a line of the box of changes behind the word “earlier”; held against "
    "the data of that run where it still lies beside this one",
    excuses.nothing,
)
CHANGES = Rule(
    "count of changes",
    "how many changes of a kind there are, counted again in the lines of the box",
    excuses.nothing,
)
RUN = Rule(
    "day of a run",
    "the nominal day of this run or of the one before, which no table names; held against the manifest beside it",  # noqa: E501
    excuses.nothing,
)
# These are looked at where they stand, not word by word: see drawings.py, entries.py and foot.py.
SCALE = Rule(
    "tick of a scale",
    "a round number on the axis of a drawing, in line with the others and at its place",
    excuses.nothing,
)
COUNT = Rule(
    "count of rows", "how many rows of the tables there are, counted again under its name", excuses.nothing
)
POSITION = Rule(
    "position of an entry",
    "the small number of print, equal to the place of the entry in the appendix",
    excuses.nothing,
)
ENTRY = Rule(
    "line of an entry",
    "claimant, relay, place, dates, grade, formula of a figure, each equal to its row or to the library's",
    excuses.nothing,
)
MAKING = Rule(
    "making of the file",
    "versions, hash, parameters and command in the foot, held against data and parameters",
    excuses.nothing,
)

RULES = (
    WORDS_OF_DATA,
    COMPUTED,
    FORMULA,
    QUOTATION,
    DATE,
    PARAGRAPH,
    GRADE,
    AGE,
    PRECISION,
    LABEL,
    REPEAT,
    WORD,
    PICTURE,
    SCALE,
    COUNT,
    EARLIER,
    CHANGES,
    RUN,
    POSITION,
    ENTRY,
    MAKING,
    FAULT,
)

_CODED = (WORDS_OF_DATA, COMPUTED, FORMULA, QUOTATION, DATE, PARAGRAPH, PRECISION, WORD)
# What a page says in data-x, up to a colon -> the rules that may excuse the words. Any other reason excuses
# nothing.
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
