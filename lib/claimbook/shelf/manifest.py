"""manifest.json: what a run was made from, what came of it, and which files it left."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from claimbook.errors import ClaimbookError, one_line

FILE = "manifest.json"
SCHEMA = 2


class ManifestFault(ClaimbookError):
    """A manifest cannot be used; one line says why."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Brief(Part):
    """One brief of a run."""

    name: str = Field(description="name of its files, without ending")
    title: str
    notebook: str = Field(description="file name of the notebook")
    parameters: dict[str, Any] = Field(
        description="what the run set; the notebook's own values hold for the others"
    )
    values: dict[str, Any] = Field(description="all parameters that held, the notebook's own among them")
    key: str = Field(description="hash over notebook, parameters, data, library and versions")
    status: Literal["executed", "reused", "kept", "failed"] = Field(
        description="executed now; reused: taken from an earlier run of equal key; kept: failed now, the "
        "last good brief stays; failed: there is no brief"
    )
    file: str | None = Field(description="the HTML file, or none")
    files: list[str] = Field(description="all its files in the folder of the run")
    fault: str = Field(default="", description="why it failed, one line")
    run: str = Field(description="the run in which it was last made")
    run_date: str = Field(description="nominal date of that run")
    snapshot: str = Field(description="file with the data that it was made from")
    executed_sha256: str = Field(default="", description="hash of the executed notebook")
    seconds: float = Field(default=0.0, description="of execution")
    changes: dict[str, Any] = Field(
        default_factory=dict, description="what changed since its last version, by kind"
    )
    changed: bool = Field(description="whether a reader of the last version finds something new")


class Manifest(Part):
    """One run of a report."""

    schema_: Literal[2] = Field(default=SCHEMA, alias="schema")
    report: str
    run: str = Field(description="name of its folder below the report's")
    run_date: str = Field(description="nominal date of the run")
    since: str | None = Field(description="the run that it is compared with, or none")
    outcome: Literal["ok", "partly"] = Field(description="partly: a notebook failed")
    changed: bool = Field(description="whether any brief changed; true for a first run")
    command: str = Field(description="what makes this run again")
    data_sha256: str
    library_sha256: str
    notebooks: dict[str, str] = Field(description="file name and hash of each notebook")
    versions: dict[str, str]
    started: str = Field(description="time, UTC")
    finished: str = Field(description="time, UTC")
    seconds: float
    jobs: int = Field(description="notebooks at a time")
    briefs: list[Brief]
    files: dict[str, str] = Field(
        description="each file of the folder but this one and the log, with its hash"
    )

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    def brief(self, name: str) -> Brief | None:
        return next((brief for brief in self.briefs if brief.name == name), None)


def write_manifest(manifest: Manifest, folder: Path) -> Path:
    path = folder / FILE
    part = path.with_name(f".{FILE}.part")
    part.write_text(
        json.dumps(manifest.model_dump(by_alias=True), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    os.replace(part, path)
    return path


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a run's folder. Raises ManifestFault for one that is missing, broken or of another
    schema."""
    path = folder / FILE
    try:
        parsed = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ManifestFault(f"{path}: found no such file, expected the manifest of a run") from None
    except (OSError, ValueError, RecursionError):
        raise ManifestFault(f"{path}: found no JSON, expected the manifest of a run") from None
    found = parsed.get("schema") if isinstance(parsed, dict) else None
    if found != SCHEMA:
        raise ManifestFault(f"{path}: found schema {one_line(str(found), 40)}, expected {SCHEMA}")
    try:
        return Manifest.model_validate(parsed)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ManifestFault(
            f"{path}: {one_line(where, 80)}: found {one_line(first['msg'], 120)}, expected the schema"
        ) from None


def whole(folder: Path) -> Manifest | None:
    """The manifest of a run that is still all there, byte for byte; else None."""
    try:
        manifest = read_manifest(folder)
        return (
            manifest
            if all(sha256(folder / name) == known for name, known in manifest.files.items())
            else None
        )
    except (ManifestFault, OSError, ValueError):
        return None


def hashes(folder: Path, without: tuple[str, ...] = ()) -> dict[str, str]:
    """File name -> hash of every file of a folder."""
    return {
        path.name: sha256(path)
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name not in without
    }


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def json_schema() -> str:
    """The schema of manifest.json as JSON Schema, for those who read it with other tools."""
    return json.dumps(Manifest.model_json_schema(by_alias=True), indent=1) + "\n"
