"""What a row of a chart may hold: words, a place, a figure with its ends; and rows read aloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from claimbook.errors import shown
from claimbook.words.prose import Prose
from claimbook.words.richtext import NOT_STATED, Run, TextFault, entries_of, is_figure, runs_of, to_text
from claimbook.words.safe import clean

POINT = ("as_printed", "exact", "about")
FLOOR = ("at_least", "more_than")
CEILING = ("up_to", "less_than", "at_most")
# bound -> the shape of its mark; words without a number have none
SHAPES = {"between": "bar", **dict.fromkeys(POINT, "point"), **dict.fromkeys(FLOOR, "floor"),
          **dict.fromkeys(CEILING, "ceiling")}  # fmt: skip
NO_NUMBER = "no number stated"
ENDS = ("low", "best", "high")


class ChartFault(TextFault):
    """A chart lacks what makes it readable on its own, or would draw what nobody stated."""


def text_runs(value: Any, name: str) -> list[Run]:
    """The runs of a text of a chart; None is blank. Raises TextFault for a typed number."""
    return [{"t": ""}] if value is None or value == "" else runs_of(value, f"chart, {name}")


def words(value: Any, what: str) -> str:
    """A label as plain words. Raises ChartFault for a figure in it, TextFault for a typed number."""
    made = text_runs(value, what)
    if any("n" in run for run in made):
        raise ChartFault(f"chart, {what}: found a figure in a label, expected it as the figure of a row")
    return to_text(made)


def required(value: Any, what: str) -> str:
    """Words that are no blank. Raises ChartFault, and TextFault for a typed number."""
    made = words(value, what).strip()
    if not made:
        raise ChartFault(f"chart, {what}: found a blank, expected words")
    return made


def place(value: Any, what: str) -> str:
    """Where something is told: paragraph numbers in words, or the words given.

    >>> place([12, 13], "event").replace("\\u00a0", " ")
    'paras 12, 13'
    """
    numbers = [value] if isinstance(value, int) else value
    if isinstance(numbers, (list, tuple)) and numbers and all(isinstance(n, int) for n in numbers):
        # the first number stays on the line of its word
        return f"para{'.' if len(numbers) == 1 else 's'}\u00a0{', '.join(map(str, numbers))}"
    return words(value, f"{what}, ref")


def values(figure: Any, n: int) -> dict[str, Any]:
    """What the n-th row states: id, bound, ends as exact strings ("1100", "1/10"), the words; blank for None.

    Raises ChartFault for what is no Figure, an unknown bound and a negative value.
    """
    if figure is None:
        blank = dict.fromkeys(("id", "bound", *ENDS))
        return {**blank, "text": NOT_STATED, "approx": False, "unit": "", "tone": "muted"}
    if not is_figure(figure):
        raise ChartFault(f"chart, row {n}: found {shown(figure)}, expected a Figure or None")
    known = (*POINT, *FLOOR, *CEILING, "between", "vague")
    if figure.bound not in known:
        found = f"chart, row {n}: found bound {shown(figure.bound)}"
        raise ChartFault(f"{found}, expected one of {', '.join(known)}")
    ends = {name: exact(getattr(figure, name)) for name in ENDS}
    if any(end is not None and Fraction(end) < 0 for end in ends.values()):
        raise ChartFault(f"chart, row {n}: found a negative value, expected zero or more")
    told = {"id": figure.id, "bound": figure.bound, "approx": bool(figure.approx), "unit": figure.unit}
    tone = "ours" if figure.entry().is_ours else "claim"
    return {**told, **ends, "text": clean(figure.text()), "tone": tone}


def exact(value: Any) -> str | None:
    """The value as a string that loses nothing: "1100", "1/10"."""
    return None if value is None else str(Fraction(value))


def ends(data: dict[str, Any]) -> tuple[Fraction | None, Fraction | None]:
    """The lowest and highest value that a row states, None for an end that is open.

    >>> ends({"bound": "at_least", "low": "100", "best": None, "high": None})
    (Fraction(100, 1), None)
    """
    low, best, high = (None if data[end] is None else Fraction(data[end]) for end in ENDS)
    return (best, best) if data["bound"] in POINT else (low, high)


def in_quotes(words: str) -> str:
    """The words in one pair of quotes, whether or not they have one already."""
    return "“" + words.strip("“”\"'") + "”"


def has_number(data: dict[str, Any]) -> bool:
    """Whether a row states a number: not where it is None, nor where it is words."""
    return data["bound"] in SHAPES


def stated(data: dict[str, Any]) -> str:
    """What a row states: its number, or words in quotes; blank for None."""
    return {None: "", "vague": in_quotes(data["text"])}.get(data["bound"], data["text"])


def quoted(data: dict[str, Any]) -> str:
    """What a row states, in plain text; words without a number stand in quotes and say so."""
    return f"{stated(data)}, {NO_NUMBER}" if data["bound"] == "vague" else data["text"]


def in_sentence(figure: Any) -> list[Any]:
    """A figure in a sentence; words without a number are told as such."""
    if figure is None:
        return [f"{NO_NUMBER}:"]
    return ["in words, ", figure] if figure.bound == "vague" else [figure]


def aloud(sentences: Iterable[Sequence[Any]]) -> Prose:
    """Rows read aloud, each a sequence of words, dates and figures; numbers stay traced."""
    given = list(sentences)
    rows = [[run for part in parts if part != "" for run in runs_of(part, "alt text")] for parts in given]
    runs: list[Run] = [{"t": "Rows from top to bottom. "}]
    for row in rows:
        runs += [*row, {"t": "; "}]
    runs[-1] = {"t": "."}
    return Prose((tuple(runs),), entries_of(part for parts in given for part in parts))
