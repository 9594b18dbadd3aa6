"""How large a file may be and how long it may take. Settings with defaults for 100 000 rows."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file; each is overridden by FOLLOWUP_ and its name in capitals."""

    file_mib: int = 50
    unpacked_mib: int = 1024
    packing_ratio: int = 300
    parts: int = 5_000
    rows: int = 1_048_576
    columns: int = 1_024
    cells: int = 40_000_000
    cell_characters: int = 32_767
    worker_memory_mib: int = 4_096
    worker_seconds: int = 120
    workers: int = 2
    marked_up_mib: int = 10

    @classmethod
    def from_environment(cls) -> Limits:
        """The defaults with what the environment sets."""
        given = {one.name: os.environ.get(f"FOLLOWUP_{one.name.upper()}") for one in fields(cls)}
        return cls(**{name: int(text) for name, text in given.items() if text})
