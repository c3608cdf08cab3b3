"""The PDF of a brief: tagged, whole, equal in its words; and browsers that are not there, hang or break."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from claimbook.brief import NoBrowser, PdfFault, export, write_pdf  # noqa: E402
from claimbook.brief.attachments.pdf import ENVIRONMENT, NAMES  # noqa: E402
from pdf_text import Pdf  # noqa: E402
from sample_notebooks import context, full  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


@pytest.fixture
def browser():
    if next(filter(None, map(shutil.which, NAMES)), None) is None:
        why = f"found none of {', '.join(NAMES)}"
        if os.environ.get("CLAIMBOOK_NEEDS_BROWSER") == "1":
            pytest.fail(f"{why}, and CLAIMBOOK_NEEDS_BROWSER=1 asks for it")
        pytest.skip(f"{why}: no PDF is printed")


@pytest.fixture(scope="module")
def brief(tmp_path_factory):
    return export(full(), tmp_path_factory.mktemp("brief") / "full.html", context())


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """stem -> the HTML and the PDF of a committed notebook, each printed once."""
    folder, made = tmp_path_factory.mktemp("printed"), {}

    def of(path):
        if path.stem not in made:
            html = export(path, folder / f"{path.stem}.html", context(title=f"A title of {path.stem}"))
            made[path.stem] = html, Pdf(write_pdf(html, html.with_suffix(".pdf")).read_bytes())
        return made[path.stem]

    return of


def sheets(pdf):
    """The words of each page without its number, which each must have; the foot is painted first."""
    pages = [squeezed(page) for page in pdf.pages]
    assert all(page.startswith(str(number)) for number, page in enumerate(pages, 1))
    return [page.removeprefix(str(number)) for number, page in enumerate(pages, 1)]


def squeezed(words):
    """Words without spaces, the numbers of entries, ligatures and what a list puts before its points."""
    words = (
        words.replace("\ufb01", "fi").replace("\ufb02", "fl").replace("\ufb00", "ff").replace("\ufb03", "ffi")
    )
    return re.sub(r"\[\d+\]", "", re.sub(r"[\s\u2022\u25cf]", "", words))


class Blocks(HTMLParser):
    """The words of each heading, paragraph, point, cell and drawn label that paper shows."""

    KINDS = {"h1", "h2", "h3", "h4", "p", "li", "td", "th", "dt", "dd", "text"}

    def __init__(self, text):
        super().__init__()
        self.found, self.open, self.hidden = [], [], []
        self.feed(
            re.sub(
                r'<svg class="draw phone".*?</svg>|<nav.*?</nav>|<p class="get">.*?</p>|<caption>.*?</caption>',
                "",
                text,
                flags=re.S,
            )
        )

    def handle_starttag(self, tag, attributes):
        if tag in ("style", "title", "desc", "summary"):
            self.hidden.append(tag)
        elif tag in self.KINDS:
            self.open.append([tag, ""])

    def handle_endtag(self, tag):
        if self.hidden and tag == self.hidden[-1]:
            self.hidden.pop()
        elif self.open and tag == self.open[-1][0]:
            kind, words = self.open.pop()
            self.found.append((kind, words))

    def handle_data(self, data):
        if self.open and not self.hidden:
            self.open[-1][1] += data


# -- without a browser --------------------------------------------------------------------------


def stand_in(folder, script):
    """A browser that does as the shell script says; $OUT is where it is asked to print."""
    path = folder / "browser"
    path.write_text(
        '#!/bin/sh\nfor word in "$@"; do case "$word" in --print-to-pdf=*) OUT="${word#--print-to-pdf=}";; esac; done\n'
        + script
    )
    path.chmod(0o755)
    return path


@pytest.fixture
def private(monkeypatch):
    """A folder for temporary files, empty in the end; its path is short, as a browser's sockets ask for."""
    with tempfile.TemporaryDirectory(prefix="t-", dir="/tmp") as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield Path(folder)
        assert not os.listdir(folder)


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (
            "echo no display >&2; exit 3",
            r"full\.html: found .*/browser ending with status 3 \(no display\), expected a PDF",
        ),
        ("exit 0", r"/browser: found nothing where it printed, expected a whole PDF"),
        (
            "echo half >&2; printf '%%PDF-1.4\\nhalf' > \"$OUT\"",
            r"/browser: found a part of a PDF where it printed \(half\), expected",
        ),
        ("echo '<html>' > \"$OUT\"", r"/browser: found no PDF where it printed"),
        (
            "printf '%%PDF-1.4\\n%%%%EOF' > \"$OUT\"",
            r"/browser: found a PDF without tags, expected a Chromium that writes",
        ),
        ('rm -f "$OUT"', r"/browser: found nothing"),
        ("kill -9 $$", r"ending with status -9"),
    ],
)
def test_a_broken_browser_is_one_line_and_the_last_pdf_stays(
    script, message, brief, tmp_path, private, monkeypatch
):
    monkeypatch.setenv(ENVIRONMENT, str(stand_in(tmp_path, script)))
    out = tmp_path / "out" / "brief.pdf"
    out.parent.mkdir()
    out.write_text("the last good one")
    with pytest.raises(PdfFault, match=message) as fault:
        write_pdf(brief, out)
    assert "\n" not in str(fault.value)
    assert out.read_text() == "the last good one" and list(out.parent.iterdir()) == [out]


def test_a_hanging_browser_is_ended_with_its_helpers_and_leaves_nothing(
    brief, tmp_path, private, monkeypatch
):
    script = f"echo $$ > {tmp_path}/pids; sleep 600 & echo $! >> {tmp_path}/pids; printf half > \"$OUT\"; trap '' TERM; wait"
    monkeypatch.setenv(ENVIRONMENT, str(stand_in(tmp_path, script)))
    out = tmp_path / "out" / "brief.pdf"
    out.parent.mkdir()
    with pytest.raises(PdfFault, match="still at it after 1 seconds, expected a PDF; it was ended"):
        write_pdf(brief, out, seconds=1)
    assert not list(out.parent.iterdir())
    pids = (tmp_path / "pids").read_text().split()
    assert len(pids) == 2 and not any(_runs(pid) for pid in pids)


def _runs(pid):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:  # a killed one may still wait to be counted
        state = subprocess.run(
            ["ps", "-o", "stat=", "-p", pid], capture_output=True, text=True
        ).stdout.strip()
        if not state or state.startswith("Z"):
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_command_ends_its_browser(sent, brief, tmp_path):
    script = f"sleep 600 & echo $$ $! > {tmp_path}/part; mv {tmp_path}/part {tmp_path}/pids; wait"
    folder = tmp_path / "tmp"
    folder.mkdir()
    more = {ENVIRONMENT: str(stand_in(tmp_path, script)), "TMPDIR": str(folder)}
    command = subprocess.Popen(
        [sys.executable, "-m", "claimbook", "pdf", brief, tmp_path / "x.pdf"],
        env={**os.environ, **more},
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "pids").exists() and command.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    command.send_signal(sent)
    _, said = command.communicate(timeout=60)
    assert command.returncode != 0 and "Traceback" not in said
    assert not any(_runs(pid) for pid in (tmp_path / "pids").read_text().split())
    assert not list(folder.iterdir()) and not list(tmp_path.glob("*.pdf")) and not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"PATH": "/nonexistent"}, "claimbook: PDF: found no browser, expected Chromium on PATH"),
        (
            {ENVIRONMENT: "/nonexistent/chromium"},
            "claimbook: CLAIMBOOK_CHROMIUM: found /nonexistent/chromium, expected the path",
        ),
    ],
)
def test_without_a_browser_the_command_ends_with_one_line_and_status_2(more, message, brief, tmp_path):
    if sys.platform == "darwin" and "PATH" in more:
        pytest.skip("a Mac has its browser elsewhere")
    given = {key: value for key, value in os.environ.items() if key != ENVIRONMENT}
    done = subprocess.run(
        [sys.executable, "-m", "claimbook", "pdf", brief, tmp_path / "x.pdf"],
        env={**given, **more},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2 and done.stdout == "" and len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(message) and not list(tmp_path.iterdir())


def test_wrong_files_are_told_before_a_browser_starts(brief, tmp_path, monkeypatch):
    monkeypatch.setenv(ENVIRONMENT, str(stand_in(tmp_path, f"touch {tmp_path}/started")))
    with pytest.raises(PdfFault, match="found the brief itself"):
        write_pdf(brief, brief)
    with pytest.raises(PdfFault, match="found no folder"):
        write_pdf(brief, tmp_path / "none" / "x.pdf")
    with pytest.raises(FileNotFoundError):
        write_pdf(tmp_path / "none.html", tmp_path / "x.pdf")
    assert not (tmp_path / "started").exists() and brief.read_bytes().startswith(b"<!doctype")
    monkeypatch.setenv(ENVIRONMENT, "")
    monkeypatch.setenv("PATH", "/nonexistent")
    if sys.platform != "darwin":
        with pytest.raises(NoBrowser):
            write_pdf(brief, tmp_path / "x.pdf")


# -- with one --------------------------------------------------------------------------------------


@pytest.mark.browser
def test_it_is_tagged_titled_linked_light_and_equal_byte_for_byte(
    browser, brief, tmp_path, private, monkeypatch
):
    first = write_pdf(brief, tmp_path / "1.pdf").read_bytes()
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert write_pdf(brief, tmp_path / "2.pdf").read_bytes() == first
    catalog = next(head for head, _ in Pdf(first).objects.values() if b"/Type /Catalog" in head)
    assert (
        b"/Marked true" in catalog
        and b"/StructTreeRoot" in catalog
        and b"/Lang (en)" in catalog
        and b"/Outlines" in catalog
    )
    assert b"/Title (How many casualties?)" in first and first.count(b"D:19800101000000") == 2
    for kind in (b"/S /H1", b"/S /TH", b"/S /TD", b"/S /L\n", b"/S /Figure"):
        assert kind in first
    assert b"/URI (https://example.org/)" in first and first.count(b"/Dest /n-") > 20
    # what a reader who does not see it hears of a drawing holds no number of an entry glued to a figure
    assert set(re.findall(rb"/Alt \((.*?)\)", first)) == {
        b"The first claims lie far apart from each other",
        b"At least 1,100 would be a tenth",
    }
    assert not list(tmp_path.glob(".*"))


@pytest.mark.browser
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_words_are_those_of_the_brief(browser, printed, path):
    html, pdf = printed(path)
    blocks = Blocks(html.read_text(encoding="utf-8")).found
    whole = "".join(sheets(pdf))
    assert len(blocks) > 200
    missing = [words for kind, words in blocks if squeezed(words) and squeezed(words) not in whole]
    # a paragraph or entry that goes on over the page has its page's foot or a table's head within
    assert len(missing) <= 2, missing


@pytest.mark.browser
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_table_has_its_caption_on_its_sheet_and_no_line_that_opens_it(browser, printed, path):
    html, pdf = printed(path)
    text, pages = html.read_text(encoding="utf-8"), sheets(pdf)
    captions = re.findall(r"<caption>(.*?)</caption>.*?<th[^>]*>(.*?)</th>", text, re.S)
    assert captions and len(captions) == text.count("<caption>")
    for caption, first in captions:
        words, head = (squeezed(unescape(re.sub("<[^>]+>", "", made))) for made in (caption, first))
        assert any(head in page[page.index(words) :] for page in pages if words in page), (
            f"{words}: not above its table"
        )
    assert not any(squeezed("The data as a table") in page for page in pages)


@pytest.mark.browser
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_charts_stay_whole_with_heading_and_source_and_headings_with_what_follows(browser, printed, path):
    html, pdf = printed(path)
    pages = sheets(pdf)
    figures = re.findall(r"<figure.*?</figure>", html.read_text(encoding="utf-8"), re.S)
    assert figures
    for figure in figures:
        words = [squeezed(words) for _, words in Blocks(figure).found]
        assert any(all(part in page for part in words) for page in pages), f"{words[0]}: not on one page"
    headings = [
        words for kind, words in Blocks(html.read_text(encoding="utf-8")).found if kind in ("h2", "h3", "h4")
    ]
    last = next(
        n for n, page in enumerate(pages) if "Thefirstlinesofeachentryarereadytoquote." in page
    )  # entries end with headings too
    for heading in headings:
        assert not any(page.endswith(squeezed(heading)) for page in pages[:last]), (
            f"{heading}: alone at the foot of a page"
        )
    assert not any(page.endswith("readytoquote.") for page in pages)


@pytest.mark.browser
def test_nothing_is_loaded_over_the_network(browser, brief, tmp_path):
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        stop = threading.Event()

        def listen():
            while not stop.is_set():
                try:
                    asked.append(server.accept()[1])
                except TimeoutError:
                    pass

        listener = threading.Thread(target=listen)
        listener.start()
        port = server.getsockname()[1]
        page = tmp_path / "x.html"
        page.write_text(
            f'<html lang="en"><title>T</title><h1>Words</h1><img src="http://127.0.0.1:{port}/a.png">'
            f'<link rel=stylesheet href="http://localhost:{port}/a.css"><script src="http://[::1]:{port}/a"></script>'
        )
        write_pdf(page, tmp_path / "x.pdf")
        stop.set()
        listener.join()
    assert asked == []
