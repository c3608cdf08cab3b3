"""Kernels over IPC in a private folder: no ports to race for, no traffic that others can read."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def private_kernels() -> Iterator[type]:
    """A kernel manager class whose sockets lie in a folder of this run, removed afterwards.

    The folder has a short absolute path: a socket's path may hold some hundred
    characters only, which a checkout's own path can exceed.
    """
    from jupyter_client.manager import AsyncKernelManager

    folder = Path(tempfile.mkdtemp(prefix="cb-"))
    sockets = str(folder / "k")

    class PrivateKernelManager(AsyncKernelManager):
        def __init__(self, **given):
            super().__init__(**given)
            self.transport, self.ip = "ipc", sockets

        async def _async_launch_kernel(self, kernel_cmd, **given):
            # What a kernel logs while it is stopped is no fault of a notebook's: a failing cell is told elsewhere.
            given.setdefault("stderr", subprocess.DEVNULL)
            return await super()._async_launch_kernel(kernel_cmd, **given)

        _launch_kernel = _async_launch_kernel

    try:
        yield PrivateKernelManager
    finally:
        shutil.rmtree(folder, ignore_errors=True)
