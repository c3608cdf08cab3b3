"""How the tables grow: made-up folders of more and more claims, checked and opened in processes of their own.

    python bench/growth.py [CLAIMS ...]

A third of the claims relays another one; a document has forty, each of them mentioned. Times are whole
processes, peaks what the system saw; "imports" is what a process takes that only imports the library.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
SIZES = (1_000, 10_000, 100_000)
A_DOCUMENT = 40
TABLES = ("casualties", "troop_counts", "money_flows", "other_figures")
UNITS = ("person", "truck", "crate", "shell")
CHECK = "import sys; from claimbook.cli import main; main(['check', sys.argv[1]])"
OPEN = (
    "import sys, time, claimbook; begun = time.perf_counter(); book = claimbook.open(sys.argv[1]); "
    "first = next(iter(book)); print(time.perf_counter() - begun, len(book))"
)
IMPORTS = "import claimbook.cli, claimbook.tables"


def folder(path: Path, claims: int) -> Path:
    """A valid data folder with so many claims."""
    path.mkdir()
    package = json.loads((PROJECT / "data" / "datapackage.json").read_text(encoding="utf-8"))
    (path / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    rows: dict[str, list[dict[str, object]]] = {resource["name"]: [] for resource in package["resources"]}
    rows["terms"] = list(_terms())
    rows["sources"] = [
        {"source_id": f"source-{n}", "name": f"Source {n}", "kind": "government", "side": f"side-{n % 9}"}
        for n in range(max(20, claims // 100))
    ]
    rows["documents"] = [_document(n) for n in range(-(-claims // A_DOCUMENT))]
    for number in range(claims):
        rows[TABLES[number % len(TABLES)]].append(_claim(number, len(rows["sources"])))
        rows["mentions"].append(_mention(number))
    for resource in package["resources"]:
        columns = [field["name"] for field in resource["schema"]["fields"]]
        with (path / resource["path"]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows[resource["name"]])
    return path


def _terms():
    kinds = {"side": 9, "subject": 20, "measure": 20, "scope": 40, "unit": 4}
    for kind, count in kinds.items():
        for number in range(count):
            name = f"{kind}-{number}" if kind != "unit" else UNITS[number]
            yield {"term_id": name, "kind": kind, "label": name, "definition": "Made up."}


def _document(number: int) -> dict[str, object]:
    made = {"coded_by": "bench", "coded_on": "2025-01-02", "coded_from": "made up", "coded_rules": "none"}
    return made | {
        "document_id": f"document-{number}",
        "kind": "article",
        "outlet_id": f"source-{number % 20}",
        "label": f"Document {number}",
        "published_from": "2024-12-20",
        "published": "2024-12-21",
        "date_precision": 2,
        "language": "en",
        "licence": "none",
    }


def _claim(number: int, sources: int) -> dict[str, object]:
    """A claim; each third one relays the one before the one before it in its table."""
    table, earlier = TABLES[number % len(TABLES)], number - len(TABLES)
    relays = number % 3 == 2 and earlier >= 0
    like = earlier if relays else number
    value = 100 + like * 7 % 99_991
    row = {
        "claim_id": f"claim-{number}",
        "document_id": f"document-{number // A_DOCUMENT}",
        "paragraph": number % A_DOCUMENT + 1,
        "as_printed": f"{value:,}",
        "claimant_id": f"source-{like % sources}",
        "via_ids": f"source-{(like + 7) % sources}" if relays else "",
        "original_claim_id": f"claim-{earlier}" if relays else "self",
        "original_link": "stated" if relays else "",
        "subject": f"subject-{like % 20}",
        "measure": f"measure-{like % 19}",
        "scope": f"scope-{like % 40}",
        "unit": "USD" if table == "money_flows" else UNITS[like % 4],
        "basis": "official_statement",
        "accounting": "cumulative",
        "stated_on": f"2024-12-{like % 19 + 1:02}" if not relays else "2024-12-20",
        "status": "unverified",
        "note": "A note of some length, as most claims have one." if number % 2 else "",
    }
    ends = (
        ("as_printed", {"best": value}),
        ("at_least", {"low": value}),
        ("between", {"low": 1, "high": value}),
    )
    bound, filled = ends[like % 3]
    money = {"currency": "USD", "stage": "pledged"} if table == "money_flows" else {}
    return row | {"bound": bound} | filled | money


def _mention(number: int) -> dict[str, object]:
    document, paragraph = f"document-{number // A_DOCUMENT}", number % A_DOCUMENT + 1
    return {
        "mention_id": f"{document}-{paragraph}",
        "document_id": document,
        "paragraph": paragraph,
        "position": 1,
        "as_printed": f"{100 + number * 7 % 99_991:,}",
        "kind": "claim",
        "claim_id": f"claim-{number}",
    }


def _process(code: str, path: Path, cache: Path) -> tuple[float, int, str]:
    """Seconds, peak of memory in MB and output of a process."""
    environment = os.environ | {"CLAIMBOOK_CACHE": str(cache)}
    timed = (
        "import resource, subprocess, sys, time; begun = time.perf_counter(); "
        "done = subprocess.run([sys.executable, '-c', *sys.argv[1:]], capture_output=True, text=True); "
        "print(time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, "
        "(done.stdout + done.stderr).strip()[-200:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", timed, code, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    seconds, peak, *said = done.stdout.split()
    return float(seconds), int(peak), " ".join(said)


def measured(path: Path, cache: Path) -> dict[str, float]:
    """Seconds and MB of one folder."""
    imports = _process(IMPORTS, path, cache)[0]
    check, peak, said = _process(CHECK, path, cache)
    if "no fault" not in said:
        raise SystemExit(said)
    for copy in cache.glob("*.npz"):
        copy.unlink()
    opened = [float(_process(OPEN, path, cache)[2].split()[0]) for _ in range(2)]
    return {
        "check, s": check,
        "without imports, s": check - imports,
        "peak, MB": peak,
        "cold open, s": opened[0],
        "kept open, s": opened[1],
    }


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name) / "cache"
        found = [measured(folder(Path(name) / str(size), size), cache) for size in sizes]
    print("| claims |", " | ".join(found[0]), "|\n|---|", "---|" * len(found[0]), sep="")
    for size, row in zip(sizes, found, strict=True):
        print(f"| {size:,} |", " | ".join(f"{value:,.2f}" for value in row.values()), "|")
    for before, after, size, more in zip(found, found[1:], sizes, sizes[1:], strict=False):
        ratios = (f"{after[name] / before[name]:.1f}" for name in after)
        print(f"| {more / size:.0f} times as many |", " | ".join(ratios), "|")


if __name__ == "__main__":
    main()
