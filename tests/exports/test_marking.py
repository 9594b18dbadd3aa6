import io

import polars as pl
import pytest

from followup.exports import marking
from followup.exports.marking import MarkingFailed, marked_up_in_worker
from followup.worker import Envelope, WorkerFailed, WorkerRaised
from tests.exports.build import findings, opened, workbook

INSTEAD = "Ladda ner fyndlistan i stället."
FOUND = findings({"cell": "A1", "message": "Skriv ett tal."})


class _Pool:
    """A pool whose worker fails as told."""

    def __init__(self, failure):
        self._failure = failure

    def call(self, function, request):
        raise self._failure


def _refusal(name="a.xlsx", content=b"x"):
    with pytest.raises(MarkingFailed) as refused:
        marked_up_in_worker(content, name, FOUND)
    return str(refused.value)


def test_the_worker_gives_the_copy_back_with_the_cell_marked():
    copy = marked_up_in_worker(workbook(), "a.xlsx", FOUND)
    assert "Skriv ett tal." in opened(copy.content)["Blad1"]["A1"].comment.text


def test_the_original_is_not_changed():
    content = workbook()
    before = bytes(content)
    marked_up_in_worker(content, "a.XLSX", FOUND)
    assert content == before


def test_what_the_copy_lost_comes_with_it(monkeypatch):
    answer = Envelope({"notes": ["En bild saknas."]}, [b"kopia"])
    pool = type("Pool", (), {"call": lambda self, function, request: answer})()
    monkeypatch.setattr(marking, "pool", lambda: pool)
    copy = marked_up_in_worker(b"x", "a.xlsm", FOUND)
    assert (copy.content, copy.notes) == (b"kopia", ("En bild saknas.",))


@pytest.mark.parametrize("name", ["a.xls", "a.xlsb", "a.ods", "a.csv", "xlsx", "a"])
def test_a_format_that_cannot_be_written_gets_the_list_alone(name):
    assert (
        _refusal(name) == f"Filformatet kan inte skrivas, så ingen granskad kopia görs. {INSTEAD}"
    )


def test_a_file_above_the_limit_gets_the_list_alone(monkeypatch):
    monkeypatch.setenv("FOLLOWUP_MARKED_UP_MIB", "1")
    too_large = b"x" * (1024 * 1024 + 1)
    assert _refusal(content=too_large) == f"Filen är för stor för en granskad kopia. {INSTEAD}"


def test_a_workbook_that_cannot_be_opened_gets_the_list_alone():
    assert _refusal(content=b"PK\x03\x04 skadad") == f"Arbetsboken kunde inte märkas upp. {INSTEAD}"


@pytest.mark.parametrize(
    "failure",
    [WorkerFailed(out_of_time=True), WorkerFailed(out_of_time=False), WorkerRaised("E", "hemligt")],
    ids=["out of time", "died", "raised"],
)
def test_whatever_befalls_the_worker_is_one_sentence(monkeypatch, failure):
    monkeypatch.setattr(marking, "pool", lambda: _Pool(failure))
    assert _refusal() == f"Arbetsboken kunde inte märkas upp. {INSTEAD}"


def test_findings_come_to_the_worker_as_they_are():
    content = workbook()
    packed = io.BytesIO()
    FOUND.write_ipc(packed)
    answer = marking.answer_mark(Envelope({}, [content, packed.getvalue()]))
    assert pl.read_ipc(io.BytesIO(packed.getvalue())).equals(FOUND)
    assert "Granskning" in opened(answer.blobs[0]).sheetnames
