"""What can be taken away from the dashboard: files made of what the pages show."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from followup.exports import finding_list, tables, template

EXPORTS: Mapping[str, Callable[..., bytes]] = {
    "mall": template.template,
    "fynd-xlsx": finding_list.as_xlsx,
    "fynd-csv": finding_list.as_csv,
    "tabell-xlsx": tables.as_xlsx,
    "tabell-csv": tables.as_csv,
}
"""Every export that is bytes alone, by name."""
