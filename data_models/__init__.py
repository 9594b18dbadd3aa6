"""The vocabulary of the project: every kind of row a workbook holds, and what loading gives.

One module per kind of row (`decisions`, `loans`, …), each with a pandera schema and a `KIND`
that ties it to its sheet. `kinds.KINDS` finds them; a new kind is one new module.
"""
