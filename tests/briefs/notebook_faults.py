"""Faults planted in an executed notebook before it is exported: the page is then a true export of a false
notebook, which exporting it again cannot see."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

Edit = Callable[[Any], None]


def dicts(value: Any) -> Iterator[dict]:
    """Every dict in the outputs of a notebook, in order."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from dicts(part)
    elif isinstance(value, list):
        for part in value:
            yield from dicts(part)


def shown(node: Any) -> Iterator[dict]:
    """The data of each display."""
    for cell in node.cells:
        for output in cell.get("outputs", []):
            yield from (data for kind, data in output.get("data", {}).items() if kind.endswith("+json"))


def displays(node: Any, role: str = "") -> Iterator[dict]:
    """Those of a role: answer, text, box, table, chart; "" is all."""
    for data in shown(node):
        if not role or role == data.get("role", "chart"):
            yield data


def run(role: str, had: dict, new: dict, drop: str = "") -> Edit:
    """Change the first run in displays of a role that has these values; a str under "t" may be a part of it."""

    def edit(node: Any) -> None:
        for data in displays(node, role):
            parts = {name: part for name, part in data.items() if name != "entries"}
            for found in dicts(parts):
                if "t" in found and all(_has(found, name, value) for name, value in had.items()):
                    told = found["t"].replace(had["t"], new["t"], 1) if {"t"} <= {*had} & {*new} else None
                    found.update({**new, **({"t": told} if told is not None else {})})
                    found.pop(drop, None)
                    return
        raise AssertionError(f"no run with {had} in a display of {role}")

    return edit


def _has(found: dict, name: str, value: Any) -> bool:
    return value in found["t"] if name == "t" else found.get(name) == value


def entry(id: str, **new: Any) -> Edit:
    """Change an entry wherever a display holds it."""

    def edit(node: Any) -> None:
        found = [data["entries"][id] for data in shown(node) if id in data.get("entries", {})]
        assert found, f"no entry {id}"
        for each in found:
            each.update(new)

    return edit


def chart_row(id: str, **new: Any) -> Edit:
    """Change the first row of a chart that is drawn for a figure."""

    def edit(node: Any) -> None:
        rows = [row for data in displays(node, "chart") for row in data["rows"] if row.get("id") == id]
        assert rows, f"no row of {id}"
        rows[0].update(new)

    return edit


def chart(**change: Callable[[Any], Any]) -> Edit:
    """Change parts of the first chart by functions of what they are."""

    def edit(node: Any) -> None:
        first = next(displays(node, "chart"))
        for name, make in change.items():
            first[name] = make(copy.deepcopy(first[name]))

    return edit


def table(caption: str, change: Callable[[dict], None]) -> Edit:
    """Change the content of the table with these words in its caption."""

    def edit(node: Any) -> None:
        for data in displays(node, "table"):
            if caption in "".join(run["t"] for run in data["content"]["caption"]):
                change(data["content"])
                return
        raise AssertionError(f"no table {caption}")

    return edit


def cell(caption: str, row: int, column: int, **new: Any) -> Edit:
    """Change the first run of a cell of a table; rows and columns count from nought."""
    return table(caption, lambda content: content["rows"][row][column][0].update(new))


def source(old: str, new: str) -> Edit:
    """Change the words of the notebook's own cells."""

    def edit(node: Any) -> None:
        for made in node.cells:
            if old in made.source:
                made.source = made.source.replace(old, new, 1)
                return
        raise AssertionError(f"no cell with {old!r}")

    return edit


def together(*edits: Edit) -> Edit:
    def edit(node: Any) -> None:
        for each in edits:
            each(node)

    return edit


def digits(words: str, by: int = 1) -> str:
    """The words with their first number raised."""
    return re.sub(r"\d+", lambda found: str(int(found[0]) + by), words, count=1)
