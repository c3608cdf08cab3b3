"""datapackage.json: the one place where the tables and their columns are typed and described.

The part of Data Package and Table Schema, version 1, that claimbook uses: https://specs.frictionlessdata.io ;
keys that only describe are let through unread.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError
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
    "terms": "term_id kind label part_of_id definition plural whole rank formula group_id worth_id",
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
_OPTIONAL = {"terms": ("plural", "whole", "rank", "formula", "group_id", "worth_id")}  # blank without them
_NEEDED = (*FIGURES, "terms", "sources", "documents")
MAY_LACK = tuple(name for name in _COLUMNS if name not in _NEEDED)  # a folder may be without them
KNOWLEDGE = ("derived", "fits")  # without them it is told so, where two states are compared
# What is no text among the columns; arithmetic on any other type would go wrong.
_TYPES = {
    **dict.fromkeys("low best high".split(), "number"),
    **dict.fromkeys("paragraph position date_precision credibility rank".split(), "integer"),
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
# What is expected of a key, or by pydantic's type of error, in words that need no knowledge of Python.
_EXPECTED = {
    "name": "a name of small letters, digits and underscores, as troop_counts",
    "path": "a CSV file inside the folder, as terms.csv",
    "maxLength": "1 to 1,000,000",
    "missingValues": 'the list [""]',
    "model_type": "a JSON object",
    "list_type": "a JSON list",
    "too_short": "a list that is not empty",
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "extra_forbidden": "one of required, unique, pattern, maxLength, minimum, maximum, enum",
    "missing": "one",
}
_FOUND = {"missing": "no such key", "extra_forbidden": "a constraint that claimbook does not check"}
_Word = Annotated[str, Field(strict=False, coerce_numbers_to_str=True)]
_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table that the library reads, its primary key first; of a table of others none."""
    return tuple(_COLUMNS.get(table, "").split())


def table_of(key: str) -> str | None:
    """The table that the library names its rows in by this primary key."""
    return next((name for name in _COLUMNS if columns_of(name)[0] == key), None)


class _Spec(BaseModel):
    model_config = ConfigDict(strict=True)


class Constraints(_Spec):
    """Constraints of a column. One that claimbook does not enforce is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")

    required: bool = False
    unique: bool = False
    pattern: str | None = None
    maxLength: int | None = Field(None, ge=1, le=10**6)
    minimum: int | None = None
    maximum: int | None = None
    enum: list[_Word] | None = Field(None, min_length=1)


class FieldSpec(_Spec):
    """One column."""

    name: _Name
    type: Literal["string", "integer", "number", "date"]
    constraints: Constraints = Constraints()


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

    fields: list[FieldSpec] = Field(min_length=1)
    primaryKey: str
    foreignKeys: list[ForeignKey] = []
    missingValues: list[Literal[""]] = [""]


class Resource(_Spec):
    """One table: its name, its file and its columns."""

    name: _Name
    path: str = Field(pattern=r"^\w[\w -]*(/\w[\w -]*)*\.csv$", max_length=100)
    schema_: Schema = Field(alias="schema")

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.schema_.fields)

    @property
    def filled(self) -> set[str]:
        """The columns in which no cell is blank, for the data package or the library."""
        required = {field.name for field in self.schema_.fields if field.constraints.required}
        always = _FILLED & {*columns_of(self.name)} - {*_OPTIONAL.get(self.name, ())}
        return required | {self.schema_.primaryKey} | always


class Package(_Spec):
    """The tables in the order of the package."""

    resources: list[Resource] = Field(min_length=1)


@lru_cache(maxsize=256)
def pattern_of(pattern: str | None):
    """Whether a text fits `pattern`, as a function; None without one. Raises SchemaError for no pattern.

    The engine is Rust's, through pydantic: it takes linear time, so that no pattern can stall a check.
    """
    if pattern is None:
        return None
    return TypeAdapter(Annotated[str, StringConstraints(pattern=pattern)]).validator.isinstance_python


def package_of(raw: bytes, earlier: bool = False) -> tuple[dict[str, Any], Package]:
    """The JSON object in `raw`, and its checked form. Raises DataFaults.

    earlier: the package of a snapshot, which may lack what the library has come to read since.
    """
    try:
        from_json(raw, allow_inf_nan=False)  # tells what is amiss better than json does
        package = json.loads(raw, object_pairs_hook=_once)
        spec = Package.model_validate(package)
    except ValidationError as error:
        raise DataFaults(_form_fault(package, part) for part in error.errors(include_url=False)) from None
    except ValueError as error:
        why = str(error).replace("recursion limit exceeded", "nested too deep")
        expected = "a Data Package in JSON, UTF-8 without a byte order mark"
        raise DataFaults([_fault(None, f"text that is not JSON ({why})", expected)]) from None
    parts = (_package_faults(spec), *(_table_faults(table, earlier) for table in spec.resources))
    if faults := list(chain.from_iterable(parts)):
        raise DataFaults(faults)
    return package, spec


def _fault(place: str | None, found: str, expected: str) -> Fault:
    """A fault of datapackage.json; `place` names the key by its path."""
    return Fault(PACKAGE_FILE, None, place, found, expected)


def twice(values: Iterable[Any]) -> list[Any]:
    """What stands there more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object. Raises DataFaults for a key that it has twice."""
    made = dict(pairs)
    if keys := twice(key for key, _ in pairs):
        place = f" in the object named {shown(made['name'])}" if "name" in made else ""
        found = f"the key {shown(keys[0])} a second time{place}"
        raise DataFaults([_fault(None, found, "each key of an object once")])
    return made


def _form_fault(package: Any, error: Any) -> Fault:
    """One of pydantic's errors; lists are entered by the names of their objects."""
    steps, part = [], package
    for step in error["loc"]:
        part = part.get(step) if isinstance(part, dict) else part[step]
        name = part.get("name") if isinstance(step, int) and isinstance(part, dict) else None
        steps.append(name if isinstance(name, str) else str(step))
    found = _FOUND.get(error["type"]) or one_line(json.dumps(part, ensure_ascii=False), 40)
    words = error.get("ctx", {}).get("expected", error["msg"]).replace("'", "") or "a blank text"
    expected = _EXPECTED.get(error["type"]) or _EXPECTED.get(steps[-1] if steps else "", words)
    return _fault(".".join(steps) or None, found, expected)


def _package_faults(spec: Package) -> Iterator[Fault]:
    """Names and files twice, tables that the library needs, references to nowhere."""
    keys = {table.name: table.schema_.primaryKey for table in spec.resources}
    for part in ("name", "path"):
        for value in twice(getattr(table, part) for table in spec.resources):
            found = f"the {part} {shown(value)} a second time"
            yield _fault("resources", found, "each table and each file once")
    for name in _NEEDED:
        if name not in keys:
            yield _fault("resources", f"no table {name}", f"at least the tables {', '.join(_NEEDED)}")
    for table in spec.resources:
        for target in (foreign.reference for foreign in table.schema_.foreignKeys):
            if keys.get(target.resource or table.name) != target.fields:
                found = f"{shown(target.fields)} of {shown(target.resource)}"
                expected = "the primary key of a table of this package"
                yield _fault(f"{table.name}.foreignKeys", found, expected)


def _table_faults(table: Resource, earlier: bool) -> Iterator[Fault]:
    """Columns twice, limits that make no sense, keys that are no text, columns that the library needs."""
    schema, needed, optional = table.schema_, columns_of(table.name), _OPTIONAL.get(table.name, ())
    types = {field.name: field.type for field in schema.fields}
    for column in twice(table.columns):
        yield _fault(f"{table.name}.{column}", "the column a second time", "each column once")
    for field in schema.fields:
        yield from _limit_faults(f"{table.name}.{field.name}", field)
    for key in (schema.primaryKey, *(foreign.fields for foreign in schema.foreignKeys)):
        if types.get(key) != "string":
            yield _fault(
                f"{table.name}.schema", f"the key {shown(key)}", "the name of a column of type string"
            )
    if needed and schema.primaryKey != needed[0]:
        yield _fault(f"{table.name}.primaryKey", shown(schema.primaryKey), needed[0])
    for column in needed:
        kind, found = _TYPES.get(column, "string"), types.get(column)
        later = earlier and column not in (needed[0], *_FILLED, "low", "best", "high")
        if found != kind and (found or not (later or column in optional)):
            words = f"type {found}" if found else "no such column"
            yield _fault(f"{table.name}.{column}", words, f"a column of type {kind}")


def _limit_faults(place: str, field: FieldSpec) -> Iterator[Fault]:
    limits = field.constraints
    for key in ("minimum", "maximum"):
        if field.type in ("string", "date") and getattr(limits, key) is not None:
            found = f"a constraint of a column of type {field.type}"
            yield _fault(f"{place}.{key}", found, "it on columns of type integer or number")
    for value in limits.enum or ():
        if field.name == "bound" and value not in BOUNDS:
            yield _fault(f"{place}.enum", shown(value), f"none but {', '.join(BOUNDS)}")
    try:
        pattern_of(limits.pattern)
    except SchemaError:
        expected = "a regular expression without look-around that is not too large"
        yield _fault(f"{place}.pattern", shown(limits.pattern), expected)
