"""Which row of a sheet holds its headers, and which kind of row they are headers of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from data_models.kind import Kind
from data_models.kinds import KINDS
from followup import values
from followup.addresses import column_number
from followup.headers import (
    Fit,
    HeaderCell,
    Match,
    best_possible,
    header_cell,
    match,
    name_hint,
    promises,
    year_in,
)
from followup.merges import Area, merged_areas
from followup.samples import fit_below
from followup.workbook import SheetCells

HEADER_ROWS = 30
RECOGNISED, RECOGNISED_BY_MANY = 0.45, 0.37
_CLOSER_LOOKS = 12
_MANY_FIELDS = 3
_LONGEST_HEADER = 200
_WHOLE_COUNTS = 0.1
_VALUE = re.compile(r"^[-–−(]?\d[\d\s.,]*(?:%|kr|tkr|mnkr)?\)?$")
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}")
_NO_HEADER = "(utan rubrik)"

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """Header cells, how they read as one kind, and where they stand.

    `row` is the last row of the header, counted from 1 (0: a sheet without headers), and `span`
    how many rows it takes.
    """

    cells: Sequence[HeaderCell]
    match: Match
    row: int
    span: int

    @property
    def is_sure(self) -> bool:
        """Whether the headers are enough to say what the sheet is."""
        found = self.match
        least = RECOGNISED_BY_MANY if len(found.fields) >= _MANY_FIELDS else RECOGNISED
        return found.is_whole and len(found.fields) >= 2 and found.score >= least


def top_rows(sheet: SheetCells) -> list[Row]:
    """The rows that may hold headers as letter → text, blank cells left out."""
    head = sheet.cells.head(HEADER_ROWS + 1)
    head = head.select(values.trimmed(pl.col(name)).alias(name) for name in head.columns)
    rows = head.rows(named=True)
    return [{letter: text for letter, text in row.items() if text} for row in rows]


def find_header(
    sheet: SheetCells, top: Sequence[Row], kind: Kind | None, row: int | None
) -> HeaderRow:
    """The header row and kind that fit best, among all unless `kind` or `row` is given."""
    kinds = [kind] if kind else list(KINDS.values())
    if row == 0:
        cells = [header_cell(letter, [_NO_HEADER]) for letter in sheet.cells.columns]
        return HeaderRow(cells, match(cells, kinds[0], 0.0, _nothing_fits), 0, 0)
    tried = [_Candidate(sheet, *place) for place in _places(sheet, top, row)]
    best = _best(sheet, tried, kinds, least=1 if row else 2)
    if best is not None:
        return best
    row = row or next((at for at, texts in enumerate(top, 1) if len(texts) > 1), 1)
    cells = _header_cells(sheet, top, row - 1, 1, {})
    return HeaderRow(cells, match(cells, kinds[0], 0.0, _nothing_fits), row, 1)


def _nothing_fits(*_: object) -> float:
    return 0.0


def _places(
    sheet: SheetCells, top: Sequence[Row], row: int | None
) -> list[tuple[list[HeaderCell], int, int]]:
    """Header cells to try, with the last row and the number of rows they take."""
    if row is None:
        starts = [
            (at, span) for at in range(len(top)) for span in (1, 2) if at + span <= HEADER_ROWS
        ]
    else:
        starts = [(row - 1, 1), (row - 2, 2)]
    merged = _merged_in_top(sheet)
    return [
        (_header_cells(sheet, top, at, span, merged), at + span, span)
        for at, span in starts
        if at >= 0
    ]


def _merged_in_top(sheet: SheetCells) -> Mapping[int, Sequence[Area]]:
    """The merged areas that start on a row that may hold headers, by that row."""
    merged: dict[int, list[Area]] = {}
    for area in merged_areas(sheet):
        if area.row <= HEADER_ROWS:
            merged.setdefault(area.row, []).append(area)
    return merged


class _Candidate:
    """A header row that may be the one; it looks at the cells below only when asked."""

    def __init__(self, sheet: SheetCells, cells: Sequence[HeaderCell], row: int, span: int) -> None:
        self.cells, self.row, self.span = cells, row, span
        self.promises = promises(cells)
        self._sheet = sheet
        self._fit: Fit | None = None

    def read_as(self, kind: Kind, hint: float) -> HeaderRow:
        """The cells read as headers of `kind`."""
        self._fit = self._fit or fit_below(self._sheet, self.row)
        return HeaderRow(self.cells, match(self.cells, kind, hint, self._fit), self.row, self.span)


def _best(
    sheet: SheetCells, tried: Sequence[_Candidate], kinds: Sequence[Kind], least: int
) -> HeaderRow | None:
    """The best reading of the most promising candidates; hopeless ones are not looked into."""
    hints = {kind.name: name_hint(sheet.name, kind.name) for kind in kinds}
    looked = [
        (one.promises[kind.name] + hints[kind.name], one, kind)
        for one in tried
        if len(one.cells) >= least
        for kind in kinds
        if kind.name in one.promises
    ]
    looked.sort(key=lambda one: -one[0])
    best: HeaderRow | None = None
    best_rank = (-1.0, 0, 0, 0)
    for _, one, kind in looked[:_CLOSER_LOOKS]:
        hint, place = hints[kind.name], (-one.span, -one.row)
        may_be_whole, most, columns = best_possible(one.cells, kind, hint)
        if (_worth(most, is_whole=may_be_whole or hint == 1), columns, *place) <= best_rank:
            continue
        read = one.read_as(kind, hint)
        is_named = hint == 1 and len(read.match.fields) >= 2
        worth = _worth(read.match.score, is_whole=read.match.is_whole or is_named)
        rank = (worth, len(read.match.fields), *place)
        if rank > best_rank:
            best, best_rank = read, rank
    return best


def _worth(score: float, *, is_whole: bool) -> float:
    return score + (_WHOLE_COUNTS if is_whole else 0.0)


def _header_cells(
    sheet: SheetCells,
    top: Sequence[Row],
    at: int,
    span: int,
    merged: Mapping[int, Sequence[Area]],
) -> list[HeaderCell]:
    """The header cells of row `at` (from 0), or of it and the next read together."""
    if at >= len(top):
        return []
    upper = top[at]
    if span == 1:
        short = {letter: text for letter, text in upper.items() if len(text) <= _LONGEST_HEADER}
        return [header_cell(letter, [text]) for letter, text in short.items()]
    if at + 1 >= len(top) or not _may_be_header(top[at + 1]):
        return []
    lower = top[at + 1]
    spread = _spread(sheet, upper, merged.get(at + 1, ()))
    cells = []
    for letter in sheet.cells.columns:
        texts = [spread.get(letter, ""), lower.get(letter, "")]
        both = " ".join(text for text in texts if text)
        if both and len(both) <= _LONGEST_HEADER:
            cells.append(header_cell(letter, [both, *(text for text in texts[::-1] if text)]))
    return cells


def _may_be_header(row: Row) -> bool:
    """Whether a row below a header may be its second half: words and years, no other numbers."""
    return not any(_VALUE.match(text) and not year_in(text) for text in row.values()) and not any(
        _DATE.match(text) for text in row.values()
    )


def _spread(sheet: SheetCells, upper: Row, merged: Sequence[Area]) -> Row:
    """The upper header row with merged cells' text in every column that they cover."""
    spread = dict(upper)
    numbers = {column_number(letter): letter for letter in sheet.cells.columns}
    for area in merged:
        if area.letter in upper:
            covered = [numbers[at] for at in area.columns if at in numbers]
            spread.update(dict.fromkeys(covered, upper[area.letter]))
    return spread
