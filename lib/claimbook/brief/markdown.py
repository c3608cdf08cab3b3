"""Markdown of a notebook to HTML that cannot run, load or imitate anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mistune import BlockParser, InlineParser
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from claimbook.show.safe import clean, escape, escape_address


class _Renderer(IPythonRenderer):
    """nbconvert's renderer with raw HTML as words, no images, and headings that the page numbers."""

    def __init__(self, heading: Callable[[str, int], str]) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False)
        self._heading = heading

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return self._heading(text, level)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        # a picture would be a request, or bytes without source and title; charts come from code cells
        return f"[{escape(text)}]" if text else ""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith(("https://", "http://", "#")):
            away = "" if url.startswith("#") else ' rel="noreferrer"'
            return f'<a href="{escape_address(url)}"{away}>{text}</a>'
        return text  # a notebook beside this one is not there when the file was mailed

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{escape_lines(code)}</code></pre>"


def escape_lines(text: str) -> str:
    """Escaped text that keeps its line ends."""
    return "\n".join(escape(line) for line in text.splitlines())


def markdown_html(source: str, heading: Callable[[str, int], str]) -> str:
    """The HTML of a markdown cell; `heading(inner_html, level)` makes each heading.

    Without the maths of nbconvert's own filter: to it "$5bn to $7bn" is a formula.
    """
    parser = MarkdownWithMath(_Renderer(heading), block=BlockParser(), inline=InlineParser(hard_wrap=False))
    words = "\n".join(clean(line) for line in source.splitlines())
    return parser.render(words).strip()
