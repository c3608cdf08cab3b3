"""Scenarios as a reader sees them: tables, chart rows and sentences, each number traced.

Where the selection leaves nothing, each says so in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from claimbook.figure import Claim, Figure
from claimbook.outlook.backtest import Backtest, Check
from claimbook.outlook.moves import Move, farthest, most
from claimbook.outlook.outlook import Outlook
from claimbook.outlook.scenario import PACE_HELD, day_words, days_covered, fresh_men, range_words, who
from claimbook.show import Excused, Prose, Row, Table, nothing, say, table

NO_TIME = "no time can be given"
_OF_POINTS = {"inside": "inside what was projected", "outside": "outside what was projected"}


# -- what is assumed --------------------------------------------------------------
def assumptions_table(outlook: Outlook, caption: Any) -> Table | Prose:
    """One row an assumption: what it is, its value, its source or that it is assumed."""
    if outlook.force is None:
        return nothing()
    assumed = outlook.assumed
    rows = [
        ["Size of the force", outlook.force, _source(outlook.force)],
        [
            "First day of combat",
            _coded(range_words(assumed.first)) if assumed.first else None,
            assumed.first_source,
        ],
        ["Pace of losses", "as claimed, see the next table", f"assumed: {PACE_HELD}"],
        [
            "Fresh men",
            fresh_men(outlook.force, assumed.fresh),
            "assumed: a round range; nobody states how many",
        ],
    ]
    rows += [["Pay of a soldier", pay, _source(pay)] for pay in outlook.pays]
    rows += [
        [
            "Men who are paid for",
            "from those who are left to all who came",
            "assumed: nobody states whether the dead and wounded are paid for",
        ]
    ]
    rows += [
        ["Share of the force lost, up to which the time is told", share, share.lineage.formula]
        for share in outlook.shares
    ]
    return table(rows, ["Assumption", "Value", "Source"], caption=caption)


def _source(figure: Figure) -> str:
    if isinstance(figure.lineage, Claim):
        unsourced = ", without a source" if figure.lineage.unsourced else ""
        return f"{figure.lineage.said_by}{unsourced}; {figure.lineage.place}"
    return f"worked out by us from figures of {who(figure)}"


# -- pace, time, money ------------------------------------------------------------
def pace_table(outlook: Outlook, caption: Any) -> Table | Prose:
    """One row a claim with a pace: losses, days in which they fell, pace."""
    rows = [
        [who(f), _what(f, outlook), f, _when(f), days_covered(f, outlook.whole, outlook.assumed.first), pace]
        for f in outlook.losses
        if (pace := outlook.pace_of(f)) is not None
    ]
    heads = ["Under the claim of", "Counts", "Losses", "Counted", "Days of fighting", "Pace"]
    return table(rows, heads, caption=caption) if rows else nothing()


def _what(losses: Figure, outlook: Outlook) -> str:
    place = losses.counted.scope
    return losses.counted.measure.label + ("" if place == outlook.whole else f", {place.label} alone")


def _when(losses: Figure) -> Any:
    start, end = losses.counted.period
    if losses.counted.accounting == "increment" and start and end:
        return _coded(range_words((start, end)))
    return _coded(f"up to {day_words(losses.counted.day)}")


def time_table(outlook: Outlook, caption: Any) -> Table | Prose:
    """One row a claim: days until each share is lost, with nobody replaced and with fresh men."""
    counted = [f for f in outlook.losses if any(outlook.time_of(f, s, False) for s in outlook.shares)]
    heads = [
        say("{share} lost, {how}", share=s, how=how)
        for s in outlook.shares
        for how in ("nobody replaced", "with fresh men")
    ]
    rows = [
        [
            who(f),
            f.counted.measure.label,
            *(_told(outlook.time_of(f, s, replaced)) for s in outlook.shares for replaced in (False, True)),
        ]
        for f in counted
    ]
    return table(rows, ["Under the claim of", "Counts", *heads], caption=caption) if rows else nothing()


def _told(figure: Figure | None) -> Any:
    """As words, which a narrow column may break."""
    return say("{figure}", figure=figure) if figure is not None else NO_TIME


def time_rows(outlook: Outlook) -> list[Row]:
    """Chart rows of the times, with fresh men, under a heading for each share."""
    return [
        Row(
            time,
            label=_coded(who(f)),
            sublabel=_below(f),
            group=say("Until {share} of the force is lost", share=share),
        )
        for share in outlook.shares
        for f in outlook.lasting
        if (time := outlook.time_of(f, share)) is not None
    ]


def _below(losses: Figure) -> Any:
    ours = ", a sum of ours" if losses.is_derived else ""
    return say("{losses} {what}", losses=losses, what=_coded(losses.counted.measure.label + ours))


def earnings_table(outlook: Outlook, caption: Any) -> Table | Prose:
    """One row a claim and share: money by then, each pay in a column of its own."""
    rows = [
        [
            who(f),
            _told(share),
            _told(outlook.time_of(f, share)),
            *(_told(outlook.earnings_of(f, share, pay)) for pay in outlook.pays),
        ]
        for share in outlook.shares
        for f in outlook.lasting
        if outlook.time_of(f, share) is not None
    ]
    heads = [
        "Under the claim of",
        "Lost",
        "Time",
        *(_coded(f"At the pay {_whose(pay)}") for pay in outlook.pays),
    ]
    return table(rows, heads, caption=caption) if rows and outlook.pays else nothing()


def earnings_rows(outlook: Outlook) -> list[Row]:
    """Chart rows of the money until the last share is lost, under a heading for each pay."""
    return [
        Row(money, label=_coded(who(f)), sublabel=outlook.time_of(f, share), group=_at_pay(pay))
        for share in outlook.shares[-1:]
        for pay in outlook.pays
        for f in outlook.lasting
        if (money := outlook.earnings_of(f, share, pay)) is not None
    ]


def _at_pay(pay: Figure) -> Prose:
    return say("At the pay {whose}: {pay}", whose=_coded(_whose(pay)), pay=pay)


def _whose(pay: Figure) -> str:
    return f"worked out from {who(pay)}" if pay.is_derived else f"given by {who(pay)}"


def refused_table(outlook: Outlook, caption: Any) -> Table | Prose:
    """One row for each thing that is not computed, with its reason."""
    rows = dict.fromkeys(
        (outlook.labels[id], reason) for id, reason in outlook.refused.items()
    )  # one for all shares
    return table(rows, ["Not computed", "Because"], caption=caption) if rows else nothing()


# -- what moves it ----------------------------------------------------------------
def moves_table(moves: Sequence[Move], caption: Any) -> Table | Prose:
    """One row a claim and assumption: what is varied, the result at each end, and what is held where it moves
    most."""
    rows = [[who(m.losses), m.varied, *(_at_end(m, i) for i in (0, 1)), _held(m)] for m in farthest(moves)]
    heads = ["Under the claim of", "Varied", "At one end", "At the other end", "Held"]
    return table(rows, heads, caption=caption) if rows else nothing()


def _held(move: Move) -> Any:
    told = [say("{name}: {end}", name=name, end=_end(end)) for name, end in move.held]
    if not told:
        return "nothing else varies"
    runs = [run for n, prose in enumerate(told) for run in (*([{"t": "; "}] if n else []), *prose.blocks[0])]
    return Prose((tuple(runs),), Prose.join(told).entries)


def _end(end: Any) -> Any:
    """One end of a range: as a figure, where it is one, else in words."""
    return end.figure if end.figure is not None else _coded(end.words)


def _at_end(move: Move, which: int) -> Prose:
    result = move.results[which]
    said = result if result is not None else NO_TIME
    return say("{result} ({end})", result=said, end=_end(move.ends[which]))


def move_rows(moves: Sequence[Move]) -> list[Row]:
    """Chart rows: for each assumption of these moves the one that goes farthest, one row an end."""
    return [
        Row(result, label=_end(end), sublabel=_held(move), group=f"The {move.varied}")
        for move in farthest(moves)
        for end, result in zip(move.ends, move.results, strict=True)
        if result is not None
    ]


def most_words(moves: Sequence[Move], result: str = "the result") -> Prose:
    """What moves the result most under the claim of these moves, as words fit for a title."""
    move = most(moves)
    if move is None:
        return nothing()
    ends = Prose.join([_at_end(move, 0), _at_end(move, 1)])
    one, other = (Prose((block,), ends.entries) for block in ends.blocks)
    return say(
        "The {varied} moves {result} most: {one} or {other}",
        varied=move.varied,
        result=result,
        one=one,
        other=other,
    )


def claimant_of(moves: Sequence[Move]) -> Any:
    """Under whose claim these moves are; None where there are none."""
    return next((_coded(who(move.losses)) for move in moves), None)


# -- back-test --------------------------------------------------------------------
def backtest_table(checks: Sequence[Check], caption: Any) -> Table | Prose:
    """One row a check: what was claimed, what it projects to, what was claimed then, the verdict."""
    rows = [
        [
            f"{who(c.earlier)}: {c.earlier.counted.measure.label}",
            _by_day(c.earlier),
            _told(c.projected),
            _by_day(c.later),
            say("**{verdict}**: {reason}", verdict=c.verdict, reason=c.reason),
        ]
        for c in checks
    ]
    heads = ["Claimant", "Claimed", "Projected", "Claimed later", "Verdict"]
    return table(rows, heads, caption=caption) if rows else nothing()


def _by_day(claim: Figure) -> Prose:
    return say("{n} by {day}", n=claim, day=claim.counted.day)


def matrix_table(test: Backtest, caption: Any) -> Table | Prose:
    """One row a later claim of dead and wounded together, one column a claim that is projected."""
    across = [f for f in test.outlook.lasting if any(test.of(f, later) for later in test.totals)]
    rows = [
        [who(later), _by_day(later), *(_cell(test.of(f, later)) for f in across)] for later in test.totals
    ]
    heads = ["Later, by", "Claimed", *(say("From {who}: {n}", who=_coded(who(f)), n=f) for f in across)]
    return table(rows, heads, caption=caption) if across else nothing()


def _cell(check: Check | None) -> Any:
    return say("{n}: {verdict}", n=check.projected, verdict=check.verdict) if check else "not compared"


def backtest_points(checks: Sequence[Check]) -> list[Prose]:
    """A sentence for each check."""
    return [
        say(
            "Back-test against a later claim: {who} claimed {n} {what}. Had the pace held, there would have been {made} by "  # noqa: E501
            "{day}; the figure claimed for that day was {later}, **{verdict}**.",
            n=c.earlier,
            what=_coded(c.earlier.counted.measure.label),
            who=_coded(who(c.earlier)),
            made=c.projected,
            day=c.later.counted.day,
            later=c.later,
            verdict=_OF_POINTS.get(c.verdict, c.verdict),
        )
        for c in checks
    ]


def backtest_summary(test: Backtest) -> Prose:
    """How many of each claimant's own later figures are inside, outside, or could not have refuted it."""
    if not test.own:
        return nothing()
    counts = Counter(check.verdict for check in test.own)
    told = "; ".join(f"{number} {verdict}" for verdict, number in counts.items())
    return say(
        "Of {all} later figures by the claimants themselves, held against what was projected: {told}.",
        told=Excused(told, "count", "verdicts"),
        all=Excused(str(len(test.own)), "count", "later"),
    )


def _coded(words: str) -> Any:
    return Excused(words, "words") if any(c.isdigit() for c in words) else words
