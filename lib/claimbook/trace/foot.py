"""The foot of a brief held against the data: documents, parameters, hash, versions, command."""

from __future__ import annotations

import json
import re
import shlex
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from claimbook.trace import rules
from claimbook.trace.days import published_words
from claimbook.trace.excuses import At
from claimbook.trace.numerals import BLANK, has_number
from claimbook.trace.rules import left
from claimbook.trace.tree import Node, plain

if TYPE_CHECKING:
    from claimbook.trace.audit import Audit

_VERSION = re.compile(r"(?P<name>[A-Za-z][\w.-]*) (?P<version>\d+(?:\.\d+)+(?:[a-z]+\d+)?)")
_DATED = re.compile(r"(?:^|: )published (?P<date>(?:on|in|between) [^;]*?\d{4})(?=[;.]|$)")


def look_at(audit: Audit, footer: Node) -> None:
    """Look at each line of the foot; what differs goes into the audit's report."""
    known = {"Data": _data, "Versions": _versions, "To reproduce": _command}
    seen: set[int] = set()
    for made in footer.all("dl"):
        name = ""
        for child in (c for c in made.children if isinstance(c, Node)):
            seen.add(id(child))
            if child.tag == "dt":
                name = child.text()
            elif name in known:
                known[name](audit, child)
            else:
                _parameter(audit, child, name)
    for item in footer.all("li"):
        _document(audit, item)
    for line in audit.page.lines:
        inside = any(node is footer for node in line.node.above())
        if inside and not line.attribute and line.node.tag not in ("dd", "li"):
            _plain(audit, line.node, line.text)
        elif inside and line.attribute:
            _plain(audit, line.node, line.text, line.attribute)


def _plain(audit: Audit, node: Node, text: str, attribute: str = "") -> None:
    numbers, counts = left(text, At(audit.values), (rules.WORDS_OF_DATA, rules.WORD))
    audit.report.excused += counts
    for number in numbers:
        audit.found(node, number, "words without a number", attribute)


def _excused(audit: Audit) -> None:
    audit.report.excused[rules.MAKING.name] += 1


def data_hash(root: Node) -> str:
    """The hash of the data, as the foot of a page tells it; "" where it tells none."""
    footer = root.first("footer")
    codes = (code.text() for code in footer.all("code")) if footer else ()
    return next((code for code in codes if re.fullmatch(r"[0-9a-f]{64}", code)), "")


def _data(audit: Audit, line: Node) -> None:
    if re.fullmatch(r"[0-9a-f]{64} \(SHA-256\)", line.text()):
        _excused(audit)  # which data it is was said first of all
    else:
        audit.found(line, line.text(), "the SHA-256 of the data in hexadecimal digits")


def _versions(audit: Audit, line: Node) -> None:
    for part in line.text().split(", "):
        found = _VERSION.fullmatch(part)
        if found and _is_package(found["name"]):
            _excused(audit)
        else:
            audit.found(line, part, "the name of a package and its version")


def _is_package(name: str) -> bool:
    try:
        return name == "python" or bool(version(name))
    except PackageNotFoundError:
        return False


def _command(audit: Audit, line: Node) -> None:
    try:
        words = shlex.split(line.text())
    except ValueError:
        words = []
    if words[:1] != ["claimbook"] or words[1:2] not in (["run"], ["brief"]):
        audit.found(line, line.text(), "the command that makes this brief")
        return
    rest = words[2:]
    while rest:
        if rest[0] in ("-p", "--parameter") and len(rest) >= 3:
            _agrees(audit, line, rest[1], _value(rest[2]))
            rest = rest[3:]
        elif re.fullmatch(
            r"(?:\d\d-)?[A-Za-z_][\w-]*(?:\.(?:ipynb|html))?|\d\d-[\w-]+\.(?:ipynb|html)|--[a-z-]+", rest[0]
        ) or not has_number(rest[0]):
            rest = rest[1:]
        else:
            audit.found(line, rest[0], "the name of a notebook or report")
            rest = rest[1:]
    _excused(audit)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _parameter(audit: Audit, line: Node, name: str) -> None:
    _agrees(audit, line, name, _value(line.text()))
    if has_number(line.text()):
        _excused(audit)


def _agrees(audit: Audit, line: Node, name: str, told: Any) -> None:
    known = audit.values.parameters
    if name not in known or known[name] != told:
        audit.found(
            line,
            f"{name} = {json.dumps(told)}",
            f"{json.dumps(known.get(name))}, with which the notebook ran",
        )


def _document(audit: Audit, item: Node) -> None:
    """A document that is cited: its name and facts as documents.csv has them."""
    text = item.text()
    rows = {plain(row["label"]): row for row in audit.values.everything.documents.to_dict("records")}
    label = next((label for label in sorted(rows, key=len, reverse=True) if text.startswith(label)), None)
    if label is None:
        _plain(audit, item, text)
        return
    rest = text.removeprefix(label)
    dated = _DATED.search(rest)
    if dated:
        expected = published_words(rows[label]["published_from"], rows[label]["published"])
        if dated["date"] != expected:
            audit.found(item, dated["date"], f"{expected}, when it was published")
        rest = rest.replace(dated["date"], BLANK)
    audit.report.excused[rules.WORDS_OF_DATA.name] += has_number(label)
    audit.report.excused[rules.DATE.name] += bool(dated)
    _plain(audit, item, rest)
