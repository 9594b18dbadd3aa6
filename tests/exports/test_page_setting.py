"""Pages are set in a program of its own, which is ended when nobody waits for it any more."""

import datetime as dt
from concurrent.futures import Future

import pytest

from followup.exports.page_setting import TOO_LONG, PageSetter
from followup.exports.report import NotWritten
from followup.worker import WorkerRaised

DAY = dt.date(2025, 1, 9)
HEAD = '#set document(title: "Lång")\n#set text(lang: "sv")\n'
SHORT = {"main": f"{HEAD}Hej".encode()}
LONG = {"main": f"{HEAD}#for one in range(4000) [#lorem(900) #pagebreak()]".encode()}


def nobody_waits():
    raise KeyboardInterrupt


def test_the_same_pages_are_the_same_bytes():
    made = []
    for _ in range(2):
        with PageSetter() as setter:
            made.append(setter.pages(SHORT, DAY, lambda: None))
    assert made[0] == made[1]
    assert made[0].startswith(b"%PDF")


def test_pages_that_nobody_waits_for_are_left_undone():
    with PageSetter() as setter:
        with pytest.raises(KeyboardInterrupt):
            setter.pages(LONG, DAY, nobody_waits)
        assert not setter._worker.is_alive


def test_an_interrupt_while_one_waits_ends_the_program(monkeypatch):
    def interrupted(answer, seconds=None):
        raise KeyboardInterrupt

    with PageSetter() as setter:
        monkeypatch.setattr(Future, "result", interrupted)
        with pytest.raises(KeyboardInterrupt):
            setter.pages(LONG, DAY, lambda: None)
        assert not setter._worker.is_alive


def test_a_program_that_does_not_start_is_told_and_logged(monkeypatch, caplog):
    with PageSetter() as setter:
        setter._worker.close()
        with pytest.raises(NotWritten, match="gick inte att starta"):
            setter.pages(SHORT, DAY, lambda: None)
    assert "could not be started" in caplog.text


@pytest.mark.parametrize(
    ("limit", "value"), [("FOLLOWUP_WORKER_SECONDS", "2"), ("FOLLOWUP_WORKER_MEMORY_MIB", "900")]
)
def test_pages_beyond_a_limit_say_what_to_do_instead(monkeypatch, limit, value):
    monkeypatch.setenv(limit, value)
    with PageSetter() as setter, pytest.raises(NotWritten, match="för lång") as refused:
        setter.pages(LONG, DAY, lambda: None)
    assert str(refused.value) == TOO_LONG


def test_a_template_that_is_wrong_is_an_error_of_ours():
    with PageSetter() as setter, pytest.raises(WorkerRaised, match="unclosed"):
        setter.pages({"main": b"#text("}, DAY, lambda: None)
