"""A brief beside what nbconvert makes of the same notebook: bytes, requests, accessibility, a phone, time.

The notebook is of the size that outputs of nbconvert were compared at from the start: two charts of six
claims and
two tables that list them. For nbconvert each output also holds what a notebook without claimbook would: the
chart as matplotlib draws it with its own
settings as SVG and as PNG, and as SVG that keeps letters as letters; the table as pandas writes it. Nothing
here is
a test of speed: times are told as ratios of runs taken in turns, and kept out of the repository.
"""

from __future__ import annotations

import argparse
import io
import json
import statistics
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "briefs"))

import nbformat.v4 as v4  # noqa: E402
import pandas as pd  # noqa: E402
from claimbook.brief import NoBrowser, export  # noqa: E402
from claimbook.brief.attachments import chromium  # noqa: E402
from claimbook.brief.attachments.pdf import OFFLINE  # noqa: E402
from claimbook.figure.entry import Entry  # noqa: E402
from claimbook.show import table  # noqa: E402
from sample_notebooks import chart_of_eight, context, notebook  # noqa: E402

TEMPLATES = ("lab", "classic", "basic")
CLAIMS = 6  # of a chart
# What nbconvert finds of a chart -> format and settings of matplotlib; the last ones keep letters as letters.
CHARTS = {"SVG": ("svg", {}), "PNG": ("png", {}), "SVG of letters": ("svg", {"svg.fonttype": "none"})}
PHONE, DESK = 390, 1280
LEGIBLE = 300  # pixels; a narrower chart is told
LONGEST = 10_000  # milliseconds to wait for a first text
NOTICED = 300  # milliseconds that a brief may take to its first text
LOADS = 5  # of which the fastest counts: what else the machine does only adds to it
HEADS = (
    "output",
    "bytes",
    "requests at open",
    "axe-core",
    f"{PHONE} px wide",
    "first text, network hanging",
    "export, lab = 1",
)


# -- the notebook ----------------------------------------------------------------------------------


def made(charts: str) -> Any:
    """The notebook, executed; `charts` is what nbconvert finds of a chart: one of CHARTS."""
    cells: list[Any] = ["# How many, according to whom?", "## The claims compared"]
    for name in ("first", "second"):
        cells += [
            "Claims that differ in what they count, drawn after how they are bounded.",
            _chart_cell(_chart(name), charts),
        ]
    cells += ["## The same in tables", _table_cell("first", 8), _table_cell("second", 4)]
    return notebook(*cells)


def _chart(name: str) -> Any:
    return chart_of_eight(name, claims=CLAIMS)


def _cell(display: Any, more: dict[str, str]) -> Any:
    shown = display._repr_mimebundle_()
    data = shown[0] if isinstance(shown, tuple) else shown
    data = {kind: value for kind, value in data.items() if kind not in ("image/png", "text/html")}
    output = v4.new_output("display_data", data={**data, **more})
    return v4.new_code_cell("display", execution_count=1, outputs=[output])


def _chart_cell(chart: Any, charts: str) -> Any:
    kind, settings = CHARTS[charts]
    drawn = plain_chart(chart, kind, **settings)
    if kind == "png":
        return _cell(chart, {"image/png": b64encode(drawn).decode()})
    return _cell(chart, {"image/svg+xml": drawn.decode()})


def plain_chart(chart: Any, kind: str, **settings: Any) -> bytes:
    """The rows of a chart as a user of matplotlib would draw them: a dot, a bar or an arrow's head a row."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(7.2, 4))
        axes = figure.subplots()
        for y, row in enumerate(chart.rows):
            ends = [float(row[name]) for name in ("low", "best", "high") if row[name]]
            mark = {"at_least": ">", "more_than": ">", "up_to": "<", "less_than": "<"}.get(row["bound"], "o")
            axes.plot(ends, [y] * len(ends), marker=mark, color="C0")
            axes.annotate(
                row["text"],
                (ends[-1] if ends else 0, y),
                xytext=(6, -3),
                textcoords="offset points",
                fontsize=9,
            )
        axes.set_yticks(range(len(chart.rows)), [row["label"] for row in chart.rows])
        axes.invert_yaxis()
        axes.set(xlim=(0, None), title=chart.title, xlabel=chart.subtitle)
        axes.grid(axis="x")
        figure.text(0.01, 0.01, f"Source: {chart.source}", fontsize=8)
        figure.tight_layout()
        out = io.BytesIO()
        figure.savefig(out, format=kind, metadata={"Date": None} if kind == "svg" else None)
    return out.getvalue()


def _table_cell(name: str, columns: int) -> Any:
    """The figures of a chart once more, in so many of the columns of the notebooks' own tables."""
    figures = [_Listed(entry) for entry in _chart(name).entries.values()]
    rows = [
        {
            "Figure": figure,
            "Claimant": "US National Security Council",
            "As printed": figure.text(),
            "Grade": "C" + "x" * n,
            "Counts": "killed or wounded",
            "Where": "three villages in Kursk region",
            "Via": "a lawmaker, an agency",
            "Paragraph": 3,
        }
        for n, figure in enumerate(figures)
    ]
    rows = [dict(list(row.items())[:columns]) for row in rows]
    frame = pd.DataFrame([{**row, "Figure": row["Figure"].text()} for row in rows])
    return _cell(table(rows, caption=f"The {name} claims once more"), {"text/html": frame.to_html()})


class _Listed:
    """A figure of a chart, to stand in a table."""

    base = None

    def __init__(self, entry: Entry):
        self.id, self._entry = entry.id, entry

    def text(self) -> str:
        return self._entry.text

    def entries(self) -> dict[str, Entry]:
        return {self.id: self._entry}


# -- the outputs -----------------------------------------------------------------------------------


def ways(folder: Path) -> dict[str, Callable[[], Path]]:
    """Name of an output -> what writes it into the folder and returns its file."""
    found: dict[str, Callable[[], Path]] = {}
    for charts in CHARTS:
        for template in TEMPLATES:
            out = folder / f"{template}-{charts.replace(' ', '-')}.html"
            found[f"nbconvert {template}, charts as {charts}"] = _nbconvert(made(charts), template, out)
    own = made("SVG")
    found["claimbook"] = lambda: export(own, folder / "claimbook.html", context())
    return found


def _nbconvert(node: Any, template: str, out: Path) -> Callable[[], Path]:
    def write() -> Path:
        from nbconvert import HTMLExporter

        quiet = {
            "exclude_input": True,
            "exclude_input_prompt": True,
            "exclude_output_prompt": True,
        }  # --no-input
        text, _ = HTMLExporter(template_name=template, **quiet).from_notebook_node(node)
        out.write_text(text, encoding="utf-8")
        return out

    return write


def seconds(writers: dict[str, Callable[[], Path]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each output, taken in turns: so many rounds after one that warms up."""
    taken: dict[str, list[float]] = {name: [] for name in writers}
    for turn in range(rounds + 1):
        for name, write in writers.items():
            start = time.perf_counter()
            write()
            if turn:
                taken[name].append(time.perf_counter() - start)
    return taken


# -- in a browser ------------------------------------------------------------------------------------


@contextmanager
def browser() -> Iterator[Any]:
    """The machine's own Chromium. Raises NoBrowser; ImportError where playwright is not installed."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *OFFLINE])
        yield launched
        launched.close()


def looked_at(browser: Any, path: Path) -> dict[str, Any]:
    """What a reader's browser makes of a file."""
    return {
        "requests": requests(browser, path),
        "axe": rules_broken(browser, path),
        "phone": on_a_phone(browser, path),
        "first_text_ms": first_text(browser, path),
    }


@contextmanager
def _page(browser: Any, path: Path, width: int, answer: str, **more: Any) -> Iterator[tuple[Any, list[str]]]:
    """A page of the file and the addresses that it asks for; `answer` is "none" (blocked) or "hang"."""
    tab = browser.new_context(viewport={"width": width, "height": 800}, **more)
    asked: list[str] = []
    hanging: list[Any] = []

    def handle(route: Any) -> None:
        asked.append(route.request.url)
        route.abort() if answer == "none" else hanging.append(route)

    tab.route(lambda address: address.startswith(("http:", "https:")), handle)
    page = tab.new_page()
    page.goto(path.as_uri(), wait_until="load" if answer == "none" else "commit")
    yield page, asked
    for route in hanging:
        route.abort()
    tab.close()


def requests(browser: Any, path: Path) -> int:
    """Addresses that the file asks for when it is opened, with none answered."""
    with _page(browser, path, DESK, "none") as (page, asked):
        page.wait_for_timeout(500)
        return len(asked)


def rules_broken(browser: Any, path: Path) -> list[str]:
    """Rules of axe-core, best practice included, that the file breaks at one width or more, light or dark."""
    from axe_playwright_python.sync_playwright import Axe

    found = set()
    for width in (320, PHONE, DESK):
        for scheme in ("light", "dark"):
            with _page(browser, path, width, "none", color_scheme=scheme) as (page, _):
                found |= {broken["id"] for broken in Axe().run(page).response["violations"]}
    return sorted(found)


_PHONE = """() => {
  const wide = document.documentElement.clientWidth;
  const seen = [...document.querySelectorAll('table, svg, img')].filter(e => e.getClientRects().length);
  const boxes = seen.map(e => [e.tagName, e.getBoundingClientRect()]);
  return {
    sideways: document.documentElement.scrollWidth - wide,
    hidden: Math.max(0, ...boxes.map(([_, box]) => Math.round(box.right - wide))),
    charts: Math.min(...boxes.filter(([name]) => name != 'TABLE').map(([_, box]) => Math.round(box.width))),
  };
}"""


def on_a_phone(browser: Any, path: Path) -> dict[str, int]:
    """Pixels by which the page scrolls sideways and a table or chart is out of sight; width of the narrowest
    chart."""
    with _page(browser, path, PHONE, "none") as (page, _):
        return page.evaluate(_PHONE)


def first_text(browser: Any, path: Path) -> float | None:
    """Milliseconds to the first text while the network hangs, the fastest of some loads; None where none
    comes."""
    fastest = None
    for _ in range(LOADS):
        found = _painted(browser, path)
        if found is None:
            return None
        fastest = min(found, fastest or found)
    return fastest


def _painted(browser: Any, path: Path) -> float | None:
    with _page(browser, path, DESK, "hang") as (page, _):
        deadline = time.monotonic() + LONGEST / 1000
        while time.monotonic() < deadline:
            painted = page.evaluate(
                "performance.getEntriesByName('first-contentful-paint').map(p => p.startTime)"
            )
            if painted:
                return painted[0]
            page.wait_for_timeout(20)
    return None


# -- what is told ---------------------------------------------------------------------------------------


def measured(folder: Path, rounds: int) -> tuple[dict[str, dict[str, Any]], str]:
    """Output -> its figures, and one line on what was skipped ("" for nothing)."""
    writers = ways(folder)
    taken = seconds(writers, rounds)
    results: dict[str, dict[str, Any]] = {}
    for name, write in writers.items():
        size = write().stat().st_size
        pairs = [
            own / lab for own, lab in zip(taken[name], taken["nbconvert lab, charts as SVG"], strict=True)
        ]
        results[name] = {
            "bytes": size,
            "ratio": statistics.median(pairs),
            "seconds": statistics.median(taken[name]),
        }
    try:
        with browser() as opened:
            for name, write in writers.items():
                results[name] |= looked_at(opened, write())
    except (NoBrowser, ImportError) as why:
        return results, f"skipped: requests, axe-core, {PHONE} px, first text ({why})"
    return results, ""


def row(name: str, result: dict[str, Any]) -> str:
    """A row of the table in markdown."""
    cells = [name, f"{result['bytes']:,}", "-", "-", "-", "-", f"{result['ratio']:.2f}"]
    if "requests" in result:
        count, first = len(result["axe"]), result["first_text_ms"]
        cells[2] = str(result["requests"])
        cells[3] = f"{count} {'rule' if count == 1 else 'rules'}" if count else "0"
        cells[4] = _in_words(result["phone"])
        cells[5] = f"blank for {LONGEST / 1000:g} s" if first is None else _at(first)
    return f"| {' | '.join(cells)} |"


def _at(first: float) -> str:
    """Below what a reader notices, differences are those of the machine; the file of figures has them."""
    return f"within {NOTICED / 1000:g} s" if first <= NOTICED else f"{first / 1000:.1f} s"


def _in_words(phone: dict[str, int]) -> str:
    parts = [f"page scrolls sideways by {phone['sideways']} px"] if phone["sideways"] > 0 else []
    parts += [f"{phone['hidden']} px out of sight"] if phone["hidden"] > 0 and not parts else []
    parts += [f"charts {phone['charts']} px wide"] if phone["charts"] < LEGIBLE else []
    return ", ".join(parts) or "all in sight"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="paired runs of each export (default 7)")
    parser.add_argument(
        "--json", type=Path, default=ROOT / ".cache" / "bench" / "brief.json", help="where the figures go"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results, skipped = measured(Path(folder), max(given.rounds, 1))
    print(f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}")
    for name, result in results.items():
        print(row(name, result))
    if skipped:
        print(skipped, file=sys.stderr)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
