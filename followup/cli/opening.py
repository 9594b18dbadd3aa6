"""Opens the store for a command, and says who gave it."""

from __future__ import annotations

import argparse
import getpass
import os
from collections.abc import Callable
from contextlib import closing

from followup.cli.status import UNREADABLE, told
from followup.loading import combine
from followup.store.database import StoreRefused
from followup.store.records import Author
from followup.store.store import Store

KNOWN_BY_SYSTEM = "systemkonto"
"""How we know who somebody is when they did not say: the account that runs the command."""

_ROLE = "kommandorad"

Command = Callable[[argparse.Namespace], int]


def on_store(command: Callable[[Store, argparse.Namespace], int]) -> Command:
    """A command on the store; what the store refuses is told, with status 2."""

    def run(given: argparse.Namespace) -> int:
        try:
            with closing(Store(combine)) as store:
                return command(store, given)
        except StoreRefused as refused:
            return told(str(refused), UNREADABLE)

    return run


def by_someone(command: Callable[[Store, argparse.Namespace, Author], int]) -> Command:
    """A command that changes the store, which keeps who gave it."""

    def run(given: argparse.Namespace) -> int:
        author = _author(given)
        if author is None:
            return told("Ange vem du är med --name eller FOLLOWUP_NAME.", UNREADABLE)
        return on_store(lambda store, _: command(store, given, author))(given)

    return run


def _author(given: argparse.Namespace) -> Author | None:
    """Who it says, else who the environment says, else the account, when it has a name."""
    role = given.role or os.environ.get("FOLLOWUP_ROLE", "").strip() or _ROLE
    if name := given.name or os.environ.get("FOLLOWUP_NAME", "").strip():
        return Author(role, name)
    try:
        return Author(role, getpass.getuser(), KNOWN_BY_SYSTEM)
    except (KeyError, ImportError, OSError):
        return None
