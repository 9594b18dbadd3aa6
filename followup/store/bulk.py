"""Many rows into tables at once, inside the caller's transaction.

SQLite: ADBC writes the rows to a passing file of their own, from which they are copied. Were ADBC
given our database, it would stand outside the transaction, and its own copy of SQLite would drop
the locks that ours holds on the file. PostgreSQL: COPY. Columns without a value are left out, and
on SQLite one value that every row has is given once.
"""

from __future__ import annotations

import io
import itertools
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import adbc_driver_manager
import adbc_driver_sqlite.dbapi as adbc
import polars as pl
import sqlalchemy as sa

from followup.store.database import StoreRefused
from followup.texts.store_words import StoreRefusal

_ROWS_AT_A_TIME = 20_000
_PASSING = "passing-"
_STALE_SECONDS = 3_600
_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE")
_ESCAPED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def into_sqlite(connection: sa.Connection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Add the rows of each frame to its table, whose columns are named as the frame's.

    The passing file stays attached as `passing` until the transaction is over.

    Raises:
        StoreRefused: when there is no room for the passing file.
    """
    parts = {table: _same_and_filled(frame) for table, frame in frames.items()}
    filled = {table: frames[table].select(names) for table, (_, names) in parts.items()}
    database = str(connection.engine.url.database)
    with _passing_file(filled, database) as path:
        connection.exec_driver_sql("ATTACH DATABASE ? AS passing", (str(path),))
        for table, (same, names) in parts.items():
            given = ", ".join(_quoted(connection, [*names, *same]))
            chosen = ", ".join([*_quoted(connection, names), *("?" for _ in same)])
            connection.exec_driver_sql(
                f"INSERT INTO main.{table} ({given}) SELECT {chosen} FROM passing.{table}",  # noqa: S608 - names of our own
                tuple(same.values()),
            )


def clear_stale(folder: Path) -> None:
    """Take away passing files that a process left when it was killed."""
    for one in folder.glob(f"{_PASSING}*"):
        if time.time() - one.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(one, ignore_errors=True)


def _same_and_filled(frame: pl.DataFrame) -> tuple[dict[str, object], list[str]]:
    """Columns that hold one value in every row, with it; and the names of the others."""
    is_same = frame.select(pl.all().eq_missing(pl.all().first()).all()).row(0, named=True)
    filled = [name for name, same in is_same.items() if not same] or frame.columns[:1]
    return {name: frame[name][0] for name in frame.columns if name not in filled}, filled


@contextmanager
def _passing_file(frames: Mapping[str, pl.DataFrame], database: str) -> Iterator[Path]:
    """A database of the frames alone, beside ours and gone afterwards."""
    with tempfile.TemporaryDirectory(
        prefix=_PASSING, dir=Path(database).parent, ignore_cleanup_errors=True
    ) as folder:
        path = Path(folder) / "rows.db"
        try:
            with adbc.connect(str(path), autocommit=True) as passing, passing.cursor() as cursor:
                for setting in _SETTINGS:
                    cursor.execute(f"PRAGMA {setting}")
                for table, frame in frames.items():
                    cursor.adbc_ingest(table, frame.to_arrow(), mode="create")
        except adbc_driver_manager.Error as error:
            raise StoreRefused(StoreRefusal.FULL, place=database) from error
        yield path


def into_postgresql(connection: sa.Connection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Add the rows of each frame to its table, whose columns are named as the frame's."""
    for table, frame in frames.items():
        empty = [name for name in frame.columns if frame[name].null_count() == frame.height]
        filled = frame.drop(empty) if len(empty) < frame.width else frame
        names = ", ".join(_quoted(connection, filled.columns))
        raw = connection.connection.dbapi_connection
        with raw.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:  # type: ignore[union-attr]
            for part in _made_ahead(_as_copied, filled.iter_slices(_ROWS_AT_A_TIME)):
                copy.write(part)


def _made_ahead(
    make: Callable[[pl.DataFrame], bytes], frames: Iterator[pl.DataFrame]
) -> Iterator[bytes]:
    """What `make` gives for each frame, the next one in the making while one is sent."""
    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = deque(maker.submit(make, frame) for frame in itertools.islice(frames, 2))
        while coming:
            made = coming.popleft().result()
            coming.extend(maker.submit(make, frame) for frame in itertools.islice(frames, 1))
            yield made


def _as_copied(frame: pl.DataFrame) -> bytes:
    """Rows in the text format of COPY."""
    into = io.BytesIO()
    _escaped(frame).write_csv(
        into, include_header=False, separator="\t", null_value="\\N", quote_style="never"
    )
    return into.getvalue()


def _escaped(frame: pl.DataFrame) -> pl.DataFrame:
    """Text whose signs mean something to COPY, escaped; few columns hold any."""
    signs = list(_ESCAPED)
    special = frame.select(pl.col(pl.String).str.contains_any(signs).any()).row(0, named=True)
    return frame.with_columns(
        pl.col(name).str.replace_many(signs, list(_ESCAPED.values()))
        for name, is_special in special.items()
        if is_special
    )


def _quoted(connection: sa.Connection, names: list[str]) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    return [str(quote(name)) for name in names]
