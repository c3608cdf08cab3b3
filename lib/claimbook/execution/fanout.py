"""Several notebooks at once: a thread for each, a kernel each, on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from typing import TypeVar

from claimbook.execution.execute import Stop
from claimbook.execution.interrupt import obey

Item = TypeVar("Item")
LOOK = 0.2  # seconds between two looks at whether the run is to stop


def processors() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


def fan_out(
    work: Callable[[Item, Stop], None], items: Sequence[Item], jobs: int, executor: Executor | None = None
) -> Iterator[tuple[Item, BaseException | None]]:
    """Call `work(item, stop)` for each item, `jobs` at a time; yields each item as it ends, with its error or
    None.

    A thread is enough, since a notebook's work is in its kernel: a killed kernel fails
    its own notebook only. Another executor of concurrent.futures may be handed in.
    Whatever interrupts the caller ends all that is under way before it goes on.
    """
    stop = Stop()
    with executor or ThreadPoolExecutor(max_workers=max(1, jobs), thread_name_prefix="notebook") as pool:
        waiting: dict[Future, Item] = {}
        try:
            waiting.update((pool.submit(work, item, stop), item) for item in items)
            while waiting:
                ended, _ = wait(waiting, timeout=LOOK, return_when=FIRST_COMPLETED)
                obey()
                for future in ended:
                    yield waiting.pop(future), future.exception()
                    obey()
        except BaseException:
            for future in waiting:
                future.cancel()
            stop.now()
            raise
