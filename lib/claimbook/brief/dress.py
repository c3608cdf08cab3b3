"""The style of a page, of which it gets what it uses, and the policy that lets in this style and nothing
else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import tinycss2

from claimbook.show.style import DARK, FONTS, LIGHT, drawing_css, variables

HERE = Path(__file__).resolve().parent

_STYLE = "<style></style>"
_POLICY = 'http-equiv="Content-Security-Policy" content=""'
_OPEN_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_CLASSES = re.compile(r'class="([^"]*)"')
# What a selector says besides elements and classes: states, conditions in brackets, attributes. Never a
# reason to drop it.
_CONDITION = re.compile(r"::?[a-z-]+(?:\([^()]*\))?|\[[^\]]*\]")
_NAME = re.compile(r"(?P<dot>\.?)(?P<name>[a-zA-Z][\w-]*)")
_COMMA = re.compile(r",(?![^(]*\))")


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


def used(style: str, page: str) -> str:
    """The rules of a style whose elements and classes a page has: bytes that a mail can spare."""
    classes = {name for names in _CLASSES.findall(page) for name in names.split()}
    return _kept(
        tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True),
        set(_OPEN_TAG.findall(page)),
        classes,
    )


def _kept(rules: Iterable, elements: set[str], classes: set[str]) -> str:
    made = []
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = _kept(tinycss2.parse_rule_list(rule.content, True, True), elements, classes)
            made.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}" if inner else "")
        elif rule.type == "qualified-rule":
            selectors = _COMMA.split(tinycss2.serialize(rule.prelude))
            wanted = ",".join(s for s in selectors if _is_used(s, elements, classes))
            made.append(f"{wanted}{{{tinycss2.serialize(rule.content)}}}" if wanted else "")
        else:
            made.append(rule.serialize())
    return "".join(made)


def _is_used(selector: str, elements: set[str], classes: set[str]) -> bool:
    names = _NAME.finditer(_CONDITION.sub("", selector))
    return all(found["name"] in (classes if found["dot"] else elements) for found in names)
