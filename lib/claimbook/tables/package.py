"""Reads datapackage.json, the one place where the tables and their columns are typed and described."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from claimbook.errors import Fault, shown
from claimbook.paths import PACKAGE_FILE
from claimbook.tables.cells import pattern_fault
from claimbook.tables.package_text import form_faults, json_shown, package_fault, parsed
from claimbook.tables.reading import read_bytes
from claimbook.tables.schema import FieldSpec, PackageSpec, ResourceSpec

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
    "claim_id document_id paragraph also_at as_printed claimant_id via_ids suspected_via_id original_claim_id "  # noqa: E501
    "original_link echoes_id part_of_id supersedes_id subject measure scope from_side to_side unit bound low best "  # noqa: E501
    "high hedge likelihood likelihood_scale basis accounting period_start period_end duration as_of date_precision "  # noqa: E501
    "stated_on credibility status graded_by grade_note note"
)
# The columns that the library reads. A data package may add columns, it may not drop one of these.
_COLUMNS = {
    "casualties": _FIGURE,
    "troop_counts": _FIGURE,
    "money_flows": _FIGURE + " currency stage",
    "other_figures": _FIGURE,
    "terms": "term_id kind label part_of_id definition",
    "sources": "source_id name kind side affiliation_id affiliation reliability reliability_note graded_by note",  # noqa: E501
    "documents": "document_id kind outlet_id label published_from published date_precision language text_sha256",  # noqa: E501
    "events": "event_id document_id paragraph also_at label sides place start end date_precision dated_by told_by_id",  # noqa: E501
    "judgements": "judgement_id document_id paragraph also_at judge_id via_ids topic stance likelihood "
    "likelihood_scale summary",
    "mentions": "mention_id document_id paragraph position as_printed kind claim_id event_id reason",
}
# What is no text among them; arithmetic on any other type would go wrong.
_TYPES = dict.fromkeys(("low", "best", "high"), "number")
_TYPES |= dict.fromkeys(("paragraph", "position", "date_precision", "credibility"), "integer")
_TYPES |= dict.fromkeys(
    ("period_start", "period_end", "as_of", "stated_on", "published_from", "published", "start", "end"),
    "date",
)
# Columns that the cross-checks take to be filled, wherever they stand.
_FILLED = set(
    "document_id as_printed claimant_id original_claim_id subject measure scope unit bound accounting stage kind "  # noqa: E501
    "published_from published position start end".split()
)
# Which types a constraint is enforced on; anywhere else it would be ignored in silence.
_CONSTRAINED = {
    "pattern": ("string",),
    "maxLength": ("string",),
    "minimum": ("integer", "number"),
    "maximum": ("integer", "number"),
    "enum": ("string", "integer"),
}


def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table that the library reads, its primary key first; of a table of others none."""
    return tuple(_COLUMNS.get(table, "").split())


def type_of(column: str) -> str:
    """The type that a column of `columns_of` has to have: string, number, integer or date."""
    return _TYPES.get(column, "string")


def is_filled(table: str, column: str) -> bool:
    """Whether the library takes every cell of a column to be filled: the primary key, and what no figure is
    without."""
    return table in _COLUMNS and (column == columns_of(table)[0] or column in _FILLED)


def read_package(root: Path) -> tuple[dict[str, Any], PackageSpec | None, bytes, list[Fault]]:
    """Read `root`/datapackage.json.

    Returns the JSON object, its checked form (None if it cannot be used), the
    bytes of the file, and the faults. Never raises.
    """
    raw, faults = read_bytes(root, PACKAGE_FILE)
    if raw is None:
        return {}, None, b"", faults
    package, faults = parsed(raw)
    if package is None and faults:
        return {}, None, raw, faults
    if not isinstance(package, dict):
        return (
            {},
            None,
            raw,
            [*faults, package_fault(None, json_shown(package), "a JSON object with resources")],
        )
    try:
        spec = PackageSpec.model_validate(package)
    except ValidationError as error:
        return package, None, raw, faults + form_faults(error.errors(include_url=False))
    faults += _package_faults(spec)
    return package, None if faults else spec, raw, faults


def _package_faults(spec: PackageSpec) -> list[Fault]:
    """What the types above cannot say: paths, twins, and the columns the library relies on."""
    faults = []
    names: set[str] = set()
    paths: set[str] = set()
    for resource in spec.resources:
        if resource.name in names:
            faults.append(
                package_fault(resource.name, "a second resource of this name", "one resource a name")
            )
        if not _stays_inside(resource.path):
            expected = "a CSV file inside the folder, as terms.csv"
            faults.append(package_fault(f"{resource.name}.path", shown(resource.path), expected))
        elif resource.path in paths:
            faults.append(package_fault(f"{resource.name}.path", shown(resource.path), "a file of its own"))
        names.add(resource.name)
        paths.add(resource.path)
        faults += _column_faults(resource)
        faults += _foreign_key_faults(resource, spec)
    for name in _COLUMNS:
        if name not in names:
            faults.append(
                package_fault(name, "no resource of this name", f"the {len(_COLUMNS)} tables of claimbook")
            )
    return faults


def _stays_inside(path: str) -> bool:
    parts = PurePosixPath(path).parts
    plain = path.isprintable() and not set(path) & set('\\:*?"<>|') and len(path) <= 100
    return plain and path.endswith(".csv") and not path.startswith("/") and ".." not in parts


def _column_faults(resource: ResourceSpec) -> list[Fault]:
    faults = []
    types = {field.name: field.type for field in resource.schema_.fields}
    if len(types) < len(resource.schema_.fields):
        faults.append(package_fault(resource.name, "two columns of one name", "one column a name"))
    key = resource.schema_.primaryKey
    needed = _COLUMNS[resource.name].split() if resource.name in _COLUMNS else [key]
    if key != needed[0]:
        faults.append(package_fault(f"{resource.name}.primaryKey", shown(key), needed[0]))
    for name in needed:
        wanted = type_of(name)
        if types.get(name) != wanted:
            found = f"type {types[name]}" if name in types else "no such column"
            faults.append(package_fault(f"{resource.name}.{name}", found, f"a column of type {wanted}"))
    for field in resource.schema_.fields:
        faults += _key_faults(resource, field)
        faults += _constraint_faults(resource.name, field)
    return faults


def _key_faults(resource: ResourceSpec, field: FieldSpec) -> list[Fault]:
    """Which columns have to be unique, and which filled."""
    place, is_key = f"{resource.name}.{field.name}", field.name == resource.schema_.primaryKey
    faults = []
    if field.constraints.unique != is_key:
        found = "a column that is unique" if field.constraints.unique else "a primary key that is not unique"
        faults.append(package_fault(f"{place}.unique", found, "it of the primary key and of no other column"))
    if (is_key or is_filled(resource.name, field.name)) and not field.constraints.required:
        faults.append(package_fault(f"{place}.required", "false or nothing", "true"))
    return faults


def _foreign_key_faults(resource: ResourceSpec, spec: PackageSpec) -> list[Fault]:
    keys = {other.name: other.schema_.primaryKey for other in spec.resources}
    types = {field.name: field.type for field in resource.schema_.fields}
    faults = []
    for number, foreign in enumerate(resource.schema_.foreignKeys):
        place = f"{resource.name}.foreignKeys.{number}"
        if types.get(foreign.fields) != "string":
            faults.append(package_fault(f"{place}.fields", shown(foreign.fields), "a column of type string"))
        target = foreign.reference.resource or resource.name
        if keys.get(target) != foreign.reference.fields:
            found = f"{shown(foreign.reference.fields)} of {shown(target)}"
            faults.append(
                package_fault(f"{place}.reference", found, "the primary key of a table of this package")
            )
    return faults


def _constraint_faults(table: str, field: FieldSpec) -> list[Fault]:
    limits, place = field.constraints, f"{table}.{field.name}"
    faults = []
    for name, types in _CONSTRAINED.items():
        if getattr(limits, name) is not None and field.type not in types:
            found = f"a constraint of a column of type {field.type}"
            faults.append(
                package_fault(f"{place}.{name}", found, f"it on columns of type {' or '.join(types)}")
            )
    if limits.pattern is not None and (message := pattern_fault(limits.pattern)):
        faults.append(
            package_fault(f"{place}.pattern", f"{shown(limits.pattern)} ({message})", "a regular expression")
        )
    allowed = list(limits.enum or ())
    kind = int if field.type == "integer" else str
    if not all(type(value) is kind for value in allowed):
        faults.append(package_fault(f"{place}.enum", json_shown(allowed), f"values of type {field.type}"))
    if field.name == "bound" and table in FIGURES and set(allowed) != set(BOUNDS):
        faults.append(package_fault(f"{place}.enum", json_shown(allowed), f"just {', '.join(BOUNDS)}"))
    return faults
