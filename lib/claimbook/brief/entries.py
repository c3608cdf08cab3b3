"""An entry of the appendix: the line of a number that can leave the brief as it stands, and what is known of
it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from claimbook.brief.templating import macros
from claimbook.figure.entry import Entries, Entry
from claimbook.words.dates import day, when_published
from claimbook.words.formula import worked_out

# How a bound is read, for every one that a figure can have.
BOUNDS = {
    "as_printed": "a bare figure, taken as printed",
    "exact": "said to be an exact count",
    "about": "an estimate, no interval stated",
    "at_least": "a floor, no upper end stated",
    "more_than": "a floor, no upper end stated",
    "up_to": "a ceiling, no lower end stated",
    "less_than": "a ceiling, no lower end stated",
    "at_most": "a ceiling made by our arithmetic",
    "between": "a range, both ends stated",
    "vague": "words, no number stated",
}
_MOST_USES = 3  # a reader goes back to where it stands first; a full list is longer than the entry

Uses = Sequence[tuple[str, str]]  # id and words of the headings under which a number stands


def entry_html(entry: Entry, entries: Entries, uses: Uses) -> Markup:
    """The item of an entry in the appendix.

    entries: all of the brief, by id, as the appendix lists them; uses: where the number stands.
    """
    into = [made for made in entries.values() if entry.id in made.inputs]
    more = max(len(uses) + len(into) - _MOST_USES, 0)
    return macros("entries.html.j2").entry(
        entry,
        bound=BOUNDS.get(entry.bound, entry.bound),
        dates=_dates(entry),
        quoted=quotation(entry, entries),
        entries=entries,
        uses=uses[:_MOST_USES],
        into=into[: max(_MOST_USES - len(uses), 0)],
        more=more,
    )


def appendix_html(groups: Sequence[tuple[str, Entries]], used: Mapping[str, Uses]) -> Markup:
    """The lists of entries below a heading for each group; blank where there are no numbers.

    groups: heading and entries of each; used: id of an entry -> where the number stands.
    """
    entries = {id: entry for _, group in groups for id, entry in group.items()}
    made, before = [], 0
    for head, group in groups:
        items = [entry_html(entry, entries, used.get(id, ())) for id, entry in group.items()]
        made.append({"head": head, "items": items, "before": before})
        before += len(group)  # their numbers go on, as print refers to them
    return macros("entries.html.j2").appendix(made) if made else Markup()


# -- the line to copy --------------------------------------------------------------------
def quotation(entry: Entry, entries: Entries) -> tuple[str, str, str]:
    """Figure, what it counts as it goes on after the figure, and where it is from.

    The last part is claimant, place, date and standing, or formula and caveats; `entries` are those
    of the formula's inputs, by id.
    """
    counts = entry.after + (f", {entry.caution}" if entry.caution else "")
    parts = [_formula(entry, entries)] if entry.is_ours else _from(entry)
    return entry.text, counts, "; ".join(part.rstrip(".") for part in parts if part)


def in_one_line(entry: Entry, entries: Entries) -> str:
    """The whole line to copy, as plain text."""
    text, counts, source = quotation(entry, entries)
    return f"{text}{counts} ({source})"


def _formula(entry: Entry, entries: Entries) -> str:
    told = worked_out(entry, entries)
    # of a span the words are its name already
    return "our arithmetic" if entry.op == "span" and entry.words == entry.label else told


def _from(entry: Entry) -> list[str]:
    """Who claims it, via whom, where it is printed, when it was said, how it is rated; an outlet that speaks
    for itself is named once."""
    own_voice = entry.claimant and not entry.via and entry.place.startswith(f"{entry.claimant}, ")
    who = ", via ".join([entry.claimant or "nobody named", *entry.via])
    graded = f"Admiralty grade {entry.grade}" if len(entry.grade) == 2 else "not graded on both scales"
    printed = [f"{entry.place}, in its own voice"] if own_voice else [who, entry.place]
    return [*printed, next(iter(_days(entry)), "undated"), entry.status, graded]


def _days(entry: Entry) -> list[str]:
    """Its days in words, the one to quote first."""
    days = {"as of": entry.as_of, "stated on": entry.stated_on}
    told = [f"{name} {day(date)}" for name, date in days.items() if date]
    return told + ([f"published {published(entry)}"] if entry.published else [])


def published(entry: Entry) -> str:
    """When the document of a claim was published, as far as that is known: "on 20 or 21 December 2024"."""
    return when_published(entry.published_from, entry.published)


def _dates(entry: Entry) -> str:
    told = _days(entry)
    if entry.as_of and entry.as_of == entry.stated_on:
        told[:2] = [f"as of and {told[1]}"]
    return "; ".join(told) or "none stated"


def hedges(entry: Entry) -> str | None:
    """Whatever makes a number doubtful: hedge and likelihood as printed, or base and caveats of our
    arithmetic."""
    return "; ".join(filter(None, (entry.hedge, entry.likelihood, entry.caution))) or None
