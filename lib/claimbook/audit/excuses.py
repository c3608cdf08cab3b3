"""The closed list of excuses: what may hold digits and is no figure, each rendered anew from what it names.

A page names in `data-x` the kind of an excuse and in `data-of` what it shows. Each function of KINDS gives
the texts that may stand there; anything else, and any other kind, is a finding.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator

from bs4 import Tag

from claimbook.audit.figures import At
from claimbook.audit.page import block_of, closest, numerals, plain, target, without, words_of
from claimbook.charts.claim_rows import rows_of
from claimbook.charts.rows import words as words_of_label
from claimbook.charts.timeline import PRECISION
from claimbook.words.dates import day
from claimbook.words.markup import summary
from claimbook.words.standard_tables import ITEM_SCALE

_LOCATOR = re.compile(r"\b(?:paragraph|paras?\.?) \d+(?:, \d+)*")


# -- kinds: what may stand at a mark --------------------------------------------------------
def _words(mark: Tag, at: At) -> Iterator[str]:
    """Cells of the tables, alone or joined by words without numbers; as the label of a row of a chart also
    what charts say of its figure, its words as printed, the base of a share, and paragraphs."""
    text, phrases = plain(mark.get_text()), at.known.phrases
    if mark.find_parent(class_="chart") and numerals(text):
        here, near = at.paragraphs(mark), at.near(mark)
        told = [*PRECISION.values(), *(claim.as_printed for figure in near for claim in figure.claims)]
        told += [words_of_label(row.sublabel, "label") for row in rows_of(near)]
        told += [found[0] for found in _LOCATOR.finditer(text) if {*re.findall(r"\d+", found[0])} <= here]
        told += [figure.base or "" for figure in near]
        phrases = sorted([*filter(numerals, map(plain, told)), *phrases], key=len, reverse=True)
    if not numerals(without(text, phrases)):
        yield mark.get_text()


def _locator(mark: Tag, at: At) -> Iterator[str]:
    """Paragraphs of a claim, an event or a judgement, alone or behind the name of who is quoted there."""
    if {*numerals(without(plain(mark.get_text()), at.known.phrases))} <= at.paragraphs(mark):
        yield mark.get_text()


def _count(mark: Tag, at: At) -> list[str]:
    told, sections = at.known.counts, at.page.soup.select("section.brief")  # of an index page
    failed = [section for section in sections if section.select("p.fault")]
    told = told | ({("briefs", str(len(sections))), ("failed", str(len(failed)))} if sections else set())
    return [count for name, count in sorted(told) if name == mark.get("data-of")]


def _age(mark: Tag, at: At) -> Iterator[str]:
    """The days between two dates, which the page names beside it."""
    dates = mark.get("data-of", "").split()
    if {*dates} <= {time.get("datetime") for time in block_of(mark).find_all("time")}:
        first, last = map(dt.date.fromisoformat, dates)
        yield f"{(last - first).days:,} day{'' if (last - first).days == 1 else 's'}"


def _repeat(mark: Tag, at: At) -> Iterator[str]:
    """The caption of the table that is folded here, with its number of rows."""
    table = mark.find_parent("details").table
    yield summary({"caption": [{"t": words_of(table.caption)}], "rows": table.tbody.find_all("tr")})


def _in_box(mark: Tag, at: At) -> Iterator[str]:
    """What is told in the box of changes, or as news of an index page. Where the run before still lies beside
    this one the box is rendered anew as a whole."""
    if mark.find_parent(class_=["changes", "news"]):
        yield mark.get_text()


def _earlier(mark: Tag, at: At) -> Iterable[str]:
    return _in_box(mark, at) if mark.find_parent("ul", class_="moves") else []


Kind = Callable[[Tag, At], Iterable[str]]
# kind -> what may stand there, and that in words
KINDS: dict[str, tuple[Kind, str]] = {
    "words": (_words, "words of the data, as they are coded"),
    "locator": (_locator, "a paragraph of the claim"),
    "scale": (lambda mark, at: [ITEM_SCALE], "the scale of grades"),
    "count": (_count, "a count with a name of the list, counted again"),
    "age": (_age, "the days between two dates of the same sentence"),
    "reason": (lambda mark, at: at.known.reasons, "a reason that the library gives"),
    "repeat": (_repeat, "the caption once more"),
    "earlier": (_earlier, "the word “earlier” before it, in a line of the box of changes"),
    "when": (_in_box, "a day of a claim, in a line of the box of changes"),
    "changes": (_in_box, "a count of the lines of the box of changes"),
    "fault": (lambda mark, at: at.beside.faults, "why a brief of the run failed"),
}
# kinds that stand only in what is rendered anew as a whole, and excuse nothing elsewhere
_INSIDE = {
    **dict.fromkeys(("printed", "grade", "graded", "formula"), "a table that the library makes"),
    **dict.fromkeys(("tick", "label"), "a drawing"),
}
KINDS |= {kind: (lambda mark, at: [], f"a {kind} of {block}") for kind, block in _INSIDE.items()}


def expected(kind: str, mark: Tag, words: str, at: At) -> str | None:
    """What should stand at an excuse; None where it does."""
    if kind not in KINDS:
        return f"a link to an entry or a reason of the closed list; it is excused as {kind}"
    texts, in_words = KINDS[kind]
    told = list(dict.fromkeys(map(plain, texts(mark, at))))
    return None if words in told else f"{told[0]}, {in_words}" if len(told) == 1 else in_words


# -- dates ----------------------------------------------------------------------------------
def date_expected(mark: Tag, words: str, before: str, after: str, at: At) -> str | None:
    """What a date should say; None where it says it: a day, month or year that the data or the parameters
    name; of "data through" the last one of its brief; of "run of" that of the run."""
    stamp, before, known = mark.get("datetime", ""), before.lower(), at.known.days
    if before.endswith("data through"):
        known = {last for each in at.homes.values() or [at] if (last := _through(each))}
    elif (how := _SAID.search(before)) and mark.find_parent("p", class_="under"):
        known = _ends(closest(mark, ".chart"), how[0], at) or known
    elif before.endswith("run of"):
        told = at.beside.since if re.match(r"since|nothing|what has", before) else at.beside.run
        kept = mark.find_parent("p", class_="fault")  # the last good brief, of an earlier run
        known = {told if told and not kept else dt.date.fromisoformat(stamp)}
    days = sorted(each for each in known if str(each).startswith(stamp or "-"))
    if not days:
        return " or ".join(map(day, sorted(known))) if 0 < len(known) < 3 else "a day that the data names"
    full = day(days[0]).split(" ", {4: 2, 7: 1}.get(len(stamp), 0))[-1]
    begun = after.lstrip().startswith("to ") and full.startswith(f"{words} ")  # "14 to 15 December 2024"
    return None if words == full or begun else full


_SAID = re.compile(r"\b(?:said or published|said|published)\b")


def _ends(chart: Tag | None, how: str, at: At) -> set[dt.date]:
    """The first and the last day on which the claims of a chart were said or published; none where no day is
    known, and of an index page, whose subtitles are those of the briefs."""
    links = chart.select("tbody td a.n") if chart else []
    claims = [claim for link in links if (f := at.get(target(link)[1])) for claim in f.claims]
    told = [claim for claim in claims if ("said" if claim.stated_on else "published") in how]
    days = {claim.stated_on or claim.published for claim in told} - {None}
    return {min(days), max(days)} if days else set()


def _through(at: At) -> dt.date | None:
    """The last of the days that a brief names so, on which a claim was said or published."""
    times = at.page.soup.find_all("time")
    told = {t.get("datetime") for t in times if re.search(r"(?i)data through $", str(t.previous_sibling))}
    return max((day for day in at.known.said if str(day) in told), default=None)
