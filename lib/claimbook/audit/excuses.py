"""The closed list of excuses: what may hold digits and is no figure, each rendered anew from what it names.

A page names in `data-x` the kind of an excuse and in `data-of` what it shows. Each function here says what
should stand there, or None where it does. What a page says of a kind that is not in KINDS excuses nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bs4 import Tag

from claimbook.audit.figures import Known, days_of, id_of
from claimbook.audit.page import Page, block_of, chart_of, is_link, numerals, plain, target, within, words_of
from claimbook.figure import Claim, Figure
from claimbook.scan import NUMERAL
from claimbook.show.spans import day

BLANK = "\ufffc"


@dataclass
class At:
    """Where words stand: on which page, and what may be said there.

    homes   file -> page and what it may say, of the briefs that an index page links to; "" is the page itself
    run     nominal day of the run, where a manifest lies beside the page
    since   of the run before
    faults  why briefs of the run failed
    """

    page: Page
    known: Known
    homes: Mapping[str, tuple[Page, Known]] = field(default_factory=dict)
    run: dt.date | None = None
    since: dt.date | None = None
    faults: tuple[str, ...] = ()

    def home(self, mark: Tag) -> tuple[Page, Known] | None:
        """The page in whose appendix a link leads, and what it may say."""
        file = target(mark)[0]
        return self.homes.get(file) if file or self.homes else (self.page, self.known)

    def near(self, mark: Tag) -> list[Figure]:
        """The figures that the row of an element, or its sentence, links to."""
        around = within(mark, "tr") or block_of(mark)
        links = [link for link in around.find_all("a") if is_link(link)]
        homes = [(self.home(link), id_of(target(link)[1])) for link in links]
        figures = [home[1].get(id) for home, id in homes if home is not None]
        return [figure for figure in figures if figure is not None]

    def claims(self, mark: Tag) -> list[Claim]:
        """The claims that an excuse names, or else those of its row."""
        named = [self.known.get(id) for id in mark.get("data-of", "").split()]
        figures = [figure for figure in named if figure is not None] or self.near(mark)
        return [figure.lineage for figure in figures if isinstance(figure.lineage, Claim)]


# -- kinds ----------------------------------------------------------------------------------
def words_of_data(mark: Tag, words: str, before: str, at: At) -> str | None:
    """A cell of the tables, alone or joined with others by words without numbers."""
    return None if not numerals(without(words, at.known.phrases)) else "words of the data, as they are coded"


def printed(mark: Tag, words: str, before: str, at: At) -> str | None:
    told = [plain(claim.as_printed) for claim in at.claims(mark)]
    return _one_of(words, [*told, *(f"“{text}”" for text in told)], "words as printed of a claim of this row")


def locator(mark: Tag, words: str, before: str, at: At) -> str | None:
    """Paragraphs of a claim, an event or a judgement, behind the name of who is quoted there."""
    known = [at.known.paragraphs[id] for id in mark.get("data-of", "").split() if id in at.known.paragraphs]
    known = known or [{claim.paragraph, *claim.also_at} for claim in at.claims(mark)]
    rest = re.sub(r"\d+(?:, \d+)*$", "", without(words, at.known.phrases))
    told = {int(number) for number in re.findall(r"\d+", words.removeprefix(rest))}
    if told and not numerals(rest) and any(told <= paragraphs for paragraphs in known):
        return None
    return " or ".join(", ".join(map(str, sorted(filter(None, p)))) for p in known) or "a paragraph of the row"


def grade(mark: Tag, words: str, before: str, at: At) -> str | None:
    pairs = [f"{c.claimant.reliability or '-'}{c.credibility or '-'}" for c in at.claims(mark)]
    return _one_of(words, pairs, "the grades of a claim")


def graded(mark: Tag, words: str, before: str, at: At) -> str | None:
    """One of the two grades of a claim with its reason: "C: Close to the front"."""
    told = []
    for claim in at.claims(mark):
        source = (claim.claimant.reliability, at.known.source_notes.get(claim.claimant.id))
        both = {"source": source, "item": (claim.credibility, claim.grade_note)}
        named = [which for which in both if which in mark.get("data-of", "").split()] or list(both)
        told += [": ".join(str(part) for part in both[which] if part) for which in named]
    return _one_of(words, map(plain, told), "a grade of a claim with its reason")


def scale(mark: Tag, words: str, before: str, at: At) -> str | None:
    from claimbook.show.standard import ITEM_SCALE

    return _one_of(words, [ITEM_SCALE], "")


def count(mark: Tag, words: str, before: str, at: At) -> str | None:
    known = at.homes_counts(mark) if at.page.is_index else at.known.counts
    told = known.get(mark.get("data-of", ""))
    return None if words == told else f"{told}, counted again" if told else "a count with a name of the list"


def age(mark: Tag, words: str, before: str, at: At) -> str | None:
    """The days between two dates, which the page names beside it."""
    try:
        first, last = map(dt.date.fromisoformat, re.split(r"[ /]", mark.get("data-of", "")))
    except ValueError:
        return "the days between two dates of the same sentence"
    beside = {time.get("datetime") for time in block_of(mark).find_all("time")}
    days = abs((last - first).days)
    told = f"{days:,} {'day' if days == 1 else 'days'}"
    return None if words == told and {str(first), str(last)} <= beside else told


def reason(mark: Tag, words: str, before: str, at: At) -> str | None:
    """Why something is refused, or what a comparison comes to: the library says it again."""
    named = [at.known.get(id) for id in mark.get("data-of", "").split()]
    figures = [figure for figure in named if figure is not None] or at.near(mark)
    told = at.known.reasons | at.known.verdicts(figures) | {plain(f.base) for f in figures if f.base}
    return None if words in told else "a reason that the library gives for these figures"


def formula(mark: Tag, words: str, before: str, at: At) -> str | None:
    from claimbook.brief.entries import in_figures, worked_out

    named = [at.known.get(id) for id in mark.get("data-of", "").split()]
    figures = [f for f in named if f is not None] or [f for f in at.near(mark) if f.is_derived]
    told = [made(f.entry(), f.entries()) for f in figures for made in (in_figures, worked_out)]
    return _one_of(words, map(plain, told), "the formula of a figure of this row")


def when(mark: Tag, words: str, before: str, at: At) -> str | None:
    """A date of a claim in words; of an event, its days."""
    from claimbook.show.charts.days import span
    from claimbook.show.spans import to_text, when_published

    told = []
    for claim in at.claims(mark):
        days = (claim.as_of, claim.stated_on)
        told += [f"{how}{day(d)}" for how, d in zip(("", "said "), days, strict=True) if d]
        told += [f"printed {when_published(claim.published_from, claim.published)}"] if claim.published else []
    told += [to_text(span(*days)) for id in mark.get("data-of", "").split() for days in at.known.events_of(id)]
    return _one_of(words, told, "a day of a claim of this row")


def repeat(mark: Tag, words: str, before: str, at: At) -> str | None:
    """The caption of the table folded here with its number of rows; the title of the chart above a table."""
    table = within(mark, "table") or (within(mark, "details") or mark).find("table")
    rows = len(table.find_all("tr")) - 1 if table is not None else 0
    caption = words_of(table.caption) if table is not None else ""
    told = [f"{caption} ({rows} row{'' if rows == 1 else 's'})"]
    told += [f"Data: {words_of(chart.find(['h2', 'h3', 'h4', 'h5', 'h6']))}"] if (chart := chart_of(mark)) else []
    return _one_of(words, told, "")


def earlier(mark: Tag, words: str, before: str, at: At) -> str | None:
    """What the run before said: in a line of the box of changes alone, behind the word "earlier". Where that
    run still lies beside this one the whole box is rendered anew, see blocks.py."""
    if within(mark, "li") is not None and mark.find_parent("ul", class_="moves") and in_box(mark):
        return None
    return "the word “earlier” before it, in a line of the box of changes"


def changes(mark: Tag, words: str, before: str, at: At) -> str | None:
    return None if in_box(mark) else "a count of the lines of the box of changes"


def fault(mark: Tag, words: str, before: str, at: At) -> str | None:
    return _one_of(words, map(plain, at.faults), "why a brief of the run failed")


def drawing(mark: Tag, words: str, before: str, at: At) -> str | None:
    return "a tick of a drawing"  # drawings are rendered anew as a whole, see blocks.py


KINDS: dict[str, Callable[[Tag, str, str, At], str | None]] = {
    "words": words_of_data,
    "printed": printed,
    "locator": locator,
    "grade": grade,
    "graded": graded,
    "scale": scale,
    "count": count,
    "age": age,
    "reason": reason,
    "formula": formula,
    "when": when,
    "repeat": repeat,
    "earlier": earlier,
    "changes": changes,
    "fault": fault,
    "tick": drawing,
    "label": drawing,
}


def in_box(mark: Tag) -> bool:
    """Whether an element stands in the box of changes, or in the news of an index page."""
    return mark.find_parent("section", class_="changes") is not None or mark.find_parent(class_="news") is not None


# -- dates ----------------------------------------------------------------------------------
_THROUGH = re.compile(r"\bdata through $", re.IGNORECASE)
_RUN = re.compile(r"\brun of $")


def date(mark: Tag, words: str, before: str, after: str, at: At) -> str | None:
    """A day, month or year that the data or the parameters name; beside figures of a row one of theirs."""
    stamp, before = mark.get("datetime", ""), before.replace("\u00a0", " ")
    if _THROUGH.search(before):
        return _through(stamp, words, at)
    if _RUN.search(before):
        told = at.since if re.match(r"(since|nothing|what has)", before, re.IGNORECASE) else at.run
        return _is_day(stamp, words, {told} if told else {_day_of(stamp)})
    row = within(mark, "tr")
    known = days_of(at.near(mark)) if row is not None and at.near(mark) else at.known.days
    return _in_words(stamp, words, after, known)


def _through(stamp: str, words: str, at: At) -> str | None:
    """The last day of the claims that are looked at."""
    books = [known.book for _, known in at.homes.values()] or [at.known.book]
    return _is_day(stamp, words, {book.data_through(book.values()) for book in books})


def _is_day(stamp: str, words: str, days: set[dt.date | None]) -> str | None:
    told = [day(d) for d in sorted(filter(None, days))]
    return None if words in told and day(_day_of(stamp) or dt.date.min) == words else " or ".join(told) or "a day"


def _day_of(stamp: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(stamp)
    except ValueError:
        return None


def _in_words(stamp: str, words: str, after: str, known: set[dt.date]) -> str | None:
    """What a date says: "19 December 2024" for 2024-12-19, its first words before "to", "October 2024"."""
    days = sorted(d for d in known if str(d).startswith(stamp) and len(stamp) in (4, 7, 10))
    if not days:
        return "a day that the data names"
    full = " ".join(day(days[0]).split()[{4: 2, 7: 1, 10: 0}[len(stamp)] :])
    short = full.rsplit(" ", 1)[0], full.split(" ")[0]
    return None if words == full or (len(stamp) == 10 and after.lstrip().startswith("to ") and words in short) else full


# -- words of our own -----------------------------------------------------------------------
# Words that are numerals by the rule of claimbook.scan and count nothing that anybody claims.
_NAMING = {"one", "both", "single", "once", "first", "second", "third", "pair", "pairs"}
_PAIRS = re.compile(r"\btwo (?:figures|claims|relays|ratios|dates|sides)\b|\btold twice\b", re.IGNORECASE)


def own_words(text: str) -> tuple[list[str], int]:
    """The numerals of words that nothing answers for, and how many that count nothing.

    >>> own_words("one of the two figures, of eleven thousand men")
    (['eleven thousand'], 2)
    """
    rest, pairs = _PAIRS.subn(BLANK, text)
    found = numerals(rest)
    kept = [number for number in found if number.lower() not in _NAMING]
    return kept, pairs + len(found) - len(kept)


def without(text: str, phrases: list[str]) -> str:
    """The text with the phrases that stand in it on their own blanked out."""
    for phrase in phrases:
        if phrase in text:
            text = re.sub(rf"(?<![\w]){re.escape(phrase)}(?![\w]|[.,]\d)", BLANK, text)
        if not NUMERAL.search(text):
            break
    return text


def _one_of(words: str, told: Iterator[str] | list[str], otherwise: str) -> str | None:
    told = list(dict.fromkeys(told))
    return None if words in told else " or ".join(told[:2]) or otherwise
