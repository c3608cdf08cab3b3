"""The coded tables against the text they were coded from, and against each other.

The texts are their publishers' and not part of the project: CLAIMBOOK_TEXTS names a folder
of them, and a text belongs to the document with its SHA-256. What needs no text runs always.
"""

import csv
import hashlib
import html
import json
import os
import re
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from claimbook.scan import comparable, coverage, numeral_parts, numerals, paragraphs

ROOT = Path(__file__).resolve().parents[2]
FIGURES = ("casualties", "troop_counts", "money_flows", "other_figures")
FIRST = "telegraph-2024-12"
STRETCH = 8  # so many words in a row are the publisher's, wherever they stand
STRETCH_PRINTED = 6  # a figure as printed is a handful of words


def rows(table):
    with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CLAIMS = [claim for table in FIGURES for claim in rows(table)]
MENTIONS, EVENTS, JUDGEMENTS = rows("mentions"), rows("events"), rows("judgements")
DOCUMENTS, SOURCES, TERMS = rows("documents"), rows("sources"), rows("terms")


def ids(table, column):
    return {row[column] for row in table}


def of(table, document_id):
    return [row for row in table if row["document_id"] == document_id]


def also_at(row):
    return [int(number) for number in row.get("also_at", "").split(";") if number]


def places(row):
    return [int(row["paragraph"]), *also_at(row)] if row["paragraph"] else []


def words(text):
    """Lower case, without quotes and punctuation, and without markup and its entities."""
    plain = re.sub(r"</?[a-zA-Z][^<>]*>", " ", html.unescape(text)).casefold()
    return re.findall(r"[^\W_]+", re.sub(r"['\u2018\u2019]", "", plain))


def stretches(text, length):
    found = words(text)
    return {tuple(found[i : i + length]) for i in range(len(found) - length + 1)}


def contains(text, part):
    return f" {' '.join(words(part))} " in f" {' '.join(words(text))} "


@pytest.fixture(scope="module")
def texts():
    """Document to text, for each text that is given; one that fits no document is a fault."""
    folder = os.environ.get("CLAIMBOOK_TEXTS")
    if not folder:
        pytest.skip("the article's text is not given (CLAIMBOOK_TEXTS): only what needs no text is checked")
    known = {d["text_sha256"]: d["document_id"] for d in DOCUMENTS if d["text_sha256"]}
    found = {}
    for file in sorted(path for path in Path(folder).iterdir() if path.is_file()):
        if document_id := known.get(hashlib.sha256(file.read_bytes()).hexdigest()):
            found[document_id] = file.read_text(encoding="utf-8")
    assert found, (
        f"CLAIMBOOK_TEXTS={folder}: no file there has the SHA-256 of a document in data/documents.csv"
    )
    return found


# With the text


def test_every_numeral_is_coded_and_every_mention_is_found(texts):
    for document_id, text in texts.items():
        result = coverage(numerals(text), of(MENTIONS, document_id))
        uncoded = [(n.paragraph, n.position, n.as_printed) for n in result.uncoded]
        assert (uncoded, [m["mention_id"] for m in result.unfound]) == ([], []), document_id
        assert len(result.matched) == len(of(MENTIONS, document_id)) > 0


def test_mentions_stand_in_their_paragraph_as_printed(texts):
    for document_id, text in texts.items():
        lines = paragraphs(text)
        wrong = [
            m["mention_id"]
            for m in of(MENTIONS, document_id)
            if not contains(lines[int(m["paragraph"]) - 1], m["as_printed"])
        ]
        assert not wrong, document_id


def test_every_figure_stands_in_each_of_its_paragraphs(texts):
    for document_id, text in texts.items():
        printed = {}
        for numeral in numerals(text):
            printed.setdefault(numeral.paragraph, set()).add(comparable(numeral.as_printed))
        for claim in of(CLAIMS, document_id):
            parts = set(numeral_parts(claim["as_printed"]))
            assert parts or claim["bound"] == "vague", f"{claim['claim_id']} prints no number"
            for place in places(claim):
                assert parts <= printed.get(place, set()), (
                    f"{claim['claim_id']}: not printed in paragraph {place}"
                )


@pytest.mark.parametrize("column", ["hedge", "likelihood"])
def test_words_of_doubt_are_the_document_s(texts, column):
    for document_id, text in texts.items():
        lines = paragraphs(text)
        for row in of(CLAIMS, document_id) + of(JUDGEMENTS, document_id):
            if row.get(column) and row["paragraph"]:
                assert contains(lines[int(row["paragraph"]) - 1], row[column]), row


def test_all_places_exist_in_the_text(texts):
    for document_id, text in texts.items():
        last = len(paragraphs(text))
        for table in (CLAIMS, EVENTS, JUDGEMENTS, MENTIONS):
            assert not [row for row in of(table, document_id) if any(place > last for place in places(row))]


def tracked_files():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard", "--", "."],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode:
        pytest.skip("no git checkout: which files the project holds cannot be told")
    return [file for name in listed.stdout.split("\0") if name and (file := ROOT / name).is_file()]


def readable(file):
    """The text of a file; of a notebook its strings one after the other, because they are escaped."""
    data = file.read_bytes()
    if b"\0" in data:
        return ""
    text = data.decode("utf-8", errors="replace")
    return "".join(strings(json.loads(text))) if file.suffix in (".ipynb", ".json") else text


def strings(value):
    if isinstance(value, str):
        yield value if value.endswith("\n") else value + "\n"
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from strings(inner)


def test_no_stretch_of_a_document_is_in_the_project(texts):
    files = tracked_files()
    assert ROOT / "data" / "mentions.csv" in files
    held = {
        line
        for text in texts.values()
        for paragraph in paragraphs(text)
        for line in stretches(paragraph, STRETCH)
    }
    copied = [
        f"{file.relative_to(ROOT)}: {' '.join(stretch)}"
        for file in files
        for stretch in sorted(stretches(readable(file), STRETCH) & held)
    ]
    assert not copied


def test_no_figure_is_printed_with_half_a_sentence(texts):
    held = {
        line
        for text in texts.values()
        for paragraph in paragraphs(text)
        for line in stretches(paragraph, STRETCH_PRINTED)
    }
    assert not [
        row["as_printed"] for row in CLAIMS + MENTIONS if stretches(row["as_printed"], STRETCH_PRINTED) & held
    ]


# Without the text


def test_the_first_document_is_coded_in_every_table():
    for table in (CLAIMS, MENTIONS, EVENTS, JUDGEMENTS):
        assert of(table, FIRST)


@pytest.mark.parametrize(
    ("table", "column"),
    [(CLAIMS, "claim_id"), (MENTIONS, "mention_id"), (EVENTS, "event_id"), (JUDGEMENTS, "judgement_id")],
    ids=["claims", "mentions", "events", "judgements"],
)
def test_names_are_unique(table, column):
    assert [name for name, count in Counter(row[column] for row in table).items() if count > 1] == []


def test_all_rows_name_a_document():
    known = ids(DOCUMENTS, "document_id")
    assert all(row["document_id"] in known for table in (MENTIONS, EVENTS, JUDGEMENTS) for row in table)


def test_positions_count_from_one():
    placed = {}
    for mention in MENTIONS:
        placed.setdefault((mention["document_id"], mention["paragraph"]), []).append(int(mention["position"]))
    assert {place: found for place, found in placed.items() if found != list(range(1, len(found) + 1))} == {}


def test_a_mention_has_a_claim_or_a_reason():
    for mention in MENTIONS:
        of_claim = mention["kind"] in ("claim", "restatement", "part")
        assert bool(mention["claim_id"]) == of_claim, mention
        assert bool(mention["reason"]) != of_claim, mention
        assert bool(mention["event_id"]) == (mention["kind"] == "event"), mention


def test_mentions_resolve_to_claims_and_events_of_their_document():
    claims = {(claim["document_id"], claim["claim_id"]): claim for claim in CLAIMS}
    events = {(event["document_id"], event["event_id"]): event for event in EVENTS}
    for mention in MENTIONS:
        document_id, place = mention["document_id"], int(mention["paragraph"])
        if mention["claim_id"]:
            claim = claims[document_id, mention["claim_id"]]
            expected = {"claim": places(claim)[:1], "restatement": also_at(claim), "part": places(claim)}
            assert place in expected[mention["kind"]], mention
        if mention["event_id"]:
            assert place in places(events[document_id, mention["event_id"]]), mention


def test_a_mention_prints_a_number_of_its_claim():
    claims = {claim["claim_id"]: claim for claim in CLAIMS}
    for mention in MENTIONS:
        if mention["kind"] in ("claim", "restatement"):
            printed = numeral_parts(claims[mention["claim_id"]]["as_printed"])
            assert set(numeral_parts(mention["as_printed"])) <= set(printed), mention


def test_every_figure_is_mentioned_where_it_is_printed():
    mentioned = Counter((m["document_id"], m["claim_id"], int(m["paragraph"]), m["kind"]) for m in MENTIONS)
    for claim in CLAIMS:
        covered = claim["document_id"] in ids(MENTIONS, "document_id") and claim["paragraph"]
        # Words without a number and echoes print no numeral of their own.
        if not covered or claim["bound"] == "vague" or claim["echoes_id"]:
            continue
        key = claim["document_id"], claim["claim_id"]
        assert mentioned[*key, int(claim["paragraph"]), "claim"] == 1, claim["claim_id"]
        assert all(mentioned[*key, place, "restatement"] == 1 for place in also_at(claim)), claim["claim_id"]


def test_the_kinds_that_carry_figures_all_occur():
    used = {mention["kind"] for mention in MENTIONS}
    assert {"claim", "restatement", "part", "event"} < used


def test_judgements_are_told_by_known_sources_in_the_order_of_the_text():
    known = ids(SOURCES, "source_id")
    for judgement in JUDGEMENTS:
        assert {judgement["judge_id"], *filter(None, judgement["via_ids"].split(" > "))} <= known, judgement
        assert bool(judgement["likelihood"]) == bool(judgement["likelihood_scale"]), judgement
    order = [int(judgement["paragraph"]) for judgement in of(JUDGEMENTS, FIRST)]
    assert order == sorted(order)


def test_all_topics_and_stances_occur():
    assert len({judgement["topic"] for judgement in JUDGEMENTS}) == 10
    assert len({judgement["stance"] for judgement in JUDGEMENTS}) == 4


def test_events_are_told_by_known_sources_about_known_sides():
    known = {term["term_id"] for term in TERMS if term["kind"] == "side"}
    assert ids(EVENTS, "told_by_id") <= ids(SOURCES, "source_id")
    assert {side for event in EVENTS for side in event["sides"].split(";")} <= known


def test_events_are_dated_as_exactly_as_they_say():
    longest = {"1": 1, "2": 6, "3": 7, "4": 31}
    published = {d["document_id"]: date.fromisoformat(d["published"]) for d in DOCUMENTS}
    for event in EVENTS:
        start, end = date.fromisoformat(event["start"]), date.fromisoformat(event["end"])
        days = (end - start).days + 1
        assert 1 <= days <= longest.get(event["date_precision"], days), event
        assert end <= published[event["document_id"]], event
    assert [event["start"] for event in of(EVENTS, FIRST)] == sorted(
        event["start"] for event in of(EVENTS, FIRST)
    )
