"""Figures: bounds, units, what is counted, lineage; arithmetic and its refusals; one formatter.

Knows no files. Start with `Figure`; rules.py says what may be added, wording.py
how a number is written and rounded.
"""

from claimbook.figure.bounds import Bounds
from claimbook.figure.counted import Counted, Term, Voice
from claimbook.figure.figure import Figure, assumed, from_claim
from claimbook.figure.lineage import Claim, Derivation
from claimbook.figure.rules import RULES, Rule

__all__ = [
    "Bounds",
    "Claim",
    "Counted",
    "Derivation",
    "Figure",
    "RULES",
    "Rule",
    "Term",
    "Voice",
    "assumed",
    "from_claim",
]
