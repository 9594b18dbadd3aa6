"""What the store tells of versions and of the log, as frames that cells can show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from followup.store.records import LogEntry, Underlag, Version

_UTC = pl.Datetime("us", "UTC")
_VERSION = {
    "number": pl.Int64(),
    "file": pl.String(),
    "sha256": pl.String(),
    "size_bytes": pl.Int64(),
    "accepted_at": _UTC,
    "role": pl.String(),
    "person": pl.String(),
    "known_by": pl.String(),
    "rows": pl.Int64(),
    "errors": pl.Int64(),
    "warnings": pl.Int64(),
    "left_out": pl.Int64(),
    "is_current": pl.Boolean(),
}
_UNDERLAG = {"name": pl.String(), "versions": pl.Int64(), **_VERSION}
_LOG = {
    "at": _UTC,
    "person": pl.String(),
    "role": pl.String(),
    "known_by": pl.String(),
    "action": pl.String(),
    "underlag": pl.String(),
    "version": pl.Int64(),
    "detail": pl.String(),
}


def of_underlag(every: Sequence[Underlag]) -> pl.DataFrame:
    """One row per underlag: name, versions, and what tells of its current version."""
    rows = [
        {"name": one.name, "versions": one.versions, **(_of(one.current) if one.current else {})}
        for one in every
    ]
    return pl.DataFrame(rows, schema=_UNDERLAG)


def of_versions(every: Sequence[Version]) -> pl.DataFrame:
    """One row per version, in the order given."""
    return pl.DataFrame([_of(one) for one in every], schema=_VERSION)


def _of(version: Version) -> dict[str, Any]:
    given = {name: getattr(version, name) for name in _VERSION if hasattr(version, name)}
    author = version.author
    return given | {
        "role": author.role,
        "person": author.name,
        "known_by": author.known_by,
        "rows": sum(version.rows.values()),
    }


def of_log(entries: Sequence[LogEntry]) -> pl.DataFrame:
    """One row per entry, in the order given."""
    rows = [
        (
            one.at, one.author.name, one.author.role, one.author.known_by, str(one.action),
            one.underlag, one.version, one.detail,
        )
        for one in entries
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=_LOG, orient="row")
