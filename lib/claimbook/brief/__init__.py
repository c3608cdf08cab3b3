"""Executed notebook to one self-contained HTML file in which each number answers for itself."""

from claimbook.brief.context import BriefContext, BriefFault
from claimbook.brief.export import export
from claimbook.brief.index import BriefInfo, brief_info, write_index

__all__ = ["BriefContext", "BriefFault", "BriefInfo", "brief_info", "export", "write_index"]
