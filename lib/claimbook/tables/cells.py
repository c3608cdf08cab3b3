"""Cells to values: one pydantic model a table, made from its Table Schema; its errors in plain words."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    PlainValidator,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    create_model,
)
from pydantic_core import PydanticCustomError, SchemaError

from claimbook.errors import Fault, shown
from claimbook.tables.reading import Record
from claimbook.tables.schema import FieldSpec, SchemaSpec

LONGEST = 1000  # characters of a cell whose column sets no maxLength; no name is longer

# The patterns of the data package in words; another one is quoted as it is.
PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case letters and digits joined by hyphens, as nis-killed",
    r"^[a-z0-9]+(-[a-z0-9]+)*( > [a-z0-9]+(-[a-z0-9]+)*)*$": "ids of sources in order, as lawmaker > agency",
    r"^[a-z0-9-]+(;[a-z0-9-]+)*$": "ids parted by semicolons, as russia;north-korea",
    r"^[0-9]+(;[0-9]+)*$": "paragraph numbers parted by semicolons, as 30;33",
    r"^[A-Za-z_]+([/*][A-Za-z_]+)*$": "a unit, as person or USD/year",
    r"^P[1-9][0-9]*[DWMY]$": "an ISO 8601 duration of one part, as P2Y",
    r"^[A-Z]{3}$": "three capital letters, as USD",
    r"^[a-z]{2}$": "two small letters, as en",
    r"^[a-z][a-z0-9_]{0,59}$": "a name of small letters, digits and underscores, as troop_counts",
    r"^[0-9a-f]{64}$": "64 hexadecimal digits in small letters",
}

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = 40  # more of them are no figure of an article, and slow to read
# Controls, marks of writing direction, invisible characters, line separators: they would travel into
# terminals, notebooks and briefs. Lone surrogates stand for bytes that were faulted on reading.
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SUSPECT = re.compile(rf"^\s|\s$|{_UNFIT.pattern}|{_SURROGATE.pattern}")


_PREFIX = "c_"
_Models = tuple[type[BaseModel], type[BaseModel]]


@dataclass
class Row:
    """One row with typed values.

    `values` holds the sound columns only: text, Fraction, int, datetime.date,
    or None for a blank cell. A rule runs where all columns it needs are there.
    """

    table: str
    file: str
    number: int
    cells: dict[str, str]
    values: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def has(self, *columns: str) -> bool:
        """Whether all `columns` are sound (a blank one is)."""
        return all(column in self.values for column in columns)

    def fault(self, column: str, found: str | None, expected: str) -> Fault:
        """Fault at this row; `found` None shows the cell."""
        return Fault(self.file, self.number, column, found or self.show(column), expected)

    def show(self, column: str) -> str:
        """The cell as a fault shows it."""
        cell = self.cells.get(column, "")
        return shown(cell) if cell else "a blank cell"


def is_unfit(text: str) -> bool:
    """Whether no cell can hold this text: it is blank, has blanks around it, or characters that would do
    harm."""
    return not text or _SUSPECT.search(text) is not None


def nearest(value: str, allowed: Collection[str], cutoff: float = 0.0) -> str:
    """Return ` (nearest: x)` for the member of `allowed` most like `value`, or "" below the cutoff."""
    by_key = {name.casefold(): name for name in allowed if len(name) <= 100}
    close = difflib.get_close_matches(value[:100].casefold(), by_key, n=1, cutoff=cutoff)
    return f" (nearest: {by_key[close[0]]})" if close else ""


@lru_cache(maxsize=512)
def pattern_fault(pattern: str) -> str:
    """Why `pattern` is no regular expression that can be used, or "".

    The engine is Rust's, through pydantic: it has no look-around and takes
    linear time, so a pattern in somebody else's data package can't stall us.
    """
    try:
        TypeAdapter(Annotated[str, StringConstraints(pattern=pattern)])
    except SchemaError as error:
        message = str(error).rsplit("\n", 1)[-1].strip().removeprefix("error: ")
        return "too large" if "size limit" in message else message
    return ""


def typed_rows(
    table: str, file: str, schema: SchemaSpec, records: list[Record]
) -> tuple[list[Row], list[Fault]]:
    """Type the records of one table: every row, and every fault of a cell. Never raises."""
    columns = {field.name: field for field in schema.fields}
    models = _models(schema)
    rows, faults = [], []
    for record in records:
        row = Row(table, file, record.row, record.cells, {})
        rows.append(row)
        if not record.whole:
            _keep_id(row, schema.primaryKey)
            continue
        unfit = dict(_unfit_cells(record, columns))
        faults += [row.fault(column, None, expected) for column, expected in unfit.items() if expected]
        filled = {
            name: record.cells[name] for name in columns if record.cells.get(name) and name not in unfit
        }
        values, wrong = _values(models, filled)
        for name in columns:
            if name in unfit or name not in record.cells:  # told before, here or at the header
                values.pop(name, None)
            elif name in wrong:
                faults.append(
                    row.fault(name, None, _expected(columns[name], record.cells[name], *wrong[name]))
                )
        row.values = values
    return rows, faults


def _keep_id(row: Row, key: str) -> None:
    # A row that cannot be read still names itself, or each reference to it would be a fault too.
    if row.cells.get(key):
        row.values = {key: row.cells[key]}


def _unfit_cells(record: Record, columns: dict[str, FieldSpec]) -> Iterator[tuple[str, str]]:
    """Columns whose text is unfit whatever their type, with what is expected; "" where a fault was told
    before."""
    for name, cell in record.cells.items():
        if name not in columns or not (cell and _SUSPECT.search(cell)):
            continue
        if name in record.broken or _SURROGATE.search(cell):
            yield name, ""
        elif cell != cell.strip():
            yield (
                name,
                "no blanks before or after the value" if cell.strip() else "a value, or nothing at all",
            )
        else:
            yield name, "text without control characters"


def _values(
    models: _Models, filled: dict[str, str]
) -> tuple[dict[str, Any], dict[str, tuple[str, dict[str, Any]]]]:
    """Typed values of the sound columns of a row, and pydantic's (type, context) of error of the others."""
    strict, loose = models
    try:
        return _plain(strict.model_validate(filled)), {}
    except ValidationError as error:
        parts = error.errors(include_url=False, include_input=False)
    wrong = {str(part["loc"][0]): (part["type"], part.get("ctx", {})) for part in parts}
    values = _plain(loose.model_validate({name: cell for name, cell in filled.items() if name not in wrong}))
    return {name: value for name, value in values.items() if name not in wrong}, wrong


def _expected(field: FieldSpec, cell: str, kind: str, context: dict[str, Any]) -> str:
    """One of pydantic's errors in our words."""
    limits = field.constraints
    match kind:
        case "missing":
            return "a filled cell"
        case "literal_error":
            allowed = [str(value) for value in limits.enum or ()]
            return f"one of {', '.join(allowed)}{nearest(cell, allowed) if field.type == 'string' else ''}"
        case "string_too_long":
            return f"at most {context['max_length']:,} characters"
        case "string_pattern_mismatch":
            return PATTERNS.get(limits.pattern or "", f"text that fits {limits.pattern}")
        case "greater_than_equal":
            return f"{limits.minimum} or more"
        case "less_than_equal":
            return f"{limits.maximum} or less"
        case _:
            return str(context.get("expected", "another value"))


@lru_cache(maxsize=64)
def _models(schema: SchemaSpec) -> _Models:
    """The model of a row, and the same with no column required: it types what is sound of a faulty row."""
    types = {field.name: _type(field) for field in schema.fields}
    needed = {field.name: ... if field.constraints.required else None for field in schema.fields}
    return _model(types, needed), _model(types, dict.fromkeys(types))


def _model(types: dict[str, Any], defaults: dict[str, Any]) -> type[BaseModel]:
    # Pydantic keeps names such as `copy` and `model_...` to itself: the columns are aliases.
    fields = {f"{_PREFIX}{name}": (types[name], Field(defaults[name], alias=name)) for name in types}
    return create_model("Row", **fields)


def _plain(model: BaseModel) -> dict[str, Any]:
    return {name[len(_PREFIX) :]: value for name, value in model.__dict__.items()}


def _type(field: FieldSpec) -> Any:
    """The type of one column for pydantic, its constraints included."""
    limits = field.constraints
    if field.type == "date":
        return Annotated[datetime.date, PlainValidator(_day)]
    if limits.enum:
        return Annotated[Literal[limits.enum], BeforeValidator(_whole if field.type == "integer" else str)]
    if field.type == "string":
        return Annotated[
            str, StringConstraints(max_length=limits.maxLength or LONGEST, pattern=limits.pattern)
        ]
    read = _whole if field.type == "integer" else _number
    return Annotated[Any, PlainValidator(read), Field(ge=limits.minimum, le=limits.maximum)]


def _wanted(expected: str) -> PydanticCustomError:
    return PydanticCustomError("claimbook", "{expected}", {"expected": expected})


def _number(cell: str) -> Fraction:
    if len(cell) > _DIGITS or not _NUMBER.fullmatch(cell):
        raise _wanted("plain digits such as 1000 or 0.5")
    return Fraction(cell)


def _whole(cell: str) -> int:
    if len(cell) > _DIGITS or not _WHOLE.fullmatch(cell):
        raise _wanted("a whole number in plain digits such as 3")
    return int(cell)


def _day(cell: str) -> datetime.date:
    if not _DAY.fullmatch(cell):
        raise _wanted("an ISO date such as 2024-12-16")
    try:
        return datetime.date.fromisoformat(cell)
    except ValueError:
        raise _wanted("a day that exists, as 2024-12-16") from None
