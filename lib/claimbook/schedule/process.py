"""A run as a process of its own group, its output passed on under the report's name."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from claimbook.errors import one_line

_LONGEST = 8192  # bytes of a line that are passed on in one piece
_DRAIN = 2  # seconds that its last words may take; a child that it left may hold the line open for ever


class Process:
    """Started at once. `ended(status)` is called from a thread when it has ended; negative: by a signal.

    out and err get each line of the process, ready to print: of a line that is written over
    and over (a progress bar) the last state only. Raises OSError where it cannot be started.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        out: Callable[[str], None],
        err: Callable[[str], None],
        ended: Callable[[int], None],
    ):
        # A group of its own: Ctrl-C in the terminal reaches the server only, which then stops its runs in
        # order.
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._ended = ended
        self._readers = [
            threading.Thread(target=_pass_on, args=pipe, daemon=True)
            for pipe in ((self._process.stdout, out), (self._process.stderr, err))
        ]
        self._follower = threading.Thread(target=self._follow, daemon=True)
        for thread in (*self._readers, self._follower):
            thread.start()

    def _follow(self) -> None:
        status, deadline = self._process.wait(), time.monotonic() + _DRAIN
        for reader in self._readers:
            reader.join(max(deadline - time.monotonic(), 0))
        self._ended(status)

    def terminate(self) -> None:
        """Ask it to stop: itself only, it cleans up what it started."""
        self._process.send_signal(signal.SIGTERM)

    def wait(self, seconds: float) -> bool:
        """Whether it has ended within so many seconds, and whoever is told of it was told."""
        self._follower.join(max(seconds, 0))
        return not self._follower.is_alive()

    def kill(self) -> None:
        """End the whole group, also what a run that has ended left behind in it."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # nobody left; macOS says the second of zombies
            pass


def _pass_on(pipe: BinaryIO, say: Callable[[str], None]) -> None:
    with pipe:
        while line := pipe.readline(_LONGEST):
            last = line.decode("utf-8", errors="replace").rstrip("\r\n").rsplit("\r", 1)[-1]
            if last.strip():
                say(one_line(last, _LONGEST))
