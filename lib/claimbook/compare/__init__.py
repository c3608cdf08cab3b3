"""What may be compared with what, and why not: one verdict for any two figures.

verdict.py takes the differences in order, days.py says when, values.py which
values a number can stand for. The rules were written before the code, with forty pairs
labelled by hand: tests/library/pairs_rules.md. pace.py sets losses beside the days in
which they fell.
"""

from claimbook.compare.pace import Paces, first_days, once, paces
from claimbook.compare.verdict import Verdict, compare, compare_all

__all__ = ["Paces", "Verdict", "compare", "compare_all", "first_days", "once", "paces"]
