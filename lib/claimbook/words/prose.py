"""Sentences whose numbers are traced, the box on top of a brief, and the quiet note of a refusal."""

from __future__ import annotations

import datetime
import string
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from claimbook.errors import shown
from claimbook.figure.entry import Entry
from claimbook.words import spans as R
from claimbook.words.markup import content_html

MIME = "application/vnd.claimbook.numbers+json"
_HEADS = ("What can be said", "What is disputed", "What nobody states")


def bundle(
    text: str, html: str, role: str, entries: dict[str, Entry], content: dict, **more: Any
) -> dict[str, Any]:
    """The MIME bundle of anything with numbers: plain text, HTML for JupyterLab, JSON for the exporter."""
    return {
        "text/plain": text,
        # The classes keep MathJax off: "US$5bn to US$7bn" is no formula.
        "text/html": f'<div class="claimbook tex2jax_ignore mathjax_ignore">{html}</div>',
        MIME: {
            "role": role,
            "entries": {id: entry.to_json() for id, entry in entries.items()},
            "content": content,
            **more,
        },
    }


@dataclass(frozen=True)
class Prose:
    """Paragraphs or bullets of runs. Made by `say`, `answer` and `Prose.join`; displays itself.

    blocks   one tuple of runs a paragraph (see claimbook.words.spans)
    entries  id -> entry of each figure in it and of all their inputs
    role     "text" or "answer"
    """

    blocks: tuple[tuple[R.Run, ...], ...]
    entries: dict[str, Entry] = field(repr=False)
    bullets: bool = False
    role: str = "text"

    @staticmethod
    def join(parts: Iterable[Prose | str], bullets: bool = False) -> Prose:
        """One Prose of several, each a paragraph or, with `bullets`, a point of a list."""
        proses = [p if isinstance(p, Prose) else say(p) for p in parts]
        blocks = tuple(block for p in proses for block in p.blocks)
        return Prose(blocks, R.entries_of(proses), bullets)

    def content(self) -> dict:
        return {"blocks": [[dict(r) for r in block] for block in self.blocks], "bullets": self.bullets}

    def text(self) -> str:
        """The words alone; paragraphs apart by a blank line, bullets by "- "."""
        lines = [R.to_text(block) for block in self.blocks]
        return "\n".join(f"- {line}" for line in lines) if self.bullets else "\n\n".join(lines)

    def html(self, base: str = "") -> str:
        """The words as HTML; numbers link to `base#n-ID`."""
        return content_html(self.role, self.content(), base)

    def __str__(self) -> str:
        return self.text()

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        return bundle(self.text(), self.html(), self.role, self.entries, self.content())


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
    blocks = tuple(_paragraph(part, values) for part in template.split("\n\n") if part.strip())
    if not blocks:
        raise R.TextFault("say: found a blank, expected a sentence")
    unused = set(values) - {name for part in template.split("\n\n") for name in _names(part)}
    if unused:
        raise R.TextFault(
            f"say: found no {{{sorted(unused)[0]}}} in {shown(template)}, expected each value to be used"
        )
    return Prose(blocks, R.entries_of(values.values()))


def answer(template: str, /, **values: Any) -> Prose:
    """As `say`, for the one sentence that answers the question of the notebook."""
    said = say(template, **values)
    return Prose(said.blocks, said.entries, role="answer")


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


def _names(part: str) -> list[str]:
    return [name for _, name, _, _ in _parse(part) if name]


def _parse(part: str):
    try:
        return list(string.Formatter().parse(part))
    except ValueError as fault:
        raise R.TextFault(f"say: found {shown(part)}, expected placeholders as {{name}}: {fault}") from None


def _paragraph(part: str, values: dict[str, Any]) -> tuple[R.Run, ...]:
    made: list[R.Run] = []
    bold = False
    for literal, name, spec, conversion in _parse(" ".join(part.split())):
        for index, words in enumerate(literal.split("**")):
            bold = bold != (index > 0)
            if words:
                made += _bold(R.of(words, "say"), bold)
        if name is not None:
            made += _bold(_value(name, spec, conversion, values), bold)
    if bold:
        raise R.TextFault(f"say: found ** without its pair in {shown(part)}, expected **bold**")
    return tuple(made)


def _value(name: str, spec: str | None, conversion: str | None, values: dict[str, Any]) -> list[R.Run]:
    if not name.isidentifier() or spec or conversion not in (None, "c", "b", "B"):
        raise R.TextFault(
            f"say: found {{{name}}} with extras, expected {{name}}, {{name!c}}, {{name!b}} or {{name!B}}"
        )
    if name not in values:
        raise R.TextFault(f"say: found no value for {{{name}}}, expected {name}=...")
    made = R.of(values[name], f"say, {{{name}}}")
    if conversion in ("b", "B"):
        made[0]["t"] += _base(name, values[name])
    if conversion in ("c", "B"):
        made[0]["t"] = made[0]["t"][:1].upper() + made[0]["t"][1:]
    return made


def _base(name: str, figure: Any) -> str:
    if not getattr(figure, "base", None):
        raise R.TextFault(f"say: found no base in {{{name}}}, expected a share of something")
    return f" {R.clean(figure.base)}"


def _bold(made: list[R.Run], bold: bool) -> list[R.Run]:
    return [{**r, "b": True} for r in made] if bold else made


@dataclass(frozen=True)
class Box:
    """The box on top of a brief. Made by `top_box`; displays itself."""

    groups: tuple[tuple[str, tuple[tuple[R.Run, ...], ...]], ...]
    through: tuple[R.Run, ...]
    data_through: datetime.date | None
    entries: dict[str, Entry] = field(repr=False)

    def content(self) -> dict:
        groups = [
            {"head": head, "items": [[dict(r) for r in item] for item in items]}
            for head, items in self.groups
        ]
        return {"groups": groups, "through": [dict(r) for r in self.through]}

    def text(self) -> str:
        lines = []
        for head, items in self.groups:
            lines += [head, *(f"- {R.to_text(item)}" for item in items), ""]
        return "\n".join([*lines, R.to_text(self.through)])

    def html(self) -> str:
        return content_html("box", self.content())

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        through = self.data_through.isoformat() if self.data_through else None
        return bundle(self.text(), self.html(), "box", self.entries, self.content(), data_through=through)


def top_box(
    *,
    can_be_said: Iterable[Prose | str],
    disputed: Iterable[Prose | str],
    nobody_states: Iterable[Prose | str],
    data_through: datetime.date | None,
    as_of: datetime.date | None,
    given: Any = True,
) -> Box | Nothing:
    """What can be said, what is disputed, what nobody states, and how old the data is.

    Each list holds Prose (or words without digits), a point each; an empty
    list is shown as such. `data_through` is the last day that the data
    covers (None: there is no claim), `as_of` the day to which the brief looks
    (None: no limit); their distance is told. `given` is what the brief is
    about: where it is empty, and where there is neither claim nor point,
    there is no box.

    Raises TextFault where a point is no text or `data_through` is after `as_of`.
    """
    if data_through and as_of and data_through > as_of:
        raise R.TextFault(f"data_through: found {data_through}, expected a day not after AS_OF {as_of}")
    lists = [
        [p if isinstance(p, Prose) else say(p) for p in items]
        for items in (can_be_said, disputed, nobody_states)
    ]
    if not holds_any(given) or not (data_through or any(lists)):
        return nothing()
    none = say("Nothing, among the claims selected here.")
    groups = tuple(
        (head, tuple(block for p in (items or [none]) for block in p.blocks))
        for head, items in zip(_HEADS, lists, strict=True)
    )
    return Box(groups, _through(data_through, as_of), data_through, R.entries_of(p for l in lists for p in l))  # noqa: E741


def _through(data_through: datetime.date | None, as_of: datetime.date | None) -> tuple[R.Run, ...]:
    if data_through is None:
        return say("No claim is selected, so there is no date of the data.").blocks[0]
    if as_of is None or as_of == data_through:
        return say("Data through {day}, the day to which this brief looks.", day=data_through).blocks[0]
    days = (as_of - data_through).days
    age = R.Excused(f"{days:,} day" if days == 1 else f"{days:,} days", "age", f"{data_through} {as_of}")
    said = say(
        "Data through {a}, {age} before {b}, the day to which this brief looks.",
        a=data_through,
        age=age,
        b=as_of,
    )
    return said.blocks[0]


@dataclass(frozen=True)
class RefusalNote:
    """A quiet note that something was not computed, and why. Made by `refusal`; displays itself."""

    reason: str

    def text(self) -> str:
        return f"Not computed: {self.reason}"

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, Any]:
        content = {"reason": self.reason}
        return bundle(self.text(), content_html("refusal", content), "refusal", {}, content)


def refusal(reason: str | BaseException) -> RefusalNote:
    """The note for a refused computation; takes the exception or its reason in words."""
    words = R.clean(reason).strip()
    if not words:
        raise R.TextFault("refusal: found a blank, expected the reason")
    return RefusalNote(words)
