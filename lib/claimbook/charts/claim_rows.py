"""Rows of a chart of claims: from claims and sums of ours, from ids, from pairs, from paces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from claimbook.charts.claims import Row
from claimbook.compare.pace import Paces
from claimbook.words.dates import span
from claimbook.words.pace_tables import pairs, what, who
from claimbook.words.prose import say
from claimbook.words.richtext import Excused, to_text, worded
from claimbook.words.safe import clean
from claimbook.words.standard_tables import own_words
from claimbook.words.tell import figure_of


def rows_of(figures: Iterable | None, group: str = "measure", sub: str = "scope") -> list[Row]:
    """Chart rows of claims and of sums of ours: the claimant as label, under a heading of the group.

    group, sub: "measure", "scope", "document" or "" - what the headings and the
    second lines say. A mark is solid only where the claim is corroborated. Claims of one
    group stand together; where they come from several outlets, each names its own.

        rows_of(book.where(measure="killed"), group="scope", sub="")
    """
    given = list(figures or ())
    several = len({figure.lineage.outlet for figure in given if not figure.is_derived}) > 1
    rows = [_row_of(figure, group, sub, several) for figure in given]
    order = list(dict.fromkeys(str(row.group) for row in rows))
    return sorted(rows, key=lambda row: order.index(str(row.group)))


def _row_of(figure: Any, group: str, sub: str, several: bool) -> Row:
    if figure.is_derived:
        label = worded(f"{' and '.join(figure.claimants)}, added by us")
        return Row(figure, label, _aspect(figure, sub), _aspect(figure, group))
    label, filled = worded(figure.lineage.said_by), figure.lineage.status == "corroborated"
    return Row(figure, label, _below(figure, sub, several), _aspect(figure, group), filled=filled)


def _below(figure: Any, sub: str, several: bool) -> Any:
    """The second line; an echo says that it is one, so that two equal marks are not read as two sources."""
    printed = f"; {figure.lineage.outlet}" if several and sub == "scope" else ""
    if figure.lineage.echo_of is not None:
        return worded(f"printed as an echo of {figure.lineage.echo_of.lineage.claimant.name}{printed}")
    if sub != "scope":
        return _aspect(figure, sub)
    return worded(", ".join(filter(None, (clean(figure.counted.scope.label), _span(figure)))) + printed)


def _span(figure: Any) -> str:
    """The days that an increment covers: beside running totals it would be read as one of them."""
    if figure.counted.accounting != "increment":
        return ""
    start, end = figure.counted.period
    if start and end:
        return to_text(span(start, end))
    return f"in {figure.period_length().text()}" if figure.lineage.duration else "days not stated"


def _aspect(figure: Any, name: str) -> Any:
    if name == "document":
        return worded(figure.lineage.document_label)
    return worded(getattr(figure.counted, name).label) if name else ""


def known_rows(figures: Mapping, labels: Mapping[str, str]) -> list[Row]:
    """Chart rows of these ids with these labels, for those that the selection holds and nothing refuses.
    Raises UnknownName."""
    found = ((figure_of(figures, id), label) for id, label in labels.items())
    return [Row(figure, label) for figure, label in found if figure is not None]


def pair_rows(printed: Any, said: Any) -> tuple[Row, Row]:
    """Two chart rows of a relayed claim: as printed, and as the claimant said it."""
    group = worded(f"{said.lineage.claimant.name}: {said.counted.measure.label}")
    place = printed.lineage.document_label
    if printed.lineage.paragraph:
        place = f"paragraph {printed.lineage.paragraph}"
    where = worded("; ".join(filter(None, (own_words(said), said.lineage.document_label))))
    return (
        Row(
            printed,
            "as the article prints it",
            Excused(place, "locator", printed.id),
            group,
            tone="muted",
        ),
        Row(said, "as the claimant said it", where, group),
    )


def pace_rows(paces: Paces) -> list[Row]:
    """Chart rows of the paces: the claimant, below it the losses that it claims.

    `bounds_chart(title, pace_rows(claimbook.paces(...)), ...)` draws them.
    """
    return [
        Row(pace, label=who(losses), sublabel=say("{losses} {what}", losses=losses, what=what(losses)))
        for losses, pace in pairs(paces, "pace")
    ]
