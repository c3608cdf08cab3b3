"""Making words harmless: whatever a document or a claimant prints is data, never markup."""

from __future__ import annotations

import html
import re
import unicodedata

# Overrides of the writing direction let "100" read as "001"; none has a place in a figure.
_DIRECTION = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FORMULA = re.compile(r'(^|;)(?=[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20])')


def clean(text: object) -> str:
    """The text without control characters and direction marks; line ends become spaces."""
    words = str(text).translate(_DIRECTION)
    return "".join(_printable(c) for c in words)


def _printable(character: str) -> str:
    if character in "\n\r\t\v\f\u2028\u2029\x85":
        return " "
    return "" if unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co") else character


def escape(text: object) -> str:
    """The text for HTML and SVG, in an element or in a quoted attribute."""
    return html.escape(clean(text), quote=True).replace("&#x27;", "&#39;")


def has_digit(text: str) -> bool:
    """Whether a character of any script is a digit or a number such as a half."""
    return any(unicodedata.category(c) in ("Nd", "Nl", "No") for c in text)


def no_formula(text: object) -> str:
    """Clean words that no spreadsheet takes for a formula: an apostrophe before a first = + - or @ stops that.

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


def slug(text: str) -> str:
    """A short name of a heading for its id; empty where nothing of the text can be used."""
    plain = unicodedata.normalize("NFKD", clean(text)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
