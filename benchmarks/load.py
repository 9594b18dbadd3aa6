"""What `load()` costs against fastexcel's bare read, pandas with openpyxl, and its own growth.

`python -m benchmarks.load [--runs 5] [--without-pandas]`. The peers take turns with ours in one
process; the medians are printed with their ratio and the limit that it should stay within.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import fastexcel

from benchmarks.memory import peak_of
from benchmarks.register import register_workbook
from followup.loading import load

ROWS = 100_000
SMALL, LARGE = 10_000, 500_000


def bare_read(content: bytes) -> int:
    """Fastexcel's read of the first sheet as text, with nothing done to it."""
    sheet = fastexcel.read_excel(content).load_sheet(
        0, header_row=None, skip_rows=0, dtypes="string"
    )
    return int(sheet.to_arrow().num_rows)


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def in_turn(runs: int, *calls: Callable[[], object]) -> list[float]:
    """The median seconds of each call, taken in turn so that noise meets all of them."""
    for call in calls:
        call()
    taken = [[_seconds(call) for call in calls] for _ in range(runs)]
    return [statistics.median(times) for times in zip(*taken, strict=True)]


def _pandas_seconds(path: Path, runs: int) -> float:
    code = f"import pandas; pandas.read_excel({str(path)!r}, engine='openpyxl', dtype=str)"
    command = [sys.executable, "-c", code]
    empty = [sys.executable, "-c", "import pandas"]
    whole = [_seconds(lambda: subprocess.run(command, check=True)) for _ in range(runs)]
    start = [_seconds(lambda: subprocess.run(empty, check=True)) for _ in range(runs)]
    return statistics.median(whole) - statistics.median(start)


def _line(name: str, value: float, limit: float, unit: str = "×") -> None:
    verdict = "ok" if value <= limit else "FALLS SHORT"
    print(f"{name:58} {value:8.3f} {unit}   limit {limit:5.3f}   {verdict}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--without-pandas", action="store_true")
    given = parser.parse_args()
    path = register_workbook(ROWS)
    content = path.read_bytes()
    bare, ours = in_turn(given.runs, lambda: bare_read(content), lambda: load(content, path.name))
    print(f"{ROWS} rows × 20 columns, {len(content) / 1e6:.1f} MB, medians of {given.runs} runs")
    print(f"bare read {bare:.2f} s, load() {ours:.2f} s")
    _line("load() against fastexcel's bare read", ours / bare, 2.0)
    if not given.without_pandas:
        pandas = _pandas_seconds(path, given.runs)
        print(f"pandas and openpyxl {pandas:.2f} s")
        _line("load() against pandas and openpyxl", ours / pandas, 1 / 8)
    _growth(given.runs)
    _memory(path)


def _growth(runs: int) -> None:
    contents = {rows: register_workbook(rows).read_bytes() for rows in (SMALL, LARGE)}
    small, large = in_turn(
        runs, *(lambda content=content: load(content, "r.xlsx") for content in contents.values())
    )
    print(f"load() of {SMALL} rows {small:.2f} s, of {LARGE} rows {large:.2f} s")
    _line("cost per row, 500 000 against 10 000", (large / LARGE) / (small / SMALL), 1.3)


def _memory(path: Path) -> None:
    read = f"open({str(path)!r}, 'rb').read()"
    bare = peak_of(f"from benchmarks.load import bare_read\nbare_read({read})")
    alone = peak_of(
        "import fastexcel\n"
        f"s = fastexcel.read_excel({read}).load_sheet(0, header_row=None, skip_rows=0,"
        " dtypes='string')\ns.to_arrow()"
    )
    ours = peak_of(f"from followup.loading import load\nload({read}, 'r.xlsx')")
    print(f"peak memory: bare read {alone:.0f} MB ({bare:.0f} with our imports), ours {ours:.0f}")
    _line("peak memory of all processes against the bare read", ours / alone, 2.5)


if __name__ == "__main__":
    main()
