"""The figures behind the entries of one page, each computed anew."""

from __future__ import annotations

import re

from claimbook.figure import Claim, Figure
from claimbook.show.safe import anchor
from claimbook.trace.entries import facts_of, quote_of
from claimbook.trace.formulas import parts_of
from claimbook.trace.reader import Page, is_chart, is_entry_link, target
from claimbook.trace.recalculate import CannotCompute, made_again
from claimbook.trace.tree import HEADINGS, Node
from claimbook.trace.values import Values

_OURS = "(our arithmetic: "


class Figures:
    """Name of an entry ("n-nis-killed") -> its Figure: by its row, by its name in the library, or, for a
    figure that only the notebook made, by the formula and the inputs of its entry.

    why: name -> reason, for those that cannot be computed.
    """

    def __init__(self, page: Page, values: Values):
        self.page, self.values = page, values
        self._own: dict[str, Figure] = {}
        self.why: dict[str, str] = {}

    def get(self, name: str, on_the_way: tuple[str, ...] = ()) -> Figure | None:
        known = self.values.figure(name) or self._own.get(name)
        if known is not None or name in self.why or not name.startswith("n-"):
            return known
        try:
            if name in on_the_way:
                raise CannotCompute("its inputs lead back to it")
            self._own[name] = self._made(name, (*on_the_way, name))
        except CannotCompute as reason:
            self.why[name] = str(reason)
        return self._own.get(name)

    def _made(self, name: str, on_the_way: tuple[str, ...]) -> Figure:
        item = self.page.entries.get(name)
        if item is None:
            raise CannotCompute("it has no entry")
        facts = facts_of(item)
        if "From" not in facts:
            raise CannotCompute("it is no row of the data, and has no inputs")
        inputs = [
            self.get(target(link)[1], on_the_way) for link in facts["From"].all("a") if is_entry_link(link)
        ]
        if None in inputs:
            raise CannotCompute("an input of it cannot be computed")
        words, _, formula = quote_of(item).text().rpartition(_OURS)
        number = quote_of(item).first("b")
        label = words.strip().removeprefix(number.text() if number else "").strip(", ")
        rule = facts["Rule"].text() if "Rule" in facts else ""
        shown = number.text() if number else ""
        return made_again(
            _id(name), parts_of(formula.removesuffix(")"), tuple(inputs)), tuple(inputs), rule, label, shown
        )

    # -- where they are used ------------------------------------------------------
    def uses(self) -> dict[str, int]:
        """Name of an entry -> in how many places it is used: below how many headings, in how many charts, in
        how many figures that are made of it."""
        found: dict[str, set[str]] = {}
        for link in self.page.links:
            if entry_of(link) is None:
                chart = link.within(is_chart)
                place = (
                    chart.first(*HEADINGS).attrs.get("id", "")
                    if chart
                    else f"below {self.page.heading_id(link)}"
                )
                found.setdefault(target(link)[1], set()).add(place)
        for name in self.page.entries:
            figure = self.get(name)
            for made_from in (
                () if figure is None or isinstance(figure.lineage, Claim) else figure.lineage.inputs
            ):
                found.setdefault(anchor(made_from.id), set()).add(f"in {name}")
        return {name: len(places) for name, places in found.items()}


def entry_of(node: Node) -> Node | None:
    """The entry of the appendix in which an element stands."""
    return node.within(lambda n: n.tag == "li" and n.parent is not None and "numbers" in n.parent.classes)


def _id(name: str) -> str:
    """The id behind the name of an entry, in which signs stand as their number: "n-_28a-plus-b_29"."""
    return re.sub(r"_([0-9a-f]{2,5})", lambda found: chr(int(found[1], 16)), name.removeprefix("n-"))
