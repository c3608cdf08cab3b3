"""Sentences that name figures: what is told, what is left out in silence, and what raises; and the names they
look up."""

import datetime as dt
import pickle
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from IPython.core.formatters import DisplayFormatter

sys.path.insert(0, str(Path(__file__).parent))
import claimbook  # noqa: E402
from claimbook import show  # noqa: E402
from claimbook.book import Book, LeftOut, NotComputed  # noqa: E402
from claimbook.errors import NotSelected, ParameterFault, ParameterFaults, Refusal, UnknownName  # noqa: E402
from claimbook.show import (  # noqa: E402
    Excused,
    Row,
    TextFault,
    documents_of,
    known_rows,
    points,
    rows_of,
    say,
    tell,
    tell_first,
    when,
)
from claimbook.tables import load  # noqa: E402
from claimbook.words.prose import nothing  # noqa: E402
from data_folder import Folder  # noqa: E402
from edits import edited  # noqa: E402
from figures import figure  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
KILLED = figure("at_least 100", "killed", id="nis-killed")
WOUNDED = figure("as_printed 1000", "wounded", id="nis-wounded")
FORCE = figure(
    "as_printed 11000", "deployed", id="force", claimant="paper", accounting="stock", unsourced=True
)
SHARE = (KILLED / FORCE).named("share", "a share")


class Open(Mapping):
    """Figures of which "wounded" is left out, "sum" refused and "later" not computed; a scenario, which
    cannot list what it could hold."""

    there = {"killed": KILLED, "share": SHARE}
    absent = {
        "wounded": LeftOut("wounded", "another side"),
        "sum": Refusal("no rule"),
        "later": NotComputed("later", "why"),
    }

    def __getitem__(self, id):
        if id in self.absent:
            raise self.absent[id]
        return self.there[id]

    def __iter__(self):
        return iter(self.there)

    def __len__(self):
        return len(self.there)


class Selected(Open):
    names = ["killed", "wounded", "sum", "later", "share"]


FIGURES = Selected()
ABSENT = ["{wounded} injured.", "In all {sum}.", "By then {later}.", "{killed} dead, {wounded} injured."]


@pytest.fixture(scope="module")
def article():
    return claimbook.open(ROOT / "data")


# -- what is told -----------------------------------------------------------------


def test_the_templates_that_can_be_told_become_paragraphs_with_traced_numbers():
    prose = tell(FIGURES, "{killed!c} are dead.", *ABSENT, "They are {share!b}.", role="answer")
    assert prose.text() == "At least 100 are dead.\n\nThey are at least 0.9 % of an unsourced 11,000."
    assert (
        set(prose.entries) == {"nis-killed", "share", "force"}
        and prose.role == "answer"
        and not prose.bullets
    )
    assert {"t": "At least 100", "n": "nis-killed"} in prose.content()["blocks"][0]
    assert tell(FIGURES, "{killed} dead.").role == "text"


def test_as_bullets():
    prose = tell(FIGURES, "{killed} dead.", *ABSENT, "No more is said.", bullets=True)
    assert prose.text() == "- at least 100 dead.\n- No more is said." and prose.bullets


@pytest.mark.parametrize("template", ABSENT)
def test_what_is_left_out_or_refused_is_passed_over(template):
    assert tell(FIGURES, template) == tell_first(FIGURES, template) == nothing()
    assert points(FIGURES, template) == [] and points(Open(), template) == []


def test_where_nothing_can_be_told_nothing_is_shown():
    made = [
        tell(FIGURES, *ABSENT, bullets=True),
        tell(FIGURES),
        tell_first(FIGURES),
        tell_first(FIGURES, *ABSENT),
    ]
    assert all(not one and one.text() == "" and not one.entries for one in made)
    assert tell(FIGURES, "{killed} dead.") and nothing() == made[0]
    assert tell_first(FIGURES, *ABSENT) or say("No count.").text() == "No count."


def test_jupyter_has_no_output_for_nothing():
    assert DisplayFormatter().format(nothing()) == ({}, {})
    assert "text/plain" in DisplayFormatter().format(say("Words."))[0]


@pytest.mark.parametrize("given", [[], {}, "", False, None, pd.DataFrame({"a": []})], ids=repr)
def test_nothing_is_told_of_what_is_empty(given):
    assert not tell(FIGURES, "{killed} dead.", given=given) and not tell_first(FIGURES, "Words.", given=given)
    assert points(FIGURES, "{killed} dead.", given=given) == []


@pytest.mark.parametrize(
    "given", [[KILLED], {"a": 1}, True, pd.DataFrame({"a": [0]})], ids=["list", "dict", "true", "frame"]
)
def test_what_is_there_is_told_of(given):
    assert tell(FIGURES, "{killed} dead.", given=given).text() == "at least 100 dead."


def test_the_first_that_can_be_told():
    assert tell_first(FIGURES, *ABSENT, "{killed} dead", "Nothing is known").text() == "at least 100 dead"
    assert tell_first(FIGURES, *ABSENT, "Nothing is known", "{killed} dead").text() == "Nothing is known"
    assert tell_first(FIGURES, "{killed} dead", role="answer").role == "answer"
    assert tell_first(FIGURES, "{killed} dead").entries.keys() == {"nis-killed"}


def test_points_one_each_in_order():
    made = points(FIGURES, "{killed} dead.", *ABSENT, "They are {share}.")
    assert [point.text() for point in made] == ["at least 100 dead.", "They are at least 0.9 %."]


def test_further_values_come_before_the_figures():
    more = {
        "day": dt.date(2024, 12, 16),
        "who": "the NIS",
        "road": Excused("the E40", "words"),
        "killed": WOUNDED,
    }
    said = tell(FIGURES, "On {day} {who} says {killed} on {road}.", **more)
    assert said.text() == "On 16 December 2024 the NIS says 1,000 on the E40." and set(said.entries) == {
        "nis-wounded"
    }
    assert points(FIGURES, "On {day} {killed}.", "{killed} dead.", day=None)[0].text() == "at least 100 dead."
    assert len(points(FIGURES, "On {day} {killed}.", day=None)) == 0


def test_the_rules_of_prose_hold():
    for wrong in ("{killed} of 300 dead", "{killed_men} dead", "{killed:x} dead", "**{killed} dead"):
        with pytest.raises(TextFault):
            tell(FIGURES, wrong)


# -- what raises -------------------------------------------------------------------------


def rows(figures, *templates):
    return known_rows(figures, {template[1:].split("}")[0]: "a label" for template in templates})


TELLERS = [tell, tell_first, points, rows]


@pytest.mark.parametrize("teller", TELLERS)
@pytest.mark.parametrize(
    "figures", [FIGURES, {"killed": KILLED, "wounded": WOUNDED}], ids=["mapping", "dict"]
)
def test_a_name_that_nothing_has_raises_with_the_nearest(teller, figures):
    for template, nearest in (
        ("{kiled} dead", "killed"),
        ("{wonded} hurt", "wounded"),
        ("{zzzz} dead", None),
    ):
        with pytest.raises(UnknownName) as caught:
            teller(figures, template, "{killed} dead")
        assert caught.value.name == template[1:].split("}")[0] and caught.value.nearest == nearest


def test_the_nearest_may_be_one_of_the_further_values():
    with pytest.raises(UnknownName, match="nearest: first-day"):
        tell(FIGURES, "On {first-dya}.", **{"first-day": dt.date(2024, 12, 16)})


def test_a_slip_is_not_hidden_by_a_figure_that_is_left_out():
    with pytest.raises(UnknownName):
        tell(FIGURES, "{wounded} hurt, {kiled} dead.")
    with pytest.raises(UnknownName):
        tell_first(FIGURES, "{wounded} hurt, {kiled} dead.", "Nothing is known.")


def test_figures_that_cannot_list_their_names_stay_silent():
    assert not tell(Open(), "{kiled} dead.") and tell(Open(), "{killed} dead.").text() == "at least 100 dead."


@pytest.mark.parametrize("chosen", [{}, {"sides": ["ukraine"]}, {"as_of": "1990-01-01"}])
def test_slips_raise_in_a_book_and_its_derived_figures_under_any_selection(chosen, article):
    book = article.select(**chosen)
    for figures in (book, claimbook.derive(book)):
        with pytest.raises(UnknownName, match="nearest: nis-killed"):
            tell(figures, "{nis-kiled} dead.")
    with pytest.raises(UnknownName, match="nearest: nis-share-of-force"):
        tell(claimbook.derive(book), "{nis-share-of-forse}.")
    there = "sides" not in chosen and "as_of" not in chosen
    told = tell(claimbook.derive(book), "{nis-killed} dead, {nis-share-of-force}.")
    assert bool(told) is there


def test_figures_of_another_folder_are_passed_over_but_not_its_claims(tmp_path):
    figures = without_the_force(tmp_path)
    assert points(figures, "{force-in-percent}.", "{killed} dead.")[0].text() == "at least 100 dead."
    with pytest.raises(UnknownName):
        tell(figures, "{nis-killed} dead.")


# -- rows and their words --------------------------------------------------------------------


def test_rows_of_ids_that_are_there():
    rows = known_rows(
        FIGURES,
        {"share": "of the force", "wounded": "hurt", "sum": "both", "later": "then", "killed": "dead"},
    )
    assert rows == [Row(SHARE, label="of the force"), Row(KILLED, label="dead")]
    assert known_rows(FIGURES, {}) == known_rows(FIGURES, {"sum": "both"}) == []


def test_rows_of_claims(article):
    gur, echo = rows_of([article["gur-casualties"], article["nsc-casualties"]])
    assert (gur.label, gur.group, gur.filled) == ("GUR", "killed or wounded", False)
    assert gur.sublabel == "three villages in Kursk region, days not stated", (
        "beside running totals an increment says that it is one"
    )
    assert gur.figure is article["gur-casualties"] and echo.sublabel == "printed as an echo of GUR"
    (document,) = rows_of([article["nis-killed"]], group="document", sub="")
    assert (
        document.group == Excused(article["nis-killed"].lineage.document_label, "words")
        and document.sublabel == ""
    )
    assert document.label == "NIS via Lee Sung-kwon"
    assert rows_of([]) == []


def test_a_mark_is_solid_only_where_the_claim_is_corroborated():
    for status, filled in (("corroborated", True), ("unverified", False), ("disputed", False)):
        (row,) = rows_of(
            [replace(KILLED, lineage=replace(KILLED.lineage, status=status))], group="scope", sub="measure"
        )
        assert row.filled is filled and (row.group, row.sublabel, row.label) == (
            "everywhere",
            "killed",
            "NIS",
        )


def stated(day):
    return replace(KILLED, lineage=replace(KILLED.lineage, id=f"on-{day}", stated_on=day, published=None))


def test_when_claims_were_said():
    first, last = dt.date(2024, 12, 16), dt.date(2024, 12, 19)
    both = when([stated(last), stated(None), stated(first), stated(last)])
    assert both.text() == "said 16 to 19 December 2024"
    assert when([stated(first), stated(first)]).text() == "said on 16 December 2024"
    later = replace(FORCE, lineage=replace(FORCE.lineage, stated_on=last))
    assert when([stated(first) / later]).text() == both.text(), "a derived figure is as old as its claims"
    assert when([stated(None)]).text() == when([]).text() == "not dated"
    printed = replace(KILLED, lineage=replace(KILLED.lineage, id="late", stated_on=None, published=last))
    assert when([printed]).text() == "published on 19 December 2024"
    assert when([stated(first), printed]).text() == "said or published 16 to 19 December 2024"
    assert [run["d"] for run in when([stated(first)]).content()["blocks"][0] if "d" in run] == ["2024-12-16"]


def printed_in(label):
    return replace(KILLED, lineage=replace(KILLED.lineage, document_label=label, id=label))


def test_the_documents_that_print_them_each_once():
    assert documents_of([KILLED, WOUNDED]) == "A document" and documents_of([]) == "no document"
    assert documents_of([printed_in("The Paper"), KILLED, printed_in("The Paper")]) == "The Paper; A document"
    assert documents_of([printed_in("AFP, 16 December 2024")]) == Excused("AFP, 16 December 2024", "words")
    assert documents_of([SHARE]) == "A document"  # of a derived figure those of its claims


def test_all_of_them_are_what_notebooks_find_in_show():
    for name in ("documents_of", "points", "tell", "tell_first", "when"):
        assert getattr(show, name) is sys.modules["claimbook.words.tell"].__dict__[name]
    for name in ("known_rows", "rows_of"):
        assert getattr(show, name) is sys.modules["claimbook.charts.claim_rows"].__dict__[name]


# -- derived figures by name ----------------------------------------------------------------------


def test_what_is_missing_says_which_claim_is_left_out_and_why(article):
    figures = claimbook.derive(article.select(sides=["independent"]))
    assert figures.missing["nis-dead-and-injured"] == "nis-killed is left out of this selection: another side"
    assert (
        figures.missing["nis-share-of-force"] == figures.missing["nis-dead-and-injured"]
    )  # the claim behind it, no chain
    with pytest.raises(
        NotComputed,
        match="^nis-share-of-force is not computed, since nis-killed is left out of this "
        "selection: another side$",
    ):
        figures["nis-share-of-force"]
    assert all(" is left out of this selection: " in reason for reason in figures.missing.values())
    with pytest.raises(LeftOut, match="^nis-killed is left out"):
        figures["nis-killed"]


def without_the_force(path):
    """Derived figures of tables that nobody checked, and that lack a claim on which they rest."""
    return claimbook.derive(Book(edited(load(Folder(path).path), lambda rows: rows.without("force"))))


def test_a_folder_without_the_claims_has_no_derived_figures_and_says_so(tmp_path):
    figures = without_the_force(tmp_path)
    assert not list(figures) and set(figures.missing) == set(figures.labels)
    assert (
        figures.missing["force-per-loss"]
        == figures.missing["force-in-percent"]
        == "force is not in the tables"
    )
    with pytest.raises(NotComputed, match="since force is not in the tables"):
        figures["force-in-percent"]
    assert figures["killed"] is figures.book["killed"]


def test_an_unknown_name_of_a_derived_figure_tells_the_nearest_of_figures_and_claims(article):
    figures = claimbook.derive(article.select(sides=["ukraine"]))
    slips = {
        "nis-dead-and-injurd": "nis-dead-and-injured",
        "nis-kiled": "nis-killed",
        "gur-casualtis": "gur-casualties",
    }
    for typo, near in slips.items():
        with pytest.raises(UnknownName) as caught:
            figures[typo]
        assert caught.value.nearest == near and typo not in figures
    assert set(article.names) | set(figures.labels) == set(figures.names)


def test_a_refusal_stays_one(article):
    figures = claimbook.derive(article)
    with pytest.raises(Refusal):
        figures["gur-plus-nis"]
    assert "gur-plus-nis" not in figures and "gur-plus-nis" in figures.names and not figures.missing


# -- what travels ------------------------------------------------------------


def again(thing):
    return pickle.loads(pickle.dumps(thing))


@pytest.mark.parametrize(
    "error",
    [
        UnknownName("kiled", ["killed", "wounded"]),
        UnknownName("zzzz", ["killed"]),
        LeftOut("killed", "another side"),
        NotSelected("killed", "no matter why"),
        NotComputed("share", "killed is not in the tables"),
        ParameterFault("AS_OF", "soon", "a day"),
        ParameterFaults([ParameterFault("A", 1, "two"), ParameterFault("B", 2, "three")]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_survive_pickling(error):
    copy = again(error)
    assert type(copy) is type(error) and str(copy) == str(error) and vars(copy).keys() == vars(error).keys()


def test_an_unknown_name_is_told_in_one_printable_line():
    assert (
        str(UnknownName("a\nb\x1b[0m", ["x"]))
        == r'found "a\nb\x1b[0m", expected a name that is in the tables'
    )
    assert len(str(UnknownName("long" * 1000, ["x"]))) < 200


def test_derived_figures_survive_pickling(article):
    figures = claimbook.derive(article.select(documents=["telegraph-2024-12"]))
    copy = again(figures)
    assert repr(copy) == repr(figures) and dict(copy) == dict(figures) and len(copy) > 5
    assert copy.refused == figures.refused and copy.missing == figures.missing
