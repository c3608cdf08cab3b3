"""The tables and charts that every notebook shows: claims, originals, verdicts, refusals.

Each says in words that there is nothing to show where the selection leaves no row,
so that an empty selection gives a brief that says so, never an empty chart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimbook.errors import Refusal
from claimbook.show import runs as R
from claimbook.show.chart import Axis, Chart, Row, bounds_chart, whole_chart
from claimbook.show.prose import Prose, say
from claimbook.show.table import Table, table
from claimbook.show.tell import nothing, tell_first


def claims_table(figures: Sequence, caption: Any) -> Table | Prose:
    """One row a claim: figure, what and where it counts, claimant, relays, paragraph, as printed."""
    if not figures:
        return nothing()
    rows = [[f, f.counted.measure.label, f.counted.scope.label, f.lineage.claimant.name, _names(f.lineage.via),
             f.lineage.paragraph, f.lineage.as_printed, _grade(f.lineage)] for f in figures]
    return table(rows, ["Figure", "Counts", "Where", "Claimant", "Via", "Paragraph", "As printed", "Grade"], caption=caption)


def originals_table(pairs: Sequence[tuple], caption: Any) -> Table | Prose:
    """One row a relayed claim: as printed, as the claimant said it, where that was read, what was lost."""
    if not pairs:
        return nothing()
    rows = [[printed, _in_its_words(said), said.lineage.said_by, _read_in(printed, said), said.lineage.note]
            for printed, said in pairs]
    return table(rows, ["Printed", "As the claimant said it", "Claimant and relays", "Read in", "What was lost"],
                 caption=caption)


def _in_its_words(said: Any) -> Any:
    """The figure, with the words as printed where they are not the formatter's own."""
    words = said.lineage.as_printed
    if words in said.text():
        return said
    return say("{figure} ({words})", figure=said, words=R.Excused(f"“{words}”", "as printed"))


def _read_in(printed: Any, said: Any) -> str:
    ours = "; our link" if printed.lineage.original_link == "inferred" else ""
    return f"{said.lineage.document_label}{ours}"


def verdicts_table(verdicts: Sequence, caption: Any) -> Table | Prose:
    """One row a comparison: the two figures, the verdict, what decided it, in words."""
    if not verdicts:
        return nothing()
    rows = [[_with_claimant(v.a), _with_claimant(v.b), v.verdict, _coded(v.detail), _coded(v.reason)] for v in verdicts]
    return table(rows, ["One", "Other", "Verdict", "Decided by", "In words"], caption=caption)


def refusals_table(refused: Mapping[str, str], labels: Mapping[str, str], caption: Any) -> Table | Prose:
    """One row a derived figure that a careful analyst does not make, with the reason."""
    if not refused:
        return nothing()
    rows = [[labels[id], R.Excused(reason, "a reason") if R.has_digit(reason) else reason] for id, reason in refused.items()]
    return table(rows, ["Not computed", "Because"], caption=caption)


def claims_chart(title: Any, rows: Sequence[Row], *, subtitle: Any, source: Any, note: Any = "",
                 axis: Axis = Axis()) -> Chart | Prose:
    """bounds_chart with its rows read out as alt text; words instead where there is no row."""
    if not rows:
        return nothing()
    return bounds_chart(title, rows, subtitle=subtitle, source=source, note=note, alt=rows_aloud(rows), axis=axis)


def rows_aloud(rows: Iterable[Row]) -> Prose:
    """The rows of a chart as one sentence, each number traced."""
    parts, values = [], {}
    for number, row in enumerate(rows):
        names = [name for name in ("group", "label", "sublabel") if _filled(getattr(row, name))]
        keys = ["abcdefghij"[int(digit)] for digit in str(number)]  # placeholders hold no digits
        key = "".join(keys)
        for name in names:
            values[f"{name}_{key}"] = getattr(row, name)
        values[f"figure_{key}"] = row.figure
        parts.append(", ".join(f"{{{name}_{key}}}" for name in names) + f": {{figure_{key}}}")
    return say("Rows from top to bottom. " + "; ".join(parts) + ".", **values)


def _filled(value: Any) -> bool:
    return bool(str(value).strip()) if isinstance(value, str) else value is not None


def _names(voices: Iterable) -> str:
    return ", ".join(voice.name for voice in voices) or "none named"


def _grade(claim: Any) -> Any:
    """Reliability of the claimant and credibility of the claim, side by side, never mixed into one."""
    pair = f"{claim.claimant.reliability or '-'}{claim.credibility or '-'}"
    return None if pair == "--" else R.Excused(pair, "Admiralty grade")


def _with_claimant(figure: Any) -> Prose:
    who = ("ours from " if figure.is_derived else "") + " and ".join(figure.claimants)
    return say("{figure} {what}, {who}", figure=figure, who=_coded(who), what=_coded(figure.counted.measure.label))


def _coded(words: str) -> Any:
    return R.Excused(words, "as coded") if R.has_digit(words) else words


def pair_rows(printed: Any, said: Any) -> tuple[Row, Row]:
    """Two chart rows of a relayed claim: as printed, and as the claimant said it."""
    group = _coded(f"{said.lineage.claimant.name}: {said.counted.measure.label}")
    place = f"paragraph {printed.lineage.paragraph}" if printed.lineage.paragraph else printed.lineage.document_label
    return (Row(printed, label="as the article prints it", sublabel=R.Excused(place, "paragraph"), group=group, tone="muted"),
            Row(said, label="as the claimant said it", sublabel=_coded(said.lineage.document_label), group=group))


def share_chart(figures: Mapping, part: str, whole: str, share: str, *, title: str, parts: str, wholes: str,
                subtitle: str, source: str) -> Chart | Prose:
    """A part of a whole true to scale, by ids; words instead where one of them is not there."""
    try:
        a, b, ratio = figures[part], figures[whole], figures[share]
    except (KeyError, Refusal):
        return nothing()
    alt = say("A bar of {b} {b_words}; of it {a} {a_words}, filled to its stated end with an open arrow.",
              a=a, b=b, a_words=parts, b_words=wholes)
    return whole_chart(tell_first(figures, title), Row(a, label=parts), Row(b, label=wholes), share=Row(ratio, label="of that force"),
                       subtitle=subtitle, source=source, alt=alt)


def selection_note(book: Any) -> Prose:
    """What the parameters left out, counted by reason, so that a narrow brief shows its narrowness."""
    if not book.left_out:
        return say("Every coded claim was looked at: the parameters leave out none.")
    counts = Counter(book.left_out.values())
    reasons = "; ".join(f"{n} {reason}" for reason, n in sorted(counts.items()))
    return say("The parameters of this brief leave out {n} of {all} coded claims: {reasons}.",
               n=R.Excused(str(len(book.left_out)), "a count of rows"), reasons=R.Excused(reasons, "counts of rows"),
               all=R.Excused(str(len(book) + len(book.left_out)), "a count of rows"))
