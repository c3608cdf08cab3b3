"""Figures: bounds, units, what is counted, lineage; arithmetic and its refusals; one formatter.

Knows no files. Start with `Figure`; arithmetic.py makes one of two, rules.py says what may be
added, periods.py what time one covers, wording.py how a number is written and rounded,
expression.py how a formula is read.
"""

from claimbook.figure.bounds import Bounds
from claimbook.figure.counted import Counted, Voice
from claimbook.figure.figure import Figure
from claimbook.figure.lineage import Claim, Derivation
from claimbook.figure.vocabulary import Noun, Rule, Term, Vocabulary

__all__ = [
    "Bounds",
    "Claim",
    "Counted",
    "Derivation",
    "Figure",
    "Noun",
    "Rule",
    "Term",
    "Vocabulary",
    "Voice",
]
