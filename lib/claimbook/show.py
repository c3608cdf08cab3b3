"""What a notebook shows: sentences, small tables and charts whose numbers are traced.

The names of the rooms words and charts in one place: `from claimbook import show`.
"""

from claimbook.charts.chains import Chain, chain_chart, chains_of
from claimbook.charts.chart import Chart
from claimbook.charts.claim_rows import known_rows, pace_rows, pair_rows, rows_of
from claimbook.charts.claims import Axis, Row, bounds_chart, claims_chart
from claimbook.charts.flows import Flow, flow_chart, flows_of, worded_flows
from claimbook.charts.rows import ChartFault
from claimbook.charts.share import share_chart, whole_chart
from claimbook.charts.timeline import TimelineEvent, timeline_chart, timeline_of
from claimbook.words.about_book import (
    about_line,
    article_of,
    counted,
    day,
    selection_note,
    stances,
)
from claimbook.words.changes_box import ChangeBox, ChangeLine, changes_box
from claimbook.words.pace_tables import first_day, no_pace_table, paces_table, until_table
from claimbook.words.prose import Prose, RefusalNote, answer, nothing, refusal, say
from claimbook.words.richtext import Excused, TextFault
from claimbook.words.standard_tables import (
    claims_table,
    families_table,
    fits_table,
    flows_table,
    folded,
    grade_scale,
    grades_table,
    judgements_table,
    originals_table,
    refusals_table,
    verdicts_table,
    voices_table,
)
from claimbook.words.table import Table, table
from claimbook.words.tell import documents_of, points, tell, tell_first, when
from claimbook.words.top_box import Box, top_box

__all__ = [
    "Axis",
    "Box",
    "Chain",
    "ChangeBox",
    "ChangeLine",
    "Chart",
    "ChartFault",
    "Excused",
    "Flow",
    "Prose",
    "RefusalNote",
    "Row",
    "Table",
    "TextFault",
    "TimelineEvent",
    "about_line",
    "answer",
    "article_of",
    "bounds_chart",
    "chain_chart",
    "chains_of",
    "changes_box",
    "claims_chart",
    "claims_table",
    "counted",
    "day",
    "documents_of",
    "families_table",
    "first_day",
    "fits_table",
    "flow_chart",
    "flows_of",
    "flows_table",
    "folded",
    "grade_scale",
    "grades_table",
    "judgements_table",
    "known_rows",
    "no_pace_table",
    "nothing",
    "originals_table",
    "pace_rows",
    "paces_table",
    "pair_rows",
    "points",
    "refusal",
    "refusals_table",
    "rows_of",
    "say",
    "selection_note",
    "share_chart",
    "stances",
    "table",
    "tell",
    "tell_first",
    "timeline_chart",
    "timeline_of",
    "top_box",
    "until_table",
    "verdicts_table",
    "voices_table",
    "when",
    "whole_chart",
    "worded_flows",
]
