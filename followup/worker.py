"""The separate program that opens files, and the pool that keeps it warm.

A reader can abort its whole process on a few forged bytes, so none runs in the server's own.
`python -m followup.worker` reads requests on standard input and answers on standard output:
a length, a JSON head, then binary blobs. It runs any function of this package that takes and
returns an `Envelope`, under limits on memory, and is killed when its time is up.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import IO, Any

from followup.limits import MIB, Limits

_LENGTH = struct.Struct("<Q")
_WARM = ("followup.workbook",)
_PACKAGE = "followup."


@dataclass(frozen=True, slots=True)
class Envelope:
    """What goes over the pipe: plain values that JSON knows, and binary blobs."""

    values: dict[str, Any] = field(default_factory=dict)
    blobs: Sequence[bytes] = ()


class WorkerFailed(Exception):  # noqa: N818 - says what happened, not that we erred
    """The worker died or ran out of time. `out_of_time` tells which."""

    def __init__(self, *, out_of_time: bool) -> None:
        super().__init__("out of time" if out_of_time else "died")
        self.out_of_time = out_of_time


class WorkerRaised(Exception):  # noqa: N818
    """The function raised; `kind` is the exception's class name and `text` its text."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(f"{kind}: {text}")
        self.kind = kind
        self.text = text


def _send(pipe: IO[bytes], envelope: Envelope) -> None:
    head = {"values": envelope.values, "sizes": [len(blob) for blob in envelope.blobs]}
    text = json.dumps(head).encode()
    pipe.write(_LENGTH.pack(len(text)) + text)
    for blob in envelope.blobs:
        pipe.write(blob)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Envelope:
    """The next message.

    Raises:
        EOFError: when the other side is gone.
    """
    (size,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    head = json.loads(_exactly(pipe, size))
    return Envelope(head["values"], [_exactly(pipe, size) for size in head["sizes"]])


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


class Worker:
    """One running worker program."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._out_of_time = False
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "followup.worker", str(limits.worker_memory_mib)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def call(self, function: str, request: Envelope) -> Envelope:
        """The answer of `function`, named as `module:function`.

        Raises:
            WorkerFailed: when the program died or its time was up.
            WorkerRaised: when the function raised.
        """
        values = {"function": function, "values": request.values}
        timer = threading.Timer(self._limits.worker_seconds, self._end_late)
        timer.start()
        try:
            answer = self._exchange(Envelope(values, request.blobs))
        except (EOFError, OSError, ValueError) as error:
            self.close()
            raise WorkerFailed(out_of_time=self._out_of_time) from error
        finally:
            timer.cancel()
        if raised := answer.values.get("raised"):
            raise WorkerRaised(raised["kind"], raised["text"])
        return Envelope(answer.values["values"], answer.blobs)

    def _exchange(self, message: Envelope) -> Envelope:
        if self._process.stdin is None or self._process.stdout is None:
            raise EOFError
        _send(self._process.stdin, message)
        return _receive(self._process.stdout)

    def _end_late(self) -> None:
        self._out_of_time = True
        self._process.kill()

    def close(self) -> None:
        """End the program."""
        self._process.kill()
        with contextlib.suppress(OSError):
            self._process.communicate()


class WorkerPool:
    """A few warm workers; one that fails is replaced at once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._idle: list[Worker] = [Worker(limits)]
        self._lock = threading.Lock()
        self._places = threading.Semaphore(limits.workers)
        atexit.register(self.close)

    def call(self, function: str, request: Envelope) -> Envelope:
        """As `Worker.call`, in the first worker that is free."""
        with self._worker() as worker:
            return worker.call(function, request)

    @contextlib.contextmanager
    def _worker(self) -> Iterator[Worker]:
        with self._places:
            with self._lock:
                worker = self._idle.pop() if self._idle else Worker(self._limits)
            try:
                yield worker
            except WorkerFailed:
                worker = Worker(self._limits)
                raise
            finally:
                with self._lock:
                    self._idle.append(worker)

    def close(self) -> None:
        """End every idle worker."""
        with self._lock:
            for worker in self._idle:
                worker.close()
            self._idle.clear()


@cache
def pool() -> WorkerPool:
    """The pool that the whole process shares."""
    return WorkerPool(Limits.from_environment())


def _restrict(memory_mib: int) -> None:
    """Bound this process's memory and leave no core files, where the system can."""
    with contextlib.suppress(ImportError):
        import resource

        for limit, value in (
            (resource.RLIMIT_AS, memory_mib * MIB),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(limit, (value, value))


def _answer(request: Envelope) -> Envelope:
    module, _, name = request.values["function"].partition(":")
    if not module.startswith(_PACKAGE):
        message = f"{module} is not ours to run"
        raise ValueError(message)
    function = getattr(importlib.import_module(module), name)
    answer: Envelope = function(Envelope(request.values["values"], request.blobs))
    return Envelope({"values": answer.values}, answer.blobs)


def main() -> None:
    """Answer requests until the other side closes its end."""
    _restrict(int(sys.argv[1]))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    for module in _WARM:
        importlib.import_module(module)
    while True:
        try:
            request = _receive(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = _answer(request)
        except BaseException as error:
            raised = {"kind": type(error).__name__, "text": str(error)[:500]}
            answer = Envelope({"raised": raised})
        _send(answers, answer)


if __name__ == "__main__":
    main()
