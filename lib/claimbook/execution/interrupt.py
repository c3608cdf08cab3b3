"""SIGINT, SIGTERM and SIGHUP as a wish that is looked at where it can be obeyed.

An exception raised by a handler may come up in a place that swallows it, such as a
finalizer; then the run would go on as if nobody had asked it to stop.
"""

from __future__ import annotations

import signal
import threading

_wished = threading.Event()


def listen() -> None:
    """From now on the signals are a wish; a second one, of an impatient user, interrupts at once."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, _hear)


def _hear(number: int, frame) -> None:
    if _wished.is_set():
        raise KeyboardInterrupt
    _wished.set()


def obey() -> None:
    """Raise KeyboardInterrupt where the wish to stop is there."""
    if _wished.is_set():
        raise KeyboardInterrupt
