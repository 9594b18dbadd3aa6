"""What a rerun of each page costs with a large register loaded, and what uploading does to others.

`python -m benchmarks.pages [--rows 100000] [--runs 7]`. Starts the app on a free port of this
machine, loads the register as a browser would and reads what comes over the websocket.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import itertools
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.register import register_workbook
from benchmarks.websocket_client import HOST, Run, Visitor, visiting
from followup.texts import words

PAGES = {
    "oversikt": "",
    "las-in": "las-in",
    "granskning": "granskning",
    "beslut": "beslut",
    "beslutskedja": "beslutskedja",
    "uppdrag": "uppdrag",
    "arendebalans": "arendebalans",
    "indikatorer": "indikatorer",
    "jamforelse": "jamforelse",
    "underlag": "underlag",
    "logg": "logg",
}
"""Each page by its name, with its address; the default page's is empty."""
NAME, SEARCH = "register.xlsx", "Sök"
BYTES_LIMIT, MS_LIMIT = 500_000, 100.0
_ROOT = Path(__file__).parents[1]
_START_SECONDS = 60
_THINK, _THINK_BESIDE = 0.2, 0.1
_BESIDE_RUNS, _BESIDE_MOST = 30, 2_000
_ROWS = re.compile(r"([\d\s]+)\srader\sur\s")
States = Callable[[int], Sequence[WidgetState]]


@dataclass(frozen=True, slots=True)
class Server:
    """The running app: its port and the process that serves."""

    port: int
    pid: int

    def resident(self) -> tuple[float, float]:
        """Resident memory in MB of the serving process, and of its workers together."""
        return _resident_mb(self.pid), sum(map(_resident_mb, _children(self.pid)))


def _children(pid: int) -> list[int]:
    below: list[int] = []
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            below += map(int, (thread / "children").read_text().split())
    return below


def _resident_mb(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _serving(pid: int) -> int:
    """The process that serves: the command itself, or the one that it started."""
    is_streamlit = b"\0streamlit\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return pid if is_streamlit else _children(pid)[0]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind((HOST, 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def served() -> Iterator[Server]:
    """The app, started for this and ended with it, with its data in a folder of its own."""
    port = _free_port()
    command = [
        sys.executable, "-m", "followup.cli", "serve", "--port", str(port), "--address", HOST,
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=_ROOT, env={**os.environ, "FOLLOWUP_DATA": folder},
                stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        try:
            _wait_until_healthy(port, process)
            yield Server(port, _serving(process.pid))
        except BaseException:
            print(log.read_text(errors="replace")[-3_000:], file=sys.stderr)
            raise
        finally:
            _end(process)


def _wait_until_healthy(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        address = f"http://{HOST}:{port}/_stcore/health"
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.1)
    raise TimeoutError(port)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the server and what it started: they are a process group of their own."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)


def _changed(content: bytes) -> bytes:
    """The same workbook in other bytes: a member more that no sheet refers to."""
    archive = io.BytesIO(content)
    with zipfile.ZipFile(archive, "a") as parts:
        parts.writestr("docProps/changed.xml", "<changed/>")
    return archive.getvalue()


def _median_ms(seconds: Sequence[float]) -> float:
    return statistics.median(seconds) * 1000


def _verdict(is_within: bool) -> str:
    return "ok" if is_within else "FALLS SHORT"


def _warn(where: str, run: Run) -> Run:
    """Say when a page shows an error, so that its figures are not taken for the app's."""
    for error in run.errors:
        print(f"  {where} shows an error: {error[:160]}")
    return run


def _repeat(visitor: Visitor, runs: int, states: States, *, with_cache: bool = False) -> list[Run]:
    """Reruns with a pause before each; `states` gives the widgets of the n-th."""
    taken = []
    for at in range(runs):
        time.sleep(_THINK)
        taken.append(visitor.rerun(*states(at), with_cache=with_cache))
    return taken


def _measure(visitor: Visitor, name: str, runs: int, states: States) -> None:
    """One line of the table: reruns of the page where the visitor is, after one to warm."""
    first = _warn(name, visitor.rerun(*states(runs)))
    plain = _repeat(visitor, runs, states)
    cached = _repeat(visitor, runs, lambda _: states(runs - 1), with_cache=True)
    sent = statistics.median(run.sent for run in plain)
    kept = statistics.median(run.sent for run in cached[1:] or cached)
    whole = _median_ms([run.seconds for run in plain])
    script = _median_ms([run.script_seconds for run in plain])
    worst = max(run.seconds for run in plain) * 1000
    print(
        f"{name:22}{first.seconds * 1000:9.0f}{sent / 1e6:9.3f}{kept / 1e6:9.3f}"
        f" {_verdict(sent < BYTES_LIMIT):12}"
        f"{whole:7.0f}{worst:7.0f}{script:8.0f} {_verdict(whole < MS_LIMIT)}"
    )
    if sent >= BYTES_LIMIT / 2 or whole >= MS_LIMIT:
        heaviest = ", ".join(f"{kind} {size / 1e6:.3f} MB" for kind, size in plain[-1].heaviest)
        print(f"{'':22}heaviest: {heaviest}")


def _dates(visitor: Visitor, days: Sequence[dt.date]) -> States:
    return lambda at: [visitor.dated(words.AS_OF, days[at])]


def _table(visitor: Visitor, runs: int) -> None:
    days = map(dt.date.fromordinal, itertools.count(dt.date.today().toordinal() - 1, -1))
    print(
        f"{'page':22}{'first ms':>9}{'MB':>9}{'MB kept':>9} {'< 0.5 MB':12}"
        f"{'ms':>7}{'worst':>7}{'script':>8} {'< 100 ms'}"
    )
    for page, address in PAGES.items():
        new_days = list(itertools.islice(days, runs + 1))
        visitor.go(address)
        _measure(visitor, page, runs, lambda _: [])
        _measure(visitor, "  a new date", runs, _dates(visitor, new_days))
        if page == "beslut":
            _measure(
                visitor, "  a new search", runs, lambda at: [visitor.typed(SEARCH, f"medel {at}")]
            )
            visitor.rerun(visitor.typed(SEARCH, ""))
        if visitor.all_chosen():
            _measure(visitor, "  all toggles open", runs, lambda _: visitor.all_chosen())
    print(
        "MB: all messages of a rerun; kept: the same again, without what a browser still has. ms:"
        " from the\nrequest to the script's end as seen here; script: from its start."
        f" Medians of {runs}, {_THINK} s between.\n"
        "A new date or search makes anew what the page shows; after that, it is warm again."
    )


def _beside(server: Server, first: Visitor, content: bytes) -> None:
    """Reruns of a second session alone, and while the first uploads the register again."""
    with visiting(server.port) as second:
        second.rerun()
        _warn("the second session", second.press(words.SAMPLE))
        alone = []
        for _ in range(_BESIDE_RUNS):
            time.sleep(_THINK_BESIDE)
            alone.append(second.rerun().seconds)
        first.go("las-in")
        uploads: list[Run] = []
        again = threading.Thread(target=lambda: uploads.append(first.upload(NAME, content)))
        started = time.perf_counter()
        again.start()
        during: list[float] = []
        while again.is_alive() and len(during) < _BESIDE_MOST:
            during.append(second.rerun().seconds)
            again.join(_THINK_BESIDE)
        again.join()
        took = time.perf_counter() - started
    if not uploads or uploads[0].errors:
        raise SystemExit(f"the second upload failed: {uploads}")
    print(f"a second session (oversikt, sample data) while the first uploads for {took:.1f} s:")
    for name, seconds in (("before", alone), ("during", during)):
        print(
            f"  {name:8}{_median_ms(seconds):7.0f} ms median{max(seconds) * 1000:7.0f} ms worst"
            f"   of {len(seconds)}"
        )


def _tell_rows(texts: Sequence[str], rows: int) -> None:
    """What the page says of the register, loudly when much of it was left out."""
    told = next((text for text in texts if _ROWS.match(text)), "")
    found = _ROWS.match(told)
    loaded = int("".join(filter(str.isdecimal, found[1]))) if found else 0
    print(f"the page says: {told or 'nothing of rows'}")
    if loaded < rows * 0.99:
        print(f"BEWARE: only {loaded} of {rows} rows were loaded; the figures are of fewer rows")


def _memory(server: Server, when: str) -> None:
    serving, workers = server.resident()
    print(f"resident {when}: server {serving:.0f} MB, workers {workers:.0f} MB")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    content = register_workbook(given.rows).read_bytes()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the server is ended as well
    with served() as server, visiting(server.port) as visitor:
        print(
            f"{given.rows} rows × 20 columns, {len(content) / 1e6:.1f} MB; websocket compression"
            f" {'on, sizes before it' if visitor.is_compressed else 'off'};"
            f" load average {os.getloadavg()[0]:.1f}"
        )
        visitor.rerun()
        _memory(server, "empty")
        visitor.go("las-in")
        started = time.perf_counter()
        uploaded = visitor.upload(NAME, content)
        if uploaded.errors:
            raise SystemExit(f"the register did not load: {uploaded.errors}")
        print(f"uploaded and loaded in {time.perf_counter() - started:.1f} s")
        _tell_rows(visitor.texts, given.rows)
        _memory(server, "with the register")
        _table(visitor, given.runs)
        _memory(server, "after the pages")
        _beside(server, visitor, _changed(content))
        _memory(server, "after the second upload")
        print(f"load average at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
