"""What an audit came to: counts, and one line for each number that is not traced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from claimbook.errors import one_line
from claimbook.trace.rules import RULES

_MOST = 120  # characters of what was found


@dataclass
class Report:
    """The audit of one file.

    traced    numbers that link to an entry (or name it, where no link can be) and say what it says
    excused   rule of the closed list -> how many it excused
    findings  place, found, expected: of numbers that are untraced, and of what differs from the data
    notes     lines that come first, such as other data
    """

    name: str
    traced: int = 0
    excused: Counter = field(default_factory=Counter)
    findings: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, place: str, found: str, expected: str) -> None:
        finding = (place, found, expected)
        if finding not in self.findings:
            self.findings.append(finding)

    @property
    def seen(self) -> int:
        """All numbers of the file that a reader sees, hears or copies."""
        return self.traced + sum(self.excused.values()) + len(self.findings)

    @property
    def clean(self) -> bool:
        return not self.findings and not self.notes

    def lines(self) -> list[str]:
        """What differs, each with its place, then the counts."""
        told = [f"{self.name}: {note}" for note in self.notes]
        told += [
            one_line(f"{self.name}: {place}: found {_quoted(found)}, expected {expected}")
            for place, found, expected in self.findings
        ]
        kinds = ", ".join(
            f"{self.excused[rule.name]:,} {rule.name}" for rule in RULES if self.excused[rule.name]
        )
        told.append(f"{self.name}: {_counts([self])}")
        return told + ([f"{self.name}: excused by rule: {kinds}"] if kinds else [])


def summary(reports: Iterable[Report]) -> str:
    """The last line: all counts, and the share of the numbers to be traced that are."""
    reports = list(reports)
    files = f"{len(reports)} file{'' if len(reports) == 1 else 's'}"
    return f"{files}: {_counts(reports)}; traced {_share(reports)}"


def _counts(reports: list[Report]) -> str:
    seen, traced = sum(r.seen for r in reports), sum(r.traced for r in reports)
    excused, untraced = sum(sum(r.excused.values()) for r in reports), sum(len(r.findings) for r in reports)
    return f"{seen:,} numbers, {traced:,} traced, {excused:,} excused, {untraced:,} untraced or different"


def _share(reports: list[Report]) -> str:
    traced, untraced = sum(r.traced for r in reports), sum(len(r.findings) for r in reports)
    if not untraced:
        return "100 %"
    tenths = traced * 1000 // (traced + untraced)  # rounded down: one that is missing never reads 100
    return f"{tenths // 10}.{tenths % 10} %"


def _quoted(text: str) -> str:
    cut = text if len(text) <= _MOST else text[:_MOST].rstrip() + "…"
    return f'"{cut}"'
