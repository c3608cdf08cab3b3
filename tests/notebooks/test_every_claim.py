"""Each claim of the article carries something: change its number, and a sentence, a mark or a
derived value of a committed notebook changes with it, so that strict nbval fails."""

import csv
import json
import shutil
from functools import cache
from pathlib import Path

import pytest
from in_process import committed, shown, told

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
TABLES = ("casualties", "troop_counts", "money_flows", "other_figures")
ARTICLE = "telegraph-2024-12"


def rows(table, root=ROOT):
    with (root / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CLAIMS = [
    (table, row["claim_id"]) for table in TABLES for row in rows(table) if row["document_id"] == ARTICLE
]


@cache
def stored(notebook):
    return committed(notebook)


def plain(value):
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_committed_outputs_are_what_the_cells_show(notebook, monkeypatch):
    """The control: without a change nothing differs."""
    monkeypatch.setenv("CLAIMBOOK_DATA", str(ROOT / "data"))
    assert plain(shown(notebook)) == plain(stored(notebook))


def changed(row):
    """The claim with another number (or, where it has none, other words)."""
    end = next((name for name in ("best", "low", "high") if row[name]), None)
    if end is None:
        return row | {"hedge": "another wording"}
    value = int(row[end])
    step = 10 ** max(0, len(str(value)) - 3)  # large numbers are shown in millions: move what is shown
    return row | {end: str(value + step)}


def holding(claim_id):
    """The notebooks whose stored lineage holds the claim."""
    return [path for path in NOTEBOOKS if f'"{claim_id}"' in json.dumps(stored(path))]


@pytest.mark.parametrize(("table", "claim_id"), CLAIMS, ids=[claim for _, claim in CLAIMS])
def test_a_changed_number_changes_what_is_told(table, claim_id, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    mutated = [changed(row) if row["claim_id"] == claim_id else row for row in rows(table)]
    with (tmp_path / "data" / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, mutated[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(mutated)
    monkeypatch.setenv("CLAIMBOOK_DATA", str(tmp_path / "data"))
    assert holding(claim_id), "no notebook rests on this claim"
    assert any(_differs(notebook) for notebook in holding(claim_id))


def _differs(notebook):
    before, after = plain(stored(notebook)), plain(shown(notebook))
    return any(
        told(before[cell]) is not None and told(before[cell]) != told(after.get(cell, before[cell]))
        for cell in before
    )
