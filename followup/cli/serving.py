"""Starts the app."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from followup.cli.status import CLEAN

_ROOT = Path(__file__).parents[2]


def serve(given: argparse.Namespace) -> int:
    """Serve the app until the command is stopped."""
    command = [
        sys.executable, "-m", "streamlit", "run", str(_ROOT / "followup" / "server.py"),
        "--server.port", str(given.port), "--server.address", given.address,
        "--server.fileWatcherType", "none",
    ]  # fmt: skip
    if os.name == "posix":  # one process, so that whoever stops the command stops the app
        os.chdir(_ROOT)
        os.execv(sys.executable, command)  # noqa: S606 - ours
    try:
        return subprocess.run(command, cwd=_ROOT, check=False).returncode  # noqa: S603 - ours
    except KeyboardInterrupt:
        return CLEAN
