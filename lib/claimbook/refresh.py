"""Committed outputs made anew: notebooks as stored, data dictionary, findings and picture of README.md.

Everything here is generated, and a test compares what is committed with what
this room would write; so a figure in README.md cannot go stale.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import nbformat

from claimbook.book import Book, derive
from claimbook.book import open as open_book
from claimbook.compare import compare
from claimbook.execution.kernels import private_kernels
from claimbook.shelf.manifest import json_schema
from claimbook.tables import dictionary, load

PICTURE = Path("docs") / "casualties.png"
SCHEMA = Path("docs") / "manifest.schema.json"
PICTURED = "01-casualties.ipynb"
MARKS = ("<!-- findings: from the data, by `make refresh` -->", "<!-- end of findings -->")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def refresh(root: Path) -> Iterator[Path]:
    """Rewrite all generated files of the project at `root`; yields each path when it is done."""
    data = root / "data"
    yield _written(data / "README.md", dictionary(load(data).package))
    yield _written(root / SCHEMA, json_schema())
    readme = root / "README.md"
    yield _written(readme, with_findings(readme.read_text(encoding="utf-8"), open_book(data)))
    for notebook in sorted((root / "notebooks").glob("*.ipynb")):
        yield execute_in_place(notebook, data)
    picture = root / PICTURE
    picture.parent.mkdir(exist_ok=True)
    picture.write_bytes(first_picture(root / "notebooks" / PICTURED))
    yield picture


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def with_findings(readme: str, book: Book) -> str:
    """README.md with its findings written anew between the two marks."""
    start, end = (readme.index(mark) for mark in MARKS)
    lines = "\n".join(f"- {finding}" for finding in findings(book))
    return f"{readme[:start]}{MARKS[0]}\n{lines}\n{readme[end:]}"


def findings(book: Book) -> list[str]:
    """What the data says that the article does not, each number looked up or derived."""
    d = derive(book)
    both, share, ratio = d["nis-dead-and-injured"], d["nis-share-of-force"], d["nis-injured-per-dead"]
    gur, original, spokesman = (
        book["gur-casualties"],
        book["gur-casualties-afp"],
        book["nsc-casualties-joongang"],
    )
    covered = original.counted.period
    nested = compare(gur, both)
    return [
        f"The NIS (South Korea's intelligence service) counts {book['nis-killed'].text()} North Koreans "
        f"dead and {book['nis-wounded'].text()} injured: together **{both.text()}**, {both.caveats[0]}, a "
        f"sum of ours, and **{share.text()}** {share.base} soldiers. By the same figures there are "
        f"{ratio.text()} injured for each dead, {ratio.caveats[-1]}.",
        f"In the words of the briefing ({d['nis-killed-pravda'].text()} dead, "
        f"{d['nis-wounded-pravda'].lineage.as_printed} injured) the same sum **cannot be bounded "
        "at all**: a floor and a ceiling have no common end.",
        f"The bare {gur.text()} of the GUR (Ukraine's military intelligence) was **{original.text()}**, "
        f"from {covered[0].day} to {covered[1]:%d %B %Y} only. It is {nested.verdict} in the NIS's total, "
        f"{nested.detail}, and confirms nothing. The US spokesman who is said to "
        f"echo it spoke of {spokesman.text()}.",
        f"There is one soldier in Russia for every **{d['army-per-soldier'].text()}** of the conscripts "
        f"that the article counts, and the force equals Russian casualties of {d['force-in-days'].text()} as "
        f"printed, of **{d['force-in-days-as-said'].text()}** in the words of the official "
        "behind the number. That says nothing of replacement: wounded men return.",
        f"The payments for troops, {d['troop-payments'].text()}, would pay "
        f"**{d['soldiers-for-payments'].text()}** soldiers at the pay that the NIS gave, not "
        f"{d['troops-in-russia'].text()}; these would bring {d['payments-for-force'].text()}. They are "
        "never added to the money for arms, though the article joins them by “another”.",
    ]


def execute_in_place(path: Path, data: Path) -> Path:
    """Run a notebook as stored and keep its outputs, without times and machine."""
    from nbclient import NotebookClient

    os.environ["CLAIMBOOK_DATA"] = str(data)
    notebook = nbformat.read(path, as_version=4)
    with private_kernels() as kernels:
        NotebookClient(
            notebook,
            kernel_name="python3",
            timeout=300,
            kernel_manager_class=kernels.manager,
            resources={"metadata": {"path": str(path.parent)}},
        ).execute()
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata = {key: value for key, value in cell.metadata.items() if key == "tags"}
    return _written(path, nbformat.writes(notebook) + "\n")


def first_picture(notebook: Path) -> bytes:
    """The first PNG among the outputs of a notebook."""
    cells = nbformat.read(notebook, as_version=4).cells
    outputs = (output for cell in cells for output in cell.get("outputs", ()))
    return base64.b64decode(next(o.data["image/png"] for o in outputs if "image/png" in o.get("data", {})))
