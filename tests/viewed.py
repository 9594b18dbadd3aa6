"""Views of files without Streamlit, as the command line and the exports have them."""

import functools

from followup.contents.plain_files import PlainFiles
from followup.contents.view import View
from followup.loading import combine, load
from followup.measures.selection import Selection
from sample_data.make import FOLDER, WORKBOOKS

SAMPLES = tuple(FOLDER / name for name in sorted(WORKBOOKS))
"""The workbooks that the app's button of sample data reads, in its order."""


@functools.cache
def _read(paths):
    files = tuple(load(path.read_bytes(), path.name) for path in paths)
    return files, combine(files)


def view_of(*paths, as_of, organisation=None, body=None):
    """The view of some workbooks on a day, through the sidebar's filters."""
    files, whole = _read(paths)
    return View(whole, Selection(as_of, organisation, body), PlainFiles(files, whole))


def view_of_loaded(*files, as_of, organisation=None, body=None, names=()):
    """As `view_of`, of what `load` gave; `names` is the alias table of reserves."""
    whole = combine(files)
    source = PlainFiles(files, whole, names)
    return View(whole, Selection(as_of, organisation, body), source)
