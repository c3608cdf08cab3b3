"""A changed number in the tables makes strict nbval fail: nothing in a notebook is typed or stale."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def nbval(notebook, data):
    """Exit status and output of strict nbval on one notebook over a data folder."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--nbval",
            "-vvv",
            "-p",
            "no:cacheprovider",
            str(ROOT / "notebooks" / notebook),
        ],
        cwd=ROOT,
        env=os.environ | {"CLAIMBOOK_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("claim", "printed", "changed", "seen"),
    [
        ("nis-wounded", "as_printed,,1000,", "as_printed,,1100,", "at least 1,200"),
    ],
)
def test_a_changed_number_fails_nbval(claim, printed, changed, seen, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    path = data / "casualties.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (row,) = [line for line in lines if line.startswith(f"{claim},")]
    assert row.count(printed) == 1
    path.write_text("".join(lines).replace(row, row.replace(printed, changed)), encoding="utf-8")
    status, output = nbval("01-casualties.ipynb", data)
    assert status == 1 and seen in output, output
    assert "01-casualties.ipynb::Cell 2" in output  # the sentence that answers, not only a listing


def test_a_copy_of_the_data_passes_nbval(tmp_path):
    """The control of the test above: it fails for the number, not for the folder."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    status, output = nbval("01-casualties.ipynb", tmp_path / "data")
    assert status == 0, output
