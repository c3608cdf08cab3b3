"""What a reader sees and hears of a page: lines of words, each with its place and with what its characters
link to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from claimbook.trace.tree import HEADINGS, Node, TraceFault, parsed, plain

INLINE = set("a b i em strong span time code tspan del ins sup sub small s u".split())
UNSEEN = {"style", "script", "head"}
# Attributes that no reader meets. Every other one is read like words: a new one is seen before it is
# forgotten.
SILENT = set(
    "id class href role scope d x y cx cy r dx dy width height viewbox transform points text-anchor font-size "  # noqa: E501
    "aria-labelledby aria-describedby aria-hidden aria-live aria-level aria-current tabindex rel charset http-equiv name "  # noqa: E501
    "lang dir datetime data-x data-n colspan rowspan open fill stroke opacity target hidden xmlns focusable "
    "preserveaspectratio style".split()
)
_META_UNSEEN = ("viewport", "claimbook:parameters", "claimbook:index")
# Marks that turn the direction of writing let "001" be read as "100".
TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True)
class Line:
    """Words of one block, or of one attribute.

    node    the element; attribute  its attribute, "" for its words
    text    the words with plain single spaces, without characters that take no room
    marks   for each character the element that answers for it: a link to an entry, a date
            or an excuse; None where nothing does
    """

    node: Node
    text: str
    marks: tuple[Node | None, ...]
    attribute: str = ""
    odd: bool = False  # holds marks that let digits be read otherwise than they are written


def is_entry_link(node: Node) -> bool:
    """Whether the element links to an entry of an appendix, in this file or in another one."""
    return node.tag == "a" and re.fullmatch(r"[^#:]*#n-.+", node.attrs.get("href", "")) is not None


def target(link: Node) -> tuple[str, str]:
    """File ("" for this one) and name of the entry that it links to."""
    file, _, name = link.attrs["href"].partition("#")
    return file, name


def answering(node: Node) -> Node | None:
    """What answers for the words of an element: a link above all, else the nearest date or excuse."""
    link = node.within(is_entry_link)
    return link or node.within(lambda n: n.tag == "time" or "data-x" in n.attrs)


class Page:
    """A parsed page. Raises TraceFault for a file that is no text."""

    def __init__(self, path: Path):
        self.path, self.name = path, path.name
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise TraceFault(f"{path}: found bytes that are no UTF-8, expected a brief") from None
        try:
            self.root, self.faults = parsed(text)
        except TraceFault as fault:
            raise TraceFault(f"{path}: {fault}") from None
        self.ids: dict[str, list[Node]] = {}
        for node in self.root.all():
            if "id" in node.attrs:
                self.ids.setdefault(node.attrs["id"], []).append(node)

    def meta(self, name: str) -> str | None:
        return next(
            (m.attrs.get("content", "") for m in self.root.all("meta") if m.attrs.get("name") == name), None
        )

    @cached_property
    def entries(self) -> dict[str, Node]:
        """The entries of the appendix by name, in order."""
        lists = [node for node in self.root.all("ol") if "numbers" in node.classes]
        return {
            item.attrs.get("id", ""): item
            for made in lists
            for item in made.children
            if isinstance(item, Node)
        }

    @cached_property
    def charts(self) -> list[Node]:
        return [node for node in self.root.all("div") if is_chart(node)]

    @cached_property
    def links(self) -> list[Node]:
        """All links to entries, in document order."""
        return [node for node in self.root.all("a") if is_entry_link(node)]

    @cached_property
    def lines(self) -> list[Line]:
        """Everything that is seen, heard or copied, in document order."""
        return [line for node in self.root.all() for line in _lines(node)]

    # -- places ---------------------------------------------------------------
    @cached_property
    def _sections(self) -> dict[int, tuple[str, str, int]]:
        """For each element id and words of the heading above it, and which of its kind it is below that
        heading."""
        found, heading, counts = {}, ("top", "top of the page"), {}
        for node in self.root.all():
            if node.tag in HEADINGS and _heads(node):
                heading, counts = (node.attrs.get("id", ""), node.text()), {}
            counts[node.tag] = counts.get(node.tag, 0) + 1
            found[id(node)] = (*heading, counts[node.tag])
        return found

    def heading_id(self, node: Node) -> str:
        """The id of the heading above an element; "top" before the first."""
        return self._sections[id(node)][0]

    def place(self, node: Node, attribute: str = "") -> str:
        """Where an element stands, in words."""
        where = self._place(node)
        return f"{where}, {_ATTRIBUTES.get(attribute, attribute)}" if attribute else where

    def _place(self, node: Node) -> str:
        if node.within("head"):
            return "head of the file" if node.tag != "title" else "title of the page"
        entry = node.within(lambda n: n.tag == "li" and n.attrs.get("id", "").startswith("n-"))
        if entry:
            return f"appendix, entry {entry.attrs['id'][2:]}, {_fact(node)}"
        if node.within("footer"):
            return f"foot, {_fact(node)}"
        chart, table = node.within(is_chart), node.within("table")
        if table:
            return _cell(node, table)
        if chart:
            return f"chart “{_short(chart.first(*HEADINGS))}”, {_part(node)}"
        svg = node.within("svg")
        if svg:
            return f"section “{self._sections[id(node)][1]}”, {_part(node)}"
        _, heading, number = self._sections[id(node.within(lambda n: n.tag not in INLINE))]
        block = node.within(lambda n: n.tag not in INLINE)
        if block.tag in HEADINGS:
            return f"heading “{_short(block)}”"
        return f"section “{heading}”, {_KINDS.get(block.tag, block.tag)} {number}"


def _heads(node: Node) -> bool:
    """Whether a heading begins a section: one of the notebook or of an index page, not that of a chart or of
    the box on top."""
    own = "id" in node.attrs or (node.parent is not None and "brief" in node.parent.classes)
    return own and node.within(is_chart) is None and node.within("figure") is None


def is_chart(node: Node) -> bool:
    return node.tag == "div" and "chart" in node.classes


_KINDS = {"p": "paragraph", "li": "point", "div": "part", "a": "link"}
_ATTRIBUTES = {
    "aria-label": "words for a screen reader (aria-label)",
    "alt": "words for a screen reader (alt)",
    "data-label": "label of a cell on a phone",
    "data-k": "position of its entry",
    "title": "title on hovering",
    "download": "name of the downloaded file",
}


def _fact(node: Node) -> str:
    """Which line of an entry, or of a list of terms in the foot."""
    dd = node.within(lambda n: n.tag in ("dd", "dt"))
    if dd is None:
        return "line to copy" if node.within(lambda n: "quote" in n.classes) else _short(node) or node.tag
    before = None
    for child in dd.parent.children:
        if child is dd:
            return f"“{before.text()}”" if before is not None and dd.tag == "dd" else f"“{dd.text()}”"
        if isinstance(child, Node) and child.tag == "dt":
            before = child
    return dd.tag


def _part(node: Node) -> str:
    svg = node.within("svg")
    if svg:
        which = "drawing for a phone" if "phone" in svg.classes else "drawing for a desktop"
        spoken = {"desc": ", spoken description", "title": ", spoken title"}.get(node.tag, "")
        words = node.within("text")
        return which + (spoken or (f", “{_short(words)}”" if words else ""))
    if node.tag in HEADINGS:
        return "title"
    if node.within("figcaption"):
        return "source or note"
    return (
        "download"
        if node.within(lambda n: "get" in n.classes)
        else "subtitle"
        if node.within("p")
        else node.tag
    )


def _cell(node: Node, table: Node) -> str:
    caption = table.first("caption")
    where = f"table “{_short(caption)}”"
    cell = node.within(lambda n: n.tag in ("td", "th"))
    if cell is None:
        return f"{where}, {'caption' if node.within('caption') else node.tag}"
    heads = [head.text() for head in (table.first("thead") or table).all("th")]
    row = cell.parent
    cells = [child for child in row.children if isinstance(child, Node)]
    column = heads[cells.index(cell)] if cells.index(cell) < len(heads) else "?"
    if row.within("thead"):
        return f"{where}, heading “{column}”"
    rows = [child for child in row.parent.children if isinstance(child, Node)]
    return f"{where}, row {rows.index(row) + 1} ({_short(cells[0])}), column “{column}”"


def _short(node: Node | None, most: int = 60) -> str:
    text = node.text() if node is not None else ""
    return text if len(text) <= most else text[:most].rstrip() + "…"


# -- lines ----------------------------------------------------------------------
def _lines(node: Node) -> Iterator[Line]:
    if node.within(lambda n: n.tag in UNSEEN) and node.tag != "title" and node.tag != "meta":
        return
    for name, value in node.attrs.items():
        if _is_seen(node, name) and value.strip():
            yield _line(node, [(character, None) for character in value], name)
    if node.tag not in INLINE and node.tag not in VOIDS:
        made = _line(node, list(_characters(node)))
        if made.text:
            yield made


VOIDS = ("meta", "br", "hr", "path", "circle")


def _is_seen(node: Node, name: str) -> bool:
    if node.tag == "meta":
        return (
            name == "content"
            and "http-equiv" not in node.attrs
            and node.attrs.get("name") not in _META_UNSEEN
        )
    return name not in SILENT


def _characters(block: Node) -> Iterator[tuple[str, Node | None]]:
    """The characters of a block's own words with what answers for each; a block inside it parts them."""
    for child in block.children:
        if isinstance(child, str):
            mark = answering(block)
            yield from ((character, mark) for character in child)
        elif child.tag in INLINE:
            yield from _characters(child)
        else:
            yield "\n", None


def _line(node: Node, characters: list[tuple[str, Node | None]], attribute: str = "") -> Line:
    kept: list[tuple[str, Node | None]] = []
    odd, before = False, ""
    for character, mark in characters:
        if character.isspace():
            if kept and kept[-1][0] != " ":
                kept.append((" ", mark))
        elif unicodedata.category(character) in (
            "Cf",
            "Cc",
            "Mn",
            "Me",
        ):  # takes no room: 1\u200b00 reads 100
            odd = odd or ord(character) in TURNING or before.isdigit()
        else:
            kept.append((character, mark))
        before = character
    while kept and kept[-1][0] == " ":
        kept.pop()
    return Line(node, "".join(c for c, _ in kept), tuple(m for _, m in kept), attribute, odd)


def words_of(line: Line, mark: Node) -> str:
    """The words of a line that one element answers for."""
    return plain("".join(c for c, m in zip(line.text, line.marks, strict=False) if m is mark))


def is_link_at(line: Line, place: int) -> bool:
    """Whether the character there is a part of a link to an entry."""
    return place >= 0 and (mark := line.marks[place]) is not None and is_entry_link(mark)


def dressed_otherwise(link: Node) -> Node | None:
    """An element in or around a linked number that strikes, hides or shrinks a part of it; None where there
    is none."""
    struck = link.within(lambda node: node.tag in ("del", "s", "ins", "sub", "sup", "small"))
    if struck is not None or link.within("svg"):
        return struck
    return next(
        (node for node in link.all() if node.tag not in ("span", "b", "i", "em", "strong") or node.attrs),
        None,
    )
