"""Two pieces of HTML that should be equal: the first place where they are not, in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from bs4 import BeautifulSoup, NavigableString, Tag

from claimbook.audit.page import block_of, place, plain

_LONG = 110  # characters of a line that are told whole
_OWN = {"data-k"}  # the position of an entry on its page, which is looked at apart


def first_difference(found: Tag, html: str) -> tuple[str, str, str] | None:
    """Place, found and expected where an element differs first from the HTML that should stand there.

    Words are told before marks: a changed number reads as the line that it stands in.

    >>> page = BeautifulSoup("<p>110 <b>dead</b></p>", "html.parser")
    >>> first_difference(page.p, "<p>100 <b>dead</b></p>")
    ('top of the page, paragraph 1', '110 dead', '100 dead')
    """
    expected = BeautifulSoup(html, "html.parser").find(True)
    for (tag, words), (_, known) in zip_longest(
        _lines(found), _lines(expected), fillvalue=(None, "nothing more")
    ):
        if words != known:
            return place(tag if tag is not None else found), *stretch(words, known, _LONG)
    for (tag, mark), (_, known) in zip_longest(
        _marks(found), _marks(expected), fillvalue=(None, "nothing more")
    ):
        if mark != known:
            return place(tag if tag is not None else found), *stretch(mark, known)
    return None


def _lines(root: Tag) -> Iterator[tuple[Tag, str]]:
    """Each block with its own words."""
    block, words = None, ""
    for string in root.find_all(string=True):
        if type(string) is not NavigableString:
            continue
        if block is not None and block_of(string.parent) is not block:
            if plain(words):
                yield block, plain(words)
            words = ""
        block, words = block_of(string.parent), words + string
    if block is not None and plain(words):
        yield block, plain(words)


def _marks(root: Tag) -> Iterator[tuple[Tag, str]]:
    """Each element with its attributes, and each string as it is written."""
    for node in (root, *root.descendants):
        if isinstance(node, Tag):
            attributes = sorted((n, " ".join(v) if isinstance(v, list) else v) for n, v in node.attrs.items())
            yield node, f"<{node.name}{''.join(f' {n}={v}' for n, v in attributes if n not in _OWN)}>"
        elif type(node) is NavigableString:
            yield node.parent, str(node)


def stretch(found: str, expected: str, most: int = 60) -> tuple[str, str]:
    """Both from a little before the first character that differs, or whole where they are short."""
    if max(len(found), len(expected)) <= most:
        return found, expected
    pairs = enumerate(zip_longest(found, expected))
    start = max(0, next((n for n, (a, b) in pairs if a != b), 0) - 20)
    return found[start : start + most], expected[start : start + most]
