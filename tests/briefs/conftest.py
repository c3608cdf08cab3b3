"""One browser and one set of briefs for all tests that look at briefs in a browser."""

import datetime
import os
import shutil
import socket
import sys
from fractions import Fraction
from pathlib import Path

import nbformat
import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "library")]
from claimbook.book import Book  # noqa: E402
from claimbook.brief import BriefInfo, brief_info, export, write_index  # noqa: E402
from claimbook.changes import box, compare_books  # noqa: E402
from claimbook.tables import load  # noqa: E402
from edits import edited  # noqa: E402
from sample_notebooks import context, every_kind, full, two_charts  # noqa: E402

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without these a fresh Chromium looks for updates, which would be counted as requests.
QUIET = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("[0-9]*.ipynb"))
REAL = [*(path.stem for path in NOTEBOOKS), "index"]  # what a run makes: its briefs and the index page
ALL = ["full", "two", "kinds", "changed", *REAL]


def changed():
    """A box of changes with every kind of claim, derived figures, and lines that are folded."""
    tables = load(NOTEBOOKS[0].parents[1] / "data")

    def later(edits):
        edits.put("nis-killed", status="retracted").put("troops-in-russia", best=Fraction(12000)).without(
            "men-in-one-field"
        )
        edits.copy("nis-wounded", "later", supersedes_id="nis-wounded", best=Fraction(3000)).copy(
            "containers", "more"
        )
        edits.put("conscripts", credibility=5).set("sources", "gur", reliability="B")

    old = Book(tables).select(as_of="2025-01-10")
    return box(compare_books(old, Book(edited(tables, later)), datetime.date(2024, 12, 18)))


def missing(why):
    """No browser: a failure where CI asks for one, else a skip with a line that says so."""
    if os.environ.get("CLAIMBOOK_NEEDS_BROWSER") == "1":
        pytest.fail(f"{why}, and CLAIMBOOK_NEEDS_BROWSER=1 asks for it")
    pytest.skip(f"{why}: briefs are not looked at in a browser")


@pytest.fixture(scope="session")
def browser():
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        missing(f"found none of {', '.join(NAMES)}")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("found no playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    """The samples, the briefs of the committed notebooks, and their index with one that failed."""
    folder = tmp_path_factory.mktemp("briefs")
    for name, notebook in (("full", full()), ("two", two_charts()), ("kinds", every_kind())):
        export(notebook, folder / f"{name}.html", context())
    export(two_charts(), folder / "changed.html", context(changes=changed()))
    infos = []
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        title = notebook.cells[0].source.splitlines()[0].removeprefix("# ")
        export(notebook, folder / f"{path.stem}.html", context(title=title))
        infos.append(brief_info(notebook, f"{path.stem}.html", title))
    failed = BriefInfo("Which brief failed?", fault="cell 4: found no claim, expected one")
    write_index(folder, [*infos, failed])
    return folder


@pytest.fixture(scope="session")
def silent_proxy():
    """The address of a proxy that takes connections and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(64)
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def opened(browser, files):
    """A function that opens a page of the set: opened(name, width=..., **options of the context)."""
    contexts = []

    def open_page(name, width=1280, **how):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **how))
        page = contexts[-1].new_page()
        page.requests, page.complaints = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("dialog", lambda dialog: (page.complaints.append(dialog.message), dialog.dismiss()))
        path = name if isinstance(name, Path) else files / f"{name}.html"
        page.goto(path.as_uri())
        return page

    yield open_page
    for context_ in contexts:
        context_.close()
