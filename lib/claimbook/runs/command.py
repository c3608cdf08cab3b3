"""What `claimbook run` is asked: which reports, with everything checked before the first one runs."""

from __future__ import annotations

import datetime as dt
import json
import os
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from claimbook.book import load
from claimbook.errors import ParameterFault, shown
from claimbook.execution.interrupt import obey
from claimbook.paths import ENVIRONMENT, data_root, project_root
from claimbook.runs.plan import Plan, PlanFaults, plan
from claimbook.runs.progress import to_stderr
from claimbook.runs.run import Outcome, Where, run
from claimbook.spec import AD_HOC, FILE, Lines, Report, Spec, SpecFaults, read_spec
from claimbook.tables import Tables


@dataclass(frozen=True)
class Asked:
    """The options of the command; `names` are reports, or notebooks for a run ad hoc."""

    names: Sequence[str] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)
    spec: Path | None = None
    out: Path | None = None
    run_date: str | None = None
    scheduled: bool = False
    jobs: int = 0
    force: bool = False
    data: Path | None = None


def carry_out(asked: Asked, say: Callable[[str], None], warn: Callable[[str], None]) -> int:
    """Run what is asked; returns the exit status: 0 done, 1 a notebook failed, 2 all failed by wrong input.

    Raises before anything runs: DataFaults, SpecFaults, PlanFaults, ParameterFault, RunFault.
    """
    root, data = project_root(), data_root(asked.data)
    tables = load(data)
    plans, first = _plans(asked, root, tables)
    os.environ[ENVIRONMENT] = str(data.resolve())  # what the kernels open
    to_stderr()
    reports = asked.out or root / "reports"
    obey()
    outcomes = [
        run(each, Where(reports, tables, asked.jobs, asked.force, each.name == first, _command(asked, each)))
        for each in plans
    ]
    for outcome in outcomes:
        _tell(outcome, say, warn)
    _tell_index(outcomes, reports, first, say, warn)
    failed = [outcome for outcome in outcomes if outcome.faults]
    return 0 if not failed else 2 if all(outcome.by_input for outcome in failed) else 1


# -- which reports ----------------------------------------------------------------
def _plans(asked: Asked, root: Path, tables: Tables) -> tuple[list[Plan], str]:
    """The plans of all that is asked, and the report to which reports/latest leads."""
    path = asked.spec or root / FILE
    spec = _spec(asked, root, tables, path)
    if asked.parameters or _notebooks_asked(asked.names, spec, root):
        _check_ad_hoc(asked, spec)
        report = Report(parameters=dict(asked.parameters))
        return [
            plan(AD_HOC, report, _paths(root, asked.names), tables, _day(asked.run_date))
        ], AD_HOC if spec is None else ""
    if spec is None:
        raise SpecFaults([f"{path}: found no such file, expected the reports to run"])
    _check_names(asked.names, spec, path)
    return _all_planned(asked, root, tables, spec, path), spec.first


def _notebooks_asked(names: Sequence[str], spec: Spec | None, root: Path) -> bool:
    """Whether a name is no report but a notebook."""
    known = spec.reports if spec else {}
    return any(
        name not in known and (name.endswith(".ipynb") or _paths(root, [name])[0].is_file()) for name in names
    )


def _check_ad_hoc(asked: Asked, spec: Spec | None) -> None:
    reports = [name for name in asked.names if spec and name in spec.reports]
    if reports:
        raise ParameterFault(
            "run",
            reports[0],
            f"notebooks only, since one is named or -p is given; a report's parameters are in {FILE}",
        )
    if asked.scheduled:
        raise ParameterFault("run", "--scheduled", f"a report of {FILE} that has a schedule")


def _check_names(names: Sequence[str], spec: Spec, path: Path) -> None:
    wrong = [name for name in names if name not in spec.reports]
    if wrong:
        raise SpecFaults(
            f"{path}: found no report {shown(name)}, expected one of {', '.join(spec.reports)}, or a notebook"
            for name in wrong
        )


def _spec(asked: Asked, root: Path, tables: Tables, path: Path) -> Spec | None:
    """The file's reports, None where there is no file and none is asked for. With the faults of a
    broken file come those of its other reports, so that one look mends all."""
    if not asked.spec and not path.exists():
        return None
    try:
        return read_spec(path)
    except SpecFaults as broken:
        faults = list(broken.faults)
        try:
            if broken.sound:
                _all_planned(replace(asked, names=()), root, tables, broken.sound, path)
        except PlanFaults as further:
            faults += further.faults
        raise SpecFaults(faults) from None


def _all_planned(asked: Asked, root: Path, tables: Tables, spec: Spec, path: Path) -> list[Plan]:
    lines = Lines(path.read_text(encoding="utf-8"))
    plans, faults = [], []
    for name, report in spec.chosen(asked.names).items():
        where = partial(_where, path, lines, name)
        try:
            date = _scheduled(name, report, where) if asked.scheduled else _day(asked.run_date)
            plans.append(plan(name, report, _paths(root, report.notebooks or (), root), tables, date, where))
        except PlanFaults as several:
            faults += several.faults
    if faults:
        raise PlanFaults(faults)
    return plans


def _where(path: Path, lines: Lines, name: str, place: Sequence[str]) -> str:
    """What a fault at a place of a report begins with."""
    return f"{path}:{lines.of(('reports', name, *place))}: {name}: "


def _paths(root: Path, names: Sequence[str], base: Path = Path()) -> list[Path]:
    """The notebooks of these names, all numbered ones for none. A path is one from `base`: what is
    typed goes by where one stands, what a file says does not."""
    if not names:
        return sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    return [_path(root, name, base) for name in names]


def _path(root: Path, name: str, base: Path) -> Path:
    if not name.endswith(".ipynb"):
        return root / "notebooks" / f"{name}.ipynb"
    there = root / "notebooks" / name
    return there if "/" not in name and there.is_file() and not (base / name).is_file() else base / name


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise ParameterFault("--run-date", text, "a day as 2024-12-21")
    return day


def _scheduled(name: str, report: Report, where: Callable[[Sequence[str]], str]) -> dt.date:
    slot = report.schedule and report.schedule.last_before(dt.datetime.now(dt.UTC))
    if not slot:
        raise PlanFaults([f"{where([])}found no schedule, expected one for --scheduled"])
    return slot.date


# -- what is told -----------------------------------------------------------------
def _tell(outcome: Outcome, say, warn) -> None:
    """What came of a run; the log has told each fault when it came."""
    if outcome.faults and outcome.fresh:
        warn(
            f"{outcome.report}: published with {len(outcome.faults)} failed; where there is a last "
            "good brief, it stays"
        )
    elif outcome.faults:
        warn(
            f"{outcome.report}: the last good briefs stay"
            if outcome.index
            else f"{outcome.report}: there is no earlier brief"
        )
    elif not outcome.fresh and not outcome.left:
        say(
            f"{outcome.report}: unchanged: the same notebooks, parameters, data, library and versions were "
            "run before"
        )
    elif outcome.reused:
        say(f"{outcome.report}: {outcome.executed} executed, {outcome.reused} taken as executed before")


def _tell_index(outcomes: Sequence[Outcome], reports: Path, first: str, say, warn) -> None:
    """The last lines: a page to open for each report, that of the first one last, under reports/latest."""
    for outcome in reversed(outcomes):
        if outcome.index is None:
            continue
        main = outcome.report == first and (reports / "latest").exists()
        page = reports / "latest" / "index.html" if main else outcome.index
        (warn if outcome.faults and not outcome.fresh else say)(_shown(page))


def _shown(path: Path) -> str:
    """Relative to where the user stands, when that is shorter."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _command(asked: Asked, made: Plan) -> str:
    """The line that makes the run again, without a path of this machine."""
    if made.name == AD_HOC:
        flags = [word for name, value in asked.parameters.items() for word in ("-p", name, json.dumps(value))]
        return shlex.join(["claimbook", "run", *(job.notebook.stem for job in made.jobs), *flags])
    spec = ["--spec", asked.spec.name] if asked.spec else []
    return shlex.join(["claimbook", "run", made.name, *spec, "--run-date", str(made.run_date)])
