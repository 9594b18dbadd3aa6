"""Who may import whom: the table of CONTRIBUTING.md, held against the code."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"data_models", "followup", "pages", "sample_data"}

READING = {
    "addresses", "archive", "binary_sheet", "compound", "delimited", "formats", "limits",
    "ooxml", "open_document", "percent_formats", "reader", "sheet_xml", "sheets", "workbook",
    "worker",
}  # fmt: skip
UNDERSTANDING = {
    "days", "deadlines", "fixed_values", "header_rows", "headers", "labels", "merges", "rows",
    "samples", "tables", "totals", "values",
}  # fmt: skip
JUDGING = {
    "amounts", "assembling", "casting", "conventions", "judging", "loading", "preview",
    "sheet_notes",
}  # fmt: skip

MAY_IMPORT = {
    "data_models": {"data_models", "polars", "pandera"},
    "texts": {"data_models", "followup.texts"},
    "reading": {"data_models", "followup.texts", "reading", "polars", "fastexcel", "pyarrow"},
    "understanding": {"data_models", "followup.texts", "reading", "understanding", "polars"},
    "rules": {"data_models", "followup.texts", "followup.measures", "followup.rules", "polars"},
    "judging": {
        "data_models", "followup.texts", "followup.rules", "reading", "understanding", "judging",
        "polars", "pandera",
    },
    "measures": {"data_models", "followup.measures", "polars"},
    "charts": {"data_models", "followup.texts", "followup.charts", "polars", "plotly"},
    "cells": {
        "data_models", "followup.texts", "followup.measures", "followup.charts", "followup.cells",
        "followup.rules.catalogue", "polars", "plotly",
    },
    "figures": {"data_models", "followup.cells", "followup.contents", "followup.measures"},
    "contents": {
        "data_models", "followup.cells", "followup.contents", "followup.measures",
        "followup.store.moments", "followup.store.noted", "followup.store.records",
        "followup.texts", "polars",
    },
    "exports": {
        "data_models", "followup.texts", "followup.cells", "followup.exports", "followup.worker",
        "followup.charts", "followup.limits", "font_source_sans_pro", "icalendar", "kaleido",
        "lxml", "matplotlib", "openpyxl", "plotly", "polars", "pptx", "typst", "xlsxwriter",
    },
    "reports": {
        "data_models", "followup.contents", "followup.exports.report", "followup.measures",
        "followup.texts",
    },
    "store": {
        "data_models", "followup.texts", "followup.store", "polars", "sqlalchemy", "alembic",
        "psycopg", "adbc_driver_sqlite", "adbc_driver_manager",
    },
    "cli": {"data_models", "followup"},
    "server": {"streamlit", "starlette", "followup"},
    "pages": {"streamlit", "followup", "data_models", "pages.parts"},
    "parts": {"streamlit", "followup", "data_models", "pages.parts", "polars"},
    "app": {"streamlit", "pages.parts", "followup.texts"},
    "sample_data": {"data_models", "sample_data", "xlsxwriter"},
}  # fmt: skip
"""Role to what its modules may import besides the standard library."""

NEVER_IN_PARTS = {
    "followup.workbook",
    "followup.reader",
    "followup.archive",
    "openpyxl",
    "xlsxwriter",
}


def role_of(module: str) -> str:
    """The role of a module by its dotted name."""
    package, _, rest = module.partition(".")
    if package != "followup":
        return "parts" if rest.startswith("parts") else package
    first = rest.split(".")[0]
    groups = {"reading": READING, "understanding": UNDERSTANDING, "judging": JUDGING}
    return next((role for role, names in groups.items() if first in names), first or "texts")


def modules() -> list[tuple[str, Path]]:
    files = [ROOT / "app.py"]
    for package in sorted(OURS):
        files += sorted((ROOT / package).rglob("*.py"))
    return [(dotted(path), path) for path in files]


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_of(path: Path) -> set[str]:
    """Dotted names that a file imports, `from a import b` as a.b where b is a module of ours."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {named(node.module, one.name) for one in node.names}
    return {one for one in found if one.split(".")[0] not in sys.stdlib_module_names}


def named(module: str, name: str) -> str:
    below = ROOT.joinpath(*module.split("."), f"{name}.py")
    package = ROOT.joinpath(*module.split("."), name, "__init__.py")
    return f"{module}.{name}" if below.exists() or package.exists() else module


def is_allowed(imported: str, allowed: set[str]) -> bool:
    groups = {"reading": READING, "understanding": UNDERSTANDING, "judging": JUDGING}
    for one in allowed:
        if one in groups and imported.split(".", maxsplit=1)[0] == "followup":
            if imported.split(".")[1] in groups[one]:
                return True
        elif imported == one or imported.startswith(f"{one}."):
            return True
    return False


@pytest.mark.parametrize(("module", "path"), modules(), ids=lambda one: str(one)[-40:])
def test_a_module_imports_only_what_its_role_may(module: str, path: Path) -> None:
    allowed = MAY_IMPORT[role_of(module)]
    wrong = {one for one in imports_of(path) if not is_allowed(one, allowed)}
    assert not wrong, f"{module} is {role_of(module)} and imports {sorted(wrong)}"


def test_only_the_server_and_the_pages_know_streamlit() -> None:
    knowing = {module for module, path in modules() if "streamlit" in imports_of(path)}
    assert {one for one in knowing if one.startswith(("followup", "data_models"))} == {
        "followup.server"
    }


def test_parts_reach_files_only_through_loading_and_exports() -> None:
    for module, path in modules():
        if module.startswith("pages.parts"):
            assert not imports_of(path) & NEVER_IN_PARTS, module


def test_imports_never_go_round() -> None:
    graph = {
        module: imports_of(path) & {name for name, _ in modules()} for module, path in modules()
    }

    def walk(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join((*trail, module))
        for imported in graph.get(module, ()):
            if imported not in done:
                walk(imported, (*trail, module))
        done.add(module)

    done: set[str] = set()
    for module in graph:
        walk(module, ())


def test_there_are_no_drawers_for_odds_and_ends() -> None:
    names = {path.stem for _, path in modules()}
    assert not names & {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


def test_the_layer_table_of_the_docs_is_this_one() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| `")]
    told = {
        role.strip().strip("`"): {word.strip("` ") for word in imported.split(",")}
        for role, imported in rows
    }
    assert told == MAY_IMPORT
