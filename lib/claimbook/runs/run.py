"""One run of a report: execute what is new, export the briefs with what changed, publish them whole."""

from __future__ import annotations

import datetime as dt
import glob
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from claimbook.book import keep_snapshot
from claimbook.brief import write_index
from claimbook.errors import ClaimbookError, one_line
from claimbook.execution.execute import NotebookFailed, Stop, execute, shorten
from claimbook.execution.fanout import fan_out, processors
from claimbook.execution.interrupt import obey
from claimbook.execution.kernels import sweep_kernels
from claimbook.runs.after import call_after
from claimbook.runs.export import Made
from claimbook.runs.key import key_of, library_sha256, versions
from claimbook.runs.make import make
from claimbook.runs.plan import Job, Plan
from claimbook.runs.progress import LOG, Progress, logged
from claimbook.runs.state import Prior
from claimbook.shelf.manifest import FILE, Brief, Manifest, hashes, sha256, whole, write_manifest
from claimbook.shelf.publish import (
    FAILED,
    LATEST,
    UnderWay,
    check_link,
    forget_failed,
    free_place,
    held,
    keep_failed,
    last_run,
    latest_of,
    place_of,
    point,
    publish,
    runs_of,
    staged,
    sweep,
)
from claimbook.shelf.retention import retain
from claimbook.tables import Tables

LOG_FILE = "log.txt"


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    index     the page to open (of the last good run where nothing was published; None: there is none)
    fresh     published now; False: an equal run was there, or nothing came of it
    faults    one line a failed notebook; by_input: all of them by wrong parameters or data
    left      another run was under way and the spec says to leave then
    executed  how many notebooks ran; reused: how many were taken as executed before
    changed   whether a reader finds something new
    """

    report: str
    index: Path | None
    fresh: bool = False
    faults: tuple[str, ...] = ()
    by_input: bool = False
    left: bool = False
    executed: int = 0
    reused: int = 0
    changed: bool = False
    folder: Path | None = None
    after_fault: str = ""


@dataclass(frozen=True)
class Where:
    """What a run works with. main: whether reports/latest leads to this report."""

    reports: Path
    tables: Tables
    jobs: int = 0
    force: bool = False
    main: bool = True
    command: str = ""


def run(plan: Plan, where: Where) -> Outcome:
    """Carry out a plan and publish its briefs below `reports/NAME/`.

    A notebook whose key was executed before is not executed again, unless forced; where
    nothing at all differs, not even in what a box of changes would say, nothing is written.
    A failed notebook is kept with its error, its last good brief stays, the others go on.
    Raises RunFault before anything runs; OSError where the folder cannot be used.
    """
    folder = where.reports / plan.name
    for link in (where.reports / LATEST, folder / LATEST):
        check_link(link)
    try:
        with held(folder, plan.report.overlap == "wait", _waiting(plan.name)):
            sweep(folder)
            sweep_kernels()
            outcome = _Run(plan, where, folder).outcome()
    except UnderWay as other:
        LOG.warning("%s; left, as the spec says", other)
        return Outcome(plan.name, _index(folder), left=True)
    return _with_after(plan, outcome)


def _waiting(name: str) -> Callable[[], None]:
    told = []

    def wait() -> None:
        if not told:
            LOG.warning("%s: another run of it is under way, waiting", name)
            told.append(True)
        obey()

    return wait


def _with_after(plan: Plan, outcome: Outcome) -> Outcome:
    """Call the report's command. Its failure is told, and the run stays good."""
    wanted = plan.report.after and outcome.fresh and outcome.folder
    if not wanted or (plan.report.after_when == "changed" and not outcome.changed):
        return outcome
    fault = call_after(plan.report.after, outcome.folder / FILE)
    if fault:
        LOG.warning("%s: %s", plan.name, fault)
    return replace(outcome, after_fault=fault)


def _index(folder: Path) -> Path | None:
    index = folder / LATEST / "index.html"
    return index if index.exists() else None


class _Run:
    """One run while it goes; holds the report's folder."""

    def __init__(self, plan: Plan, where: Where, folder: Path):
        self.plan, self.where, self.folder = plan, where, folder
        self.begun, self.clock = dt.datetime.now(dt.UTC), time.monotonic()
        self.last = last_run(folder)
        if self.last is None and latest_of(folder):
            LOG.warning(
                "%s: the last run cannot be read, so there is nothing to compare this one with", plan.name
            )
        self.prior = {job.name: Prior.of(job.name, self.last) for job in plan.jobs}
        told = [[job.name, job.key, *self.prior[job.name].told] for job in plan.jobs]
        key = key_of(
            report=plan.name,
            run_date=str(plan.run_date),
            briefs=told,
            pdf=plan.report.pdf,
            title=plan.report.title,
        )
        self.run = f"{plan.run_date}-{key}"
        self.snapshot = ""
        self.seconds: dict[str, float] = {}
        self.faults: dict[str, NotebookFailed] = {}

    def outcome(self) -> Outcome:
        if not self.where.force and (there := self._equal()):
            self._lead_to(there)
            return Outcome(self.plan.name, _index(self.folder), folder=there)
        with staged(self.folder) as stage:  # where it cannot be made, nothing has run yet
            try:
                with logged(stage / LOG_FILE):
                    LOG.info("%s: run %s of %d briefs", self.plan.name, self.run, len(self.plan.jobs))
                    return self._fresh(stage)
            except OSError as fault:  # a full disk: the stage goes, the last good run stays in place
                found = f'found "{fault.strerror or one_line(str(fault))}" at {fault.filename or self.folder}'
                line = f"{self.plan.name}: nothing was published: {found}, expected room to write"
                LOG.warning("%s", line)
                return Outcome(self.plan.name, _index(self.folder), faults=(line,))

    def _equal(self) -> Path | None:
        """A published run that is what this one would become, all well and still whole."""
        for place in place_of(self.folder, self.run):
            manifest = whole(place)
            if manifest and manifest.outcome == "ok":
                return place
        return None

    # -- executing ------------------------------------------------------------
    def _fresh(self, stage: Path) -> Outcome:
        self.snapshot = keep_snapshot(self.where.tables, stage).name
        reused = {} if self.where.force else self._executed_before()
        for name, (source, _) in reused.items():
            shutil.copyfile(source / f"{name}.ipynb", stage / f"{name}.ipynb")
        made = self._made(stage, reused)
        if not any(brief.file for brief in (m.brief for m in made) if brief.status not in ("kept", "failed")):
            return Outcome(
                self.plan.name,
                _index(self.folder),
                faults=self._lines(),
                by_input=self._by_input(),
                executed=len(made),
            )
        return self._published(stage, made, len(reused))

    def _executed_before(self) -> dict[str, tuple[Path, Brief]]:
        """Job name -> the newest run that holds its executed notebook, and its brief there."""
        jobs = {job.name: job for job in self.plan.jobs}
        found = _holds(*self.last, jobs) if self.last else {}
        if len(found) < len(jobs):  # looking at all runs takes a while
            for path, manifest in reversed(runs_of(self.folder)):
                found = {**_holds(path, manifest, jobs), **found}
        return found

    def _made(self, stage: Path, reused: Mapping) -> list[Made]:
        """Every brief of the run, exported as soon as its notebook is executed."""
        made: dict[str, Made] = {}
        by_name = {job.name: job for job in self.plan.jobs}
        new = [job for job in self.plan.jobs if job.name not in reused]
        for name, (source, brief) in reused.items():
            obey()
            made[name] = self._brief(by_name[name], stage, "reused", source, brief)
        progress = Progress(self.plan.name, len(new))
        try:
            with closing(
                fan_out(
                    lambda job, stop: self._execute(job, stage, stop, progress),
                    new,
                    self.where.jobs or processors(),
                )
            ) as ended:
                for job, error in ended:
                    made[job.name] = self._ended(job, error, stage)
        finally:
            progress.close()
        return [made[job.name] for job in self.plan.jobs]

    def _execute(self, job: Job, stage: Path, stop: Stop, progress: Progress) -> None:
        progress.started(job.name)
        begun, failed = time.monotonic(), True
        try:
            execute(
                job.notebook, stage / f"{job.name}.ipynb", job.parameters, self.plan.report.time_limit, stop
            )
            failed = False
        finally:
            shorten(stage / f"{job.name}.ipynb")
            self.seconds[job.name] = round(time.monotonic() - begun, 2)
            progress.ended(job.name, failed)

    def _ended(self, job: Job, error: BaseException | None, stage: Path) -> Made:
        if error is None:
            return self._brief(job, stage, "executed")
        if isinstance(error, NotebookFailed):
            return self._failed(job, error, stage)
        raise error

    def _brief(
        self, job: Job, stage: Path, status: str, source: Path | None = None, before: Brief | None = None
    ) -> Made:
        try:
            files = source and {name: source / name for name in before.files}
            return make(
                job,
                stage,
                status,
                self.plan,
                self.where.tables,
                self.run,
                self.prior[job.name],
                self.seconds.get(job.name, 0.0),
                self.snapshot,
                files or {},
            )
        except ClaimbookError as fault:
            return self._failed(job, NotebookFailed(job.notebook.name, str(fault)), stage)

    def _failed(self, job: Job, fault: NotebookFailed, stage: Path) -> Made:
        """Keep the notebook with its error, and the last good brief in its place."""
        self.faults[job.name] = fault
        keep_failed(stage / f"{job.name}.ipynb", self.folder)
        LOG.warning("%s", self._line(fault))
        for left in stage.glob(f"{glob.escape(job.name)}.*"):
            left.unlink()
        return self.prior[job.name].kept(job, stage, one_line(str(fault), 400))

    # -- publishing -----------------------------------------------------------
    def _published(self, stage: Path, made: list[Made], reused: int) -> Outcome:
        write_index(
            stage,
            [m.info for m in made],
            self.plan.report.title or f"Briefs: {self.plan.name}",
            self.plan.run_date,
        )
        changed = any(m.brief.changed for m in made)
        LOG.info(
            "%s: %d executed, %d reused, %d failed",
            self.plan.name,
            len(made) - reused - len(self.faults),
            reused,
            len(self.faults),
        )
        write_manifest(self._manifest(stage, made, changed), stage)
        obey()
        place = free_place(self.folder, self.run)
        publish(stage, place)
        self._lead_to(place)
        for job in self.plan.jobs:
            if job.name not in self.faults:
                forget_failed(f"{job.name}.ipynb", self.folder)
        for gone in (other for other in place_of(self.folder, self.run) if other != place and other.exists()):
            shutil.rmtree(gone, ignore_errors=True)
        retain(self.folder, self.plan.report.keep.runs, self.plan.report.keep.days)
        return Outcome(
            self.plan.name,
            _index(self.folder),
            True,
            self._lines(),
            self._by_input(),
            executed=len(made) - reused,
            reused=reused,
            changed=changed,
            folder=place,
        )

    def _lead_to(self, place: Path) -> None:
        point(self.folder / LATEST, place.name)
        if self.where.main:
            point(self.where.reports / LATEST, f"{self.plan.name}/{place.name}")

    def _manifest(self, stage: Path, made: list[Made], changed: bool) -> Manifest:
        return Manifest(
            report=self.plan.name,
            run=self.run,
            run_date=str(self.plan.run_date),
            since=self.last[0].name if self.last else None,
            outcome="partly" if self.faults else "ok",
            changed=changed,
            command=self.where.command,
            data_sha256=self.where.tables.sha256,
            library_sha256=library_sha256(),
            notebooks={job.notebook.name: sha256(job.notebook) for job in self.plan.jobs},
            versions=dict(versions()),
            started=_utc(self.begun),
            finished=_utc(dt.datetime.now(dt.UTC)),
            seconds=round(time.monotonic() - self.clock, 2),
            jobs=self.where.jobs or processors(),
            briefs=[m.brief for m in made],
            files=hashes(stage, (LOG_FILE, FILE)),
        )

    def _lines(self) -> tuple[str, ...]:
        return tuple(self._line(fault) for fault in self.faults.values())

    def _line(self, fault: NotebookFailed) -> str:
        return f"{fault}; kept in {self.folder / FAILED}"

    def _by_input(self) -> bool:
        return all(fault.by_input for fault in self.faults.values())


def _holds(path: Path, manifest: Manifest, jobs: Mapping[str, Job]) -> dict[str, tuple[Path, Brief]]:
    return {
        brief.name: (path, brief)
        for brief in manifest.briefs
        if brief.status in ("executed", "reused")
        and brief.name in jobs
        and brief.key == jobs[brief.name].key
        and f"{brief.name}.ipynb" in brief.files
    }


def _utc(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
