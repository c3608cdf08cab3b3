"""Where each number comes from, and how the brief was made."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from claimbook.brief.context import BriefContext
from claimbook.brief.data import caveats
from claimbook.brief.page import Page, first_value, terms
from claimbook.show.formula import worked_out
from claimbook.show.spans import iso_day
from claimbook.show.safe import anchor, escape, escape_address

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
_RELIABILITY = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
    "E": "unreliable", "F": "reliability cannot be judged",
}
_CREDIBILITY = {
    "1": "confirmed by independent sources", "2": "probably true", "3": "possibly true", "4": "doubtful",
    "5": "improbable", "6": "truth cannot be judged",
}
_METHOD = (
    "Each figure is one coded row of the data: who says it, through whom, how it is bounded and where it is printed; "
    "blank means not stated. "
    "Arithmetic keeps bounds and names its rules, never adds figures of different claimants and never makes a midpoint. "
    "Sources and items are graded apart on the Admiralty scale, and a relay of a claim is no confirmation of it."
)


def appendix_html(page: Page) -> str:
    """The list of entries, each once, in order of first appearance; "" where there are no numbers."""
    if not page.entries:
        return ""
    items = "".join(_item(key, entry, page) for key, entry in page.ordered().items())
    return (
        '<section aria-labelledby="numbers"><h2 id="numbers">Where each number comes from</h2>'
        f'<p class="under">The first lines of each entry are ready to quote.</p><ol class="numbers">{items}</ol></section>'
    )


def _item(key: str, entry: dict[str, Any], page: Page) -> str:
    facts = _derived(entry, page) if entry.get("kind") == "derived" else _claim(entry, page)
    told = terms([*facts, ("Used in", _used(key, page))], "facts")
    name = "Inputs and use" if entry.get("kind") == "derived" else "As printed, bound, dates, grade"
    return f'<li id="{anchor(key)}">{_quote(entry, page)}<details><summary>{name}</summary>{told}</details></li>'


def _claim(entry: dict[str, Any], page: Page) -> list[tuple[str, str]]:
    return [
        ("Printed", escape(_printed(entry))),
        ("Bound", escape(_bound(entry))),
        ("Dates", escape(_dates(entry))),
        ("Grade", escape(_grade(entry))),
        ("Original", _original(entry, page)),
        ("Echo", f"printed as an echo of {_to(entry['echoes'], page)}, no corroboration" if entry.get("echoes") else ""),
        ("Note", escape(first_value(entry, "note"))),
        ("Coded in", escape(first_value(entry, "row"))),
    ]


def _derived(entry: dict[str, Any], page: Page) -> list[tuple[str, str]]:
    return [
        ("From", "; ".join(_to(key, page) for key in entry.get("inputs") or [])),
        ("Meaning", escape(first_value(entry, "meaning"))),
        ("Rule", escape(first_value(entry, "rule"))),
    ]


def _to(key: str, page: Page) -> str:
    """A link to another entry, as its figure and its name."""
    entry = page.entries.get(key)
    if entry is None:
        return "a claim that this brief does not use"
    return f'<a href="#{anchor(key)}">{escape(entry.get("text"))}</a> {escape(entry.get("label") or "")}'


def _claimed_by(entry: dict[str, Any]) -> str:
    return ", via ".join([first_value(entry, "claimant") or "nobody named", *(entry.get("via") or [])])


def _printed(entry: dict[str, Any]) -> str:
    words = f"“{entry['as_printed']}”" if entry.get("as_printed") else ""
    also = ", ".join(str(n) for n in entry.get("also_at") or [])
    return words + (f", again in paragraph {also}" if also else "")


def _bound(entry: dict[str, Any]) -> str:
    words = BOUNDS.get(first_value(entry, "bound"), first_value(entry, "bound"))
    hedges = [f"“{entry[name]}”" for name in ("hedge", "likelihood") if entry.get(name)]
    return words + (f"; hedged {', '.join(hedges)}" if hedges else "")


def _dates(entry: dict[str, Any]) -> str:
    named: dict[str, list[str]] = {}
    for name, key in (("as of", "as_of"), ("stated", "stated_on"), ("published", "published")):
        if entry.get(key):
            named.setdefault(iso_day(str(entry[key])), []).append(name)
    return "; ".join(f"{' and '.join(names)} {date}" for date, names in named.items()) or "none stated"


def _grade(entry: dict[str, Any]) -> str:
    letter, digit = first_value(entry, "reliability"), first_value(entry, "credibility")
    source = f"source {letter}, {_RELIABILITY.get(letter, '')}" if letter else "source not graded"
    item = f"item {digit}, {_CREDIBILITY.get(digit, '')}" if digit else "item not graded"
    reason = first_value(entry, "grade_note")
    return f"{source}; {item}" + (f". {reason}" if reason else "")


def _original(entry: dict[str, Any], page: Page) -> str:
    original = first_value(entry, "original")
    if original in ("", "self"):
        return "this claim itself" if original else ""
    if original == "unknown":
        return "unknown"
    ours = " (the link is our inference)" if entry.get("original_link") == "inferred" else ""
    if original not in page.entries and entry.get("original_by"):
        return f"the claim of {escape(entry['original_by'])}, which this brief does not use{ours}"
    return _to(original, page) + ours


_MOST_USES = 3  # a reader goes back to where it stands first; a full list is longer than the entry


def _used(key: str, page: Page) -> str:
    links = [f'<a href="#{name}">{escape(words)}</a>' for name, words in page.used_in(key)]
    into = [_to(k, page) for k, e in page.ordered().items() if key in (e.get("inputs") or [])]
    uses = [*links, *into]
    more = f"; and {len(uses) - _MOST_USES} more" if len(uses) > _MOST_USES else ""
    return "; ".join(uses[:_MOST_USES]) + more


def quotation(entry: dict[str, Any], entries: Mapping[str, Mapping[str, Any]]) -> tuple[str, str, str]:
    """What can leave the brief as it stands: figure, what it counts, and where it is from.

    The last part is claimant, place, date and standing, or formula and caveats; `entries` are those
    of the formula's inputs, by id.
    """
    head, parts = _quoted_claim(entry) if entry.get("kind") != "derived" else _quoted_derivation(entry, entries)
    return first_value(entry, "text"), head, "; ".join(part.rstrip(".") for part in parts if part)


def _quote(entry: dict[str, Any], page: Page) -> str:
    text, head, source = quotation(entry, page.entries)
    return f'<p class="quote"><b>{escape(text)}</b> {escape(head)} <span>({escape(source)})</span></p>'


def _quoted_claim(entry: dict[str, Any]) -> tuple[str, list[str]]:
    place = first_value(entry, "document")
    if entry.get("paragraph") is not None:
        place += f", paragraph {entry['paragraph']}"
    grade = first_value(entry, "reliability") + first_value(entry, "credibility")
    graded = f"Admiralty grade {grade}" if len(grade) == 2 else "not graded on both scales"
    parts = [_claimed_by(entry), place, _date_to_quote(entry), first_value(entry, "status"), graded]
    return first_value(entry, "label"), parts


def _quoted_derivation(entry: dict[str, Any], entries: Mapping[str, Mapping[str, Any]]) -> tuple[str, list[str]]:
    """The statement of a derived figure names its base and caveats, so these are not told twice."""
    label, formula = first_value(entry, "label"), worked_out(entry, entries)
    if entry.get("statement"):
        told = caveats(entry)
        return label + (f", {told}" if told else ""), [formula]
    return label, [formula, *(entry.get("caveats") or [])]


def _date_to_quote(entry: dict[str, Any]) -> str:
    for name, key in (("as of", "as_of"), ("stated on", "stated_on"), ("published on", "published")):
        if entry.get(key):
            return f"{name} {iso_day(str(entry[key]))}"
    return "undated"


def foot_html(page: Page, context: BriefContext) -> str:
    """Documents cited, method, parameters, hash of the data, versions, how to reproduce."""
    parameters = [(name, f"<code>{escape(_json(value))}</code>") for name, value in context.parameters.items()]
    made = [
        ("Data", f"<code>{escape(context.data_sha256)}</code> (SHA-256)" if context.data_sha256 else ""),
        ("Versions", escape(", ".join(f"{name} {version}" for name, version in context.versions.items()))),
        ("To reproduce", f"<code>{escape(context.command)}</code>" if context.command else ""),
    ]
    documents = "".join(f"<li>{words}</li>" for words in _documents(page, context))
    parts = ['<h2 id="made">How this brief was made</h2>', f"<p>{_METHOD}</p>"]
    parts += [f"<h3>Documents cited</h3><ul>{documents}</ul>"] if documents else []
    parts += [f"<h3>Parameters of this run</h3>{terms(parameters)}"] if parameters else []
    parts += [f"<h3>Data and code</h3>{terms(made)}"] if any(words for _, words in made) else []
    return "".join(parts)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _documents(page: Page, context: BriefContext) -> list[str]:
    cited = list(dict.fromkeys(first_value(entry, "document") for entry in page.ordered().values()))
    known = {first_value(document, "label"): document for document in context.documents}
    return [_document(label, known.get(label, {})) for label in cited if label]


def _document(label: str, document: Any) -> str:
    words = escape(label)
    address = first_value(document, "address")
    if address.startswith(("https://", "http://")):
        words = f'<a href="{escape_address(address)}" rel="noreferrer">{words}</a>'
    published = first_value(document, "published")
    facts = [f"published {iso_day(published)}" if published else ""]
    facts += [first_value(document, name) for name in ("coded_from", "licence", "note")]
    told = [escape(fact.rstrip(".")) for fact in facts if fact]
    return words + (f": {'; '.join(told)}." if told else "")
