"""The style of a page, of which it gets what it uses, and the policy that lets in this style and nothing
else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import lru_cache
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from typing import Any

import tinycss2

from claimbook.words.style import DARK, FONTS, LIGHT, drawing_css, variables

HERE = Path(__file__).resolve().parent

_STYLE = "<style></style>"
_POLICY = 'http-equiv="Content-Security-Policy" content=""'


def dressed(page: str, *more: str) -> str:
    """The page with its style and its policy in their empty places; more: names of further sheets of this
    folder."""
    style = used(css(*more), page)
    page = page.replace(_STYLE, f"<style>{style}</style>", 1)
    return page.replace(_POLICY, f'{_POLICY[:-1]}{policy(style)}"', 1)


@lru_cache(maxsize=2)
def css(*more: str) -> str:
    """The style of all pages: palette, drawings, layout and, by their names, more sheets of this folder.

    No comments, no blank lines: each brief carries it.
    """
    sheets = ((HERE / name).read_text(encoding="utf-8") for name in ("style.css", *more))
    lines = (line.strip() for sheet in sheets for line in sheet.splitlines())
    kept = "".join(line for line in lines if line and not line.startswith("/*"))
    return (
        f":root{{color-scheme:light dark;--fonts:{FONTS};{variables(LIGHT)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}"
        f"@media print{{:root{{color-scheme:light}}}}{drawing_css()}{kept}"
    )


def policy(style: str) -> str:
    """The Content-Security-Policy: nothing may be loaded or run; the one style is known by its hash."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


class _Names(HTMLParser):
    """The elements and classes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        for name, value in attrs:
            if name == "class":
                self.found |= {f".{word}" for word in (value or "").split()}


def used(style: str, page: str) -> str:
    """The rules of a style whose elements and classes a page has: bytes that a mail can spare."""
    names = _Names()
    names.feed(page)
    return _kept(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True), names.found)


def _kept(rules: Iterable[Any], names: set[str]) -> str:
    made = []
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = _kept(tinycss2.parse_rule_list(rule.content, True, True), names)
            made.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}" if inner else "")
        elif rule.type == "qualified-rule":
            parted = groupby(rule.prelude, lambda token: token == ",")
            selectors = [list(tokens) for comma, tokens in parted if not comma]
            wanted = [tinycss2.serialize(each) for each in selectors if _asks_for(each) <= names]
            made.append(f"{','.join(wanted)}{{{tinycss2.serialize(rule.content)}}}" if wanted else "")
        else:
            made.append(rule.serialize())
    return "".join(made)


def _asks_for(selector: list[Any]) -> set[str]:
    """The elements and ".classes" of a selector; its states, conditions and attributes never drop a rule."""
    before = [None, *selector]
    return {
        f".{token.value}" if last == "." else token.value
        for last, token in zip(before, selector, strict=False)
        if token.type == "ident" and last != ":"
    }
