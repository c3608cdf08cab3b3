"""Selection: which claims a brief looks at, from checked parameters."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from claimbook.errors import ParameterFault, ParameterFaults

RELIABILITY = "ABCDE"  # F is off the scale: it cannot be judged, which is not "worst"
CREDIBILITY = "12345"  # 6 likewise
# Parameters of every notebook, each with the argument of Book.select that it stands for.
PARAMETERS = {
    "AS_OF": "as_of",
    "DOCUMENTS": "documents",
    "SIDES": "sides",
    "MIN_RELIABILITY": "min_reliability",
    "MIN_CREDIBILITY": "min_credibility",
    "INCLUDE_UNGRADED": "include_ungraded",
}


def arguments(parameters: Mapping) -> dict:
    """The arguments of Book.select among the parameters of a notebook; others are passed over."""
    return {argument: parameters[name] for name, argument in PARAMETERS.items() if name in parameters}


@dataclass(frozen=True)
class Selection:
    """Blank fields mean no restriction; see Book.select for their meaning.

    documents, sides: None means all, and an empty tuple none, which two selections
    make that have no id in common.
    """

    as_of: dt.date | None = None
    documents: tuple[str, ...] | None = None
    sides: tuple[str, ...] | None = None
    min_reliability: str = ""
    min_credibility: str = ""
    include_ungraded: bool = True

    def checked(self, documents: Sequence[str], sides: Sequence[str]) -> Selection:
        """The selection of a notebook's parameters, held as they were given.

        documents, sides: the ids that there are. Raises ParameterFault naming what is allowed, or
        ParameterFaults where several are wrong.
        """
        checks = (
            partial(day_of, "AS_OF", self.as_of),
            partial(_names, "DOCUMENTS", self.documents, documents),
            partial(_names, "SIDES", self.sides, sides),
            partial(_grade, "MIN_RELIABILITY", self.min_reliability, RELIABILITY),
            partial(_grade, "MIN_CREDIBILITY", self.min_credibility, CREDIBILITY),
            partial(_flag, "INCLUDE_UNGRADED", self.include_ungraded),
        )
        values, faults = attempted(checks)
        _tell(faults)
        return Selection(*values)

    def narrowed(self, by: Selection) -> Selection:
        """What passes both selections, as one; the order of ids is that of the first."""
        days = [day for day in (self.as_of, by.as_of) if day]
        return Selection(
            min(days, default=None),
            _common(self.documents, by.documents),
            _common(self.sides, by.sides),
            _stricter(self.min_reliability, by.min_reliability),
            _stricter(self.min_credibility, by.min_credibility),
            self.include_ungraded and by.include_ungraded,
        )

    def against(self, facts: Mapping) -> str | None:
        """The reason why a row with these facts is left out, or None."""
        if self.as_of and facts["known_on"] > self.as_of:
            return f"not known by {self.as_of}"
        if self.documents is not None and facts["document"] not in self.documents:
            return "another document"
        if self.sides is not None and facts["side"] not in self.sides:
            return "another side"
        reason = self._grade_against(facts, "reliability", RELIABILITY, self.min_reliability)
        if reason is None and facts["graded"]:
            reason = self._grade_against(facts, "credibility", CREDIBILITY, self.min_credibility)
        return reason

    def _grade_against(self, facts: Mapping, axis: str, scale: str, least: str) -> str | None:
        grade = facts[axis]
        if grade is None or str(grade) not in scale:
            return None if self.include_ungraded else f"{axis} not graded on the scale"
        return f"{axis} less than {least}" if least and scale.index(str(grade)) > scale.index(least) else None

    def __str__(self) -> str:
        """The restrictions in words; "everything" where there is none."""
        told = (
            f"as of {self.as_of}" if self.as_of else "",
            "" if self.documents is None else f"documents {_listed(self.documents)}",
            "" if self.sides is None else f"sides {_listed(self.sides)}",
            f"reliability {self.min_reliability} or better" if self.min_reliability else "",
            f"credibility {self.min_credibility} or better" if self.min_credibility else "",
            "" if self.include_ungraded else "graded ones only",
        )
        return "; ".join(filter(None, told)) or "everything"


def attempted(checks: Iterable[Callable[[], Any]]) -> tuple[list[Any], list[ParameterFault]]:
    """What the checks of parameters give, and the faults that they raise."""
    values, faults = [], []
    for check in checks:
        try:
            values.append(check())
        except ParameterFault as fault:
            faults.append(fault)
        except ParameterFaults as several:
            faults += several.faults
    return values, faults


def _tell(faults: Sequence[ParameterFault]) -> None:
    """Raise one fault as it is, several together."""
    if faults:
        raise faults[0] if len(faults) == 1 else ParameterFaults(faults)


def _common(first: tuple[str, ...] | None, second: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if first is None or second is None:
        return second if first is None else first
    return tuple(id for id in first if id in second)


def _stricter(first: str, second: str) -> str:
    # Both scales begin with their best grade, so the one that comes first in order asks for more.
    return min((grade for grade in (first, second) if grade), default="")


def _listed(ids: tuple[str, ...]) -> str:
    return ", ".join(ids) or "none, since the selections have none in common"


def day_of(name: str, value) -> dt.date | None:
    """The day of a parameter, None where it is blank. Raises ParameterFault."""
    if value is None or value == "":
        return None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        if dt.date.fromisoformat(value).isoformat() == value:  # Python reads 20241221 and 2024-W51-6 too
            return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        pass
    raise ParameterFault(name, value, "a day as 2024-12-21, or an empty text for no limit")


def _flag(name: str, value) -> bool:
    if not isinstance(value, bool):
        raise ParameterFault(name, value, "true or false")
    return value


def _names(name: str, values, known: Sequence[str]) -> tuple[str, ...] | None:
    """The ids, each once; None, which means all, where the list is empty."""
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise ParameterFault(name, values, f"a list of any of {', '.join(known)}")
    faults = []
    for value in values:
        if value not in known:
            near = difflib.get_close_matches(str(value), known, n=1)
            hint = f" (nearest: {near[0]})" if near else ""
            faults.append(ParameterFault(name, value, f"any of {', '.join(known)}{hint}"))
    _tell(faults)
    return tuple(dict.fromkeys(values)) or None


def _grade(name: str, value, scale: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or str(value) not in list(scale):
        raise ParameterFault(name, value, f"one of {', '.join(scale)}, or an empty text for no limit")
    return str(value)
