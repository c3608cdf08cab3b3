"""A page as the audit reads it: lines of words, what answers for each piece of them, and its markup."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup, NavigableString, Tag

from claimbook.audit.report import Finding, TraceFault
from claimbook.scan import NUMERAL
from claimbook.words.safe import clean, has_digit

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = ("a", "b", "strong", "i", "em", "code", "span", "time", "tspan")
_VOID = ("meta", "br", "hr")
# All that the exporter writes; anything else could show what no rule looks at.
_ELEMENTS = {
    "html", "head", "title", "style", "body", "header", "main", "footer", "nav", "section", "div", "p", "ul",
    "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "details", "summary", "table", "caption", "thead",
    "tbody", "tr", "th", "td", "svg", "g", "path", "circle", "text", "desc", "pre", "blockquote", *HEADINGS,
    *INLINE, *_VOID,
}  # fmt: skip
# Attributes that nobody sees, hears or copies; the numbers of every other one are looked at.
_SILENT = {
    "id", "class", "href", "name", "charset", "lang", "role", "scope", "tabindex", "rel", "open",
    "http-equiv", "datetime", "aria-labelledby", "aria-describedby", "viewbox", "viewBox", "x", "y", "dx",
    "dy", "d", "cx", "cy", "r", "text-anchor", "font-size", "data-x", "data-of", "data-n", "data-k",
    "data-chart", "data-made", "data-formula", "data-named", "style", "direction", "unicode-bidi",
}  # fmt: skip

BLANK = "\ufffc"  # stands for what is excused; no numeral reaches over it


class Page:
    """A parsed page. Raises TraceFault for a file that is no page of a run.

    parameters  those of its brief; none for an index page

    >>> page = Page(Path("reports/latest/01-casualties.html"))      # doctest: +SKIP
    >>> page.parameters["AS_OF"], len(page.entries)                 # doctest: +SKIP
    ('2024-12-31', 41)
    """

    def __init__(self, path: Path):
        self.path, self.name = path, path.name
        self.source = path.read_bytes().decode("utf-8", errors="replace")
        self.soup = BeautifulSoup(self.source, "html.parser")
        self._found: dict[str, set[int]] = {}  # by selector the elements that it finds, and those in them
        self.is_index = self.soup.find("meta", attrs={"name": "claimbook:index"}) is not None
        self.parameters = {} if self.is_index else self._parameters()

    def _parameters(self) -> dict[str, Any]:
        meta = self.soup.find("meta", attrs={"name": "claimbook:parameters"})
        try:
            found = json.loads(meta["content"]) if meta else None
        except ValueError:
            found = None
        if not isinstance(found, dict):
            expected = "expected an HTML file that `claimbook run` made"
            raise TraceFault(
                f"{self.path}: found no parameters of a brief (no JSON object in its head), {expected}"
            )
        return found

    @cached_property
    def items(self) -> dict[str, Tag]:
        """The entries of the appendix by their ids, in order."""
        return {id_of(item["id"]): item for item in self.soup.select("ol.numbers > li[id]")}

    def has(self, tag: Tag, selector: str) -> bool:
        """Whether an element is one that a selector of CSS finds, or stands in one."""
        if selector not in self._found:  # one search for a page is far faster than one for an element
            found = self.soup.select(selector)
            self._found[selector] = {id(tag) for each in found for tag in (each, *each.find_all(True))}
        return id(tag) in self._found[selector]

    def holds(self, tag: Tag, html: str) -> bool:
        """Whether the file has this HTML, to the letter, where an element begins."""
        above = self.source.split("\n")[: tag.sourceline - 1]
        return self.source.startswith(html, sum(map(len, above)) + len(above) + tag.sourcepos)

    def faults(self) -> Iterator[Finding]:
        """Elements that no brief has, tags left open, ids that stand twice."""
        tags = self.soup.find_all(True)
        for name in sorted({tag.name for tag in tags} - _ELEMENTS):
            yield "markup", f"an element <{name}>", "one that a brief has"
        written = Counter(re.findall(r"<(/?\w+)(?=[\s>])(?![^>]*/>)", self.source))
        for name in sorted(_ELEMENTS - {*_VOID}):
            if written[name] != written[f"/{name}"]:
                yield "markup", f"<{name}> {written[name]} times", f"</{name}> as often, expected </{name}>"
        ids = Counter(tag.get("id") for tag in tags)
        for tag in tags:
            if "id" in tag.attrs and ids[tag["id"]] > 1:
                yield place(tag), f"the id {tag['id']} twice", "each id once, since a link leads to the first"


def attribute_faults(tag: Tag) -> Iterator[Finding]:
    """Numbers that a reader hears, sees on hovering or saves under, and that no heading of a table says."""
    for name in sorted(tag.attrs.keys() - _SILENT):
        words = plain(tag[name])
        heads = (closest(tag, "table") or tag).find_all(["caption", "th"]) if numerals(words) else []
        said = re.sub(r" \(\d+\)$", "", words)  # a second table of that name
        if numerals(words) and not {words, said} & {*map(words_of, heads)} and tag.name != "meta":
            yield f"{place(tag)}, {name}", words, "words without a number"


# -- words ------------------------------------------------------------------------------
def plain(text: str) -> str:
    """Text as it is read: one kind of space, nothing that takes no room.

    >>> plain("19\\u00a0December \\u2068x\\u2069")
    '19 December x'
    """
    return " ".join((text if text.isascii() else clean(text)).split())


def words_of(tag: Tag | None) -> str:
    """The words of an element as they are read."""
    return plain(tag.get_text()) if tag is not None else ""


def numerals(text: str) -> list[str]:
    """Numerals in digits of any script and in words.

    >>> numerals("1,100 dead, \\u246a wounded, dozens more")
    ['1,100', 'dozens', '\\u246a']
    """
    found = [match[0] for match in NUMERAL.finditer(text)]
    if text.isascii():
        return found
    return found + [sign for sign in NUMERAL.sub("", text) if has_digit(sign)]


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


def without(text: str, phrases: Iterable[str]) -> str:
    """The text with the phrases that stand in it on their own blanked out."""
    for phrase in phrases:
        if phrase in text:
            text = re.sub(alone(phrase), BLANK, text)
    return text


def alone(phrase: str) -> str:
    """The pattern of a phrase that is no part of a longer word or number."""
    return rf"(?<!\w){re.escape(phrase)}(?!\w|[.,]\d)"


# -- lines ------------------------------------------------------------------------------
Pieces = list[tuple[Tag | None, str]]


def lines(root: Tag) -> Iterator[tuple[Tag, list[NavigableString]]]:
    """Each block with its own strings, in the order of the page; those of a block in it stand apart."""
    found: dict[int, tuple[Tag, list[NavigableString]]] = {}
    for string in root.find_all(string=True):
        if type(string) is NavigableString:
            block = block_of(string.parent)
            found.setdefault(id(block), (block, []))[1].append(string)
    yield from (line for line in found.values() if "".join(line[1]).strip())


def pieces(strings: Iterable[NavigableString]) -> Pieces:
    """Words and the link, date or excuse that answers for them; None: words of their own."""
    groups = [list(group) for _, group in groupby(strings, key=lambda string: id(mark_of(string.parent)))]
    return [(mark_of(group[0].parent), "".join(group)) for group in groups]


def block_of(tag: Tag) -> Tag:
    """The nearest element that is no part of a line."""
    while tag.name in INLINE:
        tag = tag.parent
    return tag


def mark_of(tag: Tag) -> Tag | None:
    """What answers for the words of an element: the nearest link to an entry, date or excuse around them."""
    around = (tag, *tag.parents)
    return next((n for n in around if is_link(n) or n.name == "time" or "data-x" in n.attrs), None)


def is_link(tag: Tag) -> bool:
    """Whether an element leads to an entry."""
    return tag.name == "a" and "#n-" in tag.get("href", "")


def target(link: Tag) -> tuple[str, str]:
    """File ("" for this page) and id of the entry that a link leads to."""
    file, _, name = link["href"].partition("#")
    return unquote(file), id_of(name)


def id_of(name: str) -> str:
    """The id behind the name of an anchor, in which signs stand as their number.

    >>> id_of("n-_28a-plus-b_29")
    '(a-plus-b)'
    """
    return re.sub(r"_([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), name.removeprefix("n-"))


# -- places -----------------------------------------------------------------------------
def place(tag: Tag) -> str:
    """Where a reader finds an element: the nearest entry, table or heading, and the beginning of its line or
    row: "“Terms”, “The Admiralty grade is a letter for the source…”"."""
    if tag.find_parent("head"):
        return "head of the file"
    entry, table, drawing = (closest(tag, name) for name in ('li[id^="n-"]', "table", "svg"))
    heading, line = tag.find_previous(HEADINGS[1:]), closest(tag, "tr, dd") or block_of(tag)
    where = "foot" if closest(tag, "footer") else f"“{_short(heading)}”" if heading else "top of the page"
    where = f"entry {entry['id'][2:]}" if entry else f"table “{_short(table.caption)}”" if table else where
    told = [where, *([f"{drawing['class'][-1]} drawing"] if drawing else [])]
    told += [f"“{words_of(line.find_previous('dt'))}”"] if line.name == "dd" else []
    return ", ".join([*told, f"“{_short(line)}”"])


def closest(tag: Tag, selector: str) -> Tag | None:
    """The element itself, or the nearest around it, that a selector of CSS finds."""
    return tag.css.closest(selector)


def _short(tag: Tag | None, most: int = 50) -> str:
    text = plain(tag.get_text(" " if tag.name == "tr" else "")) if tag else "?"
    return text if len(text) <= most else f"{text[:most].rstrip()}…"
