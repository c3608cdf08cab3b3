"""The files beside a brief: each chart as a picture, all data as one workbook, the whole as a tagged PDF.

A brief itself links to none of them: who gets it by mail gets one file.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from claimbook.brief.attachments.pdf import NoBrowser, PdfFault, chromium, write_pdf
from claimbook.brief.attachments.pictures import write_pictures
from claimbook.brief.attachments.workbook import write_workbook
from claimbook.brief.context import BriefContext
from claimbook.files import PathName

__all__ = [
    "NoBrowser", "PdfFault", "chromium", "companions", "file_links",
    "write_pdf", "write_pictures", "write_workbook",
]  # fmt: skip


def companions(notebook: Any, html: PathName, context: BriefContext) -> list[Path]:
    """Write the workbook and the pictures of a brief beside its HTML file; their paths, the workbook first.

    notebook  the executed notebook node that the brief was exported from
    html      the brief: reports/01-casualties.html gets 01-casualties.xlsx and 01-casualties.chart-1-....png
    context   that of the export

    Pictures of an earlier brief of that name go, so that none shows a number
    that the brief no longer holds. Raises as `write_workbook` and `write_pictures`.
    """
    brief = Path(html)
    workbook = write_workbook(notebook, brief.with_suffix(".xlsx"), context)
    pictures = write_pictures(notebook, brief.parent, brief.stem, context)
    head = f"{brief.stem}.chart-"
    for path in brief.parent.glob("*.png"):
        if path.name.startswith(head) and path not in pictures:
            path.unlink()
    return [workbook, *pictures]


def file_links(paths: Iterable[Path]) -> tuple[tuple[str, str], ...]:
    """Label and address of each file, for BriefInfo.files: ("PDF", "01-casualties.pdf"). They lie beside the
    index."""
    found, pictures = [], 0
    for path in paths:
        pictures += path.suffix == ".png"
        labels = {".pdf": "PDF", ".xlsx": "Workbook (XLSX)", ".png": f"Picture of chart {pictures} (PNG)"}
        found.append((labels.get(path.suffix, path.name), quote(path.name)))
    return tuple(found)
