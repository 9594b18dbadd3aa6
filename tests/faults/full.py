"""No more room: what was asked is refused in Swedish, the old state stays, less goes well."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy.engine import URL

from tests.faults.others import opened, started
from tests.faults.work import DONE, REFUSED, Job, do, worker
from tests.store.files import seen
from tests.store.whole import assert_whole

NAME = "Ett"
FULL = (REFUSED, "FULL")


def limited_worker(url: str, line: Connection, file_size: int) -> None:
    """A process none of whose files may grow beyond `file_size` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
    worker(url, line)


def fill(url: URL, rows: int = 500, size: int = 50_000) -> None:
    """A first version in a new store."""
    with opened(url) as store:
        do(store, Job(NAME, seen(store, NAME), seed=1, rows=rows, size=size))


def refuses_what_is_too_large(url: URL, large: Job, small: Job, *limits: int) -> str:
    """Try a large accept where there is no room and a small one after it; what became of them."""
    with opened(url) as store:
        before = assert_whole(store, url)
    with started(url, limited_worker if limits else worker, *limits) as (one, opening):
        if opening != (DONE, "open"):
            assert opening == FULL
            return "not opened"
        first = one.do(large)
        if first[0] != DONE:
            assert first == FULL
            with opened(url) as store:
                assert assert_whole(store, url) == before
        second = one.do(small)
        assert second[0] == DONE or second == FULL, second
    with opened(url) as store:
        done = [mark for mark, _ in (first, second)].count(DONE)
        assert assert_whole(store, url)[0] == before[0] + done
    return f"{first[0]}, {second[0]}"


@contextmanager
def small_disk(folder: Path, size: str, owner: str = "") -> Iterator[Path | None]:
    """A file system that holds no more than `size`; null where mounting is not allowed."""
    folder.mkdir()
    options = f"size={size}" + (f",uid={owner},gid={owner},mode=0700" if owner else "")
    mount = ["mount", "-t", "tmpfs", "-o", options, "followup-test", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def make_room(disk: Path, size: str) -> None:
    """Let a small disk hold more."""
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)
