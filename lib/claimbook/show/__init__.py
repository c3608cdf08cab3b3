"""What a reader sees: charts, small tables and sentences whose numbers are traced."""

from claimbook.show.changed import ChangeBox, ChangeLine, changes_box
from claimbook.show.charts.builders import (
    Chain, Flow, Rung, TimelineEvent, chain_chart, flow_chart, ladder_chart, squares_chart, timeline_chart,
)
from claimbook.show.charts.chart import Axis, Chart, ChartFault, Row, bounds_chart, whole_chart
from claimbook.show.from_book import (
    STANCES, article_of, chains_of, day, flows_of, ladder_of, squares_of, stances, timeline_of, worded_flows,
)
from claimbook.show.prose import Box, Prose, RefusalNote, answer, nothing, refusal, say, top_box
from claimbook.show.spans import Excused, TextFault
from claimbook.show.standard import (
    about_line, claims_chart, claims_table, counted, families_table, fits_table, flows_table, folded,
    grade_scale, grades_table, judgements_table, originals_table, pair_rows, refusals_table, selection_note, share_chart, verdicts_table, voices_table,
)
from claimbook.show.table import Table, table
from claimbook.show.tell import documents_of, known_rows, points, rows_of, tell, tell_first, when

__all__ = [
    "Axis", "Box", "Chain", "ChangeBox", "ChangeLine", "Chart", "ChartFault", "Excused", "Flow", "Prose",
    "RefusalNote", "Row", "Rung", "STANCES", "Table", "TextFault", "TimelineEvent", "about_line", "answer", "article_of",
    "bounds_chart", "chain_chart", "chains_of", "changes_box", "claims_chart", "claims_table", "counted", "day",
    "documents_of", "families_table", "fits_table", "flow_chart", "flows_of", "flows_table", "folded", "grade_scale", "grades_table",
    "judgements_table", "known_rows", "ladder_chart", "ladder_of", "nothing", "originals_table", "pair_rows",
    "points", "refusal", "refusals_table", "rows_of", "say", "selection_note", "share_chart", "squares_chart",
    "squares_of", "stances", "table", "tell", "tell_first", "timeline_chart", "timeline_of", "top_box",
    "verdicts_table", "voices_table", "when", "whole_chart", "worded_flows",
]
