"""How large a file may be and how long it may take. Settings with defaults for 100 000 rows."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file; each is overridden by FOLLOWUP_ and its name in capitals.

    `worker_memory_mib` bounds the addresses that one worker may use. A register of 500 000 rows
    and 20 columns needs 1 600 MiB to be read, and a marked-up copy of a file at its limit more.
    """

    file_mib: int = 50
    unpacked_mib: int = 1024
    packing_ratio: int = 300
    parts: int = 5_000
    rows: int = 1_048_576
    columns: int = 1_024
    cells: int = 40_000_000
    worker_memory_mib: int = 4_096
    worker_seconds: int = 120
    workers: int = 2
    marked_up_mib: int = 10

    @classmethod
    def from_environment(cls) -> Limits:
        """The defaults with what the environment sets.

        Raises:
            ValueError: when a setting is no whole number above zero.
        """
        given = {one.name: os.environ.get(variable(one.name)) for one in fields(cls)}
        return cls(**{name: _whole(name, text) for name, text in given.items() if text})


def variable(name: str) -> str:
    """The environment variable that sets a limit."""
    return f"FOLLOWUP_{name.upper()}"


def _whole(name: str, text: str) -> int:
    if not text.strip().isdecimal() or int(text) < 1:
        message = f"{variable(name)} ska vara ett heltal större än noll, inte {text!r}."
        raise ValueError(message)
    return int(text)
