"""Cell addresses: column letters and numbers."""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"^([A-Z]{1,3})([1-9]\d{0,6})$")


def column_letter(position: int) -> str:
    """The letter of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column counted from 1: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def split_address(address: str) -> tuple[str, int]:
    """The column letters and the row of an address such as C14.

    Raises:
        ValueError: when it is no address.
    """
    found = _ADDRESS.match(address)
    if not found:
        message = f"{address!r} is no cell address"
        raise ValueError(message)
    return found.group(1), int(found.group(2))
