"""What all tests share.

Checked tables are kept in a folder of their own, not in the user's. And the order of the checks: files
that start commands, kernels and browsers come first, so that at the end no processor waits for a long
file that the other one began late. xdist hands files out in this order.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

CACHE = tempfile.mkdtemp(prefix="claimbook-tests-")
os.environ["CLAIMBOOK_CACHE"] = CACHE
atexit.register(shutil.rmtree, CACHE, ignore_errors=True)

FIRST = ("runs", "briefs", "notebooks", "schedule")  # folders, here and of the notebooks that nbval runs

collect_ignore = ["folders"]  # its notebook holds no outputs that nbval could compare


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: _rank(Path(item.path).parent.name))


def _rank(folder):
    return FIRST.index(folder) if folder in FIRST else len(FIRST)
