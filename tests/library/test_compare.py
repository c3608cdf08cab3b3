"""compare, held against forty pairs labelled by hand before its code was written."""

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import claimbook
import pytest
from claimbook.compare.days import Days, day_of
from claimbook.compare.values import printed_unit, values_of
from figures import figure

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAIRS = list(csv.DictReader((HERE / "pairs.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """Claims of data/ and the further ones of pairs_claims.csv, loaded as one data folder."""
    folder = tmp_path_factory.mktemp("pairs") / "data"
    shutil.copytree(ROOT / "data", folder)
    columns = {
        r["name"]: [f["name"] for f in r["schema"]["fields"]]
        for r in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    }
    extra = list(csv.DictReader((HERE / "pairs_claims.csv").open(encoding="utf-8")))
    for table in ("casualties", "troop_counts", "money_flows", "other_figures"):
        _append(folder, table, columns, [row for row in extra if row["table"] == table])
    _append_missing(
        folder,
        "sources",
        columns,
        {i for row in extra for i in [row["claimant_id"], *row["via_ids"].split(" > ")] if i},
        {"name": "A source", "kind": "outlet", "side": "independent"},
    )
    _append_missing(
        folder,
        "documents",
        columns,
        {row["document_id"] for row in extra},
        {
            "kind": "article",
            "outlet_id": "reuters",
            "label": "A document",
            "published_from": "2025-12-31",
            "published": "2025-12-31",
            "date_precision": 1,
            "language": "en",
            "coded_by": "test",
            "coded_on": "2026-01-01",
            "coded_from": "a listing",
            "coded_rules": "none",
            "licence": "none",
        },
    )
    book = claimbook.open(folder)
    derived = claimbook.derive(book)
    return lambda name: derived[name.removeprefix("derived:")]


def _append(folder, table, columns, rows):
    with (folder / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns[table], lineterminator="\n", extrasaction="ignore")
        writer.writerows(rows)


def _append_missing(folder, table, columns, wanted, filling):
    key = columns[table][0]
    there = {row[key] for row in csv.DictReader((folder / f"{table}.csv").open(encoding="utf-8"))}
    _append(folder, table, columns, [{key: name} | filling for name in sorted(wanted - there)])


def test_forty_pairs_cover_every_verdict():
    assert len(PAIRS) == 40
    counts = Counter(pair["verdict"] for pair in PAIRS)
    assert set(counts) == {"same value", "compatible", "nested", "contradict", "not comparable"}
    assert min(counts.values()) >= 4


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{p['pair']}-{p['verdict']}" for p in PAIRS])
def test_the_label_of_the_pair(pair, known):
    left, right = known(pair["left"]), known(pair["right"])
    found = claimbook.compare(left, right)
    assert (found.verdict, found.detail) == (pair["verdict"], pair["detail"]), found.reason
    if pair["verdict"] == "nested":
        part = left if pair["reason"].startswith("Left") else right
        assert found.part == part.id
    turned = claimbook.compare(right, left)
    assert (turned.verdict, turned.detail, turned.part) == (found.verdict, found.detail, found.part)


def test_the_gurs_thirty_is_nested_in_the_nis_total_and_no_confirmation(known):
    found = claimbook.compare(known("gur-casualties"), known("nis-dead-and-injured"))
    assert (found.verdict, found.detail, found.part) == ("nested", "consistent", "gur-casualties")
    assert "no confirmation" in found.reason


@pytest.mark.parametrize(
    ("value", "unit"), [(11000, 1000), (30, 10), (1280000, 10000), (8, 1), (100, 100), (0, 1)]
)
def test_a_bare_figure_is_read_to_its_last_digit(value, unit):
    assert printed_unit(value) == unit


def test_readings_leave_stated_ends_alone():
    assert values_of(figure("at_least 30")).high is None
    assert values_of(figure("exact 30")).is_point
    bare = values_of(figure("as_printed 30"))
    assert (bare.low, bare.high, bare.high_open) == (25, 35, True)


def test_the_day_of_a_derived_figure_is_its_claims(known):
    day = known("nis-killed-pravda").counted.as_of
    assert day_of(known("nis-dead-and-injured")) == Days(day, day)


def test_any_two_figures_have_a_verdict(known):
    book = claimbook.open(ROOT / "data")
    figures = [*book.values(), *claimbook.derive(book).values()]
    for left in figures:
        for right in figures:
            found = claimbook.compare(left, right)
            assert found.reason.endswith(".") and found.detail
            if left is right and left.bound != "vague":
                assert found.verdict in ("same value", "compatible", "not comparable"), found


def test_a_verdict_shows_itself_as_text_and_html(known):
    found = claimbook.compare(known("arms-earnings"), known("arms-value-study"))
    assert str(found) == (
        "arms-earnings and arms-value-study: not comparable (stage). "
        "Money earned and money valued are different things."
    )
    assert "<strong>not comparable</strong>" in found._repr_html_()
