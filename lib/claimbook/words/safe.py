"""Making words harmless: whatever a document or a claimant prints is data, never markup."""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import quote

# Overrides of the writing direction let "100" read as "001", and what takes no room hides words; none has a
# place in a figure. The joiners that some scripts and emoji need (U+200C, U+200D) stay.
_UNSEEN = dict.fromkeys(
    [
        0x00AD,
        0x061C,
        0x180E,
        0x200B,
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
    ]
)
_ISOLATE, _POP = "\u2068", "\u2069"
_RIGHT_TO_LEFT = ("R", "AL")
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FORMULA = re.compile(r'(^|;)(?=[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20])')


def clean(text: object) -> str:
    """The text without control characters, direction marks and what is not seen; line ends become spaces."""
    words = str(text).translate(_UNSEEN)
    return "".join(_printable(c) for c in words)


def _printable(character: str) -> str:
    if character in "\n\r\t\v\f\u2028\u2029\x85":
        return " "
    return "" if unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co") else character


def escape(text: object) -> str:
    """The text for HTML and SVG, in an element or in a quoted attribute; see isolated."""
    return html.escape(isolated(clean(text)), quote=True).replace("&#x27;", "&#39;")


def escape_address(text: object) -> str:
    """An address for a quoted attribute: what is no plain character of an address is written in per cent."""
    return html.escape(quote(clean(text), safe="/:?#[]@!$&'()*+,;=%~-._"), quote=True)


def isolated(words: str) -> str:
    """Letters that run from right to left set apart, so that a number beside them keeps its place."""
    if words.isascii():
        return words
    kinds = [unicodedata.bidirectional(c) for c in words]
    made, start = [], 0
    while start < len(words):
        if kinds[start] not in _RIGHT_TO_LEFT:
            made.append(words[start])
            start += 1
            continue
        # up to the last such letter before the next one that runs from left to right
        end = next((i for i in range(start, len(words)) if kinds[i] == "L"), len(words))
        last = max(i for i in range(start, end) if kinds[i] in _RIGHT_TO_LEFT)
        while last + 1 < end and kinds[last + 1] == "NSM":
            last += 1
        made.append(f"{_ISOLATE}{words[start : last + 1]}{_POP}")
        start = last + 1
    return "".join(made)


def has_digit(text: str) -> bool:
    """Whether a character of any script is a digit or a number such as a half."""
    return any(unicodedata.category(c) in ("Nd", "Nl", "No") for c in text)


def no_formula(text: object) -> str:
    """Clean words that no spreadsheet takes for a formula: an apostrophe before a first = + - or @ stops
    that.

    Also in the wide forms of East Asian keyboards, behind spaces, and behind a
    semicolon, which some countries' spreadsheets take for the end of a cell.
    Plain numbers stay numbers.
    """
    words = clean(text)
    if _PLAIN_NUMBER.fullmatch(words):
        return words
    return _FORMULA.sub(r"\1'", words)


def csv_cell(text: object) -> str:
    """One field of a CSV download: quoted where needed, never a formula."""
    words = no_formula(text)
    return '"' + words.replace('"', '""') + '"' if any(c in words for c in ',";') else words


def anchor(entry_id: str) -> str:
    """The name of an entry in the appendix, safe in an id and behind a #."""
    return "n-" + re.sub(r"[^A-Za-z0-9_.-]", lambda m: f"_{ord(m.group()):x}", entry_id)


_LONGEST_SLUG = 60


def slug(text: str, longest: int = _LONGEST_SLUG) -> str:
    """A short name of a heading for its id or a file; empty where nothing of the text can be used.

    Cut after a whole word, and before a number: "at least 10" must not be left of "at least 100".
    """
    plain = unicodedata.normalize("NFKD", clean(text)).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"(?<=[0-9]),(?=[0-9]{3})", "", plain)  # one word a number
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if len(words) <= longest:
        return words
    if "-" not in words[: longest + 1]:
        return words[:longest] if not has_digit(words) else ""
    parts = words[: longest + 1].split("-")[:-1]
    while parts and has_digit(parts[-1]):
        parts.pop()
    return "-".join(parts)
