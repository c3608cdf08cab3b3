"""Sentences whose numbers are traced, the display of nothing, and the quiet note of a refusal."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from claimbook.errors import shown
from claimbook.figure.entry import Entry
from claimbook.words.display import NotebookDisplay
from claimbook.words.richtext import Run, TextFault, capital, entries_of, runs_of, to_text
from claimbook.words.safe import clean


@dataclass(frozen=True)
class Prose(NotebookDisplay):
    """Paragraphs or bullets of runs. Made by `say`, `answer` and `Prose.join`; displays itself.

    blocks   one tuple of runs a paragraph (see claimbook.words.richtext)
    entries  id -> entry of each figure in it and of all their inputs
    role     "text" or "answer"
    """

    blocks: tuple[tuple[Run, ...], ...]
    entries: dict[str, Entry] = field(repr=False)
    bullets: bool = False
    role: str = "text"

    @staticmethod
    def join(parts: Iterable[Prose | str], bullets: bool = False) -> Prose:
        """One Prose of several, each a paragraph or, with `bullets`, a point of a list."""
        proses = proses_of(parts)
        return Prose(tuple(block for p in proses for block in p.blocks), entries_of(proses), bullets)

    @staticmethod
    def of(runs: Iterable[Run]) -> Prose:
        """One paragraph of runs that hold no figure, such as days."""
        return Prose((tuple(runs),), {})

    def content(self) -> dict[str, Any]:
        return {"blocks": [list(block) for block in self.blocks], "bullets": self.bullets}

    def text(self) -> str:
        """The words alone; paragraphs apart by a blank line, bullets by "- "."""
        lines = [to_text(block) for block in self.blocks]
        return "\n".join(f"- {line}" for line in lines) if self.bullets else "\n\n".join(lines)

    def __str__(self) -> str:
        return self.text()


def say(template: str, /, **values: Any) -> Prose:
    """A sentence with traced numbers: `say("{killed} killed, {wounded} injured.", killed=a, wounded=b)`.

    Each `{name}` is a Figure, a Prose of one paragraph, a datetime.date, an
    `Excused(text, kind)` or words without digits. `{name!c}` begins with a
    capital, `{name!b}` adds the base of a share ("at least 10 % of an unsourced
    11,000"), `{name!B}` does both. `**bold**` and blank lines between paragraphs are the only markup.

    Raises TextFault for a digit outside of placeholders, a typed number, a
    placeholder without value and a value without placeholder. Numbers spelled
    out in words are not noticed: leave them to figures too.
    """
    paragraphs = [_parsed(" ".join(part.split())) for part in template.split("\n\n") if part.strip()]
    blocks = tuple(_paragraph(pieces, values, template) for pieces in paragraphs)
    if not blocks:
        raise TextFault("say: found a blank, expected a sentence")
    unused = set(values) - {name for pieces in paragraphs for _, name, _, _ in pieces}
    if unused:
        raise TextFault(
            f"say: found no {{{sorted(unused)[0]}}} in {shown(template)}, expected each value to be used"
        )
    return Prose(blocks, entries_of(values.values()))


def answer(template: str, /, **values: Any) -> Prose:
    """As `say`, for the one sentence that answers the question of the notebook."""
    return replace(say(template, **values), role="answer")


def proses_of(parts: Iterable[Prose | str]) -> list[Prose]:
    """Each part as Prose; words without digits are said as they are."""
    return [part if isinstance(part, Prose) else say(part) for part in parts]


Piece = tuple[str, str | None, str | None, str | None]  # words, and the placeholder after them


def _parsed(paragraph: str) -> list[Piece]:
    try:
        return list(string.Formatter().parse(paragraph))
    except ValueError as fault:
        found = f"say: found {shown(paragraph)}, expected placeholders as {{name}}: {fault}"
        raise TextFault(found) from None


def _paragraph(pieces: list[Piece], values: dict[str, Any], template: str) -> tuple[Run, ...]:
    made: list[Run] = []
    bold = False
    for literal, name, spec, conversion in pieces:
        for index, words in enumerate(literal.split("**")):
            bold = bold != (index > 0)
            if words:
                made += _bold(runs_of(words, "say"), bold)
        if name is not None:
            made += _bold(_value(name, spec, conversion, values), bold)
    if bold:
        raise TextFault(f"say: found ** without its pair in {shown(template)}, expected **bold**")
    return tuple(made)


def _value(name: str, spec: str | None, conversion: str | None, values: dict[str, Any]) -> list[Run]:
    if not name.isidentifier() or spec or conversion not in (None, "c", "b", "B"):
        raise TextFault(
            f"say: found {{{name}}} with extras, expected {{name}}, {{name!c}}, {{name!b}} or {{name!B}}"
        )
    if name not in values:
        raise TextFault(f"say: found no value for {{{name}}}, expected {name}=...")
    made = runs_of(values[name], f"say, {{{name}}}")
    if conversion in ("b", "B"):
        made[0]["t"] += _base(name, values[name])
    if conversion in ("c", "B"):
        made[0]["t"] = capital(made[0]["t"])
    return made


def _base(name: str, figure: Any) -> str:
    if not getattr(figure, "base", None):
        raise TextFault(f"say: found no base in {{{name}}}, expected a share of something")
    return f" {clean(figure.base)}"


def _bold(made: list[Run], bold: bool) -> list[Run]:
    return [{**run, "b": True} for run in made] if bold else made


# -- nothing ------------------------------------------------------------------------------
class Nothing(Prose):
    """The display of nothing: no words, no entries, no output of a cell. Made by `nothing`.

    It is false where every other display is true, so `tell_first(...) or say("No count.")` reads as it says.
    """

    def __bool__(self) -> bool:
        return False

    def _ipython_display_(self) -> None:
        """Shows nothing: without this, Jupyter would print the empty text."""


def nothing() -> Nothing:
    """What a sentence, table or chart is where nothing is left to show."""
    return Nothing((), {})


def holds_any(given: Any) -> bool:
    """Whether there is something to tell of: the length of what has one, such as a frame, else its truth."""
    return len(given) > 0 if hasattr(given, "__len__") else bool(given)


# -- refusals -----------------------------------------------------------------------------
@dataclass(frozen=True)
class RefusalNote(NotebookDisplay):
    """A quiet note that something was not computed, and why. Made by `refusal`; displays itself."""

    reason: str
    role = "refusal"
    entries = {}

    def content(self) -> dict[str, Any]:
        return {"reason": self.reason}

    def text(self) -> str:
        return f"Not computed: {self.reason}"


def refusal(reason: str | BaseException) -> RefusalNote:
    """The note for a refused computation; takes the exception or its reason in words."""
    words = clean(reason).strip()
    if not words:
        raise TextFault("refusal: found a blank, expected the reason")
    return RefusalNote(words)
