"""What lies beside a page: nothing, for one that travels alone. The room of runs knows more of its own."""

from __future__ import annotations

import datetime as dt
from typing import Any

from claimbook.errors import ClaimbookError


class NotAgain(ClaimbookError):
    """A page cannot be exported again; the message says why, as words behind "not exported again: "."""


class Beside:
    """What a page can be held against besides the data.

    run     nominal day of its run; since: of the run before; None where that is not known
    faults  why briefs of its run failed
    """

    run: dt.date | None = None
    since: dt.date | None = None
    faults: tuple[str, ...] = ()

    def changes(self) -> Any:
        """The box of changes between the run before and this one; None where one of them is not there."""
        return None

    def again(self, title: str) -> str:
        """The page made once more from its executed notebook. Raises NotAgain where that cannot be done.

        title: of an index page, which nothing but itself tells.
        """
        raise NotAgain("no manifest of its run lies beside it")
