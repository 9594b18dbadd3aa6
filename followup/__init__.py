"""Everything between a workbook's bytes and what a page shows."""
