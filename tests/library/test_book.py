"""The book: claims by name, selections and what they leave out, the tidy table, what is told of unknown
names."""

import datetime as dt
import json
import pickle
import re
import sys
from pathlib import Path

import pandas as pd
import pytest

sys.path.insert(0, str(Path(__file__).parent))
import claimbook  # noqa: E402
from claimbook.book import Book, LeftOut, census  # noqa: E402
from claimbook.errors import NotSelected, ParameterFault, ParameterFaults, UnknownName  # noqa: E402
from claimbook.figure import Term  # noqa: E402
from claimbook.selection import PARAMETERS, Selection  # noqa: E402
from data_folder import Folder  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
ALL = ["killed", "all", "officers", "killed-wire", "force-first", "force", "pay", "tons", "tons-echo"]
ON_WIRE = ["killed-wire", "force-first"]  # the other document, 16 December
LAWMAKER = "<b>A $5 & $6 lawmaker</b>, whose long name is told to its very end"
GRADE = {"graded_by": "tests", "grade_note": "Invented."}


def change(folder, table, id, **cells):
    """Set cells of the row with that id, which is its first cell."""
    folder.put(table, [row[0] for row in folder.lines(table)].index(id) + 1, **cells)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The invented folder with every kind of grade: B, C, F and none; 1 to 4, 6 and none."""
    made = Folder(tmp_path_factory.mktemp("data"))
    rated = {"reliability_note": "Invented.", "graded_by": "tests"}
    change(made, "sources", "gazette-paper", reliability="C", **rated)
    change(made, "sources", "wire", reliability="F", **rated)
    change(made, "sources", "lawmaker", name=LAWMAKER)
    change(made, "casualties", "all", credibility="6", **GRADE)
    change(made, "casualties", "officers", status="corroborated")
    change(made, "casualties", "killed-wire", credibility="2", **GRADE)
    change(made, "money_flows", "pay", claimant_id="gazette-paper", credibility="4", **GRADE)
    change(
        made,
        "other_figures",
        "tons",
        claimant_id="wire",
        credibility="1",
        note="Costs $5 & <i>$6</i>.",
        **GRADE,
    )
    made.append("terms", term_id="toll", kind="measure", label="toll", definition="Invented.")
    change(made, "terms", "killed", part_of_id="toll")  # so that a wider term holds it
    made.append(
        "judgements",
        judgement_id="fit",
        document_id="gazette",
        paragraph="9",
        judge_id="gazette-paper",
        topic="tactics",
        stance="mixed",
        summary="Sees them as ready.",
    )
    return made


@pytest.fixture(scope="module")
def book(folder):
    return claimbook.open(folder.path)


@pytest.fixture(scope="module")
def article():
    return claimbook.open(ROOT / "data")


# -- a mapping of figures --------------------------------------------------------


def test_it_is_a_mapping_in_the_order_of_the_tables(book):
    assert list(book) == list(book.keys()) == book.names == ALL and len(book) == 9
    assert book["killed"].text() == "at least 100" and book["killed"] is book["killed"]
    assert [figure.id for figure in book.values()] == ALL
    assert "killed" in book and "kiled" not in book and book.get("kiled") is None


def test_the_keys_that_are_completed_are_those_of_the_selection(book):
    assert book._ipython_key_completions_() == ALL
    assert book.select(documents=["wire-report"])._ipython_key_completions_() == ON_WIRE


def test_an_unknown_claim_tells_the_nearest(book):
    with pytest.raises(UnknownName) as caught:
        book["kiled"]
    assert str(caught.value) == 'found "kiled", expected a name that is in the tables (nearest: killed)'
    assert (
        isinstance(caught.value, KeyError)
        and caught.value.name == "kiled"
        and caught.value.nearest == "killed"
    )
    with pytest.raises(UnknownName, match='^found "zzzz", expected a name that is in the tables$'):
        book["zzzz"]


def test_a_claim_that_is_left_out_says_why_and_is_a_key_error(book):
    wire = book.select(documents=["wire-report"])
    with pytest.raises(LeftOut, match="^killed is left out of this selection: another document$") as caught:
        wire["killed"]
    assert isinstance(caught.value, NotSelected) and isinstance(caught.value, KeyError)
    assert "killed" not in wire and wire.get("killed") is None and wire.names == ALL


def test_lineage_is_not_selected(book):
    killed = book.select(documents=["gazette"])["killed"]
    assert killed.lineage.quoted_from.id == "killed-wire"


# -- select ------------------------------------------------------------------------

OTHER, SIDE = "another document", "another side"
LATE = [
    "all",
    "officers",
    "force",
    "pay",
    "tons",
    "tons-echo",
]  # known by their document alone, of 21 December
OFF_SCALE = dict.fromkeys(["tons", "tons-echo"], "reliability not graded on the scale") | dict.fromkeys(
    ["all", "officers", "force-first", "force"], "credibility not graded on the scale"
)
SELECTIONS = [
    ({}, {}),
    # by the day it was stated, else published; the day itself is kept
    ({"as_of": "2024-12-21"}, {}),
    ({"as_of": "2024-12-20"}, dict.fromkeys(LATE, "not known by 2024-12-20")),
    ({"as_of": dt.date(2024, 12, 19)}, dict.fromkeys(LATE, "not known by 2024-12-19")),
    ({"as_of": "2024-12-18"}, dict.fromkeys(["killed", *LATE], "not known by 2024-12-18")),
    ({"as_of": "2024-12-15"}, dict.fromkeys(ALL, "not known by 2024-12-15")),
    ({"as_of": "", "documents": [], "sides": ()}, {}),  # an empty list means all
    ({"documents": ["wire-report"]}, {id: OTHER for id in ALL if id not in ON_WIRE}),
    ({"documents": ["gazette"]}, dict.fromkeys(ON_WIRE, OTHER)),
    ({"documents": ("gazette", "wire-report", "gazette")}, {}),
    ({"sides": ["north"]}, {id: SIDE for id in ALL if id != "pay"}),
    ({"sides": ["south"]}, {"pay": SIDE}),
    # as good as the least is kept; F and blank are off the scale, not at its end
    ({"min_reliability": "C"}, {}),
    ({"min_reliability": "B"}, {"pay": "reliability less than B"}),
    (
        {"min_reliability": "A"},
        {id: "reliability less than A" for id in ALL if id not in ("tons", "tons-echo")},
    ),
    ({"min_reliability": "E", "include_ungraded": True}, {}),
    ({"min_credibility": "4"}, {}),
    ({"min_credibility": 3}, {"pay": "credibility less than 3"}),
    ({"min_credibility": "1"}, dict.fromkeys(["killed", "killed-wire", "pay"], "credibility less than 1")),
    ({"min_credibility": "5", "min_reliability": ""}, {}),
    ({"include_ungraded": False}, OFF_SCALE),
    ({"include_ungraded": False, "min_reliability": "B"}, OFF_SCALE | {"pay": "reliability less than B"}),
    # one reason a claim: day before document before side before grade
    (
        {"as_of": "2024-12-19", "documents": ["gazette"], "sides": ["north"]},
        dict.fromkeys(LATE, "not known by 2024-12-19") | dict.fromkeys(ON_WIRE, OTHER) | {"killed": SIDE},
    ),
]


@pytest.mark.parametrize(("chosen", "left_out"), SELECTIONS)
def test_what_a_selection_leaves_out_and_why(chosen, left_out, book):
    selected = book.select(**chosen)
    assert selected.left_out == left_out
    assert list(selected) == [id for id in ALL if id not in left_out]
    assert len(selected) + len(selected.left_out) == len(book)


FAULTS = [
    (
        {"as_of": "21.12.2024"},
        'AS_OF: found "21.12.2024", expected a day as 2024-12-21, or an empty text for no limit',
    ),
    ({"as_of": "2024-02-30"}, 'AS_OF: found "2024-02-30", expected a day'),
    ({"as_of": "2024-W51-6"}, 'AS_OF: found "2024-W51-6", expected a day'),
    ({"as_of": 20241221}, "AS_OF: found 20241221, expected a day"),
    ({"as_of": dt.datetime(2024, 12, 21)}, "AS_OF: found datetime"),
    ({"documents": "gazette"}, 'DOCUMENTS: found "gazette", expected a list of any of gazette, wire-report'),
    (
        {"documents": ["gazete"]},
        'DOCUMENTS: found "gazete", expected any of gazette, wire-report (nearest: gazette)',
    ),
    ({"documents": [3]}, "DOCUMENTS: found 3, expected any of"),
    ({"sides": ["russia"]}, 'SIDES: found "russia", expected any of north, south'),
    ({"sides": ["troops"]}, 'SIDES: found "troops", expected any of north, south'),
    ({"min_reliability": "F"}, 'MIN_RELIABILITY: found "F", expected one of A, B, C, D, E, or an empty text'),
    ({"min_reliability": "AB"}, 'MIN_RELIABILITY: found "AB"'),
    ({"min_credibility": 6}, "MIN_CREDIBILITY: found 6, expected one of 1, 2, 3, 4, 5, or an empty text"),
    ({"min_credibility": True}, "MIN_CREDIBILITY: found True"),
    ({"include_ungraded": "false"}, 'INCLUDE_UNGRADED: found "false", expected true or false'),
    ({"include_ungraded": 1}, "INCLUDE_UNGRADED: found 1, expected true or false"),
]


@pytest.mark.parametrize(("wrong", "told"), FAULTS)
def test_a_wrong_parameter_is_told_with_what_is_allowed(wrong, told, book):
    with pytest.raises(ParameterFault) as caught:
        book.select(**wrong)
    assert str(caught.value).startswith(told) and caught.value.name == next(iter(wrong)).upper()


def test_several_wrong_parameters_are_told_at_once(book):
    with pytest.raises(ParameterFaults) as caught:
        book.select("soon", ["gazete", "gazette", "wire"], ["south"], "F", 6, None)
    assert [(fault.name, fault.found) for fault in caught.value.faults] == [
        ("AS_OF", "soon"),
        ("DOCUMENTS", "gazete"),
        ("DOCUMENTS", "wire"),
        ("MIN_RELIABILITY", "F"),
        ("MIN_CREDIBILITY", 6),
        ("INCLUDE_UNGRADED", None),
    ]
    assert str(caught.value).count("; ") == 5


def test_events_and_judgements_are_selected_too(book):
    def kept(**chosen):
        selected = book.select(**chosen)
        return list(selected.events["event_id"]), list(selected.judgements["judgement_id"])

    assert kept() == (["parade"], ["unfit", "fit"])
    assert kept(as_of="2024-12-20") == kept(documents=["wire-report"]) == ([], [])
    assert kept(sides=["north"]) == (["parade"], ["fit"]) and kept(sides=["south"]) == ([], ["unfit"])
    assert kept(min_reliability="B") == ([], ["unfit"])
    assert kept(min_credibility="1", include_ungraded=False) == kept()  # they have no such grade
    assert "_row" not in book.events and list(book.select(sides=["north"]).judgements.index) == [0]


# -- a selection of a selection --------------------------------------------------------

BOTH = [
    ({"sides": ["south"]}, {"documents": ["gazette"]}, {"sides": ["south"], "documents": ["gazette"]}),
    ({"documents": ["wire-report", "gazette"]}, {"documents": ["gazette"]}, {"documents": ["gazette"]}),
    ({"sides": ["north", "south"]}, {"sides": ["south"]}, {"sides": ["south"]}),
    ({"as_of": "2024-12-19"}, {"as_of": "2024-12-21"}, {"as_of": "2024-12-19"}),
    ({"min_reliability": "B"}, {"min_reliability": "C"}, {"min_reliability": "B"}),
    ({"min_credibility": "3"}, {"min_credibility": "4"}, {"min_credibility": "3"}),
    ({"include_ungraded": False}, {}, {"include_ungraded": False}),
    (
        {"as_of": "2024-12-19", "min_credibility": 3, "sides": ["south"]},
        {},
        {"as_of": "2024-12-19", "min_credibility": 3, "sides": ["south"]},
    ),
]


@pytest.mark.parametrize(("first", "second", "together"), BOTH)
def test_a_second_selection_narrows_the_first_in_either_order(first, second, together, book):
    wanted = book.select(**together)
    for one, other in ((first, second), (second, first)):
        twice = book.select(**one).select(**other)
        assert twice.selection == wanted.selection and twice.left_out == wanted.left_out
        assert repr(twice) == repr(wanted)


@pytest.mark.parametrize(
    ("axis", "one", "other"), [("documents", "gazette", "wire-report"), ("sides", "north", "south")]
)
def test_selections_with_nothing_in_common_leave_nothing_and_stay_so(axis, one, other, book):
    none = book.select(**{axis: [one]}).select(**{axis: [other]})
    assert (
        list(none) == [] and len(none.left_out) == len(book) and none.events.empty and none.judgements.empty
    )
    assert f"{axis} none, since the selections have none in common" in repr(none)
    assert list(none.select()) == list(none.select(**{axis: [one]})) == []
    assert none.article == "gazette" and list(book) == ALL


# -- what it tells of itself ---------------------------------------------------------------


def test_repr_tells_how_many_are_left_and_by_what(book):
    assert repr(book) == "<Book: 9 claims of 2 documents; everything>"
    narrow = book.select("2024-12-19", ["gazette"], ["south"], "B", 3, False)
    assert repr(narrow) == (
        "<Book: 1 claims of 1 documents, 8 left out by the selection; as of 2024-12-19; documents gazette; sides south; "
        "reliability B or better; credibility 3 or better; graded ones only>"
    )


def test_html_is_escaped_and_holds_no_bare_dollar(book):
    page = book._repr_html_()
    assert (
        "&lt;b&gt;A <span>$</span>5 &amp; <span>$</span>6 lawmaker&lt;/b&gt;, whose long name is told to its very end<"
        in page
    )
    assert "<b>" not in page
    assert "$" not in page.replace("<span>$</span>", "")
    assert "at least 100" in page and "not stated" in page and "&lt;NA&gt;" not in page
    assert (
        "documents &lt;<span>$</span>&gt;" in Book(book.tables, Selection(documents=("<$>",)))._repr_html_()
    )
    assert "0 claims of 0 documents, 9 left out" in book.select(as_of="2000-01-01")._repr_html_()


# -- the tidy table ------------------------------------------------------------------------------


def test_the_claims_as_a_table(book):
    claims = book.claims
    assert list(claims.index) == ALL and claims.index.name == "claim_id" and claims.shape == (9, 35)
    killed = claims.loc["killed"]
    assert (killed["text"], killed["low"], killed["claimant"], killed["via"]) == (
        "at least 100",
        100.0,
        "The ministry",
        f"{LAWMAKER} > The Wire",
    )
    assert (killed["hedge"], killed["original_claim_id"], killed["table"]) == (
        "at least",
        "killed-wire",
        "casualties",
    )
    assert (killed["stated_on"], killed["published"]) == (
        pd.Timestamp("2024-12-19"),
        pd.Timestamp("2024-12-21"),
    )
    assert (killed["reliability"], killed["credibility"], killed["paragraph"]) == ("B", 3, 3)
    pay = claims.loc["pay"]
    assert (pay["currency"], pay["likelihood"], pay["stage"], pay["best"]) == (
        "USD",
        "could",
        "potential",
        572e6,
    )
    assert list(claims.loc["force", ["period_start", "period_end"]]) == [
        pd.Timestamp("2024-10-01"),
        pd.Timestamp("2024-12-01"),
    ]
    assert (claims.loc["tons", "duration"], claims.loc["tons", "note"]) == ("P2Y", "Costs $5 & <i>$6</i>.")
    assert claims.loc["tons-echo", "echoes_id"] == "tons" and claims.loc["officers", "part_of_id"] == "all"
    assert claims.loc["killed", "basis"] == "unstated" and claims.loc["killed", "as_of"] == pd.Timestamp(
        "2024-12-18"
    )


def test_the_text_of_each_claim_carries_its_bound(article):
    words = {
        "at_least": "at least ",
        "more_than": "more than ",
        "up_to": "up to ",
        "less_than": "less than ",
        "about": "about ",
        "vague": "“",
    }
    assert set(words) < set(article.claims["bound"])
    for text, bound in zip(article.claims["text"], article.claims["bound"], strict=True):
        assert text.startswith(words.get(bound, "")) and (bound != "between" or " to " in text)


def test_its_types_do_not_depend_on_the_selection(book):
    dtypes = book.claims.dtypes.astype(str)
    of = {kind: set(dtypes.index[dtypes == kind]) for kind in set(dtypes)}
    assert of.pop("Float64") == {"low", "best", "high"} and of.pop("Int64") == {"paragraph", "credibility"}
    assert of.pop("datetime64[s]") == {"period_start", "period_end", "as_of", "stated_on", "published"}
    assert set(of) == {"string"}
    for chosen in ({"as_of": "2000-01-01"}, {"documents": ["wire-report"]}, {"sides": ["north"]}):
        other = book.select(**chosen).claims
        assert other.dtypes.equals(book.claims.dtypes) and other.index.dtype == book.claims.index.dtype
    assert book.select(as_of="2000-01-01").claims.shape == (0, 35)


def test_what_is_not_stated_is_na_everywhere(book):
    row = book.claims.loc["all"]
    for name in ("low", "hedge", "via", "note", "currency", "stage", "likelihood", "echoes_id", "duration"):
        assert row[name] is pd.NA
    assert row["as_of"] is pd.NaT and row["period_start"] is pd.NaT
    assert not (book.claims == "").any(axis=None)


def test_a_caller_cannot_break_the_book_by_its_tables(book):
    for name in ("claims", "sources", "documents", "terms", "mentions", "events", "judgements"):
        frame, column = getattr(book, name), getattr(book, name).columns[0]
        before = frame[column].iloc[0]
        frame.loc[frame.index[0], column] = "spoilt"
        del frame[frame.columns[1]]
        again = getattr(book, name)
        assert again[column].iloc[0] == before != "spoilt" and again.shape[1] == frame.shape[1] + 1
        assert not [c for c in again.columns if c.startswith("_")]


# -- looking for claims ------------------------------------------------------------------------------


def test_claims_about_something(book):
    def ids(**wanted):
        return [figure.id for figure in book.about(**wanted)]

    dead = ["killed", "all", "officers", "killed-wire", "tons", "tons-echo"]
    assert ids() == ids(subject="troops") == ALL
    assert ids(measure="killed") == ids(measure="toll") == dead  # narrower terms included
    assert ids(measure="deployed") == ["force-first", "force"] and ids(
        measure="deployed", document="gazette"
    ) == ["force"]
    assert [f.id for f in book.about("troops", "payments", "gazette")] == ["pay"]
    assert [f.id for f in book.select(documents=["wire-report"]).about(measure="killed")] == ["killed-wire"]
    assert book.about(document="wire-report", measure="payments") == []


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        ({"measure": "kiled"}, "killed"),
        ({"subject": "troop"}, "troops"),
        ({"document": "gazete"}, "gazette"),
        ({"document": "nope"}, None),
        ({"document": "wire"}, None),
        # terms of another kind are no answer, nor the nearest one
        ({"measure": "north"}, None),
        ({"measure": "troops"}, None),
        ({"subject": "killed"}, None),
    ],
)
def test_about_nothing_that_there_is(wanted, nearest, book):
    for selected in (book, book.select(as_of="2000-01-01")):  # also where no claim is left to look at
        with pytest.raises(UnknownName) as caught:
            selected.about(**wanted)
        assert caught.value.name in wanted.values() and caught.value.nearest == nearest


def test_the_original_of_a_claim(book):
    assert (
        book.original_of("killed").id == "killed-wire" and book.original_of("killed-wire").id == "killed-wire"
    )
    assert book.select(documents=["gazette"]).original_of("killed") is None
    assert book.select(documents=["wire-report"]).original_of("killed").id == "killed-wire"
    with pytest.raises(UnknownName, match="nearest: killed"):
        book.original_of("kiled")


def test_an_unknown_origin_is_no_original(tmp_path):
    other = Folder(tmp_path)
    change(other, "casualties", "killed-wire", original_claim_id="unknown")
    assert claimbook.open(tmp_path).original_of("killed") is None
    assert claimbook.open(tmp_path).original_of("killed-wire") is None


def test_what_is_relayed_from_another_document(book):
    assert [(a.id, b.id) for a, b in book.relayed(book.values())] == [("killed", "killed-wire")]
    assert (
        book.relayed([])
        == book.relayed([book["force"]])
        == book.select(documents=["gazette"]).relayed(book.values())
        == []
    )
    with pytest.raises(UnknownName):
        book.relayed([(book["killed"] / book["force"]).named("share", "an invented share")])


def test_the_document_that_a_brief_is_about(book):
    assert book.article == "gazette" and book.select(as_of="2000-01-01").article == "gazette"
    assert book.select(documents=["wire-report", "gazette"]).article == "wire-report"
    assert (
        book.select(documents=["wire-report", "gazette"]).select(documents=["gazette", "wire-report"]).article
        == "wire-report"
    )


def test_how_far_the_data_goes(book):
    assert book.data_through(book.values()) == dt.date(2024, 12, 21)
    assert book.data_through([book["killed"]]) == dt.date(2024, 12, 19)  # stated, although printed later
    assert book.data_through([book["force-first"]]) == dt.date(2024, 12, 16)  # not stated: as published
    assert book.data_through([(book["killed"] / book["force"]).named("share", "a share")]) == dt.date(
        2024, 12, 21
    )
    assert book.data_through([]) is None


def test_a_census(book):
    assert census(book.values()) == {
        "claims": 9,
        "unsourced": 1,
        "claimants": 3,
        "unnamed": 0,
        "corroborated": 1,
    }
    assert census([book["pay"]]) == {
        "claims": 1,
        "unsourced": 1,
        "claimants": 0,
        "unnamed": 0,
        "corroborated": 0,
    }
    assert census([])["claims"] == 0


def test_unnamed_claimants_are_counted(article):
    some = census([article["russian-casualties-pentagon"], article["nis-killed"], article["nis-wounded"]])
    assert (some["claimants"], some["unnamed"]) == (2, 1)


def test_terms_and_voices_by_name(book):
    killed = book.term("killed")
    assert killed.label == "killed" and killed.wider == (Term("toll"),) and killed.within(book.term("toll"))
    assert not book.term("toll").within(killed)
    voice = book.voice("lawmaker")
    assert (voice.name, voice.side, voice.kind, voice.reliability, voice.affiliation) == (
        LAWMAKER,
        "south",
        "lawmaker",
        None,
        "ministry",
    )
    with pytest.raises(UnknownName, match="nearest: killed"):
        book.term("kiled")
    with pytest.raises(UnknownName, match="nearest: lawmaker"):
        book.voice("lawmakers")


# -- what travels ----------------------------------------------------------------------------------


def test_a_book_survives_pickling_with_its_selection(book):
    narrow = book.select(as_of="2024-12-19", sides=["south"])
    narrow["killed"]
    copy = pickle.loads(pickle.dumps(narrow))
    assert (
        copy.selection == narrow.selection
        and copy.left_out == narrow.left_out
        and copy.sha256 == narrow.sha256
    )
    assert dict(copy) == dict(narrow) and copy.claims.equals(narrow.claims)


# -- select_by: the parameters of a notebook ---------------------------------------------------------


def test_the_parameters_of_a_notebook_select_by_their_own_names(book):
    given = {
        "AS_OF": "2024-12-19",
        "DOCUMENTS": ["gazette"],
        "SIDES": ["south"],
        "MIN_RELIABILITY": "B",
        "MIN_CREDIBILITY": 3,
        "INCLUDE_UNGRADED": False,
    }
    assert (
        book.select_by(given).selection
        == book.select("2024-12-19", ["gazette"], ["south"], "B", 3, False).selection
    )
    assert (
        list(book.select_by({})) == ALL
        and book.select_by({"REPLACED": True, "as_of": "2024-12-19"}).left_out == {}
    )
    assert book.select_by({"SIDES": ["north"]}).select_by({"AS_OF": "2000-01-01"}).left_out.keys() == set(ALL)


def test_a_wrong_parameter_of_a_notebook_is_told_as_by_select(book):
    with pytest.raises(
        ParameterFault, match='^DOCUMENTS: found "gazete", expected any of gazette, wire-report'
    ):
        book.select_by({"DOCUMENTS": ["gazete"]})
    with pytest.raises(ParameterFaults) as caught:
        book.select_by({"AS_OF": 3, "INCLUDE_UNGRADED": None, "SIDES": "south"})
    assert [fault.name for fault in caught.value.faults] == ["AS_OF", "SIDES", "INCLUDE_UNGRADED"]


def test_every_notebook_takes_these_parameters():
    for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
        cell = next(
            c
            for c in json.loads(path.read_text(encoding="utf-8"))["cells"]
            if "parameters" in c["metadata"].get("tags", ())
        )
        assert set(PARAMETERS) <= set(re.findall(r"^([A-Z_]+):", "".join(cell["source"]), re.M)), path.name
