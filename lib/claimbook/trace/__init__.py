"""The audit of briefs: every number that a reader sees leads to its source and says what it says, or is
found.

It reads the HTML alone, with no part of the exporter, and computes each number anew from data/.
rules.py holds the closed list of what needs no source. Start with `trace`.
"""

from claimbook.trace.report import Report, summary
from claimbook.trace.rules import RULES
from claimbook.trace.run import trace
from claimbook.trace.tree import TraceFault

__all__ = ["RULES", "Report", "TraceFault", "summary", "trace"]
