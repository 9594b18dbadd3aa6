"""Text from a file is hostile: here it becomes literal for the place where it is shown."""

from __future__ import annotations

import html
import re

MAX_SHOWN = 400
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=@/])")
_SPACES = re.compile(r"[ \t\r\n\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_JOINER = "\u2060"
_REWRITTEN = re.compile(
    r"(?<=:)(?=//|streamlit:)|(?<=www)(?=\.)|(?<=@)|(?<=[<~>-])(?=[-=>])", re.IGNORECASE
)
"""Places inside what Streamlit rewrites after the escapes are gone: addresses, arrows, its logo."""
_SPREADSHEET_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n")


def plain(text: str, longest: int = MAX_SHOWN) -> str:
    """`text` on one line, without control and direction characters, at most so long."""
    line = _SPACES.sub(" ", _CONTROL.sub("", text[: longest * 4])).strip()
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def markdown(text: str, longest: int = MAX_SHOWN) -> str:
    """`text` so that a Markdown renderer shows exactly its characters and nothing to click.

    A word joiner, which takes no room, parts what is rewritten although it is escaped.
    """
    return _MARKDOWN.sub(r"\\\1", _REWRITTEN.sub(_JOINER, plain(text, longest)))


def plotly(text: str) -> str:
    """`text` so that plotly's pseudo-HTML in titles, ticks, labels and hovers shows it as is."""
    return html.escape(plain(text), quote=False)


def spreadsheet(text: str) -> str:
    """`text` so that a spreadsheet program reads it as text and never as a formula."""
    clean = _CONTROL.sub("", text)
    return f"'{clean}" if clean.lstrip().startswith(_SPREADSHEET_TRIGGERS) else clean
