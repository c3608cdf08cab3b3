"""What bench/ sets side by side: the brief is ahead in all that does not depend on the machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
import brief as bench  # noqa: E402

OURS = "claimbook"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return {name: write() for name, write in bench.ways(tmp_path_factory.mktemp("bench")).items()}


def test_the_brief_is_the_smallest(written):
    sizes = {name: path.stat().st_size for name, path in written.items()}
    assert len(sizes) == 10 and all(sizes[OURS] < size for name, size in sizes.items() if name != OURS)


def test_both_show_the_same_claims(written):
    texts = {name: path.read_text(encoding="utf-8") for name, path in written.items()}
    for text in texts.values():
        assert "How many, according to whom?" in text and "three villages in Kursk region" in text
        assert text.count("<svg") + text.count("data:image/") >= 2


@pytest.mark.slow
@pytest.mark.browser
def test_the_brief_asks_for_nothing_breaks_no_rule_and_is_all_in_sight(browser, written):
    ours = written[OURS]
    assert bench.requests(browser, ours) == 0
    assert bench.rules_broken(browser, ours) == []
    phones = {name: bench.on_a_phone(browser, path) for name, path in written.items()}
    asked = {
        name: bench.requests(browser, path)
        for name, path in written.items()
        if "basic" not in name and name != OURS
    }
    assert phones[OURS]["sideways"] == 0 >= phones[OURS]["hidden"]
    assert all(
        max(phone["sideways"], phone["hidden"]) > 100 for name, phone in phones.items() if name != OURS
    )
    assert all(count > 1 for count in asked.values())


@pytest.mark.slow
def test_without_a_browser_it_says_in_one_line_what_it_skips(tmp_path):
    done = subprocess.run(
        [sys.executable, bench.__file__, "--rounds", "1", "--json", tmp_path / "x.json"],
        capture_output=True,
        text=True,
        env={**os.environ, "CLAIMBOOK_CHROMIUM": "/nonexistent"},
    )
    assert done.returncode == 0 and done.stdout.splitlines()[0].startswith("| output | bytes |")
    assert [
        line
        for line in done.stderr.splitlines()
        if line.startswith("skipped: requests, axe-core, 390 px, first text (")
    ]
    assert (
        len([line for line in done.stdout.splitlines() if line.startswith("| ")]) == 11
        and (tmp_path / "x.json").exists()
    )
