"""One thing broken at a time, and the exact line that says so; then many at once, and bytes at random."""

import json
import os
import random
import re
from pathlib import Path

import pytest
from claimbook.errors import DataFaults
from claimbook.tables import check, load, reading, references
from data_folder import Folder

LINES = Path(__file__).with_name("bad_input_lines.txt")


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def put(table, row, **cells):
    return lambda folder: folder.put(table, row, **cells)


def append(table, **cells):
    return lambda folder: folder.append(table, **cells)


def swap(table, old, new, count=1):
    return lambda folder: folder.bytes(table, old, new, count)


def raw(table, content):
    return lambda folder: folder.file(table).write_bytes(content)


def package(*steps, **what):
    return lambda folder: folder.package(*steps, **what)


def not_json(content):
    return lambda folder: folder.path.joinpath("datapackage.json").write_bytes(content)


def without_column(table, column):
    def change(folder):
        header, *rows = folder.lines(table)
        at = header.index(column)
        folder.write(table, [row[:at] + row[at + 1 :] for row in rows], header[:at] + header[at + 1 :])

    return change


def with_column(table, column):
    def change(folder):
        header, *rows = folder.lines(table)
        folder.write(table, [[*row, ""] for row in rows], [*header, column])

    return change


def cells_of_row(table, row, change_cells):
    def change(folder):
        lines = folder.lines(table)
        lines[row - 1] = change_cells(lines[row - 1])
        folder.write(table, lines[1:], lines[0])

    return change


def folder_in_place(table):
    def change(folder):
        folder.file(table).unlink()
        folder.file(table).mkdir()

    return change


def pipe_in_place(table):
    def change(folder):
        folder.file(table).unlink()
        os.mkfifo(folder.file(table))

    return change


def second_table(folder):
    path = folder.path / "datapackage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["resources"].append(content["resources"][4] | {"path": "more_terms.csv"})
    path.write_text(json.dumps(content), encoding="utf-8")


CASES = {}


def case(name, change):
    CASES[name] = change


# --- files -----------------------------------------------------------------------------------------------------
case("missing file", lambda f: f.file("events").unlink())
case("a folder instead of a file", folder_in_place("events"))
case("a pipe instead of a file", pipe_in_place("events"))
case("no bytes", raw("casualties", b""))
case("just a line end", raw("casualties", b"\n"))
case("no rows in sources", lambda f: f.write("sources", [], f.lines("sources")[0]))
case("no rows in events", lambda f: f.write("events", [], f.lines("events")[0]))
case("something else than a table", raw("events", b"\x7fELF\x02\x01 and so on"))
case("semicolons", swap("terms", b",", b";", -1))
case("UTF-16", lambda f: f.file("terms").write_bytes(f.file("terms").read_bytes().decode().encode("utf-16")))
case("Latin-1", swap("sources", b"A lawmaker", b"A lawm\xe4ker"))
case("BOM", lambda f: f.file("terms").write_bytes(b"\xef\xbb\xbf" + f.file("terms").read_bytes()))
case("CRLF", swap("terms", b"\n", b"\r\n", -1))
case("CRLF from row 3 on", swap("terms", b"south,side,south,,Invented.\n", b"south,side,south,,Invented.\r\n"))
case("old line ends", swap("terms", b"\n", b"\r", -1))

# --- columns ---------------------------------------------------------------------------------------------------
case("missing column", without_column("casualties", "hedge"))
case("missing id column", without_column("sources", "source_id"))
case("misspelt column", swap("casualties", b",hedge,", b",hegde,"))
case("column with blanks", swap("casualties", b",hedge,", b", hedge,"))
case("unknown column", with_column("terms", "colour"))
case("unknown column without a name", with_column("terms", ""))
case("column twice", with_column("terms", "label"))
case("escape code in a column", with_column("terms", "\x1b[2J\u202e"))

# --- rows ------------------------------------------------------------------------------------------------------
case("too few cells", cells_of_row("events", 2, lambda row: row[:-1]))
case("too many cells", cells_of_row("events", 2, lambda row: [*row, ""]))
case("blank line", swap("terms", b"\nsouth,", b"\n\n\nsouth,"))
case("blank line at the end", lambda f: f.file("terms").write_bytes(f.file("terms").read_bytes() + b"\n"))
case("quoted line break", swap("sources", b"The ministry", b'"The\nministry"'))
case("quote never closed", swap("sources", b"The ministry", b'"The ministry'))
case("quote closed too early", swap("sources", b"The ministry", b'"The" ministry'))
case("line break in the header", swap("terms", b"label", b'"la\nbel"'))

# --- cells: numbers --------------------------------------------------------------------------------------------
for text in (
    "1,000",
    "1e3",
    "NaN",
    "inf",
    "-inf",
    "90%",
    "+5",
    "$5",
    "1 000",
    "\u0661\u0660",
    "\uff15",
    "0x1F",
    "1_000",
    "1.",
    ".5",
    "1/2",
    "007",
    "1" * 41,
    "one",
):
    case(f"number {text}", put("casualties", 5, low=text))
case("negative number", put("casualties", 5, low="-5"))
case("whole number 1.0", put("casualties", 2, paragraph="3.0", also_at=""))
case("paragraph 0", put("events", 2, paragraph="0"))
case("grade 7", put("casualties", 2, credibility="7"))

# --- cells: other types ----------------------------------------------------------------------------------------
case("unknown enum", put("casualties", 2, bound="at_lest"))
case("enum in capitals", put("casualties", 2, bound="AT_LEAST"))
case("impossible date", put("casualties", 2, stated_on="2024-02-30", as_of=""))
case("date of another form", put("casualties", 2, stated_on="16/12/2024", as_of=""))
case("date and time", put("casualties", 2, stated_on="2024-12-16T00:00", as_of=""))
case("blank where filled", put("sources", 2, name=""))
case("blanks only", put("sources", 2, note="  "))
case("leading blank", put("sources", 2, name=" The Gazette"))
case("trailing blank", put("casualties", 5, low="100\u00a0"))
case("id in capitals", put("events", 2, event_id="Parade"))
case("duration", put("other_figures", 2, duration="P1Y6M"))
case("relays", put("casualties", 2, via_ids="lawmaker>wire"))
case("too long", put("casualties", 2, hedge="x" * 61))
case("10 MB cell", put("casualties", 2, note="x" * 10_000_000))
case("10 MB of digits", put("casualties", 5, low="1" * 10_000_000))
case("10 MB id", put("events", 2, place="p" * 10_000_000))
case("10 MB of line breaks", put("sources", 2, note="\n" * 10_000_000))
case("NUL", put("sources", 2, note="a\0b"))
case("terminal escape", put("sources", 2, note="\x1b[31mred"))
case("writing direction", put("sources", 2, note="abc\u202edef"))

# --- names and references --------------------------------------------------------------------------------------
case("duplicate id", append("sources", source_id="wire", name="Another", kind="agency", side="south"))
case("duplicate claim in another table", put("other_figures", 3, claim_id="pay"))
case("claim named self", put("other_figures", 3, claim_id="self"))
case("dangling document", put("events", 2, document_id="gazete"))
case("dangling claimant", put("troop_counts", 2, claimant_id="minstry"))
case("dangling claimant, nothing alike", put("money_flows", 2, claimant_id="qqq"))
case("dangling relay", put("casualties", 2, via_ids="lawmaker > wier"))
case("dangling original", put("casualties", 2, original_claim_id="kiled-wire"))
case("dangling part", put("casualties", 4, part_of_id="al"))
case("dangling judge", put("judgements", 2, judge_id="minister"))
case("dangling outlet", put("documents", 2, outlet_id="gazette"))
case("dangling event", put("mentions", 10, event_id="parades"))
case("dangling affiliation", put("sources", 5, affiliation_id="ministri"))
case("dangling side", put("events", 2, sides="north;sooth"))
case("wrong kind of term", put("casualties", 5, subject="person"))
case("wrong kind of side", put("money_flows", 2, from_side="front"))
case("wider term of another kind", put("terms", 11, part_of_id="killed"))
case("unknown unit", put("other_figures", 2, unit="contaner"))
case("unknown currency in a unit", put("other_figures", 2, unit="USX"))

# --- within a row ----------------------------------------------------------------------------------------------
case("low above high", put("troop_counts", 3, low="13000"))
case("low equals high", put("troop_counts", 3, low="12000"))
case("best outside", put("troop_counts", 3, best="13000"))
case("best below low", put("troop_counts", 3, best="1"))
case("bound at_least with high", put("casualties", 5, high="200"))
case("bound at_least without low", put("casualties", 5, low=""))
case("bound up_to with best", put("casualties", 3, high="", best="50"))
case("vague with a number", put("other_figures", 3, best="2"))
case("vague without words", put("other_figures", 3, as_printed="30"))
case("no currency", put("money_flows", 2, currency=""))
case("wrong currency", put("money_flows", 2, currency="USE"))
case("unit of another currency", put("money_flows", 2, unit="EUR/year"))
case("cumulative per year", put("money_flows", 2, accounting="cumulative"))
case("rate without time", put("casualties", 5, accounting="rate"))
case("period backwards", put("troop_counts", 3, period_end="2024-09-01"))
case("publication backwards", put("documents", 3, published_from="2024-12-17"))
case("event backwards", put("events", 2, end="2024-09-30"))
case("described after stated", put("casualties", 2, as_of="2024-12-20"))
case("stated after published", put("casualties", 2, stated_on="2024-12-22"))
case("described after published", put("casualties", 2, as_of="2024-12-22", stated_on=""))
case("link without original", put("casualties", 3, original_link="stated"))
case("original without link", put("casualties", 2, original_link=""))
case("restated in its own paragraph", put("casualties", 2, also_at="3;5"))
case("restated twice", put("casualties", 2, also_at="5;5"))
case("likelihood without scale", put("money_flows", 2, likelihood_scale=""))
case("scale without likelihood", put("money_flows", 2, likelihood=""))
case("grade without grader", put("casualties", 2, graded_by=""))
case("grade without reason", put("casualties", 2, grade_note=""))
case("reliability without reason", put("sources", 4, reliability_note=""))

# --- between rows ----------------------------------------------------------------------------------------------
case("part larger than whole", put("casualties", 4, best="51"))
case("part more than its whole", put("casualties", 4, bound="more_than", best="", low="50"))
case("part with a faulty figure", put("casualties", 4, best="5l"))
case("part of another unit", put("casualties", 4, unit="container"))
case("relay before its original", put("casualties", 5, stated_on="", document_id="gazette", paragraph="3"))
case("revision of another claimant", put("troop_counts", 3, claimant_id="lawmaker"))
case("revision before its claim", put("troop_counts", 3, stated_on="2024-12-15"))
case(
    "cycle of relays",
    put(
        "casualties",
        5,
        original_claim_id="killed",
        original_link="stated",
        document_id="gazette",
        paragraph="3",
        stated_on="2024-12-19",
    ),
)
case("its own original", put("troop_counts", 2, original_claim_id="force-first", original_link="stated"))
case("cycle of parts", put("casualties", 3, part_of_id="officers", high="20"))
case("cycle of terms", put("terms", 10, part_of_id="village"))
case("cycle of affiliations", put("sources", 4, affiliation_id="lawmaker"))
case("cycle of echoes", put("other_figures", 2, echoes_id="tons-echo"))
case("cycle of revisions", put("troop_counts", 2, supersedes_id="force", document_id="gazette", paragraph="5"))

# --- mentions --------------------------------------------------------------------------------------------------
case("mention without claim", put("mentions", 7, claim_id=""))
case("mention without reason", put("mentions", 10, reason=""))
case("mention without event", put("mentions", 10, event_id=""))
case("position twice", put("mentions", 4, position="1"))
case("gap in positions", put("mentions", 7, position="4"))
case("mention in another paragraph", put("mentions", 2, paragraph="10"))
case("restatement in another paragraph", put("mentions", 7, paragraph="11", position="1"))
case("claim of another document", put("mentions", 6, claim_id="killed-wire"))
case("claim without mention", put("mentions", 9, kind="things", claim_id="", reason="Invented."))

# --- datapackage.json ------------------------------------------------------------------------------------------
case("no datapackage.json", lambda f: f.path.joinpath("datapackage.json").unlink())
case("not JSON", not_json(b"{"))
case("JSON, but a list", not_json(b"[]"))
case("JSON of nothing", not_json(b""))
case("JSON without end", not_json(b"[" * 100_000))
case("JSON in Latin-1", not_json(b'{"title": "\xe4"}'))
case("NaN in JSON", not_json(b'{"resources": NaN}'))
case("no resources", package("resources", drop=True))
case("resources of another type", package("resources", value=5))
case("a table missing", package("resources", 9, drop=True))
case("a table twice", second_table)
case("path out of the folder", package("resources", 0, "path", value="../secret.csv"))
case("absolute path", package("resources", 0, "path", value="/etc/passwd.csv"))
case("path with NUL", package("resources", 0, "path", value="a\0.csv"))
case("one file for two tables", package("resources", 1, "path", value="casualties.csv"))
case("no schema", package("resources", 0, "schema", drop=True))
case("a column dropped", package("resources", 4, "schema", "fields", 1, drop=True))
case("a column twice", package("resources", 4, "schema", "fields", 4, "name", value="kind"))
case("a column of another type", package("resources", 0, "schema", "fields", 19, "type", value="string"))
case("an unknown type", package("resources", 0, "schema", "fields", 19, "type", value="decimal"))
case("a bad pattern", package("resources", 0, "schema", "fields", 3, "constraints", "pattern", value="("))
case(
    "a huge pattern",
    package("resources", 0, "schema", "fields", 3, "constraints", "pattern", value="((a{999}){999}){999}"),
)
case("a column optional", package("resources", 0, "schema", "fields", 17, "constraints", "required", drop=True))
case("an unknown constraint", package("resources", 0, "schema", "fields", 3, "constraints", "minLength", value=3))
case("a constraint out of place", package("resources", 0, "schema", "fields", 3, "constraints", "minimum", value=3))
case("another bound", package("resources", 0, "schema", "fields", 18, "constraints", "enum", value=["about"]))
case("numbers in an enum", package("resources", 0, "schema", "fields", 18, "constraints", "enum", value=[1]))
case("another primary key", package("resources", 0, "schema", "primaryKey", value="document_id"))
case("a reference of numbers", package("resources", 0, "schema", "foreignKeys", 0, "fields", value="low"))
case(
    "a reference to nowhere",
    package("resources", 0, "schema", "foreignKeys", 0, "reference", "resource", value="papers"),
)


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
    assert len(load(folder.path)) == 10


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
        (lambda f: f.file("sources").write_bytes(b"\xef\xbb\xbf" + f.file("sources").read_bytes()), "sources.csv:1"),
        (swap("sources", b"\n", b"\r\n", -1), "sources.csv:1"),
        (swap("sources", b"The Wire", b'"The\nWire"'), "sources.csv:3:name"),
        (swap("sources", b"The Wire", b'"The Wire'), "sources.csv:3:name"),
        (swap("sources", b"The Wire", b"The W\xefre"), "sources.csv:3"),
    ],
)
def test_a_file_of_the_wrong_form_still_tells_its_other_faults(folder, change, place):
    folder.put("sources", 5, kind="lawmakr", affiliation_id="ministre")
    change(folder)
    places = [line.split(": found")[0] for line in folder.faults()]
    last = 6 if place == "sources.csv:3:name" and "line break" in folder.faults()[0] else 5
    assert places == [place, f"sources.csv:{last}:kind", f"sources.csv:{last}:affiliation_id"]


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
        "terms.csv:6:label: found a line break inside quotes",
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


def test_one_root_cause_is_one_fault_however_many_rows_lean_on_it(folder):
    folder.file("sources").unlink()
    folder.file("terms").write_bytes(b"")
    assert [line.split(": found")[0] for line in folder.faults()] == ["terms.csv", "sources.csv"]


def test_a_row_that_cannot_be_read_still_names_itself(folder):
    folder.bytes("sources", b"ministry,The ministry", b'ministry,"The ministry')
    assert len(folder.faults()) == 1


def test_thousands_of_faults_are_told_soon(folder):
    header, *rows = folder.lines("events")
    folder.write("events", [[f"e-{n}", "gazete", "1,0", *rows[0][3:-2], "nobody", ""] for n in range(5000)], header)
    assert len(folder.faults()) == 3 * 5000 + 1  # and the mention of the parade


def test_quotes_that_never_close_do_not_stall(folder):
    folder.file("terms").write_bytes(b"term_id,kind,label,part_of_id,definition\n" + b'a","b\n' * 20_000)
    assert len(folder.faults()) > 20_000


def test_a_file_of_nothing_but_faults_is_given_up_at_some_point(folder, monkeypatch):
    monkeypatch.setattr(reading, "FAULT_LIMIT", 3)
    folder.file("terms").write_bytes(folder.file("terms").read_bytes() + b"".join(b"t%d,few\n" % n for n in range(9)))
    assert folder.faults()[-1] == "terms.csv:16: found more than 3 faults, expected a table; the rest was not read"
    assert len(folder.faults()) == 5


def test_nearest_names_are_left_out_where_there_are_too_many(folder, monkeypatch):
    monkeypatch.setattr(references, "_COMPARISONS", 4)
    folder.put("money_flows", 2, claimant_id="ministri")
    folder.put("judgements", 2, judge_id="ministri")
    assert folder.faults() == [
        'money_flows.csv:2:claimant_id: found "ministri", expected a source_id of sources.csv (nearest: ministry)',
        'judgements.csv:2:judge_id: found "ministri", expected a source_id of sources.csv',
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
        part[key] = rng.choice([None, 0, -1, "", "(", "date", "integer", True, False, [], ["a"], {}, 10**30, "\ud800"])
        path.write_text(json.dumps(content), encoding="utf-8")
        folder.faults()
