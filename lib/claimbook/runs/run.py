"""A run: check the data, execute the notebooks, export the briefs, publish them whole."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

from claimbook.brief import BriefContext, BriefInfo, brief_info, export, write_index
from claimbook.errors import ClaimbookError, DataFaults
from claimbook.runs.execute import NotebookFailed, accepted, execute
from claimbook.runs.key import library_sha256, run_key, versions
from claimbook.runs.publish import RunFault, keep_failed, places, point_latest, publish, staged, sweep
from claimbook.tables import Tables, check, load

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Outcome:
    """index: the page to open (of the last good run where this one failed; None: there is none).
    fresh: executed now; False: an equal run was there. faults: one line a failed notebook.
    by_input: every failure comes from a wrong parameter or wrong data."""

    index: Path | None
    fresh: bool
    faults: tuple[str, ...] = ()
    by_input: bool = False


def run(notebooks: Sequence[Path], parameters: Mapping, data: Path, reports: Path,
        progress: bool = True, force: bool = False) -> Outcome:
    """Execute `notebooks` with `parameters` over `data`; publish their briefs below `reports`.

    An equal run (same notebooks, parameters, data, library, versions) is not
    executed again unless `force`. Raises DataFaults, ParameterFault or RunFault
    before anything runs; a failing notebook leaves the last good brief in place.
    """
    faults = check(data)
    if faults:
        raise DataFaults(faults)
    latest = reports / "latest"
    if latest.exists() and not latest.is_symlink():
        point_latest(reports, "")  # tells what is in its place, before anything runs
    tables = load(data)
    given = {path: accepted(path, parameters) for path in _present(notebooks)}
    key = run_key(given, parameters, tables.sha256)
    sweep(reports)
    there = next((place for place in places(reports, key) if whole(place)), None)
    if there and not force:
        point_latest(reports, there.name)
        return Outcome(reports / "latest" / "index.html", fresh=False)
    return _fresh(given, tables, reports, key, progress)


def whole(run: Path) -> bool:
    """Whether a published run still holds its manifest and every file that the manifest names."""
    try:
        manifest = json.loads((run / MANIFEST).read_text(encoding="utf-8"))
        return all((run / name).is_file() for name in manifest["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _present(notebooks: Sequence[Path]) -> list[Path]:
    if not notebooks:
        raise RunFault("notebooks: found none, expected at least one")
    faults = [f"{path}: found no such file, expected a notebook" for path in notebooks if not path.is_file()]
    names = [path.name for path in notebooks]
    faults += [f"{name}: found twice, expected one notebook of a name" for name in dict.fromkeys(names) if names.count(name) > 1]
    if faults:
        raise RunFault("\n".join(faults))
    return list(notebooks)


def _fresh(given: Mapping, tables: Tables, reports: Path, key: str, progress: bool) -> Outcome:
    briefs, failures = [], []
    with staged(reports) as folder:
        for path, parameters in given.items():
            try:
                briefs.append(_brief(path, parameters, folder, tables, progress))
            except NotebookFailed as failure:  # the others go on
                failures.append(failure)
                keep_failed(folder / path.name, reports)
        if failures:
            return _failed(failures, reports)
        write_index(folder, briefs)
        _write_manifest(folder, given, tables.sha256, key)
        publish(folder, reports, key)
    return Outcome(reports / "latest" / "index.html", fresh=True)


def _brief(notebook: Path, parameters: Mapping, folder: Path, tables: Tables, progress: bool) -> BriefInfo:
    done = folder / notebook.name
    execute(notebook, done, parameters, progress)
    try:
        return exported(done, folder / f"{notebook.stem}.html", parameters, tables, _command(notebook, parameters))
    except ClaimbookError as fault:
        raise NotebookFailed(notebook.name, str(fault)) from None


def exported(notebook: Path, out: Path, parameters: Mapping, tables: Tables, command: str) -> BriefInfo:
    """Export an executed notebook, and tell what the index page says of it."""
    node = nbformat.read(notebook, as_version=4)
    title = heading(node) or notebook.stem
    context = BriefContext(title=title, parameters=dict(parameters), data_sha256=tables.sha256, versions=versions(),
                           documents=tables["documents"].to_dict("records"), command=command)
    export(node, out, context)
    return brief_info(node, out.name, title)


def heading(node) -> str:
    """The first heading of a notebook, without its mark."""
    lines = (line for cell in node.cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return next((line.lstrip("# ").strip() for line in lines if line.startswith("# ")), "")


def _command(notebook: Path, parameters: Mapping) -> str:
    """The line that makes this brief again, without a path of this machine."""
    flags = " ".join(f"-p {name} {shlex.quote(json.dumps(value))}" for name, value in parameters.items())
    return f"claimbook run {notebook.stem} {flags}".strip()


def _failed(failures: Sequence[NotebookFailed], reports: Path) -> Outcome:
    last = reports / "latest" / "index.html"
    lines = tuple(f"{failure}; kept in {reports / 'failed'}" for failure in failures)
    return Outcome(last if last.exists() else None, True, lines, all(f.by_input for f in failures))


def _write_manifest(folder: Path, given: Mapping, sha256: str, key: str) -> None:
    manifest = {"schema": 1, "key": key, "outcome": "ok", "data_sha256": sha256, "library_sha256": library_sha256(),
                "versions": versions(), "notebooks": {path.name: dict(p) for path, p in given.items()},
                "files": sorted(path.name for path in folder.iterdir())}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
