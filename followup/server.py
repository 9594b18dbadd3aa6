"""The app as a server: warm from the start, Swedish to screen readers, errors with a number."""

from __future__ import annotations

import gc
import importlib
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from followup.texts import streamlit_words, words
from followup.worker import pool

_LOG = logging.getLogger("followup")
_PRELOADED = (
    "followup.loading",
    "followup.cells.assignment_timeline",
    "followup.cells.assignments",
    "followup.cells.case_balance",
    "followup.cells.chain_matter",
    "followup.cells.chains",
    "followup.cells.decisions",
    "followup.cells.delegations",
    "followup.cells.findings",
    "followup.cells.changes",
    "followup.cells.gaps",
    "followup.cells.indicators",
    "followup.cells.motions",
    "followup.cells.overview",
    "followup.cells.store",
    "followup.cells.suggestions",
    "followup.exports.contract",
    "followup.exports.marking",
    "followup.store.store",
)
_CHANGED = (
    (b'<html lang="en">', b'<html lang="sv">'),
    (b"<title>Streamlit</title>", f"<title>{words.APP}</title>".encode()),
    (b"</head>", f"<script>{streamlit_words.script()}</script></head>".encode()),
)
"""What stands in Streamlit's page, and what we put there."""
_LEFT_OUT = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
"""Request headers that would give a page which cannot be changed in passing, or an old one."""


class SwedishPage:
    """Makes the page itself Swedish: its language, its title and Streamlit's own words."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with HTML pages changed."""
        if scope["type"] != "http" or not _is_page(scope["path"]):
            await self._app(scope, receive, send)
            return
        headers = [(name, text) for name, text in scope["headers"] if name not in _LEFT_OUT]
        held: list[Message] = []

        async def send_swedish(message: Message) -> None:
            if message["type"] == "http.response.start":
                held.append(message)  # the length it tells depends on the body
                return
            english = message.get("body", b"")
            swedish = _swedish(english)
            if held:
                await send(_longer(held.pop(), len(swedish) - len(english)))
            await send({**message, "body": swedish})

        await self._app({**scope, "headers": headers}, receive, send_swedish)


def _swedish(body: bytes) -> bytes:
    for english, swedish in _CHANGED:
        body = body.replace(english, swedish, 1)
    return body


def _longer(start: Message, added: int) -> Message:
    headers = [
        (name, str(int(text) + added).encode()) if name == b"content-length" else (name, text)
        for name, text in start["headers"]
    ]
    return {**start, "headers": headers}


def _is_page(path: str) -> bool:
    """Whether an address is a page's: neither a file nor one of Streamlit's own."""
    name = path.rsplit("/", 1)[-1]
    return ("." not in name or name.endswith(".html")) and "/_stcore/" not in path


@asynccontextmanager
async def _preload(_app: st.App) -> AsyncIterator[None]:
    """Import what pages need and start a worker before the first visitor comes."""
    PagesManager.uses_pages_directory = False  # else the first deep link is a page not found
    for module in _PRELOADED:
        importlib.import_module(module)
    pool()
    gc.collect()
    gc.freeze()
    yield


def _on_error(error: Exception) -> bool:
    """Log the error under a number, and show the number and nothing else."""
    reference = secrets.token_hex(4)
    _LOG.error("fel %s", reference, exc_info=error)
    st.error(words.WRONG.format(reference=reference))
    return True


app = st.App(
    Path(__file__).parents[1] / "app.py",
    lifespan=_preload,
    middleware=[Middleware(SwedishPage)],
    on_script_error=_on_error,
)
