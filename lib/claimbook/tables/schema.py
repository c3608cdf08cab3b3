"""datapackage.json: the one place where the tables and their columns are typed and described.

The part of Data Package and Table Schema, version 1, that claimbook uses: https://specs.frictionlessdata.io ;
keys that only describe are let through unread.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import SchemaError, from_json

from claimbook.errors import DataFaults, Fault, one_line, shown
from claimbook.paths import PACKAGE_FILE

FIGURES = ("casualties", "troop_counts", "money_flows", "other_figures")
# Which of low, best and high each bound fills.
FILLED = {
    "as_printed": ("best",),
    "exact": ("best",),
    "about": ("best",),
    "at_least": ("low",),
    "more_than": ("low",),
    "up_to": ("high",),
    "less_than": ("high",),
    "between": ("low", "high"),
    "vague": (),
}
BOUNDS = tuple(FILLED)

_FIGURE = (
    "claim_id document_id paragraph also_at as_printed claimant_id via_ids suspected_via_id "
    "original_claim_id original_link echoes_id part_of_id supersedes_id subject measure scope "
    "from_side to_side unit bound low best high hedge likelihood likelihood_scale basis accounting "
    "period_start period_end duration as_of date_precision stated_on credibility status graded_by "
    "grade_note note"
)
# The columns that the library reads, the primary key first. A data package may add columns and tables.
_COLUMNS = {
    **dict.fromkeys(FIGURES, _FIGURE),
    "money_flows": _FIGURE + " currency stage",
    "terms": "term_id kind label part_of_id definition",
    "sources": "source_id name kind side affiliation_id affiliation reliability reliability_note "
    "graded_by note",
    "documents": "document_id kind outlet_id label published_from published date_precision "
    "language text_sha256",
    "events": "event_id document_id paragraph also_at label sides place start end date_precision dated_by "
    "told_by_id",
    "judgements": "judgement_id document_id paragraph also_at judge_id via_ids topic stance likelihood "
    "likelihood_scale summary",
    "mentions": "mention_id document_id paragraph position as_printed kind claim_id event_id reason",
    "derived": "derived_id label formula meaning caveat base expect",
    "fits": "fit_id question left right compare attempt result needs",
}
# Columns that the library reads as well, blank where a data package lacks them.
_OPTIONAL = {"terms": "plural whole rank formula group_id worth_id"}
_NEEDED = (*FIGURES, "terms", "sources", "documents")
MAY_LACK = tuple(name for name in _COLUMNS if name not in _NEEDED)  # a folder may be without them
KNOWLEDGE = ("derived", "fits")  # without them it is told so, where two states are compared
# What is no text among the columns; arithmetic on any other type would go wrong.
_TYPES = {
    **dict.fromkeys(("low", "best", "high"), "number"),
    **dict.fromkeys(("paragraph", "position", "date_precision", "credibility", "rank"), "integer"),
    **dict.fromkeys(
        "period_start period_end as_of stated_on published_from published start end".split(), "date"
    ),
}
# What no row is without, whatever the data package says of it.
_FILLED = set(
    "document_id as_printed claimant_id judge_id told_by_id outlet_id original_claim_id subject measure "
    "scope unit bound accounting stage kind published_from published position start end label name "
    "formula meaning expect question left right compare needs".split()
)
# Pydantic's types of error in words that need no knowledge of Python.
_FORMS = {
    "model_type": "a JSON object",
    "tuple_type": "a JSON list",
    "string_pattern_mismatch": "a plain name in small letters; of a file one in the folder, as terms.csv",
    "extra_forbidden": "required, unique, pattern, maxLength, minimum, maximum or enum, which are checked",
    "too_short": "a list that is not empty",
}
_KIND = Literal["string", "integer", "number", "date"]
_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table that the library reads, its primary key first; of a table of others none."""
    return tuple(_COLUMNS.get(table, "").split())


def table_of(key: str) -> str | None:
    """The table that the library names its rows in by this primary key."""
    return next((name for name, columns in _COLUMNS.items() if columns.split()[0] == key), None)


def optional_columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table that the library reads where the data package has them."""
    return tuple(_OPTIONAL.get(table, "").split())


def is_filled(table: str, column: str) -> bool:
    """Whether the library takes every cell of a column to be filled."""
    return column in _FILLED and column in columns_of(table)


class _Spec(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class Constraints(_Spec):
    """Constraints of a column. One that claimbook does not enforce is refused, not ignored."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    required: bool = False
    unique: bool = False
    pattern: str | None = None
    maxLength: int | None = Field(None, ge=1)
    minimum: int | None = None
    maximum: int | None = None
    enum: tuple[str | int, ...] | None = Field(None, min_length=1, strict=False)


class FieldSpec(_Spec):
    """One column."""

    name: _Name
    type: _KIND
    description: str = ""
    constraints: Constraints = Constraints()

    @model_validator(mode="after")
    def _constraints_fit_the_type(self) -> FieldSpec:
        limits = self.constraints
        if self.type in ("string", "date") and (limits.minimum is not None or limits.maximum is not None):
            raise ValueError("minimum and maximum on columns of type integer or number alone")
        kind = int if self.type == "integer" else str
        if not all(type(value) is kind for value in limits.enum or ()):
            raise ValueError(f"an enum with values of type {self.type}")
        pattern_of(limits.pattern)
        return self


class Target(_Spec):
    """Where a reference points: a table (blank: its own) and the primary key of it."""

    resource: str
    fields: str


class ForeignKey(_Spec):
    """A column whose cells name a row of a table."""

    fields: str
    reference: Target


class Schema(_Spec):
    """The columns of one table."""

    fields: tuple[FieldSpec, ...] = Field(min_length=1, strict=False)
    primaryKey: str
    foreignKeys: tuple[ForeignKey, ...] = Field((), strict=False)
    missingValues: tuple[Literal[""]] = Field(("",), strict=False)

    @model_validator(mode="after")
    def _columns_are_there(self) -> Schema:
        types = {field.name: field.type for field in self.fields}
        if len(types) < len(self.fields):
            raise ValueError("one column a name")
        for name in (self.primaryKey, *(foreign.fields for foreign in self.foreignKeys)):
            if types.get(name) != "string":
                raise ValueError(f"a column {shown(name)} of type string, as a key needs")
        return self


class Resource(_Spec):
    """One table: its name, its file and its columns."""

    name: _Name
    path: str = Field(pattern=r"^\w[\w -]*(/\w[\w -]*)*\.csv$", max_length=100)
    title: str = ""
    description: str = ""
    schema_: Schema = Field(alias="schema")

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.schema_.fields)


class Package(_Spec):
    """The tables in the order of the package."""

    title: str = ""
    description: str = ""
    resources: tuple[Resource, ...] = Field(min_length=1, strict=False)


@lru_cache(maxsize=256)
def pattern_of(pattern: str | None):
    """Whether a text fits `pattern`, as a function; None without one. Raises ValueError for no pattern.

    The engine is Rust's, through pydantic: it takes linear time, so that no pattern can stall a check.
    """
    if pattern is None:
        return None
    try:
        return TypeAdapter(Annotated[str, StringConstraints(pattern=pattern)]).validator.isinstance_python
    except SchemaError:
        raise ValueError(
            "a pattern that is a regular expression, without look-around, and not too large"
        ) from None


class _Twice(Exception):
    """A key that an object of a JSON text has twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _Twice(next(key for key in keys if keys.count(key) > 1))
    return found


def package_of(raw: bytes, earlier: bool = False) -> tuple[dict[str, Any], Package]:
    """The JSON object in `raw`, and its checked form. Raises DataFaults.

    earlier: the package of a snapshot, which may lack what the library has come to read since.
    """
    try:
        from_json(raw, allow_inf_nan=False)  # tells what is amiss better than json does
        package = json.loads(raw, object_pairs_hook=_once)
    except _Twice as key:
        raise DataFaults(
            [_fault(None, f"the key {shown(str(key))} a second time", "each key of an object once")]
        ) from None
    except ValueError as error:
        why = str(error).replace("recursion limit exceeded", "nested too deep")
        found = f"text that is not JSON ({why})"
        raise DataFaults([_fault(None, found, "a Data Package in JSON, UTF-8")]) from None
    try:
        spec = Package.model_validate(package)
    except ValidationError as error:
        raise DataFaults(_form_fault(package, part) for part in error.errors(include_url=False)) from None
    if faults := list(_package_faults(spec, earlier)):
        raise DataFaults(faults)
    return package, spec


def _fault(place: str | None, found: str, expected: str) -> Fault:
    """A fault of datapackage.json; `place` names the key by its path."""
    return Fault(PACKAGE_FILE, None, place, found, expected)


def _form_fault(package: Any, error: Any) -> Fault:
    """One of pydantic's errors; its words are plain enough but for their beginning."""
    steps, part = [], package
    for step in error["loc"]:
        part = part[step] if isinstance(part, (dict, list)) and error["type"] != "missing" else None
        named = isinstance(step, int) and isinstance(part, dict) and isinstance(part.get("name"), str)
        steps.append(part["name"] if named else str(step))
    place, found = ".".join(steps) or None, error["input"]
    if error["type"] == "missing":
        return _fault(place, "no such key", "one")
    found = shown(found) if isinstance(found, str) else one_line(json.dumps(found, ensure_ascii=False), 40)
    words = re.sub(r"^(Value error, |(Input|String|Tuple) should (be |have )?)", "", error["msg"])
    return _fault(place, found, _FORMS.get(error["type"], words).replace("'", ""))


def _package_faults(spec: Package, earlier: bool) -> Iterator[Fault]:
    """Tables twice, tables and columns that the library needs, references to nowhere."""
    tables = {resource.name: resource for resource in spec.resources}
    if len(tables) < len(spec.resources) or len({r.path for r in spec.resources}) < len(spec.resources):
        yield _fault("resources", "a name or a path a second time", "each table and each file once")
    for name in _NEEDED:
        if name not in tables:
            yield _fault("resources", f"no table {name}", f"at least the tables {', '.join(_NEEDED)}")
    for resource in spec.resources:
        yield from _column_faults(resource, earlier)
        for foreign in resource.schema_.foreignKeys:
            target = tables.get(foreign.reference.resource or resource.name)
            if target is None or target.schema_.primaryKey != foreign.reference.fields:
                found = f"{shown(foreign.reference.fields)} of {shown(foreign.reference.resource)}"
                yield _fault(
                    f"{resource.name}.foreignKeys", found, "the primary key of a table of this package"
                )


def _column_faults(resource: Resource, earlier: bool) -> Iterator[Fault]:
    fields = {field.name: field for field in resource.schema_.fields}
    needed, optional = columns_of(resource.name), optional_columns_of(resource.name)
    for name in (*needed, *optional):
        kind = _TYPES.get(name, "string")
        may_lack = earlier and name != needed[0] and name not in (*_FILLED, "low", "best", "high")
        may_lack |= name in optional
        if name not in fields and not may_lack:
            yield _fault(f"{resource.name}.{name}", "no such column", f"a column of type {kind}")
        elif name in fields and fields[name].type != kind:
            yield _fault(f"{resource.name}.{name}", f"type {fields[name].type}", f"a column of type {kind}")
    if needed and resource.schema_.primaryKey != needed[0]:
        yield _fault(f"{resource.name}.primaryKey", shown(resource.schema_.primaryKey), needed[0])
    if resource.name in FIGURES and not set(fields["bound"].constraints.enum or ()) <= set(BOUNDS):
        yield _fault(f"{resource.name}.bound", "another bound", f"none but {', '.join(BOUNDS)}")
