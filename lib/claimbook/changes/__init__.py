"""What changed since the last run of a report: claims, derived figures, and how a brief and a log tell it.

compare.py knows the states of a comparison, wording.py the line of each change, telling.py the box
on top of a brief, the lines of a log and the JSON of a manifest.
"""

from claimbook.changes.compare import Moved, WhatChanged, changes_between, compare_books
from claimbook.changes.telling import as_json, box, lines

__all__ = ["Moved", "WhatChanged", "as_json", "box", "changes_between", "compare_books", "lines"]
