"""From raw text to typed columns, with a note for every cell that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from data_models.columns import DTYPES, Column, FieldType
from data_models.kind import Kind
from followup import values
from followup.days import read_days
from followup.deadlines import read_deadlines

_READERS: dict[FieldType, Callable[[pl.Expr], pl.Expr]] = {
    FieldType.YEAR: values.year,
    FieldType.INTEGER: values.integer,
    FieldType.FLAG: values.flag,
    FieldType.ENUM: values.word,
    FieldType.PARAGRAPH: values.paragraph,
}
UNREADABLE = {
    FieldType.YEAR: "unreadable_year",
    FieldType.INTEGER: "unreadable_integer",
    FieldType.FLAG: "unreadable_flag",
    FieldType.DATE: "unreadable_date",
    FieldType.MONTH: "unreadable_date",
    FieldType.AMOUNT: "unreadable_number",
    FieldType.NUMBER: "unreadable_number",
    FieldType.PERCENT: "unreadable_percent",
}
_DAYS = {FieldType.DATE, FieldType.MONTH}
_TEXT = pl.col("text")
_MIDNIGHT = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"
_UNTIDY = r"[\n\r\t\u00a0\u2007\u2009\u202f\u200b]|  |^\d{4}-\d{2}-\d{2} 00:00:00$"
SHOWN_VALUE = 500


@dataclass(frozen=True, slots=True)
class _Note:
    rule: str
    field: str
    when: pl.Expr
    detail: pl.Expr
    once: bool


@dataclass(slots=True)
class Cast:
    """Typed rows in the making, and what is to be noticed about them.

    `frame` holds row, value_column, and for each field its raw text (`raw_` and its name) and
    the typed column. Notes are kept as conditions on `frame` and looked up all at once.
    """

    frame: pl.DataFrame
    _notes: list[_Note] = field(default_factory=list)
    _found: list[pl.DataFrame] = field(default_factory=list)

    def notice(self, rule: str, name: str, when: pl.Expr, detail: pl.Expr | None = None) -> None:
        """Keep a note for every row where `when` holds."""
        self._notes.append(_Note(rule, name, when, _text_or_null(detail), once=False))

    def notice_once(self, rule: str, name: str, when: pl.Expr, detail: str | None = None) -> None:
        """Keep one note, at the first row where `when` holds."""
        self._notes.append(_Note(rule, name, when, pl.lit(detail, pl.String), once=True))

    def noticed(self) -> list[pl.DataFrame]:
        """Every note so far as rule, row, value_column, field, value and detail."""
        if self._notes and self.frame.height:
            holds = self.frame.lazy().select(
                note.when.fill_null(value=False).any().alias(str(at))
                for at, note in enumerate(self._notes)
            )
            found = holds.collect().row(0)
            self._found += [
                self._rows_of(note) for note, holds in zip(self._notes, found, strict=True) if holds
            ]
        self._notes = []
        return self._found

    def _rows_of(self, note: _Note) -> pl.DataFrame:
        rows = self.frame.filter(note.when.fill_null(value=False))
        return (rows.head(1) if note.once else rows).select(
            pl.lit(note.rule).alias("rule"),
            "row",
            "value_column",
            pl.lit(note.field).alias("field"),
            pl.col(f"raw_{note.field}").alias("value"),
            note.detail.alias("detail"),
        )


def _text_or_null(detail: pl.Expr | None) -> pl.Expr:
    return pl.lit(None, pl.String) if detail is None else detail.cast(pl.String)


def raw_rows(data: pl.DataFrame, kind: Kind) -> Cast:
    """The raw texts of `data` by field; fields that the sheet lacks are null."""
    return Cast(
        data.select(
            "row",
            "value_column",
            *(
                (pl.col(one.field) if one.field in data.columns else pl.lit(None, pl.String))
                .alias(f"raw_{one.field}")
                for one in kind.columns
            ),
        )
    )  # fmt: skip


def cast_words(cast: Cast, kind: Kind) -> None:
    """Type every column that is no number, and note what cannot be read."""
    typed: list[pl.Expr] = []
    for column_type in FieldType:
        columns = [one for one in kind.columns if one.kind is column_type]
        if columns and column_type in _READERS:
            typed += _read_words(cast, columns, _READERS[column_type])
        elif columns and column_type in _DAYS:
            typed += _read_days(cast, columns)
        elif column_type is FieldType.TEXT:
            typed += _clean_texts(cast, columns)
    cast.frame = cast.frame.with_columns(typed)
    for name in kind.deadlines:
        _read_deadline(cast, kind, name)


def _distinct(cast: Cast, columns: Sequence[Column]) -> pl.Series:
    texts = [cast.frame[f"raw_{one.field}"].drop_nulls() for one in columns]
    return pl.concat(texts).unique().alias("text")


def _read_words(
    cast: Cast, columns: Sequence[Column], reader: Callable[[pl.Expr], pl.Expr]
) -> list[pl.Expr]:
    """Columns of one type, whose distinct texts are read together."""
    kind = columns[0].kind
    read = _distinct(cast, columns).to_frame().select(
        "text",
        pl.when(~values.is_dash(_TEXT)).then(reader(_TEXT)).cast(DTYPES[kind]).alias("value"),
        values.is_missing_mark(_TEXT).alias("is_blank"),
    )  # fmt: skip
    if kind in UNREADABLE:
        unread = read.filter(pl.col("value").is_null() & ~pl.col("is_blank"))["text"].implode()
        for one in columns:
            cast.notice(UNREADABLE[kind], one.field, pl.col(f"raw_{one.field}").is_in(unread))
    return [_looked_up(one, read, "value", DTYPES[kind]).alias(one.field) for one in columns]


def _looked_up(column: Column, read: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Expr:
    """The column's texts replaced by what was read from each."""
    raw = pl.col(f"raw_{column.field}")
    if not read.height:
        return pl.lit(None, dtype)
    return raw.replace_strict(read["text"], read[name], default=None, return_dtype=dtype)


def _read_days(cast: Cast, columns: Sequence[Column]) -> list[pl.Expr]:
    read = read_days(_distinct(cast, columns))
    is_blank = read.select(values.is_missing_mark(_TEXT)).to_series()
    unread = read.filter(pl.col("day").is_null() & ~is_blank)["text"].implode()
    months = read.filter("is_month")["text"].implode()
    serials = read.filter("is_serial")["text"].implode()
    typed = []
    for one in columns:
        raw, day = pl.col(f"raw_{one.field}"), _looked_up(one, read, "day", pl.Date())
        cast.notice(UNREADABLE[one.kind], one.field, raw.is_in(unread))
        cast.notice("serial_date", one.field, raw.is_in(serials), day)
        if one.kind is FieldType.DATE:
            cast.notice("month_as_last_day", one.field, raw.is_in(months))
        typed.append((day.dt.month_end() if one.kind is FieldType.MONTH else day).alias(one.field))
    return typed


def _clean_texts(cast: Cast, columns: Sequence[Column]) -> list[pl.Expr]:
    """Text on one line; a date without its midnight; a lone dash is missing."""
    names = [f"raw_{one.field}" for one in columns]
    looks = cast.frame.lazy().select(
        *(pl.col(name).str.contains(_UNTIDY).any().alias(f"untidy_{name}") for name in names),
        *(values.is_dash(pl.col(name)).any().alias(f"dash_{name}") for name in names),
        *(pl.col(name).str.len_bytes().max().alias(f"long_{name}") for name in names),
    )
    found = looks.collect().row(0, named=True)
    typed = []
    for one, name in zip(columns, names, strict=True):
        clean = pl.col(name)
        if (found[f"long_{name}"] or 0) > values.CELL_CAP:
            cast.notice("text_cut", one.field, clean.str.len_chars() > values.CELL_CAP)
            clean = clean.str.slice(0, values.CELL_CAP)
        if found[f"untidy_{name}"]:
            clean = values.one_line(clean).str.replace(_MIDNIGHT, "$1")
        if found[f"dash_{name}"]:
            clean = pl.when(~values.is_dash(clean)).then(clean)
        typed.append(clean.alias(one.field))
    return typed


def _read_deadline(cast: Cast, kind: Kind, name: str) -> None:
    date, precision, base = kind.deadlines[name]
    if not cast.frame[name].count():
        cast.frame = cast.frame.with_columns(
            pl.lit(None, pl.Date).alias(date), pl.lit(None, pl.String).alias(precision)
        )
        return
    pairs = cast.frame.select(pl.col(name).alias("text"), pl.col(base).alias("base"))
    read = read_deadlines(pairs.unique().filter(_TEXT.is_not_null()))
    cast.frame = cast.frame.join(
        read.rename({"text": name, "base": base, "date": date, "precision": precision}),
        on=[name, base],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    unread = pl.col(name).is_not_null() & pl.col(precision).is_null()
    cast.notice("deadline_unreadable", name, unread & ~values.is_missing_mark(pl.col(name)))
