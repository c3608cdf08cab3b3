"""Report runs: a report of reports.toml to a published folder of briefs.

plan.py    a report to its jobs, everything checked before anything runs
run.py     one run: execute what is new, export, publish whole
make.py    one brief of it        state.py  what the last run left of it
export.py  notebook to brief      key.py    what a brief depends on
progress.py  what is told         after.py  the command afterwards

Knows notebooks, parameters and folders; not what a claim is: that is for `changes`.
"""

from claimbook.runs.export import exported
from claimbook.runs.plan import Plan, PlanFaults, plan
from claimbook.runs.run import Outcome, Where, run
from claimbook.shelf.publish import RunFault

__all__ = ["Outcome", "Plan", "PlanFaults", "RunFault", "Where", "exported", "plan", "run"]
