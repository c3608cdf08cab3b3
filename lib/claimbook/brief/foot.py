"""How a brief was made: documents cited, method, parameters, hash of the data, versions, how to reproduce."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup

from claimbook.brief.context import BriefContext
from claimbook.brief.templating import macros
from claimbook.figure.entry import Entries
from claimbook.words.dates import published_within

# What documents often share, and how that is told once for all.
_SHARED = {"coded_from": "coded from", "licence": "licence"}


def foot_html(context: BriefContext, entries: Entries) -> Markup:
    """The foot of a brief. entries: by id, as the appendix lists them; their documents are those cited."""
    cited = list(dict.fromkeys(entry.document for entry in entries.values() if entry.document))
    known = {str(document.get("label")): document for document in context.documents}
    rows = {label: _facts(known.get(label, {})) for label in cited}
    shared = {name: fact for name in _SHARED if (fact := _of_most(row[name] for row in rows.values()))}
    versions = ", ".join(f"{name} {version}" for name, version in context.versions.items())
    return macros("foot.html.j2").foot(
        documents=[_document(label, row, shared) for label, row in rows.items()],
        shared="; ".join(f"{_SHARED[name]}: {fact.rstrip('.')}" for name, fact in shared.items()),
        parameters=[(name, as_json(value)) for name, value in context.parameters.items()],
        made={"data": context.data_sha256, "versions": versions, "command": context.command},
    )


def as_json(value: Any) -> str:
    """A parameter as a page tells it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _facts(document: Mapping[str, Any]) -> dict[str, str]:
    """The facts of a document as words, blank where they are not known."""
    names = (*_SHARED, "note", "address", "published_from", "published")
    return {name: "" if document.get(name) is None else str(document[name]) for name in names}


def _of_most(facts: Iterable[str]) -> str:
    """The fact that more than one document has, and most of all; "" where there is none."""
    fact, times = next(iter(Counter(filter(None, facts)).most_common(1)), ("", 0))
    return fact if times > 1 else ""


def _document(label: str, row: Mapping[str, str], shared: Mapping[str, str]) -> dict[str, Any]:
    """Name, address and facts of a document; not those that all share, and where it lacks one, that."""
    how, days = published_within(_day(row["published_from"]), _day(row["published"]))
    told = not days or label.endswith(f", {days}")  # a name may say already when it was published
    facts = ["" if told else f"published {how} {days}"]
    for name in _SHARED:
        missing = f"{_SHARED[name]}: not stated" if name in shared and not row[name] else row[name]
        facts.append("" if row[name] and row[name] == shared.get(name) else missing)
    facts.append(row["note"])
    address = row["address"] if row["address"].startswith(("https://", "http://")) else ""
    return {"label": label, "address": address, "facts": [fact.rstrip(".") for fact in facts if fact]}


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
