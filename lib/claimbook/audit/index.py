"""An index page: its first sentences and drawings are those of the briefs beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from bs4 import BeautifulSoup, Tag

from claimbook.audit.differences import first_difference
from claimbook.audit.excuses import At
from claimbook.audit.figures import Known
from claimbook.audit.page import Page, is_link, place, plain, target, words_of
from claimbook.brief.attachments import file_links

Homes = dict[str, tuple[Page, Known]]


def homes(page: Page, known_of: Callable[[Page], Known]) -> Homes:
    """File -> page and what it may say, of each brief in the folder of the page that it leads to."""
    found: Homes = {}
    for link in page.soup.select("section.brief h2 a"):
        file = unquote(link.get("href", ""))
        path = page.path.parent / file
        if "/" not in file and path.is_file() and file not in found:
            home = Page(path)
            if not home.is_index:
                found[file] = home, known_of(home)
    return found


def faults(at: At) -> Iterator[tuple[str, str, str]]:
    """Sentences and drawings of the sections that differ from those of their briefs."""
    for section in at.page.soup.select("section.brief"):
        yield from _file_faults(section)
        file = unquote(link.get("href", "")) if (link := section.select_one("h2 a")) else ""
        if file not in at.homes:
            continue
        home = at.homes[file][0]
        first = home.charts[0] if home.charts else None
        pairs = [(section.find("p", class_="answer"), home.soup.find("p", class_="answer"))]
        if first is not None and section.find("figure"):
            names = ["h3", "h4", "h5", "h6"]
            pairs += list(zip(section.find_all("svg"), first.find_all("svg"), strict=False))
            pairs += [(section.find("p", class_="under"), first.find("p", class_="under"))]
            pairs += [(section.find("figcaption").p, first.find("figcaption").p)]
            pairs += [(section.find("figure").find(names), first.find(names))]
        for found, expected in pairs:
            if found is not None and (fault := first_difference(found, _there(found, expected, file))):
                yield fault


def _file_faults(section: Tag) -> Iterator[tuple[str, str, str]]:
    """What the links to the files beside a brief are called."""
    links = section.select("p.get a")
    told = file_links(Path(unquote(link["href"])) for link in links)
    for link, (label, _) in zip(links, told, strict=True):
        expected = plain(f"{label} of {words_of(section.find('h2'))}")
        if words_of(link) != expected:
            yield place(link), words_of(link), expected


def _there(found: Tag, expected: Tag | None, file: str) -> str:
    """An element of a brief as it stands on its index page: links lead to its file, ids are the index's."""
    if expected is None:
        return ""
    made = BeautifulSoup(str(expected), "html.parser").find(True)
    made.name = found.name
    for node in [made, *made.find_all(True)]:
        if is_link(node):
            node["href"] = f"{quote(file)}#{target(node)[1]}"
    for node, own in zip([made, *made.find_all(True)], [found, *found.find_all(True)], strict=False):
        for name in ("id", "aria-labelledby", "aria-describedby"):
            if name in node.attrs and name in own.attrs:
                node[name] = own[name]
    return str(made)
