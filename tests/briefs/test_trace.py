"""The audit of briefs: the seven of the project are accounted for whole, and each planted fault is found at its
place, by the page alone or by exporting it again."""

import copy
import csv
import functools
import json
import random
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "notebooks")]
import claimbook  # noqa: E402
from attacks import executed as executed_over  # noqa: E402
from attacks import mutated  # noqa: E402
from claimbook import show  # noqa: E402
from claimbook.audit import KINDS, Beside, TraceFault, summary, trace  # noqa: E402
from claimbook.audit.figures import Known  # noqa: E402
from claimbook.brief import BriefContext, brief_info, export, write_index  # noqa: E402
from claimbook.cli import main  # noqa: E402
from claimbook.runs.again import OfRun  # noqa: E402
from claimbook.tables import check, load  # noqa: E402
from claimbook.words.richtext import KINDS as EXCUSES  # noqa: E402
from in_process import _value as value_of  # noqa: E402
from notebook_faults import FAULTS as NOTEBOOK_FAULTS  # noqa: E402
from notebook_faults import UNSEEN as UNSEEN_IN_NOTEBOOKS  # noqa: E402
from page_faults import CASUALTIES, FAULTS, INDEX, MONEY, OUTLOOK, UNSEEN, VOICES, swap  # noqa: E402
from sample_notebooks import code, notebook, shown  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


def context(tables, name, title="A brief"):
    return BriefContext(
        title=title,
        data_sha256=tables.sha256,
        versions={"python": "3.12.1", "pandas": "3.0.0"},
        documents=tables["documents"].to_dict("records"),
        command=f"claimbook run {name}",
    )


@pytest.fixture(autouse=True)
def whole_book(monkeypatch):
    """The data of the project is opened once for all tests."""
    from claimbook.audit import run

    anew, known = run.open_book, run.Known
    monkeypatch.setattr(run, "open_book", lambda data: _opened() if data == DATA else anew(data))
    monkeypatch.setattr(
        run, "Known", lambda book, p: _known(json.dumps(p)) if book is _opened() else known(book, p)
    )


@functools.cache
def _opened():
    return claimbook.open(DATA)


@functools.cache
def _known(parameters):
    return Known(_opened(), json.loads(parameters))


@functools.cache
def executed_anew(stem):
    """The notebook of that name with what its cells show over the data of the project."""
    return executed_over(ROOT / "notebooks" / f"{stem}.ipynb", DATA)


def title_of(node):
    return node.cells[0].source.splitlines()[0].removeprefix("# ")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The briefs of the notebooks and their index, as a run makes them."""
    folder, tables, told = tmp_path_factory.mktemp("briefs"), load(DATA), []
    for path in NOTEBOOKS:
        node = executed_anew(path.stem)
        out = export(node, folder / f"{path.stem}.html", context(tables, path.stem, title_of(node)))
        told.append(brief_info(node, out.name, title_of(node)))
    write_index(folder, told)
    return folder


@pytest.fixture
def copied(made, tmp_path):
    return Path(shutil.copytree(made, tmp_path / "briefs"))


class Exported(Beside):
    """A page whose export is known: what making it again gives."""

    def __init__(self, html):
        self.html = html

    def again(self, title):
        return self.html


def halves(report):
    """The lines of what the page alone shows, and of what exporting it again shows."""
    again = [line for line in report.lines() if ": exported again, " in line]
    return [line for line in report.lines() if ": found " in line and line not in again], again


def edited(folder, name, edit):
    path = folder / f"{name}.html"
    before = path.read_text(encoding="utf-8")
    after = edit(before)
    assert after != before, "nothing was planted"
    path.write_text(after, encoding="utf-8", newline="\n")
    (report,) = trace([path], DATA, lambda path, book: Exported(before))
    return report


# -- the control ---------------------------------------------------------------------


@pytest.mark.parametrize("name", [*(path.stem for path in NOTEBOOKS), INDEX])
def test_every_number_of_the_briefs_is_accounted_for(made, name):
    html = (made / f"{name}.html").read_text(encoding="utf-8")
    (report,) = trace([made / f"{name}.html"], DATA, lambda path, book: Exported(html))
    assert report.findings == [] and report.notes == [] and report.clean
    # the numbers that link to their entry, in sentences and in what is rendered anew, and those that an entry
    # begins with
    assert report.traced > 100 and sum(report.excused.values()) > 50
    assert report.again == "exported again from the notebook: equal"


def test_there_are_seven_briefs_and_an_index(made):
    assert len(NOTEBOOKS) == 7
    reports = trace(sorted(made.glob("*.html")), DATA)
    assert [report.name for report in reports][-1] == "index.html" and len(reports) == 8
    assert re.fullmatch(
        r"8 files: [\d,]+ numbers traced, [\d,]+ excused by \d+ rules, 0 open; "
        r"0 of 8 exported again from the notebook",
        summary(reports),
    )
    blocks = {"entry", "foot", "drawing", "table", "date", "word that counts nothing"}
    assert {rule for report in reports for rule in report.excused} <= {*KINDS, *blocks}


def test_the_excuses_are_those_that_a_page_may_have():
    assert set(KINDS) == set(EXCUSES)


# -- planted faults -------------------------------------------------------------------


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_at_its_place(copied, name):
    """By exporting again each is found; by the page alone all but those that UNSEEN names with their reason."""
    file, edit, place, told = FAULTS[name]
    report = edited(copied, file, edit)
    alone, again = halves(report)
    assert again and not report.clean
    assert all(line.startswith(f"{file}.html: ") and "\n" not in line for line in report.lines())
    if name in UNSEEN:
        assert alone == [], "found by the page alone after all: take it from the list"
    else:
        assert any(place in line and told in line for line in alone), "\n".join(report.lines())


def test_141_faults_are_planted_in_pages_and_over_forty_in_notebooks():
    assert len(FAULTS) == 141 and len(NOTEBOOK_FAULTS) >= 40
    assert set(UNSEEN) <= set(FAULTS) and set(UNSEEN_IN_NOTEBOOKS) <= set(NOTEBOOK_FAULTS)


@pytest.mark.parametrize("name", NOTEBOOK_FAULTS)
def test_a_fault_in_the_notebook_is_found_by_the_page_alone(tmp_path, name):
    """The page is a true export of a false notebook: exporting it again gives the same bytes."""
    stem, edit, told = NOTEBOOK_FAULTS[name]
    node = copy.deepcopy(executed_anew(stem))
    edit(node)
    assert node != executed_anew(stem), "nothing was planted"
    about = context(load(DATA), stem, title_of(node))
    page = export(node, tmp_path / f"{stem}.html", about)
    (report,) = trace([page], DATA, lambda path, book: Exported(page.read_text(encoding="utf-8")))
    assert report.again == "exported again from the notebook: equal"
    if name in UNSEEN_IN_NOTEBOOKS:
        assert report.clean, "found after all: take it from the list"
    else:
        assert any(told in line for line in halves(report)[0]), "\n".join(report.lines())


def visible_digits(html):
    """Places of digits that a reader sees, hears, prints or downloads; versions are nobody's to check."""
    words = re.sub(r"<style>.*?</style>", lambda style: "<" * len(style[0]), html)
    shown = [m.span(1) for m in re.finditer(r">([^<]+)<", words)]
    shown += [
        m.span(1)
        for m in re.finditer(r'(?:aria-label|data-label|data-k|download|href|datetime)="((?!#)[^"]*)"', words)
    ]
    hidden = [
        m.span()
        for m in re.finditer(r"&#?\w+;|%[0-9A-F]{2}|https?://[^\"]*|<dt>Versions</dt><dd>[^<]*", html)
    ]
    silent = {place for start, end in hidden for place in range(start, end)}
    return [
        place
        for start, end in shown
        for place in range(start, end)
        if html[place].isdigit() and place not in silent
    ]


@pytest.mark.slow
@pytest.mark.parametrize("name", [CASUALTIES, MONEY, VOICES, OUTLOOK])
def test_any_digit_that_is_changed_is_found(made, name, tmp_path):
    html, chance = (made / f"{name}.html").read_text(encoding="utf-8"), random.Random(7)
    changed = {}
    for place in chance.sample(visible_digits(html), 40):
        other = chance.choice([digit for digit in "0123456789" if digit != html[place]])
        path = tmp_path / f"at-{place}.html"
        path.write_text(html[:place] + other + html[place + 1 :], encoding="utf-8")
        changed[path] = f"{html[place - 60 : place]}[{html[place]}]{html[place + 1 : place + 30]}"
    reports = trace(changed, DATA)
    assert [words for words, report in zip(changed.values(), reports, strict=False) if report.clean] == []


# -- the data ---------------------------------------------------------------------------


@pytest.fixture
def other_data(tmp_path):
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    table = data / "casualties.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    (row,) = [line for line in lines if line.startswith("nis-wounded,")]
    table.write_text(
        "".join(lines).replace(row, row.replace("as_printed,,1000,", "as_printed,,1100,")), encoding="utf-8"
    )
    return data


def test_other_data_is_told_first_and_then_what_differs(made, other_data):
    (report,) = trace([made / f"{CASUALTIES}.html"], other_data)
    first, *rest = report.lines()
    assert first.startswith(f"{CASUALTIES}.html: made from other data: found ")
    assert any('found "1,000", expected 1,100 (nis-wounded)' in line for line in rest)
    assert any(
        'found "at least 1,100", expected at least 1,200 (nis-dead-and-injured)' in line for line in rest
    )


def test_other_data_with_equal_figures_is_told_as_well(made, tmp_path):
    data = Path(shutil.copytree(DATA, tmp_path / "data"))
    table = data / "sources.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace("Close to the front", "Near to the front"), encoding="utf-8"
    )
    (report,) = trace([made / f"{MONEY}.html"], data)
    assert not report.clean and "made from other data" in report.lines()[0]


def test_a_hash_that_was_changed_is_other_data(copied):
    report = edited(copied, CASUALTIES, swap(load(DATA).sha256, "0" * 64))
    assert report.notes and "made from other data: found 000000000000" in report.lines()[0]


# -- figures that only a notebook made ------------------------------------------------------

PARAMETERS = 'AS_OF: str = ""  # no limit'


def with_own_figures(path, *displays):
    cell = code(PARAMETERS, tags=("parameters",))
    node = notebook("# A figure of one's own", cell, *(shown(display) for display in displays))
    return export(node, path, context(load(DATA), "own"))


@pytest.fixture(scope="module")
def own():
    book = claimbook.open(DATA)
    return book, claimbook.derive(book)


def test_a_figure_made_in_a_notebook_is_computed_from_its_formula(own, tmp_path):
    book, figures = own
    share = book["nis-killed"] / book["conscripts"]
    rate = (figures["russian-casualties-a-year"] * book["casualty-forecast"]).to("person/week")
    both = (book["nis-killed-pravda"] + book["nis-wounded"]).named(
        "my-sum", "a sum of my own", "Made for a test.", "not to be used"
    )
    page = with_own_figures(tmp_path / "own.html", show.say("{a!b}; {b}; {c}.", a=share, b=rate, c=both))
    (report,) = trace([page], DATA)
    assert report.clean, "\n".join(report.lines())
    text = page.read_text(encoding="utf-8")
    for old, new in ((share.text(), "at least 0.9 %"), ("at least 100 + 1,000", "at least 100 + 30")):
        assert old in text.replace("\u00a0", " ")
        page.write_text(text.replace("\u00a0", " ").replace(old, new, 1), encoding="utf-8")
        (report,) = trace([page], DATA)
        assert not report.clean


def test_an_assumption_typed_in_a_notebook_cannot_be_computed(own, tmp_path):
    from claimbook.figure import Derivation, Figure

    book, _ = own
    why = Derivation("span", (), words="it sounds right")
    counted = book["nis-killed"].counted
    typed = Figure("my-guess", "exact", "person", counted, why, best=Fraction(1100), label="a guess")
    page = with_own_figures(tmp_path / "own.html", show.say("Perhaps {n}.", n=typed))
    (report,) = trace([page], DATA)
    assert any(
        "entry my-guess" in line and "a figure that can be computed" in line for line in report.lines()
    )


# -- the box of changes -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """Two runs of a brief, a claim revised between them: the reports folder and the later data."""
    folder = tmp_path_factory.mktemp("runs")
    data = Path(shutil.copytree(DATA, folder / "data"))
    table = data / "casualties.csv"
    before = table.read_text(encoding="utf-8")
    after = before.replace(
        "person,as_printed,,1000,,,,,intelligence,cumulative,,,,,1,2024-12-19",
        "person,as_printed,,1100,,,,,intelligence,cumulative,,,,,1,2024-12-19",
    )
    assert after != before
    table.write_text(after, encoding="utf-8")
    for source, day in ((DATA, "2025-02-03"), (data, "2025-02-04")):
        words = [
            "run",
            CASUALTIES,
            "--out",
            str(folder / "reports"),
            "--data",
            str(source),
            "--run-date",
            day,
        ]
        done = subprocess.run(
            [sys.executable, "-m", "claimbook", *words], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    return folder / "reports", data


def later(changed, tmp_path):
    """A copy of both runs, the brief of the later one, and its data."""
    reports, data = changed
    copied = Path(shutil.copytree(reports, tmp_path / "reports", symlinks=True))
    return next(copied.rglob("2025-02-04*")) / f"{CASUALTIES}.html", data


@pytest.mark.slow
@pytest.mark.parametrize("alone", [False, True])
def test_a_brief_with_a_box_of_changes_is_traced_whole(changed, tmp_path, alone):
    page, data = later(changed, tmp_path)
    page = Path(shutil.copy(page, tmp_path)) if alone else page
    (report,) = trace([page], data, OfRun)
    assert report.clean, "\n".join(report.lines())
    assert report.again.startswith("not exported again: no manifest" if alone else "exported again")
    assert report.excused["earlier"] >= 2 and report.excused["changes"] == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (">1,000</span>", ">1,050</span>", "1,000"),
        (">1,000</span>", ">1,100</span>", "1,000"),
        ("one claim revised", "two claims revised", "one claim revised"),
        (", earlier <span", ", once <span", "earlier 1,000"),
        (">1,100</a></b>, earlier", ">1,200</a></b>, earlier", "expected 1,100 (nis-wounded)"),
    ],
)
def test_a_fault_in_the_box_of_changes_is_found(changed, tmp_path, old, new, told):
    page, data = later(changed, tmp_path)
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    (report,) = trace([page], data, OfRun)
    alone, again = halves(report)
    assert again and any(told in line for line in alone), "\n".join(report.lines())


# -- the command -----------------------------------------------------------------------------


def command(*arguments):
    done = CliRunner().invoke(main, ["trace", *map(str, arguments)])
    return done.exit_code, done.output


def test_the_command_says_what_it_counted_and_exits_with_nought(made):
    status, output = command(*sorted(made.glob("*.html")), "--data", DATA)
    assert status == 0, output
    last = output.splitlines()[-1]
    assert last.startswith("8 files: ") and last.endswith(" 0 open; 0 of 8 exported again from the notebook")
    assert "01-casualties.html: excused by rule: " in output and " date, " in output
    assert "not exported again: no manifest of its run lies beside it" in output


def test_the_command_exits_with_one_for_one_number(copied):
    edit = FAULTS["digit in a sentence"][1]
    path = copied / f"{CASUALTIES}.html"
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    status, output = command(path, "--data", DATA)
    assert status == 1 and 'found "at least 110", expected at least 100' in output
    assert re.search(r"[1-9]\d* open; 0 of 1 exported again from the notebook$", output.strip())


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("none.html", None, "none.html: found"),
        ("page.html", "<p>1,100</p>", "found no parameters of a brief"),
        ("page.html", "\xff\xfe", None),
        ("page.html", '<meta name="claimbook:parameters" content="[1]">', "no JSON object"),
        (
            "page.html",
            '<meta name="claimbook:parameters" content="{&quot;AS_OF&quot;: &quot;soon&quot;}">',
            "AS_OF: found",
        ),
        ("page.html", '<meta name="claimbook:parameters" content="{&quot;SIDES&quot;: 5}">', "SIDES: found"),
    ],
)
def test_bad_input_is_one_line_and_exit_status_two(tmp_path, name, content, told):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content.encode("latin-1"))
    status, output = command(path, "--data", DATA)
    assert status == 2 and len(output.strip().splitlines()) == 1 and "Traceback" not in output
    assert told is None or told in output


def test_no_data_is_bad_input(made, tmp_path):
    status, output = command(made / f"{CASUALTIES}.html", "--data", tmp_path / "nothing")
    assert status == 2 and "expected an existing folder" in output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "edit"),
    [
        (
            INDEX,
            lambda html: re.sub(r"<section class=.brief.*?</section>", "", html, count=1, flags=re.DOTALL),
        ),
        (INDEX, lambda html: html.replace(f'<a href="{CASUALTIES}.html">', '<a href="other.html">', 1)),
        (INDEX, lambda html: html.replace(f'href="{CASUALTIES}.xlsx"', 'href="other.xlsx"')),
        (
            INDEX,
            lambda html: re.sub(
                r"(</h2>)",
                r'\1<p class="fault"><b>Failed.</b> <span data-x="fault">cell 4</span></p>',
                html,
                count=1,
            ),
        ),
        (INDEX, lambda html: re.sub(r'(<circle class="o" cx=")([\d.]+)', r"\g<1>700", html, count=1)),
        (CASUALTIES, lambda html: re.sub(r"pandas [\d.]+", "pandas 1.0.0", html)),
        (
            CASUALTIES,
            lambda html: re.sub(r'<section class="changes".*?</section>', "", html, flags=re.DOTALL),
        ),
    ],
)
def test_a_page_that_differs_from_its_run_is_found(changed, tmp_path, file, edit):
    page, data = later(changed, tmp_path)
    path = page.with_name(f"{file}.html")
    (report,) = trace([path], data, OfRun)
    assert report.clean and report.again == "exported again from the notebook: equal"
    text = path.read_text(encoding="utf-8")
    assert edit(text) != text
    path.write_text(edit(text), encoding="utf-8")
    (report,) = trace([path], data, OfRun)
    assert halves(report)[1], "\n".join(report.lines())


@pytest.mark.slow
def test_what_cannot_be_exported_again_says_why(changed, tmp_path):
    page, data = later(changed, tmp_path)
    node = page.with_suffix(".ipynb")
    kept = node.read_bytes()
    for change, why in (
        (lambda: node.write_bytes(kept + b" "), "is not the one that the run executed"),
        (node.unlink, "does not lie beside it"),
        (lambda: shutil.rmtree(page.parent.parent / "2025-02-03", ignore_errors=True), ""),
    ):
        change()
        (report,) = trace([page], data, OfRun)
        assert report.again.startswith("not exported again: ") and why in report.again


def test_a_file_that_is_no_brief_raises(tmp_path):
    (tmp_path / "page.html").write_text("<p>1,100</p>", encoding="utf-8")
    with pytest.raises(TraceFault, match="expected an HTML file"):
        trace([tmp_path / "page.html"], DATA)


# -- other parameters ----------------------------------------------------------------------------


def executed(path, parameters):
    """A notebook with these parameters, its cells run in this process, and what they show as its outputs."""
    node = nbformat.read(path, as_version=4)
    place = next(n for n, cell in enumerate(node.cells) if "parameters" in cell.metadata.get("tags", []))
    given = code(
        "\n".join(f"{name} = {value!r}" for name, value in parameters.items()), tags=("injected-parameters",)
    )
    node.cells.insert(place + 1, given)
    space = {}
    for cell in (cell for cell in node.cells if cell.cell_type == "code"):
        value = value_of(cell, space) if "remove-cell" not in cell.metadata.get("tags", []) else None
        cell.outputs = [nbformat.v4.new_output("display_data", data=value)] if value is not None else []
    return node


@pytest.mark.parametrize(
    "parameters",
    [
        {"AS_OF": "2024-12-18"},
        {"AS_OF": ""},
        {"SIDES": ["ukraine"]},
        {"MIN_CREDIBILITY": "3"},
        {"DOCUMENTS": ["telegraph-2024-12"]},
        {"AS_OF": "2024-01-01"},
        {"INCLUDE_UNGRADED": False, "MIN_RELIABILITY": "B"},
    ],
    ids=json.dumps,
)
def test_briefs_with_other_parameters_are_traced_whole(parameters, tmp_path, monkeypatch):
    monkeypatch.setenv("CLAIMBOOK_DATA", str(DATA))
    tables, told = load(DATA), []
    for path in NOTEBOOKS:
        node = executed(path, parameters)
        told.append(
            brief_info(
                node, export(node, tmp_path / f"{path.stem}.html", context(tables, path.stem)).name, "A brief"
            )
        )
    write_index(tmp_path, told)
    reports = trace(sorted(tmp_path.glob("*.html")), DATA)
    assert len(reports) == len(told) + 1
    assert not [line for report in reports for line in report.lines() if ": found " in line]


# -- other data -------------------------------------------------------------------------------------

# as printed, hedged, lasting, formulas and sentences with ids have forms of their own, which the words added here would break
FORMS = ("as_printed", "hedge", "duration", "likelihood", "formula", "needs")


@pytest.mark.slow
@pytest.mark.parametrize("words", [" of 2nd unit 300", " الجزيرة"], ids=["numbers", "right-to-left"])
def test_briefs_of_data_full_of_other_words_are_traced_whole(tmp_path, words):
    """Names and labels may hold numbers and run from right to left; that is no claim, and no fault."""
    folder = mutated(tmp_path, (words,), FORMS)
    assert check(folder) == []
    tables, told = load(folder), []
    for path in NOTEBOOKS:
        node = executed_over(path, folder)
        told.append(
            brief_info(
                node, export(node, tmp_path / f"{path.stem}.html", context(tables, path.stem)).name, "A brief"
            )
        )
    write_index(tmp_path, told)
    reports = trace(sorted(tmp_path.glob("*.html")), folder)
    assert not [line for report in reports for line in report.lines() if ": found " in line]


NAMES = (
    "فرانس 24",
    "قناة «العربية»",
    "הארץ (מהדורה 3)",
    "中华人民共和国国家卫生健康委员会办公厅新闻发布处",
    "Landesverteidigungskommandozentralstelle",
    "www.long-name-of-an-outlet-without-any-blank.example.org",
)


def with_names(tmp_path):
    """A copy of the data in which a document prints a claim of each of these names."""
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    rows = {"sources": [], "documents": [], "casualties": []}
    of_document = {"kind": "listing", "outlet_id": "n-0", "label": "Listing of outlets", "language": "ar",
                   "published_from": "2024-12-20", "published": "2024-12-21", "date_precision": "2", "coded_by": "x",
                   "coded_on": "2026-01-01", "coded_from": "x", "coded_rules": "x", "licence": "x"}  # fmt: skip
    rows["documents"].append({"document_id": "names", **of_document})
    of_claim = {"document_id": "names", "original_claim_id": "self", "subject": "nk-troops", "measure": "killed",
                "scope": "the-war", "unit": "person", "bound": "as_printed", "basis": "unstated",
                "accounting": "cumulative", "as_of": "2024-12-20", "date_precision": "1", "status": "unverified"}  # fmt: skip
    for n, name in enumerate(NAMES):
        rows["sources"].append({"source_id": f"n-{n}", "name": name, "kind": "outlet", "side": "independent"})
        said = {"as_printed": str(10 + n), "best": str(10 + n), "claimant_id": f"n-{n}"}
        rows["casualties"].append(
            {"claim_id": f"i-{n}", **of_claim, **said, "via_ids": "n-0" if n % 2 else ""}
        )
    for table, added in rows.items():
        with (folder / f"{table}.csv").open("r+", encoding="utf-8", newline="") as file:
            heads = next(csv.reader(file))
            file.seek(0, 2)
            csv.DictWriter(file, heads, restval="", lineterminator="\n").writerows(added)
    return folder


def test_names_of_any_script_and_length_are_no_fault(tmp_path):
    """Arabic and Hebrew names with digits beside an arrow; names with no blank at which a line could end."""
    folder = with_names(tmp_path)
    assert check(folder) == []
    mine = claimbook.open(folder).about(document="names")
    displays = [
        show.claims_table(mine, "All claims of the document"),
        show.claims_chart(
            "Claims that differ widely", show.rows_of(mine), subtitle="as coded", source="them"
        ),
        show.chain_chart(
            "Every figure has an origin", show.chains_of(mine), subtitle="x", source="The claimants"
        ),
    ]
    node = notebook("# Names", code(PARAMETERS, tags=("parameters",)), *map(shown, displays))
    (report,) = trace([export(node, tmp_path / "names.html", context(load(folder), "names"))], folder)
    assert report.clean, "\n".join(report.lines())
