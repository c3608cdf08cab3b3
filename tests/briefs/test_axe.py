"""axe-core over the briefs and the index page: no violation of WCAG 2.2 AA nor of best practice."""

from pathlib import Path

import pytest
from conftest import REAL, missing

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
RUN = """only => axe.run(document, {runOnly: {type: 'tag', values: only}, resultTypes: ['violations']}).then(
  found => found.violations.map(v => [v.id, v.nodes.length, v.nodes[0].html]))"""


@pytest.fixture(scope="session")
def axe():
    """The source of axe-core, as the package carries it."""
    try:
        import axe_playwright_python
    except ImportError:
        missing("found no axe-playwright-python")
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("name", REAL)
def test_axe_finds_nothing(opened, axe, name):
    """At each width, on a phone with every fold open; in the dark the rules on colour, as nothing else
    differs there.

    A brief's policy would refuse axe, so this context alone looks away from it.
    """
    page = opened(name, bypass_csp=True)
    page.evaluate(axe)
    for width in (320, 1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        if width == 390:
            page.evaluate(OPEN)
        for scheme, tags in (("light", TAGS), ("dark", ["cat.color"])):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(RUN, tags) == [], (width, scheme)


def test_axe_does_find_faults(opened, axe, tmp_path):
    """The control: a page without language, with a pale word and a picture without words."""
    (tmp_path / "bad.html").write_text(
        '<title>x</title><main><p style="color:#bbb">pale</p><img src="data:,"></main>'
    )
    page = opened(tmp_path / "bad.html", bypass_csp=True)
    page.evaluate(axe)
    assert {"color-contrast", "html-has-lang", "image-alt"} <= {name for name, *_ in page.evaluate(RUN, TAGS)}
