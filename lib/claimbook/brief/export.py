"""The exporter: one executed notebook in, one HTML file out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from claimbook.brief.context import BriefContext, BriefFault
from claimbook.brief.whole import written


def export(notebook: Any, out_path: str | os.PathLike[str], context: BriefContext) -> Path:
    """Write an executed notebook as one self-contained HTML file and return its path.

    notebook  path of an .ipynb file, or a notebook node of nbformat
    out_path  the HTML file; it is replaced in one step, and not touched where the export fails
    context   what the foot of the page tells

    Equal notebook and context give equal bytes. Raises BriefFault where a
    cell failed or did not run, and where a chart or number is not fit for a
    reader; OSError where the file cannot be written.
    """
    html = html_of(_read(notebook), context)
    return written(Path(out_path), html.encode())


def html_of(notebook: Any, context: BriefContext) -> str:
    """The brief of a notebook node as text; errors as `export`."""
    from claimbook.brief.exporter import BriefExporter  # nbconvert takes a while to import

    html, _ = BriefExporter(context).from_notebook_node(notebook)
    return html


def _read(notebook: Any) -> Any:
    if not isinstance(notebook, (str, os.PathLike)):
        return notebook
    import nbformat

    try:
        return nbformat.read(notebook, as_version=4)
    except (
        nbformat.reader.NotJSONError,
        nbformat.ValidationError,
        UnicodeDecodeError,
        FileNotFoundError,
    ) as fault:
        raise BriefFault(
            f"{os.fspath(notebook)}: found no notebook, expected an executed .ipynb file"
        ) from fault
