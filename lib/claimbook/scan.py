"""Finds the numerals and number words of an English text, and compares them with what was coded.

Coverage in both directions: each numeral of a text is a mention in the tables, each mention
is found in the text. The rule is written down here, because two coders must find the same.

Found, each as one numeral:
- digits in any form, also inside names (`8th`, `1945`, `1990s`, `T-72`), with thousands
  separators (comma, non-breaking or thin space; not an ordinary space), decimals, vulgar
  fractions, a currency sign before (`$5.5`), and a scale after (`1.3 million`, `600k`);
- cardinal words with their scale (`forty`, `twenty-five`, `one hundred and fifty thousand`,
  `half a million`), plurals (`tens of thousands`, `dozens`, `scores of`), written fractions
  (`two-thirds`, `one quarter`);
- ordinal words (`first`, `twenty-first`), whether they count, rank or name;
- `one` wherever it is a word of its own, also as a pronoun;
- words that count without being numerals: dozen, half, quarter, pair, couple, both, single,
  once, twice, thrice, double, triple;
- `a` with a unit of time or length, but only after a hedge (`at least a year`).
Where a word is sometimes a number and sometimes not (`second`, `quarter`, `single`), it is
found: the coder excuses it with a reason, which is cheaper than an unseen figure.

Each numeral stands alone: both ends of a range, each number of a date or a time, each year.

Not found: number words inside other words (`someone`, `often`, `weight`), `no one`, `ones`,
ordinals that rank nothing (`first-hand`, `second-rate`, `third-rate`, `first-aid`,
`first-class` and their like), `neither`, `another`, `several`, and Roman numerals.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

HYPHEN = r"[-\u2010\u2011]"
GAP = rf"(?:\s+|{HYPHEN})"
ONES = "one|two|three|four|five|six|seven|eight|nine"
TEENS = "zero|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen)\b"
ANY_SCALE = SCALE.replace(r"\b", r"s?\b")
SCALES = "dozens|hundreds|thousands|millions|billions|trillions"
RANKS = (
    "third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    "fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|"
    "fiftieth|sixtieth|seventieth|eightieth|ninetieth|hundredth|thousandth|millionth|billionth"
)
PARTS = f"half|quarter|{RANKS}"
# Fixed compounds: the ordinal in them puts nothing in an order.
IDLE = rf"(?!{HYPHEN}(?:hand|handed|rate|aid|class|guess)\b)"

# `forty five-man teams` are forty teams of five: what stands before a hyphen is no second half.
ALONE = rf"(?!{HYPHEN})"
NO_ONE = r"(?<!\bno\s)(?<!\bno-)"
SMALL = rf"(?:(?:{TENS})(?:{HYPHEN}(?:{ONES})\b|\s+(?:{ONES})\b{ALONE})?|{TEENS}|{NO_ONE}(?:{ONES}))\b"
AND = r"(?:(?<=hundred)|(?<=thousand))\s+and\s+"
CARDINAL = (
    rf"(?:(?:half\s+an?|an?){GAP}{SCALE}|{SMALL}{GAP}{ANY_SCALE})(?:{GAP}{ANY_SCALE})*"
    rf"(?:(?:{AND}{SMALL}|{HYPHEN}{SMALL}|\s+{SMALL}{ALONE})(?:{GAP}{ANY_SCALE})*)*|{SMALL}"
)
PLURAL = (
    rf"(?:tens|{SCALES}|scores(?=\s+of\b))\b(?:\s+of\s+(?:{SCALES})\b)*|"
    r"(?:twos|threes|fours|fives|sixes|sevens|eights|nines|"
    r"twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b"
)
FRACTION = rf"(?:{SMALL}{HYPHEN}|one\s+)(?:(?:{PARTS})s?|halves)\b|{SMALL}\s+(?:(?:{PARTS})s|halves)\b"
ORDINAL = rf"(?:(?:{TENS}){HYPHEN})?(?:first|second|(?:{RANKS})s?)\b{IDLE}"
COUNTER = rf"{SCALE}|(?:half|halves|quarters?|pairs?|couples?|both|single|once|twice|thrice|double|triple)\b"
DIGITS = (
    r"(?:[$\u00a3\u20ac\u00a5\u20a9]\s?)?"
    r"(?:(?:\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d)|\d+)(?:\.\d+)?[\u00bc-\u00be\u2150-\u215e]?"
    r"|[\u00bc-\u00be\u2150-\u215e])"
    rf"(?:(?:st|nd|rd|th|s|k|m|mn|bn|tn)\b|(?:{GAP}{ANY_SCALE})+)?"
)
HEDGES = (
    r"at\s+least|at\s+most|more\s+than|less\s+than|fewer\s+than|up\s+to|as\s+(?:long|much|many|far)\s+as|"
    r"over|under|about|around|roughly|approximately|nearly|almost|only|just|within"
)
UNITS = (
    "minute|hour|day|night|week|fortnight|month|year|decade|century|generation|"
    "metre|meter|kilometre|kilometer|mile"
)
HEDGED = rf"\b(?:{HEDGES})\s+(?P<hedged>an?\s+(?:full\s+|whole\s+|further\s+)?(?:{UNITS}))\b"

# The longer reading of a word stands before the shorter one.
NUMERAL = re.compile(
    rf"{HEDGED}|{DIGITS}|\b(?:{FRACTION}|{ORDINAL}|{CARDINAL}|{PLURAL}|{COUNTER})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Numeral:
    """A numeral as printed; `text[start:end]` of the whole text is `as_printed`."""

    paragraph: int
    position: int
    as_printed: str
    start: int
    end: int


@dataclass(frozen=True)
class Coverage:
    """What a text prints against what was coded of it."""

    matched: tuple[tuple[Numeral, Mapping], ...]
    uncoded: tuple[Numeral, ...]  # found in the text, not coded
    unfound: tuple[Mapping, ...]  # coded, not found in the text

    @property
    def complete(self) -> bool:
        return not self.uncoded and not self.unfound


def paragraphs(text: str) -> list[str]:
    """The non-empty lines, without the space around them; the headline is the first."""
    return [text[start:end] for start, end in _spans(text)]


def numerals(text: str) -> list[Numeral]:
    """All numerals and number words, by the rule at the head of this file."""
    return [
        Numeral(number, position, text[start:end], start, end)
        for number, span in enumerate(_spans(text), 1)
        for position, (start, end) in enumerate(_found(text, *span), 1)
    ]


def numeral_parts(as_printed: str) -> list[str]:
    """The numerals of a printed figure in a form that can be compared: `1,000` of `a further 1,000`."""
    return [comparable(numeral.as_printed) for numeral in numerals(as_printed)]


def comparable(numeral: str) -> str:
    """A numeral without what two printings of it may differ in: case, kind of space or hyphen, sign,
    article."""
    plain = re.sub(r"[\u2010\u2011]", "-", numeral.casefold())
    plain = re.sub(r"(?<=\d)[,\u00a0\u2009\u202f](?=\d{3})", ",", plain)
    plain = re.sub(r"^[$\u00a3\u20ac\u00a5\u20a9]\s?", "", " ".join(plain.split()))
    return re.sub(r"^an?[ -]", "", plain)


def coverage(found: Iterable[Numeral], mentions: Iterable[Mapping]) -> Coverage:
    """Pairs each numeral with the mention of its paragraph and position that prints the same number."""
    open_ = {(numeral.paragraph, numeral.position): numeral for numeral in found}
    matched, unfound = [], []
    for mention in mentions:
        place = int(mention["paragraph"]), int(mention["position"])
        if place in open_ and _prints(mention["as_printed"], open_[place]):
            matched.append((open_.pop(place), mention))
        else:
            unfound.append(mention)
    return Coverage(tuple(matched), tuple(open_.values()), tuple(unfound))


def _prints(as_printed: str, numeral: Numeral) -> bool:
    # Without its hedge `a year` holds no numeral by the rule, hence the whole is compared too.
    wanted = comparable(numeral.as_printed)
    return wanted in numeral_parts(as_printed) or wanted == comparable(as_printed)


def _spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each paragraph; only line feeds end a line, as in grep and awk."""
    spans, start = [], 0
    for line in text.split("\n"):
        inner = line.strip("\ufeff \t\r\f\v\u00a0\u2009\u202f")
        if inner:
            first = start + line.index(inner)
            spans.append((first, first + len(inner)))
        start += len(line) + 1
    return spans


def _found(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [match.span("hedged" if match["hedged"] else 0) for match in NUMERAL.finditer(text, start, end)]
