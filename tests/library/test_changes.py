"""What a run tells of the one before: the box of a brief, the lines of a log, the JSON of a manifest."""

import datetime as dt
import html
import json
import re
import sys
import tempfile
from collections import Counter
from fractions import Fraction
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import nbformat.v4 as v4
import pytest
from hypothesis import given, settings

sys.path.insert(0, str(Path(__file__).parent))
from claimbook.book import KINDS, QUIET, Book, derive, keep_snapshot  # noqa: E402
from claimbook.brief import BriefContext  # noqa: E402
from claimbook.brief.export import html_of  # noqa: E402
from claimbook.changes import as_json, box, changes_between, compare_books, lines  # noqa: E402
from claimbook.changes.telling import in_words  # noqa: E402
from claimbook.changes.wording import TAGS  # noqa: E402
from claimbook.errors import ParameterFault  # noqa: E402
from claimbook.show import ChangeLine, Prose, TextFault, answer, changes_box, say  # noqa: E402
from claimbook.tables import load  # noqa: E402
from claimbook.words.display import MIME  # noqa: E402
from claimbook.words.markup import content_html  # noqa: E402
from data_folder import Folder  # noqa: E402
from edits import edited  # noqa: E402
from test_diff import STATES, state_of  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
SINCE = dt.date(2024, 12, 18)
HOSTILE = "<script>alert('x')</script></details>{braces}**bold**$5bn $6\u202e=sum \"q\" 7"


@pytest.fixture(scope="module")
def tables():
    return load(ROOT / "data")


def compared(tables, change, before=None, old=None, new=None):
    earlier = edited(tables, before) if before else tables
    return compare_books(
        Book(earlier).select_by(old or {}), Book(edited(tables, change)).select_by(new or {}), SINCE
    )


def told(tables, change, **more):
    return lines(compared(tables, change, **more))


def one_of_each(edits):
    edits.put("gur-casualties", status="retracted")
    edits.copy(
        "nis-wounded",
        "nis-wounded-later",
        best=Fraction(3000),
        supersedes_id="nis-wounded",
        as_of=dt.date(2024, 12, 29),
    )
    edits.put("troops-in-russia", best=Fraction(12000), as_printed="12,000")
    edits.without("wait-for-more-troops")
    edits.copy("gur-chechens-killed", "gur-chechens-later", best=Fraction(9), status="disputed")
    edits.put("conscripts", credibility=5).put("containers", note="Another note.").rename(
        "words-of-russian", "russian-words"
    )
    edits.rows["judgements"].append(
        edits.rows["judgements"][0]
        | {"judgement_id": "another", "stance": "mixed", "summary": "Sees 2 sides."}
    )
    edits.rows["documents"].append(
        edits.rows["documents"][1] | {"document_id": "later", "label": "A later report, 2025"}
    )


@pytest.fixture(scope="module")
def what(tables):
    return compared(tables, one_of_each)


# -- derived figures ------------------------------------------------------------------


def test_derived_figures_that_moved(what):
    moved = {m.id: (m.old.text(), m.new.text()) for m in what.moved("moved")}
    assert moved["nis-share-of-force"] == ("at least 10 %", "at least 9.1 %") and moved[
        "army-per-soldier"
    ] == (
        "118",
        "108",
    )
    assert "us-injured-per-dead-russia" not in moved and {m.kind for m in what.derived} == {"moved"}


@pytest.mark.parametrize(
    ("id", "cells", "moved"),
    [
        ("nis-killed", {"bound": "more_than"}, ("at least 1,100", "more than 1,100")),
        ("nis-wounded", {"bound": "about"}, ("at least 1,100", "at least about 1,100")),
    ],
)
def test_another_bound_of_the_same_number_moves_a_figure(id, cells, moved, tables):
    found = {
        m.id: (m.old.text(), m.new.text())
        for m in compared(tables, lambda e: e.put(id, **cells)).moved("moved")
    }
    assert found["nis-dead-and-injured"] == moved


def test_derived_figures_that_are_lost_or_newly_computed(tables):
    lost = compared(tables, lambda e: e.put("troops-in-russia", bound="vague", best=None, hedge="many"))
    gone = {m.id: m.now for m in lost.moved("lost")}
    assert gone["army-per-soldier"].startswith("refused: ") and "force-in-days" in gone
    left = compared(tables, lambda e: e, new={"AS_OF": "2024-12-18"})
    assert "not known by" in next(m.now for m in left.moved("lost") if m.id == "nis-dead-and-injured")
    back = compared(tables, lambda e: e, old={"AS_OF": "2024-12-18"})
    assert {m.id for m in back.moved("computed")} == {m.id for m in left.moved("lost")}
    assert [m for m in back.moved("computed") if m.id == "nis-dead-and-injured"][
        0
    ].new.text() == "at least 1,100"
    unsaid = compared(tables, lambda e: e.put("arms-earnings", scope="the-war"))
    assert [(m.id, m.was != m.now) for m in unsaid.moved("unsaid")] == [("arms-and-payments", True)]


def test_a_value_that_moves_within_its_rounding_is_told_as_such(tables):
    said = told(tables, lambda e: e.put("russian-casualties", best=Fraction(600_050)))
    assert (
        "Derived: Russian casualties, as the article prints them: about 821 a day, earlier about 821 a day too when rounded"
        in said
    )


def test_other_words_around_the_same_value_are_counted(tables):
    what = compared(tables, lambda e: e.set("sources", "nis", name="The NIS"))
    assert "nis-share-of-force" in {m.id for m in what.moved("reworded")} and [
        m.id for m in what.moved("unsaid")
    ] == ["gur-plus-nis"]
    assert not what.moved("moved")
    assert (
        lines(what)[0] == "Since the run of 18 December 2024 no figure that this report looks at has changed."
    )
    assert (
        f"base or caveats alone of {in_words(len(what.moved('reworded')))} derived figures" in lines(what)[1]
    )


def test_what_cannot_be_computed_for_want_of_another_claim_each_time_is_no_news(tables):
    what = compared(tables, lambda e: e, old={"AS_OF": "2024-12-01"}, new={"AS_OF": "2024-12-02"})
    assert (
        not what.derived
        and not what
        and lines(what) == ["Nothing has changed since the run of 18 December 2024."]
    )


def test_figures_that_rest_on_a_claim_that_was_given_up_are_named(what, tables):
    assert {id: [f.id for f in figures] for id, figures in what.rests.items()} == {
        "nis-wounded": ["nis-dead-and-injured", "nis-share-of-force", "nis-injured-per-dead"]
    }
    assert (
        "Ours that still rest on the earlier one: at least 1,100, at least 9.1 %, at most 10"
        in lines(what)[2]
    )
    retracted = compared(tables, lambda e: e.put("conscripts", status="retracted"))
    assert "now retracted. Ours that still rest on it: " in lines(retracted)[1]


# -- the lines -----------------------------------------------------------------------------


def test_the_sentence_counts_by_kind_in_words(what):
    assert lines(what)[0] == (
        "Since the run of 18 December 2024: one claim retracted, one corrected, one revised, one removed, one added, "
        "one regraded; 13 derived figures moved; one document added; one judgement added."
    )
    assert [in_words(n) for n in (1, 2, 12, 13, 1234)] == ["one", "two", "twelve", "13", "1,234"]


def test_each_line_names_who_what_now_and_before_the_most_important_first(what):
    paper = "The Telegraph, feature on North Korean troops, about 20-21 December 2024"
    troops = "North Korean troops for Russia"
    whole = f"({troops}, the whole deployment; {paper})"
    assert lines(what)[1:7] == [
        f"Retracted: GUR, killed or wounded: 30, now retracted ({troops}, three villages in Kursk region; {paper})",
        "Corrected: NIS, wounded: 3,000 (29 December 2024), earlier 1,000 (19 December 2024). "
        f"Ours that still rest on the earlier one: at least 1,100, at least 9.1 %, at most 10 {whole}",
        f"Revised: The Telegraph, deployed: 12,000, earlier 11,000 {whole}",
        "Removed: Michael Madden, time before more troops: earlier at least 1 year, no longer in the tables "
        f"{whole[:-1]}, paragraph 28)",
        f"Added: GUR, killed: 9, disputed (Chechen soldiers, one friendly-fire incident; {paper})",
        "Regraded: The Telegraph, conscripts: 1.3 million; credibility: 5, earlier 4 "
        f"(North Korea's army, North Korea's forces as a whole; {paper})",
    ]
    assert lines(what)[7] == (
        "Derived: Share of the force killed or wounded: the NIS's count over the article's force: "
        "at least 9.1 % of an unsourced 12,000, earlier at least 10 % of an unsourced 11,000"
    )
    assert lines(what)[-3:] == [
        "Document: A later report, 2025: added",
        "Judgement: The Telegraph on effectiveness, mixed: added. Sees 2 sides",
        "Not listed: notes, locators or labels alone of one claim; one claim with another id; one row of the mentions.",
    ]


def test_what_else_changed_of_a_claim_stands_with_its_earlier_value(tables):
    line = told(
        tables,
        lambda e: e.put(
            "gur-casualties",
            bound="at_least",
            low=Fraction(30),
            best=None,
            hedge="at least",
            as_printed="30 or more",
            stated_on=dt.date(2024, 12, 15),
            scope="kursk",
            credibility=None,
        ),
    )[1]
    assert line.startswith("Revised: GUR, killed or wounded: at least 30, earlier 30; ")
    for part in (
        "as printed: “30 or more”, earlier “30”",
        "scope: Kursk region, earlier three villages in Kursk region",
        "stated on: 15 December 2024, earlier 16 December 2024",
        "hedge: “at least”, earlier not stated",
        "credibility: not graded, earlier 3",
    ):
        assert part in line


def test_a_correction_of_something_else_says_of_what(tables):
    line = told(
        tables,
        lambda e: e.copy(
            "nis-killed", "nis-killed-later", supersedes_id="nis-killed", measure="wounded", claimant_id="gur"
        ),
    )[1]
    assert line.startswith("Corrected: GUR, wounded: at least 100, earlier at least 100, NIS, killed")


def test_one_source_that_is_graded_anew_is_one_line(tables):
    said = told(tables, lambda e: e.set("sources", "nis", reliability="B").put("nis-killed", credibility=2))
    together = [
        line for line in said if line.startswith("Regraded: Reliability of NIS: B, earlier C. It bears on ")
    ]
    assert (
        len(together) == 1
        and "at least 1,000 killed" not in together[0]
        and "less than 1,000 wounded" in together[0]
    )
    assert [line for line in said if "credibility: 2, earlier 3; reliability of NIS: B, earlier C" in line]
    assert re.search(r"^Since the run of 18 December 2024: (\w+) regraded|claims regraded", said[0])


def test_entered_and_left_say_why_in_words(tables):
    said = told(tables, lambda e: e.put("nis-killed", status="retracted"), old={"AS_OF": "2024-12-18"})
    assert (
        "Now in: NIS, killed: at least 100, retracted, left out before (not known by 18 December 2024) ("
        in "\n".join(said)
    )
    assert said[-1] == "This run looks at: everything. The one before looked at: as of 18 December 2024."
    later = told(
        tables,
        lambda e: e.put("containers", credibility=5),
        old={"AS_OF": "2025-12-30"},
        new={"AS_OF": "2025-12-31"},
    )
    assert len(later) == 2  # other parameters that look at the same are no news
    assert "newly within the selection" in said[0] and [
        line for line in said if line.startswith("Event: now within the selection: ")
    ]
    said = told(tables, lambda e: e.put("nis-killed", low=Fraction(90)), new={"SIDES": ["ukraine"]})
    assert (
        "Left out: NIS, killed: earlier at least 100, now left out (another side), in the tables now at least 90 ("
        in "\n".join(said)
    )
    said = told(tables, lambda e: e.put("nis-killed", status="retracted"), new={"SIDES": ["ukraine"]})
    assert "now retracted, now left out (another side)" in said[1]


def test_changed_rows_tell_short_cells_and_name_long_ones(tables):
    said = told(
        tables,
        lambda e: e.set("events", "parade-in-pyongyang", place=None, start=SINCE, note="x" * 80).set(
            "documents", "afp-2024-12-16", note="n" * 70
        ),
    )
    assert (
        "Event: Military parade in Pyongyang for the centenary of Kim Il Sung's birth: changed; place: not stated, "
        "earlier Kim Il Sung "
        "Square, Pyongyang; start: 18 December 2024, earlier 15 April 2012; note"
    ) in said
    assert "Document: AFP in LBCI, 16 December 2024: changed; note" in said


def test_where_only_quiet_things_changed_it_says_so(tables):
    assert told(
        tables, lambda e: e.put("containers", note="Another.").put("conscripts", note="Another.")
    ) == [
        "Since the run of 18 December 2024 no figure that this report looks at has changed.",
        "Not listed: notes, locators or labels alone of two claims.",
    ]
    assert told(
        tables,
        lambda e: e.put("containers", best=Fraction(3)),
        old={"DOCUMENTS": ["afp-2024-12-16"]},
        new={"DOCUMENTS": ["afp-2024-12-16"]},
    )[1:] == ["Not listed: one changed claim at which neither run looks."]


def test_columns_that_are_not_compared_are_named(tables):
    said = told(
        tables, lambda e: e.put("containers", best=Fraction(3)), before=lambda e: e.lose("suspected_via_id")
    )
    assert said[-1] == "Not compared, since one of the two runs does not have it: suspected relay."


@settings(max_examples=25, deadline=None)
@given(first=STATES, second=STATES)
def test_whatever_changed_can_be_told(first, second):
    """Random edits and selections: each change that is told one by one has its line, each other is
    counted."""
    folder = small_tables()
    what = compare_books(state_of(folder, *first), state_of(folder, *second), SINCE)
    said, counts = lines(what), what.changes.counts
    tags = Counter(line.partition(":")[0] for line in said[1:])
    for kind, (tag, _) in TAGS.items():
        if kind in counts and kind != "regraded":  # several may share the line of their source
            assert tags[tag] == counts[kind]
    assert bool(tags["Regraded"]) == bool(counts["regraded"]) and all(line.isprintable() for line in said)
    quiet = [line for line in said if line.startswith("Not listed: ")]
    assert bool(quiet) == bool(
        sum(counts[kind] for kind in QUIET)
        or any(what.changes.tables[t] for t in ("sources", "terms", "mentions"))
        or any(row.kind == "outside" for rows in what.changes.tables.values() for row in rows)
        or any(what.moved(kind) for kind in ("reworded", "unsaid"))
    )
    assert json.dumps(as_json(what)) and json.dumps(box(what)._repr_mimebundle_())


@lru_cache(maxsize=1)
def small_tables():
    with tempfile.TemporaryDirectory() as folder:
        return load(Folder(Path(folder)).path)


# -- the states of a comparison ---------------------------------------------------------------


def test_first_run_unchanged_and_unknown(tables, tmp_path):
    first = changes_between(None, tables, {}, {}, None)
    assert first.state == "first" and first
    assert lines(first) == ["This is the first run of this report, so there is nothing to compare it with."]
    path = keep_snapshot(tables, tmp_path)
    same = changes_between(path, tables, {"AS_OF": "2024-12-20", "SHARE": 90}, {"AS_OF": "2024-12-20"}, SINCE)
    assert not same and lines(same) == ["Nothing has changed since the run of 18 December 2024."]
    assert lines(changes_between(path, tables, {}, {})) == ["Nothing has changed since the last run."]
    assert box(same, dt.date(2024, 12, 19)).text() == "Nothing has changed since the run of 19 December 2024."
    path.write_bytes(path.read_bytes()[:-5])
    cut = changes_between(path, tables, {}, {}, SINCE)
    assert cut.state == "unknown" and cut
    assert re.fullmatch(
        r"What has changed since the run of 18 December 2024 cannot be told: snapshot-\w+.zip: found the SHA-256.*",
        lines(cut)[0],
    )
    gone = changes_between(tmp_path / "none.json", tables, {}, {})
    assert lines(gone) == [
        "What has changed since the last run cannot be told: none.json: found no such file, "
        "expected a snapshot as claimbook writes it"
    ]
    for what in (first, same, cut, gone):
        assert box(what).text() == "\n".join(lines(what)) and not box(what).entries and len(lines(what)) == 1


def test_the_parameters_of_each_run_are_those_it_had(tables, tmp_path):
    path = keep_snapshot(tables, tmp_path)
    what = changes_between(path, tables, {"AS_OF": "2024-12-18"}, {"AS_OF": "2024-12-19"}, SINCE)
    assert {change.kind for change in what.changes.claims} == {"entered"} and what.changes.of("entered")[
        0
    ].reason == "not known by 2024-12-18"
    bad = changes_between(path, tables, {"AS_OF": "soon", "SIDES": ["mars"]}, {})
    assert bad.state == "unknown" and bad.why.startswith(
        'parameters of the earlier run: AS_OF: found "soon", expected a day'
    )
    with pytest.raises(ParameterFault, match="^AS_OF"):
        changes_between(path, tables, {}, {"AS_OF": "soon"})


def test_rows_that_trip_a_comparison_are_no_crash_of_a_run(tables, tmp_path, monkeypatch):
    path = keep_snapshot(tables, tmp_path)
    monkeypatch.setattr("claimbook.changes.compare.diff", lambda old, new: 1 / 0)
    what = changes_between(path, tables, {}, {})
    assert (what.state, what.why) == (
        "unknown",
        f"{path.name}: found rows that cannot be compared (ZeroDivisionError), expected those of a run",
    )


# -- JSON --------------------------------------------------------------------------------------


def test_the_manifest_gets_counts_and_ids(what):
    found = as_json(what)
    assert json.loads(json.dumps(found)) == found and found == as_json(what)
    assert found["state"] == "compared" and found["since"] == "2024-12-18" and found["why"] is None
    assert found["counts"] == dict.fromkeys(KINDS, 0) | dict.fromkeys(
        ("retracted", "corrected", "revised", "removed", "added", "regraded", "renamed", "noted"), 1
    ) | {"derived": 13}
    assert found["claims"]["added"] == ["gur-chechens-later"] and "left" not in found["claims"]
    assert found["corrects"] == {"nis-wounded-later": "nis-wounded"} and found["renamed"] == {
        "russian-words": "words-of-russian"
    }
    assert found["derived"]["moved"][0] == "nis-share-of-force" and found["tables"]["documents"] == {
        "added": ["later"]
    }
    assert found["tables"]["judgements"] == {"added": ["another"]} and found["selections"] == [
        "everything",
        "everything",
    ]


def test_the_manifest_of_the_quiet_states(tables, tmp_path):
    for what, state in (
        (changes_between(None, tables, {}, {}), "first"),
        (changes_between(tmp_path / "x", tables, {}, {}), "unknown"),
    ):
        found = as_json(what)
        assert (
            found["state"] == state
            and not any(found["counts"].values())
            and found["tables"] == {} == found["claims"]
        )
        assert bool(found["why"]) == (state == "unknown")


# -- the box --------------------------------------------------------------------------------------


def test_numbers_of_now_are_linked_and_their_entries_travel_with_the_box(what, tables):
    data = box(what)._repr_mimebundle_()
    assert data[MIME]["role"] == "changes" and json.loads(json.dumps(data[MIME])) == data[MIME]
    linked = set(re.findall(r'href="#n-([^"]+)"', data["text/html"]))
    assert (
        linked <= set(data[MIME]["entries"])
        and {"nis-wounded-later", "troops-in-russia", "nis-share-of-force", "gur-casualties"} <= linked
    )
    new = Book(edited(tables, one_of_each))
    known = {
        id: entry.to_json()
        for figure in (*new.values(), *derive(new).values())
        for id, entry in figure.entries().items()
    }
    assert data[MIME]["entries"].items() <= known.items()
    assert "wait-for-more-troops" not in data[MIME]["entries"]  # it is not there any more


def test_numbers_of_then_are_excused_as_such(what):
    page = box(what).html()
    for words in ("1,000", "11,000", "at least 1 year", "at least 10 % of an unsourced 11,000"):
        assert f'<span data-x="earlier">{words}</span>' in page


def test_long_lists_are_folded_and_nothing_is_lost(what, tables):
    made = box(what)
    assert (
        len(made.lines) == 10
        and len(made.more) == len(lines(what)) - 12
        and made.folded.text() == "and eleven more"
    )
    page = made.html()
    assert page.count("<li>") == len(lines(what)) - 2 and re.search(
        "<details><summary>and <span [^>]*>eleven</span> more</summary><ul", page
    )
    assert made.text() == "\n".join(
        [lines(what)[0], *(f"- {line}" for line in lines(what)[1:-1]), lines(what)[-1]]
    )
    few = box(compared(tables, lambda e: [e.copy("containers", f"box-{n}") for n in "abcdefghijkl"]))
    assert (
        len(few.lines) == 12 and not few.more and "<details" not in few.html()
    )  # never a fold for a line or two
    many = box(compared(tables, lambda e: [e.copy("containers", f"box-{n}") for n in "abcdefghijklm"]))
    assert len(many.lines) == 10 and many.folded.text() == "and three more"


def test_a_brief_holds_a_hundred_lines_and_the_command_all(tables):
    what = compared(tables, lambda e: [e.copy("containers", f"box-{place}") for place in range(150)])
    made, page = box(what), box(what).html()
    assert (
        len(made.lines) + len(made.more) == page.count("<li>") == 100
        and len([key for key in made.entries if key.startswith("box-")]) == 100
        and len(lines(what)) == 151
    )
    assert 'And <span data-x="changes">50</span> more, which are not in this brief' in page


def test_a_box_takes_texts_of_one_paragraph_and_words_for_its_tags():
    with pytest.raises(TextFault, match="paragraphs"):
        changes_box(Prose.join(["One.", "Two."]))
    for tag, tone in (("Added", "loud"), ("2 added", "new"), (" ", "new")):
        with pytest.raises(TextFault, match="line of changes"):
            ChangeLine(tag, tone, say("Something."))


def test_words_that_a_notebook_holds_stay_words():
    """A brief makes its HTML from JSON that anybody may have written into a notebook."""
    run = [{"t": "<b>", "x": "<i>"}]
    line = {"tag": "<script>", "tone": '"><script>', "told": run, "place": run}
    page = content_html(
        "changes", {"head": run, "lines": [line], "more": [line], "folded": run, "notes": [run]}
    )
    assert "<script" not in page and "<i>" not in page and page.count("<b") == 2  # of the two tags


# -- in a brief ---------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Elements, and the digits of the box of changes that are neither traced nor excused."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.untraced, self.attributes = set(), [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta", "path", "circle"):
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, words):
        excused = any(tag in ("a", "time") or "data-x" in attrs for tag, attrs in self.open)
        if (
            any(attrs.get("class") == "changes" for _, attrs in self.open)
            and re.search(r"\d", words)
            and not excused
        ):
            self.untraced.append(words)


def brief(what, *displays):
    cells = [v4.new_markdown_cell("# How many?")]
    for display in displays:
        output = v4.new_output("display_data", data=display._repr_mimebundle_())
        cells.append(v4.new_code_cell("x", execution_count=1, outputs=[output]))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return html_of(v4.new_notebook(cells=cells), BriefContext(title="How many?", changes=box(what)))


def test_it_stands_on_top_of_a_brief_with_its_numbers_in_the_appendix(what, tables):
    new = Book(edited(tables, one_of_each))
    text = brief(what, answer("There are {n}.", n=new["troops-in-russia"]))
    assert text.index('<section class="changes" aria-label="What changed">') < text.index(
        '<p class="answer">'
    )
    assert '<li id="n-nis-wounded-later">' in text and text.count('<li id="n-troops-in-russia">') == 1
    page = Page(text)
    assert not page.untraced and "details" in page.tags
    assert text == brief(what, answer("There are {n}.", n=new["troops-in-russia"]))


def test_it_goes_with_a_notebook_that_was_run_on_the_same_data(tables):
    """Entries of the box and of the notebook are the same, or the export would refuse two meanings of one
    id."""
    import nbformat

    earlier = edited(
        tables,
        lambda e: (
            e.put("nis-killed", low=Fraction(50))
            .put("troops-in-russia", best=Fraction(9000))
            .without("men-in-one-field")
        ),
    )
    what = compare_books(Book(earlier), Book(tables), SINCE)
    for path in sorted((ROOT / "notebooks").glob("0[01]*.ipynb")):
        text = html_of(nbformat.read(path, as_version=4), BriefContext(title="A brief", changes=box(what)))
        assert 'data-x="earlier"' in text and not Page(text).untraced


@pytest.mark.parametrize("state", ["first", "unknown", "same"])
def test_the_quiet_states_in_a_brief(state, tables, tmp_path):
    what = {
        "first": lambda: changes_between(None, tables, {}, {}),
        "unknown": lambda: changes_between(tmp_path / "7.json", tables, {}, {}),
        "same": lambda: compare_books(Book(tables), Book(tables), SINCE),
    }[state]()
    text = brief(what)
    section = re.search(r'<section class="changes".*?</section>', text, re.S)[0]
    words = html.unescape(re.sub("<[^>]+>", "", section)).replace("\xa0", " ")
    assert words == lines(what)[0] and not Page(text).untraced


def test_hostile_words_of_the_data_stay_words(tables):
    def hostile(edits):
        for table in edits.rows.values():
            for row in table:
                row.update(
                    {
                        name: HOSTILE
                        for name in ("note", "name", "label", "as_printed", "hedge", "summary", "place")
                        if name in row
                    }
                )
        edits.put("nis-killed", low=Fraction(7), status="disputed").put(
            "gur-casualties", status="retracted"
        ).without("containers")
        edits.copy("nis-wounded", "later", supersedes_id="nis-wounded", best=Fraction(8)).copy(
            "conscripts", "more"
        )
        edits.rows["judgements"].append(edits.rows["judgements"][0] | {"judgement_id": "another"})

    for old, new in ((tables, edited(tables, hostile)), (edited(tables, hostile), tables)):
        for selected in ({}, {"AS_OF": "2024-12-18"}):
            what = compare_books(Book(old).select_by(selected), Book(new), SINCE)
            assert all(line.isprintable() for line in lines(what)) and "\u202e" not in "".join(lines(what))
            page = Page(text := brief(what))
            assert (
                "script" not in page.tags
                and "\u202e" not in text
                and not [name for name in page.attributes if name.startswith("on")]
            )
            assert "&lt;script&gt;" in text and not page.untraced


def test_a_claim_of_which_no_figure_can_be_made_is_told_all_the_same(tables):
    """Of an earlier vocabulary, or of tables that nobody checked."""

    def poor(edits):
        edits.rows["terms"] = [row for row in edits.rows["terms"] if row["term_id"] != "killed"]
        edits.put("nis-killed", low=Fraction(7))

    for what in (compared(tables, lambda e: e, before=poor), compared(tables, poor)):
        assert [line for line in lines(what) if line.startswith("Revised: NIS, killed: ")] and box(
            what
        ).html()
