"""A report to its jobs: one notebook with its parameters each, everything checked before anything runs."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from claimbook.book import Book
from claimbook.errors import ClaimbookError, ParameterFault
from claimbook.execution.execute import UNKNOWN, NotebookFault, defaults, unknown
from claimbook.execution.interrupt import obey
from claimbook.parameters import faults_of
from claimbook.runs.key import key_of
from claimbook.shelf.manifest import sha256
from claimbook.spec import MOST, RUN_DATE, Report, combinations
from claimbook.tables import Tables

_NO_FILE = re.compile(r"[^a-z0-9]+")


class PlanFaults(ClaimbookError):
    """Reports that cannot run as they are described; `.faults` holds one line a fault."""

    def __init__(self, faults: Iterable[str]):
        self.faults = tuple(dict.fromkeys(faults))
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(self.faults)


@dataclass(frozen=True)
class Job:
    """The unit of work: a notebook with parameters becomes one brief.

    name        of its files: that of the notebook, and the swept values
    parameters  what the run sets; values: with the notebook's own for the others
    key         equal keys give equal briefs, whatever ran before
    """

    name: str
    notebook: Path
    parameters: Mapping[str, Any]
    values: Mapping[str, Any]
    key: str

    @property
    def command(self) -> str:
        """The line that makes this brief again, without a path of this machine."""
        flags = " ".join(
            f"-p {name} {shlex.quote(json.dumps(value))}" for name, value in self.parameters.items()
        )
        return f"claimbook run {shlex.quote(self.notebook.stem)} {flags}".strip()


@dataclass(frozen=True)
class Plan:
    """A report ready to run. run_date: its nominal date; without one, the last day to which a brief looks."""

    name: str
    report: Report
    run_date: dt.date
    jobs: tuple[Job, ...]


def plan(
    name: str,
    report: Report,
    notebooks: Sequence[Path],
    tables: Tables,
    run_date: dt.date | None,
    where: Callable[[Sequence[str]], str] = lambda place: "",
) -> Plan:
    """The jobs of a report. Raises PlanFaults with every fault of it.

    A parameter of the report goes to the notebooks that know it, and one that none knows is a fault.
    where: from a place in the report, such as ("parameters", "AS_OF"), to what a fault there begins with.
    """
    everything = Book(tables)
    told = [where(["notebooks"]) + fault for fault in _files(notebooks)]
    known = {path: _defaults(path, told, where) for path in notebooks if path.is_file()}
    combined, faults = _combined(report, run_date, tables)
    faults += _unknown({name: None for given in combined for name in given}, known)
    jobs = []
    for path, own in known.items():
        for given in _each_once({n: v for n, v in parameters.items() if n in own} for parameters in combined):
            obey()
            faults += faults_of(given, own, everything)
            jobs.append(_named_apart(_job(path, given, own, report, tables), jobs))
    told += [where(_place(report, fault)) + str(fault) for fault in faults]
    if told:
        raise PlanFaults(told)
    return Plan(name, report, run_date or max(_looks_to(job, everything) for job in jobs), tuple(jobs))


def _combined(
    report: Report, run_date: dt.date | None, tables: Tables
) -> tuple[list[dict[str, Any]], list[ParameterFault]]:
    """The parameters of each brief; where they cannot be worked out the fault, and those that can be looked
    at all the same."""
    try:
        return combinations(report, run_date, _ids(tables)), []
    except ParameterFault as fault:
        fixed = {name: value for name, value in report.parameters.items() if value != RUN_DATE}
        swept = [
            {**fixed, name: value}
            for name, sweep in report.sweep.items()
            for value in (sweep.each or ())[:MOST]
        ]
        return [fixed, *swept], [fault]


def _place(report: Report, fault: ParameterFault) -> list[str]:
    """Where in the report a parameter stands."""
    name = str(fault.found) if fault.name == UNKNOWN else fault.name
    if name in report.sweep:
        return ["sweep", name]
    return ["parameters", name] if name in report.parameters else []


def _files(notebooks: Sequence[Path]) -> list[str]:
    if not notebooks:
        return ["notebooks: found none, expected at least one"]
    faults = [f"{path}: found no such file, expected a notebook" for path in notebooks if not path.is_file()]
    names = [path.name for path in notebooks]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    faults += [f"{name}: found twice, expected one notebook of a name" for name in twice]
    return faults + [
        f"{name}: found the name of the index page, expected another"
        for name in names
        if Path(name).stem == "index"
    ]


def _defaults(path: Path, told: list[str], where: Callable[[Sequence[str]], str]) -> dict[str, Any]:
    try:
        return defaults(path)
    except NotebookFault as fault:
        told.append(where(["notebooks"]) + str(fault))
        return {}


def _unknown(parameters: Mapping, known: Mapping[Path, Mapping]) -> list[ParameterFault]:
    """The parameters that no notebook knows."""
    together = {name: None for own in known.values() for name in own}
    return unknown(parameters, together) if together else []


def _each_once(given: Iterable[dict]) -> list[dict]:
    once: list[dict] = []
    for parameters in given:
        if parameters not in once:
            once.append(parameters)
    return once


def _job(path: Path, given: dict[str, Any], own: Mapping, report: Report, tables: Tables) -> Job:
    swept = [
        f"{name.lower().replace('_', '-')}-{_slug(given[name])}" for name in report.sweep if name in given
    ]
    key = key_of(notebook=sha256(path), parameters=given, data=tables.sha256)
    # Two hyphens, so that no brief's files begin with the name of another's and a dot.
    return Job("--".join([path.stem, *swept]), path, given, {**own, **given}, key)


def _named_apart(job: Job, others: Sequence[Job]) -> Job:
    """The job under a name that no other has: values may differ only in what a file name leaves out."""
    names, name, number = {other.name for other in others}, job.name, 2
    while name in names:
        name, number = f"{job.name}-{number}", number + 1
    return replace(job, name=name)


def _slug(value: Any) -> str:
    words = "-".join(map(str, value)) if isinstance(value, list) else str(value)
    return _NO_FILE.sub("-", words.lower()).strip("-")[:60] or "none"


def _looks_to(job: Job, everything: Book) -> dt.date:
    """The day to which a brief looks, or through which the data goes where it sets no limit."""
    day = str(job.values.get("AS_OF") or "")
    return dt.date.fromisoformat(day) if day else everything.data_through(everything.values()) or dt.date.min


def _ids(tables: Tables) -> dict[str, list[str]]:
    terms = tables["terms"]
    return {
        "side": list(terms[terms["kind"] == "side"]["term_id"]),
        "document": list(tables["documents"]["document_id"]),
    }
