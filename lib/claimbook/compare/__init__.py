"""What may be compared with what, and why not: one verdict for any two figures.

walk.py takes the differences in order, days.py says when, reading.py how a
number is read. The rules were written before the code, with forty pairs
labelled by hand: tests/library/pairs_rules.md.
"""

from claimbook.compare.walk import Verdict, compare, compare_all

__all__ = ["Verdict", "compare", "compare_all"]
