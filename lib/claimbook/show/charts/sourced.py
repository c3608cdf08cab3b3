"""Charts of where claims come from: origin, relays, document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from claimbook.show import spans as R
from claimbook.show.charts import chain
from claimbook.show.charts.aloud import aloud, required, said, texts
from claimbook.show.charts.chart import Chart, assembled
from claimbook.show.charts.rows import ChartFault, values, words
from claimbook.show.prose import Nothing, nothing


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
    title: Any, chains: Iterable[Chain], *, subtitle: Any = "", source: Any, note: Any = "", alt: Any = None
) -> Chart | Nothing:
    """Where claims come from: origin, relays, document, a row a claim; claims of one origin stand together.

    Raises ChartFault for a known origin without name, a missing document, and as bounds_chart.
    """
    given = _together(list(chains))
    if not given:
        return nothing()
    made = tuple(_chain(item, n) for n, item in enumerate(given, 1))
    spoken = aloud(
        [
            [
                *said(item.figure),
                " ",
                R.Excused(row["counts"], "words"),
                ": ",
                R.Excused(chain.told(row), "words"),
            ]
            for item, row in zip(given, made, strict=True)
        ]
    )
    told = texts(title, subtitle, source, note, alt, spoken)
    broken = any(row["shared"] or row["inferred"] for row in made)
    explained = [f"Broken box: {chain.UNKNOWN}."] * (not all(row["known"] for row in made))
    explained += ["Broken line or arrow: a link that we infer and that no document states."] * broken
    return assembled("chain", told, made, {}, [item.figure for item in given], " ".join(explained))


def _together(chains: list[Chain]) -> list[Chain]:
    """Those of one suspected relay next to each other, within it those of one origin; else as given."""
    shared = [str(c.shared) or _origin(c) for c in chains]
    origins = [_origin(c) for c in chains]
    order = sorted(range(len(chains)), key=lambda i: (shared.index(shared[i]), origins.index(origins[i])))
    return [chains[i] for i in order]


def _origin(item: Chain) -> str:
    return f"{item.origin}|{item.known}|{item.inferred}"


def _chain(item: Chain, n: int) -> dict[str, Any]:
    told = {name: words(getattr(item, name), f"chain {n}, {name}") for name in ("origin", "shared", "counts")}
    if item.known and not told["origin"].strip():
        raise ChartFault(f"chart, chain {n}: found no origin, expected its name, or known=False")
    relays = [required(relay, f"chain {n}, relays") for relay in item.relays]
    told["counts"] = told["counts"] or _measure(item.figure)
    if not told["counts"]:
        raise ChartFault(f"chart, chain {n}: found nothing that is counted, expected counts=...")
    how = {"known": bool(item.known), "inferred": bool(item.inferred), "relays": relays}
    return {
        **told,
        **how,
        "document": required(item.document, f"chain {n}, document"),
        **values(item.figure, n),
    }


def _measure(figure: Any) -> str:
    """What a figure counts, in the shortest words that it has."""
    counted = getattr(figure, "counted", None)
    if counted is not None:
        return R.clean(counted.measure.label)
    return "" if figure is None else R.clean(figure.entry().label)
