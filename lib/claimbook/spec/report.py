"""What reports.toml may say: reports, their parameters, sweeps and schedules."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from claimbook.spec.times import Schedule

RUN_DATE = "RUN_DATE"  # as a parameter's value: the nominal date of the run
AD_HOC = "ad-hoc"  # the report of runs that no report of the file asks for
KEPT_NAMES = ("latest", "failed", AD_HOC)  # of links and folders below reports/


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", text) or text in KEPT_NAMES:
        raise ValueError(f"a name of small letters, digits and hyphens, other than {', '.join(KEPT_NAMES)}")
    return text


def _day(text: str) -> str:
    try:
        good = text == RUN_DATE or dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        good = False
    if not good:
        raise ValueError(f"a day as 2024-12-21, or {RUN_DATE}")
    return text


def _dates_as_text(value: Any) -> Any:
    """TOML has dates of its own; a notebook's parameters are texts."""
    if isinstance(value, dt.datetime | dt.time):
        raise ValueError("a day as 2024-12-21, without a time")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list):
        return [_dates_as_text(item) for item in value]
    return value


def _plain(value: Any) -> Any:
    """A parameter's value is code in the notebook that gets it: text, number, true, false, or a list of
    these."""
    value = _dates_as_text(value)
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str | bool | int | float) for item in items):
        raise ValueError("a text, a number, true or false, or a list of these")
    return value


def _each_once(names: list[str] | None) -> list[str] | None:
    twice = [name for name in names or () if names.count(name) > 1]
    if twice:
        raise ValueError(f"each notebook once, {twice[0]} is there twice")
    return names


Name = Annotated[str, AfterValidator(_name)]
Day = Annotated[str, BeforeValidator(_dates_as_text), AfterValidator(_day)]
Value = Annotated[Any, BeforeValidator(_plain)]


class Sweep(Part):
    """The values of a swept parameter: given one by one (`each`), or by a rule (`every`).

    every: month-end or day, from `from` to `to` (both included; `to` is the run's date where
    it is left out); side or document, one after the other as a list of one.
    """

    each: list[Value] | None = Field(default=None, min_length=1)
    every: Literal["month-end", "day", "side", "document"] | None = None
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Sweep:
        dated = self.every in ("month-end", "day")
        if (self.each is None) == (self.every is None):
            raise ValueError('either each = [...] or every = "..."')
        if dated and self.from_ is None:
            raise ValueError(f'from = a day, since every = "{self.every}"')
        if not dated and (self.from_ or self.to):
            raise ValueError('from and to only with every = "month-end" or "day"')
        return self


class Keep(Part):
    """Which runs are kept: the newest `runs`, and none older than `days`; the last good one always."""

    runs: Annotated[int, Field(ge=1)] | None = None
    days: Annotated[int, Field(ge=1)] | None = None


class Report(Part):
    """One report: which notebooks, with which parameters, how often, and what then.

    title       heading of its index page
    notebooks   names in notebooks/; all numbered ones where it is left out
    parameters  name -> value for each notebook that knows the name
    sweep       name -> the values of which each makes a brief
    time_limit  seconds that one notebook may take
    overlap     what a second run of the report does while one is under way
    pdf         whether a PDF is made beside each brief
    after       command with its arguments, called with the path of the manifest added
    after_when  always, or only where a brief changed
    """

    title: str = ""
    notebooks: Annotated[list[str] | None, AfterValidator(_each_once)] = Field(default=None, min_length=1)
    parameters: dict[str, Value] = {}
    sweep: dict[str, Sweep] = {}
    schedule: Schedule | None = None
    time_limit: Annotated[int, Field(ge=1, le=86_400)] = 600
    overlap: Literal["wait", "leave"] = "wait"
    pdf: bool = False
    after: list[str] | None = Field(default=None, min_length=1)
    after_when: Literal["always", "changed"] = "always"
    keep: Keep = Keep()

    @field_validator("sweep", mode="after")
    @classmethod
    def _either(cls, sweep: dict[str, Sweep], others: ValidationInfo) -> dict[str, Sweep]:
        both = [name for name in sweep if name in others.data.get("parameters", {})]
        if both:
            raise ValueError(f"{both[0]} either in parameters or in sweep")
        return sweep


class Spec(Part):
    """All reports of a file, by name, in its order."""

    reports: dict[Name, Report] = Field(min_length=1)

    @property
    def first(self) -> str:
        """The report to which reports/latest leads."""
        return next(iter(self.reports))

    def __getitem__(self, name: str) -> Report:
        return self.reports[name]

    def chosen(self, names: Iterable[str]) -> dict[str, Report]:
        """Those reports, in the order of the file; all for no name."""
        wanted = set(names)
        return {name: report for name, report in self.reports.items() if not wanted or name in wanted}
