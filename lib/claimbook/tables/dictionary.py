"""Writes the dictionary of the data folder, data/README.md, from datapackage.json."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimbook.tables.cells import LONGEST
from claimbook.tables.references import references_of
from claimbook.tables.schema import FIGURES, FILLED, Resource

_HEAD = """\
# The data: a dictionary

This folder holds what claimbook knows: one CSV file a table, described by
`datapackage.json` (Data Package and Table Schema, version 1). This page is
written from that file by `claimbook refresh`; change the file, not the page.
`claimbook check` reads every row and says what is wrong, with file, row and column.
"""

_RULES = f"""\
## Rules for coders

- One row per figure per document. The same figure further on in the same document is a restatement (`also_at`),
  no second row.
- Facts and locators only: a figure as printed is a handful of words, never a sentence of the document.
- Numbers are plain digits in base units: `572000000`; no thousands mark, exponent, sign, currency or per cent sign.
- Dates are ISO: `2024-12-16`.
- Blank means *not stated*. Never fill in a midpoint, a bound or a zero.
- A revision is a new row that points at the old one. A relay points at its original.
- Files are UTF-8 without a byte order mark, lines end in LF, one row is one line, no blanks around a value.
  A cell without a limit of its own has at most {LONGEST:,} characters.
- Ids are lower-case letters and digits joined by hyphens. The four tables of figures share one set of claim ids.
"""  # noqa: E501


def dictionary(package: dict[str, Any]) -> str:
    """Return data/README.md in Markdown for the parsed datapackage.json of a folder that loads.

    The columns that the four tables of figures have in common are described
    once. Equal packages give equal text; it ends with a line end.
    """
    resources = {resource["name"]: resource for resource in package["resources"]}
    base = _common_fields([resources[name] for name in FIGURES])
    parts = [_HEAD, _sentence(package.get("description", "")), _contents(resources), _RULES, _bounds()]
    parts.append(_base_section(resources, base))
    for resource in resources.values():
        parts.append(_section(resource, base if resource["name"] in FIGURES else []))
    return "\n".join(part for part in parts if part)


def _common_fields(resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first, *others = (resource["schema"]["fields"] for resource in resources)
    return [field for field in first if all(field in fields for fields in others)]


def _sentence(text: str) -> str:
    return f"{text}\n" if text else ""


def _contents(resources: dict[str, dict[str, Any]]) -> str:
    lines = ["| table | file | what it holds |", "| --- | --- | --- |"]
    for name, resource in resources.items():
        path, description = resource["path"], _cell(resource.get("description", ""))
        lines.append(f"| {name} | [`{path}`]({path}) | {description} |")
    return "\n".join(lines) + "\n"


def _bounds() -> str:
    """Which of low, best and high each bound fills, bounds that fill the same in one line."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for bound, columns in FILLED.items():
        alike.setdefault(columns, []).append(f"`{bound}`")
    lines = ["## Which columns a bound fills\n", "| bound | low | best | high |", "| --- | --- | --- | --- |"]
    for columns, bounds in alike.items():
        cells = ["filled" if column in columns else "blank" for column in ("low", "best", "high")]
        lines.append(f"| {', '.join(bounds)} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _base_section(resources: dict[str, dict[str, Any]], base: list[dict[str, Any]]) -> str:
    names = ", ".join(f"`{resources[name]['path']}`" for name in FIGURES)
    columns = _columns(resources[FIGURES[0]], base)
    return f"## Columns of the four tables of figures\n\nThese columns stand in {names}.\n\n{columns}"


def _section(resource: dict[str, Any], base: list[dict[str, Any]]) -> str:
    fields = [field for field in resource["schema"]["fields"] if field not in base]
    title = resource.get("title") or resource["name"]
    head = f"## {title}: `{resource['path']}`\n\n{_sentence(resource.get('description', ''))}"
    if not base:
        return f"{head}\n{_columns(resource, fields)}"
    if not fields:
        return f"{head}\nThe columns of the four tables of figures, no others.\n"
    return f"{head}\nThe columns of the four tables of figures, and:\n\n{_columns(resource, fields)}"


def _columns(resource: dict[str, Any], fields: list[dict[str, Any]]) -> str:
    lines = ["| column | type | filled | what it means |", "| --- | --- | --- | --- |"]
    for field in fields:
        filled = "always" if field.get("constraints", {}).get("required") else "may be blank"
        meaning = " ".join(word for word in _meaning(resource, field) if word)
        lines.append(f"| `{field['name']}` | {field['type']} | {filled} | {_cell(meaning)} |")
    return "\n".join(lines) + "\n"


def _meaning(resource: dict[str, Any], field: dict[str, Any]) -> Iterator[str]:
    description = field.get("description", "")
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
    reference = references_of(Resource.model_validate(resource)).get(field["name"])
    if reference and field["name"] != "unit":
        yield f"Names a `{reference.key}`."


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
