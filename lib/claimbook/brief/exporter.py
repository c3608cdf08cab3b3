"""The nbconvert side of the export: our template, our preprocessor, none of its defaults."""

from __future__ import annotations

from typing import Any

from nbconvert.exporters import TemplateExporter

from claimbook.brief.context import BriefContext
from claimbook.brief.dress import HERE, dressed
from claimbook.brief.layout import parts
from claimbook.brief.preprocess import BriefPreprocessor


class BriefExporter(TemplateExporter):
    """nbconvert exporter to the one HTML file. It inherits no template, style or script."""

    export_from_notebook = None
    output_mimetype = "text/html"

    def __init__(self, context: BriefContext, **kw: Any) -> None:
        # The paths are ours alone, so that no template of the machine gets in.
        super().__init__(template_paths=[str(HERE / "template")], template_file="brief.html.j2", **kw)
        self.context = context
        self.register_preprocessor(BriefPreprocessor(context), enabled=True)

    def _file_extension_default(self) -> str:
        return ".html"

    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[str, dict[str, Any]]:
        self.environment.globals["parts"] = lambda brief: parts(brief, self.context)
        page, resources = super().from_notebook_node(nb, resources, **kw)
        return dressed(page), resources
