"""The markup of a page as a tree, by the standard library alone: an audit does not borrow the exporter's
eyes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from claimbook.errors import ClaimbookError, shown

VOID = {"meta", "br", "hr"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# What a brief is made of. Anything else, a picture above all, could show a number that is not read here.
KNOWN = set(
    "html head meta title style body header main footer section nav h1 h2 h3 h4 h5 h6 p ul ol li a b i em strong span "  # noqa: E501
    "time div table caption thead tbody tr th td figure figcaption details summary dl dt dd code pre blockquote svg g "  # noqa: E501
    "path circle text tspan desc br hr del ins sup sub small s u".split()
)


class TraceFault(ClaimbookError):
    """The input is no brief that can be audited; one line."""


@dataclass(eq=False)
class Node:
    """An element: tag and attribute names in lower case, children in order (Node or str)."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    parent: Node | None = None

    @property
    def classes(self) -> list[str]:
        return self.attrs.get("class", "").split()

    def above(self) -> Iterator[Node]:
        """This element and all that hold it, innermost first."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def within(self, test: str | Callable[[Node], bool]) -> Node | None:
        """The nearest of these that is such an element (a tag, or a test)."""
        fits = test if callable(test) else lambda node: node.tag == test
        return next((node for node in self.above() if fits(node)), None)

    def all(self, *tags: str) -> Iterator[Node]:
        """The elements inside, in document order; of these tags, if any are named."""
        for child in self.children:
            if isinstance(child, Node):
                if not tags or child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def first(self, *tags: str) -> Node | None:
        return next(self.all(*tags), None)

    def text(self) -> str:
        """All words inside, spaces made plain."""
        return plain("".join(self._words()))

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("style", "title", "desc") or self.tag == "head":
                yield from child._words()
            if isinstance(child, Node) and child.tag in ("br", "p", "li", "dd", "td", "th", "text"):
                yield " "


def plain(text: str) -> str:
    """The words with single plain spaces; a space that does not break is a space."""
    return " ".join(text.split())


# Letters that run from right to left are set apart; the marks mean nothing where there is no number between
# them.
_SET_APART = re.compile("\u2068([^\u2066-\u2069\\d]*)\u2069")


def _unset(words: str) -> str:
    return _SET_APART.sub(r"\1", words) if "\u2068" in words else words


DEEPEST = 200  # elements inside one another; a brief has some fifteen


class _Parser(HTMLParser):
    """Builds the tree; keeps what is not well made, because a browser would mend it by guessing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("#page")
        self.open = self.root
        self.depth = 0
        self.faults: list[str] = []

    def handle_starttag(self, tag, attrs):
        made = self._add(tag, attrs)
        if tag not in VOID:
            self.open = made
            self.depth += 1
            if self.depth > DEEPEST:
                raise TraceFault(f"found more than {DEEPEST} elements inside one another, expected a brief")

    def handle_startendtag(self, tag, attrs):
        made = self._add(tag, attrs)
        if tag not in VOID and made.within("svg") is None:  # in HTML the slash of <b/> means nothing
            self.faults.append(f"found <{tag}/>, expected an end tag of its own")

    def _add(self, tag, attrs) -> Node:
        if tag not in KNOWN:
            self.faults.append(
                f"found an element <{tag}>, expected only what a brief is made of: it could show a number unread"  # noqa: E501
            )
        names = [name for name, _ in attrs]
        for name in {name for name in names if names.count(name) > 1}:
            self.faults.append(f"found {name} twice in <{tag}>, expected each attribute once")
        told = {name: _unset(value or "") for name, value in reversed(attrs)}  # a browser takes the first
        made = Node(tag, told, parent=self.open)
        self.open.children.append(made)
        return made

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if tag != self.open.tag:
            self.faults.append(f"found </{tag}>, expected </{self.open.tag}>")
            if self.open.within(tag) is None:
                return
            while self.open.tag != tag:
                self.open = self.open.parent
                self.depth -= 1
        self.open = self.open.parent or self.root
        self.depth = max(self.depth - 1, 0)

    def handle_data(self, data):
        self.open.children.append(_unset(data))

    def handle_pi(self, data):
        self.faults.append(f"found a processing instruction {shown(data)}, expected none")

    def unknown_decl(self, data):
        self.faults.append(f"found a declaration {shown(data)}, expected none")


def parsed(text: str) -> tuple[Node, list[str]]:
    """The tree of a page, and what of its markup a browser would read by guessing. Raises TraceFault
    for elements nested as no page is."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    if parser.open is not parser.root:
        parser.faults.append(f"found no </{parser.open.tag}>, expected each element to be closed")
    return parser.root, parser.faults
