"""The command `claimbook`: thin, every line of work is in a room below.

Exit status: 0 done; 1 a notebook failed; 2 the input (data, parameter, option) is wrong.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import click

from claimbook.errors import ClaimbookError, ParameterFault
from claimbook.paths import data_root, project_root

DATA = click.option("--data", type=click.Path(path_type=Path), help="Data folder; else CLAIMBOOK_DATA, else the nearest data/.")


class OneLine(click.Group):
    """Errors of the library end as their lines on stderr and exit status 2, never as a traceback."""

    def invoke(self, context):
        try:
            return super().invoke(context)
        except ClaimbookError as error:
            click.echo(f"claimbook: {error}" if "\n" not in str(error) else str(error), err=True)
            context.exit(2)
        except OSError as error:
            where = error.filename or "input"
            click.echo(f"claimbook: {where}: found \"{error.strerror or error}\", expected it to be usable", err=True)
            context.exit(2)


@click.group("claimbook", cls=OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="claimbook", prog_name="claimbook")
def main():
    """Figures of a news article, traced to who said them."""


@main.command()
@click.argument("data", required=False, type=click.Path(path_type=Path))
@click.option("--text", "texts", multiple=True, type=click.Path(path_type=Path),
              help="A document's text: is it the one that was coded, and is every numeral of it coded?")
def check(data: Path | None, texts: tuple[Path, ...]):
    """Check the tables in DATA: one line a fault, all faults at once, exit status 2."""
    from claimbook.tables import check as faults_of
    from claimbook.tables import load

    root = data_root(data)
    faults = faults_of(root)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        click.echo(f"claimbook: {len(faults)} {'fault' if len(faults) == 1 else 'faults'} in {root}", err=True)
        sys.exit(2)
    tables = load(root)
    click.echo(f"{root}: {sum(len(t) for t in tables.values())} rows in {len(tables)} tables, no fault")
    if texts:
        _check_texts(tables, texts)


def _check_texts(tables, texts: tuple[Path, ...]) -> None:
    from claimbook.coverage import text_report

    reports = [text_report(tables, path) for path in texts]
    for report in reports:
        click.echo("\n".join(report.lines))
    if not all(report.complete for report in reports):
        sys.exit(2)


@main.command()
@click.argument("notebooks", nargs=-1)
@click.option("-p", "--parameter", "given", nargs=2, multiple=True, metavar="NAME VALUE",
              help="A notebook's parameter; VALUE is JSON, or else taken as text.")
@click.option("--out", type=click.Path(path_type=Path), help="Reports folder; else reports/ of the project.")
@click.option("--force", is_flag=True, help="Execute even where an equal run is there.")
@DATA
def run(notebooks, given, out, force, data):
    """Run NOTEBOOKS (names or paths; else all) and publish their briefs.

    Ends with the path of the index page.
    """
    from claimbook.runs import run as carry_out

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stopped run cleans up as an interrupted one does
    root = project_root()
    data = data_root(data)
    os.environ["CLAIMBOOK_DATA"] = str(data.resolve())  # what the kernels open
    reports = out or root / "reports"
    outcome = carry_out(_notebooks(root, notebooks), _parameters(given), data, reports, force=force)
    for line in outcome.faults:
        click.echo(f"claimbook: {line}", err=True)
    if outcome.faults:
        kept = f"the last good brief stays: {outcome.index}" if outcome.index else "there is no earlier brief"
        click.echo(f"claimbook: {kept}", err=True)
        sys.exit(2 if outcome.by_input else 1)
    if not outcome.fresh:
        click.echo("unchanged: the same notebooks, parameters, data, library and versions were run before")
    click.echo(_shown(outcome.index))


def _notebooks(root: Path, names) -> list[Path]:
    if not names:
        return sorted((root / "notebooks").glob("[0-9]*.ipynb"))
    return [Path(name) if name.endswith(".ipynb") else root / "notebooks" / f"{name}.ipynb" for name in names]


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

    exported(notebook, out, {}, load(data_root(data)), f"claimbook brief {notebook.name} {out.name}")
    click.echo(_shown(out))


@main.command()
def refresh():
    """Execute the committed notebooks in place and rewrite the generated pages."""
    from claimbook.refresh import refresh as renew

    for path in renew(project_root()):
        click.echo(_shown(path))
