"""Rows of a chart of claims for paces: so many losses a day, under each claim."""

from __future__ import annotations

from claimbook.charts.claims import Row
from claimbook.compare.pace import Paces
from claimbook.words.pace import pairs, what, who
from claimbook.words.prose import say


def pace_rows(paces: Paces) -> list[Row]:
    """Chart rows of the paces: the claimant, below it the losses that it claims.

    `bounds_chart(title, pace_rows(claimbook.paces(...)), ...)` draws them.
    """
    return [
        Row(pace, label=who(losses), sublabel=say("{losses} {what}", losses=losses, what=what(losses)))
        for losses, pace in pairs(paces, "pace")
    ]
