"""The command after a run: mail it, copy it."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from claimbook.errors import one_line
from claimbook.execution.fanout import LOOK
from claimbook.execution.interrupt import obey

LIMIT = 600  # seconds: a mail server that never answers must not hold the next run
VARIABLE = "CLAIMBOOK_MANIFEST"


def call_after(command: Sequence[str], manifest: Path) -> str:
    """Call the command with the manifest's path as its last argument; a line where it failed, else nothing.

    The path also stands in CLAIMBOOK_MANIFEST. No shell reads the command.
    """
    path = str(manifest.resolve())
    told = f"after the run, {one_line(command[0], 80)}"
    try:
        process = subprocess.Popen(
            [*command, path],
            env={**os.environ, VARIABLE: path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
    except OSError as fault:
        return f'{told}: found "{fault.strerror}", expected a command; the run stays good'
    try:
        said = _said(process)
    except BaseException as fault:
        os.killpg(process.pid, signal.SIGKILL)  # it is not reaped yet, so the number is its own
        process.communicate()
        if isinstance(fault, TimeoutError):
            return f"{told}: found no end within {LIMIT} s, expected it to finish; the run stays good"
        raise
    if process.returncode == 0:
        return ""
    last = one_line((said.strip() or "it said nothing").splitlines()[-1], 200)
    return f"{told}: found exit status {process.returncode} ({last}), expected 0; the run stays good"


def _said(process: subprocess.Popen) -> str:
    """What the command says until it ends. Raises TimeoutError, and KeyboardInterrupt where the run is to
    stop."""
    until = time.monotonic() + LIMIT
    while time.monotonic() < until:
        obey()
        try:
            return process.communicate(timeout=LOOK)[0]
        except subprocess.TimeoutExpired:
            continue
    raise TimeoutError
