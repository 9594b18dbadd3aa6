"""Lists the versions that are stored, and the log."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from typing import Any

from followup.cli.opening import on_store
from followup.cli.status import CLEAN
from followup.store.moments import SWEDEN
from followup.store.records import LogEntry, Version
from followup.store.store import Store


@on_store
def versions(store: Store, given: argparse.Namespace) -> int:
    """Every version of every underlag, the one accepted last first."""
    found = store.versions()
    if given.json:
        print(json.dumps([_version_entry(one) for one in found], ensure_ascii=False))
        return CLEAN
    for one in found:
        counts = ", ".join(f"{kind} {rows}" for kind, rows in one.rows.items())
        print(
            f"{one.underlag}, version {one.number}, {'gäller' if one.is_current else 'gäller inte'}"
        )
        print(f"  {one.file}, {one.size_bytes} byte, SHA-256 {one.sha256}")
        print(f"  godkänd {_local(one.accepted_at):%Y-%m-%d %H:%M} av {one.author}")
        print(f"  rader: {counts}; utanför: {one.left_out}")
        print(f"  fel: {one.errors}, varningar: {one.warnings}")
    return CLEAN


@on_store
def log(store: Store, given: argparse.Namespace) -> int:
    """Who did what, the latest first."""
    found = store.log()
    if given.json:
        print(json.dumps([_log_entry(one) for one in found], ensure_ascii=False))
        return CLEAN
    for one in found:
        version = None if one.version is None else f"version {one.version}"
        what = ", ".join(filter(None, (one.action.value, one.underlag, version, one.detail)))
        print(f"{_local(one.at):%Y-%m-%d %H:%M} {one.author}: {what}")
    return CLEAN


def _local(moment: dt.datetime) -> dt.datetime:
    """A moment as clocks show it where our users are, whatever the server's zone."""
    return moment.astimezone(SWEDEN)


def _version_entry(one: Version) -> dict[str, Any]:
    return {
        "underlag": one.underlag,
        "number": one.number,
        "current": one.is_current,
        "file": one.file,
        "sha256": one.sha256,
        "size_bytes": one.size_bytes,
        "accepted_at": _local(one.accepted_at).isoformat(timespec="seconds"),
        "role": one.author.role,
        "name": one.author.name,
        "known_by": one.author.known_by,
        "rows": dict(one.rows),
        "left_out": one.left_out,
        "errors": one.errors,
        "warnings": one.warnings,
    }


def _log_entry(one: LogEntry) -> dict[str, Any]:
    return {
        "at": _local(one.at).isoformat(timespec="seconds"),
        "role": one.author.role,
        "name": one.author.name,
        "known_by": one.author.known_by,
        "action": one.action.value,
        "underlag": one.underlag,
        "version": one.version,
        "detail": one.detail,
    }
