"""The command `claimbook`: thin, every line of work is in a room below.

Exit status: 0 done; 1 a notebook failed, or a brief has a number without its source; 2 the input (data,
parameter, option) is wrong.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import NoReturn

import click

from claimbook.errors import ClaimbookError, ParameterFault
from claimbook.paths import data_root, project_root

DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    help="Data folder; else CLAIMBOOK_DATA, else the nearest data/.",
)


class OneLine(click.Group):
    """Errors of the library end as their lines on stderr and exit status 2, never as a traceback."""

    def invoke(self, context):
        try:
            return super().invoke(context)
        except ClaimbookError as error:
            click.echo(f"claimbook: {error}" if "\n" not in str(error) else str(error), err=True)
            context.exit(2)
        except KeyboardInterrupt:
            click.echo("claimbook: stopped; what was there before stays", err=True)
            context.exit(130)
        except OSError as error:
            where = error.filename or "input"
            click.echo(
                f'claimbook: {where}: found "{error.strerror or error}", expected it to be usable', err=True
            )
            context.exit(2)


@click.group("claimbook", cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimbook", prog_name="claimbook")
def main():
    """Figures of a news article, traced to who said them."""


@main.command()
@click.argument("data", required=False, type=click.Path(path_type=Path))
@click.option(
    "--text",
    "texts",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A document's text: is it the one that was coded, and is every numeral of it coded?",
)
def check(data: Path | None, texts: tuple[Path, ...]):
    """Check the tables in DATA: one line a fault, all faults at once, exit status 2."""
    from claimbook.book import load
    from claimbook.errors import DataFaults

    root = data_root(data)
    try:
        tables = load(root, anew=True)
    except DataFaults as error:
        for fault in error.faults:
            click.echo(str(fault))
        count = len(error.faults)
        click.echo(f"claimbook: {count} {'fault' if count == 1 else 'faults'} in {root}", err=True)
        sys.exit(2)
    click.echo(f"{root}: {sum(tables.sizes.values())} rows in {len(tables)} tables, no fault")
    for name in tables.lacking:
        click.echo(f"{root / name}: no such file; taken as a table without rows")
    if texts:
        _check_texts(tables, texts)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def upgrade(folder: Path):
    """Add to the data folder FOLDER the tables and columns that came later; nothing is taken away.

    A folder without datapackage.json gets the library's, and tables without rows.
    """
    from claimbook.tables import upgrade as upgraded

    lines = list(upgraded(folder))
    click.echo("\n".join(lines) if lines else f"{folder}: nothing to add")


def _check_texts(tables, texts: tuple[Path, ...]) -> None:
    from claimbook.coverage import text_report

    reports = [text_report(tables, path) for path in texts]
    for report in reports:
        click.echo("\n".join(report.lines))
    if not all(report.complete for report in reports):
        sys.exit(2)


@main.command()
@click.argument("names", nargs=-1)
@click.option(
    "-p",
    "--parameter",
    "given",
    nargs=2,
    multiple=True,
    metavar="NAME VALUE",
    help="A notebook's parameter; VALUE is JSON, or else taken as text. With notebooks only.",
)
@click.option(
    "--spec", type=click.Path(path_type=Path), help="The reports; else reports.toml of the project."
)
@click.option("--out", type=click.Path(path_type=Path), help="Reports folder; else reports/ of the project.")
@click.option("--run-date", "date", metavar="DAY", help="Nominal date of the run, as 2024-12-21.")
@click.option(
    "--scheduled", is_flag=True, help="The run date is that of the last time that the schedule names."
)
@click.option("--if-due", is_flag=True, help="With --scheduled: leave where that was done before.")
@click.option("--jobs", type=click.IntRange(1, 256), help="Notebooks at a time; else as many as processors.")
@click.option("--force", is_flag=True, help="Execute even what was executed before.")
@DATA
def run(names, given, spec, out, date, scheduled, if_due, jobs, force, data):
    """Run the reports NAMES of reports.toml (else all) and publish their briefs.

    NAMES may be notebooks instead (names or paths), or -p be given: then these, or
    all, are run with these parameters as the report "ad-hoc". Ends with the path of the index page.
    """
    if not if_due:
        _carry_out(names, given, spec, out, date, scheduled, jobs, force, data)
    if not scheduled:
        raise click.UsageError("--if-due goes with --scheduled")
    with _due(names, spec, out) as due:
        if due:
            _carry_out(due, given, spec, out, date, scheduled, jobs, force, data)
        click.echo("nothing due: the last time of the schedule was carried out, or is just being")


def _carry_out(names, given, spec, out, date, scheduled, jobs, force, data) -> NoReturn:
    from claimbook.execution.interrupt import listen
    from claimbook.runs.command import Asked, carry_out

    listen()
    asked = Asked(names, dict(_parameters(given)), spec, out, date, scheduled, jobs or 0, force, data)
    sys.exit(carry_out(asked, say=click.echo, warn=lambda line: click.echo(f"claimbook: {line}", err=True)))


def _due(names, spec, out):
    """The reports of those named that are due, without what only a run needs: mostly there is none."""
    import datetime as dt

    from claimbook.schedule import what_is_due
    from claimbook.spec import FILE

    root = project_root()
    return what_is_due(spec or root / FILE, out or root / "reports", names, dt.datetime.now(dt.UTC))


def _parameters(given) -> dict:
    names = [name for name, _ in given]
    for name in names:
        if names.count(name) > 1:
            raise ParameterFault(name, "two values", "each parameter once")
    return {name: _value(text) for name, text in given}


def _value(text: str):
    """A parameter's value: JSON (`["a"]`, `true`, `3`), or else the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _shown(path: Path) -> str:
    """Relative to where the user stands, when that is shorter."""
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


@main.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@click.argument("out", type=click.Path(path_type=Path))
@DATA
def brief(notebook, out, data):
    """Export an executed NOTEBOOK as one HTML file OUT."""
    from claimbook.runs import exported
    from claimbook.tables import load

    exported(notebook, out, load(data_root(data)), f"claimbook brief {notebook.name} {out.name}")
    click.echo(_shown(out))


@main.command()
@click.argument("html", type=click.Path(path_type=Path))
@click.argument("out", required=False, type=click.Path(path_type=Path))
def pdf(html, out):
    """Print a brief HTML as a tagged PDF OUT (else beside it), by the Chromium of this machine."""
    from claimbook.brief import write_pdf

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stopped one ends its browser too
    click.echo(_shown(write_pdf(html, out or html.with_suffix(".pdf"))))


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE.html...", type=click.Path(path_type=Path))
@DATA
def trace(files, data):
    """Audit briefs: does each number lead to its source, and say what the source says?

    Computes every number of FILE.html anew from DATA, and exports the page once more where the
    notebook that its run executed lies beside it. One line each for what is not accounted for, with
    its place, then the counts; exit status 1 if there is one.
    """
    from claimbook.audit import summary
    from claimbook.audit import trace as audit
    from claimbook.runs.again import OfRun

    reports = audit(files, data_root(data), OfRun)
    for report in reports:
        click.echo("\n".join(report.lines()))
    click.echo(summary(reports))
    if not all(report.clean for report in reports):
        sys.exit(1)


@main.command()
def refresh():
    """Execute the committed notebooks in place and rewrite the generated pages."""
    from claimbook.refresh import refresh as renew

    for path in renew(project_root()):
        click.echo(_shown(path))


@main.command()
@click.argument("reports", nargs=-1)
@click.option("--keep", type=click.IntRange(1), metavar="N", help="Keep the newest N runs of each report.")
@click.option(
    "--older-than",
    "days",
    type=click.IntRange(1),
    metavar="DAYS",
    help="Remove the runs finished longer ago.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Reports folder; else reports/ of the project.")
def clean(reports, keep, days, out):
    """Remove old runs of REPORTS (else of all); the last good one always stays."""
    from claimbook.execution.kernels import sweep_kernels
    from claimbook.shelf.retention import clean as remove

    if not keep and not days:
        raise ParameterFault("clean", "neither --keep nor --older-than", "at least one of them")
    sweep_kernels()
    gone = remove(out or project_root() / "reports", reports, keep, days)
    click.echo("\n".join(f"removed {_shown(path)}" for path in gone) or "nothing to remove")


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
def changes(old, new):
    """Tell what changed from OLD to NEW: each a run's folder, a snapshot or a data folder."""
    from claimbook.runs.history import told

    for line in told(old, new):
        click.echo(line)


@main.command()
@click.option("--systemd", "kind", flag_value="systemd", help="Units: a service and a timer for each report.")
@click.option("--cron", "kind", flag_value="cron", help="Lines of a crontab, with CRON_TZ.")
@click.option(
    "--any-cron",
    is_flag=True,
    help="With --cron: for one that does not know CRON_TZ (Debian's, Ubuntu's, macOS's).",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="With --systemd: write the units into this folder."
)
@click.option("--spec", type=click.Path(path_type=Path), help="Else reports.toml of the project.")
@click.option(
    "--reports",
    type=click.Path(path_type=Path),
    help="Where runs will publish; else reports/ of the project.",
)
def schedule(kind, any_cron, out, spec, reports):
    """Print what systemd or cron needs to run the reports at their times."""
    import datetime as dt

    from claimbook.schedule import Call, crontab, units, write_units
    from claimbook.spec import FILE, read_spec

    if kind is None or (any_cron and kind != "cron") or (out and kind != "systemd"):
        raise click.UsageError("expected --systemd [--out FOLDER] or --cron [--any-cron]")
    root = project_root()
    call = Call.of(root, spec or root / FILE, reports or root / "reports")
    described, now = read_spec(call.spec), dt.datetime.now(dt.UTC)
    if kind == "cron":
        click.echo(crontab(described, call, now, any_cron), nl=False)
        return
    texts = units(described, call, now)
    if not out:
        click.echo("\n".join(f"# {name}\n{text}" for name, text in texts.items()), nl=False)
        return
    written, left = write_units(out, texts)
    for path in written:
        click.echo(_shown(path))
    for path in left:
        click.echo(
            f"claimbook: {_shown(path)}: its report has no schedule any more; disable and remove it", err=True
        )


@main.command()
@click.option("--spec", type=click.Path(path_type=Path), help="Else reports.toml of the project.")
@click.option("--out", type=click.Path(path_type=Path), help="Reports folder; else reports/ of the project.")
@click.option(
    "--store", type=click.Path(path_type=Path), help="What it remembers; else .serve.sqlite in reports."
)
@click.option(
    "--health",
    type=click.FloatRange(min=1),
    default=3600,
    show_default=True,
    help="Seconds from one line on its health to the next.",
)
@click.option(
    "--check", is_flag=True, help="Only tell whether a server is at work and well: exit status 0 or 1."
)
def serve(spec, out, store, health, check):
    """Run the reports at their times, in the foreground, until SIGTERM or Ctrl-C.

    Needs an extra: pip install claimbook[serve]. Exit status 0 once stopped.
    """
    import datetime as dt

    from claimbook.schedule import ScheduleFault
    from claimbook.schedule.health import check_health
    from claimbook.schedule.serve import STORE
    from claimbook.schedule.serve import serve as serve_until_stopped
    from claimbook.schedule.store import ServeFault
    from claimbook.spec import FILE

    root = project_root()
    reports = out or root / "reports"
    store = store or reports / STORE
    try:
        if check:
            click.echo(f"claimbook serve: {check_health(store, dt.datetime.now(dt.UTC))}")
        else:
            serve_until_stopped(spec or root / FILE, reports, store, root, health)
    except (ServeFault, ScheduleFault) as fault:
        click.echo(f"claimbook serve: {fault}", err=True)
        sys.exit(1 if check else 2)
