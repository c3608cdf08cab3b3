"""README.md says what the data says, and its picture is the one that the build makes."""

import re
from pathlib import Path

import claimbook
from claimbook.refresh import MARKS, PICTURE, PICTURED, first_picture, with_findings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_findings_are_those_of_the_data():
    assert with_findings(README, claimbook.open(ROOT / "data")) == README


def test_the_picture_is_the_notebooks_first_chart():
    assert (ROOT / PICTURE).read_bytes() == first_picture(ROOT / "notebooks" / PICTURED)


def test_no_figure_is_typed_outside_of_the_findings():
    """Versions, dates and option values are no figures; they are listed here, one by one."""
    start, end = (README.index(mark) for mark in MARKS)
    rest = README[:start] + README[end:]
    for known in ("Python 3.11", "December 2024", 'as_of="2024-12-18"', "CC BY 4.0", "ACTIVE=1"):
        rest = rest.replace(known, "")
    rest = re.sub(r"notebooks/\d\d-[a-z-]+\.ipynb", "", rest)
    assert not re.findall(r"\d", rest)


def test_every_path_that_it_names_is_there():
    for path in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / path).exists(), path


def test_both_commands_are_named():
    assert "make brief" in README and "make test" in README
