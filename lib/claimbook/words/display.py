"""What anything with numbers leaves in a notebook, for a terminal, for JupyterLab, for the exporter."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from claimbook.figure.entry import Entry
from claimbook.words.markup import content_html

MIME = "application/vnd.claimbook.numbers+json"


class NotebookDisplay(ABC):
    """Base of what displays itself: it has a role of `markup.content_html`, entries, content, words.

    role     which template writes its HTML
    entries  id -> entry of each figure in it and of all their inputs
    """

    role: str
    entries: dict[str, Entry]

    @abstractmethod
    def content(self) -> dict[str, Any]:
        """What the template sets, as plain data."""

    @abstractmethod
    def text(self) -> str:
        """The words alone, for a terminal."""

    def besides(self) -> dict[str, Any]:
        """What the exporter has to know besides the content."""
        return {}

    def html(self, base: str = "", **how: Any) -> str:
        """The words as HTML; numbers link to `base#n-ID`."""
        return content_html(self.role, self.content(), base, **how)

    def html_in_notebook(self) -> str:
        return self.html()

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        entries = {id: entry.to_json() for id, entry in self.entries.items()}
        numbers = {"role": self.role, "entries": entries, "content": self.content(), **self.besides()}
        # The classes keep MathJax off: "US$5bn to US$7bn" is no formula.
        html = f'<div class="claimbook tex2jax_ignore mathjax_ignore">{self.html_in_notebook()}</div>'
        return {"text/plain": self.text(), "text/html": html, MIME: numbers}
