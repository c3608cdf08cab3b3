"""The exported brief: one file that loads nothing, traces each number and lets no words become markup."""

import base64
import csv
import hashlib
import html
import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import nbformat
import nbformat.v4 as v4
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from claimbook.brief import BriefContext, BriefFault, BriefInfo, brief_info, export, write_index  # noqa: E402
from claimbook.brief.export import html_of  # noqa: E402
from claimbook.charts.chart import MIME as CHART  # noqa: E402
from claimbook.figure.entry import Entry  # noqa: E402
from claimbook.show import Excused, Row, bounds_chart, say, table  # noqa: E402
from sample_notebooks import KILLED, chart_of_eight, code, context, full, notebook, shown, two_charts  # noqa: E402
from standin import claim  # noqa: E402

HOSTILE = "<script>alert('x')</script><img src=http://evil.example/x onerror=alert()></svg>]]></style>$x$\u202e=sum&quot;\" "
OURS = set(
    "html head meta title style body header main footer section nav h1 h2 h3 h4 h5 h6 p ul ol li a b i em strong span "
    "time div table caption thead tbody tr th td figure figcaption details summary dl dt dd code pre blockquote svg g "
    "path circle text tspan desc br hr".split()
)


class Page(HTMLParser):
    """Elements, attributes and words of a page."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, name):
        return [attrs[name] for _, attrs in self.elements if name in attrs]


@pytest.fixture(scope="module")
def brief():
    return html_of(full(), context())


@pytest.fixture(scope="module")
def page(brief):
    return Page(brief)


CHART_HTML = r'<div class="chart"[^>]*>.*?</details><p class="get">.*?</p></div>'


def error(name="ValueError", value="no such claim"):
    return v4.new_output("error", ename=name, evalue=value, traceback=[])


# -- the file ---------------------------------------------------------------------


def test_it_is_one_file_without_script_or_request(page):
    assert {tag for tag, _ in page.elements} <= OURS
    assert not page.all("src") and not page.all("srcset") and not page.all("style")
    assert not [name for _, attrs in page.elements for name in attrs if name.startswith("on")]
    for tag, attrs in page.elements:
        if "href" in attrs:
            assert tag == "a" and attrs["href"].startswith(("#", "https://example.org/", "data:text/csv"))
    assert "url(" not in "".join(page.words) and "@import" not in "".join(page.words)


def test_the_policy_forbids_all_but_the_style_by_its_hash(brief, page):
    policy = next(a["content"] for t, a in page.elements if a.get("http-equiv") == "Content-Security-Policy")
    style = re.search(r"<style>(.*?)</style>", brief, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert (
        policy.startswith("default-src 'none'") and f"'sha256-{digest}'" in policy and "unsafe" not in policy
    )


def test_ids_are_unique_and_each_link_has_its_target(page):
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    assert {h[1:] for h in page.all("href") if h.startswith("#")} <= set(ids)
    names = [name for key in ("aria-labelledby", "aria-describedby") for name in page.all(key)]
    assert set(names) <= set(ids)


def test_two_tables_of_one_caption_are_regions_of_two_names():
    wide = [shown(table([list("abcde")], list("ABCDE"), caption="The same caption")) for _ in range(3)]
    names = [
        a["aria-label"]
        for _, a in Page(html_of(notebook("# Title here", *wide), context())).elements
        if a.get("role") == "region"
    ]
    assert names == ["The same caption", "The same caption (2)", "The same caption (3)"]


def test_headings_skip_no_level_and_there_is_one_title(page):
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False))


def test_no_code_prompt_or_stderr():
    noise = v4.new_output("stream", name="stderr", text="UserWarning: noise")
    text = html_of(notebook("# Title here", code("secret_code = 1", noise)), context())
    assert "secret_code" not in text and "noise" not in text


@pytest.mark.parametrize("tag", ["remove-cell", "parameters", "injected-parameters", "hide"])
def test_tagged_cells_are_dropped(tag):
    text = html_of(
        notebook("# Title here", shown(say("Not to be seen."), tags=(tag,)), shown(say("To be seen."))),
        context(),
    )
    assert "Not to be seen" not in text and "To be seen" in text


def spoilt(cell, **parts):
    for name, value in parts.items():
        cell[name] = value
    return cell


@pytest.mark.parametrize(
    "cell",
    [
        spoilt(v4.new_markdown_cell("x"), source=None),
        spoilt(v4.new_markdown_cell("x"), cell_type="heading", level=2),
        spoilt(code("x"), metadata={"tags": None}),
        spoilt(code("x"), outputs=None),
    ],
)
def test_a_malformed_notebook_is_told_in_one_line(cell):
    made = notebook("# Title here")
    made.cells.append(cell)
    with pytest.raises(BriefFault, match="^notebook: found [^\n]*, expected cells of nbformat 4$"):
        html_of(made, context())


def test_equal_inputs_give_equal_bytes(tmp_path):
    files = [export(full(), tmp_path / f"{n}.html", context()) for n in "ab"]
    assert files[0].read_bytes() == files[1].read_bytes()


def test_two_charts_of_eight_marks_fit_the_budget_of_bytes():
    text = html_of(two_charts(), context())
    assert len(text.encode()) <= 60_000
    for figure in re.findall(CHART_HTML, text, re.S):
        assert len(figure.encode()) <= 24_000 + 8 * 2_000


def test_a_list_of_contents_from_three_sections_on(page):
    short = html_of(notebook("# Title here", "## One", "## Two"), context())
    assert "<nav" not in short and any(tag == "nav" for tag, _ in page.elements)


# -- what a chart becomes -----------------------------------------------------------


def test_a_chart_has_heading_two_drawings_source_note_table_and_download(brief):
    figure = re.search(CHART_HTML, brief, re.S)[0]
    assert '<h3 id="chart-1">' in figure and 'class="under"' in figure
    assert 'class="draw wide"' in figure and 'class="draw phone"' in figure
    assert "<b>Source:</b> The Telegraph" in figure and "<b>Note:</b> Measures differ." in figure
    assert "<details><summary>" in figure and figure.count("<tr role") == 9
    link = re.search(r'download="([^"]+)" href="data:text/csv;charset=utf-8,([^"]+)"', figure)
    rows = list(csv.DictReader(unquote(html.unescape(link[2])).splitlines()))
    assert link[1].endswith(".csv") and len(rows) == 8
    assert [rows[4][name] for name in ("bound", "low", "best", "high", "unit")] == [
        "between",
        "1400",
        "",
        "2000",
        "person",
    ]
    assert (
        rows[0]["claimant"] == "NIS (South Korea)"
        and rows[0]["via"] == "Lee Sung-kwon"
        and rows[0]["paragraph"] == "3"
    )


def test_formulas_in_a_download_are_neutralised():
    figure = claim(
        "x", "at least 5", "at_least", 5, facts={"claimant": "=HYPERLINK(1)", "as_printed": "+5", "note": ""}
    )
    made = bounds_chart(
        "One claim with a formula",
        [Row(figure, "@who")],
        source="The Telegraph",
        alt="One row with an arrow only.",
    )
    text = unquote(
        html_of(notebook("# Title here", shown(made)), context()).split("charset=utf-8,")[1].split('"')[0]
    )
    assert "'=HYPERLINK(1)" in html.unescape(text) and ",'+5," in html.unescape(text)


@pytest.mark.parametrize("name", ["title", "alt", "source"])
def test_a_chart_with_a_placeholder_is_no_brief(name):
    cell = shown(chart_of_eight("first"))
    cell.outputs[0].data[CHART][name] = "To do"
    with pytest.raises(BriefFault, match=f"cell 2: chart, {name}"):
        html_of(notebook("# Title here", cell), context())


# -- each number ----------------------------------------------------------------------


def test_each_number_is_listed_once_in_groups_and_numbered_through(brief):
    entries = re.findall(r'<li id="n-([^"]+)"', brief)
    assert (
        len(entries) == len(set(entries))
        and entries[:2] == ["nis-killed", "nis-wounded"]
        and entries[-1] == "total"
    )
    lists = re.findall(r'<h3>([^<]+)</h3><ol class="numbers"(?: start="(\d+)")?>(.*?)</ol>', brief, re.S)
    assert [head for head, *_ in lists][:: len(lists) - 1] == ["Claims", "Worked out from the claims"]
    before = 0
    for _, start, items in lists:
        assert int(start or 1) == before + 1
        before += items.count('<li id="n-')
    assert before == len(entries)
    for position, name in re.findall(r'href="#n-([^"]+)" data-k="(\d+)"', brief):
        assert entries[int(name) - 1] == position


def test_an_entry_tells_who_where_how_surely_and_where_it_is_used(brief):
    entry = re.search(r'<li id="n-nis-killed">.*?</li>', brief, re.S)[0]
    words = html.unescape(re.sub("<[^>]+>", " ", entry))
    for part in (
        "at least 100",
        "NIS (South Korea), via Lee Sung-kwon",
        "paragraph 3",
        "Admiralty grade C3",
        "unverified",
        "a floor, no upper end stated",
        "fairly reliable",
        "possibly true",
        "casualties.csv:4",
    ):
        assert part in words
    assert 'href="#n-total"' in entry
    derived = re.search(r'<li id="n-total"[^>]*>.*?</li>', brief, re.S)[0]
    assert "our arithmetic: at least 100 + 1,000" in derived, "a formula is told in figures, not in ids"
    assert 'href="#n-nis-wounded"' in derived
    assert "One figure is taken as printed" in derived and 'href="#chart-2"' in derived


@pytest.mark.parametrize(
    ("text", "unit", "label", "read"),
    [
        ("about 13.4 days", "day", "days of Russian casualties", " of Russian casualties"),
        ("at most 90 days", "day", "NIS: days until all is lost", " until all is lost, NIS"),
        ("at most 90 days", "day", "daysailors", ", daysailors"),
        ("about US$264m a year", "USD/year", "yearly payments for the force", ", payments for the force"),
        (
            "about 821 a day",
            "person/day",
            "Russian casualties a day, as printed",
            ", Russian casualties, as printed",
        ),
        ("at least 100", "person", "North Koreans: killed", " North Koreans: killed"),
        ("50 %", "percent", "share of the force", ", share of the force"),
        (
            "17 days",
            "day",
            "days from 19 December 2024 to 5 January 2025",
            " from 19 December 2024 to 5 January 2025",
        ),
        ("1.3 million", "person", "conscripts", ", conscripts"),
        ("30", "person", "", ""),
    ],
)
def test_a_figure_and_what_it_counts_say_a_unit_once(text, unit, label, read):
    about, colon, counts = label.partition(": ")
    named = {"about": about, "counts": counts} if colon else {"counts": label}
    assert Entry(id="a", kind="claim", bound="exact", text=text, unit=unit, **named).after == read


def test_words_that_only_a_listing_gave_are_no_quotation():
    listed = claim("pay", "about US$2,000", "about", 2000, facts={"listing": ("about 2000", "USD/month")})
    page = html_of(notebook("# Title here", shown(say("{n} a man", n=listed))), context())
    assert (
        "wording not held; coded from a listing as about 2000 (USD/month)" in page and "(listing," not in page
    )


def test_an_outlet_that_speaks_for_itself_is_named_once():
    facts = {
        "claimant": "A paper",
        "via": [],
        "document": "A paper, 2 May 2024",
        "published_from": "2024-05-01",
        "published": "2024-05-02",
    }
    page = html_of(
        notebook("# Title here", shown(say("{n} men", n=claim("men", "about 9", "about", 9, facts=facts)))),
        context(),
    )
    assert "<span>(A paper, 2 May 2024, paragraph" in page and "in its own voice" in page


def test_what_documents_share_is_told_once():
    rows = [
        {
            "label": f"Paper {n}",
            "coded_from": "A listing.",
            "licence": "Reserved." if n else "Free.",
            "published": "2024-05-31",
            "published_from": "2024-05-01",
        }
        for n in "abc"
    ] + [{"label": "Paper d"}]
    rows[0]["licence"] = "Free."
    claims = {
        row["label"]: claim(row["label"][-1], "30", "exact", 30, facts={"document": row["label"]})
        for row in rows
    }
    cells = [shown(say("{n} men", n=made)) for made in claims.values()]
    page = html_of(notebook("# Title here", *cells), BriefContext(title="T", documents=rows))
    foot = page[page.index("Documents cited") :]
    assert foot.count("A listing") == 1 and foot.count("Reserved") == 1 and foot.count("Free") == 1
    assert (
        "<li>Paper a: published in May 2024; Free.</li>" in foot
        and "<li>Paper b: published in May 2024.</li>" in foot
    )
    assert "<li>Paper d: coded from: not stated; licence: not stated.</li>" in foot


def test_every_visible_digit_of_the_body_is_traced_or_excused(brief):
    body = re.search(r"<main>(.*?)<section aria-labelledby=\"numbers\"", brief, re.S)[1]
    body = re.sub(r"<(title|desc)[^>]*>.*?</\1>", "", body, flags=re.S)  # spoken once more in the marks
    for pattern in (r"<a [^>]*>.*?</a>", r"<time.*?</time>", r"<(\w+)[^>]* data-x=[^>]*>.*?</\1>"):
        body = re.sub(pattern, "", body, flags=re.S)
    assert not re.search(r"\d", html.unescape(re.sub("<[^>]+>", " ", body)))


def test_a_number_without_entry_is_no_brief():
    cell = shown(say("{k} killed", k=claim("lost", "at least 9", "at_least", 9)))
    cell.outputs[0].data["application/vnd.claimbook.numbers+json"]["entries"] = {}
    with pytest.raises(BriefFault, match="links to"):
        html_of(notebook("# Title here", cell), context())


def test_one_id_with_two_meanings_is_no_brief():
    cells = [shown(say("{k} killed", k=claim("a", words, "exact", 9))) for words in ("9", "10")]
    with pytest.raises(BriefFault, match="cell 3: entry"):
        html_of(notebook("# Title here", *cells), context())


# -- words stay words -------------------------------------------------------------------


def test_hostile_words_of_claims_cells_and_context_stay_words():
    given = context(
        title=HOSTILE,
        parameters={HOSTILE: HOSTILE},
        versions={HOSTILE: HOSTILE},
        command=HOSTILE,
        data_sha256=HOSTILE,
        documents=[
            {
                "label": "The Telegraph, about 20-21 December 2024",
                "address": "javascript:alert()",
                "note": HOSTILE,
            }
        ],
    )
    text = html_of(full(HOSTILE), given)
    page = Page(text)
    assert {tag for tag, _ in page.elements} <= OURS
    assert not page.all("src") and not page.all("onerror") and not page.all("style")
    assert not [h for h in page.all("href") if h.startswith("javascript")]
    assert text.count("</style>") == 1 and "\u202e" not in text


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "![x](http://evil.example/x.png)",
        "[x](javascript:alert(1))",
        "<b onclick=x>y</b>",
        "[x](data:text/html,<script>)",
        "```mermaid\ngraph\n```",
        "<style>*{display:none}</style>",
    ],
)
def test_markdown_cannot_run_or_load(source):
    page = Page(html_of(notebook("# Title here", source), context()))
    assert {tag for tag, _ in page.elements} <= OURS
    assert not page.all("src") and not page.all("href")


def test_dollars_in_markdown_are_no_formula():
    assert "from $5bn to $7bn and **more**" not in (
        text := html_of(notebook("# T", "from $5bn to $7bn and **more**"), context())
    )
    assert "from $5bn to $7bn and <strong>more</strong>" in text


def test_html_of_a_notebook_is_never_used():
    cell = shown(say("Fine words."))
    cell.outputs[0].data["text/html"] = "<script>alert(1)</script>"
    assert "alert(1)" not in html_of(notebook("# Title here", cell), context())


# -- what is no brief ---------------------------------------------------------------------


def test_a_failed_notebook_is_no_brief_and_the_last_one_stays(tmp_path):
    out = tmp_path / "brief.html"
    out.write_text("the last good one")
    with pytest.raises(BriefFault, match="cell 2: found ValueError: no such claim"):
        export(notebook("# Title here", code("x", error())), out, context())
    assert out.read_text() == "the last good one" and list(tmp_path.iterdir()) == [out]


def test_an_expected_error_is_shown_as_a_refusal():
    text = html_of(
        notebook(
            "# Title here", code("gur + nis", error("Refusal", "two claimants"), tags=("raises-exception",))
        ),
        context(),
    )
    assert "Not computed:" in text and "two claimants" in text


def test_a_notebook_that_did_not_run_is_no_brief():
    with pytest.raises(BriefFault, match="cell 2: found no execution count"):
        html_of(notebook("# Title here", code("x", count=None)), context())


@pytest.mark.parametrize(
    "data",
    [
        {"text/plain": "1100"},
        {"text/html": "<table></table>", "text/plain": "a frame"},
        {"image/png": "aaaa", "text/plain": "<Figure>"},
    ],
)
def test_an_output_that_is_not_ours_is_no_brief(data):
    output = v4.new_output("execute_result", data=data, execution_count=1)
    with pytest.raises(BriefFault, match="cell 2: found an output of"):
        html_of(notebook("# Title here", code("x", output)), context())
    assert html_of(notebook("# Title here", code("x", output, tags=("remove-output",))), context())


def test_a_file_that_is_no_notebook_is_told(tmp_path):
    (tmp_path / "x.ipynb").write_text("{")
    for name in ("x.ipynb", "none.ipynb"):
        with pytest.raises(BriefFault, match="found no notebook"):
            export(tmp_path / name, tmp_path / "x.html", context())
    with pytest.raises(BriefFault, match="no title"):
        BriefContext(" ")


def test_a_notebook_file_works_as_a_node_does(tmp_path):
    nbformat.write(full(), tmp_path / "full.ipynb")
    out = export(tmp_path / "full.ipynb", tmp_path / "full.html", context())
    assert out.read_text(encoding="utf-8") == html_of(full(), context())


# -- head, foot, index -----------------------------------------------------------------------


def test_head_and_foot(brief):
    assert "data through <time" in brief and "21 December 2024" in brief
    for part in (
        "How this brief was made",
        "Documents cited",
        "AS_OF",
        "2024-12-31",
        "0" * 64,
        "claimbook run casualties",
    ):
        assert part in brief
    assert 'href="https://example.org/" rel="noreferrer"' in brief


def test_changes_stand_on_top_where_there_are_any(brief):
    assert "What changed" not in brief
    changes = say("{n} since the last run.", n=Excused("2 claims were revised", "changes"))
    text = html_of(full(), context(changes=changes))
    assert text.index("2 claims were revised") < text.index("The NIS speaks of")


def test_the_index_shows_answers_charts_and_failures(tmp_path):
    info = brief_info(full(), "casualties.html", "How many casualties?")
    failed = BriefInfo("How big is it?" + HOSTILE, fault="cell 4: " + HOSTILE)
    first = write_index(tmp_path, [info, failed]).read_bytes()
    assert write_index(tmp_path, [info, failed]).read_bytes() == first
    page = Page(first.decode())
    assert {tag for tag, _ in page.elements} <= OURS and not page.all("src")
    assert "casualties.html#n-total" in page.all("href") and [
        h for h in page.all("href") if h.startswith("#")
    ] == ["#brief-2"]
    words = " ".join("".join(page.words).split())
    assert (
        "1 of 2 briefs failed." in words and "Failed." in words and "data through 21 December 2024" in words
    )
    for href in ("https://evil.example", "/etc/passwd", "javascript:alert()"):
        with pytest.raises(BriefFault, match="a file of this run"):
            write_index(tmp_path, [BriefInfo("x", href)])


def test_the_index_tells_once_what_is_so_of_all_briefs(tmp_path):
    news = say("Nothing has changed since the last run.")
    both = [BriefInfo(title, f"{title}.html", news=news) for title in ("one", "two")]
    assert write_index(tmp_path, both).read_text().count("Nothing has changed") == 1
    other = BriefInfo("three", "three.html", news=say("A claim was revised."))
    assert write_index(tmp_path, [*both, other]).read_text().count("Nothing has changed") == 2


# -- an empty selection ----------------------------------------------------------------------------


def test_where_nothing_is_selected_a_section_that_shows_nothing_goes(tmp_path):
    silent = (
        "## What was claimed\n\nHere the claims would stand.",
        code("x"),
        "## Limits\n\nWhat this does not show.",
    )
    empty = export(
        notebook("# How many?", shown(say("Nothing is selected.")), *silent), tmp_path / "e.html", context()
    )
    words = empty.read_text(encoding="utf-8")
    assert (
        "Nothing is selected." in words and "What was claimed" not in words and "Here the claims" not in words
    )
    assert "What this does not show." in words
    full_one = export(
        notebook("# How many?", shown(say("{k}.", k=KILLED)), *silent), tmp_path / "f.html", context()
    )
    assert "Here the claims would stand." in full_one.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("show.claims_table([], 'Claims')", True),
        ("rows = []\nshow.folded(show.table(rows, caption='Claims'))", True),
        ("show.tell({}, 'x') or show.nothing()", True),
        ("rows = show.rows_of([])", False),  # only computes
        ("pandas.set_option('display.width', 80)", False),
        ("%%time\nshow.table()", False),
        ("", False),
    ],
)
def test_a_section_whose_displays_show_nothing_says_so_beside_others_that_do(source, told, tmp_path):
    cells = ("## What was claimed", code(source), "## Limits\n\nWords.")
    made = export(
        notebook("# How many?", shown(say("{k}.", k=KILLED)), *cells), tmp_path / "f.html", context()
    )
    html = made.read_text(encoding="utf-8")
    assert html.count("Nothing to show: the claims selected here hold no figure for it.") == told
    assert "What was claimed" in html


def test_a_section_that_did_not_run_does_not_go_unnoticed(tmp_path):
    cells = ("## What was claimed", code("x", count=None))
    with pytest.raises(BriefFault):
        export(
            notebook("# How many?", shown(say("Nothing is selected.")), *cells),
            tmp_path / "e.html",
            context(),
        )
