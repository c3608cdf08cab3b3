"""Kernels over IPC in a private folder: no ports to race for, no traffic that others can read.

Nothing of a kernel outlives its notebook: not its sockets, not what its cells started.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

PREFIX = "cb-"
MARK = "CLAIMBOOK_KERNELS"  # in a kernel's environment, and so in that of all that it starts


class Kernels:
    """The kernels of one notebook. `manager` is the class that starts them, `kill()` ends them at once."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.manager = _manager_class(folder, self._started)
        self._pids: list[int] = []
        self._killed = False

    def _started(self, pid: int) -> None:
        self._pids.append(pid)
        if self._killed:  # the order to end came while it was starting
            self.kill()

    def kill(self) -> None:
        """SIGKILL to the kernels and to all that they started; safe from any thread, and again."""
        self._killed = True
        for pid in self._pids:
            _kill_group(pid)
        kill_marked(self.folder)


@contextmanager
def private_kernels() -> Iterator[Kernels]:
    """Kernels whose sockets lie in a folder of their own; both are gone afterwards.

    The folder has a short absolute path: a socket's path may hold some hundred
    characters only, which a checkout's own path can exceed. It is held by a lock
    that ends with this process, by which sweep_kernels() knows what a killed one left.
    """
    folder, held = _held_folder()
    kernels = Kernels(folder)
    try:
        yield kernels
    finally:
        kernels.kill()
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def sweep_kernels() -> None:
    """End and remove what killed runs of this user left: kernels, what their cells started, sockets."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError:
            continue
        try:
            if os.fstat(held).st_uid == os.getuid() and _lock(held):
                kill_marked(folder)
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(held)


def kill_marked(folder: Path) -> None:
    """SIGKILL to every process whose environment names this folder: also those that left the kernel's
    group."""
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == str(folder):
                process.kill()
        except (psutil.Error, OSError):
            continue  # gone, or not ours to look at


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)  # jupyter_client starts each kernel as the head of a session
    except OSError:
        pass


def _held_folder() -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        if _lock(held) and folder.exists():  # another run's sweep may have come between
            return folder, held
        os.close(held)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _manager_class(folder: Path, started: Callable[[int], None]) -> type:
    from jupyter_client.manager import AsyncKernelManager

    class PrivateKernelManager(AsyncKernelManager):
        def __init__(self, **given):
            super().__init__(**given)
            self.transport, self.ip = "ipc", str(folder / "k")
            self.connection_file = str(folder / "connection.json")

        async def _async_launch_kernel(self, kernel_cmd, **given):
            # What a kernel logs while it is stopped is no fault of a notebook's: a failing cell is told
            # elsewhere.
            given.setdefault("stderr", subprocess.DEVNULL)
            given["env"] = {**(given.get("env") or os.environ), MARK: str(folder)}
            await super()._async_launch_kernel(kernel_cmd, **given)
            if self.provisioner.pid:
                started(self.provisioner.pid)

        _launch_kernel = _async_launch_kernel

    return PrivateKernelManager
