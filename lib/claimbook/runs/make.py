"""One brief of a run: exported with what changed, the files beside it, its record."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import nbformat

from claimbook.brief import export
from claimbook.brief.attachments import NoBrowser, PdfFault, companions, file_links, write_pdf
from claimbook.changes import as_json, box
from claimbook.runs.export import Made, context_of, info_of
from claimbook.runs.plan import Job, Plan
from claimbook.runs.progress import LOG
from claimbook.runs.state import Prior
from claimbook.shelf.manifest import Brief, sha256
from claimbook.tables import Tables


def make(
    job: Job,
    stage: Path,
    status: str,
    plan: Plan,
    tables: Tables,
    run: str,
    prior: Prior,
    seconds: float,
    snapshot: str,
    there: Mapping[str, Path],
) -> Made:
    """Export the executed notebook that lies in the stage.

    snapshot: name of the file with the data in the folder of the run.
    there: files beside an equal brief of an earlier run, taken as they are: only what
    tells of changes is made anew. Raises ClaimbookError where the notebook is no brief.
    """
    notebook, html = stage / f"{job.name}.ipynb", stage / f"{job.name}.html"
    node = nbformat.read(notebook, as_version=4)
    what = prior.changes(tables, job.values, plan.run_date)
    told = box(what)
    context = context_of(node, job.name, job.parameters, tables, job.command, told, plan.run_date)
    export(node, html, context)
    beside = _taken(there, stage) or companions(node, html, context)
    beside = [*_pdf(html, plan), *beside]
    info = replace(info_of(node, html, context), news=told.head, files=file_links(beside))
    brief = Brief(
        name=job.name,
        title=info.title,
        notebook=job.notebook.name,
        parameters=dict(job.parameters),
        values=dict(job.values),
        key=job.key,
        status=status,
        file=html.name,
        files=[html.name, notebook.name, *(path.name for path in beside)],
        run=run,
        run_date=str(plan.run_date),
        snapshot=snapshot,
        executed_sha256=sha256(notebook),
        seconds=seconds,
        changes=as_json(what),
        changed=bool(what),
    )
    return Made(brief, info)


def _taken(there: Mapping[str, Path], stage: Path) -> list[Path]:
    """The workbook and pictures of an earlier run: they tell nothing of changes."""
    names = [name for name in there if name.endswith((".xlsx", ".png"))]
    return [Path(shutil.copyfile(there[name], stage / name)) for name in names]


def _pdf(html: Path, plan: Plan) -> list[Path]:
    """The PDF where the report asks for one; without a browser the run goes on and says so."""
    if not plan.report.pdf:
        return []
    try:
        return [write_pdf(html, html.with_suffix(".pdf"))]
    except (NoBrowser, PdfFault) as fault:
        LOG.warning("%s: %s; the run goes on without it", plan.name, fault)
        return []
