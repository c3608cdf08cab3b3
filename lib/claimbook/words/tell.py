"""Sentences that name figures by id, and are told only where the selection holds them all.

What the selection leaves out and what is refused is passed over in silence, and where no
sentence is left, nothing is shown. A name that nothing has is a slip of whoever wrote the
sentence, and raises UnknownName.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from claimbook.errors import NotSelected, Refusal, UnknownName
from claimbook.words.dates import span
from claimbook.words.prose import Prose, holds_any, nothing, say
from claimbook.words.richtext import entries_of, runs_of, worded

_NAMED = re.compile(r"\{([a-z0-9-]+)(![a-zA-Z])?\}")


def tell(
    figures: Mapping,
    *templates: str,
    bullets: bool = False,
    role: str = "text",
    given: Any = True,
    **more: Any,
) -> Prose:
    """The templates that can be told, as paragraphs or points; each number traced. Nothing where none can.

    figures    id -> Figure, such as derive(book): "{nis-killed}" is looked up in it
    templates  a template whose figures are not all there (left out by the
               selection, or refused) is not told
    given      what all of it is about: where it is empty, nothing is told
    more       dates, words without digits, Excused, further Figures, for {name};
               a template with one that is None is not told

    Example: tell(figures, "The NIS counts {nis-killed} dead.", given=losses)

    Raises UnknownName with the nearest name, and TextFault as `say` does.
    """
    told = points(figures, *templates, given=given, **more)
    return replace(Prose.join(told, bullets=bullets), role=role) if told else nothing()


def tell_first(
    figures: Mapping, *templates: str, role: str = "text", given: Any = True, **more: Any
) -> Prose:
    """The first template that can be told: for answers and titles, whose last template has no figure.
    Nothing where none can. Raises as `tell`, for each template up to that one."""
    for template in templates if holds_any(given) else ():
        prose = _said(figures, template, more)
        if prose is not None:
            return replace(prose, role=role)
    return nothing()


def points(figures: Mapping, *templates: str, given: Any = True, **more: Any) -> list[Prose]:
    """The templates that can be told, each as one point for the box on top of a brief. Raises as `tell`."""
    told = (_said(figures, template, more) for template in templates if holds_any(given))
    return [prose for prose in told if prose is not None]


def _said(figures: Mapping, template: str, more: Mapping[str, Any]) -> Prose | None:
    """The template as prose, or None where one of its values is not there."""
    found = {
        name: more[name] if name in more else figure_of(figures, name, more)
        for name, _ in _NAMED.findall(template)
    }
    if any(value is None for value in found.values()):
        return None
    plain = _NAMED.sub(lambda m: "{" + _word(m[1]) + (m[2] or "") + "}", template)
    return say(plain, **{_word(name): value for name, value in found.items()})


def _word(name: str) -> str:
    return name.replace("-", "_")  # the names of `say` are those of Python


def figure_of(figures: Mapping, name: str, more: Iterable[str] = ()) -> Any:
    """The figure of that name; None where it is left out or refused. Raises UnknownName."""
    try:
        return figures[name]
    except (NotSelected, Refusal):
        return None
    except KeyError:
        known = _names(figures)
        if known is None:
            return None
        raise UnknownName(name, [*known, *more]) from None


def _names(figures: Mapping) -> Iterable[str] | None:
    """All that the figures can be asked for, under any selection: their `names`, or the keys of a dict.
    None where they do not tell, as a scenario whose ids depend on its assumptions: it stays silent."""
    return getattr(figures, "names", figures if isinstance(figures, dict) else None)


def when(figures: Iterable) -> Prose:
    """When the claims behind these figures were said, or else published: "said 16 to 19 December 2024".

    A day of publication is never passed off as one of speaking.
    """
    claims = {claim.id: claim for figure in figures for claim in figure.claims}.values()
    said = {claim.stated_on for claim in claims if claim.stated_on}
    published = {claim.published for claim in claims if not claim.stated_on and claim.published}
    days = sorted(said | published)
    if not days:
        return say("not dated")
    how = "said" if not published else "said or published" if said else "published"
    how += " on" if days[0] == days[-1] else ""
    return say("{how} {days}", how=how, days=Prose.of(span(days[0], days[-1])))


def dated(subtitle: Any, figures: Iterable) -> Prose:
    """The subtitle of a chart with the days of its claims, where it names no day of its own."""
    runs = runs_of(subtitle, "subtitle") if subtitle else []
    if not any("d" in run for run in runs):
        runs += [{"t": "; "}] * bool(runs) + list(when(figures).blocks[0])
    return Prose((tuple(runs),), entries_of([subtitle]))


def documents_of(figures: Iterable) -> Any:
    """The documents that print these claims, as a source line names them."""
    labels = dict.fromkeys(claim.document_label for figure in figures for claim in figure.claims)
    return worded("; ".join(labels)) if labels else "no document"
