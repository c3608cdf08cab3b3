"""The policy of a page: it lets in the one style that is there, and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator

from claimbook.trace.tree import Node

_HEADER = "content-security-policy"


def faults(root: Node) -> Iterator[tuple[str, str]]:
    """What a policy leaves open, and a style that it does not know: found and expected."""
    told = [
        meta.attrs.get("content", "")
        for meta in root.all("meta")
        if meta.attrs.get("http-equiv", "").lower() == _HEADER
    ]
    if len(told) != 1 or not re.search(r"(^|; ?)default-src 'none'", told[0]):
        yield f"the policy {told[0] if told else 'of none'}", "one that lets in nothing (default-src 'none')"
        return
    known = set(re.findall(r"'sha256-([^']+)'", told[0]))
    for style in root.all("style"):
        text = "".join(child for child in style.children if isinstance(child, str))
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        if digest not in known:
            yield f"a style with the SHA-256 {digest}", "the one that the policy lets in"
