import polars as pl
import pytest

from followup.exports import EXPORTS
from tests.exports.build import findings, opened

ARGUMENTS = {
    "mall": (),
    "fynd-xlsx": (findings({}),),
    "fynd-csv": (findings({}),),
    "tabell-xlsx": (pl.DataFrame({"Lån": ["L-1"]}), "Lån", {}),
    "tabell-csv": (pl.DataFrame({"Lån": ["L-1"]}),),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_gives_the_file_its_name_promises(name):
    content = EXPORTS[name](*ARGUMENTS[name])
    if name.endswith("csv"):
        assert content.startswith(b"\xef\xbb\xbf")
    else:
        assert opened(content).worksheets
