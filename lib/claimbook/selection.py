"""Selection: which claims a brief looks at, from checked parameters."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimbook.errors import ParameterFault

RELIABILITY = "ABCDE"  # F is off the scale: it cannot be judged, which is not "worst"
CREDIBILITY = "12345"  # 6 likewise


@dataclass(frozen=True)
class Selection:
    """Empty fields mean no restriction; see Book.select for their meaning."""

    as_of: dt.date | None = None
    documents: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    min_reliability: str = ""
    min_credibility: str = ""
    include_ungraded: bool = True

    @classmethod
    def checked(cls, as_of, documents, sides, min_reliability, min_credibility, include_ungraded,
                documents_known: Sequence[str], sides_known: Sequence[str]) -> "Selection":
        """A selection from a notebook's parameters. Raises ParameterFault naming what is allowed."""
        if not isinstance(include_ungraded, bool):
            raise ParameterFault("INCLUDE_UNGRADED", include_ungraded, "true or false")
        return cls(_day("AS_OF", as_of),
                   _names("DOCUMENTS", documents, documents_known), _names("SIDES", sides, sides_known),
                   _grade("MIN_RELIABILITY", min_reliability, RELIABILITY),
                   _grade("MIN_CREDIBILITY", min_credibility, CREDIBILITY), include_ungraded)

    def against(self, facts: Mapping) -> str | None:
        """The reason why a row with these facts is left out, or None."""
        if self.as_of and facts["known_on"] > self.as_of:
            return f"not known by {self.as_of}"
        if self.documents and facts["document"] not in self.documents:
            return "another document"
        if self.sides and facts["side"] not in self.sides:
            return "another side"
        return self._grade_against("reliability", facts["reliability"], RELIABILITY, self.min_reliability) or (
            self._grade_against("credibility", facts["credibility"], CREDIBILITY, self.min_credibility)
            if facts["graded"] else None)

    def _grade_against(self, axis: str, grade, scale: str, least: str) -> str | None:
        graded = grade is not None and str(grade) in scale
        if not graded:
            return None if self.include_ungraded else f"{axis} not graded on the scale"
        return f"{axis} below {least}" if least and scale.index(str(grade)) > scale.index(least) else None

    def __str__(self) -> str:
        """The restrictions in words; "everything" where there is none."""
        parts = [f"as of {self.as_of}"] if self.as_of else []
        parts += [f"documents {', '.join(self.documents)}"] if self.documents else []
        parts += [f"sides {', '.join(self.sides)}"] if self.sides else []
        parts += [f"reliability {self.min_reliability} or better"] if self.min_reliability else []
        parts += [f"credibility {self.min_credibility} or better"] if self.min_credibility else []
        parts += [] if self.include_ungraded else ["graded ones only"]
        return "; ".join(parts) or "everything"


def _day(name: str, value) -> dt.date | None:
    if value is None or value == "":
        return None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        if len(value) == 10:
            return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        pass
    raise ParameterFault(name, value, "a day as 2024-12-21, or an empty text for no limit")


def _names(name: str, values, known: Sequence[str]) -> tuple[str, ...]:
    if isinstance(values, str) or not isinstance(values, Sequence):
        raise ParameterFault(name, values, f"a list of any of {', '.join(known)}")
    for value in values:
        if value not in known:
            near = difflib.get_close_matches(str(value), known, n=1)
            hint = f" (nearest: {near[0]})" if near else ""
            raise ParameterFault(name, value, f"any of {', '.join(known)}{hint}")
    return tuple(values)


def _grade(name: str, value, scale: str) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool) or str(value) not in list(scale):
        raise ParameterFault(name, value, f"one of {', '.join(scale)}, or an empty text for no limit")
    return str(value)
