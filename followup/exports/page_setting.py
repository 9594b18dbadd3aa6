"""The pages of a report set in a program of its own, under the limits of the worker.

A long report takes a gigabyte to set, which goes back to the system when the program ends, and
pages in the making can be left undone.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from followup.exports.report import NotWritten
from followup.exports.typeface import FOLDER
from followup.limits import Limits
from followup.worker import Envelope, Worker, WorkerFailed, WorkerRaised

_LOG = logging.getLogger("followup")
_SET = "followup.exports.typesetting:answer_set"
_TELL_EVERY_SECONDS = 0.2
TOO_LONG = (
    "Rapporten är för lång för att sättas som PDF. Välj en sida i taget, eller Excel som rymmer"
    " allt."
)


NOT_STARTED = (
    "Programmet som sätter PDF-sidor gick inte att starta. Pröva igen om en stund; Excel och"
    " PowerPoint behöver det inte."
)


class PageSetter:
    """The program, which loads from when it is made; used once, within `with`."""

    def __init__(self) -> None:
        try:
            self._worker = Worker(Limits.from_environment())
        except OSError as error:
            raise _not_started(error) from error

    def __enter__(self) -> PageSetter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._worker.close()

    def pages(
        self, files: Mapping[str, bytes], made_on: dt.date, tell: Callable[[], None]
    ) -> bytes:
        """The files, of which `main` is the template, as PDF/UA-1; the same bytes for the same.

        Args:
            files: by the names that the template has for them.
            made_on: the day that the document says it was made on.
            tell: called again and again while one waits; may raise to cancel.

        Raises:
            NotWritten: when it takes more memory or time than the limits give, or cannot start.
            WorkerRaised: when the pages can't be set.
        """
        told = {"names": list(files), "made_on": made_on.isoformat(), "fonts": str(FOLDER)}
        request = Envelope(told, list(files.values()))
        with ThreadPoolExecutor(1) as waiting:
            answer = waiting.submit(self._worker.call, _SET, request)
            try:
                return _awaited(answer, tell).blobs[0]
            except BaseException:
                self._worker.close()  # or one would wait for pages that nobody wants
                raise


def _awaited(answer: Future[Envelope], tell: Callable[[], None]) -> Envelope:
    """The answer of the worker, or why there is none as a sentence."""
    while True:
        try:
            return answer.result(_TELL_EVERY_SECONDS)
        except TimeoutError:
            tell()
        except WorkerFailed as failed:
            if failed.has_begun or failed.out_of_time:
                raise NotWritten(TOO_LONG) from failed
            raise _not_started(failed) from failed
        except WorkerRaised as raised:
            if raised.kind == MemoryError.__name__:
                raise NotWritten(TOO_LONG) from raised
            raise


def _not_started(error: Exception) -> NotWritten:
    _LOG.error("the program that sets pages could not be started", exc_info=error)
    return NotWritten(NOT_STARTED)
