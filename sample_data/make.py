"""Write the sample workbooks: `python -m sample_data.make [OUTDIR]`.

Every run writes the same bytes. Without OUTDIR the workbooks beside this module are replaced.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sample_data import (
    every_rule,
    finance_2024,
    vasterbotten_2024_december,
    vasterbotten_2024_october,
    vasternorrland_2021,
)
from sample_data.raw import write_raw
from sample_data.tables import Sheets
from sample_data.writing import write_workbook

FOLDER = Path(__file__).parent
WORKBOOKS: Mapping[str, Sheets] = {
    "vasternorrland_finansutskottet_2021-12-01.xlsx": vasternorrland_2021.SHEETS,
    "vasterbotten_regionstyrelsen_2024-10-15_kallelse.xlsx": vasterbotten_2024_october.SHEETS,
    "vasterbotten_regionstyrelsen_2024-12-17_beslut.xlsx": vasterbotten_2024_december.SHEETS,
    "vasterbotten_finansrapport_2024-10-31.xlsx": finance_2024.SHEETS,
}


def make(folder: Path = FOLDER) -> list[Path]:
    """Write every sample workbook into `folder` and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [write_workbook(folder / name, sheets) for name, sheets in WORKBOOKS.items()]
    return [*written, write_raw(folder / every_rule.NAME, every_rule.SHEETS)]


def main(arguments: Sequence[str]) -> None:
    """Write the workbooks into the folder that `arguments` name, if any, and list them."""
    for path in make(*map(Path, arguments[:1])):
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
