from decimal import Decimal

import pytest

from followup.texts.units import Unit, usual


def spaced(text):
    return text.replace("\u00a0", " ").replace("\u2212", "-")


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (Decimal("1234567.50"), ["1 234 567,50 kr", "1 235 tkr", "1,2 mnkr"]),
        (-4_600, ["-4 600 kr", "-5 tkr", "0,0 mnkr"]),
        (0, ["0 kr", "0 tkr", "0,0 mnkr"]),
        (None, ["saknas", "saknas", "saknas"]),
    ],
)
def test_an_amount_is_written_in_its_unit(amount, told):
    assert [spaced(unit.shown(amount)) for unit in Unit] == told


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (4_600, ["+4 600 kr", "+5 tkr", "0,0 mnkr"]),
        (-4_600, ["-4 600 kr", "-5 tkr", "0,0 mnkr"]),
        (None, ["saknas", "saknas", "saknas"]),
    ],
)
def test_only_what_is_written_as_more_than_0_has_a_plus(amount, told):
    assert [spaced(unit.signed(amount)) for unit in Unit] == told


def test_millions_are_usual_from_ten_of_them_whatever_the_sign():
    assert usual(Decimal("9999999.99")) is Unit.KR
    assert usual(10_000_000) is Unit.MNKR
    assert usual(-10_000_000) is Unit.MNKR
    assert usual(None) is Unit.KR
