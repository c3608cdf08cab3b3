"""What stands around words of a page: the row, the chart, the title and the dates that answer for them."""

from __future__ import annotations

import re
from functools import lru_cache

from claimbook.trace.columns import heading_of
from claimbook.trace.excuses import At
from claimbook.trace.figures import Figures
from claimbook.trace.numerals import BLANK
from claimbook.trace.reader import Page, is_chart, is_entry_link, target
from claimbook.trace.tree import HEADINGS, Node
from claimbook.trace.values import Values


class Around:
    """Makes the At of an element of a page."""

    def __init__(self, page: Page, values: Values, figures: Figures):
        self.page, self.values, self.figures = page, values, figures
        self._cells = lru_cache(maxsize=None)(_plain_cells)

    def at(self, node: Node) -> At:
        row, cell = node.within("tr"), node.within(lambda n: n.tag in ("td", "th"))
        block = node.within(lambda n: n.tag in ("p", "li", "caption"))
        figures = [self.figures.get(name) for name in linked_in(row or block)]
        return At(
            self.values,
            tuple(figure for figure in figures if figure is not None),
            row.text() if row else "",
            self.cells(node.within(is_chart)),
            self.repeats(node),
            tuple(block.all("time")) if block else (),
            whole=cell.text() if cell else "",
            lines=_rows_below(node),
        )

    def cells(self, chart: Node | None) -> frozenset[str]:
        """The cells of a chart's table, and their parts between commas, that hold no linked number."""
        return self._cells(chart) if chart is not None else frozenset()

    def all_cells(self) -> frozenset[str]:
        """The same of all charts of the page."""
        return frozenset(cell for chart in self.page.charts for cell in self.cells(chart))

    def row_told(self, name: str, words: str, chart: Node | None) -> bool:
        """Whether a row of a chart's table, with the link to that entry, says these words."""
        rows = (row for made in ([chart] if chart else self.page.charts) for row in made.all("tr"))
        return any(words in row.text() and name in linked_in(row) for row in rows)

    def repeats(self, node: Node) -> tuple[str, ...]:
        """The texts, looked at where they stand, that may be said once more here: the title of a chart in its
        drawing and download, the caption of a table in the frame that scrolls it, a heading in a link to
        it."""
        chart = node.within(is_chart)
        found = [title_of(chart)] if chart and not node.within(lambda n: n.tag in HEADINGS) else []
        if node.tag == "div" and "scroll" in node.classes:
            found += [made.text() for made in node.all("caption")]
        if node.tag == "title" and node.within("head"):
            found += [heading.text() for heading in self.page.root.all("h1")]
        if node.within("summary"):
            found += [made.text() for made in node.within("details").all("caption")]
        for link in (node, *node.all("a")):
            href = link.attrs.get("href", "")
            if link.tag == "a" and href.startswith("#") and not is_entry_link(link):
                found += [heading.text() for heading in self.page.ids.get(href[1:], ())]
        return tuple(words for words in dict.fromkeys(found) if words)


def _rows_below(node: Node) -> int:
    """How many rows the table has that is folded below its name."""
    fold = node.within("details") if node.within("summary") else None
    body = fold.first("tbody") if fold else None
    return len(list(body.all("tr"))) if body else 0


def title_of(chart: Node) -> str:
    title = chart.first(*HEADINGS)
    return title.text() if title else ""


def linked_in(node: Node | None) -> list[str]:
    """The names of the entries that the links inside an element lead to, each once."""
    return (
        list(dict.fromkeys(target(link)[1] for link in node.all("a") if is_entry_link(link))) if node else []
    )


# Columns of a chart's table that say of its figures what the drawing does not.
_NOT_DRAWN = {"Figure", "Claimed by", "Worked out as", "Printed in", "Paragraph", "As of, or said"}


_PARTED = re.compile(", | [→⇢] ")


def _plain_cells(chart: Node) -> frozenset[str]:
    cells = [
        cell
        for table in chart.all("table")
        for cell in table.all("td", "th")
        if heading_of(cell) not in _NOT_DRAWN
    ]
    whole = {cell.text() for cell in cells if not linked_in(cell)}
    # Label and second line of a row are one cell: in a drawing, and aloud, they stand apart.
    parts = {
        part.removesuffix(" (inferred by us)")
        for cell in cells
        for part in _PARTED.split(unlinked_text(cell))
        if BLANK not in part
    }
    years = {cell.text() for cell in cells if cell.first("time")}
    return frozenset(text for text in whole | parts if not text.isdigit() or text in years)


def unlinked_text(node: Node) -> str:
    """The words of an element, linked numbers blanked out."""
    text = node.text()
    for link in node.all("a"):
        text = text.replace(link.text(), BLANK, 1) if is_entry_link(link) else text
    return text
