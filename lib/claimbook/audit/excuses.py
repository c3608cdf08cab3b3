"""The closed list of excuses: what may hold digits and is no figure, each rendered anew from what it names.

A page names in `data-x` the kind of an excuse and in `data-of` what it shows. Each function of KINDS gives
the texts that may stand there; anything else, and any other kind, is a finding.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from bs4 import Tag

from claimbook.audit.figures import Known, days_of, id_of
from claimbook.audit.page import (
    HEADINGS,
    Page,
    block_of,
    chart_of,
    is_link,
    numerals,
    plain,
    target,
    within,
    without,
    words_of,
)
from claimbook.brief.entries import published
from claimbook.figure import Claim, Figure
from claimbook.words.dates import day, span
from claimbook.words.formula import in_figures, worked_out
from claimbook.words.richtext import to_text
from claimbook.words.standard_tables import ITEM_SCALE


@dataclass
class At:
    """Where words stand: on which page, and what may be said there.

    homes   of an index page: file -> page and what it may say, of the briefs that it links to
    run     nominal day of the run, since: of the run before; None where not known
    faults  why briefs of the run failed
    """

    page: Page
    known: Known
    homes: Mapping[str, tuple[Page, Known]] = field(default_factory=dict)
    run: dt.date | None = None
    since: dt.date | None = None
    faults: tuple[str, ...] = ()

    def home(self, link: Tag) -> tuple[Page, Known] | None:
        """The page in whose appendix a link leads, and what it may say."""
        file = target(link)[0]
        return self.homes.get(file) if file or self.page.is_index else (self.page, self.known)

    def of_section(self, section: Tag) -> Known:
        """What the brief may say that a section of an index page leads to."""
        link = section.select_one("h2 a")
        return self.homes.get(unquote(link["href"]) if link else "", (self.page, self.known))[1]

    def near(self, mark: Tag) -> list[Figure]:
        """The figures that an excuse names, or else those to which its row or sentence links."""
        named = [self.known.get(id) for id in mark.get("data-of", "").split()]
        links = (within(mark, "tr") or block_of(mark)).find_all(is_link)
        beside = [home[1].get(id_of(target(link)[1])) for link in links if (home := self.home(link))]
        return [f for f in named if f is not None] or [f for f in beside if f is not None]

    def claims(self, mark: Tag) -> list[Claim]:
        return [figure.lineage for figure in self.near(mark) if isinstance(figure.lineage, Claim)]


# -- kinds: what may stand at a mark --------------------------------------------------------
def _words(mark: Tag, at: At) -> Iterator[str]:
    """Cells of the tables, alone or joined by words without numbers; why the parameters leave out a claim."""
    text = plain(mark.get_text())
    if text in at.known.left_out or not numerals(without(text, at.known.phrases)):
        yield text


def _printed(mark: Tag, at: At) -> Iterator[str]:
    for claim in at.claims(mark):
        yield from (claim.as_printed, f"“{claim.as_printed}”")


def _locator(mark: Tag, at: At) -> Iterator[str]:
    """A paragraph of a claim, an event or a judgement, alone or behind the name of who is quoted there."""
    places = [(c.claimant.name, [c.paragraph, *c.also_at]) for c in at.claims(mark)]
    places += [at.known.places[id][::2] for id in mark.get("data-of", "").split() if id in at.known.places]
    row = within(mark, "tr")
    if row is not None and not places:  # of whoever or whatever the row names
        told = {
            n
            for name, said, numbers in at.known.places.values()
            if {plain(name), plain(said)} & _cells(row)
            for n in numbers
        }
        wanted = {int(number) for number in re.findall(r"\d+", mark.get_text())}
        yield from [mark.get_text()] if wanted <= told else []
    for name, paragraphs in places:
        for number in [*paragraphs, ", ".join(map(str, paragraphs))]:
            told = (f"{number}", f"paragraph {number}", f"para. {number}", f"paras {number}")
            yield from (*told, *(f"{name}, {words}" for words in told))


def _cells(row: Tag) -> set[str]:
    return {words_of(cell) for cell in row.find_all(["th", "td"])}


def _grade(mark: Tag, at: At) -> Iterator[str]:
    return (f"{c.claimant.reliability or '-'}{c.credibility or '-'}" for c in at.claims(mark))


def _graded(mark: Tag, at: At) -> Iterator[str]:
    """One of the two grades of a claim with its reason: "C: Close to the front"."""
    for claim in at.claims(mark):
        source = (claim.claimant.reliability, at.known.source_notes.get(claim.claimant.id))
        both = {"source": source, "item": (claim.credibility, claim.grade_note)}
        yield ": ".join(str(part) for part in both[mark["data-of"].split()[0]] if part)


def _count(mark: Tag, at: At) -> Iterator[str]:
    section = mark.find_parent("section", class_="brief")  # of an index page
    known = at.of_section(section) if section is not None else at.known
    yield from sorted(known.counts.get(mark.get("data-of", ""), ()))


def _age(mark: Tag, at: At) -> Iterator[str]:
    """The days between two dates, which the page names beside it."""
    dates = mark.get("data-of", "").replace("/", " ").split()
    if set(dates) <= {time.get("datetime") for time in block_of(mark).find_all("time")}:
        first, last = map(dt.date.fromisoformat, dates)
        yield f"{(last - first).days:,} day{'' if (last - first).days == 1 else 's'}"


def _reason(mark: Tag, at: At) -> Iterator[str]:
    """Why something is refused, or what a comparison comes to: the library says it again."""
    figures = at.near(mark)
    yield from at.known.reasons | at.known.verdicts(figures)
    yield from (figure.base for figure in figures if figure.base)


def _formula(mark: Tag, at: At) -> Iterator[str]:
    for figure in at.near(mark):
        if figure.is_derived:
            yield from (told(figure.entry(), figure.entries()) for told in (in_figures, worked_out))


def _when(mark: Tag, at: At) -> Iterator[str]:
    """A date of a claim in words; of an event, its days."""
    for figure in at.near(mark):
        as_of, said = figure.counted.as_of, figure.counted.stated_on
        yield from (*([day(as_of)] if as_of else ()), *([f"said {day(said)}"] if said else ()))
        yield f"printed {published(figure.entry())}"
    for id in mark.get("data-of", "").split():
        yield from (to_text(span(*days)) for days in at.known.events(id))


def _repeat(mark: Tag, at: At) -> Iterator[str]:
    """The caption of the table folded here with its number of rows; the title of the chart above a table."""
    table, chart = (within(mark, "details", "table") or mark).find("table"), chart_of(mark)
    if table is not None:
        rows = len(table.tbody.find_all("tr"))
        yield f"{words_of(table.caption)} ({rows} row{'' if rows == 1 else 's'})"
    if chart is not None:
        yield f"Data: {words_of(chart.find(HEADINGS))}"


def _earlier(mark: Tag, at: At) -> Iterator[str]:
    """What the run before said, in a line of the box of changes alone. Where that run still lies beside this
    one the box is rendered anew as a whole, see blocks.py."""
    in_line = mark.find_parent("ul", class_="moves") is not None
    return iter([mark.get_text()] if in_line and in_box(mark) else [])


def _changes(mark: Tag, at: At) -> Iterator[str]:
    return iter([mark.get_text()] if in_box(mark) else [])


Kind = Callable[[Tag, At], Iterable[str]]
# kind -> what may stand there, and that in words
KINDS: dict[str, tuple[Kind, str]] = {
    "words": (_words, "words of the data, as they are coded"),
    "printed": (_printed, "words as printed of a claim of this row"),
    "locator": (_locator, "a paragraph of the claim"),
    "grade": (_grade, "the grades of a claim"),
    "graded": (_graded, "a grade of a claim with its reason"),
    "scale": (lambda mark, at: [ITEM_SCALE], "the scale of grades"),
    "count": (_count, "a count with a name of the list, counted again"),
    "age": (_age, "the days between two dates of the same sentence"),
    "reason": (_reason, "a reason that the library gives of these figures"),
    "formula": (_formula, "the formula of a figure of this row"),
    "when": (_when, "a day of a claim of this row"),
    "repeat": (_repeat, "the title or caption once more"),
    "earlier": (_earlier, "the word “earlier” before it, in a line of the box of changes"),
    "changes": (_changes, "a count of the lines of the box of changes"),
    "fault": (lambda mark, at: at.faults, "why a brief of the run failed"),
    "tick": (lambda mark, at: [], "a tick of a drawing"),  # drawings are rendered anew as a whole
    "label": (lambda mark, at: [], "a label of a drawing"),
}


def expected(kind: str, mark: Tag, words: str, at: At) -> str | None:
    """What should stand at an excuse; None where it does."""
    texts, in_words = KINDS[kind]
    told = list(dict.fromkeys(plain(text) for text in texts(mark, at) if text))
    return None if words in told else f"{told[0]}, {in_words}" if len(told) == 1 else in_words


def in_box(mark: Tag) -> bool:
    """Whether an element stands in the box of changes, or in the news of an index page."""
    return mark.find_parent(class_=["changes", "news"]) is not None


# -- dates ----------------------------------------------------------------------------------
def date_expected(mark: Tag, words: str, before: str, after: str, at: At) -> str | None:
    """What a date should say; None where it says it: a day, month or year that the data or the parameters
    name, beside figures of a row one of theirs."""
    stamp, before = mark.get("datetime", ""), plain(before).lower()
    if before.endswith("data through"):
        pages = list(at.homes.values()) or [(at.page, at.known)]
        known = {last for page, known in pages if (last := _through(page, known))}
    elif before.endswith("run of"):
        told = at.since if re.match(r"since|nothing|what has", before) else at.run
        known = {told} if told else {dt.date.fromisoformat(stamp)}
    else:
        row = at.near(mark) if within(mark, "tr") else []
        known = days_of(row) if row else at.known.days
    days = sorted(d for d in known if str(d).startswith(stamp) and len(stamp) in (4, 7, 10))
    if not days:
        return day(next(iter(known))) if len(known) == 1 else "a day that the data names"
    full = " ".join(day(days[0]).split()[{4: 2, 7: 1, 10: 0}[len(stamp)] :])
    short = (full.rsplit(" ", 1)[0], full.split()[0]) if after.lstrip().startswith("to ") else ()
    return None if words == full or words in short else full


def _through(page: Page, known: Known) -> dt.date | None:
    """The last day of the claims that a brief looks at: one on which a claim was said or published, and the
    last of those that the brief names so."""
    told = [
        time["datetime"]
        for time in page.soup.find_all("time")
        if re.search(r"(?i)data through $", str(time.previous_sibling))
    ]
    days = {claim.stated_on or claim.published for figure in known.book.values() for claim in figure.claims}
    return max((day for day in days if day and str(day) in told), default=None)
