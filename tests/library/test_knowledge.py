"""Knowledge as data: the grammar of formulas, and what `claimbook check` says of derived figures and fits."""

import ast
import csv
import json
from pathlib import Path

import claimbook
import pytest
from claimbook.book import Book
from claimbook.changes import compare_books, lines
from claimbook.errors import DataFaults, Refusal
from claimbook.figure.expression import FormulaFault, evaluate, ids_of, parse, recomputed
from claimbook.tables import load
from data_folder import Folder
from edits import edited
from figures import figure

ROOT = Path(__file__).resolve().parents[2]
# Ids of data/ that are words of the program too, each with what the program means by it.
WORDS = {
    "casualties": "the table",
    "echo": "what is printed as an echo",
    "independent": "a verdict of compare",
    "missing": "a kind of fault: the cell or key is not there",
    "money": "the dimension of all currencies",
    "person": "the unit that goes without a noun",
    "wait": "an option of reports.toml",
}

FIGURES = {
    "killed": figure("at_least 100", id="killed"),
    "wounded": figure("as_printed 1000", "wounded", id="wounded"),
    "force": figure("as_printed 11000", "deployed", id="force", accounting="stock", as_of=None),
    "pay": figure("as_printed 572000000", "payments", id="pay", unit="USD/year", accounting="rate"),
}


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


# -- the grammar ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("killed + wounded", "at least 1,100"),
        ("wounded / killed", "at most 10"),
        ("(killed + wounded) / force", "at least 10 %"),
        ("pay / force in USD/person/month", "US$4,333 a month per person"),
        ("(pay / force), in USD/person/day, 365.25 days a year", "US$142 a day per person"),
        ("pay / (force / killed)", "at least US$5.2m a year"),
    ],
)
def test_a_formula_is_figures_own_arithmetic(formula, text):
    assert evaluate(formula, FIGURES).text() == text


def test_signs_bind_as_everywhere():
    assert parse("a + b * c - d / e") == parse("(a + (b * c)) - (d / e)")
    assert parse("a - b - c") == parse("(a - b) - c") != parse("a - (b - c)")
    assert ids_of("(b-1 + a) / span(b-1) in person/day") == ("b-1", "a")


@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        ("a -b", 'found "-" at character 3, expected a blank before and after it'),
        ("a+b", 'found "+" at character 2, expected a blank before and after it'),
        ("a b", 'found "b" at character 3, expected a sign between blanks, as +'),
        ("a +", "found the end at character 4, expected an id, a function or a bracket"),
        ("", "found the end at character 1, expected an id, a function or a bracket"),
        ("(a + b", "found the end at character 7, expected a closing bracket"),
        ("a)", 'found ")" at character 2, expected a sign between blanks, as +'),
        ("sum(a)", 'found "sum" at character 1, expected a function (span) before a bracket'),
        ("a in USD + b", 'found "in" at character 3, expected a sign between blanks, as +'),
        ("a $ b", 'found "$" at character 3, expected a sign between blanks, as +'),
        ("(" * 60 + "a" + ")" * 60, "found 60 brackets at character 1, expected at most 50"),
    ],
)
def test_what_is_no_formula_says_where(formula, fault):
    with pytest.raises(FormulaFault) as caught:
        parse(formula)
    assert str(caught.value) == fault


def test_refusals_and_unknown_names_come_from_below():
    with pytest.raises(Refusal, match="both count the same thing"):
        evaluate("killed + killed", FIGURES)
    with pytest.raises(KeyError):
        evaluate("killed + lost", FIGURES)


def test_every_derived_figure_is_made_again_from_its_formula_and_inputs():
    for made in claimbook.derive(claimbook.open()).values():
        again = recomputed(made.lineage.formula, made.lineage.inputs)
        assert (again.text(), again.bound, again.unit) == (made.text(), made.bound, made.unit)


def test_arithmetic_without_a_name_is_made_again_too():
    nested = (FIGURES["killed"] / FIGURES["wounded"]) / FIGURES["force"]
    for made in (
        nested,
        nested / FIGURES["force"],
        FIGURES["wounded"] / nested,
        (FIGURES["wounded"] / FIGURES["killed"]).to("percent"),
    ):
        assert recomputed(made.lineage.formula, made.lineage.inputs).text() == made.text()


# -- what check says -----------------------------------------------------------------
@pytest.mark.parametrize(
    ("table", "row", "cells", "fault"),
    [
        (
            "derived",
            2,
            {"formula": "force /all"},
            'derived.csv:2:formula: found "/" at character 7, expected a blank before and after it',
        ),
        (
            "derived",
            2,
            {"formula": "forc / all"},
            'derived.csv:2:formula: found "forc", expected the id of a claim or a derived figure (nearest: force)',
        ),
        (
            "derived",
            2,
            {"formula": "force / force-in-percent"},
            "derived.csv:2:formula: found figures that lead back to themselves (force-per-loss, force-in-percent, "
            "force-per-loss), expected an end in claims",
        ),
        (
            "derived",
            2,
            {"expect": "refused"},
            'derived.csv:2:expect: found "refused", expected value, as the formula gives',
        ),
        (
            "derived",
            2,
            {"formula": "killed + killed"},
            'derived.csv:2:expect: found "value", expected refused, as the formula gives (both count the same '
            "thing (killed), so one may contain the other)",
        ),
        (
            "derived",
            2,
            {"caveat": "of {forces}"},
            'derived.csv:2:caveat: found "forces" in braces, expected the id of a claim or a derived figure '
            "(nearest: force)",
        ),
        (
            "derived",
            2,
            {"caveat": "of {force"},
            "derived.csv:2:caveat: found a single brace, expected an id between two braces",
        ),
        (
            "derived",
            3,
            {"derived_id": "killed"},
            'derived.csv:3:derived_id: found "killed", which is a claim_id too, expected a name of its own',
        ),
        (
            "fits",
            2,
            {"right": "forse"},
            'fits.csv:2:right: found "forse", expected the id of a claim or a derived figure (nearest: force)',
        ),
        (
            "fits",
            2,
            {"needs": "{forse!c} men."},
            'fits.csv:2:needs: found "forse" in braces, expected the id of a claim or a derived figure '
            "(nearest: force)",
        ),
        (
            "fits",
            2,
            {"needs": "That 300 men of {force} were there."},
            'fits.csv:2:needs: found "300", expected no typed number: the id of a figure between braces',
        ),
        (
            "fits",
            2,
            {"needs": "**Nothing** more."},
            'fits.csv:2:needs: found "**", expected plain words, with ids between braces',
        ),
    ],
)
def test_a_fault_of_the_knowledge_has_its_place(folder, table, row, cells, fault):
    folder.put(table, row, **cells)
    assert folder.faults()[0] == fault
    with pytest.raises(DataFaults):
        claimbook.open(folder.path)


def test_a_test_of_a_figure_that_is_refused_is_a_fault(folder):
    folder.append(
        "derived", derived_id="twice", label="x", formula="killed + killed", meaning="x", expect="refused"
    )
    folder.put("fits", 2, left="twice")
    assert folder.faults() == [
        'fits.csv:2:left: found "twice", which is refused, expected a figure that can be said'
    ]


def test_tables_of_knowledge_may_be_missing(folder):
    path = folder.path / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    package["resources"] = [r for r in package["resources"] if r["name"] not in ("derived", "fits")]
    path.write_text(json.dumps(package), encoding="utf-8")
    assert folder.faults() == []
    figures = claimbook.derive(claimbook.open(folder.path))
    assert not figures and not figures.refused and not figures.missing
    assert claimbook.tests_of(figures) == [] and figures["killed"].text() == "at least 100"


# -- what the terms carry --------------------------------------------------------------
@pytest.mark.parametrize(
    ("unit", "label", "plural", "number", "text"),
    [
        ("aircraft", "aircraft", "aircraft", "5", "5 aircraft"),
        ("battery", "battery", "batteries", "5", "5 batteries"),
        ("child", "child", "children", "1", "1 child"),
        ("box", "box", "boxes", "2000000", "2 million boxes"),
        ("square-km", "square kilometre", "", "5", "5 square kilometres"),
        ("square-km", "square kilometre", "", "1", "1 square kilometre"),
    ],
)
def test_a_unit_is_written_by_its_label_and_coded_plural(folder, unit, label, plural, number, text):
    folder.append("terms", term_id=unit, kind="unit", label=label, plural=plural, definition="One.")
    folder.put("other_figures", 2, unit=unit, bound="as_printed", best=number)
    folder.put("other_figures", 3, unit=unit)
    assert folder.faults() == []
    book = claimbook.open(folder.path)
    tons = book["tons"]
    assert tons.text() == text
    each = tons / book["force-first"]
    assert each.unit == f"{unit}/person" and (book["force-first"] / tons).text().endswith(f" per {label}")


def test_a_unit_that_is_measured_may_have_fractions(folder):
    folder.append("terms", term_id="square-km", kind="unit", label="square kilometre", definition="One.")
    folder.put("other_figures", 2, unit="square-km", bound="as_printed", best="9.4")
    folder.put("other_figures", 3, unit="square-km")
    assert [fault for fault in folder.faults() if ":best: " in fault]
    folder.put("terms", len(folder.lines("terms")), whole="no")
    assert folder.faults() == []
    assert claimbook.open(folder.path)["tons"].text() == "9.4 square kilometres"


def test_a_stance_or_topic_that_is_no_term_is_a_fault(folder):
    folder.put("judgements", 2, stance="gloomy", topic="troops")
    assert folder.faults() == [
        'judgements.csv:2:topic: found "troops", a term of kind subject, expected a term of kind topic',
        'judgements.csv:2:stance: found "gloomy", expected a term of kind stance',
    ]


@pytest.mark.parametrize(
    ("formula", "fault"),
    [
        ("losses = killed + wounded", None),
        (
            "killed + wounded",
            'found "killed + wounded" at character 1, expected a measure, =, and two measures',
        ),
        ("losses = killed + troops", 'found "troops", expected a term of kind measure'),
        ("losses = killed * wounded", 'found "losses = killed * wounded" at character 1, expected a measure'),
        ("", 'found "" at character 1, expected a measure'),
    ],
)
def test_a_rule_of_addition_is_a_term(folder, formula, fault):
    cells = {"kind": "addition", "label": "lost", "definition": "as the desk counts losses; ours"}
    folder.append("terms", term_id="lost", formula=formula, **cells)
    header, killed, *_ = folder.lines("casualties")
    hurt = {"claim_id": "hurt", "measure": "wounded", "original_claim_id": "self", "original_link": ""}
    folder.append("casualties", **dict(zip(header, killed, strict=True)) | hurt)
    mention = {"mention_id": "m-3-2", "document_id": "gazette", "paragraph": "3", "position": "2"}
    folder.append("mentions", **mention, kind="claim", as_printed="x", claim_id="hurt")
    if fault:
        assert fault in folder.faults()[0]
        return
    assert folder.faults() == []
    book = claimbook.open(folder.path)
    total = book["killed"] + book["hurt"]
    assert total.lineage.rule == cells["definition"] and total.counted.measure == book.term("losses")


def test_flows_stand_under_the_groups_of_the_terms(folder):
    from claimbook.show import flows_of

    folder.append("terms", term_id="funds", kind="group", label="Funds", rank="1", definition="Money.")
    folder.append("terms", term_id="worth", kind="measure", label="worth of goods", definition="If sold.")
    places = {row[0]: place for place, row in enumerate(folder.lines("terms"), 1)}
    folder.put("terms", places["payments"], group_id="funds", worth_id="worth")
    (flow,) = flows_of(claimbook.open(folder.path).values(), "north")
    assert (flow.group, flow.label) == ("Funds", "payments")
    folder.put("terms", len(folder.lines("terms")), worth_id="worth")  # which leads nowhere, and to no end
    folder.put("money_flows", 2, stage="valued")
    (flow,) = flows_of(claimbook.open(folder.path).values(), "north")
    assert (flow.group, flow.label) == ("worth of goods", "worth of goods")


# -- what changed ------------------------------------------------------------------------
def test_a_changed_formula_is_told_as_such(folder):
    tables = load(folder.path)
    new = edited(
        tables, lambda e: e.set("derived", "force-per-loss", formula="force / officers", meaning="x")
    )
    told = lines(compare_books(Book(tables), Book(new)))
    assert told[0] == "Since the last run: two derived figures moved; one formula changed."
    assert told[-1] == (
        "Derived: formula of of the force for each loss changed from “force / all” to “force / officers”; meaning: "
        "x, earlier The force over the losses."
    )


def test_tables_without_knowledge_are_worked_out_by_the_formulas_of_the_later_ones(folder):
    tables = load(folder.path)

    def older(edits):
        for table in ("derived", "fits"):
            del edits.rows[table], edits.columns[table]
        edits.put("force", low=edits.claim("force")[1]["low"] / 2)

    told = lines(compare_books(Book(edited(tables, older)), Book(tables)))
    assert told[0] == "Since the last run: one claim revised; two derived figures moved."
    assert told[-1] == (
        "Not compared, since one of the two runs does not have it: derived figures, tests of fit."
    )


# -- no knowledge in the code ----------------------------------------------------------------
def ids_of_the_data():
    """The id of each row of data/, the first cell."""
    for path in sorted((ROOT / "data").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (row[0] for row in list(csv.reader(file))[1:])


def literals(path):
    """String literals of a module with their line; docstrings are no literals."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    blocks = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, blocks) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def test_no_id_of_the_data_stands_in_the_library():
    ids = set(ids_of_the_data())
    assert len(ids) > 300
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in sorted((ROOT / "lib").rglob("*.py"))
        if path.name != "refresh.py"  # the findings of README, until they are data too
        for line, text in literals(path)
        if text in ids and ("-" in text or text not in WORDS)
    ]
    assert found == []
