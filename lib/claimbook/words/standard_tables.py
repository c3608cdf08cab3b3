"""The tables that every notebook shows: claims, originals, grades, verdicts, tests of fit, refusals.

Where the selection leaves no row, each shows nothing, never an empty table. Each says by which function it
was made and of which ids, so that an audit can make it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimbook.words.formula import in_figures
from claimbook.words.prose import Nothing, Prose, holds_any, say
from claimbook.words.richtext import Excused, capital, worded
from claimbook.words.table import Table, table
from claimbook.words.tell import tell_first

# How far goods and men have come, by how their figure is booked; money has a stage of its own.
_STAGES = {"cumulative": "delivered", "increment": "delivered", "stock": "stock", "forecast": "potential"}


def stage_of(counted: Any) -> str:
    """How far what is counted has come: pledged, paid, delivered ...; blank where nobody says."""
    return counted.stage or _STAGES.get(counted.accounting, "")


def _ids(figures: Iterable) -> list[str]:
    return [figure.id for figure in figures]


def claims_table(figures: Sequence, caption: Any) -> Table | Nothing:
    """One row a claim: figure, what and where it counts, claimant and relays, as printed, paragraph,
    grade."""
    rows = [
        [
            figure,
            f"{figure.counted.measure.label}; {figure.counted.scope.label}",
            worded(figure.lineage.said_by),
            figure.lineage.as_printed,
            figure.lineage.paragraph,
            _grade(figure.lineage),
        ]
        for figure in figures
    ]
    heads = ["Figure", "Counts", "Said by", "As printed", "Paragraph", "Grade"]
    return table(rows, heads, caption=caption, made=("claims_table", _ids(figures)))


def _grade(claim: Any) -> Any:
    """Reliability of the claimant and credibility of the claim, side by side, never mixed into one."""
    pair = f"{claim.claimant.reliability or '-'}{claim.credibility or '-'}"
    return None if pair == "--" else Excused(pair, "grade", claim.id)


# -- where claims come from ---------------------------------------------------------------
INFERRED = "Inferred by us: the article does not name this as its source."


def originals_table(pairs: Sequence[tuple], caption: Any) -> Table | Nothing:
    """One row a relayed claim: as printed, as the claimant said it, where that was read, what was lost."""
    rows = [
        [
            _in_its_words(printed),
            _in_its_words(said),
            said.lineage.said_by,
            said.lineage.document_label + _ours(printed.lineage),
            said.lineage.note,
        ]
        for printed, said in pairs
    ]
    if any(_ours(printed.lineage) for printed, _ in pairs):
        caption = say("{caption}. {why}", caption=caption, why=INFERRED)
    heads = ["Printed", "As first said", "Said by", "Read in", "What was lost"]
    made = ("originals_table", [f"{printed.id}|{said.id}" for printed, said in pairs])
    return table(rows, heads, caption=caption, made=made)


def _in_its_words(said: Any) -> Any:
    """The figure, with the words as printed where they are not the formatter's own."""
    words = own_words(said)
    return say("{figure} ({words})", figure=said, words=Excused(words, "printed", said.id)) if words else said


def own_words(said: Any) -> str:
    """The words as printed, quoted; blank where they are the formatter's own, or are not held."""
    words = said.lineage.as_printed
    return "" if words in said.text() or "listing" in words else f"“{words}”"


def _ours(claim: Any) -> str:
    return " (inferred by us)" if claim.original_link == "inferred" else ""


def families_table(figures: Sequence, caption: Any) -> Table | Nothing:
    """One row a claim: where it seems to come from, and the relay that it may share with others."""
    rows = [[f, f.counted.measure.label, _origin(f.lineage), f.lineage.suspected.name] for f in figures]
    heads = ["Figure", "Counts", "Origin", "Shared relay, suspected by us"]
    return table(rows, heads, caption=caption, made=("families_table", _ids(figures)))


def _origin(claim: Any) -> str:
    if claim.quoted_from is None:
        return "not known" if claim.original == "unknown" else claim.claimant.name
    return claim.quoted_from.lineage.said_by + _ours(claim)


def voices_table(figures: Sequence, sources: Any, caption: Any) -> Table | Nothing:
    """One row a claimant or relay of these claims: its name in the brief, and who that is.

    sources: a frame as book.sources.
    """
    known = {row["source_id"]: row for row in sources.to_dict("records")}
    voices = dict.fromkeys(v.id for f in figures for c in f.claims for v in (c.claimant, *c.via))
    rows = [
        [
            worded(row["name"]),
            worded(row["affiliation"] or row["kind"].replace("_", " ")),
            row["side"].replace("-", " ").title(),
        ]
        for row in (known[id] for id in voices)
    ]
    heads = ["Name", "Who that is", "Side"]
    return table(rows, heads, caption=caption, made=("voices_table", _ids(figures)))


# -- grades and judgements ----------------------------------------------------------------
ITEM_SCALE = "1, confirmed by others, to 5, improbable; F or 6"


def grades_table(figures: Sequence, sources: Any, caption: Any) -> Table | Nothing:
    """One row a claim: claimant, its reliability with the reason, credibility of the item with the reason.

    sources: a frame as book.sources.
    """
    reasons = dict(zip(sources["source_id"], sources["reliability_note"], strict=False))
    rows = [
        [
            say("{figure} {what}", figure=figure, what=worded(figure.counted.measure.label)),
            worded(claim.claimant.name),
            _graded(claim.claimant.reliability, reasons[claim.claimant.id], f"source {figure.id}"),
            _graded(claim.credibility, claim.grade_note, f"item {figure.id}"),
        ]
        for figure, claim in ((figure, figure.lineage) for figure in figures)
    ]
    heads = ["Figure", "Claimant", "Source", "Item"]
    return table(rows, heads, caption=caption, made=("grades_table", _ids(figures)))


def _graded(grade: Any, reason: Any, of: str) -> Any:
    """A grade of one of the two scales with its reason; None where neither is coded."""
    words = ": ".join(str(part) for part in (grade, reason) if part)
    return Excused(words, "graded", of) if words else None


def grade_scale() -> Prose:
    """What a grade such as C3 means, as a point of a list of terms."""
    told = say(
        "The **Admiralty grade** is a letter for the source, from A, completely reliable, to E, unreliable, "
        "and, judged apart, a number for the item, from {numbers} means that it cannot be judged, which is "
        "no grade at all rather than the worst.",
        numbers=Excused(ITEM_SCALE, "scale"),
    )
    return Prose.join([told], bullets=True)


def judgements_table(judgements: Any, names: Mapping[str, str], caption: Any) -> Table | Nothing:
    """One row a judgement without a figure: who judges, topic, stance, in our words, paragraph."""
    rows = [
        [
            worded(names[row["judge_id"]]),
            row["topic_label"],
            row["stance_label"],
            worded(row["summary"]),
            int(row["paragraph"]),
        ]
        for row in judgements.to_dict("records")
    ]
    heads = ["Voice", "On", "Stance", "In our words", "Paragraph"]
    return table(rows, heads, caption=caption, made=("judgements_table", judgements["judgement_id"]))


# -- what may be said of them -------------------------------------------------------------
def verdicts_table(verdicts: Sequence, caption: Any) -> Table | Nothing:
    """One row a comparison: the two figures, the verdict, what decided it, in words."""
    rows = [
        [
            _with_claimant(verdict.a),
            _with_claimant(verdict.b),
            verdict.verdict,
            worded(verdict.decided_by),
            worded(verdict.reason, "reason", f"{verdict.a.id} {verdict.b.id}"),
        ]
        for verdict in verdicts
    ]
    made = ("verdicts_table", [f"{verdict.a.id}|{verdict.b.id}" for verdict in verdicts])
    return table(rows, ["One", "Other", "Verdict", "Decided by", "In words"], caption=caption, made=made)


def _with_claimant(figure: Any) -> Prose:
    who = ("ours from " if figure.is_derived else "") + " and ".join(figure.claimants)
    what = worded(figure.counted.measure.label)
    return say("{figure} {what}, {who}", figure=figure, who=worded(who), what=what)


def refusals_table(figures: Any, ids: Sequence[str], caption: Any, given: Any = True) -> Table | Nothing:
    """One row for each of these derived figures (figures = derive(book)) that is refused, with the reason;
    nothing where `given`, what the notebook is about, is empty."""
    refused = [id for id in ids if id in figures.refused and holds_any(given)]
    rows = [[figures.labels[id], worded(figures.refused[id], "reason", id)] for id in refused]
    return table(rows, ["Not computed", "Because"], caption=caption, made=("refusals_table", ids))


def flows_table(figures: Sequence, caption: Any) -> Table | Nothing:
    """One row a claim that moves: what, from whom to whom, how far it has come, claimant, paragraph."""
    rows = [
        [
            figure,
            figure.counted.measure.label,
            " to ".join(figure.lineage.moves),
            {"stock": "in place"}.get(stage := stage_of(figure.counted), stage),
            worded(figure.lineage.said_by),
            figure.lineage.as_printed,
            figure.lineage.paragraph,
        ]
        for figure in figures
    ]
    heads = ["Figure", "Counts", "From and to", "Stage", "Said by", "As printed", "Paragraph"]
    return table(rows, heads, caption=caption, made=("flows_table", _ids(figures)))


def fits_table(tested: Sequence, figures: Mapping, caption: Any) -> Table | Nothing:
    """One row a test of fit: question, both figures with formula and result, verdict with reason, what it
    would take."""
    unsaid = "Not to be said: a figure for it is left out by the parameters."
    rows = [
        [
            test.fit.question,
            _held_together(test),
            say("**{verdict}.** {why}", verdict=worded(capital(test.told)), why=worded(test.reason)),
            tell_first(figures, test.fit.needs, unsaid),
        ]
        for test in tested
    ]
    heads = ["Test", "Figures", "Verdict", "What would have to be true"]
    return table(rows, heads, caption=caption, made=("fits_table", [test.fit.id for test in tested]))


def _held_together(test: Any) -> Prose:
    """The figures of a test and, where one is worked out, how: "30 against at least 1,100; at least 100 +
    1,000 = at least 1,100"."""
    made = test.made
    both = say("{left} against {right}", left=test.left, right=test.right)
    if made is None:
        return both
    formula = worded(in_figures(made.entry(), made.entries()), "formula", made.id)
    return say("{both}; worked out: {formula} = {made}", both=both, made=made, formula=formula)


def folded(made: Any) -> Any:
    """A long table folded to its caption: opened with a click, and on paper; words stay as they are."""
    return made.folded() if isinstance(made, Table) else made
