"""Executed notebook to one HTML file in which each number answers for itself, and the files beside it."""

from claimbook.brief.attachments import (
    NoBrowser,
    PdfFault,
    companions,
    file_links,
    write_pdf,
    write_pictures,
    write_workbook,
)  # fmt: skip
from claimbook.brief.context import BriefContext, BriefFault
from claimbook.brief.export import export
from claimbook.brief.index import BriefInfo, brief_info, write_index

__all__ = [
    "BriefContext", "BriefFault", "BriefInfo", "NoBrowser", "PdfFault", "brief_info", "companions", "export",
    "file_links", "write_index", "write_pdf", "write_pictures", "write_workbook",
]  # fmt: skip
