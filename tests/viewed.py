"""Views of files without Streamlit, as the command line and the exports have them."""

import functools

from followup.contents.view import SourceFile, View
from followup.loading import combine, load
from followup.measures.selection import Selection
from sample_data.make import FOLDER, WORKBOOKS

SAMPLES = tuple(FOLDER / name for name in sorted(WORKBOOKS))
"""The workbooks that the app's button of sample data reads, in its order."""


class PlainFiles:
    """What a view of files has beside their rows: no store, and a table of names when given."""

    def __init__(self, files, names=()):
        self._files, self._names = files, names

    def files(self):
        return [SourceFile(one.file, one.file, one.sha256, one.readable) for one in self._files]

    def on_day(self, day):
        return combine(self._files).dataset

    def reserve_names(self, day):
        return self._names

    def left(self):
        return frozenset()

    def underlag(self):
        return ()

    def versions(self, name):
        return ()

    def log(self):
        return ()


@functools.cache
def _read(paths):
    files = tuple(load(path.read_bytes(), path.name) for path in paths)
    return files, combine(files)


def view_of(*paths, as_of, organisation=None, body=None):
    """The view of some workbooks on a day, through the sidebar's filters."""
    files, whole = _read(paths)
    return View(whole, Selection(as_of, organisation, body), PlainFiles(files))


def view_of_loaded(*files, as_of, organisation=None, body=None, names=()):
    """As `view_of`, of what `load` gave; `names` is the alias table of reserves."""
    return View(combine(files), Selection(as_of, organisation, body), PlainFiles(files, names))
