"""The tables of docs/ as the code has them: `python -m tests.render_docs` writes them anew.

A table stands between two comments, `<!-- name -->` and `<!-- end name -->`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from data_models.columns import Column, FieldType
from data_models.kind import Kind
from data_models.kinds import KINDS
from followup.rules.catalogue import RULES

DOCS = Path(__file__).parents[1] / "docs"
_READ_AS = {
    FieldType.TEXT: "text",
    FieldType.PARAGRAPH: "paragraph",
    FieldType.ENUM: "enum",
    FieldType.FLAG: "ja or nej",
    FieldType.INTEGER: "integer",
    FieldType.YEAR: "year",
    FieldType.DATE: "date",
    FieldType.MONTH: "month",
    FieldType.AMOUNT: "amount",
    FieldType.PERCENT: "percent",
    FieldType.NUMBER: "number",
}


def _table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in lines
    )


def rules() -> str:
    """Every rule of the catalogue, in its order."""
    return _table(
        ("Id", "Severity", "Scope", "Title", "Sentence"),
        ((f"`{one.id}`", one.severity.value, one.scope.value, one.title, one.sentence)
         for one in RULES.values()),
    )  # fmt: skip


def columns_of(kind: Kind) -> str:
    """Every column of a sheet, in its order."""
    return _table(
        ("Header", "Field", "Type", "Required", "Allowed values", "Also known as"),
        (_column(one) for one in kind.columns),
    )


def _column(one: Column) -> tuple[str, ...]:
    required = "yes" if one.required else ""
    fixable = " (may be given once for the sheet)" if one.fixable else ""
    return (
        one.header, f"`{one.field}`", _READ_AS[one.kind], f"{required}{fixable}".strip(),
        ", ".join(one.allowed), ", ".join(one.aliases),
    )  # fmt: skip


def sheets() -> str:
    """Every sheet with its code name and the other names that hint at it."""
    return _table(
        ("Sheet", "Code name", "Also known as"),
        ((one.sheet, f"`{one.name}`", ", ".join(one.sheet_aliases)) for one in KINDS.values()),
    )


TABLES: Mapping[str, Mapping[str, str]] = {
    "rules.md": {"rules": rules()},
    "workbook.md": {"sheets": sheets(), **{one.name: columns_of(one) for one in KINDS.values()}},
}
"""The tables of each page, by the name in their comments."""


def between(name: str) -> re.Pattern[str]:
    """What stands between a table's two comments."""
    return re.compile(rf"(?s)(?<=<!-- {name} -->\n).*?(?=\n<!-- end {name} -->)")


def render(text: str, tables: Mapping[str, str]) -> str:
    """`text` with its tables as the code has them."""
    for name, table in tables.items():
        text = between(name).sub(lambda _, table=table: table, text)
    return text


if __name__ == "__main__":
    for page, tables in TABLES.items():
        path = DOCS / page
        path.write_text(render(path.read_text(encoding="utf-8"), tables), encoding="utf-8")
