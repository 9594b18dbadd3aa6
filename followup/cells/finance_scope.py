"""What a cell of the finance report is about: one organisation's report and the one before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from followup.texts.formats import day
from followup.texts.units import Unit

_UNBROKEN_HYPHEN = "\u2011"


@dataclass(frozen=True, slots=True)
class Scope:
    """One organisation's report as seen from a day; `former` is the report before it."""

    organisation: str
    as_of: dt.date
    unit: Unit
    report_date: dt.date
    former: dt.date | None = None

    @property
    def about(self) -> str:
        """What tells its cells from those of other reports: whose they are, whichever is shown."""
        return self.organisation

    @property
    def former_told(self) -> str:
        """The former report's date, in a narrow place where it is not to be parted."""
        return day(self.former).replace("-", _UNBROKEN_HYPHEN)

    def measured(self, what: str, unit: str | None = None) -> str:
        """The line under a headline: what is measured, its unit, whose and as of when.

        `unit` is that of the amounts unless told otherwise.
        """
        return f"{what}, {unit or self.unit}, {self.organisation}, per {day(self.report_date)}"


def exact(value: float | None) -> Decimal | None:
    """A weighted figure as a decimal with all of its digits."""
    return None if value is None else Decimal(str(value))
