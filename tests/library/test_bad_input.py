"""One thing broken at a time, and the exact line that says so; then many at once, and bytes at random."""

import json
import random
import re
from pathlib import Path

import pytest
from bad_input_cases import CASES
from claimbook.cli import main
from claimbook.errors import DataFaults
from claimbook.tables import check, load, references, sheet
from claimbook.tables.schema import MAY_LACK
from click.testing import CliRunner
from data_folder import ROWS, Folder, columns, swap, with_column

LINES = Path(__file__).with_name("bad_input_lines.txt")


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def expected_lines():
    """By case: the lines of bad_input_lines.txt below `## case`."""
    parts = re.split(r"^## (.*)\n", LINES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {name: text.splitlines() for name, text in zip(parts[1::2], parts[2::2], strict=True)}


EXPECTED = expected_lines()


def test_every_case_has_its_lines_and_every_line_its_case():
    assert list(EXPECTED) == list(CASES)
    assert all(EXPECTED.values())


@pytest.mark.parametrize("name", CASES)
def test_one_broken_thing_is_told_in_its_line(folder, name):
    CASES[name](folder)
    assert folder.faults() == EXPECTED[name]


def test_the_folder_starts_out_valid(folder):
    assert folder.faults() == []
    assert len(load(folder.path)) == 12


def test_ten_faults_at_once(folder):
    folder.put("casualties", 2, credibility="9", hedge="x" * 61)
    folder.put("casualties", 5, low="1,000")
    folder.put("troop_counts", 2, claimant_id="wyre")
    folder.put("troop_counts", 3, low="13000", supersedes_id="")
    folder.put("money_flows", 2, stage="erned")
    folder.put("other_figures", 2, as_of="2024-13-01")
    folder.put("terms", 10, part_of_id="village")
    folder.put("events", 2, end="2024-09-30")
    folder.put("mentions", 10, reason="")
    assert [line.split(": found")[0] for line in folder.faults()] == [
        "casualties.csv:2:hedge",
        "casualties.csv:2:credibility",
        "casualties.csv:5:low",
        "troop_counts.csv:2:claimant_id",
        "troop_counts.csv:3:low",
        "money_flows.csv:2:stage",
        "other_figures.csv:2:as_of",
        "terms.csv:10:part_of_id",
        "events.csv:2:start",
        "mentions.csv:10:reason",
    ]


def test_load_raises_with_the_faults_that_check_returns(folder):
    folder.put("events", 2, end="2024-09-30")
    folder.put("casualties", 5, low="1e3")
    with pytest.raises(DataFaults) as caught:
        load(folder.path)
    assert list(caught.value.faults) == check(folder.path)
    assert str(caught.value).splitlines() == folder.faults()
    assert len(caught.value.faults) == 2


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (
            lambda f: f.file("sources").write_bytes(b"\xef\xbb\xbf" + f.file("sources").read_bytes()),
            "sources.csv:1",
        ),
        (swap("sources", b"\n", b"\r\n", -1), "sources.csv:1"),
        (swap("sources", b"The Wire", b"The W\xefre"), "sources.csv:3"),
    ],
)
def test_a_file_of_the_wrong_form_still_tells_its_other_faults(folder, change, place):
    folder.put("sources", 5, kind="lawmakr", affiliation_id="ministre")
    change(folder)
    places = [line.split(": found")[0] for line in folder.faults()]
    assert places == [place, "sources.csv:5:kind", "sources.csv:5:affiliation_id"]


@pytest.mark.parametrize(
    ("new", "places"),
    [
        (b'"The\nWire"', ["sources.csv:3", "sources.csv:4", "sources.csv:6:kind"]),
        (b'"The Wire', ["sources.csv:3", "sources.csv:5:kind"]),
    ],
)
def test_a_row_that_cannot_be_read_leaves_open_who_names_it(folder, new, places):
    folder.put("sources", 5, kind="lawmakr", affiliation_id="ministre")
    folder.bytes("sources", b"The Wire", new)
    assert [line.split(": found")[0] for line in folder.faults()] == places


def test_all_wrong_forms_in_one_file(folder):
    folder.put("terms", 4, label=" person")
    folder.bytes("terms", b"troops,subject,troops", b'troops,subject,"tro\nops"')
    folder.bytes("terms", b"\n", b"\r\n")
    folder.file("terms").write_bytes(
        b"\xef\xbb\xbf" + folder.file("terms").read_bytes().replace(b"front,scope,f", b"front,scope,\xff")
    )
    places = [line.split(", expected")[0] for line in folder.faults()]
    assert places == [
        "terms.csv:1: found a byte order mark",
        "terms.csv:1: found a line end of the kind CRLF",
        'terms.csv:4:label: found " person"',
        "terms.csv:6: found a quote that is not closed in its line, or not doubled",
        "terms.csv:7: found 9 cells",
        "terms.csv:11: found the byte 0xff, which is not UTF-8 there",
    ]


def test_a_file_without_rights(folder, monkeypatch):
    read = Path.read_bytes

    def refuse(path):
        if path.name == "terms.csv":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert folder.faults() == [
        "terms.csv: found a file that cannot be read (Permission denied), expected a readable file"
    ]


@pytest.mark.parametrize("name", ["missing", "file.txt", "a\0b", "x" * 5000])
def test_data_that_is_no_folder(tmp_path, name):
    tmp_path.joinpath("file.txt").write_text("text")
    lines = [str(fault) for fault in check(f"{tmp_path}/{name}")]
    assert len(lines) == 1 and lines[0].isprintable() and "found no such folder, expected" in lines[0]


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda f, table: f.write(table, f.lines(table)[1:], f.lines(table)[0][1:]), ":1:"),
        (lambda f, table: with_column(table, "more", cells=False)(f), ":1:more: found an unknown column"),
        (
            lambda f, table: f.write(table, [*f.lines(table)[1:], [""] * 9], f.lines(table)[0]),
            ": found an empty row",
        ),
    ],
    ids=["without its id", "with a column", "with an empty row"],
)
def test_what_befalls_a_whole_table_is_told_of_it_alone(folder, table, change, found):
    change(folder, table)
    lines = folder.faults()
    assert found in lines[0] and all(line.startswith(f"{table}.csv") for line in lines)


@pytest.mark.parametrize("table", [name for name in ROWS if name not in MAY_LACK])
def test_a_file_that_is_needed_and_not_there_is_one_fault(folder, table):
    folder.file(table).unlink()
    assert folder.faults() == [f"{table}.csv: found no such file, expected a file in the data folder"]


@pytest.mark.parametrize("table", ["judgements", "mentions", "derived", "fits"])
def test_a_file_of_knowledge_that_is_not_there_is_told_and_no_fault(folder, table):
    folder.file(table).unlink()
    if table == "derived":
        folder.file("fits").unlink()
    told = CliRunner().invoke(main, ["check", str(folder.path)])
    assert told.exit_code == 0
    assert f"{folder.file(table)}: no such file; taken as a table without rows\n" in told.output


@pytest.mark.parametrize("table", ["judgements", "mentions"])
def test_a_table_may_be_empty(folder, table):
    folder.write(table, [], folder.lines(table)[0])
    assert folder.faults() == []
    assert len(load(folder.path)[table]) == 0


def test_all_tables_may_be_empty(folder):
    for table in ROWS:
        folder.write(table, [], folder.lines(table)[0])
    assert folder.faults() == []


@pytest.mark.parametrize("table", ["judgements", "mentions", "events"])
def test_tables_of_knowledge_may_be_missing(folder, table):
    folder.package("resources", table, drop=True)
    folder.file(table).unlink()
    if table == "events":
        folder.package("resources", "mentions", drop=True)
    assert folder.faults() == []
    assert list(load(folder.path)[table].columns)[:-2] and len(load(folder.path)[table]) == 0


@pytest.mark.parametrize("table", [name for name in ROWS if name != "mentions"])
@pytest.mark.parametrize("form", ["", "{0}\0{1}", "{0}\u200b{1}", "{0}_{1}", "{0} {1}"])
def test_an_unfit_id_is_one_fault_however_many_rows_name_it(folder, table, form):
    key = columns()[table][0]
    for number, row in enumerate(ROWS[table], 2):
        folder.put(table, number, **{key: form.format(row[key][:2], row[key][2:])})
        assert [line.split(": found")[0] for line in folder.faults()] == [f"{table}.csv:{number}:{key}"]
        folder.put(table, number, **{key: row[key]})


def test_names_missing_up_to_three_times_are_told_row_by_row(folder):
    for row in (2, 3, 4):
        folder.put("casualties", row, scope="fronts")
    places = [line.split(": found")[0] for line in folder.faults()]
    assert places == ["casualties.csv:2:scope", "casualties.csv:3:scope", "casualties.csv:4:scope"]
    folder.put("casualties", 5, scope="fronts")
    assert folder.faults() == [
        'casualties.csv:2:scope: found "fronts", here and in 3 more rows (3, 4, 5), '
        "expected a term of kind scope (nearest: front)"
    ]


def test_a_package_without_patterns_never_raises(folder):
    path = folder.path / "datapackage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    for table in content["resources"]:
        for column in table["schema"]["fields"]:
            column.get("constraints", {}).pop("pattern", None)
            if column["name"] == "also_at":
                column["constraints"] = {"maxLength": 10**6}
    path.write_text(json.dumps(content), encoding="utf-8")
    folder.put("casualties", 2, also_at="1" * 5000, unit="/", via_ids=">")
    assert [line.split(": found")[0] for line in folder.faults()] == [
        "casualties.csv:2:also_at",
        "casualties.csv:2:via_ids",
        "casualties.csv:2:original_claim_id",
        "casualties.csv:2:unit",
        "mentions.csv:7:paragraph",
    ]


def test_no_fault_speaks_of_the_insides_of_the_program():
    inside = re.compile(r"recursion|sys\.|codec|traceback|[a-z]Error|instance of|\bNone\b|\btuple\b|\bdict")
    assert not [line for lines in EXPECTED.values() for line in lines if inside.search(line)]


def test_one_root_cause_is_one_fault_however_many_rows_lean_on_it(folder):
    folder.file("sources").unlink()
    folder.file("terms").write_bytes(b"")
    assert [line.split(": found")[0] for line in folder.faults()] == ["terms.csv", "sources.csv"]


def test_a_row_that_cannot_be_read_still_names_itself(folder):
    folder.bytes("sources", b"ministry,The ministry", b'ministry,"The ministry')
    assert len(folder.faults()) == 1


def test_thousands_of_faults_are_told_soon(folder):
    header, *rows = folder.lines("events")
    folder.write(
        "events", [[f"e-{n}", f"g-{n}", "1,0", *rows[0][3:-2], f"n-{n}", ""] for n in range(5000)], header
    )
    assert len(folder.faults()) == 3 * 5000 + 1  # and the mention of the parade


def test_thousands_of_ids_that_are_unfit_are_told_soon(folder):
    header, *rows = folder.lines("events")
    folder.write("events", [[f"E-{n}", *rows[0][1:]] for n in range(5000)], header)
    header, *rows = folder.lines("mentions")
    more = [
        [f"m-{n}", "gazette", "20", f"{n + 1}", "x", "event", "", f"e-{n}", "Invented."] for n in range(5000)
    ]
    folder.write("mentions", [*rows[:-1], *more], header)
    assert len(folder.faults()) == 5000


def test_quotes_that_never_close_do_not_stall(folder):
    folder.file("terms").write_bytes(",".join(columns()["terms"]).encode() + b"\n" + b'a","b\n' * 20_000)
    assert folder.faults() == [
        "terms.csv:2: found a quote that is not closed in its line, or not doubled, here and in 19,999 more rows "
        '(3, 4, 5, 6, 7, 8, 9, 10, 11, ...), expected a cell as "a ""word"" here", and one line a row'
    ]


def test_a_folder_of_nothing_but_faults_is_not_told_to_its_end(folder, monkeypatch):
    monkeypatch.setattr(sheet, "FAULT_LIMIT", 3)
    rows = b"".join(b"T%d,side,a,,,,,,,,b\n" % n for n in range(9))
    folder.file("terms").write_bytes(folder.file("terms").read_bytes() + rows)
    line = "terms.csv: found more than 3 faults, expected tables; the others are not told"
    assert folder.faults()[-1] == line and len(folder.faults()) == 4


def test_nearest_names_are_left_out_where_there_are_too_many(folder, monkeypatch):
    monkeypatch.setattr(references, "_COMPARISONS", 4)
    folder.put("money_flows", 2, claimant_id="ministri")
    folder.put("judgements", 2, judge_id="minstry")
    assert folder.faults() == [
        'money_flows.csv:2:claimant_id: found "ministri", expected a source_id of sources.csv (nearest: ministry)',
        'judgements.csv:2:judge_id: found "minstry", expected a source_id of sources.csv',
    ]


def test_bytes_at_random_never_raise(folder):
    rng = random.Random(20241216)
    files = sorted(folder.path.iterdir())
    whole = {path: path.read_bytes() for path in files}
    spice = [
        b'"',
        b"\n",
        b"\r",
        b",",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"-",
        b"9" * 30,
        b"self",
        b"{",
        b"null",
        b"\\u0000",
    ]
    outcomes = set()
    for _ in range(300):
        path = rng.choice(files)
        raw = bytearray(whole[path])
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(raw) + 1)
            raw[at : at + rng.choice((0, 1, 1, 2, 40))] = rng.choice(
                (*spice, rng.randbytes(3), raw[at // 2 : at // 2 + 9])
            )
        path.write_bytes(raw)
        outcomes.add(bool(folder.faults()))
        path.write_bytes(whole[path])
    assert outcomes == {True, False}  # some changes do no harm: a word of a note, say
    assert folder.faults() == []


def test_schemas_at_random_never_raise(folder):
    rng = random.Random(20241219)
    path = folder.path / "datapackage.json"
    whole = path.read_bytes()
    for _ in range(60):
        content = json.loads(whole)
        schema = rng.choice(content["resources"])["schema"]
        part = rng.choice([*schema["fields"], rng.choice(schema["fields"]).get("constraints", {}), schema])
        key = rng.choice([*part, "required"])
        part[key] = rng.choice(
            [None, 0, -1, "", "(", "date", "integer", True, False, [], ["a"], {}, 10**30, "\ud800"]
        )
        path.write_text(json.dumps(content), encoding="utf-8")
        folder.faults()
