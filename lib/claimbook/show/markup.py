"""Content as HTML: what JupyterLab shows and what the exporter puts into a brief.

Content is the JSON that a display leaves in the notebook; every word in it is
escaped here, whoever wrote it.
"""

from __future__ import annotations

from typing import Any

from claimbook.show.safe import escape
from claimbook.show.spans import NOT_STATED, Run, to_html, to_text

_SCROLLS_FROM = 5  # columns; fewer fit wherever the rows are not stacked anyway


def content_html(role: str, content: dict[str, Any], base: str = "") -> str:
    """The HTML of any content. Raises KeyError for a role that is not known."""
    if role in ("text", "answer"):
        return prose_html(content, role, base)
    return {"box": box_html, "changes": changes_html, "table": table_html, "refusal": refusal_html}[role](
        content, base
    )


def prose_html(content: dict[str, Any], role: str, base: str = "") -> str:
    """Paragraphs, or one list."""
    lines = [to_html(block, base) for block in content["blocks"]]
    if content["bullets"]:
        return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
    kind = ' class="answer"' if role == "answer" else ""
    return "".join(f"<p{kind}>{line}</p>" for line in lines)


def box_html(content: dict[str, Any], base: str = "") -> str:
    """Three headed lists and the line that tells the age of the data."""
    parts = []
    for group in content["groups"]:
        items = "".join(f"<li>{to_html(item, base)}</li>" for item in group["items"])
        parts.append(f"<h2>{escape(group['head'])}</h2><ul>{items}</ul>")
    return f'<div class="box">{"".join(parts)}<p class="age">{to_html(content["through"], base)}</p></div>'


def changes_html(content: dict[str, Any], base: str = "") -> str:
    """The sentence with the counts, a list of changes, the further ones folded, quiet notes."""
    head = to_html(content["head"], base)
    parts = [f'<p class="what">{head}</p>' if content["lines"] or content["notes"] else f"<p>{head}</p>"]
    if content["lines"]:
        parts.append(_moves(content["lines"], base))
    if content["more"]:
        parts.append(
            f"<details><summary>{to_html(content['folded'])}</summary>{_moves(content['more'], base)}</details>"  # noqa: E501
        )
    parts += [f'<p class="under">{to_html(note, base)}</p>' for note in content["notes"]]
    return "".join(parts)


def _moves(lines: list[dict[str, Any]], base: str) -> str:
    # The role, because a browser may drop that of a list without bullets.
    return '<ul class="moves" role="list">' + "".join(_move(line, base) for line in lines) + "</ul>"


def _move(line: dict[str, Any], base: str) -> str:
    place = f' <span class="at">{to_html(line["place"], base)}</span>' if line["place"] else ""
    tag = f'<b class="tag {escape(line["tone"])}">{escape(line["tag"])}<span class="sr">:</span></b>'
    return f"<li>{tag} <span>{to_html(line['told'], base)}{place}</span></li>"


def refusal_html(content: dict[str, Any], base: str = "") -> str:
    reason = to_html([{"t": content["reason"], "x": "reason of a refusal"}])
    return f'<p class="refusal"><b>Not computed:</b> {reason}</p>'


_CODED = "as coded"  # why words of the tables may hold digits
_KEPT_WHOLE = 4  # so many rows stay on one sheet of paper; a longer table may go on, its headings repeated


def table_html(content: dict[str, Any], base: str = "") -> str:
    """A table with caption and headed columns and rows; stacked cards on a phone by `data-label`.

    The roles repeat what the elements say, because a browser may drop that
    from a table that is laid out as cards.
    """
    columns = content["columns"]
    heads = "".join(
        f'<th role="columnheader" scope="col"{_right(c)}>{to_html(c.get("runs") or [{"t": c["label"]}], base)}</th>'  # noqa: E501
        for c in columns
    )
    rows = "".join(_row(row, columns, base) for row in content["rows"])
    caption = to_html(content["caption"], base)
    wide = len(columns) >= _SCROLLS_FROM
    scrolls = (
        f' tabindex="0" role="region" aria-label="{escape(to_text(content["caption"]))}"' if wide else ""
    )
    small = " few" if len(columns) < 3 else ""
    small += " short" if len(content["rows"]) <= _KEPT_WHOLE else ""
    made = (
        f'<div class="scroll"{scrolls}><table role="table" class="t{small}"><caption>{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup" data-x="{_CODED}">{rows}</tbody></table></div>'  # noqa: E501
    )
    if not content.get("folded"):
        return made
    count = len(content["rows"])
    words = f"{to_text(content['caption'])} ({count} row{'' if count == 1 else 's'})"  # no links: it is a button itself  # noqa: E501
    return f'<details class="fold"><summary><span data-x="caption">{escape(words)}</span></summary>{made}</details>'  # noqa: E501


def _right(column: dict[str, Any]) -> str:
    return ' class="r"' if column.get("right") else ""


def _row(row: list[list[Run] | None], columns: list[dict[str, Any]], base: str) -> str:
    first, *rest = row
    cells = f'<th role="rowheader" scope="row"{_right(columns[0])}{_why(first)}>{_cell(first, base)}</th>'
    for cell, column in zip(rest, columns[1:], strict=True):
        label = escape(column["label"])
        cells += f'<td role="cell"{_right(column)}{_why(cell)} data-label="{label}">{_cell(cell, base)}</td>'
    return f'<tr role="row">{cells}</tr>'


def _why(cell: list[Run] | None) -> str:
    """The excuse of a cell that is one excused run stands on the cell itself; the usual one stands on them
    all."""
    why = cell[0].get("x", _CODED) if cell and len(cell) == 1 else _CODED
    return "" if why == _CODED else f' data-x="{escape(why)}"'


def _cell(cell: list[Run] | None, base: str) -> str:
    if cell is None:
        return f"<i>{NOT_STATED}</i>"
    runs = [{k: v for k, v in cell[0].items() if k != "x"}] if len(cell) == 1 else cell
    made = to_html(runs, base)
    # beside the label of a card the words are one box, however many elements they are made of
    return f"<span>{made}</span>" if len(cell) > 1 or "$" in cell[0]["t"] else made
