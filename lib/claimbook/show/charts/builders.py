"""Every way to make a chart besides that of claims side by side, in one place to import from.

Where there is no row, each shows nothing.
"""

from claimbook.show.charts.measured import Flow, flow_chart, squares_chart
from claimbook.show.charts.sourced import Chain, chain_chart
from claimbook.show.charts.worded import Rung, TimelineEvent, ladder_chart, timeline_chart

__all__ = [
    "Chain",
    "Flow",
    "Rung",
    "TimelineEvent",
    "chain_chart",
    "flow_chart",
    "ladder_chart",
    "squares_chart",
    "timeline_chart",
]
