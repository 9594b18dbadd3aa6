"""Rows are taken out of the pages in the contract's own form."""

import pytest

from tests.screen import ASSIGNMENTS, DECISIONS, Screen


@pytest.mark.parametrize(
    ("page", "sheet", "may_hold_names"),
    [
        (DECISIONS, "Beslut", True),
        (ASSIGNMENTS, "Uppdrag", True),
        ("pages/reallocations.py", "Budgetändringar", False),
    ],
)
def test_a_page_gives_its_rows_in_the_contracts_own_form(page, sheet, may_hold_names):
    screen = Screen().click("Öppna exempeldata").go(page)
    labels = [one.label for one in screen.test.download_button]
    assert any(one.startswith(f"Ladda ner bladet {sheet} (") for one in labels)
    ticks = [one for one in screen.test.checkbox if str(one.key).endswith("-namn")]
    assert [one.value for one in ticks] == [False] * may_hold_names
