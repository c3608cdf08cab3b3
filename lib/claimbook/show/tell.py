"""Sentences that name figures by id, and are told only where the selection holds them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from claimbook.errors import Refusal
from claimbook.show import runs as R
from claimbook.show.chart import Row
from claimbook.show.prose import Prose, say

_NAMED = re.compile(r"\{([a-z0-9-]+)(![a-zA-Z])?\}")
NOTHING = "Nothing to show: the claims selected here hold no figure for it."


def tell(figures: Mapping, *templates: str, bullets: bool = False, role: str = "text", **more: Any) -> Prose:
    """The templates that can be told, as paragraphs or points; each number traced.

    figures    id -> Figure, such as derive(book): "{nis-killed}" is looked up in it
    templates  a template whose figures are not all there (left out by the
               selection, or refused) is not told; if none is, that is said
    more       dates, words without digits, Excused, further Figures, for {name}
    """
    told = [_said(figures, template, more) for template in templates]
    parts = [prose for prose in told if prose is not None] or [say(NOTHING)]
    joined = Prose.join(parts, bullets=bullets and len(parts) > 0)
    return Prose(joined.blocks, joined.entries, joined.bullets, role)


def tell_first(figures: Mapping, *templates: str, role: str = "text", **more: Any) -> Prose:
    """The first template that can be told: for titles, the last one without figures."""
    for template in templates:
        prose = _said(figures, template, more)
        if prose is not None:
            return Prose(prose.blocks, prose.entries, role=role)
    return say(NOTHING)


def points(figures: Mapping, *templates: str, **more: Any) -> list[Prose]:
    """The templates that can be told, each as one point for the box on top of a brief."""
    told = (_said(figures, template, more) for template in templates)
    return [prose for prose in told if prose is not None]


def _said(figures: Mapping, template: str, more: Mapping[str, Any]) -> Prose | None:
    names = [match[0] for match in _NAMED.findall(template)]
    values = {}
    for name in names:
        try:
            values[name.replace("-", "_")] = more[name] if name in more else figures[name]
        except (KeyError, Refusal):
            return None
    if any(value is None for value in values.values()):
        return None
    return say(_NAMED.sub(lambda m: "{" + m[1].replace("-", "_") + (m[2] or "") + "}", template), **values)


def rows_of(figures: Iterable, group: str = "measure", sub: str = "scope") -> list[Row]:
    """Chart rows of claims: the claimant as label, under a heading of the group.

    group, sub: "measure", "scope", "document" or "" - what the headings and the
    second lines say. A mark is solid only where the claim is corroborated.
    """
    return [Row(figure, label=_words(figure.lineage.said_by), sublabel=_below(figure, sub),
                group=_aspect(figure, group), filled=figure.lineage.status == "corroborated") for figure in figures]


def _below(figure, sub: str) -> Any:
    """The second line; an echo says that it is one, so that two equal marks are not read as two sources."""
    if figure.lineage.echo_of is not None:
        return _words(f"printed as an echo of {figure.lineage.echo_of.lineage.claimant.name}")
    return _aspect(figure, sub)


def _aspect(figure, name: str) -> Any:
    if not name:
        return ""
    if name == "document":
        return _words(figure.lineage.document_label)
    return _words(getattr(figure.counted, name).label)


def _words(text: str) -> Any:
    """Words of the data as they are coded; a date in a document's name is no figure."""
    return R.Excused(text, "as coded") if R.has_digit(text) else text


def nothing() -> Prose:
    """What stands where a chart or table would have no row."""
    return say(NOTHING)
