"""Blocks of a page rendered anew, by the exporter's own functions, from the ids that the page names: charts,
appendix, foot, box of changes, style. A block is equal to the letter, or its first difference is told."""

from __future__ import annotations

import csv
import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from claimbook.audit.differences import first_difference, stretch
from claimbook.audit.figures import CannotCompute, Known, id_of
from claimbook.audit.page import (
    BLANK,
    HEADINGS,
    Page,
    chart_of,
    entry_of,
    is_link,
    numerals,
    own_words,
    place,
    plain,
    target,
    without,
    words_of,
)
from claimbook.brief.chart_data import NUMBER
from claimbook.brief.context import BriefContext
from claimbook.brief.entries import appendix_html
from claimbook.brief.export import chart_html
from claimbook.brief.foot import as_json, foot_html
from claimbook.brief.page import Drawn, grouped, in_order
from claimbook.brief.stylesheet import dressed
from claimbook.charts.chart import Chart
from claimbook.charts.rows import values
from claimbook.errors import ClaimbookError
from claimbook.figure import Figure
from claimbook.figure.entry import Entry
from claimbook.words.richtext import to_text
from claimbook.words.safe import clean

Finding = tuple[str, str, str]  # place, found, expected


# -- appendix and foot ----------------------------------------------------------------------
def entries_of(page: Page, known: Known) -> tuple[dict[str, Entry], list[Finding]]:
    """The entries that the page lists, each of a figure that is computed anew, and those of no figure."""
    found, faults = {}, []
    for name, item in page.entries.items():
        try:
            figure = known[id_of(name)]
            found[figure.id] = figure.entry()
        except CannotCompute as fault:
            faults.append(
                (f"appendix, entry {name[2:]}", words_of(item), f"a figure that can be computed: {fault}")
            )
    return found, faults


def appendix_faults(page: Page, entries: Mapping[str, Entry]) -> Iterator[Finding]:
    """The appendix in the order of the numbers on the page, each entry rendered anew."""
    used = _uses(page)
    section = page.soup.find("section", attrs={"aria-labelledby": "numbers"})
    if section is None:
        return
    html = str(
        appendix_html(grouped(in_order(used, dict(entries))), {id: list(u.items()) for id, u in used.items()})
    )
    if not page.holds(section, html) and (fault := first_difference(section, html)):
        yield fault
    positions = {name: str(n) for n, name in enumerate(page.entries, 1)}
    for link in page.soup.select("a.n"):
        wanted = positions.get(target(link)[1])
        if link.get("data-k") != wanted and wanted:
            yield place(link, "data-k"), link.get("data-k") or "none", wanted


def _uses(page: Page) -> dict[str, dict[str, str]]:
    """Id of each linked number -> id and words of the headings under which it stands."""
    used: dict[str, dict[str, str]] = {}
    where = ("top", "The top of the page")
    for tag in page.soup.find_all(True):
        chart = chart_of(tag)
        if tag.name in HEADINGS[1:] and tag.get("id") and chart is None:
            where = (tag["id"], " ".join(clean(tag.get_text()).split()))
        elif is_link(tag) and entry_of(tag) is None:
            heading = chart.find(HEADINGS) if chart is not None else None
            here = (heading["id"], clean(to_text(runs_of(heading)))) if heading is not None else where
            used.setdefault(id_of(target(tag)[1]), {}).setdefault(*here)
    return used


def foot_faults(page: Page, known: Known, entries: Mapping[str, Entry]) -> Iterator[Finding]:
    """The foot of these documents, parameters and data; of versions and command the form alone."""
    foot = page.soup.find("footer")
    told = {words_of(dt): words_of(dt.find_next_sibling("dd")) for dt in foot.find_all("dt")} if foot else {}
    made = {name: told.pop(name, "") for name in ("Data", "Versions", "To reproduce")}
    command = _COMMAND.fullmatch(made["To reproduce"])
    set_by = shlex.split(command["set"])[1:] if command else []
    told = [*told.items(), *((name, value) for name, value in zip(set_by[::3], set_by[1::3], strict=False))]
    for name, value in told:
        if name not in page.parameters or as_json(page.parameters[name]) != value:
            expected = f"{as_json(page.parameters.get(name))}, with which the notebook ran"
            yield f"foot, “{name}”", f"{name} = {value}", expected
    for name, form in (("Versions", _VERSIONS), ("To reproduce", _COMMAND)):
        if made[name] and not form.fullmatch(made[name]):
            yield f"foot, “{name}”", made[name], "the form that a run gives it"
    context = BriefContext(
        title="-",
        parameters={name: page.parameters.get(name) for name, _ in told[: len(told) - len(set_by) // 3]},
        data_sha256=known.everything.sha256 if made["Data"] else "",
        versions=dict([made["Versions"].rsplit(" ", 1)]) if made["Versions"] else {},
        documents=known.everything.documents.to_dict("records"),
        command=made["To reproduce"],
    )
    if foot is not None and (
        fault := first_difference(foot, f"<footer>{foot_html(context, entries)}</footer>")
    ):
        yield fault


_VERSIONS = re.compile(r"python [\d.]+(?:, [A-Za-z][\w.-]* \d+(?:\.\w+)*)*")
_COMMAND = re.compile(
    r"claimbook (?:run|brief) [\w.'-]*[A-Za-z][\w.'-]*(?: [\w.'-]+\.html)?(?P<set>(?: -p \w+ .+)?)"
)


# -- charts ---------------------------------------------------------------------------------
def chart_faults(page: Page, chart: Tag, known: Known, positions: Mapping[str, int]) -> Iterator[Finding]:
    """A chart with its drawings, data table and download, drawn anew from the figures of its rows."""
    heading = chart.find(HEADINGS)
    try:
        made = chart_again(chart, known)
        html = str(chart_html(made, positions))
    except (ClaimbookError, AttributeError, KeyError, TypeError, ValueError) as fault:
        yield place(heading or chart), "a chart that cannot be drawn anew", f"one of the data ({fault})"
        return
    if not page.holds(chart, html):
        yield from _chart_differs(chart, html)
    yield from _day_faults(chart, [known[row["id"]] for row in made.chart.rows if row.get("id")])
    yield from _aloud_faults(chart.find("desc"), made.chart.rows, known)
    yield from _label_faults(f"chart “{words_of(heading)}”, a row", made.chart.rows, known)


def _chart_differs(chart: Tag, html: str) -> Iterator[Finding]:
    """Where a chart differs from the one drawn anew; of a download the cell."""
    links = [part.find("a", download=True) for part in (chart, BeautifulSoup(html, "html.parser"))]
    if all(links) and links[0]["href"] != links[1]["href"]:
        texts = (unquote(link["href"].partition(",")[2]) for link in links)
        yield from _csv_faults(f"chart “{words_of(chart.find(HEADINGS))}”", *texts)
    elif fault := first_difference(chart, html):
        yield fault


def _aloud_faults(desc: Tag, rows: Iterable[Mapping[str, Any]], known: Known) -> Iterator[Finding]:
    """The numbers that are read aloud: of the figures that they name, in their order, and no others."""
    rest, said = plain(desc.get_text()), ""
    for figure in (known[id_of(name)] for name in desc.get("data-n", "").split()):
        found = _unquoted(rf"(?<!\w){re.escape(plain(figure.text()))}(?!\w|[.,]\d)", rest)
        if not found:
            yield place(desc), rest, f"{figure.text()} ({figure.id}) as the next number"
            return
        said, rest = f"{said}{rest[: found.start()]} {BLANK} ", rest[found.end() :]
    labels = [label for row in rows for label in known.labels(row, known.get(row.get("id") or ""))]
    for number in own_words(without(said + rest, sorted(set(labels), key=len, reverse=True)))[0]:
        yield place(desc), number, "a number of the figures drawn"


def _unquoted(pattern: str, text: str) -> re.Match[str] | None:
    """The first match that does not stand inside quotation marks, as in “41 dead”."""
    found = re.finditer(pattern, text)
    return next((m for m in found if text.count("“", 0, m.start()) == text.count("”", 0, m.start())), None)


def _label_faults(where: str, rows: Iterable[Mapping[str, Any]], known: Known) -> Iterator[Finding]:
    """Numbers in the labels of a chart that are no words of the data."""
    for row in rows:
        labels = [value for name, value in row.items() if isinstance(value, str) and name not in _NO_WORDS]
        for words in labels if any(map(numerals, map(plain, labels))) else ():
            allowed = known.labels(row, known.get(row.get("id") or ""))
            for number in numerals(without(plain(words), allowed)):
                yield where, f"{number} in “{words}”", "words of the data in a label"


def _day_faults(chart: Tag, figures: list[Figure]) -> Iterator[Finding]:
    """From when to when the claims that are drawn were said or published, where the subtitle tells it."""
    under = chart.find("p", class_="under")
    how = re.search(r"\b(?:said or published|said|published)\b", words_of(under))
    told = {time["datetime"] for time in under.find_all("time")} if how else set()
    claims = [claim for figure in figures for claim in figure.claims]
    days = {c.stated_on for c in claims if c.stated_on and "said" in how[0]} if told else set()
    days |= {c.published for c in claims if not c.stated_on and "published" in how[0]} if told else set()
    ends = {str(min(days)), str(max(days))} if days else set()
    for stamp in sorted(told - ends if claims else ()):
        yield place(under), stamp, f"{' or '.join(sorted(ends))}, when the claims drawn were {how[0]}"


# Parts of a row that are no words of a label: what its figure says, and names of the drawing's own.
_NO_WORDS = {*NUMBER, "text", "id", "tone", "start", "end"}


def chart_again(chart: Tag, known: Known) -> Drawn:
    """The chart of the recipe and the words that a page holds, its figures computed anew."""
    recipe = json.loads(chart["data-chart"])
    heading, desc, region = chart.find(HEADINGS), chart.find("desc"), chart.find(attrs={"role": "region"})
    below = [runs_of(line, " ")[1:] for line in chart.find("figcaption").find_all("p")]
    texts = dict(zip(("title", "source", "note"), [runs_of(heading), *below], strict=False))
    texts["subtitle"] = runs_of(chart.find("p", class_="under"))
    texts["alt"] = [{"t": "", "n": id_of(name)} for name in desc.get("data-n", "").split()]
    words = {name: to_text(texts.get(name, [])).strip() for name in ("title", "subtitle", "source", "note")}
    rows = [row | _told(known[row["id"]], row) if row.get("id") else row for row in recipe["rows"]]
    ids = [id for row in rows for key, id in row.items() if id and (key == "id" or key.endswith("_id"))]
    ids += [run["n"] for row in rows for label in row.get("runs", {}).values() for run in label if "n" in run]
    entries = {id: entry for each in ids for id, entry in known[each].entries().items()}
    made = Chart(**{**recipe, "rows": tuple(rows)}, **words, alt=desc.get_text(), runs=texts, entries=entries)
    return Drawn(
        "", made, heading["id"], int(heading.name[1:]), region.get("aria-label", "") if region else ""
    )


def _told(figure: Figure, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row of a chart takes from its figure."""
    return {name: value for name, value in values(figure, 0).items() if name not in row}


def runs_of(tag: Tag | None, skip: str = "") -> list[dict[str, str]]:
    """The runs that a line of a page was made of; skip: what stands behind the word that heads it.

    >>> runs_of(BeautifulSoup('<p><a class="n" href="#n-a">30</a> dead</p>', "html.parser").p)
    [{'t': '30', 'n': 'a'}, {'t': ' dead'}]
    """
    made = []
    for child in tag.children if tag is not None else ():
        run = {"t": child.get_text()}
        inner = child.find(["a", "time"]) if isinstance(child, Tag) and child.name == "b" else child
        if isinstance(inner, Tag) and is_link(inner):
            run = {"t": run["t"].replace("\u00a0", " "), "n": id_of(target(inner)[1])}
        elif isinstance(inner, Tag) and inner.name == "time":
            run = {"t": run["t"].replace("\u00a0", " "), "d": inner["datetime"]}
        elif isinstance(inner, Tag) and "data-x" in inner.attrs:
            run |= {"x": inner["data-x"], **({"of": inner["data-of"]} if "data-of" in inner.attrs else {})}
        if len(made) == 1 and skip:
            run["t"] = run["t"].removeprefix(skip)
        made.append(run | ({"b": True} if isinstance(child, Tag) and child.name == "b" else {}))
    return made


def _csv_faults(title: str, found: str, expected: str) -> Iterator[Finding]:
    """The first cell of a download that differs."""
    found, expected = _cells(found), _cells(expected)
    for (where, cell), (there, right) in zip_longest(
        found, expected, fillvalue=("", "nothing more, as the table has")
    ):
        if (where, cell) != (there, right):
            yield f"{title}, {where or there}", cell, right or "a blank"
            return


def _cells(text: str) -> list[tuple[str, str]]:
    heads, *rows = csv.reader(text.splitlines())
    named = [("CSV, headings", ",".join(heads))]
    for n, row in enumerate(rows, 1):
        named += [(f"CSV, row {n}, column {head}", cell) for head, cell in zip(heads, row, strict=False)]
    return named


# -- box of changes and style ---------------------------------------------------------------
def box_faults(page: Page, changes: Any) -> Iterator[Finding]:
    """The box of changes, where the run before still lies beside this one.

    changes: what `claimbook.changes.box` makes of both runs; None where the earlier one is not there.
    """
    box = page.soup.find("section", class_="changes")
    if changes is None:
        return
    if box is None:
        yield "top of the page", "no box of changes", "the changes that the run found"
    elif fault := first_difference(
        box, f'<section class="changes" aria-label="What changed">{changes.html()}</section>'
    ):
        yield fault


_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_POLICY = re.compile(r'(http-equiv="Content-Security-Policy" content=")([^"]*)"')


def style_faults(page: Page) -> Iterator[Finding]:
    """The style of a page is the one of all pages, as far as it uses it, and its policy lets in no other."""
    bare = _POLICY.sub(r'\1"', _STYLE.sub("<style></style>", page.source))
    made = dressed(bare, *(["index.css"] if page.is_index else []))
    for name, pattern in (("style of the page", _STYLE), ("head of the file", _POLICY)):
        found, expected = (
            ["".join(part) if isinstance(part, tuple) else part for part in pattern.findall(html)]
            for html in (page.source, made)
        )
        if found != expected:
            yield name, *stretch("".join(found), "".join(expected))
