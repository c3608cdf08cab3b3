"""What no link can be in: the description of a drawing, and the attributes that are heard, hovered over or
printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from claimbook.trace import rules
from claimbook.trace.around import title_of
from claimbook.trace.columns import heading_of
from claimbook.trace.numbers import hedge_before, without
from claimbook.trace.numerals import BLANK, contained, has_number
from claimbook.trace.reader import Line, is_chart, is_entry_link, target
from claimbook.trace.tree import Node, plain

if TYPE_CHECKING:
    from claimbook.trace.audit import Audit


def look_at_description(audit: Audit, line: Line) -> None:
    """The words of a drawing for whoever does not see it: `data-n` names the entries of its numbers, in their
    order."""
    text, start, home = line.text, 0, audit.home(line.node)
    for name in line.node.attrs.get("data-n", "").split():
        figure = home.figures.get(name) if home and name in home.page.entries else None
        if figure is None:
            audit.found(line.node, name, "the name of an entry of the appendix")
            continue
        words = plain(figure.text())
        place = next((span for span in contained(text, words) if span[0] >= start), None)
        if place is None or hedge_before(text[: place[0]]):
            audit.found(
                line.node,
                text[start : start + 80].replace(BLANK, ""),
                f"{words} ({figure.id}) as the next number",
            )
            continue
        text, start = text[: place[0]] + BLANK * len(words) + text[place[1] :], place[1]
        audit.report.traced += 1
    audit.excuse(line.node, text, rules.SPOKEN, "a number whose entry is named in data-n, in its place")


def look_at_attribute(audit: Audit, line: Line) -> None:
    """An attribute that a reader meets."""
    node, name = line.node, line.attribute
    if name == "data-k":
        _position(audit, line)
    elif name == "start" and "numbers" in node.classes:
        pass  # look_at_places holds it against the entries before it
    elif name == "aria-label" and is_entry_link(node):
        _spoken_link(audit, line)
    elif name == "download":
        _file_name(audit, line)
    elif name == "data-label":
        _cell_label(audit, line)
    else:
        audit.excuse(
            node,
            line.text,
            (rules.REPEAT, rules.WORDS_OF_DATA, rules.WORD),
            "words that stand beside it, linked",
            name,
        )


def look_at_places(audit: Audit) -> None:
    """The lists of entries number them through: each begins where the one before it ends."""
    before = 0
    for made in audit.page.root.all("ol"):
        if "numbers" in made.classes:
            told, expected = made.attrs.get("start", "1"), str(before + 1)
            if told != expected:
                audit.found(made, told, f"{expected}, the position of its first entry", "start")
            else:
                audit.report.excused[rules.POSITION.name] += bool(before)
            before += sum(isinstance(child, Node) for child in made.children)


def _position(audit: Audit, line: Line) -> None:
    names = list(audit.page.entries)
    wanted = target(line.node)[1] if is_entry_link(line.node) else ""
    expected = str(names.index(wanted) + 1) if wanted in names else "the position of an entry"
    if line.text == expected:
        audit.report.excused[rules.POSITION.name] += 1
    else:
        audit.found(line.node, line.text, expected, line.attribute)


def _spoken_link(audit: Audit, line: Line) -> None:
    """What a screen reader says for a linked number: the label of its row, and the number."""
    figure = audit.figure_of(line.node)
    if figure is None:
        return  # told where the link stands
    head, mark, said = line.text.rpartition(": ")
    rest = without(said, plain(figure.text()))
    if rest is None:
        audit.found(line.node, line.text, plain(figure.text()), line.attribute)
        return
    audit.report.traced += 1
    home = audit.home(line.node)
    chart = line.node.within(is_chart)
    if has_number(head) and home and home.around.row_told(target(line.node)[1], head, chart):
        audit.report.excused[rules.LABEL.name] += (
            1  # the label is linked on its own, and stands in the same row of the table
        )
        head = ""
    audit.excuse(line.node, head + mark + rest, rules.SPOKEN, "the words of its row", line.attribute)


def _cell_label(audit: Audit, line: Line) -> None:
    """On a phone each cell says the heading of its column."""
    heading = heading_of(line.node)
    if line.text != heading:
        audit.found(line.node, line.text, heading or "the heading of its column", line.attribute)
    else:
        audit.report.excused[rules.REPEAT.name] += has_number(line.text)


def _file_name(audit: Audit, line: Line) -> None:
    """The name of a download is made of the letters and digits of the title."""
    chart = line.node.within(is_chart)
    stem = line.text.removesuffix(".csv")
    if not has_number(stem):
        return
    if chart is not None and _letters(title_of(chart)).startswith(_letters(stem)):
        audit.report.excused[rules.REPEAT.name] += 1
    else:
        audit.found(line.node, line.text, "a name made of the title", line.attribute)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", text.lower())
