"""What all tests share: checked tables are kept in a folder of their own, not in the user's."""

import os
import tempfile

os.environ["CLAIMBOOK_CACHE"] = tempfile.mkdtemp(prefix="claimbook-tests-")
