"""Facts written as tables, turned into rows by field name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

Cell = str | int | Decimal | dt.date | None
Row = Mapping[str, Cell]
Sheets = Mapping[str, Sequence[Row]]

MADE_UP = "påhittat exempel"


def rows(fields: str, table: Iterable[Sequence[Cell]], **common: Cell) -> tuple[Row, ...]:
    """Rows of `table`, whose columns are `fields` (names between spaces).

    Every row also carries `common`, unless the table has a column of that name.
    """
    names = fields.split()
    return tuple({**common, **dict(zip(names, cells, strict=True))} for cells in table)
