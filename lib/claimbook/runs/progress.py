"""What a run tells while it goes: a bar on a terminal, plain lines elsewhere, all of it in the run's log."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

BAR = "{desc}{n_fmt} of {total_fmt} |{bar:20}| {elapsed}, {remaining} left{postfix}"
LOG = logging.getLogger("claimbook.run")
LOG.setLevel(logging.INFO)
LOG.propagate = False


@contextmanager
def logged(path: Path) -> Iterator[logging.Logger]:
    """The one logger; what it says meanwhile also goes into the file, with the time (UTC)."""
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.handleError = lambda record: None  # a full disk is told once, by what could not be written
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(message)s", datefmt="%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    LOG.addHandler(handler)
    try:
        yield LOG
    finally:
        LOG.removeHandler(handler)
        handler.close()


class _Terminal(logging.Handler):
    """To stderr, past a bar that may be there; a bar has shown what goes well already."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno > logging.INFO or not sys.stderr.isatty():
            tqdm.write(f"claimbook: {record.getMessage()}", file=sys.stderr)


def to_stderr() -> None:
    """Let the logger speak to the user; for the command, once.

    What papermill and its kernels log of a notebook's end is told by us in one line.
    """
    for name in ("papermill", "traitlets"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
    if not any(isinstance(handler, _Terminal) for handler in LOG.handlers):
        LOG.addHandler(_Terminal())


class Progress:
    """How far a run is: what runs, what is done, what failed, about how long it takes still."""

    def __init__(self, report: str, total: int):
        self.report, self.total, self.done, self.failed = report, total, 0, 0
        self._running: dict[str, float] = {}
        self._lock = threading.Lock()
        self._begun = time.monotonic()
        self._bar = tqdm(
            total=total,
            desc=report,
            file=sys.stderr,
            dynamic_ncols=True,
            leave=False,
            bar_format=BAR,
            disable=not sys.stderr.isatty() or not total,
        )

    def started(self, name: str) -> None:
        with self._lock:
            self._running[name] = time.monotonic()
            self._show()
        LOG.info("%s: %s started", self.report, name)

    def ended(self, name: str, failed: bool) -> None:
        """One brief is there, or failed."""
        with self._lock:
            seconds = time.monotonic() - self._running.pop(name, time.monotonic())
            self.done += 1
            self.failed += failed
            self._bar.update()
            self._show()
            told = "failed after" if failed else "done in"
            LOG.info("%s: %s %s %.1f s (%s)", self.report, name, told, seconds, self._where())

    def _where(self) -> str:
        left = self.total - self.done
        if not left:
            return f"{self.done} of {self.total}"
        seconds = (time.monotonic() - self._begun) / self.done * left
        return f"{self.done} of {self.total}, about {max(1, round(seconds))} s left"

    def _show(self) -> None:
        failed = f", {self.failed} failed" if self.failed else ""
        self._bar.set_description(f"{self.report}{failed}", refresh=False)
        self._bar.set_postfix_str(", ".join(self._running) and f"running {', '.join(self._running)}")

    def close(self) -> None:
        self._bar.close()
