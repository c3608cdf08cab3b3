"""What a good data folder loads as, its hash, its dictionary, and the words of the exceptions."""

import copy
import datetime
import json
import pickle
import time
from fractions import Fraction
from pathlib import Path

import pytest
from claimbook.errors import ClaimbookError, DataFaults, Fault, ParameterFault, Refusal, one_line, shown
from claimbook.tables import BOUNDS, FIGURES, check, dictionary, kept, load, loading, upgrade
from claimbook.tables.cells import LONGEST, nearest
from claimbook.tables.schema import FILLED
from data_folder import ROWS, Folder, columns, without_column


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def test_tables_stand_by_name_in_the_order_of_the_package(folder):
    tables = load(folder.path)
    assert list(tables) == list(columns())
    assert {name: len(frame) for name, frame in tables.items()} == {
        name: len(rows) for name, rows in ROWS.items()
    }
    assert tables.package["name"] == "claimbook"
    assert tables.root == folder.path
    assert repr(tables).startswith("Tables(casualties: 4, troop_counts: 2, ")
    assert load(str(folder.path)).sha256 == tables.sha256


def test_cells_are_typed_and_blank_is_none(folder):
    tables = load(folder.path)
    killed = tables["casualties"].iloc[0]
    assert killed["low"] == Fraction(100) and isinstance(killed["low"], Fraction)
    assert killed["best"] is None and killed["high"] is None and killed["note"] is None
    assert killed["stated_on"] == datetime.date(2024, 12, 19)
    assert killed["credibility"] == 3 and type(killed["credibility"]) is int
    assert killed["paragraph"] == 3 and killed["also_at"] == "5;6"
    assert tables["casualties"]["paragraph"].tolist()[3] is None
    assert tables["money_flows"].iloc[0]["best"] == 572_000_000


@pytest.mark.parametrize("text", ["0.1", "2.50", "123456789012345678901234567890.5"])
def test_numbers_are_exact(folder, text):
    folder.put("money_flows", 2, best=text)
    assert load(folder.path)["money_flows"]["best"][0] == Fraction(text)


def test_rows_keep_their_place(folder):
    frame = load(folder.path)["casualties"]
    assert list(frame.columns) == [*columns()["casualties"], "_file", "_row"]
    assert frame["_file"].tolist() == ["casualties.csv"] * 4
    assert frame["_row"].tolist() == [2, 3, 4, 5]


def test_columns_may_stand_in_any_order(folder):
    before = load(folder.path)
    lines = [row[::-1] for row in folder.lines("casualties")]
    folder.write("casualties", lines[1:], lines[0])
    after = load(folder.path)
    assert after["casualties"].equals(before["casualties"])
    assert after.sha256 != before.sha256


def test_the_last_line_may_lack_its_end_and_cells_may_be_quoted(folder):
    folder.file("terms").write_bytes(folder.file("terms").read_bytes().rstrip(b"\n"))
    folder.put("sources", 2, note='He said "no", twice')
    assert load(folder.path)["sources"]["note"][0] == 'He said "no", twice'


def test_the_hash_is_of_the_files_alone(folder, tmp_path):
    first = load(folder.path).sha256
    other = tmp_path / "elsewhere"
    other.mkdir()
    assert load(Folder(other).path).sha256 == first
    other.joinpath("README.md").write_text("A page about the data.")
    assert load(other).sha256 == first
    Folder(other).put("sources", 2, note="A word more.")
    assert load(other).sha256 != first
    assert len(first) == 64


def test_a_table_of_ones_own_is_read_by_the_schema(folder):
    path = folder.path / "datapackage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    schema = {
        "fields": [
            {"name": "photo_id", "type": "string", "constraints": {"required": True, "unique": True}},
            {"name": "document", "type": "string"},
            {"name": "year", "type": "integer", "constraints": {"maximum": 2100}},
        ],
        "primaryKey": "photo_id",
        "foreignKeys": [
            {"fields": "document", "reference": {"resource": "documents", "fields": "document_id"}}
        ],
    }
    content["resources"].append({"name": "photos", "path": "photos.csv", "schema": schema})
    path.write_text(json.dumps(content), encoding="utf-8")
    folder.path.joinpath("photos.csv").write_text("photo_id,document,year\nfirst,gazette,2024\nsecond,,\n")
    assert load(folder.path)["photos"]["document"].tolist() == ["gazette", None]
    assert "| `year` | integer | may be blank | 2100 or less. |" in dictionary(content)
    folder.path.joinpath("photos.csv").write_text("photo_id,document,year\nfirst,gazete,2101\nfirst,,\n")
    assert folder.faults() == [
        'photos.csv:2:document: found "gazete", expected a document_id of documents.csv (nearest: gazette)',
        'photos.csv:2:year: found "2101", expected 2100 or less',
        'photos.csv:3:photo_id: found "first", which photos.csv:2 has too, expected its own photo_id',
    ]


def test_a_chain_without_a_cycle_is_no_fault(folder):
    folder.put("terms", 10, part_of_id="")
    for number in range(50):
        folder.append(
            "terms",
            term_id=f"s-{number}",
            kind="scope",
            label="s",
            definition="Invented.",
            part_of_id=f"s-{number + 1}" if number < 49 else "front",
        )
    assert folder.faults() == []
    folder.put("terms", 10, part_of_id="s-0")
    assert len(folder.faults()) == 1


def test_bounds_that_cannot_tell_are_no_fault(folder):
    folder.put("casualties", 4, bound="about", best="51")
    assert folder.faults() == []
    folder.put("casualties", 4, bound="more_than", best="", low="49")
    assert folder.faults() == []
    folder.put("casualties", 3, bound="at_least", high="", low="1")
    assert folder.faults() == []


def test_links_may_go_to_wider_and_narrower_subjects_and_measures(folder):
    folder.put("casualties", 3, measure="losses")  # the whole of the killed officers
    folder.put("casualties", 4, subject="guards")
    folder.put("casualties", 5, measure="losses", subject="guards")  # the original of the killed
    folder.put("troop_counts", 2, measure="wounded")  # a revision may be of another measure
    assert folder.faults() == []


def test_links_may_go_to_another_currency_and_another_time(folder):
    pay = dict(zip(folder.lines("money_flows")[0], folder.lines("money_flows")[1], strict=True))
    more = {"claim_id": "pay-month", "document_id": "wire-report", "paragraph": ""}
    folder.append("money_flows", **pay | more | {"unit": "EUR/month", "currency": "EUR", "best": "900"})
    folder.put(
        "money_flows", 2, original_claim_id="pay-month", original_link="stated", part_of_id="pay-month"
    )
    assert folder.faults() == []


@pytest.mark.parametrize(
    ("unit", "accounting"), [("percent", "cumulative"), ("year", "stock"), ("container/month", "rate")]
)
def test_fractions_are_for_what_is_not_counted(folder, unit, accounting):
    folder.put("other_figures", 2, unit=unit, accounting=accounting, best="2.5")
    folder.put("other_figures", 3, unit=unit, accounting=accounting)
    assert folder.faults() == []


def test_a_fault_of_the_terms_is_told_beside_what_leans_on_it(folder):
    folder.put("casualties", 5, measure="losses")
    folder.put("terms", 7, part_of_id="loses")
    places = [line.split(": found")[0] for line in folder.faults()]
    assert places == ["casualties.csv:2:original_claim_id", "terms.csv:7:part_of_id"]


def test_money_without_a_number_needs_no_currency(folder):
    folder.put("money_flows", 2, bound="vague", best="", currency="")
    assert folder.faults() == []


def test_a_revision_may_be_dated_by_its_document(folder):
    folder.put("troop_counts", 2, stated_on="2024-12-20", document_id="gazette", paragraph="5")
    folder.put("mentions", 6, claim_id="force-first", kind="claim")
    assert folder.faults() == []  # the revision is undated; its document may be of the 21st


def test_every_bound_has_its_columns():
    assert tuple(FILLED) == BOUNDS


def test_twenty_thousand_rows_load_in_seconds(folder):
    header, *rows = folder.lines("casualties")
    rows += [[f"many-{number}", "wire-report", "", *rows[3][3:]] for number in range(20_000)]
    folder.write("casualties", rows, header)
    started = time.perf_counter()
    assert len(load(folder.path)["casualties"]) == 20_004
    assert time.perf_counter() - started < 20  # less than 1 on a laptop


# -- the kept copy ------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path_factory, monkeypatch):
    place = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("CLAIMBOOK_CACHE", str(place))
    return place


@pytest.fixture
def checked(monkeypatch):
    """How often tables were checked."""
    calls, check_all = [], loading._checked
    monkeypatch.setattr(
        loading, "_checked", lambda *given, **more: calls.append(1) or check_all(*given, **more)
    )
    return calls


def equal(a, b):
    return list(a) == list(b) and all(a[name].equals(b[name]) for name in a) and a.sha256 == b.sha256


def test_a_checked_folder_is_opened_without_being_checked_anew(folder, cache, checked):
    folder.put("money_flows", 2, best="2.50", note="Zwei \u2013 drei, \u201eso\u201c")
    first, again = load(folder.path), load(folder.path)
    assert equal(first, again) and checked == [1] and len(list(cache.iterdir())) == 1
    load(folder.path, anew=True)
    assert check(folder.path) == [] and len(checked) == 3
    folder.put("sources", 2, note="A word more.")
    assert load(folder.path)["sources"]["note"][0] == "A word more." and len(checked) == 4


def test_a_folder_with_faults_is_not_kept(folder, cache):
    folder.put("events", 2, end="2024-09-30")
    for _ in range(2):
        with pytest.raises(DataFaults):
            load(folder.path)
    assert list(cache.iterdir()) == []


def test_a_damaged_copy_is_made_anew(folder, cache, checked):
    first = load(folder.path)
    (copy,) = cache.iterdir()
    whole = copy.read_bytes()
    for damaged in (b"", b"PK", whole[: len(whole) // 2], whole.replace(b"gazette", b"gazelle")):
        copy.write_bytes(damaged)
        assert equal(load(folder.path), first)
    assert len(checked) == 5 and copy.read_bytes() == whole


def test_without_a_place_to_write_nothing_is_kept(folder, cache, monkeypatch):
    (cache / "file").write_text("no folder")
    for place in (cache / "file", cache / "file" / "below"):
        monkeypatch.setenv("CLAIMBOOK_CACHE", str(place))
        assert len(load(folder.path)) == 12
    monkeypatch.delenv("CLAIMBOOK_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    assert len(load(folder.path)) == 12


def test_the_user_s_cache_folder_is_used(folder, tmp_path, monkeypatch):
    monkeypatch.delenv("CLAIMBOOK_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    load(folder.path)
    assert len(list((tmp_path / "cache" / "claimbook").glob("*.npz"))) == 1


def test_old_copies_are_removed(folder, cache, monkeypatch):
    monkeypatch.setattr(kept, "COPIES", 3)
    for number in range(6):
        folder.put("sources", 2, note=f"Note {number}.")
        load(folder.path)
    assert len(list(cache.iterdir())) == 3


def test_what_else_finds_faults_is_asked_before_a_copy_is_kept(folder, cache):
    fault = Fault("derived.csv", 2, "formula", "x", "y")
    asked = []

    def formulas(tables):
        asked.append(len(tables["casualties"]))
        return [fault] if len(asked) == 1 else []

    with pytest.raises(DataFaults) as caught:
        load(folder.path, further=formulas)
    assert caught.value.faults == (fault,) and list(cache.iterdir()) == []
    for _ in range(2):
        load(folder.path, further=formulas)
    assert asked == [4, 4]


def test_the_dictionary_describes_the_base_columns_once(folder):
    text = dictionary(load(folder.path).package)
    assert text.endswith("|\n") and text == dictionary(load(folder.path).package)
    assert text.count("| `claimant_id` |") == 1
    assert text.count("| `currency` |") == 1
    for table in columns():
        assert f"`{table}.csv`" in text
    for table in set(columns()) - set(FIGURES):
        section = text.split(f": `{table}.csv`\n")[1].split("\n## ")[0]
        assert all(f"| `{column}` |" in section for column in columns()[table])


def test_the_dictionary_keeps_its_tables_whole(folder):
    package = copy.deepcopy(load(folder.path).package)
    package["resources"][4]["schema"]["fields"][0]["description"] = "One | two\nthree."
    assert "| One \\| two three. |" in dictionary(package)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1,000", '"1,000"'),
        ('a "b" \\', '"a \\"b\\" \\\\"'),
        ("a\nb\t\x1b[2J\u202e\u2028", '"a\\nb\\t\\x1b[2J\\u202e\\u2028"'),
        ("x" * 41, '"' + "x" * 40 + '..." (41 characters)'),
        (5, "5"),
        (None, "None"),
        (["a\n"], "['a\\n']"),
        (range(10**5), "range(0, 100000)"),
        pytest.param(10**5000, "a value of type int", id="thousands of digits"),
    ],
)
def test_found_values_are_shown_on_one_short_line(value, text):
    assert shown(value) == text


def test_faults_are_one_line_whatever_they_hold():
    assert str(Fault("a.csv", 3, "low", "x", "y")) == "a.csv:3:low: found x, expected y"
    assert str(Fault("a.csv", 3, None, "x", "y")) == "a.csv:3: found x, expected y"
    assert str(Fault("a.csv", None, None, "x", "y")) == "a.csv: found x, expected y"
    hostile = str(Fault("a\n", 1, "\u202e\r", "\x00" * 5000, "\ud800"))
    assert hostile.isprintable() and len(hostile) < 5000
    assert one_line("é 北") == "é 北"


@pytest.mark.parametrize(
    "error",
    [
        DataFaults([Fault("a.csv", 1, "b", "c", "d"), Fault("a.csv", None, None, "e", "f")]),
        ParameterFault("AS_OF", "tomorrow", "an ISO date"),
        Refusal("two claimants: gur and nis"),
    ],
)
def test_errors_survive_pickling_and_share_a_base(error):
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(error, ClaimbookError)
    assert str(again) == str(error) and vars(again) == vars(error)


def test_errors_say_what_they_hold():
    assert (
        str(ParameterFault("SIDES", "nroth", "north or south"))
        == 'SIDES: found "nroth", expected north or south'
    )
    assert Refusal("no common unit").reason == str(Refusal("no common unit")) == "no common unit"
    assert str(DataFaults([Fault("a", 1, "b", "c", "d")] * 2)) == "\n".join(
        ["a:1:b: found c, expected d"] * 2
    )


def test_the_nearest_name_ignores_case_and_gives_up_on_strangers():
    assert nearest("USE", ["usd", "EUR"]) == " (nearest: usd)"
    assert nearest("x" * 10**6, ["abc"], 0.5) == ""
    assert nearest("a", []) == ""


def test_a_cell_has_a_longest_length_even_where_the_schema_sets_none(folder):
    folder.put("events", 2, event_id="e" * (LONGEST + 1))
    folder.put("mentions", 10, event_id="e" * LONGEST)
    found = [fault for fault in check(folder.path) if fault.file == "events.csv"]
    assert [(fault.column, fault.expected) for fault in found] == [("event_id", "at most 1,000 characters")]


# -- upgrading ------------------------------------------------------------------------------------


def test_a_folder_without_a_package_gets_the_library_s(tmp_path):
    (line,) = map(str, check(tmp_path))
    assert line.startswith(
        "datapackage.json: found no such file, expected one in the data folder; `claimbook upg"
    )
    told = list(upgrade(tmp_path))
    assert "terms.csv: written, a header without rows" in told and check(tmp_path) == []
    assert list(upgrade(tmp_path)) == []


def test_a_folder_of_an_earlier_library_gets_what_came_later(folder):
    before = {path.name: path.read_bytes() for path in folder.path.iterdir()}
    folder.package("resources", "mentions", drop=True)
    folder.file("mentions").unlink()
    without_column("casualties", "suspected_via_id")(folder)
    at = columns()["casualties"].index("suspected_via_id")
    folder.package("resources", "casualties", "schema", "fields", at, drop=True)
    folder.package("resources", "terms", "schema", "fields", "kind", "constraints", "enum", 0, drop=True)
    assert list(upgrade(folder.path)) == [
        "casualties.csv: added the columns suspected_via_id",
        "datapackage.json: terms.kind may be subject",
        "datapackage.json: added the table mentions",
        "mentions.csv: written, a header without rows",
    ]
    assert (
        check(folder.path) == []
        and load(folder.path)["casualties"]["suspected_via_id"].tolist() == [None] * 4
    )
    assert folder.file("sources").read_bytes() == before["sources.csv"]
