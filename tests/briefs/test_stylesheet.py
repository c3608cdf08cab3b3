"""A page carries of the style what it uses: the rest of it would change nothing."""

import re

import pytest
from claimbook.brief.stylesheet import css, policy, used

PAGE = '<main class="chart"><p class="under few">x</p><a href="#x">y</a><table class="t"><tr><td>1</td></tr></table></main>'


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("p{a:b}", "p{a:b}"),
        ("ol{a:b}", ""),
        (".under{a:b}", ".under{a:b}"),
        (".gone{a:b}", ""),
        ("*{a:b}", "*{a:b}"),
        (":root{a:b}", ":root{a:b}"),
        ("p,ol,.few{a:b}", "p,.few{a:b}"),
        ("ol p,.gone>p{a:b}", ""),
        ("p.under{a:b}", "p.under{a:b}"),
        ("p.gone{a:b}", ""),
        ("main p{a:b}p.x{c:d}", "main p{a:b}"),
        (".underneath{a:b}", ""),
        ("tab{a:b}", ""),
        ("a:not(.gone){a:b}", "a:not(.gone){a:b}"),
        (".gone:not(.few){a:b}", ""),
        ("p:has(+.gone){a:b}", "p:has(+.gone){a:b}"),
        ("main>table :is(th,td){a:b}", "main>table :is(th,td){a:b}"),
        ('a[data-k]::after{content:"[" attr(data-k) "]"}',) * 2,
        ('.gone [data-x="p"]{a:b}', ""),
        ("td:last-child,th:last-child{a:b}", "td:last-child{a:b}"),
        ("@media print{p{a:b}ol{c:d}}", "@media print{p{a:b}}"),
        ("@media print{ol{c:d}}", ""),
        (
            "@supports selector(::details-content){p{a:b}.gone{c:d}}",
            "@supports selector(::details-content){p{a:b}}",
        ),
        ("@media print{@page{size:A4;@bottom-right{content:counter(page)}}}",) * 2,
        ("@page{margin:1cm}",) * 2,
        (
            "@media screen{@media (max-width:9px){p{a:b}ol{c:d}}}",
            "@media screen{@media (max-width:9px){p{a:b}}}",
        ),
    ],
)
def test_a_rule_is_kept_where_the_page_has_what_it_names(style, kept):
    assert used(style, PAGE) == kept


def test_the_style_itself_is_read_whole():
    """What is a rule of the full style, and no more, can be kept: nothing of it is lost in taking it
    apart."""
    names = sorted(
        set(re.findall(r"[.]([a-z][\w-]*)", re.sub(r"[(\[][^)\]]*[)\]]|\{[^{}]*\}", " ", css("index.css"))))
    )
    elements = (
        "a b blockquote body caption code dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header html i li main nav ol p "
        "pre section span summary svg table tbody td th thead tr ul path circle text rect g tspan time line"
    )
    page = "".join(f"<{name}>" for name in elements.split()) + f'<p class="{" ".join(names)}">'
    count = css("index.css").count("}")
    assert used(css("index.css"), page).count("}") == count


# -- in a browser: the full style and the pruned one make one page ------------------------------------

# The properties that any rule of a page sets: no other can differ.
SET = """() => {
  const found = new Set();
  const walk = rules => { for (const rule of rules) {
    if (rule.style) for (const name of rule.style) if (!name.startsWith('--')) found.add(name);
    if (rule.cssRules) walk(rule.cssRules);
  } };
  for (const sheet of document.styleSheets) walk(sheet.cssRules);
  return [...found].sort();
}"""
STYLES = """names => [...document.body.querySelectorAll('*'), document.body].flatMap(node =>
  ['', '::before', '::after', ...(node.tagName === 'LI' ? ['::marker'] : [])].flatMap(part => {
    const style = getComputedStyle(node, part);
    if (part && part !== '::marker' && style.content === 'none') return [];
    return [node.tagName + '.' + (node.getAttribute('class') || '') + part + ' '
            + names.map(name => style.getPropertyValue(name)).join(';')];
  }))"""
VIEWS = {
    "light": (1280, "screen", "light"),
    "dark": (1280, "screen", "dark"),
    "phone": (390, "screen", "light"),
    "print": (794, "print", "dark"),
}


def fully_dressed(html, *more):
    """The page with all of the style in place of the part that it uses."""
    full = css(*more)
    html, times = re.subn(
        r"<style>.*?</style>", lambda _: f"<style>{full}</style>", html, count=1, flags=re.S
    )
    html, policies = re.subn(
        r'(http-equiv="Content-Security-Policy" content=")[^"]*"', lambda m: f'{m[1]}{policy(full)}"', html
    )
    assert times == policies == 1
    return html


def styles_of(page, names):
    """View -> for each element, and what is drawn before and after it, the values of these properties."""
    made = {}
    for name, (width, media, scheme) in VIEWS.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media=media, color_scheme=scheme)
        made[name] = page.evaluate(STYLES, names)
    return made


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "more"), [("01-casualties", ()), ("changed", ()), ("index", ("index.css",))]
)
def test_what_a_page_does_not_carry_changes_no_element_of_it(opened, files, tmp_path, name, more):
    html = (files / f"{name}.html").read_text(encoding="utf-8")
    (tmp_path / "full.html").write_text(fully_dressed(html, *more), encoding="utf-8")
    whole = opened(tmp_path / "full.html")
    names = whole.evaluate(SET)
    assert {"color", "display", "content", "break-inside"} <= set(names)
    full, pruned = styles_of(whole, names), styles_of(opened(name), names)
    assert len(full["light"]) > 500
    for view in VIEWS:
        assert [(a, b) for a, b in zip(full[view], pruned[view], strict=True) if a != b] == [], view
    assert len({tuple(made) for made in pruned.values()}) == len(VIEWS), "the views do differ"


@pytest.mark.browser
def test_a_rule_that_is_missing_would_show(opened, files, tmp_path):
    """The control: without a rule that the page does use, some element differs."""
    html = fully_dressed((files / "two.html").read_text(encoding="utf-8"))
    (tmp_path / "full.html").write_text(html, encoding="utf-8")
    rule = next(rule for rule in re.findall(r"\.under\{[^}]*\}", html))
    cut = html.replace(rule, "", 1)
    style = re.search(r"<style>(.*?)</style>", cut, re.S)[1]
    cut = re.sub(
        r'(http-equiv="Content-Security-Policy" content=")[^"]*"', lambda m: f'{m[1]}{policy(style)}"', cut
    )
    (tmp_path / "cut.html").write_text(cut, encoding="utf-8")
    page = opened(tmp_path / "full.html")
    names = page.evaluate(SET)
    assert page.evaluate(STYLES, names) != opened(tmp_path / "cut.html").evaluate(STYLES, names)
