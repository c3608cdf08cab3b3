"""Tables that list claims: what stands beside a figure is what its row of the data says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from claimbook.figure import Claim, Figure
from claimbook.trace.days import day_words, published_words
from claimbook.trace.excuses import graded
from claimbook.trace.figures import Figures
from claimbook.trace.formulas import worked_out
from claimbook.trace.reader import is_entry_link, target
from claimbook.trace.tree import Node, plain

_BLANK = "not stated"


def heading_of(cell: Node) -> str:
    """The heading of a cell's column; "" where there is none."""
    table, row = cell.within("table"), cell.within("tr")
    head = table.first("thead") if table else None
    heads = [made.text() for made in head.all("th")] if head else []
    place = [child for child in row.children if isinstance(child, Node)].index(cell) if row else len(heads)
    return heads[place] if place < len(heads) else ""


def column_faults(table: Node, figures: Figures) -> Iterator[tuple[Node, str, str]]:
    """Cells that say of the one figure in the column headed "Figure" something else than the data does."""
    body = table.first("tbody")
    for row in body.all("tr") if body else ():
        cells = {heading_of(cell): cell for cell in row.children if isinstance(cell, Node)}
        told = _of_figure(_figure_in(cells.get("Figure"), figures), figures.values.source_notes)
        told |= _of_pair(
            _figure_in(cells.get("Printed"), figures), _figure_in(cells.get("As first said"), figures)
        )
        for heading, cell in cells.items():
            if heading not in told:
                continue
            values = told[heading] if isinstance(told[heading], tuple) else (told[heading],)
            expected = [plain(str(value or "")) or _BLANK for value in values]
            if cell.text() not in expected:
                yield cell, cell.text(), expected[-1]


def _figure_in(cell: Node | None, figures: Figures) -> Figure | None:
    """The one figure that a cell links to."""
    links = [link for link in cell.all("a") if is_entry_link(link)] if cell is not None else []
    return figures.get(target(links[0])[1]) if len(links) == 1 else None


def _of_pair(printed: Figure | None, said: Figure | None) -> dict[str, object]:
    """The same of a claim as printed and as it was said."""
    if (
        printed is None
        or said is None
        or not isinstance(said.lineage, Claim)
        or not isinstance(printed.lineage, Claim)
    ):
        return {}
    ours = " (inferred by us)" if printed.lineage.original_link == "inferred" else ""
    return {
        "Said by": said.lineage.said_by,
        "Read in": said.lineage.document_label + ours,
        "What was lost": said.lineage.note,
    }


def _of_figure(figure: Figure | None, notes: Mapping[str, str]) -> dict[str, object]:
    """Heading of a column -> what it must say of the figure."""
    if figure is None:
        return {}
    if not isinstance(figure.lineage, Claim):
        return {
            "Claimed by": worked_out(figure),
            "Worked out as": worked_out(figure),
            "Printed in": "nowhere",
            "Paragraph": "nowhere",
            "As of, or said": "as its inputs",
        }
    claim, counted = figure.lineage, figure.counted
    grades = graded(figure, notes)
    via = [voice.name for voice in claim.via]
    place = claim.document_label + (f", paragraph {claim.paragraph}" if claim.paragraph is not None else "")
    grade = f"{claim.claimant.reliability or '-'}{claim.credibility or '-'}"
    return {
        "Counts": (counted.measure.label, f"{counted.measure.label}; {counted.scope.label}"),
        "Said by": claim.said_by,
        "Where": counted.scope.label,
        "Claimant": claim.claimant.name,
        "Via": ", ".join(via) or "none named",
        "Paragraph": claim.paragraph,
        "As printed": claim.as_printed,
        "Grade": "" if grade == "--" else grade,
        "Source": (claim.claimant.reliability, grades["Source"]),
        "Item": (claim.credibility, grades["Item"]),
        "Since": claim.grade_note,
        "Claimed by": " via ".join([claim.claimant.name, *via]),
        "Printed in": place,
        "As of, or said": _when(figure),
    }


def _when(figure: Figure) -> str:
    claim = figure.lineage
    for words, day in (("", figure.counted.as_of), ("said ", claim.stated_on)):
        if day:
            return words + day_words(day)
    return f"printed {published_words(claim.published_from, claim.published)}" if claim.published else ""
