"""The project's own data: valid for an independent reader, fresh, and one base of columns for all figures."""

import json
from pathlib import Path

import pytest
from claimbook.tables import FIGURES, check, dictionary, load
from claimbook.tables.cells import PATTERNS
from claimbook.tables.references import references_of
from claimbook.tables.schema import Resource
from frictionless import validate

DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def package():
    return json.loads(DATA.joinpath("datapackage.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def fields(package):
    """By table: its columns."""
    return {table["name"]: table["schema"]["fields"] for table in package["resources"]}


def test_frictionless_finds_the_data_package_valid():
    report = validate(str(DATA / "datapackage.json"))
    assert report.flatten(["fileName", "rowNumber", "fieldName", "note"]) == []
    assert report.stats["tasks"] == 12


def test_claimbook_finds_no_fault():
    assert [str(fault) for fault in check(DATA)] == []
    assert all(len(frame) > 0 for frame in load(DATA).values())


def test_the_dictionary_is_fresh(package):
    assert DATA.joinpath("README.md").read_text(encoding="utf-8") == dictionary(package)


def test_the_tables_of_figures_share_their_columns(fields):
    base = fields["casualties"]
    for table in FIGURES:
        assert [field for field in fields[table] if field in base] == base
        extra = [field["name"] for field in fields[table] if field not in base]
        assert extra == (["currency", "stage"] if table == "money_flows" else [])


def test_every_column_is_described_and_every_pattern_has_words(fields):
    for table, columns in fields.items():
        for field in columns:
            assert field.get("description", "").endswith("."), f"{table}.{field['name']}"
            pattern = field.get("constraints", {}).get("pattern")
            assert pattern is None or pattern in PATTERNS, f"{table}.{field['name']}: {pattern}"


def test_the_references_of_the_package_are_those_of_the_library(package):
    keys = {table["name"]: table["schema"]["primaryKey"] for table in package["resources"]}
    for table in package["resources"]:
        for foreign in table["schema"].get("foreignKeys", []):
            target = foreign["reference"]["resource"] or table["name"]
            assert foreign["reference"]["fields"] == keys[target]
            assert references_of(Resource.model_validate(table))[foreign["fields"]].key == keys[target]
