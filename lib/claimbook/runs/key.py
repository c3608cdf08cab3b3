"""What a brief depends on, as one key: equal keys are equal briefs."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import claimbook
from claimbook.shelf.manifest import sha256

# What draws, computes or converts: a new version of one may change a brief.
PACKAGES = ("pandas", "matplotlib", "pint", "nbconvert", "nbclient", "papermill", "ipykernel", "xlsxwriter")


@cache
def versions() -> Mapping[str, str]:
    """The versions that a brief is made with; the interpreter first."""
    python = ".".join(map(str, sys.version_info[:3]))
    return {"python": python} | {name: version(name) for name in PACKAGES}


def key_of(**parts: Any) -> str:
    """Twelve hexadecimal digits over these parts, library and versions; parts are as JSON has them."""
    whole = {**parts, "library": library_sha256(), "versions": dict(versions())}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:12]


@cache
def library_sha256() -> str:
    """Hash over the files of the library, without caches."""
    root = Path(claimbook.__file__).parent
    files = sorted(
        p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts and "_data" not in p.parts
    )
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(root).as_posix()} {sha256(path)}\n".encode())
    return whole.hexdigest()
