"""The words of a chart: what must not be blank, and its rows read aloud for whoever cannot see it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from claimbook.show import spans as R
from claimbook.show.charts.rows import ChartFault, words
from claimbook.show.prose import Prose


def required(value: Any, what: str) -> str:
    """Words that are no blank. Raises ChartFault, and TextFault for a typed number."""
    made = words(value, what).strip()
    if not made:
        raise ChartFault(f"chart, {what}: found a blank, expected words")
    return made


def place(value: Any, what: str) -> str:
    """Where something is told: paragraph numbers in words, or the words given."""
    numbers = [value] if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(numbers, (list, tuple)) and numbers and all(isinstance(n, int) for n in numbers):
        # the first number stays on the line of its word
        return f"para{'.' if len(numbers) == 1 else 's'}\u00a0{', '.join(map(str, numbers))}"
    return words(value if value is not None else "", f"{what}, ref")


def said(figure: Any) -> list[Any]:
    """A figure in a sentence; words without a number are told as such."""
    if figure is None:
        return ["no number stated:"]
    return ["in words, ", figure] if figure.bound == "vague" else [figure]


def aloud(sentences: Iterable[Sequence[Any]]) -> Prose:
    """Rows read aloud, each a sequence of words, dates and figures; numbers stay traced."""
    runs: list[R.Run] = [{"t": "Rows from top to bottom. "}]
    given = list(sentences)
    for number, parts in enumerate(given):
        runs += [run for part in parts if part != "" for run in R.of(part, "alt text")]
        runs.append({"t": "." if number == len(given) - 1 else "; "})
    return Prose((tuple(runs),), R.entries_of(part for parts in given for part in parts))


def texts(title: Any, subtitle: Any, source: Any, note: Any, alt: Any, aloud: Prose) -> dict[str, Any]:
    """The texts of a chart; without words for whoever cannot see it, its rows are read aloud."""
    return {
        "title": title,
        "subtitle": subtitle,
        "source": source,
        "note": note,
        "alt": aloud if alt is None else alt,
    }
