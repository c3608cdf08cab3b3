"""The charts as a browser draws them, desktop and phone: no word on another or on a mark, none cut off, none
too
small; contrast of words and marks computed here from what the browser says it painted."""

from itertools import combinations
from pathlib import Path

import pytest
from conftest import ALL
from luminance import contrast

pytestmark = pytest.mark.browser
DRAWINGS = (Path(__file__).parent / "drawings.js").read_text(encoding="utf-8")
QUIET = {"g"}  # lines of the grid and between groups: nothing is lost where they are not seen
CASES = [(390, "light"), (390, "dark"), (320, "light"), (701, "light"), (1280, "light"), (1280, "dark")]


def overlap(one, other):
    """Whether two boxes (left, top, right, bottom) share more than a pixel both ways."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 1 and down > 1


def crowded(drawing):
    """Pairs of words that lie on each other."""
    boxes = [(text["words"], line) for text in drawing["texts"] for line in text["lines"]]
    return [(one, other) for (one, a), (other, b) in combinations(boxes, 2) if overlap(a, b)]


def cut_off(drawing):
    """Words of which a part lies outside of the drawing."""
    return [
        text["words"]
        for text in drawing["texts"]
        for left, top, right, bottom in text["lines"]
        if left < -1 or top < -1 or right > drawing["width"] + 1 or bottom > drawing["height"] + 1
    ]


def pale_words(drawing):
    return [
        (text["words"], text["colour"], ground)
        for text in drawing["texts"]
        for ground in text["grounds"]
        if contrast(text["colour"], ground) < 4.5
    ]


def pale_marks(drawing):
    """Marks that are seen neither by their edge nor by their fill, on most of what they lie on."""
    return [
        mark
        for mark in drawing["marks"]
        if mark["kind"] not in QUIET
        and not any(
            paint != "none"
            and sum(contrast(paint, ground) >= 3 for ground in mark["grounds"]) > len(mark["grounds"]) / 2
            for paint in (mark["fill"], mark["stroke"])
        )
    ]


@pytest.mark.parametrize("name", ALL)
def test_each_chart_is_read_at_each_width_light_and_dark(opened, name):
    page = opened(name)
    for width, scheme in CASES:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        drawings = page.evaluate(DRAWINGS)
        assert drawings
        for drawing in drawings:
            where = (drawing["title"], width, scheme)
            assert crowded(drawing) == [], where
            assert cut_off(drawing) == [], where
            assert [text["words"] for text in drawing["texts"] if text["hits"]] == [], where
            assert min(text["size"] for text in drawing["texts"]) >= (11 if width >= 390 else 9.5), where
            assert pale_words(drawing) == [] and pale_marks(drawing) == [], where


BAD = """<!doctype html><style>body{background:#fff}svg{width:200px;height:100px}text{font:12px sans-serif}</style>
<svg viewBox="0 0 200 100"><title>Bad</title><path class="s" d="M0 60H200V90H0Z" fill="#111" stroke="none"/>
<path class="k" d="M0 50H200" fill="none" stroke="#ddd"/>
<text x="10" y="20">one label</text><text x="30" y="22">another</text>
<text x="170" y="40">cut off here</text><text x="10" y="80" fill="#333">on a mark</text></svg>"""


def test_the_look_itself_sees_each_fault(opened, tmp_path):
    """The control: a drawing with one fault of each kind."""
    (tmp_path / "bad.html").write_text(BAD, encoding="utf-8")
    (drawing,) = opened(tmp_path / "bad.html").evaluate(DRAWINGS)
    assert crowded(drawing) == [("one label", "another")] and cut_off(drawing) == ["cut off here"]
    assert [text["words"] for text in drawing["texts"] if text["hits"]] == ["on a mark"]
    assert [words for words, *_ in pale_words(drawing)] == ["on a mark"]
    assert [mark["kind"] for mark in pale_marks(drawing)] == ["k"]
