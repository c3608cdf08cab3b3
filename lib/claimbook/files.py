"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import threading
from pathlib import Path

PathName = str | os.PathLike[str]  # what a caller may give for a path


def replace_file(path: Path, content: bytes, lasting: bool = False) -> Path:
    """Write a file in one step: whoever reads meets the last one or the new one, never a part.

    lasting: also after a loss of power, which could else leave the new name with no bytes behind it.
    """
    part = part_of(path)
    try:
        with part.open("wb") as file:
            file.write(content)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def part_of(path: Path) -> Path:
    """Where a file is made before it takes its place: beside it, hidden, of this thread alone."""
    return path.with_name(f".{path.name[:100]}.{os.getpid()}-{threading.get_ident()}.part")
