"""Two pieces of HTML that should be equal: the first place where they are not, in words."""

from __future__ import annotations

from collections.abc import Iterator, Set
from itertools import zip_longest
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from claimbook.audit.page import lines, place, plain
from claimbook.audit.report import Finding

_LONG = 110  # characters that are told whole
# The position of an entry, which is looked at apart; of an index page also names that nobody sees.
OWN, OF_INDEX = {"data-k"}, {"data-k", "id", "aria-labelledby", "aria-describedby"}


def first_difference(found: Tag, html: str, own: Set[str] = OWN) -> Finding | None:
    """Place, found and expected where an element differs first from the HTML that should stand there.

    Words are told before marks: a changed number reads as the line that it stands in.

    >>> page = BeautifulSoup("<p>110 <b>dead</b></p>", "html.parser")
    >>> first_difference(page.p, "<p>100 <b>dead</b></p>")
    ('top of the page, “110 dead”', '110 dead', '100 dead')
    """
    expected = BeautifulSoup(html, "html.parser")
    for parts in (_words, lambda root: _marks(root, own)):
        pairs = zip_longest(parts(found), parts(expected), fillvalue=(found, "nothing more"))
        for (tag, one), (_, other) in pairs:
            if one != other:
                return place(tag), *stretch(unquote(one), unquote(other))
    return None


def _words(root: Tag) -> Iterator[tuple[Tag, str]]:
    """Each block with its own words."""
    for block, strings in lines(root):
        yield block, plain("".join(strings))


def _marks(root: Tag, own: Set[str]) -> Iterator[tuple[Tag, str]]:
    """Each element with its attributes, and each string as it is written."""
    for node in (root, *root.descendants):
        if isinstance(node, BeautifulSoup):
            continue
        if isinstance(node, Tag):
            attributes = sorted((n, " ".join(v) if isinstance(v, list) else v) for n, v in node.attrs.items())
            told = "".join(f" {name}={words}" for name, words in attributes if name not in own)
            yield node, f"<{node.name}{told}>"
        else:
            yield node.parent, str(node)


def stretch(found: str, expected: str) -> tuple[str, str]:
    """Both from a little before the first character that differs, or whole where they are short."""
    if max(len(found), len(expected)) <= _LONG:
        return found, expected
    pairs = enumerate(zip_longest(found, expected))
    start = max(0, next((n for n, (a, b) in pairs if a != b), 0) - 40)
    return found[start : start + _LONG], expected[start : start + _LONG]
