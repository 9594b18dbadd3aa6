import re

import pytest

from data_models.kinds import KINDS
from followup.rules.catalogue import RULES
from tests.render_docs import DOCS, TABLES, between, render

EVERY_TABLE = [(page, name) for page, tables in TABLES.items() for name in tables]


def text_of(page):
    return (DOCS / page).read_text(encoding="utf-8")


@pytest.mark.parametrize(("page", "name"), EVERY_TABLE)
def test_a_table_of_the_docs_says_what_the_code_says(page, name):
    (written,) = between(name).findall(text_of(page))
    assert written == TABLES[page][name], "run: python -m tests.render_docs"


@pytest.mark.parametrize("page", TABLES)
def test_the_docs_have_no_table_that_the_code_does_not(page):
    assert re.findall(r"<!-- (?!end )(\w+) -->", text_of(page)) == list(TABLES[page])


def test_every_rule_is_in_the_docs_and_every_id_of_the_docs_is_a_rule():
    ids = re.findall(r"^\| `(\w+)` \|", text_of("rules.md"), re.MULTILINE)
    assert ids == list(RULES)


def test_every_column_is_in_the_docs_and_every_field_of_the_docs_is_a_column():
    for kind in KINDS.values():
        (table,) = between(kind.name).findall(text_of("workbook.md"))
        assert re.findall(r"^\| .*? \| `(\w+)` \|", table, re.MULTILINE) == [
            column.field for column in kind.columns
        ]


@pytest.mark.parametrize("page", TABLES)
def test_writing_them_anew_changes_nothing(page):
    assert render(text_of(page), TABLES[page]) == text_of(page)


def test_rules_that_prose_speaks_of_exist():
    prose = re.sub(r"(?s)<!-- rules -->.*?<!-- end rules -->", "", text_of("rules.md"))
    assert set(re.findall(r"`(\w+)`", prose)) - {"x"} <= set(RULES)
