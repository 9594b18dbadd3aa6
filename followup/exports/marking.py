"""The marked-up copy made in the worker, under its limits on memory and time."""

from __future__ import annotations

import io

import polars as pl

from followup.exports.marked_up import MarkedUp, marked_up
from followup.limits import MIB, Limits
from followup.worker import Envelope, WorkerFailed, WorkerRaised, pool

_LIST_INSTEAD = " Ladda ner fyndlistan i stället."


class MarkingFailed(Exception):  # noqa: N818 - a Swedish sentence for the one who asked
    """No marked-up copy can be made; the text says why and what to do instead."""


def marked_up_in_worker(content: bytes, name: str, findings: pl.DataFrame) -> MarkedUp:
    """The workbook `name` with its findings marked, made by the worker.

    Raises:
        MarkingFailed: when the format cannot be written, the file is too large, or the worker
            could not make the copy.
    """
    if not name.lower().endswith((".xlsx", ".xlsm")):
        message = "Filformatet kan inte skrivas, så ingen granskad kopia görs." + _LIST_INSTEAD
        raise MarkingFailed(message)
    if len(content) > Limits.from_environment().marked_up_mib * MIB:
        message = "Filen är för stor för en granskad kopia." + _LIST_INSTEAD
        raise MarkingFailed(message)
    request = Envelope({}, [content, _packed(findings)])
    try:
        answer = pool().call("followup.exports.marking:answer_mark", request)
    except (WorkerFailed, WorkerRaised) as error:
        message = "Arbetsboken kunde inte märkas upp." + _LIST_INSTEAD
        raise MarkingFailed(message) from error
    return MarkedUp(answer.blobs[0], tuple(answer.values["notes"]))


def answer_mark(request: Envelope) -> Envelope:
    """`marked_up` for the worker: the workbook and the findings in, the copy out."""
    content, findings = request.blobs
    copy = marked_up(content, pl.read_ipc(io.BytesIO(findings)))
    return Envelope({"notes": list(copy.notes)}, [copy.content])


def _packed(findings: pl.DataFrame) -> bytes:
    target = io.BytesIO()
    findings.write_ipc(target)
    return target.getvalue()
