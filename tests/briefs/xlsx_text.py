"""A workbook read with nothing but a zip file and XML, so that no library's kindness hides what is in it."""

import re
import xml.etree.ElementTree as ET
import zipfile

_M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


class Book:
    """sheets: name -> rows of cells (str, float or None, from the first column on); parts: name -> bytes of
    the zip."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as whole:
            assert whole.testzip() is None
            self.parts = {name: whole.read(name) for name in whole.namelist()}
        self.strings = self._strings()
        self.sheets, self.xml = {}, {}
        links = {
            r.get("Id"): r.get("Target") for r in ET.fromstring(self.parts["xl/_rels/workbook.xml.rels"])
        }
        for sheet in ET.fromstring(self.parts["xl/workbook.xml"]).iter(f"{_M}sheet"):
            root = ET.fromstring(self.parts[f"xl/{links[sheet.get(f'{_R}id')]}"])
            self.xml[sheet.get("name")] = root
            self.sheets[sheet.get("name")] = [self._row(row) for row in root.iter(f"{_M}row")]

    def _strings(self):
        root = ET.fromstring(self.parts["xl/sharedStrings.xml"])
        return ["".join(t.text or "" for t in item.iter(f"{_M}t")) for item in root.iter(f"{_M}si")]

    def _row(self, row):
        cells = []
        for cell in row.iter(f"{_M}c"):
            column = _column(cell.get("r"))
            cells += [None] * (column - len(cells))
            value = cell.find(f"{_M}v")
            kind = cell.get("t", "n")
            assert kind in ("s", "n"), f"{cell.get('r')}: a cell of type {kind}"
            cells.append(
                None if value is None else self.strings[int(value.text)] if kind == "s" else float(value.text)
            )
        return cells

    def formulas(self):
        """Every element of a sheet that a spreadsheet would compute or fetch."""
        return [
            element.tag
            for root in self.xml.values()
            for element in root.iter()
            if element.tag in (f"{_M}f", f"{_M}dataValidation", f"{_M}cfRule")
        ]

    def records(self, name):
        """The rows of a sheet as dicts by their headings; later headings of one name win."""
        heads, *rows = self.sheets[name]
        return [dict(zip(heads, [*row, *[None] * (len(heads) - len(row))], strict=False)) for row in rows]

    def words(self):
        """Every text of every cell."""
        return [
            cell for rows in self.sheets.values() for row in rows for cell in row if isinstance(cell, str)
        ]


def _column(reference):
    number = 0
    for letter in re.match("[A-Z]+", reference)[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1
