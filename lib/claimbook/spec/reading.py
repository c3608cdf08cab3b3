"""reports.toml as text to a Spec, or every fault of it with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import ValidationError

from claimbook.errors import ClaimbookError, one_line, shown
from claimbook.spec.report import Keep, Report, Spec, Sweep
from claimbook.spec.times import Schedule

FILE = "reports.toml"
_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
# In our words what pydantic says in its own.
_EXPECTED = {
    "too_short": "at least one",
    "list_type": "a list, in [ ]",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "string_type": "a text, in quotes",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "greater_than_equal": "{ge} or more",
    "less_than_equal": "{le} or less",
}
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


class SpecFaults(ClaimbookError):
    """reports.toml is wrong; `.faults` holds one line a fault: `file:line: found ..., expected ...`.

    sound: a Spec of the reports without fault, or None.
    """

    def __init__(self, faults: Iterable[str], sound: Spec | None = None):
        self.faults, self.sound = tuple(faults), sound
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(self.faults)


def read_spec(path: Path) -> Spec:
    """The reports that a file describes. Raises SpecFaults with every fault of it."""
    text = _text(path)
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise SpecFaults([_syntax(path, text, fault)]) from None
    try:
        return Spec.model_validate(parsed)
    except ValidationError as fault:
        lines = Lines(text)
        found = [_fault(path, lines, error) for error in fault.errors()]
        raise SpecFaults((line for _, line in sorted(found)), _sound(parsed, fault)) from None


def _sound(parsed: dict, fault: ValidationError) -> Spec | None:
    """The reports in which the fault lies not."""
    broken = {str(error["loc"][1]) for error in fault.errors() if len(error["loc"]) > 1}
    reports = parsed.get("reports")
    rest = (
        {name: report for name, report in reports.items() if name not in broken}
        if isinstance(reports, dict)
        else {}
    )
    try:
        return Spec.model_validate({"reports": rest})
    except ValidationError:
        return None


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise SpecFaults([f"{path}: found no such file, expected the reports to run"]) from None
    except OSError as fault:
        raise SpecFaults([f'{path}: found "{fault.strerror}", expected the reports to run']) from None
    except UnicodeDecodeError:
        raise SpecFaults([f"{path}: found bytes that are no UTF-8, expected a text"]) from None


def _syntax(path: Path, text: str, fault: tomllib.TOMLDecodeError) -> str:
    at = _AT_LINE.search(str(fault))
    line = int(at[1]) if at and at[1] else text.count("\n") + 1
    words = _AT_LINE.sub("", str(fault))
    return f'{path}:{line}: found "{one_line(words)}", expected TOML'


class Lines:
    """Which line of a TOML text holds a key: the parser does not tell."""

    def __init__(self, text: str):
        self._at: dict[tuple[str, ...], int] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(text.splitlines(), 1):
            if header := _HEADER.match(line):
                table = _parts(header[1])
                self._at.setdefault(table, number)
            elif key := _KEY.match(line):
                self._at.setdefault(table + _parts(key[1]), number)

    def of(self, place: Sequence[str | int]) -> int:
        """The line of a place, or of the nearest thing around it."""
        keys = [str(part) for part in place]
        for end in range(len(keys), 0, -1):
            if tuple(keys[:end]) in self._at:
                return self._at[tuple(keys[:end])]
            inside = [line for at, line in self._at.items() if at[:end] == tuple(keys[:end])]
            if inside:
                return min(inside)
        return 1


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _fault(path: Path, lines: Lines, error) -> tuple[int, str]:
    place = [part for part in error["loc"] if part != "[key]"]
    line = lines.of(place)
    name = ".".join(map(str, place)) or "the file"
    return (
        line,
        f"{path}:{line}: {one_line(name, 120)}: found {_found(error)}, expected {one_line(_expected(error))}",
    )


def _found(error) -> str:
    if error["type"] == "missing":
        return "nothing"
    if error["type"] == "extra_forbidden":
        return "a key that is not known here"
    value = error["input"]
    if isinstance(value, str | int | float):
        return shown(value)
    if not value:
        return "nothing in it"
    return (
        f"a table of {', '.join(map(str, value))}"
        if isinstance(value, dict)
        else f"a list of {', '.join(map(str, value))}"
    )


def _expected(error) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "extra_forbidden":
        return f"one of {', '.join(_known(error['loc']))}"
    if kind == "missing":
        return "a value"
    if kind == "literal_error":
        return f"one of {context['expected']}"
    if kind in _EXPECTED:
        return _EXPECTED[kind].format(**context)
    return error["msg"].removeprefix("Input should be ").removeprefix("Input should ")


def _known(place: Sequence[str | int]) -> list[str]:
    """The keys that the table around this place may have."""
    inner = {"schedule": Schedule, "keep": Keep}
    around = place[:-1]
    if not around:
        return ["reports"]
    model = inner.get(str(around[-1]), Sweep if len(around) >= 2 and around[-2] == "sweep" else Report)
    return [field.alias or name for name, field in model.model_fields.items()]
