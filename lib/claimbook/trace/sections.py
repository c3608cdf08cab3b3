"""The sections of an index page held against the manifest of its run and against the briefs that they lead
to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

from claimbook.trace.tree import Node, plain

if TYPE_CHECKING:
    from claimbook.shelf.manifest import Brief, Manifest
    from claimbook.trace.index import IndexAudit

Finding = tuple[Node, str, str]


def section_faults(audit: IndexAudit, sections: list[Node]) -> Iterator[Finding]:
    """What a section leads to, shows and says of failures otherwise than the run."""
    manifest = audit.state.manifest
    for section in sections:
        yield from _drawing(audit, section)
    if manifest is None:
        return
    if len(sections) != len(manifest.briefs):
        yield (
            audit.page.root.first("main") or sections[0],
            f"{len(sections)} briefs",
            f"{len(manifest.briefs)}, as the manifest of the run lists",
        )
        return
    for section, brief in zip(sections, manifest.briefs, strict=True):
        yield from _links(section, brief, manifest)
        yield from _fault(section, brief)


def _links(section: Node, brief: Brief, manifest: Manifest) -> Iterator[Finding]:
    heading = section.first("h2")
    link = heading.first("a") if heading else None
    file = unquote(link.attrs.get("href", "")) if link else None
    if file != brief.file:
        yield heading or section, f"a heading that leads to {file or 'no file'}", brief.file or "no file"
    elif brief.file and heading.text() != plain(brief.title):
        yield heading, heading.text(), plain(brief.title)
    for node in section.all("p"):
        for made in node.all("a") if "get" in node.classes else ():
            name = unquote(made.attrs.get("href", ""))
            if name not in brief.files or name not in manifest.files:
                yield made, f"{made.text()}, linked to {name}", "a file of this brief"


def _fault(section: Node, brief: Brief) -> Iterator[Finding]:
    """Whether it failed, what stands in its place, and why."""
    boxes = [node for node in section.all("p") if "fault" in node.classes]
    if bool(boxes) != bool(brief.fault):
        yield (
            section,
            "a failure" if boxes else "no failure",
            brief.fault or "no failure, as the manifest of the run has it",
        )
        return
    if boxes:
        kept = "Failed now. What stands here is the last good brief, of the run of"
        said = boxes[0].text()
        if not (
            said.startswith(kept) if brief.status == "kept" else said.startswith("Failed. ")
        ) or not said.endswith(plain(brief.fault)):
            yield (
                boxes[0],
                said,
                f"{'Failed now' if brief.status == 'kept' else 'Failed'}. ... {plain(brief.fault)}",
            )


def _drawing(audit: IndexAudit, section: Node) -> Iterator[Finding]:
    """The drawings of a section are those of the first chart of its brief."""
    home = audit.home(section)
    drawn = list(section.all("svg"))
    if home in (None, audit) or not drawn:
        return
    first = home.page.charts[:1]
    expected = [_shape(svg) for chart in first for svg in chart.all("svg")]
    for svg, known in zip(drawn, expected, strict=False):
        if _shape(svg) != known:
            yield svg, "a drawing that differs", "that of the first chart of the brief"
    if len(drawn) != len(expected):
        yield section, f"{len(drawn)} drawings", f"{len(expected)}, those of the first chart of the brief"


_OWN = ("id", "href", "aria-labelledby", "aria-describedby")


def _shape(node: Node) -> tuple:
    """A drawing with all that it shows; its names and addresses are those of its page."""
    attributes = tuple(sorted((name, value) for name, value in node.attrs.items() if name not in _OWN))
    return (
        node.tag,
        attributes,
        tuple(_shape(child) if isinstance(child, Node) else child for child in node.children),
    )
