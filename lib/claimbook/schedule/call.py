"""How others call a run: whole paths, since systemd and cron stand nowhere in particular."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from claimbook.errors import ClaimbookError, one_line
from claimbook.paths import ENVIRONMENT
from claimbook.spec import Report, Spec


class ScheduleFault(ClaimbookError):
    """What was asked of a schedule cannot be: no report has one, or a path fits into no line."""


def claimbook() -> list[str]:
    """The command of this environment. -P: nothing that lies in the working folder is taken for a module."""
    return [sys.executable, "-P", "-m", "claimbook"]


@dataclass(frozen=True)
class Call:
    """Where the project, its spec and its reports are. Raises ScheduleFault for a path that no line can
    hold."""

    root: Path
    spec: Path
    reports: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = field(default_factory=lambda: tuple(claimbook()))

    @classmethod
    def of(cls, root: Path, spec: Path, reports: Path) -> Call:
        """With paths made whole, and the data folder that CLAIMBOOK_DATA names now, since it does not
        then."""
        data = os.environ.get(ENVIRONMENT)
        return cls(
            root.absolute(),
            spec.absolute(),
            reports.absolute(),
            {ENVIRONMENT: str(Path(data).absolute())} if data else {},
        )

    def __post_init__(self):
        for text in (*self.command, *map(str, (self.root, self.spec, self.reports)), *self.settings.values()):
            if not text.isprintable():
                raise ScheduleFault(
                    f"{one_line(text)}: found a character that no unit and no crontab can hold, "
                    "expected a path without it"
                )

    def arguments(self, name: str) -> list[str]:
        """The command that carries out the last nominal time of a report, once."""
        where = ["--spec", str(self.spec), "--out", str(self.reports)]
        return [*self.command, "run", name, *where, "--scheduled", "--if-due"]


def scheduled(spec: Spec, path: Path) -> dict[str, Report]:
    """The reports that have a schedule. Raises ScheduleFault where none has."""
    found = {name: report for name, report in spec.reports.items() if report.schedule}
    if not found:
        raise ScheduleFault(f"{path}: found no schedule, expected one: [reports.{spec.first}.schedule]")
    return found
