"""The audit of briefs: each number that a reader sees leads to its source and says what it says, or is found.

A page is looked at twice. page.py reads it; sentences.py holds its links against figures that are computed
anew (figures.py) and its excuses against the closed list (excuses.py); blocks.py and tables.py render whole
blocks anew by the exporter's own functions, and differences.py tells where one differs. Then, where its
executed notebook lies beside it, the page is exported once more and compared byte for byte. Start with
`trace`.
"""

from claimbook.audit.beside import Beside, NotAgain
from claimbook.audit.excuses import KINDS
from claimbook.audit.report import Report, TraceFault, summary
from claimbook.audit.run import trace

__all__ = ["KINDS", "Beside", "NotAgain", "Report", "TraceFault", "summary", "trace"]
