"""What was made for one view of the data, kept for the next run and bounded in number."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_Made = TypeVar("_Made")
_MOST = 48


class Shelf:
    """Things by key; the one longest unused goes when there are too many.

    Large frames hang on what is kept here, so shelves are few (see `session`) and go whole.
    """

    def __init__(self) -> None:
        self._things: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """The thing under `key`, made when it is not there."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                found: _Made = self._things[key]
                return found
        made = make()
        with self._lock:
            self._things[key] = made
            while len(self._things) > _MOST:
                self._things.popitem(last=False)
        return made

    def latest(self, slot: Hashable, key: Hashable, make: Callable[[], _Made]) -> _Made:
        """As `get`, but a slot holds only the thing that was asked for last."""
        kept, made = self.get(slot, lambda: (key, make()))
        if kept == key:
            return made
        made = make()
        with self._lock:
            self._things[slot] = (key, made)
        return made
