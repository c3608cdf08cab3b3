"""Each chart of a brief as a picture that can be sent alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from claimbook.brief.context import BriefContext
from claimbook.brief.notebook import page_of
from claimbook.brief.page import Page
from claimbook.files import PathName, replace_file
from claimbook.words.dates import day
from claimbook.words.safe import slug

WIDTH = 1600  # pixels: sharp on a slide and in a mail
_LONGEST, _LONGEST_TITLE = (
    200,
    60,
)  # bytes of a file's name, where file systems end at 255; letters of the title in it


def write_pictures(
    notebook: Any, folder: PathName, stem: str, context: BriefContext | None = None
) -> list[Path]:
    """Write one PNG a chart of an executed notebook node into a folder; their paths, in the order of the
    brief.

    folder   where the files go; it must be there
    stem     how their names begin: "01-casualties" gives 01-casualties.chart-1-the-finding.png
    context  tells the title below each picture, and what changed, which may hold a chart

    Title, subtitle, source and note are drawn in. A notebook without charts
    gives none. Equal notebooks give equal bytes with one version of
    matplotlib. Raises BriefFault for a notebook that failed, did not run or
    holds a chart that is unfit; OSError where a file cannot be written.
    """
    page = page_of(notebook, context)
    lines = _from(page, context)
    made = []
    for number, chart in enumerate(page.charts, 1):
        path = Path(folder) / picture_name(stem, number, chart.title)
        made.append(replace_file(path, chart.picture(WIDTH, *lines)))
    return made


def picture_name(stem: str, number: int, title: str) -> str:
    """The file of a chart: name of the brief, number and title of the chart, in letters that are safe
    anywhere."""
    head = f"{stem}.chart-{number}"
    words = slug(title, min(_LONGEST_TITLE, max(_LONGEST - len(os.fsencode(head)), 0)))
    return f"{head}-{words}.png" if words else f"{head}.png"


def _from(page: Page, context: BriefContext | None) -> list[str]:
    """What a picture that is sent alone is from: who publishes it, the brief, and how far its data goes."""
    if context is None:
        return []
    through = page.through(context.data_through)
    return [f"Claimbook: {context.title}" + (f"; data through {day(through)}" if through else "")]
