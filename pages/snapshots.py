"""Frysta lägen: what was frozen, opened as it was and compared with now."""

from followup.texts import words
from pages.parts import cell, frame, notices, snapshots

frame.require_frame()
notices.title(words.SNAPSHOTS)
if not snapshots.nothing_frozen():
    chosen = snapshots.draw()
    for one, parts in snapshots.compared(chosen):
        cell.draw(one, *parts)
