"""The tables that every notebook shows: claims, originals, verdicts, refusals.

Where the selection leaves no row, each shows nothing, never an empty table or chart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimbook.show import spans as R
from claimbook.show.formula import in_figures
from claimbook.show.from_book import STAGE_OF, article_of
from claimbook.show.prose import Nothing, Prose, holds_any, nothing, say
from claimbook.show.table import Table, remade, table
from claimbook.show.tell import tell_first


def _ids_of(figures: Iterable, *rest: Any) -> list[str]:
    return [figure.id for figure in figures]


def _pairs_of(pairs: Iterable, *rest: Any) -> list[str]:
    return [f"{one.id}|{other.id}" for one, other in pairs]


def _verdicts_of(verdicts: Iterable, *rest: Any) -> list[str]:
    return [f"{verdict.a.id}|{verdict.b.id}" for verdict in verdicts]


def _judgements_of(judgements: Any, *rest: Any) -> list[str]:
    return list(judgements["judgement_id"])


def _refusals_of(figures: Any, ids: Iterable[str], *rest: Any) -> list[str]:
    return list(ids)


def _fits_of(tested: Iterable, *rest: Any) -> list[str]:
    return [test.fit.id for test in tested]


@remade(_ids_of)
def claims_table(figures: Sequence, caption: Any) -> Table | Nothing:
    """One row a claim: figure, what and where it counts, claimant and relays, as printed, paragraph,
    grade."""
    rows = [
        [
            f,
            f"{f.counted.measure.label}; {f.counted.scope.label}",
            _coded(f.lineage.said_by),
            f.lineage.as_printed,
            f.lineage.paragraph,
            _grade(f.lineage),
        ]
        for f in figures
    ]
    return table(rows, ["Figure", "Counts", "Said by", "As printed", "Paragraph", "Grade"], caption=caption)


ITEM_SCALE = "1, confirmed by others, to 5, improbable; F or 6"
INFERRED = "Inferred by us: the article does not name this as its source."


@remade(_pairs_of)
def originals_table(pairs: Sequence[tuple], caption: Any) -> Table | Nothing:
    """One row a relayed claim: as printed, as the claimant said it, where that was read, what was lost."""
    rows = [
        [
            _in_its_words(printed),
            _in_its_words(said),
            said.lineage.said_by,
            _read_in(printed, said),
            said.lineage.note,
        ]
        for printed, said in pairs
    ]
    inferred = any(printed.lineage.original_link == "inferred" for printed, _ in pairs)
    return table(
        rows,
        ["Printed", "As first said", "Said by", "Read in", "What was lost"],
        caption=say("{caption}. {why}", caption=caption, why=INFERRED) if inferred else caption,
    )


def _in_its_words(said: Any) -> Any:
    """The figure, with the words as printed where they are not the formatter's own."""
    words = own_words(said)
    return (
        say("{figure} ({words})", figure=said, words=R.Excused(words, "printed", said.id)) if words else said
    )


def own_words(said: Any) -> str:
    """The words as printed, quoted; blank where they are the formatter's own, or are not held."""
    words = said.lineage.as_printed
    return "" if words in said.text() or "listing" in words else f"“{words}”"


def _read_in(printed: Any, said: Any) -> str:
    ours = " (inferred by us)" if printed.lineage.original_link == "inferred" else ""
    return f"{said.lineage.document_label}{ours}"


@remade(_ids_of)
def voices_table(figures: Sequence, sources: Any, caption: Any) -> Table | Nothing:
    """One row a claimant or relay of these claims: its name in the brief, and who that is.

    sources: a frame as book.sources.
    """
    rows = {row["source_id"]: row for row in sources.to_dict("records")}
    voices = dict.fromkeys(v.id for f in figures for c in f.claims for v in (c.claimant, *c.via))
    return table(
        [
            [
                _coded(rows[id]["name"]),
                _coded(rows[id]["affiliation"] or rows[id]["kind"].replace("_", " ")),
                rows[id]["side"].replace("-", " ").title(),
            ]
            for id in voices
        ],
        ["Name", "Who that is", "Side"],
        caption=caption,
    )


@remade(_ids_of)
def grades_table(figures: Sequence, sources: Any, caption: Any) -> Table | Nothing:
    """One row a claim: claimant, its reliability with the reason, credibility of the item with the reason.

    sources: a frame as book.sources.
    """
    reasons = dict(zip(sources["source_id"], sources["reliability_note"], strict=False))
    rows = [
        [
            say("{figure} {what}", figure=f, what=_coded(f.counted.measure.label)),
            _coded(f.lineage.claimant.name),
            _graded(f.lineage.claimant.reliability, reasons[f.lineage.claimant.id], f"source {f.id}"),
            _graded(f.lineage.credibility, f.lineage.grade_note, f"item {f.id}"),
        ]
        for f in figures
    ]
    return table(rows, ["Figure", "Claimant", "Source", "Item"], caption=caption)


def grade_scale() -> Prose:
    """What a grade such as C3 means, as a point of a list of terms."""
    return Prose.join(
        [
            say(
                "The **Admiralty grade** is a letter for the source, from A, completely reliable, to E, unreliable, and, judged apart, a number "  # noqa: E501
                "for the item, from {numbers} means that it cannot be judged, which is no grade at all rather than the worst.",  # noqa: E501
                numbers=R.Excused(ITEM_SCALE, "scale"),
            )
        ],
        bullets=True,
    )


def _graded(grade: Any, reason: Any, of: str) -> Any:
    """A grade of one of the two scales with its reason; None where neither is coded."""
    words = ": ".join(str(part) for part in (grade, reason) if part)
    return R.Excused(words, "graded", of) if words else None


@remade(_judgements_of)
def judgements_table(judgements: Any, names: Mapping[str, str], caption: Any) -> Table | Nothing:
    """One row a judgement without a figure: who judges, topic, stance, in our words, paragraph."""
    rows = [
        [
            _coded(names[row["judge_id"]]),
            row["topic_label"],
            row["stance_label"],
            _coded(row["summary"]),
            int(row["paragraph"]),
        ]
        for row in judgements.to_dict("records")
    ]
    return table(rows, ["Voice", "On", "Stance", "In our words", "Paragraph"], caption=caption)


def counted(census: Mapping[str, int], some: Iterable[str] = ()) -> dict[str, R.Excused | None]:
    """Counts of rows of the tables, for a sentence: they count our rows, they are no claims.

    Each says which count it is, so that an audit can count again.

    some: names of counts that are None where they are nought, so that a sentence with one is not told.
    """
    none = {name for name in some if not census[name]}
    return {
        name: None if name in none else R.Excused(f"{number:,}", "count", name)
        for name, number in census.items()
    }


@remade(_verdicts_of)
def verdicts_table(verdicts: Sequence, caption: Any) -> Table | Nothing:
    """One row a comparison: the two figures, the verdict, what decided it, in words."""
    rows = [
        [
            _with_claimant(v.a),
            _with_claimant(v.b),
            v.verdict,
            _coded(v.decided_by),
            R.worded(v.reason, "reason", f"{v.a.id} {v.b.id}"),
        ]
        for v in verdicts
    ]
    return table(rows, ["One", "Other", "Verdict", "Decided by", "In words"], caption=caption)


@remade(_refusals_of)
def refusals_table(figures: Any, ids: Sequence[str], caption: Any, given: Any = True) -> Table | Nothing:
    """One row for each of these derived figures (figures = derive(book)) that is refused, with the reason;
    nothing where `given`, what the notebook is about, is empty."""
    refused = [id for id in ids if id in figures.refused and holds_any(given)]
    rows = [[figures.labels[id], R.worded(figures.refused[id], "reason", id)] for id in refused]
    return table(rows, ["Not computed", "Because"], caption=caption)


@remade(_ids_of)
def flows_table(figures: Sequence, caption: Any) -> Table | Nothing:
    """One row a claim that moves: what, from whom to whom, how far it has come, claimant, paragraph."""
    rows = [
        [
            f,
            f.counted.measure.label,
            " to ".join(f.lineage.moves),
            _stage(f),
            _coded(f.lineage.said_by),
            f.lineage.as_printed,
            f.lineage.paragraph,
        ]
        for f in figures
    ]
    heads = ["Figure", "Counts", "From and to", "Stage", "Said by", "As printed", "Paragraph"]
    return table(rows, heads, caption=caption)


def _stage(figure: Any) -> str:
    """How far it has come; of men and goods where they are."""
    return figure.counted.stage or {"stock": "in place"}.get(
        STAGE_OF[figure.counted.accounting], STAGE_OF[figure.counted.accounting]
    )


def folded(made: Any) -> Any:
    """A long table folded to its caption: opened with a click, and on paper; words stay as they are."""
    return made.folded() if isinstance(made, Table) else made


@remade(_ids_of)
def families_table(figures: Sequence, caption: Any) -> Table | Nothing:
    """One row a claim: where it seems to come from, and the relay that it may share with others."""
    rows = [[f, f.counted.measure.label, _origin(f.lineage), f.lineage.suspected.name] for f in figures]
    return table(rows, ["Figure", "Counts", "Origin", "Shared relay, suspected by us"], caption=caption)


def _origin(claim: Any) -> str:
    if claim.quoted_from is None:
        return "not known" if claim.original == "unknown" else claim.claimant.name
    ours = " (inferred by us)" if claim.original_link == "inferred" else ""
    return f"{claim.quoted_from.lineage.said_by}{ours}"


@remade(_fits_of)
def fits_table(tested: Sequence, figures: Mapping, caption: Any) -> Table | Nothing:
    """One row a test of fit: question, both figures with formula and result, verdict with reason, what it
    would take."""
    rows = [
        [
            t.fit.question,
            _held_together(t),
            say("**{verdict}.** {reason}", verdict=_coded(R.capital(t.told)), reason=_coded(t.reason)),
            tell_first(
                figures, t.fit.needs, "Not to be said: a figure for it is left out by the parameters."
            ),
        ]
        for t in tested
    ]
    return table(rows, ["Test", "Figures", "Verdict", "What would have to be true"], caption=caption)


def _held_together(tested: Any) -> Prose:
    """The figures of a test and, where one is worked out, how: "30 against at least 1,100; at least 100 +
    1,000 = at least 1,100"."""
    made = tested.made
    both = say("{left} against {right}", left=tested.left, right=tested.right)
    if made is None:
        return both
    return say(
        "{both}; worked out: {formula} = {made}",
        both=both,
        made=made,
        formula=R.worded(in_figures(made.entry(), made.entries()), "formula", made.id),
    )


def _grade(claim: Any) -> Any:
    """Reliability of the claimant and credibility of the claim, side by side, never mixed into one."""
    pair = f"{claim.claimant.reliability or '-'}{claim.credibility or '-'}"
    return None if pair == "--" else R.Excused(pair, "grade", claim.id)


def _with_claimant(figure: Any) -> Prose:
    who = ("ours from " if figure.is_derived else "") + " and ".join(figure.claimants)
    return say(
        "{figure} {what}, {who}", figure=figure, who=_coded(who), what=_coded(figure.counted.measure.label)
    )


def _coded(words: str) -> Any:
    return R.worded(words)


def selection_note(book: Any, but: str = "") -> Prose:
    """What the parameters left out, counted by reason, so that a narrow brief shows its narrowness.

    but: a sentence for what the brief uses of it all the same.
    """
    if not book.left_out:
        return say("This brief looks at every coded claim.")
    counts = Counter(book.left_out.values())
    coded = R.Excused(str(len(book) + len(book.left_out)), "count", "coded")
    share = (
        say("{n} of the {all}", n=R.Excused(str(len(book.left_out)), "count", "left out"), all=coded)
        if len(book)
        else say("all {all}", all=coded)
    )
    if len(counts) == 1:
        why = R.Excused(R.days_in_words(next(iter(counts))), "words")
        told = say(
            "This brief leaves out {share} coded claims, for this reason: {why}.", why=why, share=share
        )
    else:
        reasons = "; ".join(f"{n} {R.days_in_words(reason)}" for reason, n in sorted(counts.items()))
        told = say(
            "This brief leaves out {share} coded claims: {reasons}.",
            reasons=R.Excused(reasons, "count", "reasons"),
            share=share,
        )
    return say("{told} {but}", told=told, but=but) if but else told


def about_line(book: Any, given: Any = True) -> Prose:
    """Which document the brief is about, for the lines before the answer; nothing where the book or
    `given`, the claims that the notebook looks at, is empty."""
    if not (len(book) and holds_any(given)):
        return nothing()
    return say("The article: {article}.", article=article_of(book))
