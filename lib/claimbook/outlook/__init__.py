"""Scenarios: if the pace held, how long would the force last, and what would it earn?

assumptions.py checks the parameters, scenario.py does the arithmetic over Figures,
outlook.py applies it to each claim of a book, moves.py varies one assumption at a
time, backtest.py holds the projections against what was claimed later. tables.py
and sliders.py show the results; nothing else here draws.

Every result is a forecast of ours with the bounds of its inputs; it is never
drawn among counts, and no middle of a range is ever made.
"""

from claimbook.outlook.assumptions import Assumptions
from claimbook.outlook.backtest import Backtest, Check
from claimbook.outlook.moves import Move, all_moves, earning_moves, farthest, headline_moves, most, time_moves
from claimbook.outlook.outlook import Outlook
from claimbook.outlook.sliders import sliders
from claimbook.outlook.tables import (
    assumptions_table,
    backtest_points,
    backtest_summary,
    backtest_table,
    claimant_of,
    earnings_rows,
    earnings_table,
    matrix_table,
    most_words,
    move_rows,
    moves_table,
    pace_table,
    refused_table,
    time_rows,
    time_table,
)

__all__ = [
    "Assumptions",
    "Backtest",
    "Check",
    "Move",
    "Outlook",
    "all_moves",
    "assumptions_table",
    "backtest_points",
    "backtest_summary",
    "backtest_table",
    "claimant_of",
    "earning_moves",
    "earnings_rows",
    "earnings_table",
    "farthest",
    "headline_moves",
    "matrix_table",
    "most",
    "most_words",
    "move_rows",
    "moves_table",
    "pace_table",
    "refused_table",
    "sliders",
    "time_moves",
    "time_rows",
    "time_table",
    "under",
]


def under(
    book,
    everything,
    first_from="",
    first_to="",
    fresh_low=0,
    fresh_high=0,
    pay=(),
    shares=(50, 90),
    force="troops-in-russia",
) -> Outlook:
    """The outlook of a selected book under a notebook's parameters.

    book        the claims to project; everything: the book without selection
    first_from  earliest first day of combat, "2024-12-01"; empty: as the event is coded
    first_to    latest first day of combat, likewise
    fresh_low   men a month who come as replacement, at the least; fresh_high: at the most
    pay         ids of figures of money for one soldier and a time
    shares      per cent of the force lost, at which the time is told
    force       id of the claim that says how large the force is

    Raises ParameterFault, naming what is allowed, before anything is computed.
    """
    assumed = Assumptions.checked(
        book, everything, first_from, first_to, fresh_low, fresh_high, pay, shares, force
    )
    return Outlook(book, everything, assumed)
