"""Hostile words in the data, in parameters, titles and file names, seen in a browser: they come out as text,
run
nothing, load nothing and lay out; and what slipped past the escaping would be stopped by the policy of the
file."""

import datetime
import http.server
import re
import threading
import unicodedata
from collections import Counter
from urllib.parse import quote

import pytest
from attacks import ATTACKS, ROOT, executed, mutated
from claimbook.brief import BriefInfo, brief_info, export, write_index
from claimbook.brief.export import html_of
from claimbook.show import Row, bounds_chart, say
from claimbook.tables import check, load
from claimbook.words.safe import clean
from conftest import NOTEBOOKS
from sample_notebooks import KILLED, context, full, notebook, shown
from standin import claim
from test_drawings import DRAWINGS, crowded, cut_off

pytestmark = pytest.mark.browser

MARKED = ("markdown", "formula")  # attacks that mean something in markdown, as bold or as a link
# How the page is built: how often each element stands there, and which attributes and protocols there are.
# Lines of a chart and words with a dollar sign are set in elements of their own, so these are not counted.
BUILD = """() => {
  const elements = [...document.querySelectorAll('*')], count = {}, attributes = new Set(), protocols = new Set();
  for (const e of elements) {
    if (!['text', 'tspan', 'SPAN'].includes(e.tagName)) count[e.tagName] = (count[e.tagName] || 0) + 1;
    for (const a of e.attributes) attributes.add(e.tagName + ' ' + a.name);
    if (e.protocol) protocols.add(e.protocol);
  }
  return {count, attributes: [...attributes].sort(), protocols: [...protocols].sort()};
}"""


def hostile_context(words):
    """A context whose every text is those words."""
    document = dict.fromkeys(("published", "licence", "note", "coded_from"), words)
    document |= {
        "label": "The Telegraph, about 20-21 December 2024",
        "address": "https://example.org/" + words,
    }
    return context(
        title=f"x {words}",
        parameters={f"AS_OF {words}": [words]},
        versions={words: words},
        command=words,
        documents=[document],
    )


def assert_nothing_happened(page):
    assert len(page.requests) == 1 and page.complaints == []


def assert_it_lays_out(page):
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for drawing in page.evaluate(DRAWINGS):
            assert crowded(drawing) == [] and cut_off(drawing) == [], width


def seen(words):
    """The words as a reader finds them in a page: without what cannot be seen, blanks of any kind as one."""
    return " ".join(re.sub("[\u2068\u2069]", "", clean(words)).split())


# -- the samples: every text of every kind of output ------------------------------------


@pytest.mark.parametrize("name", ATTACKS)
def test_words_stay_words(opened, tmp_path, name):
    words = ATTACKS[name]
    plain = re.sub(r"\S", "x", clean(words))  # the control: as long, and harmless
    built = []
    for title, given in (("plain", plain), ("hostile", words)):
        headed = "" if name in MARKED else " " + given
        page = opened(export(full(" " + given, headed), tmp_path / f"{title}.html", hostile_context(given)))
        assert_nothing_happened(page)
        built.append(page.evaluate(BUILD))
    assert built[1]["count"] == built[0]["count"]
    assert built[1]["attributes"] == built[0]["attributes"]
    assert set(built[1]["protocols"]) <= {"https:", "file:", "data:"}
    assert seen(words) in seen(page.evaluate("document.body.textContent"))
    assert_it_lays_out(page)


@pytest.mark.parametrize("name", ATTACKS)
def test_markdown_of_a_notebook_stays_words(opened, tmp_path, name):
    words = clean(ATTACKS[name])
    table = f"| {words} | b |\n|---|---|\n| {words} | d |"
    link = f"[{words}](https://example.org/{quote(words)})"
    source = "\n\n".join(["# Title here", words, f"- {words}", f"> {words}", table, link])
    page = opened(export(notebook(source), tmp_path / "m.html", context()))
    assert_nothing_happened(page)
    built = page.evaluate(BUILD)
    assert set(built["protocols"]) <= {"https:", "http:", "file:"}
    assert not {"SCRIPT", "IMG", "IFRAME", "LINK", "FORM", "INPUT", "BASE", "svg", "OBJECT"} & set(
        built["count"]
    )
    assert (built["count"]["STYLE"], built["count"]["META"]) == (1, 4)
    assert not [a for a in built["attributes"] if a.split()[1].startswith(("on", "style", "src"))]
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


# -- a data folder that passes every check ------------------------------------------------


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory):
    """The briefs of a data folder full of attacks, and those of the project's own, each with its index."""
    folder = tmp_path_factory.mktemp("poisoned")
    for name, data in (("plain", ROOT / "data"), ("hostile", mutated(folder))):
        assert check(data) == []
        (folder / name).mkdir()
        tables, infos = load(data), []
        for path in NOTEBOOKS:
            node = executed(path, data)
            made = context(documents=tables["documents"].to_dict("records"))
            export(node, folder / name / f"{path.stem}.html", made)
            infos.append(brief_info(node, f"{path.stem}.html", path.stem))
        write_index(folder / name, infos)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", [*(path.stem for path in NOTEBOOKS), "index"])
def test_a_hostile_data_folder_makes_the_same_page_with_other_words(opened, poisoned, name):
    built = []
    for kind in ("plain", "hostile"):
        page = opened(poisoned / kind / f"{name}.html")
        assert_nothing_happened(page)
        built.append(page.evaluate(BUILD))
    assert built[1]["count"] == built[0]["count"]
    assert built[1]["attributes"] == built[0]["attributes"]
    assert built[1]["protocols"] == built[0]["protocols"]
    assert "alert(" in page.evaluate("document.body.textContent"), "the attacks are there, as words"
    assert_it_lays_out(page)


# -- writing directions ----------------------------------------------------------------------

HEBREW = "שלום"
PLACES = """name => {
  const place = (node, start, end) => {
    const range = document.createRange(); range.setStart(node, start); range.setEnd(node, end);
    const r = range.getBoundingClientRect(); return [r.left, r.right];
  };
  return [...document.querySelectorAll('p.answer, p.quote, svg.wide text, td, dd')].flatMap(block => {
    const nodes = [], walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const at = nodes.findIndex(node => node.data.includes(name));
    if (at < 0 || !block.getClientRects().length) return [];
    const from = nodes[at].data.indexOf(name), word = place(nodes[at], from, from + name.length);
    const after = nodes.slice(at)
      .map((node, i) => [node, node.data.slice(i ? 0 : from + name.length).search(/[0-9]/), i])
      .find(([, digit]) => digit >= 0);
    if (!after) return [];
    const [node, digit, i] = after, start = digit + (i ? 0 : from + name.length);
    return [[block.textContent.slice(0, 80), word, place(node, start, start + 1)]];
  });
}"""


def test_a_word_from_right_to_left_moves_no_number(opened, tmp_path):
    """A number that is told after it stands at its right, as told."""
    facts = {"claimant": HEBREW, "via": ["30 relays"], "as_printed": f"{HEBREW} 7"}
    figure = claim("k", f"{HEBREW} 100", "vague", facts=facts)
    rows = [Row(KILLED, HEBREW, "whole"), Row(figure, "US", "whole")]
    alt = "Two rows with a name that is Hebrew."
    chart = bounds_chart("A name from right to left", rows, source="The Telegraph", alt=alt)
    node = notebook("# Title here", shown(say("{who} {k}, says he.", who=HEBREW, k=KILLED)), shown(chart))
    page = opened(export(node, tmp_path / "rtl.html", context()))
    places = page.evaluate(PLACES, HEBREW)
    assert len(places) >= 3
    assert [told for told, (_, right), (left, _) in places if left < right - 1] == []


def test_overrides_and_what_is_not_seen_are_taken_out():
    for name in ("direction", "unseen"):
        kinds = {unicodedata.category(c) for c in clean(ATTACKS[name])}
        assert not {"Cf", "Cc"} & kinds, name


# -- file names --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        '"><img src=x onerror=alert(1)>',
        "a#b?c%20d&amp;",
        "javascript&colon;alert(1)",
        "{{ 7 }} $x$",
        HEBREW,
    ],
)
def test_a_file_name_stays_a_name_and_its_link_leads_to_it(opened, tmp_path, name):
    export(full(), tmp_path / f"{name}.html", context(title="Found"))
    page = opened(write_index(tmp_path, [brief_info(full(), f"{name}.html", name)]))
    assert_nothing_happened(page)
    assert seen(name) in seen(page.evaluate("document.body.textContent")) and page.locator("img").count() == 0
    page.locator("h2 a").click()
    assert page.title() == "Found"
    page.go_back()
    page.locator("a.n").first.click()
    assert page.title() == "Found" and page.url.endswith("#n-total")


# -- the policy: what slips past the escaping ---------------------------------------------------


class _Log(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *words):
        pass


@pytest.fixture(scope="module")
def elsewhere():
    """A server that notes what it is asked for."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Log)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


SLIPPED = {
    "script": "<script>window.ran = 1</script>",
    "script-from-elsewhere": "<script src='URL'></script>",
    "module": "<script type=module>window.ran = 1</script>",
    "handler": "<img src=x onerror='window.ran = 1'>",
    "handler-of-svg": "<svg onload='window.ran = 1'><image href='URL'/></svg>",
    "click": "<button id=press onclick='window.ran = 1'>x</button>",
    "javascript-link": "<a id=press href='javascript:window.ran = 1'>x</a>",
    "picture": "<img src='URL' srcset='URL 2x'>",
    "picture-as-data": "<img id=drawn src='data:image/gif;base64,"
    "R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=='>",
    "style-sheet": "<link rel=stylesheet href='URL'>",
    "style": "<style>@import 'URL'; body { visibility: hidden; background: url('URL') }</style>",
    "style-attribute": "<p style=\"background: url('URL')\">x</p>",
    "frame": "<iframe src='URL'></iframe>",
    "frame-of-words": "<iframe srcdoc=\"<script>parent.ran = 1</script><img src='URL'>\"></iframe>",
    "object": "<object data='URL'></object><embed src='URL'>",
    "media": "<video src='URL' poster='URL'></video><audio src='URL'></audio><track src='URL'>",
    "font": "<style>@font-face { font-family: f; src: url('URL') } body { font-family: f }</style>",
    "form": "<form action='URL' method=post><button id=press>x</button></form>",
    "preload": "<link rel=preload as=image href='URL'><link rel=modulepreload href='URL'><link rel=icon href='URL'>",
    "base": "<base href='URL'><a id=base href='x'>x</a>",
}


def injected(file, words, address, policy=True):
    """The file with words set into it past all escaping, at the end of its head and in its body."""
    text = file.read_text(encoding="utf-8")
    text = text.replace("</head>", "</head>", 1).replace(
        "<main>", "<main>" + words.replace("URL", address), 1
    )
    return text if policy else re.sub(r"<meta http-equiv=.*?>", "", text)


def effect(page, server):
    """What the injected words did: ran, asked, changed what is shown or where links lead."""
    from playwright.sync_api import Error

    for press in page.locator("#press").all():
        press.click(no_wait_after=True)
    page.wait_for_timeout(150)
    try:
        return seen_effect(page, server) if "file:" in page.url else ["left the page"]
    except Error as error:  # a machine at work may leave the page while it is looked at
        if "because of a navigation" in str(error):
            return ["left the page"]
        raise


def seen_effect(page, server):
    """The same for a page that is still there."""
    done = []
    done += ["ran"] if page.evaluate("window.ran") else []
    done += ["asked"] if server.asked else []
    done += ["hidden"] if page.evaluate("getComputedStyle(document.body).visibility") == "hidden" else []
    done += ["drawn"] if page.evaluate("document.querySelector('#drawn')?.naturalWidth") else []
    done += (
        ["led away"] if "127.0.0.1" in page.evaluate("document.querySelector('#base')?.href || ''") else []
    )
    return done


@pytest.mark.parametrize("name", SLIPPED)
def test_the_policy_stops_what_slips_past_the_escaping(opened, files, elsewhere, tmp_path, name):
    """With the policy nothing happens; without it something does, else the test would show nothing."""
    address = f"http://127.0.0.1:{elsewhere.server_address[1]}/{name}"
    found = {}
    for policy in (True, False):
        elsewhere.asked.clear()
        path = tmp_path / f"{policy}.html"
        path.write_text(injected(files / "two.html", SLIPPED[name], address, policy), encoding="utf-8")
        found[policy] = effect(opened(path), elsewhere)
    assert found[True] == [] and found[False], found


NOT_STOPPED = {
    "refresh": "<meta http-equiv=refresh content=';url=URL'>",
    "link": "<a href='URL'>press here</a>",
    "connection": "<link rel=preconnect href='URL'>",
}


@pytest.mark.parametrize("name", NOT_STOPPED)
def test_what_no_policy_stops_is_stopped_by_the_escaping(opened, tmp_path, name):
    """Refreshing, connecting ahead and links that a reader follows: they must never become elements."""
    words = NOT_STOPPED[name].replace("URL", "http://evil.invalid/")
    page = opened(export(full(words), tmp_path / "x.html", hostile_context(words)))
    page.wait_for_timeout(100)
    assert page.url.startswith("file:") and len(page.requests) == 1
    counted = Counter(page.evaluate(BUILD)["count"])
    assert counted["LINK"] == 0 and counted["META"] == 4
    assert "evil.invalid" not in page.evaluate("[...document.querySelectorAll('a')].map(a => a.host).join()")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,<script>",
        "file" + ":///etc/passwd",
        "//127.0.0.1:9",
        " javascript:x",
        "JaVaScRiPt:x",
    ],
)
def test_an_address_of_a_document_is_of_the_web_or_no_link(address):
    document = {"label": "The Telegraph, about 20-21 December 2024", "address": address}
    footer = html_of(full(), context(documents=[document])).partition("<footer>")[2]
    assert "The Telegraph, about" in footer and "<a" not in footer


def test_an_index_of_failed_briefs_tells_their_faults_in_words(opened, tmp_path):
    failed = [BriefInfo(f"x {words}", fault=words) for words in ATTACKS.values()]
    kept = [BriefInfo("y", kept=datetime.date(2024, 12, 31), fault=words) for words in ATTACKS.values()]
    page = opened(write_index(tmp_path, [*failed, *kept], title="z " + ATTACKS["script"]))
    assert_nothing_happened(page)
    told = seen(page.evaluate("document.body.textContent"))
    assert page.locator("a").count() == len(failed) + len(kept)
    # heading, list of failures and reason of the one, reason of the other
    assert all(told.count(seen(words)) >= 4 for words in ATTACKS.values())
    assert page.locator("p.fault b").all_inner_texts() == ["Failed."] * len(failed) + ["Failed now."] * len(
        kept
    )
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
