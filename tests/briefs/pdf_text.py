"""The words of a PDF that Chromium wrote, page by page, in the order in which they are painted."""

import re
import zlib

_OBJECT = re.compile(rb"^(\d+) 0 obj\n", re.M)
_OPERATOR = re.compile(rb"/(\S+)\s+[\d.]+\s+Tf|<([0-9a-fA-F]*)>|/(\S+)\s+Do\b|\b(Td|TD|Tm|T\*)\b")


class Pdf:
    """objects: number -> (dictionary, stream or None); pages: their words, one string each."""

    def __init__(self, data):
        self.data = data
        self.objects = {}
        for match in _OBJECT.finditer(data):
            head = data[match.end() : data.index(b"endobj", match.end())]
            start = re.search(rb">>\s*stream\r?\n", head)
            stream = None
            if start:
                head, begin = head[: start.start() + 2], match.end() + start.end()
                length = self._length(head)
                stream = data[begin : begin + length]
                stream = zlib.decompress(stream) if b"/FlateDecode" in head else stream
            self.objects[int(match[1])] = (head, stream)
        self.pages = [self._page(head) for head, _ in self._tree(self._root_pages())]

    def _length(self, head):
        match = re.search(rb"/Length (\d+)( 0 R)?", head)
        if not match[2]:
            return int(match[1])
        place = re.search(rb"^%d 0 obj\n(\d+)" % int(match[1]), self.data, re.M)
        return int(place[1])

    def _root_pages(self):
        return next(
            number
            for number, (head, _) in self.objects.items()
            if b"/Type /Pages" in head and b"/Parent" not in head
        )

    def _tree(self, number):
        head, stream = self.objects[number]
        if b"/Type /Pages" not in head:
            return [(head, stream)]
        kids = re.search(rb"/Kids\s*\[(.*?)\]", head, re.S)[1]
        return [page for kid in re.findall(rb"(\d+) 0 R", kids) for page in self._tree(int(kid))]

    def _page(self, head):
        contents = [
            int(n)
            for n in re.findall(rb"(\d+) 0 R", re.search(rb"/Contents\s+(\[[^\]]*\]|\d+ 0 R)", head)[1])
        ]
        return "".join(self._words(self.objects[number][1], head) for number in contents)

    def _words(self, stream, resources):
        fonts, forms = self._named(resources, b"Font"), self._named(resources, b"XObject")
        said, table = [], {}
        for font, glyphs, form, move in _OPERATOR.findall(stream):
            if font:
                table = self._unicode(fonts[font])
            elif glyphs:
                said += [table.get(glyphs[i : i + 4].upper(), "") for i in range(0, len(glyphs), 4)]
            elif move:
                said.append(" ")
            elif form in forms and b"/Subtype /Form" in self.objects[forms[form]][0]:
                said.append(self._words(self.objects[forms[form]][1], self.objects[forms[form]][0]))
        return "".join(said)

    def _named(self, head, kind):
        match = re.search(rb"/Resources\s+(\d+) 0 R", head)
        head = self.objects[int(match[1])][0] if match else head
        match = re.search(rb"/%s\s*<<(.*?)>>" % kind, head, re.S)
        return (
            {name: int(number) for name, number in re.findall(rb"/(\S+)\s+(\d+) 0 R", match[1])}
            if match
            else {}
        )

    def _unicode(self, number):
        """Glyph in four hexadecimal digits -> its letters."""
        found = re.search(rb"/ToUnicode (\d+) 0 R", self.objects[number][0])
        table = {}
        if not found:
            return table
        text = self.objects[int(found[1])][1]
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", text, re.S):
            for glyph, letters in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
                table[glyph.upper()] = bytes.fromhex(letters.decode()).decode("utf-16-be")
        for block in re.findall(rb"beginbfrange(.*?)endbfrange", text, re.S):
            for first, last, letters in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
                for step in range(int(last, 16) - int(first, 16) + 1):
                    table[b"%04X" % (int(first, 16) + step)] = chr(int(letters, 16) + step)
        return table
