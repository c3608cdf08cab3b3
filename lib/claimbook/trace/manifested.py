"""What the manifest beside a brief says of it: the versions that made it, and how many changes its box must
tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimbook.trace.tree import Node

if TYPE_CHECKING:
    from claimbook.trace.audit import Audit

Finding = tuple[Node, str, str]

# Counts of the manifest -> how the sentence on top of the box calls them.
_TOLD = {
    "retracted": "retracted",
    "corrected": "corrected",
    "revised": "revised",
    "removed": "removed",
    "added": "added",
    "left": "left out by the selection",
    "entered": "newly within the selection",
    "regraded": "regraded",
    "derived": "derived figure",
}


def faults(audit: Audit) -> Iterator[Finding]:
    """What a brief says of its making and its changes otherwise than the manifest of its run."""
    manifest = audit.state.manifest
    brief = manifest.brief(audit.page.path.stem) if manifest else None
    if brief is None or brief.status == "kept":  # one that was kept is of another run
        return
    yield from _versions(audit, manifest.versions)
    counts = brief.changes.get("counts", {})
    yield from _box(audit, {_TOLD[name] for name, count in counts.items() if count and name in _TOLD})


def _versions(audit: Audit, known: dict[str, str]) -> Iterator[Finding]:
    for made in audit.page.root.all("dl"):
        names = [child for child in made.children if isinstance(child, Node)]
        for name, line in zip(names, names[1:], strict=False):
            if name.tag == "dt" and name.text() == "Versions":
                for package, version in re.findall(r"([A-Za-z][\w.-]*) ([\w.]+)", line.text()):
                    if known.get(package, version) != version:
                        yield (
                            line,
                            f"{package} {version}",
                            f"{package} {known[package]}, with which the run was made",
                        )


def _box(audit: Audit, kinds: set[str]) -> Iterator[Finding]:
    """The sentence on top of the box names each kind of change that the run found."""
    boxes = [node for node in audit.page.root.all("section") if "changes" in node.classes]
    said = " ".join(box.text() for box in boxes)
    for kind in sorted(kinds):
        if kind not in said:
            yield (
                audit.page.root.first("main") or audit.page.root,
                f"no word of what is {kind}",
                "the changes that the run found, in a box",
            )
