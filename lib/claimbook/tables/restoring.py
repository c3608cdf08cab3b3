"""Tables made again from rows that were kept: no less sound in form and names than those of a data folder.

The rules of coding are not asked again. They may have become stricter since the rows were
kept, and rows that break a new rule are the very ones that will have changed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from claimbook.errors import DataFaults, Fault, shown
from claimbook.tables.cells import Row, is_unfit
from claimbook.tables.chains import cycles
from claimbook.tables.loading import Tables, frame_of
from claimbook.tables.package import FIGURES, FILLED, columns_of, is_filled, type_of
from claimbook.tables.package_text import form_faults, package_fault
from claimbook.tables.references import References, identity_faults
from claimbook.tables.schema import PackageSpec, ResourceSpec
from claimbook.tables.sheets import Sheets

TABLES = (*FIGURES, "terms", "sources", "documents", "events", "judgements", "mentions")
_TYPES = {"string": str, "number": Fraction, "integer": int, "date": datetime.date}
_ENDS = ("low", "best", "high")


def restored(
    root: Path, package: Mapping[str, Any], rows: Mapping[str, Sequence[Sequence[Any]]], sha256: str
) -> Tables:
    """Tables from the rows of each table: number of the row, then its cells in the order of the package.

    package: as datapackage.json; of the fields only names and types are looked at. A column may be
    missing that the library has come to read since, unless no figure is without it. Raises DataFaults.
    """
    try:
        spec = PackageSpec.model_validate(package)
    except ValidationError as error:
        raise DataFaults(form_faults(error.errors(include_url=False))) from None
    _tell(_missing(spec))
    sheets = Sheets(
        spec, {r.name: [_row(r, number, cells) for number, *cells in rows[r.name]] for r in spec.resources}
    )
    _tell(_cell_faults(sheets))
    _tell(_name_faults(sheets))
    return Tables(root, dict(package), {r.name: frame_of(r, sheets) for r in spec.resources}, sha256)


def _tell(faults: Iterator[Fault]) -> None:
    if found := list(faults):
        raise DataFaults(found)


def _missing(spec: PackageSpec) -> Iterator[Fault]:
    """Tables and columns without which there is no book."""
    fields = {r.name: {field.name: field.type for field in r.schema_.fields} for r in spec.resources}
    if len(fields) < len(spec.resources):
        yield package_fault("resources", "two tables of one name", "one table a name")
    for name in TABLES:
        if name not in fields:
            yield package_fault(name, "no table of this name", f"the {len(TABLES)} tables of claimbook")
            continue
        for column in columns_of(name):
            kind = fields[name].get(column)
            if kind is None and (is_filled(name, column) or column in _ENDS):
                yield package_fault(f"{name}.{column}", "no such column", "one, as no figure is without it")
            elif kind not in (None, type_of(column)):
                yield package_fault(f"{name}.{column}", f"type {kind}", f"a column of type {type_of(column)}")
    for resource in spec.resources:
        key, columns = resource.schema_.primaryKey, columns_of(resource.name)
        if key != (columns[0] if columns else key) or key not in fields[resource.name]:
            yield package_fault(
                f"{resource.name}.primaryKey", shown(key), columns[0] if columns else "a column"
            )
        if len(set(resource.columns)) < len(resource.columns):
            yield package_fault(resource.name, "two columns of one name", "one column a name")


def _row(resource: ResourceSpec, number: int, cells: Sequence[Any]) -> Row:
    values = dict(zip(resource.columns, cells, strict=True))
    return Row(
        resource.name, resource.path, number, {n: str(v) for n, v in values.items() if v is not None}, values
    )


def _cell_faults(sheets: Sheets) -> Iterator[Fault]:
    for resource in sheets.spec.resources:
        kinds = {field.name: field.type for field in resource.schema_.fields}
        for row in sheets.rows[resource.name]:
            wrong = {
                column: _wanted(resource.name, column, kind, row[column]) for column, kind in kinds.items()
            }
            yield from (row.fault(column, None, expected) for column, expected in wrong.items() if expected)
            if resource.name in FIGURES and not any(wrong.values()):
                yield from _end_faults(row)


def _wanted(table: str, column: str, kind: str, value: Any) -> str:
    """What is expected of a cell instead, or ""."""
    if value is None:
        return "a filled cell" if is_filled(table, column) else ""
    if not isinstance(value, _TYPES[kind]) or isinstance(value, (bool, datetime.datetime)):
        return f"a value of type {kind}"
    if kind == "string" and is_unfit(value):
        return "text as a table holds it"
    return "zero or more" if column in _ENDS and value < 0 else ""


def _end_faults(row: Row) -> Iterator[Fault]:
    """A figure is written from the ends that its bound names: without them there are no words for it."""
    if row["bound"] not in FILLED:
        yield row.fault("bound", None, f"one of {', '.join(FILLED)}")
        return
    filled = tuple(end for end in _ENDS if row[end] is not None)
    if filled != FILLED[row["bound"]]:
        wanted = " and ".join(FILLED[row["bound"]]) or "none of low, best and high"
        found = f"{row.show('bound')} with {' and '.join(filled) or 'no end'}"
        yield row.fault("bound", found, f"{wanted} to be filled")


def _name_faults(sheets: Sheets) -> Iterator[Fault]:
    yield from identity_faults(sheets)
    yield from References(sheets).faults()
    for key, column, cycle in cycles(sheets):
        yield sheets.ids[key][cycle[0]].fault(column, " -> ".join([*cycle, cycle[0]]), "a chain that ends")
