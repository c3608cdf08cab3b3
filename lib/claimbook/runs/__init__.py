"""Report runs: notebooks through papermill into a published folder of briefs.

Knows notebooks, parameters and folders; not what a claim is.
"""

from claimbook.runs.run import Outcome, RunFault, exported, run

__all__ = ["Outcome", "RunFault", "exported", "run"]
