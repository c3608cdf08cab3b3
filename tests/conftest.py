"""What all tests share: where checked tables are kept, and the order of the checks.

Files that start commands, kernels and browsers come first, so that at the end no processor waits for a long file
that the other one began late. xdist hands files out in this order. Checked tables are kept in a folder of their own,
not in the user's.
"""

import os
import tempfile
from pathlib import Path

FIRST = ("runs", "briefs", "notebooks", "schedule")  # folders, here and of the notebooks that nbval runs

collect_ignore = ["folders"]  # its notebook holds no outputs that nbval could compare
os.environ["CLAIMBOOK_CACHE"] = tempfile.mkdtemp(prefix="claimbook-tests-")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: _rank(Path(item.path).parent.name))


def _rank(folder):
    return FIRST.index(folder) if folder in FIRST else len(FIRST)
