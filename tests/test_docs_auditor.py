"""The questions of docs/auditor.md are answered by cells that there are."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "auditor.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if re.match(r"\| \d", line)
]
STARTS = {"Uppdrag": "uppdrag-", "Ärendebalans": "arendebalans-", "Beslutskedja": "kedja-"}


def cells() -> set[str]:
    """The ids of all cells, as the code says them."""
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "followup/cells").glob("*.py"))
    return {found for text in sources for found in re.findall(r'\bid="([a-z-]+)"', text)}


def test_there_are_ten_questions_each_with_its_number() -> None:
    assert [row[0] for row in ROWS] == [str(number) for number in range(1, 11)]
    assert all(row[1].endswith("?") for row in ROWS)


def test_every_cell_that_is_named_is_one_that_there_is() -> None:
    named = set(re.findall(r"`([a-z]+-[a-z-]+)`", TEXT))
    assert named
    assert named <= cells()


def test_every_answer_stands_in_a_cell_of_its_page() -> None:
    assert all(cell.strip("`").startswith(STARTS[page]) for _, _, page, cell, _ in ROWS)
