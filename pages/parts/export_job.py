"""A file in the making: in a thread of its own, told cell by cell, and stopped when asked."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from enum import Enum

import streamlit as st

from followup.exports.formats import Format, file_name
from followup.exports.report import NotWritten, Report
from followup.texts import words

_LOG = logging.getLogger("followup")
_AT_ONCE = 2
"""More exports than this wait for their turn: pages come before them."""


class Stage(Enum):
    """How far it has come."""

    UNDER_WAY = "under way"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Cancelled(Exception):  # noqa: N818 - says what happened, not that we erred
    """Somebody asked for the rest to be left undone."""


class Job:
    """A report being written in a format.

    `asked` tells what was asked for, `done` and `of` count cells. When it is done `content` is
    the file; when it has failed `told` says why.
    """

    def __init__(
        self, asked: Hashable, form: Format, report: Report, ready: Callable[[Report], Report]
    ) -> None:
        """Begin to write. `ready` gives the report as it is to be written, masked for one."""
        self.asked = asked
        self.mime = form.mime_of(report)
        self.file = file_name(report, form)
        self.stage = Stage.UNDER_WAY
        self.done, self.of = 0, len(report.cells)
        self.content, self.told = b"", ""
        self._stop = threading.Event()
        _workers().submit(self._run, form, report, ready)

    def stop(self) -> None:
        """Leave undone what is not done: the writer stops at its next cell."""
        if self.stage is Stage.UNDER_WAY:
            self._stop.set()
            self.stage = Stage.CANCELLED

    def _run(self, form: Format, report: Report, ready: Callable[[Report], Report]) -> None:
        try:
            self._tell(0, self.of)
            self.content = form.write(ready(report), self._tell)
            self._tell(self.of, self.of)
            self.stage = Stage.DONE
        except Cancelled:
            self.stage = Stage.CANCELLED
        except NotWritten as refused:
            self.told = str(refused)
            self.stage = Stage.FAILED
        except Exception as error:
            self._fail(error)

    def _tell(self, done: int, of: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        self.done, self.of = done, of

    def _fail(self, error: Exception) -> None:
        reference = secrets.token_hex(4)
        _LOG.error("fel %s", reference, exc_info=error)
        self.told = words.WRONG.format(reference=reference)
        self.stage = Stage.FAILED


@st.cache_resource(max_entries=1, show_spinner=False)
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="export")
