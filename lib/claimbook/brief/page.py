"""The page while it is being put together: its headings, its numbers and where they were used."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from claimbook.brief.context import BriefFault
from claimbook.errors import shown
from claimbook.show.safe import anchor, escape, slug

_LINK = re.compile(r'<a (?P<text>class="n" )?href="#(?P<target>n-[^"]+)"')
_REGION = re.compile(r'(?P<start>role="region" aria-label=")(?P<name>[^"]*)"')
_OWN_GROUP = 4  # derived figures of one claimant or subject that make a group of their own
_TAG = re.compile(r"<[^>]+>")


@dataclass
class Page:
    """State of one page; `entries` as they came, `ordered` as they are listed."""

    title_html: str = ""
    entries: dict[str, dict] = field(default_factory=dict)
    contents: list[tuple[str, str]] = field(default_factory=list)
    data_through: str = ""
    level: int = 1
    charts: int = 0
    _place: tuple[str, str] = ("top", "The top of the page")
    _used: dict[str, dict[str, str]] = field(default_factory=dict)
    _regions: dict[str, int] = field(default_factory=dict)
    _ids: set[str] = field(default_factory=lambda: {"top", "numbers", "made"})

    def heading(self, inner: str, level: int) -> str:
        """A heading of the notebook: with id, no level skipped, the first h1 taken as the title."""
        if level == 1 and not self.title_html:
            self.title_html = inner
            return ""
        level = min(max(level, 2), self.level + 1)
        words = plain(inner)
        name = self.new_id(slug(words) or "section")
        self.level, self._place = level, (name, words)
        if level == 2:
            self.contents.append((name, inner))
        return f'<h{level} id="{name}">{inner}</h{level}>'

    def chart_heading(self, inner: str) -> tuple[str, str]:
        """The heading of a chart and the prefix of its ids; the headings of the notebook go on as before."""
        self.charts += 1
        name = self.new_id(f"chart-{self.charts}")
        level = min(self.level + 1, 6)
        return name, f'<h{level} id="{name}">{inner}</h{level}>'

    def new_id(self, wanted: str) -> str:
        """That id, or the next free one after it; ids of entries are out of reach by their prefix."""
        wanted = "s-" + wanted if wanted.startswith("n-") else wanted
        name, number = wanted, 2
        while name in self._ids:
            name, number = f"{wanted}-{number}", number + 1
        self._ids.add(name)
        return name

    def collect(self, entries: dict[str, dict], where: str) -> None:
        """Take entries in. Raises BriefFault where one id has two meanings."""
        for key, entry in entries.items():
            if self.entries.setdefault(key, entry) != entry:
                raise BriefFault(
                    f"{where}: entry {shown(key)}: found two that differ, expected one meaning an id"
                )

    def use(self, markup: str, place: tuple[str, str] | None = None) -> str:
        """Note which numbers the markup links to, from the place given or the heading above; name its regions
        apart."""
        name, words = place or self._place
        for link in _LINK.finditer(markup):
            self._used.setdefault(html.unescape(link["target"]), {}).setdefault(name, words)
        return _REGION.sub(self._region, markup)

    def _region(self, match: re.Match[str]) -> str:
        """A region that can be reached by its name needs one of its own, also where two tables have one
        caption."""
        number = self._regions[match["name"]] = self._regions.get(match["name"], 0) + 1
        return match[0] if number == 1 else f'{match["start"]}{match["name"]} ({number})"'

    def ordered(self) -> dict[str, dict]:
        """The entries as the appendix lists and numbers them: group by group."""
        return {key: entry for _, group in self.grouped() for key, entry in group.items()}

    def grouped(self) -> list[tuple[str, dict[str, dict]]]:
        """Heading and entries of each group of the appendix: the claims on each subject, what was worked out
        from them, what was assumed; in a group by first appearance."""
        seen = self._as_seen()
        ours = Counter(_who(entry) for entry in seen.values() if entry.get("kind") == "derived")
        many = {who for who, times in ours.items() if who and times >= _OWN_GROUP}
        groups: dict[tuple[int, str], dict[str, dict]] = {}
        for key, entry in seen.items():
            groups.setdefault(_group(entry, many), {})[key] = entry
        return [(head, group) for (_, head), group in sorted(groups.items(), key=lambda made: made[0][0])]

    def _as_seen(self) -> dict[str, dict]:
        """The entries by first appearance, each derived one with its inputs after it.

        Told from the links, as a stored notebook keeps the keys of its JSON in order of the alphabet.
        """
        by_anchor = {anchor(key): key for key in self.entries}
        found: dict[str, dict] = {}
        waiting = [*(by_anchor[name] for name in self._used if name in by_anchor), *self.entries]
        while waiting:
            key = waiting.pop(0)
            if key in self.entries and key not in found:
                found[key] = self.entries[key]
                waiting[:0] = found[key].get("inputs") or []
        return found

    def used_in(self, entry_id: str) -> list[tuple[str, str]]:
        """Id and words of the headings under which a number stands."""
        return list(self._used.get(anchor(entry_id), {}).items())

    def numbered(self, markup: str) -> str:
        """Give each linked number of the text the position of its entry, which print shows.

        Raises BriefFault where a number links to no entry.
        """
        order = {anchor(key): n for n, key in enumerate(self.ordered(), 1)}

        def position(match: re.Match[str]) -> str:
            target = match["target"]
            if target not in order:
                raise BriefFault(
                    f"brief: found a number that links to {shown(target)}, expected an entry of that name"
                )
            return f'{match[0]} data-k="{order[target]}"' if match["text"] else match[0]

        return _LINK.sub(position, markup)


def _who(entry: dict[str, Any]) -> str:
    """Whom the label of an entry begins with, a subject or a claimant; "" for none."""
    who, colon, _ = first_value(entry, "label").partition(": ")
    return who if colon else ""


def _group(entry: dict[str, Any], many: set[str]) -> tuple[int, str]:
    """Place and heading of the group of an entry; many: whoever has so many derived figures that they stand
    apart."""
    who = _who(entry)
    if entry.get("kind") != "derived":
        return 0, f"Claims on {who}" if who else "Claims"
    if first_value(entry, "formula").startswith("assumed: "):
        return 3, "Assumed"
    return (2, f"Worked out: {who}") if who in many else (1, "Worked out from the claims")


def plain(markup: str) -> str:
    """The words of a line of our own markup."""
    return html.unescape(_TAG.sub("", markup)).strip()


def terms(pairs: list[tuple[str, str]], css_class: str = "") -> str:
    """A list of terms; the second of each pair is HTML already, blank ones are left out."""
    kind = f' class="{css_class}"' if css_class else ""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{words}</dd>" for name, words in pairs if words)
    return f"<dl{kind}>{rows}</dl>" if rows else ""


def first_value(data: dict[str, Any], *names: str) -> str:
    """The first of these fields that is not blank, as text."""
    return next((str(data[name]) for name in names if data.get(name) not in (None, "")), "")
