"""A page of typed blocks: what it shows in order, its headings, its numbers and where they are used."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from markupsafe import Markup

from claimbook.brief.chart_data import data_table
from claimbook.brief.context import BriefFault
from claimbook.brief.templating import macros
from claimbook.charts.chart import DESKTOP, PHONE, Chart
from claimbook.charts.scene import Text
from claimbook.errors import shown
from claimbook.figure.entry import Entries, Entry
from claimbook.words.richtext import linked_ids, to_text
from claimbook.words.safe import anchor, slug

_OWN_GROUP = 4  # derived figures on one subject that make a group of their own


@dataclass(frozen=True)
class Words:
    """A piece of markdown. section: a heading that the list of contents names."""

    html: Markup
    section: bool = False


@dataclass(frozen=True)
class Display:
    """Anything of claimbook.show but a chart; label: the name of a table, which no other one has."""

    where: str
    role: str
    content: dict[str, Any]
    label: str = ""


@dataclass(frozen=True)
class Drawn:
    """A chart; name begins its ids, level is that of its heading, label names its table."""

    where: str
    chart: Chart
    name: str
    level: int
    label: str = ""


Block = Words | Display | Drawn


@dataclass
class Page:
    """A page while it is put together, block by block.

    changes       the box of what changed, a Display or Drawn, or None; it stands before the blocks
    entries       as they came; `ordered` as the appendix lists them
    contents      id and inner HTML of each section
    data_through  last day that the data covers, ISO; "" where no box tells it
    """

    title: Markup | None = None
    changes: Display | Drawn | None = None
    blocks: list[Block] = field(default_factory=list)
    entries: Entries = field(default_factory=dict)
    contents: list[tuple[str, Markup]] = field(default_factory=list)
    data_through: str = ""
    _level: int = 1
    _charts: int = 0
    _place: tuple[str, str] = ("top", "The top of the page")
    _used: dict[str, dict[str, str]] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=lambda: {"top", "numbers", "made"})
    _labels: Counter = field(default_factory=Counter)
    _targets: list[str] = field(default_factory=list)

    # -- while it grows -----------------------------------------------------------------
    def heading(self, inner: str, level: int) -> str:
        """A heading of the notebook: with id, no level skipped, the first h1 taken as the title."""
        if level == 1 and self.title is None:
            self.title = Markup(inner)
            return ""
        level = min(max(level, 2), self._level + 1)
        made = Markup(inner)
        words = made.striptags()
        name = self._new_id(slug(words) or "section")
        self._level, self._place = level, (name, words)
        if level == 2:
            self.contents.append((name, made))
        return macros("page.html.j2").heading(level, name, made)

    def target(self, name: str) -> None:
        """Note a link of the notebook's own words into the page; one to an entry needs one."""
        if name.startswith("n-"):
            self._targets.append(name)

    def display(self, role: str, content: dict[str, Any], where: str) -> Display:
        """A display, its numbers noted under the heading above it."""
        self._use(linked_ids(content), self._place)
        label = self._label(to_text(content["caption"])) if role == "table" else ""
        return Display(where, role, content, label)

    def chart(self, chart: Chart, where: str) -> Drawn:
        """A chart, its numbers noted under its own heading; those of the notebook go on as before."""
        self._charts += 1
        name = self._new_id(f"chart-{self._charts}")
        shapes = [shape for width in (DESKTOP, PHONE) for _, shape in chart.scene(width).shapes]
        drawn = [shape.link for shape in shapes if isinstance(shape, Text) and shape.link]
        above, below = (
            [chart.words(part) for part in two] for two in (("title", "subtitle"), ("source", "note"))
        )
        table = data_table(chart)
        self._use([*linked_ids(above), *drawn, *linked_ids([below, table])], (name, chart.title))
        return Drawn(where, chart, name, min(self._level + 1, 6), self._label(to_text(table["caption"])))

    def box(self, data_through: str | None) -> None:
        """Note that a box with its own headings was shown, and how far it says that the data goes."""
        self.data_through = self.data_through or data_through or ""
        self._level = max(self._level, 2)

    def collect(self, entries: Entries, where: str) -> None:
        """Take entries in. Raises BriefFault where one id has two meanings."""
        for key, entry in entries.items():
            if self.entries.setdefault(key, entry) != entry:
                found = f"{where}: entry {shown(key)}: found two that differ"
                raise BriefFault(f"{found}, expected one meaning an id")

    def _new_id(self, wanted: str) -> str:
        """That id, or the next free one after it; ids of entries are out of reach by their prefix."""
        wanted = "s-" + wanted if wanted.startswith("n-") else wanted
        name, number = wanted, 2
        while name in self._ids:
            name, number = f"{wanted}-{number}", number + 1
        self._ids.add(name)
        return name

    def _label(self, caption: str) -> str:
        """The name of a table, also where two have one caption."""
        self._labels[caption] += 1
        return caption if self._labels[caption] == 1 else f"{caption} ({self._labels[caption]})"

    def _use(self, ids: Iterable[str], place: tuple[str, str]) -> None:
        for id in ids:
            self._used.setdefault(id, {}).setdefault(*place)

    # -- what it holds -----------------------------------------------------------------
    @property
    def displays(self) -> list[Display | Drawn]:
        """What is no markdown, in order; the box of changes first."""
        given = [self.changes, *self.blocks]
        return [block for block in given if isinstance(block, (Display, Drawn))]

    @property
    def charts(self) -> list[Chart]:
        """The charts, so that the n-th one is chart n of the brief."""
        return [block.chart for block in self.displays if isinstance(block, Drawn)]

    def contents_of(self, role: str) -> list[dict[str, Any]]:
        """The content of each display of that role, such as table or answer."""
        return [block.content for block in self.displays if isinstance(block, Display) and block.role == role]

    def through(self, given: dt.date | None) -> dt.date | None:
        """The last day that the data covers: the one given, else as the top box tells it."""
        return given or (dt.date.fromisoformat(self.data_through) if self.data_through else None)

    # -- once it is whole -----------------------------------------------------------------
    def check_links(self) -> None:
        """Raise BriefFault where a number links to no entry."""
        known = {anchor(id) for id in self.entries}
        for name in [*map(anchor, self._used), *self._targets]:
            if name not in known:
                found = f"brief: found a number that links to {shown(name)}"
                raise BriefFault(f"{found}, expected an entry of that name")

    @cached_property
    def groups(self) -> list[tuple[str, Entries]]:
        """Heading and entries of each group of the appendix."""
        return grouped(in_order(self._used, self.entries))

    @cached_property
    def ordered(self) -> Entries:
        """The entries as the appendix lists and numbers them: group by group."""
        return {id: entry for _, group in self.groups for id, entry in group.items()}

    @cached_property
    def positions(self) -> dict[str, int]:
        """Id of an entry -> its number in the appendix, which print shows."""
        return {id: n for n, id in enumerate(self.ordered, 1)}

    @property
    def uses(self) -> dict[str, list[tuple[str, str]]]:
        """Id of an entry -> id and words of the headings under which its number stands."""
        return {id: list(places.items()) for id, places in self._used.items()}


def in_order(used: Iterable[str], entries: Entries) -> Entries:
    """The entries by first use, each figure of ours with its inputs after it; then those that are linked
    nowhere. A stored notebook keeps the keys of its JSON in order of the alphabet, which tells nothing."""
    found: Entries = {}
    waiting = [*used, *entries]
    while waiting:
        id = waiting.pop(0)
        if id in entries and id not in found:
            found[id] = entries[id]
            waiting[:0] = entries[id].inputs
    return found


def grouped(entries: Entries) -> list[tuple[str, Entries]]:
    """Heading and entries of each group: the claims on each subject, what was worked out from them; in a
    group in the order given."""
    ours = Counter(entry.about for entry in entries.values() if entry.is_ours)
    many = {about for about, times in ours.items() if about and times >= _OWN_GROUP}
    groups: dict[tuple[int, str], Entries] = {}
    for id, entry in entries.items():
        groups.setdefault(_group(entry, many), {})[id] = entry
    return [(head, group) for (_, head), group in sorted(groups.items(), key=lambda made: made[0][0])]


def _group(entry: Entry, many: set[str]) -> tuple[int, str]:
    """Place and heading of the group of an entry; many: what so many figures of ours are about that they
    stand apart."""
    if entry.kind == "claim":
        return 0, f"Claims on {entry.about}" if entry.about else "Claims"
    return (2, f"Worked out: {entry.about}") if entry.about in many else (1, "Worked out from the claims")
