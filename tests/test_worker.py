import ctypes
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from followup import worker
from followup.limits import Limits
from followup.worker import Envelope, WorkerFailed, WorkerPool, WorkerRaised

LIMITS = Limits(worker_memory_mib=1024, worker_seconds=20, workers=2)
ROOT = Path(__file__).parents[1]
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")

TASKS = """
import ctypes, os, sys, threading, time
from followup.worker import Envelope

def echo(request):
    return Envelope({**request.values, "pid": os.getpid()}, request.blobs)

def environment(request):
    return Envelope(dict(os.environ))

def sleep(request):
    time.sleep(request.values["nap"])
    return Envelope()

def hang(request):
    while True:
        pass

def abort(request):
    os.abort()

def leave(request):
    os._exit(3)

def fill(request):
    data = bytearray(request.values["mib"] * 1024 * 1024)
    return Envelope({"size": len(data)})

def chatter(request):
    print("hej på er", flush=True)
    os.write(1, b"rubbish" * 1000)
    ctypes.CDLL(None).puts(b"from C")
    sys.stdin.read() if sys.stdin else None
    return Envelope({"said": True})

def fail(request):
    class PanicException(BaseException):
        pass
    raise PanicException("index out of bounds")

def leave_behind(request):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    return Envelope({"pid": os.getpid()})
"""
CUSTOMIZED = "import followup\nfollowup.__path__.append({!r})\n"


@pytest.fixture(scope="module")
def tasks(tmp_path_factory):
    """A folder from which the workers get one more module: what a request may do wrong."""
    folder = tmp_path_factory.mktemp("tasks")
    (folder / "tasks.py").write_text(TASKS, encoding="utf-8")
    (folder / "sitecustomize.py").write_text(CUSTOMIZED.format(str(folder)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        patch.setenv("FOLLOWUP_SECRET", "hemligt")
        yield folder


@pytest.fixture(scope="module")
def pool(tasks):
    made = WorkerPool(LIMITS)
    yield made
    made.close()


def call(pool, task, blobs=(), seconds=None, **values):
    return pool.call(f"followup.tasks:{task}", Envelope(values, list(blobs)), seconds)


def is_well(pool):
    return call(pool, "echo", [b"data"], text="åäö").blobs == [b"data"]


def is_running(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def ends_within(pid, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not is_running(pid):
            return True
        time.sleep(0.05)
    return False


def test_values_and_blobs_go_there_and_back(pool):
    blobs = [b"", b"\x00" * 10, os.urandom(5_000_000), b"slut"]
    answer = call(pool, "echo", blobs, text="å\ud800\n", number=2**70, none=None)
    assert answer.blobs == blobs
    assert {**answer.values, "pid": 0} == {
        "text": "å\ud800\n", "number": 2**70, "none": None, "pid": 0,
    }  # fmt: skip


def test_a_warm_worker_is_used_again(pool):
    assert call(pool, "echo").values["pid"] == call(pool, "echo").values["pid"]


def test_nothing_that_is_printed_ends_up_among_the_answers(pool):
    for _ in range(3):
        assert call(pool, "chatter").values == {"said": True}


def test_what_the_function_raises_comes_back_by_name_even_a_panic(pool):
    with pytest.raises(WorkerRaised) as raised:
        call(pool, "fail")
    assert (raised.value.kind, raised.value.text) == ("PanicException", "index out of bounds")
    assert is_well(pool)


@pytest.mark.parametrize("function", ["os:getcwd", "followupx:f", "followup.worker:saknas"])
def test_only_functions_of_this_package_are_run(pool, function):
    with pytest.raises(WorkerRaised):
        pool.call(function, Envelope())
    assert is_well(pool)


@pytest.mark.parametrize("task", ["abort", "leave"])
def test_a_worker_that_dies_is_told_of_and_replaced(pool, task):
    with pytest.raises(WorkerFailed) as failed:
        call(pool, task)
    assert not failed.value.out_of_time
    assert is_well(pool)


def test_a_worker_that_takes_too_long_is_ended_and_replaced(pool):
    begin = time.monotonic()
    with pytest.raises(WorkerFailed) as failed:
        call(pool, "hang", seconds=0.5)
    assert failed.value.out_of_time
    assert time.monotonic() - begin < 3
    assert is_well(pool)


def test_the_setting_is_the_longest_time_whatever_is_asked_for(tasks):
    own = WorkerPool(Limits(worker_seconds=1))
    begin = time.monotonic()
    with pytest.raises(WorkerFailed):
        call(own, "hang", seconds=1000)
    assert time.monotonic() - begin < 4
    own.close()


def test_a_worker_gets_no_more_memory_than_its_limit(pool):
    assert call(pool, "fill", mib=200).values == {"size": 200 * 2**20}
    with pytest.raises(WorkerRaised, match="MemoryError"):
        call(pool, "fill", mib=2000)
    assert is_well(pool)


@on_linux
def test_memory_is_given_back_after_a_request(pool):
    pid = call(pool, "echo", [os.urandom(50_000_000)]).values["pid"]
    time.sleep(0.3)
    status = Path(f"/proc/{pid}/status").read_text()
    assert int(status.split("VmRSS:")[1].split()[0]) < 100 * 1024
    assert int(status.split("VmHWM:")[1].split()[0]) > 100 * 1024


@on_linux
def test_a_worker_that_ended_while_idle_is_replaced_unnoticed(pool):
    pid = call(pool, "echo").values["pid"]
    os.kill(pid, signal.SIGKILL)
    assert ends_within(pid, 3)
    assert call(pool, "echo").values["pid"] != pid


@on_linux
def test_a_request_that_a_dying_worker_never_took_goes_to_another(pool):
    pid = call(pool, "echo").values["pid"]
    os.kill(pid, signal.SIGSTOP)
    threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
    assert call(pool, "echo").values["pid"] != pid


@on_linux
def test_a_worker_killed_in_the_middle_is_told_of_and_replaced(pool):
    pid = call(pool, "echo").values["pid"]
    threading.Timer(0.3, os.kill, (pid, signal.SIGKILL)).start()
    with pytest.raises(WorkerFailed) as failed:
        call(pool, "sleep", nap=10)
    assert not failed.value.out_of_time
    assert is_well(pool)


def test_a_worker_with_something_left_behind_is_replaced(pool):
    pid = call(pool, "leave_behind").values["pid"]
    assert call(pool, "echo").values["pid"] != pid


def test_an_answer_that_nobody_waited_for_goes_to_nobody_else(pool, monkeypatch):
    def interrupted(pipe):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(worker, "_receive", interrupted)
        with pytest.raises(KeyboardInterrupt):
            call(pool, "echo", text="den förstes")
    assert call(pool, "echo", text="den andres").values["text"] == "den andres"


def test_two_are_served_at_once_and_a_third_waits(pool):
    is_well(pool)
    begin = time.monotonic()
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(lambda _: call(pool, "sleep", nap=1), range(3)))
    assert 1.9 < time.monotonic() - begin < 4


def test_no_answers_are_mixed_up_between_threads(pool):
    def ask(number):
        return call(pool, "echo", [bytes([number]) * 10_000], number=number)

    with ThreadPoolExecutor(8) as threads:
        for number, answer in enumerate(threads.map(ask, range(100))):
            assert answer.values["number"] == number
            assert answer.blobs == [bytes([number]) * 10_000]


def test_one_that_dies_does_not_disturb_another_at_work(pool):
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(call, pool, "sleep", nap=1)
        with pytest.raises(WorkerFailed):
            call(pool, "abort")
        assert slow.result() == Envelope()


def test_the_worker_is_told_none_of_the_secrets_of_the_server(pool, tasks):
    told = call(pool, "environment").values
    assert "FOLLOWUP_SECRET" not in told
    assert "HOME" not in told
    assert told["PYTHONPATH"] == os.pathsep.join([str(ROOT), str(tasks)])


@on_linux
def test_a_closed_pool_leaves_no_process_behind(tasks):
    own = WorkerPool(LIMITS)
    pid = call(own, "echo").values["pid"]
    own.close()
    assert not Path(f"/proc/{pid}").exists()
    own.close()


SCRIPT = """
import sys, time
from followup.worker import Envelope, pool
answer = pool().call("followup.tasks:echo", Envelope({"text": "hej"}, [b"x" * 100_000]))
assert answer.blobs == [b"x" * 100_000]
with open(sys.argv[1], "w") as out:
    out.write(str(answer.values["pid"]))
"""


@on_linux
@pytest.mark.parametrize("closed", ["", "<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_it_works_with_closed_channels_and_ends_with_its_server(tasks, tmp_path, closed):
    told = tmp_path / "pid"
    command = f'exec "{sys.executable}" -c "$0" "{told}" {closed}'
    done = subprocess.run(["sh", "-c", command, SCRIPT], check=False, cwd=ROOT, timeout=30)
    assert done.returncode == 0
    assert ends_within(int(told.read_text()), 5)


@on_linux
def test_a_worker_ends_when_its_server_is_killed(tasks, tmp_path):
    told = tmp_path / "pid"
    command = [sys.executable, "-c", SCRIPT + "time.sleep(60)", str(told)]
    server = subprocess.Popen(command, cwd=ROOT)
    while not (told.exists() and told.read_text()):
        time.sleep(0.05)
    server.kill()
    server.wait()
    assert ends_within(int(told.read_text()), 5)


@on_linux
def test_the_system_ends_a_worker_that_hangs_with_nobody_left_to_do_it(tasks):
    program = subprocess.Popen(
        [sys.executable, "-P", "-m", "followup.worker", "1024", "1"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tasks)])},
    )  # fmt: skip
    worker._send(program.stdin, Envelope({"function": "followup.tasks:hang", "values": {}}))
    assert program.wait(10) == -signal.SIGALRM
    program.communicate()


@on_linux
def test_an_interrupt_from_the_keyboard_leaves_the_worker_alone(pool):
    pid = call(pool, "echo").values["pid"]
    os.kill(pid, signal.SIGINT)
    time.sleep(0.2)
    assert call(pool, "echo").values["pid"] == pid


@pytest.mark.parametrize("rubbish", [b"", b"\x00" * 7, struct.pack("<Q", 3) + b"{x}"])
def test_an_answer_that_makes_no_sense_is_a_failure(rubbish, tmp_path, monkeypatch):
    answers = tmp_path / "answers"
    answers.write_bytes(rubbish)
    with answers.open("rb") as pipe, pytest.raises((EOFError, ValueError)):
        worker._receive(pipe)


def test_a_program_that_cannot_be_started_is_a_failure(tasks, monkeypatch):
    own = WorkerPool(LIMITS)
    own.close()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "/finns/inte")
        with pytest.raises(WorkerFailed):
            call(own, "echo")
    assert is_well(own)
    own.close()


def test_a_system_without_limits_alarms_and_trimming_is_served_too(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.delattr(signal, "alarm", raising=False)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: (_ for _ in ()).throw(OSError()))
    worker._restrict(1)
    worker._end_after(1)
    worker._give_memory_back()
