"""The box of what changed since the last run: a sentence with the counts, then a line a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from claimbook.errors import shown
from claimbook.figure.entry import Entry
from claimbook.words.display import NotebookDisplay
from claimbook.words.prose import Prose, say
from claimbook.words.richtext import Run, TextFault, entries_of, runs_of
from claimbook.words.safe import clean, has_digit

TONES = ("lost", "said", "new", "graded", "other")
KEPT = 10  # lines that stand open; the further ones are folded, and open on paper


@dataclass(frozen=True)
class ChangeLine:
    """One change: a word for it ("Corrected"), its tone, what is told, and where it is printed."""

    tag: str
    tone: str
    told: Prose
    place: Prose | None = None

    def __post_init__(self) -> None:
        if self.tone not in TONES or has_digit(self.tag) or not self.tag.strip():
            found = f"{shown(self.tag)} of tone {shown(self.tone)}"
            raise TextFault(f"line of changes: found {found}, expected a word and one of {', '.join(TONES)}")

    def text(self) -> str:
        place = f" ({self.place.text()})" if self.place else ""
        return f"{clean(self.tag)}: {self.told.text()}{place}"


@dataclass(frozen=True)
class ChangeBox(NotebookDisplay):
    """The box of changes on top of a brief. Made by `changes_box`; displays itself."""

    head: Prose
    lines: tuple[ChangeLine, ...] = ()
    more: tuple[ChangeLine, ...] = ()
    folded: Prose | None = None
    notes: tuple[Prose, ...] = ()
    entries: dict[str, Entry] = field(default_factory=dict, repr=False)
    role = "changes"

    def content(self) -> dict:
        def of(line: ChangeLine) -> dict:
            told = {"told": _runs(line.told), "place": _runs(line.place)}
            return {"tag": clean(line.tag), "tone": line.tone, **told}

        return {
            "head": _runs(self.head),
            "lines": [of(line) for line in self.lines],
            "more": [of(line) for line in self.more],
            "folded": _runs(self.folded),
            "notes": [_runs(note) for note in self.notes],
        }

    def text(self) -> str:
        lines = [f"- {line.text()}" for line in (*self.lines, *self.more)]
        return "\n".join([self.head.text(), *lines, *(note.text() for note in self.notes)])


def changes_box(
    head: Prose,
    lines: Sequence[ChangeLine] = (),
    notes: Sequence[Prose] = (),
    folded: Prose | None = None,
    kept: int = KEPT,
) -> ChangeBox:
    """The box of these lines, in their order.

    head    one sentence, with the counts; alone where nothing changed
    notes   quiet sentences below the lines
    folded  words for the lines after the first `kept`; they stand below them, folded

    Raises TextFault where a text has several paragraphs, or one entry two meanings.
    """
    lines = tuple(lines)
    texts = [head, *notes, *(text for line in lines for text in (line.told, line.place) if text)]
    for text in texts:
        runs_of(text, "box of changes")
    first, rest = lines[:kept], lines[kept:]
    words = (folded or say("and further ones")) if rest else None
    return ChangeBox(head, first, rest, words, tuple(notes), entries_of(texts))


def _runs(text: Prose | None) -> list[Run]:
    return list(text.blocks[0]) if text else []
