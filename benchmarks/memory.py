"""The peak memory of a piece of Python and every process that it starts, from /proc."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

_PAUSE = 0.01


def peak_of(code: str) -> float:
    """The largest sum of proportional memory (PSS) of the process tree, in MB."""
    process = subprocess.Popen([sys.executable, "-c", code])
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(map(_proportional_mb, _tree(process.pid))))
        time.sleep(_PAUSE)
    if process.returncode:
        raise RuntimeError(code)
    return peak


def _tree(pid: int) -> list[int]:
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        threads = Path(f"/proc/{pid}/task").iterdir()
        children = {int(one) for one in below.split()} | {
            int(one) for thread in threads for one in (thread / "children").read_text().split()
        }
    except OSError:
        return []
    return [pid, *(one for child in children for one in _tree(child))]


def _proportional_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
