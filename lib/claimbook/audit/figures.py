"""What a brief may say, computed anew from the data folder under the brief's own parameters."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Any

from bs4 import Tag

from claimbook.audit.page import line_of, own_words, plain, target, without
from claimbook.book import Book, census, derive
from claimbook.compare import compare
from claimbook.errors import ClaimbookError, Refusal
from claimbook.figure import Claim, Figure
from claimbook.figure.expression import FormulaFault, recomputed
from claimbook.fit import tests_of
from claimbook.scan import NUMERAL
from claimbook.words.about_book import stances
from claimbook.words.dates import day, days_in_words, span
from claimbook.words.richtext import to_text
from claimbook.words.safe import anchor

_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_DAY = re.compile(r"\d+ [A-Z][a-z]+ \d{4}")
_IN_UNIT = re.compile(r"[^\s()]+ in (?P<unit>[^\s,]+)(?:, [\d.]+ days a year)?")
# Columns of the tables that hold no words of a coder, or words that a claim of the row answers for.
_NO_WORDS = re.compile(
    r".*_ids?|as_printed|address|text_sha256|kind|also_at|hedge|original|derived_id|formula"
)


class CannotCompute(ClaimbookError):
    """A figure that a page shows cannot be computed anew; the message says why."""


class Known(Mapping):
    """id -> Figure: claims, derived figures by their names, others by the formula that their entry tells.

    everything  the book of the data folder
    parameters  name -> value, as the brief tells them

    known[id] raises CannotCompute; known.get(id) is None then. Raises ParameterFault for parameters that no
    notebook takes.

    >>> Known(claimbook.open(), {})["nis-killed"].text()       # doctest: +SKIP
    'at least 100'
    """

    def __init__(self, everything: Book, parameters: Mapping[str, Any]):
        self.everything, self.parameters = everything, dict(parameters)
        self.book = everything.select_by(parameters)
        self.derived = derive(self.book)
        self._entries: Mapping[str, Tag] = {}
        self._made: dict[str, Figure | CannotCompute] = {}

    def on_page(self, entries: Mapping[str, Tag]) -> Known:
        """The same for a page whose appendix has these entries."""
        self.phrases, self.places, self.reasons, self.counts  # noqa: B018 - worked out once for all pages
        made = copy(self)
        made._entries, made._made = entries, {}
        return made

    def __iter__(self) -> Iterator[str]:
        return iter([*self.everything, *self.derived])

    def __len__(self) -> int:
        return len(self.everything) + len(self.derived)

    def __getitem__(self, id: str) -> Figure:
        if id in self.everything:
            return self.everything[id]
        if id in self.derived:
            return self.derived[id]
        if id not in self._made:
            self._made[id] = CannotCompute(f"{id}: its inputs lead back to it")
            try:
                self._made[id] = self._by_formula(id)
            except CannotCompute as fault:
                self._made[id] = fault
        if isinstance(self._made[id], CannotCompute):
            raise self._made[id]
        return self._made[id]

    def get(self, id: str, default: Any = None) -> Any:
        try:
            return self[id]
        except CannotCompute:
            return default

    def _by_formula(self, id: str) -> Figure:
        """A figure that only the notebook made, by its formula and under the name that it has there."""
        item = self._entries.get(anchor(id))
        formula = item.get("data-formula") if item is not None else None
        if not formula:
            raise CannotCompute("it is no row of the data, and has no inputs")
        try:
            inputs = [self[id_of(target(link)[1])] for link in line_of(item, "From").find_all("a")]
            if unknown := set(_DAY.findall(formula)) - {day(known) for known in self.days}:
                raise CannotCompute(f"the data names no {unknown.pop()}")
            other_unit = _IN_UNIT.fullmatch(formula) if len(inputs) == 1 else None
            made = inputs[0].to(other_unit["unit"]) if other_unit else recomputed(formula, inputs)
            named = json.loads(item.get("data-named", "{}"))
            if not named or (made.id, json.loads(made.entry().named)) == (id, named):
                return made
            more = [words for words in named["caveats"] if words not in made.caveats]
            label = named["label"]
            for figure in inputs:  # "until 11,000 losses would be reached"
                label = label.replace(figure.text(), "")
            if told := own_words(without(plain(" ".join([label, named["meaning"], *more])), self.phrases))[0]:
                raise CannotCompute(f"it is named with a number of its own ({told[0]})")
            return made.named(id, named["label"], named["meaning"], *more)
        except (FormulaFault, Refusal, AttributeError, KeyError, TypeError, ValueError) as fault:
            raise CannotCompute(f"the library makes no figure of it ({fault})") from None

    # -- words and days of the data ---------------------------------------------------------
    @cached_property
    def phrases(self) -> list[str]:
        """Cells of the tables that hold a number in words of their coder, the longest first."""
        names = ("sources", "documents", "terms", "events", "judgements", "derived", "fits")
        rows = [row for name in names for row in self.everything.rows(name)]
        cells = {cell for row in rows for name, cell in row.items() if not _NO_WORDS.fullmatch(name)}
        for figure in self.everything.values():
            cells |= {figure.lineage.note, figure.lineage.grade_note}
        words = {plain(cell) for cell in cells if isinstance(cell, str)}
        words |= {cell.rstrip(".") for cell in words}
        return sorted((w for w in words if NUMERAL.search(w)), key=lambda w: (-len(w), w))

    @cached_property
    def days(self) -> set[dt.date]:
        """Every day that the tables or the parameters name."""
        frames = (self.everything.documents, self.everything.events)
        found = {cell for f in frames for n in f.columns for cell in f[n] if isinstance(cell, dt.date)}
        told = _ISO.findall(str(list(self.parameters.values())))
        return found | days_of(self.everything.values()) | {dt.date.fromisoformat(day) for day in told}

    @cached_property
    def reasons(self) -> set[str]:
        """Why something is not computed, what a test of fit comes to: in words."""
        refused = list(self.derived.refused.values())
        tested = tests_of(self.derived)
        found = [*refused, *(f"{reason[:1].upper()}{reason[1:]}." for reason in refused)]
        found += [f"{test.told}. {test.reason}" for test in tested] + [test.reason for test in tested]
        return {plain(reason) for reason in found}

    @cached_property
    def left_out(self) -> set[str]:
        """Why the parameters leave claims out."""
        return {days_in_words(reason) for reason in self.book.left_out.values()}

    @cached_property
    def counts(self) -> dict[str, set[str]]:
        """Each count of rows that a brief may tell, by its name: of the article or of all selected."""
        printed = self.book.about(document=self.book.article)
        pairs = self.book.relayed(printed)
        left_out = sorted(Counter(self.book.left_out.values()).items())
        told: dict[str, Any] = {
            **stances(
                self.book, self.book.judgements[self.book.judgements["document_id"] == self.book.article]
            ),
            "relayed": len(pairs),
            "differs": sum(one.text() != said.text() for one, said in pairs),
            "left out": len(self.book.left_out),
            "coded": len(self.everything),
            "reasons": days_in_words("; ".join(f"{n} {reason}" for reason, n in left_out)),
        }
        counted = (told, census(printed), census(list(self.book.values())))
        found: dict[str, set[str]] = {}
        for name, count in (item for counts in counted for item in counts.items()):
            found.setdefault(name, set()).add(f"{count:,}" if isinstance(count, int) else count)
        return found

    @cached_property
    def places(self) -> dict[str, tuple[str, str, list[int]]]:
        """Id of an event or a judgement -> who tells it, what it says, and its paragraphs."""
        found = {}
        for frame, key, voice in (
            ("events", "event_id", "told_by_id"),
            ("judgements", "judgement_id", "judge_id"),
        ):
            for row in getattr(self.everything, frame).to_dict("records"):
                also = [int(n) for n in str(row.get("also_at") or "").split(";") if n.strip().isdigit()]
                said = row.get("label") or row.get("summary")
                found[row[key]] = (self.names[row[voice]], said, [int(row["paragraph"]), *also])
        return found

    def labels(self, row: Mapping[str, Any], figure: Figure | None) -> list[str]:
        """What the labels of a row of a chart may say with numbers in it: words of the data, as printed,
        the base of a share, and paragraphs of whoever the row names."""
        told = " ".join(value for value in row.values() if isinstance(value, str))
        claims = figure.claims if figure is not None else ()
        pages = [[c.paragraph, *c.also_at] for c in claims]
        pages += [
            paragraphs for name, said, paragraphs in self.places.values() if name in told or said in told
        ]
        numbers = {n for paragraphs in pages for n in paragraphs if n}
        found = re.finditer(r"\b(?:paragraph|paras?\.?)\s(?P<n>\d+(?:, \d+)*)", told)
        locator = [f[0] for f in found if {int(n) for n in f["n"].split(", ")} <= numbers]
        printed = [words for c in claims for words in (c.as_printed,)]
        base = [figure.base] if figure is not None and figure.base else []
        linked = [run["n"] for runs in row.get("runs", {}).values() for run in runs if "n" in run]
        linked = [made.text() for id in linked if (made := self.get(id))]
        days = [dt.date.fromisoformat(row[end]) for end in ("start", "end") if row.get(end)]
        linked += [to_text(span(*days))] if len(days) == 2 and {*days} <= self.days else []
        return [*map(plain, [*linked, *printed, *base, *locator, *self._spans(figure)]), *self.phrases]

    def _spans(self, figure: Figure | None) -> Iterator[str]:
        """The days that an increment covers, and the day on which its document was published."""
        if figure is None or figure.is_derived:
            return
        start, end = figure.counted.period
        if start and end:
            yield to_text(span(start, end))
        elif figure.lineage.duration:
            yield f"in {figure.period_length().text()}"

    def events(self, id: str) -> Iterator[tuple[dt.date, dt.date]]:
        """First and last day of the event of that id."""
        rows = self.everything.events
        yield from rows[rows["event_id"] == id][["start", "end"]].itertuples(index=False, name=None)

    def judgements(self, ids: Sequence[str]) -> Any:
        rows = self.everything.judgements.set_index("judgement_id", drop=False)
        return rows.loc[list(ids)].reset_index(drop=True)

    @cached_property
    def names(self) -> dict[str, str]:
        return dict(zip(self.everything.sources["source_id"], self.everything.sources["name"], strict=True))

    @cached_property
    def source_notes(self) -> dict[str, Any]:
        """Id of a source -> why it is graded so."""
        return dict(
            zip(
                self.everything.sources["source_id"], self.everything.sources["reliability_note"], strict=True
            )
        )

    def verdicts(self, figures: Iterable[Figure]) -> set[str]:
        """What may be said of each pair of these figures."""
        figures = [figure for figure in figures if figure.claims]
        made = [compare(a, b) for a in figures for b in figures]
        return {plain(words) for verdict in made for words in (verdict.detail, verdict.reason)}


def days_of(figures: Iterable[Figure]) -> set[dt.date]:
    """The days that the claims behind these figures name."""
    found: set[dt.date | None] = set()
    waiting, seen = list(figures), set()
    while waiting:
        figure = waiting.pop()
        if figure.id in seen:
            continue
        seen.add(figure.id)
        if isinstance(figure.lineage, Claim):
            claim, counted = figure.lineage, figure.counted
            found |= {
                counted.as_of,
                counted.stated_on,
                *counted.period,
                claim.published,
                claim.published_from,
            }
            waiting += claim.leads_to
        else:
            waiting += figure.lineage.inputs
    return {day for day in found if day}


def id_of(name: str) -> str:
    """The id behind the name of an anchor, in which signs stand as their number.

    >>> id_of("n-_28a-plus-b_29")
    '(a-plus-b)'
    """
    return re.sub(r"_([0-9a-f]{2,5})", lambda found: chr(int(found[1], 16)), name.removeprefix("n-"))
