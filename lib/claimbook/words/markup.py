"""Content as HTML, by the templates beside this file: what JupyterLab shows and what goes into a brief.

Content is the JSON that a display leaves in the notebook; the templates escape
every word of it, whoever wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from claimbook.words.richtext import Run, to_text
from claimbook.words.safe import anchor, clean, escape, escape_address, isolated

TEMPLATES = Path(__file__).resolve().parent / "templates"
_NBSP = "\u00a0"

Positions = Mapping[str, int]  # id of an entry -> its place in the appendix, which print shows


@lru_cache(maxsize=4)
def environment(*folders: Path) -> jinja2.Environment:
    """Templates of these folders and of this one. Whatever they set in is cleaned and escaped, unless it is
    Markup already; a name that is missing is an error."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    made.filters |= {
        "anchor": anchor,
        "address": lambda text: Markup(escape_address(text)),
        "words": _words,
        "figure": lambda words: _words(words.replace(" %", f"{_NBSP}%")),  # "10 %" stays on one line
        "day": _day,
        "text": to_text,
        "summary": summary,
    }
    return made


def _harmless(value: Any) -> Any:
    return value if isinstance(value, Markup) else isolated(clean(value))


def _words(text: Any) -> Markup:
    # JupyterLab's MathJax pairs dollar signs of one text node; an element of its own has no pair.
    return Markup(escape(text).replace("$", "<span>$</span>"))


def _day(words: str, date: str) -> Markup:
    """A date whose day and month stay on one line."""
    return _words(words.replace(" ", _NBSP, 1) if len(date) == 10 else words)


def summary(content: dict[str, Any]) -> str:
    """What a folded table is opened by. Without links: it is a button itself."""
    count = len(content["rows"])
    return f"{to_text(content['caption'])} ({count} row{'' if count == 1 else 's'})"


@lru_cache(maxsize=1)
def _macros() -> Any:
    return environment().get_template("displays.html.j2").module


def runs_html(runs: list[Run], base: str = "", positions: Positions | None = None) -> Markup:
    """A line of runs; numbers link to `base#n-ID`.

    >>> runs_html([{"t": "30", "n": "killed"}])
    Markup('<a class="n" href="#n-killed">30</a>')
    """
    return _macros().runs(runs, base, positions or {})


def content_html(
    role: str,
    content: dict[str, Any],
    base: str = "",
    positions: Positions | None = None,
    label: str = "",
    style: str = "",
) -> Markup:
    """The HTML of any content: text, answer, box, changes, table or refusal. Raises KeyError for another
    role.

    label: the name of a table that scrolls, where its caption is taken; style: of its cells
    """
    macros, how = _macros(), (base, positions or {})
    if role == "table":
        return macros.table(content, *how, label, style)
    if role in ("text", "answer"):
        return macros.prose(content, role, *how)
    return {"box": macros.box, "changes": macros.changes, "refusal": macros.refusal}[role](content, *how)
