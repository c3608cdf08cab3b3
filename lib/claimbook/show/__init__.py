"""What a reader sees: charts, small tables and sentences whose numbers are traced."""

from claimbook.show.chart import Axis, Chart, ChartFault, Row, bounds_chart, whole_chart
from claimbook.show.prose import Box, Prose, RefusalNote, answer, refusal, say, top_box
from claimbook.show.runs import Excused, TextFault
from claimbook.show.standard import (
    claims_chart, claims_table, originals_table, pair_rows, refusals_table, selection_note, share_chart, verdicts_table,
)
from claimbook.show.table import Table, table
from claimbook.show.tell import nothing, points, rows_of, tell, tell_first

__all__ = [
    "Axis", "Box", "Chart", "ChartFault", "Excused", "Prose", "RefusalNote", "Row", "Table", "TextFault",
    "answer", "bounds_chart", "claims_chart", "claims_table", "nothing", "originals_table", "pair_rows", "points",
    "refusal",
    "refusals_table", "rows_of", "say", "selection_note", "share_chart", "table", "tell", "tell_first", "top_box", "verdicts_table", "whole_chart",
]
