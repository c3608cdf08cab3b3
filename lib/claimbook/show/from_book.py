"""Charts made straight from claims, events and judgements as the book gives them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimbook.errors import NotSelected, ParameterFault, Refusal
from claimbook.show import spans as R
from claimbook.show.charts.builders import Chain, Flow, Rung, TimelineEvent, squares_chart
from claimbook.show.charts.chart import Chart
from claimbook.show.charts.rows import Row
from claimbook.show.prose import Nothing, nothing
from claimbook.show.tell import dated, tell_first

# A flow's stage: money has its own; goods and men are where they are counted.
STAGE_OF = {
    "cumulative": "delivered",
    "stock": "stock",
    "forecast": "potential",
    "rate": "",
    "increment": "delivered",
}
STANCES = ("sceptical", "mixed", "cautious", "favourable")


def flows_of(claims: Iterable, left: str) -> list[Flow]:
    """A flow for each claim that tells from whom to whom; `left` is the label of the left side."""
    moving = [claim for claim in claims if claim.lineage.moves]
    return [_flow(claim, left) for claim in sorted(moving, key=_rank)]


def _rank(claim: Any) -> tuple[bool, int, str]:
    """Groups by their rank; what has no group stands last, by what it is."""
    shown = claim.counted.flows_as
    return (False, shown.group.rank or 0, "") if shown.group else (True, 0, shown.label)


def _flow(claim: Any, left: str) -> Flow:
    stage = claim.counted.stage or STAGE_OF[claim.counted.accounting]
    shown, valued = claim.counted.flows_as, claim.counted.stage == "valued"
    return Flow(
        claim,
        _coded(shown.label),
        "right" if claim.lineage.moves[0] == left else "left",
        stage,
        (shown.group or shown).label,
        _coded(claim.lineage.document_label) if valued else "",
    )


def worded_flows(book: Any, labels: Mapping[str, tuple[str, str]], direction: str, group: str) -> list[Flow]:
    """Flows without a number, each from a judgement by its id; those that the selection lacks are left out.

    labels: judgement_id -> what flows, in words without
    digits, and its stage (a key of flow.STAGES, "" for none).
    """
    there = {row["judgement_id"]: row for row in book.judgements.to_dict("records")}
    return [
        Flow(None, label, direction, stage, group, _judged(book, there[id]))
        for id, (label, stage) in labels.items()
        if id in there
    ]


def _judged(book: Any, row: Mapping) -> Any:
    """Who judges so, and where."""
    return R.Excused(
        f"{book.voice(row['judge_id']).name}, paragraph {row['paragraph']}", "locator", row["judgement_id"]
    )


def chains_of(claims: Iterable) -> list[Chain]:
    """How each claim came into its document: original claimant, relays, a suspected relay of ours."""
    return [_chain(claim.lineage, claim) for claim in claims]


def _chain(claim: Any, figure: Any) -> Chain:
    shared = _coded(claim.suspected.name) if claim.suspected else ""
    relays = [_coded(voice.name) for voice in claim.via]
    document = _coded(claim.outlet)
    if claim.echo_of is not None:  # no origin of its own
        echo = _coded(f"{claim.claimant.name}, as an echo")
        return Chain(
            figure, _coded(claim.echo_of.lineage.claimant.name), [*relays, echo], document, True, shared
        )
    if claim.unsourced:
        original = claim.quoted_from.lineage.claimant.name if claim.quoted_from else ""
        return Chain(figure, _coded(original), relays, document, False, shared, inferred=bool(original))
    return Chain(figure, _coded(claim.claimant.name), relays, document, True, shared)


def timeline_of(events: Any) -> list[TimelineEvent]:
    """The events of the book (a frame as book.events) as rows of a timeline, with their paragraph."""
    return [
        TimelineEvent(
            _coded(row["label"]),
            row["start"],
            row["end"],
            int(row["date_precision"]),
            ref=int(row["paragraph"]),
        )
        for row in events.to_dict("records")
    ]


def ladder_of(judgements: Any, names: Mapping[str, str]) -> list[Rung]:
    """Who judges, from sceptical to favourable: one row a voice, from the first to the last of its stances.

    judgements: a frame as book.judgements; names: source_id -> name.
    """
    judges: dict[str, list[dict]] = {}
    for row in judgements.to_dict("records"):
        judges.setdefault(row["judge_id"], []).append(row)
    rungs = [_rung(names[judge], rows) for judge, rows in judges.items()]
    return sorted(rungs, key=lambda rung: (sum(rung.step), rung.step))


def _rung(name: str, rows: list[dict]) -> Rung:
    steps = [STANCES.index(row["stance"]) for row in rows]
    return Rung(_coded(name), (min(steps), max(steps)), ref=sorted({int(row["paragraph"]) for row in rows}))


def stances(rungs: Sequence[Rung]) -> dict[str, int]:
    """How many judges there are, and how many hold to one of the ends of the scale throughout."""
    last = len(STANCES) - 1
    return {
        "judges": len(rungs),
        "sceptical": sum(rung.step == (0, 0) for rung in rungs),
        "favourable": sum(rung.step == (last, last) for rung in rungs),
    }


def day(text: str) -> dt.date | None:
    """A day of a notebook's parameter, ISO; empty: None. Raises ParameterFault."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except (TypeError, ValueError):
        raise ParameterFault("a day", text, "a day as 2024-12-21, or an empty text") from None


def squares_of(
    figures: Mapping,
    unit: str,
    wholes: Sequence[str],
    counts: Sequence[str],
    *,
    title: str,
    labels: Mapping[str, str],
    subtitle: Any,
    source: Any,
    note: Any = "",
) -> Chart | Nothing:
    """Wholes as squares of one unit, by ids; nothing where the unit or every whole is missing.

    counts: ids of the derived numbers of squares, one a whole.
    """
    known = {id: _known(figures, id) for id in (unit, *wholes, *counts)}
    pairs = [(whole, count) for whole, count in zip(wholes, counts, strict=True) if known[whole] is not None]
    if known[unit] is None or not pairs:
        return nothing()
    return squares_chart(
        tell_first(figures, title, "The force beside the army, at true scale"),
        Row(known[unit], label=labels[unit]),
        [Row(known[whole], label=labels[whole]) for whole, _ in pairs],
        per_unit=[known[count] for _, count in pairs],
        subtitle=dated(subtitle, [known[unit], *(known[whole] for whole, _ in pairs)]),
        source=source,
        note=note,
    )


def article_of(book: Any) -> Any:
    """The document that a brief is about, in the words of a source line."""
    labels = dict(zip(book.documents["document_id"], book.documents["label"], strict=True))
    return _coded(labels[book.article])


def _known(figures: Mapping, id: str) -> Any:
    try:
        return figures[id]
    except (NotSelected, Refusal):
        return None


def _coded(words: str) -> Any:
    return R.worded(words)
