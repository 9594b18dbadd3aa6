"""The separate program that opens files, and the pool that keeps it warm.

A reader can abort its whole process on a few forged bytes, so none runs in the server's own.
`python -m followup.worker` reads requests on standard input and answers on standard output:
a length, a JSON head, then binary blobs; a byte before each answer says that it has begun. It
runs any function of this package that takes and returns an `Envelope`, under limits on memory,
and is killed when its time is up.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import importlib
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO, Any

from followup.limits import MIB, Limits

_LENGTH = struct.Struct("<Q")
_BEGUN = b"\x06"
_WARM = ("followup.reader",)
_PACKAGE = "followup."
_GRACE_SECONDS = 10
_KEPT_VARIABLES = (
    "PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "SYSTEMROOT",
    "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL",
)  # fmt: skip
_LEAN = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OMP_NUM_THREADS": "2",
    "OPENBLAS_NUM_THREADS": "1",
    "POLARS_MAX_THREADS": "2",
    "RAYON_NUM_THREADS": "2",
}
"""Threads and pools of their own reserve addresses, which on a large server fill the limit."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What goes over the pipe: plain values that JSON knows, and binary blobs."""

    values: dict[str, Any] = field(default_factory=dict)
    blobs: list[bytes] = field(default_factory=list)


class WorkerFailed(Exception):  # noqa: N818 - says what happened, not that we erred
    """The worker died or ran out of time; `out_of_time` tells which, `has_begun` how far it was."""

    def __init__(self, *, out_of_time: bool, has_begun: bool = True) -> None:
        super().__init__("out of time" if out_of_time else "died")
        self.out_of_time = out_of_time
        self.has_begun = has_begun


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
        self._has_begun = False
        bounds = (limits.worker_memory_mib, limits.worker_seconds + _GRACE_SECONDS)
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", "followup.worker", *map(str, bounds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )

    @property
    def is_alive(self) -> bool:
        """Whether the program still runs."""
        return self._process.poll() is None

    def call(self, function: str, request: Envelope, seconds: float | None = None) -> Envelope:
        """The answer of `function`, named as `module:function`, within `seconds`.

        The setting is the most, whatever `seconds` says.

        Raises:
            WorkerFailed: when the program died or its time was up.
            WorkerRaised: when the function raised.
        """
        values = {"function": function, "values": request.values}
        most = self._limits.worker_seconds
        timer = threading.Timer(min(seconds or most, most), self._end_late)
        timer.daemon = True
        timer.start()
        try:
            answer = self._exchange(Envelope(values, request.blobs))
        except (EOFError, OSError, ValueError) as error:
            self.close()
            raise WorkerFailed(out_of_time=self._out_of_time, has_begun=self._has_begun) from error
        except BaseException:
            self.close()  # an answer left unread would go to whoever asks next
            raise
        finally:
            timer.cancel()
        if answer.values["is_busy"]:
            self.close()
        if raised := answer.values.get("raised"):
            raise WorkerRaised(raised["kind"], raised["text"])
        return Envelope(answer.values["values"], answer.blobs)

    def _exchange(self, message: Envelope) -> Envelope:
        if self._process.stdin is None or self._process.stdout is None:
            raise EOFError
        self._has_begun = False
        _send(self._process.stdin, message)
        self._has_begun = _exactly(self._process.stdout, len(_BEGUN)) == _BEGUN
        return _receive(self._process.stdout)

    def _end_late(self) -> None:
        self._out_of_time = True
        self._process.kill()

    def close(self) -> None:
        """End the program and leave nothing of it behind."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def _environment() -> dict[str, str]:
    """What the program is told: where to find its code, and none of the server's secrets."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    paths = [str(Path(__file__).parents[1]), kept.get("PYTHONPATH", "")]
    return {**kept, **_LEAN, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


class WorkerPool:
    """A few warm workers; one that fails is replaced at once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._idle: list[Worker] = [Worker(limits)]
        self._lock = threading.Lock()
        self._places = threading.Semaphore(limits.workers)
        atexit.register(self.close)

    def call(self, function: str, request: Envelope, seconds: float | None = None) -> Envelope:
        """As `Worker.call`, in the first worker that is free.

        One that was ending while idle takes no request; another one gets it then, once.
        """
        with self._places:
            try:
                return self._call(function, request, seconds)
            except WorkerFailed as failed:
                if failed.has_begun or failed.out_of_time:
                    raise
            return self._call(function, request, seconds)

    def _call(self, function: str, request: Envelope, seconds: float | None) -> Envelope:
        worker = self._ready()
        try:
            return worker.call(function, request, seconds)
        finally:
            self._give_back(worker)

    def _ready(self) -> Worker:
        """A worker that runs: one may have ended since it was last used."""
        with self._lock:
            worker = self._idle.pop() if self._idle else None
        if worker is not None and worker.is_alive:
            return worker
        if worker is not None:
            worker.close()
        try:
            return Worker(self._limits)
        except OSError as error:
            raise WorkerFailed(out_of_time=False) from error

    def _give_back(self, worker: Worker) -> None:
        if not worker.is_alive:
            worker.close()
            with contextlib.suppress(OSError):
                worker = Worker(self._limits)
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
        resource = importlib.import_module("resource")
        for limit, value in (
            (resource.RLIMIT_AS, memory_mib * MIB),
            (resource.RLIMIT_CORE, 0),
        ):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(limit, (value, value))


def _end_after(seconds: int) -> None:
    """Have the system end this process, for when nobody is left to do it; 0 takes it back."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _give_memory_back() -> None:
    """Hand what the last request used back to the system, where it can be told to."""
    gc.collect()
    with contextlib.suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _answer(request: Envelope) -> Envelope:
    """The answer, or what was raised, and whether something goes on behind it."""
    values: dict[str, Any] = {}
    blobs: list[bytes] = []
    try:
        module, _, name = request.values["function"].partition(":")
        if not module.startswith(_PACKAGE):
            message = f"{module} is not ours to run"
            raise ValueError(message)
        function = getattr(importlib.import_module(module), name)
        answer: Envelope = function(Envelope(request.values["values"], request.blobs))
        values["values"], blobs = answer.values, answer.blobs
    except BaseException as error:  # a PanicException is no Exception
        values["raised"] = {"kind": type(error).__name__, "text": str(error)[:500]}
    return Envelope({**values, "is_busy": threading.active_count() > 1}, blobs)


def _serve(requests: IO[bytes], answers: IO[bytes], seconds: int) -> None:
    """Answer requests until the other side closes its end."""
    while True:
        try:
            request = _receive(requests)
        except EOFError:
            return
        _end_after(seconds)
        answers.write(_BEGUN)
        answers.flush()
        _send(answers, _answer(request))
        _end_after(0)
        del request
        _give_memory_back()


def main() -> None:
    """Serve on standard input and output, which nothing else gets to read or write."""
    memory_mib, seconds = map(int, sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asks decides when it is over
    _restrict(memory_mib)
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    for module in _WARM:
        importlib.import_module(module)
    _serve(requests, answers, seconds)


if __name__ == "__main__":
    main()
