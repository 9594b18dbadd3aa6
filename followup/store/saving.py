"""Small named things that people save in the app: what was saved last under a name counts."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import sqlalchemy as sa

from followup.store import changing, queries, schema
from followup.store.database import StoreRefused
from followup.store.moments import end_of
from followup.store.records import Action, Author, Saved, SavedKind
from followup.texts.formats import number
from followup.texts.store_words import StoreRefusal, saved_thing

LONGEST_NAME = 200
"""Signs of a name, or of an organisation's."""

LARGEST_CONTENT = 250_000
"""Bytes of a content in UTF-8."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What is saved: its kind, whose it is, and its name, however that is spaced and cased."""

    kind: SavedKind
    organisation: str
    name: str

    def states(self) -> sa.ColumnElement[bool]:
        """Which rows are states of it."""
        own = schema.saved.c
        return sa.and_(
            own.kind == self.kind.value,
            own.organisation == self.organisation,
            own.name_key == queries.name_key(self.name),
        )


def hold_limits(organisation: str, name: str, content: str) -> None:
    """Have a database on either engine be able to keep it.

    Raises:
        ValueError: when the content is no JSON.
        StoreRefused: when a name is missing, too long or not to be kept, or the content too large.
    """
    if not name.strip():
        raise StoreRefused(StoreRefusal.NAME_MISSING)
    _hold_name("Namnet", name)
    _hold_name("Organisationens namn", organisation)
    if not is_json(content):
        message = "what is saved is JSON"
        raise ValueError(message)
    size = len(content.encode())
    if size > LARGEST_CONTENT:
        raise StoreRefused(
            StoreRefusal.CONTENT_TOO_LARGE, part=name, size=number(size),
            most=number(LARGEST_CONTENT),
        )  # fmt: skip


def _hold_name(part: str, name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise StoreRefused(
            StoreRefusal.NAME_TOO_LONG, part=part, length=number(len(name)),
            most=number(LONGEST_NAME),
        )  # fmt: skip
    if "\0" in name or not _is_unicode(name):
        raise StoreRefused(StoreRefusal.NAME_SIGN, part=part)


def _is_unicode(text: str) -> bool:
    """Whether a text has no half of a sign, which no database keeps."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def is_json(text: str) -> bool:
    """Whether a text is JSON that a database can keep; NaN and Infinity are none."""
    try:
        json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return _is_unicode(text)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def saved(
    connection: sa.Connection, kind: SavedKind, day: dt.date | None, revision: int | None
) -> list[Saved]:
    """What counts of a kind, by name; by the end of a day, after a change. See `Store.saved`."""
    own = schema.saved.c
    last = sa.select(sa.func.max(own.id)).where(own.kind == kind.value)
    if revision is not None:
        last = last.where(own.revision <= revision)
    if day is not None and not queries.is_before_start(connection, day):
        last = last.where(own.at < end_of(day))
    last = last.group_by(own.organisation, own.name_key)
    found = _states(connection, own.id.in_(last) & own.content.is_not(None))
    return sorted(found, key=lambda one: (queries.name_key(one.name), one.organisation))


def history(connection: sa.Connection, thing: Thing) -> list[Saved]:
    """Every state of a thing, the latest first."""
    return _states(connection, thing.states())


def _states(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[Saved]:
    own = schema.saved
    rows = connection.execute(sa.select(own).where(condition).order_by(own.c.id.desc()))
    found = [_record(row) for row in rows.mappings()]
    if not all(one.content is None or is_json(one.content) for one in found):
        message = "something saved is no JSON"  # what reads says that the database is damaged
        raise ValueError(message)
    return found


def _record(row: Any) -> Saved:
    return Saved(
        id=row["id"],
        kind=SavedKind(row["kind"]),
        organisation=row["organisation"],
        name=row["name"],
        content=row["content"],
        author=Author(row["role"], row["person"], row["known_by"]),
        at=row["at"],
        revision=row["revision"],
    )


def save(
    connection: sa.Connection,
    thing: Thing,
    content: str | None,
    author: Author,
    moment: dt.datetime,
    *,
    seen: int,
) -> Saved:
    """Add a state of a thing and log it, unless it is so already; null takes it away.

    Raises:
        ValueError: when what is to be taken away was never saved.
    """
    last = _last(connection, thing)
    if last is None and content is None:
        message = "what is taken away has been saved"
        raise ValueError(message)
    if last is not None and _is_so(last, thing, content):
        return last
    added = _add(connection, thing, content, author, moment)
    action = Action.TAKEN_AWAY if content is None else Action.SAVED
    told = saved_thing(added.kind.value, added.organisation, added.name)
    changing.note(connection, author, moment, action, detail=told)
    return replace(added, over=_unseen(last, seen))


def _last(connection: sa.Connection, thing: Thing) -> Saved | None:
    own = schema.saved
    latest = sa.select(own).where(thing.states()).order_by(own.c.id.desc()).limit(1)
    row = connection.execute(latest).mappings().first()
    return None if row is None else _record(row)


def _is_so(last: Saved, thing: Thing, content: str | None) -> bool:
    return last.content == content and (content is None or last.name == _spaced(thing.name))


def _add(
    connection: sa.Connection,
    thing: Thing,
    content: str | None,
    author: Author,
    moment: dt.datetime,
) -> Saved:
    values = {
        "kind": thing.kind.value,
        "organisation": thing.organisation,
        "name": _spaced(thing.name),
        "name_key": queries.name_key(thing.name),
        "content": content,
        "role": author.role,
        "person": author.name,
        "known_by": author.known_by,
        "at": moment,
        "revision": changing.count_change(connection),
    }
    adding = sa.insert(schema.saved).values(values).returning(schema.saved)
    return _record(connection.execute(adding).mappings().one())


def _spaced(name: str) -> str:
    return " ".join(name.split())


def _unseen(last: Saved | None, seen: int) -> Saved | None:
    """What somebody has done since `seen`, which is 0 for what was not there; null for nothing."""
    if last is None or seen == last.revision or (last.content is None and seen == 0):
        return None
    return last
