"""The form of datapackage.json: the part of Data Package and Table Schema, version 1, that claimbook uses.

https://specs.frictionlessdata.io/table-schema/ ; keys that only describe are let through unread.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

_NAME = r"^[a-z][a-z0-9_]{0,59}$"
_LARGEST = 10**18  # what the engine below pydantic can compare
_TYPE = Literal["string", "integer", "number", "date"]


class _Spec(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class ConstraintsSpec(_Spec):
    """Constraints of a column. One that claimbook does not enforce is refused, not ignored."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    required: bool = False
    unique: bool = False
    pattern: str | None = None
    maxLength: int | None = Field(None, ge=1, le=_LARGEST)
    minimum: int | None = Field(None, ge=-_LARGEST, le=_LARGEST)
    maximum: int | None = Field(None, ge=-_LARGEST, le=_LARGEST)
    enum: tuple[str | int, ...] | None = Field(None, min_length=1, strict=False)


class FieldSpec(_Spec):
    """One column."""

    name: str = Field(pattern=_NAME)
    type: _TYPE
    description: str = ""
    constraints: ConstraintsSpec = ConstraintsSpec()


class TargetSpec(_Spec):
    """Where a reference points: a table (blank: its own) and the primary key of it."""

    resource: str
    fields: str


class ForeignKeySpec(_Spec):
    """A column whose cells name a row of a table."""

    fields: str
    reference: TargetSpec


class SchemaSpec(_Spec):
    """The columns of one table."""

    fields: tuple[FieldSpec, ...] = Field(min_length=1, strict=False)
    primaryKey: str
    foreignKeys: tuple[ForeignKeySpec, ...] = Field((), strict=False)
    missingValues: tuple[Literal[""]] = Field(("",), strict=False)


class ResourceSpec(_Spec):
    """One table: its name, its file and its columns."""

    name: str = Field(pattern=_NAME)
    path: str
    title: str = ""
    description: str = ""
    schema_: SchemaSpec = Field(alias="schema")

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.schema_.fields)


class PackageSpec(_Spec):
    """The tables in the order of the package."""

    title: str = ""
    description: str = ""
    resources: tuple[ResourceSpec, ...] = Field(min_length=1, strict=False)
