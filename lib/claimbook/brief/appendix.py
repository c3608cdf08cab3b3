"""Where each number comes from, and how the brief was made."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from claimbook.brief.context import BriefContext
from claimbook.brief.page import Page, first_value, terms
from claimbook.brief.quotation import after_figure, published, quotation
from claimbook.show.safe import anchor, escape, escape_address
from claimbook.show.spans import iso_day, when_published

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
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
_CREDIBILITY = {
    "1": "confirmed by independent sources",
    "2": "probably true",
    "3": "possibly true",
    "4": "doubtful",
    "5": "improbable",
    "6": "truth cannot be judged",
}
# as_printed of a row that only a listing gave: "572 (listing, USD million/year)"
_LISTED = re.compile(r"(?P<value>.+) \(listing, (?P<unit>[^()]+)\)")
_METHOD = (
    "Each figure is one coded row of the data: who says it, through whom, how it is bounded and where it is printed; "  # noqa: E501
    "blank means not stated. "
    "Arithmetic keeps bounds and names its rules, never adds figures of different claimants and never makes a midpoint. "  # noqa: E501
    "Sources and items are graded apart on the Admiralty scale, and a relay of a claim is no confirmation of it."  # noqa: E501
)


def appendix_html(page: Page) -> str:
    """The lists of entries, each entry once, below a heading for each subject; "" where there are no
    numbers."""
    if not page.entries:
        return ""
    made, before = [], 0
    for head, group in page.grouped():
        items = "".join(_item(key, entry, page) for key, entry in group.items())
        start = f' start="{before + 1}"' if before else ""  # their numbers go on, as print refers to them
        made.append(f'<h3>{escape(head)}</h3><ol class="numbers"{start}>{items}</ol>')
        before += len(group)
    return (
        '<section aria-labelledby="numbers"><h2 id="numbers">Where each number comes from</h2>'
        f'<p class="under">The first lines of each entry are ready to quote.</p>{"".join(made)}</section>'
    )


def _item(key: str, entry: dict[str, Any], page: Page) -> str:
    ours = entry.get("kind") == "derived"
    facts = [*(_derived if ours else _claim)(entry, page), ("Used in", _used(key, page))]
    told = terms([*facts, ("Coded in", escape(first_value(entry, "row")))], "facts")
    name = "Inputs and use" if ours else "As printed, bound, dates, grade"
    return (
        f'<li id="{anchor(key)}">{_quote(entry, page)}<details><summary>{name}</summary>{told}</details></li>'
    )


def _claim(entry: dict[str, Any], page: Page) -> list[tuple[str, str]]:
    return [
        ("Printed", escape(_printed(entry))),
        ("Bound", escape(_bound(entry))),
        ("Dates", escape(_dates(entry))),
        ("Grade", escape(_grade(entry))),
        ("Original", _original(entry, page)),
        (
            "Echo",
            f"printed as an echo of {_to(entry['echoes'], page)}, no corroboration"
            if entry.get("echoes")
            else "",
        ),
        ("Note", escape(first_value(entry, "note"))),
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
    return f'<a href="#{anchor(key)}">{escape(entry.get("text"))}</a>{escape(after_figure(entry))}'


def _printed(entry: dict[str, Any]) -> str:
    listed = _LISTED.fullmatch(first_value(entry, "as_printed"))
    words = f"“{entry['as_printed']}”" if entry.get("as_printed") else ""
    if listed:  # a coder's note, which nobody printed, is no quotation
        words = f"wording not held; coded from a listing as {listed['value']} ({listed['unit']})"
    also = ", ".join(str(n) for n in entry.get("also_at") or [])
    return words + (f", again in paragraph {also}" if also else "")


def _bound(entry: dict[str, Any]) -> str:
    words = BOUNDS.get(first_value(entry, "bound"), first_value(entry, "bound"))
    hedges = [f"“{entry[name]}”" for name in ("hedge", "likelihood") if entry.get(name)]
    return words + (f"; hedged {', '.join(hedges)}" if hedges else "")


def _dates(entry: dict[str, Any]) -> str:
    named: dict[str, list[str]] = {}
    for name, key in (("as of", "as_of"), ("stated on", "stated_on")):
        if entry.get(key):
            named.setdefault(iso_day(str(entry[key])), []).append(name)
    told = [f"{' and '.join(names)} {date}" for date, names in named.items()]
    told += [f"published {published(entry)}"] if entry.get("published") else []
    return "; ".join(told) or "none stated"


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


def _quote(entry: dict[str, Any], page: Page) -> str:
    text, counts, source = quotation(entry, page.entries)
    return f'<p class="quote"><b>{escape(text)}</b>{escape(counts)} <span>({escape(source)})</span></p>'


def foot_html(page: Page, context: BriefContext) -> str:
    """Documents cited, method, parameters, hash of the data, versions, how to reproduce."""
    parameters = [
        (name, f"<code>{escape(_json(value))}</code>") for name, value in context.parameters.items()
    ]
    made = [
        ("Data", f"<code>{escape(context.data_sha256)}</code> (SHA-256)" if context.data_sha256 else ""),
        ("Versions", escape(", ".join(f"{name} {version}" for name, version in context.versions.items()))),
        ("To reproduce", f"<code>{escape(context.command)}</code>" if context.command else ""),
    ]
    shared, documents = _documents(page, context)
    parts = ['<h2 id="made">How this brief was made</h2>', f"<p>{_METHOD}</p>"]
    parts += [f"<h3>Documents cited</h3>{shared}<ul>{''.join(documents)}</ul>"] if documents else []
    parts += [f"<h3>Parameters of this run</h3>{terms(parameters)}"] if parameters else []
    parts += [f"<h3>Data and code</h3>{terms(made)}"] if any(words for _, words in made) else []
    return "".join(parts)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


# What documents often share, and how that is told once for all.
_SHARED = {"coded_from": "coded from", "licence": "licence"}


def _documents(page: Page, context: BriefContext) -> tuple[str, list[str]]:
    """What most documents that are cited share, as a paragraph of its own, and each of them as an item of a
    list."""
    cited = list(dict.fromkeys(first_value(entry, "document") for entry in page.ordered().values()))
    known = {first_value(document, "label"): document for document in context.documents}
    rows = {label: known.get(label, {}) for label in cited if label}
    shared = {
        name: fact for name in _SHARED if (fact := _of_most(first_value(row, name) for row in rows.values()))
    }
    told = "; ".join(f"{_SHARED[name]}: {escape(fact.rstrip('.'))}" for name, fact in shared.items())
    above = f"<p>{f'Where nothing else is said, {told}' if told else 'What each was coded from stands with it'}.</p>"  # noqa: E501
    return above, [f"<li>{_document(label, row, shared)}</li>" for label, row in rows.items()]


def _of_most(facts: Iterable[str]) -> str:
    """The fact that more than one document has, and most of all; "" where there is none."""
    (fact, times), *_ = [*Counter(filter(None, facts)).most_common(1), ("", 0)]
    return fact if times > 1 else ""


def _document(label: str, document: Any, shared: Mapping[str, str]) -> str:
    words = escape(label)
    address = first_value(document, "address")
    if address.startswith(("https://", "http://")):
        words = f'<a href="{escape_address(address)}" rel="noreferrer">{words}</a>'
    published = when_published(first_value(document, "published_from"), first_value(document, "published"))
    facts = ["" if _is_dated(label, published) else f"published {published}"]
    facts += [_unlike(document, name, shared) for name in _SHARED] + [first_value(document, "note")]
    told = [escape(fact.rstrip(".")) for fact in facts if fact]
    return words + (f": {'; '.join(told)}." if told else "")


def _is_dated(label: str, published: str) -> bool:
    """Whether the name of a document says already when it was published, or nobody knows it."""
    return not published or label.endswith(f", {published.partition(' ')[2]}")


def _unlike(document: Any, name: str, shared: Mapping[str, str]) -> str:
    """What is said of this document alone: not what all share, and where it says nothing, that it does not
    share it."""
    fact = first_value(document, name)
    if name in shared and not fact:
        return f"{_SHARED[name]}: not stated"
    return "" if fact == shared.get(name) else fact
