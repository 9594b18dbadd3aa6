"""What a person decides about a sheet by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choices:
    """How one sheet is to be read; null means "as found".

    `kind` is a code name, or "" for a sheet to leave out. `header_row` counts from 1 and is the
    last row of a header over two rows; 0 is a sheet without headers. `columns` maps letters to
    fields ("" is not used). `fixed` gives one value for a field that the sheet lacks.
    """

    kind: str | None = None
    header_row: int | None = None
    unit: str | None = None
    columns: Mapping[str, str] | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
