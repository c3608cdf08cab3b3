"""Faults planted in the HTML of the briefs: what is changed, and which place and words tell it."""

import re

CASUALTIES, MONEY, OUTLOOK, VOICES = "01-casualties", "03-money-flows", "06-outlook", "05-who-says-so"
INDEX = "index"


def swap(old, new, after=""):
    """Replace the first `old` behind the first `after`."""

    def edit(html):
        head, mark, rest = html.partition(after) if after else ("", "", html)
        assert old in rest, f"{old!r} is not there"
        return head + mark + rest.replace(old, new, 1)

    return edit


def behind(old, new):
    """Put `new` right behind the first `old`."""
    return swap(old, old + new)


def moved(pattern, by=40):
    """Move the first place that the pattern finds behind its first group to the right."""
    return lambda html: re.sub(pattern, lambda found: f"{found[1]}{float(found[2]) + by:g}", html, count=1)


PROSE = 'href="#n-nis-killed" data-k="1">at least 100</a> dead'
SECOND_POINT = "The NIS&#39;s dead and injured together are"
TABLE = "North Korean losses as the article prints them</caption>"
ENTRY = '<li id="n-nis-killed">'
WIDE, PHONE = '<svg class="draw wide"', '<svg class="draw phone"'
SUM = '<li id="n-nis-dead-and-injured"'
RATES = "Days until that share of the force is lost, if the pace held</caption>"

# name: file, edit, words of the place, words of what was found or expected
FAULTS = {
    # sentences
    "digit in a sentence": (
        CASUALTIES,
        swap(PROSE, PROSE.replace("100", "110")),
        "top of the page",
        'found "at least 110", expected at least 100 (nis-killed)',
    ),
    "hedge dropped": (
        CASUALTIES,
        swap(">At least 100</a>", ">100</a>"),
        "“What can be said”",
        'found "100", expected at least 100',
    ),
    "bound flipped": (
        CASUALTIES,
        swap(">At least 100</a>", ">At most 100</a>"),
        "“What can be said”",
        'found "At most 100"',
    ),
    "hedge before a link": (
        CASUALTIES,
        swap("dead and <a", "dead and nearly <a"),
        "top of the page",
        'found "nearly 1,000"',
    ),
    "thousand behind a link": (
        CASUALTIES,
        swap("1,000</a> injured", "1,000</a> thousand injured"),
        "top of the page",
        'found "1,000 thousand"',
    ),
    "unit changed": (
        MONEY,
        swap("US<span>$</span>5.5bn", "US<span>$</span>5.5m"),
        "top of the page",
        "expected up to US$5.5bn",
    ),
    "currency changed": (
        MONEY,
        swap(">up to US<span>$</span>5.5bn", ">up to €5.5bn"),
        "top of the page",
        "expected up to US$5.5bn",
    ),
    "number in words": (
        CASUALTIES,
        behind("and no confirmation of it", ", of eleven thousand men"),
        "top of the page",
        'found "eleven thousand"',
    ),
    "dozens in words": (
        CASUALTIES,
        behind("and no confirmation of it", ", dozens more"),
        "top of the page",
        'found "dozens"',
    ),
    "number in a heading": (
        CASUALTIES,
        swap('<h2 id="terms">Terms', '<h2 id="terms">Terms of 1,100 dead'),
        "“Terms of 1,100 dead”",
        'found "1,100"',
    ),
    "link removed": (
        CASUALTIES,
        swap('<a class="n" href="#n-nis-dead-and-injured" data-k="18">at least 1,100</a>', "at least 1,100"),
        "top of the page",
        'found "1,100", expected a link',
    ),
    "link to another claim": (
        CASUALTIES,
        swap(PROSE, PROSE.replace("nis-killed", "nis-wounded")),
        "top of the page",
        "expected 1,000 (nis-wounded)",
    ),
    "link to the same number of another claimant": (
        CASUALTIES,
        swap('href="#n-gur-casualties" data-k="3"', 'href="#n-nsc-casualties" data-k="3"'),
        "position of its entry",
        'found "3"',
    ),
    "dangling link": (
        CASUALTIES,
        swap('href="#n-nis-killed"', 'href="#n-nobody"'),
        "top of the page",
        "linked to #n-nobody",
    ),
    "unknown excuse": (
        CASUALTIES,
        behind("and no confirmation of it", ', <span data-x="approved">1,100</span> in all'),
        "top of the page",
        "excused as approved",
    ),
    "known excuse without ground": (
        CASUALTIES,
        behind("and no confirmation of it", ', <span data-x="words">1,100</span> in all'),
        "top of the page",
        'found "1,100", expected words of the data',
    ),
    "count of nothing": (
        CASUALTIES,
        behind("and no confirmation of it", ', <span data-x="count" data-of="dead">1,100</span>'),
        "top of the page",
        "a count with a name of the list",
    ),
    "date that is none": (
        CASUALTIES,
        swap("31\u00a0December 2024</time>", "1,100</time>"),
        "top of the page",
        'found "1,100", expected 31 December 2024',
    ),
    "date that is another": (
        CASUALTIES,
        swap("31\u00a0December 2024</time>", "30\u00a0December 2024</time>"),
        "top of the page",
        'found "30 December 2024"',
    ),
    "date that no row has": (
        CASUALTIES,
        swap('"2024-12-31">31\u00a0', '"2024-12-03">3\u00a0'),
        "top of the page",
        'found "3 December 2024", expected 31 December 2024',
    ),
    "number split over elements": (
        CASUALTIES,
        behind("and no confirmation of it", ", 1,<b>100</b> in all"),
        "top of the page",
        'found "1,100"',
    ),
    "number half in a link": (
        CASUALTIES,
        swap("1,100</a> together", "1</a>,100 together"),
        "top of the page",
        'found "1,100", expected a number that is one whole',
    ),
    "number with a mark that takes no room": (
        CASUALTIES,
        behind("and no confirmation of it", ", 1\u200b,100 in all"),
        "top of the page",
        'found "1,100"',
    ),
    "words turned round": (
        CASUALTIES,
        behind("and no confirmation of it", ", \u202e001\u202c in all"),
        "top of the page",
        "marks that turn",
    ),
    "full-width digits": (
        CASUALTIES,
        behind("and no confirmation of it", ", １１００ in all"),
        "top of the page",
        'found "１１００"',
    ),
    "Arabic-Indic digits": (
        CASUALTIES,
        behind("and no confirmation of it", ", ١١٠٠ in all"),
        "top of the page",
        'found "١١٠٠"',
    ),
    "a number of one character": (
        CASUALTIES,
        behind("and no confirmation of it", ", ⑪ in all"),
        "top of the page",
        'found "⑪"',
    ),
    "number in entities": (
        CASUALTIES,
        behind("and no confirmation of it", ", &#49;&#49;00 in all"),
        "top of the page",
        'found "1100"',
    ),
    "end of the scale of grades": (
        CASUALTIES,
        swap("to 5, improbable", "to 9, improbable"),
        "“Terms”, “The Admiralty grade",
        "expected 1, confirmed by others, to 5, improbable",
    ),
    "count of rows changed": (
        CASUALTIES,
        swap('data-of="left out">7<', 'data-of="left out">6<'),
        "“What this shows and does not show”",
        'found "6", expected 7, a count with a name of the list, counted again',
    ),
    "fault in a cell": (
        CASUALTIES,
        swap("killed; the whole deployment</td>", 'killed; <span data-x="fault">900 dead</span></td>', TABLE),
        "table “North Korean losses as the article prints them”, “at least 100 killed; 900 dead NIS",
        "900",
    ),
    "earlier value out of the box": (
        CASUALTIES,
        behind("and no confirmation of it", ', earlier <span data-x="earlier">1,100</span>'),
        "top of the page",
        "expected the word “earlier” before it, in a line of the box of changes",
    ),
    "age changed": (
        OUTLOOK,
        swap(">4 days</span>", ">5 days</span>"),
        "“What nobody states”, “Data through",
        'found "5 days", expected 4 days',
    ),
    # tables
    "digit in a cell": (
        CASUALTIES,
        swap(">at least 100</a></th>", ">at least 101</a></th>", TABLE),
        "table “North Korean losses as the article prints them”, “at least 101 killed",
        'found "at least 101"',
    ),
    "paragraph in a cell": (
        CASUALTIES,
        swap('data-label="Paragraph">3<', 'data-label="Paragraph">30<', TABLE),
        "table “North Korean losses as the article prints them”, “30 killed or wounded",
        'found "30"',
    ),
    "quotation in a cell": (
        CASUALTIES,
        swap(">a further 1,000<", ">a further 2,000<", TABLE),
        "table “North Korean losses as the article prints them”, “1,000 wounded",
        'found "a further 2,000"',
    ),
    "grade in a cell": (
        CASUALTIES,
        swap('data-label="Grade">C3<', 'data-label="Grade">A1<', TABLE),
        "table “North Korean losses as the article prints them”, “30 killed or wounded",
        "expected C3",
    ),
    "claimant in a cell": (
        CASUALTIES,
        swap('data-label="Said by">NIS via', 'data-label="Said by">GUR via', TABLE),
        "table “North Korean losses as the article prints them”, “at least 100 killed",
        'found "GUR via Lee Sung-kwon", expected NIS via',
    ),
    "number in a caption": (
        CASUALTIES,
        swap("Who speaks, and for whom</caption>", "Who speaks, 12 voices</caption>"),
        "table “Who speaks, 12 voices”",
        'found "12"',
    ),
    "heading of a column": (
        CASUALTIES,
        swap(">Said by</th>", ">Said by 12 voices</th>", TABLE),
        "table “North Korean losses as the article prints them”, “Figure Counts Said by 12 voices",
        'found "Said by 12 voices", expected Said by',
    ),
    "heading of a column on a phone": (
        CASUALTIES,
        swap('data-label="Said by"', 'data-label="90 said by"', TABLE),
        "table “North Korean losses as the article prints them”, “30 killed or wounded",
        "90 said by",
    ),
    "document of a claim beside its chart": (
        CASUALTIES,
        swap('data-label="Printed in">The Telegraph', 'data-label="Printed in">The Times'),
        "table “Data: The article's bare 1,000",
        "expected The Telegraph",
    ),
    "formula in a cell": (
        CASUALTIES,
        swap(">our arithmetic: at least 1,100 ÷", ">our arithmetic: at least 1,200 ÷"),
        "table “Data: The NIS's dead and injured",
        "at least 1,200 ÷ 11,000",
    ),
    # drawings
    "digit in a drawing": (
        CASUALTIES,
        swap(">at least 100</text>", ">at least 1000</text>", WIDE),
        "wide drawing",
        'found "at least 1000"',
    ),
    "digit in the phone drawing alone": (
        CASUALTIES,
        swap(">at least 100</text>", ">at least 200</text>", PHONE),
        "phone drawing",
        'found "at least 200"',
    ),
    "link removed in a drawing": (
        CASUALTIES,
        lambda html: re.sub(
            r'<a href="#n-nis-killed"[^>]*>(<text class="value".*?</text>)</a>', r"\1", html, count=1
        ),
        "wide drawing",
        "href=#n-ni",
    ),
    "link to the same number in a drawing": (
        CASUALTIES,
        swap('<a href="#n-gur-casualties" aria-label', '<a href="#n-nsc-casualties" aria-label'),
        "wide drawing",
        "href=#n-gur-casualties",
    ),
    "number in a label": (
        CASUALTIES,
        swap(">three villages in Kursk region, days not", ">13 villages in Kursk region, days not", WIDE),
        "wide drawing",
        'found "13 villages in Kursk region, days not stated", expected three villages',
    ),
    "label with another number": (
        OUTLOOK,
        lambda html: re.sub(r'(<text class="sub"[^>]*>)at least 1,100', r"\1at least 1,200", html),
        "drawing",
        "at least 1,200 killed",
    ),
    "a dot moved": (
        CASUALTIES,
        moved(r'(<circle class="o" cx=")([\d.]+)'),
        "wide drawing",
        'found "<circle class=o cx=349 cy=62 r=5.5>", expected <circle class=o cx=309 cy=62 r=5.5>',
    ),
    "an arrow moved": (
        CASUALTIES,
        moved(r'(<path class="o" d="M)([\d.]+)(?= [\d.]+H)'),
        "wide drawing",
        "expected <path class=o d=M332.8 194.8",
    ),
    "an arrow turned": (
        CASUALTIES,
        lambda html: re.sub(
            r'(<path class="k" d="M)([\d.]+)( [\d.]+H)([\d.]+)', r"\g<1>\g<4>\g<3>\g<2>", html, count=1
        ),
        "wide drawing",
        "expected <path class=k d=M334.8 202.8H377.8",
    ),
    "an arrow taken away": (
        CASUALTIES,
        lambda html: re.sub(r'<path class="k" d="[^"]*"/>', "", html, count=1),
        "wide drawing",
        "expected <path class=k d=M334.8 202.8H377.8",
    ),
    "a mark taken away": (
        CASUALTIES,
        lambda html: re.sub(r'<circle class="o"[^>]*/>', "", html, count=1),
        "wide drawing",
        "<circle class=o cx=309 cy=62 r=5.5>",
    ),
    "a mark too many": (
        CASUALTIES,
        lambda html: re.sub(r'(<circle class="o"[^>]*/>)', r"\1\1", html, count=1),
        "wide drawing",
        "<circle class=o cx=309 cy=118.2 r=5.5>",
    ),
    "all ticks ten times as much": (
        CASUALTIES,
        lambda html: html.replace(">500</text>", ">5,000</text>").replace(
            ">1,000</text></g>", ">10,000</text></g>"
        ),
        "wide drawing, “5,000”",
        'found "5,000", expected 500',
    ),
    "the label of another row": (
        CASUALTIES,
        lambda html: re.sub(r'(<text class="label"[^>]*>)GUR<', r"\1NIS<", html, count=1),
        "wide drawing",
        'found "NIS", expected GUR',
    ),
    "values that change places": (
        CASUALTIES,
        lambda html: re.sub(
            r'(<text class="value"[^>]* y=")([\d.]+)(">30</text></a>)(.*?<text class="value"[^>]* y=")([\d.]+)(">at least 100)',
            r"\g<1>\g<5>\g<3>\g<4>\g<2>\g<6>",
            html,
            count=1,
            flags=re.DOTALL,
        ),
        "wide drawing, “30”",
        "expected <text class=value x=323 y=66.5>",
    ),
    "second number in a label": (
        OUTLOOK,
        swap(">at least 13.7 a day</text>", ">at least 13.7 a day, 400 dead</text>"),
        "drawing",
        'a day, 400 dead", expected',
    ),
    "tick changed": (
        CASUALTIES,
        lambda html: re.sub(
            r'(data-x="tick">(?:<text[^>]*>[^<]*</text>)*<text[^>]*>)500<', r"\g<1>450<", html, count=1
        ),
        "wide drawing",
        'found "450"',
    ),
    "claim dressed as a tick": (
        CASUALTIES,
        behind(
            '<text class="group" y="21">Killed or wounded</text>',
            '<text class="tick" x="300" y="40" data-x="tick">1,100</text>',
        ),
        "wide drawing, “1,100”",
        'found "1,100"',
    ),
    "tick outside of a drawing": (
        CASUALTIES,
        behind("and no confirmation of it", ', <span class="tick" data-x="tick">1,100</span>'),
        "top of the page",
        "expected a tick of a drawing",
    ),
    "date on an axis": (
        VOICES,
        swap('>Jun<tspan font-size="0"> </tspan><tspan x="', '>Mar<tspan font-size="0"> </tspan><tspan x="'),
        "wide drawing",
        'found "Mar 2024"',
    ),
    "day of an event": (
        VOICES,
        swap("14 to 15 December 2024; para.", "13 to 15 December 2024; para.", WIDE),
        "wide drawing",
        "13 to 15 December",
    ),
    # what hides or changes a number without touching it
    "a bound that only a screen reader says": (
        CASUALTIES,
        swap(">at least 100</a> dead", '><span class="sr">at least </span>100</a> dead', 'data-k="1"'),
        "top of the page",
        "shown alike",
    ),
    "a bound that is struck": (
        CASUALTIES,
        swap(">at least 100</a> dead", "><del>at least</del> 100</a> dead", 'data-k="1"'),
        "markup",
        "an element <del>",
    ),
    "another bound before a number": (
        CASUALTIES,
        swap(
            '<a class="n" href="#n-nis-killed" data-k="1">',
            'some <a class="n" href="#n-nis-killed" data-k="1">',
        ),
        "top of the page",
        'found "some at least 100"',
    ),
    "a time after a number": (
        CASUALTIES,
        swap(">at least 100</a> dead", ">at least 100</a> a day dead", 'data-k="1"'),
        "top of the page",
        'found "at least 100 a day"',
    ),
    "a day that the data knows, but not its last": (
        CASUALTIES,
        swap('"2024-12-31">31\u00a0', '"2024-12-16">16\u00a0'),
        "top of the page",
        'found "16 December 2024", expected 31 December 2024',
    ),
    "another day of the claims drawn": (
        CASUALTIES,
        swap('"2024-12-16">16<', '"2024-12-19">19<', 'class="under"'),
        "“The NIS says at least 100 dead",
        'found "19", expected 16 December 2024 or 21 December 2024',
    ),
    "a style that the policy does not know": (
        CASUALTIES,
        swap("<style>", "<style>.n{display:none}"),
        "style or policy",
        "<style>.n{display:none}:root{",
    ),
    "a policy that lets in more": (
        CASUALTIES,
        swap("default-src 'none'", "default-src 'self'"),
        "style or policy",
        "default-src 'self'",
    ),
    "a download taken away": (
        CASUALTIES,
        lambda html: re.sub(r'<a download="[^"]*" href="data:[^"]*">', "<a>", html, count=1),
        "“Download the data of The NIS says at least 100",
        "expected <a download=",
    ),
    # what is heard, hovered over, printed
    "words for a screen reader on a link": (
        CASUALTIES,
        swap(
            'aria-label="NIS via Lee Sung-kwon: at least 100"',
            'aria-label="NIS via Lee Sung-kwon: at least 10"',
        ),
        "wide drawing",
        "at least 10 href=#n-nis-killed",
    ),
    "description of a drawing": (
        CASUALTIES,
        swap("the whole deployment: at least 100;", "the whole deployment: at least 400;"),
        "wide drawing",
        "at least 400",
    ),
    "order of a description": (
        CASUALTIES,
        swap(
            'data-n="n-gur-casualties n-nsc-casualties n-nis-killed n-nis-wounded"',
            'data-n="n-gur-casualties n-nsc-casualties n-nis-wounded n-nis-killed"',
        ),
        "drawing",
        "n-nis-wounded n-nis-killed",
    ),
    "title of a drawing": (
        CASUALTIES,
        swap('t">The NIS says at least 100 dead', 't">The NIS says at least 900 dead'),
        "wide drawing, “The NIS says at least 900",
        "at least 900 dead",
    ),
    "alt text of its own": (
        CASUALTIES,
        swap("<main>", '<main aria-label="1,100 dead">'),
        "aria-label",
        'found "1,100',
    ),
    "title on hovering": (
        CASUALTIES,
        swap('<p class="answer">', '<p class="answer" title="1,100 dead">'),
        "“The NIS, South Korea's National Intelligence Servi…”, title",
        'found "1,100 dead"',
    ),
    "title of the page": (
        CASUALTIES,
        swap("<title>", "<title>1,100 dead: "),
        "head of the file",
        'found "1,100"',
    ),
    "picture": (CASUALTIES, behind("<main>", '<img alt="">'), "markup", "an element <img>"),
    "numbered list": (CASUALTIES, swap("<ul>", '<ul start="1100">'), "start", 'found "1100"'),
    "number in the style": (
        CASUALTIES,
        swap("</style>", '.answer::after{content:" 1,100 in all"}</style>'),
        "style or policy",
        "content:",
    ),
    "number in escapes of the style": (
        CASUALTIES,
        swap("</style>", '.answer::after{content:"\\31\\31 00"}</style>'),
        "style or policy",
        "content:",
    ),
    "style that shows another attribute": (
        CASUALTIES,
        swap("</style>", ".answer::after{content:attr(id)}</style>"),
        "style or policy",
        "attr(id)",
    ),
    "page counter outside the margin of paper": (
        CASUALTIES,
        swap("</style>", ".answer::after{content:counter(page)}</style>"),
        "style or policy",
        "counter(page)",
    ),
    "more than the number of the page in its margin": (
        CASUALTIES,
        swap("content:counter(page)", 'content:"1,100 " counter(page)'),
        "style or policy",
        "1,100",
    ),
    "another counter in the margin": (
        CASUALTIES,
        swap("content:counter(page)", "content:counter(pages)"),
        "style or policy",
        "counter",
    ),
    "words in another margin": (
        CASUALTIES,
        swap("@bottom-right{", '@top-left{content:"1,100 dead"}@bottom-right{'),
        "style or policy",
        "1,100 dead",
    ),
    "second number in the margin": (
        CASUALTIES,
        swap("content:counter(page);", 'content:counter(page);content:"1,100";'),
        "style or policy",
        "counter",
    ),
    "style that counts": (
        CASUALTIES,
        swap("</style>", "ol{counter-reset:x 1100}</style>"),
        "style or policy",
        "counter-reset",
    ),
    "position in print": (
        CASUALTIES,
        swap('data-k="2"', 'data-k="12"'),
        "position of its entry",
        'found "12", expected 2',
    ),
    "contents": (
        CASUALTIES,
        swap('<a href="#terms">Terms</a>', '<a href="#terms">8 terms</a>'),
        "“8 terms”",
        'found "8"',
    ),
    "markup left open": (CASUALTIES, swap("</nav>", ""), "markup", "expected </nav>"),
    # downloads
    "value in the CSV": (
        CASUALTIES,
        swap("at_least,no,100,", "at_least,no,110,"),
        "“Download the data of The NIS says at least 100",
        "at least 100,at_least,no,110,",
    ),
    "text in the CSV": (
        CASUALTIES,
        swap("at%20least%20100,at_least", "at%20least%20110,at_least"),
        "“Download the data of The NIS says at least 100",
        "the whole deployment,at least 110,at_least",
    ),
    "id in the CSV": (
        CASUALTIES,
        swap(",nis-killed,claim", ",nis-wounded,claim"),
        "“Download the data of The NIS says at least 100",
        "C,3,nis-wounded,claim",
    ),
    "row in the CSV": (
        CASUALTIES,
        lambda html: re.sub(r"(data:text/csv[^\"]*?%0D%0A)[^\"]*?%0D%0A", r"\1", html, count=1),
        "“Download the data of The NIS says at least 100",
        "expected kind,formula,caveats",
    ),
    "name of the download": (
        CASUALTIES,
        swap('download="the-nis-says-at-least-100', 'download="the-nis-says-at-least-900'),
        "“Download the data of The NIS says at least 100",
        "least-900",
    ),
    # appendix
    "digit in the line to copy": (
        CASUALTIES,
        swap("<b>at least 100</b>", "<b>at least 900</b>", ENTRY),
        "entry nis-killed, “at least",
        "at least 900",
    ),
    "claimant in the line to copy": (
        CASUALTIES,
        swap("(NIS, via", "(GUR, via", ENTRY),
        "entry nis-killed, “at least",
        "(GUR, via Lee Sung-kwon",
    ),
    "relay dropped": (
        CASUALTIES,
        swap("(NIS, via Lee Sung-kwon;", "(NIS;", ENTRY),
        "entry nis-killed, “at least",
        "expected e whole deployment, a running total (NIS, via Lee Sung-kwon",
    ),
    "paragraph in the line to copy": (
        CASUALTIES,
        swap("paragraph 3;", "paragraph 13;", ENTRY),
        "entry nis-killed, “at least",
        "paragraph 13",
    ),
    "grade in the line to copy": (
        CASUALTIES,
        swap("grade C3", "grade A1", ENTRY),
        "entry nis-killed, “at least",
        "grade A1",
    ),
    "status in the line to copy": (
        CASUALTIES,
        swap("unverified", "corroborated", ENTRY),
        "entry nis-killed, “at least",
        "corroborated",
    ),
    "date in the line to copy": (
        CASUALTIES,
        swap("stated on 19", "stated on 18", ENTRY),
        "entry nis-killed, “at least",
        "stated on 18",
    ),
    "bound in an entry": (
        CASUALTIES,
        swap("a floor, no upper end stated", "a ceiling, no lower end stated", ENTRY),
        "entry nis-killed, “Bound”",
        "expected a floor, no upper end stated",
    ),
    "hedge in an entry": (
        CASUALTIES,
        swap("hedged “at least”", "hedged “about”", ENTRY),
        "entry nis-killed, “Bound”",
        "“about”",
    ),
    "grade in an entry": (
        CASUALTIES,
        swap("item 3, possibly true", "item 2, probably true", ENTRY),
        "entry nis-killed, “Grade”",
        "item 2",
    ),
    "reason of a grade": (
        CASUALTIES,
        swap("One service through one lawmaker", "Two services through one lawmaker", ENTRY),
        "entry nis-killed, “Grade”",
        "Two services",
    ),
    "note of an entry": (
        CASUALTIES,
        swap("and for two days only", "and for ten days only"),
        "“Note”",
        "ten days",
    ),
    "as printed in an entry": (
        CASUALTIES,
        swap("“a further 1,000”</dd>", "“at least 1,000”</dd>"),
        "entry nis-wounded, “Printed”",
        "“at least 1,000”",
    ),
    "row of an entry": (
        CASUALTIES,
        swap("casualties.csv:4", "casualties.csv:5"),
        "entry nis-killed, “Coded in”",
        "casualties.csv:5",
    ),
    "original of an entry": (
        CASUALTIES,
        swap(
            '<dt>Original</dt><dd><a href="#n-nis-killed-pravda">at least 100</a>',
            '<dt>Original</dt><dd><a href="#n-gur-casualties-afp">at least 30</a>',
        ),
        "entry nis-killed, “Original”",
        "at least 30",
    ),
    "formula of an entry": (
        CASUALTIES,
        swap("at least 100 + 1,000", "at least 100 + 30", SUM),
        "entry nis-dead-and-injured, “at least 1,100",
        "at least 100 + 1,000",
    ),
    "input of an entry": (
        CASUALTIES,
        swap(
            '<dt>From</dt><dd><a href="#n-nis-killed">',
            '<dt>From</dt><dd><a href="#n-nis-killed-pravda">',
            SUM,
        ),
        "entry nis-dead-and-injured, “From”",
        'found "<a href=#n-nis-killed-pravda>", expected <a href=#n-nis-killed>',
    ),
    "rule of an entry": (
        CASUALTIES,
        swap("of one claimant and one date make", "of two claimants and one date make", SUM),
        "“Rule”",
        "two claimants",
    ),
    "further uses": (CASUALTIES, swap("; and 6 more", "; and 16 more"), "“Used in”", "16 more"),
    "second note": (
        CASUALTIES,
        swap("<dt>Coded in</dt>", "<dt>Note</dt><dd>1,100 dead.</dd><dt>Coded in</dt>", ENTRY),
        "entry nis-killed, “Note”",
        'found "Note", expected Coded in',
    ),
    "line of no kind": (
        CASUALTIES,
        swap("<dt>Coded in</dt>", "<dt>Total</dt><dd>1,100 dead.</dd><dt>Coded in</dt>", ENTRY),
        "entry nis-killed, “Total”",
        'found "Total", expected Coded in',
    ),
    "words beside the lines of an entry": (
        CASUALTIES,
        behind(ENTRY, "<p>1,100 dead.</p>"),
        "entry nis-killed",
        "1,100 dead.",
    ),
    "day of a claim of which the month is known": (
        MONEY,
        swap("published in December 2024", "published on 31 December 2024"),
        "entry troop-payments-study, “US$572m a year",
        "on 31 December",
    ),
    "wording that nobody holds, in quotation marks": (
        MONEY,
        swap(
            "wording not held; coded from a listing as 572 (USD million/year)",
            "“572 (listing, USD million/year)”",
        ),
        "entry troop-payments-study, “Printed”",
        "coded from a listing as 572",
    ),
    "value of a listing": (
        MONEY,
        swap("coded from a listing as 572", "coded from a listing as 672"),
        "entry troop-payments-study, “Printed”",
        "listing as 672",
    ),
    "positions of a list of entries": (
        CASUALTIES,
        swap('<ol class="numbers" start="15"', '<ol class="numbers" start="16"'),
        "“Claims on Russian forces”",
        "expected <ol class=numbers start=15>",
    ),
    "days a year of a conversion": (
        "02-troop-counts",
        swap("with 365.25 days a year", "with 365 days a year"),
        "entry russian-casualties-a-day",
        "with 365.25 days a year",
    ),
    "unit said twice": (
        "02-troop-counts",
        swap("days</b>, for Russian casualties", "days</b> days, for Russian casualties"),
        "entry force-in-days",
        "days days",
    ),
    "entry twice": (
        CASUALTIES,
        behind('<ol class="numbers">', ENTRY + "<p>1,100</p></li>"),
        "entry nis-killed",
        "the id n-nis-killed twice",
    ),
    "entry of no figure": (
        CASUALTIES,
        behind('<ol class="numbers">', '<li id="n-all-dead"><p class="quote"><b>1,100</b> dead</p></li>'),
        "entry all-dead",
        "it is no row of the data",
    ),
    # foot
    "number in the foot": (
        CASUALTIES,
        swap("<footer>", "<footer><p>1,100 dead.</p>"),
        "foot",
        'found "1,100 dead."',
    ),
    "number among the versions": (
        CASUALTIES,
        swap("pandas 3.0.0", "pandas 3.0.0, 1100 dead"),
        "foot, “Versions”",
        "1100 dead",
    ),
    "number in the command": (
        CASUALTIES,
        swap("claimbook run 01-casualties", "claimbook run 01-casualties 1100"),
        "foot, “To reproduce”",
        "01-casualties 1100",
    ),
    "parameter in the command": (
        CASUALTIES,
        swap("claimbook run 01-casualties", "claimbook run 01-casualties -p AS_OF 2024-12-20"),
        "foot, “To reproduce”",
        "-p AS_OF 2024-12-20",
    ),
    "date of a document": (
        CASUALTIES,
        swap("published on 20 or 21 December 2024", "published on 20 or 22 December 2024", "Documents cited"),
        "foot",
        "expected",
    ),
    "day of a document whose day is not known": (
        MONEY,
        swap("published between 3 and 30 November 2024", "published on 30 November 2024", "Documents cited"),
        "foot",
        "between 3 and 30 November 2024",
    ),
    "parameters": (
        CASUALTIES,
        swap("2024-12-31&#34;", "2024-12-20&#34;"),
        "“What this shows and does not show”",
        'found "7", expected 25, a count',
    ),
    # index page
    "digit on the index page": (
        INDEX,
        swap("at least 100</a>", "at least 1000</a>"),
        "“North Korean troops in Russia",
        "expected at least 100",
    ),
    "index page links to no brief": (
        INDEX,
        swap('href="01-casualties.html#n-nis-killed"', 'href="99-nothing.html#n-nis-killed"'),
        "“How many casualties",
        "a brief beside this page",
    ),
    "index page links out of its folder": (
        INDEX,
        swap('href="01-casualties.html#n-nis-killed"', 'href="../01-casualties.html#n-nis-killed"'),
        "“How many casualties",
        "a brief beside this page",
    ),
    "index page links to no entry": (
        INDEX,
        swap('01-casualties.html#n-nis-killed"', '01-casualties.html#n-nobody"'),
        "“How many casualties",
        "linked to 01-casualties.html#n-nobody",
    ),
    "number typed on the index page": (
        INDEX,
        behind("<main>", "<p>1,100 dead.</p>"),
        "top of the page",
        'found "1,100"',
    ),
}


# What the page alone does not show, and exporting it again does -> why.
UNSEEN: dict[str, str] = {}
