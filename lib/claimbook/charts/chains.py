"""Where claims come from: origin, relays, document, and the claim at the right end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from typing import Any

from claimbook.charts.chart import KINDS, Chart, Json, Kind, assembled
from claimbook.charts.rows import (
    NO_NUMBER,
    ChartFault,
    aloud,
    has_number,
    in_sentence,
    quoted,
    required,
    stated,
    values,
    words,
)
from claimbook.charts.scene import Scene, Text, Words, height
from claimbook.words.prose import Nothing, nothing
from claimbook.words.richtext import Excused, capital, worded
from claimbook.words.safe import clean
from claimbook.words.style import NARROW, SIZES, width_of, wrap

UNKNOWN, OURS = "no source named", "inferred by us"


@dataclass(frozen=True)
class Chain:
    """How a claim came into a document.

    figure    the claim as a Figure, or None with `counts`: "no number stated"
    origin    who says it first; where it is not known, a few words or ""
    relays    those between, nearest the origin first
    document  where it is printed
    known     whether the document names the origin
    shared    a relay that we suspect behind several claims: drawn dashed, as our inference
    inferred  the way from the origin on is our inference
    counts    what is counted; by default the measure of the figure
    """

    figure: Any
    origin: Any
    relays: Sequence[Any]
    document: Any
    known: bool
    shared: Any = ""
    inferred: bool = False
    counts: Any = ""


def chain_chart(
    title: Any,
    chains: Iterable[Chain] | None,
    *,
    subtitle: Any = "",
    source: Any,
    note: Any = "",
    alt: Any = None,
) -> Chart | Nothing:
    """Where claims come from: origin, relays, document, a row a claim; claims of one origin stand together.

        chain_chart("One figure names its source", chains_of(claims), source="A newspaper")

    Raises ChartFault for a known origin without name, a missing document, and as bounds_chart.
    """
    given = _together(list(chains or ()))
    if not given:
        return nothing()
    made = [_chain(item, n) for n, item in enumerate(given, 1)]
    spoken = aloud(_sentence(item, row) for item, row in zip(given, made, strict=True))
    broken = "Broken line or arrow: a link that we infer and that no document states."
    explained = [f"Broken box: {UNKNOWN}."] * (not all(row["known"] for row in made))
    explained += [broken] * any(map(_is_inferred, made))
    figures, texts = [item.figure for item in given], (title, subtitle, source, note, alt)
    return assembled("chain", texts, made, {}, figures, " ".join(explained), spoken)


def _sentence(item: Chain, row: Json) -> list[Any]:
    counts, way = Excused(row["counts"], "words"), Excused(told(row), "words")
    return [*in_sentence(item.figure), " ", counts, ": ", way]


def _together(chains: list[Chain]) -> list[Chain]:
    """Those of one suspected relay next to each other, within it those of one origin; else as given."""
    origins = [f"{item.origin}|{item.known}|{item.inferred}" for item in chains]
    shared = [str(item.shared) or origin for item, origin in zip(chains, origins, strict=True)]
    order = sorted(range(len(chains)), key=lambda i: (shared.index(shared[i]), origins.index(origins[i])))
    return [chains[i] for i in order]


def _chain(item: Chain, n: int) -> Json:
    told = {name: words(getattr(item, name), f"chain {n}, {name}") for name in ("origin", "shared", "counts")}
    if item.known and not told["origin"].strip():
        raise ChartFault(f"chart, chain {n}: found no origin, expected its name, or known=False")
    relays = [required(relay, f"chain {n}, relays") for relay in item.relays]
    told["counts"] = told["counts"] or _measure(item.figure)
    if not told["counts"]:
        raise ChartFault(f"chart, chain {n}: found nothing that is counted, expected counts=...")
    how = {"known": bool(item.known), "inferred": bool(item.inferred), "relays": relays}
    document = required(item.document, f"chain {n}, document")
    return {**told, **how, "document": document, **values(item.figure, n)}


def _measure(figure: Any) -> str:
    """What a figure counts, in the shortest words that it has."""
    counted = getattr(figure, "counted", None)
    if counted is not None:
        return clean(counted.measure.label)
    return "" if figure is None else clean(figure.entry().label)


def chains_of(claims: Iterable | None) -> list[Chain]:
    """How each claim came into its document: original claimant, relays, a suspected relay of ours."""
    return [_chain_of(claim.lineage, claim) for claim in claims or ()]


def _chain_of(claim: Any, figure: Any) -> Chain:
    shared = worded(claim.suspected.name) if claim.suspected else ""
    relays, document = [worded(voice.name) for voice in claim.via], worded(claim.outlet)
    origin, known, inferred = claim.claimant.name, True, False
    if claim.echo_of is not None:  # no origin of its own
        relays.append(worded(f"{origin}, as an echo"))
        origin = claim.echo_of.lineage.claimant.name
    elif claim.unsourced:
        origin, known = claim.quoted_from.lineage.claimant.name if claim.quoted_from else "", False
        inferred = bool(origin)
    return Chain(figure, worded(origin), relays, document, known, shared, inferred)


# -- a chain in words ------------------------------------------------------------------------
def _origin(row: Json) -> list[Words]:
    """The words of an origin; one that we infer where the document names none is no more than a perhaps."""
    if row["known"]:
        parts = [(row["origin"], "label")]
    else:
        perhaps = [(f"perhaps {row['origin']}" if row["inferred"] else row["origin"], "sub")]
        parts = [(UNKNOWN, "label"), *perhaps * bool(row["origin"])]
    return [*parts, *[(OURS, "quiet")] * row["inferred"]]


def told(row: Json) -> str:
    """A chain in words: "GUR → AFP → The Telegraph"; a way that is our inference says so and has broken
    arrows."""
    first = ", ".join(words for words, kind in _origin(row) if kind != "quiet")
    first += f" ({OURS})" if row["inferred"] else ""
    shared = [f"{row['shared']} ({OURS})"] if row["shared"] else []
    return (" ⇢ " if _is_inferred(row) else " → ").join([first, *row["relays"], *shared, row["document"]])


def _is_inferred(row: Json) -> bool:
    """Whether a link of the chain is our inference."""
    return row["inferred"] or bool(row["shared"])


def _claim(row: Json) -> list[Words]:
    if row["id"] is None:
        return [(row["counts"], "strong"), (NO_NUMBER, "quiet")]
    hint = [] if has_number(row) else [(NO_NUMBER, "quiet")]
    return [(stated(row), "strong"), *hint, (row["counts"], "sub")]


def _write_claim(scene: Scene, row: Json, x: float, y: float, parts: list[Words], room: float) -> float:
    """The words of a claim, of which the first link to its entry; the y below them."""
    return scene.write(x, y, parts, room, link=row["id"], spoken=f"{row['counts']}: {quoted(row)}")


# -- the drawing -----------------------------------------------------------------------------
_GAP, _PAD, _LEAST, _INDENT = 24, 7, 34, 22
_PHONE_BOX = 13  # pixels of the box before a chain in words: enough to see that it is broken
_TOUCH = 21  # pixels from one linked number to the next, with the gap of 4: enough for a finger
# Columns in their order with their share of the width; one that no row fills is left out.
_WIDTHS = {"origin": ("Origin", 150), "relays": ("Relays", 116), "shared": ("Suspected relay", 104),
           "document": ("Document", 96), "claim": ("Claim", 172)}  # fmt: skip
# Columns of boxes, with the words of a box; neighbours that have the same share one.
_BOXED: dict[str, Callable[[Json], list[Words]]] = {
    "origin": lambda row: [
        (capital(words) if kind == "label" else words, kind) for words, kind in _origin(row)
    ],
    "shared": lambda row: [(capital(row["shared"]), "label"), (OURS, "quiet")] if row["shared"] else [],
    "document": lambda row: [(capital(row["document"]), "label")],
}


@dataclass
class _Box:
    """A box of a column around the first to the last of its rows."""

    column: str
    first: int
    last: int
    parts: list[Words]


def chains_scene(chart: Json, width: float) -> Scene:
    """The drawing of a chart of kind "chain": a row a claim, or on a phone a few lines of words a claim.

    Neighbouring rows of one origin, suspected relay or document share its box.
    Lines run straight from left to right in their own row and stop at words.
    """
    scene = Scene(width)
    if width < NARROW:
        _stacked(scene, chart["rows"])
    else:
        _Map(scene, chart["rows"]).draw()
    return scene


class _Map:
    """Columns and rows of the wide drawing; `tops[i]` is where row i begins."""

    def __init__(self, scene: Scene, rows: list[Json]):
        self.scene, self.rows = scene, rows
        left_out = [name for name in ("relays", "shared") if not any(row[name] for row in rows)]
        shares = {name: share for name, (_, share) in _WIDTHS.items() if name not in left_out}
        each = (scene.width - _GAP * (len(shares) - 1)) / sum(shares.values())
        self.columns: dict[str, tuple[float, float]] = {}
        left = 0.0
        for name, share in shares.items():
            self.columns[name] = (left, left + share * each)
            left = self.columns[name][1] + _GAP
        self.boxes = [box for name in _BOXED if name in shares for box in self._boxes(name)]
        self.tops = self._tops()

    def _boxes(self, column: str) -> Iterator[_Box]:
        for parts, run in groupby(enumerate(self.rows), key=lambda row: _BOXED[column](row[1])):
            numbers = [n for n, _ in run]
            if parts:
                yield _Box(column, numbers[0], numbers[-1], parts)

    def _room(self, column: str) -> float:
        left, right = self.columns[column]
        return right - left - (2 * _PAD if column in _BOXED else 0)

    def _tops(self) -> list[float]:
        """A row is as high as its own words; where those of a box need more, its last row gives way."""
        heights = [
            max(_LEAST, height(_claim(row), self._room("claim")) + 14, len(self._relays(row)) * 15.0 + 14)
            for row in self.rows
        ]
        for box in self.boxes:
            needed = height(box.parts, self._room(box.column)) + 2 * _PAD + 8
            heights[box.last] += max(needed - sum(heights[box.first : box.last + 1]), 0)
        heads = [height(_head(name), right - left) for name, (left, right) in self.columns.items()]
        return list(accumulate(heights, initial=8 + max(heads)))

    def _relays(self, row: Json) -> list[str]:
        """Lines of the relays of a row."""
        return wrap(" → ".join(row["relays"]), "sub", self._room("relays")) if row["relays"] else []

    def draw(self) -> None:
        for name, (left, right) in self.columns.items():
            self.scene.write(left, 0, _head(name), right - left)
        for row, (top, bottom) in zip(self.rows, pairwise(self.tops), strict=True):
            self._row(row, (top + bottom) / 2)
        for box in self.boxes:
            self._box(box)
        self.scene.height = self.tops[-1] + 2

    def _box(self, box: _Box) -> None:
        left, right = self.columns[box.column]
        top, bottom = self.tops[box.first] + 4, self.tops[box.last + 1] - 4
        unknown = box.column == "origin" and not self.rows[box.first]["known"]
        kind = "boxd" if box.column == "shared" or unknown else "box"
        self.scene.rect(left + 1, top, right - left - 2, bottom - top, kind)
        room = self._room(box.column)
        self.scene.write(left + _PAD, (top + bottom - height(box.parts, room)) / 2 - 1, box.parts, room)

    def _row(self, row: Json, y: float) -> None:
        """The line of a row in its pieces, and the claim at its end."""
        stops, lines = [self.columns["origin"][1]], self._relays(row)
        if lines:
            left = self.columns["relays"][0]
            words = [(" → ".join(row["relays"]), "sub")]
            self.scene.write(left, y - len(lines) * 7.5, words, self._room("relays"))
            stops += [left - 4, left + max(width_of(line, "sub") for line in lines) + 6]
        if row["shared"]:
            stops += self.columns["shared"]
        left, right = self.columns["document"]
        stops.append(left)
        for start, end in zip(stops[::2], stops[1::2], strict=True):
            self.scene.line(start, y, end - 1, y, "xd" if _is_inferred(row) else "x")
            self.scene.head(end - 1, y, 5, 4, kind="x")
        self.scene.line(right, y, right + _GAP - 6, y, "x")
        parts, room = _claim(row), self._room("claim")
        _write_claim(self.scene, row, self.columns["claim"][0], y - height(parts, room) / 2 - 1, parts, room)


def _head(column: str) -> list[Words]:
    return [(_WIDTHS[column][0], "step")]


def _stacked(scene: Scene, rows: list[Json]) -> None:
    """A chain in words with its claims below it; the box before it is broken where no source is named."""
    y = 0.0
    for chain, claims in groupby(rows, key=told):
        y += 6 if y else 0
        given = list(claims)
        scene.line(0, y, scene.width, y, "g")
        scene.rect(1, y + 10, _PHONE_BOX, _PHONE_BOX, "box" if given[0]["known"] else "boxd")
        y = scene.write(_INDENT, y + 8, [(capital(chain), "label")], scene.width - _INDENT)
        for row in given:
            y = _listed(scene, row, y + 4)
    scene.height = y + 6


def _listed(scene: Scene, row: Json, y: float) -> float:
    """A claim below its chain: the words after the number on one line, where there is room; the y below."""
    first, *more = _claim(row)
    (number, kind), words = first, ", ".join(part for part, _ in more)
    room, x = scene.width - _INDENT, _INDENT + width_of(number, kind) + 8
    below = max(_write_claim(scene, row, _INDENT, y, [first], room), y + _TOUCH)
    if x + width_of(words, "sub") <= scene.width:
        scene.add(Text(x, y + SIZES[kind], words, "sub"))
        return below
    return scene.write(_INDENT, below, [(words, "sub")], room) + 4


# -- the data --------------------------------------------------------------------------------
_COLUMNS: dict[str, Any] = {
    "Counts": "counts",
    "Chain": lambda chart, row: told(row),
    "Inferred by us": lambda chart, row: "yes" if _is_inferred(row) else "no",
}
_FIELDS: dict[str, Any] = {
    "origin": "origin",
    "origin_named": "known",
    "relays": "relays",
    "suspected_relay": "shared",
    "link_inferred": "inferred",
    "printed_in": "document",
}
KINDS["chain"] = Kind(chains_scene, _COLUMNS, _FIELDS)
