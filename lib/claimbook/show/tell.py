"""Sentences that name figures by id, and are told only where the selection holds them all.

What the selection leaves out and what is refused is passed over in silence, and where no
sentence is left, nothing is shown. A name that nothing has is a slip of whoever wrote the
sentence, and raises UnknownName.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from claimbook.errors import NotSelected, Refusal, UnknownName
from claimbook.show import spans as R
from claimbook.show.charts.chart import Row
from claimbook.show.charts.days import span
from claimbook.show.prose import Prose, holds_any, nothing, say

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
    if not told:
        return nothing()
    joined = Prose.join(told, bullets=bullets)
    return Prose(joined.blocks, joined.entries, joined.bullets, role)


def tell_first(
    figures: Mapping, *templates: str, role: str = "text", given: Any = True, **more: Any
) -> Prose:
    """The first template that can be told: for answers and titles, whose last template has no figure.
    Nothing where none can. Raises as `tell`, for each template up to that one."""
    for template in templates if holds_any(given) else ():
        prose = _said(figures, template, more)
        if prose is not None:
            return Prose(prose.blocks, prose.entries, role=role)
    return nothing()


def points(figures: Mapping, *templates: str, given: Any = True, **more: Any) -> list[Prose]:
    """The templates that can be told, each as one point for the box on top of a brief. Raises as `tell`."""
    told = (_said(figures, template, more) for template in templates if holds_any(given))
    return [prose for prose in told if prose is not None]


def _said(figures: Mapping, template: str, more: Mapping[str, Any]) -> Prose | None:
    """The template as prose, or None where one of its values is not there."""
    found = {
        name: more[name] if name in more else _figure(figures, name, more)
        for name, _ in _NAMED.findall(template)
    }
    if any(value is None for value in found.values()):
        return None
    plain = _NAMED.sub(lambda m: "{" + _word(m[1]) + (m[2] or "") + "}", template)
    return say(plain, **{_word(name): value for name, value in found.items()})


def _word(name: str) -> str:
    return name.replace("-", "_")  # the names of `say` are those of Python


def _figure(figures: Mapping, name: str, more: Iterable[str] = ()) -> Any:
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


def rows_of(figures: Iterable, group: str = "measure", sub: str = "scope") -> list[Row]:
    """Chart rows of claims and of sums of ours: the claimant as label, under a heading of the group.

    group, sub: "measure", "scope", "document" or "" - what the headings and the
    second lines say. A mark is solid only where the claim is corroborated. Claims of one
    group stand together; where they come from several outlets, each names its own.
    """
    given = list(figures)
    several = len({figure.lineage.outlet for figure in given if not figure.is_derived}) > 1
    rows = [_row(figure, group, sub, several) for figure in given]
    order = list(dict.fromkeys(str(row.group) for row in rows))
    return sorted(rows, key=lambda row: order.index(str(row.group)))


def _row(figure, group: str, sub: str, several: bool) -> Row:
    if figure.is_derived:
        return Row(
            figure,
            label=_words(f"{' and '.join(figure.claimants)}, added by us"),
            sublabel=_aspect(figure, sub),
            group=_aspect(figure, group),
        )
    return Row(
        figure,
        label=_words(figure.lineage.said_by),
        sublabel=_below(figure, sub, several),
        group=_aspect(figure, group),
        filled=figure.lineage.status == "corroborated",
    )


def _below(figure, sub: str, outlet: bool = False) -> Any:
    """The second line; an echo says that it is one, so that two equal marks are not read as two sources."""
    printed = f"; {figure.lineage.outlet}" if outlet and sub == "scope" else ""
    if figure.lineage.echo_of is not None:
        return _words(f"printed as an echo of {figure.lineage.echo_of.lineage.claimant.name}{printed}")
    words = _aspect(figure, sub)
    if sub != "scope":
        return words
    span = _span(figure)
    return _words(R.to_text(R.of(words, "scope")) + (f", {span}" if span else "") + printed)


def _span(figure) -> str:
    """The days that an increment covers: beside running totals it would be read as one of them."""
    if figure.counted.accounting != "increment":
        return ""
    start, end = figure.counted.period
    if start and end:
        return R.to_text(span(start, end))
    if figure.lineage.duration:
        return f"in {figure.period_length().text()}"
    return "days not stated"


def _aspect(figure, name: str) -> Any:
    if not name:
        return ""
    if name == "document":
        return _words(figure.lineage.document_label)
    return _words(getattr(figure.counted, name).label)


def _words(text: str) -> Any:
    """Words of the data as they are coded; a date in a document's name is no figure."""
    return R.worded(text)


def known_rows(figures: Mapping, labels: Mapping[str, str]) -> list[Row]:
    """Chart rows of these ids with these labels, for those that the selection holds and nothing refuses.
    Raises UnknownName."""
    found = ((_figure(figures, id), label) for id, label in labels.items())
    return [Row(figure, label=label) for figure, label in found if figure is not None]


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
    return say("{how} {days}", how=how, days=Prose((tuple(span(days[0], days[-1])),), {}))


def dated(subtitle: Any, figures: Iterable) -> Prose:
    """The subtitle of a chart with the days of its claims, where it names no day of its own."""
    runs = R.of(subtitle, "subtitle") if subtitle else []
    told = say("{when}", when=when(figures))
    joint: list[R.Run] = [{"t": "; "}] if runs else []
    made = runs if any("d" in run for run in runs) else [*runs, *joint, *told.blocks[0]]
    return Prose((tuple(made),), R.entries_of([subtitle]))


def documents_of(figures: Iterable) -> Any:
    """The documents that print these claims, as a source line names them."""
    labels = dict.fromkeys(claim.document_label for figure in figures for claim in figure.claims)
    return _words("; ".join(labels)) if labels else "no document"
