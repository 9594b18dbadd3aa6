"""Choices made by hand for a sheet, kept per header signature in a data folder.

One small file per signature, replaced whole: two people who choose at once cannot spoil each
other's file, and the last one wins.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from data_models.choices import Choices
from data_models.columns import FieldType
from data_models.kinds import KINDS

_SIGNATURE = re.compile(r"[0-9a-f]{16}")
_OF_ONE_FILE = {FieldType.DATE, FieldType.MONTH, FieldType.YEAR}


def data_folder() -> Path:
    """Where the app keeps its own files: FOLLOWUP_DATA, else `data` beside the app."""
    given = os.environ.get("FOLLOWUP_DATA")
    return Path(given) if given else Path(__file__).parents[2] / "data"


class ChoiceStore:
    """Choices on disk. A folder that cannot be written to keeps nothing and says so."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "choices"

    def find(self, signature: str) -> Choices | None:
        """The choices kept for a signature; null when there are none or they cannot be read."""
        path = self._path(signature)
        if path is None or not path.is_file():
            return None
        try:
            choices = Choices(**json.loads(path.read_text(encoding="utf-8")))
            return choices if _still_holds(choices) else None
        except (OSError, ValueError, TypeError, AttributeError):
            return None

    def keep(self, signature: str, choices: Choices) -> bool:
        """Keep choices for the next file with the same headers; whether it could be done.

        Dates and years given as fixed values belong to one file and are not kept.
        """
        path = self._path(signature)
        if path is None:
            return False
        lasting = asdict(choices) | {"fixed": _lasting(choices)}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(
                "w", encoding="utf-8", dir=self._folder, delete=False
            ) as file:
                json.dump(lasting, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(path)
        except OSError:
            return False
        return True

    def forget(self, signature: str) -> None:
        """Read the next file with these headers as found."""
        path = self._path(signature)
        if path is not None:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def stamp(self) -> int:
        """A number that is another one when any choice has been kept or forgotten."""
        try:
            return self._folder.stat().st_mtime_ns
        except OSError:
            return 0

    def _path(self, signature: str) -> Path | None:
        return self._folder / f"{signature}.json" if _SIGNATURE.fullmatch(signature) else None


def _still_holds(choices: Choices) -> bool:
    """Whether choices kept by an earlier version name kinds and fields that there are."""
    if choices.kind is None or choices.kind == "":
        return True
    if choices.kind not in KINDS:
        return False
    fields = {"", *KINDS[choices.kind].by_field}
    is_row = choices.header_row is None or isinstance(choices.header_row, int)
    return is_row and {*(choices.columns or {}).values(), *choices.fixed} <= fields


def _lasting(choices: Choices) -> Mapping[str, str]:
    fields = KINDS[choices.kind].by_field if choices.kind else {}
    return {
        name: value
        for name, value in choices.fixed.items()
        if name not in fields or fields[name].kind not in _OF_ONE_FILE
    }
