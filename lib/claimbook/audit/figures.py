"""What a brief may say, computed anew from the data folder under the brief's own parameters."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from bs4 import Tag

from claimbook.audit.beside import Beside
from claimbook.audit.page import Page, block_of, closest, is_link, own_words, plain, target, without, words_of
from claimbook.book import Book, census, derive
from claimbook.errors import ClaimbookError
from claimbook.figure import Figure
from claimbook.figure.entry import Entry
from claimbook.figure.expression import recomputed
from claimbook.scan import NUMERAL
from claimbook.words.about_book import selection_note, stances
from claimbook.words.dates import day
from claimbook.words.richtext import capital

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_DAY = re.compile(r"\d+ [A-Z][a-z]+ \d{4}")
_IN_UNIT = re.compile(r"[^\s()]+ in (?P<unit>[^\s,]+)(?:, [\d.]+ days a year)?")
# Columns of the tables that hold no words of a coder, or words that a claim of the row answers for.
_NO_WORDS = re.compile(
    r".*_ids?|as_printed|address|text_sha256|kind|also_at|hedge|original|derived_id|formula"
)
_WORDED = ("sources", "documents", "terms", "events", "judgements", "derived", "fits")


class CannotCompute(ClaimbookError):
    """A figure that a page shows cannot be computed anew; the message says why."""


class Known:
    """What the data says under the parameters of a brief.

    everything  the book of the data folder; book: what the parameters select; derived: its derived figures

    Raises ParameterFault for parameters that no notebook takes.
    """

    def __init__(self, everything: Book, parameters: Mapping[str, Any]):
        self.everything, self.parameters = everything, dict(parameters)
        self.book = everything.select_by(parameters)
        self.derived = derive(self.book)
        self._left_out = [run for run in selection_note(self.book).blocks[0] if "x" in run]

    @cached_property
    def phrases(self) -> list[str]:
        """Words of the data that hold a number, the longest first: cells of a coder, and why the parameters
        leave out a claim."""
        rows = [row for name in _WORDED for row in self.everything.rows(name)]
        cells = [cell for row in rows for name, cell in row.items() if not _NO_WORDS.fullmatch(name)]
        cells += [note for f in self.everything.values() for note in (f.lineage.note, f.lineage.grade_note)]
        words = {plain(cell) for cell in cells if isinstance(cell, str)}
        words |= {cell.rstrip(".") for cell in words} | {
            run["t"] for run in self._left_out if "of" not in run
        }
        return sorted(filter(NUMERAL.search, words), key=lambda phrase: (-len(phrase), phrase))

    @cached_property
    def reasons(self) -> list[str]:
        """Why something is not computed, in words."""
        return [told for why in self.derived.refused.values() for told in (why, f"{capital(why)}.")]

    @cached_property
    def days(self) -> set[dt.date]:
        """Every day that the tables or the parameters name."""
        rows = [row for name in self.everything.tables for row in self.everything.rows(name)]
        told = {dt.date.fromisoformat(day) for day in _ISO.findall(str(self.parameters))}
        return told | {cell for row in rows for cell in row.values() if isinstance(cell, dt.date)}

    @cached_property
    def said(self) -> set[dt.date]:
        """The days on which the claims of the selection were said, or else published."""
        claims = [claim for figure in self.book.values() for claim in figure.claims]
        return {claim.stated_on or claim.published for claim in claims} - {None}

    @cached_property
    def counts(self) -> set[tuple[str, str]]:
        """Name and words of each count of rows that a brief may tell: of the article or of all selected."""
        printed = self.book.about(document=self.book.article)
        pairs, judged = self.book.relayed(printed), self.book.judgements
        differ = [said for one, said in pairs if one.text() != said.text()]
        told = {"relayed": len(pairs), "differs": len(differ), "left out": len(self.book.left_out)}
        counted = [told, stances(self.book, judged[judged["document_id"] == self.book.article])]
        counted += [census(printed), census(list(self.book.values())), {"coded": len(self.everything)}]
        found = {(name, f"{count:,}") for counts in counted for name, count in counts.items()}
        return found | {(run["of"], run["t"]) for run in self._left_out if "of" in run}

    @cached_property
    def names(self) -> dict[str, str]:
        """Id of a source -> its name."""
        return {row["source_id"]: row["name"] for row in self.everything.rows("sources")}


@dataclass
class At:
    """A page, what it may say and what lies beside it. at[id] is a figure computed anew: a claim from its
    row, a derived figure by its name, any other by the formula that its entry tells.

    homes  of an index page: file -> each brief that it links to

    at[id] raises CannotCompute; at.get(id) is None then.
    """

    page: Page
    known: Known
    beside: Beside
    homes: Mapping[str, At] = field(default_factory=dict)
    made: dict[str, Figure | str] = field(default_factory=dict)  # by formula, or why that cannot be

    def __getitem__(self, id: str) -> Figure:
        if (figure := self.get(id)) is None:
            raise CannotCompute(f"{id}: {self.made[id]}")
        return figure

    def get(self, id: str) -> Figure | None:
        for figures in (self.known.everything, self.known.derived):
            if id in figures:
                return figures[id]
        if id not in self.made:
            self.made[id] = "its inputs lead back to it"
            try:
                self.made[id] = self._by_formula(id)
            except (ClaimbookError, KeyError, TypeError, ValueError) as fault:
                self.made[id] = str(fault)
        figure = self.made[id]
        return None if isinstance(figure, str) else figure

    def _by_formula(self, id: str) -> Figure:
        """A figure that only the notebook made, by its formula and under the name that it has there."""
        item = self.page.items.get(id)
        if item is None or "data-formula" not in item.attrs:
            raise CannotCompute("it is no row of the data, and has no inputs")
        formula = item["data-formula"]
        if unknown := {*_DAY.findall(formula)} - {*map(day, self.known.days)}:
            raise CannotCompute(f"the data names no {unknown.pop()}")
        inputs = [self[target(link)[1]] for link in item.select('dt:-soup-contains("From") + dd a')]
        other_unit = _IN_UNIT.fullmatch(formula) if len(inputs) == 1 else None
        made = inputs[0].to(other_unit["unit"]) if other_unit else recomputed(formula, inputs)
        same = (made.id, made.entry().named) == (id, item["data-named"])
        return made if same else self._named(made, id, **json.loads(item["data-named"]))

    def _named(self, made: Figure, id: str, label: str, meaning: str, caveats: list[str]) -> Figure:
        """A figure under the name that the notebook gave it, which holds no number of its own."""
        more = [words for words in caveats if words not in made.caveats]
        told = label
        for figure in made.lineage.inputs:  # "until 11,000 losses would be reached"
            told = told.replace(figure.text(), "")
        if own := own_words(without(plain(" ".join([told, meaning, *more])), self.known.phrases))[0]:
            raise CannotCompute(f"it is named with a number of its own ({own[0]})")
        return made.named(id, label, meaning, *more)

    @cached_property
    def listed(self) -> dict[str, Entry]:
        """The entries of the appendix, each of a figure that is computed anew, by id and in order."""
        return {id: figure.entry() for id in self.page.items if (figure := self.get(id))}

    # -- near a mark ------------------------------------------------------------------------
    def of_section(self, tag: Tag) -> At:
        """Of an element in a section of an index page its brief; else this page."""
        section = closest(tag, "section.brief")
        link = section and section.select_one("h2 a")
        return self.homes.get(unquote(link["href"]), self) if link else self

    def near(self, mark: Tag) -> list[Figure]:
        """The figures to which the row or sentence of an element links."""
        found = [self.get(target(link)[1]) for link in row_of(mark).find_all(is_link)]
        return [figure for figure in found if figure]

    def paragraphs(self, mark: Tag) -> set[str]:
        """Where the claims, events and judgements stand that an excuse or its row names."""
        row, named = row_of(mark), mark.get("data-of", "")
        words = words_of(row) if closest(mark, ".chart") else {*map(words_of, row.find_all(["th", "td"]))}
        figures = filter(None, [self.get(named), *self.near(mark)])
        found = {str(n) for f in figures for claim in f.claims for n in (claim.paragraph, *claim.also_at)}
        for told in (*self.known.everything.rows("events"), *self.known.everything.rows("judgements")):
            voice = self.known.names.get(told.get("told_by_id") or told.get("judge_id"))
            names = [plain(name) for name in (voice, told.get("label"), told.get("summary")) if name]
            if named in told.values() or any(name in words for name in names):
                found |= {*re.findall(r"\d+", f"{told['paragraph']} {told['also_at']}")}
        return found


def row_of(mark: Tag) -> Tag:
    """The row of a table in which an element stands, or else its line."""
    return mark.find_parent("tr") or block_of(mark)
