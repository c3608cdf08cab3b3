"""The files beside a brief: bounds and hedges in each of them, equal bytes, no formula, nothing half made."""

import csv
import html
import io
import os
import re
import struct
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from claimbook.brief import (  # noqa: E402
    BriefFault,
    BriefInfo,
    brief_info,
    companions,
    file_links,
    write_index,
    write_pictures,
    write_workbook,
)
from claimbook.brief.attachments.cells import LONGEST_CELL, LONGEST_NAME, sheet_names, text_cell, units  # noqa: E402
from claimbook.brief.chart_data import csv_text as csv_of  # noqa: E402
from claimbook.brief.chart_data import end, records  # noqa: E402
from claimbook.brief.export import html_of  # noqa: E402
from claimbook.brief.notebook import page_of  # noqa: E402
from claimbook.charts import png  # noqa: E402
from claimbook.charts.chart import MIME as CHART  # noqa: E402
from claimbook.show import Excused, Row, bounds_chart, say, table  # noqa: E402
from claimbook.words.display import MIME as NUMBERS  # noqa: E402
from sample_notebooks import (  # noqa: E402
    KILLED,
    chart_of_eight,
    code,
    context,
    full,
    notebook,
    shown,
    two_charts,
)
from standin import StandIn, claim  # noqa: E402
from xlsx_text import Book  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
POINTS = ("as_printed", "exact", "about")
FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """stem -> notebook node, its page and its workbook, of the committed notebooks."""
    folder, found = tmp_path_factory.mktemp("workbooks"), {}
    for path in NOTEBOOKS:
        node = nbformat.read(path, as_version=4)
        workbook = Book(write_workbook(node, folder / f"{path.stem}.xlsx", context()))
        found[path.stem] = (node, page_of(node, context()), workbook)
    return found


def csv_text(chart):
    return csv_of(*records(chart))


def blank(value):
    return None if value in (None, "") else value


def as_number(exact):
    return None if exact is None else pytest.approx(float(Fraction(exact)), rel=1e-14)


# -- bounds and hedges travel with each number ------------------------------------------------


@each_notebook
def test_the_workbook_holds_every_number_of_the_brief_in_its_order_with_bound_and_ends(real, path):
    node, brief, workbook = real[path.stem]
    listed = re.findall(r'<li id="n-([^"]+)"', html_of(node, context()))
    rows = {row["id"]: row for name in ("Claims", "Derived") for row in workbook.records(name)}
    assert [
        re.sub(r"[^A-Za-z0-9_.-]", lambda m: f"_{ord(m[0]):x}", id)
        for id in sorted(rows, key=lambda i: rows[i]["no"])
    ] == listed
    assert rows.keys() == brief.ordered.keys() and len(rows) > 8
    for id, entry in brief.ordered.items():
        row = rows[id]
        assert (row["figure"], row["bound"], row["unit"]) == (
            text_cell(entry.text),
            entry.bound,
            blank(entry.unit),
        ), id
        assert [row[name] for name in ("low", "best", "high")] == [
            as_number(getattr(entry, name)) for name in ("low", "best", "high")
        ], id
        for doubt in (entry.hedge, entry.likelihood, *entry.caveats):
            assert not doubt or doubt in row["hedge"], id
        assert entry.text in row["ready_to_copy"] and (
            entry.is_ours or entry.document in row["ready_to_copy"]
        )


@each_notebook
def test_no_download_makes_a_midpoint_or_fills_an_end_that_nobody_states(real, path):
    _, brief, workbook = real[path.stem]
    rows = [row for name in ("Claims", "Derived") for row in workbook.records(name)]
    rows += [
        row
        for n, chart in enumerate(brief.charts, 1)
        for row in workbook.records(sheet(workbook, f"Chart {n} "))
        if "bound" in row
    ]
    rows += [
        {**row, **{name: float(row[name]) if row[name] else None for name in ("low", "best", "high")}}
        for chart in brief.charts
        for row in csv.DictReader(io.StringIO(csv_text(chart)))
        if "bound" in row
    ]
    assert len(rows) > 10
    for row in rows:
        stated = tuple(name for name in ("low", "best", "high") if row[name] is not None)
        if row["bound"] in POINTS:
            assert stated == ("best",), row
        elif row["bound"] in ("at_least", "more_than"):
            assert stated == ("low",), row
        elif row["bound"] in ("up_to", "less_than", "at_most"):
            assert stated == ("high",), row
        else:
            assert stated == (("low", "high") if row["bound"] == "between" else ()), row


@each_notebook
def test_each_chart_s_rows_say_bound_hedge_and_source_in_csv_and_sheet_alike(real, path):
    _, brief, workbook = real[path.stem]
    for n, chart in enumerate(brief.charts, 1):
        texts, cells = (
            list(csv.DictReader(io.StringIO(csv_text(chart)))),
            workbook.records(sheet(workbook, f"Chart {n} ")),
        )
        assert len(texts) == len(cells) == len(chart.rows) and list(texts[0]) == list(cells[0])
        for row, text, cell in zip(chart.rows, texts, cells, strict=False):
            if row.get("id") is None:
                continue
            entry = chart.entries[row["id"]]
            for told in (text, cell):
                assert (
                    told["bound"] == row["bound"]
                    and told["figure"] == text_cell(row["text"])
                    and told["id"] == row["id"]
                )
                assert blank(told["hedge"]) == entry.hedge and blank(told["likelihood"]) == entry.likelihood
                assert blank(told["document"]) == blank(entry.document) and blank(told["formula"]) == blank(
                    entry.formula
                )
                assert all(caveat in told["caveats"] for caveat in entry.caveats)
            if row["bound"] != "vague":
                assert (
                    text["about"]
                    == cell["about"]
                    == ("yes" if row["approx"] or row["bound"] == "about" else "no")
                )


@each_notebook
def test_each_figure_of_a_table_stands_in_its_row_with_bound_and_id(real, path):
    _, brief, workbook = real[path.stem]
    assert brief.contents_of("table")
    for n, content in enumerate(brief.contents_of("table"), 1):
        cells = workbook.records(sheet(workbook, f"Table {n} "))
        assert len(cells) == len(content["rows"])
        for row, cell in zip(content["rows"], cells, strict=False):
            for column, runs in zip(content["columns"], row, strict=False):
                traced = [run["n"] for run in runs or [] if "n" in run]
                for turn, key in enumerate(traced):
                    head = column["label"] + (f" ({turn + 1})" if turn else "")
                    assert cell[f"{head}: id"] == key and cell[f"{head}: bound"] == brief.ordered[key].bound
                    ends = [cell[f"{head}: {name}"] for name in ("low", "best", "high")]
                    assert ends == [
                        as_number(getattr(brief.ordered[key], name)) for name in ("low", "best", "high")
                    ]


def sheet(workbook, start):
    return next(name for name in workbook.sheets if name.startswith(start))


@each_notebook
def test_the_download_inside_the_brief_is_that_of_its_charts(real, path):
    node, brief, _ = real[path.stem]
    links = re.findall(r'href="data:text/csv;charset=utf-8,([^"]+)"', html_of(node, context()))
    assert [unquote(html.unescape(link)) for link in links] == [csv_text(chart) for chart in brief.charts]


def test_a_flow_names_both_its_sides(real):
    chart = next(chart for chart in real["03-money-flows"][1].charts if chart.kind == "flow")
    ways = {(row["from"], row["to"]) for row in csv.DictReader(io.StringIO(csv_text(chart)))}
    assert ways == {("North Korea", "Russia"), ("Russia", "North Korea")}


def test_ends_are_rounded_outwards_to_what_a_cell_holds(tmp_path):
    ends = StandIn("a", "0.33 to 0.67", "between", low=Fraction(1, 3), high=Fraction(2, 3))
    long = claim("b", "more than a lot", "more_than", 12345678901234567899)
    made = bounds_chart(
        "Two claims side by side",
        [Row(ends, "One"), Row(long, "Other")],
        source="A paper",
        alt="Two rows of claims.",
    )
    first, second = csv.DictReader(io.StringIO(csv_text(made)))
    assert Fraction(first["low"]) < Fraction(1, 3) and Fraction(first["high"]) > Fraction(2, 3)
    assert second["low"] == "12345678901234567899"  # text keeps every digit of a whole number
    rows = Book(write_workbook(notebook("# Title", shown(made)), tmp_path / "x.xlsx", context())).records(
        "Claims"
    )
    assert Fraction(rows[0]["low"]) < Fraction(1, 3) < Fraction(2, 3) < Fraction(rows[0]["high"])
    assert 12345678901234e6 < rows[1]["low"] <= 12345678901234567899
    assert (
        end("1000000000/3", "best") == end("1000000000/3", "low")
        and str(end("1000000000/3", "low")) == "333333333.333333"
    )


# -- the pictures --------------------------------------------------------------------------------


def chunks(png):
    found, place = [], 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        found.append(kind.decode())
        place += length + 12
    return found


@pytest.fixture
def drawn(monkeypatch):
    """Words that are drawn into pictures."""
    words, put = [], png._put
    monkeypatch.setattr(
        png,
        "_put",
        lambda axes, x, y, said, *rest, **how: (words.append(said), put(axes, x, y, said, *rest, **how))[1],
    )
    return words


def test_each_chart_is_a_picture_with_title_subtitle_bounds_source_note_and_brief(tmp_path, drawn):
    made = write_pictures(full(), tmp_path, "01-x", context())
    assert [path.name for path in made] == [
        "01-x.chart-1-the-first-claims-lie-far-apart-from-each-other.png",
        "01-x.chart-2-at-least-1100-would-be-a-tenth.png",
    ]
    for path in made:
        data = path.read_bytes()
        assert struct.unpack(">I", data[16:20]) == (1600,) and set(chunks(data)) <= {
            "IHDR",
            "pHYs",
            "IDAT",
            "IEND",
        }
    said = " ".join(drawn)
    for words in (
        "The first claims lie far apart from each other",
        "North Korean soldiers, persons, as claimed",
        "at least 1,000",
        "Source: The Telegraph and the reports it relays",
        "Note: Measures differ.",
        "no upper end stated",
        "rest: not stated",
        "Claimbook: How many casualties?; data through 21 December 2024",
    ):
        assert words in said
    assert sorted(tmp_path.iterdir()) == made


@each_notebook
def test_each_real_chart_draws_every_figure_with_its_bound(real, path, drawn, tmp_path):
    node, brief, _ = real[path.stem]
    write_pictures(node, tmp_path, "x", context())
    said = "".join("".join(drawn).split())
    for chart in brief.charts:
        for row in chart.rows:
            if row.get("id"):
                assert "".join(row["text"].split()).strip("“”") in said
        for words in (chart.title, chart.subtitle, chart.source, chart.note):
            assert "".join(words.split()) in said


def test_names_of_pictures_are_safe_and_never_cut_a_number(tmp_path):
    def name(title):
        return write_pictures(notebook(shown(named(title))), tmp_path, "s", context())[0].name

    assert name("Über ../../etc/passwd: \u202e=sum <b> \U0001f600") == "s.chart-1-uber-etc-passwd-sum-b.png"
    assert name("Пять заявлений здесь рядом") == "s.chart-1.png"
    long = "The claims of all who ever spoke of it in one week are at least 1,100,000 men"
    assert (
        name(Excused(long, "words"))
        == "s.chart-1-the-claims-of-all-who-ever-spoke-of-it-in-one-week-are-at.png"
    )
    assert (
        len(
            os.fsencode(
                write_pictures(notebook(shown(named("A title of words"))), tmp_path, "é" * 110, context())[
                    0
                ].name
            )
        )
        <= 255
    )


def named(title):
    return bounds_chart(
        title, [Row(KILLED, "NIS")], source="A paper", alt="One row with an arrow to the right."
    )


def test_whatever_matplotlib_is_set_to_a_picture_stays_the_same(tmp_path):
    import matplotlib

    first = named("One claim in a row").picture(800)
    with matplotlib.rc_context(
        {"font.size": 30, "savefig.bbox": "tight", "path.sketch": (1, 100, 2), "savefig.transparent": True}
    ):
        assert named("One claim in a row").picture(800) == first
        assert matplotlib.rcParams["font.size"] == 30


# -- equal inputs, equal bytes ---------------------------------------------------------------------

_BUILD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from sample_notebooks import context, full
from claimbook.brief import companions, export
folder = Path(sys.argv[2])
folder.mkdir()
companions(full(), export(full(), folder / "01-x.html", context()), context())
"""


def test_two_builds_are_equal_byte_for_byte_in_processes_that_differ(tmp_path):
    (tmp_path / "matplotlibrc").write_text("font.family: monospace\nsavefig.dpi: 33\n")
    surroundings = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C"},
        {
            "PYTHONHASHSEED": "2",
            "TZ": "America/St_Johns",
            "LC_ALL": "de_DE.UTF-8",
            "MATPLOTLIBRC": str(tmp_path / "matplotlibrc"),
        },
    ]
    for number, more in enumerate(surroundings):
        arguments = [sys.executable, "-c", _BUILD, Path(__file__).parent, tmp_path / str(number)]
        subprocess.run(arguments, check=True, cwd=tmp_path, env={**os.environ, **more})
    one, other = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in "01")
    assert (
        one == other and {Path(name).suffix for name in one} == {".html", ".xlsx", ".png"} and len(one) == 4
    )
    again = tmp_path / "again"
    again.mkdir()
    assert {
        path.name: path.read_bytes() for path in companions(full(), again / "01-x.html", context())
    }.items() <= one.items()


# -- words stay words ----------------------------------------------------------------------------------

HOSTILE = (
    "=HYPERLINK(A,B)",
    "+cmd|calc",
    "-cmd",
    "@SUM(A)",
    "\t=A",
    "\r=A",
    "\n@A",
    " =A",
    "x;=A",
    "\uff1dA",
    '"=A',
    "_x003D_A",
    "{=A}",
    "'=A",
    "[A]*?/\\:B",
    "<f>A</f>",
    "]]>",
    "&amp;",
    "\u202e=A",
    "a\x00b\x0b\ud800\ufffec",
    "مرحبا",
    "\U0001f600\U0001f1f0\U0001f1f5",
    pytest.param("W" * 5000, marks=pytest.mark.slow),
)


def bare(chart):
    """A cell that shows a chart by its data alone: a picture of thousands of letters takes its time."""
    return code("display", nbformat.v4.new_output("display_data", data={CHART: chart.to_json()}))


def hostile_brief(words):
    """A brief whose claims, names, titles, headings and captions all are those words."""
    coded = words.encode("utf-8", "ignore").decode()  # no table holds half a letter
    facts = dict.fromkeys(
        ("claimant", "document", "as_printed", "hedge", "grade_note", "note", "status", "likelihood"), coded
    )
    figure = claim(f"id-{coded[:40]}", coded, "at_least", 5, facts={**facts, "via": [coded, coded]})
    summed = StandIn(
        "sum",
        coded,
        "at_least",
        low=Fraction(10),
        inputs=(figure,),
        facts={"op": "span", "words": coded, "caveats": [coded], "meaning": coded},
    )
    told = Excused(words, "words")
    cells = [{"A": words, "B": figure, "C": summed}]
    return notebook(
        "# A title",
        shown(say("{a} and {b}: {w}.", a=figure, b=summed, w=told)),
        bare(
            bounds_chart(
                Excused(f"{words} is a finding", "words"),
                [Row(figure, told, told, told), Row(summed, told)],
                subtitle=told,
                source=told,
                alt="Two rows of claims with arrows.",
                note=told,
            )
        ),
        shown(
            table(cells, {"A": Excused(f"{words} head", "words"), "B": "Figure", "C": "Sum"}, caption=told)
        ),
    )


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:12]))
def test_no_cell_is_a_formula_nor_becomes_one_as_csv(words, tmp_path):
    brief = hostile_brief(words)
    given = context(
        title=f"{words} title",
        parameters={words: words},
        versions={words: words},
        command=words,
        data_sha256=words,
    )
    made = companions(brief, tmp_path / "brief.html", given)
    workbook = Book(made[0])
    assert workbook.formulas() == []
    assert not [cell for cell in workbook.words() if FORMULA.match(cell)]
    assert not [cell for cell in workbook.words() if re.search(r";\s*[=+\-@]", cell)]
    assert [row["id"] for row in workbook.records("Derived")] == ["sum"] and workbook.records("Claims")[0][
        "low"
    ] == 5
    assert len(made) == 2 and re.fullmatch(r"brief\.chart-1[a-z0-9-]*\.png", made[1].name)
    text = csv_text(page_of(brief, given).charts[0])
    assert not [cell for row in csv.reader(io.StringIO(text)) for cell in row if FORMULA.match(cell)]
    parted = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert not [cell for cell in parted if re.match(r"\s*[=+\-@]", cell)]


def test_right_to_left_words_and_emoji_stay_and_controls_go(tmp_path):
    workbook = Book(
        write_workbook(
            hostile_brief("مرحبا \U0001f600 a\x00\x1bb\ud800\ufffe\u202ec"), tmp_path / "x", context()
        )
    )
    assert workbook.records("Claims")[0]["claimant"] == "مرحبا \U0001f600 abc"


def test_words_longer_than_a_cell_are_cut_and_say_so(tmp_path):
    long = "A\U0001f600" * 20_000
    workbook = Book(write_workbook(hostile_brief(long), tmp_path / "x.xlsx", context()))
    cell = workbook.records("Claims")[0]["note"]
    assert (
        units(cell) <= LONGEST_CELL
        and cell.endswith("... [cut: 40,000 characters]")
        and cell.startswith("A\U0001f600A")
    )
    assert max(units(words) for words in workbook.words()) <= LONGEST_CELL
    assert text_cell("x" * LONGEST_CELL) == "x" * LONGEST_CELL


def test_names_of_sheets_are_short_unique_and_whole():
    wanted = [
        "Read me",
        "read ME",
        "A" * 40,
        "a" * 40,
        "[x]*?/\\:",
        "History",
        "",
        "'",
        "Chart 1 At least as many as 1.3 million",
        "\U0001f600" * 20,
        "Table 2 The NIS's own",
    ]
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted) and "history" not in {
        name.casefold() for name in names
    }
    assert all(0 < units(name) <= LONGEST_NAME and not re.search(r"[\[\]:*?/\\']", name) for name in names)
    assert names[8] == "Chart 1 At least as many as" and names[10] == "Table 2 The NIS’s own"


# -- what a workbook looks like ------------------------------------------------------------------------------


def test_the_first_sheet_tells_answer_date_hash_reading_and_what_each_sheet_holds(tmp_path):
    workbook = Book(write_workbook(full(), tmp_path / "x.xlsx", context()))
    names = list(workbook.sheets)
    assert names == [
        "Read me",
        "Table 1 The claims of the",
        "Chart 1 The first claims lie",
        "Chart 2 At least 1,100 would",
        "Claims",
        "Derived",
    ]
    words = {row[0]: row[1] if len(row) > 1 else None for row in workbook.sheets["Read me"] if row}
    assert next(iter(words)) == "How many casualties?" and words["Answer"].startswith(
        "The NIS speaks of at least 1,100"
    )
    assert (
        words["Data through"] == "2024-12-21"
        and words["Data, SHA-256"] == "0" * 64
        and "no zero" in words["low, best, high"]
    )
    assert words["bound: at_least"] == "a floor, no upper end stated" and "bound: exact" not in words
    assert (
        all(name in words for name in names[1:])
        and "Source: The Telegraph" in words["Chart 1 The first claims lie"]
    )
    links = [
        element.get("location")
        for element in workbook.xml["Read me"].iter()
        if element.tag.endswith("}hyperlink")
    ]
    assert links == [f"'{name}'!A1" for name in names[1:]]


def test_headings_are_frozen_with_filters_and_dates_are_dates(tmp_path):
    workbook = Book(write_workbook(full(), tmp_path / "x.xlsx", context()))
    for name in list(workbook.sheets)[1:]:
        tags = {element.tag.split("}")[1]: element.attrib for element in workbook.xml[name].iter()}
        assert tags["pane"]["state"] == "frozen" and tags["pane"]["ySplit"] == "1"
        assert tags["autoFilter"]["ref"].startswith("A1:")
    row = workbook.records("Claims")[0]
    assert (
        row["stated_on"] == 45645 and row["paragraph"] == 3
    )  # 19 December 2024, as a spreadsheet counts days
    assert b"2000-01-01T00:00:00Z" in workbook.parts["docProps/core.xml"]


def test_many_charts_of_one_title_have_files_and_sheets_of_their_own(tmp_path):
    cells = [bare(named("One claim in a row")) for _ in range(30)]
    made = companions(notebook("# T", *cells), tmp_path / "b.html", context())
    assert len({path.name for path in made}) == 31 == len(list(tmp_path.iterdir()))
    assert len([name for name in Book(made[0]).sheets if name.startswith("Chart ")]) == 30


def test_a_brief_of_nothing_has_a_workbook_that_says_so(tmp_path):
    made = companions(notebook("# Nothing", shown(say("Nothing to show."))), tmp_path / "b.html", context())
    assert [path.name for path in made] == ["b.xlsx"]
    workbook = Book(made[0])
    assert list(workbook.sheets) == ["Read me", "Claims", "Derived"] and workbook.records("Claims") == []


def test_what_the_brief_drops_is_in_no_file_beside_it(tmp_path):
    hidden = [
        shown(chart_of_eight("hidden"), tags=(tag,)) for tag in ("hide", "remove-cell", "remove-output")
    ]
    made = companions(
        notebook("# T", *hidden, shown(named("One claim in a row"))), tmp_path / "b.html", context()
    )
    assert [path.name for path in made] == ["b.xlsx", "b.chart-1-one-claim-in-a-row.png"]
    assert not [words for words in Book(made[0]).words() if "hidden" in words]


def test_a_chart_of_what_changed_is_the_first(tmp_path):
    given = context(changes=named("What changed since the last run"))
    made = companions(two_charts(), tmp_path / "b.html", given)
    assert [path.name.split("-")[1] for path in made[1:]] == ["1", "2", "3"] and "what-changed" in made[
        1
    ].name
    assert sheet(Book(made[0]), "Chart 1 What changed")


# -- faults
# -----------------------------------------------------------------------------------------------------


def test_pictures_of_the_last_brief_go_and_other_files_stay(tmp_path):
    for name in ("b.chart-1-old.png", "b.chart-9.png", "a.chart-1-old.png", "b.png", "b.chart-1.txt"):
        (tmp_path / name).write_text("x")
    companions(notebook("# T", shown(named("One claim in a row"))), tmp_path / "b.html", context())
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.chart-1-old.png",
        "b.chart-1-one-claim-in-a-row.png",
        "b.chart-1.txt",
        "b.png",
        "b.xlsx",
    ]


@pytest.mark.parametrize(
    "write",
    [
        lambda node, folder: write_workbook(node, folder / "b.xlsx", context()),
        lambda node, folder: write_pictures(node, folder, "b"),
    ],
)
def test_a_notebook_that_is_no_brief_leaves_the_last_files(write, tmp_path):
    for name in ("b.xlsx", "b.chart-1-old.png"):
        (tmp_path / name).write_text("the last good one")
    failed = nbformat.v4.new_output("error", ename="ValueError", evalue="no such claim", traceback=[])
    spoilt = shown(named("One claim in a row"))
    spoilt.outputs[0].data[CHART]["rows"] = 3
    for node in (notebook(code("x", failed)), notebook(code("x", count=None)), notebook("# T", spoilt)):
        with pytest.raises(BriefFault, match="cell"):
            write(node, tmp_path)
    assert sorted(path.read_text() for path in tmp_path.iterdir()) == ["the last good one"] * 2


def test_entries_without_ends_are_told_and_never_left_blank(tmp_path):
    cell = shown(say("{k} were killed.", k=KILLED))
    for name in ("low", "best", "high", "approx", "unit"):
        cell.outputs[0].data[NUMBERS]["entries"]["nis-killed"].pop(name, None)  # what is blank is left out
    with pytest.raises(
        BriefFault,
        match="found no low, expected a notebook that this version of claimbook executed: run it again",
    ):
        write_workbook(notebook("# T", cell), tmp_path / "b.xlsx", context())
    assert not list(tmp_path.iterdir())


# -- the index
# ------------------------------------------------------------------------------------------------------


def test_the_index_links_the_files_and_a_brief_links_none(tmp_path):
    brief = tmp_path / "01 x#.html"
    brief.write_text(html_of(full(), context()))
    made = companions(full(), brief, context())
    links = file_links([tmp_path / "01 x#.pdf", *made])
    assert [label for label, _ in links] == [
        "PDF",
        "Workbook (XLSX)",
        "Picture of chart 1 (PNG)",
        "Picture of chart 2 (PNG)",
    ] and links[1][1] == "01%20x%23.xlsx"
    page = write_index(tmp_path, [brief_info(full(), "01.html", "How many?", links)]).read_text(
        encoding="utf-8"
    )
    assert '<a href="01%20x%23.xlsx">Workbook (XLSX)<span class="sr"> of How many?</span></a>' in page
    assert not [path.name for path in made if path.name in brief.read_text(encoding="utf-8")]
    for href in ("/etc/passwd", "https://evil.example", "javascript:x"):
        with pytest.raises(BriefFault, match="a file of this run"):
            write_index(tmp_path, [BriefInfo("x", "x.html", files=[("PDF", href)])])


def test_records_of_a_chart_without_figures_hold_no_number_columns(real):
    heads = [records(chart)[0] for chart in real["05-who-says-so"][1].charts]
    assert [("low" in names) for names in heads] == [True, False]
