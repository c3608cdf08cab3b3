"""A week of scheduled runs over data that gains, revises, regrades, retracts, corrects and loses claims."""

import csv
import datetime as dt
import html
import json
import re

import pytest
from at_work import data_copy, here, hidden, published, reports_toml, strays
from claimbook.shelf.manifest import whole

MONDAY = dt.date(2024, 12, 23)
DESK = """
[reports.desk]
notebooks = ["01-casualties"]
parameters = { AS_OF = "RUN_DATE" }

[reports.fixed]
notebooks = ["01-casualties"]
parameters = { AS_OF = 2025-01-31 }
"""


class Sheet:
    """A table of a data folder, to be edited as a coder does."""

    def __init__(self, data, name):
        self.path = data / f"{name}.csv"
        with self.path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            self.columns, self.rows = reader.fieldnames, list(reader)

    def row(self, id):
        return next(row for row in self.rows if row[self.columns[0]] == id)

    def save(self):
        with self.path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, self.columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.rows)


def put(data, table, id, **cells):
    sheet = Sheet(data, table)
    sheet.row(id).update(cells)
    sheet.save()


def copy(data, table, like, id, **cells):
    sheet = Sheet(data, table)
    sheet.rows.append(sheet.row(like) | {"claim_id": id} | cells)
    sheet.save()


def drop(data, table, id):
    sheet = Sheet(data, table)
    sheet.rows.remove(sheet.row(id))
    sheet.save()


# What is done to the data before the run of each day, and the changes of each report: kind -> ids.
def tuesday(data):
    """Nothing."""


def wednesday(data):
    copy(
        data,
        "casualties",
        "jcs-casualties",
        "jcs-casualties-second",
        stated_on="2024-12-24",
        as_of="2024-12-24",
        best="1200",
    )


def thursday(data):
    put(data, "casualties", "nis-wounded", best="1100")


def friday(data):
    put(data, "sources", "gur", reliability="B")


def saturday(data):
    put(data, "casualties", "zelenskyy-casualties", status="retracted")


def sunday(data):
    drop(data, "casualties", "jcs-casualties-second")
    copy(
        data,
        "casualties",
        "jcs-casualties",
        "jcs-casualties-corrected",
        supersedes_id="jcs-casualties",
        stated_on="2024-12-28",
        as_of="2024-12-28",
        best="1050",
    )


GUR = {"gur-casualties", "gur-casualties-afp", "gur-chechens-killed"}
WEEK = (
    (None, {}, {}),
    (tuesday, {}, {}),
    (wednesday, {"added": {"jcs-casualties-second"}}, {"added": {"jcs-casualties-second"}}),
    (thursday, {"revised": {"nis-wounded"}}, {"revised": {"nis-wounded"}}),
    # On the day on which it is stated a claim comes within what the report looks at.
    (friday, {"regraded": GUR, "entered": {"nsc-casualties-week"}}, {"regraded": GUR}),
    (saturday, {"retracted": {"zelenskyy-casualties"}}, {"retracted": {"zelenskyy-casualties"}}),
    (
        sunday,
        {"corrected": {"jcs-casualties-corrected"}, "removed": {"jcs-casualties-second"}},
        {"corrected": {"jcs-casualties-corrected"}, "removed": {"jcs-casualties-second"}},
    ),
)


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """The reports folder after the week, and what each run said."""
    folder = tmp_path_factory.mktemp("week")
    data, spec, reports = data_copy(folder), reports_toml(folder, DESK), folder / "r"
    said = []
    for number, (edit, _, _) in enumerate(WEEK):
        if edit:
            edit(data)
        day = MONDAY + dt.timedelta(days=number)
        done = here("run", "--spec", spec, "--out", reports, "--data", data, "--run-date", day)
        assert done.returncode == 0, (day, done.stderr)
        said.append(done)
    return reports, said


def runs(week, report):
    """The manifests of a report in the order of the week, each with its folder."""
    folders = published(week[0] / report)
    return [
        (folder, json.loads((folder / "manifest.json").read_text(encoding="utf-8"))) for folder in folders
    ]


def box_of(folder):
    """The words of the box of changes."""
    text = (folder / "01-casualties.html").read_text(encoding="utf-8")
    (found,) = re.findall(r'<section class="changes".*?</section>', text, re.DOTALL)
    spaced = re.sub(r"<(?=/?(?:li|p|ul|h2|details|summary)\b)[^>]+>", " ", found)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", spaced)).split())


@pytest.mark.parametrize("report", ["desk", "fixed"])
def test_the_week_leaves_a_whole_run_a_day_and_nothing_else(week, report):
    reports, _ = week
    made = runs(week, report)
    assert [manifest["run_date"] for _, manifest in made] == [
        str(MONDAY + dt.timedelta(days=n)) for n in range(7)
    ]
    assert all(whole(folder) for folder, _ in made)
    assert {path.name for path in reports.iterdir()} == {"desk", "fixed", "latest"}
    assert {path.name for path in (reports / report).iterdir()} == {folder.name for folder, _ in made} | {
        "latest"
    }
    assert (reports / report / "latest").resolve() == made[-1][0] and (
        reports / "latest"
    ).resolve().parent.name == "desk"
    assert [manifest["since"] for _, manifest in made] == [None, *(folder.name for folder, _ in made[:-1])]
    assert not hidden(reports) and not strays()


@pytest.mark.parametrize(("report", "column"), [("desk", 1), ("fixed", 2)])
def test_each_run_knows_what_changed(week, report, column):
    for (_, manifest), day in zip(runs(week, report), WEEK, strict=True):
        (brief,) = manifest["briefs"]
        found = {kind: set(ids) for kind, ids in brief["changes"]["claims"].items()}
        assert found == day[column], manifest["run_date"]
        assert brief["changed"] == manifest["changed"] == (day[0] is not tuesday)


@pytest.mark.parametrize("report", ["desk", "fixed"])
def test_each_brief_tells_it_at_a_glance(week, report):
    made = runs(week, report)
    boxes = [box_of(folder) for folder, _ in made]
    assert boxes[0].startswith("This is the first run of this report")
    assert boxes[1] == "Nothing has changed since the run of 23 December 2024."
    for box, words in zip(
        boxes[2:],
        ("one claim added", "one revised", "regraded", "one retracted", "one corrected"),
        strict=True,
    ):
        head = box.partition(".")[0]
        assert head.startswith("Since the run of ") and words.removeprefix("one ") in head.lower(), box
    for number, date in enumerate(("24", "25", "26", "27", "28"), 2):
        assert f"Since the run of {date} December 2024" in boxes[number]
    assert "at least 1,200" in boxes[3]  # a derived figure moved with the claim
    index = (made[3][0] / "index.html").read_text(encoding="utf-8")
    assert "one claim revised" in index


def test_each_brief_holds_the_figures_of_its_day(week):
    texts = [(folder / "01-casualties.html").read_text(encoding="utf-8") for folder, _ in runs(week, "fixed")]
    second, total = (
        ["jcs-casualties-second" in text for text in texts],
        ["at least 1,200" in text for text in texts],
    )
    assert second == [False, False, True, True, True, True, False]
    assert total == [False, False, False, True, True, True, True]
    assert all(
        f"run of {MONDAY + dt.timedelta(days=n):%d %B %Y}" in " ".join(re.sub(r"<[^>]+>", "", text).split())
        for n, text in enumerate(texts)
    )


def test_what_does_not_change_is_not_executed_again(week):
    statuses = {
        report: [manifest["briefs"][0]["status"] for _, manifest in runs(week, report)]
        for report in ("desk", "fixed")
    }
    assert statuses["fixed"] == ["executed", "reused", *["executed"] * 5]
    assert statuses["desk"] == ["executed"] * 7  # its AS_OF moves each day


def test_the_command_tells_the_same_between_two_runs(week):
    folders = [folder for folder, _ in runs(week, "fixed")]
    done = here("changes", folders[0], folders[3])
    assert done.returncode == 0, done.stderr
    head, *lines = done.stdout.splitlines()
    assert "one claim revised, one added" in head and any("1,100" in line for line in lines)
    same = here("changes", folders[0], folders[1])
    assert same.returncode == 0 and same.stdout == "Nothing has changed since the run of 23 December 2024.\n"
    wrong = here("changes", folders[0], week[0])
    assert wrong.returncode == 2 and "expected a run's folder, a snapshot or a data folder" in wrong.stderr
    assert len(wrong.stderr.splitlines()) == 1
