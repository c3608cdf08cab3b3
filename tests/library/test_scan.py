"""The scanner of numerals: every sentence here is made up, none is from a document."""

import pytest
from claimbook.scan import coverage, numeral_parts, numerals, paragraphs
from hypothesis import given, settings
from hypothesis import strategies as st


def printed(text):
    return [numeral.as_printed for numeral in numerals(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The depot held 1,000 crates.", ["1,000"]),
        ("A fine of $5.5 billion was set.", ["$5.5 billion"]),
        ("It cost £ 3 and later €4.50.", ["£ 3", "€4.50"]),
        ("Some 12\u00a0500 and 7\u202f250 and 8\u2009000 tins.", ["12\u00a0500", "7\u202f250", "8\u2009000"]),
        ("On 15 200 tins were left.", ["15", "200"]),
        ("Open until May 15\u00a02024.", ["15", "2024"]),
        ("Nearly 1.3\u00a0million hens.", ["1.3\u00a0million"]),
        ("A 1.3-million-egg order, 600k more, 5.5bn in all.", ["1.3-million", "600k", "5.5bn"]),
        ("About 2½ loaves and ¾ of a pie.", ["2½", "¾"]),
        ("Rain on 40 per cent of days, sun on 30%.", ["40", "30"]),
        ("A 70-year-old baker.", ["70"]),
        ("The 21st-century oven, the 8th of its kind.", ["21st", "8th"]),
        ("From 19-20 December 1998 to the 1990s.", ["19", "20", "1998", "1990s"]),
        ("Between 5–7 and 3—4.", ["5", "7", "3", "4"]),
        ("A T-34 and a G7 and 2024-12-01.", ["34", "7", "2024", "12", "01"]),
    ],
)
def test_digits(text, expected):
    assert printed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sixty to seventy geese.", ["Sixty", "seventy"]),
        ("Twenty-five, thirty four and eleven.", ["Twenty-five", "thirty four", "eleven"]),
        ("Forty five-man boats.", ["Forty", "five"]),
        ("A twenty-one-year-old and three millions.", ["twenty-one", "three millions"]),
        ("Two hundred four-oared boats.", ["Two hundred", "four"]),
        ("One hundred and fifty thousand bees.", ["One hundred and fifty thousand"]),
        ("Half a million and a hundred.", ["Half a million", "a hundred"]),
        (
            "Tens of thousands, hundreds of dozens, scores of them.",
            ["Tens of thousands", "hundreds of dozens", "scores"],
        ),
        ("Dozens came, a dozen stayed.", ["Dozens", "a dozen"]),
        ("He scores at will.", []),
        (
            "Two-thirds of it, one quarter of that, three halves.",
            ["Two-thirds", "one quarter", "three halves"],
        ),
        ("The first, the second and the twenty-third.", ["first", "second", "twenty-third"]),
        ("The tenth pupil.", ["tenth"]),
        ("“One” is said, ‘two’ is not: one’s choice.", ["One", "two", "one"]),
        ("Once, twice, both, a pair, a single half.", ["Once", "twice", "both", "pair", "single", "half"]),
        ("In their thirties, in twos and threes.", ["thirties", "twos", "threes"]),
        ("Zero-sum.", ["Zero"]),
        ("“three‑wheeled” carts", ["three"]),
    ],
)
def test_number_words(text, expected):
    assert printed(text) == expected


@pytest.mark.parametrize(
    "word",
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million
    billion trillion dozen first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
    thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth
    fiftieth sixtieth seventieth eightieth ninetieth hundredth thousandth millionth billionth
    dozens tens hundreds thousands millions billions trillions
    half quarter pair couple both single once twice thrice double triple""".split(),
)
def test_each_number_word_is_found_alone_and_in_no_other_word(word):
    assert printed(f"The {word} (of {word.upper()})") == [word, word.upper()]
    assert printed(f"The x{word}, the {word}x and the {word}_") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It lasts at least a year.", ["a year"]),
        ("It lasts a year.", []),
        ("Bread twice a day.", ["twice"]),
        ("It took more than a whole month, nearly an hour.", ["a whole month", "an hour"]),
        ("Half a year.", ["Half"]),
        ("At least a yearling.", []),
    ],
)
def test_an_article_counts_after_a_hedge_only(text, expected):
    assert printed(text) == expected


@pytest.mark.parametrize(
    "word",
    [
        "someone",
        "none",
        "anyone",
        "everyone",
        "often",
        "weight",
        "freight",
        "tension",
        "network",
        "stone",
        "oneself",
        "ones",
        "seconds",
        "seconded",
        "headquarters",
        "halved",
        "coupled",
        "no one",
        "No-one",
        "first-hand",
        "firsthand",
        "second-rate",
        "third-class",
        "First-aid",
        "World War II",
        "neither",
        "another",
    ],
)
def test_words_that_are_no_numbers(word):
    assert printed(f"They saw {word} there.") == []


def test_paragraphs_are_the_non_empty_lines():
    text = "\ufeffTitle\r\n\r\n \u00a0\n  Body with\u2028a break. \n\nEnd"
    assert paragraphs(text) == ["Title", "Body with\u2028a break.", "End"]


def test_a_numeral_knows_its_place():
    text = "No figure\n\n  Three “of 1,500”\nthe 4th\n"
    found = numerals(text)
    assert [(n.paragraph, n.position, n.as_printed) for n in found] == [
        (2, 1, "Three"),
        (2, 2, "1,500"),
        (3, 1, "4th"),
    ]
    assert [text[n.start : n.end] for n in found] == ["Three", "1,500", "4th"]


def test_an_empty_text():
    assert paragraphs("") == [] and numerals("") == [] and coverage([], []).complete


def test_numeral_parts_forget_what_printings_differ_in():
    assert numeral_parts("a further 1\u202f000 hens") == ["1,000"]
    assert numeral_parts("up to $5.5\u00a0Billion") == numeral_parts("5.5 billion") == ["5.5 billion"]
    assert numeral_parts("at least a year") == ["year"]


def mention(paragraph, position, as_printed):
    return {"paragraph": str(paragraph), "position": str(position), "as_printed": as_printed}


TEXT = "Ducks\nAt least 40 per cent of 1\u00a0200 ducks flew a hundred miles.\nThey slept at least a week."
CODED = [
    mention(2, 1, "40 per cent"),
    mention(2, 2, "1,200 ducks"),
    mention(2, 3, "hundred miles"),
    mention(3, 1, "a week"),
]


def test_coverage_is_complete_where_all_is_coded():
    result = coverage(numerals(TEXT), CODED)
    assert result.complete
    assert [(n.as_printed, m["as_printed"]) for n, m in result.matched] == [
        ("40", "40 per cent"),
        ("1\u00a0200", "1,200 ducks"),
        ("a hundred", "hundred miles"),
        ("a week", "a week"),
    ]


def test_coverage_tells_what_was_not_coded():
    result = coverage(numerals(TEXT), CODED[:2] + CODED[3:])
    assert not result.complete
    assert [n.as_printed for n in result.uncoded] == ["a hundred"] and not result.unfound


@pytest.mark.parametrize(
    "wrong", [mention(2, 4, "40"), mention(1, 1, "40"), mention(2, 1, "40"), mention(9, 1, "none")]
)
def test_coverage_tells_what_is_not_in_the_text(wrong):
    # The third is coded a second time: one numeral carries one mention.
    result = coverage(numerals(TEXT), [*CODED, wrong])
    assert result.unfound == (wrong,) and not result.uncoded


def test_another_number_at_the_place_is_a_fault_both_ways():
    wrong = mention(2, 1, "4 per cent")
    result = coverage(numerals(TEXT), [wrong, *CODED[1:]])
    assert result.unfound == (wrong,) and [n.as_printed for n in result.uncoded] == ["40"]


KNOWN = [
    "7",
    "1,000",
    "2\u00a0500",
    "3.75",
    "$5.5 billion",
    "1.3 million",
    "8th",
    "21st",
    "1987",
    "forty",
    "eleven",
    "twenty-one",
    "one hundred",
    "two hundred and six",
    "three million",
    "first",
    "Second",
    "twelfth",
    "dozens",
    "hundreds of thousands",
    "two-thirds",
    "both",
    "twice",
    "One",
    "zero",
]
FILLER = [
    "geese",
    "someone",
    "often",
    "weight",
    "the",
    "of",
    "none",
    "river’s",
    "“quiet”",
    "first-hand",
    "tension",
    "a",
    "walked,",
    "stone-built",
    "(perhaps)",
    "year",
    "anyone",
    "per cent",
    "–",
]
AFTER = [" ", ", ", ".\n", "” ", "\u2009", "-year-old "]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.sampled_from(FILLER), st.sampled_from(KNOWN), st.sampled_from(AFTER))))
def test_all_known_numerals_are_found_and_nothing_else(pieces):
    text = "".join(f"{filler} {known}{after}" for filler, known, after in pieces)
    found = numerals(text)
    assert [n.as_printed for n in found] == [known for _, known, _ in pieces]
    assert all(text[n.start : n.end] == n.as_printed for n in found)
    assert len({(n.paragraph, n.position) for n in found}) == len(found)
