"""Labels of bars as number formats, so that they follow a number that somebody changes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from math import isfinite

from followup.charts.native import Series, Value
from followup.exports.safe import cell_text
from followup.texts.formats import MINUS, NBSP, number

_NUMBER = re.compile(rf"[+{MINUS}]?\d+(?:{NBSP}\d{{3}})*(?:,\d+)?")
_POWERS = (0, 3, 6, 9)
_LONGEST = 50
"""What stands around a number at most: a format has 255 signs, and holds it twice."""


@dataclass(frozen=True, slots=True)
class _Label:
    """A label with one number in it."""

    before: str
    sign: str
    figures: str
    after: str

    @property
    def decimals(self) -> int:
        return len(self.figures.partition(",")[2])

    def powers(self, value: Decimal) -> set[int]:
        """The powers of ten (kronor, thousands and so on) that the value can be written in."""
        if (value < 0) != (self.sign == MINUS):
            return set()
        scaled = {one: abs(value).scaleb(-one) for one in _POWERS}
        return {one for one in _POWERS if number(scaled[one], self.decimals) == self.figures}

    def format(self, power: int) -> str:
        """The number format, of values as they are and of negative ones."""
        rest = figures(self.decimals) + "," * (power // 3) + _quoted(self.after)
        plus = self.sign.removeprefix(MINUS)
        return f"{_quoted(self.before + plus)}{rest};{_quoted(self.before + MINUS)}{rest}"


def figures(decimals: int) -> str:
    """Excel's code for a number; the reader's own program chooses the separators."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def tells_each_bar(series: Sequence[Series]) -> bool:
    """Whether the bars have one part each, all there and to the right: labels stand after them."""
    return len(series) == 1 and all(value is not None and value >= 0 for value in series[0].values)


def number_formats(one: Series) -> tuple[str | None, ...]:
    """The format under which each value of a series is written as its label; one per label.

    Formats are as Excel and PowerPoint store them; a Swedish program writes them with comma and
    spaces. All are of the same unit. A label that says more than its value has none, and none
    has one where the unit cannot be told.
    """
    labels = [_read(label) for label in one.labels]
    values = [_exact(value) for value in one.values]
    powers = [
        set[int]() if label is None or value is None else label.powers(value)
        for label, value in zip_longest(labels, values[: len(labels)])
    ]
    common = set(_POWERS).intersection(*(found for found in powers if found))
    if not any(powers) or len(common) != 1:
        return (None,) * len(labels)
    (power,) = common
    return tuple(
        label.format(power) if label is not None and found else None
        for label, found in zip(labels, powers, strict=True)
    )


def _exact(value: Value) -> Decimal | None:
    return None if value is None or not isfinite(value) else Decimal(str(value))


def _read(label: str) -> _Label | None:
    """The label's parts, when it holds one number and nothing that a format cannot."""
    match = _NUMBER.search(label)
    if match is None:
        return None
    sign = match.group()[0] if match.group()[0] in f"+{MINUS}" else ""
    before, after = label[: match.start()], label[match.end() :]
    around = before + after
    is_clean = cell_text(around) == around and not any(one in '"\n\r\t' for one in around)
    if len(around) > _LONGEST or not is_clean or any(one.isdigit() for one in around):
        return None
    return _Label(before, sign, match.group().removeprefix(sign), after)


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""
