"""Snapshots: the files as they were read, equal bytes for equal tables, whole or refused in one line, whatever
was done to the file."""

import csv
import datetime as dt
import hashlib
import io
import json
import os
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from claimbook.book import (  # noqa: E402
    Book,
    SnapshotFault,
    derive,
    diff,
    keep_snapshot,
    read_snapshot,
    snapshot,
    snapshot_bytes,
)
from claimbook.errors import ClaimbookError  # noqa: E402
from claimbook.runs.history import told as told_by_command  # noqa: E402
from claimbook.tables import load  # noqa: E402
from data_folder import Folder  # noqa: E402
from edits import Edits, edited  # noqa: E402

HEDGE = "ein Drittel – ⅓ „so“"
DATA = Path(__file__).resolve().parents[2] / "data"
EARLIER = Path(__file__).with_name("earlier_run")


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return load(Folder(tmp_path_factory.mktemp("data")).path)


@pytest.fixture(scope="module")
def article():
    return load(DATA)


def same(a, b):
    return all(a[name].equals(b[name]) and (a[name].dtypes == b[name].dtypes).all() for name in a) and list(
        a
    ) == list(b)


def sealed(files, path):
    """A snapshot of any files: what a careful forger writes."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in files.items():
            archive.writestr(zipfile.ZipInfo(name), raw)
    return path


def told(path):
    """The one line that a snapshot is refused with."""
    with pytest.raises(SnapshotFault) as caught:
        read_snapshot(path)
    line = str(caught.value)
    assert (
        isinstance(caught.value, ClaimbookError)
        and line.isprintable()
        and ", expected " in line
        and len(line) < 2500
    )
    assert (
        caught.value.found in line
        and caught.value.expected in line
        and "/" not in line.partition(": found")[0]
    )
    return line


# -- what is kept -----------------------------------------------------------------


@pytest.mark.parametrize("which", ["tables", "article"])
def test_it_is_lossless_and_makes_the_same_book(which, request, tmp_path):
    tables = request.getfixturevalue(which)
    again = read_snapshot(keep_snapshot(tables, tmp_path))
    assert same(tables, again) and again.sha256 == tables.sha256
    assert snapshot_bytes(again) == snapshot_bytes(tables)
    first, second = Book(tables), Book(again)
    assert first.claims.equals(second.claims) and first.events.equals(second.events)
    assert [f.entry() for f in first.values()] == [f.entry() for f in second.values()]
    assert repr(derive(first)) == repr(derive(second))
    assert not diff(first, second) and not diff(second, first)


def test_fractions_days_and_blanks_come_back_as_they_were(tmp_path):
    folder = Folder(tmp_path)
    folder.put("other_figures", 2, best="0.125", as_of="0001-01-01", hedge=HEDGE, unit="percent")
    folder.put("other_figures", 3, unit="percent")
    row = Book(read_snapshot(keep_snapshot(load(tmp_path), tmp_path))).coded["tons"]
    assert row["best"] == Fraction(1, 8) and type(row["best"]) is Fraction and row["low"] is None
    assert row["as_of"] == dt.date(1, 1, 1) and type(row["as_of"]) is dt.date and row["hedge"] == HEDGE


def test_equal_tables_give_equal_bytes_and_a_changed_cell_others(tables, article):
    assert snapshot_bytes(article) == snapshot_bytes(load(DATA))
    other = edited(tables, lambda e: e.put("tons", note="Seen by nobody."))
    assert snapshot_bytes(other) != snapshot_bytes(tables)


def test_it_holds_the_files_themselves_and_no_path_or_time_of_a_machine(article, tmp_path):
    with zipfile.ZipFile(keep_snapshot(article, tmp_path)) as archive:
        for member in archive.infolist():
            assert archive.read(member) == (DATA / member.filename).read_bytes()
            assert member.date_time == (1980, 1, 1, 0, 0, 0) and "/" not in member.filename
        assert len(archive.namelist()) == len(article) + 1


# -- how it is written --------------------------------------------------------------


def test_it_is_named_by_its_hash(tables, tmp_path):
    digest = hashlib.sha256(snapshot_bytes(tables)).hexdigest()
    path = keep_snapshot(tables, tmp_path)
    assert path.name == f"snapshot-{digest[:12]}.zip" and same(read_snapshot(path), tables)
    before = path.stat().st_mtime_ns
    assert keep_snapshot(tables, tmp_path) == path and path.stat().st_mtime_ns == before  # not written again
    path.write_bytes(b"cut")
    assert same(read_snapshot(keep_snapshot(tables, tmp_path)), tables)  # mended


def test_a_name_that_is_another_hash_is_told(tables, tmp_path):
    raw = snapshot_bytes(tables)
    for name in ("0" * 64, "snapshot-" + "0" * 12):
        (tmp_path / f"{name}.zip").write_bytes(raw)
        assert told(tmp_path / f"{name}.zip").startswith(
            f"{name}.zip: found the SHA-256 {hashlib.sha256(raw).hexdigest()}"
        )


def test_a_write_that_is_broken_off_leaves_no_part(tables, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    for call in ("fsync", "replace"):
        with monkeypatch.context() as broken, pytest.raises(OSError):
            broken.setattr(os, call, full)
            keep_snapshot(tables, tmp_path)
        assert os.listdir(tmp_path) == []
    with pytest.raises(OSError):
        keep_snapshot(tables, tmp_path / "nowhere")


# -- files that are no snapshot -------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b"PK",
        b"\x80\x04]",
        b"[" * 200_000,
        b'{"claimbook_snapshot": ' + b"9" * 5000 + b"}",
        b'{"claimbook_snapshot": 1, "x": NaN}',
        b'{"claimbook_snapshot": 2, "tables": 3}',
        b'{"claimbook_snapshot": "\\u001b[2J"}',
        b'{"claimbook_snapshot": 1, "body_sha256": 3}',
    ],
    ids=range(11),
)
def test_what_is_no_snapshot_is_told(content, tmp_path):
    (tmp_path / "s.json").write_bytes(content)
    assert told(tmp_path / "s.json").startswith("s.json: found another thing, or one that was cut or altered")


def test_what_is_no_file_is_told(tmp_path, monkeypatch, tables):
    assert told(tmp_path / "s.zip") == "s.zip: found no such file, expected a snapshot as claimbook writes it"
    assert told(tmp_path).endswith("found a folder, expected a snapshot as claimbook writes it")
    os.mkfifo(tmp_path / "pipe.zip")  # would never end
    assert told(tmp_path / "pipe.zip").startswith("pipe.zip: found something that is no file")
    assert told(tmp_path / ("x" * 300)).endswith(
        "x...: found a file that cannot be read (File name too long), expected a snapshot as claimbook writes it"
    )
    assert told(tmp_path / "a\0b").startswith("a\\x00b: found")
    path = keep_snapshot(tables, tmp_path)
    monkeypatch.setattr(snapshot, "LARGEST", 1000)
    assert told(path).endswith("bytes, expected at most 1,000")


def test_a_snapshot_that_unpacks_to_more_than_one_holds_is_told(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "s.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", b" " * 100_000)
    monkeypatch.setattr(snapshot, "LARGEST", 10_000)
    assert told(tmp_path / "s.zip").startswith("s.zip: found another thing")


def test_a_snapshot_that_was_cut_is_told(tables, tmp_path):
    raw, path = snapshot_bytes(tables), tmp_path / "s.zip"
    for cut in range(0, len(raw) - 1, 797):
        path.write_bytes(raw[:cut])
        told(path)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_byte_can_be_changed_unnoticed(data, tables, tmp_path):
    path = keep_snapshot(tables, tmp_path)
    raw = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != raw[place]))
    path.write_bytes(raw)
    told(path)
    path.with_name("s.zip").write_bytes(raw)  # under another name: told, or nothing of it is another
    try:
        assert same(read_snapshot(path.with_name("s.zip")), tables)
    except SnapshotFault as fault:
        assert str(fault).isprintable()


# -- forged ones, whose hash is right --------------------------------------------------


def cell(table, row, column, value):
    def change(files):
        header, *rows = csv.reader(io.StringIO(files[f"{table}.csv"].decode()))
        rows[row][header.index(column)] = value
        files[f"{table}.csv"] = written(header, rows)

    return change


def written(header, rows):
    text = io.StringIO()
    bare = any("\r" in cell for row in rows for cell in row)  # which csv quotes only where it ends a line
    quoting = csv.QUOTE_ALL if bare else csv.QUOTE_MINIMAL
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows([header, *rows])
    return text.getvalue().encode("utf-8", "surrogatepass")


def lose(table, column):
    """A snapshot without a column, as an earlier library may have written it."""

    def change(files):
        package = json.loads(files["datapackage.json"])
        resource = next(r for r in package["resources"] if r["name"] == table)
        schema = resource["schema"]
        schema["fields"] = [field for field in schema["fields"] if field["name"] != column]
        schema["foreignKeys"] = [key for key in schema.get("foreignKeys", []) if key["fields"] != column]
        header, *rows = csv.reader(io.StringIO(files[f"{table}.csv"].decode()))
        at = header.index(column)
        files[f"{table}.csv"] = written(
            header[:at] + header[at + 1 :], [row[:at] + row[at + 1 :] for row in rows]
        )
        files["datapackage.json"] = json.dumps(package).encode()

    return change


FORGED = [
    (lambda files: files.pop("sources.csv"), "s.zip:sources.csv: found no such file"),
    (lambda files: files.pop("datapackage.json"), "s.zip:datapackage.json: found no such file"),
    (
        lambda files: files.update({"datapackage.json": b"{"}),
        "s.zip:datapackage.json: found text that is not",
    ),
    (
        lose("casualties", "measure"),
        "s.zip:datapackage.json:casualties.measure: found no such column, expected a column of type string",
    ),
    (lose("casualties", "low"), "s.zip:datapackage.json:casualties.low: found no such column"),
    (cell("casualties", 0, "low", "1/3"), 's.zip:casualties.csv:2:low: found "1/3", expected plain digits'),
    (cell("casualties", 0, "low", "1e9"), 's.zip:casualties.csv:2:low: found "1e9", expected plain digits'),
    (cell("casualties", 0, "low", "9" * 5000), "s.zip:casualties.csv:2:low: found"),
    (cell("casualties", 0, "low", "-100"), 's.zip:casualties.csv:2:low: found "-100", expected 0 or more'),
    (
        cell("casualties", 0, "low", ""),
        "s.zip:casualties.csv:2:low: found a blank cell, expected a number, as the bound is at_least",
    ),
    (cell("casualties", 0, "high", "900"), 's.zip:casualties.csv:2:high: found "900", expected a blank cell'),
    (cell("casualties", 0, "bound", "ungefähr"), 's.zip:casualties.csv:2:bound: found "ungefähr"'),
    (cell("casualties", 0, "stated_on", "2024-02-30"), "s.zip:casualties.csv:2:stated_on: found"),
    (cell("casualties", 0, "stated_on", "20240220"), "s.zip:casualties.csv:2:stated_on: found"),
    (cell("casualties", 0, "paragraph", "True"), "s.zip:casualties.csv:2:paragraph: found"),
    (
        cell("casualties", 0, "note", "\u202eso"),
        's.zip:casualties.csv:2:note: found "\\u202eso", expected text',
    ),
    (cell("casualties", 0, "note", "a\x1b[2Jb"), "s.zip:casualties.csv:2:note: found"),
    (cell("casualties", 0, "note", "\ud800"), "s.zip:casualties.csv:2: found the byte 0xed"),
    (cell("casualties", 0, "claimant_id", "nobody"), 's.zip:casualties.csv:2:claimant_id: found "nobody"'),
    (cell("casualties", 0, "claimant_id", ""), "s.zip:casualties.csv:2:claimant_id: found a blank cell"),
    (
        cell("casualties", 0, "measure", "front"),
        's.zip:casualties.csv:2:measure: found "front", a term of kind scope',
    ),
    (cell("casualties", 0, "unit", "person//year"), "s.zip:casualties.csv:2:unit: found"),
    (cell("casualties", 0, "unit", "stones"), 's.zip:casualties.csv:2:unit: found "stones"'),
    (
        cell("casualties", 0, "claim_id", "all"),
        's.zip:casualties.csv:3:claim_id: found "all", which casualties.csv:2 has too',
    ),
    (
        cell("casualties", 3, "original_claim_id", "killed"),
        "s.zip:casualties.csv:2:original_claim_id: found killed -> killed-wire",
    ),
    (
        cell("terms", 4, "part_of_id", "troops"),
        "s.zip:terms.csv:6:part_of_id: found troops -> troops, expected a chain that ends",
    ),
    (cell("sources", 0, "affiliation_id", "nowhere"), "s.zip:sources.csv:2:affiliation_id"),
    (cell("documents", 0, "outlet_id", ""), "s.zip:documents.csv:2:outlet_id: found a blank cell"),
    (cell("casualties", 0, "also_at", "five"), 's.zip:casualties.csv:2:also_at: found "five"'),
]


@pytest.mark.parametrize(("forge", "line"), FORGED, ids=range(len(FORGED)))
def test_rows_of_which_no_book_can_be_made_are_told(forge, line, tables, tmp_path):
    files = dict(tables.files)
    forge(files)
    assert told(sealed(files, tmp_path / "s.zip")).startswith(line)


def test_several_faults_are_one_line_with_their_number(tables, tmp_path):
    files = dict(tables.files)
    cell("casualties", 0, "low", "-100")(files)
    cell("casualties", 1, "high", "-5")(files)
    assert '"-100" (and 1 more fault)' in told(sealed(files, tmp_path / "s.zip"))


VALUES = st.one_of(
    st.text(max_size=8),
    st.integers(-3, 10**6).map(str),
    st.sampled_from(
        ["", "self", "killed", "ministry", "troops", "person", "USD/year", "0.5", "0", "2024-12-19", "A"]
    ),
    st.sampled_from(["between", "gazette", " > ", "lawmaker > wire", "5;6", "3", "vague", "at_least"]),
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_forged_is_told_or_can_be_compared(data, tables, tmp_path):
    """A snapshot that is read makes a book, derived figures and a comparison without an error."""
    files = dict(tables.files)
    for _ in range(data.draw(st.integers(1, 3))):
        table = data.draw(st.sampled_from(sorted(tables)))
        row = data.draw(st.integers(0, len(tables[table]) - 1))
        column = data.draw(st.sampled_from([name for name in tables[table].columns if name[0] != "_"]))
        cell(table, row, column, data.draw(VALUES))(files)
    try:
        again = read_snapshot(sealed(files, tmp_path / "s.zip"))
    except SnapshotFault as fault:
        assert str(fault).isprintable()
        return
    old, new = Book(again), Book(tables)
    assert repr(derive(old)) and isinstance(bool(diff(old, new)), bool) and old.claims is not None
    assert [figure.entry() for figure in old.values()]
    assert snapshot_bytes(again)


# -- of an earlier library --------------------------------------------------------------


def test_columns_that_came_later_are_no_reason_to_refuse_it(tables, tmp_path):
    files = dict(tables.files)
    for table in ("casualties", "troop_counts", "money_flows", "other_figures"):
        for column in ("suspected_via_id", "echoes_id"):
            lose(table, column)(files)
    lose("casualties", "likelihood_scale")(files)
    again = read_snapshot(sealed(files, tmp_path / "s.zip"))
    assert "suspected_via_id" not in again["casualties"] and again.files == files
    book = Book(again)
    assert (
        book["tons-echo"].lineage.echo_of is None
        and len(book) == 9
        and book["killed"].text() == "at least 100"
    )
    changes = diff(book, Book(tables))
    assert not changes and changes.uncompared == ("suspected_via_id", "echoes_id")


def test_rules_of_coding_that_became_stricter_are_not_asked_again(tables, tmp_path):
    """Rows that break them are those that will have changed, and a run that cannot tell so is of no use."""
    loose = edited(tables, lambda e: e.put("killed", grade_note=None, stated_on=dt.date(2025, 1, 1)))
    again = read_snapshot(keep_snapshot(loose, tmp_path))
    assert Book(again)["killed"].counted.stated_on == dt.date(2025, 1, 1)


def test_columns_and_tables_that_the_library_does_not_know_are_kept(tmp_path):
    folder = Folder(tmp_path)
    fields = json.loads((tmp_path / "datapackage.json").read_text())["resources"][0]["schema"]["fields"]
    folder.package(
        "resources", "casualties", "schema", "fields", value=[*fields, {"name": "weather", "type": "string"}]
    )
    header, *rows = folder.lines("casualties")
    folder.write("casualties", [[*row, "rain"] for row in rows], [*header, "weather"])
    tables = load(tmp_path)
    again = read_snapshot(keep_snapshot(tables, tmp_path))
    assert list(again["casualties"]["weather"]) == ["rain"] * 4
    changes = diff(Book(again), Book(Edits(again).put("killed", weather="snow").tables()))
    assert [(c.id, c.kind, c.fields[0].words) for c in changes.claims] == [("killed", "noted", "weather")]


# -- JSON, as the first edition wrote it: earlier_run/ was made by its code ----------------


def earlier(change=None):
    """The snapshot of the earlier run, changed or not, as bytes that have their hash."""
    head, _, body = (EARLIER / "snapshot-2494138c31ea.json").read_bytes().partition(b"\n")
    body = change(body) if change else body
    return (
        head.replace(
            json.loads(head + b'"": 0}')["body_sha256"].encode(), hashlib.sha256(body).hexdigest().encode()
        )
        + b"\n"
        + body
    )


def test_an_earlier_run_can_be_read_and_compared(article, tmp_path):
    tables = read_snapshot(EARLIER / "snapshot-2494138c31ea.json")
    book = Book(tables)
    assert len(book) == 42 and book["nis-killed"].text() == "at least 100"
    assert tables["casualties"]["_row"].tolist() == list(range(2, 2 + len(tables["casualties"])))
    new = Book(Edits(tables).put("nis-killed", low=Fraction(200)).tables())
    assert [(c.id, c.kind) for c in diff(book, new).claims] == [("nis-killed", "revised")]
    assert told_by_command(EARLIER, EARLIER) == ["Nothing has changed since the run of 31 December 2024."]


def test_an_earlier_snapshot_that_was_altered_is_told(tmp_path):
    path = tmp_path / "s.json"
    path.write_bytes(earlier())
    assert len(Book(read_snapshot(path))) == 42
    path.write_bytes(earlier().replace(b"at least 100", b"at least 900", 1))
    told(path)
    path.write_bytes(earlier(lambda body: body.replace(b'"at_least"', b'"roughly"', 1)))
    assert "bound" in told(path)
    path.write_bytes(earlier(lambda body: body.replace(b'"100"', b'"1/3"', 1)))
    assert "plain digits" in told(path)
    for cut in range(0, len(earlier()), 5003):
        path.write_bytes(earlier()[:cut])
        told(path)
