"""From files to reports: which file is a brief, which an index page, and with which data it was made."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from claimbook.book import Book
from claimbook.book import open as open_book
from claimbook.trace.audit import Audit
from claimbook.trace.foot import data_hash
from claimbook.trace.index import IndexAudit
from claimbook.trace.reader import Page
from claimbook.trace.report import Report
from claimbook.trace.tree import TraceFault
from claimbook.trace.values import Values

_PARAMETERS, _INDEX = "claimbook:parameters", "claimbook:index"


def trace(paths: Iterable[Path], data: Path | None = None) -> list[Report]:
    """Audit briefs and index pages; a report each, in their order.

    data: the folder to compute from; else as claimbook.book.open finds it. Raises TraceFault for a
    file that is no brief, DataFaults for a folder that is not fit for use, ParameterFault for
    parameters that no notebook takes, OSError for a file that cannot be read.
    """
    pages = [_page(Path(path)) for path in paths]
    desk = _Desk(open_book(data))
    return [desk.report(page) for page in pages]


def _page(path: Path) -> Page:
    page = Page(path)
    if page.meta(_PARAMETERS) is None and page.meta(_INDEX) is None:
        raise TraceFault(
            f"{path}: found no parameters of a brief, expected an HTML file that `claimbook run` made"
        )
    return page


class _Desk:
    """What several audits share: the book, and the values of each set of parameters."""

    def __init__(self, everything: Book):
        self.everything = everything
        self._values: dict[str, Values] = {}
        self._audits: dict[Path, Audit | None] = {}

    def report(self, page: Page) -> Report:
        if page.meta(_INDEX) is not None:
            audit: Audit = IndexAudit(page, Values(self.everything, {}), self._brief)
            briefs = [made for made in (audit.linked(link) for link in page.links) if made is not None]
            hashes = {data_hash(brief.page.root) for brief in briefs}
        else:
            audit = self._audit(page)
            hashes = {data_hash(page.root)}
        for found in sorted(hashes - {self.everything.sha256}):
            audit.report.notes.append(
                f"made from other data: found {found[:12] or 'no hash'} in the foot, expected {self.everything.sha256[:12]}, "  # noqa: E501
                "that of the data folder; what differs follows"
            )
        return audit.carry_out()

    def _audit(self, page: Page) -> Audit:
        return Audit(page, self._values_of(page))

    def _brief(self, path: Path) -> Audit | None:
        """The audit of a brief that an index page links into, not carried out."""
        if path not in self._audits:
            page = Page(path) if path.is_file() else None
            self._audits[path] = self._audit(page) if page and page.meta(_PARAMETERS) is not None else None
        return self._audits[path]

    def _values_of(self, page: Page) -> Values:
        told = page.meta(_PARAMETERS) or "{}"
        try:
            parameters = json.loads(told)
        except ValueError:
            parameters = None
        if not isinstance(parameters, dict):
            raise TraceFault(
                f"{page.path}: found parameters that are no JSON object, expected those of its notebook"
            )
        if told not in self._values:
            self._values[told] = Values(self.everything, parameters)
        return self._values[told]
