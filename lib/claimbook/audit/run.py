"""From files to reports: each page looked at by its words, by its blocks, and exported once more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import unquote

from bs4 import Tag

from claimbook.audit import blocks, sentences
from claimbook.audit.beside import Beside, NotAgain
from claimbook.audit.differences import OF_INDEX, OWN, first_difference
from claimbook.audit.figures import At, Known
from claimbook.audit.page import Page, attribute_faults, lines, numerals, place, plain
from claimbook.audit.report import Report
from claimbook.book import Book
from claimbook.book.check import open as open_book
from claimbook.brief.context import BriefFault, reading


def trace(
    paths: Iterable[Path],
    data: Path | None = None,
    beside: Callable[[Path, Book], Beside] = lambda path, book: Beside(),
) -> list[Report]:
    """Audit briefs and index pages; a report each, in their order.

    data    the folder to compute from; else as claimbook.book.open finds it
    beside  what lies beside a page, such as claimbook.runs.again.OfRun; by default nothing, and the page is
            not exported again

    Raises TraceFault for a file that is no brief, DataFaults for a folder that is not fit for use,
    ParameterFault for parameters that no notebook takes, OSError for a file that cannot be read.

    >>> [report] = trace([Path("reports/latest/01-casualties.html")])       # doctest: +SKIP
    >>> report.clean                                                        # doctest: +SKIP
    True
    """
    pages = [Page(Path(path)) for path in paths]
    book = open_book(data)
    made: dict[str, Known] = {}

    def at(page: Page, beside: Beside) -> At:
        told = json.dumps(page.parameters, sort_keys=True)
        known = made[told] = made.get(told) or Known(book, page.parameters)
        return At(page, known, beside, _homes(page, beside, at))

    return [_report(at(page, beside(page.path, book))) for page in pages]


def _homes(page: Page, beside: Beside, at: Callable[[Page, Beside], At]) -> dict[str, At]:
    """File -> each brief in the folder of an index page to which it leads."""
    links = page.soup.select("section.brief h2 a") if page.is_index else []
    files = {unquote(link["href"]) for link in links}
    paths = {file: page.path.parent / file for file in sorted(files) if "/" not in file}
    return {file: at(Page(path), beside) for file, path in paths.items() if path.is_file()}


# Rendered anew from what the page or its run names itself, and looked at as any sentence too: the labels of
# the rows of a chart, the box of changes, and what an index page says.
_BOTH = ".chart tbody > tr > :not([data-x]), .changes *, .brief :is(p.answer, p.under, figcaption p, h3)"

_TRACED = 'a[href*="#n-"], .quote b'  # links to entries, and the figures with which entries begin


def _report(at: At) -> Report:
    page, report, sha256 = at.page, Report(at.page.name), at.known.everything.sha256
    sources = [each.page.source for each in at.homes.values() or [at]]
    told = {found for source in sources for found in re.findall(r"<code>(\w{64})</code>", source)}
    for found in sorted(told - {sha256}):
        report.notes.append(
            f"made from other data: found {found[:12]} in the foot, "
            f"expected {sha256[:12]}, that of the data folder; what differs follows"
        )
    report.add(*page.faults(), *blocks.style_faults(page), *blocks.missing(at))
    anew = {id(tag) for block in blocks.blocks_of(at) for tag in _compared(*block, at, report)}
    for tag in page.soup.find_all(lambda tag: id(tag) not in anew):
        report.add(*attribute_faults(tag))
    for block, strings in lines(page.soup):
        if id(block) not in anew or page.has(block, _BOTH):
            sentences.look_at(block, strings, at.of_section(block), report)
    _again(at, report)
    return report


def _compared(rule: str, block: Tag, again: Callable, at: At, report: Report) -> list[Tag]:
    """The elements of a block that are rendered anew. Where one differs that is added, else its numbers are
    counted."""
    own = OF_INDEX if at.page.is_index else OWN
    try:
        with reading(rule):
            pairs = list(again())
            parts = [tag for part, _ in pairs for tag in (part, *part.find_all(True))]
            report.add(*(blocks.aloud_faults(block, at) if block.has_attr("data-chart") else []))
    except BriefFault as fault:
        report.add((place(block), f"a {rule} that cannot be rendered anew", f"one of the data ({fault})"))
        return [block, *block.find_all(True)]
    for part, html in pairs:
        fault = None if at.page.holds(part, html) else first_difference(part, html, own)
        report.add(*[fault] if fault else [])
        if not fault:
            _count(part, rule, at.page, report)
    return parts


def _count(part: Tag, rule: str, page: Page, report: Report) -> None:
    """Count the numbers of what is rendered anew: as traced those that link to an entry, and those with which
    an entry begins; all others as excused by a rule."""
    for string in part.find_all(string=True):
        found = numerals(plain(string))
        if found and not page.has(string.parent, _BOTH):
            traced = page.has(string.parent, _TRACED)
            report.traced += traced
            report.excused[rule] += 0 if traced else len(found)


# -- second half ----------------------------------------------------------------------------
def _again(at: At, report: Report) -> None:
    """Export the page once more, and tell the first place where it differs."""
    page = at.page
    try:
        html = at.beside.again(page.soup.title.get_text() if page.soup.title else "")
    except NotAgain as reason:
        report.again = f"not exported again: {reason}"
        return
    report.again = f"exported again from the notebook: {'equal' if html == page.source else 'differs'}"
    if html != page.source:
        fault = first_difference(page.soup.html, html) or ("the file", "other bytes", "those of the export")
        report.add((f"exported again, {fault[0]}", *fault[1:]))
