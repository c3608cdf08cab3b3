"""Blocks of a page rendered anew, by the exporter's own functions, from the ids that the page names:
appendix, foot, charts, tables, box of changes, style, and what an index page takes from its briefs."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from claimbook.audit.differences import stretch
from claimbook.audit.figures import At
from claimbook.audit.page import (
    BLANK,
    HEADINGS,
    Page,
    alone,
    closest,
    id_of,
    is_link,
    numerals,
    own_words,
    pieces,
    place,
    plain,
    target,
    without,
    words_of,
)
from claimbook.audit.report import Finding
from claimbook.audit.tables import table_again
from claimbook.brief.attachments import file_links
from claimbook.brief.context import BriefContext
from claimbook.brief.entries import appendix_html
from claimbook.brief.export import chart_html
from claimbook.brief.foot import foot_html
from claimbook.brief.page import Drawn, grouped, in_order
from claimbook.brief.stylesheet import dressed
from claimbook.charts.chart import Chart
from claimbook.charts.rows import values
from claimbook.words.markup import content_html
from claimbook.words.safe import escape

Pairs = Iterator[tuple[Tag, str]]  # elements of the page, each with its HTML rendered anew


def blocks_of(at: At) -> Iterator[tuple[str, Tag, Callable[[], Pairs]]]:
    """Each block of a page that is rendered anew: rule, element, and what makes it again."""
    for rule, selector, again in BLOCKS:
        for block in at.page.soup.select(selector):
            yield rule, block, partial(again, block, at)


# -- appendix and foot ----------------------------------------------------------------------
def _appendix(section: Tag, at: At) -> Pairs:
    """The appendix in the order of the numbers on the page."""
    used: dict[str, dict[str, str]] = {}  # id of a number -> id and words of the headings where it stands
    where = ("top", "The top of the page")
    for tag in at.page.soup.find_all([*HEADINGS[1:], "a"]):
        chart = closest(tag, "div.chart")
        if tag.get("id") and not chart:
            where = (tag["id"], words_of(tag))
        elif is_link(tag) and not closest(tag, "ol.numbers"):
            here = (chart.find(HEADINGS)["id"], chart.find("title").get_text()) if chart else where
            used.setdefault(target(tag)[1], {}).setdefault(*here)
    groups = grouped(in_order(used, at.listed))
    yield section, str(appendix_html(groups, {id: [*places.items()] for id, places in used.items()}))


_VERSION = re.compile(r"([A-Za-z][\w.-]*) (\d+(?:\.\w+)*)(?:, |$)")
_COMMAND = re.compile(r"claimbook (?:run|brief) [\w.'-]*[A-Za-z][\w.'-]*(?: [\w.'-]+\.html)?")


def _foot(foot: Tag, at: At) -> Pairs:
    """The foot of these documents, parameters and data; of versions and command the form alone."""
    given = at.page.parameters
    told = {words_of(dt): words_of(dt.find_next_sibling("dd")) for dt in foot.find_all("dt")}
    command, *flags = re.split(r" -p (?=\w+ )", told.get("To reproduce", ""))
    names = [flag.split()[0] for flag in flags]
    again = [f" -p {name} {shlex.quote(json.dumps(given.get(name)))}" for name in names]
    context = BriefContext(
        title="-",
        parameters={name: given[name] for name in told if name in given},
        data_sha256=at.known.everything.sha256,
        versions=dict(_VERSION.findall(told.get("Versions", ""))),
        documents=at.known.everything.documents.to_dict("records"),
        command="".join([command if _COMMAND.fullmatch(command) else "claimbook run", *again]),
    )
    yield foot, f"<footer>{foot_html(context, at.listed)}</footer>"


def _changes(box: Tag, at: At) -> Pairs:
    """The box of changes, where the run before still lies beside this one; else it is looked at as any
    sentence."""
    if changes := at.beside.changes():
        yield box, f'<section class="changes" aria-label="What changed">{changes.html()}</section>'


# -- tables and charts ----------------------------------------------------------------------
def _table(table: Tag, at: At) -> Pairs:
    """A table that says how it was made; its caption is looked at as any sentence."""
    made = table_again(table["data-made"], at, table.get("data-of", "").split())
    again = BeautifulSoup(str(content_html("table", made.content())), "html.parser")
    for part in ("thead", "tbody"):
        yield table.find(part), str(again.find(part))


def _chart(chart: Tag, at: At) -> Pairs:
    """The drawings, the table and the download of a chart, of its recipe and of figures computed anew; its
    title and what stands around the drawings are looked at as any sentence."""
    heading, desc = chart.find(HEADINGS), chart.find("desc")
    title, recipe = chart.find("title").get_text(), json.loads(chart["data-chart"])
    made = Chart(
        **{**recipe, "rows": tuple(_row(row, at) for row in recipe["rows"])},
        title=title if plain(title) == words_of(heading) else words_of(heading),
        **dict.fromkeys(("subtitle", "source", "note"), "as it stands"),
        alt=desc.get_text(),
        runs={"alt": [{"t": "", "n": id} for id in told_of(desc)]},
        entries={id: entry for each in at.listed for id, entry in at[each].entries().items()},
    )
    positions = {id: n for n, id in enumerate(at.page.items, 1)}
    name, above = f"Data: {made.title}", map(words_of, chart.table.find_all_previous("caption"))
    before = [*above].count(words_of(chart.table.caption))
    label = f"{name} ({before + 1})" if before else name
    drawn = Drawn("", made, heading["id"], int(heading.name[1:]), label)
    again = BeautifulSoup(str(chart_html(drawn, positions)), "html.parser")
    for part in ("svg.wide", "svg.phone", "details", "p.get"):
        yield chart.select_one(part), str(again.select_one(part))


def _row(row: dict, at: At) -> dict:
    """A row of a recipe with what its figure says."""
    if not row.get("id"):
        return row
    figure = values(at[row["id"]], 0)
    return {**row, **figure, "tone": row.get("tone", figure["tone"])}


def told_of(desc: Tag) -> list[str]:
    """The ids of the numbers that are read aloud, in their order."""
    return [id_of(name) for name in desc.get("data-n", "").split()]


def aloud_faults(chart: Tag, at: At) -> Iterator[Finding]:
    """What is read aloud of a chart: the numbers of its figures in their order, and labels of its rows."""
    desc = chart.find("desc")
    rest, said = without(plain(desc.get_text()), _labels(chart)), ""
    for figure in [at[id] for id in told_of(desc)]:
        before, *after = re.split(alone(plain(figure.text())), rest, maxsplit=1)
        if not after:
            yield place(desc), rest, f"{figure.text()} as the next number"
            return
        said, rest = f"{said}{before}{BLANK}", after[0]
    for number in own_words(said + rest)[0]:
        yield place(desc), number, "a number of the figures drawn, or of their labels in the table"


def _labels(chart: Tag) -> list[str]:
    """The words with numbers in the table of a chart that name its rows, the longest first."""
    cells = [pieces(cell.find_all(string=True)) for cell in chart.select("tbody > tr > :not([data-x])")]
    words = [words for cell in cells for mark, words in cell if not (mark and is_link(mark))]
    parts = {part.strip(" ,;") for cell in map(plain, words) for part in (cell, *cell.split(", "))}
    return sorted(filter(numerals, parts), key=len, reverse=True)


# -- style, positions and index page --------------------------------------------------------
_DRESS = re.compile(
    r'(?<=<style>).*?(?=</style>)|(?<=http-equiv="Content-Security-Policy" content=")[^"]*', re.DOTALL
)


def style_faults(page: Page) -> Iterator[Finding]:
    """The style of a page is the one of all pages, as far as it uses it, and its policy lets in no other."""
    made = dressed(_DRESS.sub("", page.source), *(["index.css"] if page.is_index else []))
    if made != page.source:
        yield "style or policy of the page", *stretch(page.source, made)


def missing(at: At) -> Iterator[Finding]:
    """Entries of no figure that can be computed, links that have another number of their entry on paper, and
    a box of changes that is not there."""
    for id, item in at.page.items.items():
        if id not in at.listed:
            yield place(item), words_of(item), f"a figure that can be computed: {at.made[id]}"
    positions = {id: str(n) for n, id in enumerate(at.page.items, 1)}
    for link in at.page.soup.select("main a.n"):
        found, wanted = link.get("data-k"), positions.get(target(link)[1])
        if found != wanted:
            yield f"{place(link)}, position of its entry", f"{found}", f"{wanted}"
    if at.beside.changes() and not at.page.soup.select("section.changes"):
        yield "top of the page", "no box of changes", "the changes that the run found"


def _section(section: Tag, at: At) -> Pairs:
    """The sentences and drawings of an index page, which are those of its briefs, and the names of files."""
    title, home, files = section.h2, at.of_section(section).page.soup, section.select_one("p.get")
    if files:
        told = file_links(Path(unquote(link["href"])) for link in files.find_all("a"))
        of = f'<span class="sr"> of {escape(words_of(title))}</span>'
        links = [f' <a href="{href}">{label}{of}</a>' for label, href in told]
        yield files, f'<p class="get">{"".join(links)}</p>'
    pairs, chart = (
        [(section.select_one("p.answer"), home.select_one("p.answer"))],
        home.select_one("div.chart"),
    )
    for part in ("svg.wide", "svg.phone", "p.under", "figcaption p", ":is(h3, h4, h5, h6)"):
        pairs += [(section.select_one(f"figure {part}"), chart.select_one(part))] if chart else []
    for found, there in pairs if home is not at.page.soup else ():
        if found and there:
            there.name = found.name
            yield found, str(there).replace('href="#', f'href="{title.a["href"]}#')


# rule, selector of the blocks, what renders one anew
BLOCKS = (
    ("entry", 'section[aria-labelledby="numbers"]', _appendix),
    ("foot", "body:not(.index) > footer", _foot),
    ("table", "table[data-made]", _table),
    ("drawing", "div.chart", _chart),
    ("change", "section.changes", _changes),
    ("drawing", "section.brief", _section),
)
