"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def replace_file(path: Path, content: bytes) -> Path:
    """Write a file in one step: whoever reads meets the last one or the new one, never a part."""
    part = part_of(path)
    try:
        part.write_bytes(content)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return path


def part_of(path: Path) -> Path:
    """Where a file is made before it takes its place: beside it, hidden, of this process alone."""
    return path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
