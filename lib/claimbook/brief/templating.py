"""The templates of the brief."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from claimbook.words import markup

TEMPLATES = Path(__file__).resolve().parent / "templates"


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Our templates and no others of the machine; what they set in is cleaned and escaped."""
    return markup.environment(TEMPLATES)


@lru_cache(maxsize=8)
def macros(name: str) -> Any:
    """The macros of a template; called, each gives Markup."""
    return environment().get_template(name).module
