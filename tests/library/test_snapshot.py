"""Snapshots: lossless, equal bytes for equal tables, whole or refused in one line, whatever was done to the
file."""

import datetime as dt
import hashlib
import json
import os
import sys
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
    write_snapshot,
)
from claimbook.errors import ClaimbookError  # noqa: E402
from claimbook.tables import load  # noqa: E402
from data_folder import Folder  # noqa: E402
from edits import Edits, edited  # noqa: E402

HEDGE = "ein Drittel – ⅓ „so“"
DATA = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return load(Folder(tmp_path_factory.mktemp("data")).path)


@pytest.fixture(scope="module")
def article():
    return load(DATA)


def kept(tables, tmp_path, name="s.json"):
    write_snapshot(tables, tmp_path / name)
    return tmp_path / name


def same(a, b):
    return all(a[name].equals(b[name]) and (a[name].dtypes == b[name].dtypes).all() for name in a) and list(
        a
    ) == list(b)


def resealed(content, path):
    """A snapshot of any content, with the hash that it should have: what a careful forger writes."""
    # surrogates as escapes, or half a character could not be written
    body = json.dumps({name: content[name] for name in ("data_sha256", "tables")})[1:].encode()
    head = {
        "claimbook_snapshot": content["claimbook_snapshot"],
        "body_sha256": hashlib.sha256(body).hexdigest(),
    }
    path.write_bytes(json.dumps(head)[:-1].encode() + b",\n" + body)
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
    again = read_snapshot(kept(tables, tmp_path))
    assert same(tables, again) and again.sha256 == tables.sha256
    assert snapshot_bytes(again) == snapshot_bytes(tables)
    first, second = Book(tables), Book(again)
    assert first.claims.equals(second.claims) and first.events.equals(second.events)
    assert [f.entry() for f in first.values()] == [f.entry() for f in second.values()]
    assert repr(derive(first)) == repr(derive(second))
    assert not diff(first, second) and not diff(second, first)


def test_fractions_days_and_blanks_come_back_as_they_were(tables, tmp_path):
    third = edited(tables, lambda e: e.put("tons", best=Fraction(1, 3), as_of=dt.date(1, 1, 1), hedge=HEDGE))
    row = Book(read_snapshot(kept(third, tmp_path)))._rows["tons"]
    assert row["best"] == Fraction(1, 3) and type(row["best"]) is Fraction and row["low"] is None
    assert row["as_of"] == dt.date(1, 1, 1) and type(row["as_of"]) is dt.date and row["hedge"] == HEDGE


def test_equal_tables_give_equal_bytes_and_a_changed_cell_others(tables, article):
    assert snapshot_bytes(article) == snapshot_bytes(load(DATA))
    other = edited(tables, lambda e: e.put("tons", note="Seen by nobody."))
    assert snapshot_bytes(other) != snapshot_bytes(tables)


def test_it_is_json_with_a_line_a_row_and_no_path_of_a_machine(article):
    lines = snapshot_bytes(article).decode().splitlines()
    assert json.loads("\n".join(lines))["claimbook_snapshot"] == 1
    assert len(lines) < sum(len(frame) for frame in article.values()) + 4 * len(article)
    assert str(DATA) not in "\n".join(lines) and max(map(len, lines)) < 2500


# -- how it is written --------------------------------------------------------------


def test_it_is_named_by_its_hash(tables, tmp_path):
    digest = write_snapshot(tables, tmp_path / "a.json")
    assert digest == hashlib.sha256((tmp_path / "a.json").read_bytes()).hexdigest()
    path = keep_snapshot(tables, tmp_path)
    assert path.name == f"snapshot-{digest[:12]}.json" and same(read_snapshot(path), tables)
    before = path.stat().st_mtime_ns
    assert keep_snapshot(tables, tmp_path) == path and path.stat().st_mtime_ns == before  # not written again
    path.write_bytes(b"cut")
    assert same(read_snapshot(keep_snapshot(tables, tmp_path)), tables)  # mended


def test_a_name_that_is_another_hash_is_told(tables, tmp_path):
    digest = snapshot_bytes(tables)
    path = tmp_path / f"{'0' * 64}.json"
    path.write_bytes(digest)
    assert told(path).startswith(f"{'0' * 64}.json: found the SHA-256 {hashlib.sha256(digest).hexdigest()}")


def test_it_replaces_a_file_in_one_step_or_leaves_it(tables, tmp_path):
    path = kept(tables, tmp_path)
    old = path.read_bytes()
    with pytest.raises(SnapshotFault, match="casualties.csv:2:low: found 100.0, expected a number"):
        write_snapshot(edited(tables, lambda e: e.put("killed", low=100.0)), path)
    assert path.read_bytes() == old and os.listdir(tmp_path) == ["s.json"]
    with pytest.raises(OSError):
        write_snapshot(tables, tmp_path / "nowhere" / "s.json")


def test_a_write_that_is_broken_off_leaves_the_old_file_and_no_part(tables, tmp_path, monkeypatch):
    path = kept(tables, tmp_path)
    old = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    for call in ("fsync", "replace"):
        with monkeypatch.context() as broken, pytest.raises(OSError):
            broken.setattr(snapshot.os, call, full)
            write_snapshot(edited(tables, lambda e: e.without("tons-echo")), path)
        assert path.read_bytes() == old and os.listdir(tmp_path) == ["s.json"]


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({"paragraph": "3"}, 'other_figures.csv:2:paragraph: found "3", expected a integer'),
        ({"paragraph": True}, "other_figures.csv:2:paragraph: found True"),
        ({"note": 3}, "other_figures.csv:2:note: found 3, expected a string"),
        ({"as_of": dt.datetime(2024, 12, 19)}, "other_figures.csv:2:as_of: found datetime"),
        ({"best": float("nan")}, "other_figures.csv:2:best: found nan"),
    ],
)
def test_a_cell_of_another_type_is_not_kept_in_a_worse_form(cells, line, tables):
    with pytest.raises(SnapshotFault) as caught:
        snapshot_bytes(edited(tables, lambda e: e.put("tons", **cells)))
    assert str(caught.value).startswith(line)


# -- files that are no snapshot -------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "s.json:1: found text that is not JSON"),
        (b"[]", "s.json: found JSON that is no snapshot"),
        (b"{}", "s.json: found JSON that is no snapshot"),
        (b"\x80\x04]", "s.json: found the byte 0x80, which is not UTF-8 there"),
        (b"[" * 200_000, "s.json: found JSON nested too deep"),
        (b'{"claimbook_snapshot": ' + b"9" * 5000 + b"}", "s.json: found a number that no snapshot holds"),
        (b'{"claimbook_snapshot": 1, "x": 0.5}', "s.json: found a number that no snapshot holds"),
        (b'{"claimbook_snapshot": 1, "x": NaN}', "s.json: found a number that no snapshot holds"),
        (
            b'{"claimbook_snapshot": 0}',
            "s.json:claimbook_snapshot: found the schema 0, expected the schema 1",
        ),
        (
            b'{"claimbook_snapshot": 2, "tables": 3}',
            "s.json:claimbook_snapshot: found the schema 2, expected the schema 1",
        ),
        (b'{"claimbook_snapshot": true}', "s.json:claimbook_snapshot: found the schema True"),
        (b'{"claimbook_snapshot": "\\u001b[2J"}', 's.json:claimbook_snapshot: found the schema "\\x1b[2J"'),
        (b'{"claimbook_snapshot": 1}', "s.json: found a body with the SHA-256"),
    ],
)
def test_what_is_no_snapshot_is_told(content, line, tmp_path):
    (tmp_path / "s.json").write_bytes(content)
    assert told(tmp_path / "s.json").startswith(line)


def test_what_is_no_file_is_told(tmp_path, monkeypatch, tables):
    assert (
        told(tmp_path / "s.json") == "s.json: found no such file, expected a snapshot as claimbook writes it"
    )
    assert told(tmp_path).endswith("found a folder, expected a snapshot as claimbook writes it")
    os.mkfifo(tmp_path / "pipe.json")  # would never end
    assert told(tmp_path / "pipe.json").startswith("pipe.json: found something that is no file")
    assert told(tmp_path / ("x" * 300)).endswith(
        "x...: found a file that cannot be read (File name too long), expected a snapshot as claimbook writes it"
    )
    assert told(tmp_path / "a\0b").startswith("a\\x00b: found")
    path = kept(tables, tmp_path)
    monkeypatch.setattr(snapshot, "LARGEST", 1000)
    assert told(path).endswith("bytes, expected at most 1,000")


def test_a_snapshot_that_was_cut_or_altered_anywhere_is_told(tables, tmp_path):
    raw, path = snapshot_bytes(tables), tmp_path / "s.json"
    for cut in range(0, len(raw) - 1, 97):
        path.write_bytes(raw[:cut])
        told(path)
    path.write_bytes(raw.replace(b"at least 100", b"at least 900", 1))  # still JSON, still a table
    assert told(path).startswith("s.json: found a body with the SHA-256")
    path.write_bytes(raw.replace(b"\n", b"\r\n"))
    assert told(path).startswith("s.json: found a body with the SHA-256")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_byte_can_be_changed_unnoticed(data, tables, tmp_path):
    raw = bytearray(snapshot_bytes(tables))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] = data.draw(st.integers(0, 255).filter(lambda byte: byte != raw[place]))
    (tmp_path / "s.json").write_bytes(raw)
    first = place < snapshot_bytes(tables).index(b"\n")
    if first and json_of(raw) == json_of(snapshot_bytes(tables)):  # one kind of white space for another
        assert same(read_snapshot(tmp_path / "s.json"), tables)
    else:  # the hash of what follows the first line sees white space, too
        told(tmp_path / "s.json")


def json_of(raw):
    try:
        return json.loads(raw)
    except ValueError:
        return None


# -- forged ones, whose hash is right --------------------------------------------------


def cell(table, row, column, value):
    def change(tables):
        place = [name for name, _ in tables[table]["fields"]].index(column) + 1
        tables[table]["rows"][row][place] = value

    return change


def without_table(name):
    return lambda tables: tables.pop(name)


def of_table(name, **what):
    return lambda tables: tables[name].update(what)


def lose(table, column):
    def change(tables):
        place = [name for name, _ in tables[table]["fields"]].index(column)
        del tables[table]["fields"][place]
        for row in tables[table]["rows"]:
            del row[place + 1]

    return change


FORGED = [
    (without_table("events"), "s.json:datapackage.json:events: found no table of this name"),
    (
        lose("casualties", "measure"),
        "s.json:datapackage.json:casualties.measure: found no such column, expected one, as no figure",
    ),
    (lose("casualties", "low"), "s.json:datapackage.json:casualties.low: found no such column"),
    (
        of_table("casualties", key="paragraph"),
        's.json:datapackage.json:casualties.primaryKey: found "paragraph", expected claim_id',
    ),
    (
        of_table("casualties", fields=[["claim_id", "string"]] * 2, rows=[]),
        "s.json:datapackage.json:casualties",
    ),
    (
        of_table("casualties", rows=[[2]]),
        "s.json:casualties: found the row [2], expected its number and 39 cells",
    ),
    (of_table("casualties", rows=[["2", *[None] * 39]]), "s.json:casualties: found the row ['2'"),
    (of_table("casualties", rows={"a": 1}), 's.json:casualties: found the row "a"'),
    (of_table("casualties", rows=5), "s.json:casualties: found a table of another form"),
    (
        of_table("casualties", fields=[["claim_id", "object"]], rows=[]),
        "s.json:datapackage.json:resources.0.schema.fields.0.type",
    ),
    (of_table("casualties", path=7), "s.json:datapackage.json:resources.0.path: found 7"),
    (cell("casualties", 0, "low", 100), "s.json:casualties: found a table of another form"),
    (cell("casualties", 0, "low", "1/0"), "s.json:casualties: found a table of another form"),
    (cell("casualties", 0, "low", "1e9"), "s.json:casualties: found a table of another form"),
    (cell("casualties", 0, "low", "9" * 5000), "s.json:casualties: found a table of another form"),
    (
        cell("casualties", 0, "low", "-100"),
        's.json:casualties.csv:2:low: found "-100", expected zero or more',
    ),
    (
        cell("casualties", 0, "low", None),
        's.json:casualties.csv:2:bound: found "at_least" with no end, expected low to be filled',
    ),
    (
        cell("casualties", 0, "high", "900"),
        's.json:casualties.csv:2:bound: found "at_least" with low and high',
    ),
    (
        cell("casualties", 0, "bound", "ungefähr"),
        's.json:casualties.csv:2:bound: found "ungefähr", expected one of as_printed',
    ),
    (cell("casualties", 0, "stated_on", "2024-02-30"), "s.json:casualties: found a table of another form"),
    (cell("casualties", 0, "stated_on", "20240220"), "s.json:casualties: found a table of another form"),
    (cell("casualties", 0, "paragraph", True), "s.json:casualties: found a table of another form"),
    (
        cell("casualties", 0, "note", ""),
        "s.json:casualties.csv:2:note: found a blank cell, expected text as a table holds it",
    ),
    (
        cell("casualties", 0, "note", "\u202eso"),
        's.json:casualties.csv:2:note: found "\\u202eso", expected text as a table holds it',
    ),
    (cell("casualties", 0, "note", "a\x1b[2Jb"), "s.json:casualties.csv:2:note: found"),
    (cell("casualties", 0, "note", "\ud800"), 's.json:casualties.csv:2:note: found "\\ud800"'),
    (cell("casualties", 0, "claimant_id", "nobody"), 's.json:casualties.csv:2:claimant_id: found "nobody"'),
    (
        cell("casualties", 0, "claimant_id", None),
        "s.json:casualties.csv:2:claimant_id: found a blank cell, expected a filled cell",
    ),
    (
        cell("casualties", 0, "measure", "front"),
        's.json:casualties.csv:2:measure: found "front", a term of kind scope',
    ),
    (cell("casualties", 0, "unit", "person//year"), "s.json:casualties.csv:2:unit: found"),
    (cell("casualties", 0, "unit", "stones"), 's.json:casualties.csv:2:unit: found "stones"'),
    (
        cell("casualties", 0, "claim_id", "all"),
        's.json:casualties.csv:3:claim_id: found "all", which casualties.csv:2 has too',
    ),
    (
        cell("casualties", 3, "original_claim_id", "killed"),
        "s.json:casualties.csv:2:original_claim_id: found killed -> killed-wire",
    ),
    (
        cell("terms", 4, "part_of_id", "troops"),
        "s.json:terms.csv:6:part_of_id: found troops -> troops, expected a chain that ends",
    ),
    (cell("sources", 0, "affiliation_id", "nowhere"), "s.json:sources.csv:2:affiliation_id"),
    (cell("documents", 0, "outlet_id", None), "s.json:casualties:2: found a claim that makes no figure"),
    (
        cell("casualties", 0, "also_at", "five"),
        "s.json:casualties:2: found a claim that makes no figure (ValueError)",
    ),
]


@pytest.mark.parametrize(("forge", "line"), FORGED, ids=range(len(FORGED)))
def test_rows_of_which_no_book_can_be_made_are_told(forge, line, tables, tmp_path):
    content = json.loads(snapshot_bytes(tables))
    forge(content["tables"])
    assert told(resealed(content, tmp_path / "s.json")).startswith(line)


def test_several_faults_are_one_line_with_their_number(tables, tmp_path):
    content = json.loads(snapshot_bytes(tables))
    cell("casualties", 0, "low", "-100")(content["tables"])
    cell("casualties", 1, "high", "-5")(content["tables"])
    assert '"-100" (and 1 more fault)' in told(resealed(content, tmp_path / "s.json"))


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 10**6),
    st.text(max_size=8),
    st.sampled_from(
        [
            "self",
            "killed",
            "ministry",
            "troops",
            "person",
            "USD/year",
            "1/3",
            "0",
            "2024-12-19",
            "A",
            "between",
            "gazette",
            " > ",
        ]
    ),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=2), st.integers(), max_size=1),
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_forged_is_told_or_can_be_compared(data, tables, tmp_path):
    """A snapshot that is read makes a book, derived figures and a comparison without an error."""
    content = json.loads(snapshot_bytes(tables))
    for _ in range(data.draw(st.integers(1, 3))):
        table = content["tables"][data.draw(st.sampled_from(sorted(content["tables"])))]
        row = data.draw(st.sampled_from(table["rows"]))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(VALUES)
    try:
        again = read_snapshot(resealed(content, tmp_path / "s.json"))
    except SnapshotFault as fault:
        assert str(fault).isprintable()
        return
    old, new = Book(again), Book(tables)
    assert repr(derive(old)) and isinstance(bool(diff(old, new)), bool) and old.claims is not None
    assert snapshot_bytes(again)


# -- of an earlier library --------------------------------------------------------------


def test_columns_that_came_later_are_no_reason_to_refuse_it(tables, tmp_path):
    earlier = edited(
        tables, lambda e: e.lose("suspected_via_id").lose("echoes_id").lose("likelihood_scale", "casualties")
    )
    again = read_snapshot(kept(earlier, tmp_path))
    assert "suspected_via_id" not in again["casualties"] and snapshot_bytes(again) == snapshot_bytes(earlier)
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
    assert Book(read_snapshot(kept(loose, tmp_path)))["killed"].counted.stated_on == dt.date(2025, 1, 1)


def test_columns_and_tables_that_the_library_does_not_know_are_kept(tmp_path):
    folder = Folder(tmp_path)
    fields = json.loads((tmp_path / "datapackage.json").read_text())["resources"][0]["schema"]["fields"]
    folder.package(
        "resources", "casualties", "schema", "fields", value=[*fields, {"name": "weather", "type": "string"}]
    )
    header, *rows = folder.lines("casualties")
    folder.write("casualties", [[*row, "rain"] for row in rows], [*header, "weather"])
    tables = load(tmp_path)
    again = read_snapshot(kept(tables, tmp_path))
    assert list(again["casualties"]["weather"]) == ["rain"] * 4
    changes = diff(Book(again), Book(Edits(again).put("killed", weather="snow").tables()))
    assert [(c.id, c.kind, c.fields[0].words) for c in changes.claims] == [("killed", "noted", "weather")]
