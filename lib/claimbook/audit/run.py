"""From files to reports: each page looked at by its words, by its blocks, and exported once more."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from bs4 import Tag

from claimbook.audit import blocks, index, sentences
from claimbook.audit.beside import Beside, NotAgain
from claimbook.audit.differences import first_difference
from claimbook.audit.excuses import At
from claimbook.audit.figures import Known
from claimbook.audit.page import HEADINGS, Page, chart_of, is_link, numerals, place, plain, within, words_of
from claimbook.audit.report import Report
from claimbook.audit.tables import table_faults
from claimbook.book import Book
from claimbook.book.check import open as open_book


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
    known: dict[str, Known] = {}
    return [_report(page, book, beside(page.path, book), known) for page in pages]


def _report(page: Page, book: Book, beside: Beside, made: dict[str, Known]) -> Report:
    report = Report(page.name)

    def known_of(page: Page) -> Known:
        told = json.dumps(page.parameters, sort_keys=True)
        made.setdefault(told, Known(book, page.parameters or {}))
        return made[told].on_page(page.entries)

    homes = index.homes(page, known_of) if page.is_index else {}
    known = known_of(page)
    at = At(page, known, homes, beside.run, beside.since, beside.faults)
    for found in sorted({_hash(each) for each, _ in homes.values() or [(page, known)]} - {book.sha256}):
        report.notes.append(
            f"made from other data: found {found[:12] or 'no hash'} in the foot, "
            f"expected {book.sha256[:12]}, that of the data folder; what differs follows"
        )
    for fault in page.faults():
        report.add(*fault)
    for block, pieces in page.blocks():
        if not _is_anew(block, page):
            sentences.look_at(block, pieces, at, report)
    for fault in _attribute_faults(page, report):
        report.add(*fault)
    for fault in index.faults(at) if page.is_index else _block_faults(at, beside, report):
        report.add(*fault)
    for fault in blocks.style_faults(page):
        report.add(*fault)
    _again(page, beside, report)
    return report


def _hash(page: Page) -> str:
    """The hash of the data, as the foot of a brief tells it."""
    codes = [words_of(code) for code in page.soup.select("footer code")]
    return next((code for code in codes if len(code) == 64), "")


# -- blocks that are rendered anew ----------------------------------------------------------
def _is_anew(block: Tag, page: Page) -> bool:
    """Whether an element is a part of a block that is rendered anew as a whole."""
    chart = chart_of(block)
    for node in (block, *block.parents):
        if node.name in ("caption", "figcaption") or (chart is not None and node.name in HEADINGS):
            return False
        whole = node.name in ("svg", "style") or node.get("aria-labelledby") == "numbers"
        table = node.name == "table" and (chart is not None or node.has_attr("data-made"))
        download = "get" in node.get("class", ()) or (chart is not None and node.name == "summary")
        if whole or table or download or (node.name == "footer" and not page.is_index):
            return True
    return False


def _block_faults(at: At, beside: Beside, report: Report) -> Iterator[tuple[str, str, str]]:
    """What differs in blocks that are rendered anew; what does not is counted."""
    page, known = at.page, at.known
    entries, faults = blocks.entries_of(page, known)
    yield from faults
    positions = {id: n for n, id in enumerate(entries, 1)}
    whole = [
        (
            "entry",
            page.soup.find("section", attrs={"aria-labelledby": "numbers"}),
            blocks.appendix_faults(page, entries),
        )
    ]
    whole.append(("foot", page.soup.find("footer"), blocks.foot_faults(page, known, entries)))
    whole += [("drawing", chart, blocks.chart_faults(page, chart, known, positions)) for chart in page.charts]
    whole += [("table", table, table_faults(table, known)) for table in page.soup.select("table[data-made]")]
    for rule, block, found in whole:
        found = list(found)
        yield from found
        if block is not None and not found:
            _count(block, rule, report)
    yield from blocks.box_faults(page, beside.changes())


def _count(block: Tag, rule: str, report: Report) -> None:
    """Count the numbers of a block that is equal: links to entries as traced, others as excused by a rule."""
    parts = block.find_all("svg") if rule == "drawing" else [block]
    for part in parts:
        strings = [(string, string.find_parent("a")) for string in part.find_all(string=True)]
        for string, link in strings:
            found = len(numerals(plain(string)))
            if link is not None and is_link(link):
                report.traced += bool(found)
            elif found:
                report.excused[rule] += found


# -- attributes -----------------------------------------------------------------------------
def _attribute_faults(page: Page, report: Report) -> Iterator[tuple[str, str, str]]:
    """Words that are heard, or stand on a phone alone, say once more what stands on the page."""
    for tag, name, words in page.attributes():
        if not numerals(plain(words)) or _is_anew(tag, page) or name == "download":
            continue
        told = _repeated(tag, name)
        if told is None or plain(words) != told:
            found = f"{plain(words)}" if told else numerals(plain(words))[0]
            yield place(tag, name), found, told or "words without a number"
        else:
            report.excused["repeat"] += 1


def _repeated(tag: Tag, attribute: str) -> str | None:
    """The words that an attribute repeats: the caption of a table, the heading of a column."""
    if attribute == "aria-label" and tag.find("caption") is not None:
        return _named(tag.find("caption"))
    if attribute == "data-label":
        heads = [words_of(head) for head in within(tag, "table").find("thead").find_all("th")]
        cells = tag.parent.find_all(["th", "td"], recursive=False)
        number = next(n for n, cell in enumerate(cells) if cell is tag)
        return heads[number] if number < len(heads) else None
    return None


def _named(caption: Tag) -> str:
    """The name of a table: its caption, numbered where an earlier table has the same."""
    words = words_of(caption)
    before = sum(words_of(other) == words for other in caption.find_all_previous("caption"))
    return f"{words} ({before + 1})" if before else words


# -- second half ----------------------------------------------------------------------------
def _again(page: Page, beside: Beside, report: Report) -> None:
    """Export the page once more, and tell the first place where it differs."""
    try:
        html = beside.again(page.soup.title.get_text() if page.soup.title else "")
    except NotAgain as reason:
        report.again = f"not exported again: {reason}"
        return
    report.again = "exported again from the notebook: equal"
    if html != page.source:
        report.again = "exported again from the notebook: differs"
        fault = first_difference(page.soup.html, html) or ("the file", "other bytes", "those of the export")
        report.add(f"exported again, {fault[0]}", *fault[1:])
