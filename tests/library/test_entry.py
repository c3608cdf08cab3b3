"""Entries: all that a page says of a figure, as typed fields that a notebook keeps as JSON."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import claimbook
import pytest
from claimbook.figure.entry import Entry, EntryFault, entries_from_json
from figures import figure

DATA = Path(__file__).resolve().parents[2] / "data"


def test_every_figure_of_the_project_comes_back_from_its_json():
    book = claimbook.open(DATA)
    figures = [*book.values(), *claimbook.derive(book).values()]
    for made in figures:
        told = json.loads(json.dumps(made.entry().to_json()))
        assert Entry.from_json(told) == made.entry()
        assert made.entry().label == made.counts and made.entry().text == made.text()
        if made.is_derived:
            assert made.entry().formula == made.lineage.formula
            assert made.entry().caution == made.statement().removeprefix(made.text()).lstrip(" ,")
    assert len(figures) > 50


def test_what_is_blank_is_left_out():
    told = figure("at_least 100").entry().to_json()
    assert told["low"] == "100" and not {"best", "high", "approx", "hedge", "op", "inputs"} & set(told)


def test_a_subject_stands_apart_from_what_is_counted_of_it():
    entry = figure("at_least 100").entry()
    assert (entry.about, entry.subject, entry.measure) == (
        "North Korean troops",
        "North Korean troops",
        "killed",
    )
    assert entry.counts == "killed, everywhere, a running total"
    assert entry.as_of == dt.date(2024, 12, 19) and entry.via == ()
    named = (figure("at_least 100") + figure("as_printed 1000", "wounded")).named(
        "both", "NIS: dead and injured"
    )
    assert (named.entry().about, named.entry().counts) == ("NIS", "dead and injured")
    plain = (figure("at_least 100") + figure("as_printed 1000", "wounded")).named("both", "dead and injured")
    assert (plain.entry().about, plain.entry().counts) == ("", "dead and injured")


@pytest.mark.parametrize(
    ("printed", "listing"),
    [
        ("about 2000 (listing, USD/month)", ("about 2000", "USD/month")),
        ("572 (listing, USD million/year)", ("572", "USD million/year")),
        ("at least 100", None),
        ("a listing of 30", None),
    ],
)
def test_the_wording_of_a_listing_is_told_apart(printed, listing):
    made = figure("exact 5")
    entry = replace(made, lineage=replace(made.lineage, as_printed=printed)).entry()
    assert entry.listing == listing and entry.as_printed == printed


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"label": "of an earlier version"}, "found label amiss"),
        ({"low": None}, "found no low"),
        ({"kind": "guess"}, "found kind amiss"),
        ({"paragraph": "three"}, "found paragraph amiss"),
        ({"as_of": "soon"}, "found as_of amiss"),
        ({"via": "NIS"}, "found via amiss"),
    ],
)
def test_an_entry_that_cannot_be_read_is_told_in_one_line(change, found):
    told = {**figure("at_least 100").entry().to_json(), **change}
    with pytest.raises(EntryFault, match=f'^entry "nis-killed": {found}[^\n]*run it again$'):
        entries_from_json({"nis-killed": told})


@pytest.mark.parametrize("entries", [None, [], "x", 3, {"a": None}, {"a": []}, {"a": {}}])
def test_what_are_no_entries_is_told_in_one_line(entries):
    with pytest.raises(EntryFault) as fault:
        entries_from_json(entries)
    assert "\n" not in str(fault.value) and "expected" in str(fault.value)
