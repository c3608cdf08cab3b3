"""Markdown of a notebook to HTML that cannot run, load or imitate anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup
from mistune import BlockParser, InlineParser
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from claimbook.words.safe import clean, escape, escape_address

Heading = Callable[[str, int], str]


class _Renderer(IPythonRenderer):
    """nbconvert's renderer with raw HTML as words, no images, and headings that the page numbers."""

    def __init__(self, heading: Heading, linked: Callable[[str], None]) -> None:
        super().__init__(escape=True, allow_harmful_protocols=False)
        self._heading, self._linked = heading, linked

    def __call__(self, tokens: Iterable[dict[str, Any]], state: Any) -> Any:
        return [self.render_token(token, state) for token in tokens]

    def heading(self, text: str, level: int, **attrs: Any) -> str:
        return self._heading(text, level)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        # a picture would be a request, or bytes without source and title; charts come from code cells
        return f"[{escape(text)}]" if text else ""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith("#"):
            self._linked(url[1:])
        if url.startswith(("https://", "http://", "#")):
            away = Markup("" if url.startswith("#") else ' rel="noreferrer"')
            return Markup('<a href="{}"{}>{}</a>').format(escape_address(url), away, Markup(text))
        return text  # a notebook beside this one is not there when the file was mailed

    def block_code(self, code: str, info: str | None = None) -> str:
        lines = Markup("\n").join(Markup(escape(line)) for line in code.splitlines())
        return Markup("<pre><code>{}</code></pre>").format(lines)


def markdown_html(source: str, heading: Heading, linked: Callable[[str], None]) -> list[Markup]:
    """The HTML of a markdown cell, a piece a paragraph, list or heading.

    heading(inner HTML, level) makes each heading; linked(name) is told each link into the page.
    Without the maths of nbconvert's own filter: to it "$5bn to $7bn" is a formula.
    """
    renderer = _Renderer(heading, linked)
    parser = MarkdownWithMath(renderer, block=BlockParser(), inline=InlineParser(hard_wrap=False))
    pieces, _ = parser.parse("\n".join(clean(line) for line in source.splitlines()))
    return [Markup(piece.strip()) for piece in pieces if piece.strip()]
