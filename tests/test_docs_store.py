"""docs/store.md says what the code does.

`python -m tests.test_docs_store` writes its tables anew.
"""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from data_models.kinds import KINDS
from followup.cli import build_parser
from followup.store import backup, current_tables
from followup.store.records import SavedKind
from followup.store.saving import LARGEST_CONTENT, LONGEST_NAME
from followup.store.schema import APPEND_ONLY, metadata
from followup.texts.store_faults import StoreFault
from followup.texts.store_words import StoreRefusal
from tests.render_docs import DOCS, between, render

PATH = DOCS / "store.md"
ENGINES = {False: postgresql.dialect(), True: sqlite.dialect()}


def table(headers, rows):
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)


def described(name, headers):
    """Every column of a table with its type on each engine; a dash where it has none."""
    found = {
        is_sqlite: {one.name: one for one in tables_of(is_sqlite)[name].columns}
        for is_sqlite in ENGINES
    }
    names = dict.fromkeys([*found[True], *found[False]])
    return table(
        ("Column", "Header", "PostgreSQL", "SQLite"),
        (
            (f"`{one}`", headers.get(one.removesuffix(current_tables.ORE_SUFFIX), ""),
             *(type_of(found[is_sqlite].get(one), is_sqlite) for is_sqlite in ENGINES))
            for one in names
        ),
    )  # fmt: skip


def tables_of(is_sqlite):
    return current_tables.tables(is_sqlite=is_sqlite).tables


def type_of(column, is_sqlite):
    if column is None:
        return "–"
    told = column.type.compile(dialect=ENGINES[is_sqlite])
    return f"{told}, computed" if column.computed is not None else told


def headers_of(kind):
    return {name: column.header for name, column in kind.by_field.items()}


TABLES = {
    "refusals": table(("Name", "Sentence"), ((f"`{one.name}`", one.value) for one in StoreRefusal)),
    "faults": table(("Name", "Sentence"), ((f"`{one.name}`", one.value) for one in StoreFault)),
    "current_files": described("current_files", {}),
    **{
        current_tables.table_name(one.name): described(
            current_tables.table_name(one.name), headers_of(one)
        )
        for one in KINDS.values()
    },
}


def text():
    return PATH.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_the_docs_says_what_the_code_says(name):
    (written,) = between(name).findall(text())
    assert written == TABLES[name], "run: python -m tests.test_docs_store"


def test_the_docs_have_no_table_that_the_code_does_not():
    assert re.findall(r"<!-- (?!end )(\w+) -->", text()) == list(TABLES)


def test_every_table_of_current_rows_is_in_the_docs_and_the_docs_name_no_other():
    for is_sqlite in ENGINES:
        made = set(tables_of(is_sqlite))
        assert made == {name for name in TABLES if name.startswith("current_")}
        assert made == set(re.findall(r"^### `(current_\w+)`", text(), re.MULTILINE))


@pytest.mark.parametrize("is_sqlite", ENGINES)
def test_every_column_is_in_the_docs_and_every_column_of_the_docs_is_in_the_table(is_sqlite):
    at = 4 if is_sqlite else 3
    for name, made in tables_of(is_sqlite).items():
        (written,) = between(name).findall(text())
        rows = [[cell.strip() for cell in line.split("|")] for line in written.splitlines()[2:]]
        told = [cells[1].strip("`") for cells in rows if cells[at] != "–"]
        assert sorted(told) == sorted(made.columns.keys())


def test_the_types_of_the_docs_are_those_of_a_real_database(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'a.db'}")
    current_tables.tables(is_sqlite=True).create_all(engine)
    with engine.connect() as connection:
        for name in tables_of(is_sqlite=True):
            (written,) = between(name).findall(text())
            declared = connection.exec_driver_sql(f"PRAGMA table_xinfo({name})").all()
            for column in declared:
                row = rf"\| `{column[1]}` \| .* \| {re.escape(column[2])}(, computed)? \|"
                assert re.search(row, written)
    engine.dispose()


def test_every_table_of_the_store_is_told_of_and_the_append_only_ones_as_such():
    prose = between("current_files").sub("", text())
    assert set(metadata.tables) <= set(re.findall(r"`(\w+)`", prose))
    (told,) = re.findall(r"(`[^.]*`) are append-only", prose)
    assert tuple(re.findall(r"`(\w+)`", told)) == APPEND_ONLY


def test_the_members_of_a_backup_are_told_of():
    told = set(re.findall(r"`(tables/\w+\.jsonl)`", text()))
    assert told == {backup.table_member(name) for name in backup.TABLES}
    assert f"`{backup.MANIFEST}`" in text()
    assert f"format {backup.FORMAT}" in text()


def test_every_kind_of_what_is_saved_is_told_of_with_its_limits():
    (told,) = re.findall(r"^## What is saved under a name$(.*?)^## ", text(), re.DOTALL | re.M)
    assert re.findall(r"^\| `(\w+)` \|", told, re.M) == [one.value for one in SavedKind]
    assert f"{LONGEST_NAME} characters" in told
    assert f"{LARGEST_CONTENT:,} bytes".replace(",", " ") in told


def test_every_command_of_the_docs_is_one_that_there_is():
    commands = set(build_parser()._subparsers._group_actions[0].choices)
    assert set(re.findall(r"followup (\w+)", text())) - {"import", "export"} <= commands
    for line in re.findall(r"^followup .*$", text(), re.MULTILINE):
        words = line.split("#")[0].split()[1:]
        build_parser().parse_args([one for one in words if one != "…"])


def test_links_of_the_docs_lead_to_what_exists():
    for link in re.findall(r"\]\(([^)#]+)\)", text()):
        assert (PATH.parent / link).exists(), link


if __name__ == "__main__":
    PATH.write_text(render(text(), TABLES), encoding="utf-8")
