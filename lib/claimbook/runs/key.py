"""What a run depends on, as one key: equal keys are equal briefs."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

import claimbook

# What draws, computes or converts: a new version of one may change a brief.
PACKAGES = ("pandas", "matplotlib", "pint", "nbconvert", "nbclient", "papermill", "ipykernel")


def versions() -> dict[str, str]:
    """The versions that a brief is made with; the interpreter first."""
    python = ".".join(map(str, sys.version_info[:3]))
    return {"python": python} | {name: version(name) for name in PACKAGES}


def run_key(notebooks: Iterable[Path], parameters: Mapping, data_sha256: str) -> str:
    """Twelve hexadecimal digits over notebooks, parameters, data, library and versions."""
    parts = {"notebooks": {path.name: _sha256(path) for path in notebooks}, "parameters": dict(parameters),
             "data": data_sha256, "library": library_sha256(), "versions": versions()}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]


def library_sha256() -> str:
    """Hash over the files of the library, without caches."""
    root = Path(claimbook.__file__).parent
    files = sorted(p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts and "_data" not in p.parts)
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(root).as_posix()} {_sha256(path)}\n".encode())
    return whole.hexdigest()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
