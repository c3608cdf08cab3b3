"""The line of a number that can leave the brief as it stands: figure, what it counts, and where it is
from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from claimbook.brief.data import caveats
from claimbook.brief.page import first_value
from claimbook.show.formula import worked_out
from claimbook.show.safe import has_digit
from claimbook.show.spans import days_in_words, iso_day, when_published

Entry = Mapping[str, Any]

_ADVERBS = {"day": "daily", "week": "weekly", "month": "monthly", "year": "yearly"}
_EACH = re.compile(r" a (day|week|month|year)\b")


def quotation(entry: Entry, entries: Mapping[str, Entry]) -> tuple[str, str, str]:
    """Figure, what it counts as it goes on after the figure, and where it is from.

    The last part is claimant, place, date and standing, or formula and caveats; `entries` are those
    of the formula's inputs, by id.
    """
    counts, parts = (
        _quoted_claim(entry) if entry.get("kind") != "derived" else _quoted_derivation(entry, entries)
    )
    return first_value(entry, "text"), counts, "; ".join(part.rstrip(".") for part in parts if part)


def in_one_line(entry: Entry, entries: Mapping[str, Entry]) -> str:
    """The whole line to copy, as plain text."""
    text, counts, source = quotation(entry, entries)
    return f"{text}{counts} ({source})"


def after_figure(entry: Entry) -> str:
    """What a figure counts, to be read right behind it, with the space or comma between; a unit is said once.

    "13.4 days" and "days of Russian casualties" make "13.4 days of Russian casualties", "90 days" and "NIS:
    days
    until ..." make "90 days until ..., NIS", "US$264m a year" and "yearly payments" make "US$264m a year,
    payments".
    """
    text, label = (
        first_value(entry, "text").replace("\u00a0", " "),
        days_in_words(first_value(entry, "label")),
    )
    if first_value(entry, "formula").startswith("assumed: "):
        label = label.removesuffix(", assumed")  # the source says so
    who, colon, rest = label.partition(": ") if ": " in label else ("", "", label)
    unit = text.rpartition(" ")[2]
    if not has_digit(unit) and rest.startswith(f"{unit} "):
        return f" {rest.removeprefix(f'{unit} ')}" + (f", {who}" if colon else "")
    each = _EACH.search(text)
    if each:
        label = label.removeprefix(f"{_ADVERBS[each[1]]} ").replace(each[0], "", 1)
    runs_on = text[-1:].isdigit() and not (
        colon and entry.get("kind") == "derived"
    )  # "at least 238, NIS: killed"
    joint = " " if runs_on else ", "
    return joint + label if label else ""


def _quoted_claim(entry: Entry) -> tuple[str, list[str]]:
    grade = first_value(entry, "reliability") + first_value(entry, "credibility")
    graded = f"Admiralty grade {grade}" if len(grade) == 2 else "not graded on both scales"
    return after_figure(entry), [
        *_by_and_where(entry),
        _date_to_quote(entry),
        first_value(entry, "status"),
        graded,
    ]


def _by_and_where(entry: Entry) -> list[str]:
    """Who claims it, via whom, and where it is printed; an outlet that speaks for itself is named once."""
    place = first_value(entry, "document")
    if entry.get("paragraph") is not None:
        place += f", paragraph {entry['paragraph']}"
    claimant = first_value(entry, "claimant")
    if claimant and not entry.get("via") and place.startswith(f"{claimant}, "):
        return [f"{place}, in its own voice"]
    return [claimed_by(entry), place]


def claimed_by(entry: Entry) -> str:
    """Claimant and relays, nearest the origin first."""
    return ", via ".join([first_value(entry, "claimant") or "nobody named", *(entry.get("via") or [])])


def _quoted_derivation(entry: Entry, entries: Mapping[str, Entry]) -> tuple[str, list[str]]:
    """The statement of a derived figure names its base and caveats, so these are not told twice."""
    counts, formula = after_figure(entry), worked_out(entry, entries)
    if formula.endswith(f": {first_value(entry, 'label')}"):
        formula = formula.partition(":")[0]  # it says no more than the words before it
    if entry.get("statement"):
        told = caveats(entry)
        return counts + (f", {told}" if told else ""), [formula]
    return counts, [formula, *(entry.get("caveats") or [])]


def _date_to_quote(entry: Entry) -> str:
    for name, key in (("as of", "as_of"), ("stated on", "stated_on")):
        if entry.get(key):
            return f"{name} {iso_day(str(entry[key]))}"
    return f"published {published(entry)}" if entry.get("published") else "undated"


def published(entry: Entry) -> str:
    """When the document of a claim was published, as far as that is known: "on 20 or 21 December 2024"."""
    return when_published(first_value(entry, "published_from"), first_value(entry, "published"))
