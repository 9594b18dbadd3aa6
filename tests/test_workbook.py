import random
import time
from dataclasses import asdict

import polars as pl
import pytest

from followup import workbook
from followup.archive import Refused
from followup.limits import Limits
from followup.texts.refusals import Refusal
from followup.workbook import SheetCells, Workbook, open_workbook
from followup.worker import Envelope, WorkerFailed, WorkerRaised
from tests.workbooks import (
    cell,
    ods,
    replaced,
    rows,
    strings,
    styles,
    unzipped,
    with_flipped,
    xls,
    xlsb,
    xlsx,
)

TABLE = [["Rubrik", "Tal"], *([f"rad {at}", at] for at in range(40))]
CELLS = {(at, column): one for at, row in enumerate(TABLE) for column, one in enumerate(row)}
FRAME = pl.DataFrame({"A": [row[0] for row in TABLE], "B": [str(row[1]) for row in TABLE]})
BOOKS = {
    "a.xlsx": xlsx(rows(TABLE)),
    "a.xlsb": xlsb(CELLS),
    "a.xls": xls(CELLS),
    "a.ods": ods(TABLE),
    "a.csv": "".join(f"{text};{number}\r\n" for text, number in TABLE).encode(),
}
FUZZING_SECONDS = 3
LOOKED_UP = '<row r="1"><c r="A1" t="s"><v>1</v></c></row>'


def refusal_of(content, name="a.xlsx"):
    with pytest.raises(Refused) as refused:
        open_workbook(content, name)
    return refused.value.refusal


def is_read_well(name="a.xlsx"):
    return open_workbook(BOOKS[name], name).sheets[0].cells.equals(FRAME)


@pytest.mark.parametrize("name", BOOKS)
def test_every_format_gives_the_same_cells(name):
    (sheet,) = open_workbook(BOOKS[name], name).sheets
    assert sheet.cells.equals(FRAME)
    assert set(sheet.cells.schema.values()) == {pl.String}
    assert sheet.is_delimited == (name == "a.csv")
    assert sheet.knows_percent == (name not in {"a.xlsb", "a.xls"})


def test_what_was_seen_comes_through_the_worker():
    data = (
        f'<row r="1">{cell("A1", 0.02, 1)}<c r="B1"><f>1</f></c>'
        '<c r="C1" t="e"><v>#REF!</v></c></row>'
        f'<row r="2" hidden="1">{cell("A2", 1)}</row>'
    )
    content = xlsx(
        {"Förvaltning & ”mål”": data, "Två": ""},
        {"xl/styles.xml": styles(10), "xl/vbaProject.bin": b"x"},
        after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
    )
    book = open_workbook(content, "a.xlsm")
    assert book == Workbook(book.sheets, has_macros=True, counts_from_1904=False)
    first, second = book.sheets
    assert first == SheetCells(
        "Förvaltning & ”mål”", first.cells, errors={"C1": "#REF!"}, percent=frozenset({"A1"}),
        valueless=frozenset({"B1"}), merged=("A1:B1",), hidden_rows=1,
    )  # fmt: skip
    assert first.cells.rows() == [("0.02", None, None), ("1", None, None)]
    assert second.cells.shape == (0, 0)


FIRST = '<row r="1"><c r="A1"><v>1</v></c>'
EQUAL = "<row>" + '<c t="str"><v>samma</v></c>' * 16384 + "</row>"
REPEATED = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell'
    ' table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    "</table:table-row>"
)
FORGED = {"xl/sharedStrings.xml": strings("a", count=2**32 - 1)}
NOTHING = {"xl/worksheets/sheet1.xml": bytes(200 * 2**20)}
WHITE = {"xl/theme/theme1.xml": b" " * (900 * 2**20)}
KILLERS = {
    "a forged count of texts": ("a.xlsx", xlsx(LOOKED_UP, FORGED), Refusal.DAMAGED),
    "opposite corners": (
        "a.xlsx",
        xlsx(FIRST + '</row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'),
        Refusal.TOO_MANY_CELLS,
    ),
    "a corner in the wrong row": (
        "a.xlsx",
        xlsx(FIRST + '<c r="XFD1048576"><v>2</v></c></row>'),
        Refusal.TOO_MANY_CELLS,
    ),
    "a cell beyond the last": (
        "a.xlsx",
        xlsx(FIRST + '<c r="ZZZ9999999"><v>2</v></c></row>'),
        Refusal.TOO_MANY_CELLS,
    ),
    "opposite corners, binary": (
        "a.xlsb",
        xlsb({(0, 0): 1, (1048575, 16383): 2}),
        Refusal.TOO_MANY_CELLS,
    ),
    "a column beyond the last": (
        "a.xlsx",
        xlsx(FIRST + '<c r="ZZZZ1"><v>2</v></c></row>'),
        Refusal.DAMAGED,
    ),
    "a column beyond the last, binary": ("a.xlsb", xlsb({(0, 10**6): 1}), Refusal.DAMAGED),
    "sixteen thousand equal headers": ("a.xlsx", xlsx(EQUAL), Refusal.TOO_MANY_CELLS),
    "a bomb of nothing": (
        "a.xlsx",
        replaced(BOOKS["a.xlsx"], NOTHING),
        Refusal.TOO_LARGE_UNPACKED,
    ),
    "a bomb of white space": (
        "a.xlsx",
        replaced(BOOKS["a.xlsx"], WHITE),
        Refusal.TOO_LARGE_UNPACKED,
    ),
    "a row repeated without end": ("a.ods", ods([], data=REPEATED), Refusal.DAMAGED),
    "a million delimiters": (
        "a.csv",
        b"a;b\n" + b";" * 10**6,
        Refusal.TOO_MANY_CELLS,
    ),
}


@pytest.mark.parametrize(("name", "content", "refusal"), KILLERS.values(), ids=KILLERS)
def test_a_killer_file_is_refused_and_the_next_good_one_is_read(name, content, refusal):
    begin = time.monotonic()
    assert refusal_of(content, name) is refusal
    assert time.monotonic() - begin < 10
    assert is_read_well()


@pytest.mark.parametrize("name", BOOKS)
def test_a_file_cut_at_any_length_is_refused_as_cut_short(name):
    if name == "a.csv":
        return
    content = BOOKS[name]
    for length in range(8, len(content) - 600, len(content) // 40):
        assert refusal_of(content[:length], name) is Refusal.CUT_SHORT


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsb", "a.ods"])
def test_no_turned_bit_of_an_archive_gives_other_data(name):
    content, chance = BOOKS[name], random.Random(6)
    refused = 0
    for bit in chance.sample(range(len(content) * 8), 250):
        try:
            found = open_workbook(with_flipped(content, bit), name)
        except Refused:
            refused += 1
            continue
        (sheet,) = found.sheets
        assert sheet.cells.equals(FRAME), bit
    assert refused > 100


@pytest.mark.parametrize("name", BOOKS)
def test_no_mutation_gives_anything_but_a_workbook_or_a_refusal(name):
    chance = random.Random(7)
    until = time.monotonic() + FUZZING_SECONDS
    while time.monotonic() < until:
        try:
            book = open_workbook(mutated(BOOKS[name], chance), name)
        except Refused as refused:
            assert refused.refusal in Refusal
        else:
            assert isinstance(book, Workbook)
    assert is_read_well()


def mutated(content, chance):
    out = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        at = chance.randrange(len(out))
        change = chance.randrange(4)
        if change == 0:
            out[at] = chance.randrange(256)
        elif change == 1:
            out[at : at + chance.randrange(1, 40)] = b""
        elif change == 2:
            out[at:at] = chance.randbytes(chance.randrange(1, 40))
        else:
            value = chance.choice([0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF])
            out[at : at + 4] = value.to_bytes(4, "little")
    return bytes(out)


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsb", "a.ods"])
def test_no_mutation_of_a_part_brings_the_reader_down_for_good(name):
    """As above with sound checksums, so that the readers themselves meet the rubbish."""
    chance = random.Random(8)
    part = {"a.xlsx": "xl/worksheets/sheet1.xml", "a.xlsb": "xl/worksheets/sheet1.bin",
            "a.ods": "content.xml"}[name]  # fmt: skip
    data = unzipped(BOOKS[name])[part]
    until = time.monotonic() + FUZZING_SECONDS
    while time.monotonic() < until:
        try:
            open_workbook(replaced(BOOKS[name], {part: mutated(data, chance)}), name)
        except Refused as refused:
            assert refused.refusal in Refusal
    assert is_read_well(name)


class Answering:
    """A pool whose workers end or raise as told."""

    def __init__(self, *outcomes):
        self.outcomes = list(outcomes)
        self.asked = []

    def call(self, function, request, seconds):
        self.asked.append(function)
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


LATE, DEAD = WorkerFailed(out_of_time=True), WorkerFailed(out_of_time=False)


@pytest.mark.parametrize(
    ("outcomes", "refusal"),
    [
        ([LATE, Envelope()], Refusal.TOO_SLOW),
        ([LATE, WorkerRaised("Refused", str(Refusal.DAMAGED))], Refusal.DAMAGED),
        ([DEAD, DEAD], Refusal.TOO_SLOW),
        ([DEAD, LATE], Refusal.TOO_SLOW),
        ([DEAD, Envelope()], Refusal.TOO_SLOW),
        ([DEAD, WorkerRaised("Refused", str(Refusal.UNSAFE))], Refusal.UNSAFE),
        ([WorkerRaised("Refused", str(Refusal.PASSWORD))], Refusal.PASSWORD),
        ([WorkerRaised("PanicException", "index out of bounds")], Refusal.DAMAGED),
        ([WorkerRaised("MemoryError", "")], Refusal.TOO_SLOW),
    ],
)
def test_every_way_for_the_worker_to_fail_has_its_refusal(outcomes, refusal, monkeypatch):
    answering = Answering(*outcomes)
    monkeypatch.setattr(workbook, "pool", lambda: answering)
    assert refusal_of(BOOKS["a.xlsx"]) is refusal
    assert answering.outcomes == []


def test_nothing_is_sent_to_the_worker_when_the_size_alone_is_wrong(monkeypatch):
    answering = Answering()
    monkeypatch.setattr(workbook, "pool", lambda: answering)
    monkeypatch.setenv("FOLLOWUP_FILE_MIB", "1")
    assert refusal_of(b"PK" + bytes(2**20)) is Refusal.TOO_LARGE
    assert refusal_of(b"") is Refusal.EMPTY
    assert answering.asked == []


def test_the_limits_of_the_environment_reach_the_worker(monkeypatch):
    monkeypatch.setenv("FOLLOWUP_ROWS", "5")
    assert refusal_of(BOOKS["a.xlsx"]) is Refusal.TOO_MANY_CELLS
    assert refusal_of(BOOKS["a.csv"], "a.csv") is Refusal.TOO_MANY_CELLS
    assert asdict(Limits.from_environment())["rows"] == 5
