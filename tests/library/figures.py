"""Figures built by hand, for the tests of the figure room."""

import datetime as dt
from fractions import Fraction

from claimbook.figure import Claim, Counted, Figure, Term, Vocabulary, Voice
from claimbook.figure.expression import addition

CASUALTIES = Term("casualties")
KILLED_OR_WOUNDED = Term("killed-or-wounded", "killed or wounded", (CASUALTIES,))
MEASURES = {
    "killed": Term("killed", "killed", (KILLED_OR_WOUNDED, CASUALTIES)),
    "wounded": Term("wounded", "wounded", (KILLED_OR_WOUNDED, CASUALTIES)),
    "killed-or-wounded": KILLED_OR_WOUNDED,
}
ARMY = Term("kpa", "North Korea's army")
SUBJECTS = {"nk-troops": Term("nk-troops", "North Korean troops", (ARMY,)), "kpa": ARMY}
KILLED_AND_WOUNDED = "killed and wounded of one claimant and one date make killed or wounded; a sum of ours"
VOCABULARY = Vocabulary(
    (
        addition("killed and wounded", "killed-or-wounded = killed + wounded", KILLED_AND_WOUNDED),
        addition("wounded of a total", "wounded = killed-or-wounded - killed", "a split of ours"),
        addition("killed of a total", "killed = killed-or-wounded - wounded", "a split of ours"),
    )
)
NAMES = {"nis": "NIS", "gur": "GUR", "paper": "The Paper"}


def figure(
    text,
    measure="killed",
    *,
    id=None,
    unit="person",
    claimant="nis",
    subject="nk-troops",
    scope="everywhere",
    accounting="cumulative",
    stage=None,
    as_of=dt.date(2024, 12, 19),
    period=(None, None),
    unsourced=False,
    published=None,
):
    """A Figure from a shorthand: "at_least 100", "as_printed 1000", "between 40 50", "vague dozens"."""
    bound, *numbers = text.split()
    voice = Voice(claimant, NAMES.get(claimant, claimant))
    claim = Claim(id or f"{claimant}-{measure}", "doc", "A document", 3, text, voice, unsourced=unsourced)
    counted = Counted(
        SUBJECTS.get(subject) or Term(subject),
        MEASURES.get(measure) or Term(measure),
        Term(scope),
        accounting,
        (voice,),
        stage,
        as_of,
        published=published,
        period=period,
        vocabulary=VOCABULARY,
    )
    if bound == "vague":
        return Figure(claim.id, bound, unit, counted, claim, words=" ".join(numbers))
    ends = [Fraction(n) for n in numbers]
    slots = {
        "at_least": ("low",),
        "more_than": ("low",),
        "up_to": ("high",),
        "less_than": ("high",),
        "between": ("low", "high"),
    }.get(bound, ("best",))
    return Figure(claim.id, bound, unit, counted, claim, **dict(zip(slots, ends, strict=True)))
