"""The plan of the library: a lower module imports nothing of a higher one."""

import ast
import re
from pathlib import Path

import claimbook

LIB = Path(claimbook.__file__).parent
TOLD = re.search(r"lowest level first: (.*?)\. A lower", " ".join(claimbook.__doc__.split()))[1]
ORDER = re.findall(r"\w+", re.sub("with derived figures", "", TOLD))


def imported(path):
    """The modules of the library that a file imports as it is loaded or used."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "claimbook":
            yield from [node.module.split(".")[1]] if "." in node.module else [n.name for n in node.names]
        elif isinstance(node, ast.Import):
            yield from (n.name.split(".")[1] for n in node.names if n.name.startswith("claimbook."))


def modules():
    return {
        path.stem if path.is_file() else path.name: path for path in LIB.iterdir() if path.name[0] not in "_."
    }


def test_every_module_has_its_place_in_the_plan():
    assert sorted(modules()) == sorted(ORDER)


def test_a_lower_module_imports_nothing_of_a_higher_one():
    found = []
    for name, path in modules().items():
        for file in [path] if path.is_file() else path.rglob("*.py"):
            higher = {other for other in imported(file) if other in ORDER and name in ORDER}
            found += [
                f"{file.relative_to(LIB)} imports {other}"
                for other in sorted(higher)
                if ORDER.index(other) > ORDER.index(name)
            ]
    assert not found, "\n".join(found)
