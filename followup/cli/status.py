"""How a command ended."""

from __future__ import annotations

import sys

CLEAN, WITH_ERRORS, UNREADABLE = 0, 1, 2


def told(sentence: str, status: int) -> int:
    """Say on standard error why a command ended as it did; returns its status."""
    print(sentence, file=sys.stderr)
    return status
