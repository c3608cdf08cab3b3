"""Helpers of the run tests: the command, notebooks, folders, what is left behind."""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import chdir
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import nbformat
import psutil
from claimbook.cli import main
from click.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
PARAMETERS = "AS_OF: str = '2024-12-31'  # day to which the brief looks"
# The runs of these tests have a temporary folder of their own, so that what they leave is told from what
# others do.
# A short path: a socket's may hold some hundred characters only.
tempfile.gettempdir()  # this process keeps the one that it has
SOCKETS = Path(tempfile.mkdtemp(prefix="cbt-"))
atexit.register(shutil.rmtree, SOCKETS, ignore_errors=True)
os.environ["TMPDIR"] = str(SOCKETS)
SAYS = "from claimbook import show\nshow.say('All is well here.')"


def claimbook(*arguments, cwd=ROOT, **environment):
    """The command as a user calls it."""
    return subprocess.run(
        [sys.executable, "-m", "claimbook", *map(str, arguments)],
        cwd=cwd,
        text=True,
        env=os.environ | environment,
        capture_output=True,
        timeout=300,
    )


def here(*arguments, cwd=ROOT):
    """The same in this process, which spares the start of Python, pandas and nbconvert; kernels are processes
    of their own all the same. What the command does not turn into a line is raised."""
    heard = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        # The folder is where strays are looked for; and what the command tells its kernels, such as the data
        # folder, must not reach those of other tests.
        with chdir(cwd), mock.patch("tempfile.tempdir", str(SOCKETS)), mock.patch.dict(os.environ):
            done = CliRunner(catch_exceptions=False).invoke(main, [str(part) for part in arguments])
    finally:
        for number, handler in heard.items():
            signal.signal(number, handler)  # `run` listens for them
    return SimpleNamespace(returncode=done.exit_code, stdout=done.stdout, stderr=done.stderr)


def notebook(path, *sources):
    """A notebook whose first cell holds the parameters."""
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources)]
    cells[0].metadata["tags"] = ["parameters"]
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    return path


def reports_toml(folder, text):
    path = folder / "reports.toml"
    path.write_text(text, encoding="utf-8")
    return path


def data_copy(folder):
    """The project's data, to be changed."""
    return Path(shutil.copytree(ROOT / "data", folder / "data"))


def edit(data, table, old, new):
    """Change a table's text where it stands once."""
    path = data / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (table, old, text.count(old))
    path.write_text(text.replace(old, new), encoding="utf-8")


def published(report):
    """The folders of a report's runs."""
    return sorted(
        p
        for p in report.iterdir()
        if p.is_dir() and not p.is_symlink() and p.name[0] != "." and p.name != "failed"
    )


def hidden(reports):
    """What no reader should meet: stages, parts, links of a moment."""
    return list(reports.rglob(".*"))


def strays():
    """Kernels of report runs, what their cells started, and their folders, that are still there."""
    processes = []
    for process in psutil.process_iter():
        try:
            if (
                process.environ().get("CLAIMBOOK_KERNELS", "").startswith(str(SOCKETS))
                and process.status() != psutil.STATUS_ZOMBIE
            ):
                processes.append(process)
        except psutil.Error:
            continue
    return processes + list(SOCKETS.glob("cb-*"))
