"""Everything that a brief may show, computed anew from the data folder under the brief's own parameters."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from claimbook.book import Book, census, derive
from claimbook.compare import compare
from claimbook.figure import Claim, Figure
from claimbook.fit import tests_of
from claimbook.scan import NUMERAL
from claimbook.show.safe import anchor
from claimbook.trace.days import days_said
from claimbook.trace.tree import plain

_ISO = re.compile(r"\d{4}-\d\d-\d\d")


class Values:
    """Figures, counts and words of a data folder under the parameters of a brief.

    everything: the book of the data folder; parameters: name -> value, as the brief tells
    them. figure(name) gives the Figure of an entry by its name in the appendix ("n-nis-killed").
    Raises ParameterFault for parameters that no notebook would take.
    """

    def __init__(self, everything: Book, parameters: Mapping[str, Any]):
        self.everything, self.parameters = everything, dict(parameters)
        self.book = everything.select_by(parameters)
        self.derived = derive(self.book)
        self._figures: dict[str, Figure] = {}
        for figure in self._all():
            self._keep(figure)

    # -- figures ----------------------------------------------------------------
    def _all(self) -> Iterator[Figure]:
        yield from self.everything.values()
        yield from self.derived.values()

    def _keep(self, figure: Figure) -> None:
        name = anchor(figure.id)
        if name not in self._figures:
            self._figures[name] = figure
            for made_from in inputs_of(figure):
                self._keep(made_from)

    def figure(self, name: str) -> Figure | None:
        """The figure of an entry that is a claim or is computed by the library under a name; else None."""
        return self._figures.get(name)

    # -- reasons and counts -------------------------------------------------------
    @cached_property
    def reasons(self) -> set[str]:
        """Why something is not computed, in the words of each refusal; and what the tests of fit come to."""
        found = [*self.derived.refused.values()]
        found += [f"{reason[:1].upper()}{reason[1:]}." for reason in found]
        tested = tests_of(self.derived)
        found += [f"{test.told}. {test.reason}" for test in tested] + [test.reason for test in tested]
        found += [str(reason) for reason in self.book.left_out.values()]
        return {plain(reason) for reason in found}

    def verdicts(self, figures: Iterable[Figure]) -> set[str]:
        """What may be said of each pair of these figures, in the words of the comparison."""
        figures = [figure for figure in figures if figure.claims]  # an assumption is compared with nothing
        made = [compare(a, b) for a in figures for b in figures]
        told = {plain(words) for verdict in made for words in (verdict.detail, verdict.reason)}
        return told | {words[:1].upper() + words[1:] for words in told}

    @cached_property
    def counts(self) -> dict[str, str]:
        """Each count of rows that a brief may tell, by its name, counted again."""
        printed = self.book.about(document=self.book.article)
        pairs = self.book.relayed(printed)
        found: dict[str, Any] = {**census(printed), "relayed": len(pairs), **self._judges()}
        found["differs"] = sum(one.text() != said.text() for one, said in pairs)
        found |= {"left out": len(self.book.left_out), "coded": len(self.book) + len(self.book.left_out)}
        found["reasons"] = days_said(
            "; ".join(f"{n} {reason}" for reason, n in sorted(Counter(self.book.left_out.values()).items()))
        )
        return {name: f"{count:,}" if isinstance(count, int) else count for name, count in found.items()}

    def _judges(self) -> dict[str, int]:
        rows = self.book.judgements
        stances = rows[rows["document_id"] == self.book.article].groupby("judge_id")["stance"].agg(set)
        scale = [stance.id for stance in self.book.terms_of("stance")]
        ends = {end: sum(told == {end} for told in stances) for end in scale[:1] + scale[-1:]}
        return {"judges": len(stances), **ends}

    # -- words of the data --------------------------------------------------------
    @cached_property
    def phrases(self) -> list[str]:
        """The words of the tables that hold a number, whole cells, the longest first; as-printed figures are
        not among them."""
        frames = (
            self.everything.sources,
            self.everything.documents,
            self.everything.terms,
            self.everything.events,
            self.everything.judgements,
        )
        cells = {
            cell
            for frame in frames
            for name in frame.columns
            if name not in _NO_PROSE
            for cell in frame[name]
        }
        for claim in (figure.lineage for figure in self.everything.values()):
            cells |= {claim.note, claim.grade_note}
        said = {plain(cell) for cell in cells if isinstance(cell, str)}
        cut = {words.rstrip(".") for words in said}  # as the foot joins them
        return sorted(
            (words for words in said | cut if " " in words and NUMERAL.search(words)),
            key=lambda w: (-len(w), w),
        )

    @cached_property
    def source_notes(self) -> dict[str, str]:
        """Id of a source -> why it is graded so."""
        rows = self.everything.sources.to_dict("records")
        return {
            row["source_id"]: row["reliability_note"]
            for row in rows
            if isinstance(row["reliability_note"], str)
        }

    @cached_property
    def days(self) -> set[dt.date]:
        """Every day that the tables or the parameters name."""
        frames = (self.everything.documents, self.everything.events)
        found = {
            cell
            for frame in frames
            for name in frame.columns
            for cell in frame[name]
            if isinstance(cell, dt.date)
        }
        for figure in self.everything.values():
            counted, claim = figure.counted, figure.lineage
            found |= {
                counted.as_of,
                counted.stated_on,
                *counted.period,
                claim.published,
                claim.published_from,
            }
        told = _ISO.findall(str(list(self.parameters.values())))
        return {day for day in found if day} | {dt.date.fromisoformat(day) for day in told}

    def days_of(self, figures: Iterable[Figure]) -> set[dt.date]:
        """The days that the claims behind these figures name, and those of the parameters."""
        found: set[dt.date | None] = set(self._given_days)
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
            waiting += inputs_of(figure)
        return {day for day in found if day}

    @cached_property
    def _given_days(self) -> set[dt.date]:
        return {dt.date.fromisoformat(day) for day in _ISO.findall(str(list(self.parameters.values())))}

    @cached_property
    def paragraphs(self) -> dict[str, set[int]]:
        """Label of a document, or name of a voice -> the paragraphs in which it is coded."""
        found: dict[str, set[int]] = {}
        labels = dict(
            zip(self.everything.documents["document_id"], self.everything.documents["label"], strict=False)
        )
        names = dict(zip(self.everything.sources["source_id"], self.everything.sources["name"], strict=False))
        for figure in self.everything.values():
            claim = figure.lineage
            for key in (claim.document_label, claim.claimant.name):
                found.setdefault(key, set()).update(p for p in (claim.paragraph, *claim.also_at) if p)
        for frame, voice in (
            (self.everything.events, "told_by_id"),
            (self.everything.judgements, "judge_id"),
        ):
            for row in frame.to_dict("records"):
                for key in (labels[row["document_id"]], names[row[voice]]):
                    found.setdefault(key, set()).update(paragraphs_of(row))
        return {plain(key): numbers for key, numbers in found.items()}

    @cached_property
    def told(self) -> list[tuple[str, set[int]]]:
        """Words of each event and judgement, and of each judge, with the paragraphs where they stand."""
        rows = [(row["label"], paragraphs_of(row)) for row in self.everything.events.to_dict("records")]
        rows += [
            (row["summary"], paragraphs_of(row)) for row in self.everything.judgements.to_dict("records")
        ]
        names = dict(zip(self.everything.sources["source_id"], self.everything.sources["name"], strict=False))
        judges: dict[str, set[int]] = {}
        for row in self.everything.judgements.to_dict("records"):
            judges.setdefault(names[row["judge_id"]], set()).update(paragraphs_of(row))
        return [(plain(words), numbers) for words, numbers in [*rows, *judges.items()]]


_NO_PROSE = (
    "as_printed",
    "address",
    "text_sha256",
    "source_id",
    "document_id",
    "term_id",
    "event_id",
    "judgement_id",
    "kind",
    "via_ids",
    "also_at",
    "hedge",
)


def inputs_of(figure: Figure) -> tuple[Figure, ...]:
    """What a figure is made of."""
    return () if isinstance(figure.lineage, Claim) else figure.lineage.inputs


def paragraphs_of(row: Mapping[str, Any]) -> set[int]:
    """The paragraphs of a row of a table."""
    also = row.get("also_at")
    numbers = [row["paragraph"], *(also.split(";") if isinstance(also, str) else [])]
    return {
        int(number) for number in numbers if number is not None and number == number and str(number).strip()
    }
