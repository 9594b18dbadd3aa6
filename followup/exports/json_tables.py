"""Any table of the screen as JSON: exact numbers, ISO dates, null for what is missing."""

from __future__ import annotations

import json
from collections.abc import Mapping

import polars as pl

from followup.exports.sheet_rows import written
from followup.exports.tables import digits, headers

_BOOLEANS = "true", "false"


def as_json(table: pl.DataFrame, about: Mapping[str, object]) -> bytes:
    """`table` as a UTF-8 object with `about` under "om" and the rows under "rader".

    Amounts are numbers with every digit that they have; read them as decimals to keep them.
    Text stands as it is, without control characters.
    """
    return f'{{"om": {encoded(about)}, "rader": {rows(table)}}}\n'.encode()


def encoded(value: object) -> str:
    """`value` of plain parts as JSON in readable Swedish; lone surrogates are left out."""
    return json.dumps(value, ensure_ascii=False).encode(errors="ignore").decode()


def rows(table: pl.DataFrame) -> str:
    """The rows of `table` as a JSON list of objects, a row per line."""
    if not table.width:
        return "[]"
    heads = [encoded(head) for head in headers(table.columns)]
    columns = [_values(one).alias(str(at)) for at, one in enumerate(table.get_columns())]
    fields = [pl.concat_str(pl.lit(f"{head}: "), pl.col(str(at))) for at, head in enumerate(heads)]
    whole = pl.concat_str(pl.lit("{"), pl.concat_str(fields, separator=", "), pl.lit("}"))
    lines = pl.DataFrame(columns).select(whole.alias("line"))["line"]
    return "[\n" + ",\n".join(lines) + "\n]" if len(lines) else "[]"


def _values(series: pl.Series) -> pl.Series:
    """Each value as JSON; null is "null"."""
    if series.dtype == pl.Boolean:
        told, untold = _BOOLEANS
        words = series.replace_strict({True: told, False: untold}, return_dtype=pl.String)
        return words.fill_null("null")
    plain = written(series)
    if plain.dtype.is_numeric():
        return digits(plain).fill_null("null")
    if plain.dtype == pl.Date:
        plain = plain.dt.to_string("%Y-%m-%d")
    elif isinstance(plain.dtype, pl.Datetime):
        plain = plain.dt.to_string("%Y-%m-%dT%H:%M:%S")
    packed = pl.DataFrame({"v": plain}).select(pl.struct("v").struct.json_encode())["v"]
    return packed.str.slice(len('{"v":')).str.head(-1)
