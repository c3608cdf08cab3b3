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
    path, known = root / PACKAGE_FILE, package_of(own_package())[0]
    package = package_of(path.read_bytes(), earlier=True)[0] if path.exists() else known | {"resources": []}
    tables = {table["name"]: table for table in package["resources"]}
    for table in known["resources"]:
        if table["name"] in tables:
            yield from _columns(root, tables[table["name"]], table["schema"])
        else:
            package["resources"].append(table)
            yield f"{PACKAGE_FILE}: added the table {table['name']}"
    for table in package["resources"]:
        file = root / table["path"]
        if not file.exists():
            header = ",".join(field["name"] for field in table["schema"]["fields"])
            file.write_text(header + "\n", encoding="utf-8")
            yield f"{table['path']}: written, a header without rows"
    path.write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _columns(root: Path, table: dict[str, Any], known: dict[str, Any]) -> Iterator[str]:
    """Add the columns that a table lacks, blank in each row, and the words that a column may hold now."""
    schema, file = table["schema"], root / table["path"]
    there, lacking = {field["name"]: field for field in schema["fields"]}, []
    for field in known["fields"]:
        name, words = field["name"], field.get("constraints", {}).get("enum", [])
        if name not in there:
            lacking.append(field)
        elif allowed := there[name].get("constraints", {}).get("enum"):
            more = [word for word in words if word not in allowed]
            allowed += more
            if more:
                yield f"{PACKAGE_FILE}: {table['name']}.{name} may be {', '.join(map(str, more))}"
    if names := [field["name"] for field in lacking]:
        schema["fields"] += lacking
        keys = [key for key in known.get("foreignKeys", ()) if key["fields"] in names]
        schema["foreignKeys"] = schema.get("foreignKeys", []) + keys
        if file.exists():  # one line is one row
            header, *rows = file.read_text(encoding="utf-8").removesuffix("\n").split("\n")
            lines = [",".join((header, *names)), *(row + "," * len(names) for row in rows)]
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        yield f"{table['path']}: added the columns {', '.join(names)}"
