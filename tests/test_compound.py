import random
import struct

import pytest

from followup.archive import Refused
from followup.compound import open_compound
from followup.texts.refusals import Refusal
from tests.workbooks import compound

STREAM = random.Random(1).randbytes(300_000)
GOOD = compound({"Workbook": STREAM, "Annat": b"liten"})
DIRECTORY, TABLE, MORE_TABLES = 0x30, 0x4C, 0x44
TABLE_AT = struct.unpack_from("<I", GOOD, TABLE)[0] * 512 + 512


def refusal_of(content):
    try:
        opened = open_compound(content)
        for name in opened.entries:
            opened.stream(name, 10**9)
    except Refused as refused:
        return refused.refusal
    return None


def with_number(offset, number):
    out = bytearray(GOOD)
    struct.pack_into("<I", out, offset, number)
    return bytes(out)


def test_the_streams_at_the_top_are_listed_and_read():
    opened = open_compound(GOOD)
    assert set(opened.entries) == {"Workbook", "Annat"}
    assert opened.stream("Workbook", 10**9)[: len(STREAM)] == STREAM


def test_only_the_start_of_a_stream_is_read_when_no_more_is_asked_for():
    assert open_compound(GOOD).stream("Workbook", 1000) == STREAM[:1000]


def test_cut_at_any_length_it_is_cut_short():
    for length in [*range(9, len(GOOD), 1009), len(GOOD) - 512]:
        assert refusal_of(GOOD[:length]) is Refusal.CUT_SHORT, length


def test_a_stream_that_leads_beyond_the_end_is_cut_short_though_only_its_start_is_read():
    beyond = with_number(TABLE_AT + 4 * 5, len(open_compound(GOOD).table) - 1)
    with pytest.raises(Refused) as refused:
        open_compound(beyond).stream("Workbook", 100)
    assert refused.value.refusal is Refusal.CUT_SHORT


def test_a_chain_that_runs_in_a_circle_is_damage():
    assert refusal_of(with_number(TABLE_AT + 4 * 5, 2)) is Refusal.DAMAGED


def test_a_directory_that_lies_outside_the_file_is_refused():
    assert refusal_of(with_number(DIRECTORY, 10**8)) in {Refusal.DAMAGED, Refusal.CUT_SHORT}


def test_a_list_of_tables_that_leads_outside_the_file_is_cut_short():
    assert refusal_of(with_number(MORE_TABLES, 10**8)) is Refusal.CUT_SHORT


@pytest.mark.parametrize("shift", [0, 1, 8, 10, 31, 255])
def test_a_size_of_sectors_that_nobody_writes_is_damage(shift):
    out = bytearray(GOOD)
    struct.pack_into("<H", out, 0x1E, shift)
    assert refusal_of(bytes(out)) is Refusal.DAMAGED


def test_no_rubbish_raises_anything_but_a_refusal():
    chance = random.Random(2)
    for _ in range(300):
        out = bytearray(GOOD[:8] + chance.randbytes(chance.choice([600, 2000, 20_000])))
        out[0x1E:0x20] = b"\x09\x00"
        refusal_of(bytes(out))
    for _ in range(300):
        out = bytearray(GOOD)
        for _ in range(5):
            out[chance.randrange(8, 512)] = chance.randrange(256)
        refusal_of(bytes(out))
