"""Tables that list claims: what stands beside a figure is what its row of the data says."""

from __future__ import annotations

from collections.abc import Iterator

from claimbook.figure import Claim, Figure
from claimbook.trace.figures import Figures
from claimbook.trace.reader import is_entry_link, target
from claimbook.trace.rules import day_words
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
        told = _of_figure(_figure_in(cells.get("Figure"), figures))
        told |= _of_pair(_figure_in(cells.get("Printed"), figures), _figure_in(cells.get("As the claimant said it"), figures))
        for heading, cell in cells.items():
            expected = plain(str(told.get(heading) or "")) or _BLANK
            if heading in told and cell.text() != expected:
                yield cell, cell.text(), expected


def _figure_in(cell: Node | None, figures: Figures) -> Figure | None:
    """The one figure that a cell links to."""
    links = [link for link in cell.all("a") if is_entry_link(link)] if cell is not None else []
    return figures.get(target(links[0])[1]) if len(links) == 1 else None


def _of_pair(printed: Figure | None, said: Figure | None) -> dict[str, object]:
    """The same of a claim as printed and as it was said."""
    if printed is None or said is None or not isinstance(said.lineage, Claim) or not isinstance(printed.lineage, Claim):
        return {}
    ours = "; our link" if printed.lineage.original_link == "inferred" else ""
    return {"Claimant and relays": said.lineage.said_by, "Read in": said.lineage.document_label + ours, "What was lost": said.lineage.note}


def _of_figure(figure: Figure | None) -> dict[str, object]:
    """Heading of a column -> what it must say of the figure."""
    if figure is None:
        return {}
    if not isinstance(figure.lineage, Claim):
        return {"Claimed by": "our arithmetic", "Printed in": figure.lineage.formula, "As of, or said": "of its inputs"}
    claim, counted = figure.lineage, figure.counted
    via = [voice.name for voice in claim.via]
    place = claim.document_label + (f", paragraph {claim.paragraph}" if claim.paragraph is not None else "")
    grade = f"{claim.claimant.reliability or '-'}{claim.credibility or '-'}"
    return {
        "Counts": counted.measure.label, "Where": counted.scope.label, "Claimant": claim.claimant.name,
        "Via": ", ".join(via) or "none named", "Paragraph": claim.paragraph, "As printed": claim.as_printed,
        "Grade": "" if grade == "--" else grade, "Source": claim.claimant.reliability, "Item": claim.credibility,
        "Since": claim.grade_note, "Claimed by": " via ".join([claim.claimant.name, *via]), "Printed in": place,
        "As of, or said": _when(figure),
    }


def _when(figure: Figure) -> str:
    for words, day in (("", figure.counted.as_of), ("said ", figure.lineage.stated_on), ("printed ", figure.lineage.published)):
        if day:
            return words + day_words(day)
    return ""
