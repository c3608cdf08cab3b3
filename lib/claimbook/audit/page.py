"""A page as the audit reads it: blocks of words, and which element answers for each piece of them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, NavigableString, Tag

from claimbook.audit.report import TraceFault
from claimbook.scan import NUMERAL

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_INLINE = ("a", "b", "strong", "i", "em", "code", "span", "time", "tspan")
# All that the exporter writes; anything else could show what no rule looks at.
_ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav", "section", "div",
    "p", "ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "details", "summary", "table", "caption",
    "thead", "tbody", "tr", "th", "td", "svg", "g", "path", "circle", "text", "desc", "pre", "br", "hr",
    "blockquote", *HEADINGS, *_INLINE,
}  # fmt: skip
# Attributes that nobody sees, hears or copies; the numbers of every other one are looked at.
_SILENT = {
    "id", "class", "href", "name", "charset", "lang", "role", "scope", "tabindex", "rel", "open",
    "http-equiv", "datetime", "aria-labelledby", "aria-describedby", "viewbox", "viewBox", "x", "y", "dx",
    "dy", "d", "cx", "cy", "r", "text-anchor", "font-size", "data-x", "data-of", "data-n", "data-k",
    "data-chart", "data-made", "data-formula", "data-named", "style", "direction", "unicode-bidi",
}  # fmt: skip
_TURNING = {*range(0x202A, 0x202F), 0x200E, 0x200F, 0x061C}  # isolates keep numbers in place and stay


BLANK = "\ufffc"  # stands for what is excused; no numeral reaches over it


@dataclass(frozen=True)
class Piece:
    """Words of a block, and the link, date or excuse that answers for them; None: words of their own."""

    text: str
    mark: Tag | None


class Page:
    """A parsed page. Raises TraceFault for a file that is no page of a run.

    parameters  those of its brief; None for an index page

    >>> page = Page(Path("reports/latest/01-casualties.html"))      # doctest: +SKIP
    >>> page.parameters["AS_OF"], len(page.entries)                 # doctest: +SKIP
    ('2024-12-31', 41)
    """

    def __init__(self, path: Path):
        self.path, self.name = path, path.name
        try:
            self.source = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            raise TraceFault(f"{path}: found bytes that are no UTF-8, expected a brief") from None
        self.soup = BeautifulSoup(self.source, "html.parser")
        self.is_index = self._meta("claimbook:index") is not None
        self.parameters = None if self.is_index else self._parameters()

    def _meta(self, name: str) -> str | None:
        found = self.soup.find("meta", attrs={"name": name})
        return found.get("content", "") if found else None

    def _parameters(self) -> dict[str, Any]:
        told = self._meta("claimbook:parameters")
        if told is None:
            expected = "expected an HTML file that `claimbook run` made"
            raise TraceFault(f"{self.path}: found no parameters of a brief, {expected}")
        try:
            found = json.loads(told)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            expected = "expected those of its notebook"
            raise TraceFault(f"{self.path}: found parameters that are no JSON object, {expected}")
        return found

    @cached_property
    def entries(self) -> dict[str, Tag]:
        """The entries of the appendix by the names of their anchors, in order."""
        return {item.get("id", ""): item for item in self.soup.select("ol.numbers > li")}

    @cached_property
    def charts(self) -> list[Tag]:
        return self.soup.select("div.chart")

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.source))]

    def holds(self, tag: Tag, html: str) -> bool:
        """Whether the file has this HTML, to the letter, where an element begins."""
        return self.source.startswith(html, self._starts[tag.sourceline - 1] + tag.sourcepos)

    def blocks(self) -> Iterator[tuple[Tag, list[Piece]]]:
        """Each block with its own words, in the order of the page; those of a block in it stand apart."""
        found: dict[int, tuple[Tag, list[Piece]]] = {}
        for string in self.soup.find_all(string=True):
            if type(string) is NavigableString and string.parent.name != "style":
                block = block_of(string.parent)
                pieces = found.setdefault(id(block), (block, []))[1]
                pieces.append(Piece(str(string), mark_of(string.parent)))
        yield from (made for made in found.values() if any(piece.text.strip() for piece in made[1]))

    def attributes(self) -> Iterator[tuple[Tag, str, str]]:
        """Element, name and words of each attribute that a reader hears, sees on hovering or saves under."""
        for tag in self.soup.find_all(True):
            for name, value in tag.attrs.items():
                words = value if isinstance(value, str) else " ".join(value)
                if name not in _SILENT and not (tag.name == "meta" and name == "content"):
                    yield tag, name, words

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """Place, found and expected: elements that no brief has, tags left open, ids that stand twice."""
        for tag in self.soup.find_all(True):
            if tag.name not in _ELEMENTS:
                yield "markup", f"an element <{tag.name}>", "one that a brief has"
        for name in sorted(_ELEMENTS - {"meta", "br", "hr"}):
            opened = len(re.findall(rf"<{name}(?=[\s>/])(?![^>]*/>)", self.source))
            if opened != self.source.count(f"</{name}>"):
                yield "markup", f"<{name}> {opened} times", f"</{name}> as often, expected </{name}>"
        ids = [tag["id"] for tag in self.soup.find_all(id=True)]
        for name in sorted({name for name in ids if ids.count(name) > 1}):
            twice = self.soup.find_all(id=name)[1]
            yield place(twice), f"the id {name} twice", "each id once, since a link leads to the first"


# -- words ------------------------------------------------------------------------------
def plain(text: str) -> str:
    """Text as it is read: one kind of space, nothing that takes no room.

    >>> plain("19\\u00a0December \\u2068x\\u2069")
    '19 December x'
    """
    if text.isascii():
        return " ".join(text.split())
    seen = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc", "Mn", "Me") or c.isspace())
    return " ".join(seen.split())


def words_of(tag: Tag | None) -> str:
    """The words of an element as they are read."""
    return plain(tag.get_text()) if tag is not None else ""


def turns(text: str) -> bool:
    """Whether a mark turns the words round, or hides in a number."""
    hidden = re.search(r"\d[\u00ad\u200b-\u200d\u2060-\u2065\ufeff]", text)
    return bool(hidden) or any(ord(character) in _TURNING for character in text)


def numerals(text: str) -> list[str]:
    """Numerals in digits of any script and in words.

    >>> numerals("1,100 dead, \\u246a wounded, dozens more")
    ['1,100', '\\u246a', 'dozens']
    """
    found, end = [], 0
    for match in [*NUMERAL.finditer(text), None]:
        between = text[end : match.start() if match else len(text)]
        found += [c for c in between if unicodedata.category(c) in ("Nd", "Nl", "No")]
        if match:
            found.append(match[0])
            end = match.end()
    return found


# Words that are numerals by the rule of claimbook.scan and count nothing that anybody claims.
_NAMING = {"one", "both", "single", "once", "first", "second", "third", "pair", "pairs"}
_PAIRS = re.compile(r"\btwo (?:figures|claims|relays|ratios|dates|sides)\b|\btold twice\b", re.IGNORECASE)


def own_words(text: str) -> tuple[list[str], int]:
    """The numerals of words that nothing answers for, and how many words only name, order or pair.

    >>> own_words("one of the two figures, of eleven thousand men")
    (['eleven thousand'], 2)
    """
    rest, pairs = _PAIRS.subn(BLANK, text)
    found = numerals(rest)
    kept = [number for number in found if number.lower() not in _NAMING]
    return kept, pairs + len(found) - len(kept)


def without(text: str, phrases: list[str]) -> str:
    """The text with the phrases that stand in it on their own blanked out, those with numbers first."""
    for phrase in phrases:
        if not NUMERAL.search(text):
            break
        if phrase in text:
            text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w|[.,]\d)", BLANK, text)
    return text


# -- elements ---------------------------------------------------------------------------
def block_of(tag: Tag) -> Tag:
    """The nearest element that is no part of a line."""
    while tag.name in _INLINE and tag.parent is not None:
        tag = tag.parent
    return tag


def mark_of(tag: Tag) -> Tag | None:
    """What answers for the words of an element: the nearest link to an entry, date or excuse around them."""
    for node in (tag, *tag.parents):
        if is_link(node) or node.name == "time" or "data-x" in node.attrs:
            return node
    return None


def is_link(tag: Tag) -> bool:
    """Whether an element leads to an entry."""
    return tag.name == "a" and "#n-" in tag.get("href", "")


def target(link: Tag) -> tuple[str, str]:
    """File ("" for this page) and name of the entry that a link leads to."""
    file, _, name = link["href"].partition("#")
    return unquote(file), name


def within(tag: Tag, *names: str) -> Tag | None:
    """The element itself or the nearest around it of one of these names."""
    return next((node for node in (tag, *tag.parents) if node.name in names), None)


def chart_of(tag: Tag) -> Tag | None:
    """The chart in which an element stands."""
    return next((n for n in (tag, *tag.parents) if n.name == "div" and "chart" in n.get("class", ())), None)


def entry_of(tag: Tag) -> Tag | None:
    """The entry of the appendix in which an element stands."""
    return next((n for n in (tag, *tag.parents) if n.name == "li" and n.get("id", "").startswith("n-")), None)


def line_of(item: Tag, name: str) -> Tag | None:
    """The line of an entry that has this name."""
    return next((dt.find_next_sibling("dd") for dt in item.find_all("dt") if words_of(dt) == name), None)


# -- places -----------------------------------------------------------------------------
_KINDS = {"p": "paragraph", "li": "point", "div": "part", "summary": "summary"}
_ATTRIBUTES = {
    "aria-label": "words for a screen reader (aria-label)",
    "alt": "words for a screen reader (alt)",
    "data-label": "label of a cell on a phone",
    "data-k": "position of its entry",
    "title": "title on hovering",
    "download": "name of the downloaded file",
}


def place(tag: Tag, attribute: str = "") -> str:
    """Where an element stands, in words: "section \u201cTerms\u201d, paragraph 2"."""
    where = _place(tag)
    return f"{where}, {_ATTRIBUTES.get(attribute, attribute)}" if attribute else where


def _place(tag: Tag) -> str:
    if within(tag, "head"):
        return "title of the page" if tag.name == "title" else "head of the file"
    entry = entry_of(tag)
    if entry is not None:
        return f"appendix, entry {entry['id'][2:]}, {_line_of(tag)}"
    if within(tag, "footer"):
        return f"foot, {_line_of(tag)}"
    if within(tag, "table"):
        return _cell(tag, within(tag, "table"))
    if chart_of(tag) is not None:
        return f"chart \u201c{short(chart_of(tag).find(HEADINGS))}\u201d, {_part(tag)}"
    block = block_of(tag)
    heading = _heading(tag)
    if block.name in HEADINGS:
        return f"heading \u201c{short(block)}\u201d"
    where = f"section \u201c{short(heading)}\u201d" if heading is not None else "top of the page"
    if within(tag, "svg"):
        return f"{where}, {_part(tag)}"
    before = (
        heading.find_all_next(block.name)
        if heading is not None
        else tag.find_parents()[-1].find_all(block.name)
    )
    number = next((n for n, node in enumerate(before, 1) if node is block), 1)
    return f"{where}, {_KINDS.get(block.name, block.name)} {number}"


def _heading(tag: Tag) -> Tag | None:
    """The heading of the notebook, or of a brief on an index page, above an element."""
    for node in tag.find_all_previous(("h2", "h3", "h4")):
        if node.has_attr("id") and within(node, "figure") is None and chart_of(node) is None:
            return node
    return None


def _line_of(tag: Tag) -> str:
    """Which line of an entry, or of a list of terms in the foot."""
    line = within(tag, "dd", "dt")
    if line is not None:
        name = line if line.name == "dt" else line.find_previous_sibling("dt")
        return f"\u201c{words_of(name)}\u201d"
    return "line to copy" if "quote" in block_of(tag).get("class", ()) else short(tag) or tag.name


def _part(tag: Tag) -> str:
    svg = within(tag, "svg")
    if svg is not None:
        which = "drawing for a phone" if "phone" in svg.get("class", ()) else "drawing for a desktop"
        if tag.name in ("title", "desc"):
            return f"{which}, spoken {'title' if tag.name == 'title' else 'description'}"
        words = within(tag, "text")
        return which + (f", \u201c{short(words)}\u201d" if words is not None else "")
    if within(tag, *HEADINGS):
        return "title"
    if within(tag, "figcaption"):
        return "source or note"
    block = block_of(tag)
    return "download" if "get" in block.get("class", ()) else "subtitle" if block.name == "p" else block.name


def _cell(tag: Tag, table: Tag) -> str:
    where, cell = f"table \u201c{short(table.caption)}\u201d", within(tag, "td", "th")
    if cell is None:
        return f"{where}, {'caption' if within(tag, 'caption') else tag.name}"
    heads = [words_of(head) for head in table.thead.find_all("th")] if table.thead else []
    cells = cell.parent.find_all(("td", "th"))
    number = next(n for n, other in enumerate(cells) if other is cell)
    column = heads[number] if number < len(heads) else "?"
    if within(cell, "thead"):
        return f"{where}, heading \u201c{column}\u201d"
    row = 1 + len(cell.parent.find_previous_siblings("tr"))
    return f"{where}, row {row} ({short(cells[0])}), column \u201c{column}\u201d"


def short(tag: Tag | None, most: int = 60) -> str:
    text = words_of(tag)
    return text if len(text) <= most else text[:most].rstrip() + "\u2026"
