"""The briefs and the index page in a real browser: no request, no sideways scroll, readable without
JavaScript
and with a hanging network, light and dark, on screen and on paper."""

import pytest
from conftest import ALL, REAL

pytestmark = pytest.mark.browser
PAINTED = "performance.getEntriesByName('first-contentful-paint').length"


@pytest.mark.parametrize("name", ALL)
def test_it_asks_for_nothing_and_never_scrolls_sideways(opened, files, name):
    page = opened(name)
    assert page.requests == [(files / f"{name}.html").as_uri()] and not page.complaints
    for width in (320, 390, 700, 701, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width


@pytest.mark.parametrize("name", REAL)
def test_it_is_read_without_javascript(opened, name):
    page = opened(name, java_script_enabled=False, color_scheme="dark")
    assert page.locator("h1").is_visible() and page.locator("h2").last.is_visible()
    assert page.locator("svg.wide").first.is_visible() and not page.locator("svg.phone").first.is_visible()
    if name != "index":
        page.locator(".chart summary").first.click()
        assert page.get_by_role("table").first.is_visible()


def test_a_number_leads_to_its_entry_and_finds_it_open(opened):
    page = opened("01-casualties", java_script_enabled=False)
    link = page.locator("main a.n").first
    entry = page.locator(f'li[id="{link.get_attribute("href")[1:]}"]')
    assert not entry.locator("dl").is_visible()
    link.click()
    assert entry.locator("dl").is_visible() and not entry.locator("summary").is_visible()
    assert "Grade" in entry.locator("dl").inner_text()


@pytest.mark.parametrize("name", REAL)
def test_a_network_that_hangs_holds_nothing_up(opened, silent_proxy, name):
    page = opened(name, proxy={"server": silent_proxy})
    assert page.locator("h1").is_visible()
    for _ in range(100):  # the policy of a brief forbids playwright's own way to wait
        if page.evaluate(PAINTED):
            break
        page.wait_for_timeout(50)
    assert page.evaluate(PAINTED) == 1 and page.evaluate("document.readyState") == "complete"


def test_the_network_of_that_test_does_hang(browser, silent_proxy, tmp_path):
    """The control: one style sheet from elsewhere, and nothing is painted."""
    (tmp_path / "page.html").write_text(
        '<link rel="stylesheet" href="http://example.org/x.css"><h1>Late</h1>'
    )
    context = browser.new_context(proxy={"server": silent_proxy})
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri(), wait_until="commit")
    page.wait_for_timeout(500)
    assert page.evaluate(PAINTED) == 0
    context.close()


@pytest.mark.parametrize("name", REAL)
def test_paper_is_white_with_every_fold_open(opened, name):
    page = opened(name, width=794, color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 23, 26)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert page.locator("svg.wide").first.is_visible() and not page.locator("svg.phone").first.is_visible()
    folds = page.evaluate("""() => [...document.querySelectorAll('details')].map(d => {
      const inside = d.lastElementChild.getBoundingClientRect(), head = d.querySelector('summary');
      return [head.textContent, inside.height > 10, head.getClientRects().length];
    })""")
    assert folds or name == "index"
    assert not [fold for fold in folds if fold[1:] != [True, 0]]
