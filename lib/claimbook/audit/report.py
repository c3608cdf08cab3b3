"""What an audit came to: counts, and one line for each number that is not accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from claimbook.errors import ClaimbookError, one_line

Finding = tuple[str, str, str]  # place, found, expected
_MOST = 120  # characters of what was found


class TraceFault(ClaimbookError):
    """A file is no brief, or it cannot be looked at."""


@dataclass
class Report:
    """The audit of one file.

    traced    numbers that lead to an entry and say, to the letter, what its figure says
    excused   rule of the closed list -> how many numbers it excused
    findings  place, found, expected
    notes     lines that come first, such as other data
    again     what came of exporting the page again: "equal", or why that was not done

    >>> report = Report("brief.html")
    >>> report.add(("top of the page", "110", "at least 100"))
    >>> report.lines()[0]
    'brief.html: top of the page: found "110", expected at least 100'
    """

    name: str
    traced: int = 0
    excused: Counter = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    again: str = ""

    def add(self, *findings: Finding) -> None:
        """Add findings, each once."""
        self.findings += [finding for finding in dict.fromkeys(findings) if finding not in self.findings]

    @property
    def clean(self) -> bool:
        return not self.findings and not self.notes

    def lines(self) -> list[str]:
        """What differs, each with its place, then the counts and what came of the second half."""
        told = [f"{self.name}: {note}" for note in self.notes]
        for place, found, expected in self.findings:
            cut = found if len(found) <= _MOST else f"{found[:_MOST].rstrip()}…"
            told.append(one_line(f'{self.name}: {place}: found "{cut}", expected {expected}'))
        rules = ", ".join(f"{count:,} {rule}" for rule, count in sorted((+self.excused).items()))
        told.append(f"{self.name}: {_counts([self])}; {self.again}")
        return told + ([f"{self.name}: excused by rule: {rules}"] if rules else [])


def summary(reports: Iterable[Report]) -> str:
    """The last line: what was counted over all files, and how many of them were exported again."""
    reports = list(reports)
    files = f"{len(reports)} file{'' if len(reports) == 1 else 's'}"
    again = sum(report.again.startswith("exported again") for report in reports)
    return f"{files}: {_counts(reports)}; {again} of {len(reports)} exported again from the notebook"


def _counts(reports: list[Report]) -> str:
    traced, found = sum(r.traced for r in reports), sum(len(r.findings) for r in reports)
    excused = sum((r.excused for r in reports), Counter())
    rules = f"{len(excused)} rule{'' if len(excused) == 1 else 's'}"
    return f"{traced:,} numbers traced, {excused.total():,} excused by {rules}, {found:,} open"
