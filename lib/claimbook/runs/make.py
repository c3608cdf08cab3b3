"""One brief of a run: exported with what changed, its record written."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from claimbook.changes import as_json, box
from claimbook.runs.export import Made, exported
from claimbook.shelf.manifest import Brief, sha256
from claimbook.runs.plan import Job, Plan
from claimbook.runs.state import Prior
from claimbook.tables import Tables


def make(job: Job, stage: Path, status: str, plan: Plan, tables: Tables, run: str, prior: Prior, seconds: float,
         snapshot: str, there: Mapping[str, Path]) -> Made:
    """Export the executed notebook that lies in the stage.

    snapshot: name of the file with the data in the folder of the run.
    there: files beside an equal brief of an earlier run, taken as they are: only what
    tells of changes is made anew. Raises ClaimbookError where the notebook is no brief.
    """
    notebook, html = stage / f"{job.name}.ipynb", stage / f"{job.name}.html"
    what = prior.changes(tables, job.values, plan.run_date)
    told = box(what)
    info = replace(exported(notebook, html, job.parameters, tables, job.command, told, plan.run_date), news=told.head)
    beside = [name for name in there if name not in (notebook.name, html.name) and not name.endswith(".pdf")]
    for name in beside:
        shutil.copyfile(there[name], stage / name)
    files = [html.name, notebook.name, *beside]
    brief = Brief(name=job.name, title=info.title, notebook=job.notebook.name, parameters=dict(job.parameters),
                  values=dict(job.values), key=job.key, status=status, file=html.name, files=files, run=run,
                  run_date=str(plan.run_date), snapshot=snapshot, executed_sha256=sha256(notebook),
                  seconds=seconds, changes=as_json(what), changed=bool(what))
    return Made(brief, info)
