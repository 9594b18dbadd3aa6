"""A PostgreSQL server of our own, that a test may limit, kill and start again."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

PASSWORD = "hemligt"
_OWNER = "postgres"
_SETTINGS = "listen_addresses='127.0.0.1' unix_socket_directories='' max_connections=40"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, of the newest server there is; null when there is none."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = [one.parent for one in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda one: int(one.parent.name), default=None)


class Cluster:
    """A server on a free port, with its data in a folder of its own. Asks for a password."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self.folder, self._bin = folder, bin_folder
        self.owner = _OWNER if os.getuid() == 0 else str(os.getuid())
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"postgresql://{_OWNER}:{PASSWORD}@127.0.0.1:{self._port}/postgres"
        secret = folder / "password"
        secret.write_text(PASSWORD)
        if os.getuid() == 0:
            for one in (folder, secret):
                shutil.chown(one, _OWNER)
        self._run(
            "initdb", "-D", str(folder / "data"), "-U", _OWNER, "-E", "UTF8", "--locale=C.UTF-8",
            "-A", "scram-sha-256", f"--pwfile={secret}", "--no-sync",
        )  # fmt: skip

    def start(self, file_size: int = resource.RLIM_INFINITY) -> None:
        """Start it; no file of its may grow beyond `file_size` bytes."""

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

        options = f"-p {self._port} " + " ".join(f"-c {one}" for one in _SETTINGS.split())
        log = str(self.folder / "log")
        self._ctl("start", "-w", "-l", log, "-o", options, before=limit)

    def stop(self, mode: str = "fast") -> None:
        self._ctl("stop", "-w", "-m", mode)

    def kill_a_backend(self, database: str) -> bool:
        """Kill (-9) a backend that works for the app in a database; whether there was one."""
        backends = self._backends(database)
        for backend in backends[:1]:
            os.kill(backend, signal.SIGKILL)
        return bool(backends)

    def _backends(self, database: str) -> list[int]:
        with psycopg.connect(self.address) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND"
                " application_name = 'followup' ORDER BY xact_start NULLS LAST",
                [database],
            )
            return [pid for (pid,) in found]

    def wait(self) -> None:
        """Wait until it answers, as it does not while it recovers."""
        until = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.address).close()
            except psycopg.OperationalError:
                assert time.monotonic() < until, "the server does not come back"
                time.sleep(0.05)
            else:
                return

    def _ctl(self, *given: str, before: Callable[[], None] | None = None) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), *given, before=before)

    def _run(self, program: str, *given: str, before: Callable[[], None] | None = None) -> None:
        """Run one of the server's programs, which refuse to be run as root."""
        command = [str(self._bin / program), *given]
        if os.getuid() == 0:
            command = ["runuser", "-u", _OWNER, "--", *command]
        done = subprocess.run(
            command, cwd="/", check=False, text=True, preexec_fn=before,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, f"{program}: {done.stdout}"


@contextmanager
def cluster(bin_folder: Path) -> Iterator[Cluster]:
    """A server that is started, stopped and taken away afterwards."""
    with tempfile.TemporaryDirectory(prefix="followup-postgresql-") as folder:
        one = Cluster(Path(folder), bin_folder)
        one.start()
        try:
            yield one
        finally:
            one.stop("immediate")
