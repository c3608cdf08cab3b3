"""The text of datapackage.json: JSON to objects, and what is wrong with its form, in plain words."""

from __future__ import annotations

import json
from typing import Any

from claimbook.errors import Fault, one_line, shown
from claimbook.paths import PACKAGE_FILE
from claimbook.tables.cells import PATTERNS
from claimbook.tables.schema import ConstraintsSpec

_DIGITS = 1000  # more of them are no limit that anybody sets, and Python refuses some thousands
_PACKAGE = "a Data Package in JSON, UTF-8"
# Pydantic's types of error in words that need no knowledge of Python.
_EXPECTED = {
    "model_type": "a JSON object",
    "model_attributes_type": "a JSON object",
    "dict_type": "a JSON object",
    "list_type": "a JSON list",
    "tuple_type": "a JSON list",
    "too_short": "a list that is not empty",
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
}


class _NotUsable(ValueError):
    """Text that may be JSON, but no such that can be worked with; says why."""


def package_fault(place: str | None, found: str, expected: str) -> Fault:
    """A fault of datapackage.json; `place` names the key by its path."""
    return Fault(PACKAGE_FILE, None, place, found, expected)


def parsed(raw: bytes) -> tuple[Any, list[Fault]]:
    """The JSON value in `raw`, None where there is none, and the faults of the text. Never raises."""
    twice: list[tuple[str, str]] = []
    try:
        value = _read(raw, twice)
    except json.JSONDecodeError as error:
        found = f"text that is not JSON ({error.msg} at character {error.colno})"
        return None, [Fault(PACKAGE_FILE, error.lineno, None, found, _PACKAGE)]
    except UnicodeDecodeError as error:
        row = raw.count(b"\n", 0, error.start) + 1
        found = f"the byte 0x{raw[error.start]:02x}, which is not UTF-8 there"
        return None, [Fault(PACKAGE_FILE, row, None, found, _PACKAGE)]
    except UnicodeEncodeError:
        return None, [package_fault(None, "half a character, as \\ud800 alone", _PACKAGE)]
    except RecursionError:
        return None, [package_fault(None, "JSON nested too deep to be read", _PACKAGE)]
    except _NotUsable as error:
        return None, [package_fault(None, str(error), _PACKAGE)]
    return value, [package_fault(None, *words) for words in twice]


def _read(raw: bytes, twice: list[tuple[str, str]]) -> Any:
    if raw.startswith(b"\xef\xbb\xbf"):
        raise _NotUsable("a byte order mark")

    def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            of = f"the object named {shown(found['name'])}" if "name" in found else "one object"
            repeated = [name for name in found if names.count(name) > 1]
            twice.extend(
                (f"the key {shown(name)} more than once in {of}", "each key once") for name in repeated
            )
        return found

    value = json.loads(
        raw.decode("utf-8"), parse_constant=_constant, parse_int=_integer, object_pairs_hook=object_of
    )
    json.dumps(value, ensure_ascii=False).encode("utf-8")  # fails on half a character, as "\\ud800"
    return value


def _constant(name: str) -> None:
    raise _NotUsable(f"{name}, which is no JSON number")


def _integer(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise _NotUsable(f"a number of {len(digits):,} digits")
    return int(digits)


def json_shown(value: Any) -> str:
    """A value of the file as a fault shows it: text as in a cell, anything else as JSON."""
    if isinstance(value, str):
        return shown(value)
    try:
        return one_line(json.dumps(value, ensure_ascii=False), 40)
    except (TypeError, ValueError, RecursionError):
        return shown(value)


def form_faults(errors: list[Any]) -> list[Fault]:
    """Pydantic's errors on the form of the package as faults, one a place."""
    faults: dict[str, Fault] = {}
    for error in errors:
        steps = [str(step) for step in error["loc"]]
        is_choice = "enum" in steps and steps[-1] in (
            "str",
            "int",
        )  # either type would do: one fault, not two
        place = ".".join(steps[:-1] if is_choice else steps)
        expected = "text or a whole number" if is_choice else None
        faults.setdefault(place, _form_fault(place, error, expected))
    # A list of which an item is wrong counts as too short as well.
    return [
        fault for place, fault in faults.items() if not any(other.startswith(f"{place}.") for other in faults)
    ]


def _form_fault(place: str, error: Any, expected: str | None) -> Fault:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return package_fault(place, "no such key", "one")
    if kind == "extra_forbidden":
        allowed = ", ".join(ConstraintsSpec.model_fields)
        return package_fault(place, "a constraint that claimbook does not check", f"one of {allowed}")
    if kind == "literal_error":
        expected = context["expected"].replace("''", "nothing").replace("'", "")
    elif kind == "string_pattern_mismatch":
        expected = PATTERNS.get(context["pattern"], f"text that fits {context['pattern']}")
    elif kind in ("greater_than_equal", "less_than_equal"):
        expected = f"{context['ge']} or more" if "ge" in context else f"{context['le']} or less"
    return package_fault(place, json_shown(error["input"]), expected or _EXPECTED.get(kind, "another value"))
