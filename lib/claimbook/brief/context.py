"""What a brief says about its own making; the exporter learns it from nowhere else."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from jinja2 import UndefinedError

from claimbook.errors import ClaimbookError, shown


class BriefFault(ClaimbookError):
    """A notebook cannot become a brief; the message says which cell and why."""


@contextmanager
def reading(where: str) -> Iterator[None]:
    """Raise BriefFault, one line with the place, where the data of a display is not what show writes."""
    try:
        yield
    except BriefFault:
        raise
    except ClaimbookError as fault:
        raise BriefFault(f"{where}: {fault}") from None
    except (KeyError, TypeError, ValueError, AttributeError, UndefinedError) as fault:
        raise BriefFault(f"{where}: found display data that cannot be read ({shown(fault)})") from None


@dataclass(frozen=True)
class BriefContext:
    """The inputs of a brief beside its notebook.

    title         of the page, and its heading where the notebook has none
    parameters    name -> value of the run, as JSON has them
    data_sha256   hash of the data, hexadecimal
    versions      package -> version
    documents     one mapping a document: `label` (as in the entries), and where known
                  `published`, `coded_from`, `licence`, `note` (words), `address` (https)
    command       the command that makes this brief again
    changes       what changed since the last run: anything of claimbook.show that displays, or None
    data_through  last day that the data covers; by default as the top box says
    run_date      nominal date of the run, to which the age of the data counts; never the clock
    """

    title: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    data_sha256: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    documents: Sequence[Mapping[str, Any]] = ()
    command: str = ""
    changes: Any = None
    data_through: datetime.date | None = None
    run_date: datetime.date | None = None

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise BriefFault("brief: found no title, expected what it is about")
