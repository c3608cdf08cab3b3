"""Writes the dictionary of the data folder, data/README.md, from datapackage.json by the template beside this
file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2

from claimbook.tables.cells import LONGEST
from claimbook.tables.references import references_of
from claimbook.tables.schema import FIGURES, FILLED, Resource


def dictionary(package: dict[str, Any]) -> str:
    """Return data/README.md in Markdown for the parsed datapackage.json of a folder that loads.

    The columns that the four tables of figures have in common are described
    once. Equal packages give equal text; it ends with a line end.
    """
    figures = [table for table in package["resources"] if table["name"] in FIGURES]
    first, *others = (table["schema"]["fields"] for table in figures)
    base = [field for field in first if all(field in fields for fields in others)]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        undefined=jinja2.ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = lambda text: str(text).replace("|", "\\|").replace("\n", " ")
    return environment.get_template("dictionary.md.j2").render(
        package=package,
        figures=figures,
        base=base,
        filled=FILLED,
        longest=LONGEST,
        meaning=lambda table, field: " ".join(filter(None, _meaning(table, field))),
    )


def _meaning(table: dict[str, Any], field: dict[str, Any]) -> Iterator[str]:
    description = str(field.get("description", ""))
    limits = {name: limit for name, limit in field.get("constraints", {}).items() if limit is not None}
    yield description
    allowed = [f"`{value}`" for value in limits.get("enum", [])]
    if not all(value in description for value in allowed):  # most descriptions explain each value
        yield f"One of {', '.join(allowed)}."
    if "minimum" in limits:
        yield f"{limits['minimum']} or more."
    if "maximum" in limits:
        yield f"{limits['maximum']} or less."
    if "maxLength" in limits:
        yield f"At most {limits['maxLength']:,} characters."
    reference = references_of(Resource.model_validate(table)).get(field["name"])
    if reference and field["name"] != "unit":
        yield f"Names a `{reference.key}`."
