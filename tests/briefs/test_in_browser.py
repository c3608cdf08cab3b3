"""The brief in a real browser: no request, no sideways scroll, readable without JavaScript, light and dark."""

import datetime
import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from sample_notebooks import FORCE, KILLED, WOUNDED, context, full, notebook, shown, two_charts  # noqa: E402

from claimbook.brief import brief_info, export, write_index  # noqa: E402
from claimbook.show import (  # noqa: E402
    Chain, Flow, Row, Rung, TimelineEvent, chain_chart, flow_chart, ladder_chart, squares_chart, timeline_chart,
)

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without these a fresh Chromium looks for updates, which would be counted as requests.
QUIET = ("--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync")
pytestmark = pytest.mark.browser

# Words of a drawing that leave it, and pairs that lie on each other, in the drawing that is shown.
CROWDED = """() => [...document.querySelectorAll('svg')].filter(s => s.getClientRects().length).flatMap(s => {
  const sheet = s.getBoundingClientRect(), out = [];
  const boxes = [...s.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
  boxes.forEach(([words, a], i) => {
    if (a.left < sheet.left - 2 || a.right > sheet.right + 2 || a.bottom > sheet.bottom + 2) out.push('out: ' + words);
    boxes.slice(i + 1).forEach(([other, b]) => {
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4)
        out.push(words + ' / ' + other);
    });
  });
  return out;
})"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('svg text')].filter(t => t.getClientRects().length).map(t => {
  const s = t.closest('svg');
  return parseFloat(getComputedStyle(t).fontSize) * s.getBoundingClientRect().width / s.viewBox.baseVal.width;
}))"""


def every_kind():
    """A notebook with one chart of each kind besides those of claims side by side."""
    texts = {"subtitle": "As claimed", "source": "The Telegraph"}
    day, paper = datetime.date(2024, 12, 16), "The Telegraph"
    return notebook(
        "# Every kind of chart",
        shown(squares_chart("A part of a large force", Row(KILLED, "dead"), [Row(WOUNDED, "injured"), Row(FORCE, "in Russia")], **texts)),
        shown(flow_chart("What goes to and fro", "Pyongyang", "Moscow", [
            Flow(FORCE, "soldiers", "right", "stock", "Men"), Flow(None, "technology", "left", "potential", "Other"),
        ], **texts)),
        shown(chain_chart("Who says it first", [
            Chain(FORCE, "", [], paper, False, shared="a feature"), Chain(WOUNDED, "NIS", ["a lawmaker", "an agency"], paper, True),
            Chain(KILLED, "NIS", ["a lawmaker"], paper, True, inferred=True),
        ], **texts)),
        shown(timeline_chart("From the ceremony on", [
            TimelineEvent("A ceremony", datetime.date(2024, 10, 1), datetime.date(2024, 10, 31), 4, ref=12),
            TimelineEvent("A statement", day, ref=3), TimelineEvent("A parade", datetime.date(2012, 4, 15)),
        ], start=datetime.date(2024, 9, 1), **texts)),
        shown(ladder_chart("Sceptical or favourable", ["sceptical", "mixed", "cautious", "favourable"], [
            Rung("Cancian", 0, "They will be wasted.", 9), Rung("Madden", (2, 3), ref=[18, 21]),
        ], **texts)),
    )


def _missing(why):
    if os.environ.get("CLAIMBOOK_NEEDS_BROWSER") == "1":
        pytest.fail(f"{why}, and CLAIMBOOK_NEEDS_BROWSER=1 asks for it")
    pytest.skip(f"{why}: briefs are not looked at in a browser")


NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("[0-9]*.ipynb"))


@pytest.fixture(scope="module")
def browser():
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        _missing(f"found none of {', '.join(NAMES)}")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("found no playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("briefs")
    export(full(), folder / "full.html", context())
    export(two_charts(), folder / "two.html", context())
    export(every_kind(), folder / "kinds.html", context())
    for path in NOTEBOOKS:  # the real ones, as they are committed
        export(path, folder / f"{path.stem}.html", context())
    write_index(folder, [brief_info(full(), "full.html", "How many casualties?")])
    return folder


@pytest.mark.parametrize("name", ["full", "two", "kinds", "index", *(path.stem for path in NOTEBOOKS)])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_asks_for_nothing_and_reads_well(browser, files, name, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    requests, complaints = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((files / f"{name}.html").as_uri())
    assert requests == [(files / f"{name}.html").as_uri()] and not complaints
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CROWDED) == []
    assert page.evaluate(SMALLEST) >= (11 if width >= 390 else 9.5)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_readable_without_javascript(browser, files, scheme):
    context = browser.new_context(java_script_enabled=False, color_scheme=scheme, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto((files / "full.html").as_uri())
    for words in ("How many casualties, according to whom?", "What can be said", "Where each number comes from"):
        assert page.get_by_role("heading", name=words).is_visible()
    assert page.locator("svg.wide").first.is_visible() and not page.locator("svg.phone").first.is_visible()
    page.locator("summary").first.click()
    assert page.get_by_role("table").first.is_visible()
    context.close()


def test_dark_mode_and_paper_change_the_ground(browser, files):
    page = browser.new_page(color_scheme="dark")
    page.goto((files / "full.html").as_uri())
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 23, 26)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.locator("svg.wide").first.is_visible()
    assert page.locator("details table").first.bounding_box()["height"] > 50
    page.close()
