"""Where the data folder and the project are looked for, and in which order."""

import shutil

import pytest
from claimbook import paths
from claimbook.errors import ClaimbookError, DataFaults


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A project with data and notebooks, the working folder deep inside it, no variable, no copy in the
    wheel."""
    root = tmp_path.resolve() / "project"
    inside = root / "notebooks" / "drafts"
    inside.mkdir(parents=True)
    root.joinpath("pyproject.toml").touch()
    for name in ("data", "other"):
        root.joinpath(name).mkdir()
        root.joinpath(name, "datapackage.json").touch()
    monkeypatch.chdir(inside)
    monkeypatch.delenv("CLAIMBOOK_DATA", raising=False)
    monkeypatch.setattr(paths, "_WHEEL_COPY", root / "nowhere")
    return root


def test_an_argument_comes_first(tree, monkeypatch):
    monkeypatch.setenv("CLAIMBOOK_DATA", str(tree / "data"))
    assert paths.data_root(tree / "other") == tree / "other"
    assert paths.data_root("../../other") == tree / "other"


def test_then_the_variable(tree, monkeypatch):
    monkeypatch.setenv("CLAIMBOOK_DATA", str(tree / "other"))
    assert paths.data_root() == tree / "other"
    monkeypatch.setenv("CLAIMBOOK_DATA", "")
    assert paths.data_root() == tree / "data"


def test_then_the_nearest_parent_with_data(tree, monkeypatch):
    assert paths.data_root() == tree / "data"
    nearer = tree / "notebooks" / "data"
    nearer.mkdir()
    assert paths.data_root() == tree / "data"  # a folder without datapackage.json is none of ours
    nearer.joinpath("datapackage.json").touch()
    assert paths.data_root() == nearer


def test_then_the_copy_in_the_wheel(tree, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "_WHEEL_COPY", tree / "other")
    assert paths.data_root() == tree / "data"
    shutil.rmtree(tree / "data")
    assert paths.data_root() == tree / "other"


def test_else_one_line_says_what_was_looked_for(tree):
    shutil.rmtree(tree / "data")
    with pytest.raises(
        ClaimbookError, match=r"^data folder: found none, expected an argument, CLAIMBOOK_DATA, or "
    ):
        paths.data_root()


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("missing", "nothing that can be opened"),
        ("pyproject.toml", "no folder"),
        ("a\0b", "nothing that can be opened"),
    ],
)
def test_a_name_that_is_no_folder_is_an_error_and_no_other_is_taken(tree, name, found):
    with pytest.raises(DataFaults) as caught:
        paths.data_root(f"{tree}/{name}")
    line = str(caught.value)
    assert line.isprintable()
    assert line.endswith(f": found {found}, expected an existing folder")


def test_a_variable_that_names_no_folder_is_an_error_and_names_itself(tree, monkeypatch):
    monkeypatch.setenv("CLAIMBOOK_DATA", str(tree / "missing"))
    with pytest.raises(DataFaults, match="named by CLAIMBOOK_DATA"):
        paths.data_root()


def test_a_working_folder_that_was_deleted(tree, monkeypatch):
    monkeypatch.setattr(paths, "_WHEEL_COPY", tree / "data")
    gone = tree / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert paths.data_root() == tree / "data"
    monkeypatch.chdir(tree)  # the fixture goes back from somewhere that exists


def test_the_project_is_the_nearest_parent_with_notebooks(tree, tmp_path, monkeypatch):
    assert paths.project_root() == tree
    assert paths.project_root(tree) == tree
    with pytest.raises(
        DataFaults, match=r"found no project, expected a folder with pyproject.toml and notebooks/"
    ):
        paths.project_root(tree / "data")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ClaimbookError, match=r"^project: found none, expected pyproject.toml and notebooks/"):
        paths.project_root()
