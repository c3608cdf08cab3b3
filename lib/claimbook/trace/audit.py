"""The audit of one page: every line of it, each number traced, excused by a rule, or found."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from claimbook.figure import Claim, Figure
from claimbook.scan import NUMERAL
from claimbook.trace import changes, drawings, entries, foot, manifested, marks, policy, rules, spans
from claimbook.trace.around import Around, linked_in
from claimbook.trace.beside import State
from claimbook.trace.columns import column_faults
from claimbook.trace.days import day_words
from claimbook.trace.downloads import csv_faults
from claimbook.trace.excuses import At, date_in_words, known_days
from claimbook.trace.figures import Figures, entry_of
from claimbook.trace.numbers import hedge_before, shown_as, tail_after, without
from claimbook.trace.numerals import BLANK, has_number
from claimbook.trace.reader import Line, Page, dressed_otherwise, is_entry_link, is_link_at, target, words_of
from claimbook.trace.recalculate import fault_of
from claimbook.trace.report import Report
from claimbook.trace.rules import Rule, left
from claimbook.trace.spoken import look_at_attribute, look_at_description, look_at_places
from claimbook.trace.tree import Node, plain
from claimbook.trace.values import Values


class Audit:
    """The audit of a brief; `carry_out` gives its report. An index page overrides whose entries its links
    lead to."""

    def __init__(self, page: Page, values: Values):
        self.page, self.values = page, values
        self.figures = Figures(page, values)
        self.around = Around(page, values, self.figures)
        self.report = Report(page.name)
        self._links: dict[int, bool] = {}

    @cached_property
    def state(self) -> State:
        """What the manifest beside the page says of its run and of the one before."""
        return State(self.page.path)

    @cached_property
    def before(self) -> Values | None:
        """What the run before could say, where it still lies beside this one."""
        return self.state.before

    # -- what an index page answers otherwise -----------------------------------------
    def home(self, node: Node) -> Audit | None:
        """The brief in whose appendix the numbers at an element have their entries."""
        return self

    def linked(self, link: Node) -> Audit | None:
        """The brief that a link leads into; None where it is not there."""
        return None if target(link)[0] else self

    def briefs(self) -> list[Audit]:
        """The briefs that a page stands for."""
        return [self]

    def at(self, node: Node) -> At:
        return self.around.at(node)

    # -- findings -----------------------------------------------------------------------
    def found(self, node: Node, found: str, expected: str, attribute: str = "") -> None:
        self.report.add(self.page.place(node, attribute), found, expected)

    def excuse(
        self,
        node: Node,
        text: str,
        allowed: Iterable[Rule],
        expected: str,
        attribute: str = "",
        at: At | None = None,
    ) -> None:
        """Count what these rules excuse of a text; each number that they do not is found."""
        if not has_number(text):
            return
        numbers, counts = left(text, at or self.at(node), allowed)
        self.report.excused += counts
        for number in numbers:
            self.found(node, number, expected, attribute)

    # -- the whole page -------------------------------------------------------------------
    def carry_out(self) -> Report:
        """Look at everything, in document order within each kind."""
        for fault in self.page.faults:
            found, _, expected = fault.removeprefix("found ").partition(", expected ")
            self.report.add("markup", found, expected)
        for name, nodes in self.page.ids.items():
            if len(nodes) > 1:
                self.found(nodes[1], f"the id {name} twice", "each id once, since a link leads to the first")
        self._style()
        for fault in manifested.faults(self):
            self.found(*fault)
        for line in self.page.lines:
            self._line(line)
        for name, item in self.page.entries.items():
            self._entry(name, item)
        look_at_places(self)
        footer = self.page.root.first("footer")
        if footer is not None:
            foot.look_at(self, footer)
        for svg in self.page.root.all("svg"):
            for fault in drawings.scale_faults(svg, self.values.days):
                self.found(*fault)
        for table in self.page.root.all("table"):
            for fault in column_faults(table, self.figures):
                self.found(*fault)
        for chart in self.page.charts:
            for svg in chart.all("svg"):
                for fault in marks.mark_faults(svg, chart, self.figures):
                    self.found(*fault)
            self._download(chart)
            self._drawn(chart)
        return self.report

    def _style(self) -> None:
        for found, expected in policy.faults(self.page.root):
            self.report.add("head of the file", found, expected)
        for style in self.page.root.all("style"):
            for found, expected in drawings.style_faults(
                "".join(child for child in style.children if isinstance(child, str))
            ):
                self.report.add("style of the page", found, expected)

    def _line(self, line: Line) -> None:
        if line.odd:
            self.found(line.node, line.text, "words without marks that turn or join digits", line.attribute)
        if line.node.within("footer"):
            return  # foot.py reads it
        if line.attribute:
            look_at_attribute(self, line)
        elif line.node.tag == "desc":
            look_at_description(self, line)
        elif entry_of(line.node) is None:  # entries are held against their row as a whole
            self._words(line)

    # -- words ---------------------------------------------------------------------------
    def _words(self, line: Line) -> None:
        marks = list(dict.fromkeys(mark for mark in line.marks if mark is not None))
        for mark in marks:
            if is_entry_link(mark):
                self.report.traced += self.link(mark)
                self._hedged(line, mark)
            elif mark.tag == "time":
                self._date(line, mark)
            else:
                self._reason(line, mark)
        self._split(line)
        rest = "".join(
            BLANK if mark is not None else c for c, mark in zip(line.text, line.marks, strict=False)
        )
        self.excuse(
            line.node,
            rest,
            rules.SPOKEN if line.node.tag == "title" else rules.PLAIN,
            "a link to an entry, or words without a number",
        )

    def _date(self, line: Line, mark: Node) -> None:
        first = next(n for n, m in enumerate(line.marks) if m is mark)
        if changes.is_run_day(mark, line.text[:first]):
            self._run_day(mark, words_of(line, mark), line.text[:first])
            return
        last = max(n for n, m in enumerate(line.marks) if m is mark)
        text, stamp = words_of(line, mark), mark.attrs.get("datetime", "")
        if expected := spans.fault(self, line, mark, first):
            self.found(mark, text, expected)
            return
        expected = date_in_words(stamp, text, line.text[last + 1 :], known_days(self.at(mark)))
        if expected is None:
            self.report.excused[rules.DATE.name] += 1
        else:
            self.found(mark, text, expected)

    def _run_day(self, mark: Node, text: str, before: str) -> None:
        """The nominal day of this run, or in the box of changes of the one before."""
        earlier = before.lower().startswith(("since", "nothing", "what has"))
        state = (self.home(mark) or self).state
        told = state.since_day if earlier else state.run_day
        stamp = mark.attrs.get("datetime", "")
        try:
            expected = day_words(told or dt.date.fromisoformat(stamp))
        except ValueError:
            expected = "a day"
        if text == expected and (told is None or stamp == told.isoformat()):
            self.report.excused[rules.RUN.name] += 1
        else:
            self.found(mark, text, expected)

    def _reason(self, line: Line, mark: Node) -> None:
        reason, _, name = mark.attrs["data-x"].partition(": ")
        text = words_of(line, mark)
        if not has_number(text):
            return
        place = (
            line.node if mark in line.node.above() else mark
        )  # an excuse may stand on a whole table or drawing
        if changes.box_of(mark) is not None and reason != "a locator":
            changes.look_at(self, line, mark, text)
            return
        if reason not in rules.REASONS:
            self.found(
                place,
                f"{text} (excused as {mark.attrs['data-x']})",
                "a reason of the closed list, or a link to an entry",
            )
        elif rules.REASONS[reason] == (rules.COUNT,):
            self._count(place, text, name)
        elif rules.REASONS[reason] == (rules.SCALE,):
            self._tick(place, text, mark)
        else:
            self.excuse(
                place, text, rules.REASONS[reason], f"{_EXPECTED.get(reason, 'words of the data')} ({reason})"
            )

    def _count(self, mark: Node, text: str, name: str) -> None:
        home = self.home(mark)
        counted = home.values.counts.get(name) if home else None
        if counted == text:
            self.report.excused[rules.COUNT.name] += 1
        else:
            self.found(
                mark,
                text,
                f"{counted}, counted again ({name})"
                if counted
                else f"a count with a name of the list, not “{name}”",
            )

    def _tick(self, place: Node, text: str, mark: Node) -> None:
        if place.within("svg") is None or "tick" not in mark.classes:
            self.found(place, text, "a tick of a drawing")
        else:
            self.report.excused[rules.SCALE.name] += 1  # drawings.scale_faults looks at all of them together

    def _split(self, line: Line) -> None:
        """A number of which a link, a date or an excuse holds a part only."""
        for match in NUMERAL.finditer(line.text):
            marks = {
                id(m)
                for c, m in zip(match[0], line.marks[match.start() : match.end()], strict=False)
                if c != " "
            }
            if len(marks) > 1:
                self.found(line.node, match[0], "a number that is one whole, in a link or out of it")

    def _hedged(self, line: Line, mark: Node) -> None:
        """A word just before or after a linked number that changes what it says."""
        places = [n for n, m in enumerate(line.marks) if m is mark]
        hedge, tail = hedge_before(line.text[: places[0]]), tail_after(line.text[places[-1] + 1 :])
        if hedge.lower() == "over" and is_link_at(line, places[0] - len(" over ") - 1):
            hedge = ""  # one figure over another one is a division
        if hedge or tail:
            self.found(
                mark, f"{hedge} {mark.text()}{tail}".strip(), "the figure with its own bound and unit alone"
            )

    # -- links ---------------------------------------------------------------------------
    def link(self, node: Node) -> bool:
        """Whether a link leads to an entry and shows what its figure says; told once."""
        if id(node) not in self._links:
            self._links[id(node)] = self._leads(node)
        return self._links[id(node)]

    def figure_of(self, link: Node) -> Figure | None:
        brief = self.linked(link)
        return brief.figures.get(target(link)[1]) if brief else None

    def _leads(self, node: Node) -> bool:
        file, name = target(node)
        text, brief = node.text(), self.linked(node)
        if brief is None:
            self.found(node, f"{text}, linked to {file}", "a brief beside this page")
            return False
        if dressed := dressed_otherwise(node):
            self.found(node, f"{text} with <{dressed.tag}>", "a number whose words are all shown alike")
            return False
        if name not in brief.page.entries:
            self.found(node, f"{text}, linked to {name}", "a link to an entry of the appendix")
            return False
        figure = brief.figures.get(name)
        if figure is None:
            self.found(
                node,
                f"{text}, linked to {name}",
                f"a figure that can be computed anew: {brief.figures.why[name]}",
            )
            return False
        if text in shown_as(figure) or (node.within("svg") and self._in_drawing(node, text, figure)):
            return True
        self.found(node, text, f"{plain(figure.text())} ({figure.id})")
        return False

    def _in_drawing(self, node: Node, text: str, figure: Figure) -> bool:
        """A label of a drawing is one link: the number, with words that hold no other one."""
        rest = without(text, plain(figure.text()))
        return rest is not None and not left(rest, self.at(node), rules.SPOKEN)[0]

    # -- appendix and downloads ------------------------------------------------------------
    def _entry(self, name: str, item: Node) -> None:
        figure = self.figures.get(name)
        if figure is None:
            self.found(
                item, name.removeprefix("n-"), f"a figure that can be computed anew: {self.figures.why[name]}"
            )
            return
        faults = list(entries.faults_of(item, figure, self._uses.get(name, 0), self.figures.get))
        for fault in faults:
            self.found(*fault)
        for link in item.all("a"):
            if is_entry_link(link):
                self.report.traced += self.link(link)
            else:
                self._heading(link)
        if not isinstance(figure.lineage, Claim) and (fault := fault_of(figure)):
            self.found(item, fault, "one that gives the number shown")
        elif not faults:
            self.report.traced += 1
            self.report.excused[rules.ENTRY.name] += sum(
                has_number(node.text()) for node in item.all("span", "dd")
            )

    @cached_property
    def _uses(self) -> dict[str, int]:
        return self.figures.uses()

    def _heading(self, link: Node) -> None:
        """A link back to where a number is used repeats the heading there."""
        name = link.attrs.get("href", "").removeprefix("#")
        words = [node.text() for node in self.page.ids.get(name, ())]
        told = link.text() in words if name != "top" else not has_number(link.text())
        if not told:
            self.found(link, link.text(), words[0] if words else "the words of a heading of this page")

    def _drawn(self, chart: Node) -> None:
        """A drawing links to the same entries as the rows of its table."""
        body = chart.first("tbody")
        listed = linked_in(body)
        for svg in chart.all("svg"):
            drawn = linked_in(svg)
            for name in [name for name in listed if name not in drawn] + [
                name for name in drawn if name not in listed
            ]:
                self.found(
                    svg,
                    f"{'no link' if name in listed else 'a link'} to {name}",
                    "links to the entries of its table",
                )
            for words, times in self._labels(svg).items():
                if 0 < (told := sum(_is_in(words, cell) for cell in body.all("th", "td"))) < times:
                    self.found(svg, f"{words}, {times} times", f"{told} times, as in the rows of its table")

    def _labels(self, svg: Node) -> Counter:
        """How often a drawing says each of its labels that hold a number and lead nowhere."""
        texts = (node for node in svg.all("text") if node.attrs.get("data-x") == "label")
        return Counter(node.text() for node in texts if has_number(node.text()))

    def _download(self, chart: Node) -> None:
        if not any(link.attrs.get("href", "").startswith("data:") for link in chart.all("a")):
            self.found(chart, "no download", "the data of the chart as CSV")
        for link in chart.all("a"):
            if link.attrs.get("href", "").startswith("data:"):
                traced, excused, faults = csv_faults(link.attrs["href"], chart, self)
                self.report.traced += traced
                self.report.excused += excused
                for where, found, expected in faults:
                    self.report.add(f"{self.page.place(link)}, {where}", found, expected)


def _is_in(words: str, cell: Node) -> bool:
    """Whether a cell, or a part of it between commas, is these words, with a capital or without."""
    return any(f", {made}, " in f", {cell.text()}, " for made in (words, words[:1].lower() + words[1:]))


_EXPECTED = {
    "paragraph": "a paragraph in which the claim of its row is coded",
    "Admiralty grade": "the grade of the claim in its row",
    "date": "a day that the data names",
    "as printed": "the words of the claim in its row",
    "label": "words of the chart's own table",
    "days between the two dates": "the days between them",
    "reason of a refusal": "the library's reason",
}
