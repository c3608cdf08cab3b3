"""The scenario with sliders, for JupyterLab; nothing of it reaches a brief.

ipywidgets draws from files that JupyterLab has itself, so nothing is fetched.
Where it is not installed, words say so and nothing breaks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from claimbook.charts.chart import DESKTOP
from claimbook.outlook.outlook import Outlook
from claimbook.outlook.scenario import fresh_men
from claimbook.outlook.tables import time_rows
from claimbook.show import claims_chart, nothing, say

MARGIN = 45  # days before the earliest coded first combat that the slider still reaches
STEP, MOST = 100, 3000  # men a month


def sliders(outlook: Outlook) -> Any:
    """Sliders for the first day of combat and the fresh men over the chart of the times.

    outlook: the scenario that they begin with. A widget, or words where there is
    nothing to show or ipywidgets is not installed.
    """
    if not time_rows(outlook) or outlook.assumed.first is None:
        return nothing()
    try:
        import ipywidgets as widgets
    except ImportError:
        return say("Sliders need the package ipywidgets, which is not installed here.")
    days, fresh = _days(widgets, outlook), _fresh(widgets, outlook)
    # A picture, not an Output: that one takes the messages of the cell, which hangs a run without a browser.
    picture, words = widgets.Image(format="png", width=DESKTOP), widgets.HTML()

    def draw(_change=None) -> None:
        chart = time_chart(_changed(outlook, days.value, fresh.value))
        drawn = hasattr(chart, "png")
        picture.value, words.value = (chart.png, "") if drawn else (b"", chart.html())
        picture.layout.display = "block" if drawn else "none"

    for slider in (days, fresh):
        slider.observe(draw, names="value")
    draw()
    return widgets.VBox([days, fresh, picture, words])


def _days(widgets: Any, outlook: Outlook) -> Any:
    first, last = outlook.assumed.first
    start = first - dt.timedelta(MARGIN)
    choices = [
        (f"{day.day} {day:%b}", day)
        for day in (start + dt.timedelta(n) for n in range((last - start).days + 1))
    ]
    return widgets.SelectionRangeSlider(
        options=choices, value=(first, last), description="First day of combat", **_looks(widgets)
    )


def _fresh(widgets: Any, outlook: Outlook) -> Any:
    low, high = outlook.assumed.fresh
    return widgets.IntRangeSlider(
        value=(low, high),
        min=0,
        max=max(MOST, high),
        step=STEP,
        description="Fresh men a month",
        **_looks(widgets),
    )


def _looks(widgets: Any) -> dict[str, Any]:
    return {
        "continuous_update": False,
        "layout": widgets.Layout(width="90%"),
        "style": {"description_width": "140px"},
    }


def _changed(outlook: Outlook, first: tuple, fresh: tuple) -> Outlook:
    """The same scenario under what the sliders say."""
    assumed = replace(outlook.assumed, first=tuple(first), fresh=tuple(fresh), first_source="set by a slider")
    return Outlook(outlook.book, outlook.everything, assumed)


def time_chart(outlook: Outlook) -> Any:
    """The chart of the times under the assumptions of this outlook, with a title that holds for any."""
    if not time_rows(outlook):
        return nothing()
    first, fresh = outlook.assumed.first, fresh_men(outlook.force, outlook.assumed.fresh)
    return claims_chart(
        "How long the force lasts, as the sliders are set",
        time_rows(outlook),
        subtitle=say(
            "Days from the first combat, between {a} and {b}; fresh men: {fresh}; a scenario, no count",
            a=first[0],
            b=first[1],
            fresh=fresh,
        ),
        source="The claimants named in the rows; the article for the size of the force",
        note="A claim for which the sliders leave no time to tell is not drawn.",
    )
