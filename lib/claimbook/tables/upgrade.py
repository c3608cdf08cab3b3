"""Adds to a data folder what the library's own data package has and it lacks; nothing is taken away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimbook.paths import PACKAGE_FILE, own_package
from claimbook.tables.schema import package_of


def upgrade(root: Path) -> Iterator[str]:
    """Add to the folder `root` the tables and columns that the library knows and its package lacks.

    A folder without datapackage.json gets the library's; tables without a file get one without rows.
    Yields a line for each thing done. Raises DataFaults for a package that is broken.
    """
    path, own = root / PACKAGE_FILE, own_package()
    known = package_of(own)[0]
    package = package_of(path.read_bytes(), earlier=True)[0] if path.exists() else {**known, "resources": []}
    resources = {resource["name"]: resource for resource in package["resources"]}
    for resource in known["resources"]:
        if resource["name"] not in resources:
            package["resources"].append(resource)
            yield f"{PACKAGE_FILE}: added the table {resource['name']}"
        else:
            yield from _columns(root, resources[resource["name"]], resource["schema"])
    for resource in package["resources"]:
        if not (root / resource["path"]).exists():
            header = ",".join(field["name"] for field in resource["schema"]["fields"])
            (root / resource["path"]).write_text(header + "\n", encoding="utf-8")
            yield f"{resource['path']}: written, a header without rows"
    path.write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _columns(root: Path, resource: dict[str, Any], known: dict[str, Any]) -> Iterator[str]:
    """Add the columns that a table lacks, blank in each row, and the words that a column may hold now."""
    schema = resource["schema"]
    there = {field["name"]: field.get("constraints", {}) for field in schema["fields"]}
    lacking = [field for field in known["fields"] if field["name"] not in there]
    for field in known["fields"]:
        words = there.get(field["name"], {}).get("enum")
        more = [word for word in field.get("constraints", {}).get("enum", ()) if words and word not in words]
        if more:
            words += more
            yield f"{PACKAGE_FILE}: {resource['name']}.{field['name']} may be {', '.join(map(str, more))}"
    if not lacking:
        return
    names = [field["name"] for field in lacking]
    schema["fields"] += lacking
    keys = [key for key in known.get("foreignKeys", ()) if key["fields"] in names]
    schema["foreignKeys"] = [*schema.get("foreignKeys", ()), *keys]
    if (root / resource["path"]).exists():  # one line is one row
        header, *rows = (root / resource["path"]).read_text(encoding="utf-8").splitlines()
        lines = [",".join((header, *names)), *(row + "," * len(names) for row in rows)]
        (root / resource["path"]).write_text("\n".join(lines) + "\n", encoding="utf-8")
    yield f"{resource['path']}: added the columns {', '.join(names)}"
