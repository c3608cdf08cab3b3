"""What changed between two states: every kind planted by hand, and random edits of which none may go
unnoticed."""

import datetime as dt
import random
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from claimbook.book import KINDS, Book, Changes, diff, split  # noqa: E402
from claimbook.tables import FIGURES, load  # noqa: E402
from data_folder import Folder  # noqa: E402
from edits import Edits, edited  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2024, 12, 19)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return load(Folder(tmp_path_factory.mktemp("data")).path)


@pytest.fixture(scope="module")
def article():
    return load(ROOT / "data")


def between(tables, change, before=None, old=None, new=None):
    """The changes of one edit; `before` edits the earlier state, old and new are parameters of the two
    selections."""
    earlier = edited(tables, before) if before else tables
    return diff(Book(earlier).select_by(old or {}), Book(edited(tables, change)).select_by(new or {}))


def kinds(changes):
    return {change.id: change.kind for change in changes.claims}


def only(changes):
    """The one changed claim."""
    assert len(changes.claims) == 1, kinds(changes)
    return changes.claims[0]


def fields(change):
    return {field.words: (field.old, field.new) for field in change.fields}


# -- nothing ------------------------------------------------------------------------


def test_a_state_and_itself_differ_in_nothing(tables, article):
    for one in (tables, article):
        changes = diff(Book(one), Book(one))
        assert (
            not changes
            and changes.claims == ()
            and not any(changes.tables.values())
            and not any(changes.counts.values())
        )
        assert list(changes.counts) == list(KINDS) and changes.uncompared == ()
    assert not Changes()


def test_numbers_of_rows_and_their_order_are_no_change(article):
    def shuffle(edits):
        for place, (table, rows) in enumerate(edits.rows.items()):
            random.Random(place).shuffle(rows)
            for number, row in enumerate(rows):
                row["_row"] = number + 1000
                row["_file"] = f"other/{table}.csv"

    assert not between(article, shuffle)


def test_equal_numbers_are_no_change_however_they_were_read(tables):
    assert not between(tables, lambda e: e.put("tons", best=Fraction(50, 2)))


# -- one of each kind ------------------------------------------------------------------


def test_added(tables):
    change = only(between(tables, lambda e: e.copy("tons", "crates", best=Fraction(7))))
    assert (change.id, change.kind, change.old, change.also, change.fields) == (
        "crates",
        "added",
        None,
        (),
        (),
    )
    assert (change.new.text, change.new.claimant, change.new.measure, change.new.document) == (
        "about 7 containers",
        "The ministry",
        "killed",
        "The Gazette",
    )
    assert change.new.figure.id == "crates" and change.new.figure.text() == change.new.text


def test_removed(tables):
    change = only(between(tables, lambda e: e.without("pay")))
    assert (change.id, change.kind, change.new, change.old.text) == ("pay", "removed", None, "US$572m a year")
    assert change.old.day == dt.date(2024, 12, 21) and change.old.paragraph == 6


def test_retracted_is_told_before_all_else(tables):
    change = only(
        between(tables, lambda e: e.put("killed", status="retracted", low=Fraction(90), credibility=5))
    )
    assert (change.kind, change.also) == ("retracted", ("revised", "regraded"))
    assert fields(change) == {
        "figure": ("at least 100", "at least 90"),
        "status": ("unverified", "retracted"),
        "credibility": ("3", "5"),
    }
    back = only(between(tables, lambda e: e, before=lambda e: e.put("killed", status="retracted")))
    assert back.kind == "regraded" and fields(back) == {"status": ("retracted", "unverified")}
    still = between(
        tables,
        lambda e: e.put("killed", status="retracted", low=Fraction(90)),
        before=lambda e: e.put("killed", status="retracted"),
    )
    assert only(still).kind == "revised"  # it was so before


def test_corrected_tells_both_what_was_said_and_what_is(tables):
    change = only(
        between(
            tables,
            lambda e: e.copy(
                "killed", "killed-later", supersedes_id="killed", low=Fraction(300), stated_on=DAY
            ),
        )
    )
    assert (change.kind, change.id, change.old.id) == ("corrected", "killed-later", "killed")
    assert (change.old.text, change.new.text) == ("at least 100", "at least 300")


def test_a_correction_of_a_correction_leads_to_what_was_said_before(tables):
    def twice(edits):
        edits.copy("killed", "second", supersedes_id="first", low=Fraction(300))
        edits.copy("killed", "first", supersedes_id="killed", low=Fraction(200))
        edits.copy("killed", "apart", supersedes_id="apart-2", low=Fraction(5)).copy(
            "killed", "apart-2", low=Fraction(4)
        )

    changes = between(tables, twice)
    assert kinds(changes) == {
        "first": "corrected",
        "second": "corrected",
        "apart": "added",
        "apart-2": "added",
    }
    assert {change.old.id for change in changes.of("corrected")} == {"killed"}


def test_a_claim_that_was_there_can_become_a_correction(tables):
    change = only(between(tables, lambda e: e.put("killed", supersedes_id="killed-wire", low=Fraction(120))))
    assert (change.kind, change.old.id, change.also) == ("corrected", "killed-wire", ("revised",))
    no_longer = only(between(tables, lambda e: e.put("force", supersedes_id=None)))
    assert no_longer.kind == "revised" and fields(no_longer) == {
        "in place of": ("The ministry, deployed: 10,000 (The Wire)", None)
    }


REVISED = [
    ("killed", {"low": Fraction(300)}, {"figure": ("at least 100", "at least 300")}),
    (
        "killed",
        {"bound": "as_printed", "low": None, "best": Fraction(100)},
        {"figure": ("at least 100", "100")},
    ),
    ("killed", {"bound": "between", "high": Fraction(120)}, {"figure": ("at least 100", "100 to 120")}),
    ("pay", {"unit": "EUR/year", "currency": "EUR"}, {"figure": ("US$572m a year", "€572m a year")}),
    ("officers", {"bound": "exact"}, {"bound": ("a bare figure", "said to be exact")}),
    ("killed", {"hedge": None}, {"hedge": ("at least", None)}),
    ("killed", {"hedge": "reckoned"}, {"hedge": ("at least", "reckoned")}),
    ("tons-echo", {"hedge": "many"}, {"hedge": (None, "many")}),
    ("killed", {"measure": "wounded"}, {"what is counted": ("killed", "wounded")}),
    ("killed", {"subject": "guards"}, {"subject": ("troops", "guards")}),
    ("killed", {"scope": "village"}, {"scope": ("front", "village")}),
    (
        "killed",
        {"claimant_id": "gazette-paper"},
        {"claimant": ("The ministry", "The Gazette"), "side of the claimant": ("south", "north")},
    ),
    ("killed", {"via_ids": "wire"}, {"relays": ("A lawmaker, The Wire", "The Wire")}),
    ("killed", {"via_ids": None}, {"relays": ("A lawmaker, The Wire", None)}),
    ("killed", {"suspected_via_id": "lawmaker"}, {"suspected relay": (None, "A lawmaker")}),
    (
        "killed",
        {"original_claim_id": "unknown"},
        {"original": ("The ministry, killed: at least 100 (The Wire)", "unknown")},
    ),
    (
        "killed",
        {"original_claim_id": "self"},
        {"original": ("The ministry, killed: at least 100 (The Wire)", "this claim itself")},
    ),
    ("killed", {"original_link": "stated"}, {"link to its original": ("inferred", "stated")}),
    (
        "tons-echo",
        {"echoes_id": None},
        {"echo of": ("The ministry, killed: about 25 containers (The Gazette)", None)},
    ),
    (
        "officers",
        {"part_of_id": "killed"},
        {
            "part of": (
                "The ministry, killed: up to 50 (The Gazette)",
                "The ministry, killed: at least 100 (The Gazette)",
            )
        },
    ),
    (
        "force",
        {"period_start": None, "period_end": DAY},
        {"first day": (dt.date(2024, 10, 1), None), "last day": (dt.date(2024, 12, 1), DAY)},
    ),
    ("tons", {"duration": "P3Y"}, {"span": ("P2Y", "P3Y")}),
    ("killed", {"as_of": DAY}, {"as of": (dt.date(2024, 12, 18), DAY)}),
    ("killed", {"stated_on": None}, {"stated on": (DAY, None)}),
    ("killed", {"date_precision": 3}, {"precision of the date": (None, "3")}),
    ("killed", {"as_printed": "a hundred at least"}, {"as printed": ("at least 100", "a hundred at least")}),
    ("killed", {"accounting": "increment"}, {"accounting": ("cumulative", "increment")}),
    ("killed", {"basis": "official_statement"}, {"basis": ("unstated", "official statement")}),
    ("pay", {"stage": "delivered"}, {"stage": ("potential", "delivered")}),
    (
        "pay",
        {"from_side": "south", "to_side": "north"},
        {"from": ("north", "south"), "to": ("south", "north")},
    ),
    (
        "pay",
        {"likelihood": "likely", "likelihood_scale": "PHIA"},
        {"likelihood": ("could", "likely"), "scale of the likelihood": ("none", "PHIA")},
    ),
    (
        "killed",
        {"document_id": "wire-report"},
        {
            "document": ("The Gazette", "The Wire"),
            "published": (dt.date(2024, 12, 21), dt.date(2024, 12, 16)),
            "published from": (dt.date(2024, 12, 20), dt.date(2024, 12, 16)),
        },
    ),
]


@pytest.mark.parametrize(("id", "cells", "told"), REVISED)
def test_revised_lists_each_field_in_a_readers_words(id, cells, told, tables):
    change = only(between(tables, lambda e: e.put(id, **cells)))
    assert (change.id, change.kind, change.also, fields(change)) == (id, "revised", (), told)


def test_a_number_and_its_bound_are_one_field(tables):
    change = only(
        between(
            tables, lambda e: e.put("killed", bound="less_than", low=None, high=Fraction(90), hedge="under")
        )
    )
    assert [field.fact for field in change.fields] == ["figure", "hedge"]


def test_the_day_of_a_document_revises_the_claims_that_it_prints(tables):
    changes = between(tables, lambda e: e.set("documents", "wire-report", published=dt.date(2024, 12, 17)))
    assert kinds(changes) == {"killed-wire": "revised", "force-first": "revised"}
    assert [(row.id, row.kind) for row in changes.rows("documents")] == [("wire-report", "changed")]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda e: e.put("killed", credibility=2), {"killed": {"credibility": ("3", "2")}}),
        (lambda e: e.put("killed", credibility=None), {"killed": {"credibility": ("3", "not graded")}}),
        (lambda e: e.put("killed", status="denied"), {"killed": {"status": ("unverified", "denied")}}),
        (
            lambda e: e.set("sources", "wire", reliability="D"),
            {"killed": {"reliability of The Wire": ("not graded", "D")}},
        ),
        (
            lambda e: e.set("sources", "lawmaker", reliability="D"),
            {
                "killed": {"reliability of A lawmaker": ("not graded", "D")},
                "tons-echo": {"reliability of A lawmaker": ("not graded", "D")},
            },
        ),
    ],
)
def test_regraded_by_item_by_status_by_claimant_or_relay(change, told, tables):
    changes = between(tables, change)
    assert (
        {change.id: fields(change) for change in changes.of("regraded")}
        == told
        == {c.id: fields(c) for c in changes.claims}
    )


@pytest.mark.parametrize(
    ("change", "ids"),
    [
        (lambda e: e.put("killed", note="Another."), {"killed"}),
        (lambda e: e.put("killed", grade_note="Because.", graded_by="others"), {"killed"}),
        (lambda e: e.put("killed", paragraph=4, also_at=None), {"killed"}),
        (lambda e: e.set("sources", "wire", name="The Wire Ltd"), {"killed"}),
        (lambda e: e.set("terms", "payments", label="pay"), {"pay"}),
        (
            lambda e: e.set("documents", "wire-report", label="The Wire, a report"),
            {"killed-wire", "force-first"},
        ),
    ],
)
def test_notes_locators_and_labels_are_noted(change, ids, tables):
    assert kinds(between(tables, change)) == dict.fromkeys(ids, "noted")


def test_another_id_of_the_same_name_is_noted_only(tables):
    def same_name(edits):
        edits.rows["sources"].append(edits.row("sources", "ministry") | {"source_id": "ministry-2"})
        edits.put("pay", claimant_id="ministry-2")

    assert kinds(between(tables, same_name)) == {"pay": "noted"}


def test_renamed_and_all_that_points_at_it_with_it(tables):
    change = only(
        between(tables, lambda e: e.rename("killed-wire", "wire-killed"))
    )  # `killed` names it as its original
    assert (change.id, change.kind, change.was_id, change.also) == (
        "wire-killed",
        "renamed",
        "killed-wire",
        (),
    )
    both = between(tables, lambda e: e.rename("killed-wire", "wire-killed").rename("killed", "dead"))
    assert kinds(both) == {"wire-killed": "renamed", "dead": "renamed"} and not both.rows("mentions")
    noted = only(
        between(tables, lambda e: e.rename("tons", "crates").put("crates", note="Crates, not tons."))
    )
    assert (noted.kind, noted.also) == ("renamed", ("noted",))
    graded = between(tables, lambda e: e.rename("pay", "wages").set("sources", "ministry", reliability="C"))
    wages = next(change for change in graded.of("regraded") if change.id == "wages")
    assert (wages.also, wages.was_id, wages.old.id) == (("renamed",), "pay", "pay")


def test_another_id_and_another_link_are_one_claim_that_was_revised(tables):
    change = only(
        between(tables, lambda e: e.rename("killed", "dead").put("dead", original_claim_id="unknown"))
    )
    assert (change.kind, change.also, change.was_id) == ("revised", ("renamed",), "killed") and list(
        fields(change)
    ) == ["original"]


def test_another_id_and_another_number_are_two_claims(tables):
    changes = between(tables, lambda e: e.rename("pay", "wages").put("wages", best=Fraction(573)))
    assert kinds(changes) == {"pay": "removed", "wages": "added"}


def test_two_equal_claims_that_are_renamed_are_paired_once_each(tables):
    twins = edited(tables, lambda e: e.copy("pay", "pay-2").copy("pay", "pay-3"))
    changes = between(twins, lambda e: e.rename("pay-2", "a").rename("pay-3", "b").without("pay"))
    assert sorted(change.kind for change in changes.claims) == ["removed", "renamed", "renamed"]
    assert len({change.was_id for change in changes.of("renamed")}) == 2


def test_names_that_change_places_are_no_renaming_but_two_revisions(tables):
    def swap(edits):
        one, other = edits.claim("all")[1], edits.claim("officers")[1]
        one["claim_id"], other["claim_id"] = "officers", "all"

    assert kinds(between(tables, swap)) == {"all": "revised", "officers": "revised"}


# -- selections ------------------------------------------------------------------------

EARLY, LATE = {"AS_OF": "2024-12-18"}, {"AS_OF": "2024-12-31"}


def test_entered_and_left_tell_the_reason(tables):
    changes = between(tables, lambda e: e, old=EARLY, new=LATE)
    assert {c.kind for c in changes.claims} == {"entered"} and len(changes.claims) == 7
    assert {c.reason for c in changes.claims} == {"not known by 2024-12-18"}
    assert changes.selections == ("as of 2024-12-18", "as of 2024-12-31")
    changes = between(
        tables, lambda e: e.set("sources", "ministry", reliability="E"), new={"MIN_RELIABILITY": "C"}
    )
    left = changes.of("left")
    assert {c.reason for c in left} == {"reliability less than C"} and all("regraded" in c.also for c in left)
    assert {c.id for c in left} == {c.id for c in changes.claims} == set(Book(tables)) - {"tons-echo"}


def test_what_changed_of_a_claim_that_entered_stands_with_it(tables):
    changes = between(
        tables, lambda e: e.put("pay", best=Fraction(1), status="retracted"), old=EARLY, new=LATE
    )
    pay = next(change for change in changes.claims if change.id == "pay")
    assert (pay.kind, pay.also) == ("entered", ("retracted", "revised")) and "figure" in fields(pay)


def test_a_claim_that_is_retracted_and_left_out_is_retracted(tables):
    change = next(
        c
        for c in between(tables, lambda e: e.put("killed", status="retracted"), new=EARLY).claims
        if c.id == "killed"
    )
    assert (change.kind, change.also, change.reason) == ("retracted", ("left",), "not known by 2024-12-18")


def test_what_neither_selection_looks_at_is_counted_apart(tables):
    def everything(edits):
        edits.copy("tons", "crates").put("pay", best=Fraction(3)).without("officers").copy(
            "all", "all-2", supersedes_id="all"
        )

    changes = between(tables, everything, old=EARLY, new=EARLY)
    assert {c.id: (c.kind, c.also) for c in changes.claims} == {
        "crates": ("outside", ("added",)),
        "pay": ("outside", ("revised",)),
        "officers": ("outside", ("removed",)),
        "all-2": ("outside", ("corrected",)),
    }
    assert not between(tables, lambda e: e, old=EARLY, new=EARLY)


def test_a_correction_of_a_claim_that_was_left_out_tells_what_it_was(tables):
    change = next(
        c
        for c in between(
            tables, lambda e: e.copy("all", "all-2", supersedes_id="all", high=Fraction(60)), old=EARLY
        ).claims
        if c.id == "all-2"
    )
    assert (change.kind, change.old.text, change.new.text) == ("corrected", "up to 50", "up to 60")


# -- other tables ------------------------------------------------------------------------


def test_documents_judgements_and_events(tables):
    def some(edits):
        edits.rows["documents"].append(
            edits.row("documents", "gazette") | {"document_id": "later", "label": "The Gazette, later"}
        )
        edits.rows["judgements"].append(
            edits.row("judgements", "unfit") | {"judgement_id": "fit", "stance": "favourable"}
        )
        edits.set("judgements", "unfit", stance="mixed").set("events", "parade", place="A square", end=None)

    changes = between(tables, some)
    assert not changes.claims and changes
    assert [(r.id, r.kind, r.words) for r in changes.rows("documents")] == [
        ("later", "added", "The Gazette, later")
    ]
    assert [(r.id, r.kind, r.words, r.summary) for r in changes.rows("judgements")] == [
        ("unfit", "changed", "The ministry on tactics, mixed", "Sees them as unready."),
        ("fit", "added", "The ministry on tactics, favourable", "Sees them as unready."),
    ]
    parade = changes.rows("events", "changed")[0]
    assert fields(parade) == {"place": (None, "A square"), "end": (dt.date(2024, 10, 2), None)}
    assert [
        r.id for r in between(tables, lambda e: e.drop("events", "parade")).rows("events", "removed")
    ] == ["parade"]


def test_cells_of_other_tables_are_told_as_they_are_and_voices_by_their_names(tables):
    """An id of a term can be that of a claim too: "killed" is both."""

    def some(edits):
        edits.set("terms", "wounded", part_of_id="killed").set(
            "judgements", "unfit", judge_id="wire", via_ids="lawmaker > ministry"
        )

    changes = between(tables, some)
    assert fields(changes.rows("terms")[0]) == {"part of": ("losses", "killed")}
    assert fields(changes.rows("judgements")[0]) == {
        "judge": ("The ministry", "The Wire"),
        "relays": (None, "A lawmaker, The ministry"),
    }


def test_rows_of_other_tables_are_looked_at_through_the_selection_too(tables):
    changes = between(tables, lambda e: e, old=EARLY, new=LATE)
    assert [(r.id, r.kind) for r in changes.rows("judgements")] == [("unfit", "entered")] and changes.rows(
        "events"
    )[0].kind == "entered"
    changes = between(
        tables,
        lambda e: e.drop("judgements", "unfit").set("events", "parade", place="x"),
        old=EARLY,
        new=EARLY,
    )
    assert [(r.id, r.kind) for t in ("judgements", "events") for r in changes.rows(t)] == [
        ("unfit", "outside"),
        ("parade", "outside"),
    ]
    changes = between(
        tables, lambda e: e.set("documents", "gazette", note="x"), old={}, new={"DOCUMENTS": ["wire-report"]}
    )
    assert [(r.id, r.kind) for r in changes.rows("documents")] == [("gazette", "left")]


def test_sources_terms_and_mentions(tables):
    def some(edits):
        edits.rows["sources"].append(edits.row("sources", "wire") | {"source_id": "new-wire"})
        edits.drop("terms", "guards").drop("mentions", "m-8-1").set("mentions", "m-3-1", reason="As printed.")

    changes = between(tables, some)
    assert {t: [(r.id, r.kind) for r in changes.rows(t)] for t in ("sources", "terms", "mentions")} == {
        "sources": [("new-wire", "added")],
        "terms": [("guards", "removed")],
        "mentions": [("m-3-1", "changed"), ("m-8-1", "removed")],
    }


# -- of an earlier vocabulary --------------------------------------------------------------


def test_terms_that_are_not_known_are_told_by_their_ids(tables):
    def poor(edits):
        edits.rows["terms"] = [
            row for row in edits.rows["terms"] if row["term_id"] not in ("killed", "front", "troops")
        ]
        edits.put("killed", measure="very-old-term")

    change = next(c for c in between(tables, lambda e: e, before=poor).claims if c.id == "killed")
    assert fields(change)["what is counted"] == ("very old term", "killed") and change.old.figure is None
    assert change.old.text == "at least 100" and change.new.figure.text() == "at least 100"


def test_columns_that_one_state_lacks_are_not_compared_but_named(tables):
    def earlier(edits):
        edits.lose("suspected_via_id").lose("basis").lose("grade_note").lose("affiliation", "sources").lose(
            "place", "events"
        )

    changes = between(
        tables,
        lambda e: e.put("killed", suspected_via_id="wire", basis="imagery", low=Fraction(101)),
        before=earlier,
    )
    assert fields(only(changes)) == {"figure": ("at least 100", "at least 101")}
    assert changes.uncompared == ("suspected_via_id", "basis", "grade_note")
    back = diff(
        Book(edited(tables, lambda e: e.put("killed", low=Fraction(1)))), Book(edited(tables, earlier))
    )
    assert fields(only(back)) == {"figure": ("at least 1", "at least 100")} and set(back.uncompared) == set(
        changes.uncompared
    )


def test_rows_that_make_no_number_are_told_as_printed(tables):
    change = only(between(tables, lambda e: e, before=lambda e: e.put("killed", low=None)))
    assert (change.kind, change.old.text, change.new.text) == ("revised", "at least 100", "at least 100")
    assert fields(change) == {"lower end": (None, "100")}


# -- random edits ------------------------------------------------------------------------------

VALUES = {
    "measure": ["killed", "wounded", "losses"],
    "scope": ["front", "village"],
    "subject": ["troops", "guards"],
    "claimant_id": ["ministry", "gazette-paper", "wire"],
    "via_ids": [None, "wire", "lawmaker > wire"],
    "hedge": [None, "some"],
    "credibility": [None, 1, 5],
    "status": ["unverified", "retracted", "denied"],
    "note": [None, "x"],
    "grade_note": ["y"],
    "paragraph": [None, 3, 9],
    "document_id": ["gazette", "wire-report"],
    "stated_on": [None, DAY, dt.date(2024, 12, 10)],
    "as_printed": ["some", "few"],
    "period_end": [None, DAY],
    "supersedes_id": [None, "killed", "force-first", "tons"],
    "original_claim_id": ["self", "unknown", "killed-wire"],
    "basis": ["unstated", "model"],
}
ENDS = [
    ("at_least", 1, None, None),
    ("up_to", None, None, 9),
    ("as_printed", None, 5, None),
    ("exact", None, 5, None),
    ("between", 1, None, 9),
    ("vague", None, None, None),
]
PLACE = st.integers(0, 30)
EDITS = st.one_of(
    st.sampled_from([(column, value) for column, values in VALUES.items() for value in values]).flatmap(
        lambda cell: st.tuples(st.just("put"), PLACE, st.just(cell))
    ),
    st.tuples(st.just("ends"), PLACE, st.sampled_from(ENDS)),
    st.tuples(st.just("drop"), PLACE, st.none()),
    st.tuples(st.just("copy"), PLACE, st.sampled_from("abc")),
    st.tuples(st.just("rename"), PLACE, st.sampled_from("abc")),
    st.tuples(st.just("grade"), PLACE, st.sampled_from([None, "A", "F"])),
    st.tuples(st.just("label"), PLACE, st.sampled_from("mn")),
    st.tuples(st.just("turn"), PLACE, st.none()),
    st.tuples(st.just("column"), PLACE, st.sampled_from(["basis", "duration"])),
)
PARAMETERS = st.fixed_dictionaries(
    {},
    optional={
        "AS_OF": st.sampled_from(["2024-12-12", "2024-12-18", "2024-12-31"]),
        "DOCUMENTS": st.sampled_from([["gazette"], ["wire-report"]]),
        "SIDES": st.just(["south"]),
        "MIN_RELIABILITY": st.sampled_from("AC"),
        "INCLUDE_UNGRADED": st.booleans(),
    },
)


def apply(edits, what, place, value):
    ids = [row["claim_id"] for table in FIGURES for row in edits.rows[table]]
    if what == "grade":
        edits.rows["sources"][place % 4]["reliability"] = value
    elif what == "label":
        edits.rows["terms"][place % 13]["label"] = value
    elif what == "turn":
        for table in FIGURES:
            edits.rows[table].reverse()
    elif what == "column":
        if value in edits.columns["casualties"]:
            edits.lose(value)
    elif ids:
        id, name = ids[place % len(ids)], f"{value}-{place}"
        if what == "put":
            edits.put(id, **dict([value]))
        elif what == "ends":
            edits.put(
                id,
                bound=value[0],
                **{end: n and Fraction(n) for end, n in zip(("low", "best", "high"), value[1:], strict=True)},
            )
        elif what == "drop":
            edits.without(id)
        elif name not in ids:
            (edits.copy if what == "copy" else edits.rename)(id, name)


def state_of(tables, edits_list, parameters):
    edits = Edits(tables)
    for one in edits_list:
        apply(edits, *one)
    return Book(edits.tables()).select_by(parameters)


STATES = st.tuples(st.lists(EDITS, max_size=6), PARAMETERS)


def reads(book, id, was, columns):
    """All that a reader can be told of a claim; compared without the code that is tested."""
    row = {
        c: was.get(v, v) if c.endswith("claim_id") or c in ("echoes_id", "part_of_id", "supersedes_id") else v
        for c, v in book.coded[id].items()
        if c in columns
    }
    voices = [book.source(v) for v in (row["claimant_id"], *split(row["via_ids"], " > "))]
    labels = [book.label(row[kind]) for kind in ("subject", "measure", "scope")]
    document = book.document(row["document_id"])
    return (
        row,
        [(v["name"], v["reliability"]) for v in voices],
        voices[0]["side"],
        labels,
        (document["label"], document["published"]),
        id in book,
    )


@settings(max_examples=50, deadline=None)
@given(first=STATES, second=STATES)
def test_no_change_goes_unnoticed_and_none_is_told_twice(tables, first, second):
    old, new = state_of(tables, *first), state_of(tables, *second)
    changes = diff(old, new)
    named = {change.id for change in changes.claims}
    assert len(named) == len(changes.claims) == sum(changes.counts.values())
    assert all(change.kind in KINDS and change.kind not in change.also for change in changes.claims)
    was = {change.id: change.was_id for change in changes.claims if change.was_id}
    columns = {"table", *set(old.tables["casualties"]) & set(new.tables["casualties"])} - {
        "claim_id",
        "_row",
        "_file",
    }
    gone = set(old.coded) - set(new.coded) - set(was.values())
    assert {change.id for change in changes.claims if change.new is None} == gone
    for id in new.coded:
        before = was.get(id, id)
        if id not in named:
            looked_at = before in old or id in new
            then, now = (
                reads(book, name, names, columns) for book, name, names in ((old, before, {}), (new, id, was))
            )
            assert then == now or (not looked_at and then[:-1] == now[:-1])
        elif before in old.coded and not changes.uncompared:
            change = next(change for change in changes.claims if change.id == id)
            if change.kind not in ("entered", "left", "renamed"):
                assert change.fields or change.kind == "outside"


@settings(max_examples=40, deadline=None)
@given(first=STATES, second=STATES)
def test_backwards_what_was_added_is_removed_and_what_entered_has_left(tables, first, second):
    old, new = state_of(tables, *first), state_of(tables, *second)
    there, back = diff(old, new), diff(new, old)

    def those(changes, *kinds):
        return {
            c.id
            for c in changes.claims
            if c.kind in kinds or (c.kind == "outside" and set(kinds) & set(c.also))
        }

    def came(changes, other):
        return {c.id for c in changes.claims if c.id not in other.coded and not c.was_id}

    assert came(there, old) == those(back, "removed") and came(back, new) == those(there, "removed")
    left = {c.was_id or c.id for c in back.claims if c.kind == "left" or "left" in c.also}
    assert left == {c.id for c in there.claims if c.kind == "entered"}
    assert Counter(c.kind for c in there.claims)["renamed"] == Counter(c.kind for c in back.claims)["renamed"]
    assert there.selections == back.selections[::-1]


@settings(max_examples=15, deadline=None)
@given(state=STATES)
def test_any_state_and_itself_differ_in_nothing(tables, state):
    assert not diff(state_of(tables, *state), state_of(tables, *state))
