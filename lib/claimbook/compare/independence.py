"""Whether two equal figures are independent of each other: relays told from origins."""

from __future__ import annotations

from claimbook.figure import Claim, Figure, Voice


def independence(left: Figure, right: Figure) -> tuple[str, str]:
    """One of independent, not independent, independence not stated; with the reason."""
    for a in left.claims:
        for b in right.claims:
            reason = _shared_root(a, b)
            if reason:
                return "not independent", f"{reason}: one number told twice."
    if any(root(c).original == "unknown" for f in (left, right) for c in f.claims):
        return "independence not stated", "The origin of one is unknown, so it may well be the other's."
    return (
        "independent",
        "Different claimants, each its own known origin, with no echo and no relay in common.",
    )


def _shared_root(a: Claim, b: Claim) -> str | None:
    if _bodies(a.claimant) & _bodies(b.claimant):
        return "One claimant"
    if _echoes(a, b) or _echoes(b, a):
        return "One is printed as an echo of the other"
    if root(a).id == root(b).id:
        return (
            "One origin, as we infer and no document states" if _inferred(a) or _inferred(b) else "One origin"
        )
    shared = {v.id for v in a.via} & {v.id for v in b.via}
    return f"A relay in common ({', '.join(sorted(shared))})" if shared else None


def _bodies(voice: Voice) -> set[str]:
    return {voice.id, voice.affiliation or voice.id}


def _echoes(a: Claim, b: Claim) -> bool:
    return a.echo_of is not None and a.echo_of.id == b.id


def _inferred(claim: Claim) -> bool:
    """Whether a link of the chain to the origin is the coder's."""
    while claim.quoted_from is not None:
        if claim.original_link == "inferred":
            return True
        claim = claim.quoted_from.lineage
    return False


def root(claim: Claim) -> Claim:
    """The claim at the end of the chain of originals, as far as it is coded."""
    while claim.quoted_from is not None and isinstance(claim.quoted_from.lineage, Claim):
        claim = claim.quoted_from.lineage
    return claim
