"""The box of changes in a real browser: new things at a glance, the further ones on demand, all of them on
paper."""

import pytest

pytestmark = pytest.mark.browser
LINES = ".moves li"
# Lines of the box whose words leave it, or whose word for the kind of change lies on what is told.
SPILT = """() => [...document.querySelectorAll('.moves li')].filter(l => l.getClientRects().length).filter(l => {
  const box = l.closest('.changes').getBoundingClientRect(), told = l.querySelector(':scope>span').getClientRects()[0];
  const tag = l.querySelector('.tag'), range = document.createRange();
  range.selectNodeContents(tag.firstChild);
  const word = range.getBoundingClientRect();
  return l.getBoundingClientRect().right > box.right + 1 || (word.right > told.left + 1 && word.bottom > told.top + 4 && told.bottom > word.top + 4)
    || word.height > 1.9 * parseFloat(getComputedStyle(tag).fontSize);
}).map(l => l.textContent)"""


@pytest.mark.parametrize("width", [320, 390, 700, 1280])
def test_changes_are_told_at_a_glance_and_the_further_ones_on_demand(opened, width):
    page = opened("changed", width)
    lines = page.locator(LINES)
    assert lines.count() > 12 and sum(lines.nth(n).is_visible() for n in range(lines.count())) == 10
    assert page.locator(".changes .what").bounding_box()["y"] < 400 and page.evaluate(SPILT) == []
    page.locator(".changes summary").click()
    assert all(lines.nth(n).is_visible() for n in range(lines.count())) and page.evaluate(SPILT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_changes_are_all_on_paper(opened):
    page = opened("changed", 700)
    page.emulate_media(media="print", color_scheme="dark")
    lines = page.locator(LINES)
    assert (
        all(lines.nth(n).bounding_box()["height"] > 10 for n in range(lines.count()))
        and page.evaluate(SPILT) == []
    )
    assert not page.locator(".changes summary").is_visible()
