"""Labels that stand only on the first row of their group, given to every row of it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data_models.columns import FieldType
from data_models.kind import Kind
from followup.addresses import column_number
from followup.tables import Table

_LEAST_ROWS = 3
_LEAST_SHARE = 0.5
_IS_DATA = pl.col("reason").is_null()


@dataclass(frozen=True, slots=True)
class Filled:
    """A column that was filled downwards: its letter, the first row filled, and how many."""

    letter: str
    row: int
    rows: int


def fill_labels(
    judged: pl.DataFrame, table: Table, kind: Kind
) -> tuple[pl.DataFrame, tuple[Filled, ...]]:
    """Fill the label columns of `judged` down, where they are blank on most rows of data.

    A label may also stand alone in a row above its group. The label columns are the leftmost
    used ones, up to the last required one that is blank on every row where the first is blank.
    """
    filled = []
    given = judged
    changes = pl.repeat(value=False, n=judged.height, dtype=pl.Boolean, eager=True)
    for letter in _label_columns(judged, table, kind):
        may_label = _IS_DATA | (pl.col("reason") == "heading")
        found = judged.select(
            "row",
            changes.cum_sum().alias("group"),
            pl.when(may_label).then(pl.col(letter)).alias("label"),
            (_IS_DATA & pl.col(letter).is_null()).alias("is_blank"),
        ).with_columns(pl.col("label").forward_fill().over("group").alias("filled"))
        new = found.filter(pl.col("is_blank") & pl.col("filled").is_not_null())
        if new.height:
            filled.append(Filled(letter, int(new["row"][0]), new.height))
            texts = pl.when(found["is_blank"]).then(found["filled"]).otherwise(pl.col(letter))
            given = given.with_columns(texts.alias(letter))
        changes = changes | found["label"].is_not_null()
    return given, tuple(filled)


def _label_columns(judged: pl.DataFrame, table: Table, kind: Kind) -> list[str]:
    data = judged.filter(_IS_DATA)
    columns = [
        (letter, kind.by_field[table.fields[letter]])
        for letter in sorted(table.fields, key=column_number)
    ]
    if not columns or not data.height:
        return []
    first, column = columns[0]
    blank = data.filter(pl.col(first).is_null())
    if (
        column.kind is not FieldType.TEXT
        or not column.required
        or blank.height < max(_LEAST_ROWS, _LEAST_SHARE * data.height)
    ):
        return []
    block = []
    for letter, one in columns:
        if one.kind.is_numeric or blank[letter].null_count() < blank.height:
            break
        block.append((letter, one))
    last = max(at for at, (_, one) in enumerate(block) if one.required)
    return [letter for letter, _ in block[: last + 1]]
