"""The index page: its numbers have their entries in the briefs beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from claimbook.trace.audit import Audit
from claimbook.trace.excuses import At
from claimbook.trace.reader import Page, target
from claimbook.trace.report import Report
from claimbook.trace.sections import section_faults
from claimbook.trace.tree import HEADINGS, Node, plain
from claimbook.trace.values import Values


class IndexAudit(Audit):
    """brief_of: from a file's name to the audit of that brief, None where there is none."""

    def __init__(self, page: Page, values: Values, brief_of: Callable[[Path], Audit | None]):
        super().__init__(page, values)
        self._brief_of = brief_of
        sections = [node for node in page.root.all("section") if "brief" in node.classes]
        failed = sum("fault" in node.classes for made in sections for node in made.all("p"))
        values.counts.update(briefs=str(len(sections)), failed=str(failed))
        self._sections = sections

    def carry_out(self) -> Report:
        """The page as any other one, and its sections held against the manifest of the run and against their
        briefs."""
        for place, found, expected in section_faults(self, self._sections):
            self.found(place, found, expected)
        return super().carry_out()

    def briefs(self) -> list[Audit]:
        """The briefs of the sections, in their order."""
        return [home for made in self._sections if (home := self.home(made)) not in (None, self)]

    def home(self, node: Node) -> Audit | None:
        section = node.within(lambda n: n.tag == "section" and "brief" in n.classes)
        if section is None:
            return self
        heading = section.first("h2")
        link = heading.first("a") if heading else None
        return self._beside(link.attrs.get("href", "")) if link else self

    def linked(self, link: Node) -> Audit | None:
        return self._beside(target(link)[0])

    def _beside(self, name: str) -> Audit | None:
        name = unquote(name)
        plain_name = Path(name).name == name and name not in ("", ".", "..")
        return self._brief_of(self.page.path.parent / name) if plain_name else None

    def at(self, node: Node) -> At:
        """A drawing has its title in the paragraph before it, its table in the brief."""
        home, made = self.home(node), super().at(node)
        box = node.within(lambda n: "fault" in n.classes)
        svg = node.within("svg")
        cells = home.around.all_cells() if svg and home and home is not self else frozenset()
        faults = self._faults(box) if box else ()
        return replace(
            made,
            chart=cells,
            repeats=(*made.repeats, *_title_before(svg), *_heads(node)),
            faults=faults,
            files=_pictures(node),
        )

    def _faults(self, box: Node) -> tuple[str, ...]:
        """Why the brief of a box failed, as the manifest has it; without one the words are taken as they
        stand."""
        manifest = self.state.manifest
        if manifest is None:
            return tuple(node.text() for node in box.all("span") if node.attrs.get("data-x") == "a fault")
        return tuple(plain(brief.fault) for brief in manifest.briefs if brief.fault)


def _title_before(svg: Node | None) -> tuple[str, ...]:
    if svg is None or svg.parent is None:
        return ()
    before = [
        child for child in svg.parent.children[: svg.parent.children.index(svg)] if isinstance(child, Node)
    ]
    return next(((node.text(),) for node in reversed(before) if node.tag in HEADINGS), ())


def _heads(node: Node) -> tuple[str, ...]:
    """The title of the brief whose files a paragraph links to."""
    section = node.within("section") if "get" in node.classes else None
    return tuple(head.text() for head in section.all("h2")) if section else ()


def _pictures(node: Node) -> tuple[str, ...]:
    """The words of the links to the pictures of a brief, each with its number among them, as its file has
    it."""
    links = (link for link in node.all("a") if "get" in node.classes)
    found = (
        re.fullmatch(r"[^/:#?]+\.chart-(\d+)(?:-[^/:#?]*)?\.png", link.attrs.get("href", ""))
        for link in links
    )
    numbers = [made[1] for made in found if made]
    return tuple(
        f"Picture of chart {number} (PNG)" for place, number in enumerate(numbers, 1) if number == str(place)
    )
