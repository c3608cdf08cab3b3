"""Words that a claimant, a document, a file or a parameter could hold, and that must stay words."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path

import nbformat
import nbformat.v4 as v4

ROOT = Path(__file__).resolve().parents[2]

# name -> words; each alone, so that a fault names its cause; without digits, which a text of ours may not
# hold
ATTACKS = {
    "script": "<script>alert(document.domain)</script>",
    "handlers": "<img src=x onerror=alert(name)><b onclick=alert(name)>x</b><svg onload=alert(name)>",
    "closers": "</svg></title></style></main></body>]]>--></textarea></td></a>",
    "loading": "<link rel=stylesheet href=//evil.invalid/x><iframe src=//evil.invalid/></iframe>"
    "<style>@import '//evil.invalid/';</style>",
    "steering": "<meta http-equiv=refresh content=;url=//evil.invalid/><base href=//evil.invalid/>"
    "<form action=//evil.invalid/><input>",
    "quotes": '"\'` onmouseover=alert(name) style=position:fixed data-x=" &lt;b&gt; &amp;lt;b',
    "markdown": "[x](javascript:alert(name)) ![x](http://evil.invalid/x.png) <javascript:alert(name)> "
    "**b** `c` | d | # e",
    "formula": '=HYPERLINK("http://evil.invalid";"x") +x -x @SUM(A:A)',
    "template": "{{ self }} {% include 'x' %} ${x} $x^y$ \\(x\\) {nis-killed}",
    "direction": "\u202e\u2067\u200f\u202bgnp.exe\u202c שלום עולם (مرحبا) \u2066",
    "unseen": "a\u200bb\ufeffc\u00add\u2060e\U000e0041\x07\x00",
    "emoji": "🇰🇵👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿 Z̷͎̀a̸̱͌l̶̥̓g̵̞̈o ﷽",
    "long": "W" * 5000,
}

NAMING_IDS = ("caveat", "needs")  # columns in which braces hold an id; others are refused, and so is bold


def mutated(
    folder: Path, words: tuple[str, ...] = tuple(ATTACKS.values()), spared: tuple[str, ...] = ()
) -> Path:
    """A copy of data/ in which every cell of free text ends with some of these words that its column has room
    for,
    taken in turn, but for the columns spared; what the library checks of the data still holds."""
    target = folder / "data"
    shutil.copytree(ROOT / "data", target)
    # what is not printable is refused there
    attacks = ["".join(c for c in attack if c.isprintable()) for attack in words]
    turn = 0
    for resource in json.loads((target / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        path = target / resource["path"]
        fields = [
            field for field in resource["schema"]["fields"] if _is_free(field) and field["name"] not in spared
        ]
        free = {field["name"]: field["constraints"]["maxLength"] for field in fields}
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            for name, room in free.items():
                if row[name]:
                    turn += 1
                    attack = attacks[turn % len(attacks)]
                    if name in NAMING_IDS:
                        attack = attack.replace("{", "").replace("}", "").replace("**", "")
                    row[name] = (row[name] + " " + attack)[:room].strip()
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return target


def _is_free(field: dict) -> bool:
    """Words that a coder writes as they are; `address` and `formula` have a form of their own."""
    limits = field.get("constraints", {})
    plain = field["type"] == "string" and "maxLength" in limits and not {"pattern", "enum"} & set(limits)
    return plain and field["name"] not in ("address", "graded_by", "coded_by", "formula")


def executed(notebook: Path, data: Path) -> nbformat.NotebookNode:
    """A notebook with the outputs that its cells show over that data, run in this process."""
    import sys

    sys.path.insert(0, str(ROOT / "tests" / "notebooks"))
    from in_process import shown

    os.environ["CLAIMBOOK_DATA"], before = str(data), os.environ.get("CLAIMBOOK_DATA")
    try:
        outputs = shown(notebook)
    finally:
        os.environ.pop("CLAIMBOOK_DATA") if before is None else os.environ.update(CLAIMBOOK_DATA=before)
    node = nbformat.read(notebook, as_version=4)
    for cell in node.cells:
        if cell.cell_type == "code":
            cell.outputs = (
                [v4.new_output("display_data", data=outputs[cell.id])] if cell.id in outputs else []
            )
    return node
